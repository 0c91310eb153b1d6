//! Files sent from the desk, as plain multipart forms, and the papers served again.

use crate::AppState;
use axum::{
    Extension,
    extract::{DefaultBodyLimit, Multipart, Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, IdeaId, Lang, ListingId, Problem, TeamId,
    cooperatives::{CertificateInput, DocumentKind},
    projects::{DossierPaper, LegalStep},
};
use service::{
    Ctx,
    marketplace::{SheetContent, SheetFormat},
    projects::Proof,
};

/// The largest body: the largest picture and its form around it.
pub const MAX_UPLOAD_BYTES: usize = 11 * 1024 * 1024;

pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_UPLOAD_BYTES)
}

/// Fields `listing`, `alt` and the file `file`; goes back to the listing's pictures.
pub async fn upload_picture(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let uploaded = async {
        let form = FileForm::read(form).await?;
        values.clone_from(&form.values);
        let listing: ListingId = form.value("listing").parse().map_err(|_| Error::NotFound)?;
        service::marketplace::add_picture(&ctx, listing, &form.bytes, form.value("alt")).await?;
        Ok(listing)
    }
    .await;
    match uploaded {
        Ok(listing) => see_other(&ctx, &format!("/desk/listings/{listing}/pictures")),
        Err(error) => {
            let path = "/api/desk/upload_picture";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// The largest body of a form with a paper.
pub const MAX_DOCUMENT_FORM_BYTES: usize = 21 * 1024 * 1024;

pub fn document_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_DOCUMENT_FORM_BYTES)
}

/// A form with one file: its text fields, and the file under its own name.
#[derive(Default)]
struct FileForm {
    values: Vec<(String, String)>,
    file_name: String,
    bytes: Vec<u8>,
}

impl FileForm {
    /// The file is the field `file`.
    async fn read(mut form: Multipart) -> domain::Result<FileForm> {
        let mut read = FileForm::default();
        while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                read.file_name = field.file_name().unwrap_or_default().to_owned();
            }
            let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
                max_bytes: media::MAX_DOCUMENT_BYTES,
            })?;
            if name == "file" {
                read.bytes = bytes.into();
            } else if read.values.len() < 60 && bytes.len() < 10_000 {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                read.values.push((name, value));
            }
        }
        Ok(read)
    }

    fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

/// Fields `kind` and the file `file`; goes back to the papers of the cooperative's file.
pub async fn upload_document(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let uploaded = async {
        let form = FileForm::read(form).await?;
        values.clone_from(&form.values);
        let kind = DocumentKind::from_code(form.value("kind")).ok_or(Error::NotFound)?;
        service::cooperatives::upload_document(&ctx, kind, &form.file_name, form.bytes).await
    }
    .await;
    match uploaded {
        Ok(()) => see_other(&ctx, "/desk/register/documents"),
        Err(error) => {
            let path = "/api/desk/upload_document";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// What the paper says, and the paper as `file`; goes back to the certificates.
pub async fn send_certificate(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let sent = async {
        let form = FileForm::read(form).await?;
        values.clone_from(&form.values);
        if ctx.actor.person().is_none() {
            return Err(Error::Unauthenticated);
        }
        let cooperative = ctx.actor.cooperative().ok_or(Error::NotFound)?;
        let value = |name: &str| form.value(name).to_owned();
        let input = CertificateInput {
            label: value("label"),
            certifier: value("certifier"),
            number: value("number"),
            area: value("area"),
            expires: value("expires"),
        };
        let (name, bytes) = (form.file_name.clone(), form.bytes.clone());
        service::cooperatives::send_certificate(&ctx, cooperative, &input, &name, bytes).await
    }
    .await;
    match sent {
        Ok(_) => see_other(&ctx, "/desk/certificates"),
        Err(error) => {
            let path = "/api/desk/send_certificate";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// The file `file`; goes back to the spreadsheet's page, which says what it would change.
pub async fn send_spreadsheet(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let sent = async {
        let form = FileForm::read(form).await?;
        if ctx.actor.person().is_none() {
            return Err(Error::Unauthenticated);
        }
        let cooperative = ctx.actor.cooperative().ok_or(Error::NotFound)?;
        if form.bytes.is_empty() {
            return Err(Error::field("file", Problem::Required));
        }
        service::marketplace::send_spreadsheet(&ctx, cooperative, &form.file_name, form.bytes).await
    }
    .await;
    match sent {
        Ok(_) => see_other(&ctx, "/desk/spreadsheet"),
        Err(error) => {
            let path = "/api/desk/send_spreadsheet";
            crate::forms::refuse_upload(&state, &headers, path, Vec::new(), error)
        }
    }
}

/// Fields `team`, `kind` and the file `file`; goes back to the papers of the team's dossier.
pub async fn upload_dossier_paper(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let uploaded = async {
        let form = FileForm::read(form).await?;
        values.clone_from(&form.values);
        let team: TeamId = form.value("team").parse().map_err(|_| Error::NotFound)?;
        let kind = DossierPaper::from_code(form.value("kind")).ok_or(Error::NotFound)?;
        let (name, bytes) = (form.file_name.clone(), form.bytes.clone());
        service::projects::upload_dossier_paper(&ctx, team, kind, &name, bytes).await?;
        Ok(team)
    }
    .await;
    match uploaded {
        Ok(team) => see_other(&ctx, &format!("/projects/teams/{team}/dossier/papers")),
        Err(error) => {
            let path = "/api/projects/upload_dossier_paper";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// Fields `team`, `step`, `done_on` and the file `file`, which may be left out; goes back to the
/// team's steps of the law.
pub async fn mark_legal_step(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let marked = async {
        let form = FileForm::read(form).await?;
        values.clone_from(&form.values);
        let team: TeamId = form.value("team").parse().map_err(|_| Error::NotFound)?;
        let step = LegalStep::from_code(form.value("step")).ok_or(Error::NotFound)?;
        let proof = Proof {
            name: form.file_name.clone(),
            bytes: form.bytes.clone(),
        };
        let done_on = form.value("done_on");
        service::projects::mark_legal_step(&ctx, team, step, done_on, proof).await?;
        Ok(team)
    }
    .await;
    match marked {
        Ok(team) => see_other(&ctx, &format!("/projects/teams/{team}/creation")),
        Err(error) => {
            let path = "/api/projects/mark_legal_step";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// Fields `idea`, `version` and the file `file`; goes back to the idea's page of the voice note.
pub async fn upload_voice_note(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let uploaded = async {
        let form = FileForm::read(form).await.map_err(|error| match error {
            Error::TooLarge { .. } => Error::TooLarge {
                max_bytes: media::MAX_VOICE_BYTES,
            },
            other => other,
        })?;
        values.clone_from(&form.values);
        let idea: IdeaId = form.value("idea").parse().map_err(|_| Error::NotFound)?;
        let version = form
            .value("version")
            .parse()
            .map_err(|_| Error::Malformed)?;
        service::projects::put_voice_note(&ctx, idea, version, form.bytes).await?;
        Ok(idea)
    }
    .await;
    match uploaded {
        Ok(idea) => see_other(&ctx, &format!("/projects/ideas/{idea}/voice")),
        Err(error) => {
            let path = "/api/projects/upload_voice_note";
            crate::forms::refuse_upload(&state, &headers, path, values, error)
        }
    }
}

/// A voice note, to who may hear it: whole, or the part that a player asks for.
pub async fn voice_note(
    Extension(ctx): Extension<Ctx>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let read = async {
        let id = id.parse().map_err(|_| Error::NotFound)?;
        service::projects::read_voice_note(&ctx, id).await
    }
    .await;
    let file = match read {
        Ok(file) => file,
        Err(error) => return crate::api::problem(&error),
    };
    let length = file.bytes.len();
    let said = [
        (header::CONTENT_TYPE, file.media_type),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"note\"".to_owned(),
        ),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    let asked = headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok());
    match asked.map(|asked| range(asked, length)) {
        Some(Some((first, last))) => {
            let part = file.bytes[first..=last].to_vec();
            let range = format!("bytes {first}-{last}/{length}");
            let status = StatusCode::PARTIAL_CONTENT;
            (status, said, [(header::CONTENT_RANGE, range)], part).into_response()
        }
        Some(None) => {
            let range = format!("bytes */{length}");
            let status = StatusCode::RANGE_NOT_SATISFIABLE;
            (status, [(header::CONTENT_RANGE, range)]).into_response()
        }
        None => (said, file.bytes).into_response(),
    }
}

/// The first and the last byte of `bytes=…`, both inside; several parts are not answered.
fn range(asked: &str, length: usize) -> Option<(usize, usize)> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.checked_sub(1)?;
    let (first, last) = match (first, last) {
        ("", last) => (length.saturating_sub(last.parse().ok()?), end),
        (first, "") => (first.parse().ok()?, end),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(end)),
    };
    (first <= last && last <= end).then_some((first, last))
}

/// The listings, or the empty template, as `listings.xlsx`, `template.csv`, …
pub async fn spreadsheet(
    Extension(ctx): Extension<Ctx>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let lang = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, lang)| Lang::from_code(&lang))
        .unwrap_or(ctx.lang);
    let ctx = Ctx { lang, ..ctx };
    let written = async {
        let content = match file.split_once('.').map(|(name, _)| name) {
            Some("listings") => SheetContent::Listings,
            Some("template") => SheetContent::Template,
            _ => return Err(Error::NotFound),
        };
        let (format, media_type) = match file.split_once('.').map(|(_, format)| format) {
            Some("csv") => (SheetFormat::Csv, "text/csv; charset=utf-8"),
            Some("xlsx") => (SheetFormat::Xlsx, XLSX),
            _ => return Err(Error::NotFound),
        };
        if ctx.actor.person().is_none() {
            return Err(Error::Unauthenticated);
        }
        let cooperative = ctx.actor.cooperative().ok_or(Error::NotFound)?;
        let bytes =
            service::marketplace::export_spreadsheet(&ctx, cooperative, content, format).await?;
        Ok((media_type, bytes))
    }
    .await;
    match written {
        Ok((media_type, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, media_type.to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{file}\""),
                ),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => crate::api::problem(&error),
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn see_other(ctx: &Ctx, path: &str) -> Response {
    Redirect::to(&format!("/{}{path}", ctx.lang.code())).into_response()
}

/// A paper, to who may read it. Its type is the one that was found in its bytes.
pub async fn document(Extension(ctx): Extension<Ctx>, Path(id): Path<String>) -> Response {
    let read = async {
        let id = id.parse().map_err(|_| Error::NotFound)?;
        service::cooperatives::read_document(&ctx, id).await
    }
    .await;
    match read {
        Ok(file) => {
            let ascii: String = file
                .name
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                        c
                    } else {
                        '_'
                    }
                })
                .collect();
            let headers = [
                (header::CONTENT_TYPE, file.media_type),
                (
                    header::CONTENT_DISPOSITION,
                    format!("inline; filename=\"{ascii}\""),
                ),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, file.bytes).into_response()
        }
        Err(error) => crate::api::problem(&error),
    }
}
/// Fields `review` and the file `picture`; goes back to the page it came from.
pub async fn upload_review_picture(
    Extension(ctx): Extension<Ctx>,
    headers: axum::http::HeaderMap,
    form: Multipart,
) -> Response {
    // Only the path of our own page, whatever the browser says.
    let back = headers
        .get(axum::http::header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, path)| path.split(['?', '#']).next().unwrap_or_default())
        .map_or_else(
            || format!("/{}", ctx.lang.code()),
            |path| format!("/{path}"),
        );
    match read_review_picture(&ctx, form).await {
        Ok(()) => Redirect::to(&format!("{back}#reviews")).into_response(),
        Err(error) => crate::api::problem(&error),
    }
}

async fn read_review_picture(ctx: &Ctx, mut form: Multipart) -> domain::Result<()> {
    let mut review = None;
    let mut picture = None;
    while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
            max_bytes: MAX_UPLOAD_BYTES as u64,
        })?;
        match name.as_str() {
            "review" => review = String::from_utf8_lossy(&bytes).trim().parse().ok(),
            "picture" => picture = Some(bytes),
            _ => {}
        }
    }
    let review = review.ok_or(Error::NotFound)?;
    let picture = picture.ok_or_else(|| Error::field("picture", Problem::Required))?;
    service::marketplace::add_review_picture(ctx, review, &picture).await
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_part_lies_inside_the_whole() {
        for (asked, expected) in [
            ("bytes=0-", Some((0, 9))),
            ("bytes=0-1", Some((0, 1))),
            ("bytes=4-99", Some((4, 9))),
            ("bytes=-3", Some((7, 9))),
            ("bytes=-99", Some((0, 9))),
            ("bytes=10-", None),
            ("bytes=5-4", None),
            ("bytes=a-b", None),
            ("bytes=0-1,4-5", None),
            ("items=0-1", None),
        ] {
            assert_eq!(range(asked, 10), expected, "{asked}");
        }
        assert_eq!(range("bytes=0-", 0), None);
    }
}

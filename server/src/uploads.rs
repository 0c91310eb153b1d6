//! Files sent from the desk, as plain multipart forms, and the papers served again.

use crate::AppState;
use axum::{
    Extension,
    extract::{DefaultBodyLimit, Multipart, Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    CooperativeId, CourseDraftId, Error, IdeaId, Lang, ListingId, OrderId, Problem, TeamId,
    academy::{MAX_PLAIN_BYTES, UploadInput},
    cooperatives::{CertificateInput, DocumentKind},
    projects::{DossierPaper, LegalStep},
};
use service::{
    Ctx,
    marketplace::{ProofInput, SheetContent, SheetFormat},
    projects::Proof,
};

/// The largest body: the largest picture and its form around it.
pub const MAX_UPLOAD_BYTES: usize = 11 * 1024 * 1024;

pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_UPLOAD_BYTES)
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
    async fn read(mut form: Multipart, max_bytes: u64) -> domain::Result<FileForm> {
        let mut read = FileForm::default();
        while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                read.file_name = field.file_name().unwrap_or_default().to_owned();
            }
            let bytes = field
                .bytes()
                .await
                .map_err(|_| Error::TooLarge { max_bytes })?;
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

    /// A number that names something of ours; anything else names nothing.
    fn id<T: core::str::FromStr>(&self, name: &str) -> domain::Result<T> {
        self.value(name).parse().map_err(|_| Error::NotFound)
    }
}

/// Reads a form with a file and does with it what `act` says, which answers the page to go back to.
/// What is refused goes back to the page it came from, with what was typed: `path` is the form's
/// address.
async fn receive<Done>(
    state: &AppState,
    ctx: &Ctx,
    headers: &HeaderMap,
    path: &str,
    form: Multipart,
    act: impl FnOnce(Ctx, FileForm) -> Done,
) -> Response
where
    Done: Future<Output = domain::Result<String>>,
{
    let most = media::MAX_DOCUMENT_BYTES;
    receive_up_to(most, state, ctx, headers, path, form, act).await
}

/// The same for files of another size: `most` is what the refusal names, the route's layer refuses.
async fn receive_up_to<Done>(
    most: u64,
    state: &AppState,
    ctx: &Ctx,
    headers: &HeaderMap,
    path: &str,
    form: Multipart,
    act: impl FnOnce(Ctx, FileForm) -> Done,
) -> Response
where
    Done: Future<Output = domain::Result<String>>,
{
    let mut values = Vec::new();
    let done = match FileForm::read(form, most).await {
        Ok(form) => {
            values.clone_from(&form.values);
            act(ctx.clone(), form).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(page) => see_other(ctx, &page),
        Err(error) => crate::forms::refuse_upload(state, headers, path, values, error),
    }
}

/// The cooperative that the sender works for.
fn own_cooperative(ctx: &Ctx) -> domain::Result<CooperativeId> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    ctx.actor.cooperative().ok_or(Error::NotFound)
}

/// Fields `listing`, `alt` and the file `file`; goes back to the listing's pictures.
pub async fn upload_picture(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/desk/upload_picture";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let listing: ListingId = form.id("listing")?;
        service::marketplace::add_picture(&ctx, listing, &form.bytes, form.value("alt")).await?;
        Ok(format!("/desk/listings/{listing}/pictures"))
    })
    .await
}

/// Fields `kind` and the file `file`; goes back to the papers of the cooperative's file.
pub async fn upload_document(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/desk/upload_document";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let kind = DocumentKind::from_code(form.value("kind")).ok_or(Error::NotFound)?;
        service::cooperatives::upload_document(&ctx, kind, &form.file_name, form.bytes).await?;
        Ok("/desk/register/documents".to_owned())
    })
    .await
}

/// What the paper says, and the paper as `file`; goes back to the certificates.
pub async fn send_certificate(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/desk/send_certificate";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let cooperative = own_cooperative(&ctx)?;
        let value = |name: &str| form.value(name).to_owned();
        let input = CertificateInput {
            label: value("label"),
            certifier: value("certifier"),
            number: value("number"),
            area: value("area"),
            expires: value("expires"),
        };
        let name = form.file_name.clone();
        service::cooperatives::send_certificate(&ctx, cooperative, &input, &name, form.bytes)
            .await?;
        Ok("/desk/certificates".to_owned())
    })
    .await
}

/// Fields `order`, `declaration`, `declared` and the file `file`, which may be left out where there
/// is one; goes back to the order.
pub async fn prove_export(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/desk/prove_export";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let order: OrderId = form.id("order")?;
        let input = ProofInput {
            declaration: form.value("declaration").to_owned(),
            declared: form.value("declared").to_owned(),
            file_name: form.file_name,
            bytes: form.bytes,
        };
        service::marketplace::prove_export(&ctx, order, input).await?;
        Ok(format!("/desk/orders/{order}#export"))
    })
    .await
}

/// The file `file`; goes back to the spreadsheet's page, which says what it would change.
pub async fn send_spreadsheet(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/desk/send_spreadsheet";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let cooperative = own_cooperative(&ctx)?;
        if form.bytes.is_empty() {
            return Err(Error::field("file", Problem::Required));
        }
        service::marketplace::send_spreadsheet(&ctx, cooperative, &form.file_name, form.bytes)
            .await?;
        Ok("/desk/spreadsheet".to_owned())
    })
    .await
}

/// Fields `team`, `kind` and the file `file`; goes back to the papers of the team's dossier.
pub async fn upload_dossier_paper(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/projects/upload_dossier_paper";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let team: TeamId = form.id("team")?;
        let kind = DossierPaper::from_code(form.value("kind")).ok_or(Error::NotFound)?;
        let name = form.file_name.clone();
        service::projects::upload_dossier_paper(&ctx, team, kind, &name, form.bytes).await?;
        Ok(format!("/projects/teams/{team}/dossier/papers"))
    })
    .await
}

/// Fields `team`, `step`, `done_on` and the file `file`, which may be left out; goes back to the
/// team's steps of the law.
pub async fn mark_legal_step(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/projects/mark_legal_step";
    receive(&state, &ctx, &headers, path, form, async |ctx, form| {
        let team: TeamId = form.id("team")?;
        let step = LegalStep::from_code(form.value("step")).ok_or(Error::NotFound)?;
        let done_on = form.value("done_on").to_owned();
        let proof = Proof {
            name: form.file_name,
            bytes: form.bytes,
        };
        service::projects::mark_legal_step(&ctx, team, step, &done_on, proof).await?;
        Ok(format!("/projects/teams/{team}/creation"))
    })
    .await
}

/// Fields `idea`, `version` and the file `file`; goes back to the idea's page of the voice note.
pub async fn upload_voice_note(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/projects/upload_voice_note";
    let most = media::MAX_VOICE_BYTES;
    receive_up_to(
        most,
        &state,
        &ctx,
        &headers,
        path,
        form,
        async |ctx, form| {
            let idea: IdeaId = form.id("idea")?;
            let version = form
                .value("version")
                .parse()
                .map_err(|_| Error::Malformed)?;
            service::projects::put_voice_note(&ctx, idea, version, form.bytes).await?;
            Ok(format!("/projects/ideas/{idea}/voice"))
        },
    )
    .await
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

/// The largest form with a file of a lesson: a larger file goes in parts.
pub fn lesson_limit() -> DefaultBodyLimit {
    let most = usize::try_from(MAX_PLAIN_BYTES).unwrap_or(0);
    DefaultBodyLimit::max(most + 64 * 1024)
}

/// Fields `draft`, `lesson`, `lang` and the file `file`; goes back to the lesson's files.
pub async fn send_lesson_file(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let path = "/api/academy/send_lesson_file";
    let most = MAX_PLAIN_BYTES.unsigned_abs();
    receive_up_to(
        most,
        &state,
        &ctx,
        &headers,
        path,
        form,
        async |ctx, form| {
            let draft: CourseDraftId = form.id("draft")?;
            let lesson = form.value("lesson").to_owned();
            let input = UploadInput {
                lang: form.value("lang").to_owned(),
                name: form.file_name,
                bytes: 0,
            };
            service::academy::send_file(&ctx, draft, &lesson, input, &form.bytes).await?;
            Ok(format!("/academy/teaching/drafts/{draft}/{lesson}/files"))
        },
    )
    .await
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
        let cooperative = own_cooperative(&ctx)?;
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

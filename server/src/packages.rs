//! Courses and questions as files: packages of questions and archives of whole courses, sent from a
//! trainer's pages as plain multipart forms, and sent to them. An archive goes by as a stream.

use crate::{AppState, api::problem, forms::refuse_upload};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::Field},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::{
    CourseDraftId, Error, Problem, Result,
    academy::{MAX_COURSE_BYTES, MAX_QUESTIONS_BYTES, PackageFault},
};
use futures_util::stream;
use service::{
    Ctx,
    academy::{self, CourseFiles},
};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

/// What a form needs around its file.
const FORM: u64 = 64 * 1024;

const SEND_QUESTIONS: &str = "/api/academy/send_questions";
const IMPORT_COURSE: &str = "/api/academy/import_course";

fn limit(bytes: u64) -> DefaultBodyLimit {
    DefaultBodyLimit::max(usize::try_from(bytes + FORM).unwrap_or(usize::MAX))
}

pub fn router() -> Router<AppState> {
    Router::new()
        .route(
            SEND_QUESTIONS,
            post(send_questions).layer(limit(MAX_QUESTIONS_BYTES)),
        )
        .route(
            IMPORT_COURSE,
            post(import_course).layer(limit(MAX_COURSE_BYTES)),
        )
}

/// Where recordings and pictures lie.
pub fn files(state: &AppState) -> CourseFiles {
    CourseFiles {
        public: state.config.site_root.clone(),
        kept: state.config.data.join("media").join("courses"),
        sent: state.config.data.join("media").join("lessons"),
    }
}

fn too_large(max_bytes: u64) -> Error {
    let max_megabytes = u32::try_from(max_bytes / (1024 * 1024)).unwrap_or(u32::MAX);
    Error::field(
        "file",
        Problem::Package(PackageFault::TooLarge { max_megabytes }),
    )
}

/// A field that is typed, at most a line long.
async fn typed(field: Field<'_>) -> Result<String> {
    let text = field.text().await.map_err(|_| Error::Malformed)?;
    Ok(text.chars().take(200).collect())
}

fn of<'a>(values: &'a [(String, String)], name: &str) -> &'a str {
    values
        .iter()
        .find(|(field, _)| field == name)
        .map_or("", |(_, value)| value)
}

/// Fields `draft`, `lesson` and the file `file`, behind them; goes back to the quiz's page, which
/// says of each question what becomes of it.
async fn send_questions(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let sent = async {
        academy::may_write_courses(&ctx)?;
        let mut file = (String::new(), Vec::new());
        while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                file.0 = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await;
                file.1 = bytes.map_err(|_| too_large(MAX_QUESTIONS_BYTES))?.into();
            } else if values.len() < 10 {
                values.push((name, typed(field).await?));
            }
        }
        let draft: CourseDraftId = of(&values, "draft").parse().map_err(|_| Error::NotFound)?;
        let lesson = of(&values, "lesson").to_owned();
        let (name, bytes) = file;
        let import =
            academy::send_questions(&ctx, &files(&state), draft, &lesson, &name, bytes).await?;
        let lang = ctx.lang.code();
        Ok(format!(
            "/{lang}/academy/teaching/drafts/{draft}/{lesson}?package={import}"
        ))
    }
    .await;
    match sent {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(error) => refuse_upload(&state, &headers, SEND_QUESTIONS, values, error),
    }
}

/// The field `new_slug`, which may be empty, and the file `file`; goes on to the course's outline.
async fn import_course(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let mut values = Vec::new();
    let imported = async {
        academy::may_write_courses(&ctx)?;
        let files = files(&state);
        let mut archive = None;
        while let Some(mut field) = form.next_field().await.map_err(|_| Error::Malformed)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name != "file" {
                if values.len() < 10 {
                    values.push((name, typed(field).await?));
                }
                continue;
            }
            let broken = |cause: std::io::Error| {
                tracing::error!(%cause, "an archive could not be kept");
                Error::Internal {
                    request_id: ctx.request_id.clone(),
                }
            };
            let mut file = tokio::fs::File::from_std(academy::incoming(&files).map_err(broken)?);
            let mut size = 0;
            while let Some(chunk) = field
                .chunk()
                .await
                .map_err(|_| too_large(MAX_COURSE_BYTES))?
            {
                size += chunk.len();
                file.write_all(&chunk).await.map_err(broken)?;
            }
            file.flush().await.map_err(broken)?;
            file.rewind().await.map_err(broken)?;
            if size > 0 {
                archive = Some(file.into_std().await);
            }
        }
        let archive = archive.ok_or_else(|| Error::field("file", Problem::Required))?;
        academy::import_course(&ctx, &files, archive, of(&values, "new_slug")).await
    }
    .await;
    match imported {
        Ok(draft) => {
            let lang = ctx.lang.code();
            Redirect::to(&format!("/{lang}/academy/teaching/drafts/{draft}")).into_response()
        }
        Err(error) => refuse_upload(&state, &headers, IMPORT_COURSE, values, error),
    }
}

fn attachment(name: &str) -> [(header::HeaderName, String); 3] {
    [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ]
}

/// The questions of a quiz that one writes, as QTI 3.
pub async fn questions(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Path((draft, lesson)): Path<(String, String)>,
) -> Response {
    let Ok(draft) = draft.parse() else {
        return problem(&Error::NotFound);
    };
    match academy::export_question_package(&ctx, &files(&state), draft, &lesson).await {
        Ok(bytes) => (attachment("questions.zip"), bytes).into_response(),
        Err(error) => problem(&error),
    }
}

/// A course that one writes, whole.
pub async fn course(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Path(draft): Path<String>,
) -> Response {
    let Ok(draft) = draft.parse() else {
        return problem(&Error::NotFound);
    };
    match academy::export_course(&ctx, &files(&state), draft).await {
        Ok((slug, file)) => {
            let length = file.metadata().map_or(0, |it| it.len());
            let body = streamed(tokio::fs::File::from_std(file));
            let length = [(header::CONTENT_LENGTH, length.to_string())];
            (attachment(&format!("{slug}.zip")), length, body).into_response()
        }
        Err(error) => problem(&error),
    }
}

/// A file piece by piece.
fn streamed(file: tokio::fs::File) -> Body {
    Body::from_stream(stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; 64 * 1024];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    }))
}

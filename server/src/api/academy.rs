//! The academy as JSON: courses, progress and its live stream, credentials and their issuer.

use super::{Body, answer, problem};
use crate::{AppState, state::now};
use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, RawQuery, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
    routing::{get, post, put},
};
use domain::academy::{
    CourseQuery, CredentialStatus, PART_BYTES, ProgressBatch, StreamEvent, UploadInput,
};
use futures_util::stream;
use service::{Ctx, academy};
use std::{collections::VecDeque, convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// A batch of 500 events, in bytes.
const MAX_BATCH_BYTES: usize = 256 * 1024;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/courses", get(courses))
        .route("/courses/{course}", get(course))
        .route(
            "/progress/events",
            post(events).layer(DefaultBodyLimit::max(MAX_BATCH_BYTES)),
        )
        .route("/progress/{course}", get(progress))
        .route("/credentials/{code}", get(credential))
        .route("/credentials/{code}/status", get(credential_status))
        .route("/issuer", get(issuer))
        .route("/issuer/keys/{kid}", get(issuer_key))
        .route("/teaching/{course}/learners.csv", get(learners))
        .route(
            "/teaching/drafts/{draft}/{lesson}/questions.csv",
            get(questions),
        )
        .route(
            "/teaching/drafts/{draft}/{lesson}/questions.zip",
            get(crate::packages::questions),
        )
        .route(
            "/teaching/drafts/{draft}/course.zip",
            get(crate::packages::course),
        )
        .route("/teaching/sessions/{session}/learners.csv", get(seated))
        .route(
            "/teaching/drafts/{draft}/{lesson}/uploads",
            post(start_upload),
        )
        .route("/teaching/drafts/{draft}/{lesson}/files", get(lesson_files))
        .route(
            "/teaching/uploads/{upload}",
            get(show_upload).delete(remove_upload),
        )
        .route(
            "/teaching/uploads/{upload}/parts/{number}",
            put(put_part).layer(DefaultBodyLimit::max(PART_BYTES as usize + 1)),
        )
        .route("/teaching/uploads/{upload}/finish", post(finish_upload))
}

async fn courses(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let asked = CourseQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    answer(academy::browse_courses(&ctx, asked).await)
}

async fn course(Extension(ctx): Extension<Ctx>, Path(course): Path<String>) -> Response {
    answer(academy::show_course(&ctx, &course).await)
}

/// Each event is answered by its id, in the batch's order.
async fn events(Extension(ctx): Extension<Ctx>, Body(batch): Body<ProgressBatch>) -> Response {
    answer(academy::record_progress(&ctx, batch).await)
}

async fn progress(Extension(ctx): Extension<Ctx>, Path(course): Path<String>) -> Response {
    answer(academy::course_progress(&ctx, &course).await)
}

/// One open stream.
struct Live {
    ctx: Ctx,
    after: i64,
    wakings: Receiver<academy::Wake>,
    waiting: VecDeque<Event>,
}

/// The table is looked into this often even where nobody called, and the connection is kept open.
const PATIENCE: Duration = Duration::from_secs(15);

impl Live {
    fn queue(&mut self, events: Vec<StreamEvent>) {
        for event in events {
            let message = Event::default()
                .id(event.id.to_string())
                .event("progress")
                .json_data(&event);
            if let Ok(message) = message {
                self.waiting.push_back(message);
            }
        }
    }

    /// What has come since the last look. The session is checked again each time.
    async fn look(&mut self) -> domain::Result<()> {
        self.ctx.now = now();
        let (last, events) = academy::stream_progress(&self.ctx, Some(self.after)).await?;
        self.after = last;
        self.queue(events);
        Ok(())
    }

    /// The next message; `None` ends the stream.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Live)> {
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some((Ok(message), self));
            }
            if academy::is_closing() {
                return None;
            }
            let me = self.ctx.actor.person();
            let look = tokio::select! {
                waking = self.wakings.recv() => match waking {
                    Ok(academy::Wake::Person(person)) => Some(person) == me,
                    Ok(academy::Wake::Stop) | Err(RecvError::Closed) => return None,
                    Err(RecvError::Lagged(_)) => true,
                },
                () = tokio::time::sleep(PATIENCE) => {
                    self.waiting.push_back(Event::default().comment("still here"));
                    true
                }
            };
            // Boxed: ten thousand streams that wait need not keep the room for looking.
            if look && Box::pin(self.look()).await.is_err() {
                return None;
            }
        }
    }
}

/// What happens to one's own courses, as server-sent events. `Last-Event-ID` replays what came
/// after that one; a page that opens its stream names the last event it knows by `?after=`.
pub(crate) async fn live(
    Extension(mut ctx): Extension<Ctx>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    ctx.now = now();
    // Heard from before the first look, so that nothing falls between.
    let wakings = academy::subscribe();
    let seen = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .map(str::to_owned)
        .or_else(|| {
            form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .find(|(name, _)| name == "after")
                .map(|(_, id)| id.into_owned())
        })
        .and_then(|id| id.parse::<i64>().ok());
    match academy::stream_progress(&ctx, seen).await {
        Err(error) => problem(&error),
        Ok((after, events)) => {
            let hello = Event::default()
                .id(after.to_string())
                .retry(Duration::from_secs(2))
                .event("ready")
                .data("");
            let mut live = Live {
                ctx,
                after,
                wakings,
                waiting: VecDeque::new(),
            };
            live.queue(events);
            live.waiting.push_back(hello);
            let mut response = Sse::new(stream::unfold(live, Live::next)).into_response();
            // Nothing on the way may gather the messages.
            if let Ok(no) = "no".parse() {
                response.headers_mut().insert("x-accel-buffering", no);
            }
            response
        }
    }
}

async fn credential(Extension(ctx): Extension<Ctx>, Path(code): Path<String>) -> Response {
    match academy::signed_credential(&ctx, &code).await {
        Ok((document, _)) => (
            [(header::CONTENT_TYPE, "application/vc+ld+json")],
            document.to_string(),
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

/// Whether it still holds: what its `credentialStatus` names.
async fn credential_status(Extension(ctx): Extension<Ctx>, Path(code): Path<String>) -> Response {
    match academy::signed_credential(&ctx, &code).await {
        Ok((document, status)) => Json(serde_json::json!({
            "id": document["credentialStatus"]["id"],
            "type": "1EdTechRevocationList",
            "issuer": document["issuer"]["id"],
            "revokedCredential": match status {
                CredentialStatus::Revoked => vec![document["id"].clone()],
                CredentialStatus::Valid | CredentialStatus::Expired => Vec::new(),
            },
            "status": status,
        }))
        .into_response(),
        Err(error) => problem(&error),
    }
}

async fn issuer(Extension(ctx): Extension<Ctx>) -> Response {
    answer(academy::issuer(&ctx).await)
}

async fn issuer_key(Extension(ctx): Extension<Ctx>, Path(kid): Path<String>) -> Response {
    answer(academy::issuer_key(&ctx, &kid).await)
}

/// A table for a spreadsheet.
fn sheet(table: domain::Result<String>) -> Response {
    match table {
        Ok(text) => (
            StatusCode::OK,
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"learners.csv\"",
                ),
            ],
            text,
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

/// The same table as the screen's.
async fn learners(Extension(ctx): Extension<Ctx>, Path(course): Path<String>) -> Response {
    sheet(academy::learners_csv(&ctx, &course).await)
}

/// The same table as the screen's, of one session.
async fn seated(Extension(ctx): Extension<Ctx>, Path(session): Path<String>) -> Response {
    match session.parse() {
        Ok(session) => sheet(academy::session_csv(&ctx, session).await),
        Err(_) => problem(&domain::Error::NotFound),
    }
}

/// The questions of a quiz that one writes.
async fn questions(
    Extension(ctx): Extension<Ctx>,
    Path((draft, lesson)): Path<(String, String)>,
) -> Response {
    let Ok(draft) = draft.parse() else {
        return problem(&domain::Error::NotFound);
    };
    match academy::export_questions(&ctx, draft, &lesson).await {
        Ok(bytes) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"questions.csv\"",
                ),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

async fn start_upload(
    Extension(ctx): Extension<Ctx>,
    Path((draft, lesson)): Path<(String, String)>,
    Body(input): Body<UploadInput>,
) -> Response {
    let Ok(draft) = draft.parse() else {
        return problem(&domain::Error::NotFound);
    };
    answer(academy::start_upload(&ctx, draft, &lesson, &input).await)
}

async fn lesson_files(
    Extension(ctx): Extension<Ctx>,
    Path((draft, lesson)): Path<(String, String)>,
) -> Response {
    let Ok(draft) = draft.parse() else {
        return problem(&domain::Error::NotFound);
    };
    answer(academy::lesson_files(&ctx, draft, &lesson).await)
}

async fn show_upload(Extension(ctx): Extension<Ctx>, Path(upload): Path<String>) -> Response {
    let Ok(upload) = upload.parse() else {
        return problem(&domain::Error::NotFound);
    };
    answer(academy::show_upload(&ctx, upload).await)
}

async fn remove_upload(Extension(ctx): Extension<Ctx>, Path(upload): Path<String>) -> Response {
    let Ok(upload) = upload.parse() else {
        return problem(&domain::Error::NotFound);
    };
    match academy::remove_upload(&ctx, upload).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => problem(&error),
    }
}

/// The part's bytes as they are; `content-sha256` is their digest in hexadecimal.
async fn put_part(
    Extension(ctx): Extension<Ctx>,
    Path((upload, number)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Response {
    let (Ok(upload), Ok(number)) = (upload.parse(), number.parse()) else {
        return problem(&domain::Error::NotFound);
    };
    let Ok(bytes) = bytes else {
        return problem(&domain::Error::TooLarge {
            max_bytes: PART_BYTES.unsigned_abs(),
        });
    };
    let sha256 = headers
        .get("content-sha256")
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    answer(academy::put_part(&ctx, upload, number, sha256, bytes.into()).await)
}

/// What the whole file's digest must be, in hexadecimal.
#[derive(serde::Deserialize)]
struct Whole {
    #[serde(default)]
    sha256: String,
}

async fn finish_upload(
    Extension(ctx): Extension<Ctx>,
    Path(upload): Path<String>,
    Body(whole): Body<Whole>,
) -> Response {
    let Ok(upload) = upload.parse() else {
        return problem(&domain::Error::NotFound);
    };
    answer(academy::finish_upload(&ctx, upload, &whole.sha256).await)
}

//! Forms posted without scripts. A refused one is kept for a few minutes under a random key, and
//! the browser is sent back to its page, which shows the values and the problems again with a 4xx
//! status. Passwords are never kept.

use crate::AppState;
use app::Replay;
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use std::time::Duration;

/// The largest form, in bytes.
pub const MAX_FORM_BYTES: usize = 64 * 1024;

/// The largest form of an author: a lesson's text in four languages, where a letter may take nine
/// bytes on its way, or a table of questions.
const MAX_AUTHOR_BYTES: usize = 512 * 1024;

/// How large a form to this address may be.
pub fn limit(path: &str) -> usize {
    match path {
        "/api/academy/save_lesson"
        | "/api/academy/import_questions"
        | "/api/academy/render_text" => MAX_AUTHOR_BYTES,
        _ => MAX_FORM_BYTES,
    }
}

/// Values of a refused form that are kept: a count of the stock has as many as there are sizes.
const MAX_VALUES: usize = 2_000;

/// Refused forms, by random key.
#[derive(Clone)]
pub struct Replays(moka::sync::Cache<String, Replay>);

impl Default for Replays {
    fn default() -> Self {
        Replays(
            moka::sync::Cache::builder()
                .max_capacity(2_000)
                .time_to_live(Duration::from_secs(600))
                .build(),
        )
    }
}

/// Catches the refusals of plain form posts to server functions.
pub async fn replay(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST
        && request.uri().path().starts_with("/api/")
        && wants_page(&request)
        && !sends_files(&request)
    {
        return post(state, request, next).await;
    }
    if *request.method() == Method::GET
        && let Some(key) = form_key(request.uri())
    {
        return show(&state, &key, request, next).await;
    }
    next.run(request).await
}

async fn post(state: AppState, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let referer = request
        .headers()
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let (parts, body) = request.into_parts();
    let max = limit(&path);
    let Ok(bytes) = to_bytes(body, max).await else {
        return crate::api::problem(&Error::TooLarge {
            max_bytes: max as u64,
        });
    };
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes.clone())))
        .await;
    let Some(error) = refusal(&response) else {
        return without_key(&state, &path, response);
    };
    let values = form_urlencoded::parse(&bytes)
        .into_owned()
        .filter(|(name, _)| !name.contains("password") && name != "current" && name != "token")
        .take(MAX_VALUES)
        .collect();
    let page = referer.and_then(|referer| page_of(&referer));
    refuse(
        &state,
        page,
        Replay {
            path,
            values,
            error,
        },
    )
}

/// What was typed and what was wrong, back on the page that a form with a file came from.
pub fn refuse_upload(
    state: &AppState,
    headers: &axum::http::HeaderMap,
    path: &str,
    values: Vec<(String, String)>,
    error: Error,
) -> Response {
    let referer = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok());
    let path = path.to_owned();
    refuse(
        state,
        referer.and_then(page_of),
        Replay {
            path,
            values,
            error,
        },
    )
}

fn refuse(state: &AppState, page: Option<String>, replay: Replay) -> Response {
    let Some(page) = page else {
        return crate::api::problem(&replay.error);
    };
    let key = hex::encode(rand::random::<[u8; 16]>());
    state.replays.0.insert(key.clone(), replay);
    let mark = if page.contains('?') { '&' } else { '?' };
    let location = format!("{page}{mark}form={key}");
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

async fn show(state: &AppState, key: &str, mut request: Request, next: Next) -> Response {
    let Some(replay) = state.replays.0.get(key) else {
        return next.run(request).await;
    };
    let status =
        StatusCode::from_u16(replay.error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    // Signed in again, one finds the form as it was: that is no refusal any more.
    let is_refused = replay.error != Error::Unauthenticated;
    request.extensions_mut().insert(replay);
    let mut response = next.run(request).await;
    if response.status().is_success() && is_refused {
        *response.status_mut() = status;
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn wants_page(request: &Request) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// A form with files is read by its own route, which limits it and answers for itself.
fn sends_files(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// A form that was accepted at last goes back to its page, not to the refusal before.
fn without_key(state: &AppState, path: &str, mut response: Response) -> Response {
    let page = response
        .headers()
        .get(header::LOCATION)
        .filter(|_| response.status().is_redirection())
        .and_then(|value| value.to_str().ok())
        .and_then(|location| location.parse::<Uri>().ok())
        .filter(|uri| {
            // Another form's key leads back to what was typed before one had to sign in.
            form_key(uri)
                .and_then(|key| state.replays.0.get(&key))
                .is_some_and(|replay| replay.path == path)
        })
        .and_then(|uri| page_of(&uri.to_string()))
        .and_then(|page| HeaderValue::from_str(&page).ok());
    if let Some(page) = page {
        response.headers_mut().insert(header::LOCATION, page);
    }
    response
}

/// The error in a server function's redirect back to its page.
fn refusal(response: &Response) -> Option<Error> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let (_, query) = location.split_once('?')?;
    let (_, encoded) =
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "__err")?;
    let app::ApiError(error) =
        server_fn::error::ServerFnUrlError::<app::ApiError>::decode_err(&encoded);
    Some(error)
}

/// The referring page's path and query, without an earlier form key. Only its path is used, so a
/// forged referrer cannot lead elsewhere.
fn page_of(referer: &str) -> Option<String> {
    let uri: Uri = referer.parse().ok()?;
    let path = uri.path();
    if !path.starts_with('/') || path.starts_with("//") || path.starts_with("/api/") {
        return None;
    }
    let query: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("form=") && !pair.starts_with("__"))
        .collect();
    Some(if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    })
}

fn form_key(uri: &Uri) -> Option<String> {
    uri.query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("form="))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_found_by_its_path_only() {
        let cases = [
            ("http://127.0.0.1:3000/fr/checkout", Some("/fr/checkout")),
            (
                "http://127.0.0.1:3000/fr/market?q=a&form=old",
                Some("/fr/market?q=a"),
            ),
            ("https://evil.example//evil.example/x", None),
            ("http://host/api/accounts/sign_in", None),
            ("not a url at all", None),
        ];
        for (referer, expected) in cases {
            assert_eq!(page_of(referer).as_deref(), expected, "{referer}");
        }
    }
}

//! The last answer: what is seen where no page could be made, because something panicked or took
//! too long. One bad request harms no other, and its number is on the page and in the log.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::{Error, Lang};
use i18n::keys::shell as k;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    task::Poll,
    time::Duration,
};

/// How long an answer may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Whether the answer is read by a person in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Person(Lang),
    /// The site's own scripts, which read packed answers.
    Script,
    Program,
}

impl Reader {
    pub fn of(headers: &HeaderMap, lang: Lang) -> Reader {
        let accept = headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .unwrap_or_default();
        if accept.contains("text/html") {
            Reader::Person(lang)
        } else if accept.contains("application/x-postcard") {
            Reader::Script
        } else {
            Reader::Program
        }
    }
}

/// The answer, or the failure's own where it panics or takes too long.
pub async fn contained(
    request_id: &str,
    reader: Reader,
    limit: Duration,
    answer: impl Future<Output = Response>,
) -> Response {
    let mut answer = Box::pin(answer);
    let caught = std::future::poll_fn(move |context| {
        match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(response)) => Poll::Ready(Some(response)),
            // What it said is in the log already: see the hook in `main`.
            Err(_) => Poll::Ready(None),
        }
    });
    match tokio::time::timeout(limit, caught).await {
        Ok(Some(response)) => response,
        Ok(None) => failure(StatusCode::INTERNAL_SERVER_ERROR, request_id, reader),
        Err(_) => {
            tracing::error!("the answer took too long");
            failure(StatusCode::SERVICE_UNAVAILABLE, request_id, reader)
        }
    }
}

fn failure(status: StatusCode, request_id: &str, reader: Reader) -> Response {
    let mut response = match reader {
        Reader::Person(lang) => (status, Html(page(lang, request_id))).into_response(),
        Reader::Script | Reader::Program => {
            let error = Error::Internal {
                request_id: request_id.to_owned(),
            };
            let mut response = if reader == Reader::Script {
                crate::router::packed(error)
            } else {
                crate::api::problem(&error)
            };
            *response.status_mut() = status;
            response
        }
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Stands alone: it needs neither scripts nor the stylesheet, whose name changes.
fn page(lang: Lang, request_id: &str) -> String {
    let words = i18n::Words::embedded(lang);
    let title = words.t(k::ERROR_TITLE);
    let text = words.with(k::ERROR_TEXT, &[("request_id", request_id)]);
    let home = words.t(k::BACK_HOME);
    let (code, dir) = (lang.code(), lang.dir().attribute());
    format!(
        r#"<!DOCTYPE html>
<html lang="{code}" dir="{dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{title}</title>
<style>body{{margin:0;min-height:100vh;display:grid;place-content:center;justify-items:center;gap:16px;padding:16px;box-sizing:border-box;text-align:center;font:17px/1.6 system-ui,sans-serif;color:#1b2a33;background:#fffdf9}}h1{{margin:0;font-size:26px;line-height:1.3}}p{{margin:0;max-width:44ch}}a{{display:inline-block;padding:10px 16px;border-radius:10px;background:#3b3fb6;color:#fff;font-weight:600;text-decoration:none}}@media(prefers-color-scheme:dark){{body{{color:#f3ece0;background:#14191d}}a{{background:#b0b3ff;color:#14191d}}}}</style></head>
<body><img src="/illustrations/empty/error.svg" alt="" width="220" height="165"><h1>{title}</h1><p>{text}</p><a href="/{code}">{home}</a></body></html>"#
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    async fn text(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 100_000)
            .await
            .unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_panic_becomes_a_page_in_the_readers_language_with_the_requests_number() {
        let answer = contained("abc123", Reader::Person(Lang::Ar), LIMIT, async {
            panic!("on purpose")
        })
        .await;
        assert_eq!(answer.status(), 500);
        let page = text(answer).await;
        assert!(
            page.contains("abc123") && page.contains("dir=\"rtl\""),
            "{page}"
        );
        assert!(!page.contains("on purpose"));
    }

    #[tokio::test]
    async fn a_program_gets_a_problem_with_the_requests_number() {
        let answer = contained("abc123", Reader::Program, LIMIT, async {
            panic!("on purpose")
        })
        .await;
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert!(text(answer).await.contains("abc123"));
    }

    #[tokio::test]
    async fn what_takes_too_long_is_given_up() {
        let never = std::future::pending::<Response>();
        let answer = contained("abc123", Reader::Program, Duration::from_millis(10), never).await;
        assert_eq!(answer.status(), 503);
    }
}

//! Renders the site's pages. A page for a visitor without cookies is the same for all of them, so
//! it is kept for a moment; only its nonce is each answer's own.

use crate::{AppState, guard::PageNonce, isolate::isolated};
use app::ssr::Head;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::ResponseOptions;
use std::time::Duration;

/// How stale a page may be. Prices and stock are checked again by cart and checkout.
const FRESH: Duration = Duration::from_secs(5);
/// No page comes near it.
const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;
/// The nonce on its way from the renderer to the policy; never sent.
const NONCE: &str = "x-page-nonce";

/// A rendered page and the nonce written into it.
#[derive(Clone, Debug)]
struct Kept {
    html: Bytes,
    nonce: String,
    generation: u64,
}

/// Recently rendered pages, by address.
#[derive(Clone)]
pub struct PageCache(moka::sync::Cache<String, Kept>);

impl Default for PageCache {
    fn default() -> Self {
        // About 100 KB a page: at most some 50 MB.
        PageCache(
            moka::sync::Cache::builder()
                .max_capacity(500)
                .time_to_live(FRESH)
                .build(),
        )
    }
}

/// Any address that is not a file or an interface is a page; the app knows which exist.
pub async fn page(State(state): State<AppState>, request: Request) -> Response {
    if request.method() != axum::http::Method::GET && request.method() != axum::http::Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let key = cache_key(&request);
    let generation = state.services.search.generation();
    if let Some(key) = &key
        && let Some(kept) = state.pages.0.get(key)
        && kept.generation == generation
    {
        return answer(&kept);
    }
    let caching = caching(request.uri().path());
    let options = state.leptos.clone();
    let head = Head::default();
    let context = head.clone();
    let render = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(context.clone());
            if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
                && let Ok(value) = HeaderValue::from_str(&nonce)
            {
                response.insert_header(header::HeaderName::from_static(NONCE), value);
            }
        },
        move || app::shell(options.clone()),
    );
    let mut response = isolated(render(request)).await;
    let nonce = response
        .headers_mut()
        .remove(NONCE)
        .and_then(|value| value.to_str().ok().map(str::to_owned))
        .unwrap_or_default();
    response.extensions_mut().insert(PageNonce(nonce.clone()));
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    let (mut parts, body) = response.into_parts();
    let Ok(html) = to_bytes(body, MAX_PAGE_BYTES).await else {
        return crate::api::problem(&domain::Error::Internal {
            request_id: String::new(),
        });
    };
    let html = with_head(html, &head.take());
    let sets_cookie = parts.headers.contains_key(header::SET_COOKIE);
    let Some(key) = key.filter(|_| parts.status == StatusCode::OK && !sets_cookie) else {
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::from(html));
    };
    let kept = Kept {
        html,
        nonce,
        generation,
    };
    state.pages.0.insert(key, kept.clone());
    answer(&kept)
}

/// What was opened in an emergency is shown once: no browser may keep it, not even for "back".
fn caching(path: &str) -> &'static str {
    let mut parts = path.split('/').skip(2);
    match (parts.next(), parts.next(), parts.next()) {
        (Some("office"), Some("referrals"), Some(_)) => "no-store",
        _ => "private, no-cache",
    }
}

/// The page with what its parts added to its head.
fn with_head(html: Bytes, head: &str) -> Bytes {
    const END: &[u8] = b"</head>";
    match html.windows(END.len()).position(|window| window == END) {
        Some(at) if !head.is_empty() => [&html[..at], head.as_bytes(), &html[at..]].concat().into(),
        _ => html,
    }
}

/// The kept page with a nonce of its own.
fn answer(kept: &Kept) -> Response {
    let nonce = leptos::nonce::Nonce::new().to_string();
    // Both nonces have the same length, so each is written over the other in place.
    let html = if nonce.len() == kept.nonce.len() && !kept.nonce.is_empty() {
        replace_all(&kept.html, kept.nonce.as_bytes(), nonce.as_bytes())
    } else {
        kept.html.to_vec()
    };
    let nonce = if nonce.len() == kept.nonce.len() {
        nonce
    } else {
        kept.nonce.clone()
    };
    let mut response = Response::new(Body::from(html));
    response.extensions_mut().insert(PageNonce(nonce));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// Overwrites every `from` by `to`, of the same length.
fn replace_all(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let finder = memchr::memmem::Finder::new(from);
    for at in finder.find_iter(text) {
        out[at..at + to.len()].copy_from_slice(to);
    }
    out
}

/// Pages that are the same for everyone without cookies.
fn cache_key(request: &Request) -> Option<String> {
    let has_identity = request.headers().contains_key(header::COOKIE)
        || request.headers().contains_key(header::AUTHORIZATION)
        || request.headers().contains_key("x-cart-token");
    let uri = request.uri();
    let mut parts = uri.path().trim_end_matches('/').split('/').skip(1);
    let _lang = parts.next().and_then(domain::Lang::from_code)?;
    let is_public = matches!(
        parts.next(),
        None | Some("market" | "cooperatives" | "projects" | "academy")
    );
    let is_replay = uri.query().is_some_and(|query| query.contains("form="));
    (is_public && !has_identity && !is_replay).then(|| uri.to_string())
}

/// `/` goes to the visitor's language.
pub async fn root(headers: axum::http::HeaderMap) -> Response {
    let lang = crate::session::preferred_language(&headers);
    let mut response = Redirect::temporary(&format!("/{}", lang.code())).into_response();
    response.headers_mut().insert(
        header::VARY,
        HeaderValue::from_static("accept-language, cookie"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nonce_is_replaced_and_nothing_else() {
        assert_eq!(replace_all(b"a=XX;b=XX;XY", b"XX", b"ZZ"), b"a=ZZ;b=ZZ;XY");
    }
}

//! What protects every answer: the same-site check on changes, the content security policy and
//! the other security headers.

use crate::AppState;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};

/// Refuses a change that another site's page sent. Cookies are `SameSite=Lax` besides; this also
/// stops a sibling subdomain and older browsers.
pub async fn same_site(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    // A bearer token is never sent by a browser on its own.
    let by_token = request.headers().contains_key(header::AUTHORIZATION);
    if reads || by_token || is_same_site(request.headers(), &state.config.public_url) {
        return next.run(request).await;
    }
    crate::api::problem(&domain::Error::CrossSite)
}

fn is_same_site(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        Some(origin) => {
            origin == public_url
                || text("host").is_some_and(|host| {
                    origin
                        .split_once("://")
                        .is_some_and(|(_, rest)| rest == host)
                })
        }
        // Neither header: not a browser of this decade, so no cookies of a victim either.
        None => !headers.contains_key(header::COOKIE),
    }
}

/// Adds the security headers. The nonce is the one Leptos wrote into the page's scripts.
pub async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    if state.config.public_url.starts_with("https://") {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    if is_part(headers) {
        return response;
    }
    let nonce = response
        .extensions()
        .get::<PageNonce>()
        .map(|nonce| nonce.0.clone());
    let script = nonce.map_or_else(String::new, |nonce| format!(" 'nonce-{nonce}'"));
    // Where the buyer's browser brings a card form; a browser checks the redirects after it too.
    let gateway = match &state.config.card {
        service::marketplace::CardGateway::NestPay { url, .. } => {
            let origin = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            format!(" {origin}")
        }
        _ => String::new(),
    };
    let policy = format!(
        "default-src 'self'; script-src 'self'{script} 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; \
         form-action 'self'{gateway}; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static("geolocation=(), microphone=(self), payment=()"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// Whether this is a part of a page that cannot be opened as one: code, style, fonts, photographs.
/// Their policy is the page's. A page has some thirty, and headers are not compressed.
fn is_part(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| {
            [
                "text/javascript",
                "application/wasm",
                "text/css",
                "font/",
                "image/webp",
                "image/avif",
            ]
            .iter()
            .any(|part| kind.starts_with(part))
        })
}

/// The nonce of a rendered page, left in the response's extensions for [`headers`].
#[derive(Clone, Debug)]
pub struct PageNonce(pub String);

/// Turns a panic into the error page's answer, so that one bad request harms no other.
pub fn panic_response(_: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a handler panicked");
    crate::api::problem(&domain::Error::Internal {
        request_id: String::new(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_this_site_may_change_things() {
        let cases: [(&[(&str, &str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://shop.ma")], true),
            (
                &[("origin", "https://evil.example"), ("host", "shop.ma")],
                false,
            ),
            (&[("origin", "null"), ("host", "shop.ma")], false),
            (&[("cookie", "session=x")], false),
        ];
        for (pairs, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(
                    axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    HeaderValue::from_str(value).unwrap(),
                );
            }
            assert_eq!(
                is_same_site(&headers, "https://shop.ma"),
                expected,
                "{pairs:?}"
            );
        }
    }
}

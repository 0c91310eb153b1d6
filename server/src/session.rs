//! Each request's context: who asks, in which language, with which cart; and its request id.

use crate::{
    AppState,
    failure::{LIMIT, Reader, contained},
    state::now,
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use domain::{Lang, integrations::TOKEN_PREFIX, policy::Actor};
use service::Ctx;
use std::net::SocketAddr;
use tracing::Instrument;

pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Makes the request's [`Ctx`] and its log span.
pub async fn context(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let request_id = hex::encode(rand::random::<[u8; 8]>());
    let now = now();
    let headers = request.headers();
    let lang = language(&request);
    let cookies = cookie_header(headers);
    let program = match bearer(headers) {
        Some(token) if token.starts_with(TOKEN_PREFIX) && is_token(&token) => {
            service::integrations::authenticate_program(&state.services, &token, now)
                .await
                .unwrap_or_default()
        }
        _ => None,
    };
    let signed_in = match cookie(&cookies, "session").or_else(|| bearer(headers)) {
        // A program acts for its cooperative alone, whatever else the request carries.
        _ if program.is_some() => None,
        // A token that is not ours, or no longer valid, makes a visitor; pages that need more ask.
        Some(token) if is_token(&token) => {
            service::accounts::authenticate(&state.services, &token, now)
                .await
                .unwrap_or_default()
        }
        _ => None,
    };
    let cart_token = cookie(&cookies, "cart")
        .or_else(|| {
            headers
                .get("x-cart-token")
                .and_then(|token| token.to_str().ok())
                .map(str::to_owned)
        })
        .filter(|token| is_token(token));
    let (actor, session) = match signed_in {
        _ if let Some(program) = program.clone() => (program, None),
        Some((me, session)) => (
            Actor::Person {
                id: me.id,
                roles: me.roles,
            },
            Some(session),
        ),
        None => (Actor::Visitor, None),
    };
    let client = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(String::new, |ConnectInfo(address)| address.ip().to_string());
    let device = headers
        .get(header::USER_AGENT)
        .and_then(|name| name.to_str().ok())
        .map(domain::accounts::describe_device)
        .unwrap_or_default();
    let ctx = Ctx {
        services: state.services.clone(),
        actor,
        session,
        lang,
        now,
        cart_token,
        client,
        device,
        request_id: request_id.clone(),
    };
    request.extensions_mut().insert(ctx);
    let span = tracing::info_span!(
        "request",
        id = %request_id,
        method = %request.method(),
        path = %loggable(request.uri().path()),
    );
    let reader = Reader::of(request.headers(), lang);
    let mut response = contained(&request_id, reader, LIMIT, next.run(request))
        .instrument(span)
        .await;
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The tracking token of an order opens it: it stays out of the logs.
fn loggable(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    if let Some(at) = parts.iter().position(|part| *part == "orders")
        && parts.get(at.wrapping_sub(1)) != Some(&"desk")
        && let Some(token) = parts.get_mut(at + 1)
    {
        *token = "…";
    }
    parts.join("/")
}

/// From the address, else from the page that sent the form, else from cookie and browser.
fn language(request: &Request) -> Lang {
    let of_path = |path: &str| path.split('/').nth(1).and_then(Lang::from_code);
    let query_lang = || {
        let query = request.uri().query()?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("lang="))
            .and_then(Lang::from_code)
    };
    of_path(request.uri().path())
        .or_else(query_lang)
        .or_else(|| {
            let referer = request.headers().get(header::REFERER)?.to_str().ok()?;
            let uri: axum::http::Uri = referer.parse().ok()?;
            of_path(uri.path())
        })
        .unwrap_or_else(|| preferred_language(request.headers()))
}

/// The language that `/` goes to: the cookie's, else the browser's.
pub fn preferred_language(headers: &HeaderMap) -> Lang {
    cookie(&cookie_header(headers), "lang")
        .and_then(|code| Lang::from_code(&code))
        .or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .map(Lang::negotiate)
        })
        .unwrap_or_default()
}

fn cookie_header(headers: &HeaderMap) -> String {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join("; ")
}

fn cookie(header: &str, name: &str) -> Option<String> {
    header.split(';').find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then(|| value.to_owned())
    })
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .map(str::to_owned)
}

fn is_token(token: &str) -> bool {
    token.len() <= 128
        && token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        assert_eq!(
            cookie("a=1; session=x; lang=ar", "session").as_deref(),
            Some("x")
        );
        assert_eq!(cookie("xsession=1", "session"), None);
        assert_eq!(cookie("session=", "session"), None);
    }

    #[test]
    fn tracking_tokens_stay_out_of_the_logs() {
        assert_eq!(loggable("/fr/orders/secret"), "/fr/orders/…");
        assert_eq!(loggable("/fr/desk/orders/12"), "/fr/desk/orders/12");
        assert_eq!(loggable("/fr/market"), "/fr/market");
    }
}

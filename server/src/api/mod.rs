//! The thin JSON API under `/api/v1`: the same use cases as the screens. Errors are
//! `application/problem+json` (RFC 9457) and carry the domain error's own fields.

mod academy;
mod accounts;
mod cooperatives;
pub mod feeds;
mod marketplace;
mod projects;
mod seller;
pub mod sitemap;

pub(crate) use academy::live;

use crate::AppState;
use axum::{
    Json, Router,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Error;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The largest JSON body, in bytes.
pub const MAX_JSON_BYTES: usize = 64 * 1024;

/// Every route of the API: method, path, what it is for. The document and the coverage test walk
/// this list.
pub const ROUTES: &[(&str, &str, &str)] = &[
    ("get", "/listings", "catalogue"),
    ("get", "/listings/{slug}", "listing"),
    ("get", "/suggestions", "suggestions"),
    ("get", "/categories", "categories"),
    ("get", "/regions", "regions"),
    ("get", "/provinces", "provinces"),
    ("get", "/cooperatives/{slug}", "cooperative"),
    ("post", "/carts", "new cart"),
    ("get", "/cart", "cart"),
    ("put", "/cart/lines/{variant}", "cart line"),
    ("delete", "/cart/lines/{variant}", "cart line"),
    ("post", "/cart/acceptance", "accept changes"),
    ("post", "/cart/coupons", "use a coupon"),
    ("delete", "/cart/coupons/{code}", "leave a coupon"),
    ("post", "/checkout", "begin checkout"),
    ("post", "/orders", "place order"),
    ("get", "/orders", "own orders"),
    ("get", "/orders/{token}", "track order"),
    ("post", "/sessions", "sign in"),
    ("delete", "/sessions/current", "sign out"),
    ("get", "/me", "own account"),
    ("get", "/courses", "courses"),
    ("get", "/courses/{course}", "course"),
    ("post", "/progress/events", "record progress"),
    ("get", "/progress/stream", "live progress"),
    ("get", "/progress/{course}", "own progress"),
    ("get", "/credentials/{code}", "signed credential"),
    ("get", "/credentials/{code}/status", "credential status"),
    ("get", "/issuer", "issuer"),
    ("get", "/issuer/keys/{kid}", "issuer key"),
    ("get", "/teaching/{course}/learners.csv", "learners"),
    (
        "get",
        "/teaching/sessions/{session}/learners.csv",
        "a session's learners",
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/questions.csv",
        "a quiz's questions",
    ),
    (
        "post",
        "/teaching/drafts/{draft}/{lesson}/uploads",
        "begin to send a file",
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/files",
        "a lesson's files",
    ),
    (
        "get",
        "/teaching/uploads/{upload}",
        "what has come of a file",
    ),
    ("delete", "/teaching/uploads/{upload}", "take a file away"),
    (
        "put",
        "/teaching/uploads/{upload}/parts/{number}",
        "send a part of a file",
    ),
    (
        "post",
        "/teaching/uploads/{upload}/finish",
        "put a file together",
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/questions.zip",
        "a quiz's questions as QTI 3",
    ),
    (
        "get",
        "/teaching/drafts/{draft}/course.zip",
        "a whole course",
    ),
    ("get", "/projects", "project sheets"),
    ("get", "/projects/{slug}", "project sheet"),
    ("get", "/teams/{team}/dossier", "team's dossier"),
    ("post", "/simulations", "simulation"),
    ("get", "/seller/stock", "a cooperative's stock and prices"),
    ("put", "/seller/stock/{sku}", "count stock"),
    ("put", "/seller/prices/{sku}", "set a price"),
    ("get", "/seller/orders", "a cooperative's orders"),
    ("get", "/seller/orders/{order}", "what became of an order"),
    ("post", "/seller/orders/{order}/shipments", "send a parcel"),
];

pub fn router() -> Router<AppState> {
    Router::new()
        .merge(marketplace::router())
        .merge(cooperatives::router())
        .merge(accounts::router())
        .merge(academy::router())
        .merge(projects::router())
        .merge(seller::router())
        .fallback(|| async { problem(&Error::NotFound) })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(axum::extract::DefaultBodyLimit::max(MAX_JSON_BYTES))
}

/// The API's description, OpenAPI 3.1.
pub async fn openapi() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/json")],
        include_str!("openapi.json"),
    )
}

/// An error as `application/problem+json`.
pub fn problem(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (kind, mut body) = named(error);
    body.insert("type".to_owned(), format!("/problems/{kind}").into());
    body.insert("kind".to_owned(), kind.into());
    body.insert("title".to_owned(), error.to_string().into());
    body.insert("status".to_owned(), status.as_u16().into());
    let mut response = (status, Json(Value::Object(body))).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Error::RateLimited { retry_after } = error {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    response
}

/// An error's name and its own fields: serde writes `"not_found"`, or `{"invalid": {"fields": …}}`.
fn named(error: &Error) -> (String, Map<String, Value>) {
    match serde_json::to_value(error) {
        Ok(Value::String(kind)) => (kind, Map::new()),
        Ok(Value::Object(variant)) => match variant.into_iter().next() {
            Some((kind, Value::Object(fields))) => (kind, fields),
            Some((kind, _)) => (kind, Map::new()),
            None => ("internal".to_owned(), Map::new()),
        },
        _ => ("internal".to_owned(), Map::new()),
    }
}

/// A use case's answer as JSON.
fn answer<T: Serialize>(result: domain::Result<T>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(error) => problem(&error),
    }
}

/// A JSON body; what cannot be read is answered as a problem.
struct Body<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Body(value)),
            Err(JsonRejection::BytesRejection(rejection))
                if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(problem(&Error::TooLarge {
                    max_bytes: MAX_JSON_BYTES as u64,
                }))
            }
            Err(_) => Err(problem(&Error::Malformed)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::ROUTES;

    #[test]
    fn the_document_describes_exactly_the_routes() {
        let document: serde_json::Value =
            serde_json::from_str(include_str!("openapi.json")).unwrap();
        let mut described: Vec<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(move |method| (method.clone(), path.clone()))
            })
            .collect();
        let mut routes: Vec<(String, String)> = ROUTES
            .iter()
            .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
            .collect();
        described.sort();
        routes.sort();
        assert_eq!(described, routes);
    }
}

//! Every route of the server, and the middleware around them, outermost last.

use crate::{
    AppState, api, forms, guard, lots, metrics, open_data, packages, pages, papers, payments,
    session, uploads, xapi,
};
use axum::{
    Router,
    body::to_bytes,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{Error, Lang};
use server_fn::error::FromServerFnError;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel, DefaultPredicate, Predicate,
        predicate::NotForContentType,
    },
    services::ServeDir,
};

/// The whole server.
pub fn router(state: AppState) -> Router {
    // Pages are rendered outside Leptos's own routing, which would have done this.
    let _ = any_spawner::Executor::init_tokio();
    let pkg = ServeDir::new(state.config.site_root.join("pkg"))
        .precompressed_br()
        .precompressed_gzip();
    let public = ServeDir::new(&state.config.site_root)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .fallback(
            Router::new()
                .fallback(pages::page)
                .with_state(state.clone()),
        );
    let public = Router::new()
        .fallback_service(public)
        .layer(from_fn(kept_for_a_while));
    let media = ServeDir::new(state.config.data.join("media").join("pictures"));
    let lessons = ServeDir::new(state.config.data.join("media").join("lessons"))
        .append_index_html_on_directories(false);
    let product = Router::new()
        .route("/", get(pages::root))
        .route("/sitemap.xml", get(api::sitemap::sitemap))
        .route("/feeds/{lang}/products.xml", get(api::feeds::products))
        .route("/feeds/{lang}/listings.xml", get(api::feeds::listings))
        .route("/robots.txt", get(api::sitemap::robots))
        .nest("/api/v1", api::router())
        .route("/api/openapi.json", get(api::openapi))
        .route(
            "/api/desk/upload_picture",
            post(uploads::upload_picture).layer(uploads::limit()),
        )
        .merge(papers::router())
        .merge(packages::router())
        .route(
            "/api/marketplace/review_picture",
            post(uploads::upload_review_picture).layer(uploads::limit()),
        )
        .route(
            "/api/money/read_statement",
            post(payments::read_statement).layer(uploads::limit()),
        )
        .route("/api/money/bank-file.csv", get(payments::bank_file))
        .route("/api/money/payouts/{file}", get(payments::payout))
        .route("/sandbox/card", post(payments::sandbox))
        .route(
            "/api/desk/upload_document",
            post(uploads::upload_document).layer(uploads::document_limit()),
        )
        .route(
            "/api/desk/send_certificate",
            post(uploads::send_certificate).layer(uploads::document_limit()),
        )
        .route(
            "/api/desk/prove_export",
            post(uploads::prove_export).layer(uploads::document_limit()),
        )
        .route(
            "/api/desk/send_spreadsheet",
            post(uploads::send_spreadsheet).layer(uploads::limit()),
        )
        .route("/spreadsheets/{file}", get(uploads::spreadsheet))
        .route(
            "/api/projects/upload_dossier_paper",
            post(uploads::upload_dossier_paper).layer(uploads::document_limit()),
        )
        .route(
            "/api/projects/mark_legal_step",
            post(uploads::mark_legal_step).layer(uploads::document_limit()),
        )
        .route(
            "/api/projects/upload_voice_note",
            post(uploads::upload_voice_note).layer(uploads::limit()),
        )
        .route("/ideas/{id}/voice", get(uploads::voice_note))
        .route(
            "/api/academy/send_lesson_file",
            post(uploads::send_lesson_file).layer(uploads::lesson_limit()),
        )
        .route("/documents/{id}", get(uploads::document))
        .route("/qr/lots/{token}", get(lots::qr_code))
        .route("/open-data/{lang}/{file}", get(open_data::table))
        .route(
            "/api/{*function}",
            get(server_function).post(server_function),
        )
        .merge(development())
        .fallback_service(public)
        .layer(from_fn_with_state(state.clone(), forms::replay))
        .layer(from_fn_with_state(state.clone(), guard::same_site))
        .layer(from_fn_with_state(state.clone(), session::context));
    // From the bank, another site: its signature is checked instead of its origin.
    let from_the_bank = Router::new()
        .route("/api/payments/card", post(payments::card))
        .layer(from_fn_with_state(state.clone(), session::context));
    // Around every answer a compressor keeps room for its tables, six kilobytes of it: ten thousand
    // open streams do without.
    let streams = Router::new()
        .route("/api/v1/progress/stream", get(api::live))
        .layer(from_fn_with_state(state.clone(), session::context))
        .layer(from_fn_with_state(state.clone(), guard::headers))
        .layer(from_fn(metrics::measure))
        .layer(CatchPanicLayer::custom(guard::panic_response));
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics::render))
        .route("/words/{lang}/{file}", get(words))
        .nest_service(
            "/pkg",
            Router::new()
                .fallback_service(pkg)
                .layer(from_fn(long_cached)),
        )
        .nest_service(
            "/media/pictures",
            Router::new()
                .fallback_service(media)
                .layer(from_fn(long_cached)),
        )
        .nest_service(
            "/academy/media/u",
            Router::new()
                .fallback_service(lessons)
                .layer(from_fn(long_cached)),
        )
        .nest_service(
            "/academy/media/imported",
            Router::new()
                .fallback_service(ServeDir::new(packages::files(&state).kept))
                .layer(from_fn(long_cached)),
        )
        .merge(product)
        .merge(from_the_bank)
        // Programs, which have no cookies: their key is checked instead of their origin.
        .merge(xapi::router(state.clone()))
        .layer(from_fn_with_state(state.clone(), guard::headers))
        .layer(from_fn(metrics::measure))
        .layer(CatchPanicLayer::custom(guard::panic_response))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(4))
                // A recording is packed already, and its player asks for parts of known length.
                .compress_when(
                    DefaultPredicate::new()
                        .and(NotForContentType::const_new("video/"))
                        .and(NotForContentType::const_new("audio/")),
                ),
        )
        .merge(streams)
        .with_state(state)
}

/// What a release does not have.
fn development() -> Router<AppState> {
    #[cfg(debug_assertions)]
    return Router::new().route("/styleguide", get(crate::styleguide::page));
    #[cfg(not(debug_assertions))]
    Router::new()
}

async fn server_function(request: Request) -> Response {
    if request.uri().path().starts_with("/api/v1/") {
        return api::problem(&Error::NotFound);
    }
    let (parts, body) = request.into_parts();
    // A plain form has met the same limit before.
    let max = forms::limit(parts.uri.path());
    let Ok(bytes) = to_bytes(body, max).await else {
        return packed(Error::TooLarge {
            max_bytes: max as u64,
        });
    };
    let request = Request::from_parts(parts, bytes.into());
    let response = leptos_axum::handle_server_fns_with_context(|| (), request)
        .await
        .into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    // Arguments that do not parse never reach the function, which would have set the status.
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ERROR_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(app::ApiError(error)) = postcard::from_bytes(&bytes)
        && let Ok(status) = StatusCode::from_u16(error.status())
    {
        parts.status = status;
    }
    Response::from_parts(parts, bytes.into())
}

/// An error as the site's own scripts read it.
pub(crate) fn packed(error: Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, app::ApiError(error).ser()).into_response()
}

/// No error of ours comes near it.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Ready once the database answers.
async fn readyz(State(state): State<AppState>) -> Response {
    match state.services.db.ping().await {
        Ok(()) => "ready".into_response(),
        Err(cause) => {
            tracing::error!(%cause, "database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database does not answer").into_response()
        }
    }
}

/// A feature's words in one language; the name changes with the content.
async fn words(Path((lang, file)): Path<(String, String)>) -> Response {
    let wanted = format!("/words/{lang}/{file}");
    let found = Lang::from_code(&lang).and_then(|lang| {
        i18n::Feature::ALL
            .into_iter()
            .find(|feature| i18n::path(lang, *feature) == wanted)
            .map(|feature| (lang, feature))
    });
    match found {
        Some((lang, feature)) => (
            [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::CACHE_CONTROL, IMMUTABLE),
            ],
            i18n::text(lang, feature),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Files named by their content never change; the splitter's loader has no hash and is asked
/// about each time.
async fn long_cached(request: Request, next: axum::middleware::Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_loader = path.contains("__wasm_split") && path.contains("______");
    // What has not changed keeps what it was told when it was sent.
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if is_loader || !is_there {
        "no-cache"
    } else {
        IMMUTABLE
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// How long a browser may keep a file of `public/`, whose name stays when its content changes.
/// `None` where it must ask each time: an old service worker would outlive its own correction.
fn keeping(path: &str) -> Option<&'static str> {
    if path.starts_with("/fonts/") {
        Some("public, max-age=2592000")
    } else if ["/illustrations/", "/icons/", "/icons.svg", "/favicon.svg"]
        .iter()
        .any(|start| path.starts_with(start))
    {
        Some("public, max-age=86400, stale-while-revalidate=604800")
    } else {
        None
    }
}

/// Says how long a file may be kept. A page, which stands behind the files, has already said so.
async fn kept_for_a_while(request: Request, next: axum::middleware::Next) -> Response {
    let value = keeping(request.uri().path()).unwrap_or("no-cache");
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_is_asked_about_each_time_and_pictures_are_not() {
        for path in ["/sw.js", "/offline.html", "/manifest.webmanifest"] {
            assert_eq!(keeping(path), None, "{path}");
        }
        for path in [
            "/fonts/cairo-700-latin.woff2",
            "/icons/icon-192.png",
            "/illustrations/empty/cart.svg",
        ] {
            assert!(
                keeping(path).is_some_and(|value| value.starts_with("public")),
                "{path}"
            );
        }
    }
}

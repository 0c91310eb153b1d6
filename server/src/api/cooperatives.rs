//! Cooperatives as JSON.

use super::answer;
use crate::AppState;
use axum::{Extension, Router, extract::Path, response::Response, routing::get};
use service::Ctx;

pub fn router() -> Router<AppState> {
    Router::new().route("/cooperatives/{slug}", get(show))
}

async fn show(Extension(ctx): Extension<Ctx>, Path(slug): Path<String>) -> Response {
    answer(service::cooperatives::show_cooperative(&ctx, &slug).await)
}

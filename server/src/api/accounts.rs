//! Signing in and one's own account as JSON. The token goes into `Authorization: Bearer`.

use super::{Body, answer, problem};
use crate::AppState;
use axum::{
    Extension, Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use domain::{
    Error, Timestamp,
    accounts::{Me, SignInInput},
};
use serde::Serialize;
use service::{Ctx, accounts};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/sessions", post(sign_in))
        .route("/sessions/current", delete(sign_out))
        .route("/me", get(me))
}

#[derive(Serialize)]
struct SignedIn {
    token: String,
    expires_at: Timestamp,
    me: Me,
}

async fn sign_in(Extension(ctx): Extension<Ctx>, Body(input): Body<SignInInput>) -> Response {
    match accounts::sign_in(&ctx, input).await {
        Ok(session) => {
            let body = SignedIn {
                token: session.token,
                expires_at: session.expires_at,
                me: session.me,
            };
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => problem(&error),
    }
}

async fn sign_out(Extension(ctx): Extension<Ctx>) -> Response {
    match accounts::sign_out(&ctx).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => problem(&error),
    }
}

async fn me(Extension(ctx): Extension<Ctx>) -> Response {
    answer(
        accounts::me(&ctx)
            .await
            .and_then(|me| me.ok_or(Error::Unauthenticated)),
    )
}

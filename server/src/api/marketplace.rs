//! Listings, carts, checkout and orders as JSON.

use super::{Body, answer, problem};
use crate::AppState;
use axum::{
    Extension, Json, Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use domain::{
    Error, Problem, VariantId,
    marketplace::{CatalogueQuery, CheckoutInput},
};
use serde::{Deserialize, Serialize};
use service::{Ctx, marketplace};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/listings", get(browse))
        .route("/listings/{slug}", get(show_listing))
        .route("/suggestions", get(suggest))
        .route("/categories", get(categories))
        .route("/regions", get(regions))
        .route("/provinces", get(provinces))
        .route("/carts", post(new_cart))
        .route("/cart", get(view_cart))
        .route("/cart/lines/{variant}", put(set_line).delete(remove_line))
        .route("/cart/acceptance", post(accept))
        .route("/cart/coupons", post(use_coupon))
        .route("/cart/coupons/{code}", axum::routing::delete(drop_coupon))
        .route("/checkout", post(begin_checkout))
        .route("/orders", get(my_orders).post(place_order))
        .route("/orders/{token}", get(track_order))
}

fn pairs(query: Option<String>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

async fn browse(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let pairs = pairs(query);
    let query = CatalogueQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    answer(marketplace::browse_catalogue(&ctx, query).await)
}

async fn show_listing(Extension(ctx): Extension<Ctx>, Path(slug): Path<String>) -> Response {
    answer(marketplace::show_listing(&ctx, &slug).await)
}

async fn suggest(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let text = pairs(query)
        .into_iter()
        .find(|(name, _)| name == "q")
        .map(|(_, text)| text)
        .unwrap_or_default();
    answer(marketplace::suggest(&ctx, &text).await)
}

async fn categories(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::list_categories(&ctx).await)
}

async fn regions(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::list_regions(&ctx).await)
}

async fn provinces(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::list_provinces(&ctx).await)
}

#[derive(Deserialize)]
struct NewLine {
    variant: VariantId,
    quantity: u32,
}

#[derive(Serialize)]
struct NewCart {
    /// Sent back as `X-Cart-Token`; absent for who is signed in.
    token: Option<String>,
    cart: domain::marketplace::CartView,
}

/// A cart begins with its first line; its secret token is told once.
async fn new_cart(Extension(ctx): Extension<Ctx>, Body(line): Body<NewLine>) -> Response {
    match marketplace::add_to_cart(&ctx, line.variant, line.quantity).await {
        Ok(change) => (
            StatusCode::CREATED,
            Json(NewCart {
                token: change.new_token,
                cart: change.view,
            }),
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

async fn view_cart(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::view_cart(&ctx).await)
}

#[derive(Deserialize)]
struct Quantity {
    quantity: u32,
}

async fn set_line(
    Extension(ctx): Extension<Ctx>,
    Path(variant): Path<String>,
    Body(body): Body<Quantity>,
) -> Response {
    match variant.parse() {
        Ok(variant) => answer(marketplace::set_cart_quantity(&ctx, variant, body.quantity).await),
        Err(_) => problem(&Error::NotFound),
    }
}

async fn remove_line(Extension(ctx): Extension<Ctx>, Path(variant): Path<String>) -> Response {
    match variant.parse() {
        Ok(variant) => answer(marketplace::set_cart_quantity(&ctx, variant, 0).await),
        Err(_) => problem(&Error::NotFound),
    }
}

async fn accept(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::accept_cart_changes(&ctx).await)
}

#[derive(Deserialize)]
struct CouponCode {
    code: String,
}

async fn use_coupon(Extension(ctx): Extension<Ctx>, Body(body): Body<CouponCode>) -> Response {
    answer(marketplace::use_coupon(&ctx, &body.code).await)
}

async fn drop_coupon(Extension(ctx): Extension<Ctx>, Path(code): Path<String>) -> Response {
    answer(marketplace::drop_coupon(&ctx, &code).await)
}

async fn begin_checkout(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::begin_checkout(&ctx).await)
}

/// The `Idempotency-Key` header takes the place of the form's hidden field.
async fn place_order(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    Body(mut body): Body<serde_json::Value>,
) -> Response {
    let Some(key) = headers
        .get("idempotency-key")
        .and_then(|key| key.to_str().ok())
    else {
        return problem(&Error::field("Idempotency-Key", Problem::Required));
    };
    if let Some(fields) = body.as_object_mut() {
        fields.insert("idempotency_key".to_owned(), key.into());
    }
    let Ok(input) = serde_json::from_value::<CheckoutInput>(body) else {
        return problem(&Error::Malformed);
    };
    match marketplace::place_order(&ctx, input).await {
        Ok(placement) => (StatusCode::CREATED, Json(placement)).into_response(),
        Err(error) => problem(&error),
    }
}

async fn my_orders(Extension(ctx): Extension<Ctx>) -> Response {
    answer(marketplace::my_orders(&ctx).await)
}

async fn track_order(Extension(ctx): Extension<Ctx>, Path(token): Path<String>) -> Response {
    answer(marketplace::track_order(&ctx, &token).await)
}

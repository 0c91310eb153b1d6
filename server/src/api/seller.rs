//! A cooperative's own programs: its stock, prices, orders and parcels. They come with a token of
//! the desk (`Authorization: Bearer twn_…`), which allows what its scopes say.

use super::{Body, answer, problem};
use crate::AppState;
use axum::{
    Extension, Json, Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use domain::{Error, OrderId, Problem, marketplace::OrderState};
use serde::Deserialize;
use service::{
    Ctx, integrations,
    marketplace::{Pieces, ShipInput},
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/seller/stock", get(stock))
        .route("/seller/stock/{sku}", put(set_stock))
        .route("/seller/prices/{sku}", put(set_price))
        .route("/seller/orders", get(orders))
        .route("/seller/orders/{order}", get(order))
        .route("/seller/orders/{order}/shipments", post(ship))
}

async fn stock(Extension(ctx): Extension<Ctx>) -> Response {
    answer(integrations::seller_stock(&ctx).await)
}

#[derive(Deserialize)]
struct Count {
    on_hand: i64,
}

async fn set_stock(
    Extension(ctx): Extension<Ctx>,
    Path(sku): Path<String>,
    Body(count): Body<Count>,
) -> Response {
    done(integrations::set_stock_of(&ctx, &sku, count.on_hand).await)
}

#[derive(Deserialize)]
struct Price {
    currency: String,
    /// In the currency's unit, such as `"89.50"`.
    amount: String,
}

async fn set_price(
    Extension(ctx): Extension<Ctx>,
    Path(sku): Path<String>,
    Body(price): Body<Price>,
) -> Response {
    done(integrations::set_price_of(&ctx, &sku, &price.currency, &price.amount).await)
}

/// `?state=confirmed&before=<id>`: 50 at a time.
async fn orders(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let of = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let state = match of("state") {
        Some(code) => match OrderState::from_code(&code) {
            Some(state) => Some(state),
            None => return problem(&Error::field("state", Problem::UnknownChoice)),
        },
        None => None,
    };
    let before = of("before").and_then(|id| id.parse().ok());
    answer(integrations::seller_orders(&ctx, state, before).await)
}

async fn order(Extension(ctx): Extension<Ctx>, Path(order): Path<String>) -> Response {
    match order.parse::<OrderId>() {
        Ok(order) => answer(integrations::seller_order(&ctx, order).await),
        Err(_) => problem(&Error::NotFound),
    }
}

#[derive(Deserialize)]
struct Shipment {
    carrier: String,
    tracking_number: String,
    /// Pieces by the line's id; everything that is left where it is absent.
    pieces: Option<std::collections::BTreeMap<String, u32>>,
}

/// The `Idempotency-Key` header (16 to 64 letters, digits and hyphens) takes the place of the
/// form's hidden field.
async fn ship(
    Extension(ctx): Extension<Ctx>,
    Path(order): Path<String>,
    headers: HeaderMap,
    Body(shipment): Body<Shipment>,
) -> Response {
    let Ok(order) = order.parse::<OrderId>() else {
        return problem(&Error::NotFound);
    };
    let Some(key) = headers
        .get("idempotency-key")
        .and_then(|key| key.to_str().ok())
    else {
        return problem(&Error::field("Idempotency-Key", Problem::Required));
    };
    let pieces: Option<Pieces> = shipment.pieces.map(|pieces| {
        pieces
            .into_iter()
            .map(|(line, count)| (line, count.to_string()))
            .collect()
    });
    let input = ShipInput {
        carrier: shipment.carrier,
        tracking_number: shipment.tracking_number,
        pieces: Pieces::new(),
        request_key: key.to_owned(),
    };
    match integrations::ship_order_of(&ctx, order, pieces, input).await {
        Ok(progress) => (StatusCode::CREATED, Json(progress)).into_response(),
        Err(error) => problem(&error),
    }
}

fn done(result: domain::Result<()>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => problem(&error),
    }
}

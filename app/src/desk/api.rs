//! The desk's server functions: a manager's orders, stock and listings.

use crate::ApiError;
use domain::{
    OrderId, VariantId,
    marketplace::{self, ListingCard, OrderView, StockRow},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "desk/list_orders", input = GetUrl, output = Postcard)]
pub async fn list_orders() -> Result<marketplace::DeskOrders, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::desk_orders(&ctx, cooperative).await)
}

#[server(endpoint = "desk/show_order", input = GetUrl, output = Postcard)]
pub async fn show_desk_order(order: OrderId) -> Result<OrderView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_desk_order(&ctx, order).await)
}

#[server(endpoint = "desk/confirm_order", output = Postcard)]
pub async fn confirm_order(order: OrderId) -> Result<OrderView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::confirm_order(&ctx, order).await)
}

#[server(endpoint = "desk/refuse_order", output = Postcard)]
pub async fn refuse_order(order: OrderId, reason: String) -> Result<OrderView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::refuse_order(&ctx, order, &reason).await)
}

#[server(endpoint = "desk/list_stock", input = GetUrl, output = Postcard)]
pub async fn list_stock() -> Result<Vec<StockRow>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::list_stock(&ctx, cooperative).await)
}

/// `version` is the one shown with the row: an edit based on an older one is refused.
#[server(endpoint = "desk/set_stock", output = Postcard)]
pub async fn set_stock(
    variant: VariantId,
    on_hand: String,
    version: i64,
) -> Result<StockRow, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::set_stock(&ctx, variant, &on_hand, version).await)
}

#[server(endpoint = "desk/my_listings", input = GetUrl, output = Postcard)]
pub async fn my_listings() -> Result<Vec<ListingCard>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::my_listings(&ctx, cooperative).await)
}

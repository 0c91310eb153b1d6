//! The desk's server functions about sending, coming back and money.

use crate::ApiError;
use domain::{
    OrderId, ReturnId, ShipmentId,
    marketplace::{self, OrderProgress, PurseView, ReturnEvent, ShipmentEvent},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "desk/prepare_list", input = GetUrl, output = Postcard)]
pub async fn prepare_list() -> Result<marketplace::PrepareList, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::prepare_list(&ctx, cooperative).await)
}

#[server(endpoint = "desk/show_progress", input = GetUrl, output = Postcard)]
pub async fn show_progress(order: OrderId) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_progress(&ctx, order).await)
}

#[server(endpoint = "desk/ship_order", output = Postcard)]
pub async fn ship_order(
    order: OrderId,
    #[server(default)] carrier: String,
    #[server(default)] tracking_number: String,
    #[server(default)] pieces: BTreeMap<String, String>,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = service::marketplace::ShipInput {
        carrier,
        tracking_number,
        pieces,
        request_key,
    };
    crate::ssr::respond(service::marketplace::ship_order(&ctx, order, input).await)
}

#[server(endpoint = "desk/move_parcel", output = Postcard)]
pub async fn move_parcel(
    parcel: ShipmentId,
    event: ShipmentEvent,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::move_parcel(&ctx, parcel, event).await)
}

#[server(endpoint = "desk/confirm_by_phone", output = Postcard)]
pub async fn confirm_by_phone(order: OrderId) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::confirm_by_phone(&ctx, order).await)
}

#[server(endpoint = "desk/cancel_lines", output = Postcard)]
pub async fn cancel_lines(
    order: OrderId,
    #[server(default)] pieces: BTreeMap<String, String>,
    #[server(default)] reason: String,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::marketplace::cancel_lines(&ctx, order, &pieces, &reason, &request_key).await,
    )
}

#[server(endpoint = "desk/move_return", output = Postcard)]
pub async fn move_return(
    id: ReturnId,
    event: ReturnEvent,
    #[server(default)] answer: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::move_return(&ctx, id, event, &answer).await)
}

#[server(endpoint = "desk/send_message", output = Postcard)]
pub async fn send_message(
    order: OrderId,
    #[server(default)] text: String,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::send_message(&ctx, order, &text, &request_key).await)
}

#[server(endpoint = "desk/answer_dispute", output = Postcard)]
pub async fn answer_dispute(
    order: OrderId,
    #[server(default)] answer: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::answer_dispute(&ctx, order, &answer).await)
}

#[server(endpoint = "desk/show_purse", input = GetUrl, output = Postcard)]
pub async fn show_purse() -> Result<PurseView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::show_purse(&ctx, cooperative).await)
}

#[server(endpoint = "desk/closed_days", input = GetUrl, output = Postcard)]
pub async fn closed_days() -> Result<Vec<marketplace::ClosedDays>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::closed_days(&ctx, cooperative).await)
}

#[server(endpoint = "desk/add_closed_days", output = Postcard)]
pub async fn add_closed_days(
    #[server(default)] first_day: String,
    #[server(default)] last_day: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(
        service::marketplace::add_closed_days(&ctx, cooperative, &first_day, &last_day, &reason)
            .await,
    )
}

#[server(endpoint = "desk/remove_closed_days", output = Postcard)]
pub async fn remove_closed_days(first_day: String, last_day: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(
        service::marketplace::remove_closed_days(&ctx, cooperative, &first_day, &last_day).await,
    )
}

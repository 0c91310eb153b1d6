//! What a buyer does with an order after placing it, by its tracking link.

use crate::ApiError;
use domain::{
    OrderId, ReturnId,
    marketplace::{GroupProgress, OrderProgress, SandboxPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "orders/track_progress", input = GetUrl, output = Postcard)]
pub async fn track_progress(token: String) -> Result<GroupProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::track_progress(&ctx, &token).await)
}

#[server(endpoint = "orders/cancel_lines", output = Postcard)]
pub async fn cancel_tracked_lines(
    token: String,
    order: OrderId,
    #[server(default)] pieces: BTreeMap<String, String>,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::marketplace::cancel_tracked_lines(&ctx, &token, order, &pieces, &request_key)
            .await,
    )
}

#[server(endpoint = "orders/ask_return", output = Postcard)]
pub async fn ask_return(
    token: String,
    order: OrderId,
    #[server(default)] pieces: BTreeMap<String, String>,
    #[server(default)] wish: String,
    #[server(default)] reason: String,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::marketplace::ask_return(
            &ctx,
            &token,
            order,
            &pieces,
            &wish,
            &reason,
            &request_key,
        )
        .await,
    )
}

#[server(endpoint = "orders/withdraw_return", output = Postcard)]
pub async fn withdraw_return(
    token: String,
    order: OrderId,
    id: ReturnId,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::withdraw_return(&ctx, &token, order, id).await)
}

#[server(endpoint = "orders/send_message", output = Postcard)]
pub async fn send_tracked_message(
    token: String,
    order: OrderId,
    #[server(default)] text: String,
    request_key: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::marketplace::send_tracked_message(&ctx, &token, order, &text, &request_key).await,
    )
}

#[server(endpoint = "orders/open_dispute", output = Postcard)]
pub async fn open_dispute(
    token: String,
    order: OrderId,
    #[server(default)] reason: String,
) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::open_dispute(&ctx, &token, order, &reason).await)
}

#[server(endpoint = "orders/withdraw_dispute", output = Postcard)]
pub async fn withdraw_dispute(token: String, order: OrderId) -> Result<OrderProgress, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::withdraw_dispute(&ctx, &token, order).await)
}

#[server(endpoint = "orders/show_sandbox", input = GetUrl, output = Postcard)]
pub async fn show_sandbox(reference: String) -> Result<SandboxPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_sandbox(&ctx, &reference).await)
}

/// Sends the buyer back to the order, as a gateway does.
#[server(endpoint = "orders/answer_sandbox", output = Postcard)]
pub async fn answer_sandbox(reference: String, choice: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let back =
        crate::ssr::respond(service::marketplace::answer_sandbox(&ctx, &reference, &choice).await)?;
    crate::ssr::redirect(&back);
    Ok(())
}

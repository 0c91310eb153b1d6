//! The server functions of lots.

use crate::ApiError;
use domain::{
    LotId, OrderId,
    marketplace::{LotPage, LotsPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "selling/list_lots", input = GetUrl, output = Postcard)]
pub async fn list_lots() -> Result<LotsPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::list_lots(&ctx, cooperative).await)
}

/// Goes on to the new lot's page.
#[server(endpoint = "selling/add_lot", output = Postcard)]
pub async fn add_lot(
    #[server(default)] variant: String,
    #[server(default)] code: String,
    #[server(default)] place: String,
    #[server(default)] harvested: String,
    #[server(default)] expires: String,
    #[server(default)] quantity: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let input = domain::marketplace::LotInput {
        variant,
        code,
        place,
        harvested,
        expires,
        quantity,
    };
    let added = service::marketplace::add_lot(&ctx, cooperative, &input).await;
    let id = crate::ssr::respond(added)?;
    crate::ssr::redirect(&format!("/{}/desk/lots/{id}", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "selling/show_lot", input = GetUrl, output = Postcard)]
pub async fn show_lot(lot: LotId) -> Result<LotPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_lot(&ctx, lot).await)
}

#[server(endpoint = "selling/pack_order", output = Postcard)]
pub async fn pack_order(order: OrderId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::pack_order(&ctx, order).await)
}

#[server(endpoint = "selling/recall_lot", output = Postcard)]
pub async fn recall_lot(lot: LotId, #[server(default)] reasons: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::recall_lot(&ctx, lot, &reasons).await)
}

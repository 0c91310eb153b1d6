//! The server functions of the desk's page about delivery.

use crate::ApiError;
use domain::{ListingId, VariantId, marketplace::DeskDeliveryView};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "desk/delivery", input = GetUrl, output = Postcard)]
pub async fn desk_delivery() -> Result<DeskDeliveryView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::desk_delivery(&ctx, cooperative).await)
}

/// In dirhams; empty: never free.
#[server(endpoint = "desk/set_free_delivery", output = Postcard)]
pub async fn set_free_delivery(#[server(default)] free_from: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done = service::marketplace::set_free_delivery(&ctx, cooperative, &free_from).await;
    crate::ssr::respond(done)
}

/// Of one pack; empty: as estimated.
#[server(endpoint = "desk/set_weight", output = Postcard)]
pub async fn set_weight(
    variant: VariantId,
    #[server(default)] grams: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done = service::marketplace::set_weight(&ctx, cooperative, variant, &grams).await;
    crate::ssr::respond(done)
}

/// `exportable` is `yes` or `no`.
#[server(endpoint = "desk/set_exportable", output = Postcard)]
pub async fn set_exportable(listing: ListingId, exportable: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done =
        service::marketplace::set_exportable(&ctx, cooperative, listing, exportable == "yes").await;
    crate::ssr::respond(done)
}

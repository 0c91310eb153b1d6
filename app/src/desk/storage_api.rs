//! The server functions of keeping stock: places, movements, thresholds, counts.

use crate::ApiError;
use domain::{
    LocationId, VariantId,
    marketplace::{CountSheet, StockFile, StorageLocation},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "desk/list_locations", input = GetUrl, output = Postcard)]
pub async fn list_locations() -> Result<Vec<StorageLocation>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::list_locations(&ctx, cooperative).await)
}

#[server(endpoint = "desk/add_location", output = Postcard)]
pub async fn add_location(#[server(default)] name: String) -> Result<LocationId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::add_location(&ctx, cooperative, &name).await)
}

#[server(endpoint = "desk/close_location", output = Postcard)]
pub async fn close_location(location: LocationId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::close_location(&ctx, cooperative, location).await)
}

/// `before` is the movement that the page of the history begins after; empty for the newest.
#[server(endpoint = "desk/show_stock_file", input = GetUrl, output = Postcard)]
pub async fn show_stock_file(
    variant: VariantId,
    #[server(default)] before: String,
) -> Result<StockFile, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let before = before.parse().ok();
    crate::ssr::respond(service::marketplace::show_stock_file(&ctx, variant, before).await)
}

/// `place` and `to` are empty for the main place.
#[server(endpoint = "desk/note_movement", output = Postcard)]
pub async fn note_movement(
    variant: VariantId,
    #[server(default)] reason: String,
    #[server(default)] quantity: String,
    #[server(default)] place: String,
    #[server(default)] to: String,
    #[server(default)] request_key: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::MovementInput {
        reason,
        quantity,
        place,
        to,
    };
    let noted = service::marketplace::note_movement(&ctx, variant, &input, &request_key).await;
    crate::ssr::respond(noted)
}

#[server(endpoint = "desk/set_low_alert", output = Postcard)]
pub async fn set_low_alert(
    variant: VariantId,
    #[server(default)] low_alert: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::set_low_alert(&ctx, variant, &low_alert).await)
}

/// `place` is 0 for the main place and empty for all.
#[server(endpoint = "desk/show_count_sheet", input = GetUrl, output = Postcard)]
pub async fn show_count_sheet(#[server(default)] place: String) -> Result<CountSheet, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let place = place.parse().ok();
    crate::ssr::respond(service::marketplace::show_count_sheet(&ctx, cooperative, place).await)
}

/// Pieces by size and place; `seen` came with the sheet.
#[server(endpoint = "desk/save_counts", output = Postcard)]
pub async fn save_counts(
    #[server(default)] count: BTreeMap<String, String>,
    #[server(default)] seen: String,
    #[server(default)] request_key: String,
) -> Result<usize, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let input = service::marketplace::CountInput {
        counts: count,
        seen,
        request_key,
    };
    crate::ssr::respond(service::marketplace::save_counts(&ctx, cooperative, &input).await)
}

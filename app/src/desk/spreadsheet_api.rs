//! The server functions of the spreadsheet of listings. Files come and go by routes of their own.

use crate::ApiError;
use domain::{
    SpreadsheetId,
    marketplace::{SpreadsheetState, SpreadsheetView},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "selling/show_spreadsheet", input = GetUrl, output = Postcard)]
pub async fn show_spreadsheet() -> Result<Option<SpreadsheetView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::show_spreadsheet(&ctx, cooperative).await)
}

/// How many listings of how many are written, while they are.
#[server(endpoint = "selling/spreadsheet_progress", input = GetUrl, output = Postcard)]
pub async fn spreadsheet_progress() -> Result<Option<(u32, u32)>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::spreadsheet_progress(
        &ctx,
        cooperative,
    ))
}

#[server(endpoint = "selling/confirm_spreadsheet", output = Postcard)]
pub async fn confirm_spreadsheet(spreadsheet: SpreadsheetId) -> Result<SpreadsheetState, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::confirm_spreadsheet(&ctx, spreadsheet).await)
}

//! The server functions of trade.

use crate::ApiError;
use domain::marketplace::{RatesView, SaleRatesView};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "trade/list_rates", input = GetUrl, output = Postcard)]
pub async fn list_rates() -> Result<RatesView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_rates(&ctx).await)
}

/// A rate from a day on; the one before ends then.
#[server(endpoint = "trade/add_rate", output = Postcard)]
pub async fn add_rate(
    method: String,
    zone: String,
    up_to_grams: String,
    fee: String,
    valid_from: String,
    source: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::RateInput {
        method,
        zone,
        up_to_grams,
        fee,
        valid_from,
        source,
    };
    crate::ssr::respond(service::marketplace::add_rate(&ctx, &input).await)
}

#[server(endpoint = "trade/list_sale_rates", input = GetUrl, output = Postcard)]
pub async fn list_sale_rates() -> Result<SaleRatesView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_sale_rates(&ctx).await)
}

/// A rate of tax or commission from a day on; the one before ends then.
#[server(endpoint = "trade/add_sale_rate", output = Postcard)]
pub async fn add_sale_rate(
    #[server(default)] kind: String,
    #[server(default)] ice: String,
    #[server(default)] category: String,
    #[server(default)] percent: String,
    #[server(default)] valid_from: String,
    #[server(default)] source: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::SaleRateInput {
        kind,
        ice,
        category,
        percent,
        valid_from,
        source,
    };
    crate::ssr::respond(service::marketplace::add_sale_rate(&ctx, &input).await)
}

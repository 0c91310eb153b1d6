//! The server functions of trade.

use crate::ApiError;
use domain::marketplace::RatesView;
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

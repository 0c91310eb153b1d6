//! The cooperatives' server functions.

use crate::ApiError;
use domain::{cooperatives::CooperativePage, marketplace::LotPassport};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "cooperatives/show_cooperative", input = GetUrl, output = Postcard)]
pub async fn show_cooperative(slug: String) -> Result<CooperativePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::show_cooperative(&ctx, &slug).await)
}

/// A lot's public page, by the secret of its QR code.
#[server(endpoint = "cooperatives/show_passport", input = GetUrl, output = Postcard)]
pub async fn show_passport(token: String) -> Result<LotPassport, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_passport(&ctx, &token).await)
}

//! The server functions of a cooperative's coupons.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{CouponId, marketplace::CouponView};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "desk/list_coupons", input = GetUrl, output = Postcard)]
pub async fn list_coupons() -> Result<Vec<CouponView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::list_coupons(&ctx, cooperative).await)
}

/// The fields of [`CouponInput`], one argument each, as the form names them.
#[server(endpoint = "desk/add_coupon", output = Postcard)]
pub async fn add_coupon(
    #[server(default)] code: String,
    #[server(default)] kind: String,
    #[server(default)] value: String,
    #[server(default)] starts: String,
    #[server(default)] ends: String,
    #[server(default)] least: String,
    #[server(default)] most_uses: String,
    #[server(default)] most_per_buyer: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let input = domain::marketplace::CouponInput {
        code,
        kind,
        value,
        starts,
        ends,
        least,
        most_uses,
        most_per_buyer,
    };
    crate::ssr::respond(service::marketplace::add_coupon(&ctx, cooperative, &input).await)
}

#[server(endpoint = "desk/end_coupon", output = Postcard)]
pub async fn end_coupon(coupon: CouponId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::end_coupon(&ctx, cooperative, coupon).await)
}

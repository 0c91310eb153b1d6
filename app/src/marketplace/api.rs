//! The marketplace's server functions: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    VariantId,
    marketplace::{
        CartView, Catalogue, CheckoutPage, HomePage, ListingPage, OrderGroupView, Placement,
    },
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "marketplace/home", input = GetUrl, output = Postcard)]
pub async fn home() -> Result<HomePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let home = service::marketplace::home(&ctx).await;
    crate::ssr::respond(home.map(|home| home.only(ctx.lang)))
}

/// `search` is the address's query string, with or without its question mark.
#[server(endpoint = "marketplace/browse_catalogue", input = GetUrl, output = Postcard)]
pub async fn browse_catalogue(search: String) -> Result<Catalogue, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let query = crate::ssr::catalogue_query(&search);
    let catalogue = service::marketplace::browse_catalogue(&ctx, query).await;
    crate::ssr::respond(catalogue.map(|catalogue| catalogue.only(ctx.lang)))
}

#[server(endpoint = "marketplace/show_listing", input = GetUrl, output = Postcard)]
pub async fn show_listing(slug: String) -> Result<ListingPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_listing(&ctx, &slug).await)
}

#[server(endpoint = "marketplace/view_cart", input = GetUrl, output = Postcard)]
pub async fn view_cart() -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::view_cart(&ctx).await)
}

/// A plain form is sent on to the cart.
#[server(endpoint = "marketplace/add_to_cart", output = Postcard)]
pub async fn add_to_cart(variant: VariantId, quantity: String) -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let quantity = crate::ssr::respond(crate::ssr::quantity(&quantity, 1))?;
    let change =
        crate::ssr::respond(service::marketplace::add_to_cart(&ctx, variant, quantity).await)?;
    if let Some(token) = &change.new_token {
        crate::ssr::set_cart_cookie(&ctx, token);
    }
    crate::ssr::redirect_plain_form(&format!("/{}/cart", ctx.lang.code()));
    Ok(change.view)
}

/// Zero takes the line out.
#[server(endpoint = "marketplace/set_cart_quantity", output = Postcard)]
pub async fn set_cart_quantity(variant: VariantId, quantity: String) -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let quantity = crate::ssr::respond(crate::ssr::quantity(&quantity, 0))?;
    crate::ssr::respond(service::marketplace::set_cart_quantity(&ctx, variant, quantity).await)
}

#[server(endpoint = "marketplace/accept_cart_changes", output = Postcard)]
pub async fn accept_cart_changes() -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::accept_cart_changes(&ctx).await)
}

/// Puts a coupon to the cart by its code.
#[server(endpoint = "marketplace/use_coupon", output = Postcard)]
pub async fn use_coupon(#[server(default)] coupons: String) -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::use_coupon(&ctx, &coupons).await)
}

#[server(endpoint = "marketplace/drop_coupon", output = Postcard)]
pub async fn drop_coupon(code: String) -> Result<CartView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::drop_coupon(&ctx, &code).await)
}

/// Opens the checkout, which reserves the goods for a while. Where it goes: a country's code, or
/// the number of a kept address; both may be empty.
#[server(endpoint = "marketplace/begin_checkout", output = Postcard)]
pub async fn begin_checkout(
    #[server(default)] country: String,
    #[server(default)] address: String,
) -> Result<CheckoutPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let to = service::marketplace::Destination { country, address };
    crate::ssr::respond(service::marketplace::begin_checkout_to(&ctx, &to).await)
}

/// The fields of [`domain::marketplace::CheckoutInput`], one argument each, as the form names
/// them; sends the buyer to the tracking page.
#[server(endpoint = "marketplace/place_order", output = Postcard)]
pub async fn place_order(
    name: String,
    phone: String,
    #[server(default)] email: String,
    #[server(default)] country: String,
    #[server(default)] province: String,
    #[server(default)] postcode: String,
    city: String,
    street: String,
    #[server(default)] note: String,
    #[server(default)] point: String,
    #[server(default)] payment: String,
    #[server(default)] delivery: BTreeMap<String, String>,
    idempotency_key: String,
    #[server(default)] coupons: String,
    #[server(default)] accepted_goods_total: String,
) -> Result<Placement, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::CheckoutInput {
        name,
        phone,
        email,
        country,
        province,
        postcode,
        city,
        street,
        note,
        point,
        payment,
        delivery,
        idempotency_key,
        coupons: coupons.split_whitespace().map(str::to_owned).collect(),
        accepted_goods_total,
    };
    let placement = crate::ssr::respond(service::marketplace::place_order(&ctx, input).await)?;
    crate::ssr::redirect(&format!(
        "/{}/orders/{}?placed=1",
        ctx.lang.code(),
        placement.tracking_token
    ));
    Ok(placement)
}

#[server(endpoint = "marketplace/track_order", input = GetUrl, output = Postcard)]
pub async fn track_order(token: String) -> Result<OrderGroupView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::track_order(&ctx, &token).await)
}

#[server(endpoint = "marketplace/my_orders", input = GetUrl, output = Postcard)]
pub async fn my_orders() -> Result<Vec<OrderGroupView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::my_orders(&ctx).await)
}

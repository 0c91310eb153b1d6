//! The kept addresses' server functions.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{AddressId, marketplace::AddressBook};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

/// With the provinces and the countries, for the form.
#[server(endpoint = "accounts/show_addresses", input = GetUrl, output = Postcard)]
pub async fn show_addresses() -> Result<AddressBook, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_addresses(&ctx).await)
}

/// `address` names the one to change; empty for a new one.
#[server(endpoint = "accounts/save_address", output = Postcard)]
pub async fn save_address(
    #[server(default)] address: String,
    label: String,
    name: String,
    phone: String,
    #[server(default)] country: String,
    #[server(default)] province: String,
    #[server(default)] postcode: String,
    city: String,
    street: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let id: Option<AddressId> = address.parse().ok();
    let input = domain::marketplace::AddressInput {
        name,
        phone,
        country,
        province,
        postcode,
        city,
        street,
        ..domain::marketplace::AddressInput::default()
    };
    crate::ssr::respond(service::marketplace::save_address(&ctx, id, &label, &input).await)?;
    crate::ssr::redirect(&format!("/{}/account/addresses", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "accounts/delete_address", output = Postcard)]
pub async fn delete_address(address: AddressId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::delete_address(&ctx, address).await)
}

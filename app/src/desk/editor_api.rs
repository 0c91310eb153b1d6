//! The server functions of the listings' editor.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    ListingId, PictureId,
    marketplace::{Category, DraftPage, MyListing},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "selling/list_listings", input = GetUrl, output = Postcard)]
pub async fn list_listings() -> Result<Vec<MyListing>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::list_listings(&ctx, cooperative).await)
}

#[server(endpoint = "selling/list_categories", input = GetUrl, output = Postcard)]
pub async fn list_categories() -> Result<Vec<Category>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_categories(&ctx).await)
}

/// Goes on to the new listing's first page.
#[server(endpoint = "selling/begin_listing", output = Postcard)]
pub async fn begin_listing(#[server(default)] category: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let begun = service::marketplace::begin_listing(&ctx, cooperative, &category).await;
    let id = crate::ssr::respond(begun)?;
    crate::ssr::redirect(&format!("/{}/desk/listings/{id}/name", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "selling/show_draft", input = GetUrl, output = Postcard)]
pub async fn show_draft(listing: ListingId) -> Result<DraftPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_draft(&ctx, listing).await)
}

#[server(endpoint = "selling/save_listing_name", output = Postcard)]
pub async fn save_listing_name(
    listing: ListingId,
    #[server(default)] name_fr: String,
    #[server(default)] name_ar: String,
    #[server(default)] name_en: String,
    #[server(default)] name_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let names = [name_fr, name_ar, name_en, name_zgh];
    crate::ssr::respond(service::marketplace::save_name(&ctx, listing, names).await)?;
    crate::ssr::next_step(&ctx, listing, "name").await
}

#[server(endpoint = "selling/save_listing_description", output = Postcard)]
pub async fn save_listing_description(
    listing: ListingId,
    #[server(default)] description_fr: String,
    #[server(default)] description_ar: String,
    #[server(default)] description_en: String,
    #[server(default)] description_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let texts = [
        description_fr,
        description_ar,
        description_en,
        description_zgh,
    ];
    crate::ssr::respond(service::marketplace::save_description(&ctx, listing, texts).await)?;
    crate::ssr::next_step(&ctx, listing, "description").await
}

/// A category requires two attributes at most.
#[server(endpoint = "selling/save_listing_facts", output = Postcard)]
pub async fn save_listing_facts(
    listing: ListingId,
    #[server(default)] attribute_0_fr: String,
    #[server(default)] attribute_0_ar: String,
    #[server(default)] attribute_0_en: String,
    #[server(default)] attribute_0_zgh: String,
    #[server(default)] attribute_1_fr: String,
    #[server(default)] attribute_1_ar: String,
    #[server(default)] attribute_1_en: String,
    #[server(default)] attribute_1_zgh: String,
    #[server(default)] origin: String,
    #[server(default)] hs_code: String,
    #[server(default)] certification: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = service::marketplace::FactsInput {
        attributes: vec![
            [
                attribute_0_fr,
                attribute_0_ar,
                attribute_0_en,
                attribute_0_zgh,
            ],
            [
                attribute_1_fr,
                attribute_1_ar,
                attribute_1_en,
                attribute_1_zgh,
            ],
        ],
        origin,
        hs_code,
        certification,
    };
    crate::ssr::respond(service::marketplace::save_facts(&ctx, listing, input).await)?;
    crate::ssr::next_step(&ctx, listing, "facts").await
}

/// Goes back to the list of sizes.
#[server(endpoint = "selling/save_variant", output = Postcard)]
pub async fn save_variant(
    listing: ListingId,
    at: u32,
    #[server(default)] sku: String,
    #[server(default)] amount: String,
    #[server(default)] unit: String,
    #[server(default)] price: String,
    #[server(default)] eur: String,
    #[server(default)] usd: String,
    #[server(default)] break_quantity_0: String,
    #[server(default)] break_price_0: String,
    #[server(default)] break_quantity_1: String,
    #[server(default)] break_price_1: String,
    #[server(default)] break_quantity_2: String,
    #[server(default)] break_price_2: String,
    #[server(default)] stock: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::VariantInput {
        sku,
        amount,
        unit,
        price,
        eur,
        usd,
        breaks: [
            (break_quantity_0, break_price_0),
            (break_quantity_1, break_price_1),
            (break_quantity_2, break_price_2),
        ],
        stock,
    };
    crate::ssr::respond(service::marketplace::save_variant(&ctx, listing, at, input).await)?;
    crate::ssr::redirect(&format!(
        "/{}/desk/listings/{listing}/prices",
        ctx.lang.code()
    ));
    Ok(())
}

#[server(endpoint = "selling/remove_variant", output = Postcard)]
pub async fn remove_variant(listing: ListingId, at: u32) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::remove_variant(&ctx, listing, at).await)
}

#[server(endpoint = "selling/save_terms", output = Postcard)]
pub async fn save_terms(
    listing: ListingId,
    #[server(default)] prepare_days: String,
    #[server(default)] min_order: String,
    #[server(default)] unique: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let saved =
        service::marketplace::save_terms(&ctx, listing, &prepare_days, &min_order, &unique).await;
    crate::ssr::respond(saved)?;
    crate::ssr::next_step(&ctx, listing, "terms").await
}

#[server(endpoint = "selling/move_picture", output = Postcard)]
pub async fn move_picture(listing: ListingId, picture: PictureId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let change = service::marketplace::PictureChange::Forward;
    let done = service::marketplace::change_picture(&ctx, listing, picture, change).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "selling/remove_picture", output = Postcard)]
pub async fn remove_picture(listing: ListingId, picture: PictureId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let change = service::marketplace::PictureChange::Remove;
    let done = service::marketplace::change_picture(&ctx, listing, picture, change).await;
    crate::ssr::respond(done)
}

/// Goes back to the listing's pictures.
#[server(endpoint = "selling/describe_picture", output = Postcard)]
pub async fn describe_picture(
    listing: ListingId,
    picture: PictureId,
    #[server(default)] alt_fr: String,
    #[server(default)] alt_ar: String,
    #[server(default)] alt_en: String,
    #[server(default)] alt_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let texts = [alt_fr, alt_ar, alt_en, alt_zgh];
    let change = service::marketplace::PictureChange::Describe(texts);
    let done = service::marketplace::change_picture(&ctx, listing, picture, change).await;
    crate::ssr::respond(done)?;
    crate::ssr::redirect(&format!(
        "/{}/desk/listings/{listing}/pictures",
        ctx.lang.code()
    ));
    Ok(())
}

#[server(endpoint = "selling/submit_listing", output = Postcard)]
pub async fn submit_listing(listing: ListingId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::marketplace::submit_listing(&ctx, listing, version).await;
    crate::ssr::respond(done).map(|_| ())
}

#[server(endpoint = "selling/discard_changes", output = Postcard)]
pub async fn discard_changes(listing: ListingId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::discard_changes(&ctx, listing).await)
}

/// `to` is `on` or `off`.
#[server(endpoint = "selling/switch_listing", output = Postcard)]
pub async fn switch_listing(listing: ListingId, to: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::switch_listing(&ctx, listing, &to).await)
}

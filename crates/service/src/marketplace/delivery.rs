//! Rates, which the administration edits; weights, export and the free-delivery threshold, which
//! each cooperative does.

use crate::{Ctx, internal};
use domain::{
    CooperativeId, ListingId, Money, Problem, Result, VariantId,
    marketplace::{DeskDeliveryView, NewRate, RateInput, ShippingRate, WeighedView, amount},
    policy::{Action, Listing, Permit, Platform, Stock, authorize},
    text,
};

pub use domain::marketplace::{DeskDeliveryView as DeskDelivery, RatesView as RatesPage};

/// The table of rates, with what will be valid and what lately was.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone but the administration.
pub async fn list_rates(ctx: &Ctx) -> Result<RatesPage> {
    authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let rates: Vec<ShippingRate> =
        store::marketplace::all_shipping_rates(ctx.db().reader(), ctx.now)
            .await
            .map_err(internal(ctx))?;
    let regions = store::marketplace::regions(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    Ok(RatesPage {
        rates,
        regions,
        now: ctx.now,
    })
}

/// Enters a rate that begins on a day; the one before ends then. What was sold keeps its fee.
///
/// # Errors
/// As [`list_rates`]; `Invalid` naming every wrong field; `Conflict` where one begins then or later.
pub async fn add_rate(ctx: &Ctx, input: &RateInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let rate: NewRate = input.check()?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::insert_rate(&tx, &permit, &rate)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the cooperative's goods weigh, which may leave the country, and from when it sends free.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage it.
pub async fn desk_delivery(ctx: &Ctx, cooperative: CooperativeId) -> Result<DeskDelivery> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let db = ctx.db().reader();
    let free_from = store::marketplace::free_delivery_from(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let goods = store::marketplace::weights_of(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(DeskDeliveryView {
        free_from,
        goods: goods
            .into_iter()
            .map(|it| WeighedView {
                variant: it.variant,
                listing: it.listing,
                name: it.name,
                pack: it.pack,
                sku: it.sku,
                grams: it.grams,
                is_estimate: it.is_estimate,
                exportable: it.exportable,
            })
            .collect(),
    })
}

fn edit(ctx: &Ctx, cooperative: CooperativeId) -> Result<Permit<Listing>> {
    authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })
}

/// From this total on, parcels within Morocco travel free; empty: never.
///
/// # Errors
/// As [`desk_delivery`]; `Invalid` on `free_from`.
pub async fn set_free_delivery(
    ctx: &Ctx,
    cooperative: CooperativeId,
    free_from: &str,
) -> Result<()> {
    let permit = edit(ctx, cooperative)?;
    let from = if free_from.trim().is_empty() {
        None
    } else {
        let minor = amount(free_from, 10_000_000)
            .and_then(|minor| {
                let range = Problem::OutOfRange {
                    min: 1,
                    max: 100_000,
                };
                (minor > 0).then_some(minor).ok_or(range)
            })
            .map_err(|problem| domain::Error::field("free_from", problem))?;
        Some(Money::mad(minor))
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::set_free_delivery_from(&tx, &permit, cooperative, from, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What one pack weighs on the scale; empty: as estimated.
///
/// # Errors
/// As [`desk_delivery`]; `Invalid` on `grams`; `NotFound` for another's goods.
pub async fn set_weight(
    ctx: &Ctx,
    cooperative: CooperativeId,
    variant: VariantId,
    grams: &str,
) -> Result<()> {
    let permit = edit(ctx, cooperative)?;
    let grams = if grams.trim().is_empty() {
        None
    } else {
        let grams = text::integer(grams, 1, 1_000_000)
            .map_err(|problem| domain::Error::field("grams", problem))?;
        Some(grams)
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::set_weight(&tx, &permit, cooperative, variant, grams)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Whether a product may leave the country.
///
/// # Errors
/// As [`desk_delivery`]; `NotFound` for another's listing.
pub async fn set_exportable(
    ctx: &Ctx,
    cooperative: CooperativeId,
    listing: ListingId,
    exportable: bool,
) -> Result<()> {
    let permit = edit(ctx, cooperative)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::set_exportable(&tx, &permit, cooperative, listing, exportable)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

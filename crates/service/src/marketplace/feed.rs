//! The catalogue for other sites: a product feed and the newest listings.

use crate::{Ctx, internal};
use domain::{
    Result,
    policy::{Action, PublicSite, authorize},
};
use store::marketplace::FeedRow;

/// The largest feed. Beyond it a reader asks the API page by page.
const MAX_ITEMS: u32 = 20_000;

/// One item a variant on sale.
///
/// # Errors
/// Only `Internal`.
pub async fn product_feed(ctx: &Ctx) -> Result<Vec<FeedRow>> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    store::marketplace::feed(ctx.db().reader(), MAX_ITEMS)
        .await
        .map_err(internal(ctx))
}

/// The 50 newest listings.
///
/// # Errors
/// Only `Internal`.
pub async fn newest_listings(ctx: &Ctx) -> Result<Vec<FeedRow>> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    store::marketplace::newest_feed(ctx.db().reader(), 50)
        .await
        .map_err(internal(ctx))
}

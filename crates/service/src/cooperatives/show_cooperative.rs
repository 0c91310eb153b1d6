//! The public page.

use crate::{Ctx, internal};
use domain::{
    Error, Result,
    cooperatives::CooperativePage,
    policy::{Action, PublicSite, authorize},
};

/// A verified cooperative's public page.
///
/// # Errors
/// `NotFound` for one that does not exist or is not verified.
pub async fn show_cooperative(ctx: &Ctx, slug: &str) -> Result<CooperativePage> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    store::cooperatives::load_page(ctx.db().reader(), slug, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

//! Buyers pledge volumes before a cooperative exists; everyone reads how far that carries, and
//! nobody who pledged.

use super::teams::venturer;
use crate::{Ctx, internal};
use domain::{
    Error, Result,
    policy::{Action, PublicSite, authorize},
    projects::{PledgeInput, PledgePage, Pledges, covered, parse_pledge},
};
use store::{Connection, projects::SheetRow};

async fn sheet(ctx: &Ctx, db: &impl Connection, slug: &str) -> Result<SheetRow> {
    store::projects::load_sheet(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

async fn mine(ctx: &Ctx, db: &impl Connection, sheet: &SheetRow) -> Result<Option<(String, i64)>> {
    match ctx.actor.person() {
        Some(person) => store::projects::pledge_of(db, sheet.card.id, person)
            .await
            .map_err(internal(ctx)),
        None => Ok(None),
    }
}

/// What the sheet shows.
///
/// # Errors
/// `NotFound` for what is not published.
pub async fn sheet_pledges(ctx: &Ctx, slug: &str) -> Result<Pledges> {
    authorize(&ctx.actor, Action::BrowseProjects, &PublicSite {})?;
    let db = ctx.db().reader();
    let sheet = sheet(ctx, db, slug).await?;
    let (buyers, volume) = store::projects::pledged(db, sheet.card.id)
        .await
        .map_err(internal(ctx))?;
    Ok(Pledges {
        buyers,
        volume,
        covered: covered(volume, &sheet.content.inputs),
        mine: mine(ctx, db, &sheet).await?.map(|(_, volume)| volume),
    })
}

/// What the form shows.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published.
pub async fn pledge_page(ctx: &Ctx, slug: &str) -> Result<PledgePage> {
    venturer(ctx)?;
    let db = ctx.db().reader();
    let sheet = sheet(ctx, db, slug).await?;
    Ok(PledgePage {
        pledges: sheet_pledges(ctx, slug).await?,
        mine: mine(ctx, db, &sheet).await?,
        sheet: sheet.card.slug,
        title: sheet.content.title,
        product: sheet.content.product,
        product_name: sheet.content.product_name,
    })
}

/// Pledges, or changes one's pledge.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published; `Invalid` naming each field.
pub async fn save_pledge(ctx: &Ctx, slug: &str, input: &PledgeInput) -> Result<()> {
    let (_, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let sheet = sheet(ctx, &tx, slug).await?;
    let pledge = parse_pledge(input)?;
    store::projects::save_pledge(&tx, &permit, sheet.card.id, &pledge, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Takes it back. A second time changes nothing.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published.
pub async fn withdraw_pledge(ctx: &Ctx, slug: &str) -> Result<()> {
    let (_, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let sheet = sheet(ctx, &tx, slug).await?;
    store::projects::withdraw_pledge(&tx, &permit, sheet.card.id)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Buyers pledge volumes before a cooperative exists; everyone reads how far that carries, and who
//! pledged only the team that it is meant for. When its cooperative exists, they are told.

use super::teams::venturer;
use crate::{Ctx, admin::mails::compose, internal};
use domain::{
    Error, LocalText, Result,
    policy::{Action, Permit, PublicSite, authorize},
    projects::{MyPledge, PledgeInput, PledgePage, Pledges, TeamPledges, covered, parse_pledge},
};
use i18n::keys::ventures as k;
use store::{
    Connection, Tx,
    jobs::enqueue_mails,
    projects::{SheetRow, TeamRow},
};

async fn sheet(ctx: &Ctx, db: &impl Connection, slug: &str) -> Result<SheetRow> {
    store::projects::load_sheet(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

async fn mine(ctx: &Ctx, db: &impl Connection, sheet: &SheetRow) -> Result<Option<MyPledge>> {
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
        mine: mine(ctx, db, &sheet).await?.map(|it| it.volume),
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
        regions: store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?,
        provinces: store::marketplace::provinces(db)
            .await
            .map_err(internal(ctx))?,
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
    let provinces = store::marketplace::provinces(&tx)
        .await
        .map_err(internal(ctx))?;
    let pledge = parse_pledge(input, &provinces)?;
    store::projects::save_pledge(&tx, &permit, sheet.card.id, &pledge, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Says that one still means it; nothing where there is no pledge.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published.
pub async fn confirm_pledge(ctx: &Ctx, slug: &str) -> Result<()> {
    let (_, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let sheet = sheet(ctx, &tx, slug).await?;
    store::projects::confirm_pledge(&tx, &permit, sheet.card.id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The pledges that count for a team, for who was found to be one of it.
pub(super) async fn team_pledges(
    ctx: &Ctx,
    db: &impl Connection,
    team: &TeamRow,
) -> Result<TeamPledges> {
    let lines = store::projects::pledges_for(db, team.sheet, &team.province_code)
        .await
        .map_err(internal(ctx))?;
    let elsewhere = store::projects::pledges_elsewhere(db, team.sheet, &team.province_code)
        .await
        .map_err(internal(ctx))?;
    Ok(TeamPledges::of(lines, elsewhere, &team.inputs))
}

/// The team's cooperative exists: who pledged for it reads where its shop stands, in the transaction
/// that made it.
pub(super) async fn tell_pledgers<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    team: &TeamRow,
    storefront: &str,
) -> Result<()> {
    let buyers = store::projects::pledgers(tx, team.sheet, &team.province_code)
        .await
        .map_err(internal(ctx))?;
    let name = LocalText::new(&team.card.name, &team.card.name, &team.card.name);
    let page = format!("/cooperatives/{storefront}");
    let mails = buyers
        .into_iter()
        .filter_map(|me| {
            let keys = (k::MAIL_PLEDGED_SUBJECT, k::MAIL_PLEDGED_TEXT);
            let args = [("name", &name), ("project", &team.card.title)];
            compose(ctx, &me, keys, &args, (None, &page))
        })
        .collect();
    enqueue_mails(tx, permit, mails, ctx.now)
        .await
        .map_err(internal(ctx))
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

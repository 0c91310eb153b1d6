//! An advisor reads a listing before anyone else does: publishes it, or gives it back.

use super::{advisor, mails, moderator, note};
use crate::{Ctx, internal, marketplace::drafts};
use domain::{
    Error, ListingId, LocalText, Result,
    admin::{ListingCase, parse_reasons},
    marketplace::DraftState,
    policy::{OfficeCase, Permit},
};
use i18n::keys::admin as k;
use store::{Tx, accounts::list_managers, marketplace::LoadedDraft};

async fn open(
    ctx: &Ctx,
    db: &impl store::Connection,
    listing: ListingId,
) -> Result<(Permit<OfficeCase>, LoadedDraft)> {
    advisor(ctx)?;
    let loaded = store::marketplace::load_draft(db, listing)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = moderator(ctx, loaded.region)?;
    Ok((permit, loaded))
}

/// # Errors
/// `NotFound` for one of another region, and for one that was never submitted.
pub async fn show_listing(ctx: &Ctx, listing: ListingId) -> Result<ListingCase> {
    let (_, loaded) = open(ctx, ctx.db().reader(), listing).await?;
    if loaded.submitted_at.is_none() {
        return Err(Error::NotFound);
    }
    let cooperative = loaded.cooperative_name.clone();
    let published = loaded.published.clone();
    let submitted_at = loaded.submitted_at;
    Ok(ListingCase {
        cooperative,
        published,
        submitted_at,
        page: drafts::page(ctx, listing, loaded).await?,
    })
}

/// # Errors
/// `NotFound` for one of another region; `Conflict` where it changed since `version`, or does not
/// wait; `Invalid` on `prices` where a size's code is another's.
pub async fn approve_listing(ctx: &Ctx, listing: ListingId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, loaded) = open(ctx, &tx, listing).await?;
    if loaded.state != DraftState::Submitted || loaded.version != version {
        return Err(Error::Conflict);
    }
    drafts::publish(ctx, &tx, &permit, listing, &loaded.draft).await?;
    note(
        ctx,
        &tx,
        &permit,
        "approve_listing",
        format!("listing:{listing}"),
        serde_json::json!(loaded.published),
        serde_json::json!(loaded.draft),
    )
    .await?;
    let keys = (
        k::MAIL_LISTING_APPROVED_SUBJECT,
        k::MAIL_LISTING_APPROVED_TEXT,
    );
    tell(ctx, &tx, &permit, &loaded, keys, (None, "/desk/listings")).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// `Invalid` on `reasons`; otherwise as [`approve_listing`].
pub async fn return_listing(
    ctx: &Ctx,
    listing: ListingId,
    version: i64,
    reasons: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, loaded) = open(ctx, &tx, listing).await?;
    let reasons = parse_reasons(reasons)?;
    store::marketplace::return_draft(&tx, &permit, listing, version, &reasons, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "return_listing",
        format!("listing:{listing}"),
        serde_json::json!({ "status": "submitted" }),
        serde_json::json!({ "status": "draft", "reasons": reasons }),
    )
    .await?;
    let keys = (
        k::MAIL_LISTING_RETURNED_SUBJECT,
        k::MAIL_LISTING_RETURNED_TEXT,
    );
    let page = format!("/desk/listings/{listing}");
    tell(ctx, &tx, &permit, &loaded, keys, (Some(&reasons), &page)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn tell(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    loaded: &LoadedDraft,
    keys: (i18n::Key, i18n::Key),
    end: (Option<&str>, &str),
) -> Result<()> {
    let name: &LocalText = &loaded.draft.name;
    let managers = list_managers(tx, loaded.cooperative)
        .await
        .map_err(internal(ctx))?;
    for manager in managers {
        mails::tell(ctx, tx, permit, manager, keys, &[("name", name)], end).await?;
    }
    Ok(())
}

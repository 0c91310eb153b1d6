//! Verified cooperatives: found, suspended with a reason, and seen again.

use super::{advisor, mails, moderator, note};
use crate::{Ctx, internal};
use domain::{
    CooperativeId, Error, Result,
    admin::{CooperativeCase, CooperativeList, parse_reasons},
    cooperatives::{Event, Status},
};

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is no advisor.
pub async fn list_cooperatives(
    ctx: &Ctx,
    text: &str,
    only: Option<Status>,
    page: u32,
) -> Result<CooperativeList> {
    let regions = advisor(ctx)?;
    let text: String = text.trim().chars().take(80).collect();
    let page = page.clamp(1, 1_000);
    store::admin::list_cooperatives(ctx.db().reader(), &regions, &text, only, page)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// `NotFound` for one of another region.
pub async fn show_cooperative(ctx: &Ctx, id: CooperativeId) -> Result<CooperativeCase> {
    advisor(ctx)?;
    let db = ctx.db().reader();
    let head = store::admin::load_case_head(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    moderator(ctx, Some(head.region))?;
    store::admin::load_case(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// Hides the cooperative and its listings; what was ordered goes on. Suspending one that is
/// suspended changes nothing.
///
/// # Errors
/// `Invalid` on `reasons`; `NotFound` for one of another region; `Conflict` where its state does
/// not allow it.
pub async fn suspend_cooperative(ctx: &Ctx, id: CooperativeId, reasons: &str) -> Result<()> {
    decide(ctx, id, Event::Suspend, Some(reasons)).await
}

/// # Errors
/// As [`suspend_cooperative`].
pub async fn reinstate_cooperative(ctx: &Ctx, id: CooperativeId) -> Result<()> {
    decide(ctx, id, Event::Reinstate, None).await
}

async fn decide(ctx: &Ctx, id: CooperativeId, event: Event, reasons: Option<&str>) -> Result<()> {
    advisor(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = store::admin::load_case_head(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = moderator(ctx, Some(head.region))?;
    let reasons = reasons.map(parse_reasons).transpose()?;
    let after = match head.status.transition(event) {
        Ok(after) => after,
        // A second tap.
        Err(Error::Conflict) if is_done(head.status, event) => return Ok(()),
        Err(error) => return Err(error),
    };
    store::admin::set_status(
        &tx,
        &permit,
        id,
        (head.status, after),
        reasons.as_deref(),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    let action = match event {
        Event::Suspend => "suspend_cooperative",
        _ => "reinstate_cooperative",
    };
    note(
        ctx,
        &tx,
        &permit,
        action,
        format!("cooperative:{id}"),
        serde_json::json!({ "status": head.status.code() }),
        serde_json::json!({ "status": after.code(), "reasons": reasons }),
    )
    .await?;
    mails::status_changed(ctx, &tx, &permit, id, &head.name, reasons.as_deref()).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

fn is_done(status: Status, event: Event) -> bool {
    matches!(
        (status, event),
        (Status::Suspended, Event::Suspend) | (Status::Verified, Event::Reinstate)
    )
}

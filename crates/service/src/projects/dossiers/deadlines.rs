//! Deadlines: who must act is reminded once, and a dossier that nobody completed in time ends.

use super::{
    load,
    mails::{News, Reminder, tell_founder, tell_reviewer},
    review::{draw_reviewers, hold, wanted},
    step,
    write::release,
};
use crate::{Ctx, internal, projects::teams::rules};
use domain::{
    DossierId, Result,
    policy::{Action, Permit, Platform, authorize},
    projects::{DossierEvent, DossierState, Rule},
};
use store::projects::Noted;

/// Reminds, ends what has lapsed, and draws reviewers where they were missing. Each dossier is a
/// transaction of its own: one that fails holds up no other.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn watch_deadlines(ctx: &Ctx) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let db = ctx.db().reader();
    let soon = ctx.now + rules(ctx, db).await?.days(Rule::ReminderDays);
    let waiting = [DossierState::Incomplete, DossierState::Rejected];
    let due = store::projects::due_dossiers(db, &waiting, (ctx.now, Some(soon)))
        .await
        .map_err(internal(ctx))?;
    for id in due {
        remind(ctx, &permit, id).await?;
    }
    let lapsed = store::projects::due_dossiers(db, &waiting[..1], (ctx.now, None))
        .await
        .map_err(internal(ctx))?;
    for id in lapsed {
        lapse(ctx, &permit, id).await?;
    }
    let reviews = store::projects::due_reviews(db, soon)
        .await
        .map_err(internal(ctx))?;
    for review in reviews {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        let (_, team) = load(ctx, &tx, review.dossier).await?;
        if store::projects::note_review_reminder(&tx, &permit, review.id, ctx.now)
            .await
            .map_err(internal(ctx))?
        {
            let told = (&team, Reminder::Again);
            tell_reviewer(ctx, &tx, &permit, review.reviewer, told).await?;
            store::commit(tx).await.map_err(internal(ctx))?;
        }
    }
    let unread = store::projects::without_reviewers(db)
        .await
        .map_err(internal(ctx))?;
    for id in unread {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        hold(ctx, &tx, &permit, id).await?;
        let (row, team) = load(ctx, &tx, id).await?;
        let wanted = wanted(ctx, &tx, &row).await?;
        draw_reviewers(ctx, &tx, &permit, (&row, &team), wanted).await?;
        store::commit(tx).await.map_err(internal(ctx))?;
    }
    Ok(())
}

async fn remind(ctx: &Ctx, permit: &Permit<Platform>, id: DossierId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team) = load(ctx, &tx, id).await?;
    if !store::projects::note_dossier_reminder(&tx, permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?
    {
        return Ok(());
    }
    // An earlier request is no matter of an appeal.
    let missing = row.dossier.missing.as_deref();
    let missing = missing.filter(|_| row.dossier.state == DossierState::Incomplete);
    let told = (News::DueSoon, missing);
    tell_founder(ctx, &tx, permit, &team, told).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Counts as withdrawn; what it says stays, and the next one begins with it.
async fn lapse(ctx: &Ctx, permit: &Permit<Platform>, id: DossierId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team) = load(ctx, &tx, id).await?;
    // It may have been completed since it was listed.
    let is_late = row.dossier.due_at.is_some_and(|due| due < ctx.now);
    if row.dossier.state != DossierState::Incomplete || !is_late {
        return Ok(());
    }
    let event = (DossierEvent::Lapse, row.dossier.version, Noted::Nothing);
    step(ctx, &tx, permit, &row, event).await?;
    release(ctx, &tx, permit, &row, &team).await?;
    tell_founder(ctx, &tx, permit, &team, (News::Lapsed, None)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Reviewers: drawn without conflict, they accept or declare one, and score.

use super::{
    load,
    mails::{Reminder, tell_reviewer},
    step,
};
use crate::{
    Ctx, internal,
    projects::teams::{note, rules},
};
use domain::{
    DossierId, DossierReviewId, Error, Result,
    policy::{self, Action, DossierReview, Permit, authorize},
    projects::{
        Criterion, DossierEvent, DossierState, Outcome, ReviewEvent, ReviewState, Rule, Score,
        draw, outcome,
    },
};
use serde_json::json;
use store::{
    Connection, Tx,
    projects::{DossierRow, Noted, ReviewRow, TeamRow},
};

/// As many as examine a dossier at first.
pub(super) const FIRST: usize = 2;

/// Chance that nobody can steer or foresee, and that anyone who holds the key can draw again: of
/// the dossier and how many were asked before.
fn seed(ctx: &Ctx, id: DossierId, asked: usize) -> u64 {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &ctx.services.secret_key);
    let tag = ring::hmac::sign(&key, format!("draw reviewers:{id}:{asked}").as_bytes());
    tag.as_ref()
        .iter()
        .take(8)
        .fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// As many as must examine the dossier, by the scores that are in.
pub(super) async fn wanted(ctx: &Ctx, db: &impl Connection, row: &DossierRow) -> Result<usize> {
    let points = points(ctx, db, row).await?;
    Ok(match outcome(&points, &rules(ctx, db).await?) {
        Outcome::ThirdNeeded => FIRST + 1,
        Outcome::Waiting | Outcome::Settled(_) => FIRST,
    })
}

/// Draws reviewers until `wanted` examine the dossier or have scored it. Where too few advisors of
/// the region are free, those that are; the worker tries again.
pub(super) async fn draw_reviewers<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    (row, team): (&DossierRow, &TeamRow),
    wanted: usize,
) -> Result<()> {
    let id = row.dossier.id;
    let reviews = store::projects::reviews_of(tx, id)
        .await
        .map_err(internal(ctx))?;
    let busy = reviews
        .iter()
        .filter(|it| it.state.is_open() || it.state == ReviewState::Scored)
        .count();
    let candidates = store::projects::candidates(tx, id, row.region)
        .await
        .map_err(internal(ctx))?;
    let seed = seed(ctx, id, reviews.len());
    let drawn = draw(&candidates, wanted.saturating_sub(busy), seed);
    let rules = rules(ctx, tx).await?;
    let times = (ctx.now, ctx.now + rules.days(Rule::ReviewDays));
    for person in drawn {
        store::projects::assign_reviewer(tx, permit, id, person, times)
            .await
            .map_err(internal(ctx))?;
        note(
            ctx,
            tx,
            permit,
            "assign_reviewer",
            format!("dossier:{id}"),
            (serde_json::Value::Null, json!({ "reviewer": person })),
        )
        .await?;
        tell_reviewer(ctx, tx, permit, person, (team, Reminder::First)).await?;
    }
    Ok(())
}

/// Holds a dossier under review until the transaction ends, so that what others do to its reviews
/// is seen.
///
/// # Errors
/// `Conflict` where it is not under review any more.
pub(super) async fn hold<R>(ctx: &Ctx, tx: &Tx, permit: &Permit<R>, id: DossierId) -> Result<()> {
    store::projects::hold_dossier(tx, permit, id, DossierState::UnderReview, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// My own review, and the permit to examine.
async fn mine(
    ctx: &Ctx,
    tx: &Tx,
    id: DossierReviewId,
) -> Result<(ReviewRow, Permit<DossierReview>)> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let review = store::projects::load_review(tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = policy::DossierReview {
        region: review.region,
        reviewer: review.reviewer,
    };
    let permit = authorize(&ctx.actor, Action::ScoreDossier, &resource)?;
    Ok((review, permit))
}

async fn move_review(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<DossierReview>,
    review: &ReviewRow,
    event: ReviewEvent,
) -> Result<()> {
    let after = review.state.transition(event)?;
    store::projects::move_review(tx, permit, review.id, (review.state, after))
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        tx,
        permit,
        event.code(),
        format!("dossier:{}", review.dossier),
        (
            json!({ "review": review.id, "state": review.state.code() }),
            json!({ "review": review.id, "state": after.code() }),
        ),
    )
    .await
}

/// Takes the review on. A second time is the first.
///
/// # Errors
/// `NotFound` for who was not drawn; `Conflict` once it is scored or over.
pub async fn accept_review(ctx: &Ctx, id: DossierReviewId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (review, permit) = mine(ctx, &tx, id).await?;
    if review.state == ReviewState::Accepted {
        return Ok(());
    }
    move_review(ctx, &tx, &permit, &review, ReviewEvent::Accept).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Steps back; another is drawn.
///
/// # Errors
/// As [`accept_review`].
pub async fn declare_conflict(ctx: &Ctx, id: DossierReviewId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (review, permit) = mine(ctx, &tx, id).await?;
    if review.state == ReviewState::Conflict {
        return Ok(());
    }
    hold(ctx, &tx, &permit, review.dossier).await?;
    move_review(ctx, &tx, &permit, &review, ReviewEvent::DeclareConflict).await?;
    let (row, team) = load(ctx, &tx, review.dossier).await?;
    let wanted = wanted(ctx, &tx, &row).await?;
    draw_reviewers(ctx, &tx, &permit, (&row, &team), wanted).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Scores the dossier. Where two scores are too far apart a third reviewer is drawn; where they
/// are not, the dossier goes on to be decided.
///
/// # Errors
/// `NotFound` for who was not drawn; `Invalid` naming each criterion and `comment`; `Conflict`
/// where the review was not taken on or is over.
pub async fn score_dossier(
    ctx: &Ctx,
    id: DossierReviewId,
    marks: &[(Criterion, String)],
    comment: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (review, permit) = mine(ctx, &tx, id).await?;
    let (score, comment) = Score::parse(marks, comment)?;
    if review.state == ReviewState::Scored
        && review.score.as_ref() == Some(&score)
        && review.comment == comment
    {
        return Ok(());
    }
    hold(ctx, &tx, &permit, review.dossier).await?;
    let (row, team) = load(ctx, &tx, review.dossier).await?;
    let after = review.state.transition(ReviewEvent::Score)?;
    store::projects::score_review(&tx, &permit, id, (&score, &comment), ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        ReviewEvent::Score.code(),
        format!("dossier:{}", review.dossier),
        (
            json!({ "review": id, "state": review.state.code() }),
            json!({ "review": id, "state": after.code(), "points": score.points() }),
        ),
    )
    .await?;
    let points = points(ctx, &tx, &row).await?;
    match outcome(&points, &rules(ctx, &tx).await?) {
        Outcome::Waiting => {}
        Outcome::ThirdNeeded => {
            draw_reviewers(ctx, &tx, &permit, (&row, &team), FIRST + 1).await?;
        }
        Outcome::Settled(_) => {
            let event = (
                DossierEvent::Deliberate,
                row.dossier.version,
                Noted::Nothing,
            );
            step(ctx, &tx, &permit, &row, event).await?;
        }
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// Of the scores that are in.
pub(super) async fn points(ctx: &Ctx, db: &impl Connection, row: &DossierRow) -> Result<Vec<i64>> {
    let reviews = store::projects::reviews_of(db, row.dossier.id)
        .await
        .map_err(internal(ctx))?;
    Ok(reviews.iter().filter_map(|it| it.points).collect())
}

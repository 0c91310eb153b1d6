//! The office: whether a dossier is complete, and what becomes of it.

use super::{
    load,
    mails::{News, tell_founder},
    review::{FIRST, draw_reviewers, points, wanted},
    step,
    write::release,
};
use crate::{Ctx, internal, projects::teams::rules};
use domain::{
    DossierId, Error, PersonId, Result,
    admin::parse_reasons,
    policy::{Action, Office, OfficeCase, Permit, authorize},
    projects::{
        Decision, DecisionInput, DossierCase, DossierEvent, DossierState, Founder, Outcome,
        ReviewLine, ReviewState, Verdict, outcome, parse_decision,
    },
};
use store::{
    Connection, Tx,
    projects::{DossierRow, Noted, TeamRow},
};

/// The dossier and the permit of an advisor of its region. A draft is its team's.
async fn case(
    ctx: &Ctx,
    db: &impl Connection,
    id: DossierId,
) -> Result<(DossierRow, TeamRow, Permit<OfficeCase>)> {
    authorize(&ctx.actor, Action::ReadQueues, &Office {})?;
    let (row, team) = load(ctx, db, id).await?;
    let region = row.region;
    let permit = authorize(&ctx.actor, Action::Moderate, &OfficeCase { region })?;
    if row.dossier.submitted_at.is_none() {
        return Err(Error::NotFound);
    }
    Ok((row, team, permit))
}

/// Whether the advisor is in the team, works with someone who is, or wrote the sheet.
async fn is_party(ctx: &Ctx, db: &impl Connection, row: &DossierRow) -> Result<bool> {
    let candidates = store::projects::candidates(db, row.dossier.id, row.region)
        .await
        .map_err(internal(ctx))?;
    Ok(candidates
        .iter()
        .any(|it| Some(it.person) == ctx.actor.person() && it.has_conflict))
}

/// As [`case`], for who decides: nobody decides about their own.
async fn impartial(
    ctx: &Ctx,
    tx: &Tx,
    id: DossierId,
) -> Result<(DossierRow, TeamRow, Permit<OfficeCase>, PersonId)> {
    let (row, team, permit) = case(ctx, tx, id).await?;
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    if is_party(ctx, tx, &row).await? {
        return Err(Error::Forbidden);
    }
    Ok((row, team, permit, person))
}

/// The dossier as the office sees it. Who is still to score it does not see the others' scores.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for who is no advisor; `NotFound` for another region's, and for
/// a draft.
pub async fn show_dossier_case(ctx: &Ctx, id: DossierId) -> Result<DossierCase> {
    let db = ctx.db().reader();
    let (row, team, _) = case(ctx, db, id).await?;
    let me = ctx.actor.person();
    let reviews = store::projects::reviews_of(db, id)
        .await
        .map_err(internal(ctx))?;
    let my_review = reviews
        .iter()
        .find(|it| Some(it.reviewer) == me && it.state.is_open())
        .map(|it| (it.id, it.state));
    let is_blind = my_review.is_some();
    let at_work = reviews
        .iter()
        .filter(|it| it.state.is_open() || it.state == ReviewState::Scored)
        .count();
    let wanted = match row.dossier.state {
        DossierState::UnderReview => wanted(ctx, db, &row).await?,
        _ => 0,
    };
    let sheet = store::projects::load_sheet(db, &team.card.sheet)
        .await
        .map_err(internal(ctx))?;
    let pledges = crate::projects::pledges::team_pledges(ctx, db, &team).await?;
    Ok(DossierCase {
        pledges: pledges.anonymous(),
        region: row.region.to_string(),
        sector: sheet.map(|sheet| sheet.card.sector).unwrap_or_default(),
        is_party: is_party(ctx, db, &row).await?,
        reviewers_missing: u32::try_from(wanted.saturating_sub(at_work)).unwrap_or(0),
        reviews: reviews
            .into_iter()
            .map(|it| ReviewLine {
                is_me: Some(it.reviewer) == me,
                reviewer: it.name,
                state: it.state,
                due_at: it.due_at,
                score: it.score.filter(|_| !is_blind),
                comment: if is_blind { String::new() } else { it.comment },
            })
            .collect(),
        my_review,
        founders: team
            .members
            .iter()
            .map(|it| Founder {
                person: it.person,
                name: it.name.clone(),
                role: it.role,
            })
            .collect(),
        inputs: team.inputs,
        team: team.card,
        dossier: row.dossier,
    })
}

/// Takes the dossier up where that was not done, as part of a decision about it.
async fn taken_up(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    mut row: DossierRow,
    version: i64,
) -> Result<DossierRow> {
    if row.dossier.version != version {
        return Err(Error::Conflict);
    }
    if row.dossier.state == DossierState::Submitted {
        let event = (DossierEvent::TakeUp, version, Noted::Nothing);
        row.dossier.state = step(ctx, tx, permit, &row, event).await?;
        row.dossier.version += 1;
    }
    Ok(row)
}

/// The dossier is complete: two reviewers are drawn.
///
/// # Errors
/// `Forbidden` for who is party to it; `NotFound` for another region's; `Conflict` where it is not
/// waiting for that, or changed since `version`.
pub async fn admit_dossier(ctx: &Ctx, id: DossierId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team, permit, _) = impartial(ctx, &tx, id).await?;
    let row = taken_up(ctx, &tx, &permit, row, version).await?;
    let event = (DossierEvent::Admit, row.dossier.version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    draw_reviewers(ctx, &tx, &permit, (&row, &team), FIRST).await?;
    tell_founder(ctx, &tx, &permit, &team, (News::Admitted, None)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Something is missing: the team has until the deadline.
///
/// # Errors
/// `Invalid` on `reasons`; otherwise as [`admit_dossier`].
pub async fn ask_completion(ctx: &Ctx, id: DossierId, version: i64, missing: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team, permit, _) = impartial(ctx, &tx, id).await?;
    let missing = parse_reasons(missing)?;
    let row = taken_up(ctx, &tx, &permit, row, version).await?;
    let noted = Noted::Missing(missing.clone());
    let event = (DossierEvent::AskCompletion, row.dossier.version, noted);
    step(ctx, &tx, &permit, &row, event).await?;
    tell_founder(ctx, &tx, &permit, &team, (News::Incomplete, Some(&missing))).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Decides, in the first instance or on appeal; who decided first does not decide the appeal.
///
/// # Errors
/// `Invalid` on `verdict`, `reasons` and `conditions`; `Forbidden` for who is party to it or
/// decided it before; otherwise as [`admit_dossier`].
pub async fn decide_dossier(
    ctx: &Ctx,
    id: DossierId,
    version: i64,
    input: &DecisionInput,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team, permit, person) = impartial(ctx, &tx, id).await?;
    let (verdict, reasons, conditions) = parse_decision(input)?;
    let on_appeal = row.dossier.state == DossierState::Appeal;
    let first = store::projects::decided_by(&tx, id)
        .await
        .map_err(internal(ctx))?;
    if on_appeal && first == Some(person) {
        return Err(Error::Forbidden);
    }
    let event = (verdict.event(), version, Noted::Nothing);
    let after = step(ctx, &tx, &permit, &row, event).await?;
    let scores = points(ctx, &tx, &row).await?;
    let score = match outcome(&scores, &rules(ctx, &tx).await?) {
        Outcome::Settled(score) => Some(score),
        Outcome::Waiting | Outcome::ThirdNeeded => None,
    };
    let decision = Decision {
        verdict,
        reasons,
        conditions,
        on_appeal,
        decided_at: ctx.now,
        score,
    };
    store::projects::insert_decision(&tx, &permit, id, &decision, person)
        .await
        .map_err(internal(ctx))?;
    if after == DossierState::Closed {
        release(ctx, &tx, &permit, &row, &team).await?;
    } else {
        store::projects::close_reviews(&tx, &permit, id)
            .await
            .map_err(internal(ctx))?;
    }
    let news = match verdict {
        Verdict::Approved => News::Approved,
        Verdict::Conditional => News::Conditional,
        Verdict::Rejected => News::Rejected,
    };
    let told = Some(decision.reasons.as_str());
    tell_founder(ctx, &tx, &permit, &team, (news, told)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the decision asked for is done.
///
/// # Errors
/// As [`admit_dossier`].
pub async fn meet_conditions(ctx: &Ctx, id: DossierId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, team, permit, _) = impartial(ctx, &tx, id).await?;
    let event = (DossierEvent::MeetConditions, version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    tell_founder(ctx, &tx, &permit, &team, (News::Approved, None)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

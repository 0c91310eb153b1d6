//! Dossiers: a team writes one, the office examines and decides, and a cooperative comes of it.
//!
//! Each step of the way is one transaction, made on the version that was seen, and noted in the
//! audit log.

mod deadlines;
mod decide;
mod mails;
mod review;
mod write;

pub use deadlines::watch_deadlines;
pub use decide::{
    admit_dossier, ask_completion, decide_dossier, meet_conditions, show_dossier_case,
};
pub use review::{accept_review, declare_conflict, score_dossier};
pub use write::{
    appeal_dossier, begin_dossier, remove_dossier_paper, save_dossier, show_dossier,
    submit_dossier, upload_dossier_paper, withdraw_dossier,
};

use super::teams::{note, rules};
use crate::{Ctx, internal};
use domain::{
    DossierId, Error, Result,
    policy::{self, Action, OfficeCase, Permit, authorize},
    projects::{DossierEvent, DossierState, TeamEvent, TeamState},
};
use serde_json::json;
use store::{
    Connection, Tx,
    projects::{DossierRow, Move, Noted, TeamRow},
};

/// A dossier and its team, for who was found to be allowed.
pub(super) async fn load(
    ctx: &Ctx,
    db: &impl Connection,
    id: DossierId,
) -> Result<(DossierRow, TeamRow)> {
    let row = store::projects::load_dossier(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rules = rules(ctx, db).await?;
    let team = store::projects::load_team(db, row.dossier.team, &rules)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok((row, team))
}

/// A dossier for one of its team, or an advisor of its region once it was submitted.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for anyone else.
pub(super) async fn read_dossier(
    ctx: &Ctx,
    db: &impl Connection,
    id: DossierId,
) -> Result<(DossierRow, TeamRow)> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let (row, team) = load(ctx, db, id).await?;
    let resource = policy::ProjectTeam {
        team: team.id,
        founder: team.founder,
        member: team.member(person).map(|member| member.person),
    };
    let as_member = authorize(&ctx.actor, Action::WorkInTeam, &resource).is_ok();
    let region = row.region;
    let as_advisor = row.dossier.submitted_at.is_some()
        && authorize(&ctx.actor, Action::Moderate, &OfficeCase { region }).is_ok();
    match as_member || as_advisor {
        true => Ok((row, team)),
        false => Err(Error::NotFound),
    }
}

/// Takes a dossier one step on, made on the version `version`, and notes it. Answers the state it
/// is in then.
pub(super) async fn step<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &DossierRow,
    (event, version, noted): (DossierEvent, i64, Noted),
) -> Result<DossierState> {
    let before = row.dossier.state;
    let after = before.transition(event)?;
    let rules = rules(ctx, tx).await?;
    let it = Move {
        from: before,
        to: after,
        version,
        due_at: after.due_at(&rules, ctx.now),
        noted,
    };
    let id = row.dossier.id;
    store::projects::move_dossier(tx, permit, id, &it, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        tx,
        permit,
        event.code(),
        format!("dossier:{id}"),
        (
            json!({ "state": before.code() }),
            json!({ "state": after.code() }),
        ),
    )
    .await?;
    Ok(after)
}

/// Moves the dossier's team as well.
pub(super) async fn move_team<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    team: &TeamRow,
    event: TeamEvent,
) -> Result<TeamState> {
    let before = team.card.state;
    let after = before.transition(event)?;
    store::projects::move_team(tx, permit, team.id, (before, after), ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(after)
}

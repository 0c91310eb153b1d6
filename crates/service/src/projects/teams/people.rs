//! Who does what in a team, who leaves, and who takes over.

use super::{count, load, note};
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Problem, Result, TeamId,
    policy::Action,
    projects::{DossierBrief, DossierState, TeamEvent, TeamRole},
};
use serde_json::json;

/// Gives a role to a member; who had it before is a member like the others.
///
/// # Errors
/// `NotFound` for who does not lead the team, and for who is no member; `Invalid` on `role`.
pub async fn give_role(ctx: &Ctx, id: TeamId, person: PersonId, role: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    let role =
        TeamRole::from_code(role).ok_or_else(|| Error::field("role", Problem::UnknownChoice))?;
    let before = team.member(person).ok_or(Error::NotFound)?.role;
    store::projects::give_role(&tx, &permit, person, role)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "give_role",
        format!("team:{id}"),
        (
            json!({ "person": person, "role": before.code() }),
            json!({ "person": person, "role": role.code() }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// A member leaves and frees their seat.
///
/// # Errors
/// `NotFound` for who is no member; `Conflict` for the founder, who hands the team over first, and
/// where the dossier is with the office.
pub async fn leave_team(ctx: &Ctx, id: TeamId) -> Result<()> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    free_seat(ctx, id, person, Action::WorkInTeam).await
}

/// The founder frees a member's seat for another.
///
/// # Errors
/// As [`leave_team`]; `NotFound` for who does not lead the team.
pub async fn replace_teammate(ctx: &Ctx, id: TeamId, person: PersonId) -> Result<()> {
    free_seat(ctx, id, person, Action::LeadTeam).await
}

async fn free_seat(ctx: &Ctx, id: TeamId, person: PersonId, action: Action) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = load(ctx, &tx, id, action).await?;
    let counted = store::projects::free_seat(&tx, &permit, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    count(ctx, &tx, &permit, id, counted).await?;
    note(
        ctx,
        &tx,
        &permit,
        "leave_team",
        format!("team:{id}"),
        (
            json!({ "person": person, "joined": counted.0 + 1 }),
            json!({ "joined": counted.0 }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Another member leads from now on.
///
/// # Errors
/// `NotFound` for who does not lead the team, and for who is no member.
pub async fn hand_over_team(ctx: &Ctx, id: TeamId, person: PersonId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    store::projects::hand_over(&tx, &permit, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "hand_over_team",
        format!("team:{id}"),
        (
            json!({ "founder": team.founder }),
            json!({ "founder": person }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Ends the team for good.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Conflict` where its dossier is with the office, or
/// its cooperative exists.
pub async fn dissolve_team(ctx: &Ctx, id: TeamId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    let before = team.card.state;
    let after = before.transition(TeamEvent::Dissolve)?;
    // A dossier that waits for the office is withdrawn first.
    let waits = |it: DossierBrief| !it.state.is_over() && it.state != DossierState::Rejected;
    if team.card.dossier.is_some_and(waits) {
        return Err(Error::Conflict);
    }
    store::projects::move_team(&tx, &permit, id, (before, after), ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "dissolve_team",
        format!("team:{id}"),
        (
            json!({ "state": before.code() }),
            json!({ "state": after.code() }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Teams: someone starts a project, others join by a secret link, until they are as many as the
//! law asks. What a team does is its members' alone: to anyone else it does not exist.

mod invite;
mod people;
mod start;
mod tasks;

pub(super) use invite::seat;
pub use invite::{invite_teammate, join_team, revoke_team_invitation, show_team_invitation};
pub use people::{dissolve_team, give_role, hand_over_team, leave_team, replace_teammate};
pub use start::{my_teams, start_page, start_team};
pub use tasks::{TaskMark, add_task, mark_task, remove_task};

use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result, TeamId,
    policy::{self, Action, Permit, ProjectTeam, Venturer, authorize},
    projects::{Rules, TeamPage, TeamState, Teammate},
};
use store::Connection;
use store::{
    Tx,
    accounts::{AuditEntry, append_audit},
    projects::TeamRow,
};

pub(crate) async fn rules(ctx: &Ctx, db: &impl Connection) -> Result<Rules> {
    store::projects::rules(db, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Who ventures, with the permit to start or join.
pub(super) fn venturer(ctx: &Ctx) -> Result<(PersonId, Permit<Venturer>)> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::Venture, &Venturer { person })?;
    Ok((person, permit))
}

/// A team and the permit to do `action` in it.
pub(crate) async fn load(
    ctx: &Ctx,
    db: &impl Connection,
    id: TeamId,
    action: Action,
) -> Result<(TeamRow, Permit<ProjectTeam>)> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let rules = rules(ctx, db).await?;
    let team = store::projects::load_team(db, id, &rules)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = policy::ProjectTeam {
        team: id,
        founder: team.founder,
        member: team.member(person).map(|member| member.person),
    };
    let permit = authorize(&ctx.actor, action, &resource)?;
    Ok((team, permit))
}

/// Moves an open team to the state that its number of members says.
async fn count<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    team: TeamId,
    (joined, state): (u32, TeamState),
) -> Result<()> {
    let founders = rules(ctx, tx).await?.founders();
    let next = state.counted(joined, founders)?;
    if next == state {
        return Ok(());
    }
    store::projects::move_team(tx, permit, team, (state, next), ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Notes an act in the audit log, in its own transaction.
pub(crate) async fn note<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    action: &'static str,
    subject: String,
    (before, after): (serde_json::Value, serde_json::Value),
) -> Result<()> {
    let entry = AuditEntry {
        action,
        subject,
        before: Some(before),
        after: Some(after),
    };
    append_audit(tx, permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// The team's own page.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is no member.
pub async fn show_team(ctx: &Ctx, id: TeamId) -> Result<TeamPage> {
    let db = ctx.db().reader();
    let (team, _) = load(ctx, db, id, Action::WorkInTeam).await?;
    let me = ctx.actor.person();
    let i_lead = me == Some(team.founder);
    let invitations = if i_lead {
        store::projects::team_invitations(db, id, ctx.now)
            .await
            .map_err(internal(ctx))?
    } else {
        Vec::new()
    };
    let pledges = super::pledges::team_pledges(ctx, db, &team).await?;
    Ok(TeamPage {
        pledges,
        members: team
            .members
            .iter()
            .map(|it| Teammate {
                person: it.person,
                name: it.name.clone(),
                role: it.role,
                is_me: me == Some(it.person),
                is_founder: it.person == team.founder,
            })
            .collect(),
        tasks: store::projects::tasks(db, id, ctx.now)
            .await
            .map_err(internal(ctx))?,
        card: team.card,
        scenario: team.scenario,
        inputs: team.inputs,
        invitations,
        i_lead,
        join_address: format!(
            "{}/{}/projects/teams/join?invitation=",
            ctx.services.public_url,
            ctx.lang.code()
        ),
    })
}

//! What the team has to do: who, until when, done.

use super::load;
use crate::{Ctx, internal};
use domain::{
    PersonId, Result, TaskId, TeamId,
    policy::Action,
    projects::{TaskInput, parse_task},
};

/// # Errors
/// `NotFound` for who is no member; `Invalid` naming each field.
pub async fn add_task(ctx: &Ctx, id: TeamId, input: &TaskInput) -> Result<TaskId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::WorkInTeam).await?;
    let members: Vec<PersonId> = team.members.iter().map(|it| it.person).collect();
    let task = parse_task(input, &members)?;
    let task = store::projects::add_task(&tx, &permit, &task, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(task)
}

/// Done, or to do again.
///
/// # Errors
/// `NotFound` for who is no member, and for another team's task.
pub async fn mark_task(ctx: &Ctx, id: TeamId, task: TaskId, done: TaskMark) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = load(ctx, &tx, id, Action::WorkInTeam).await?;
    let done_at = match done {
        TaskMark::Done => Some(ctx.now),
        TaskMark::ToDo => None,
    };
    store::projects::mark_task(&tx, &permit, task, done_at)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskMark {
    Done,
    ToDo,
}

/// # Errors
/// As [`mark_task`].
pub async fn remove_task(ctx: &Ctx, id: TeamId, task: TaskId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = load(ctx, &tx, id, Action::WorkInTeam).await?;
    store::projects::remove_task(&tx, &permit, task)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Who writes an idea: invited by a link, free to leave, named only where they agree.

use super::load;
use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
    projects::teams::venturer,
};
use domain::{
    Error, IdeaId, PersonId, Result,
    policy::Action,
    projects::{IdeaField, IdeaInvitation, MOST_AUTHORS},
};
use store::{Connection, projects::IdeaRow};

/// A link may be followed for two weeks.
const LINK_LIFE: i64 = 14 * 86_400;

/// Answers a new link's secret; the link before ends.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not own it; `Conflict` where nobody may join any more.
pub async fn invite_author(ctx: &Ctx, id: IdeaId) -> Result<String> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = load(ctx, &tx, id, Action::LeadIdea).await?;
    if row.idea.state.is_over() || is_full(&row) {
        return Err(Error::Conflict);
    }
    let token = new_token();
    let times = (ctx.now, ctx.now + LINK_LIFE);
    store::projects::invite_author(&tx, &permit, (id, person), &token_hash(&token), times)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(token)
}

fn is_full(row: &IdeaRow) -> bool {
    row.writers().count() >= MOST_AUTHORS
}

/// Ends the link that is open.
///
/// # Errors
/// As [`invite_author`].
pub async fn revoke_idea_links(ctx: &Ctx, id: IdeaId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit, _) = load(ctx, &tx, id, Action::LeadIdea).await?;
    store::projects::end_idea_invitations(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn invited(ctx: &Ctx, db: &impl Connection, token: &str) -> Result<(IdeaRow, String)> {
    let (id, invited_by) = store::projects::open_idea_invitation(db, &token_hash(token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let row = store::projects::load_idea(db, id)
        .await
        .map_err(internal(ctx))?
        .filter(|row| !row.idea.state.is_over())
        .ok_or(Error::NotFound)?;
    Ok((row, invited_by))
}

/// What the link says.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for one that has ended, or never was.
pub async fn show_idea_invitation(ctx: &Ctx, token: &str) -> Result<IdeaInvitation> {
    let (person, _) = venturer(ctx)?;
    let (row, invited_by) = invited(ctx, ctx.db().reader(), token).await?;
    Ok(IdeaInvitation {
        id: row.idea.id,
        title: row.idea.content.get(IdeaField::Title).to_owned(),
        invited_by,
        is_author: row.is_writer(person),
        is_full: is_full(&row),
    })
}

/// Writes with the others from now on. Who joins again has joined.
///
/// # Errors
/// As [`show_idea_invitation`]; `Conflict` where as many write it as may.
pub async fn join_idea(ctx: &Ctx, token: &str) -> Result<IdeaId> {
    let (person, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, _) = invited(ctx, &tx, token).await?;
    let id = row.idea.id;
    if row.is_writer(person) {
        return Ok(id);
    }
    if is_full(&row) {
        return Err(Error::Conflict);
    }
    store::projects::join_idea(&tx, &permit, id, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Writes no more. The owner hands the idea over before.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write it; `Conflict` for its owner.
pub async fn leave_idea(ctx: &Ctx, id: IdeaId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = load(ctx, &tx, id, Action::WriteIdea).await?;
    if row.owner == person {
        return Err(Error::Conflict);
    }
    store::projects::leave_idea(&tx, &permit, id, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Gives the idea to another of its authors.
///
/// # Errors
/// `NotFound` for who does not own it, and for who does not write it; `Conflict` where it is over.
pub async fn hand_over_idea(ctx: &Ctx, id: IdeaId, to: PersonId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, _) = load(ctx, &tx, id, Action::LeadIdea).await?;
    if !row.is_writer(to) {
        return Err(Error::NotFound);
    }
    if row.idea.state.is_over() {
        return Err(Error::Conflict);
    }
    store::projects::hand_over_idea(&tx, &permit, id, to, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Agrees that the sheet names one, or takes that back; each for themselves, at any time.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write it.
pub async fn name_me(ctx: &Ctx, id: IdeaId, agrees: bool) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit, person) = load(ctx, &tx, id, Action::WriteIdea).await?;
    let named_at = agrees.then_some(ctx.now);
    store::projects::name_author(&tx, &permit, id, person, named_at)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

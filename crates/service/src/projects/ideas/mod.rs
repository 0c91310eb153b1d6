//! Ideas for the bank: written by their authors one thing a page, answered by an advisor of their
//! region, who gives them back or makes a sheet of them. To anyone else an idea does not exist.

mod office;
mod people;
mod similar;
mod voice;
mod write;

pub use office::{accept_idea, publish_idea, return_idea, save_idea_sheet, show_idea_case};
pub use people::{
    hand_over_idea, invite_author, join_idea, leave_idea, name_me, revoke_idea_links,
    show_idea_invitation,
};
pub use voice::{VoiceFile, put_voice_note, read_voice_note, remove_voice_note};
pub use write::{save_idea, start_idea, submit_idea, withdraw_idea};

use super::teams::venturer;
use crate::{Ctx, internal};
use domain::{
    Error, IdeaId, PersonId, Result,
    policy::{self, Action, Permit, authorize},
    projects::{IdeaAuthor, IdeaChoices, IdeaField, IdeaLine, IdeaPage, IdeaRevision},
};
use store::{Connection, projects::IdeaRow};

/// An idea, the permit to do `action` in it, and who asks.
async fn load(
    ctx: &Ctx,
    db: &impl Connection,
    id: IdeaId,
    action: Action,
) -> Result<(IdeaRow, Permit<policy::Idea>, PersonId)> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let row = store::projects::load_idea(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = policy::Idea {
        owner: row.owner,
        author: row.is_writer(person).then_some(person),
    };
    let permit = authorize(&ctx.actor, action, &resource)?;
    Ok((row, permit, person))
}

/// What the form may choose from.
async fn choices(ctx: &Ctx, db: &impl Connection) -> Result<IdeaChoices> {
    Ok(IdeaChoices {
        sectors: store::projects::sectors(db).await.map_err(internal(ctx))?,
        products: super::browse::snapshot(ctx).await?.products(),
        regions: store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?,
        provinces: store::marketplace::provinces(db)
            .await
            .map_err(internal(ctx))?,
    })
}

/// A field as a reader sees it: a code by its name.
fn shown(ctx: &Ctx, choices: &IdeaChoices, field: IdeaField, value: &str) -> String {
    let name = match field {
        IdeaField::Sector => choices
            .sectors
            .iter()
            .find(|(code, _)| code == value)
            .map(|(_, name)| name),
        IdeaField::Province => choices
            .provinces
            .iter()
            .find(|it| it.code == value)
            .map(|it| &it.name),
        _ => None,
    };
    name.map_or_else(|| value.to_owned(), |name| name.pick(ctx.lang).text)
}

async fn history(
    ctx: &Ctx,
    db: &impl Connection,
    (id, choices): (IdeaId, &IdeaChoices),
) -> Result<Vec<IdeaRevision>> {
    let revisions = store::projects::idea_revisions(db, id, 0)
        .await
        .map_err(internal(ctx))?;
    let read = revisions.into_iter().map(|(_, it)| IdeaRevision {
        before: shown(ctx, choices, it.field, &it.before),
        after: shown(ctx, choices, it.field, &it.after),
        ..it
    });
    Ok(read.collect())
}

/// One's own ideas.
///
/// # Errors
/// `Unauthenticated`.
pub async fn my_ideas(ctx: &Ctx) -> Result<Vec<IdeaLine>> {
    let (person, _) = venturer(ctx)?;
    store::projects::ideas_of(ctx.db().reader(), person)
        .await
        .map_err(internal(ctx))
}

/// An idea with all that its authors see of it.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write it.
pub async fn show_idea(ctx: &Ctx, id: IdeaId) -> Result<IdeaPage> {
    let db = ctx.db().reader();
    let (row, _, me) = load(ctx, db, id, Action::WriteIdea).await?;
    let choices = choices(ctx, db).await?;
    let i_lead = row.owner == me;
    let open_links = if i_lead {
        store::projects::open_idea_links(db, id, ctx.now)
            .await
            .map_err(internal(ctx))?
    } else {
        0
    };
    let authors = row
        .writers()
        .map(|it| IdeaAuthor {
            person: it.person,
            name: it.name.clone(),
            is_me: it.person == me,
            is_owner: it.person == row.owner,
            is_named: it.is_named,
        })
        .collect();
    Ok(IdeaPage {
        similar: similar::similar(ctx, db, &row).await?,
        history: history(ctx, db, (id, &choices)).await?,
        idea: row.idea,
        i_lead,
        authors,
        choices,
        open_links,
        join_address: format!(
            "{}/{}/projects/ideas/join?invitation=",
            ctx.services.public_url,
            ctx.lang.code()
        ),
    })
}

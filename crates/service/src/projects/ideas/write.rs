//! Authors write their idea, one thing a page, and send it to an advisor.

use super::{choices, load, shown, similar::similar};
use crate::{
    Ctx,
    admin::note,
    internal,
    projects::teams::{rules, venturer},
};
use domain::{
    Error, FieldError, IdeaId, Problem, Result,
    policy::Action,
    projects::{
        IdeaChange, IdeaChoices, IdeaContent, IdeaEvent, IdeaField, IdeaState, IdeaStep, Rule,
        SheetEvent,
    },
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    Tx,
    projects::{IdeaNoted, IdeaRow, IdeaSaved},
};

/// Begins an idea with its first page, in the language of the page. The same sent once more is the
/// same idea.
///
/// # Errors
/// `Unauthenticated`; `Invalid` naming each field.
pub async fn start_idea(ctx: &Ctx, typed: &BTreeMap<String, String>) -> Result<IdeaId> {
    let (person, permit) = venturer(ctx)?;
    let mut content = IdeaContent::default();
    let changes = content.changes(IdeaStep::What, typed, &IdeaChoices::default())?;
    for change in &changes {
        content.apply(change);
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let same = store::projects::same_draft(&tx, person, &content)
        .await
        .map_err(internal(ctx))?;
    if let Some(id) = same {
        return Ok(id);
    }
    let who = (person, ctx.lang);
    let id = store::projects::insert_idea(&tx, &permit, who, (&content, &changes), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Saves one page and answers the next; the same once more changes nothing. `version` is the one
/// the form was made on: where someone else changed one of its fields since, nothing is written, and
/// the refusal carries their text.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write it; `Invalid` naming each field;
/// `Conflict` where it is with the office.
pub async fn save_idea(
    ctx: &Ctx,
    id: IdeaId,
    (step, version): (IdeaStep, i64),
    typed: &BTreeMap<String, String>,
) -> Result<Option<IdeaStep>> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = load(ctx, &tx, id, Action::WriteIdea).await?;
    if !row.idea.state.is_editable() {
        return Err(Error::Conflict);
    }
    let choices = choices(ctx, &tx).await?;
    let changes = row.idea.content.changes(step, typed, &choices)?;
    if changes.is_empty() {
        return Ok(step.next());
    }
    check_unchanged(ctx, &tx, (&row, version), &changes, &choices).await?;
    let mut content = row.idea.content.clone();
    for change in &changes {
        content.apply(change);
    }
    let province = content.get(IdeaField::Province);
    let place = choices.provinces.iter().find(|it| it.code == province);
    let saved = IdeaSaved {
        content: &content,
        changes: &changes,
        region: place.map(|it| it.region.as_str()),
        person,
    };
    store::projects::save_idea(&tx, &permit, &row, &saved, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(step.next())
}

/// # Errors
/// `Invalid` with what others wrote since `version` into the fields that would change.
pub(super) async fn check_unchanged(
    ctx: &Ctx,
    tx: &Tx,
    (row, version): (&IdeaRow, i64),
    changes: &[IdeaChange],
    choices: &IdeaChoices,
) -> Result<()> {
    if version >= row.idea.version {
        return Ok(());
    }
    let since = store::projects::idea_revisions(tx, row.idea.id, version)
        .await
        .map_err(internal(ctx))?;
    let theirs = changes.iter().filter_map(|change| {
        let (_, last) = since.iter().find(|(_, it)| it.field == change.field)?;
        let problem = Problem::ChangedMeanwhile {
            by: last.by.clone(),
            saved: shown(ctx, choices, change.field, &change.before),
            version: row.idea.version,
        };
        Some(FieldError::new(change.field.code(), problem))
    });
    let fields: Vec<FieldError> = theirs.collect();
    if fields.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid { fields })
    }
}

/// Sends the idea to the advisors of its region, or sends it again. Twice is once.
///
/// # Errors
/// As [`save_idea`]; `Invalid` naming each field that is missing, `different` where the bank has
/// something alike; `Conflict` where it changed since `version`.
pub async fn submit_idea(ctx: &Ctx, id: IdeaId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, _) = load(ctx, &tx, id, Action::WriteIdea).await?;
    if row.idea.state == IdeaState::Submitted && row.idea.version == version + 1 {
        return Ok(());
    }
    let next = row.idea.state.transition(IdeaEvent::Submit)?;
    if row.idea.version != version {
        return Err(Error::Conflict);
    }
    let alike = similar(ctx, &tx, &row).await?;
    row.idea.content.check_complete(!alike.is_empty())?;
    let due = ctx.now + rules(ctx, &tx).await?.days(Rule::IdeaDays);
    let noted = IdeaNoted::Submitted(due);
    store::projects::move_idea(&tx, &permit, &row, (next, noted), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Takes the idea back before a sheet is made of it. Its voice note is erased.
///
/// # Errors
/// `NotFound` for who does not own it; `Conflict` where a sheet is made of it, or it is over.
pub async fn withdraw_idea(ctx: &Ctx, id: IdeaId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = load(ctx, &tx, id, Action::LeadIdea).await?;
    if row.idea.state == IdeaState::Withdrawn {
        return Ok(());
    }
    let next = row.idea.state.transition(IdeaEvent::Withdraw)?;
    let voice = store::projects::voice_note(&tx, id)
        .await
        .map_err(internal(ctx))?;
    store::projects::remove_voice_note(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    store::projects::end_idea_invitations(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // One that was given back has a sheet that waits for changes.
    if let Some(sheet) = row.sheet {
        let draft = store::projects::idea_sheet(&tx, sheet)
            .await
            .map_err(internal(ctx))?;
        if let Some((state, _)) = draft {
            let states = (state, state.transition(SheetEvent::Archive)?);
            let by = (Some(person), ctx.now);
            store::projects::move_idea_sheet(&tx, &permit, sheet, states, by)
                .await
                .map_err(internal(ctx))?;
        }
    }
    store::projects::move_idea(&tx, &permit, &row, (next, IdeaNoted::Nothing), ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "withdraw_idea",
        format!("idea:{id}"),
        json!({ "state": row.idea.state.code() }),
        json!({ "state": next.code() }),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if let Some((file, _)) = voice {
        super::voice::erase(ctx, file).await;
    }
    Ok(())
}

//! An advisor of the region reads an idea: gives it back with reasons, or makes a sheet of it from
//! the project type that is nearest, reads what came out, and publishes it.

use super::{choices, history, similar::similar};
use crate::{
    Ctx,
    admin::{mails, note},
    internal,
    projects::browse::snapshot,
};
use domain::{
    Error, IdeaId, Lang, LocalText, PersonId, Problem, Result,
    admin::parse_reasons,
    policy::{Action, Office, OfficeCase, Permit, authorize},
    projects::{
        IdeaCase, IdeaEvent, IdeaField, IdeaSheetInput, IdeaState, SheetContent, SheetEvent,
        SheetState, check_idea_sheet, key_figures,
    },
};
use i18n::{Key, Words, keys::ideas as k};
use serde_json::json;
use store::{
    Connection, Tx,
    projects::{IdeaNoted, IdeaRow, IdeaSheet},
};

/// An idea that was sent to the office, for an advisor of its region. Its own authors see it as
/// such, not here: nobody decides about their own.
async fn case(
    ctx: &Ctx,
    db: &impl Connection,
    id: IdeaId,
) -> Result<(IdeaRow, Permit<OfficeCase>, PersonId)> {
    authorize(&ctx.actor, Action::ReadQueues, &Office {})?;
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let row = store::projects::load_idea(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let region = row.region.ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::Moderate, &OfficeCase { region })?;
    let is_private = matches!(row.idea.state, IdeaState::Draft | IdeaState::Withdrawn);
    if is_private || row.authors.iter().any(|it| it.person == me) {
        return Err(Error::NotFound);
    }
    Ok((row, permit, me))
}

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is no advisor; `NotFound` for another region's, one's own,
/// and a draft.
pub async fn show_idea_case(ctx: &Ctx, id: IdeaId) -> Result<IdeaCase> {
    let db = ctx.db().reader();
    let (row, _, _) = case(ctx, db, id).await?;
    let choices = choices(ctx, db).await?;
    let content = &row.idea.content;
    let sector = content.get(IdeaField::Sector);
    let province = content.get(IdeaField::Province);
    let sheets = snapshot(ctx).await?;
    let draft = match row.sheet {
        Some(sheet) => store::projects::idea_sheet(db, sheet)
            .await
            .map_err(internal(ctx))?
            .map(|(_, content)| content),
        None => None,
    };
    let named = |list: &[(String, LocalText)], code: &str| {
        let found = list.iter().find(|(known, _)| known == code);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let province = choices.provinces.iter().find(|it| it.code == province);
    Ok(IdeaCase {
        authors: row.writers().map(|it| it.name.clone()).collect(),
        sector: named(&choices.sectors, sector),
        province: province.map(|it| it.name.clone()).unwrap_or_default(),
        similar: similar(ctx, db, &row).await?,
        history: history(ctx, db, (id, &choices)).await?,
        bases: sheets.nearest(content.get(IdeaField::Product), sector),
        draft: draft.filter(|_| row.idea.state == IdeaState::Accepted),
        idea: row.idea,
    })
}

/// Of `version`, or refused: someone else was first.
fn of_version(row: &IdeaRow, version: i64) -> Result<()> {
    if row.idea.version == version {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// Gives the idea back to its authors, who may send it again. A sheet that was begun waits.
///
/// # Errors
/// As [`show_idea_case`]; `Invalid` on `reasons`; `Conflict` where it changed since `version`.
pub async fn return_idea(ctx: &Ctx, id: IdeaId, version: i64, reasons: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, me) = case(ctx, &tx, id).await?;
    let reasons = parse_reasons(reasons)?;
    let next = row.idea.state.transition(IdeaEvent::Return)?;
    of_version(&row, version)?;
    if row.idea.state == IdeaState::Accepted {
        move_sheet(ctx, &tx, &permit, (&row, me), SheetEvent::RequestChanges).await?;
    }
    let noted = IdeaNoted::Returned(&reasons);
    store::projects::move_idea(&tx, &permit, &row, (next, noted), ctx.now)
        .await
        .map_err(internal(ctx))?;
    let after = json!({ "state": next.code(), "reasons": reasons });
    told(ctx, &tx, &permit, &row, ("return_idea", after)).await?;
    let keys = (k::MAIL_RETURNED_SUBJECT, k::MAIL_RETURNED_TEXT);
    let page = format!("/projects/ideas/{id}");
    tell(ctx, &tx, &permit, &row, keys, (Some(&reasons), &page)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn told(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    row: &IdeaRow,
    (action, after): (&'static str, serde_json::Value),
) -> Result<()> {
    let before = json!({ "state": row.idea.state.code() });
    let subject = format!("idea:{}", row.idea.id);
    note(ctx, tx, permit, action, subject, before, after).await
}

/// To each author, in their language.
async fn tell(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    row: &IdeaRow,
    keys: (Key, Key),
    end: (Option<&str>, &str),
) -> Result<()> {
    let name = row.idea.content.local(IdeaField::Title, row.idea.lang);
    for author in row.writers() {
        let args = [("name", &name)];
        mails::tell(ctx, tx, permit, author.person, keys, &args, end).await?;
    }
    Ok(())
}

/// Moves the idea's sheet by its own state machine.
async fn move_sheet(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    (row, me): (&IdeaRow, PersonId),
    event: SheetEvent,
) -> Result<SheetContent> {
    let (sheet, state, content) = sheet_of(ctx, tx, row).await?;
    let states = (state, state.transition(event)?);
    let by = (Some(me), ctx.now);
    store::projects::move_idea_sheet(tx, permit, sheet, states, by)
        .await
        .map_err(internal(ctx))?;
    Ok(content)
}

async fn sheet_of(
    ctx: &Ctx,
    tx: &Tx,
    row: &IdeaRow,
) -> Result<(domain::SheetId, SheetState, SheetContent)> {
    let sheet = row.sheet.ok_or(Error::Conflict)?;
    let (state, content) = store::projects::idea_sheet(tx, sheet)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Conflict)?;
    Ok((sheet, state, content))
}

/// Where a figure of the sheet comes from when an author gave it.
fn source() -> LocalText {
    let mut text = LocalText::default();
    for lang in [Lang::Fr, Lang::Ar, Lang::En] {
        text.set(lang, Some(Words::embedded(lang).t(k::SOURCE_AUTHORS)));
    }
    text
}

/// Makes a sheet of the idea, from the published one at `base`. It is in review: only its advisor
/// sees it.
///
/// # Errors
/// As [`show_idea_case`]; `Invalid` on `base` for what is not published, and naming each figure that
/// the simulator refuses; `Conflict` where it changed since `version`.
pub async fn accept_idea(ctx: &Ctx, id: IdeaId, version: i64, base: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, me) = case(ctx, &tx, id).await?;
    let next = row.idea.state.transition(IdeaEvent::Accept)?;
    of_version(&row, version)?;
    if !domain::academy::is_slug(base) {
        return Err(Error::field("base", Problem::UnknownChoice));
    }
    let base = store::projects::load_sheet(&tx, base)
        .await
        .map_err(internal(ctx))?
        .ok_or_else(|| Error::field("base", Problem::UnknownChoice))?;
    let idea = &row.idea;
    let content = idea
        .content
        .sheet(&base.content, idea.lang, (&source(), ctx.now));
    let results = content.check()?;
    let region = row.region.ok_or(Error::NotFound)?;
    let new = IdeaSheet {
        slug: &format!("{}-idea-{id}", base.card.illustration),
        state: SheetState::Draft.transition(SheetEvent::Submit)?,
        sector: idea.content.get(IdeaField::Sector),
        region,
        province: idea.content.get(IdeaField::Province),
        category: base.category.as_deref(),
        illustration: &base.card.illustration,
        author: row.owner,
        content: &content,
        figures: key_figures(&results),
        cover: results.debt_service_cover[0].ok(),
    };
    let sheet = match row.sheet {
        None => store::projects::insert_idea_sheet(&tx, &permit, &new, ctx.now)
            .await
            .map_err(internal(ctx))?,
        // Given back before: the same sheet, written anew.
        Some(sheet) => {
            move_sheet(ctx, &tx, &permit, (&row, me), SheetEvent::Submit).await?;
            store::projects::place_idea_sheet(&tx, &permit, sheet, &new, ctx.now)
                .await
                .map_err(internal(ctx))?;
            write(ctx, &tx, &permit, sheet, &content).await?;
            sheet
        }
    };
    let noted = IdeaNoted::Accepted(sheet);
    store::projects::move_idea(&tx, &permit, &row, (next, noted), ctx.now)
        .await
        .map_err(internal(ctx))?;
    let after = json!({ "state": next.code(), "sheet": sheet, "base": base.card.slug });
    told(ctx, &tx, &permit, &row, ("accept_idea", after)).await?;
    let keys = (k::MAIL_ACCEPTED_SUBJECT, k::MAIL_ACCEPTED_TEXT);
    let page = format!("/projects/ideas/{id}");
    tell(ctx, &tx, &permit, &row, keys, (None, &page)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The sheet's version that is not published, with the figures that the simulator makes of it.
async fn write(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    sheet: domain::SheetId,
    content: &SheetContent,
) -> Result<()> {
    let results = content.check()?;
    let figures = key_figures(&results);
    let cover = results.debt_service_cover[0].ok();
    store::projects::write_idea_sheet(tx, permit, sheet, (content, figures, cover))
        .await
        .map_err(internal(ctx))
}

/// What an advisor may change of a sheet, for the audit log.
fn said(content: &SheetContent) -> serde_json::Value {
    json!({
        "title": content.title, "what": content.what, "for_whom": content.for_whom,
        "market": content.market, "product_name": content.product_name,
    })
}

/// Keeps what the advisor changed in the sheet's texts.
///
/// # Errors
/// As [`show_idea_case`]; `Invalid` naming each field, `title_fr` and so on; `Conflict` where it
/// changed since `version`, or is not being read.
pub async fn save_idea_sheet(
    ctx: &Ctx,
    id: IdeaId,
    version: i64,
    input: &IdeaSheetInput,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, _) = case(ctx, &tx, id).await?;
    if row.idea.state != IdeaState::Accepted {
        return Err(Error::Conflict);
    }
    let (sheet, _, content) = sheet_of(ctx, &tx, &row).await?;
    let changed = input.apply(&content)?;
    if changed == content {
        return Ok(());
    }
    of_version(&row, version)?;
    write(ctx, &tx, &permit, sheet, &changed).await?;
    store::projects::touch_idea(&tx, &permit, (id, version), ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "edit_idea_sheet",
        format!("idea:{id}"),
        said(&content),
        said(&changed),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Publishes the sheet: everyone sees it, and the authors who agreed to be named on it.
///
/// # Errors
/// As [`show_idea_case`]; `Invalid` naming each text that is missing in French or Arabic; `Conflict`
/// where it changed since `version`.
pub async fn publish_idea(ctx: &Ctx, id: IdeaId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, me) = case(ctx, &tx, id).await?;
    if row.idea.state == IdeaState::Published && row.idea.version == version + 1 {
        return Ok(());
    }
    let next = row.idea.state.transition(IdeaEvent::Publish)?;
    of_version(&row, version)?;
    let (_, _, content) = sheet_of(ctx, &tx, &row).await?;
    check_idea_sheet(&content)?;
    content.check()?;
    move_sheet(ctx, &tx, &permit, (&row, me), SheetEvent::Publish).await?;
    store::projects::move_idea(&tx, &permit, &row, (next, IdeaNoted::Nothing), ctx.now)
        .await
        .map_err(internal(ctx))?;
    let slug = row.idea.sheet.clone().unwrap_or_default();
    let after = json!({ "state": next.code(), "sheet": slug });
    told(ctx, &tx, &permit, &row, ("publish_idea", after)).await?;
    let keys = (k::MAIL_PUBLISHED_SUBJECT, k::MAIL_PUBLISHED_TEXT);
    let page = format!("/projects/{slug}");
    tell(ctx, &tx, &permit, &row, keys, (None, &page)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

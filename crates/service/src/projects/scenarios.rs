//! Saved simulations: named, a person's own, shared by a link that nobody can guess.

use super::show_sheet;
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result, ScenarioId,
    policy::{Action, Permit, PublicSite, Scenarios, authorize},
    projects::{SavedScenario, SharedScenario, simulate},
    text,
};
use store::projects::{NewScenario, ScenarioRow};

fn own(ctx: &Ctx) -> Result<(PersonId, Permit<Scenarios>)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::KeepScenarios, &Scenarios { owner })?;
    Ok((owner, permit))
}

fn view(row: ScenarioRow, ctx: &Ctx) -> SavedScenario {
    SavedScenario {
        id: row.id,
        is_mine: ctx.actor.person() == Some(row.owner),
        name: row.name,
        token: row.token,
        sheet: row.sheet_slug,
        inputs: row.inputs,
        updated_at: row.updated_at,
    }
}

/// Saves the sheet's figures with what `pairs` change in them, under a name.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for no such sheet; `Invalid` on `name` and on every input that
/// makes no sense.
pub async fn save_scenario(
    ctx: &Ctx,
    slug: &str,
    name: &str,
    pairs: &[(String, String)],
) -> Result<SavedScenario> {
    let (owner, permit) = own(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let sheet = store::projects::load_sheet(&tx, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let mut check = text::Check::default();
    let name = check.take("name", text::line(name, 60)).unwrap_or_default();
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let (inputs, wrong) = sheet.content.inputs.changed(pairs);
    for it in wrong {
        check.refuse(&it.field, it.problem);
    }
    check.finish()?;
    simulate(&inputs)?;
    let new = NewScenario {
        sheet: sheet.card.id,
        version: sheet.version,
        name,
        inputs,
        token: hex::encode(rand::random::<[u8; 16]>()),
    };
    let id = store::projects::save_scenario(&tx, &permit, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let saved = store::projects::scenarios_of(&tx, owner, sheet.card.id)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    saved
        .into_iter()
        .find(|row| row.id == id)
        .map(|row| view(row, ctx))
        .ok_or(Error::NotFound)
}

/// The person's own of one sheet; none for a visitor.
///
/// # Errors
/// `NotFound` for no such sheet.
pub async fn my_scenarios(ctx: &Ctx, slug: &str) -> Result<Vec<SavedScenario>> {
    let Ok((owner, _)) = own(ctx) else {
        return Ok(Vec::new());
    };
    if slug.is_empty() {
        return Ok(Vec::new());
    }
    let db = ctx.db().reader();
    let sheet = store::projects::load_sheet(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rows = store::projects::scenarios_of(db, owner, sheet.card.id)
        .await
        .map_err(internal(ctx))?;
    Ok(rows.into_iter().map(|row| view(row, ctx)).collect())
}

/// Forgets one. A second time changes nothing.
///
/// # Errors
/// `Unauthenticated`.
pub async fn delete_scenario(ctx: &Ctx, scenario: ScenarioId) -> Result<()> {
    let (_, permit) = own(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::delete_scenario(&tx, &permit, scenario)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What a link opens, for whoever has it.
///
/// # Errors
/// `NotFound`, also where the sheet is no longer published.
pub async fn shared_scenario(ctx: &Ctx, token: &str) -> Result<SharedScenario> {
    let scenario = compare_scenarios(ctx, &[token.to_owned()]).await?.pop();
    let scenario = scenario.ok_or(Error::NotFound)?;
    let sheet = show_sheet(ctx, &scenario.sheet).await?;
    Ok(SharedScenario { scenario, sheet })
}

/// At most four by their links, in the order asked; what was forgotten meanwhile is left out.
///
/// # Errors
/// Only `Internal`.
pub async fn compare_scenarios(ctx: &Ctx, tokens: &[String]) -> Result<Vec<SavedScenario>> {
    authorize(&ctx.actor, Action::BrowseProjects, &PublicSite {})?;
    let tokens = &tokens[..tokens.len().min(4)];
    let rows = store::projects::scenarios_by_token(ctx.db().reader(), tokens)
        .await
        .map_err(internal(ctx))?;
    Ok(rows.into_iter().map(|row| view(row, ctx)).collect())
}

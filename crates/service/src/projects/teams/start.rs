//! From a sheet to a team: with a province and the figures one believes in.

use super::{note, rules, venturer};
use crate::{Ctx, internal, projects::my_scenarios};
use domain::{
    Error, Problem, Result, ScenarioId, TeamId,
    projects::{StartPage, TeamCard, TeamInput, TeamState, parse_team, simulate},
};
use store::projects::TeamToStart;

/// What the form shows.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published.
pub async fn start_page(ctx: &Ctx, slug: &str) -> Result<StartPage> {
    venturer(ctx)?;
    let db = ctx.db().reader();
    let sheet = store::projects::load_sheet(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok(StartPage {
        title: sheet.content.title,
        sheet: sheet.card.slug,
        illustration: sheet.card.illustration,
        province: sheet.card.province,
        members_max: sheet.content.members_max,
        founders: rules(ctx, db).await?.founders(),
        scenarios: my_scenarios(ctx, slug).await?,
        regions: store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?,
        provinces: store::marketplace::provinces(db)
            .await
            .map_err(internal(ctx))?,
    })
}

/// Starts a team; `scenario` is one of the person's own simulations of the sheet, or empty for the
/// sheet's own figures. The figures are the team's from then on, whatever becomes of either.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not published; `Invalid` naming each field.
pub async fn start_team(
    ctx: &Ctx,
    slug: &str,
    input: &TeamInput,
    scenario: &str,
) -> Result<TeamId> {
    let (person, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let sheet = store::projects::load_sheet(&tx, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let founders = rules(ctx, &tx).await?.founders();
    let new = parse_team(input, founders)?;
    let provinces = store::marketplace::provinces(&tx)
        .await
        .map_err(internal(ctx))?;
    let province = provinces
        .into_iter()
        .find(|it| it.code == new.province)
        .ok_or_else(|| Error::field("province", Problem::UnknownChoice))?;
    let (scenario, inputs) = if scenario.trim().is_empty() {
        (None, sheet.content.inputs.clone())
    } else {
        let kept = store::projects::scenarios_of(&tx, person, sheet.card.id)
            .await
            .map_err(internal(ctx))?;
        let wanted: Option<ScenarioId> = scenario.trim().parse().ok();
        let kept = kept.into_iter().find(|it| wanted == Some(it.id));
        let kept = kept.ok_or_else(|| Error::field("scenario", Problem::UnknownChoice))?;
        (Some(kept.name), kept.inputs)
    };
    simulate(&inputs)?;
    let start = TeamToStart {
        sheet: sheet.card.id,
        version: sheet.version,
        name: new.name,
        title: sheet.content.title,
        province: province.code,
        region: province.region,
        scenario,
        inputs,
        seats: new.seats,
        state: TeamState::Forming.counted(1, founders)?,
    };
    let id = store::projects::start_team(&tx, &permit, &start, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "start_team",
        format!("team:{id}"),
        (
            serde_json::Value::Null,
            serde_json::json!({ "sheet": slug, "province": start.province, "seats": start.seats }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// The person's own teams, the newest first.
///
/// # Errors
/// `Unauthenticated`.
pub async fn my_teams(ctx: &Ctx) -> Result<Vec<TeamCard>> {
    let (person, _) = venturer(ctx)?;
    let db = ctx.db().reader();
    let rules = rules(ctx, db).await?;
    store::projects::teams_of(db, person, &rules)
        .await
        .map_err(internal(ctx))
}

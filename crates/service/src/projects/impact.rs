//! What has come of the projects, for everyone. The worker counts; a view reads one row.

use crate::{Ctx, internal};
use domain::{
    Error, Lang, Result,
    policy::{Action, Platform, PublicSite, authorize},
    projects::{Dimension, Impact, ImpactRow, impact},
};
use i18n::{Key, Words, keys::bank as k};

/// # Errors
/// Only `Internal`.
pub async fn show_impact(ctx: &Ctx) -> Result<Impact> {
    authorize(&ctx.actor, Action::BrowseProjects, &PublicSite {})?;
    let db = ctx.db().reader();
    let kept = store::projects::impact_summary(db)
        .await
        .map_err(internal(ctx))?;
    match kept {
        Some(kept) => Ok(kept),
        // Nobody counted yet: the worker will.
        None => Ok(impact(&domain::projects::Counted::default(), ctx.now)),
    }
}

/// Counts everything anew.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn refresh_impact(ctx: &Ctx) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let counted = store::projects::counted(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let summary = impact(&counted, ctx.now);
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::save_impact_summary(&tx, &permit, &summary, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The table of referred people, beside those by [`Dimension`].
const REFERRALS: &str = "referrals";

/// Empty cells are below five; the others are steps of five, rounded down.
async fn referrals_csv(ctx: &Ctx, lang: Lang) -> Result<Vec<u8>> {
    let impact = show_impact(ctx).await?;
    let words = Words::embedded(lang);
    let heading = [k::IMPACT_REGION, k::IMPACT_REFERRED, k::IMPACT_IN_TEAM];
    let mut table = vec![heading.map(|key| words.t(key)).to_vec()];
    let cell = |figure: Option<u32>| figure.map(|it| it.to_string()).unwrap_or_default();
    table.extend(impact.referrals.iter().map(|row| {
        let region = row.region.pick(lang).text;
        vec![region, cell(row.sent), cell(row.in_team)]
    }));
    Ok(spreadsheets::to_csv(table))
}

/// One of the tables as CSV, with its headings in the reader's language.
///
/// # Errors
/// `NotFound` for what is no table.
pub async fn impact_csv(ctx: &Ctx, dimension: &str, lang: Lang) -> Result<Vec<u8>> {
    if dimension == REFERRALS {
        return referrals_csv(ctx, lang).await;
    }
    let dimension = Dimension::from_code(dimension).ok_or(Error::NotFound)?;
    let impact = show_impact(ctx).await?;
    let words = Words::embedded(lang);
    let heading: Key = match dimension {
        Dimension::Region => k::IMPACT_REGION,
        Dimension::Sector => k::IMPACT_SECTOR,
        Dimension::Year => k::IMPACT_YEAR,
    };
    let mut table = vec![
        [
            heading,
            k::IMPACT_COOPERATIVES,
            k::IMPACT_MEMBERS,
            k::IMPACT_WOMEN,
            k::IMPACT_YOUNG,
            k::IMPACT_JOBS,
            k::IMPACT_INCOME,
        ]
        .map(|key| words.t(key))
        .to_vec(),
    ];
    let line = |row: &ImpactRow, name: String| {
        let people = |of: fn(&domain::projects::PeopleFigures) -> u32| {
            row.people
                .as_ref()
                .map_or_else(String::new, |it| of(it).to_string())
        };
        let income = row.income.map(|it| format!("{}.{:02}", it / 100, it % 100));
        vec![
            name,
            row.cooperatives.to_string(),
            people(|it| it.members),
            people(|it| it.women),
            people(|it| it.young),
            people(|it| it.jobs),
            income.unwrap_or_default(),
        ]
    };
    for row in impact.rows(dimension) {
        let name = row.name.pick(lang).text;
        let name = match (name.is_empty(), row.key.is_empty()) {
            (false, _) => name,
            (true, true) => words.t(k::IMPACT_NO_SECTOR),
            (true, false) => row.key.clone(),
        };
        table.push(line(row, name));
    }
    table.push(line(&impact.total, words.t(k::IMPACT_TOTAL)));
    Ok(spreadsheets::to_csv(table))
}

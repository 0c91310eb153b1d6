//! What visitors read of the project bank, and the simulator for whoever asks.

use super::index::Snapshot;
use crate::{Ctx, internal};
use domain::{
    Error, Problem, Result,
    policy::{Action, PublicSite, authorize},
    projects::{
        ComparedSheet, Inputs, Results, Saturation, SheetList, SheetPage, SheetQuery, simulate,
    },
};
use std::sync::Arc;

fn may_browse(ctx: &Ctx) -> Result<()> {
    authorize(&ctx.actor, Action::BrowseProjects, &PublicSite {}).map(|_| ())
}

/// All published sheets, read again only where something changed.
pub(super) async fn snapshot(ctx: &Ctx) -> Result<Arc<Snapshot>> {
    let db = ctx.db().reader();
    let revision = store::projects::revision(db).await.map_err(internal(ctx))?;
    let day = ctx.now.div_euclid(86_400);
    if let Some(kept) = ctx.services.sheets.of(revision, day) {
        return Ok(kept);
    }
    let sheets = store::projects::listed(db).await.map_err(internal(ctx))?;
    let programmes = store::projects::programmes(db, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let snapshot = Snapshot::build((revision, day), sheets, &programmes);
    Ok(ctx.services.sheets.keep(snapshot))
}

/// One page of sheets with facets and map.
///
/// # Errors
/// Only `Internal`.
pub async fn browse_sheets(ctx: &Ctx, query: &SheetQuery) -> Result<SheetList> {
    may_browse(ctx)?;
    let mut list = snapshot(ctx).await?.query(query);
    // The map shows all twelve, also where there is no sheet yet.
    let regions = store::marketplace::regions(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    if let Some(facet) = list.facets.iter_mut().find(|facet| facet.name == "region") {
        for region in regions {
            if !facet.values.iter().any(|value| value.value == region.code) {
                facet.values.push(domain::projects::SheetFacetValue {
                    chosen: list.query.regions.contains(&region.code),
                    value: region.code,
                    name: region.name,
                    count: 0,
                });
            }
        }
        facet.values.sort_by(|a, b| a.value.cmp(&b.value));
    }
    Ok(list)
}

/// # Errors
/// `NotFound` for what is not published.
pub async fn show_sheet(ctx: &Ctx, slug: &str) -> Result<SheetPage> {
    may_browse(ctx)?;
    let db = ctx.db().reader();
    let row = store::projects::load_sheet(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let saturation = match &row.category {
        Some(category) => saturation(ctx, &row.card.province, category).await?,
        None => None,
    };
    let related = snapshot(ctx).await?.related(&row.card);
    let programmes = store::projects::programmes(db, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let proposed_by = store::projects::proposed_by(db, row.card.id)
        .await
        .map_err(internal(ctx))?;
    Ok(SheetPage {
        card: row.card,
        version: row.version,
        number: row.number,
        content: row.content,
        saturation,
        related,
        programmes,
        proposed_by,
    })
}

async fn saturation(ctx: &Ctx, province: &str, category: &str) -> Result<Option<Saturation>> {
    let db = ctx.db().reader();
    let population = store::projects::population(db, province, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let Some((inhabitants, date, source)) = population else {
        return Ok(None);
    };
    let cooperatives = store::projects::verified_sellers(db, province, category)
        .await
        .map_err(internal(ctx))?;
    Ok(
        Saturation::density_of(cooperatives, inhabitants).map(|density| Saturation {
            cooperatives,
            inhabitants,
            density,
            source,
            date,
        }),
    )
}

/// Two or three sheets to see side by side, in the order asked.
///
/// # Errors
/// `Invalid` on `s` for more than three; `NotFound` where one is not published.
pub async fn compare_sheets(ctx: &Ctx, slugs: &[String]) -> Result<Vec<ComparedSheet>> {
    may_browse(ctx)?;
    let mut asked: Vec<String> = Vec::new();
    for slug in slugs {
        if !asked.contains(slug) {
            asked.push(slug.clone());
        }
    }
    if asked.len() > 3 {
        return Err(Error::field("s", Problem::OutOfRange { min: 1, max: 3 }));
    }
    let rows = store::projects::load_sheets(ctx.db().reader(), &asked)
        .await
        .map_err(internal(ctx))?;
    if rows.len() < asked.len() {
        return Err(Error::NotFound);
    }
    let sheets = rows.into_iter().map(|row| ComparedSheet {
        card: row.card,
        inputs: row.content.inputs,
    });
    Ok(sheets.collect())
}

/// The simulator for callers of the interface.
///
/// # Errors
/// `Invalid` with every input that is out of its bounds.
pub fn run_simulation(ctx: &Ctx, inputs: &Inputs) -> Result<Results> {
    may_browse(ctx)?;
    simulate(inputs)
}

/// Addresses of every published sheet, without the language.
///
/// # Errors
/// Only `Internal`.
pub async fn sitemap(ctx: &Ctx) -> Result<Vec<String>> {
    may_browse(ctx)?;
    let slugs = store::projects::slugs(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    Ok(slugs
        .into_iter()
        .map(|slug| format!("/projects/{slug}"))
        .collect())
}

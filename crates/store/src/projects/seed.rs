//! Writing whole published sheets, for the demo data and for benchmarks.

use super::sheets::{Listed, raise_revision};
use crate::{Error, Result, sql};
use domain::{
    Timestamp,
    policy::{Permit, Platform},
    projects::{KeyFigures, SheetContent},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct SeedSheet {
    pub slug: String,
    pub sector: String,
    pub region: String,
    pub province: String,
    pub category: Option<String>,
    pub illustration: String,
    pub content: SheetContent,
    /// Of the content, by the simulator.
    pub figures: KeyFigures,
    /// The first year's debt service cover.
    pub cover: Option<i64>,
    pub published_at: Timestamp,
}

/// Many published sheets at once, each with its first version.
///
/// # Errors
/// Where the database fails, or a slug is taken.
pub async fn insert_sheets(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    sheets: &[SeedSheet],
) -> Result<()> {
    let rows = sheets
        .iter()
        .map(|it| {
            vec![
                it.slug.clone().into(),
                "published".into(),
                it.sector.clone().into(),
                it.region.clone().into(),
                it.province.clone().into(),
                it.category.clone().into(),
                it.illustration.clone().into(),
                it.published_at.into(),
                it.published_at.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO project_sheet (slug, state, sector_code, region_code, province_code, category_slug, illustration,
        created_at, updated_at)";
    let ids: BTreeMap<String, i64> = sql::insert_all(db, insert, Some("slug"), rows)
        .await?
        .into_iter()
        .collect();
    let mut versions = Vec::with_capacity(sheets.len());
    for it in sheets {
        let id = *ids
            .get(&it.slug)
            .ok_or_else(|| Error::Corrupt(format!("insert returned no id for {}", it.slug)))?;
        let content = &it.content;
        let listed = Listed::of(content, it.cover);
        versions.push(vec![
            id.into(),
            1_i64.into(),
            sql::to_json(content)?.into(),
            sql::to_json(&listed)?.into(),
            it.figures.investment.into(),
            it.figures.monthly_income.into(),
            it.figures.payback.into(),
            it.published_at.into(),
            it.published_at.into(),
        ]);
    }
    let insert = "INSERT INTO sheet_version (sheet_id, number, content, listed, investment_minor, monthly_income_minor, payback,
        created_at, published_at)";
    sql::insert_all(db, insert, None, versions).await?;
    let current = format!(
        "UPDATE project_sheet SET current_version_id = (SELECT v.id FROM sheet_version v WHERE v.sheet_id = project_sheet.id)
         WHERE current_version_id IS NULL AND id IN ({})",
        sql::ids(ids.into_values())
    );
    sql::run(db, &current, vec![]).await?;
    raise_revision(db).await
}

//! Published sheets: all of them as cards, one as its page.

use crate::{Result, sql};
use domain::{
    LocalText, SheetId, SheetVersionId,
    projects::{Applicant, KeyFigures, SheetCard, SheetContent, Skill},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct Revision {
    revision: i64,
}

/// Rises whenever what visitors see changes.
pub async fn revision(db: &impl ConnectionTrait) -> Result<i64> {
    let row: Option<Revision> = sql::one(
        db,
        "SELECT revision FROM project_revision WHERE id = 1",
        vec![],
    )
    .await?;
    Ok(row.map_or(0, |row| row.revision))
}

pub(super) async fn raise_revision(db: &impl ConnectionTrait) -> Result<()> {
    sql::run(
        db,
        "UPDATE project_revision SET revision = revision + 1 WHERE id = 1",
        vec![],
    )
    .await?;
    Ok(())
}

/// What lists read of a version, beside its content so that they need not read that.
#[derive(Serialize, Deserialize)]
pub(super) struct Listed {
    pub title: LocalText,
    pub what: LocalText,
    pub product_name: LocalText,
    pub members_min: u32,
    pub members_max: u32,
    pub jobs: u32,
    pub skills: Vec<Skill>,
    pub labels: Vec<String>,
    pub members: i64,
    pub fixed_assets: i64,
    pub capital: i64,
    pub cover: Option<i64>,
}

impl Listed {
    /// `cover` is the first year's debt service cover.
    pub fn of(content: &SheetContent, cover: Option<i64>) -> Listed {
        Listed {
            title: content.title.clone(),
            what: content.what.clone(),
            product_name: content.product_name.clone(),
            members_min: content.members_min,
            members_max: content.members_max,
            jobs: content.jobs,
            skills: content.skills.clone(),
            labels: content.labels.clone(),
            members: content.inputs.members,
            fixed_assets: content.inputs.assets.iter().map(|asset| asset.cost).sum(),
            capital: content.inputs.share_capital,
            cover,
        }
    }
}

#[derive(FromQueryResult)]
struct CardRow {
    id: i64,
    slug: String,
    sector_code: String,
    sector_fr: String,
    sector_ar: String,
    sector_en: String,
    region_code: String,
    region_fr: String,
    region_ar: String,
    region_en: String,
    region_zgh: String,
    province_code: String,
    province_fr: String,
    province_ar: String,
    illustration: String,
    listed: String,
    investment_minor: i64,
    monthly_income_minor: i64,
    payback: Option<i64>,
    published_at: i64,
}

const CARD: &str = "SELECT s.id, s.slug, s.sector_code, c.name_fr AS sector_fr, c.name_ar AS sector_ar, c.name_en AS sector_en,
    s.region_code, r.name_fr AS region_fr, r.name_ar AS region_ar, r.name_en AS region_en, r.name_zgh AS region_zgh,
    s.province_code, p.name_fr AS province_fr, p.name_ar AS province_ar, s.illustration,
    v.listed, v.investment_minor, v.monthly_income_minor, v.payback, v.published_at
    FROM project_sheet s JOIN sheet_version v ON v.id = s.current_version_id
    JOIN sector c ON c.code = s.sector_code JOIN region r ON r.code = s.region_code
    JOIN province p ON p.code = s.province_code
    WHERE s.state = 'published' AND v.published_at IS NOT NULL";

impl CardRow {
    fn listed(self) -> Result<ListedSheet> {
        let listed: Listed = sql::json(&self.listed)?;
        let card = SheetCard {
            id: SheetId(self.id),
            slug: self.slug,
            title: listed.title,
            what: listed.what,
            sector: self.sector_code,
            sector_name: LocalText::new(&self.sector_fr, &self.sector_ar, &self.sector_en),
            region: self.region_code,
            region_name: LocalText {
                zgh: Some(self.region_zgh),
                ..LocalText::new(&self.region_fr, &self.region_ar, &self.region_en)
            },
            province: self.province_code,
            province_name: LocalText::new(&self.province_fr, &self.province_ar, ""),
            illustration: self.illustration,
            members_min: listed.members_min,
            members_max: listed.members_max,
            jobs: listed.jobs,
            skills: listed.skills,
            labels: listed.labels,
            programmes: Vec::new(),
            figures: KeyFigures {
                investment: self.investment_minor,
                monthly_income: self.monthly_income_minor,
                payback: self.payback,
            },
            published_at: self.published_at,
        };
        let applicant = Applicant {
            members: listed.members,
            sector: card.sector.clone(),
            region: card.region.clone(),
            fixed_assets: listed.fixed_assets,
            need: card.figures.investment,
            capital: listed.capital,
            in_kind: 0,
            cover: listed.cover,
        };
        Ok(ListedSheet {
            card,
            product: listed.product_name,
            applicant,
        })
    }
}

/// A sheet as lists need it: its card, the product's name for the search, and what programmes
/// look at.
#[derive(Clone, Debug)]
pub struct ListedSheet {
    pub card: SheetCard,
    pub product: LocalText,
    pub applicant: Applicant,
}

/// Every published sheet.
pub async fn listed(db: &impl ConnectionTrait) -> Result<Vec<ListedSheet>> {
    let rows: Vec<CardRow> = sql::all(db, &format!("{CARD} ORDER BY s.id"), vec![]).await?;
    rows.into_iter().map(CardRow::listed).collect()
}

/// A published sheet and its current version.
#[derive(Clone, Debug)]
pub struct SheetRow {
    pub card: SheetCard,
    pub version: SheetVersionId,
    pub number: u32,
    pub content: SheetContent,
    /// The market's category that counts as the same product.
    pub category: Option<String>,
}

#[derive(FromQueryResult)]
struct VersionRow {
    slug: String,
    id: i64,
    number: i64,
    content: String,
    category_slug: Option<String>,
}

pub async fn load_sheet(db: &impl ConnectionTrait, slug: &str) -> Result<Option<SheetRow>> {
    Ok(load_sheets(db, &[slug.to_owned()]).await?.pop())
}

/// Those of the given that are published, in the order given.
pub async fn load_sheets(db: &impl ConnectionTrait, slugs: &[String]) -> Result<Vec<SheetRow>> {
    let list: Vec<String> = (1..=slugs.len()).map(|at| format!("${at}")).collect();
    let list = list.join(", ");
    let values = || slugs.iter().map(|slug| slug.clone().into()).collect();
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let cards: Vec<CardRow> =
        sql::all(db, &format!("{CARD} AND s.slug IN ({list})"), values()).await?;
    let versions: Vec<VersionRow> = sql::all(
        db,
        &format!(
            "SELECT s.slug, v.id, v.number, v.content, s.category_slug FROM project_sheet s
             JOIN sheet_version v ON v.id = s.current_version_id WHERE s.slug IN ({list})"
        ),
        values(),
    )
    .await?;
    let mut versions: BTreeMap<String, VersionRow> = versions
        .into_iter()
        .map(|version| (version.slug.clone(), version))
        .collect();
    let mut found: BTreeMap<String, SheetRow> = BTreeMap::new();
    for row in cards {
        let Some(version) = versions.remove(&row.slug) else {
            continue;
        };
        let sheet = SheetRow {
            card: row.listed()?.card,
            version: SheetVersionId(version.id),
            number: sql::count(version.number)?,
            content: sql::json(&version.content)?,
            category: version.category_slug,
        };
        found.insert(version.slug, sheet);
    }
    Ok(slugs.iter().filter_map(|slug| found.remove(slug)).collect())
}

#[derive(FromQueryResult)]
struct Slug {
    slug: String,
}

/// Of every published sheet, for the sitemap.
pub async fn slugs(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows: Vec<Slug> = sql::all(
        db,
        "SELECT slug FROM project_sheet WHERE state = 'published' ORDER BY id LIMIT 40000",
        vec![],
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.slug).collect())
}

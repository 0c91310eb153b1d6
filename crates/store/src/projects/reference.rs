//! Sectors, the dated populations, and how many cooperatives already sell a product.

use crate::{Result, sql};
use domain::{LocalText, Timestamp};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct SectorRow {
    code: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
}

pub async fn sectors(db: &impl ConnectionTrait) -> Result<Vec<(String, LocalText)>> {
    let rows: Vec<SectorRow> =
        sql::all(db, "SELECT * FROM sector ORDER BY name_fr", vec![]).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.code,
                LocalText::new(&row.name_fr, &row.name_ar, &row.name_en),
            )
        })
        .collect())
}

#[derive(FromQueryResult)]
struct PopulationRow {
    inhabitants: i64,
    valid_from: i64,
    source: String,
}

/// How many people live in a province by the count valid at `now`, of which day, by whom.
pub async fn population(
    db: &impl ConnectionTrait,
    province: &str,
    now: Timestamp,
) -> Result<Option<(u32, Timestamp, String)>> {
    let row: Option<PopulationRow> = sql::one(
        db,
        "SELECT inhabitants, valid_from, source FROM province_population
         WHERE province_code = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
         ORDER BY valid_from DESC, id DESC LIMIT 1",
        vec![province.into(), now.into()],
    )
    .await?;
    row.map(|row| Ok((sql::count(row.inhabitants)?, row.valid_from, row.source)))
        .transpose()
}

#[derive(FromQueryResult)]
struct CountRow {
    number: i64,
}

/// Verified cooperatives of a province that sell something of a category.
pub async fn verified_sellers(
    db: &impl ConnectionTrait,
    province: &str,
    category: &str,
) -> Result<u32> {
    let row: Option<CountRow> = sql::one(
        db,
        "SELECT COUNT(DISTINCT c.id) AS number FROM cooperative c
         JOIN listing l ON l.cooperative_id = c.id AND l.status = 'published'
         JOIN category g ON g.id = l.category_id
         WHERE c.status = 'verified' AND c.province_code = $1 AND g.slug = $2",
        vec![province.into(), category.into()],
    )
    .await?;
    sql::count(row.map_or(0, |row| row.number))
}

//! The lists that change rarely: regions, provinces, categories, dated rates.

use crate::{Result, sql};
use domain::{
    CategoryId, LocalText,
    geography::{Province, Region},
    marketplace::Category,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct RegionRow {
    code: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
}

pub async fn regions(db: &impl ConnectionTrait) -> Result<Vec<Region>> {
    let rows: Vec<RegionRow> = sql::all(db, "SELECT * FROM region ORDER BY code", vec![]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Region {
            code: row.code,
            name: LocalText {
                zgh: Some(row.name_zgh),
                ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
            },
        })
        .collect())
}

#[derive(FromQueryResult)]
struct ProvinceRow {
    code: String,
    region_code: String,
    name_fr: String,
    name_ar: String,
}

pub async fn provinces(db: &impl ConnectionTrait) -> Result<Vec<Province>> {
    let rows: Vec<ProvinceRow> = sql::all(
        db,
        "SELECT * FROM province ORDER BY region_code, name_fr",
        vec![],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Province {
            code: row.code,
            region: row.region_code,
            name: LocalText::new(&row.name_fr, &row.name_ar, ""),
        })
        .collect())
}

#[derive(FromQueryResult)]
struct CategoryRow {
    id: i64,
    slug: String,
    name: String,
    required: String,
}

pub async fn categories(db: &impl ConnectionTrait) -> Result<Vec<Category>> {
    let rows: Vec<CategoryRow> = sql::all(db, "SELECT * FROM category ORDER BY id", vec![]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Category {
                id: CategoryId(row.id),
                slug: row.slug,
                name: sql::text(&row.name)?,
                required: sql::json(&row.required)?,
            })
        })
        .collect()
}

//! Delivery: rates by method, zone and weight; countries, pickup points; what a variant weighs,
//! what may be exported; addresses that people keep.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // None: estimated from the pack.
    "ALTER TABLE variant ADD COLUMN weight_grams BIGINT CHECK (weight_grams > 0)",
    "ALTER TABLE listing ADD COLUMN exportable BIGINT NOT NULL DEFAULT 1 CHECK (exportable IN (0, 1))",
    "CREATE TABLE country (
        code TEXT PRIMARY KEY, name_fr TEXT NOT NULL, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,
        zone TEXT NOT NULL CHECK (zone IN ('eu', 'na', 'world')))",
    "CREATE TABLE pickup_point (
        id {id}, code TEXT NOT NULL UNIQUE, region_code TEXT NOT NULL REFERENCES region (code), name_fr TEXT NOT NULL,
        name_ar TEXT NOT NULL, street TEXT NOT NULL, city TEXT NOT NULL, hours TEXT NOT NULL,
        pooled BIGINT NOT NULL CHECK (pooled IN (0, 1)), active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)))",
    "CREATE INDEX pickup_point_region ON pickup_point (active, region_code)",
    "CREATE TABLE shipping_rate (
        id {id}, method TEXT NOT NULL CHECK (method IN ('home', 'pickup_point', 'collection_point')), zone TEXT NOT NULL,
        up_to_grams BIGINT NOT NULL CHECK (up_to_grams > 0), fee_minor BIGINT NOT NULL CHECK (fee_minor >= 0),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL, CHECK (valid_to IS NULL OR valid_to > valid_from),
        UNIQUE (method, zone, up_to_grams, valid_from))",
    "CREATE INDEX shipping_rate_valid ON shipping_rate (valid_from, valid_to)",
    "CREATE TABLE saved_address (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, label TEXT NOT NULL, address TEXT NOT NULL,
        used_at BIGINT NOT NULL)",
    "CREATE INDEX saved_address_person ON saved_address (person_id, used_at)",
];

/// Up to so many grams, in centimes.
const HOME: &[(i64, i64)] = &[
    (2_000, 3_500),
    (5_000, 4_900),
    (10_000, 6_900),
    (30_000, 12_900),
];
const PICKUP_POINT: &[(i64, i64)] = &[
    (2_000, 2_200),
    (5_000, 3_000),
    (10_000, 4_500),
    (30_000, 8_500),
];
const COLLECTION_POINT: &[(i64, i64)] = &[
    (2_000, 1_200),
    (5_000, 1_600),
    (10_000, 2_400),
    (30_000, 4_500),
];
const ABROAD: &[(i64, i64)] = &[
    (500, 16_000),
    (1_000, 21_000),
    (2_000, 29_000),
    (5_000, 48_000),
    (10_000, 78_000),
    (20_000, 135_000),
];

/// The southern regions are farther from every hub: percent added.
fn added(region: u32) -> i64 {
    match region {
        10 => 15,
        11 => 25,
        12 => 35,
        _ => 0,
    }
}

async fn rate(
    manager: &SchemaManager<'_>,
    method: &str,
    zone: &str,
    brackets: &[(i64, i64)],
    percent: i64,
) -> Result<(), DbErr> {
    for (grams, fee) in brackets {
        // Whole dirhams.
        let fee = (fee * (100 + percent) / 100 + 99) / 100 * 100;
        manager
            .get_connection()
            .execute_raw(Statement::from_sql_and_values(
                manager.get_database_backend(),
                "INSERT INTO shipping_rate (method, zone, up_to_grams, fee_minor, valid_from, source)
                 VALUES ($1, $2, $3, $4, 0, 'tarif indicatif')",
                [method.into(), zone.into(), (*grams).into(), fee.into()],
            ))
            .await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        for line in include_str!("../data/countries.csv").lines().skip(1) {
            let values: [String; 5] = sql::fields(line)?;
            manager
                .get_connection()
                .execute_raw(Statement::from_sql_and_values(
                    manager.get_database_backend(),
                    "INSERT INTO country (code, name_fr, name_ar, name_en, zone) VALUES ($1, $2, $3, $4, $5)",
                    values.map(Value::from),
                ))
                .await?;
        }
        for region in 1..=12 {
            let zone = format!("{region:02}");
            rate(manager, "home", &zone, HOME, added(region)).await?;
            rate(manager, "pickup_point", &zone, PICKUP_POINT, added(region)).await?;
            rate(
                manager,
                "collection_point",
                &zone,
                COLLECTION_POINT,
                added(region),
            )
            .await?;
        }
        for (zone, percent) in [("eu", 0), ("na", 35), ("world", 50)] {
            rate(manager, "home", zone, ABROAD, percent).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

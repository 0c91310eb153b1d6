//! The official regions and provinces; cooperatives and their certificates.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE region (
        code TEXT PRIMARY KEY, name_fr TEXT NOT NULL, name_ar TEXT NOT NULL, name_en TEXT NOT NULL, name_zgh TEXT NOT NULL)",
    "CREATE TABLE province (
        code TEXT PRIMARY KEY, region_code TEXT NOT NULL REFERENCES region (code),
        name_fr TEXT NOT NULL, name_ar TEXT NOT NULL)",
    "CREATE INDEX province_region ON province (region_code)",
    "CREATE TABLE cooperative (
        id {id}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, story TEXT NOT NULL,
        province_code TEXT NOT NULL REFERENCES province (code), region_code TEXT NOT NULL REFERENCES region (code),
        status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'verified', 'suspended', 'dissolved')),
        members BIGINT NOT NULL CHECK (members >= 0), women BIGINT NOT NULL CHECK (women >= 0 AND women <= members),
        founded_year BIGINT NOT NULL, ice TEXT NOT NULL UNIQUE, rib TEXT NOT NULL,
        free_delivery_from_minor BIGINT CHECK (free_delivery_from_minor > 0),
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE INDEX cooperative_region ON cooperative (status, region_code)",
    "CREATE TABLE certification (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), label TEXT NOT NULL,
        certifier TEXT NOT NULL, number TEXT NOT NULL, area TEXT NOT NULL, expires_at BIGINT NOT NULL)",
    "CREATE INDEX certification_cooperative ON certification (cooperative_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        let db = manager.get_connection();
        for line in include_str!("../data/regions.csv").lines().skip(1) {
            let [code, fr, ar, zgh, en] = sql::fields(line)?;
            let values = [code, fr, ar, en, zgh].map(Value::from);
            db.execute_raw(Statement::from_sql_and_values(
                manager.get_database_backend(),
                "INSERT INTO region (code, name_fr, name_ar, name_en, name_zgh) VALUES ($1, $2, $3, $4, $5)",
                values,
            ))
            .await?;
        }
        for line in include_str!("../data/provinces.csv").lines().skip(1) {
            let [code, region, _kind, fr, ar] = sql::fields(line)?;
            db.execute_raw(Statement::from_sql_and_values(
                manager.get_database_backend(),
                "INSERT INTO province (code, region_code, name_fr, name_ar) VALUES ($1, $2, $3, $4)",
                [code, region, fr, ar].map(Value::from),
            ))
            .await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

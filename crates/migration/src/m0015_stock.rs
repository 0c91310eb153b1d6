//! Where stock lies, when a keeper is warned of too little of it, and files of listings on their
//! way in.
//!
//! The database itself holds that no place has less than nothing.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE storage_location (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), name TEXT NOT NULL,
        created_at BIGINT NOT NULL, closed_at BIGINT)",
    "CREATE UNIQUE INDEX storage_location_name ON storage_location (cooperative_id, name) WHERE closed_at IS NULL",
    // What is not in a named place is in the one without a name.
    "CREATE TABLE stored_at (
        stock_level_id BIGINT NOT NULL REFERENCES stock_level (id),
        location_id BIGINT NOT NULL REFERENCES storage_location (id),
        on_hand BIGINT NOT NULL CHECK (on_hand >= 0), PRIMARY KEY (stock_level_id, location_id))",
    "CREATE INDEX stored_at_location ON stored_at (location_id)",
    "ALTER TABLE stock_movement ADD COLUMN location_id BIGINT REFERENCES storage_location (id)",
    // Only a level that was above its threshold can fall to it.
    "ALTER TABLE stock_level ADD COLUMN alert_armed BIGINT NOT NULL DEFAULT 0 CHECK (alert_armed IN (0, 1))",
    "UPDATE stock_level SET alert_armed = 1 WHERE on_hand - reserved > low_alert",
    "CREATE TABLE spreadsheet (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), person_id BIGINT REFERENCES person (id),
        file_name TEXT NOT NULL, content TEXT NOT NULL, report TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('refused', 'checked', 'written')),
        created_at BIGINT NOT NULL, written_at BIGINT)",
    "CREATE INDEX spreadsheet_cooperative ON spreadsheet (cooperative_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

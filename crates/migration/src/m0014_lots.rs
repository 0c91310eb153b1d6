//! Lots, and which of them each order line was packed from.
//!
//! The database itself holds `0 <= remaining <= quantity`, so that no lot gives more than it had.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE lot (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), variant_id BIGINT NOT NULL REFERENCES variant (id),
        code TEXT NOT NULL, token TEXT NOT NULL UNIQUE, place TEXT NOT NULL, harvested_at BIGINT NOT NULL, expires_at BIGINT,
        quantity BIGINT NOT NULL CHECK (quantity > 0), remaining BIGINT NOT NULL, recalled_at BIGINT, recall_reason TEXT,
        created_at BIGINT NOT NULL, UNIQUE (cooperative_id, code),
        CHECK (remaining >= 0 AND remaining <= quantity), CHECK ((recalled_at IS NULL) = (recall_reason IS NULL)))",
    "CREATE INDEX lot_variant ON lot (variant_id, expires_at)",
    "CREATE TABLE lot_allocation (
        id {id}, lot_id BIGINT NOT NULL REFERENCES lot (id), order_line_id BIGINT NOT NULL REFERENCES order_line (id),
        quantity BIGINT NOT NULL CHECK (quantity > 0), at BIGINT NOT NULL, UNIQUE (order_line_id, lot_id))",
    "CREATE INDEX lot_allocation_lot ON lot_allocation (lot_id)",
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

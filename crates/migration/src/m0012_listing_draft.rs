//! A listing's working copy, apart from what is published; prices abroad, quantity breaks, and
//! how an order is prepared.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "ALTER TABLE listing ADD COLUMN prepare_days BIGINT NOT NULL DEFAULT 2 CHECK (prepare_days >= 0)",
    "ALTER TABLE listing ADD COLUMN min_order BIGINT NOT NULL DEFAULT 1 CHECK (min_order > 0)",
    "ALTER TABLE listing ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE variant ADD COLUMN active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))",
    "ALTER TABLE picture ADD COLUMN shown BIGINT NOT NULL DEFAULT 1 CHECK (shown IN (0, 1))",
    "CREATE TABLE variant_price (
        variant_id BIGINT NOT NULL REFERENCES variant (id), currency TEXT NOT NULL CHECK (currency IN ('EUR', 'USD')),
        price_minor BIGINT NOT NULL CHECK (price_minor > 0), PRIMARY KEY (variant_id, currency))",
    "CREATE TABLE quantity_break (
        variant_id BIGINT NOT NULL REFERENCES variant (id), min_quantity BIGINT NOT NULL CHECK (min_quantity > 1),
        price_minor BIGINT NOT NULL CHECK (price_minor > 0), PRIMARY KEY (variant_id, min_quantity))",
    "CREATE TABLE listing_draft (
        listing_id BIGINT PRIMARY KEY REFERENCES listing (id), name TEXT NOT NULL, content TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('draft', 'submitted')), reasons TEXT,
        version BIGINT NOT NULL, updated_at BIGINT NOT NULL, submitted_at BIGINT,
        CHECK (status = 'draft' OR submitted_at IS NOT NULL))",
    "CREATE INDEX listing_draft_queue ON listing_draft (status, submitted_at)",
    "CREATE TABLE listing_revision (
        id {id}, listing_id BIGINT NOT NULL REFERENCES listing (id), content TEXT NOT NULL,
        person_id BIGINT REFERENCES person (id), published_at BIGINT NOT NULL)",
    "CREATE INDEX listing_revision_listing ON listing_revision (listing_id, id)",
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

//! Certificates are sent by the cooperative and checked by an advisor before anyone sees a badge;
//! the manager is warned once before one expires.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "ALTER TABLE certification ADD COLUMN status TEXT NOT NULL DEFAULT 'valid'
        CHECK (status IN ('submitted', 'valid', 'refused', 'withdrawn'))",
    "ALTER TABLE certification ADD COLUMN document_id BIGINT REFERENCES document (id)",
    "ALTER TABLE certification ADD COLUMN reasons TEXT",
    "ALTER TABLE certification ADD COLUMN submitted_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE certification ADD COLUMN warned_at BIGINT",
    "CREATE INDEX certification_queue ON certification (status, submitted_at)",
    "CREATE INDEX certification_expiry ON certification (status, expires_at)",
    "CREATE INDEX certification_document ON certification (document_id)",
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

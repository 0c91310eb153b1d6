//! The paper that proves an export: the customs' declaration as a file.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "ALTER TABLE export_sale ADD COLUMN document_id BIGINT REFERENCES document (id)",
    "CREATE INDEX export_sale_document ON export_sale (document_id)",
    "CREATE INDEX export_sale_proven ON export_sale (entered_at, order_id) WHERE declaration IS NOT NULL",
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

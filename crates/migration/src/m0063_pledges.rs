//! What buyers say they would buy of a project's product, once for each person and sheet.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE project_pledge (
        id {id}, sheet_id BIGINT NOT NULL REFERENCES project_sheet (id), person_id BIGINT NOT NULL REFERENCES person (id),
        buyer TEXT NOT NULL, volume BIGINT NOT NULL CHECK (volume > 0), created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        UNIQUE (sheet_id, person_id))",
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

//! What became of launched projects, and what has come of all of them: actual figures 12, 24 and 36
//! months on, and one row that keeps the dashboard's figures.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE project_launch (
        dossier_id BIGINT PRIMARY KEY REFERENCES project_dossier (id), launched_on BIGINT NOT NULL, closed TEXT,
        noted_by BIGINT NOT NULL REFERENCES person (id), noted_at BIGINT NOT NULL)",
    "CREATE TABLE follow_up (
        dossier_id BIGINT NOT NULL REFERENCES project_launch (dossier_id), month BIGINT NOT NULL CHECK (month IN (12, 24, 36)),
        sales_minor BIGINT NOT NULL CHECK (sales_minor >= 0), income_minor BIGINT NOT NULL CHECK (income_minor >= 0),
        members BIGINT NOT NULL CHECK (members > 0), women BIGINT NOT NULL CHECK (women BETWEEN 0 AND members),
        young BIGINT NOT NULL CHECK (young BETWEEN 0 AND members), jobs BIGINT NOT NULL CHECK (jobs >= 0), comment TEXT NOT NULL,
        sent_by BIGINT NOT NULL REFERENCES person (id), sent_at BIGINT NOT NULL, version BIGINT NOT NULL,
        PRIMARY KEY (dossier_id, month))",
    "CREATE TABLE follow_up_reminder (
        dossier_id BIGINT NOT NULL REFERENCES project_launch (dossier_id), month BIGINT NOT NULL, reminded_at BIGINT NOT NULL,
        PRIMARY KEY (dossier_id, month))",
    "CREATE INDEX project_dossier_cooperative ON project_dossier (cooperative_id)",
    // One row, written by the worker: no view counts anything.
    "CREATE TABLE impact_summary (id BIGINT PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL, computed_at BIGINT NOT NULL)",
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

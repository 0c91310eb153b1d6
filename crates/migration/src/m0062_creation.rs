//! The steps of the law by which a cooperative comes to be, each with its day and its proof.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE dossier_legal_step (
        dossier_id BIGINT NOT NULL REFERENCES project_dossier (id),
        step TEXT NOT NULL CHECK (step IN ('name', 'statutes', 'capital', 'assembly', 'registry', 'authority')),
        done_on BIGINT NOT NULL, document_id BIGINT REFERENCES document (id), noted_by BIGINT NOT NULL REFERENCES person (id),
        noted_at BIGINT NOT NULL, PRIMARY KEY (dossier_id, step))",
    "CREATE INDEX dossier_legal_step_document ON dossier_legal_step (document_id)",
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

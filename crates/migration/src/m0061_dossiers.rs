//! A team's dossier: what it says, its papers, its reviews and its decisions.
//!
//! A team has at most one dossier that is not over. A decision is written once for the first
//! instance and once for the appeal.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE project_dossier (
        id {id}, team_id BIGINT NOT NULL REFERENCES project_team (id), region_code TEXT NOT NULL REFERENCES region (code),
        state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'admissibility', 'incomplete', 'under_review', 'committee',
            'approved', 'conditional', 'rejected', 'appeal', 'incorporating', 'financing', 'launched', 'monitored', 'completed',
            'closed', 'withdrawn')),
        answers TEXT NOT NULL, programmes TEXT NOT NULL, missing TEXT, appeal TEXT, due_at BIGINT, reminded_at BIGINT,
        registration_id BIGINT UNIQUE REFERENCES registration (id), cooperative_id BIGINT REFERENCES cooperative (id),
        version BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, submitted_at BIGINT,
        CHECK (state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL))",
    "CREATE UNIQUE INDEX project_dossier_open ON project_dossier (team_id) WHERE state NOT IN ('withdrawn', 'closed', 'completed')",
    "CREATE INDEX project_dossier_queue ON project_dossier (state, region_code, updated_at)",
    "CREATE INDEX project_dossier_due ON project_dossier (state, due_at)",
    "CREATE TABLE dossier_paper (
        dossier_id BIGINT NOT NULL REFERENCES project_dossier (id),
        kind TEXT NOT NULL CHECK (kind IN ('identities', 'premises', 'quotes')),
        document_id BIGINT NOT NULL REFERENCES document (id), PRIMARY KEY (dossier_id, kind))",
    "CREATE INDEX dossier_paper_document ON dossier_paper (document_id)",
    "CREATE TABLE dossier_review (
        id {id}, dossier_id BIGINT NOT NULL REFERENCES project_dossier (id), reviewer_id BIGINT NOT NULL REFERENCES person (id),
        state TEXT NOT NULL CHECK (state IN ('assigned', 'accepted', 'conflict', 'scored', 'closed')),
        score TEXT, comment TEXT, points BIGINT CHECK (points BETWEEN 0 AND 100), assigned_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
        scored_at BIGINT, reminded_at BIGINT, UNIQUE (dossier_id, reviewer_id), CHECK (state <> 'scored' OR points IS NOT NULL))",
    "CREATE INDEX dossier_review_reviewer ON dossier_review (reviewer_id, state)",
    "CREATE TABLE dossier_decision (
        dossier_id BIGINT NOT NULL REFERENCES project_dossier (id), on_appeal BIGINT NOT NULL CHECK (on_appeal IN (0, 1)),
        verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'conditional', 'rejected')), reasons TEXT NOT NULL, conditions TEXT,
        score BIGINT, decided_by BIGINT NOT NULL REFERENCES person (id), decided_at BIGINT NOT NULL,
        PRIMARY KEY (dossier_id, on_appeal))",
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

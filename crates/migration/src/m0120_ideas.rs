//! Members' ideas for the project bank: who writes them, each change, their voice note, and the
//! sheet they become. Until when an advisor answers is a dated row like the office's other days.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE idea (
        id {id}, owner_id BIGINT NOT NULL REFERENCES person (id), lang TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'published', 'withdrawn')),
        version BIGINT NOT NULL, content TEXT NOT NULL, title TEXT NOT NULL,
        province_code TEXT REFERENCES province (code), region_code TEXT REFERENCES region (code),
        sector_code TEXT REFERENCES sector (code), reasons TEXT, submitted_at BIGINT, due_at BIGINT,
        sheet_id BIGINT UNIQUE REFERENCES project_sheet (id), created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (state NOT IN ('submitted', 'accepted') OR (submitted_at IS NOT NULL AND region_code IS NOT NULL)),
        CHECK (state NOT IN ('accepted', 'published') OR sheet_id IS NOT NULL))",
    "CREATE INDEX idea_owner ON idea (owner_id, state)",
    "CREATE INDEX idea_region ON idea (region_code, state)",
    "CREATE INDEX idea_open ON idea (state, updated_at)",
    // Who left wrote it all the same: they never examine what comes of it.
    "CREATE TABLE idea_author (
        idea_id BIGINT NOT NULL REFERENCES idea (id), person_id BIGINT NOT NULL REFERENCES person (id),
        joined_at BIGINT NOT NULL, left_at BIGINT, named_at BIGINT, PRIMARY KEY (idea_id, person_id))",
    "CREATE INDEX idea_author_person ON idea_author (person_id)",
    "CREATE TABLE idea_invitation (
        id {id}, idea_id BIGINT NOT NULL REFERENCES idea (id), token_hash TEXT NOT NULL UNIQUE,
        invited_by BIGINT NOT NULL REFERENCES person (id), created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT)",
    "CREATE INDEX idea_invitation_idea ON idea_invitation (idea_id, ended_at)",
    "CREATE TABLE idea_revision (
        id {id}, idea_id BIGINT NOT NULL REFERENCES idea (id), version BIGINT NOT NULL, field TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id), at BIGINT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        UNIQUE (idea_id, version, field))",
    "CREATE TABLE idea_voice_note (
        idea_id BIGINT PRIMARY KEY REFERENCES idea (id), file TEXT NOT NULL, media_type TEXT NOT NULL,
        bytes BIGINT NOT NULL, person_id BIGINT NOT NULL REFERENCES person (id), at BIGINT NOT NULL)",
];

/// 1 January 2026.
const OFFICE_DAY: i64 = 1_767_225_600;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        manager
            .get_connection()
            .execute_raw(Statement::from_sql_and_values(
                manager.get_database_backend(),
                "INSERT INTO cooperative_rule (code, value, source, valid_from) VALUES ($1, $2, $3, $4)",
                [
                    Value::from("idea_days"),
                    14_i64.into(),
                    "Règlement de l’appel à projets (démo)".into(),
                    OFFICE_DAY.into(),
                ],
            ))
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

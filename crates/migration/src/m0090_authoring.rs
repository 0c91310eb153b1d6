//! Courses while they are written. A published version is another table's, and never changes.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // `version` counts the changes: two windows that change the same one are told.
    "CREATE TABLE course_draft (
        id {id}, slug TEXT NOT NULL UNIQUE, owner_id BIGINT NOT NULL REFERENCES person (id), title TEXT NOT NULL,
        content TEXT NOT NULL, version BIGINT NOT NULL CHECK (version >= 0), created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL)",
    "CREATE INDEX course_draft_owner ON course_draft (owner_id)",
    "CREATE TABLE course_author (
        draft_id BIGINT NOT NULL REFERENCES course_draft (id),
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, added_at BIGINT NOT NULL,
        PRIMARY KEY (draft_id, person_id))",
    "CREATE INDEX course_author_person ON course_author (person_id)",
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

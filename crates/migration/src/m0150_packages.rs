//! Packages of questions that were read and wait for a word, until they are taken.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // One a quiz: the last one that was sent.
    "CREATE TABLE question_import (
        id {id}, draft_id BIGINT NOT NULL REFERENCES course_draft (id), lesson TEXT NOT NULL,
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, file_name TEXT NOT NULL,
        items TEXT NOT NULL, questions TEXT NOT NULL, sent_at BIGINT NOT NULL, UNIQUE (draft_id, lesson))",
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

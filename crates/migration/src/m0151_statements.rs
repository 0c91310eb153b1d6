//! Learning records as xAPI 1.0.3 keeps them: statements, documents, and the programs that read and
//! write them. What learners do here comes from the progress, by way of what is due.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE statement_client (
        id {id}, name TEXT NOT NULL, access_key TEXT NOT NULL UNIQUE, secret_hash TEXT NOT NULL,
        scopes TEXT NOT NULL, created_by BIGINT NOT NULL REFERENCES person (id), created_at BIGINT NOT NULL,
        last_used_at BIGINT, revoked_at BIGINT)",
    // Written in the transaction of the progress that it is about; gone once its statements are there.
    "CREATE TABLE statement_due (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, activity TEXT NOT NULL)",
    // `stored_at` in milliseconds. A statement of ours goes with its person.
    "CREATE TABLE xapi_statement (
        id {id}, uid TEXT NOT NULL UNIQUE, verb TEXT NOT NULL, registration TEXT, stored_at BIGINT NOT NULL,
        voided BIGINT NOT NULL DEFAULT 0 CHECK (voided IN (0, 1)), body TEXT NOT NULL,
        person_id BIGINT REFERENCES person (id) ON DELETE CASCADE,
        client_id BIGINT REFERENCES statement_client (id))",
    "CREATE INDEX xapi_statement_verb ON xapi_statement (verb, id)",
    "CREATE INDEX xapi_statement_registration ON xapi_statement (registration, id)",
    "CREATE INDEX xapi_statement_stored ON xapi_statement (stored_at)",
    "CREATE INDEX xapi_statement_person ON xapi_statement (person_id)",
    // Whom and what a statement names; `related` where it is not its actor or object.
    "CREATE TABLE statement_name (
        statement_id BIGINT NOT NULL REFERENCES xapi_statement (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('agent', 'activity', 'statement')), name TEXT NOT NULL,
        related BIGINT NOT NULL CHECK (related IN (0, 1)),
        PRIMARY KEY (kind, name, statement_id, related))",
    "CREATE INDEX statement_name_statement ON statement_name (statement_id)",
    // What a statement that is not there yet will be: voided.
    "CREATE TABLE statement_voided (uid TEXT PRIMARY KEY)",
    // Each statement has a moment of its own, later than all before it.
    "CREATE TABLE statement_clock (id BIGINT PRIMARY KEY, last BIGINT NOT NULL)",
    "INSERT INTO statement_clock (id, last) VALUES (1, 0)",
    "CREATE TABLE known_activity (address TEXT PRIMARY KEY, definition TEXT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE TABLE record_document (
        id {id}, kind TEXT NOT NULL CHECK (kind IN ('state', 'activity', 'agent')), activity TEXT NOT NULL,
        agent TEXT NOT NULL, registration TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
        content TEXT NOT NULL, etag TEXT NOT NULL, updated_at BIGINT NOT NULL,
        UNIQUE (kind, activity, agent, registration, name))",
    "CREATE INDEX progress_event_judged ON progress_event (person_id, activity) WHERE kind IN ('graded', 'attested')",
    "INSERT INTO statement_due (person_id, activity) SELECT person_id, activity FROM activity_progress",
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

//! A cooperative's file before it is verified, and the papers that prove what it says.
//!
//! A person has at most one file that is not decided yet.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE document (
        id {id}, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, name TEXT NOT NULL, bytes BIGINT NOT NULL CHECK (bytes > 0),
        person_id BIGINT NOT NULL REFERENCES person (id), uploaded_at BIGINT NOT NULL)",
    "CREATE TABLE registration (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id),
        status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'verified')),
        name TEXT NOT NULL, story TEXT NOT NULL, ice TEXT NOT NULL, register_number TEXT NOT NULL, court TEXT NOT NULL,
        rib TEXT NOT NULL, province_code TEXT REFERENCES province (code), region_code TEXT REFERENCES region (code),
        members BIGINT NOT NULL, women BIGINT NOT NULL, founded_year BIGINT NOT NULL, reasons TEXT,
        cooperative_id BIGINT REFERENCES cooperative (id), version BIGINT NOT NULL, created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL, submitted_at BIGINT, decided_at BIGINT,
        CHECK (members >= 0 AND women >= 0 AND women <= members),
        CHECK (status <> 'verified' OR cooperative_id IS NOT NULL),
        CHECK (status = 'draft' OR submitted_at IS NOT NULL))",
    "CREATE UNIQUE INDEX registration_open ON registration (person_id) WHERE status <> 'verified'",
    "CREATE INDEX registration_queue ON registration (status, region_code, submitted_at)",
    "CREATE TABLE registration_document (
        registration_id BIGINT NOT NULL REFERENCES registration (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('statutes', 'register_extract', 'bank_details')),
        document_id BIGINT NOT NULL UNIQUE REFERENCES document (id), PRIMARY KEY (registration_id, kind))",
    "ALTER TABLE cooperative ADD COLUMN suspension TEXT",
    "ALTER TABLE cooperative ADD COLUMN register_number TEXT",
    "ALTER TABLE cooperative ADD COLUMN court TEXT",
    "CREATE INDEX audit_log_by_action ON audit_log (action, id)",
    "CREATE INDEX audit_log_by_actor ON audit_log (actor, id)",
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

//! People whom social workers referred. What says who they are is sealed by the service.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE referral (
        id {id}, uid TEXT NOT NULL UNIQUE, token_hash TEXT NOT NULL UNIQUE,
        worker_id BIGINT NOT NULL REFERENCES person (id), region_code TEXT NOT NULL, province_code TEXT,
        state TEXT NOT NULL CHECK (state IN ('draft', 'consented', 'sent', 'accepted', 'declined', 'in_training', 'in_team',
            'followed', 'closed', 'withdrawn')),
        referred TEXT, situation TEXT, consent_way TEXT CHECK (consent_way IN ('link', 'witness')), consent_at BIGINT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (state <> 'withdrawn' OR (referred IS NULL AND situation IS NULL AND province_code IS NULL)))",
    "CREATE INDEX referral_worker ON referral (worker_id, id)",
    "CREATE INDEX referral_region ON referral (region_code, state)",
    // Reasons are sealed too, and go with the rest.
    "CREATE TABLE referral_event (
        id {id}, referral_id BIGINT NOT NULL REFERENCES referral (id), event TEXT NOT NULL, at BIGINT NOT NULL,
        by_id BIGINT REFERENCES person (id), reason TEXT)",
    "CREATE INDEX referral_event_referral ON referral_event (referral_id)",
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

//! What a cooperative's programs use: tokens, kept as hashes, and webhooks with their messages.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE api_token (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), name TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, created_by BIGINT NOT NULL REFERENCES person (id),
        created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, last_used_at BIGINT, revoked_at BIGINT)",
    "CREATE INDEX api_token_cooperative ON api_token (cooperative_id, revoked_at)",
    "CREATE TABLE webhook (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), address TEXT NOT NULL,
        topics TEXT NOT NULL, salt TEXT NOT NULL, created_at BIGINT NOT NULL, removed_at BIGINT)",
    "CREATE INDEX webhook_cooperative ON webhook (cooperative_id, removed_at)",
    "CREATE TABLE webhook_event (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        order_id BIGINT NOT NULL REFERENCES shop_order (id), topic TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE TABLE webhook_delivery (
        id {id}, webhook_id BIGINT NOT NULL REFERENCES webhook (id), event_id BIGINT NOT NULL REFERENCES webhook_event (id),
        attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0), next_attempt_at BIGINT,
        delivered_at BIGINT, last_answer TEXT, UNIQUE (webhook_id, event_id))",
    "CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE next_attempt_at IS NOT NULL",
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

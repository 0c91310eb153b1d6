//! A cooperative's team: people who sell or keep the stock, and the invitations to become one.
//!
//! The roles' table is written anew, since neither database changes a CHECK in place alike.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE person_role_next (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('member', 'cooperative_manager', 'cooperative_sales', 'cooperative_stock', 'advisor',
            'social_worker', 'trainer', 'administrator')),
        cooperative_id BIGINT, regions TEXT,
        CHECK ((role IN ('cooperative_manager', 'cooperative_sales', 'cooperative_stock')) = (cooperative_id IS NOT NULL)))",
    "INSERT INTO person_role_next (person_id, role, cooperative_id, regions)
        SELECT person_id, role, cooperative_id, regions FROM person_role ORDER BY id",
    "DROP TABLE person_role",
    "ALTER TABLE person_role_next RENAME TO person_role",
    "CREATE UNIQUE INDEX person_role_cooperative ON person_role (person_id, role, cooperative_id)",
    "CREATE UNIQUE INDEX person_role_once ON person_role (person_id, role) WHERE cooperative_id IS NULL",
    "CREATE INDEX person_role_by_cooperative ON person_role (cooperative_id)",
    "CREATE TABLE team_invitation (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        role TEXT NOT NULL CHECK (role IN ('cooperative_manager', 'cooperative_sales', 'cooperative_stock')),
        login TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, invited_by BIGINT NOT NULL REFERENCES person (id),
        created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, accepted_by BIGINT REFERENCES person (id), ended_at BIGINT)",
    "CREATE INDEX team_invitation_open ON team_invitation (cooperative_id, ended_at)",
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

//! Whose account a referred person says is theirs, sealed like the rest and erased with it; and that
//! what was opened in an emergency was shown, which happens once.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &[&str] = &[
    "ALTER TABLE referral ADD COLUMN account TEXT CHECK (account IS NULL OR state <> 'withdrawn')",
    "ALTER TABLE referral_event ADD COLUMN shown_at BIGINT",
    "CREATE INDEX referral_followed ON referral (state, id) WHERE account IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, COLUMNS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

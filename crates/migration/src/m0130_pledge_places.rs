//! Where a buyer wants what they pledged, and when they last said that they still mean it.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &[&str] = &[
    // None: wherever the cooperative will be.
    "ALTER TABLE project_pledge ADD COLUMN province_code TEXT REFERENCES province (code)",
    "ALTER TABLE project_pledge ADD COLUMN confirmed_at BIGINT",
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

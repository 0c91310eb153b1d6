//! Invoices and credit notes: numbered without a gap by cooperative, kind and year, and never
//! changed afterwards. Triggers hold the second, a unique constraint and the counter's own
//! transaction the first.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE invoice_counter (
        cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), kind TEXT NOT NULL, year BIGINT NOT NULL,
        last BIGINT NOT NULL CHECK (last >= 0), PRIMARY KEY (cooperative_id, kind, year))",
    "CREATE TABLE invoice (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note')), year BIGINT NOT NULL,
        sequence BIGINT NOT NULL CHECK (sequence > 0), number TEXT NOT NULL,
        order_id BIGINT NOT NULL REFERENCES shop_order (id), corrects_id BIGINT REFERENCES invoice (id),
        request_key TEXT NOT NULL UNIQUE, total_minor BIGINT NOT NULL CHECK (total_minor >= 0),
        content TEXT NOT NULL, issued_at BIGINT NOT NULL,
        UNIQUE (cooperative_id, kind, year, sequence), UNIQUE (cooperative_id, number),
        CHECK ((kind = 'credit_note') = (corrects_id IS NOT NULL)))",
    "CREATE INDEX invoice_order ON invoice (order_id)",
    "CREATE INDEX invoice_corrects ON invoice (corrects_id)",
    "CREATE UNIQUE INDEX invoice_once ON invoice (order_id) WHERE kind = 'invoice'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        let triggers: &[&str] = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => &[
                "CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice
                 BEGIN SELECT RAISE(ABORT, 'an invoice never changes'); END",
                "CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice
                 BEGIN SELECT RAISE(ABORT, 'an invoice never changes'); END",
            ],
            _ => &[
                "CREATE FUNCTION invoice_refuse() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'an invoice never changes'; END $$",
                "CREATE TRIGGER invoice_no_change BEFORE UPDATE OR DELETE ON invoice
                 FOR EACH ROW EXECUTE FUNCTION invoice_refuse()",
                "CREATE TRIGGER invoice_no_truncate BEFORE TRUNCATE ON invoice
                 FOR EACH STATEMENT EXECUTE FUNCTION invoice_refuse()",
            ],
        };
        sql::run(manager, triggers).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

//! Tax and commission in one table of dated rates; the tax rate of each line that is sold; exports
//! without tax, and the proof that they left the country.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE sale_rate (
        id {id}, kind TEXT NOT NULL CHECK (kind IN ('tax_home', 'tax_abroad', 'commission')),
        cooperative_id BIGINT REFERENCES cooperative (id), category_id BIGINT REFERENCES category (id),
        thousandths BIGINT NOT NULL CHECK (thousandths BETWEEN 0 AND 300),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL, CHECK (valid_to IS NULL OR valid_to > valid_from))",
    // Of one kind, cooperative and category there is one rate at a time.
    "CREATE UNIQUE INDEX sale_rate_key ON sale_rate (kind, COALESCE(cooperative_id, 0), COALESCE(category_id, 0), valid_from)",
    "CREATE UNIQUE INDEX sale_rate_open ON sale_rate (kind, COALESCE(cooperative_id, 0), COALESCE(category_id, 0))
        WHERE valid_to IS NULL",
    "CREATE INDEX sale_rate_valid ON sale_rate (valid_from, valid_to)",
    "INSERT INTO sale_rate (kind, category_id, thousandths, valid_from, valid_to, source)
        SELECT 'tax_home', category_id, thousandths, valid_from, valid_to, source FROM tax_rate",
    "INSERT INTO sale_rate (kind, cooperative_id, category_id, thousandths, valid_from, valid_to, source)
        SELECT 'commission', cooperative_id, category_id, thousandths, valid_from, valid_to, source FROM commission_rule",
    "INSERT INTO sale_rate (kind, thousandths, valid_from, source) VALUES
        ('tax_home', 200, 0, 'Code général des impôts, article 98'),
        ('tax_abroad', 0, 0, 'Code général des impôts, article 92-I-1°')",
    "DROP TABLE tax_rate",
    "DROP TABLE commission_rule",
    // Unknown for what was sold before.
    "ALTER TABLE order_line ADD COLUMN tax_thousandths BIGINT CHECK (tax_thousandths >= 0)",
    "CREATE TABLE export_sale (
        order_id BIGINT PRIMARY KEY REFERENCES shop_order (id), declaration TEXT, declared_at BIGINT,
        entered_by BIGINT REFERENCES person (id), entered_at BIGINT,
        CHECK ((declaration IS NULL) = (declared_at IS NULL)))",
    "CREATE INDEX export_sale_unproven ON export_sale (order_id) WHERE declaration IS NULL",
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

//! Payments, the ledger, commission, refunds, payouts and the statements of banks and carriers.
//!
//! The ledger only grows, and a transaction in it balances: an entry cannot change, and a
//! transaction is sealed once, only where its entries sum to zero. Triggers hold both.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // The most particular rule that is valid at the sale counts: cooperative, then category, then all.
    "CREATE TABLE commission_rule (
        id {id}, cooperative_id BIGINT REFERENCES cooperative (id), category_id BIGINT REFERENCES category (id),
        thousandths BIGINT NOT NULL CHECK (thousandths BETWEEN 0 AND 300),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL, CHECK (valid_to IS NULL OR valid_to > valid_from))",
    "CREATE INDEX commission_rule_from ON commission_rule (valid_from)",
    "INSERT INTO commission_rule (thousandths, valid_from, source) VALUES (50, 0, 'Conditions de vente de Taawouniya')",
    "ALTER TABLE order_line ADD COLUMN commission_thousandths BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE order_line ADD COLUMN commission_minor BIGINT NOT NULL DEFAULT 0
        CHECK (commission_minor >= 0 AND commission_minor + tax_minor <= total_minor)",
    // What is no longer due of a line, cut as the line is.
    "ALTER TABLE order_line ADD COLUMN off_cooperative_minor BIGINT NOT NULL DEFAULT 0
        CHECK (off_cooperative_minor BETWEEN 0 AND total_minor - tax_minor - commission_minor)",
    "ALTER TABLE order_line ADD COLUMN off_tax_minor BIGINT NOT NULL DEFAULT 0 CHECK (off_tax_minor BETWEEN 0 AND tax_minor)",
    "ALTER TABLE order_line ADD COLUMN off_commission_minor BIGINT NOT NULL DEFAULT 0
        CHECK (off_commission_minor BETWEEN 0 AND commission_minor)",
    "ALTER TABLE shop_order ADD COLUMN delivery_off_minor BIGINT NOT NULL DEFAULT 0
        CHECK (delivery_off_minor BETWEEN 0 AND delivery_fee_minor)",
    "CREATE TABLE payment (
        id {id}, group_id BIGINT NOT NULL REFERENCES order_group (id), order_id BIGINT REFERENCES shop_order (id),
        method TEXT NOT NULL, reference TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        amount_minor BIGINT NOT NULL CHECK (amount_minor > 0), captured_minor BIGINT NOT NULL DEFAULT 0,
        refunded_minor BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, expires_at BIGINT, captured_at BIGINT,
        CHECK (captured_minor IN (0, amount_minor)), CHECK (refunded_minor BETWEEN 0 AND captured_minor))",
    "CREATE INDEX payment_group ON payment (group_id)",
    "CREATE INDEX payment_expiry ON payment (state, expires_at)",
    "CREATE TABLE payment_split (
        id {id}, payment_id BIGINT NOT NULL REFERENCES payment (id), order_id BIGINT NOT NULL REFERENCES shop_order (id),
        cooperative_minor BIGINT NOT NULL CHECK (cooperative_minor >= 0), tax_minor BIGINT NOT NULL CHECK (tax_minor >= 0),
        commission_minor BIGINT NOT NULL CHECK (commission_minor >= 0), delivery_minor BIGINT NOT NULL CHECK (delivery_minor >= 0),
        released_at BIGINT, UNIQUE (payment_id, order_id))",
    "CREATE INDEX payment_split_order ON payment_split (order_id)",
    // One row for each answer of a gateway, bank or carrier: the same answer twice is one.
    "CREATE TABLE payment_receipt (
        id {id}, payment_id BIGINT NOT NULL REFERENCES payment (id), method TEXT NOT NULL, provider_id TEXT NOT NULL,
        outcome TEXT NOT NULL, amount_minor BIGINT NOT NULL, at BIGINT NOT NULL, UNIQUE (method, provider_id, outcome))",
    "CREATE INDEX payment_receipt_payment ON payment_receipt (payment_id)",
    "CREATE TABLE refund (
        id {id}, payment_id BIGINT NOT NULL REFERENCES payment (id), order_id BIGINT NOT NULL REFERENCES shop_order (id),
        amount_minor BIGINT NOT NULL CHECK (amount_minor > 0), cooperative_minor BIGINT NOT NULL CHECK (cooperative_minor >= 0),
        tax_minor BIGINT NOT NULL CHECK (tax_minor >= 0), commission_minor BIGINT NOT NULL CHECK (commission_minor >= 0),
        delivery_minor BIGINT NOT NULL CHECK (delivery_minor >= 0), reason TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done')), created_at BIGINT NOT NULL, done_at BIGINT,
        CHECK (amount_minor = cooperative_minor + tax_minor + commission_minor + delivery_minor))",
    "CREATE INDEX refund_order ON refund (order_id)",
    "CREATE INDEX refund_state ON refund (state, id)",
    "CREATE TABLE payout (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), period_from BIGINT NOT NULL, period_to BIGINT NOT NULL,
        amount_minor BIGINT NOT NULL CHECK (amount_minor > 0), rib TEXT NOT NULL, reference TEXT NOT NULL UNIQUE,
        created_at BIGINT NOT NULL, UNIQUE (cooperative_id, period_to))",
    "CREATE TABLE ledger_transaction (
        id {id}, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, at BIGINT NOT NULL, order_id BIGINT REFERENCES shop_order (id),
        payment_id BIGINT REFERENCES payment (id), payout_id BIGINT REFERENCES payout (id),
        sealed BIGINT NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)))",
    "CREATE INDEX ledger_transaction_order ON ledger_transaction (order_id)",
    "CREATE TABLE ledger_entry (
        id {id}, transaction_id BIGINT NOT NULL REFERENCES ledger_transaction (id), account TEXT NOT NULL,
        cooperative_id BIGINT REFERENCES cooperative (id), minor BIGINT NOT NULL CHECK (minor <> 0),
        CHECK ((account IN ('held', 'payable')) = (cooperative_id IS NOT NULL)))",
    "CREATE INDEX ledger_entry_transaction ON ledger_entry (transaction_id)",
    "CREATE INDEX ledger_entry_account ON ledger_entry (account, cooperative_id)",
    "CREATE TABLE statement (
        id {id}, kind TEXT NOT NULL CHECK (kind IN ('carrier', 'bank')), sha256 TEXT NOT NULL UNIQUE,
        person_id BIGINT REFERENCES person (id), read_at BIGINT NOT NULL)",
    "CREATE TABLE statement_row (
        id {id}, statement_id BIGINT NOT NULL REFERENCES statement (id), row_number BIGINT NOT NULL, reference TEXT NOT NULL,
        amount_minor BIGINT, fee_minor BIGINT, outcome TEXT NOT NULL)",
    "CREATE INDEX statement_row_statement ON statement_row (statement_id)",
    "CREATE TABLE reconciliation (id {id}, at BIGINT NOT NULL, report TEXT NOT NULL)",
];

const SQLITE: &[&str] = &[
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_transaction_no_delete BEFORE DELETE ON ledger_transaction
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_entry_open BEFORE INSERT ON ledger_entry
     WHEN COALESCE((SELECT sealed FROM ledger_transaction WHERE id = NEW.transaction_id), 1) <> 0
     BEGIN SELECT RAISE(ABORT, 'the transaction is sealed'); END",
    "CREATE TRIGGER ledger_transaction_open BEFORE INSERT ON ledger_transaction WHEN NEW.sealed <> 0
     BEGIN SELECT RAISE(ABORT, 'a transaction begins open'); END",
    "CREATE TRIGGER ledger_transaction_seal BEFORE UPDATE ON ledger_transaction
     WHEN OLD.sealed <> 0 OR NEW.sealed <> 1 OR OLD.id <> NEW.id OR OLD.key <> NEW.key OR OLD.kind <> NEW.kind OR OLD.at <> NEW.at
        OR OLD.order_id IS NOT NEW.order_id OR OLD.payment_id IS NOT NEW.payment_id OR OLD.payout_id IS NOT NEW.payout_id
        OR (SELECT COUNT(*) FROM ledger_entry WHERE transaction_id = OLD.id) < 2
        OR (SELECT SUM(minor) FROM ledger_entry WHERE transaction_id = OLD.id) <> 0
     BEGIN SELECT RAISE(ABORT, 'the transaction does not balance'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
     FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_transaction_no_delete BEFORE DELETE ON ledger_transaction
     FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
     FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_transaction_no_truncate BEFORE TRUNCATE ON ledger_transaction
     FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
    "CREATE FUNCTION ledger_entry_open() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN
        IF COALESCE((SELECT sealed FROM ledger_transaction WHERE id = NEW.transaction_id), 1) <> 0 THEN
            RAISE EXCEPTION 'the transaction is sealed';
        END IF;
        RETURN NEW;
     END $$",
    "CREATE TRIGGER ledger_entry_open BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_open()",
    "CREATE FUNCTION ledger_transaction_guard() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.sealed <> 0 THEN RAISE EXCEPTION 'a transaction begins open'; END IF;
        ELSIF OLD.sealed <> 0 OR NEW.sealed <> 1
            OR (OLD.id, OLD.key, OLD.kind, OLD.at) <> (NEW.id, NEW.key, NEW.kind, NEW.at)
            OR OLD.order_id IS DISTINCT FROM NEW.order_id OR OLD.payment_id IS DISTINCT FROM NEW.payment_id
            OR OLD.payout_id IS DISTINCT FROM NEW.payout_id
            OR (SELECT COUNT(*) FROM ledger_entry WHERE transaction_id = OLD.id) < 2
            OR (SELECT SUM(minor) FROM ledger_entry WHERE transaction_id = OLD.id) <> 0 THEN
            RAISE EXCEPTION 'the transaction does not balance';
        END IF;
        RETURN NEW;
     END $$",
    "CREATE TRIGGER ledger_transaction_guard BEFORE INSERT OR UPDATE ON ledger_transaction
     FOR EACH ROW EXECUTE FUNCTION ledger_transaction_guard()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        let triggers = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        sql::run(manager, triggers).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

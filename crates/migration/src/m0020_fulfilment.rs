//! What becomes of orders: parcels, pieces sent, cancelled, refused and sent back; returns,
//! disputes, messages and days closed.
//!
//! The database itself holds that no piece is sent and cancelled, or comes back twice.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "ALTER TABLE order_line ADD COLUMN shipped BIGINT NOT NULL DEFAULT 0 CHECK (shipped >= 0)",
    "ALTER TABLE order_line ADD COLUMN cancelled BIGINT NOT NULL DEFAULT 0
        CHECK (cancelled >= 0 AND shipped + cancelled <= quantity)",
    "ALTER TABLE order_line ADD COLUMN refused BIGINT NOT NULL DEFAULT 0 CHECK (refused >= 0)",
    "ALTER TABLE order_line ADD COLUMN returned BIGINT NOT NULL DEFAULT 0
        CHECK (returned >= 0 AND refused + returned <= shipped)",
    "ALTER TABLE shop_order ADD COLUMN phone_confirmed_at BIGINT",
    "CREATE INDEX shop_order_fulfilment ON shop_order (cooperative_id, state, fulfilment_state)",
    "ALTER TABLE stock_movement ADD COLUMN order_id BIGINT REFERENCES shop_order (id)",
    "CREATE TABLE shipment (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), position BIGINT NOT NULL, request_key TEXT NOT NULL,
        carrier TEXT NOT NULL, tracking_number TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('shipped', 'delivered', 'refused', 'returned')),
        delivery_minor BIGINT NOT NULL CHECK (delivery_minor >= 0), collected BIGINT NOT NULL DEFAULT 0 CHECK (collected IN (0, 1)),
        shipped_at BIGINT NOT NULL, closed_at BIGINT, UNIQUE (order_id, position), UNIQUE (order_id, request_key))",
    "CREATE INDEX shipment_tracking ON shipment (tracking_number)",
    "CREATE TABLE shipment_line (
        id {id}, shipment_id BIGINT NOT NULL REFERENCES shipment (id), order_line_id BIGINT NOT NULL REFERENCES order_line (id),
        quantity BIGINT NOT NULL CHECK (quantity > 0), cooperative_minor BIGINT NOT NULL CHECK (cooperative_minor >= 0),
        tax_minor BIGINT NOT NULL CHECK (tax_minor >= 0), commission_minor BIGINT NOT NULL CHECK (commission_minor >= 0))",
    "CREATE INDEX shipment_line_shipment ON shipment_line (shipment_id)",
    "CREATE INDEX shipment_line_line ON shipment_line (order_line_id)",
    "CREATE TABLE order_event (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), kind TEXT NOT NULL, at BIGINT NOT NULL,
        person_id BIGINT REFERENCES person (id), note TEXT)",
    "CREATE INDEX order_event_order ON order_event (order_id)",
    "CREATE TABLE phone_refusal (
        phone TEXT PRIMARY KEY, refusals BIGINT NOT NULL CHECK (refusals > 0), updated_at BIGINT NOT NULL)",
    "CREATE TABLE order_return (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), request_key TEXT NOT NULL, state TEXT NOT NULL,
        wish TEXT NOT NULL CHECK (wish IN ('refund', 'exchange')), reason TEXT NOT NULL, answer TEXT,
        asked_at BIGINT NOT NULL, decided_at BIGINT, UNIQUE (order_id, request_key))",
    "CREATE UNIQUE INDEX order_return_open ON order_return (order_id) WHERE state IN ('requested', 'accepted', 'received')",
    "CREATE TABLE return_line (
        id {id}, return_id BIGINT NOT NULL REFERENCES order_return (id), order_line_id BIGINT NOT NULL REFERENCES order_line (id),
        quantity BIGINT NOT NULL CHECK (quantity > 0))",
    "CREATE INDEX return_line_return ON return_line (return_id)",
    "CREATE TABLE dispute (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), state TEXT NOT NULL, reason TEXT NOT NULL, answer TEXT,
        outcome TEXT, decision TEXT, opened_at BIGINT NOT NULL, deadline BIGINT NOT NULL, decided_at BIGINT,
        CHECK ((state = 'decided') = (outcome IS NOT NULL)))",
    "CREATE UNIQUE INDEX dispute_order ON dispute (order_id)",
    "CREATE INDEX dispute_open ON dispute (state, deadline)",
    "CREATE TABLE order_message (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), request_key TEXT NOT NULL,
        from_seller BIGINT NOT NULL CHECK (from_seller IN (0, 1)), text TEXT NOT NULL, at BIGINT NOT NULL,
        UNIQUE (order_id, request_key))",
    "CREATE TABLE closed_days (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), first_day TEXT NOT NULL, last_day TEXT NOT NULL,
        reason TEXT NOT NULL, CHECK (first_day <= last_day), UNIQUE (cooperative_id, first_day, last_day))",
    "CREATE INDEX closed_days_last ON closed_days (last_day)",
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

//! Listings, stock, carts and orders.
//!
//! The database itself holds `0 <= reserved <= on_hand`, so that no code can oversell.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE category (id {id}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, required TEXT NOT NULL)",
    "CREATE TABLE listing (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        category_id BIGINT NOT NULL REFERENCES category (id), slug TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL, description TEXT NOT NULL, attributes TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
        hs_code TEXT NOT NULL, certification_id BIGINT REFERENCES certification (id),
        unique_piece BIGINT NOT NULL CHECK (unique_piece IN (0, 1)),
        published_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE INDEX listing_cooperative ON listing (cooperative_id, status, published_at)",
    "CREATE INDEX listing_category ON listing (category_id, status)",
    "CREATE INDEX listing_newest ON listing (status, published_at)",
    "CREATE TABLE variant (
        id {id}, listing_id BIGINT NOT NULL REFERENCES listing (id), sku TEXT NOT NULL UNIQUE,
        pack_amount BIGINT NOT NULL CHECK (pack_amount > 0), pack_unit TEXT NOT NULL,
        price_minor BIGINT NOT NULL CHECK (price_minor > 0), currency TEXT NOT NULL, position BIGINT NOT NULL)",
    "CREATE INDEX variant_listing ON variant (listing_id, price_minor)",
    "CREATE TABLE stock_level (
        id {id}, variant_id BIGINT NOT NULL UNIQUE REFERENCES variant (id),
        on_hand BIGINT NOT NULL, reserved BIGINT NOT NULL, low_alert BIGINT NOT NULL CHECK (low_alert >= 0),
        version BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (reserved >= 0 AND reserved <= on_hand))",
    "CREATE TABLE stock_movement (
        id {id}, stock_level_id BIGINT NOT NULL REFERENCES stock_level (id), quantity BIGINT NOT NULL,
        reason TEXT NOT NULL, person_id BIGINT REFERENCES person (id), at BIGINT NOT NULL)",
    "CREATE INDEX stock_movement_level ON stock_movement (stock_level_id)",
    "CREATE TABLE picture (
        id {id}, listing_id BIGINT NOT NULL REFERENCES listing (id), position BIGINT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('illustration', 'upload')), name TEXT NOT NULL, widths TEXT NOT NULL,
        width BIGINT NOT NULL, height BIGINT NOT NULL, alt TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('pending', 'ready', 'failed')))",
    "CREATE INDEX picture_listing ON picture (listing_id, status, position)",
    "CREATE INDEX picture_pending ON picture (status, id)",
    "CREATE TABLE cart (
        id {id}, token_hash TEXT UNIQUE, person_id BIGINT UNIQUE REFERENCES person (id), updated_at BIGINT NOT NULL,
        CHECK (token_hash IS NOT NULL OR person_id IS NOT NULL))",
    "CREATE TABLE cart_line (
        id {id}, cart_id BIGINT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
        variant_id BIGINT NOT NULL REFERENCES variant (id), quantity BIGINT NOT NULL CHECK (quantity > 0),
        seen_price_minor BIGINT NOT NULL, UNIQUE (cart_id, variant_id))",
    "CREATE INDEX cart_line_variant ON cart_line (variant_id)",
    "CREATE TABLE delivery_rate (
        id {id}, method TEXT NOT NULL, fee_minor BIGINT NOT NULL CHECK (fee_minor >= 0),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL)",
    "CREATE INDEX delivery_rate_method ON delivery_rate (method, valid_from)",
    "CREATE TABLE tax_rate (
        id {id}, category_id BIGINT NOT NULL REFERENCES category (id), thousandths BIGINT NOT NULL CHECK (thousandths >= 0),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL)",
    "CREATE INDEX tax_rate_category ON tax_rate (category_id, valid_from)",
    "CREATE TABLE order_group (
        id {id}, number TEXT NOT NULL UNIQUE, token_hash TEXT NOT NULL UNIQUE,
        person_id BIGINT REFERENCES person (id), lang TEXT NOT NULL, payment_method TEXT NOT NULL,
        total_minor BIGINT NOT NULL, currency TEXT NOT NULL, address TEXT NOT NULL, placed_at BIGINT NOT NULL)",
    "CREATE INDEX order_group_person ON order_group (person_id, placed_at)",
    "CREATE TABLE shop_order (
        id {id}, group_id BIGINT NOT NULL REFERENCES order_group (id),
        cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), number TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL, payment_state TEXT NOT NULL, fulfilment_state TEXT NOT NULL,
        delivery_method TEXT NOT NULL, delivery_fee_minor BIGINT NOT NULL CHECK (delivery_fee_minor >= 0),
        goods_minor BIGINT NOT NULL CHECK (goods_minor >= 0), total_minor BIGINT NOT NULL,
        refusal TEXT, placed_at BIGINT NOT NULL, decided_at BIGINT,
        CHECK (total_minor = goods_minor + delivery_fee_minor))",
    "CREATE INDEX shop_order_group ON shop_order (group_id)",
    "CREATE INDEX shop_order_desk ON shop_order (cooperative_id, state, placed_at)",
    "CREATE TABLE order_line (
        id {id}, order_id BIGINT NOT NULL REFERENCES shop_order (id), variant_id BIGINT NOT NULL REFERENCES variant (id),
        name TEXT NOT NULL, sku TEXT NOT NULL, pack_amount BIGINT NOT NULL, pack_unit TEXT NOT NULL,
        quantity BIGINT NOT NULL CHECK (quantity > 0), unit_price_minor BIGINT NOT NULL, total_minor BIGINT NOT NULL,
        tax_minor BIGINT NOT NULL, CHECK (total_minor = unit_price_minor * quantity))",
    "CREATE INDEX order_line_order ON order_line (order_id)",
    "CREATE TABLE reservation (
        id {id}, stock_level_id BIGINT NOT NULL REFERENCES stock_level (id), cart_id BIGINT,
        order_id BIGINT REFERENCES shop_order (id), quantity BIGINT NOT NULL CHECK (quantity > 0),
        status TEXT NOT NULL CHECK (status IN ('held', 'allocated', 'released', 'expired')), expires_at BIGINT NOT NULL)",
    "CREATE INDEX reservation_cart ON reservation (cart_id, status)",
    "CREATE INDEX reservation_order ON reservation (order_id, status)",
    "CREATE INDEX reservation_expiry ON reservation (status, expires_at)",
    "CREATE UNIQUE INDEX reservation_held ON reservation (cart_id, stock_level_id) WHERE status = 'held'",
    "CREATE TABLE idempotency_key (
        id {id}, caller TEXT NOT NULL, idempotency_key TEXT NOT NULL, request_hash TEXT NOT NULL,
        response TEXT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (caller, idempotency_key))",
    "CREATE TABLE index_outbox (id {id}, listing_id BIGINT NOT NULL)",
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

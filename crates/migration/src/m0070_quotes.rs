//! Requests for quotes, what cooperatives answer, and the export terms of the orders that come of
//! them. A version of a quote is written once.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE rfq (
        id {id}, number TEXT NOT NULL UNIQUE, buyer_id BIGINT NOT NULL REFERENCES person (id),
        category_id BIGINT NOT NULL REFERENCES category (id),
        state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'accepted', 'declined', 'expired', 'withdrawn')),
        incoterm TEXT NOT NULL, place TEXT NOT NULL, transport TEXT NOT NULL CHECK (transport IN ('sea', 'air', 'road')),
        country TEXT NOT NULL, region TEXT, wanted_at BIGINT, message TEXT,
        currency TEXT NOT NULL CHECK (currency = 'MAD'), request_key TEXT NOT NULL,
        group_id BIGINT REFERENCES order_group (id),
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
        UNIQUE (buyer_id, request_key))",
    "CREATE INDEX rfq_buyer ON rfq (buyer_id, id)",
    "CREATE INDEX rfq_expiry ON rfq (state, expires_at)",
    "CREATE TABLE rfq_line (
        id {id}, rfq_id BIGINT NOT NULL REFERENCES rfq (id), variant_id BIGINT REFERENCES variant (id),
        name TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount > 0), unit TEXT NOT NULL)",
    "CREATE INDEX rfq_line_rfq ON rfq_line (rfq_id)",
    "CREATE TABLE quote (
        id {id}, rfq_id BIGINT NOT NULL REFERENCES rfq (id), cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        state TEXT NOT NULL CHECK (state IN ('asked', 'offered', 'countered', 'accepted', 'refused', 'declined', 'expired', 'withdrawn')),
        expires_at BIGINT, updated_at BIGINT NOT NULL, UNIQUE (rfq_id, cooperative_id))",
    "CREATE INDEX quote_desk ON quote (cooperative_id, id)",
    "CREATE INDEX quote_expiry ON quote (state, expires_at)",
    "CREATE TABLE quote_version (
        id {id}, quote_id BIGINT NOT NULL REFERENCES quote (id), version BIGINT NOT NULL CHECK (version > 0),
        author TEXT NOT NULL CHECK (author IN ('seller', 'buyer')), message TEXT,
        prepare_days BIGINT NOT NULL CHECK (prepare_days >= 0), at BIGINT NOT NULL, UNIQUE (quote_id, version))",
    "CREATE TABLE quote_line (
        id {id}, version_id BIGINT NOT NULL REFERENCES quote_version (id), rfq_line_id BIGINT NOT NULL REFERENCES rfq_line (id),
        variant_id BIGINT NOT NULL REFERENCES variant (id), name TEXT NOT NULL,
        pack_amount BIGINT NOT NULL CHECK (pack_amount > 0), pack_unit TEXT NOT NULL,
        quantity BIGINT NOT NULL CHECK (quantity > 0), unit_price_minor BIGINT NOT NULL CHECK (unit_price_minor > 0),
        UNIQUE (version_id, variant_id))",
    "CREATE TABLE order_terms (
        id {id}, order_id BIGINT NOT NULL UNIQUE REFERENCES shop_order (id), rfq_id BIGINT NOT NULL REFERENCES rfq (id),
        incoterm TEXT NOT NULL, place TEXT NOT NULL, transport TEXT NOT NULL,
        packages BIGINT CHECK (packages > 0), gross_grams BIGINT CHECK (gross_grams > 0))",
    "CREATE INDEX order_terms_rfq ON order_terms (rfq_id)",
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

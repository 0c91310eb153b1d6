//! Coupons of cooperatives, carts that keep them, and what they took off which order.
//!
//! A line's `total_minor` stays the price of its pieces, as its CHECK says; what is paid is that
//! less `discount_minor`. The database itself holds that no coupon is used more often than it may.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE coupon (
        id {id}, cooperative_id BIGINT NOT NULL REFERENCES cooperative (id), code TEXT NOT NULL,
        thousandths BIGINT CHECK (thousandths BETWEEN 1 AND 999), amount_minor BIGINT CHECK (amount_minor > 0),
        currency TEXT NOT NULL, starts_at BIGINT NOT NULL, ends_at BIGINT,
        least_minor BIGINT NOT NULL CHECK (least_minor >= 0), most_uses BIGINT CHECK (most_uses > 0),
        most_per_buyer BIGINT CHECK (most_per_buyer > 0), used BIGINT NOT NULL DEFAULT 0 CHECK (used >= 0),
        created_at BIGINT NOT NULL, created_by BIGINT REFERENCES person (id), ended_at BIGINT,
        UNIQUE (cooperative_id, code), CHECK ((thousandths IS NULL) <> (amount_minor IS NULL)),
        CHECK (most_uses IS NULL OR used <= most_uses), CHECK (ends_at IS NULL OR ends_at > starts_at))",
    "CREATE INDEX coupon_code ON coupon (code)",
    // A cooperative's part of a cart has one at most.
    "CREATE TABLE cart_coupon (
        cart_id BIGINT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
        cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        coupon_id BIGINT NOT NULL REFERENCES coupon (id), PRIMARY KEY (cart_id, cooperative_id))",
    "CREATE INDEX cart_coupon_coupon ON cart_coupon (coupon_id)",
    // The buyer: their account, and a digest of the telephone that guests are known by.
    "CREATE TABLE coupon_use (
        order_id BIGINT PRIMARY KEY REFERENCES shop_order (id), coupon_id BIGINT NOT NULL REFERENCES coupon (id),
        discount_minor BIGINT NOT NULL CHECK (discount_minor >= 0), person_id BIGINT REFERENCES person (id),
        phone_hash TEXT NOT NULL, given_back_at BIGINT)",
    "CREATE INDEX coupon_use_coupon ON coupon_use (coupon_id, given_back_at)",
    "CREATE INDEX coupon_use_person ON coupon_use (person_id)",
    "ALTER TABLE order_line ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0
        CHECK (discount_minor >= 0 AND discount_minor + tax_minor + commission_minor + off_cooperative_minor <= total_minor)",
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

//! Reviews of listings and cooperatives by who received something, their pictures, reports of
//! abuse; favourites.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // Kept with each change of a review, so that a list of cards needs no sums.
    "ALTER TABLE listing ADD COLUMN review_count BIGINT NOT NULL DEFAULT 0 CHECK (review_count >= 0)",
    "ALTER TABLE listing ADD COLUMN star_sum BIGINT NOT NULL DEFAULT 0 CHECK (star_sum >= 0)",
    "ALTER TABLE cooperative ADD COLUMN review_count BIGINT NOT NULL DEFAULT 0 CHECK (review_count >= 0)",
    "ALTER TABLE cooperative ADD COLUMN star_sum BIGINT NOT NULL DEFAULT 0 CHECK (star_sum >= 0)",
    "CREATE TABLE review (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id), cooperative_id BIGINT NOT NULL REFERENCES cooperative (id),
        listing_id BIGINT REFERENCES listing (id), author TEXT NOT NULL, stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
        text TEXT, status TEXT NOT NULL CHECK (status IN ('shown', 'hidden')), reply TEXT, replied_at BIGINT,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX review_listing_once ON review (listing_id, person_id) WHERE listing_id IS NOT NULL",
    "CREATE UNIQUE INDEX review_cooperative_once ON review (cooperative_id, person_id) WHERE listing_id IS NULL",
    "CREATE INDEX review_cooperative ON review (cooperative_id, status, created_at)",
    "CREATE INDEX review_listing ON review (listing_id, status, created_at)",
    "CREATE TABLE review_picture (
        id {id}, review_id BIGINT NOT NULL REFERENCES review (id), name TEXT NOT NULL, widths TEXT NOT NULL,
        width BIGINT NOT NULL, height BIGINT NOT NULL, status TEXT NOT NULL CHECK (status IN ('pending', 'ready', 'failed')),
        UNIQUE (review_id, name))",
    "CREATE INDEX review_picture_pending ON review_picture (status, id)",
    "CREATE TABLE review_report (
        id {id}, review_id BIGINT NOT NULL REFERENCES review (id), person_id BIGINT NOT NULL REFERENCES person (id),
        reason TEXT NOT NULL, at BIGINT NOT NULL, decided_at BIGINT, outcome TEXT, UNIQUE (review_id, person_id))",
    "CREATE INDEX review_report_open ON review_report (decided_at, review_id)",
    "CREATE TABLE favourite (
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, listing_id BIGINT NOT NULL REFERENCES listing (id),
        at BIGINT NOT NULL, PRIMARY KEY (person_id, listing_id))",
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

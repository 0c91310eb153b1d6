//! What the search index must read again, in the transaction that changed it.
//!
//! Invariant: positions become visible in their order, so that an index that has read up to one
//! has missed none before it.

use crate::{Result, sql};
use domain::{CertificationId, CooperativeId, ListingId, PictureId, StockLevelId, VariantId};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult};

/// Locks positions until the transaction ends. SQLite has one writer; on PostgreSQL a later
/// position could otherwise be committed, and read, before an earlier one. It must be a
/// transaction's last lock.
pub(super) async fn lock(db: &impl ConnectionTrait) -> Result<()> {
    if db.get_database_backend() == DatabaseBackend::Postgres {
        sql::run(db, "SELECT pg_advisory_xact_lock(7223001)", vec![]).await?;
    }
    Ok(())
}

/// The listings of stock levels that sold out, or are available again.
pub(super) async fn push_levels(db: &impl ConnectionTrait, levels: &[StockLevelId]) -> Result<()> {
    if levels.is_empty() {
        return Ok(());
    }
    lock(db).await?;
    sql::run(
        db,
        &format!(
            "INSERT INTO index_outbox (listing_id) SELECT DISTINCT v.listing_id
             FROM stock_level s JOIN variant v ON v.id = s.variant_id WHERE s.id IN ({})",
            sql::ids(levels.iter().map(|level| level.0))
        ),
        vec![],
    )
    .await?;
    Ok(())
}

pub(crate) async fn push_variant(db: &impl ConnectionTrait, variant: VariantId) -> Result<()> {
    lock(db).await?;
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) SELECT listing_id FROM variant WHERE id = $1",
        vec![variant.0.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn push_picture(db: &impl ConnectionTrait, picture: PictureId) -> Result<()> {
    lock(db).await?;
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) SELECT listing_id FROM picture WHERE id = $1",
        vec![picture.0.into()],
    )
    .await?;
    Ok(())
}

/// All of a cooperative's listings: it appears or disappears.
pub(crate) async fn push_cooperative(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<()> {
    lock(db).await?;
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) SELECT id FROM listing WHERE cooperative_id = $1 ORDER BY id",
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(())
}

/// The listings that show a certificate: its badge appears or goes.
pub(crate) async fn push_certified(
    db: &impl ConnectionTrait,
    certification: CertificationId,
) -> Result<()> {
    lock(db).await?;
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) SELECT id FROM listing WHERE certification_id = $1 ORDER BY id",
        vec![certification.0.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn push_listing(db: &impl ConnectionTrait, listing: ListingId) -> Result<()> {
    lock(db).await?;
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) VALUES ($1)",
        vec![listing.0.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    listing_id: i64,
}

/// Listings changed after `position`, and the position to go on from.
pub async fn outbox(
    db: &impl ConnectionTrait,
    position: i64,
    limit: u32,
) -> Result<Option<(i64, Vec<ListingId>)>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("SELECT id, listing_id FROM index_outbox WHERE id > $1 ORDER BY id LIMIT {limit}"),
        vec![position.into()],
    )
    .await?;
    let Some(last) = rows.last().map(|row| row.id) else {
        return Ok(None);
    };
    let mut ids: Vec<ListingId> = rows
        .into_iter()
        .map(|row| ListingId(row.listing_id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(Some((last, ids)))
}

//! What a manager sees and changes: stock and pictures.

use super::{
    outbox,
    storage::{self, Entry},
};
use crate::{Result, sql};
use domain::{
    CooperativeId, Error, ListingId, LocalText, PersonId, PictureId, Problem, Timestamp, VariantId,
    marketplace::{MovementReason, StockRow},
    policy::{Listing, Permit, Platform, Scope, Stock},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    variant_id: i64,
    listing_slug: String,
    name: String,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    price_minor: i64,
    on_hand: i64,
    reserved: i64,
    low_alert: i64,
    version: i64,
    updated_at: i64,
    cooperative_id: i64,
}

const STOCK: &str = "SELECT v.id AS variant_id, l.slug AS listing_slug, l.name, v.sku, v.pack_amount, v.pack_unit, v.price_minor,
    s.on_hand, s.reserved, s.low_alert, s.version, s.updated_at, l.cooperative_id
    FROM variant v JOIN stock_level s ON s.variant_id = v.id JOIN listing l ON l.id = v.listing_id";

impl Row {
    fn view(self) -> Result<StockRow> {
        Ok(StockRow {
            variant: VariantId(self.variant_id),
            listing_slug: self.listing_slug,
            name: sql::text(&self.name)?,
            sku: self.sku,
            pack: sql::pack(self.pack_amount, &self.pack_unit)?,
            price: sql::mad(self.price_minor),
            on_hand: sql::count(self.on_hand)?,
            reserved: sql::count(self.reserved)?,
            low: self.on_hand - self.reserved <= self.low_alert,
            low_alert: sql::count(self.low_alert)?,
            version: self.version,
            updated_at: self.updated_at,
        })
    }
}

pub async fn stock_rows(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<StockRow>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{STOCK} WHERE l.cooperative_id = $1 ORDER BY l.id, v.position LIMIT 1000"),
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter().map(Row::view).collect()
}

/// One variant's stock and whose it is.
pub async fn stock_row(
    db: &impl ConnectionTrait,
    variant: VariantId,
) -> Result<Option<(CooperativeId, StockRow)>> {
    let row: Option<Row> = sql::one(
        db,
        &format!("{STOCK} WHERE v.id = $1"),
        vec![variant.0.into()],
    )
    .await?;
    row.map(|row| Ok((CooperativeId(row.cooperative_id), row.view()?)))
        .transpose()
}

#[derive(FromQueryResult)]
struct LevelRow {
    id: i64,
}

/// Counts the stock anew, if nobody did since `version`, and notes the movement.
///
/// # Errors
/// `OutOfRange` below what is reserved; `Conflict` where the row changed meanwhile.
pub async fn set_on_hand(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    variant: VariantId,
    before: &StockRow,
    on_hand: u32,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(Error::NotFound.into());
    };
    if on_hand < before.reserved {
        let problem = Problem::OutOfRange {
            min: i64::from(before.reserved),
            max: 1_000_000,
        };
        return Err(Error::field("on_hand", problem).into());
    }
    let level: Option<LevelRow> = sql::one(
        db,
        "UPDATE stock_level SET on_hand = $3, version = version + 1, updated_at = $4
         WHERE variant_id = $1 AND version = $2 AND reserved <= $3 AND variant_id IN
            (SELECT v.id FROM variant v JOIN listing l ON l.id = v.listing_id WHERE l.cooperative_id = $5)
         RETURNING id",
        vec![variant.0.into(), before.version.into(), i64::from(on_hand).into(), now.into(), cooperative.0.into()],
    )
    .await?;
    let LevelRow { id: level } = level.ok_or(Error::Conflict)?;
    let entry = Entry {
        reason: MovementReason::Count,
        order: None,
        by,
        now,
    };
    let difference = i64::from(on_hand) - i64::from(before.on_hand);
    if difference < 0 {
        storage::leave(db, level, -difference, &entry).await?;
    } else {
        storage::arrive(db, level, difference, &entry).await?;
    }
    outbox::push_variant(db, variant).await
}

#[derive(FromQueryResult)]
struct OwnerRow {
    cooperative_id: i64,
}

pub async fn listing_owner(
    db: &impl ConnectionTrait,
    listing: ListingId,
) -> Result<Option<CooperativeId>> {
    let row: Option<OwnerRow> = sql::one(
        db,
        "SELECT cooperative_id FROM listing WHERE id = $1",
        vec![listing.0.into()],
    )
    .await?;
    Ok(row.map(|row| CooperativeId(row.cooperative_id)))
}

/// A picture whose sizes are still to be rendered. It is shown once a revision with it is
/// published.
pub async fn insert_picture(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    listing: ListingId,
    sha256: &str,
    (width, height): (u32, u32),
    alt: &LocalText,
) -> Result<PictureId> {
    let id = sql::id(
        db,
        "INSERT INTO picture (listing_id, position, kind, name, widths, width, height, alt, status, shown)
         SELECT $1, COALESCE(MAX(position), 0) + 1, 'upload', $2, '[]', $3, $4, $5, 'pending', 0 FROM picture WHERE listing_id = $1
         RETURNING id",
        vec![
            listing.0.into(),
            sha256.into(),
            i64::from(width).into(),
            i64::from(height).into(),
            sql::to_json(alt)?.into(),
        ],
    )
    .await?;
    Ok(PictureId(id))
}

#[derive(FromQueryResult)]
struct PendingRow {
    id: i64,
    name: String,
}

/// Pictures to render, the oldest first.
pub async fn pending_pictures(
    db: &impl ConnectionTrait,
    limit: u32,
) -> Result<Vec<(PictureId, String)>> {
    let rows: Vec<PendingRow> = sql::all(
        db,
        &format!("SELECT id, name FROM picture WHERE status = 'pending' ORDER BY id LIMIT {limit}"),
        vec![],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (PictureId(row.id), row.name))
        .collect())
}

/// Shows a rendered picture, or gives up on one that cannot be (no widths).
pub async fn finish_picture(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    picture: PictureId,
    widths: &[u32],
) -> Result<()> {
    let status = if widths.is_empty() { "failed" } else { "ready" };
    sql::run(
        db,
        "UPDATE picture SET status = $2, widths = $3 WHERE id = $1",
        vec![
            picture.0.into(),
            status.into(),
            sql::to_json(&widths)?.into(),
        ],
    )
    .await?;
    outbox::push_picture(db, picture).await
}

//! What is published now, in the shape of a working copy, so that the two can be compared.

use super::money;
use crate::{Error, Result, sql};
use domain::{
    CategoryId, CertificationId, Currency, ListingId, Money, PictureId, VariantId,
    marketplace::{DraftPicture, DraftVariant, ListingDraft, QuantityBreak},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct ListingRow {
    category_id: i64,
    name: String,
    description: String,
    attributes: String,
    hs_code: String,
    origin: String,
    certification_id: Option<i64>,
    unique_piece: i64,
    prepare_days: i64,
    min_order: i64,
}

#[derive(FromQueryResult)]
struct VariantRow {
    id: i64,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    price_minor: i64,
}

#[derive(FromQueryResult)]
struct PriceRow {
    variant_id: i64,
    currency: String,
    price_minor: i64,
}

#[derive(FromQueryResult)]
struct BreakRow {
    variant_id: i64,
    min_quantity: i64,
    price_minor: i64,
}

#[derive(FromQueryResult)]
struct PictureRow {
    id: i64,
    alt: String,
}

pub(super) async fn load(db: &impl ConnectionTrait, listing: ListingId) -> Result<ListingDraft> {
    let id = || vec![listing.0.into()];
    let row: Option<ListingRow> = sql::one(
        db,
        "SELECT category_id, name, description, attributes, hs_code, origin, certification_id, unique_piece, prepare_days,
            min_order FROM listing WHERE id = $1",
        id(),
    )
    .await?;
    let row = row.ok_or_else(|| Error::Corrupt(format!("listing {listing} is gone")))?;
    let variants: Vec<VariantRow> = sql::all(
        db,
        "SELECT id, sku, pack_amount, pack_unit, price_minor FROM variant WHERE listing_id = $1 AND active = 1
         ORDER BY position, id",
        id(),
    )
    .await?;
    let prices = prices(db, listing).await?;
    let pictures: Vec<PictureRow> = sql::all(
        db,
        "SELECT id, alt FROM picture WHERE listing_id = $1 AND shown = 1 AND status <> 'failed' ORDER BY position, id",
        id(),
    )
    .await?;
    let variants = variants
        .into_iter()
        .map(|it| {
            Ok(DraftVariant {
                id: Some(VariantId(it.id)),
                sku: it.sku,
                pack: sql::pack(it.pack_amount, &it.pack_unit)?,
                price: sql::mad(it.price_minor),
                eur: prices.find(it.id, Currency::Eur)?,
                usd: prices.find(it.id, Currency::Usd)?,
                breaks: prices.breaks(it.id)?,
                opening_stock: 0,
            })
        })
        .collect::<Result<_>>()?;
    Ok(ListingDraft {
        category: CategoryId(row.category_id),
        name: sql::text(&row.name)?,
        description: sql::text(&row.description)?,
        attributes: sql::json(&row.attributes)?,
        hs_code: row.hs_code,
        origin: row.origin,
        certification: row.certification_id.map(CertificationId),
        unique_piece: row.unique_piece == 1,
        variants,
        prepare_days: sql::count(row.prepare_days)?,
        min_order: sql::count(row.min_order)?,
        pictures: pictures
            .into_iter()
            .map(|it| {
                Ok(DraftPicture {
                    id: PictureId(it.id),
                    alt: sql::text(&it.alt)?,
                })
            })
            .collect::<Result<_>>()?,
    })
}

/// What the sizes of one listing cost abroad and by quantity.
pub(crate) struct Prices {
    abroad: Vec<PriceRow>,
    breaks: Vec<BreakRow>,
}

pub(crate) async fn prices(db: &impl ConnectionTrait, listing: ListingId) -> Result<Prices> {
    let abroad = sql::all(
        db,
        "SELECT p.variant_id, p.currency, p.price_minor FROM variant_price p JOIN variant v ON v.id = p.variant_id
         WHERE v.listing_id = $1 ORDER BY p.currency",
        vec![listing.0.into()],
    )
    .await?;
    let breaks = sql::all(
        db,
        "SELECT b.variant_id, b.min_quantity, b.price_minor FROM quantity_break b JOIN variant v ON v.id = b.variant_id
         WHERE v.listing_id = $1 ORDER BY b.min_quantity",
        vec![listing.0.into()],
    )
    .await?;
    Ok(Prices { abroad, breaks })
}

impl Prices {
    pub(crate) fn abroad(&self, variant: i64) -> Result<Vec<Money>> {
        self.abroad
            .iter()
            .filter(|row| row.variant_id == variant)
            .map(|row| money(row.price_minor, &row.currency))
            .collect()
    }

    fn find(&self, variant: i64, currency: Currency) -> Result<Option<Money>> {
        let all = self.abroad(variant)?;
        Ok(all.into_iter().find(|price| price.currency == currency))
    }

    pub(crate) fn breaks(&self, variant: i64) -> Result<Vec<QuantityBreak>> {
        self.breaks
            .iter()
            .filter(|row| row.variant_id == variant)
            .map(|row| {
                Ok(QuantityBreak {
                    min_quantity: sql::count(row.min_quantity)?,
                    price: sql::mad(row.price_minor),
                })
            })
            .collect()
    }
}

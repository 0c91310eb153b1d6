//! What is published now, in the shape of a working copy, so that the two can be compared.

use super::money;
use crate::{Error, Result, sql};
use domain::{
    CategoryId, CertificationId, Currency, ListingId, Money, PictureId, VariantId,
    marketplace::{DraftPicture, DraftVariant, ListingDraft, QuantityBreak},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct ListingRow {
    id: i64,
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
    listing_id: i64,
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
    listing_id: i64,
    id: i64,
    alt: String,
}

pub(super) async fn load(db: &impl ConnectionTrait, listing: ListingId) -> Result<ListingDraft> {
    load_where(db, "l.id = $1", listing.0)
        .await?
        .remove(&listing)
        .ok_or_else(|| Error::Corrupt(format!("listing {listing} is gone")))
}

/// Every listing `l` that `filter` finds, whose `$1` is `id`.
pub(super) async fn load_where(
    db: &impl ConnectionTrait,
    filter: &str,
    id: i64,
) -> Result<HashMap<ListingId, ListingDraft>> {
    let id = || vec![id.into()];
    let rows: Vec<ListingRow> = sql::all(
        db,
        &format!(
            "SELECT l.id, l.category_id, l.name, l.description, l.attributes, l.hs_code, l.origin, l.certification_id,
                l.unique_piece, l.prepare_days, l.min_order FROM listing l WHERE {filter}"
        ),
        id(),
    )
    .await?;
    let prices = prices_where(db, filter, id()).await?;
    let mut variants: HashMap<i64, Vec<DraftVariant>> = HashMap::new();
    let found: Vec<VariantRow> = sql::all(
        db,
        &format!(
            "SELECT v.listing_id, v.id, v.sku, v.pack_amount, v.pack_unit, v.price_minor
             FROM variant v JOIN listing l ON l.id = v.listing_id WHERE {filter} AND v.active = 1 ORDER BY v.position, v.id"
        ),
        id(),
    )
    .await?;
    for it in found {
        let variant = DraftVariant {
            id: Some(VariantId(it.id)),
            sku: it.sku,
            pack: sql::pack(it.pack_amount, &it.pack_unit)?,
            price: sql::mad(it.price_minor),
            eur: prices.find(it.id, Currency::Eur)?,
            usd: prices.find(it.id, Currency::Usd)?,
            breaks: prices.breaks(it.id)?,
            opening_stock: 0,
        };
        variants.entry(it.listing_id).or_default().push(variant);
    }
    let mut pictures: HashMap<i64, Vec<DraftPicture>> = HashMap::new();
    let found: Vec<PictureRow> = sql::all(
        db,
        &format!(
            "SELECT p.listing_id, p.id, p.alt FROM picture p JOIN listing l ON l.id = p.listing_id
             WHERE {filter} AND p.shown = 1 AND p.status <> 'failed' ORDER BY p.position, p.id"
        ),
        id(),
    )
    .await?;
    for it in found {
        let picture = DraftPicture {
            id: PictureId(it.id),
            alt: sql::text(&it.alt)?,
        };
        pictures.entry(it.listing_id).or_default().push(picture);
    }
    rows.into_iter()
        .map(|row| {
            let draft = ListingDraft {
                category: CategoryId(row.category_id),
                name: sql::text(&row.name)?,
                description: sql::text(&row.description)?,
                attributes: sql::json(&row.attributes)?,
                hs_code: row.hs_code,
                origin: row.origin,
                certification: row.certification_id.map(CertificationId),
                unique_piece: row.unique_piece == 1,
                variants: variants.remove(&row.id).unwrap_or_default(),
                prepare_days: sql::count(row.prepare_days)?,
                min_order: sql::count(row.min_order)?,
                pictures: pictures.remove(&row.id).unwrap_or_default(),
            };
            Ok((ListingId(row.id), draft))
        })
        .collect()
}

/// What sizes cost abroad and by quantity.
pub(crate) struct Prices {
    abroad: HashMap<i64, Vec<PriceRow>>,
    breaks: HashMap<i64, Vec<BreakRow>>,
}

pub(crate) async fn prices(db: &impl ConnectionTrait, listing: ListingId) -> Result<Prices> {
    prices_where(db, "l.id = $1", vec![listing.0.into()]).await
}

async fn prices_where(db: &impl ConnectionTrait, filter: &str, id: Vec<Value>) -> Result<Prices> {
    let mut prices = Prices {
        abroad: HashMap::new(),
        breaks: HashMap::new(),
    };
    let rows: Vec<PriceRow> = sql::all(
        db,
        &format!(
            "SELECT p.variant_id, p.currency, p.price_minor FROM variant_price p JOIN variant v ON v.id = p.variant_id
                JOIN listing l ON l.id = v.listing_id WHERE {filter} ORDER BY p.currency"
        ),
        id.clone(),
    )
    .await?;
    for row in rows {
        prices.abroad.entry(row.variant_id).or_default().push(row);
    }
    let rows: Vec<BreakRow> = sql::all(
        db,
        &format!(
            "SELECT b.variant_id, b.min_quantity, b.price_minor FROM quantity_break b JOIN variant v ON v.id = b.variant_id
                JOIN listing l ON l.id = v.listing_id WHERE {filter} ORDER BY b.min_quantity"
        ),
        id,
    )
    .await?;
    for row in rows {
        prices.breaks.entry(row.variant_id).or_default().push(row);
    }
    Ok(prices)
}

impl Prices {
    pub(crate) fn abroad(&self, variant: i64) -> Result<Vec<Money>> {
        self.abroad
            .get(&variant)
            .into_iter()
            .flatten()
            .map(|row| money(row.price_minor, &row.currency))
            .collect()
    }

    fn find(&self, variant: i64, currency: Currency) -> Result<Option<Money>> {
        let all = self.abroad(variant)?;
        Ok(all.into_iter().find(|price| price.currency == currency))
    }

    pub(crate) fn breaks(&self, variant: i64) -> Result<Vec<QuantityBreak>> {
        self.breaks
            .get(&variant)
            .into_iter()
            .flatten()
            .map(|row| {
                Ok(QuantityBreak {
                    min_quantity: sql::count(row.min_quantity)?,
                    price: sql::mad(row.price_minor),
                })
            })
            .collect()
    }
}

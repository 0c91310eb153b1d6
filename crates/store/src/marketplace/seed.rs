//! Writing whole cooperatives and listings, for the demo data and for benchmarks.

use super::outbox;
use crate::{Error, Result, sql};
use domain::{
    CategoryId, CooperativeId, ListingId, LocalText, Money, Timestamp, VariantId,
    marketplace::{Attribute, PackSize},
    policy::{Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct SeedCooperative {
    pub slug: String,
    pub name: LocalText,
    pub story: LocalText,
    pub region: String,
    pub province: String,
    pub members: u32,
    pub women: u32,
    pub founded_year: u32,
    pub ice: String,
    pub rib: String,
    pub free_delivery_from: Option<Money>,
    /// Label, number, area, expiry.
    pub certificates: Vec<(String, String, String, Timestamp)>,
}

#[derive(Clone, Debug)]
pub struct SeedListing {
    pub cooperative: CooperativeId,
    pub category: CategoryId,
    pub slug: String,
    pub name: LocalText,
    pub description: LocalText,
    pub attributes: Vec<Attribute>,
    pub hs_code: String,
    pub certification: Option<i64>,
    pub unique_piece: bool,
    pub published_at: Timestamp,
    pub illustration: String,
    pub variants: Vec<SeedVariant>,
}

#[derive(Clone, Debug)]
pub struct SeedVariant {
    pub sku: String,
    pub pack: PackSize,
    pub price: Money,
    pub on_hand: u32,
}

#[derive(FromQueryResult)]
struct Exists {
    id: i64,
}

/// Whether the database already holds a cooperative.
pub async fn has_data(db: &impl ConnectionTrait) -> Result<bool> {
    let row: Option<Exists> =
        sql::one(db, "SELECT id FROM cooperative ORDER BY id LIMIT 1", vec![]).await?;
    Ok(row.is_some_and(|row| row.id > 0))
}

pub async fn insert_category(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    slug: &str,
    name: &LocalText,
    required: &[&str],
    tax_thousandths: i64,
) -> Result<CategoryId> {
    let id = sql::id(
        db,
        "INSERT INTO category (slug, name, required) VALUES ($1, $2, $3) RETURNING id",
        vec![
            slug.into(),
            sql::to_json(name)?.into(),
            sql::to_json(&required)?.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO sale_rate (kind, category_id, thousandths, valid_from, source) VALUES ('tax_home', $1, $2, 0, $3)",
        vec![id.into(), tax_thousandths.into(), "taux indicatif (démo)".into()],
    )
    .await?;
    Ok(CategoryId(id))
}

/// The cooperative, verified, and the ids of its certificates in order.
pub async fn insert_cooperative(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    it: &SeedCooperative,
    now: Timestamp,
) -> Result<(CooperativeId, Vec<i64>)> {
    let id = sql::id(
        db,
        "INSERT INTO cooperative (slug, name, story, province_code, region_code, status, members, women, founded_year,
            ice, rib, free_delivery_from_minor, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, 'verified', $6, $7, $8, $9, $10, $11, $12, $12) RETURNING id",
        vec![
            it.slug.clone().into(),
            sql::to_json(&it.name)?.into(),
            sql::to_json(&it.story)?.into(),
            it.province.clone().into(),
            it.region.clone().into(),
            i64::from(it.members).into(),
            i64::from(it.women).into(),
            i64::from(it.founded_year).into(),
            it.ice.clone().into(),
            it.rib.clone().into(),
            it.free_delivery_from.map(|money| money.minor).into(),
            now.into(),
        ],
    )
    .await?;
    let mut certificates = Vec::with_capacity(it.certificates.len());
    for (label, number, area, expires_at) in &it.certificates {
        certificates.push(
            sql::id(
                db,
                "INSERT INTO certification (cooperative_id, label, certifier, number, area, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                vec![
                    id.into(),
                    label.clone().into(),
                    "Organisme certificateur (démo)".into(),
                    number.clone().into(),
                    area.clone().into(),
                    (*expires_at).into(),
                ],
            )
            .await?,
        );
    }
    Ok((CooperativeId(id), certificates))
}

/// Many published listings at once, each with its illustration, variants and opening stock; the
/// ids in the given order.
///
/// # Errors
/// Where the database fails, or a slug or an SKU is taken.
pub async fn insert_listings(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    listings: &[SeedListing],
) -> Result<Vec<(ListingId, Vec<VariantId>)>> {
    let ids = insert_listing_rows(db, listings).await?;
    let listing_of = |it: &SeedListing| found(&ids, &it.slug);
    let mut pictures = Vec::new();
    let mut variants = Vec::new();
    for it in listings {
        let listing = listing_of(it)?;
        pictures.push(vec![
            listing.into(),
            0_i64.into(),
            "illustration".into(),
            it.illustration.clone().into(),
            "[]".into(),
            320_i64.into(),
            240_i64.into(),
            sql::to_json(&it.name)?.into(),
            "ready".into(),
        ]);
        for (position, variant) in (0_i64..).zip(&it.variants) {
            variants.push(vec![
                listing.into(),
                variant.sku.clone().into(),
                variant.pack.amount.into(),
                variant.pack.unit.code().into(),
                variant.price.minor.into(),
                "MAD".into(),
                position.into(),
            ]);
        }
    }
    let insert = "INSERT INTO picture (listing_id, position, kind, name, widths, width, height, alt, status)";
    sql::insert_all(db, insert, None, pictures).await?;
    let insert = "INSERT INTO variant (listing_id, sku, pack_amount, pack_unit, price_minor, currency, position)";
    let variant_ids: BTreeMap<String, i64> = sql::insert_all(db, insert, Some("sku"), variants)
        .await?
        .into_iter()
        .collect();
    stock_up(db, listings, &variant_ids).await?;
    outbox::lock(db).await?;
    let changed = listings
        .iter()
        .map(|it| Ok(vec![listing_of(it)?.into()]))
        .collect::<Result<_>>()?;
    sql::insert_all(db, "INSERT INTO index_outbox (listing_id)", None, changed).await?;
    listings
        .iter()
        .map(|it| {
            let variants = it
                .variants
                .iter()
                .map(|variant| found(&variant_ids, &variant.sku).map(VariantId));
            Ok((ListingId(listing_of(it)?), variants.collect::<Result<_>>()?))
        })
        .collect()
}

fn found(ids: &BTreeMap<String, i64>, key: &str) -> Result<i64> {
    ids.get(key)
        .copied()
        .ok_or_else(|| Error::Corrupt(format!("insert returned no id for {key}")))
}

/// The ids by slug.
async fn insert_listing_rows(
    db: &impl ConnectionTrait,
    listings: &[SeedListing],
) -> Result<BTreeMap<String, i64>> {
    let rows = listings
        .iter()
        .map(|it| {
            Ok(vec![
                it.cooperative.0.into(),
                it.category.0.into(),
                it.slug.clone().into(),
                sql::to_json(&it.name)?.into(),
                sql::to_json(&it.description)?.into(),
                sql::to_json(&it.attributes)?.into(),
                "published".into(),
                it.hs_code.clone().into(),
                it.certification.into(),
                i64::from(it.unique_piece).into(),
                it.published_at.into(),
                it.published_at.into(),
            ])
        })
        .collect::<Result<_>>()?;
    let insert = "INSERT INTO listing (cooperative_id, category_id, slug, name, description, attributes, status, hs_code,
        certification_id, unique_piece, published_at, updated_at)";
    Ok(sql::insert_all(db, insert, Some("slug"), rows)
        .await?
        .into_iter()
        .collect())
}

/// The variants' first stock, with the movement that explains it.
async fn stock_up(
    db: &impl ConnectionTrait,
    listings: &[SeedListing],
    variants: &BTreeMap<String, i64>,
) -> Result<()> {
    let mut levels = Vec::new();
    for it in listings {
        for variant in &it.variants {
            let on_hand = i64::from(variant.on_hand);
            levels.push(vec![
                found(variants, &variant.sku)?.into(),
                on_hand.into(),
                0_i64.into(),
                (on_hand.min(40) / 8).into(),
                1_i64.into(),
                it.published_at.into(),
            ]);
        }
    }
    let insert =
        "INSERT INTO stock_level (variant_id, on_hand, reserved, low_alert, version, updated_at)";
    // The key is the variant's id as text, which both databases can write.
    let key = "CAST(variant_id AS TEXT)";
    let levels: BTreeMap<String, i64> = sql::insert_all(db, insert, Some(key), levels)
        .await?
        .into_iter()
        .collect();
    let mut movements = Vec::new();
    for it in listings {
        for variant in &it.variants {
            let level = found(&levels, &found(variants, &variant.sku)?.to_string())?;
            movements.push(vec![
                level.into(),
                i64::from(variant.on_hand).into(),
                "opening".into(),
                it.published_at.into(),
            ]);
        }
    }
    let insert = "INSERT INTO stock_movement (stock_level_id, quantity, reason, at)";
    sql::insert_all(db, insert, None, movements).await?;
    Ok(())
}

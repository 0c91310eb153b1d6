//! Writing whole cooperatives and listings, for the demo data and for benchmarks.

use crate::{Result, sql};
use domain::{
    CategoryId, CooperativeId, ListingId, LocalText, Money, PersonId, Timestamp, VariantId,
    marketplace::{Attribute, DeliveryMethod, PackSize},
    policy::{Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

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
        "INSERT INTO tax_rate (category_id, thousandths, valid_from, source) VALUES ($1, $2, 0, $3)",
        vec![id.into(), tax_thousandths.into(), "taux indicatif (démo)".into()],
    )
    .await?;
    Ok(CategoryId(id))
}

pub async fn insert_rates(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    rates: &[(DeliveryMethod, Money)],
) -> Result<()> {
    for (method, fee) in rates {
        sql::run(
            db,
            "INSERT INTO delivery_rate (method, fee_minor, valid_from, source) VALUES ($1, $2, 0, $3)",
            vec![method.code().into(), fee.minor.into(), "tarif de démonstration".into()],
        )
        .await?;
    }
    Ok(())
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

pub async fn insert_listing(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    it: &SeedListing,
) -> Result<(ListingId, Vec<VariantId>)> {
    let id = sql::id(
        db,
        "INSERT INTO listing (cooperative_id, category_id, slug, name, description, attributes, status, hs_code,
            certification_id, unique_piece, published_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'published', $7, $8, $9, $10, $10) RETURNING id",
        vec![
            it.cooperative.0.into(),
            it.category.0.into(),
            it.slug.clone().into(),
            sql::to_json(&it.name)?.into(),
            sql::to_json(&it.description)?.into(),
            sql::to_json(&it.attributes)?.into(),
            it.hs_code.clone().into(),
            it.certification.into(),
            i64::from(it.unique_piece).into(),
            it.published_at.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO picture (listing_id, position, kind, name, widths, width, height, alt, status)
         VALUES ($1, 0, 'illustration', $2, '[]', 320, 240, $3, 'ready')",
        vec![
            id.into(),
            it.illustration.clone().into(),
            sql::to_json(&it.name)?.into(),
        ],
    )
    .await?;
    let mut variants = Vec::with_capacity(it.variants.len());
    for (position, variant) in it.variants.iter().enumerate() {
        let variant_id = sql::id(
            db,
            "INSERT INTO variant (listing_id, sku, pack_amount, pack_unit, price_minor, currency, position)
             VALUES ($1, $2, $3, $4, $5, 'MAD', $6) RETURNING id",
            vec![
                id.into(),
                variant.sku.clone().into(),
                variant.pack.amount.into(),
                variant.pack.unit.code().into(),
                variant.price.minor.into(),
                i64::try_from(position).unwrap_or(0).into(),
            ],
        )
        .await?;
        stock_up(
            db,
            VariantId(variant_id),
            variant.on_hand,
            None,
            it.published_at,
        )
        .await?;
        variants.push(VariantId(variant_id));
    }
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id) VALUES ($1)",
        vec![id.into()],
    )
    .await?;
    Ok((ListingId(id), variants))
}

/// A variant's first stock.
pub async fn stock_up(
    db: &impl ConnectionTrait,
    variant: VariantId,
    on_hand: u32,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let level = sql::id(
        db,
        "INSERT INTO stock_level (variant_id, on_hand, reserved, low_alert, version, updated_at)
         VALUES ($1, $2, 0, $3, 1, $4) RETURNING id",
        vec![
            variant.0.into(),
            i64::from(on_hand).into(),
            i64::from(on_hand.min(40) / 8).into(),
            now.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO stock_movement (stock_level_id, quantity, reason, person_id, at) VALUES ($1, $2, 'opening', $3, $4)",
        vec![level.into(), i64::from(on_hand).into(), by.map(|by| by.0).into(), now.into()],
    )
    .await?;
    Ok(())
}

//! From the working copy to what everyone sees. Sizes that go are only switched off: what was
//! sold names them.

use crate::{Error, Result, marketplace::outbox, sql};
use domain::{
    ListingId, PersonId, Problem, Timestamp, VariantId,
    marketplace::{DraftVariant, ListingDraft},
    policy::{Listing, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Head {
    status: String,
    slug: String,
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Writes everything, keeps the revision, forgets the working copy, and tells the index. `slug` is
/// the address of a listing that is published first; it gets its id behind it where it is taken.
///
/// # Errors
/// `Invalid` on `prices` where a size's code is another's.
pub async fn publish_draft<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    listing: ListingId,
    draft: &ListingDraft,
    slug: &str,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let head: Option<Head> = sql::one(
        db,
        "SELECT status, slug FROM listing WHERE id = $1",
        vec![listing.0.into()],
    )
    .await?;
    let head = head.ok_or(domain::Error::NotFound)?;
    let is_first = head.status == "draft";
    let slug = if is_first {
        free_slug(db, slug, listing).await?
    } else {
        head.slug
    };
    sql::run(
        db,
        "UPDATE listing SET slug = $2, category_id = $3, name = $4, description = $5, attributes = $6, hs_code = $7, origin = $8,
            certification_id = $9, unique_piece = $10, prepare_days = $11, min_order = $12, status = 'published',
            updated_at = $13, published_at = CASE WHEN status = 'draft' THEN $13 ELSE published_at END
         WHERE id = $1",
        vec![
            listing.0.into(),
            slug.into(),
            draft.category.0.into(),
            sql::to_json(&draft.name)?.into(),
            sql::to_json(&draft.description)?.into(),
            sql::to_json(&draft.attributes)?.into(),
            draft.hs_code.clone().into(),
            draft.origin.clone().into(),
            draft.certification.map(|id| id.0).into(),
            i64::from(draft.unique_piece).into(),
            i64::from(draft.prepare_days).into(),
            i64::from(draft.min_order).into(),
            now.into(),
        ],
    )
    .await?;
    write_variants(db, listing, draft, by, now).await?;
    write_pictures(db, listing, draft).await?;
    sql::run(
        db,
        "INSERT INTO listing_revision (listing_id, content, person_id, published_at) VALUES ($1, $2, $3, $4)",
        vec![
            listing.0.into(),
            sql::to_json(draft)?.into(),
            by.map(|by| by.0).into(),
            now.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "DELETE FROM listing_draft WHERE listing_id = $1",
        vec![listing.0.into()],
    )
    .await?;
    outbox::push_listing(db, listing).await
}

async fn free_slug(db: &impl ConnectionTrait, slug: &str, listing: ListingId) -> Result<String> {
    if slug.is_empty() {
        return Ok(format!("product-{listing}"));
    }
    let taken: Option<Id> = sql::one(
        db,
        "SELECT id FROM listing WHERE slug = $1 AND id <> $2",
        vec![slug.into(), listing.0.into()],
    )
    .await?;
    Ok(match taken {
        Some(_) => format!("{slug}-{listing}"),
        None => slug.to_owned(),
    })
}

async fn write_variants(
    db: &impl ConnectionTrait,
    listing: ListingId,
    draft: &ListingDraft,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE variant SET active = 0 WHERE listing_id = $1",
        vec![listing.0.into()],
    )
    .await?;
    // A dozen at most, each with its own prices.
    for (position, it) in (0_i64..).zip(&draft.variants) {
        let variant = match it.id {
            Some(id) => change_variant(db, listing, id, it, position).await?,
            None => {
                let id = insert_variant(db, listing, it, position).await?;
                open_stock(db, id, it.opening_stock, by, now).await?;
                id
            }
        };
        write_prices(db, variant, it).await?;
    }
    Ok(())
}

fn sku_in_use(found: Option<Id>) -> Result<VariantId> {
    found
        .map(|row| VariantId(row.id))
        .ok_or_else(|| domain::Error::field("prices", Problem::InUse).into())
}

async fn change_variant(
    db: &impl ConnectionTrait,
    listing: ListingId,
    id: VariantId,
    it: &DraftVariant,
    position: i64,
) -> Result<VariantId> {
    let found: Option<Id> = sql::one(
        db,
        "UPDATE variant SET sku = $3, pack_amount = $4, pack_unit = $5, price_minor = $6, position = $7, active = 1
         WHERE id = $1 AND listing_id = $2 AND NOT EXISTS (SELECT 1 FROM variant o WHERE o.sku = $3 AND o.id <> $1)
         RETURNING id",
        vec![
            id.0.into(),
            listing.0.into(),
            it.sku.clone().into(),
            it.pack.amount.into(),
            it.pack.unit.code().into(),
            it.price.minor.into(),
            position.into(),
        ],
    )
    .await?;
    sku_in_use(found)
}

async fn insert_variant(
    db: &impl ConnectionTrait,
    listing: ListingId,
    it: &DraftVariant,
    position: i64,
) -> Result<VariantId> {
    let found: Option<Id> = sql::one(
        db,
        "INSERT INTO variant (listing_id, sku, pack_amount, pack_unit, price_minor, currency, position)
         VALUES ($1, $2, $3, $4, $5, 'MAD', $6) ON CONFLICT (sku) DO NOTHING RETURNING id",
        vec![
            listing.0.into(),
            it.sku.clone().into(),
            it.pack.amount.into(),
            it.pack.unit.code().into(),
            it.price.minor.into(),
            position.into(),
        ],
    )
    .await?;
    sku_in_use(found)
}

async fn open_stock(
    db: &impl ConnectionTrait,
    variant: VariantId,
    on_hand: u32,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let level = sql::id(
        db,
        "INSERT INTO stock_level (variant_id, on_hand, reserved, low_alert, version, updated_at)
         VALUES ($1, $2, 0, 5, 1, $3) RETURNING id",
        vec![variant.0.into(), i64::from(on_hand).into(), now.into()],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO stock_movement (stock_level_id, quantity, reason, person_id, at) VALUES ($1, $2, 'opening', $3, $4)",
        vec![
            level.into(),
            i64::from(on_hand).into(),
            by.map(|by| by.0).into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

async fn write_prices(
    db: &impl ConnectionTrait,
    variant: VariantId,
    it: &DraftVariant,
) -> Result<()> {
    let id = || vec![variant.0.into()];
    sql::run(db, "DELETE FROM variant_price WHERE variant_id = $1", id()).await?;
    sql::run(db, "DELETE FROM quantity_break WHERE variant_id = $1", id()).await?;
    let prices = it
        .eur
        .iter()
        .chain(&it.usd)
        .map(|price| {
            vec![
                variant.0.into(),
                price.currency.code().into(),
                price.minor.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO variant_price (variant_id, currency, price_minor)";
    sql::insert_all(db, insert, None, prices).await?;
    let breaks = it
        .breaks
        .iter()
        .map(|it| {
            vec![
                variant.0.into(),
                i64::from(it.min_quantity).into(),
                it.price.minor.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO quantity_break (variant_id, min_quantity, price_minor)";
    sql::insert_all(db, insert, None, breaks).await?;
    Ok(())
}

async fn write_pictures(
    db: &impl ConnectionTrait,
    listing: ListingId,
    draft: &ListingDraft,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE picture SET shown = 0 WHERE listing_id = $1",
        vec![listing.0.into()],
    )
    .await?;
    for (position, it) in (0_i64..).zip(&draft.pictures) {
        sql::run(
            db,
            "UPDATE picture SET shown = 1, position = $3, alt = $4 WHERE id = $1 AND listing_id = $2",
            vec![
                it.id.0.into(),
                listing.0.into(),
                position.into(),
                sql::to_json(&it.alt)?.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// Takes a listing off the market, or puts it back; what was ordered goes on.
///
/// # Errors
/// `Conflict` where it is in neither of these states.
pub async fn archive_listing(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    listing: ListingId,
    (from, to): (&'static str, &'static str),
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE listing SET status = $3, updated_at = $4 WHERE id = $1 AND status = $2",
        vec![listing.0.into(), from.into(), to.into(), now.into()],
    )
    .await?;
    if changed != 1 {
        return Err(Error::from(domain::Error::Conflict));
    }
    outbox::push_listing(db, listing).await
}

//! Who can be asked for a quote, and what they can answer with.

use crate::{Result, sql};
use domain::{
    CategoryId, CooperativeId, LocalText, VariantId,
    marketplace::{PickedVariant, QuotedSize, SellerChoice},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct SizeRow {
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    price_minor: i64,
    available: i64,
    exportable: i64,
}

/// What a cooperative can answer with: its sizes on sale.
pub async fn quoted_sizes(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<QuotedSize>> {
    let rows: Vec<SizeRow> = sql::all(
        db,
        "SELECT v.id AS variant_id, l.name, v.pack_amount, v.pack_unit, v.price_minor, s.on_hand - s.reserved AS available, l.exportable
         FROM variant v JOIN listing l ON l.id = v.listing_id JOIN stock_level s ON s.variant_id = v.id
            JOIN cooperative c ON c.id = l.cooperative_id
         WHERE l.cooperative_id = $1 AND l.status = 'published' AND v.active = 1 AND c.status = 'verified'
         ORDER BY l.id, v.position LIMIT 300",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(QuotedSize {
                variant: VariantId(row.variant_id),
                name: sql::text(&row.name)?,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
                price: sql::mad(row.price_minor),
                available: sql::count(row.available)?,
                exportable: row.exportable == 1,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct PickedRow {
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    cooperative_id: i64,
    category_id: i64,
}

/// The sizes of a published listing, and its category.
pub async fn picked_variants(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<(Vec<PickedVariant>, Option<CategoryId>)> {
    let rows: Vec<PickedRow> = sql::all(
        db,
        "SELECT v.id AS variant_id, l.name, v.pack_amount, v.pack_unit, l.cooperative_id, l.category_id
         FROM variant v JOIN listing l ON l.id = v.listing_id JOIN cooperative c ON c.id = l.cooperative_id
         WHERE l.slug = $1 AND l.status = 'published' AND v.active = 1 AND c.status = 'verified' ORDER BY v.position",
        vec![slug.into()],
    )
    .await?;
    let category = rows.first().map(|row| CategoryId(row.category_id));
    let picked = rows
        .into_iter()
        .map(|row| {
            Ok(PickedVariant {
                variant: VariantId(row.variant_id),
                name: sql::text(&row.name)?,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
                cooperative: CooperativeId(row.cooperative_id),
            })
        })
        .collect::<Result<_>>()?;
    Ok((picked, category))
}

#[derive(FromQueryResult)]
struct SellerRow {
    id: i64,
    name: String,
    name_fr: String,
    name_ar: String,
}

/// Who sells something of a category, at most 60.
pub async fn sellers_of_category(
    db: &impl ConnectionTrait,
    category: CategoryId,
) -> Result<Vec<SellerChoice>> {
    let rows: Vec<SellerRow> = sql::all(
        db,
        "SELECT c.id, c.name, p.name_fr, p.name_ar FROM cooperative c JOIN province p ON p.code = c.province_code
         WHERE c.status = 'verified' AND EXISTS (SELECT 1 FROM listing l
            WHERE l.cooperative_id = c.id AND l.category_id = $1 AND l.status = 'published')
         ORDER BY c.id LIMIT 60",
        vec![category.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SellerChoice {
                id: CooperativeId(row.id),
                name: sql::text(&row.name)?,
                province: LocalText::new(&row.name_fr, &row.name_ar, ""),
            })
        })
        .collect()
}

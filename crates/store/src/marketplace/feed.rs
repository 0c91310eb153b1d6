//! What other sites read of the catalogue: one row a variant on sale.

use crate::{Result, sql};
use domain::{LocalText, Money, Timestamp, marketplace::PackSize};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// One variant, with what a product feed says of it.
#[derive(Clone, Debug)]
pub struct FeedRow {
    pub listing: i64,
    pub slug: String,
    pub name: LocalText,
    pub description: LocalText,
    pub cooperative: LocalText,
    pub category: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub price: Money,
    pub available: bool,
    /// An upload's name and its widths, or an illustration's slug.
    pub picture: Option<(String, Vec<u32>)>,
    pub published_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    listing_id: i64,
    slug: String,
    name: String,
    description: String,
    cooperative_name: String,
    category_name: String,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    price_minor: i64,
    free: i64,
    picture_name: Option<String>,
    widths: Option<String>,
    published_at: i64,
}

const FEED: &str = "SELECT l.id AS listing_id, l.slug, l.name, l.description, c.name AS cooperative_name,
    k.name AS category_name, v.sku, v.pack_amount, v.pack_unit, v.price_minor, s.on_hand - s.reserved AS free,
    p.name AS picture_name, p.widths, l.published_at
    FROM variant v JOIN listing l ON l.id = v.listing_id JOIN cooperative c ON c.id = l.cooperative_id
    JOIN category k ON k.id = l.category_id JOIN stock_level s ON s.variant_id = v.id
    LEFT JOIN picture p ON p.id = (SELECT y.id FROM picture y WHERE y.listing_id = l.id AND y.status = 'ready'
      ORDER BY y.position, y.id LIMIT 1)
    WHERE l.status = 'published' AND c.status = 'verified'";

/// The variants on sale, in the order they were entered.
pub async fn feed(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<FeedRow>> {
    rows(db, &format!("{FEED} ORDER BY v.id LIMIT {limit}")).await
}

/// The first variant of each of the newest listings.
pub async fn newest_feed(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<FeedRow>> {
    rows(
        db,
        &format!(
            "{FEED} AND v.id = (SELECT x.id FROM variant x WHERE x.listing_id = l.id ORDER BY x.position, x.id LIMIT 1)
             ORDER BY l.published_at DESC, l.id DESC LIMIT {limit}"
        ),
    )
    .await
}

async fn rows(db: &impl ConnectionTrait, sql_text: &str) -> Result<Vec<FeedRow>> {
    let rows: Vec<Row> = sql::all(db, sql_text, vec![]).await?;
    rows.into_iter()
        .map(|row| {
            let picture = match (row.picture_name, row.widths) {
                (Some(name), Some(widths)) => Some((name, sql::json(&widths)?)),
                _ => None,
            };
            Ok(FeedRow {
                listing: row.listing_id,
                slug: row.slug,
                name: sql::text(&row.name)?,
                description: sql::text(&row.description)?,
                cooperative: sql::text(&row.cooperative_name)?,
                category: sql::text(&row.category_name)?,
                sku: row.sku,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
                price: sql::mad(row.price_minor),
                available: row.free > 0,
                picture,
                published_at: row.published_at,
            })
        })
        .collect()
}

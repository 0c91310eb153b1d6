//! Carts and their lines.

use super::catalogue::picture;
use crate::{Result, sql};
use domain::{
    CartId, CategoryId, CooperativeId, LocalText, Money, PersonId, StockLevelId, Timestamp,
    VariantId,
    marketplace::{PackSize, Picture, estimated_weight},
    policy::{Cart, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug, FromQueryResult)]
struct CartRecord {
    id: i64,
    person_id: Option<i64>,
}

/// A cart, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CartRow {
    pub id: CartId,
    pub owner: Option<PersonId>,
}

/// The person's cart, or the one whose token has this hash.
pub async fn find_cart(
    db: &impl ConnectionTrait,
    owner: Option<PersonId>,
    token_hash: Option<&str>,
) -> Result<Option<CartRow>> {
    let row: Option<CartRecord> = match (owner, token_hash) {
        (Some(owner), _) => {
            sql::one(
                db,
                "SELECT id, person_id FROM cart WHERE person_id = $1",
                vec![owner.0.into()],
            )
            .await?
        }
        (None, Some(hash)) => {
            sql::one(
                db,
                "SELECT id, person_id FROM cart WHERE token_hash = $1 AND person_id IS NULL",
                vec![hash.into()],
            )
            .await?
        }
        (None, None) => None,
    };
    Ok(row.map(|row| CartRow {
        id: CartId(row.id),
        owner: row.person_id.map(PersonId),
    }))
}

pub async fn create_cart(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    owner: Option<PersonId>,
    token_hash: Option<&str>,
    now: Timestamp,
) -> Result<CartRow> {
    let id = sql::id(
        db,
        // A person's first two taps at once are one cart.
        "INSERT INTO cart (token_hash, person_id, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
        vec![
            token_hash.into(),
            owner.map(|owner| owner.0).into(),
            now.into(),
        ],
    )
    .await?;
    Ok(CartRow {
        id: CartId(id),
        owner,
    })
}

/// Notes the change and locks the cart until the transaction ends: changes of one cart queue here.
pub async fn touch_cart(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE cart SET updated_at = $2 WHERE id = $1",
        vec![cart.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Removes the cart with its lines.
pub async fn delete_cart(
    db: &impl ConnectionTrait,
    permit: &Permit<Cart>,
    cart: CartId,
) -> Result<()> {
    clear_lines(db, permit, cart).await?;
    sql::run(db, "DELETE FROM cart WHERE id = $1", vec![cart.0.into()]).await?;
    Ok(())
}

pub async fn clear_lines(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM cart_line WHERE cart_id = $1",
        vec![cart.0.into()],
    )
    .await?;
    sql::run(
        db,
        "DELETE FROM cart_coupon WHERE cart_id = $1",
        vec![cart.0.into()],
    )
    .await?;
    Ok(())
}

/// Sets a line's quantity and the price the buyer saw; zero takes it out.
pub async fn set_line(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    variant: VariantId,
    quantity: u32,
    seen_price: Money,
) -> Result<()> {
    if quantity == 0 {
        sql::run(
            db,
            "DELETE FROM cart_line WHERE cart_id = $1 AND variant_id = $2",
            vec![cart.0.into(), variant.0.into()],
        )
        .await?;
    } else {
        sql::run(
            db,
            "INSERT INTO cart_line (cart_id, variant_id, quantity, seen_price_minor) VALUES ($1, $2, $3, $4)
             ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity, seen_price_minor = excluded.seen_price_minor",
            vec![cart.0.into(), variant.0.into(), i64::from(quantity).into(), seen_price.minor.into()],
        )
        .await?;
    }
    Ok(())
}

/// The buyer accepts today's prices.
pub async fn see_prices(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE cart_line SET seen_price_minor = (SELECT v.price_minor FROM variant v WHERE v.id = cart_line.variant_id)
         WHERE cart_id = $1",
        vec![cart.0.into()],
    )
    .await?;
    Ok(())
}

/// One line with everything the cart, the checkout and the order need.
#[derive(Clone, Debug)]
pub struct LineRow {
    pub variant: VariantId,
    pub level: StockLevelId,
    pub listing_slug: String,
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub picture: Option<Picture>,
    pub quantity: u32,
    pub price: Money,
    pub seen_price: Money,
    /// What this cart could have: free stock and what it already holds.
    pub available: u32,
    pub category: CategoryId,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub free_delivery_from: Option<Money>,
    /// Of one pack, as weighed or as estimated.
    pub grams: i64,
    pub exportable: bool,
    /// Still published by a verified cooperative.
    pub on_sale: bool,
    /// Fewer pieces are not sold.
    pub min_order: u32,
}

#[derive(FromQueryResult)]
struct Record {
    variant_id: i64,
    level_id: i64,
    listing_slug: String,
    name: String,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    quantity: i64,
    price_minor: i64,
    seen_price_minor: i64,
    available: i64,
    category_id: i64,
    cooperative_id: i64,
    cooperative_name: String,
    cooperative_slug: String,
    free_delivery_from_minor: Option<i64>,
    weight_grams: Option<i64>,
    exportable: i64,
    listing_status: String,
    cooperative_status: String,
    active: i64,
    min_order: i64,
    picture_id: Option<i64>,
    kind: Option<String>,
    picture_name: Option<String>,
    widths: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    alt: Option<String>,
}

/// The cart's lines, by cooperative and then in the order they came.
pub async fn lines(db: &impl ConnectionTrait, cart: CartId) -> Result<Vec<LineRow>> {
    let rows: Vec<Record> = sql::all(
        db,
        "SELECT v.id AS variant_id, s.id AS level_id, l.slug AS listing_slug, l.name, v.sku, v.pack_amount, v.pack_unit,
            cl.quantity, COALESCE((SELECT q.price_minor FROM quantity_break q WHERE q.variant_id = v.id AND q.min_quantity <= cl.quantity
                ORDER BY q.min_quantity DESC LIMIT 1), v.price_minor) AS price_minor, cl.seen_price_minor, l.category_id,
            v.active, l.min_order,
            s.on_hand - s.reserved + COALESCE((SELECT h.quantity FROM reservation h
                WHERE h.cart_id = cl.cart_id AND h.stock_level_id = s.id AND h.status = 'held'), 0) AS available,
            c.id AS cooperative_id, c.name AS cooperative_name, c.slug AS cooperative_slug, c.free_delivery_from_minor,
            v.weight_grams, l.exportable, l.status AS listing_status, c.status AS cooperative_status,
            p.id AS picture_id, p.kind, p.name AS picture_name, p.widths, p.width, p.height, p.alt
         FROM cart_line cl JOIN variant v ON v.id = cl.variant_id JOIN stock_level s ON s.variant_id = v.id
            JOIN listing l ON l.id = v.listing_id JOIN cooperative c ON c.id = l.cooperative_id
            LEFT JOIN picture p ON p.id = (SELECT y.id FROM picture y WHERE y.listing_id = l.id AND y.status = 'ready' AND y.shown = 1
                ORDER BY y.position, y.id LIMIT 1)
         WHERE cl.cart_id = $1 ORDER BY c.id, cl.id",
        vec![cart.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let picture = match (
                row.picture_id,
                row.kind,
                row.picture_name,
                row.widths,
                row.alt,
            ) {
                (Some(id), Some(kind), Some(name), Some(widths), Some(alt)) => Some(picture(
                    id,
                    &kind,
                    name,
                    &widths,
                    row.width.unwrap_or(0),
                    row.height.unwrap_or(0),
                    &alt,
                )?),
                _ => None,
            };
            let pack = sql::pack(row.pack_amount, &row.pack_unit)?;
            Ok(LineRow {
                grams: row.weight_grams.unwrap_or_else(|| estimated_weight(pack)),
                exportable: row.exportable == 1,
                variant: VariantId(row.variant_id),
                level: StockLevelId(row.level_id),
                listing_slug: row.listing_slug,
                name: sql::text(&row.name)?,
                sku: row.sku,
                pack,
                picture,
                quantity: sql::count(row.quantity)?,
                price: sql::mad(row.price_minor),
                seen_price: sql::mad(row.seen_price_minor),
                available: sql::count(row.available)?,
                category: CategoryId(row.category_id),
                cooperative: CooperativeId(row.cooperative_id),
                cooperative_name: sql::text(&row.cooperative_name)?,
                cooperative_slug: row.cooperative_slug,
                free_delivery_from: row.free_delivery_from_minor.map(sql::mad),
                on_sale: row.active == 1
                    && row.listing_status == "published"
                    && row.cooperative_status == "verified",
                min_order: sql::count(row.min_order)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct Count {
    pieces: i64,
}

/// Pieces in the cart.
pub async fn list_lines_count(db: &impl ConnectionTrait, cart: CartId) -> Result<u32> {
    let row: Option<Count> = sql::one(
        db,
        "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS pieces FROM cart_line WHERE cart_id = $1",
        vec![cart.0.into()],
    )
    .await?;
    sql::count(row.map_or(0, |row| row.pieces))
}

#[derive(FromQueryResult)]
struct Sellable {
    price_minor: i64,
    available: i64,
    min_order: i64,
}

/// What a variant on sale costs, what is left of it, and the fewest pieces that are sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnSale {
    pub price: Money,
    pub available: u32,
    pub min_order: u32,
}

/// A variant on sale; the price is that of a piece where `quantity` are bought.
pub async fn sellable(
    db: &impl ConnectionTrait,
    variant: VariantId,
    quantity: u32,
) -> Result<Option<OnSale>> {
    let row: Option<Sellable> = sql::one(
        db,
        "SELECT COALESCE((SELECT q.price_minor FROM quantity_break q WHERE q.variant_id = v.id AND q.min_quantity <= $2
            ORDER BY q.min_quantity DESC LIMIT 1), v.price_minor) AS price_minor,
            s.on_hand - s.reserved AS available, l.min_order FROM variant v
         JOIN stock_level s ON s.variant_id = v.id JOIN listing l ON l.id = v.listing_id
         JOIN cooperative c ON c.id = l.cooperative_id
         WHERE v.id = $1 AND v.active = 1 AND l.status = 'published' AND c.status = 'verified'",
        vec![variant.0.into(), i64::from(quantity).into()],
    )
    .await?;
    row.map(|row| {
        Ok(OnSale {
            price: sql::mad(row.price_minor),
            available: sql::count(row.available)?,
            min_order: sql::count(row.min_order)?,
        })
    })
    .transpose()
}

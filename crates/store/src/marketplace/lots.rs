//! Lots: what came in, which order lines it left in, and the public passport.

use crate::{Result, sql};
use domain::{
    CooperativeId, LocalText, LotId, OrderId, OrderLineId, Problem, Timestamp, VariantId,
    marketplace::{
        LineToPack, LotBuyer, LotChoice, LotPassport, LotStock, LotView, NewLot, OrderToPack,
    },
    policy::{Permit, Scope, Stock},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct LotRow {
    id: i64,
    cooperative_id: i64,
    code: String,
    token: String,
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    place: String,
    harvested_at: i64,
    expires_at: Option<i64>,
    quantity: i64,
    remaining: i64,
    recalled_at: Option<i64>,
    recall_reason: Option<String>,
}

const LOT: &str = "SELECT o.id, o.cooperative_id, o.code, o.token, o.variant_id, l.name, v.pack_amount, v.pack_unit, o.place,
    o.harvested_at, o.expires_at, o.quantity, o.remaining, o.recalled_at, o.recall_reason
    FROM lot o JOIN variant v ON v.id = o.variant_id JOIN listing l ON l.id = v.listing_id";

impl LotRow {
    fn view(self, now: Timestamp) -> Result<(CooperativeId, LotView)> {
        let view = LotView {
            id: LotId(self.id),
            code: self.code,
            token: self.token,
            variant: VariantId(self.variant_id),
            name: sql::text(&self.name)?,
            pack: sql::pack(self.pack_amount, &self.pack_unit)?,
            place: self.place,
            harvested_at: self.harvested_at,
            expires_at: self.expires_at,
            is_expired: self.expires_at.is_some_and(|at| at <= now),
            quantity: sql::count(self.quantity)?,
            remaining: sql::count(self.remaining)?,
            recalled_at: self.recalled_at,
            recall_reason: self.recall_reason,
        };
        Ok((CooperativeId(self.cooperative_id), view))
    }
}

/// The newest first.
///
/// # Errors
/// Where the database fails.
pub async fn lots_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<Vec<LotView>> {
    let rows: Vec<LotRow> = sql::all(
        db,
        &format!("{LOT} WHERE o.cooperative_id = $1 ORDER BY o.id DESC LIMIT 300"),
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| row.view(now).map(|(_, view)| view))
        .collect()
}

/// # Errors
/// Where the database fails.
pub async fn load_lot(
    db: &impl ConnectionTrait,
    id: LotId,
    now: Timestamp,
) -> Result<Option<(CooperativeId, LotView)>> {
    let row: Option<LotRow> =
        sql::one(db, &format!("{LOT} WHERE o.id = $1"), vec![id.0.into()]).await?;
    row.map(|row| row.view(now)).transpose()
}

#[derive(FromQueryResult)]
struct ChoiceRow {
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
}

/// The sizes that a lot can be of.
///
/// # Errors
/// Where the database fails.
pub async fn lot_choices(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<LotChoice>> {
    let rows: Vec<ChoiceRow> = sql::all(
        db,
        "SELECT v.id AS variant_id, l.name, v.pack_amount, v.pack_unit FROM variant v JOIN listing l ON l.id = v.listing_id
         WHERE l.cooperative_id = $1 AND l.status <> 'draft' AND v.active = 1 ORDER BY l.id, v.position LIMIT 500",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LotChoice {
                variant: VariantId(row.variant_id),
                name: sql::text(&row.name)?,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// # Errors
/// `Invalid` on `code` where it is taken; `NotFound` for a size of another cooperative.
pub async fn insert_lot(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    it: &NewLot,
    token: &str,
    now: Timestamp,
) -> Result<LotId> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let own: Option<IdRow> = sql::one(
        db,
        "SELECT v.id FROM variant v JOIN listing l ON l.id = v.listing_id WHERE v.id = $1 AND l.cooperative_id = $2",
        vec![it.variant.0.into(), cooperative.0.into()],
    )
    .await?;
    if own.is_none() {
        return Err(domain::Error::NotFound.into());
    }
    let row: Option<IdRow> = sql::one(
        db,
        "INSERT INTO lot (cooperative_id, variant_id, code, token, place, harvested_at, expires_at, quantity, remaining, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) ON CONFLICT (cooperative_id, code) DO NOTHING RETURNING id",
        vec![
            cooperative.0.into(),
            it.variant.0.into(),
            it.code.clone().into(),
            token.into(),
            it.place.clone().into(),
            it.harvested_at.into(),
            it.expires_at.into(),
            i64::from(it.quantity).into(),
            now.into(),
        ],
    )
    .await?;
    row.map(|row| LotId(row.id))
        .ok_or_else(|| domain::Error::field("code", Problem::InUse).into())
}

#[derive(FromQueryResult)]
struct LineRow {
    order_id: i64,
    number: String,
    placed_at: i64,
    line_id: i64,
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    quantity: i64,
}

const LINES: &str = "SELECT o.id AS order_id, o.number, o.placed_at, i.id AS line_id, i.variant_id, i.name, i.pack_amount,
    i.pack_unit, i.quantity FROM shop_order o JOIN order_line i ON i.order_id = o.id";

/// A line to take goods for, and of which size.
#[derive(Clone, Debug)]
pub struct PackingLine {
    pub line: OrderLineId,
    pub variant: VariantId,
    pub quantity: u32,
}

/// Confirmed orders with a line of a size that has lots and that no lot was taken for yet, the
/// oldest first.
///
/// # Errors
/// Where the database fails.
pub async fn orders_to_pack(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<OrderToPack>> {
    let rows: Vec<LineRow> = sql::all(
        db,
        &format!(
            "{LINES} WHERE o.cooperative_id = $1 AND o.state = 'confirmed'
                AND EXISTS (SELECT 1 FROM lot t WHERE t.variant_id = i.variant_id)
                AND NOT EXISTS (SELECT 1 FROM lot_allocation a WHERE a.order_line_id = i.id)
             ORDER BY o.placed_at, o.id, i.id LIMIT 500"
        ),
        vec![cooperative.0.into()],
    )
    .await?;
    let mut orders: Vec<OrderToPack> = Vec::new();
    for row in rows {
        if orders
            .last()
            .is_none_or(|order| order.order.0 != row.order_id)
        {
            orders.push(OrderToPack {
                order: OrderId(row.order_id),
                number: row.number.clone(),
                placed_at: row.placed_at,
                lines: Vec::new(),
            });
        }
        let line = LineToPack {
            line: OrderLineId(row.line_id),
            name: sql::text(&row.name)?,
            pack: sql::pack(row.pack_amount, &row.pack_unit)?,
            quantity: sql::count(row.quantity)?,
            lots: Vec::new(),
        };
        if let Some(order) = orders.last_mut() {
            order.lines.push(line);
        }
    }
    Ok(orders)
}

/// The lines of an order of sizes that have lots, without one taken yet.
///
/// # Errors
/// Where the database fails.
pub async fn packing_lines(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<PackingLine>> {
    let rows: Vec<LineRow> = sql::all(
        db,
        &format!(
            "{LINES} WHERE o.id = $1 AND o.state = 'confirmed'
                AND EXISTS (SELECT 1 FROM lot t WHERE t.variant_id = i.variant_id)
                AND NOT EXISTS (SELECT 1 FROM lot_allocation a WHERE a.order_line_id = i.id)
             ORDER BY i.id"
        ),
        vec![order.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PackingLine {
                line: OrderLineId(row.line_id),
                variant: VariantId(row.variant_id),
                quantity: sql::count(row.quantity)?,
            })
        })
        .collect()
}

/// The order's lines of which more is sent than was taken from lots: line, size, missing pieces.
///
/// # Errors
/// Where the database fails.
pub async fn unpacked_lines(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<PackingLine>> {
    let rows: Vec<UnpackedRow> = sql::all(
        db,
        "SELECT i.id AS line_id, i.variant_id, i.shipped, CAST(COALESCE(SUM(a.quantity), 0) AS BIGINT) AS packed
         FROM order_line i LEFT JOIN lot_allocation a ON a.order_line_id = i.id
         WHERE i.order_id = $1 AND EXISTS (SELECT 1 FROM lot t WHERE t.variant_id = i.variant_id)
         GROUP BY i.id, i.variant_id, i.shipped ORDER BY i.id",
        vec![order.0.into()],
    )
    .await?;
    rows.into_iter()
        .filter(|row| row.shipped > row.packed)
        .map(|row| {
            Ok(PackingLine {
                line: OrderLineId(row.line_id),
                variant: VariantId(row.variant_id),
                quantity: sql::count(row.shipped - row.packed)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct UnpackedRow {
    line_id: i64,
    variant_id: i64,
    shipped: i64,
    packed: i64,
}

#[derive(FromQueryResult)]
struct StockRow {
    id: i64,
    variant_id: i64,
    remaining: i64,
    expires_at: Option<i64>,
}

/// What is left of the lots of these sizes; recalled ones give nothing.
///
/// # Errors
/// Where the database fails.
pub async fn lot_stocks(
    db: &impl ConnectionTrait,
    variants: impl IntoIterator<Item = VariantId>,
) -> Result<BTreeMap<VariantId, Vec<LotStock>>> {
    let list = sql::ids(variants.into_iter().map(|id| id.0));
    let rows: Vec<StockRow> = sql::all(
        db,
        &format!(
            "SELECT id, variant_id, remaining, expires_at FROM lot
             WHERE variant_id IN ({list}) AND recalled_at IS NULL AND remaining > 0 ORDER BY id"
        ),
        vec![],
    )
    .await?;
    let mut stocks: BTreeMap<VariantId, Vec<LotStock>> = BTreeMap::new();
    for row in rows {
        stocks
            .entry(VariantId(row.variant_id))
            .or_default()
            .push(LotStock {
                lot: LotId(row.id),
                remaining: sql::count(row.remaining)?,
                expires_at: row.expires_at,
            });
    }
    Ok(stocks)
}

/// Takes pieces of lots for order lines, lot by lot in the order of their ids.
///
/// # Errors
/// `Conflict` where a lot has less by now, or was recalled.
pub async fn take_from_lots<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    taken: &[(LotId, OrderLineId, u32)],
    now: Timestamp,
) -> Result<()> {
    let mut sums: BTreeMap<LotId, i64> = BTreeMap::new();
    for (lot, _, some) in taken {
        *sums.entry(*lot).or_default() += i64::from(*some);
    }
    for (lot, some) in sums {
        let changed = sql::run(
            db,
            "UPDATE lot SET remaining = remaining - $2 WHERE id = $1 AND remaining >= $2 AND recalled_at IS NULL",
            vec![lot.0.into(), some.into()],
        )
        .await?;
        if changed != 1 {
            return Err(domain::Error::Conflict.into());
        }
    }
    // Another parcel may have taken some of the same lot for the same line before.
    for (lot, line, some) in taken {
        sql::run(
            db,
            "INSERT INTO lot_allocation (lot_id, order_line_id, quantity, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (order_line_id, lot_id) DO UPDATE SET quantity = lot_allocation.quantity + excluded.quantity",
            vec![
                lot.0.into(),
                line.0.into(),
                i64::from(*some).into(),
                now.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct AllocationRow {
    line_id: i64,
    code: String,
    quantity: i64,
}

/// The lots of an order's lines: line, code, pieces.
///
/// # Errors
/// Where the database fails.
pub async fn lots_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(OrderLineId, String, u32)>> {
    let rows: Vec<AllocationRow> = sql::all(
        db,
        "SELECT a.order_line_id AS line_id, t.code, a.quantity FROM lot_allocation a JOIN lot t ON t.id = a.lot_id
         JOIN order_line i ON i.id = a.order_line_id WHERE i.order_id = $1 ORDER BY a.id",
        vec![order.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                OrderLineId(row.line_id),
                row.code,
                sql::count(row.quantity)?,
            ))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct BuyerRow {
    order_id: i64,
    number: String,
    address: String,
    quantity: i64,
}

/// Every order that goods of the lot went into, with its buyer.
///
/// # Errors
/// Where the database fails.
pub async fn buyers_of_lot(db: &impl ConnectionTrait, lot: LotId) -> Result<Vec<LotBuyer>> {
    let rows: Vec<BuyerRow> = sql::all(
        db,
        "SELECT o.id AS order_id, o.number, g.address, CAST(SUM(a.quantity) AS BIGINT) AS quantity
         FROM lot_allocation a JOIN order_line i ON i.id = a.order_line_id JOIN shop_order o ON o.id = i.order_id
            JOIN order_group g ON g.id = o.group_id
         WHERE a.lot_id = $1 GROUP BY o.id, o.number, g.address ORDER BY o.id",
        vec![lot.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let address: domain::marketplace::Address = sql::json(&row.address)?;
            Ok(LotBuyer {
                order: OrderId(row.order_id),
                number: row.number,
                name: address.name,
                phone: address.phone,
                email: address.email,
                quantity: sql::count(row.quantity)?,
            })
        })
        .collect()
}

/// Marks the lot: nothing more leaves, and its page says why.
///
/// # Errors
/// `Conflict` where it was recalled before.
pub async fn recall_lot(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    lot: LotId,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let changed = sql::run(
        db,
        "UPDATE lot SET recalled_at = $3, recall_reason = $4 WHERE id = $1 AND cooperative_id = $2 AND recalled_at IS NULL",
        vec![
            lot.0.into(),
            cooperative.0.into(),
            now.into(),
            reason.into(),
        ],
    )
    .await?;
    if changed != 1 {
        return Err(domain::Error::Conflict.into());
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct PassportRow {
    code: String,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    listing_slug: String,
    listing_status: String,
    cooperative_name: String,
    cooperative_slug: String,
    cooperative_status: String,
    story: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
    province_fr: String,
    province_ar: String,
    place: String,
    harvested_at: i64,
    expires_at: Option<i64>,
    label: Option<String>,
    label_expires_at: Option<i64>,
    recall_reason: Option<String>,
}

/// What anyone may read of a lot. A suspended cooperative's lots keep their passports: the goods
/// are in people's kitchens.
///
/// # Errors
/// Where the database fails.
pub async fn lot_passport(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<LotPassport>> {
    let row: Option<PassportRow> = sql::one(
        db,
        "SELECT t.code, l.name, v.pack_amount, v.pack_unit, l.slug AS listing_slug, l.status AS listing_status,
            c.name AS cooperative_name, c.slug AS cooperative_slug, c.status AS cooperative_status, c.story,
            r.name_fr, r.name_ar, r.name_en, r.name_zgh, p.name_fr AS province_fr, p.name_ar AS province_ar,
            t.place, t.harvested_at, t.expires_at, k.label, k.expires_at AS label_expires_at, t.recall_reason
         FROM lot t JOIN variant v ON v.id = t.variant_id JOIN listing l ON l.id = v.listing_id
            JOIN cooperative c ON c.id = t.cooperative_id JOIN region r ON r.code = c.region_code
            JOIN province p ON p.code = c.province_code
            LEFT JOIN certification k ON k.id = l.certification_id AND k.status = 'valid'
         WHERE t.token = $1",
        vec![token.into()],
    )
    .await?;
    row.map(|row| {
        let is_sold = row.listing_status == "published" && row.cooperative_status == "verified";
        let has_label = row.label_expires_at.is_some_and(|at| at > now);
        Ok(LotPassport {
            code: row.code,
            name: sql::text(&row.name)?,
            pack: sql::pack(row.pack_amount, &row.pack_unit)?,
            listing_slug: is_sold.then_some(row.listing_slug),
            cooperative: sql::text(&row.cooperative_name)?,
            cooperative_slug: row.cooperative_slug,
            region: LocalText {
                zgh: Some(row.name_zgh),
                ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
            },
            province: LocalText::new(&row.province_fr, &row.province_ar, ""),
            story: sql::text(&row.story)?,
            place: row.place,
            harvested_at: row.harvested_at,
            expires_at: row.expires_at,
            label: row.label.filter(|_| has_label),
            recall_reason: row.recall_reason,
        })
    })
    .transpose()
}

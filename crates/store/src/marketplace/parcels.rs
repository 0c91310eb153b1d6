//! Parcels and the stock that leaves and comes back with them.

use super::{
    FileParcel, ParcelPart, outbox,
    storage::{self, Entry},
};
use crate::{Result, sql};
use domain::{
    Error, OrderId, PersonId, ShipmentId, StockLevelId, Timestamp, VariantId,
    marketplace::{MovementReason, ShipmentState},
    policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct NewParcel {
    pub order: OrderId,
    pub position: u32,
    /// Minted with the page: the same form sent twice is one parcel.
    pub request_key: String,
    pub carrier: String,
    pub tracking_number: String,
    pub delivery_fee: i64,
    /// Whether nothing is to be collected for it any more.
    pub collected: bool,
    pub lines: Vec<ParcelPart>,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// Whether this form was already sent.
pub async fn has_parcel(db: &impl ConnectionTrait, order: OrderId, key: &str) -> Result<bool> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM shipment WHERE order_id = $1 AND request_key = $2",
        vec![order.0.into(), key.into()],
    )
    .await?;
    Ok(row.is_some())
}

pub async fn insert_parcel<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    parcel: &NewParcel,
    now: Timestamp,
) -> Result<ShipmentId> {
    let id = sql::id(
        db,
        "INSERT INTO shipment (order_id, position, request_key, carrier, tracking_number, state, delivery_minor, collected, shipped_at)
         VALUES ($1, $2, $3, $4, $5, 'shipped', $6, $7, $8) RETURNING id",
        vec![
            parcel.order.0.into(),
            i64::from(parcel.position).into(),
            parcel.request_key.clone().into(),
            parcel.carrier.clone().into(),
            parcel.tracking_number.clone().into(),
            parcel.delivery_fee.into(),
            i64::from(parcel.collected).into(),
            now.into(),
        ],
    )
    .await?;
    let rows = parcel
        .lines
        .iter()
        .map(|part| {
            vec![
                id.into(),
                part.line.0.into(),
                i64::from(part.quantity).into(),
                part.share.cooperative.into(),
                part.share.tax.into(),
                part.share.commission.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO shipment_line (shipment_id, order_line_id, quantity, cooperative_minor, tax_minor, commission_minor)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(ShipmentId(id))
}

pub async fn set_parcel<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    parcel: &FileParcel,
    state: ShipmentState,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE shipment SET state = $3, closed_at = COALESCE(closed_at, $4) WHERE id = $1 AND state = $2",
        vec![
            parcel.id.0.into(),
            parcel.state.code().into(),
            state.code().into(),
            now.into(),
        ],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

/// Marks a parcel's cash as remitted.
pub async fn mark_collected<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    parcel: ShipmentId,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE shipment SET collected = 1 WHERE id = $1 AND collected = 0",
        vec![parcel.0.into()],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

/// What happens to an order's reserved pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// They are sent: on hand is lowered, with a movement.
    Shipped,
    /// They are free again.
    Released,
}

#[derive(FromQueryResult)]
struct Reserved {
    id: i64,
    order_id: i64,
    stock_level_id: i64,
    variant_id: i64,
    quantity: i64,
}

#[derive(FromQueryResult)]
struct Free {
    free: i64,
}

/// Pieces of variants, by order.
pub type Pieces = BTreeMap<OrderId, BTreeMap<VariantId, u32>>;

/// Takes pieces out of what is reserved for orders. The last lock of a transaction but the
/// index's, and in the order of levels.
///
/// # Errors
/// `Conflict` where an order has not that many reserved.
pub async fn take_reserved<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    pieces: &Pieces,
    leaving: Leaving,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let rows: Vec<Reserved> = sql::all(
        db,
        &format!(
            "SELECT r.id, r.order_id, r.stock_level_id, s.variant_id, r.quantity FROM reservation r
             JOIN stock_level s ON s.id = r.stock_level_id
             WHERE r.order_id IN ({}) AND r.status = 'allocated' ORDER BY r.stock_level_id, r.id",
            sql::ids(pieces.keys().map(|order| order.0))
        ),
        vec![],
    )
    .await?;
    let mut wanted: BTreeMap<(i64, i64), i64> = pieces
        .iter()
        .flat_map(|(order, variants)| {
            variants
                .iter()
                .map(|(variant, pieces)| ((order.0, variant.0), i64::from(*pieces)))
        })
        .collect();
    let mut turned = Vec::new();
    for row in rows {
        let Some(left) = wanted.get_mut(&(row.order_id, row.variant_id)) else {
            continue;
        };
        let taken = (*left).min(row.quantity);
        if taken == 0 {
            continue;
        }
        *left -= taken;
        // What is used up keeps its quantity, which is never zero, and counts no more.
        let change = if taken == row.quantity {
            "UPDATE reservation SET status = 'released' WHERE id = $1 AND quantity = $2"
        } else {
            "UPDATE reservation SET quantity = quantity - $2 WHERE id = $1"
        };
        sql::run(db, change, vec![row.id.into(), taken.into()]).await?;
        let change = match leaving {
            Leaving::Shipped => {
                "UPDATE stock_level SET reserved = reserved - $2, on_hand = on_hand - $2, version = version + 1, updated_at = $3
                 WHERE id = $1 AND reserved >= $2 RETURNING on_hand - reserved AS free"
            }
            Leaving::Released => {
                "UPDATE stock_level SET reserved = reserved - $2, updated_at = $3
                 WHERE id = $1 AND reserved >= $2 RETURNING on_hand - reserved AS free"
            }
        };
        let level: Option<Free> = sql::one(
            db,
            change,
            vec![row.stock_level_id.into(), taken.into(), now.into()],
        )
        .await?;
        let Some(Free { free }) = level else {
            return Err(Error::Conflict.into());
        };
        match leaving {
            Leaving::Shipped => {
                let entry = Entry {
                    reason: MovementReason::Shipped,
                    order: Some(OrderId(row.order_id)),
                    by,
                    now,
                };
                storage::leave(db, row.stock_level_id, taken, &entry).await?;
            }
            Leaving::Released if free == taken => turned.push(StockLevelId(row.stock_level_id)),
            Leaving::Released => {}
        }
    }
    if wanted.values().any(|left| *left > 0) {
        return Err(Error::Conflict.into());
    }
    outbox::push_levels(db, &turned).await
}

/// Where a sold variant's pieces came from, and go back to.
async fn level_of(db: &impl ConnectionTrait, order: OrderId, variant: VariantId) -> Result<i64> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT s.id FROM stock_level s LEFT JOIN reservation r ON r.stock_level_id = s.id AND r.order_id = $1
         WHERE s.variant_id = $2 ORDER BY CASE WHEN r.id IS NULL THEN 1 ELSE 0 END, s.id LIMIT 1",
        vec![order.0.into(), variant.0.into()],
    )
    .await?;
    Ok(row.ok_or(Error::NotFound)?.id)
}

/// Puts pieces that came back on the shelf again.
pub async fn restock<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    pieces: &BTreeMap<VariantId, u32>,
    reason: MovementReason,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let mut levels = BTreeMap::new();
    for (variant, quantity) in pieces {
        levels.insert(level_of(db, order, *variant).await?, i64::from(*quantity));
    }
    let entry = Entry {
        reason,
        order: Some(order),
        by,
        now,
    };
    let mut turned = Vec::new();
    for (level, quantity) in levels {
        let row: Option<Free> = sql::one(
            db,
            "UPDATE stock_level SET on_hand = on_hand + $2, version = version + 1, updated_at = $3 WHERE id = $1
             RETURNING on_hand - reserved AS free",
            vec![level.into(), quantity.into(), now.into()],
        )
        .await?;
        if row.is_some_and(|row| row.free == quantity) {
            turned.push(StockLevelId(level));
        }
        storage::arrive(db, level, quantity, &entry).await?;
    }
    outbox::push_levels(db, &turned).await
}

/// Takes pieces for an exchange from what is free.
///
/// # Errors
/// `OutOfStock` naming the variant.
pub async fn take_free<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    pieces: &BTreeMap<VariantId, u32>,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let mut levels = BTreeMap::new();
    for (variant, quantity) in pieces {
        levels.insert(
            level_of(db, order, *variant).await?,
            (*variant, i64::from(*quantity)),
        );
    }
    let entry = Entry {
        reason: MovementReason::Exchange,
        order: Some(order),
        by,
        now,
    };
    let mut turned = Vec::new();
    for (level, (variant, quantity)) in levels {
        let row: Option<Free> = sql::one(
            db,
            "UPDATE stock_level SET on_hand = on_hand - $2, version = version + 1, updated_at = $3
             WHERE id = $1 AND on_hand - reserved >= $2 RETURNING on_hand - reserved AS free",
            vec![level.into(), quantity.into(), now.into()],
        )
        .await?;
        match row {
            Some(row) if row.free == 0 => turned.push(StockLevelId(level)),
            Some(_) => {}
            None => {
                return Err(Error::OutOfStock {
                    variant,
                    available: 0,
                }
                .into());
            }
        }
        storage::leave(db, level, quantity, &entry).await?;
    }
    outbox::push_levels(db, &turned).await
}

/// Counts a refusal at the door against the phone number that ordered.
pub async fn count_refusal<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    phone: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO phone_refusal (phone, refusals, updated_at) VALUES ($1, 1, $2)
         ON CONFLICT (phone) DO UPDATE SET refusals = phone_refusal.refusals + 1, updated_at = $2",
        vec![phone.into(), now.into()],
    )
    .await?;
    Ok(())
}

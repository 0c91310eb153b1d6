//! Reservations. One algorithm on both databases: demands sorted by level, then a conditional
//! update each; a row that does not change is a conflict that names the line.

use crate::{Result, sql};
use domain::{
    CartId, Error, OrderId, StockLevelId, Timestamp, VariantId,
    marketplace::{Demand, combine},
    policy::{Cart, Order, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

/// What a cart holds of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Held {
    pub id: i64,
    pub stock_level_id: i64,
    pub quantity: i64,
    pub expires_at: i64,
}

async fn held(db: &impl ConnectionTrait, cart: CartId) -> Result<Vec<Held>> {
    sql::all(
        db,
        "SELECT id, stock_level_id, quantity, expires_at FROM reservation
         WHERE cart_id = $1 AND status = 'held' ORDER BY stock_level_id",
        vec![cart.0.into()],
    )
    .await
}

/// Sums and sorts what the lines need.
pub fn demands(lines: &[super::LineRow]) -> Vec<Demand> {
    let all: Vec<Demand> = lines
        .iter()
        .map(|line| Demand {
            level: line.level,
            variant: line.variant,
            quantity: line.quantity,
        })
        .collect();
    combine(&all)
}

/// Makes the cart hold exactly `demands` until `expires_at`. Runs in the caller's transaction.
///
/// # Errors
/// `OutOfStock` naming the first line that cannot be had; the caller rolls back.
pub async fn hold(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    demands: &[Demand],
    expires_at: Timestamp,
) -> Result<()> {
    let mut before: BTreeMap<i64, Held> = held(db, cart)
        .await?
        .into_iter()
        .map(|held| (held.stock_level_id, held))
        .collect();
    for demand in demands {
        let had = before.remove(&demand.level.0);
        let delta = i64::from(demand.quantity) - had.map_or(0, |held| held.quantity);
        if delta != 0 {
            reserve(db, demand.level, demand.variant, delta).await?;
        }
        match had {
            Some(held) => {
                sql::run(
                    db,
                    "UPDATE reservation SET quantity = $2, expires_at = $3 WHERE id = $1",
                    vec![
                        held.id.into(),
                        i64::from(demand.quantity).into(),
                        expires_at.into(),
                    ],
                )
                .await?;
            }
            None => {
                sql::run(
                    db,
                    "INSERT INTO reservation (stock_level_id, cart_id, quantity, status, expires_at)
                     VALUES ($1, $2, $3, 'held', $4)",
                    vec![demand.level.0.into(), cart.0.into(), i64::from(demand.quantity).into(), expires_at.into()],
                )
                .await?;
            }
        }
    }
    for held in before.into_values() {
        give_back(db, &held, "released").await?;
    }
    Ok(())
}

/// Adds `delta` to what is reserved, where there is enough.
async fn reserve(
    db: &impl ConnectionTrait,
    level: StockLevelId,
    variant: VariantId,
    delta: i64,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE stock_level SET reserved = reserved + $2 WHERE id = $1 AND on_hand - reserved >= $2",
        vec![level.0.into(), delta.into()],
    )
    .await?;
    if changed == 1 {
        return Ok(());
    }
    #[derive(FromQueryResult)]
    struct Left {
        left: i64,
    }
    let row: Option<Left> = sql::one(
        db,
        "SELECT on_hand - reserved AS left FROM stock_level WHERE id = $1",
        vec![level.0.into()],
    )
    .await?;
    let available = sql::count(row.map_or(0, |row| row.left).max(0))?;
    Err(Error::OutOfStock { variant, available }.into())
}

async fn give_back(db: &impl ConnectionTrait, held: &Held, status: &str) -> Result<()> {
    // The status guards: a reservation is given back once, whoever comes second.
    let changed = sql::run(
        db,
        "UPDATE reservation SET status = $2 WHERE id = $1 AND status IN ('held', 'allocated')",
        vec![held.id.into(), status.into()],
    )
    .await?;
    if changed == 1 {
        sql::run(
            db,
            "UPDATE stock_level SET reserved = reserved - $2 WHERE id = $1",
            vec![held.stock_level_id.into(), held.quantity.into()],
        )
        .await?;
    }
    Ok(())
}

/// Gives a level's share of what the cart holds to one order.
///
/// # Errors
/// `Conflict` where the cart does not hold that much.
pub async fn allocate(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    order: OrderId,
    level: StockLevelId,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE reservation SET status = 'allocated', order_id = $3, cart_id = NULL
         WHERE cart_id = $1 AND stock_level_id = $2 AND status = 'held'",
        vec![cart.0.into(), level.0.into(), order.0.into()],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

/// Gives back everything the cart holds.
pub async fn release_cart(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
) -> Result<()> {
    for held in held(db, cart).await? {
        give_back(db, &held, "released").await?;
    }
    Ok(())
}

/// Gives a refused order's goods back.
pub async fn release_order(
    db: &impl ConnectionTrait,
    _permit: &Permit<Order>,
    order: OrderId,
) -> Result<()> {
    let rows: Vec<Held> = sql::all(
        db,
        "SELECT id, stock_level_id, quantity, expires_at FROM reservation
         WHERE order_id = $1 AND status = 'allocated' ORDER BY stock_level_id",
        vec![order.0.into()],
    )
    .await?;
    for held in rows {
        give_back(db, &held, "released").await?;
    }
    touch_listings_of_order(db, order).await
}

/// Frees what expired before `now`; how many were freed.
pub async fn expire(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    now: Timestamp,
    limit: u32,
) -> Result<u32> {
    let rows: Vec<Held> = sql::all(
        db,
        &format!(
            "SELECT id, stock_level_id, quantity, expires_at FROM reservation
             WHERE status = 'held' AND expires_at <= $1 ORDER BY stock_level_id LIMIT {limit}"
        ),
        vec![now.into()],
    )
    .await?;
    let freed = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    for held in rows {
        give_back(db, &held, "expired").await?;
    }
    Ok(freed)
}

/// Tells the index that the order's listings may have changed.
async fn touch_listings_of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO index_outbox (listing_id)
         SELECT DISTINCT v.listing_id FROM order_line ol JOIN variant v ON v.id = ol.variant_id WHERE ol.order_id = $1",
        vec![order.0.into()],
    )
    .await?;
    Ok(())
}

//! Reservations. One algorithm on both databases: demands sorted by level, then a conditional
//! update each; a row that does not change is a conflict that names the line.

use super::outbox;
use crate::{Result, sql};
use domain::{
    CartId, Error, OrderId, StockLevelId, Timestamp,
    marketplace::{Demand, combine},
    policy::{Cart, Order, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet};

/// What a cart holds of one level.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
struct Held {
    id: i64,
    stock_level_id: i64,
    quantity: i64,
    status: String,
}

async fn held(db: &impl ConnectionTrait, cart: CartId) -> Result<Vec<Held>> {
    sql::all(
        db,
        "SELECT id, stock_level_id, quantity, status FROM reservation
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
/// Levels are changed in one order, also those that are given back, and on each the reservation
/// is changed before the level, as the sweeper does: no two transactions wait for each other.
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
    let before: BTreeMap<i64, Held> = held(db, cart)
        .await?
        .into_iter()
        .map(|held| (held.stock_level_id, held))
        .collect();
    let wanted: BTreeMap<i64, &Demand> = demands
        .iter()
        .map(|demand| (demand.level.0, demand))
        .collect();
    let levels: BTreeSet<i64> = before.keys().chain(wanted.keys()).copied().collect();
    let mut turned = Vec::new();
    for level in levels {
        match (before.get(&level), wanted.get(&level)) {
            (had, Some(demand)) => {
                turned.extend(hold_level(db, cart, had, demand, expires_at).await?)
            }
            (Some(held), None) => turned.extend(give_back(db, held, "released").await?),
            (None, None) => {}
        }
    }
    outbox::push_levels(db, &turned).await
}

/// Answers the level where it turned from available to sold out or back.
async fn hold_level(
    db: &impl ConnectionTrait,
    cart: CartId,
    had: Option<&Held>,
    demand: &Demand,
    expires_at: Timestamp,
) -> Result<Option<StockLevelId>> {
    let quantity = i64::from(demand.quantity);
    if let Some(held) = had {
        let kept = sql::run(
            db,
            "UPDATE reservation SET quantity = $2, expires_at = $3 WHERE id = $1 AND status = 'held'",
            vec![held.id.into(), quantity.into(), expires_at.into()],
        )
        .await?;
        // Otherwise the sweeper was quicker, and the goods must be reserved anew.
        if kept == 1 {
            return change_reserved(db, demand, quantity - held.quantity).await;
        }
    }
    let turned = change_reserved(db, demand, quantity).await?;
    sql::run(
        db,
        "INSERT INTO reservation (stock_level_id, cart_id, quantity, status, expires_at) VALUES ($1, $2, $3, 'held', $4)",
        vec![demand.level.0.into(), cart.0.into(), quantity.into(), expires_at.into()],
    )
    .await?;
    Ok(turned)
}

#[derive(FromQueryResult)]
struct Free {
    free: i64,
}

/// Adds `delta` to what is reserved, where there is enough.
async fn change_reserved(
    db: &impl ConnectionTrait,
    demand: &Demand,
    delta: i64,
) -> Result<Option<StockLevelId>> {
    if delta == 0 {
        return Ok(None);
    }
    let row: Option<Free> = sql::one(
        db,
        "UPDATE stock_level SET reserved = reserved + $2 WHERE id = $1 AND on_hand - reserved >= $2
         RETURNING on_hand - reserved AS free",
        vec![demand.level.0.into(), delta.into()],
    )
    .await?;
    if let Some(Free { free }) = row {
        return Ok(turned(demand.level, free + delta, free));
    }
    let row: Option<Free> = sql::one(
        db,
        "SELECT on_hand - reserved AS free FROM stock_level WHERE id = $1",
        vec![demand.level.0.into()],
    )
    .await?;
    let available = sql::count(row.map_or(0, |row| row.free).max(0))?;
    Err(Error::OutOfStock {
        variant: demand.variant,
        available,
    }
    .into())
}

/// The level, where `before` and `after` differ in whether anything is free: then the index must
/// hear of it.
fn turned(level: StockLevelId, before: i64, after: i64) -> Option<StockLevelId> {
    ((before > 0) != (after > 0)).then_some(level)
}

/// Answers the level where it is available again.
async fn give_back(
    db: &impl ConnectionTrait,
    held: &Held,
    status: &str,
) -> Result<Option<StockLevelId>> {
    // The status guards: a reservation is given back once, whoever comes second; its quantity is
    // what it is now, not what it was when it was read.
    let row: Option<Quantity> = sql::one(
        db,
        "UPDATE reservation SET status = $2 WHERE id = $1 AND status = $3 RETURNING quantity",
        vec![held.id.into(), status.into(), held.status.clone().into()],
    )
    .await?;
    let Some(Quantity { quantity }) = row else {
        return Ok(None);
    };
    let row: Option<Free> = sql::one(
        db,
        "UPDATE stock_level SET reserved = reserved - $2 WHERE id = $1 RETURNING on_hand - reserved AS free",
        vec![held.stock_level_id.into(), quantity.into()],
    )
    .await?;
    Ok(row.and_then(|row| {
        turned(
            StockLevelId(held.stock_level_id),
            row.free - quantity,
            row.free,
        )
    }))
}

#[derive(FromQueryResult)]
struct Quantity {
    quantity: i64,
}

async fn give_back_all(db: &impl ConnectionTrait, rows: &[Held], status: &str) -> Result<u32> {
    let mut turned = Vec::new();
    for held in rows {
        turned.extend(give_back(db, held, status).await?);
    }
    outbox::push_levels(db, &turned).await?;
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
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
    give_back_all(db, &held(db, cart).await?, "released").await?;
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
        "SELECT id, stock_level_id, quantity, status FROM reservation
         WHERE order_id = $1 AND status = 'allocated' ORDER BY stock_level_id",
        vec![order.0.into()],
    )
    .await?;
    give_back_all(db, &rows, "released").await?;
    Ok(())
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
            "SELECT id, stock_level_id, quantity, status FROM reservation
             WHERE status = 'held' AND expires_at <= $1 ORDER BY stock_level_id, id LIMIT {limit}"
        ),
        vec![now.into()],
    )
    .await?;
    give_back_all(db, &rows, "expired").await
}

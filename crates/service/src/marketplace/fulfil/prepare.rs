//! What is to be packed, and how far an order is.

use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
    marketplace::{pay, purse::today},
};
use domain::{
    CooperativeId, Error, OrderId, Result,
    marketplace::{Advance, GroupProgress, OrderProgress, Pick, PrepareList, group_state},
    policy::{Action, Order, Stock, TrackedOrder, authorize},
};
use std::collections::BTreeMap;
use store::marketplace::DeskList;

/// One list over all confirmed orders: what to take from the shelf, and for whom.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage the cooperative.
pub async fn prepare_list(ctx: &Ctx, cooperative: CooperativeId) -> Result<PrepareList> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let db = ctx.db().reader();
    let list = |which| async move {
        let mut orders = store::marketplace::desk_progress(db, cooperative, which)
            .await
            .map_err(internal(ctx))?;
        for order in &mut orders {
            order.request_key = new_token();
        }
        Ok::<_, Error>(orders)
    };
    let confirmed = list(DeskList::ToShip).await?;
    let (to_ship, unpaid): (Vec<_>, Vec<_>) =
        confirmed.into_iter().partition(OrderProgress::can_ship);
    Ok(PrepareList {
        picks: picks(&to_ship),
        to_ship,
        unpaid: u32::try_from(unpaid.len()).unwrap_or(u32::MAX),
        on_the_way: list(DeskList::OnTheWay).await?,
        coming_back: list(DeskList::ComingBack).await?,
    })
}

fn picks(orders: &[OrderProgress]) -> Vec<Pick> {
    let mut picks: BTreeMap<&str, Pick> = BTreeMap::new();
    for line in orders.iter().flat_map(|order| &order.lines) {
        if line.counts.to_ship() == 0 {
            continue;
        }
        let pick = picks.entry(&line.sku).or_insert_with(|| Pick {
            name: line.name.clone(),
            sku: line.sku.clone(),
            pack: line.pack,
            quantity: 0,
            orders: 0,
        });
        pick.quantity += line.counts.to_ship();
        pick.orders += 1;
    }
    picks.into_values().collect()
}

/// One order's progress, for its seller.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for what is not the manager's.
pub async fn show_progress(ctx: &Ctx, order: OrderId) -> Result<OrderProgress> {
    let db = ctx.db().reader();
    let head = store::marketplace::order_head(db, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = Order {
        seller: head.seller,
        buyer: head.buyer,
    };
    authorize(&ctx.actor, Action::ShipOrder, &resource)?;
    load(ctx, db, order).await
}

pub(in crate::marketplace) async fn load(
    ctx: &Ctx,
    db: &impl store::Connection,
    order: OrderId,
) -> Result<OrderProgress> {
    let mut progress = store::marketplace::progress_of(db, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    progress.request_key = new_token();
    Ok(progress)
}

/// What the tracking link shows besides the orders.
///
/// # Errors
/// `NotFound` for an unknown token.
pub async fn track_progress(ctx: &Ctx, token: &str) -> Result<GroupProgress> {
    authorize(&ctx.actor, Action::ReadOrder, &TrackedOrder {})?;
    let db = ctx.db().reader();
    let group = store::marketplace::group_of_token(db, &token_hash(token))
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let mut orders = store::marketplace::group_progress(db, group)
        .await
        .map_err(internal(ctx))?;
    let mut closed = store::marketplace::closed_now(db, &today(ctx.now))
        .await
        .map_err(internal(ctx))?;
    for order in &mut orders {
        order.refusals = 0;
        if order.can_cancel() {
            order.closed_until = closed.remove(&order.cooperative);
        }
        order.request_key = new_token();
    }
    let axes: Vec<Advance> = orders
        .iter()
        .map(|order| Advance {
            state: order.state,
            fulfilment: order.fulfilment,
        })
        .collect();
    Ok(GroupProgress {
        state: group_state(&axes),
        pay: pay::form(ctx, group).await?,
        orders,
    })
}

//! Orders after they are placed: what buyers follow and what managers decide.

use super::{fulfil, invoices, mails};
use crate::{Ctx, accounts::token_hash, internal};
use domain::{
    CooperativeId, Error, OrderId, Problem, Result, Timestamp,
    marketplace::{DeskOrders, OrderEvent, OrderGroupView, OrderView, PaymentMethod},
    policy::{Account, Action, Order, Permit, Stock, authorize},
    text,
};
use sha2::{Digest as _, Sha256};
use store::marketplace::OrderHead;

/// Where bank transfers go: the platform's account, fictional in the demo.
const TRANSFER_RIB: &str = "999780000000000001234527";

/// The secret of a group's tracking page: made from its number and the server's key, so that it
/// can be shown again without being stored. Hashing twice keeps the key's end closed.
pub fn tracking_token(ctx: &Ctx, number: &str) -> String {
    let key = &ctx.services.secret_key;
    let inner = Sha256::new()
        .chain_update(key)
        .chain_update(b"tracking")
        .chain_update(number)
        .finalize();
    hex::encode(
        &Sha256::new()
            .chain_update(key)
            .chain_update(inner)
            .finalize()[..20],
    )
}

fn complete(ctx: &Ctx, mut group: OrderGroupView) -> OrderGroupView {
    group.tracking_token = tracking_token(ctx, &group.number);
    if group.payment_method == PaymentMethod::BankTransfer {
        group.transfer = Some((TRANSFER_RIB.to_owned(), group.number.clone()));
    }
    group
}

/// The group that a tracking link opens, for whoever holds the link.
///
/// # Errors
/// `NotFound` for an unknown token.
pub async fn track_order(ctx: &Ctx, token: &str) -> Result<OrderGroupView> {
    authorize(
        &ctx.actor,
        Action::ReadOrder,
        &domain::policy::Cart { owner: None },
    )?;
    let group = store::marketplace::group_by_token(ctx.db().reader(), &token_hash(token))
        .await
        .map_err(internal(ctx))?;
    group
        .map(|group| complete(ctx, group))
        .ok_or(Error::NotFound)
}

/// The signed-in person's orders, newest first.
///
/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn my_orders(ctx: &Ctx) -> Result<Vec<OrderGroupView>> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    authorize(&ctx.actor, Action::ReadOwnOrders, &Account { owner })?;
    let groups = store::marketplace::groups_of(ctx.db().reader(), owner)
        .await
        .map_err(internal(ctx))?;
    Ok(groups
        .into_iter()
        .map(|group| complete(ctx, group))
        .collect())
}

/// Midnight in Morocco (UTC+1) before `now`.
fn start_of_day(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400;
    const OFFSET: i64 = 3_600;
    (now + OFFSET).div_euclid(DAY) * DAY - OFFSET
}

/// The orders of one cooperative, for its managers.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage it.
pub async fn desk_orders(ctx: &Ctx, cooperative: CooperativeId) -> Result<DeskOrders> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let db = ctx.db().reader();
    let (to_confirm, today, earlier) =
        store::marketplace::desk_orders(db, cooperative, start_of_day(ctx.now))
            .await
            .map_err(internal(ctx))?;
    let rows = store::marketplace::stock_rows(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let name = store::cooperatives::load_name(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(DeskOrders {
        cooperative,
        cooperative_name: name.ok_or(Error::NotFound)?,
        to_confirm,
        today,
        earlier,
        low_stock: u32::try_from(rows.iter().filter(|row| row.low).count()).unwrap_or(u32::MAX),
    })
}

/// Loads the order's head and asks the policy; someone else's order does not exist.
pub(super) async fn permitted(
    ctx: &Ctx,
    db: &impl store::Connection,
    order: OrderId,
    action: Action,
) -> Result<(OrderHead, Permit<Order>)> {
    let head = store::marketplace::order_head(db, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(
        &ctx.actor,
        action,
        &Order {
            seller: head.seller,
            buyer: head.buyer,
        },
    )?;
    Ok((head, permit))
}

pub(super) async fn load(
    ctx: &Ctx,
    db: &impl store::Connection,
    head: &OrderHead,
) -> Result<OrderView> {
    let orders = store::marketplace::orders_of_groups(db, &[head.group])
        .await
        .map_err(internal(ctx))?;
    orders
        .into_iter()
        .map(|(_, order)| order)
        .find(|order| order.id == head.id)
        .ok_or(Error::NotFound)
}

/// # Errors
/// `Unauthenticated`, or `NotFound` for what is not the manager's.
pub async fn show_desk_order(ctx: &Ctx, order: OrderId) -> Result<OrderView> {
    let db = ctx.db().reader();
    let (head, _) = permitted(ctx, db, order, Action::DecideOrder).await?;
    load(ctx, db, &head).await
}

/// The seller takes the order on. Confirming twice is confirming once.
///
/// # Errors
/// `NotFound`; `Conflict` for an order that was cancelled.
pub async fn confirm_order(ctx: &Ctx, order: OrderId) -> Result<OrderView> {
    decide(ctx, order, OrderEvent::Confirm, None).await
}

/// The seller cannot deliver: the stock is given back and the buyer is told why.
///
/// # Errors
/// `Invalid` on `reason`; `NotFound`; `Conflict` for an order already confirmed.
pub async fn refuse_order(ctx: &Ctx, order: OrderId, reason: &str) -> Result<OrderView> {
    let reason = text::paragraph(reason, 300)
        .and_then(|reason| reason.ok_or(Problem::Required))
        .map_err(|problem| Error::field("reason", problem))?;
    decide(ctx, order, OrderEvent::Refuse, Some(&reason)).await
}

async fn decide(
    ctx: &Ctx,
    order: OrderId,
    event: OrderEvent,
    reason: Option<&str>,
) -> Result<OrderView> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (mut file, permit) = fulfil::desk_file(ctx, &tx, order).await?;
    let (head, _) = permitted(ctx, &tx, order, Action::DecideOrder).await?;
    let after = domain::marketplace::OrderState::Placed.transition(event)?;
    if file.state == after {
        // The same decision again, from a second tap or a second device: it stands.
        return load(ctx, &tx, &head).await;
    }
    file.state = file.state.transition(event)?;
    if event == OrderEvent::Refuse {
        let all = fulfil::all_left(&file);
        mails::order_decided(ctx, &tx, &permit, &head, event, reason).await?;
        let stock = fulfil::take_off(ctx, &tx, &permit, &mut file, &all, "refused", reason).await?;
        fulfil::free_stock(ctx, &tx, &permit, &[(file.id, stock)].into()).await?;
    } else {
        store::marketplace::save_file(&tx, &permit, &file, None, ctx.now)
            .await
            .map_err(internal(ctx))?;
        fulfil::note(ctx, &tx, &permit, &file, "confirmed", None).await?;
        mails::order_decided(ctx, &tx, &permit, &head, event, reason).await?;
    }
    let view = load(ctx, &tx, &head).await?;
    if event == OrderEvent::Confirm {
        invoices::issue(ctx, &tx, &permit, &view).await?;
        // What the buyer took off before is on the invoice, and given back at once.
        invoices::credit_gone(ctx, &tx, &permit, &file, "cancelled").await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::start_of_day;

    #[test]
    fn the_day_begins_at_midnight_in_morocco() {
        // 2026-11-24T23:30Z is already the 25th in Morocco.
        assert_eq!(start_of_day(1_795_563_000), 1_795_561_200);
        assert_eq!(start_of_day(1_795_561_199), 1_795_474_800);
    }
}

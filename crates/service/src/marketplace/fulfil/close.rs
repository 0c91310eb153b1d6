//! What becomes of a parcel: delivered, refused at the door, back on the shelf.

use super::{desk_file, move_on, note, prepare::load};
use crate::{Ctx, internal, marketplace::pay};
use domain::{
    Error, OrderId, Result, ShipmentId,
    marketplace::{
        DeliveryMethod, MovementReason, OrderProgress, OrderState, ShipmentEvent, ShipmentState,
    },
    policy::Permit,
};
use std::collections::BTreeMap;
use store::{Tx, marketplace::OrderFile};

/// Moves a parcel. The same again changes nothing.
///
/// # Errors
/// `NotFound`; `Conflict` where the parcel is elsewhere already.
pub async fn move_parcel(
    ctx: &Ctx,
    parcel: ShipmentId,
    event: ShipmentEvent,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let order = store::marketplace::order_of_parcel(&tx, parcel)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (mut file, permit) = desk_file(ctx, &tx, order).await?;
    let stock = close(ctx, &tx, &permit, &mut file, parcel, event).await?;
    if let Some(pieces) = stock {
        store::marketplace::restock(
            &tx,
            &permit,
            order,
            &pieces,
            MovementReason::CameBack,
            ctx.actor.person(),
            ctx.now,
        )
        .await
        .map_err(internal(ctx))?;
    }
    let progress = load(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

/// The pieces that go back on the shelf, which the caller puts there last.
pub(in crate::marketplace) async fn close<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &mut OrderFile,
    parcel: ShipmentId,
    event: ShipmentEvent,
) -> Result<Option<BTreeMap<domain::VariantId, u32>>> {
    let at = file
        .parcels
        .iter()
        .position(|it| it.id == parcel)
        .ok_or(Error::NotFound)?;
    let before = file.parcels[at].clone();
    let target = match event {
        ShipmentEvent::Deliver => ShipmentState::Delivered,
        ShipmentEvent::Refuse => ShipmentState::Refused,
        ShipmentEvent::TakeBack => ShipmentState::Returned,
    };
    if before.state == target {
        return Ok(None);
    }
    let after = before.state.transition(event)?;
    store::marketplace::set_parcel(tx, permit, &before, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    file.parcels[at].state = after;
    let mut stock = None;
    match event {
        ShipmentEvent::Deliver => {}
        ShipmentEvent::Refuse => {
            for part in &before.lines {
                let line = file.line(part.line)?;
                let kept = line.counts.kept();
                line.counts = line.counts.refuse(part.quantity)?;
                // A parcel sent in exchange was paid with the first one.
                let share = if part.share.total() == 0 {
                    let left = line.share.minus(line.off);
                    left.take_pieces(part.quantity, kept)?
                } else {
                    part.share
                };
                line.off = line.off.plus(share);
            }
            // Nobody pays the delivery of a parcel that was to be paid at the door.
            if !file.method.is_prepaid() {
                file.delivery_off += before.delivery_fee;
            }
            store::marketplace::count_refusal(tx, permit, &file.phone, ctx.now)
                .await
                .map_err(internal(ctx))?;
        }
        ShipmentEvent::TakeBack => {
            let mut pieces = BTreeMap::new();
            for part in &before.lines {
                let variant = file.line(part.line)?.variant;
                *pieces.entry(variant).or_insert(0) += part.quantity;
            }
            stock = Some(pieces);
        }
    }
    move_on(file)?;
    store::marketplace::save_file(tx, permit, file, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let number = before.tracking_number.clone();
    let shown = Some(number.as_str()).filter(|number| !number.is_empty());
    note(ctx, tx, permit, file, after.code(), shown).await?;
    let is_fetched = file.delivery == DeliveryMethod::Pickup;
    if event == ShipmentEvent::Deliver && is_fetched && !file.parcels[at].collected {
        pay::collect(ctx, tx, file, parcel, pay::Till::Cooperative).await?;
    }
    pay::settle(ctx, tx, file, after.code()).await?;
    Ok(stock)
}

/// The buyer was reached by phone and wants the order.
///
/// # Errors
/// `NotFound`; `Conflict` for an order that is over.
pub async fn confirm_by_phone(ctx: &Ctx, order: OrderId) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (mut file, permit) = desk_file(ctx, &tx, order).await?;
    if file.phone_confirmed_at.is_some() {
        return load(ctx, &tx, order).await;
    }
    if !matches!(file.state, OrderState::Placed | OrderState::Confirmed) {
        return Err(Error::Conflict);
    }
    file.phone_confirmed_at = Some(ctx.now);
    store::marketplace::save_file(&tx, &permit, &file, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(ctx, &tx, &permit, &file, "phoned", None).await?;
    let progress = load(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

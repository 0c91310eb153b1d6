//! From the shelf to the door: preparing, sending, receiving, cancelling. Every use case locks the
//! order's group first and the stock last, and lets the money follow.

mod cancel;
mod close;
mod prepare;
mod ship;

pub use cancel::{cancel_lines, cancel_tracked_lines};
pub use close::{confirm_by_phone, move_parcel};
pub use prepare::{prepare_list, show_progress, track_progress};
pub use ship::{ShipInput, ship_order};

pub(super) use close::close as close_parcel;
pub(super) use prepare::load as load_progress;
pub(super) use ship::check_key;

use super::pay;
use crate::{Ctx, accounts::token_hash, internal};
use domain::{
    Error, OrderId, OrderLineId, Problem, Result, VariantId,
    integrations::Topic,
    marketplace::{Counts, OrderState, advance},
    policy::{Action, Order, Permit, TrackedOrder, authorize},
    text::{self, Check},
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use store::{
    Tx,
    marketplace::{Leaving, OrderFile, Replayed},
};

/// How many pieces of each line, as a form names them: `pieces[12]`.
pub type Pieces = BTreeMap<String, String>;

/// The order under its group's lock, for its seller.
pub(super) async fn desk_file(
    ctx: &Ctx,
    tx: &Tx,
    order: OrderId,
) -> Result<(OrderFile, Permit<Order>)> {
    seller_file(ctx, tx, order, Action::DecideOrder).await
}

/// The order under its group's lock, for whoever may do this with the seller's orders.
async fn seller_file(
    ctx: &Ctx,
    tx: &Tx,
    order: OrderId,
    action: Action,
) -> Result<(OrderFile, Permit<Order>)> {
    let file = store::marketplace::lock_order(tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = Order {
        seller: file.seller,
        buyer: file.buyer,
    };
    let permit = authorize(&ctx.actor, action, &resource)?;
    Ok((file, permit))
}

/// The order under its group's lock, for whoever holds its tracking link.
pub(super) async fn tracked_file(
    ctx: &Ctx,
    tx: &Tx,
    token: &str,
    order: OrderId,
) -> Result<(OrderFile, Permit<TrackedOrder>)> {
    let permit = authorize(&ctx.actor, Action::ChangeOwnOrder, &TrackedOrder {})?;
    let group = store::marketplace::group_of_token(tx, &token_hash(token))
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let file = store::marketplace::lock_order(tx, order)
        .await
        .map_err(internal(ctx))?
        .filter(|file| file.group == group)
        .ok_or(Error::NotFound)?;
    Ok((file, permit))
}

/// Reads the form's pieces; `most` says how many of a line there may be.
///
/// # Errors
/// `Invalid` on `pieces[<line>]`, or on `pieces` where there are none at all.
pub(super) fn read_pieces(
    input: &Pieces,
    file: &OrderFile,
    most: impl Fn(Counts) -> u32,
) -> Result<BTreeMap<OrderLineId, u32>> {
    let mut check = Check::default();
    let mut pieces = BTreeMap::new();
    let mut is_clean = true;
    for (id, text) in input {
        let field = format!("pieces[{id}]");
        let line = id
            .parse()
            .ok()
            .and_then(|id| file.lines.iter().find(|line| line.id == OrderLineId(id)));
        let Some(line) = line else {
            check.refuse(&field, Problem::UnknownChoice);
            is_clean = false;
            continue;
        };
        if text.trim().is_empty() {
            continue;
        }
        let max = i64::from(most(line.counts));
        match check.take(&field, text::integer(text, 0, max)) {
            Some(0) => {}
            Some(number) => {
                pieces.insert(line.id, u32::try_from(number).unwrap_or(u32::MAX));
            }
            None => is_clean = false,
        }
    }
    if pieces.is_empty() && is_clean {
        check.refuse("pieces", Problem::Required);
    }
    check.finish()?;
    Ok(pieces)
}

/// Everything that is not sent yet.
pub(super) fn all_left(file: &OrderFile) -> BTreeMap<OrderLineId, u32> {
    file.lines
        .iter()
        .filter(|line| line.counts.to_ship() > 0)
        .map(|line| (line.id, line.counts.to_ship()))
        .collect()
}

/// The pieces by variant, as stock counts them.
pub(super) fn by_variant(
    file: &OrderFile,
    pieces: &BTreeMap<OrderLineId, u32>,
) -> BTreeMap<VariantId, u32> {
    let mut sums = BTreeMap::new();
    for line in &file.lines {
        if let Some(count) = pieces.get(&line.id) {
            *sums.entry(line.variant).or_insert(0) += count;
        }
    }
    sums
}

pub(super) async fn note<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    kind: &str,
    text: Option<&str>,
) -> Result<()> {
    store::marketplace::note_event(tx, permit, file.id, kind, text, ctx.actor.person(), ctx.now)
        .await
        .map_err(internal(ctx))?;
    let topic = match kind {
        "not_paid" => Some(Topic::Cancelled),
        kind => Topic::from_code(kind),
    };
    match topic {
        Some(topic) => store::integrations::announce(tx, permit, &[file.id], topic, ctx.now)
            .await
            .map_err(internal(ctx)),
        None => Ok(()),
    }
}

/// Whether this form comes for the first time; the same form again changes nothing.
///
/// # Errors
/// `Invalid` on `request_key`; `IdempotencyKeyReused` where the key came with another content.
pub(super) async fn is_first<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    order: OrderId,
    key: &str,
    content: &str,
) -> Result<bool> {
    let key = check_key(key)?;
    let caller = format!("order:{order}");
    let request_hash = hex::encode(Sha256::digest(content));
    let known = store::marketplace::find_replay(tx, &caller, key)
        .await
        .map_err(internal(ctx))?;
    if let Some(known) = known {
        return if known.request_hash == request_hash {
            Ok(false)
        } else {
            Err(Error::IdempotencyKeyReused)
        };
    }
    let replay = Replayed {
        request_hash,
        response: String::new(),
    };
    store::marketplace::keep_replay(tx, permit, &caller, key, &replay, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(true)
}

/// Moves the order's axes as far as its lines and parcels allow.
pub(super) fn move_on(file: &mut OrderFile) -> Result<()> {
    let next = advance(file.axes(), &file.counts(), &file.parcel_states())?;
    file.state = next.state;
    file.fulfilment = next.fulfilment;
    Ok(())
}

/// Takes pieces off that are not sent yet: no longer due, and refunded where they were paid. Answers
/// what the caller frees on the shelf, last.
pub(super) async fn take_off<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &mut OrderFile,
    pieces: &BTreeMap<OrderLineId, u32>,
    kind: &str,
    reason: Option<&str>,
) -> Result<BTreeMap<VariantId, u32>> {
    let stock = by_variant(file, pieces);
    for (id, count) in pieces {
        let uncut = file
            .lines
            .iter()
            .find(|line| line.id == *id)
            .map(|line| file.uncut(line))
            .ok_or(Error::NotFound)?;
        let line = file.line(*id)?;
        let share = uncut.take_pieces(*count, line.counts.to_ship())?;
        line.counts = line.counts.cancel(*count)?;
        line.off = line.off.plus(share);
    }
    // A refused order is cancelled already.
    if file.state != OrderState::Cancelled || file.counts().iter().any(|line| line.shipped > 0) {
        move_on(file)?;
    }
    if file.state == OrderState::Cancelled && file.parcels.is_empty() {
        file.delivery_off = file.delivery_fee;
        store::marketplace::give_back_coupon(tx, permit, file.id, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    let refusal = (file.state == OrderState::Cancelled)
        .then_some(reason)
        .flatten();
    store::marketplace::save_file(tx, permit, file, refusal, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(ctx, tx, permit, file, kind, reason).await?;
    pay::settle(ctx, tx, file, kind).await?;
    Ok(stock)
}

/// Gives pieces back to the shelf: a transaction's last step.
pub(super) async fn free_stock<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    pieces: &store::marketplace::Pieces,
) -> Result<()> {
    store::marketplace::take_reserved(
        tx,
        permit,
        pieces,
        Leaving::Released,
        ctx.actor.person(),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))
}

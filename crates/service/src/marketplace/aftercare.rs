//! After the sale: returns and exchanges, messages, disputes, and the days a cooperative is closed.

use super::{
    fulfil::{self, Pieces, desk_file, note, read_pieces, tracked_file},
    mails, pay,
    purse::today,
};
use crate::{Ctx, admin::note as audit, internal};
use domain::{
    CooperativeId, DisputeId, Error, OrderId, Problem, Result, ReturnId,
    marketplace::{
        ClosedDays, Counts, DisputeEvent, DisputeOutcome, DisputeState, DisputeView,
        FulfilmentState, MovementReason, OrderProgress, ReturnEvent, ReturnState, ReturnWish,
        ShipmentState,
    },
    policy::{Action, OfficeCase, Permit, Platform, Stock, authorize},
    text,
};
use i18n::keys::orders as k;
use serde_json::json;
use store::{
    Tx,
    marketplace::{
        DisputeChange, FileParcel, NewParcel, NewReturn, OrderFile, ParcelPart, ReturnFile,
    },
};

/// The office decides within two weeks.
const DISPUTE_LIFE: i64 = 14 * 86_400;

async fn loaded(ctx: &Ctx, tx: Tx, order: OrderId) -> Result<OrderProgress> {
    let mut progress = fulfil::load_progress(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    progress.refusals = 0;
    Ok(progress)
}

fn paragraph(field: &str, text: &str, max: u32) -> Result<String> {
    text::paragraph(text, max)
        .and_then(|text| text.ok_or(Problem::Required))
        .map_err(|problem| Error::field(field, problem))
}

/// The buyer wants to send delivered goods back.
///
/// # Errors
/// `Invalid` naming the wrong fields; `NotFound`; `Conflict` where nothing was delivered or a
/// return is open.
pub async fn ask_return(
    ctx: &Ctx,
    token: &str,
    order: OrderId,
    pieces: &Pieces,
    wish: &str,
    reason: &str,
    request_key: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = tracked_file(ctx, &tx, token, order).await?;
    let key = fulfil::check_key(request_key)?;
    if store::marketplace::has_return(&tx, order, key)
        .await
        .map_err(internal(ctx))?
    {
        return loaded(ctx, tx, order).await;
    }
    if file.fulfilment != FulfilmentState::Delivered {
        return Err(Error::Conflict);
    }
    let wish =
        ReturnWish::from_code(wish).ok_or_else(|| Error::field("wish", Problem::UnknownChoice))?;
    let reason = paragraph("reason", reason, 500)?;
    let pieces = read_pieces(pieces, &file, Counts::returnable)?;
    let progress = fulfil::load_progress(ctx, &tx, order).await?;
    if !progress.can_return() {
        return Err(Error::Conflict);
    }
    let new = NewReturn {
        order,
        request_key: key.to_owned(),
        wish,
        reason: reason.clone(),
        pieces,
    };
    store::marketplace::insert_return(&tx, &permit, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(ctx, &tx, &permit, &file, "return_requested", None).await?;
    mails::to_seller(ctx, &tx, &permit, &file, &reason).await?;
    loaded(ctx, tx, order).await
}

/// The buyer keeps it after all.
///
/// # Errors
/// `NotFound`; `Conflict` where it is already back.
pub async fn withdraw_return(
    ctx: &Ctx,
    token: &str,
    order: OrderId,
    id: ReturnId,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (mut file, permit) = tracked_file(ctx, &tx, token, order).await?;
    let stock = move_on(
        ctx,
        &tx,
        &permit,
        &mut file,
        id,
        ReturnEvent::Withdraw,
        None,
    )
    .await?;
    debug_assert!(stock.is_none());
    loaded(ctx, tx, order).await
}

/// The seller accepts or declines, notes that the goods are back, and refunds or replaces them.
///
/// # Errors
/// `Invalid` on `answer` where it declines without a word; `NotFound`; `Conflict`; `OutOfStock`
/// where nothing is left to replace them.
pub async fn move_return(
    ctx: &Ctx,
    id: ReturnId,
    event: ReturnEvent,
    answer: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let found = store::marketplace::find_return(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (mut file, permit) = desk_file(ctx, &tx, found.order).await?;
    if event == ReturnEvent::Withdraw {
        return Err(Error::Conflict);
    }
    let answer = match text::paragraph(answer, 500) {
        Ok(None) if event == ReturnEvent::Decline => Err(Problem::Required),
        checked => checked,
    }
    .map_err(|problem| Error::field("answer", problem))?;
    let order = file.id;
    let stock = move_on(ctx, &tx, &permit, &mut file, id, event, answer.as_deref()).await?;
    match stock {
        Some(Shelf::Back(pieces)) => {
            store::marketplace::restock(
                &tx,
                &permit,
                order,
                &pieces,
                MovementReason::Returned,
                ctx.actor.person(),
                ctx.now,
            )
            .await
        }
        Some(Shelf::Out(pieces)) => {
            store::marketplace::take_free(&tx, &permit, order, &pieces, ctx.actor.person(), ctx.now)
                .await
        }
        None => Ok(()),
    }
    .map_err(internal(ctx))?;
    let progress = fulfil::load_progress(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

type Variants = std::collections::BTreeMap<domain::VariantId, u32>;

/// What a return does to the shelf, last.
enum Shelf {
    Back(Variants),
    Out(Variants),
}

async fn move_on<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &mut OrderFile,
    id: ReturnId,
    event: ReturnEvent,
    answer: Option<&str>,
) -> Result<Option<Shelf>> {
    // Read again under the lock.
    let found = store::marketplace::find_return(tx, id)
        .await
        .map_err(internal(ctx))?
        .filter(|found| found.order == file.id)
        .ok_or(Error::NotFound)?;
    let target = match event {
        ReturnEvent::Accept => ReturnState::Accepted,
        ReturnEvent::Decline => ReturnState::Declined,
        ReturnEvent::Withdraw => ReturnState::Withdrawn,
        ReturnEvent::Receive => ReturnState::Received,
        ReturnEvent::Refund => ReturnState::Refunded,
        ReturnEvent::Exchange => ReturnState::Exchanged,
    };
    if found.state == target {
        return Ok(None);
    }
    let after = found.state.transition(event)?;
    store::marketplace::set_return(tx, permit, &found, after, answer, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let kind = format!("return_{}", after.code());
    note(ctx, tx, permit, file, &kind, answer).await?;
    if event != ReturnEvent::Withdraw {
        let text = answer.unwrap_or_default();
        let args = [("number", file.number.as_str()), ("text", text)];
        let keys = (k::MAIL_ANSWER_SUBJECT, k::MAIL_ANSWER_TEXT);
        mails::to_buyer(ctx, tx, permit, file, keys, &args).await?;
    }
    match event {
        ReturnEvent::Receive => Ok(Some(Shelf::Back(fulfil::by_variant(file, &found.pieces)))),
        ReturnEvent::Refund => {
            give_back(ctx, tx, permit, file, &found.pieces, "returned").await?;
            Ok(None)
        }
        ReturnEvent::Exchange => {
            replace(ctx, tx, permit, file, &found).await?;
            Ok(Some(Shelf::Out(fulfil::by_variant(file, &found.pieces))))
        }
        ReturnEvent::Accept | ReturnEvent::Decline | ReturnEvent::Withdraw => Ok(None),
    }
}

/// Pieces that are no longer due after all, and their money back.
async fn give_back<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &mut OrderFile,
    pieces: &std::collections::BTreeMap<domain::OrderLineId, u32>,
    reason: &str,
) -> Result<()> {
    for (id, count) in pieces {
        let line = file.line(*id)?;
        let left = line.share.minus(line.off);
        let share = left.take_pieces(*count, line.counts.kept())?;
        line.counts = line.counts.give_back(*count)?;
        line.off = line.off.plus(share);
    }
    fulfil::move_on(file)?;
    store::marketplace::save_file(tx, permit, file, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    pay::settle(ctx, tx, file, reason).await
}

/// A parcel with the same goods, for which nothing is to be paid.
async fn replace<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &mut OrderFile,
    found: &ReturnFile,
) -> Result<()> {
    let position = u32::try_from(file.parcels.len()).unwrap_or(u32::MAX) + 1;
    let lines: Vec<ParcelPart> = found
        .pieces
        .iter()
        .map(|(line, quantity)| ParcelPart {
            line: *line,
            quantity: *quantity,
            share: domain::marketplace::Share::default(),
        })
        .collect();
    let parcel = NewParcel {
        order: file.id,
        position,
        request_key: format!("exchange-{:08}", found.id.0),
        carrier: String::new(),
        tracking_number: String::new(),
        delivery_fee: 0,
        collected: true,
        lines,
    };
    let id = store::marketplace::insert_parcel(tx, permit, &parcel, ctx.now)
        .await
        .map_err(internal(ctx))?;
    file.parcels.push(FileParcel {
        id,
        position,
        state: ShipmentState::Shipped,
        tracking_number: String::new(),
        delivery_fee: 0,
        collected: true,
        lines: parcel.lines,
    });
    Ok(())
}

/// The seller writes to the buyer, who gets it by mail too.
///
/// # Errors
/// `Invalid` on `text`; `NotFound`.
pub async fn send_message(
    ctx: &Ctx,
    order: OrderId,
    text: &str,
    request_key: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = desk_file(ctx, &tx, order).await?;
    let text = paragraph("text", text, 1_000)?;
    let key = fulfil::check_key(request_key)?;
    let is_new = store::marketplace::insert_message(&tx, &permit, order, key, true, &text, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if is_new {
        let args = [("number", file.number.as_str()), ("text", text.as_str())];
        let keys = (k::MAIL_ANSWER_SUBJECT, k::MAIL_ANSWER_TEXT);
        mails::to_buyer(ctx, &tx, &permit, &file, keys, &args).await?;
    }
    let progress = fulfil::load_progress(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

/// The buyer writes to the seller.
///
/// # Errors
/// As [`send_message`].
pub async fn send_tracked_message(
    ctx: &Ctx,
    token: &str,
    order: OrderId,
    text: &str,
    request_key: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = tracked_file(ctx, &tx, token, order).await?;
    let text = paragraph("text", text, 1_000)?;
    let key = fulfil::check_key(request_key)?;
    let is_new =
        store::marketplace::insert_message(&tx, &permit, order, key, false, &text, ctx.now)
            .await
            .map_err(internal(ctx))?;
    if is_new {
        mails::to_seller(ctx, &tx, &permit, &file, &text).await?;
    }
    loaded(ctx, tx, order).await
}

/// The buyer asks the office to decide. One dispute an order.
///
/// # Errors
/// `Invalid` on `reason`; `NotFound`.
pub async fn open_dispute(
    ctx: &Ctx,
    token: &str,
    order: OrderId,
    reason: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = tracked_file(ctx, &tx, token, order).await?;
    let reason = paragraph("reason", reason, 1_000)?;
    let deadline = ctx.now + DISPUTE_LIFE;
    let is_new =
        store::marketplace::insert_dispute(&tx, &permit, order, &reason, deadline, ctx.now)
            .await
            .map_err(internal(ctx))?;
    if is_new {
        note(ctx, &tx, &permit, &file, "dispute", Some("opened")).await?;
        mails::to_seller(ctx, &tx, &permit, &file, &reason).await?;
    }
    loaded(ctx, tx, order).await
}

/// The buyer takes it back: it is settled.
///
/// # Errors
/// `NotFound`; `Conflict` where it is decided.
pub async fn withdraw_dispute(ctx: &Ctx, token: &str, order: OrderId) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = tracked_file(ctx, &tx, token, order).await?;
    let dispute = store::marketplace::dispute_of(&tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if dispute.state != DisputeState::Withdrawn {
        let state = dispute.state.transition(DisputeEvent::Withdraw)?;
        let change = DisputeChange::default();
        store::marketplace::set_dispute(&tx, &permit, &dispute, state, change, ctx.now)
            .await
            .map_err(internal(ctx))?;
        note(ctx, &tx, &permit, &file, "dispute", Some(state.code())).await?;
    }
    loaded(ctx, tx, order).await
}

/// The cooperative answers.
///
/// # Errors
/// `Invalid` on `answer`; `NotFound`; `Conflict` where it is answered or decided.
pub async fn answer_dispute(ctx: &Ctx, order: OrderId, answer: &str) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = desk_file(ctx, &tx, order).await?;
    let answer = paragraph("answer", answer, 1_000)?;
    let dispute = store::marketplace::dispute_of(&tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let is_same = dispute.answer.as_deref() == Some(answer.as_str());
    if !is_same {
        let state = dispute.state.transition(DisputeEvent::Answer)?;
        let change = DisputeChange {
            answer: Some(&answer),
            ..DisputeChange::default()
        };
        store::marketplace::set_dispute(&tx, &permit, &dispute, state, change, ctx.now)
            .await
            .map_err(internal(ctx))?;
        note(ctx, &tx, &permit, &file, "dispute", Some(state.code())).await?;
    }
    let progress = fulfil::load_progress(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

/// What waits for the office, the most urgent first: an advisor's regions, an administrator's all.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn list_disputes(ctx: &Ctx) -> Result<Vec<DisputeView>> {
    authorize(&ctx.actor, Action::DecideDispute, &Platform {})?;
    let regions = ctx.actor.office_regions();
    store::marketplace::open_disputes(ctx.db().reader(), regions.as_deref())
        .await
        .map_err(internal(ctx))
}

/// The office decides: for the buyer, everything kept is refunded; for the seller, nothing changes.
///
/// # Errors
/// `Invalid` on `outcome` or `decision`; `NotFound` also for another region's; `Conflict` where it
/// was decided otherwise.
pub async fn decide_dispute(ctx: &Ctx, id: DisputeId, outcome: &str, decision: &str) -> Result<()> {
    // Who decides none learns nothing of this one.
    authorize(&ctx.actor, Action::DecideDispute, &Platform {})?;
    let outcome = DisputeOutcome::from_code(outcome)
        .ok_or_else(|| Error::field("outcome", Problem::UnknownChoice))?;
    let decision = paragraph("decision", decision, 1_000)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (order, region) = store::marketplace::find_dispute(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::DecideDispute, &OfficeCase { region })?;
    let mut file = store::marketplace::lock_order(&tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let dispute = store::marketplace::dispute_of(&tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if dispute.state == DisputeState::Decided && dispute.outcome == Some(outcome) {
        return Ok(());
    }
    let state = dispute.state.transition(DisputeEvent::Decide)?;
    let change = DisputeChange {
        answer: None,
        outcome: Some(outcome),
        decision: Some(&decision),
    };
    store::marketplace::set_dispute(&tx, &permit, &dispute, state, change, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(ctx, &tx, &permit, &file, "dispute", Some(outcome.code())).await?;
    let args = [
        ("number", file.number.as_str()),
        ("text", decision.as_str()),
    ];
    let keys = (k::MAIL_ANSWER_SUBJECT, k::MAIL_ANSWER_TEXT);
    mails::to_buyer(ctx, &tx, &permit, &file, keys, &args).await?;
    if outcome == DisputeOutcome::ForBuyer {
        // What is on its way may still be refused at the door: first it must arrive.
        if file
            .parcels
            .iter()
            .any(|parcel| parcel.state == ShipmentState::Shipped)
        {
            return Err(Error::Conflict);
        }
        let left = fulfil::all_left(&file);
        let stock = if left.is_empty() {
            None
        } else {
            let stock =
                fulfil::take_off(ctx, &tx, &permit, &mut file, &left, "cancelled", None).await?;
            Some(stock)
        };
        let kept = file
            .lines
            .iter()
            .filter(|line| line.counts.returnable() > 0)
            .map(|line| (line.id, line.counts.returnable()))
            .collect();
        give_back(ctx, &tx, &permit, &mut file, &kept, "dispute").await?;
        if let Some(stock) = stock {
            fulfil::free_stock(ctx, &tx, &permit, &[(file.id, stock)].into()).await?;
        }
    }
    // After the stock, as everywhere: two who wait for each other would both fail.
    audit(
        ctx,
        &tx,
        &permit,
        "decide_dispute",
        format!("order:{}", file.number),
        json!({ "state": dispute.state.code() }),
        json!({ "outcome": outcome.code(), "decision": decision }),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The days a cooperative is closed, from today on.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage it.
pub async fn closed_days(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<ClosedDays>> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    store::marketplace::closed_days(ctx.db().reader(), cooperative, &today(ctx.now))
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// As [`closed_days`], and `Invalid` naming the wrong fields.
pub async fn add_closed_days(
    ctx: &Ctx,
    cooperative: CooperativeId,
    first_day: &str,
    last_day: &str,
    reason: &str,
) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let days = ClosedDays::check(first_day, last_day, reason)?;
    store::marketplace::insert_closed_days(ctx.db().writer(), &permit, cooperative, &days)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// As [`closed_days`].
pub async fn remove_closed_days(
    ctx: &Ctx,
    cooperative: CooperativeId,
    first_day: &str,
    last_day: &str,
) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    store::marketplace::delete_closed_days(
        ctx.db().writer(),
        &permit,
        cooperative,
        first_day,
        last_day,
    )
    .await
    .map_err(internal(ctx))
}

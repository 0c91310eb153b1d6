//! What money does: taken once, cut once, released when the goods are there, given back when they
//! are no longer due. Every movement is a balanced booking under a key that comes once.

use super::{Fact, Proof, Provider, RefundWay, provider, settlement};
use crate::{
    Ctx, internal,
    marketplace::{fulfil, invoices},
};
use domain::{
    CooperativeId, Error, RefundId, Result, ShipmentId,
    marketplace::{
        Account, Entry, FulfilmentState, OrderState, PaymentEvent, PaymentMethod, PaymentState,
        Share, ShipmentEvent, ShipmentState, StatementOutcome,
    },
    policy::{Action, Platform, authorize},
};
use store::{
    Tx,
    marketplace::{About, FileParcel, NewPayment, OrderFile, Payment},
};

/// Books what a fact proves, in a transaction of its own.
///
/// # Errors
/// `NotFound` for an unknown reference; `Forbidden` where the amount is another than asked.
pub(super) async fn take_fact(ctx: &Ctx, provider: &dyn Provider, fact: &Fact) -> Result<()> {
    match take(ctx, provider, fact).await? {
        StatementOutcome::Matched | StatementOutcome::AlreadyBooked => Ok(()),
        StatementOutcome::UnknownReference => Err(Error::NotFound),
        StatementOutcome::WrongAmount => Err(Error::Forbidden),
        StatementOutcome::Unreadable | StatementOutcome::NotExpected => Err(Error::Conflict),
    }
}

/// The same, answering what became of it.
pub(super) async fn take(
    ctx: &Ctx,
    provider: &dyn Provider,
    fact: &Fact,
) -> Result<StatementOutcome> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let outcome = match provider.method() {
        PaymentMethod::CashOnDelivery => take_remittance(ctx, &tx, fact).await?,
        PaymentMethod::BankTransfer | PaymentMethod::Card => {
            take_prepaid(ctx, &tx, provider, fact).await?
        }
    };
    if outcome == StatementOutcome::Matched {
        store::commit(tx).await.map_err(internal(ctx))?;
    }
    Ok(outcome)
}

async fn take_prepaid(
    ctx: &Ctx,
    tx: &Tx,
    provider: &dyn Provider,
    fact: &Fact,
) -> Result<StatementOutcome> {
    let permit = settlement()?;
    let find = || store::marketplace::payment_by_reference(tx, &fact.reference);
    let Some(found) = find().await.map_err(internal(ctx))? else {
        return Ok(StatementOutcome::UnknownReference);
    };
    if found.method != provider.method() {
        return Ok(StatementOutcome::UnknownReference);
    }
    store::marketplace::lock_group(tx, found.group)
        .await
        .map_err(internal(ctx))?;
    let payment = find()
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (word, amount) = match fact.proves {
        Proof::Nothing => return Ok(StatementOutcome::Unreadable),
        Proof::Declined => ("declined", 0),
        Proof::Paid { minor, .. } if minor != payment.amount => {
            return Ok(StatementOutcome::WrongAmount);
        }
        Proof::Paid { minor, .. } => ("paid", minor),
    };
    let id = if fact.provider_id.is_empty() {
        // A refusal without a number of its own.
        format!("{}:{word}", payment.reference)
    } else {
        fact.provider_id.clone()
    };
    let is_new =
        store::marketplace::keep_receipt(tx, &permit, &payment, &id, word, amount, ctx.now)
            .await
            .map_err(internal(ctx))?;
    if !is_new {
        return Ok(StatementOutcome::AlreadyBooked);
    }
    if word == "declined" {
        return Ok(StatementOutcome::Matched);
    }
    if payment.captured > 0 {
        // A second charge under another number: the money is there and belongs to the buyer.
        tracing::error!(reference = %payment.reference, "paid twice under two numbers");
        return Ok(StatementOutcome::NotExpected);
    }
    capture(ctx, tx, provider, &payment).await?;
    Ok(StatementOutcome::Matched)
}

/// Takes a group's payment: cut by order as it was sold, held until the goods are there. What is no
/// longer due goes back at once.
async fn capture(ctx: &Ctx, tx: &Tx, provider: &dyn Provider, payment: &Payment) -> Result<()> {
    let permit = settlement()?;
    let files = store::marketplace::group_files(tx, payment.group)
        .await
        .map_err(internal(ctx))?;
    let splits: Vec<(&OrderFile, Share)> = files.iter().map(|file| (file, sold(file))).collect();
    let mut entries = vec![Entry::debit(provider.till(), payment.amount)];
    for (file, share) in &splits {
        entries.extend(credits(Account::Held, file.seller, *share));
    }
    store::marketplace::capture(
        tx,
        &permit,
        payment.id,
        PaymentState::Captured,
        &splits,
        None,
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    let about = About {
        payment: Some(payment.id),
        ..About::default()
    };
    let key = format!("capture:{}", payment.id);
    store::marketplace::book(tx, &permit, &key, "capture", about, &entries, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let files = store::marketplace::group_files(tx, payment.group)
        .await
        .map_err(internal(ctx))?;
    for mut file in files {
        file.payment = file.payment.transition(PaymentEvent::Capture)?;
        store::marketplace::save_file(tx, &permit, &file, None, ctx.now)
            .await
            .map_err(internal(ctx))?;
        fulfil::note(ctx, tx, &permit, &file, "paid", None).await?;
        settle(ctx, tx, &mut file, "no_longer_due").await?;
    }
    Ok(())
}

/// The order as it was sold, whatever was taken off since.
fn sold(file: &OrderFile) -> Share {
    let delivery = Share {
        delivery: file.delivery_fee,
        ..Share::default()
    };
    file.lines
        .iter()
        .fold(delivery, |sum, line| sum.plus(line.share))
}

/// The cooperative's part, with the tax it owes; the platform's; the carrier's.
fn credits(own: Account, seller: CooperativeId, share: Share) -> [Entry; 3] {
    [
        Entry::credit(own, share.cooperative + share.tax).of(seller),
        Entry::credit(Account::Commission, share.commission),
        Entry::credit(Account::Carrier, share.delivery),
    ]
}

/// Where cash was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Till {
    /// By the carrier, who remits it less its fee.
    Carrier { fee: i64 },
    /// By the cooperative itself, which then owes the commission.
    Cooperative,
}

/// Books the cash of one delivered parcel.
///
/// # Errors
/// `Conflict` where it was booked before.
pub(in crate::marketplace) async fn collect(
    ctx: &Ctx,
    tx: &Tx,
    file: &mut OrderFile,
    parcel: ShipmentId,
    till: Till,
) -> Result<()> {
    let permit = settlement()?;
    let at = file
        .parcels
        .iter()
        .position(|it| it.id == parcel)
        .ok_or(Error::NotFound)?;
    let share = file.parcels[at].share();
    store::marketplace::mark_collected(tx, &permit, parcel)
        .await
        .map_err(internal(ctx))?;
    file.parcels[at].collected = true;
    if share.total() == 0 {
        return Ok(());
    }
    let amount = share.total();
    let payment = NewPayment {
        group: file.group,
        order: Some(file.id),
        method: file.method,
        reference: format!("parcel:{parcel}"),
        amount,
        expires_at: None,
    };
    let id = store::marketplace::insert_payment(tx, &permit, &payment, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::capture(
        tx,
        &permit,
        id,
        PaymentState::Collected,
        &[(&*file, share)],
        Some(ctx.now),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    let mut entries = match till {
        Till::Carrier { fee } => vec![
            Entry::debit(Account::Bank, amount - fee),
            Entry::debit(Account::Carrier, fee),
        ],
        Till::Cooperative => vec![Entry::debit(Account::Payable, amount).of(file.seller)],
    };
    entries.extend(credits(Account::Payable, file.seller, share));
    let about = About {
        order: Some(file.id),
        payment: Some(id),
        payout: None,
    };
    let key = format!("collect:{parcel}");
    store::marketplace::book(tx, &permit, &key, "collect", about, &entries, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // The row that was just written.
    file.splits.push(store::marketplace::FileSplit {
        id: 0,
        payment: id,
        share,
        refunded: Share::default(),
        released_at: Some(ctx.now),
    });
    Ok(())
}

fn is_to_collect(parcel: &FileParcel) -> bool {
    parcel.state == ShipmentState::Delivered && !parcel.collected && parcel.share().total() > 0
}

/// Lets the money follow what was decided: releases a cooperative's part once its goods are there,
/// and gives back what is no longer due. Doing it again changes nothing.
pub(in crate::marketplace) async fn settle(
    ctx: &Ctx,
    tx: &Tx,
    file: &mut OrderFile,
    reason: &str,
) -> Result<()> {
    let permit = settlement()?;
    let before = file.payment;
    invoices::credit_gone(ctx, tx, &permit, file, reason).await?;
    if !file.method.is_prepaid() {
        // What is still at the door is not yet anybody's to give back.
        if file.splits.is_empty() || file.parcels.iter().any(is_to_collect) {
            return Ok(());
        }
        let is_over = file.fulfilment != FulfilmentState::PartiallyShipped
            && file.parcels.iter().all(|parcel| parcel.state.is_closed());
        if file.payment == PaymentState::Unpaid && is_over {
            file.payment = file.payment.transition(PaymentEvent::Collect)?;
        }
        if !is_over {
            return Ok(());
        }
    }
    if !file.splits.is_empty() {
        refund_excess(ctx, tx, file, reason).await?;
        release(ctx, tx, file).await?;
    }
    if file.payment != before {
        store::marketplace::save_file(tx, &permit, file, None, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}

async fn refund_excess(ctx: &Ctx, tx: &Tx, file: &mut OrderFile, reason: &str) -> Result<()> {
    let permit = settlement()?;
    let mut excess = file.kept().minus(file.due());
    if excess.total() <= 0 {
        return Ok(());
    }
    for at in 0..file.splits.len() {
        let split = file.splits[at].clone();
        let left = split.share.minus(split.refunded);
        let part = Share {
            cooperative: excess.cooperative.clamp(0, left.cooperative),
            tax: excess.tax.clamp(0, left.tax),
            commission: excess.commission.clamp(0, left.commission),
            delivery: excess.delivery.clamp(0, left.delivery),
        };
        if part.total() == 0 {
            continue;
        }
        let refund = store::marketplace::insert_refund(
            tx,
            &permit,
            split.payment,
            file.id,
            part,
            reason,
            ctx.now,
        )
        .await
        .map_err(internal(ctx))?;
        let own = if split.released_at.is_some() {
            Account::Payable
        } else {
            Account::Held
        };
        let entries = [
            Entry::debit(own, part.cooperative + part.tax).of(file.seller),
            Entry::debit(Account::Commission, part.commission),
            Entry::debit(Account::Carrier, part.delivery),
            Entry::credit(Account::RefundsDue, part.total()),
        ];
        let about = About {
            order: Some(file.id),
            payment: Some(split.payment),
            payout: None,
        };
        let key = format!("refund:{refund}");
        store::marketplace::book(tx, &permit, &key, "refund", about, &entries, ctx.now)
            .await
            .map_err(internal(ctx))?;
        excess = excess.minus(part);
        file.splits[at].refunded = split.refunded.plus(part);
        let is_at_once = provider(&ctx.services, file.method)
            .is_some_and(|provider| provider.refund_way() == RefundWay::AtOnce);
        if is_at_once {
            finish(ctx, tx, refund).await?;
        }
    }
    if excess != Share::default() {
        tracing::error!(order = %file.number, ?excess, "shares of an order do not match its captures");
        return Err(Error::Conflict);
    }
    let event = if file.kept().total() == 0 {
        PaymentEvent::RefundAll
    } else {
        PaymentEvent::RefundPart
    };
    file.payment = file.payment.transition(event)?;
    fulfil::note(ctx, tx, &permit, file, "refunded", None).await
}

/// What was held is the cooperative's, to be paid out.
async fn release(ctx: &Ctx, tx: &Tx, file: &mut OrderFile) -> Result<()> {
    if file.state != OrderState::Completed {
        return Ok(());
    }
    let permit = settlement()?;
    let mut minor = 0;
    for split in file.splits.iter_mut().filter(|it| it.released_at.is_none()) {
        let left = split.share.minus(split.refunded);
        minor += left.cooperative + left.tax;
        split.released_at = Some(ctx.now);
    }
    let entries = [
        Entry::debit(Account::Held, minor).of(file.seller),
        Entry::credit(Account::Payable, minor).of(file.seller),
    ];
    let about = About {
        order: Some(file.id),
        ..About::default()
    };
    let key = format!("release:{}", file.id);
    let is_new = store::marketplace::book(tx, &permit, &key, "release", about, &entries, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if is_new {
        store::marketplace::release(tx, &permit, file.id, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}

/// A refund has reached the buyer.
async fn finish(ctx: &Ctx, tx: &Tx, refund: RefundId) -> Result<bool> {
    let permit = settlement()?;
    let done = store::marketplace::finish_refund(tx, &permit, refund, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let Some(done) = done else {
        return Ok(false);
    };
    let till = provider(&ctx.services, done.method).map_or(Account::CardClearing, |it| it.till());
    let entries = [
        Entry::debit(Account::RefundsDue, done.amount),
        Entry::credit(till, done.amount),
    ];
    let about = About {
        order: Some(done.order),
        payment: Some(done.payment),
        payout: None,
    };
    let key = format!("refunded:{refund}");
    store::marketplace::book(tx, &permit, &key, "refunded", about, &entries, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(true)
}

/// The office made the transfer. The same again changes nothing.
///
/// # Errors
/// `Forbidden` for anyone but an administrator.
pub async fn finish_refund_by_hand(ctx: &Ctx, refund: RefundId) -> Result<()> {
    authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    finish(ctx, &tx, refund).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What a carrier remits for one parcel. That it remits proves that it delivered.
async fn take_remittance(ctx: &Ctx, tx: &Tx, fact: &Fact) -> Result<StatementOutcome> {
    let Proof::Paid { minor, fee } = fact.proves else {
        return Ok(StatementOutcome::Unreadable);
    };
    let permit = settlement()?;
    let found = store::marketplace::parcels_by_tracking(tx, &fact.reference)
        .await
        .map_err(internal(ctx))?;
    // Two parcels under one number would be anybody's.
    let [(parcel, order)] = found.as_slice() else {
        return Ok(StatementOutcome::UnknownReference);
    };
    let mut file = store::marketplace::lock_order(tx, *order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let Some(before) = file.parcels.iter().find(|it| it.id == *parcel).cloned() else {
        return Ok(StatementOutcome::UnknownReference);
    };
    if file.method != PaymentMethod::CashOnDelivery {
        return Ok(StatementOutcome::NotExpected);
    }
    if before.collected {
        return Ok(StatementOutcome::AlreadyBooked);
    }
    if !matches!(
        before.state,
        ShipmentState::Shipped | ShipmentState::Delivered
    ) {
        return Ok(StatementOutcome::NotExpected);
    }
    if before.share().total() != minor {
        return Ok(StatementOutcome::WrongAmount);
    }
    if before.state == ShipmentState::Shipped {
        fulfil::close_parcel(ctx, tx, &permit, &mut file, *parcel, ShipmentEvent::Deliver).await?;
    }
    collect(ctx, tx, &mut file, *parcel, Till::Carrier { fee }).await?;
    settle(ctx, tx, &mut file, "returned").await?;
    Ok(StatementOutcome::Matched)
}

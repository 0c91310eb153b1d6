//! Payment, behind one trait: cash at the door, bank transfer, card. A provider reads what came
//! from outside and says what it proves; one use case books it, once.
//!
//! Money follows from what was decided elsewhere: an order that no longer is due what was paid for
//! it is refunded in the transaction that made it so.

mod book;
mod card;
mod cash;
mod expire;
mod sandbox;
mod statement;
mod transfer;

pub use book::{Till, finish_refund_by_hand};
pub use card::{CardAnswer, CardGateway, CardSecret, card_answer, nestpay_hash, sign_fields};
pub use expire::expire_payments;
pub use sandbox::{answer_sandbox, open_sandbox, show_sandbox};
pub use statement::read_statement;

pub(super) use book::{collect, settle};

use crate::{Ctx, Services, internal};
use domain::{
    OrderGroupId, Result, Timestamp,
    marketplace::{Account, PayForm, PaymentMethod},
    policy::{Action, Actor, Cart, Permit, Platform, authorize},
};
use store::{
    Tx,
    marketplace::{NewGroup, NewPayment, Payment},
};

/// What one row or answer from outside proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The row in its file; 1 for an answer.
    pub row: u32,
    /// Ours: an order group's number, or a parcel's tracking number.
    pub reference: String,
    /// Theirs: the same twice is one.
    pub provider_id: String,
    pub proves: Proof,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Paid {
        minor: i64,
        /// What a carrier kept for itself.
        fee: i64,
    },
    Declined,
    /// A row that says nothing we understand.
    Nothing,
}

/// How a refund reaches the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundWay {
    /// At once, the way it came.
    AtOnce,
    /// Someone makes a transfer and says so.
    ByHand,
}

/// One way to pay.
pub trait Provider: Send + Sync {
    fn method(&self) -> PaymentMethod;

    /// How long an unpaid order keeps its goods, in seconds. `None`: nothing is paid beforehand.
    fn patience(&self) -> Option<i64>;

    /// The form that brings the buyer to the bank's page.
    fn form(&self, _ctx: &Ctx, _payment: &Payment) -> Option<PayForm> {
        None
    }

    /// What the bytes from outside prove.
    ///
    /// # Errors
    /// `Invalid` on `file` for what is no such file; `Forbidden` for a forged answer.
    fn read(&self, bytes: &[u8]) -> Result<Vec<Fact>>;

    fn refund_way(&self) -> RefundWay {
        RefundWay::ByHand
    }

    /// Where its money arrives, and leaves from.
    fn till(&self) -> Account {
        Account::Bank
    }
}

/// The provider behind a method; `None` for a card where no gateway is set up.
pub(super) fn provider(services: &Services, method: PaymentMethod) -> Option<Box<dyn Provider>> {
    match method {
        PaymentMethod::CashOnDelivery => Some(Box::new(cash::Cash)),
        PaymentMethod::BankTransfer => Some(Box::new(transfer::Transfer)),
        PaymentMethod::Card => {
            card::Card::new(services).map(|card| Box::new(card) as Box<dyn Provider>)
        }
    }
}

/// What one can pay with here, in the order of the form.
pub(super) fn offered(services: &Services) -> Vec<PaymentMethod> {
    PaymentMethod::ALL
        .into_iter()
        .filter(|method| provider(services, *method).is_some())
        .collect()
}

/// The permit of what follows by itself from a decision that was authorized, or from an answer
/// whose signature was checked.
pub(super) fn settlement() -> Result<Permit<Platform>> {
    authorize(&Actor::System, Action::RunWorker, &Platform {})
}

/// Notes what a new group is to pay before it is sent.
pub(super) async fn expect_payment(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Cart>,
    group: OrderGroupId,
    new: &NewGroup,
) -> Result<()> {
    let patience = provider(&ctx.services, new.payment).and_then(|it| it.patience());
    let Some(patience) = patience else {
        return Ok(());
    };
    let payment = NewPayment {
        group,
        order: None,
        method: new.payment,
        reference: new.number.clone(),
        amount: new.total.minor,
        expires_at: Some(ctx.now + patience),
    };
    store::marketplace::insert_payment(tx, permit, &payment, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// The form to the bank's page, where the group is still to be paid by card.
pub(super) async fn form(ctx: &Ctx, group: OrderGroupId) -> Result<Option<PayForm>> {
    let payment = store::marketplace::payment_of_group(ctx.db().reader(), group)
        .await
        .map_err(internal(ctx))?;
    let is_open = |payment: &Payment| {
        let in_time = |until: Timestamp| until > ctx.now;
        payment.captured == 0 && payment.expires_at.is_some_and(in_time)
    };
    Ok(payment
        .filter(is_open)
        .and_then(|payment| provider(&ctx.services, payment.method)?.form(ctx, &payment)))
}

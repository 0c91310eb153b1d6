//! Who gets what of each centime: shares of a line, the ledger's accounts, balances and reports.
//!
//! A line's price is cut once, when it is sold. Whatever is taken off later is taken from what is
//! left of that cut, so that parts always sum to the whole and nothing is given back twice.

use super::{PaymentMethod, order::coded};
use crate::{
    CooperativeId, Error, LocalText, Money, PayoutId, RefundId, Result, Timestamp, allocate, money,
};
use serde::{Deserialize, Serialize};

/// Parts of one amount, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub cooperative: i64,
    pub tax: i64,
    /// The platform's.
    pub commission: i64,
    /// The carrier's; never part of a line.
    pub delivery: i64,
}

impl Share {
    /// Cuts a line's total, tax included. `thousandths` is the commission on it.
    ///
    /// # Errors
    /// `Malformed` where tax and commission exceed the total.
    pub fn of_line(total: Money, tax: Money, thousandths: i64) -> Result<Share> {
        let commission = total
            .unit_price(1000, thousandths)
            .ok_or(Error::Malformed)?
            .minor;
        let cooperative = total.minor - tax.minor - commission;
        if cooperative < 0 || tax.minor < 0 || commission < 0 {
            return Err(Error::Malformed);
        }
        Ok(Share {
            cooperative,
            tax: tax.minor,
            commission,
            delivery: 0,
        })
    }

    pub const fn total(self) -> i64 {
        self.cooperative + self.tax + self.commission + self.delivery
    }

    #[must_use]
    pub const fn plus(self, other: Share) -> Share {
        Share {
            cooperative: self.cooperative + other.cooperative,
            tax: self.tax + other.tax,
            commission: self.commission + other.commission,
            delivery: self.delivery + other.delivery,
        }
    }

    #[must_use]
    pub const fn minus(self, other: Share) -> Share {
        Share {
            cooperative: self.cooperative - other.cooperative,
            tax: self.tax - other.tax,
            commission: self.commission - other.commission,
            delivery: self.delivery - other.delivery,
        }
    }

    /// The part of `self`, what is left of a cut, that `amount` takes off: by largest remainder.
    /// No part is ever more than what is left of it.
    ///
    /// # Errors
    /// `Conflict` above what is left.
    pub fn take(self, amount: i64) -> Result<Share> {
        if amount < 0 || amount > self.total() {
            return Err(Error::Conflict);
        }
        if amount == 0 {
            return Ok(Share::default());
        }
        let parts = allocate(
            amount,
            &[self.cooperative, self.tax, self.commission, self.delivery],
        );
        match parts.as_slice() {
            [cooperative, tax, commission, delivery] => Ok(Share {
                cooperative: *cooperative,
                tax: *tax,
                commission: *commission,
                delivery: *delivery,
            }),
            _ => Err(Error::Malformed),
        }
    }
}

impl Share {
    /// The part of `self`, what is left of a line's cut for `left` pieces, that `pieces` of them are
    /// worth. The last ones take all that is left, so that a discount that the pieces do not divide
    /// is given back to the centime.
    ///
    /// # Errors
    /// `Conflict` above what is left.
    pub fn take_pieces(self, pieces: u32, left: u32) -> Result<Share> {
        if pieces > left {
            return Err(Error::Conflict);
        }
        self.take(money::part(self.total(), pieces, left))
    }
}

/// A price open to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceShare {
    pub cooperative: Money,
    pub tax: Money,
    pub platform: Money,
    pub carrier: Money,
}

impl PriceShare {
    pub fn of(share: Share) -> PriceShare {
        PriceShare {
            cooperative: Money::mad(share.cooperative),
            tax: Money::mad(share.tax),
            platform: Money::mad(share.commission),
            carrier: Money::mad(share.delivery),
        }
    }
}

/// The ledger's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// The platform's bank account.
    Bank,
    /// What the card gateway has taken and not yet paid out.
    CardClearing,
    /// What carriers are owed for carrying.
    Carrier,
    /// The platform's own.
    Commission,
    /// A cooperative's, until its goods are delivered.
    Held,
    /// A cooperative's, to be paid out.
    Payable,
    /// What buyers are to get back.
    RefundsDue,
}
coded!(Account {
    Bank = "bank", CardClearing = "card_clearing", Carrier = "carrier", Commission = "commission",
    Held = "held", Payable = "payable", RefundsDue = "refunds_due",
});

/// One side of a booking: a debit is positive, a credit negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub account: Account,
    /// Only of `Held` and `Payable`.
    pub cooperative: Option<CooperativeId>,
    pub minor: i64,
}

impl Entry {
    pub const fn debit(account: Account, minor: i64) -> Entry {
        Entry {
            account,
            cooperative: None,
            minor,
        }
    }

    pub const fn credit(account: Account, minor: i64) -> Entry {
        Entry::debit(account, -minor)
    }

    #[must_use]
    pub const fn of(self, cooperative: CooperativeId) -> Entry {
        Entry {
            cooperative: Some(cooperative),
            ..self
        }
    }
}

/// Whether debits and credits are equal, and there are any.
pub fn is_balanced(entries: &[Entry]) -> bool {
    !entries.is_empty()
        && entries
            .iter()
            .map(|entry| i128::from(entry.minor))
            .sum::<i128>()
            == 0
}

/// The form that a buyer's browser posts to the bank's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayForm {
    pub action: String,
    pub amount: Money,
    pub fields: Vec<(String, String)>,
    /// After that the order is cancelled.
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurseEntry {
    pub at: Timestamp,
    /// Names its words: `capture`, `release`, `refund`, `collect`, `payout`.
    pub kind: String,
    pub number: Option<String>,
    /// Positive where the cooperative gets it.
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutRow {
    pub id: PayoutId,
    pub cooperative: LocalText,
    /// Half-open, in seconds.
    pub from: Timestamp,
    pub to: Timestamp,
    pub amount: Money,
    pub rib: String,
    pub reference: String,
    pub created_at: Timestamp,
}

/// A cooperative's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurseView {
    pub payable: Money,
    pub held: Money,
    pub next_payout: Timestamp,
    pub entries: Vec<PurseEntry>,
    pub payouts: Vec<PayoutRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub cooperative: CooperativeId,
    pub name: LocalText,
    pub payable: Money,
    pub held: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// What a carrier collected at the door and remits.
    Carrier,
    Bank,
}
coded!(StatementKind { Carrier = "carrier", Bank = "bank" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementOutcome {
    Matched,
    /// Booked by an earlier file.
    AlreadyBooked,
    UnknownReference,
    WrongAmount,
    Unreadable,
    /// Not the state in which money can come: not delivered, or refunded.
    NotExpected,
}
coded!(StatementOutcome {
    Matched = "matched", AlreadyBooked = "already_booked", UnknownReference = "unknown_reference",
    WrongAmount = "wrong_amount", Unreadable = "unreadable", NotExpected = "not_expected",
});

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// As a spreadsheet counts, the heading is row 1.
    pub row: u32,
    pub reference: String,
    pub amount: Option<Money>,
    pub outcome: StatementOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    pub kind: StatementKind,
    pub read_at: Timestamp,
    pub lines: Vec<StatementLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRow {
    pub id: RefundId,
    pub number: String,
    pub buyer: String,
    pub method: PaymentMethod,
    pub amount: Money,
    pub created_at: Timestamp,
}

/// What does not agree, and by how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileProblem {
    /// Names its words: `unbalanced`, `capture`, `refund`, `payout`, `bank`, `card`, `payable`.
    pub kind: String,
    /// An order's number, a payout's reference or an account.
    pub subject: String,
    pub expected: Money,
    pub found: Money,
}

/// Ledger against payments against payouts, to the centime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    pub at: Timestamp,
    pub transactions: u32,
    pub orders: u32,
    pub captured: Money,
    pub refunded: Money,
    pub paid_out: Money,
    pub commission: Money,
    pub problems: Vec<ReconcileProblem>,
}

/// The administrator's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeMoney {
    pub report: Option<Reconciliation>,
    pub balances: Vec<Balance>,
    pub refunds: Vec<RefundRow>,
    pub payouts: Vec<PayoutRow>,
    pub statements: Vec<StatementView>,
}

/// What the sandbox gateway is told to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SandboxChoice {
    Approve,
    Decline,
    /// No answer at all.
    TimeOut,
    AnswerTwice,
    /// After the order's time was over.
    AnswerLate,
    ForgeHash,
}
coded!(SandboxChoice {
    Approve = "approve", Decline = "decline", TimeOut = "time_out", AnswerTwice = "answer_twice",
    AnswerLate = "answer_late", ForgeHash = "forge_hash",
});

/// What the sandbox gateway shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxPage {
    pub reference: String,
    pub amount: Money,
    pub is_open: bool,
}

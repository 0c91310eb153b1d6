//! After the sale: goods that go back, disputes with a deadline, and words between buyer and seller.

use super::order::coded;
use crate::{DisputeId, Error, LocalText, Result, ReturnId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a buyer wants for what goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnWish {
    Refund,
    /// The same goods again.
    Exchange,
}
coded!(ReturnWish { Refund = "refund", Exchange = "exchange" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    Requested,
    Accepted,
    Declined,
    /// Back at the cooperative, to be refunded or exchanged.
    Received,
    Refunded,
    Exchanged,
    Withdrawn,
}
coded!(ReturnState {
    Requested = "requested", Accepted = "accepted", Declined = "declined", Received = "received",
    Refunded = "refunded", Exchanged = "exchanged", Withdrawn = "withdrawn",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnEvent {
    Accept,
    Decline,
    Withdraw,
    Receive,
    Refund,
    Exchange,
}
coded!(ReturnEvent {
    Accept = "accept", Decline = "decline", Withdraw = "withdraw", Receive = "receive",
    Refund = "refund", Exchange = "exchange",
});

impl ReturnState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: ReturnEvent) -> Result<ReturnState> {
        use ReturnState::{
            Accepted, Declined, Exchanged, Received, Refunded, Requested, Withdrawn,
        };
        match (self, event) {
            (Requested, ReturnEvent::Accept) => Ok(Accepted),
            (Requested, ReturnEvent::Decline) => Ok(Declined),
            (Requested | Accepted, ReturnEvent::Withdraw) => Ok(Withdrawn),
            (Accepted, ReturnEvent::Receive) => Ok(Received),
            (Received, ReturnEvent::Refund) => Ok(Refunded),
            (Received, ReturnEvent::Exchange) => Ok(Exchanged),
            _ => Err(Error::Conflict),
        }
    }

    pub const fn is_open(self) -> bool {
        matches!(
            self,
            ReturnState::Requested | ReturnState::Accepted | ReturnState::Received
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnView {
    pub id: ReturnId,
    pub state: ReturnState,
    pub wish: ReturnWish,
    pub reason: String,
    pub answer: Option<String>,
    pub asked_at: Timestamp,
    /// What goes back: name and pieces.
    pub lines: Vec<(LocalText, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    Opened,
    /// The cooperative has answered.
    Answered,
    Decided,
    Withdrawn,
}
coded!(DisputeState { Opened = "opened", Answered = "answered", Decided = "decided", Withdrawn = "withdrawn" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeEvent {
    Answer,
    Decide,
    Withdraw,
}

impl DisputeEvent {
    pub const ALL: [DisputeEvent; 3] = [
        DisputeEvent::Answer,
        DisputeEvent::Decide,
        DisputeEvent::Withdraw,
    ];
}

impl DisputeState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: DisputeEvent) -> Result<DisputeState> {
        use DisputeState::{Answered, Decided, Opened, Withdrawn};
        match (self, event) {
            (Opened, DisputeEvent::Answer) => Ok(Answered),
            (Opened | Answered, DisputeEvent::Decide) => Ok(Decided),
            (Opened | Answered, DisputeEvent::Withdraw) => Ok(Withdrawn),
            _ => Err(Error::Conflict),
        }
    }

    pub const fn is_open(self) -> bool {
        matches!(self, DisputeState::Opened | DisputeState::Answered)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// Everything kept is refunded.
    ForBuyer,
    ForSeller,
}
coded!(DisputeOutcome { ForBuyer = "for_buyer", ForSeller = "for_seller" });

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeView {
    pub id: DisputeId,
    /// The order's number.
    pub number: String,
    pub cooperative: LocalText,
    pub state: DisputeState,
    pub reason: String,
    pub answer: Option<String>,
    pub outcome: Option<DisputeOutcome>,
    pub decision: Option<String>,
    pub opened_at: Timestamp,
    /// Decided by then at the latest.
    pub deadline: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub from_seller: bool,
    pub text: String,
    pub at: Timestamp,
}

//! Preparing, sending and receiving: parcels, what became of each line, and where an order and its
//! group stand because of it.

use super::{
    DeliveryMethod, DisputeView, FulfilmentEvent, FulfilmentState, MessageView, OrderEvent,
    OrderState, PackSize, PayForm, PaymentMethod, PaymentState, PriceShare, ReturnView,
    order::coded,
};
use crate::{
    CooperativeId, Error, LocalText, Money, OrderId, OrderLineId, Result, ShipmentId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// One parcel on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentState {
    Shipped,
    Delivered,
    Refused,
    /// The refused goods are back on the shelf.
    Returned,
}
coded!(ShipmentState { Shipped = "shipped", Delivered = "delivered", Refused = "refused", Returned = "returned" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentEvent {
    Deliver,
    Refuse,
    TakeBack,
}
coded!(ShipmentEvent { Deliver = "deliver", Refuse = "refuse", TakeBack = "take_back" });

impl ShipmentState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: ShipmentEvent) -> Result<ShipmentState> {
        match (self, event) {
            (ShipmentState::Shipped, ShipmentEvent::Deliver) => Ok(ShipmentState::Delivered),
            (ShipmentState::Shipped, ShipmentEvent::Refuse) => Ok(ShipmentState::Refused),
            (ShipmentState::Refused, ShipmentEvent::TakeBack) => Ok(ShipmentState::Returned),
            _ => Err(Error::Conflict),
        }
    }

    pub const fn is_closed(self) -> bool {
        !matches!(self, ShipmentState::Shipped)
    }
}

/// What became of one line's pieces. `shipped + cancelled <= quantity` and
/// `refused + returned <= shipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub quantity: u32,
    pub shipped: u32,
    pub cancelled: u32,
    /// Refused at the door.
    pub refused: u32,
    /// Sent back after delivery, and accepted by the seller.
    pub returned: u32,
}

impl Counts {
    pub const fn to_ship(self) -> u32 {
        self.quantity
            .saturating_sub(self.shipped)
            .saturating_sub(self.cancelled)
    }

    /// What the buyer keeps, or will.
    pub const fn kept(self) -> u32 {
        self.quantity
            .saturating_sub(self.cancelled)
            .saturating_sub(self.refused)
            .saturating_sub(self.returned)
    }

    /// What could still be sent back.
    pub const fn returnable(self) -> u32 {
        self.shipped
            .saturating_sub(self.refused)
            .saturating_sub(self.returned)
    }

    /// Sends `pieces` more.
    ///
    /// # Errors
    /// `Conflict` above what is left to send.
    pub fn ship(self, pieces: u32) -> Result<Counts> {
        if pieces > self.to_ship() {
            return Err(Error::Conflict);
        }
        Ok(Counts {
            shipped: self.shipped + pieces,
            ..self
        })
    }

    /// Takes `pieces` off before they are sent.
    ///
    /// # Errors
    /// `Conflict` above what is left to send.
    pub fn cancel(self, pieces: u32) -> Result<Counts> {
        if pieces > self.to_ship() {
            return Err(Error::Conflict);
        }
        Ok(Counts {
            cancelled: self.cancelled + pieces,
            ..self
        })
    }

    /// # Errors
    /// `Conflict` above what was sent and not yet come back.
    pub fn refuse(self, pieces: u32) -> Result<Counts> {
        if pieces > self.returnable() {
            return Err(Error::Conflict);
        }
        Ok(Counts {
            refused: self.refused + pieces,
            ..self
        })
    }

    /// # Errors
    /// `Conflict` above what the buyer has.
    pub fn give_back(self, pieces: u32) -> Result<Counts> {
        if pieces > self.returnable() {
            return Err(Error::Conflict);
        }
        Ok(Counts {
            returned: self.returned + pieces,
            ..self
        })
    }
}

/// The two axes that follow from what happened to lines and parcels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advance {
    pub state: OrderState,
    pub fulfilment: FulfilmentState,
}

/// Moves an order's axes as far as its lines and parcels allow, by their own transitions only.
///
/// # Errors
/// `Conflict` where a transition is not allowed: the caller changed what it may not.
pub fn advance(from: Advance, lines: &[Counts], parcels: &[ShipmentState]) -> Result<Advance> {
    let Advance {
        mut state,
        mut fulfilment,
    } = from;
    let is_sent = lines.iter().any(|line| line.shipped > 0);
    let is_all_sent = lines.iter().all(|line| line.to_ship() == 0);
    let is_open = matches!(
        fulfilment,
        FulfilmentState::Unfulfilled | FulfilmentState::PartiallyShipped
    );
    if is_open && is_sent && is_all_sent {
        fulfilment = fulfilment.transition(FulfilmentEvent::ShipAll)?;
    } else if is_open && is_sent {
        fulfilment = fulfilment.transition(FulfilmentEvent::ShipPart)?;
    } else if is_open && is_all_sent && state != OrderState::Cancelled {
        state = state.transition(OrderEvent::Cancel)?;
    }
    if fulfilment == FulfilmentState::Shipped && parcels.iter().all(|it| it.is_closed()) {
        if parcels.contains(&ShipmentState::Delivered) {
            fulfilment = fulfilment.transition(FulfilmentEvent::Deliver)?;
            state = state.transition(OrderEvent::Complete)?;
        } else {
            fulfilment = fulfilment.transition(FulfilmentEvent::Refuse)?;
            state = state.transition(OrderEvent::Cancel)?;
        }
    }
    let is_back = match fulfilment {
        FulfilmentState::Refused => parcels.iter().all(|it| *it == ShipmentState::Returned),
        FulfilmentState::Delivered => lines.iter().all(|line| line.returnable() == 0),
        _ => false,
    };
    if is_back {
        fulfilment = fulfilment.transition(FulfilmentEvent::Return)?;
    }
    Ok(Advance { state, fulfilment })
}

/// Where everything that was placed at once stands; never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupState {
    Placed,
    Preparing,
    /// Some parcels are on their way or there.
    PartlySent,
    Sent,
    Delivered,
    Cancelled,
}

/// Derives the group's state; cancelled orders count only where nothing else is left.
pub fn group_state(orders: &[Advance]) -> GroupState {
    let alive: Vec<&Advance> = orders
        .iter()
        .filter(|order| order.state != OrderState::Cancelled)
        .collect();
    let is_sent = |order: &&Advance| {
        !matches!(
            order.fulfilment,
            FulfilmentState::Unfulfilled | FulfilmentState::PartiallyShipped
        )
    };
    if alive.is_empty() {
        GroupState::Cancelled
    } else if alive.iter().all(|it| it.state == OrderState::Completed) {
        GroupState::Delivered
    } else if alive.iter().all(is_sent) {
        GroupState::Sent
    } else if alive
        .iter()
        .any(|it| it.fulfilment != FulfilmentState::Unfulfilled)
    {
        GroupState::PartlySent
    } else if alive.iter().any(|it| it.state == OrderState::Confirmed) {
        GroupState::Preparing
    } else {
        GroupState::Placed
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineProgress {
    pub line: OrderLineId,
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub unit_price: Money,
    pub counts: Counts,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLine {
    pub name: LocalText,
    pub pack: PackSize,
    pub quantity: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelView {
    pub id: ShipmentId,
    /// 1 for the order's first parcel.
    pub position: u32,
    pub carrier: String,
    /// Empty where the buyer fetches.
    pub tracking_number: String,
    pub state: ShipmentState,
    pub shipped_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub lines: Vec<ParcelLine>,
}

/// One thing that happened; `kind` names its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub kind: String,
    pub at: Timestamp,
    pub note: Option<String>,
}

/// Everything about one order besides what was sold: for its seller, its buyer and the holder of
/// the tracking link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderProgress {
    pub order: OrderId,
    pub cooperative: CooperativeId,
    pub number: String,
    pub placed_at: Timestamp,
    pub state: OrderState,
    pub payment: PaymentState,
    pub fulfilment: FulfilmentState,
    pub method: PaymentMethod,
    pub delivery: DeliveryMethod,
    pub lines: Vec<LineProgress>,
    pub parcels: Vec<ParcelView>,
    pub timeline: Vec<TimelineEntry>,
    pub returns: Vec<ReturnView>,
    pub messages: Vec<MessageView>,
    pub dispute: Option<DisputeView>,
    /// What is to be paid for what is kept, with delivery.
    pub due: Money,
    pub refunded: Money,
    pub share: PriceShare,
    pub phone_confirmed_at: Option<Timestamp>,
    /// Parcels that this phone number refused before; for the seller only.
    pub refusals: u32,
    pub buyer_name: String,
    pub city: String,
    /// The cooperative sends nothing until after this day, where anything is still to send.
    pub closed_until: Option<String>,
    /// Minted for the forms of this page: one sent twice has one effect.
    pub request_key: String,
}

impl OrderProgress {
    pub fn counts(&self) -> Vec<Counts> {
        self.lines.iter().map(|line| line.counts).collect()
    }

    pub fn to_ship(&self) -> u32 {
        self.lines.iter().map(|line| line.counts.to_ship()).sum()
    }

    /// Confirmed, something left to send, and paid where that comes first.
    pub fn can_ship(&self) -> bool {
        self.state == OrderState::Confirmed && self.to_ship() > 0 && self.is_paid_enough()
    }

    fn is_paid_enough(&self) -> bool {
        !self.method.is_prepaid()
            || matches!(
                self.payment,
                PaymentState::Captured | PaymentState::PartiallyRefunded
            )
    }

    pub fn can_cancel(&self) -> bool {
        matches!(self.state, OrderState::Placed | OrderState::Confirmed) && self.to_ship() > 0
    }

    pub fn can_return(&self) -> bool {
        self.fulfilment == FulfilmentState::Delivered
            && self.lines.iter().any(|line| line.counts.returnable() > 0)
            && !self.returns.iter().any(|it| it.state.is_open())
    }
}

/// What the tracking page shows besides the order itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupProgress {
    pub state: GroupState,
    /// The form that goes to the bank's page, where a card is still to be charged.
    pub pay: Option<PayForm>,
    pub orders: Vec<OrderProgress>,
}

/// One row of the list over all orders: what to take from the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub quantity: u32,
    pub orders: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareList {
    pub picks: Vec<Pick>,
    /// To prepare, the oldest first.
    pub to_ship: Vec<OrderProgress>,
    /// Confirmed, but the buyer has not paid yet.
    pub unpaid: u32,
    /// On their way.
    pub on_the_way: Vec<OrderProgress>,
    /// Refused parcels whose goods have not come back, and returns to decide.
    pub coming_back: Vec<OrderProgress>,
}

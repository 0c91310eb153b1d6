//! Orders: three independent axes of state, and what buyer and seller see.

use super::{Address, DeliveryMethod, PackSize, PaymentMethod};
use crate::{CooperativeId, Error, LocalText, Money, OrderGroupId, OrderId, Result, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn from_code(code: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|state| state.code() == code)
            }
        }
    };
}

pub(super) use coded;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    Placed,
    Confirmed,
    Completed,
    Cancelled,
}
coded!(OrderState { Placed = "placed", Confirmed = "confirmed", Completed = "completed", Cancelled = "cancelled" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    Confirm,
    /// By the seller before confirming.
    Refuse,
    Cancel,
    Complete,
}

impl OrderEvent {
    pub const ALL: [OrderEvent; 4] = [
        OrderEvent::Confirm,
        OrderEvent::Refuse,
        OrderEvent::Cancel,
        OrderEvent::Complete,
    ];
}

impl OrderState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: OrderEvent) -> Result<OrderState> {
        match (self, event) {
            (OrderState::Placed, OrderEvent::Confirm) => Ok(OrderState::Confirmed),
            (OrderState::Placed, OrderEvent::Refuse | OrderEvent::Cancel)
            | (OrderState::Confirmed, OrderEvent::Cancel) => Ok(OrderState::Cancelled),
            (OrderState::Confirmed, OrderEvent::Complete) => Ok(OrderState::Completed),
            _ => Err(Error::Conflict),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    Unpaid,
    Authorized,
    Captured,
    Collected,
    PartiallyRefunded,
    Refunded,
}
coded!(PaymentState {
    Unpaid = "unpaid", Authorized = "authorized", Captured = "captured", Collected = "collected",
    PartiallyRefunded = "partially_refunded", Refunded = "refunded",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentEvent {
    Authorize,
    Capture,
    /// The carrier remitted the cash.
    Collect,
    RefundPart,
    RefundAll,
    /// The authorization lapsed or was given back.
    Void,
}

impl PaymentEvent {
    pub const ALL: [PaymentEvent; 6] = [
        PaymentEvent::Authorize,
        PaymentEvent::Capture,
        PaymentEvent::Collect,
        PaymentEvent::RefundPart,
        PaymentEvent::RefundAll,
        PaymentEvent::Void,
    ];
}

impl PaymentState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: PaymentEvent) -> Result<PaymentState> {
        use PaymentState::{Authorized, Captured, Collected, PartiallyRefunded, Refunded, Unpaid};
        match (self, event) {
            (Unpaid, PaymentEvent::Authorize) => Ok(Authorized),
            // A bank transfer is captured without an authorization.
            (Unpaid | Authorized, PaymentEvent::Capture) => Ok(Captured),
            (Unpaid, PaymentEvent::Collect) => Ok(Collected),
            (Authorized, PaymentEvent::Void) => Ok(Unpaid),
            (Captured | Collected | PartiallyRefunded, PaymentEvent::RefundPart) => {
                Ok(PartiallyRefunded)
            }
            (Captured | Collected | PartiallyRefunded, PaymentEvent::RefundAll) => Ok(Refunded),
            _ => Err(Error::Conflict),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentState {
    Unfulfilled,
    PartiallyShipped,
    Shipped,
    Delivered,
    Refused,
    Returned,
}
coded!(FulfilmentState {
    Unfulfilled = "unfulfilled", PartiallyShipped = "partially_shipped", Shipped = "shipped",
    Delivered = "delivered", Refused = "refused", Returned = "returned",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FulfilmentEvent {
    ShipPart,
    ShipAll,
    Deliver,
    /// The buyer refused the parcel at the door.
    Refuse,
    Return,
}

impl FulfilmentEvent {
    pub const ALL: [FulfilmentEvent; 5] = [
        FulfilmentEvent::ShipPart,
        FulfilmentEvent::ShipAll,
        FulfilmentEvent::Deliver,
        FulfilmentEvent::Refuse,
        FulfilmentEvent::Return,
    ];
}

impl FulfilmentState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: FulfilmentEvent) -> Result<FulfilmentState> {
        use FulfilmentState::{
            Delivered, PartiallyShipped, Refused, Returned, Shipped, Unfulfilled,
        };
        match (self, event) {
            (Unfulfilled | PartiallyShipped, FulfilmentEvent::ShipPart) => Ok(PartiallyShipped),
            (Unfulfilled | PartiallyShipped, FulfilmentEvent::ShipAll) => Ok(Shipped),
            (Shipped, FulfilmentEvent::Deliver) => Ok(Delivered),
            (Shipped, FulfilmentEvent::Refuse) => Ok(Refused),
            (Refused | Delivered, FulfilmentEvent::Return) => Ok(Returned),
            _ => Err(Error::Conflict),
        }
    }
}

/// A line as it was sold: nothing here changes when the listing does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineView {
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub quantity: u32,
    pub unit_price: Money,
    /// What is paid: the price of the pieces less what a coupon took off.
    pub total: Money,
    /// Part of `total`; prices include tax.
    pub tax: Money,
    /// The rate that was in force; unknown for what was sold before rates were kept.
    pub tax_thousandths: Option<i64>,
}

/// What a line's price is above what is paid for it.
pub(super) fn taken_off(unit_price: Money, quantity: u32, total: Money) -> Money {
    let price = unit_price.times(quantity).unwrap_or(total);
    Money {
        minor: price.minor - total.minor,
        ..total
    }
}

impl OrderLineView {
    /// What a coupon took off.
    pub fn discount(&self) -> Money {
        taken_off(self.unit_price, self.quantity, self.total)
    }

    /// Before anything was taken off.
    pub fn price(&self) -> Money {
        self.unit_price.times(self.quantity).unwrap_or(self.total)
    }
}

/// One cooperative's part of what the buyer placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    pub id: OrderId,
    /// `T-7KQ2M9-1`.
    pub number: String,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub placed_at: Timestamp,
    pub state: OrderState,
    pub payment: PaymentState,
    pub fulfilment: FulfilmentState,
    pub payment_method: PaymentMethod,
    pub delivery: DeliveryMethod,
    pub delivery_fee: Money,
    pub goods_total: Money,
    pub total: Money,
    /// The code of the coupon whose discount is in the lines.
    pub coupon: Option<String>,
    pub lines: Vec<OrderLineView>,
    /// Why the seller refused, in the seller's words.
    pub refusal: Option<String>,
    /// Only for the seller, the buyer and the holder of the tracking link.
    pub address: Address,
}

impl OrderView {
    /// What a coupon took off.
    pub fn discount(&self) -> Money {
        let lines = self.lines.iter().map(|line| line.discount().minor);
        Money {
            minor: lines.sum(),
            ..self.total
        }
    }
}

/// What the buyer placed at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderGroupView {
    pub id: OrderGroupId,
    pub number: String,
    pub tracking_token: String,
    pub placed_at: Timestamp,
    pub payment_method: PaymentMethod,
    pub total: Money,
    pub orders: Vec<OrderView>,
    /// For a bank transfer: the account to pay into and the reference to write.
    pub transfer: Option<(String, String)>,
}

/// The manager's first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskOrders {
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    /// Waiting for a decision, the oldest first, whatever the day.
    pub to_confirm: Vec<OrderView>,
    /// Placed today and already decided.
    pub today: Vec<OrderView>,
    /// Decided before today, the newest first; at most 50.
    pub earlier: Vec<OrderView>,
    /// Variants at or below their alert level.
    pub low_stock: u32,
}

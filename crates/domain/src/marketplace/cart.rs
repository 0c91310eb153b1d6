//! The cart as screens show it.

use super::{CartCoupon, PackSize, Picture};
use crate::{CooperativeId, LocalText, Money, VariantId};
use serde::{Deserialize, Serialize};

/// Something that changed since the line was put in; the buyer accepts before ordering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    PriceChanged {
        from: Money,
        to: Money,
    },
    /// The quantity was lowered to what is left.
    QuantityLowered {
        from: u32,
        to: u32,
    },
    /// Nothing is left, or it is no longer sold; the line is not ordered.
    Gone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    pub variant: VariantId,
    pub listing_slug: String,
    pub name: LocalText,
    pub picture: Option<Picture>,
    pub pack: PackSize,
    pub price: Money,
    pub quantity: u32,
    pub available: u32,
    pub total: Money,
    pub notices: Vec<Notice>,
}

/// The lines of one cooperative: they travel together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartParcel {
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub lines: Vec<CartLine>,
    /// Before anything is taken off.
    pub subtotal: Money,
    pub coupon: Option<CartCoupon>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub parcels: Vec<CartParcel>,
    /// Before anything is taken off.
    pub total: Money,
    /// What coupons take off.
    pub discount: Money,
    /// Pieces in all.
    pub count: u32,
    /// Some line carries a notice: checkout asks to accept first.
    pub needs_acceptance: bool,
}

impl CartView {
    pub fn empty() -> CartView {
        CartView {
            parcels: Vec::new(),
            total: Money::mad(0),
            discount: Money::mad(0),
            count: 0,
            needs_acceptance: false,
        }
    }

    /// What the goods cost, without delivery.
    pub fn to_pay(&self) -> Money {
        Money {
            minor: self.total.minor - self.discount.minor,
            ..self.total
        }
    }

    pub fn is_empty(&self) -> bool {
        self.parcels.is_empty()
    }
}

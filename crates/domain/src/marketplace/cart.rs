//! The cart as screens show it.

use super::{PackSize, Picture};
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
    pub subtotal: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    pub parcels: Vec<CartParcel>,
    pub total: Money,
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
            count: 0,
            needs_acceptance: false,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.parcels.is_empty()
    }
}

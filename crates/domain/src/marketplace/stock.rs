//! Stock: demands are summed and sorted so that transactions lock in one order.

use super::PackSize;
use crate::{LocalText, Money, StockLevelId, Timestamp, VariantId};
use serde::{Deserialize, Serialize};

/// Pieces of one variant in one cart: more is a wholesale matter.
pub const MAX_QUANTITY: u32 = 999;

/// How much of one stock level an order needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    pub level: StockLevelId,
    pub variant: VariantId,
    pub quantity: u32,
}

/// Sums the demands on each level and sorts by level, so that concurrent orders never deadlock.
pub fn combine(demands: &[Demand]) -> Vec<Demand> {
    let mut sorted = demands.to_vec();
    sorted.sort_by_key(|demand| demand.level);
    sorted.dedup_by(|later, earlier| {
        let same = later.level == earlier.level;
        if same {
            earlier.quantity = earlier.quantity.saturating_add(later.quantity);
        }
        same
    });
    sorted
}

/// One row of the desk's stock page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    pub variant: VariantId,
    pub listing_slug: String,
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub price: Money,
    pub on_hand: u32,
    /// Held by checkouts and by orders not yet shipped.
    pub reserved: u32,
    pub low: bool,
    /// At or below so many free pieces it is low.
    pub low_alert: u32,
    /// Counts changes; an edit based on an older one is refused.
    pub version: i64,
    pub updated_at: Timestamp,
}

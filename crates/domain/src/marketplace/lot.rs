//! Lots: where goods come from, which leave first, and whom to call when one must come back.

use super::PackSize;
use crate::{
    Error, LocalText, LotId, OrderId, OrderLineId, Problem, Result, Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What is left of a lot, for packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotStock {
    pub lot: LotId,
    pub remaining: u32,
    /// `None` for goods that keep: they leave last, the oldest lot first.
    pub expires_at: Option<Timestamp>,
}

/// First expired, first out: which lots `quantity` pieces come from at `now`. Lots that have
/// expired give nothing.
///
/// # Errors
/// How many pieces are missing.
pub fn first_expired_first_out(
    lots: &[LotStock],
    quantity: u32,
    now: Timestamp,
) -> core::result::Result<Vec<(LotId, u32)>, u32> {
    let mut usable: Vec<LotStock> = lots
        .iter()
        .filter(|it| it.remaining > 0 && it.expires_at.is_none_or(|at| at > now))
        .copied()
        .collect();
    usable.sort_by_key(|it| (it.expires_at.unwrap_or(Timestamp::MAX), it.lot));
    let mut left = quantity;
    let mut taken = Vec::new();
    for it in usable {
        if left == 0 {
            break;
        }
        let some = left.min(it.remaining);
        taken.push((it.lot, some));
        left -= some;
    }
    if left == 0 { Ok(taken) } else { Err(left) }
}

/// A lot as its cooperative sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    pub id: LotId,
    pub code: String,
    /// Of its public page.
    pub token: String,
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
    pub place: String,
    pub harvested_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub is_expired: bool,
    pub quantity: u32,
    pub remaining: u32,
    pub recalled_at: Option<Timestamp>,
    pub recall_reason: Option<String>,
}

/// A size that a lot can be of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotChoice {
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotsPage {
    pub lots: Vec<LotView>,
    pub choices: Vec<LotChoice>,
    /// Confirmed orders whose lines have no lot yet.
    pub to_pack: Vec<OrderToPack>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderToPack {
    pub order: OrderId,
    pub number: String,
    pub placed_at: Timestamp,
    pub lines: Vec<LineToPack>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineToPack {
    pub line: OrderLineId,
    pub name: LocalText,
    pub pack: PackSize,
    pub quantity: u32,
    /// Lot codes and how many pieces of each, once packed.
    pub lots: Vec<(String, u32)>,
}

/// Who got goods of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotBuyer {
    pub order: OrderId,
    pub number: String,
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    pub quantity: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotPage {
    pub lot: LotView,
    pub buyers: Vec<LotBuyer>,
}

/// What anyone reads behind a lot's QR code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotPassport {
    pub code: String,
    pub name: LocalText,
    pub pack: PackSize,
    /// Of the goods' page, while they are sold.
    pub listing_slug: Option<String>,
    pub cooperative: LocalText,
    pub cooperative_slug: String,
    pub region: LocalText,
    pub province: LocalText,
    pub story: LocalText,
    pub place: String,
    pub harvested_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub label: Option<String>,
    pub recall_reason: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct LotInput {
    pub variant: String,
    pub code: String,
    pub place: String,
    pub harvested: String,
    /// May be empty.
    pub expires: String,
    pub quantity: String,
}

/// A new lot, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLot {
    pub variant: VariantId,
    pub code: String,
    pub place: String,
    pub harvested_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub quantity: u32,
}

/// # Errors
/// `Invalid` naming each field: a harvest lies in the past, an expiry after it and in the future.
pub fn parse_lot(input: &LotInput, now: Timestamp) -> Result<NewLot> {
    let mut check = Check::default();
    let variant = input.variant.parse().map_err(|_| Problem::Required);
    let variant = check.take("variant", variant);
    let code = check.take("code", super::code(&input.code));
    let place = check.take("place", text::line(&input.place, 120));
    let harvested = text::date(&input.harvested).and_then(|at| {
        if at <= now {
            Ok(at)
        } else {
            Err(Problem::InvalidDate)
        }
    });
    let harvested = check.take("harvested", harvested);
    let expires = match input.expires.trim() {
        "" => Some(None),
        typed => {
            let at = text::end_of_date(typed).and_then(|at| {
                if at > now && harvested.is_none_or(|harvested| at > harvested) {
                    Ok(Some(at))
                } else {
                    Err(Problem::Expired)
                }
            });
            check.take("expires", at)
        }
    };
    let quantity = check.take("quantity", text::integer(&input.quantity, 1, 1_000_000));
    check.finish()?;
    match (variant, code, place, harvested, expires, quantity) {
        (
            Some(variant),
            Some(code),
            Some(place),
            Some(harvested_at),
            Some(expires_at),
            Some(quantity),
        ) => Ok(NewLot {
            variant: VariantId(variant),
            code,
            place,
            harvested_at,
            expires_at,
            quantity: u32::try_from(quantity).unwrap_or(1),
        }),
        _ => Err(Error::Malformed),
    }
}

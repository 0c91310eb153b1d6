//! Coupons: what a cooperative takes off its own goods for who knows a code.
//!
//! A coupon never reaches another cooperative's lines, and something always stays to be paid.

use super::amount;
use crate::{
    CooperativeId, CouponId, Error, Money, Problem, Result, Timestamp, allocate,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouponValue {
    /// In thousandths of the goods.
    Part(i64),
    /// One amount, of goods in the same currency only.
    Amount(Money),
}

/// A coupon as its cooperative made it. Its terms never change; it can only be ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    pub id: CouponId,
    pub cooperative: CooperativeId,
    pub code: String,
    pub value: CouponValue,
    pub starts_at: Timestamp,
    /// Not valid from then on.
    pub ends_at: Option<Timestamp>,
    /// The least of the cooperative's goods, before anything is taken off.
    pub least: Money,
    pub most_uses: Option<u32>,
    pub most_per_buyer: Option<u32>,
    pub used: u32,
    pub ended_at: Option<Timestamp>,
}

impl Coupon {
    /// Whether nobody can use it any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ended_at.is_some()
            || self.ends_at.is_some_and(|at| at <= now)
            || self.most_uses.is_some_and(|most| self.used >= most)
    }

    /// Whether it takes something off `goods`, its cooperative's part of a cart.
    ///
    /// # Errors
    /// `CouponOver`, `CouponNotYet`, `CouponUsedUp`, `CouponUsedBefore`, `CouponBelowLeast`.
    pub fn check(
        &self,
        goods: Money,
        used_by_buyer: u32,
        now: Timestamp,
    ) -> core::result::Result<(), Problem> {
        if self.ended_at.is_some() || self.ends_at.is_some_and(|at| at <= now) {
            return Err(Problem::CouponOver);
        }
        if self.starts_at > now {
            return Err(Problem::CouponNotYet);
        }
        if self.most_uses.is_some_and(|most| self.used >= most) {
            return Err(Problem::CouponUsedUp);
        }
        if self
            .most_per_buyer
            .is_some_and(|most| used_by_buyer >= most)
        {
            return Err(Problem::CouponUsedBefore);
        }
        if goods.currency != self.least.currency || goods.minor < self.least.minor {
            return Err(Problem::CouponBelowLeast { least: self.least });
        }
        Ok(())
    }

    /// What is taken off `goods`, rounded once, half to even; never all of it.
    pub fn discount(&self, goods: Money) -> Money {
        let minor = match self.value {
            CouponValue::Part(thousandths) => goods
                .unit_price(1000, thousandths)
                .map_or(0, |part| part.minor),
            CouponValue::Amount(amount) if amount.currency == goods.currency => amount.minor,
            CouponValue::Amount(_) => 0,
        };
        Money {
            minor: minor.clamp(0, (goods.minor - 1).max(0)),
            ..goods
        }
    }
}

/// What `discount` takes off each line, by largest remainder: never more than the line. The parts
/// add up to it, to the minor unit.
pub fn spread_discount(discount: Money, totals: &[Money]) -> Vec<Money> {
    let weights: Vec<i64> = totals.iter().map(|total| total.minor).collect();
    allocate(discount.minor, &weights)
        .into_iter()
        .map(|minor| Money { minor, ..discount })
        .collect()
}

/// A code as it is compared: capitals, western digits, no space around it.
///
/// # Errors
/// `Required`, `TooShort`, `TooLong`; `UnknownChoice` for other signs than letters, digits and `-`.
pub fn coupon_code(typed: &str) -> core::result::Result<String, Problem> {
    let code: String = typed
        .trim()
        .chars()
        .map(|c| text::western_digit(c).to_ascii_uppercase())
        .collect();
    match code.chars().count() {
        0 => return Err(Problem::Required),
        1 | 2 => return Err(Problem::TooShort { min: 3 }),
        3..=20 => {}
        _ => return Err(Problem::TooLong { max: 20 }),
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if code.chars().all(is_plain) {
        Ok(code)
    } else {
        Err(Problem::UnknownChoice)
    }
}

/// The desk's form of a new coupon, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponInput {
    pub code: String,
    /// `part` or `amount`.
    pub kind: String,
    /// In percent with at most one decimal, or in dirhams.
    pub value: String,
    /// `2027-01-31`; from the beginning of that day. Empty: from now on.
    pub starts: String,
    /// The last day. Empty: until it is ended.
    pub ends: String,
    /// In dirhams; empty: none, where a part is taken off.
    pub least: String,
    /// Empty: as often as one likes.
    pub most_uses: String,
    pub most_per_buyer: String,
}

/// A checked coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCoupon {
    pub code: String,
    pub value: CouponValue,
    pub starts_at: Timestamp,
    pub ends_at: Option<Timestamp>,
    pub least: Money,
    pub most_uses: Option<u32>,
    pub most_per_buyer: Option<u32>,
}

/// A tenth of the price stays to be paid.
const MOST_PERCENT: i64 = 90;
/// In minor units.
const MOST_AMOUNT: i64 = 1_000_000;
const MOST_USES: i64 = 1_000_000;

impl CouponInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self, now: Timestamp) -> Result<NewCoupon> {
        let mut check = Check::default();
        let code = check.take("code", coupon_code(&self.code));
        let value = check.take("value", self.value());
        if !matches!(self.kind.as_str(), "part" | "amount") {
            check.refuse("kind", Problem::UnknownChoice);
        }
        let starts_at = if self.starts.trim().is_empty() {
            Some(now)
        } else {
            check.take("starts", text::date(&self.starts))
        };
        let ends_at = if self.ends.trim().is_empty() {
            Some(None)
        } else {
            check.take("ends", text::end_of_date(&self.ends).map(Some))
        };
        if let (Some(starts_at), Some(Some(ends_at))) = (starts_at, ends_at)
            && (ends_at <= now || ends_at <= starts_at)
        {
            check.refuse("ends", Problem::InvalidDate);
        }
        let least = check.take("least", self.least(value));
        let count = |typed: &str| {
            if typed.trim().is_empty() {
                return Ok(None);
            }
            text::integer(typed, 1, MOST_USES).map(|count| u32::try_from(count).ok())
        };
        let most_uses = check.take("most_uses", count(&self.most_uses));
        let most_per_buyer = check.take("most_per_buyer", count(&self.most_per_buyer));
        check.finish()?;
        match (
            code,
            value,
            starts_at,
            ends_at,
            least,
            most_uses,
            most_per_buyer,
        ) {
            (
                Some(code),
                Some(value),
                Some(starts_at),
                Some(ends_at),
                Some(least),
                Some(most_uses),
                Some(most_per_buyer),
            ) => Ok(NewCoupon {
                code,
                value,
                starts_at,
                ends_at,
                least,
                most_uses,
                most_per_buyer,
            }),
            _ => Err(Error::Malformed),
        }
    }

    fn value(&self) -> core::result::Result<CouponValue, Problem> {
        let out = |max| Problem::OutOfRange { min: 1, max };
        if self.kind == "amount" {
            let minor = amount(&self.value, MOST_AMOUNT)?;
            return if minor < 100 {
                Err(out(MOST_AMOUNT / 100))
            } else {
                Ok(CouponValue::Amount(Money::mad(minor)))
            };
        }
        let thousandths = super::sale_rate::thousandths(&self.value, MOST_PERCENT)?;
        if thousandths < 10 {
            return Err(out(MOST_PERCENT));
        }
        Ok(CouponValue::Part(thousandths))
    }

    /// An amount asks for more goods than it takes off, so that something stays to be paid.
    fn least(&self, value: Option<CouponValue>) -> core::result::Result<Money, Problem> {
        let most = MOST_AMOUNT * 10;
        let least = if self.least.trim().is_empty() {
            0
        } else {
            amount(&self.least, most)?
        };
        match value {
            Some(CouponValue::Amount(off)) if least <= off.minor => Err(Problem::OutOfRange {
                min: off.minor / 100 + 1,
                max: most / 100,
            }),
            _ => Ok(Money::mad(least)),
        }
    }
}

/// A cooperative's coupon in a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartCoupon {
    pub code: String,
    /// Nothing while there is a problem.
    pub discount: Money,
    /// Why it takes nothing off.
    pub problem: Option<Problem>,
}

/// A coupon on its cooperative's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    pub coupon: Coupon,
    /// What it took off so far, of orders that stand.
    pub discount: Money,
    pub is_over: bool,
}

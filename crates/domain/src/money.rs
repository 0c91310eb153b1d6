//! Money: an integer of the currency's minor unit, with its currency. Never a float.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Mad,
    Eur,
    Usd,
}

impl Currency {
    /// The ISO 4217 code. All three have two decimals.
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Mad => "MAD",
            Currency::Eur => "EUR",
            Currency::Usd => "USD",
        }
    }

    pub fn from_code(code: &str) -> Option<Currency> {
        [Currency::Mad, Currency::Eur, Currency::Usd]
            .into_iter()
            .find(|it| it.code() == code)
    }
}

/// An amount in centimes (or cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn mad(minor: i64) -> Money {
        Money {
            minor,
            currency: Currency::Mad,
        }
    }

    /// `None` on overflow; an order never comes near it, hostile input may.
    pub fn times(self, quantity: u32) -> Option<Money> {
        self.minor
            .checked_mul(i64::from(quantity))
            .map(|minor| Money { minor, ..self })
    }

    /// `None` on overflow or where the currencies differ.
    pub fn plus(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        self.minor
            .checked_add(other.minor)
            .map(|minor| Money { minor, ..self })
    }

    /// The price of `per` units where `self` buys `amount` of them, rounded half to even.
    ///
    /// Both in the same unit (grams, millilitres, pieces). `None` where `amount` is not positive.
    pub fn unit_price(self, amount: i64, per: i64) -> Option<Money> {
        if amount <= 0 {
            return None;
        }
        let scaled = i128::from(self.minor) * i128::from(per);
        i64::try_from(divide_half_even(scaled, i128::from(amount)))
            .ok()
            .map(|minor| Money { minor, ..self })
    }
}

/// Division rounded to the nearest integer, ties to the even one. `divisor` is positive.
pub(crate) fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    let quotient = dividend.div_euclid(divisor);
    let twice = dividend.rem_euclid(divisor) * 2;
    match twice.cmp(&divisor) {
        core::cmp::Ordering::Less => quotient,
        core::cmp::Ordering::Greater => quotient + 1,
        core::cmp::Ordering::Equal => quotient + (quotient & 1),
    }
}

/// What `pieces` of `all` are of `minor`, rounded half to even.
pub(crate) fn part(minor: i64, pieces: u32, all: u32) -> i64 {
    let whole = i128::from(minor) * i128::from(pieces);
    i64::try_from(divide_half_even(whole, i128::from(all.max(1)))).unwrap_or(minor)
}

/// Spreads `total` over `weights` by largest remainder; ties go to the earlier weight.
///
/// The parts add up to `total` exactly. All-zero weights share equally. Weights are not negative.
pub fn allocate(total: i64, weights: &[i64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let ones = vec![1; weights.len()];
    let weights = if weights.iter().all(|weight| *weight == 0) {
        &ones
    } else {
        weights
    };
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let shares: Vec<(i64, i128)> = weights
        .iter()
        .map(|weight| {
            let exact = i128::from(total) * i128::from(*weight);
            let floor = i64::try_from(exact.div_euclid(sum)).unwrap_or(i64::MAX);
            (floor, exact.rem_euclid(sum))
        })
        .collect();
    let mut parts: Vec<i64> = shares.iter().map(|share| share.0).collect();
    let left = total - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| shares[*b].1.cmp(&shares[*a].1).then(a.cmp(b)));
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[index] += 1;
    }
    parts
}

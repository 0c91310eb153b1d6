//! How what was asked is shared among what was offered: never more than either.

use super::{QuoteLine, RfqLine};
use crate::{Error, Money, Problem, QuoteLineId, Result, RfqLineId, text::Check};
use std::collections::BTreeMap;

/// How much of a line's base unit so many packs are.
fn measure(line: &QuoteLine, quantity: u32) -> i64 {
    line.pack.amount.saturating_mul(i64::from(quantity))
}

fn left_of(left: &BTreeMap<RfqLineId, i64>, line: &QuoteLine) -> u32 {
    let left = left.get(&line.line).copied().unwrap_or(0);
    u32::try_from(left / line.pack.amount.max(1)).unwrap_or(u32::MAX)
}

/// Proposes what to take: the cheapest by measure first, until what was asked is covered.
pub fn suggest_allocation(asked: &[RfqLine], offered: &[&QuoteLine]) -> Vec<(QuoteLineId, u32)> {
    let mut left: BTreeMap<RfqLineId, i64> =
        asked.iter().map(|it| (it.id, it.asked.amount)).collect();
    let mut sorted = offered.to_vec();
    sorted.sort_by_key(|line| {
        let price = line.unit_price.unit_price(line.pack.amount, 1_000_000);
        (price.map_or(i64::MAX, |price| price.minor), line.id)
    });
    let mut taken = BTreeMap::new();
    for line in sorted {
        let quantity = line.quantity.min(left_of(&left, line));
        if let Some(rest) = left.get_mut(&line.line) {
            *rest -= measure(line, quantity);
        }
        taken.insert(line.id, quantity);
    }
    offered
        .iter()
        .map(|line| (line.id, taken.get(&line.id).copied().unwrap_or(0)))
        .collect()
}

/// Checks that what is taken was offered, and does not exceed what was asked; answers the total.
///
/// # Errors
/// `Conflict` for a line that is not offered (any more); `Invalid` on `take[<line>]`, or on `take`
/// where nothing is taken.
pub fn check_allocation(
    asked: &[RfqLine],
    offered: &[&QuoteLine],
    taken: &BTreeMap<QuoteLineId, u32>,
) -> Result<Money> {
    if taken
        .keys()
        .any(|id| !offered.iter().any(|it| it.id == *id))
    {
        return Err(Error::Conflict);
    }
    let mut check = Check::default();
    let mut left: BTreeMap<RfqLineId, i64> =
        asked.iter().map(|it| (it.id, it.asked.amount)).collect();
    let mut total = Money::mad(0);
    let mut is_nothing = true;
    for line in offered {
        let quantity = taken.get(&line.id).copied().unwrap_or(0);
        let most = line.quantity.min(left_of(&left, line));
        if quantity > most {
            let problem = Problem::OutOfRange {
                min: 0,
                max: i64::from(most),
            };
            check.refuse(&format!("take[{}]", line.id), problem);
            continue;
        }
        if let Some(rest) = left.get_mut(&line.line) {
            *rest -= measure(line, quantity);
        }
        is_nothing &= quantity == 0;
        total = line
            .unit_price
            .times(quantity)
            .and_then(|price| total.plus(price))
            .ok_or(Error::Malformed)?;
    }
    check.finish()?;
    if is_nothing {
        return Err(Error::field("take", Problem::Required));
    }
    Ok(total)
}

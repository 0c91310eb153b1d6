//! What the investment returns: break-even, debt service cover, net present value, internal rate,
//! payback.
//!
//! Exact: the sign of a net present value is that of a whole number, so the internal rate is the
//! nearest millionth, and nothing is lost to rounding on the way.

use super::{
    exact::{ONE, ratio},
    inputs::{Inputs, YEARS},
    simulation::{Figure, Missing, Results},
};

type Flows = [i64; YEARS + 1];

/// Rates are tried at half millionths, so that the nearest millionth is found.
const HALVES: i128 = 2 * ONE as i128;
/// 10,000 % a year, in half millionths.
const HIGHEST: i128 = 100 * HALVES;

pub(super) fn add(inputs: &Inputs, results: &mut Results) {
    for year in 0..YEARS {
        let fixed = i128::from(results.fixed_cash_costs[year])
            + i128::from(results.depreciation[year])
            + i128::from(results.interest[year]);
        let margin = i128::from(inputs.unit_price - inputs.paid_to_members - inputs.other_costs);
        let contribution = margin * i128::from(inputs.annual_volume[year]);
        results.break_even_sales[year] = if margin > 0 {
            Ok(ratio(fixed * i128::from(inputs.unit_price), margin))
        } else {
            Err(Missing::NoMargin)
        };
        results.break_even_days[year] = match (margin > 0, contribution > 0) {
            (false, _) => Err(Missing::NoMargin),
            (true, false) => Err(Missing::NoSales),
            (true, true) => Ok(ratio(fixed * 36_000, contribution)),
        };
        let service = results.interest[year] + results.principal[year];
        results.debt_service_cover[year] = if service > 0 {
            Ok(ratio(
                i128::from(results.ebitda[year]) * 1000,
                i128::from(service),
            ))
        } else {
            Err(Missing::NoDebt)
        };
    }
    let (flows, unrecovered) = flows(results);
    results.cash_flows = flows;
    results.npv = net_present_value(&flows, inputs.discount_rate);
    results.irr = internal_rate(&flows);
    results.payback_years = payback(&unrecovered);
    results.residual_value = inputs.residual_value.unwrap_or_else(|| book_value(inputs));
    let mut with_residual = flows;
    with_residual[YEARS] += results.residual_value;
    results.npv_with_residual_value = net_present_value(&with_residual, inputs.discount_rate);
    results.irr_with_residual_value = internal_rate(&with_residual);
}

/// The flows with the working capital recovered in the last year, and without.
fn flows(results: &Results) -> (Flows, Flows) {
    let mut unrecovered = [0; YEARS + 1];
    unrecovered[0] = -results.investment_need;
    let working = &results.working_capital_need;
    for year in 0..YEARS {
        // The next year's growth is funded a year ahead.
        let growth = working.get(year + 1).map_or(0, |next| next - working[year]);
        unrecovered[year + 1] = results.ebitda[year] - results.tax[year] - growth;
    }
    let mut flows = unrecovered;
    flows[YEARS] += working[YEARS - 1];
    (flows, unrecovered)
}

/// What is not yet written off of the assets that can be sold.
fn book_value(inputs: &Inputs) -> i64 {
    let years = YEARS as i64;
    inputs
        .assets
        .iter()
        .filter(|asset| asset.kind.can_be_sold())
        .map(|asset| {
            let written_off = i128::from(asset.cost) * i128::from(years.min(asset.years));
            asset.cost - ratio(written_off, i128::from(asset.years.max(1)))
        })
        .sum()
}

/// `sum of flow[t] / (1 + rate)^t`, to the centime; the rate in millionths.
fn net_present_value(flows: &Flows, rate: i64) -> i64 {
    let growth = i128::from(ONE + rate);
    ratio(
        compounded(flows, growth, i128::from(ONE)),
        growth.pow(YEARS as u32),
    )
}

/// The flows' value in the last year, times `one` to the power of the years: its sign is the net
/// present value's. `growth / one` is one plus the rate.
fn compounded(flows: &Flows, growth: i128, one: i128) -> i128 {
    let mut sum = 0;
    let mut weight = 1;
    for flow in flows {
        // Horner's rule: each step brings what is before to this flow's year.
        sum = sum * growth + i128::from(*flow) * weight;
        weight *= one;
    }
    sum
}

/// The rate, in millionths, at which the net present value is zero.
fn internal_rate(flows: &Flows) -> Figure {
    let signs: Vec<bool> = flows
        .iter()
        .filter(|flow| **flow != 0)
        .map(|flow| *flow > 0)
        .collect();
    let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if changes == 0 {
        return Err(Missing::NoSignChange);
    }
    let value = |rate: i128| compounded(flows, HALVES + rate, HALVES);
    // From almost minus 100 % upwards in steps that widen: one change of sign has one root.
    let mut brackets = Vec::new();
    let mut low = -(HALVES - 2);
    while low < HIGHEST {
        let high = (low + (HALVES + low) / 50 + 1).min(HIGHEST);
        if (value(low) > 0) != (value(high) > 0) {
            brackets.push((low, high));
        }
        low = high;
    }
    match brackets.as_slice() {
        [(low, high)] => Ok(bisect(value, *low, *high)),
        [] => Err(Missing::TooHigh),
        _ => Err(Missing::NotUnique),
    }
}

/// Both ends in half millionths; the answer in millionths, the nearest.
fn bisect(value: impl Fn(i128) -> i128, mut low: i128, mut high: i128) -> i64 {
    let side = value(low) > 0;
    while high - low > 1 {
        let middle = (low + high).div_euclid(2);
        if (value(middle) > 0) == side {
            low = middle;
        } else {
            high = middle;
        }
    }
    // The root lies above `low`: an odd one is the middle between two millionths, so the upper.
    i64::try_from((low + 1).div_euclid(2)).unwrap_or(i64::MAX)
}

/// When the flows have given the investment back, in ten-thousandths of a year, as if each year's
/// came evenly.
fn payback(flows: &Flows) -> Figure {
    let mut left = -flows[0];
    if left <= 0 {
        return Err(Missing::NoInvestment);
    }
    for (years, flow) in (0_i64..).zip(&flows[1..]) {
        if *flow >= left {
            return Ok(years * 10_000 + ratio(i128::from(left) * 10_000, i128::from(*flow)));
        }
        left -= flow;
    }
    Err(Missing::NotWithinThreeYears)
}

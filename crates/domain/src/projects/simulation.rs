//! Three years of accounts from the inputs.
//!
//! Source of every formula: the design's "Project bank" and its worked example. Rounding: each
//! line of the accounts once, to the centime, half to even, and sums are of rounded lines, so that
//! a table adds up. A yearly part (depreciation, principal) is the difference of two rounded
//! running totals, so that the parts make the whole.

use super::{
    exact::{ONE, ratio, share},
    inputs::{Inputs, YEARS},
    returns,
};
use crate::Result;

/// Why a figure does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// A unit costs as much as it brings, or more.
    NoMargin,
    NoSales,
    NoDebt,
    /// The flows are all of one sign.
    NoSignChange,
    /// More than one rate gives a net present value of zero.
    NotUnique,
    /// Above 10,000 % a year.
    TooHigh,
    NotWithinThreeYears,
    NoInvestment,
}

impl Missing {
    pub const fn code(self) -> &'static str {
        match self {
            Missing::NoMargin => "no_margin",
            Missing::NoSales => "no_sales",
            Missing::NoDebt => "no_debt",
            Missing::NoSignChange => "no_sign_change",
            Missing::NotUnique => "not_unique",
            Missing::TooHigh => "too_high",
            Missing::NotWithinThreeYears => "not_within_three_years",
            Missing::NoInvestment => "no_investment",
        }
    }
}

/// A figure, or why there is none.
pub type Figure = core::result::Result<i64, Missing>;

/// A line of the accounts, one amount a year, in centimes.
type Line = [i64; YEARS];

/// What the inputs give. Centimes unless said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    pub sales: Line,
    pub paid_to_members: Line,
    pub variable_costs: Line,
    pub fixed_cash_costs: Line,
    pub ebitda: Line,
    pub depreciation: Line,
    pub interest: Line,
    pub principal: Line,
    pub tax: Line,
    pub surplus: Line,
    pub working_capital_need: Line,
    pub fixed_assets: i64,
    pub investment_need: i64,
    pub grant: i64,
    pub loan: i64,
    /// Capital and what the members must add where grant and loan are too much: zero or more.
    pub own_money: i64,
    pub break_even_sales: [Figure; YEARS],
    /// Hundredths of a day, in a year of 360.
    pub break_even_days: [Figure; YEARS],
    pub legal_reserve: Line,
    pub education: Line,
    pub development: Line,
    pub patronage_refund: Line,
    pub income_per_member: Line,
    /// Thousandths.
    pub debt_service_cover: [Figure; YEARS],
    /// The investment, then one flow a year; the last recovers the working capital.
    pub cash_flows: [i64; YEARS + 1],
    pub npv: i64,
    /// Millionths.
    pub irr: Figure,
    /// Ten-thousandths of a year, over the flows without recovery.
    pub payback_years: Figure,
    pub residual_value: i64,
    pub npv_with_residual_value: i64,
    pub irr_with_residual_value: Figure,
}

/// Runs the simulator.
///
/// # Errors
/// `Invalid` for inputs out of their bounds, each named.
pub fn simulate(inputs: &Inputs) -> Result<Results> {
    inputs.check()?;
    let mut results = accounts(inputs);
    returns::add(inputs, &mut results);
    Ok(results)
}

/// The accounts without the returns, of inputs within their bounds. Quick enough for thousands of
/// draws.
pub(super) fn accounts(inputs: &Inputs) -> Results {
    let lines = |of: &dyn Fn(usize) -> i64| -> Line { core::array::from_fn(of) };
    let volume = inputs.annual_volume;
    let sales = lines(&|year| inputs.unit_price * volume[year]);
    let paid_to_members = lines(&|year| inputs.paid_to_members * volume[year]);
    let variable_costs = lines(&|year| paid_to_members[year] + inputs.other_costs * volume[year]);
    let fixed_cash_costs =
        lines(&|year| inflated(inputs.fixed_costs, inputs.fixed_cost_inflation, year));
    let ebitda = lines(&|year| sales[year] - variable_costs[year] - fixed_cash_costs[year]);
    let depreciation = lines(&|year| {
        inputs
            .assets
            .iter()
            .map(|asset| part(asset.cost, asset.years, year))
            .sum()
    });
    let working_capital_need = lines(&|year| {
        let days = i128::from(inputs.stock_days - inputs.payable_days)
            * i128::from(variable_costs[year])
            + i128::from(inputs.receivable_days) * i128::from(sales[year]);
        ratio(days, 360)
    });
    let fixed_assets: i64 = inputs.assets.iter().map(|asset| asset.cost).sum();
    let investment_need = fixed_assets + working_capital_need[0];
    let grant = share(fixed_assets, inputs.grant_share)
        .min(inputs.grant_cap)
        .min(investment_need.max(0));
    let loan = (investment_need - grant - inputs.share_capital).max(0);
    let principal = lines(&|year| part(loan, inputs.loan_years, year));
    let interest = lines(&|year| {
        let repaid: i64 = principal[..year].iter().sum();
        // The months of this year that a late grant is bridged by a loan.
        let months = (inputs.grant_delay - 12 * year as i64).clamp(0, 12);
        let bridge = ratio(i128::from(grant) * i128::from(months), 12);
        share(loan - repaid, inputs.loan_rate) + share(bridge, inputs.loan_rate)
    });
    let before_tax = lines(&|year| ebitda[year] - depreciation[year] - interest[year]);
    let tax = lines(&|year| share(before_tax[year].max(0), inputs.tax_rate));
    let surplus = lines(&|year| before_tax[year] - tax[year]);
    let mut results = Results {
        sales,
        paid_to_members,
        variable_costs,
        fixed_cash_costs,
        ebitda,
        depreciation,
        interest,
        principal,
        tax,
        surplus,
        working_capital_need,
        fixed_assets,
        investment_need,
        grant,
        loan,
        own_money: (investment_need - grant - loan).max(0),
        break_even_sales: [Err(Missing::NoMargin); YEARS],
        break_even_days: [Err(Missing::NoMargin); YEARS],
        legal_reserve: [0; YEARS],
        education: [0; YEARS],
        development: [0; YEARS],
        patronage_refund: [0; YEARS],
        income_per_member: [0; YEARS],
        debt_service_cover: [Err(Missing::NoDebt); YEARS],
        cash_flows: [0; YEARS + 1],
        npv: 0,
        irr: Err(Missing::NoSignChange),
        payback_years: Err(Missing::NotWithinThreeYears),
        residual_value: 0,
        npv_with_residual_value: 0,
        irr_with_residual_value: Err(Missing::NoSignChange),
    };
    appropriate(inputs, &mut results);
    results
}

/// The first year's fixed costs, `year` times grown.
fn inflated(cost: i64, inflation: i64, year: usize) -> i64 {
    let exponent = u32::try_from(year).unwrap_or(0);
    let growth = i128::from(ONE + inflation).pow(exponent);
    ratio(i128::from(cost) * growth, i128::from(ONE).pow(exponent))
}

/// What of `whole` falls into `year` (from 0) when spread evenly over `years`.
fn part(whole: i64, years: i64, year: usize) -> i64 {
    let until = |year: i64| {
        ratio(
            i128::from(whole) * i128::from(year.min(years)),
            i128::from(years.max(1)),
        )
    };
    let year = year as i64;
    until(year + 1) - until(year)
}

/// Shares each year's surplus out: law 112-12's reserve until it equals the capital, education,
/// development as voted, the rest by patronage; after a loss nothing until it is made good.
fn appropriate(inputs: &Inputs, results: &mut Results) {
    let (mut reserve, mut losses) = (0, 0);
    for year in 0..YEARS {
        let base = results.surplus[year] - losses;
        losses = (-base).max(0);
        if base > 0 {
            let to_reserve =
                share(base, inputs.reserve_rate).min((inputs.share_capital - reserve).max(0));
            reserve += to_reserve;
            let education = share(base, inputs.education_rate);
            let development = share(base, inputs.development_rate);
            // Three roundings up could together pass the whole by a centime.
            let refund = (base - to_reserve - education - development).max(0);
            results.legal_reserve[year] = to_reserve;
            results.education[year] = education;
            results.development[year] = base - to_reserve - education - refund;
            results.patronage_refund[year] = refund;
        }
        let income =
            i128::from(results.paid_to_members[year]) + i128::from(results.patronage_refund[year]);
        results.income_per_member[year] = ratio(income, i128::from(inputs.members.max(1)));
    }
}

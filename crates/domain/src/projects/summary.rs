//! The figures as four sentences; the screen finds the words.

use super::{
    inputs::Inputs,
    scenario::Scenario,
    simulation::{Figure, Results, accounts},
};

/// When the first year's sales cover its costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakEven {
    /// After about so many months of the first year.
    Months(i64),
    /// Not in the first year.
    Later,
    /// A unit brings no more than it costs.
    Never,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub break_even: BreakEven,
    /// Of a member, in the first and the third year, in centimes.
    pub monthly_income: i64,
    pub monthly_income_later: i64,
    /// The first year (from 1) that makes a loss as things stand.
    pub loss: Option<u8>,
    /// The first year that makes a loss where the price falls by a tenth.
    pub loss_at_lower_price: Option<u8>,
    /// Ten-thousandths of a year.
    pub payback: Figure,
}

/// What the results say, of inputs within their bounds.
pub fn summarize(inputs: &Inputs, results: &Results) -> Summary {
    let break_even = match results.break_even_days[0] {
        Ok(days) if days <= 36_000 => BreakEven::Months(((days + 1_500) / 3_000).max(1)),
        Ok(_) => BreakEven::Later,
        Err(_) => BreakEven::Never,
    };
    let first_loss = |surplus: &[i64]| {
        let at = surplus.iter().position(|it| *it < 0)?;
        u8::try_from(at + 1).ok()
    };
    let cheaper = accounts(&Scenario::Price.apply(inputs));
    Summary {
        break_even,
        monthly_income: results.income_per_member[0] / 12,
        monthly_income_later: results.income_per_member[2] / 12,
        loss: first_loss(&results.surplus),
        loss_at_lower_price: first_loss(&cheaper.surplus),
        payback: results.payback_years,
    }
}

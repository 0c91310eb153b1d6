//! The simulator's inputs by name: what each holds, between which bounds, and how it is written in
//! a form and in an address.

use super::exact::{ONE, decimal_text, parse_decimal};
use crate::Problem;

/// One input. Its name is the same in the form, in the address and in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    UnitPrice,
    /// Of a year, from 0.
    Volume(u8),
    Members,
    ShareCapital,
    AssetCost(u8),
    AssetYears(u8),
    PaidToMembers,
    OtherCosts,
    FixedCosts,
    Inflation,
    StockDays,
    ReceivableDays,
    PayableDays,
    GrantShare,
    GrantCap,
    GrantDelay,
    LoanRate,
    LoanYears,
    DiscountRate,
    TaxRate,
    ReserveRate,
    EducationRate,
    DevelopmentRate,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Centimes, written in dirhams.
    Money,
    /// Whole units, people, days, months, years.
    Count,
    Days,
    Months,
    Years,
    /// Millionths, written in percent.
    Percent,
}

impl Quantity {
    /// How many of the stored unit make one of the written.
    pub const fn unit(self) -> i64 {
        match self {
            Quantity::Money => 100,
            Quantity::Percent => 10_000,
            _ => 1,
        }
    }

    const fn places(self) -> u32 {
        match self {
            Quantity::Money => 2,
            Quantity::Percent => 4,
            _ => 0,
        }
    }
}

impl Field {
    pub(super) const AFTER_ASSETS: [Field; 17] = [
        Field::PaidToMembers,
        Field::OtherCosts,
        Field::FixedCosts,
        Field::Inflation,
        Field::StockDays,
        Field::ReceivableDays,
        Field::PayableDays,
        Field::GrantShare,
        Field::GrantCap,
        Field::GrantDelay,
        Field::LoanRate,
        Field::LoanYears,
        Field::DiscountRate,
        Field::TaxRate,
        Field::ReserveRate,
        Field::EducationRate,
        Field::DevelopmentRate,
    ];

    pub fn name(self) -> String {
        match self {
            Field::UnitPrice => "unit_price".to_owned(),
            Field::Volume(year) => format!("annual_volume_{}", year + 1),
            Field::Members => "members".to_owned(),
            Field::ShareCapital => "share_capital".to_owned(),
            Field::AssetCost(at) => format!("fixed_asset_{}_cost", at + 1),
            Field::AssetYears(at) => format!("fixed_asset_{}_years", at + 1),
            Field::PaidToMembers => "paid_to_members".to_owned(),
            Field::OtherCosts => "other_costs".to_owned(),
            Field::FixedCosts => "fixed_cash_costs".to_owned(),
            Field::Inflation => "fixed_cost_inflation".to_owned(),
            Field::StockDays => "stock_days".to_owned(),
            Field::ReceivableDays => "receivable_days".to_owned(),
            Field::PayableDays => "payable_days".to_owned(),
            Field::GrantShare => "grant_share".to_owned(),
            Field::GrantCap => "grant_cap".to_owned(),
            Field::GrantDelay => "grant_delay".to_owned(),
            Field::LoanRate => "loan_rate".to_owned(),
            Field::LoanYears => "loan_years".to_owned(),
            Field::DiscountRate => "discount_rate".to_owned(),
            Field::TaxRate => "tax_rate".to_owned(),
            Field::ReserveRate => "legal_reserve_rate".to_owned(),
            Field::EducationRate => "education_rate".to_owned(),
            Field::DevelopmentRate => "development_rate".to_owned(),
        }
    }

    pub const fn quantity(self) -> Quantity {
        match self {
            Field::UnitPrice
            | Field::ShareCapital
            | Field::AssetCost(_)
            | Field::PaidToMembers
            | Field::OtherCosts
            | Field::FixedCosts
            | Field::GrantCap => Quantity::Money,
            Field::Volume(_) | Field::Members => Quantity::Count,
            Field::StockDays | Field::ReceivableDays | Field::PayableDays => Quantity::Days,
            Field::GrantDelay => Quantity::Months,
            Field::AssetYears(_) | Field::LoanYears => Quantity::Years,
            Field::Inflation
            | Field::GrantShare
            | Field::LoanRate
            | Field::DiscountRate
            | Field::TaxRate
            | Field::ReserveRate
            | Field::EducationRate
            | Field::DevelopmentRate => Quantity::Percent,
        }
    }

    /// The least and the most, both allowed, in the stored unit.
    pub const fn bounds(self) -> (i64, i64) {
        const BILLION: i64 = 1_000_000_000;
        match self {
            // A million dirhams for one unit.
            Field::UnitPrice | Field::PaidToMembers | Field::OtherCosts => (0, BILLION / 10),
            Field::Volume(_) => (0, BILLION),
            Field::Members => (1, 10_000),
            // A billion dirhams.
            Field::ShareCapital | Field::AssetCost(_) | Field::FixedCosts | Field::GrantCap => {
                (0, 100 * BILLION)
            }
            Field::AssetYears(_) => (1, 50),
            Field::StockDays | Field::ReceivableDays | Field::PayableDays => (0, 360),
            Field::GrantDelay => (0, 24),
            Field::LoanYears => (1, 30),
            Field::Inflation => (-ONE / 2, ONE),
            // A whole discount leaves no value to any later year: the year's money counts for nothing.
            Field::DiscountRate => (0, ONE - 1),
            Field::LoanRate
            | Field::GrantShare
            | Field::TaxRate
            | Field::ReserveRate
            | Field::EducationRate
            | Field::DevelopmentRate => (0, ONE),
        }
    }

    /// Reads what was typed: dirhams, percent or a whole number.
    ///
    /// # Errors
    /// `Required`, `NotANumber`, `OutOfRange` with the bounds as they are typed.
    pub fn parse(self, text: &str) -> Result<i64, Problem> {
        let quantity = self.quantity();
        let (min, max) = self.bounds();
        let out_of_range = Problem::OutOfRange {
            min: min / quantity.unit(),
            max: max / quantity.unit(),
        };
        match parse_decimal(text, quantity.places()) {
            Ok(value) if (min..=max).contains(&value) => Ok(value),
            Ok(_) | Err(Problem::OutOfRange { .. }) => Err(out_of_range),
            Err(problem) => Err(problem),
        }
    }

    /// As a form and an address write it.
    pub fn text(self, value: i64) -> String {
        decimal_text(value, self.quantity().places())
    }

    /// Least, most and step of a slider around the sheet's own value, in the stored unit.
    pub fn slider(self, base: i64) -> (i64, i64, i64) {
        let (min, max) = self.bounds();
        let (low, high, step) = match self.quantity() {
            Quantity::Days => (0, 180, 5),
            Quantity::Months => (0, 24, 1),
            Quantity::Years => (1, 15, 1),
            Quantity::Percent => match self {
                Field::GrantShare | Field::DevelopmentRate => (0, 1_000_000, 10_000),
                _ => (0, 300_000, 2_500),
            },
            Quantity::Money | Quantity::Count => {
                let step = step_of(base / 50).max(self.quantity().unit().min(base.max(1)));
                let high = if base == 0 { step * 50 } else { base * 2 };
                (0, high.div_ceil_to(step), step)
            }
        };
        (low.max(min), high.min(max), step)
    }
}

trait CeilTo {
    fn div_ceil_to(self, step: i64) -> i64;
}

impl CeilTo for i64 {
    fn div_ceil_to(self, step: i64) -> i64 {
        let step = step.max(1);
        (self + step - 1) / step * step
    }
}

/// The largest of 1, 2, 5, 10, 20 … that is not above `value`, at least 1.
fn step_of(value: i64) -> i64 {
    let mut step = 1;
    loop {
        for next in [step * 2, step * 5, step * 10] {
            if next > value {
                return if next == step * 2 {
                    step
                } else if next == step * 5 {
                    step * 2
                } else {
                    step * 5
                };
            }
        }
        step *= 10;
    }
}

//! Which input moves a member's income most: each changed by a tenth, the others as they are.

use super::{exact::share, inputs::Inputs, simulation::accounts};
use crate::Result;

/// What is changed, alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Driver {
    Price,
    Volume,
    PaidToMembers,
    OtherCosts,
    FixedCosts,
    Investment,
    LoanRate,
    Delays,
}

impl Driver {
    pub const ALL: [Driver; 8] = [
        Driver::Price,
        Driver::Volume,
        Driver::PaidToMembers,
        Driver::OtherCosts,
        Driver::FixedCosts,
        Driver::Investment,
        Driver::LoanRate,
        Driver::Delays,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Driver::Price => "price",
            Driver::Volume => "volume",
            Driver::PaidToMembers => "paid_to_members",
            Driver::OtherCosts => "other_costs",
            Driver::FixedCosts => "fixed_costs",
            Driver::Investment => "investment",
            Driver::LoanRate => "loan_rate",
            Driver::Delays => "delays",
        }
    }

    /// Multiplies what this driver stands for by `factor`, in millionths.
    pub(super) fn scale(self, it: &mut Inputs, factor: i64) {
        match self {
            Driver::Price => it.unit_price = share(it.unit_price, factor),
            Driver::Volume => {
                for units in &mut it.annual_volume {
                    *units = share(*units, factor);
                }
            }
            Driver::PaidToMembers => it.paid_to_members = share(it.paid_to_members, factor),
            Driver::OtherCosts => it.other_costs = share(it.other_costs, factor),
            Driver::FixedCosts => it.fixed_costs = share(it.fixed_costs, factor),
            Driver::Investment => {
                for asset in &mut it.assets {
                    asset.cost = share(asset.cost, factor);
                }
            }
            Driver::LoanRate => it.loan_rate = share(it.loan_rate, factor),
            Driver::Delays => {
                it.stock_days = share(it.stock_days, factor);
                it.receivable_days = share(it.receivable_days, factor);
            }
        }
    }
}

/// One bar of the tornado: a member's income a year, on average, with the driver a tenth lower and
/// a tenth higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swing {
    pub driver: Driver,
    pub lower: i64,
    pub higher: i64,
}

impl Swing {
    pub const fn size(&self) -> u64 {
        self.higher.abs_diff(self.lower)
    }
}

/// Every driver, the strongest first, around the income of the inputs as they are (first).
///
/// # Errors
/// `Invalid` as the simulator's.
pub fn sensitivity(inputs: &Inputs) -> Result<(i64, Vec<Swing>)> {
    inputs.check()?;
    let at = |driver: Driver, factor: i64| {
        let mut changed = inputs.clone();
        driver.scale(&mut changed, factor);
        mean_income(&changed)
    };
    let mut swings: Vec<Swing> = Driver::ALL
        .into_iter()
        .map(|driver| Swing {
            driver,
            lower: at(driver, 900_000),
            higher: at(driver, 1_100_000),
        })
        .collect();
    swings.sort_by_key(|swing| core::cmp::Reverse(swing.size()));
    Ok((mean_income(inputs), swings))
}

/// A member's income a year, averaged over the three.
pub(super) fn mean_income(inputs: &Inputs) -> i64 {
    let incomes = accounts(inputs).income_per_member;
    super::exact::ratio(
        incomes.iter().map(|income| i128::from(*income)).sum(),
        incomes.len() as i128,
    )
}

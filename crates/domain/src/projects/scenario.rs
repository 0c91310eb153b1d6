//! What may go otherwise: six changes of the inputs, each a button.

use super::{exact::share, inputs::Inputs};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scenario {
    /// A tenth less for each unit.
    Price,
    /// A fifth less sold.
    Volume,
    /// Materials and fixed costs 15 % dearer.
    Cost,
    /// The second year brings 40 % less, and materials cost a tenth more all along.
    Drought,
    /// 30 % less sold from the second year, and the others pay 30 days later.
    LostBuyer,
    /// The grant comes a year late; a loan bridges it.
    LateGrant,
}

impl Scenario {
    pub const ALL: [Scenario; 6] = [
        Scenario::Price,
        Scenario::Volume,
        Scenario::Cost,
        Scenario::Drought,
        Scenario::LostBuyer,
        Scenario::LateGrant,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Scenario::Price => "price",
            Scenario::Volume => "volume",
            Scenario::Cost => "cost",
            Scenario::Drought => "drought",
            Scenario::LostBuyer => "lost_buyer",
            Scenario::LateGrant => "late_grant",
        }
    }

    pub fn from_code(code: &str) -> Option<Scenario> {
        Scenario::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The inputs as this scenario leaves them, still within their bounds.
    pub fn apply(self, inputs: &Inputs) -> Inputs {
        let mut it = inputs.clone();
        match self {
            Scenario::Price => it.unit_price = share(it.unit_price, 900_000),
            Scenario::Volume => {
                it.annual_volume = it.annual_volume.map(|units| share(units, 800_000))
            }
            Scenario::Cost => {
                it.other_costs = share(it.other_costs, 1_150_000);
                it.fixed_costs = share(it.fixed_costs, 1_150_000);
            }
            Scenario::Drought => {
                it.annual_volume[1] = share(it.annual_volume[1], 600_000);
                it.other_costs = share(it.other_costs, 1_100_000);
            }
            Scenario::LostBuyer => {
                for units in &mut it.annual_volume[1..] {
                    *units = share(*units, 700_000);
                }
                it.receivable_days = (it.receivable_days + 30).min(360);
            }
            Scenario::LateGrant => it.grant_delay = 12,
        }
        it
    }
}

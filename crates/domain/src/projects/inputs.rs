//! What a simulation starts from, and the bounds within which its arithmetic is exact.

use super::{Field, exact::ONE};
use crate::{FieldError, Problem, Result};
use serde::{Deserialize, Serialize};

/// Years that a simulation covers; each has 360 days.
pub const YEARS: usize = 3;

/// Larger yearly amounts (100 billion dirhams, in centimes) are refused: below them no product of
/// the returns leaves 128 bits.
const MAX_AMOUNT: i64 = 10_000_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AssetKind {
    FitOut,
    Equipment,
    Vehicle,
    Livestock,
    Plantation,
    Computers,
    /// Studies, registration, training: of no value to anyone else.
    SetUp,
    Other,
}

impl AssetKind {
    pub const ALL: [AssetKind; 8] = [
        AssetKind::FitOut,
        AssetKind::Equipment,
        AssetKind::Vehicle,
        AssetKind::Livestock,
        AssetKind::Plantation,
        AssetKind::Computers,
        AssetKind::SetUp,
        AssetKind::Other,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            AssetKind::FitOut => "fit-out",
            AssetKind::Equipment => "equipment",
            AssetKind::Vehicle => "vehicle",
            AssetKind::Livestock => "livestock",
            AssetKind::Plantation => "plantation",
            AssetKind::Computers => "computers",
            AssetKind::SetUp => "set-up costs",
            AssetKind::Other => "other",
        }
    }

    /// A name that is none of the codes is some other asset.
    pub fn from_code(code: &str) -> AssetKind {
        AssetKind::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
            .unwrap_or(AssetKind::Other)
    }

    /// Whether what is left of it could be sold at the end.
    pub const fn can_be_sold(self) -> bool {
        !matches!(self, AssetKind::SetUp)
    }
}

/// One item of the investment, written off in equal parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asset {
    pub kind: AssetKind,
    /// Centimes.
    pub cost: i64,
    pub years: i64,
}

/// Everything the simulator reads. Amounts in centimes, rates in millionths, volumes in whole
/// units a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inputs {
    pub unit_price: i64,
    pub annual_volume: [i64; YEARS],
    pub members: i64,
    pub share_capital: i64,
    pub assets: Vec<Asset>,
    /// What a member is paid for each unit delivered or worked.
    pub paid_to_members: i64,
    pub other_costs: i64,
    pub fixed_costs: i64,
    pub fixed_cost_inflation: i64,
    pub stock_days: i64,
    pub receivable_days: i64,
    pub payable_days: i64,
    pub grant_share: i64,
    pub grant_cap: i64,
    /// Months that the grant comes late; a loan at the same rate bridges them.
    pub grant_delay: i64,
    pub loan_rate: i64,
    /// Equal principal, interest on the opening balance.
    pub loan_years: i64,
    pub discount_rate: i64,
    pub tax_rate: i64,
    pub reserve_rate: i64,
    pub education_rate: i64,
    pub development_rate: i64,
    /// What the assets are worth at the end; `None` for their book value where they can be sold.
    pub residual_value: Option<i64>,
}

impl Inputs {
    /// Every field with its value, in the order of a form.
    pub fn fields(&self) -> Vec<Field> {
        let assets = 0..u8::try_from(self.assets.len()).unwrap_or(u8::MAX);
        let mut fields = vec![
            Field::UnitPrice,
            Field::Volume(0),
            Field::Volume(1),
            Field::Volume(2),
        ];
        fields.extend([Field::Members, Field::ShareCapital]);
        fields.extend(assets.flat_map(|at| [Field::AssetCost(at), Field::AssetYears(at)]));
        fields.extend(Field::AFTER_ASSETS);
        fields
    }

    pub fn get(&self, field: Field) -> i64 {
        self.clone().slot(field).map_or(0, |slot| *slot)
    }

    /// Changes one field; an asset that does not exist is left out.
    pub fn set(&mut self, field: Field, value: i64) {
        if let Some(slot) = self.slot(field) {
            *slot = value;
        }
    }

    fn slot(&mut self, field: Field) -> Option<&mut i64> {
        Some(match field {
            Field::UnitPrice => &mut self.unit_price,
            Field::Volume(year) => self.annual_volume.get_mut(usize::from(year))?,
            Field::Members => &mut self.members,
            Field::ShareCapital => &mut self.share_capital,
            Field::AssetCost(at) => &mut self.assets.get_mut(usize::from(at))?.cost,
            Field::AssetYears(at) => &mut self.assets.get_mut(usize::from(at))?.years,
            Field::PaidToMembers => &mut self.paid_to_members,
            Field::OtherCosts => &mut self.other_costs,
            Field::FixedCosts => &mut self.fixed_costs,
            Field::Inflation => &mut self.fixed_cost_inflation,
            Field::StockDays => &mut self.stock_days,
            Field::ReceivableDays => &mut self.receivable_days,
            Field::PayableDays => &mut self.payable_days,
            Field::GrantShare => &mut self.grant_share,
            Field::GrantCap => &mut self.grant_cap,
            Field::GrantDelay => &mut self.grant_delay,
            Field::LoanRate => &mut self.loan_rate,
            Field::LoanYears => &mut self.loan_years,
            Field::DiscountRate => &mut self.discount_rate,
            Field::TaxRate => &mut self.tax_rate,
            Field::ReserveRate => &mut self.reserve_rate,
            Field::EducationRate => &mut self.education_rate,
            Field::DevelopmentRate => &mut self.development_rate,
        })
    }

    /// The inputs with what `pairs` of an address or a form change in them; what is not a number
    /// or out of bounds is named and left as it was.
    pub fn changed<'a>(
        &self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Inputs, Vec<FieldError>) {
        let mut changed = self.clone();
        let mut wrong = Vec::new();
        let fields: Vec<(String, Field)> = self
            .fields()
            .into_iter()
            .map(|it| (it.name(), it))
            .collect();
        for (name, value) in pairs {
            let Some((_, field)) = fields.iter().find(|(known, _)| known == name) else {
                continue;
            };
            match field.parse(value) {
                Ok(value) => changed.set(*field, value),
                Err(problem) => wrong.push(FieldError::new(name, problem)),
            }
        }
        if wrong.is_empty()
            && let Err(error) = changed.check()
        {
            wrong.extend(error.fields().iter().cloned());
        }
        (changed, wrong)
    }

    /// The pairs of an address that make these inputs out of `base`.
    pub fn pairs_from(&self, base: &Inputs) -> Vec<(String, String)> {
        self.fields()
            .into_iter()
            .filter(|field| self.get(*field) != base.get(*field))
            .map(|field| (field.name(), field.text(self.get(field))))
            .collect()
    }

    /// # Errors
    /// `Invalid` with every field that is out of its bounds, and with what would not be exact.
    pub fn check(&self) -> Result<()> {
        let mut wrong: Vec<FieldError> = Vec::new();
        let mut refuse = |field: Field, min: i64, max: i64| {
            wrong.push(FieldError::new(
                &field.name(),
                Problem::OutOfRange { min, max },
            ));
        };
        let is_within = |field: &Field| {
            let (min, max) = field.bounds();
            (min..=max).contains(&self.get(*field))
        };
        let are_all_within = self.fields().iter().all(is_within);
        for field in self.fields() {
            let (min, max) = field.bounds();
            if !is_within(&field) {
                let shown = field.quantity().unit();
                refuse(field, min / shown, max / shown);
            }
        }
        if self.assets.len() > 20 {
            refuse(Field::AssetCost(20), 0, 20);
        }
        let per_unit = i128::from(self.unit_price.max(0))
            .max(i128::from(self.paid_to_members.max(0)) + i128::from(self.other_costs.max(0)));
        for (year, volume) in (0_u8..).zip(self.annual_volume) {
            let is_too_much = per_unit * i128::from(volume.max(0)) > i128::from(MAX_AMOUNT);
            if are_all_within && is_too_much {
                let most = i64::try_from(i128::from(MAX_AMOUNT) / per_unit.max(1)).unwrap_or(0);
                refuse(Field::Volume(year), 0, most);
            }
        }
        let appropriated = self
            .reserve_rate
            .saturating_add(self.education_rate)
            .saturating_add(self.development_rate);
        if appropriated > ONE {
            refuse(
                Field::DevelopmentRate,
                0,
                ONE.saturating_sub(self.reserve_rate)
                    .saturating_sub(self.education_rate)
                    .max(0)
                    / 10_000,
            );
        }
        if let Some(value) = self.residual_value
            && !(0..=MAX_AMOUNT).contains(&value)
        {
            wrong.push(FieldError::new(
                "residual_value",
                Problem::OutOfRange {
                    min: 0,
                    max: MAX_AMOUNT / 100,
                },
            ));
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(crate::Error::Invalid { fields: wrong })
        }
    }
}

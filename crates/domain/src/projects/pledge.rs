//! What buyers say they would buy, before the cooperative exists, and which part of the first
//! year's break-even it covers. A pledge binds nobody: it is the best that a market study has.

use super::{Inputs, simulate};
use crate::{
    Error, LocalText, Problem, Result, Timestamp,
    geography::{Province, Region},
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What a sheet shows of its pledges; never who pledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledges {
    pub buyers: u32,
    /// Units of the product a year, of all buyers.
    pub volume: i64,
    /// Of the first year's break-even, in ten-thousandths; `None` where the figures have none.
    pub covered: Option<i64>,
    /// The reader's own.
    pub mine: Option<i64>,
}

/// Which part of the first year's break-even `volume` units cover at the sheet's price, in
/// ten-thousandths, rounded down; `None` where the figures have no break-even.
pub fn covered(volume: i64, inputs: &Inputs) -> Option<i64> {
    let results = simulate(inputs).ok()?;
    let needed = results.break_even_sales[0].ok().filter(|it| *it > 0)?;
    let sales = i128::from(volume) * i128::from(inputs.unit_price);
    i64::try_from(sales * 10_000 / i128::from(needed)).ok()
}

/// One pledge as the team reads it that it is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPledge {
    pub buyer: String,
    pub volume: i64,
    /// `None` for a buyer who takes it wherever the cooperative will be.
    pub province: Option<LocalText>,
    pub pledged_at: Timestamp,
    /// When the buyer last said that they still mean it.
    pub confirmed_at: Option<Timestamp>,
}

/// The pledges that count for a team: of its project, for its province or for anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPledges {
    pub lines: Vec<TeamPledge>,
    /// Units a year, of all lines.
    pub volume: i64,
    /// Of the first year's break-even of the team's own figures, in ten-thousandths.
    pub covered: Option<i64>,
    /// Buyers who want it in another province: they do not count here.
    pub elsewhere: u32,
}

impl TeamPledges {
    pub fn of(lines: Vec<TeamPledge>, elsewhere: u32, inputs: &Inputs) -> TeamPledges {
        let volume = lines
            .iter()
            .fold(0_i64, |sum, it| sum.saturating_add(it.volume));
        TeamPledges {
            covered: covered(volume, inputs),
            lines,
            volume,
            elsewhere,
        }
    }

    /// What those may know who are not of the team: never who pledged.
    pub fn anonymous(&self) -> Pledges {
        Pledges {
            buyers: u32::try_from(self.lines.len()).unwrap_or(u32::MAX),
            volume: self.volume,
            covered: self.covered,
            mine: None,
        }
    }
}

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct PledgeInput {
    pub buyer: String,
    pub volume: String,
    /// Empty for anywhere.
    pub province: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPledge {
    /// The shop, hotel or company.
    pub buyer: String,
    pub volume: i64,
    pub province: Option<String>,
}

/// # Errors
/// `Invalid`.
pub fn parse_pledge(input: &PledgeInput, provinces: &[Province]) -> Result<NewPledge> {
    let mut check = Check::default();
    let buyer = check.take("buyer", text::name(&input.buyer, 80));
    let volume = check.take("volume", text::integer(&input.volume, 1, 10_000_000));
    let province = match input.province.trim() {
        "" => Ok(None),
        code => match provinces.iter().any(|it| it.code == code) {
            true => Ok(Some(code.to_owned())),
            false => Err(Problem::UnknownChoice),
        },
    };
    let province = check.take("province", province);
    check.finish()?;
    match (buyer, volume, province) {
        (Some(buyer), Some(volume), Some(province)) => Ok(NewPledge {
            buyer,
            volume,
            province,
        }),
        _ => Err(Error::Malformed),
    }
}

/// What the form of a pledge shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PledgePage {
    pub sheet: String,
    pub title: LocalText,
    pub product: super::Product,
    pub product_name: LocalText,
    pub pledges: Pledges,
    pub mine: Option<MyPledge>,
    pub regions: Vec<Region>,
    pub provinces: Vec<Province>,
}

/// The reader's own pledge, with the name given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPledge {
    pub buyer: String,
    pub volume: i64,
    /// A province's code; `None` for anywhere.
    pub province: Option<String>,
    pub confirmed_at: Option<Timestamp>,
}

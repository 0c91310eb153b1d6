//! What buyers say they would buy, before the cooperative exists, and which part of the first
//! year's break-even it covers. A pledge binds nobody: it is the best that a market study has.

use super::{Inputs, simulate};
use crate::{
    Error, LocalText, Result,
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

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct PledgeInput {
    pub buyer: String,
    pub volume: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPledge {
    /// The shop, hotel or company.
    pub buyer: String,
    pub volume: i64,
}

/// # Errors
/// `Invalid`.
pub fn parse_pledge(input: &PledgeInput) -> Result<NewPledge> {
    let mut check = Check::default();
    let buyer = check.take("buyer", text::name(&input.buyer, 80));
    let volume = check.take("volume", text::integer(&input.volume, 1, 10_000_000));
    check.finish()?;
    match (buyer, volume) {
        (Some(buyer), Some(volume)) => Ok(NewPledge { buyer, volume }),
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
    /// The reader's own, with the name given.
    pub mine: Option<(String, i64)>,
}

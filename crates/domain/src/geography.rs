//! Regions and provinces as screens show them; the official lists live in the database.

use crate::{Lang, LocalText};
use serde::{Deserialize, Serialize};

/// One of the twelve regions, by its official number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionCode(u8);

impl RegionCode {
    /// `None` for anything but `01` to `12`.
    pub fn parse(code: &str) -> Option<RegionCode> {
        let number = code
            .parse()
            .ok()
            .filter(|number| (1..=12).contains(number))?;
        (code.len() == 2).then_some(RegionCode(number))
    }
}

impl core::fmt::Display for RegionCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Official code, `01` to `12`.
    pub code: String,
    pub name: LocalText,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Province {
    /// Official code, for example `09.581`.
    pub code: String,
    pub region: String,
    pub name: LocalText,
}

/// Provinces under their regions, as a list offers them: the region's name, then code and name of
/// each.
pub fn by_region(
    regions: &[Region],
    provinces: &[Province],
    lang: Lang,
) -> Vec<(String, Vec<(String, String)>)> {
    let within = |region: &Region| {
        provinces
            .iter()
            .filter(|province| province.region == region.code)
            .map(|province| (province.code.clone(), province.name.pick(lang).text))
            .collect()
    };
    regions
        .iter()
        .map(|region| (region.name.pick(lang).text, within(region)))
        .collect()
}

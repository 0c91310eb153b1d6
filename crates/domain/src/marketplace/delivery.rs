//! What a parcel costs to send: rates by method, zone and weight, each valid for a time.

use super::{DeliveryMethod, PackSize, Unit};
use crate::{LocalText, Money, Problem, Result, Timestamp, text, text::Check};
use serde::{Deserialize, Serialize};

/// Where a parcel goes, as far as its price is concerned: one of the twelve regions by its code,
/// `eu`, `na` or `world`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Zone(String);

impl Zone {
    pub const ALL: [&'static str; 15] = [
        "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "eu", "na", "world",
    ];

    pub fn parse(code: &str) -> Option<Zone> {
        Zone::ALL.contains(&code).then(|| Zone(code.to_owned()))
    }

    pub fn code(&self) -> &str {
        &self.0
    }

    /// A region of Morocco.
    pub fn is_domestic(&self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_digit())
    }

    pub fn domestic() -> impl Iterator<Item = Zone> {
        Zone::ALL
            .into_iter()
            .filter_map(Zone::parse)
            .filter(Zone::is_domestic)
    }
}

/// A country one can send to; `zone` is empty for Morocco, whose zones are its regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166-1, two letters.
    pub code: String,
    pub name: LocalText,
    pub zone: String,
}

/// The home country's code.
pub const MOROCCO: &str = "MA";

/// A shop or a hall where parcels wait. At a pooled one, the parcels of several cooperatives
/// arrive together once a week, which is cheaper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupPoint {
    pub id: i64,
    pub region: String,
    pub name: LocalText,
    pub street: String,
    pub city: String,
    pub hours: String,
    pub pooled: bool,
}

/// One row of the table of rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingRate {
    pub id: i64,
    pub method: DeliveryMethod,
    pub zone: Zone,
    /// Up to this weight in grams, packing included.
    pub up_to_grams: i64,
    pub fee: Money,
    pub valid_from: Timestamp,
    pub valid_to: Option<Timestamp>,
    pub source: String,
}

/// What the packing of one parcel weighs, in grams.
const PACKING_GRAMS: i64 = 150;

/// The weight of one pack with its glass, tin or cloth, in grams, where nobody weighed it: a tenth
/// more than what is in it, half as much again in a bottle.
pub const fn estimated_weight(pack: PackSize) -> i64 {
    let grams = match pack.unit {
        Unit::Gram => pack.amount * 11 / 10,
        Unit::Kilogram => pack.amount * 1100,
        Unit::Millilitre => pack.amount * 3 / 2,
        Unit::Litre => pack.amount * 1500,
        Unit::Piece => pack.amount * 600,
        Unit::Pair => pack.amount * 900,
        Unit::Dozen => pack.amount * 1200,
        // A hand-knotted rug weighs some three kilograms a square metre.
        Unit::SquareDecimetre => pack.amount * 30,
        Unit::SquareMetre => pack.amount * 3000,
    };
    if grams < 1 { 1 } else { grams }
}

/// What a parcel of these goods weighs: weight of one and how many, packing added.
pub fn parcel_weight(goods: impl IntoIterator<Item = (i64, u32)>) -> i64 {
    goods
        .into_iter()
        .fold(PACKING_GRAMS, |sum, (grams, quantity)| {
            sum.saturating_add(grams.saturating_mul(i64::from(quantity)))
        })
}

/// The listed fee for `grams`: the smallest bracket that holds it. What is heavier than the
/// largest bracket goes in several parcels. `None` where nothing is listed.
pub fn listed_fee(
    rates: &[ShippingRate],
    method: DeliveryMethod,
    zone: &Zone,
    grams: i64,
) -> Option<Money> {
    let of = |rate: &&ShippingRate| rate.method == method && rate.zone == *zone;
    let largest = rates
        .iter()
        .filter(of)
        .max_by_key(|rate| rate.up_to_grams)?;
    let grams = grams.max(0);
    let full = u32::try_from(grams / largest.up_to_grams.max(1)).ok()?;
    let rest = grams % largest.up_to_grams.max(1);
    let whole = largest.fee.times(full)?;
    if rest == 0 && full > 0 {
        return Some(whole);
    }
    let bracket = rates
        .iter()
        .filter(of)
        .filter(|rate| rate.up_to_grams >= rest)
        .min_by_key(|rate| rate.up_to_grams)?;
    whole.plus(bracket.fee)
}

/// One cooperative's goods on their way.
#[derive(Clone, Copy, Debug)]
pub struct Parcel {
    pub grams: i64,
    pub goods: Money,
    /// From this total on the cooperative sends free, within Morocco.
    pub free_from: Option<Money>,
}

/// What the buyer pays: nothing to fetch at the cooperative, nothing within Morocco from the
/// cooperative's own threshold on, the listed fee otherwise. `None` where it is not offered.
pub fn parcel_fee(
    rates: &[ShippingRate],
    method: DeliveryMethod,
    zone: &Zone,
    parcel: Parcel,
) -> Option<Money> {
    if method == DeliveryMethod::Pickup {
        return zone.is_domestic().then(|| Money::mad(0));
    }
    let listed = listed_fee(rates, method, zone, parcel.grams)?;
    let free = zone.is_domestic()
        && parcel
            .free_from
            .is_some_and(|from| parcel.goods.minor >= from.minor);
    Some(if free { Money::mad(0) } else { listed })
}

/// A rate as typed by the office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateInput {
    pub method: String,
    pub zone: String,
    pub up_to_grams: String,
    /// In dirhams, with or without centimes.
    pub fee: String,
    /// `2027-01-31`; from the beginning of that day.
    pub valid_from: String,
    pub source: String,
}

/// A checked rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRate {
    pub method: DeliveryMethod,
    pub zone: Zone,
    pub up_to_grams: i64,
    pub fee: Money,
    pub valid_from: Timestamp,
    pub source: String,
}

impl RateInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self) -> Result<NewRate> {
        let mut check = Check::default();
        let method = DeliveryMethod::from_code(&self.method)
            .filter(|method| *method != DeliveryMethod::Pickup)
            .ok_or(Problem::UnknownChoice);
        let method = check.take("method", method);
        let zone = check.take(
            "zone",
            Zone::parse(&self.zone).ok_or(Problem::UnknownChoice),
        );
        let up_to_grams = check.take(
            "up_to_grams",
            text::integer(&self.up_to_grams, 1, 1_000_000),
        );
        let fee = check.take("fee", amount(&self.fee, 10_000_000));
        let valid_from = check.take("valid_from", typed_day(&self.valid_from));
        let source = check.take("source", text::line(&self.source, 200));
        check.finish()?;
        match (method, zone, up_to_grams, fee, valid_from, source) {
            (
                Some(method),
                Some(zone),
                Some(up_to_grams),
                Some(fee),
                Some(valid_from),
                Some(source),
            ) => Ok(NewRate {
                method,
                zone,
                up_to_grams,
                fee: Money::mad(fee),
                valid_from,
                source,
            }),
            _ => Err(crate::Error::Malformed),
        }
    }
}

/// An amount as people type it, in minor units: `35`, `35,5`, `35.50`, in any digits.
///
/// # Errors
/// `Required`, `NotANumber`, `OutOfRange`.
pub fn amount(typed: &str, max_minor: i64) -> core::result::Result<i64, Problem> {
    let bare: String = typed
        .trim()
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| {
            if matches!(c, ',' | '\u{66b}') {
                '.'
            } else {
                text::western_digit(c)
            }
        })
        .collect();
    let (whole, cents) = bare.split_once('.').unwrap_or((&bare, ""));
    if cents.len() > 2 || !cents.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotANumber);
    }
    let whole = text::integer(whole, 0, max_minor / 100)?;
    let cents = text::integer(&format!("{cents:0<2}"), 0, 99)?;
    let minor = whole * 100 + cents;
    if minor > max_minor {
        return Err(Problem::OutOfRange {
            min: 0,
            max: max_minor / 100,
        });
    }
    Ok(minor)
}

/// The beginning of a day (UTC) from `2027-01-31`.
///
/// # Errors
/// `Required`, `NotANumber`, `OutOfRange`.
pub fn typed_day(typed: &str) -> core::result::Result<Timestamp, Problem> {
    let mut parts = typed.trim().split('-');
    let mut next = |min, max| {
        let part = parts.next().ok_or(Problem::Required)?;
        text::integer(part, min, max)
    };
    let (year, month, day) = (next(1970, 2200)?, next(1, 12)?, next(1, 31)?);
    // Days from civil (Howard Hinnant): March begins the year, so that February's length is last.
    let year_from_march = if month <= 2 { year - 1 } else { year };
    let era = year_from_march.div_euclid(400);
    let of_era = year_from_march.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Ok(days * 86_400)
}

/// The administration's table of rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesView {
    pub rates: Vec<ShippingRate>,
    pub regions: Vec<crate::geography::Region>,
    pub now: Timestamp,
}

/// The desk's page about delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskDeliveryView {
    pub free_from: Option<Money>,
    pub goods: Vec<WeighedView>,
}

/// One pack, what it weighs and whether it may leave the country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeighedView {
    pub variant: crate::VariantId,
    pub listing: crate::ListingId,
    pub name: LocalText,
    pub pack: PackSize,
    pub sku: String,
    pub grams: i64,
    /// Nobody weighed it yet.
    pub is_estimate: bool,
    pub exportable: bool,
}

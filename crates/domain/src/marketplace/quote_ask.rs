//! The form that asks for quotes, as it is sent and as it is checked.

use super::{Country, Incoterm, MOROCCO, PackSize, PickedVariant, Transport, Unit, typed_day};
use crate::{
    CategoryId, CooperativeId, Error, LocalText, Problem, Result, Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Packs, kilograms or litres of one line.
pub const MAX_ASKED: i64 = 1_000_000;

/// Cooperatives that one request goes to.
const MAX_SELLERS: usize = 12;

const DAY: i64 = 86_400;

/// How long a request waits for an agreement.
const RFQ_LIFE: i64 = 60 * DAY;

/// What a free description can be counted in, and how many base units one is.
pub const QUOTE_UNITS: [(Unit, Unit, i64); 6] = [
    (Unit::Kilogram, Unit::Gram, 1000),
    (Unit::Litre, Unit::Millilitre, 1000),
    (Unit::Piece, Unit::Piece, 1),
    (Unit::Pair, Unit::Pair, 1),
    (Unit::Dozen, Unit::Dozen, 1),
    (Unit::SquareMetre, Unit::SquareDecimetre, 100),
];

/// The form that asks, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskInput {
    /// The listing's slug, where it is asked from one.
    pub listing: String,
    /// The category's slug.
    pub category: String,
    /// Variant to packs.
    pub packs: BTreeMap<String, String>,
    pub description: String,
    pub amount: String,
    pub unit: String,
    /// The cooperatives chosen.
    pub sellers: BTreeMap<String, String>,
    pub country: String,
    pub region: String,
    pub wanted: String,
    pub incoterm: String,
    pub place: String,
    pub transport: String,
    pub message: String,
    pub request_key: String,
}

/// What the form is checked against.
#[derive(Clone, Debug, Default)]
pub struct AskKnown {
    pub category: Option<CategoryId>,
    pub variants: Vec<PickedVariant>,
    pub sellers: Vec<CooperativeId>,
    pub countries: Vec<Country>,
    pub lang: crate::Lang,
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRfqLine {
    pub name: LocalText,
    pub variant: Option<VariantId>,
    pub asked: PackSize,
}

/// A checked request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRfq {
    pub category: CategoryId,
    pub lines: Vec<NewRfqLine>,
    pub sellers: Vec<CooperativeId>,
    pub incoterm: Incoterm,
    pub place: String,
    pub transport: Transport,
    pub country: String,
    pub region: Option<String>,
    pub wanted_at: Option<Timestamp>,
    pub message: Option<String>,
    pub request_key: String,
    pub expires_at: Timestamp,
}

impl AskInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self, known: &AskKnown) -> Result<NewRfq> {
        let mut check = Check::default();
        if known.category.is_none() {
            check.refuse("category", Problem::UnknownChoice);
        }
        let lines = if known.variants.is_empty() {
            self.described(known, &mut check)
        } else {
            self.picked(known, &mut check)
        };
        let sellers = self.sellers(known, &mut check);
        let incoterm = Incoterm::from_code(&self.incoterm);
        let transport = Transport::from_code(&self.transport);
        if transport.is_none() {
            check.refuse("transport", Problem::UnknownChoice);
        }
        // The rules keep some terms for sea and inland waterway.
        let suits = incoterm
            .zip(transport)
            .is_none_or(|(term, by)| term.allows(by));
        if incoterm.is_none() || !suits {
            check.refuse("incoterm", Problem::UnknownChoice);
        }
        let place = check.take("place", text::line(&self.place, 80));
        let country = match self.country.trim() {
            "" => MOROCCO,
            code => code,
        };
        if country != MOROCCO && !known.countries.iter().any(|it| it.code == country) {
            check.refuse("country", Problem::UnknownChoice);
        }
        let region = check.take("region", text::optional_line(&self.region, 80));
        let wanted_at = if self.wanted.trim().is_empty() {
            None
        } else {
            check.take("wanted", typed_day(&self.wanted))
        };
        if wanted_at.is_some_and(|at| at + DAY <= known.now) {
            check.refuse("wanted", Problem::Expired);
        }
        let message = check.take("message", text::paragraph(&self.message, 1000));
        let request_key = check.take("request_key", key(&self.request_key));
        check.finish()?;
        let done = (|| {
            Some(NewRfq {
                category: known.category?,
                lines,
                sellers,
                incoterm: incoterm?,
                place: place?,
                transport: transport?,
                country: country.to_owned(),
                region: region?,
                wanted_at,
                message: message?,
                request_key: request_key?,
                expires_at: known.now + RFQ_LIFE,
            })
        })();
        done.ok_or(Error::Malformed)
    }

    fn picked(&self, known: &AskKnown, check: &mut Check) -> Vec<NewRfqLine> {
        let mut lines = Vec::new();
        for it in &known.variants {
            let typed = self.packs.get(&it.variant.to_string());
            let typed = typed.map_or("", |typed| typed.trim());
            if typed.is_empty() {
                continue;
            }
            let field = format!("packs[{}]", it.variant);
            let packs = check.take(&field, text::integer(typed, 0, MAX_ASKED));
            let Some(packs @ 1..) = packs else {
                continue;
            };
            lines.push(NewRfqLine {
                name: it.name.clone(),
                variant: Some(it.variant),
                asked: PackSize {
                    amount: it.pack.amount.saturating_mul(packs),
                    unit: it.pack.unit,
                },
            });
        }
        if lines.is_empty() {
            let first = known.variants.first();
            let field = first.map_or_else(String::new, |it| format!("packs[{}]", it.variant));
            check.refuse(&field, Problem::Required);
        }
        lines
    }

    fn described(&self, known: &AskKnown, check: &mut Check) -> Vec<NewRfqLine> {
        let description = check.take("description", text::line(&self.description, 200));
        let number = check.take("amount", text::integer(&self.amount, 1, MAX_ASKED));
        let unit = QUOTE_UNITS
            .into_iter()
            .find(|(unit, _, _)| unit.code() == self.unit);
        if unit.is_none() {
            check.refuse("unit", Problem::UnknownChoice);
        }
        let (Some(description), Some(number), Some((_, unit, times))) = (description, number, unit)
        else {
            return Vec::new();
        };
        let mut name = LocalText::default();
        name.set(known.lang, Some(description));
        vec![NewRfqLine {
            name,
            variant: None,
            asked: PackSize {
                amount: number * times,
                unit,
            },
        }]
    }

    fn sellers(&self, known: &AskKnown, check: &mut Check) -> Vec<CooperativeId> {
        let mut sellers = BTreeSet::new();
        for typed in self.sellers.keys() {
            match typed.parse::<CooperativeId>() {
                Ok(id) if known.sellers.contains(&id) => {
                    sellers.insert(id);
                }
                _ => check.refuse("sellers", Problem::UnknownChoice),
            }
        }
        if self.sellers.is_empty() {
            check.refuse("sellers", Problem::Required);
        }
        if sellers.len() > MAX_SELLERS {
            let problem = Problem::OutOfRange {
                min: 1,
                max: MAX_SELLERS as i64,
            };
            check.refuse("sellers", problem);
        }
        sellers.into_iter().collect()
    }
}

/// What a page minted: letters, digits and hyphens.
pub(super) fn key(typed: &str) -> core::result::Result<String, Problem> {
    let typed = typed.trim();
    let is_key = (16..=64).contains(&typed.len())
        && typed
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_key
        .then(|| typed.to_owned())
        .ok_or(Problem::UnknownChoice)
}

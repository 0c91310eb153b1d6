//! The forms around a request for quotes, as they are sent and as they are checked.

use super::{
    Author, Country, Incoterm, MOROCCO, PackSize, PickedVariant, QuoteLine, QuotedSize, RfqLine,
    Transport, Unit, amount, quote::fits, typed_day,
};
use crate::{
    CategoryId, CooperativeId, Error, LocalText, Money, Problem, QuoteLineId, Result, RfqLineId,
    Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Packs, kilograms or litres of one line.
pub const MAX_ASKED: i64 = 1_000_000;

/// Of one pack, in centimes: a million dirhams.
const MAX_PRICE: i64 = 100_000_000;

/// Cooperatives that one request goes to.
const MAX_SELLERS: usize = 12;

const DAY: i64 = 86_400;

/// How long a request waits for an agreement.
const RFQ_LIFE: i64 = 60 * DAY;

/// The longest that an offer stands.
const LONGEST_OFFER: i64 = 90 * DAY;

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
fn key(typed: &str) -> core::result::Result<String, Problem> {
    let typed = typed.trim();
    let is_key = (16..=64).contains(&typed.len())
        && typed
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_key
        .then(|| typed.to_owned())
        .ok_or(Problem::UnknownChoice)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuoteLine {
    pub line: RfqLineId,
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
    pub quantity: u32,
    pub unit_price: Money,
}

/// A checked version of either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOffer {
    pub author: Author,
    pub lines: Vec<NewQuoteLine>,
    pub prepare_days: u32,
    pub expires_at: Timestamp,
    pub message: Option<String>,
}

/// A cooperative's offer, as it was sent; each map's keys are the request's lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferInput {
    pub variant: BTreeMap<String, String>,
    pub quantity: BTreeMap<String, String>,
    pub price: BTreeMap<String, String>,
    pub prepare_days: String,
    /// The last day on which the offer can be taken.
    pub expires: String,
    pub message: String,
    /// The last version seen.
    pub version: String,
}

impl OfferInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(
        &self,
        asked: &[RfqLine],
        sizes: &[QuotedSize],
        now: Timestamp,
    ) -> Result<NewOffer> {
        let mut check = Check::default();
        let mut lines: Vec<NewQuoteLine> = Vec::new();
        for line in asked {
            let id = line.id.to_string();
            let typed = |map: &BTreeMap<String, String>| map.get(&id).cloned().unwrap_or_default();
            let variant = typed(&self.variant);
            if variant.trim().is_empty() {
                continue;
            }
            let field = format!("variant[{id}]");
            let size = sizes
                .iter()
                .find(|size| size.variant.to_string() == variant)
                .filter(|size| fits(line.asked, size.pack));
            let Some(size) = size else {
                check.refuse(&field, Problem::UnknownChoice);
                continue;
            };
            if lines.iter().any(|other| other.variant == size.variant) {
                check.refuse(&field, Problem::InUse);
                continue;
            }
            let most = line.asked.amount / size.pack.amount.max(1);
            let quantity = check.take(
                &format!("quantity[{id}]"),
                text::integer(&typed(&self.quantity), 1, most.max(1)),
            );
            let price = check.take(
                &format!("price[{id}]"),
                amount(&typed(&self.price), MAX_PRICE),
            );
            if price == Some(0) {
                check.refuse(&format!("price[{id}]"), Problem::Required);
            }
            if most < 1 {
                // Even one pack is more than what was asked.
                check.refuse(&field, Problem::UnknownChoice);
            }
            lines.extend(new_line(line.id, size, quantity, price));
        }
        if lines.is_empty() && self.variant.values().all(|it| it.trim().is_empty()) {
            let first = asked.first();
            let field = first.map_or_else(String::new, |line| format!("variant[{}]", line.id));
            check.refuse(&field, Problem::Required);
        }
        let prepare_days = check.take("prepare_days", text::integer(&self.prepare_days, 0, 365));
        let expires = check.take("expires", typed_day(&self.expires));
        let expires_at = expires.map_or(0, |day| day + DAY - 1);
        if expires.is_some() && expires_at <= now {
            check.refuse("expires", Problem::Expired);
        }
        if expires_at > now + LONGEST_OFFER {
            check.refuse("expires", Problem::InvalidDate);
        }
        let message = check.take("message", text::paragraph(&self.message, 1000));
        check.finish()?;
        Ok(NewOffer {
            author: Author::Seller,
            lines,
            prepare_days: u32::try_from(prepare_days.unwrap_or(0)).unwrap_or(0),
            expires_at,
            message: message.flatten(),
        })
    }
}

fn new_line(
    line: RfqLineId,
    size: &QuotedSize,
    quantity: Option<i64>,
    price: Option<i64>,
) -> Option<NewQuoteLine> {
    Some(NewQuoteLine {
        line,
        variant: size.variant,
        name: size.name.clone(),
        pack: size.pack,
        quantity: u32::try_from(quantity?).ok()?,
        unit_price: Money::mad(price?),
    })
}

/// What the buyer proposes instead; keys are the offer's lines, and zero pieces leave one out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterInput {
    pub quantity: BTreeMap<String, String>,
    pub price: BTreeMap<String, String>,
    pub message: String,
    pub version: String,
}

impl CounterInput {
    /// `offered` is the seller's last word, whose days and expiry stay.
    ///
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(
        &self,
        asked: &[RfqLine],
        offered: &super::QuoteVersion,
        expires_at: Timestamp,
    ) -> Result<NewOffer> {
        let mut check = Check::default();
        let mut lines = Vec::new();
        for line in &offered.lines {
            let id = line.id.to_string();
            let typed = |map: &BTreeMap<String, String>| map.get(&id).cloned().unwrap_or_default();
            let most = asked
                .iter()
                .find(|it| it.id == line.line)
                .map_or(0, |it| it.asked.amount / line.pack.amount.max(1));
            let quantity = check.take(
                &format!("quantity[{id}]"),
                text::integer(&typed(&self.quantity), 0, most),
            );
            let price = check.take(
                &format!("price[{id}]"),
                amount(&typed(&self.price), MAX_PRICE),
            );
            if price == Some(0) {
                check.refuse(&format!("price[{id}]"), Problem::Required);
            }
            if let (Some(quantity @ 1..), Some(price)) = (quantity, price) {
                lines.push(proposed(line, quantity, price));
            }
        }
        let message = check.take("message", text::paragraph(&self.message, 1000));
        if lines.is_empty() {
            let first = offered.lines.first();
            let field = first.map_or_else(String::new, |line| format!("quantity[{}]", line.id));
            check.refuse(&field, Problem::Required);
        }
        check.finish()?;
        Ok(NewOffer {
            author: Author::Buyer,
            lines,
            prepare_days: offered.prepare_days,
            expires_at,
            message: message.flatten(),
        })
    }
}

fn proposed(line: &QuoteLine, quantity: i64, price: i64) -> NewQuoteLine {
    NewQuoteLine {
        line: line.line,
        variant: line.variant,
        name: line.name.clone(),
        pack: line.pack,
        quantity: u32::try_from(quantity).unwrap_or(u32::MAX),
        unit_price: Money::mad(price),
    }
}

/// What the buyer takes, and where it goes. The country is the request's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptInput {
    /// Offered line to packs.
    pub take: BTreeMap<String, String>,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub province: String,
    pub postcode: String,
    pub city: String,
    pub street: String,
    pub note: String,
    pub idempotency_key: String,
}

impl AcceptInput {
    /// How many packs of which line; nothing typed is none.
    ///
    /// # Errors
    /// `Invalid` on `take[<line>]`; `Malformed` for what is no line.
    pub fn taken(&self) -> Result<BTreeMap<QuoteLineId, u32>> {
        let mut check = Check::default();
        let mut taken = BTreeMap::new();
        for (line, typed) in &self.take {
            let id: QuoteLineId = line.parse().map_err(|_| Error::Malformed)?;
            let typed = if typed.trim().is_empty() { "0" } else { typed };
            let number = check.take(&format!("take[{id}]"), text::integer(typed, 0, MAX_ASKED));
            let number = number.and_then(|it| u32::try_from(it).ok()).unwrap_or(0);
            if number > 0 {
                taken.insert(id, number);
            }
        }
        check.finish()?;
        Ok(taken)
    }

    /// # Errors
    /// `Invalid` on `idempotency_key`.
    pub fn key(&self) -> Result<String> {
        key(&self.idempotency_key).map_err(|problem| Error::field("idempotency_key", problem))
    }

    pub fn address(&self, country: &str) -> super::AddressInput {
        super::AddressInput {
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            country: country.to_owned(),
            province: self.province.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            street: self.street.clone(),
            note: self.note.clone(),
        }
    }
}

/// How an order was packed, for its papers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackingInput {
    pub packages: String,
    /// In kilograms, as weighed with everything around the goods.
    pub gross: String,
}

impl PackingInput {
    /// Packages and grams.
    ///
    /// # Errors
    /// `Invalid` naming each wrong field.
    pub fn check(&self) -> Result<(u32, i64)> {
        let mut check = Check::default();
        let packages = check.take("packages", text::integer(&self.packages, 1, 100_000));
        // Typed like an amount: two places are ten grams.
        let gross = check.take("gross", amount(&self.gross, 100_000_000));
        if gross == Some(0) {
            check.refuse("gross", Problem::Required);
        }
        check.finish()?;
        match (packages.and_then(|it| u32::try_from(it).ok()), gross) {
            (Some(packages), Some(gross)) => Ok((packages, gross * 10)),
            _ => Err(Error::Malformed),
        }
    }
}

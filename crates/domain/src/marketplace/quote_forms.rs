//! The forms that answer a request: offers, counter-offers, acceptance and packing, as they are
//! sent and as they are checked.

use super::{
    Author, PackSize, QuoteLine, QuotedSize, RfqLine, amount,
    quote::fits,
    quote_ask::{MAX_ASKED, key},
    typed_day,
};
use crate::{
    Error, LocalText, Money, Problem, QuoteLineId, Result, RfqLineId, Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Of one pack, in centimes: a million dirhams.
const MAX_PRICE: i64 = 100_000_000;

const DAY: i64 = 86_400;

/// The longest that an offer stands.
const LONGEST_OFFER: i64 = 90 * DAY;

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

//! What is taken of a sale: tax and commission, by dated rates of which the most particular counts.

use super::{Share, typed_day};
use crate::{
    CategoryId, CooperativeId, DocumentId, Error, LocalText, Money, OrderId, Problem, Result,
    Timestamp, text, text::Check,
};
use serde::{Deserialize, Serialize};

/// What a rate takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SaleRateKind {
    /// Value added tax of what stays in Morocco.
    TaxHome,
    /// Value added tax of what leaves it: none, with proof (article 92-I-1° of the tax code).
    TaxAbroad,
    /// The platform's own part.
    Commission,
}

impl SaleRateKind {
    pub const ALL: [SaleRateKind; 3] = [
        SaleRateKind::TaxHome,
        SaleRateKind::TaxAbroad,
        SaleRateKind::Commission,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            SaleRateKind::TaxHome => "tax_home",
            SaleRateKind::TaxAbroad => "tax_abroad",
            SaleRateKind::Commission => "commission",
        }
    }

    pub fn from_code(code: &str) -> Option<SaleRateKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The tax of goods by where they go.
    pub const fn tax(is_abroad: bool) -> SaleRateKind {
        if is_abroad {
            SaleRateKind::TaxAbroad
        } else {
            SaleRateKind::TaxHome
        }
    }
}

/// One row: of one cooperative, of one category, of both, or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaleRate {
    pub kind: SaleRateKind,
    pub cooperative: Option<CooperativeId>,
    pub category: Option<CategoryId>,
    pub thousandths: i64,
}

/// The rates in force at one moment. No two are of the same kind, cooperative and category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaleRates(pub Vec<SaleRate>);

impl SaleRates {
    /// The most particular rate in thousandths: of the cooperative's category, else of the
    /// cooperative, else of the category, else of all.
    ///
    /// # Errors
    /// `Conflict` where nothing is said: a sale is never taken to be free of tax by silence.
    pub fn of(
        &self,
        kind: SaleRateKind,
        cooperative: CooperativeId,
        category: CategoryId,
    ) -> Result<i64> {
        self.0
            .iter()
            .filter(|rate| rate.kind == kind)
            .filter(|rate| rate.cooperative.is_none_or(|it| it == cooperative))
            .filter(|rate| rate.category.is_none_or(|it| it == category))
            .min_by_key(|rate| (rate.cooperative.is_none(), rate.category.is_none()))
            .map(|rate| rate.thousandths)
            .ok_or(Error::Conflict)
    }
}

/// A line's parts, and the rates that cut them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub share: Share,
    pub tax_thousandths: i64,
    pub commission_thousandths: i64,
}

impl SaleRates {
    /// Cuts a total. Prices include tax: the part of it in a price is rate / (1000 + rate).
    ///
    /// # Errors
    /// As [`SaleRates::of`]; `Malformed` where the parts exceed the total.
    pub fn cut(
        &self,
        total: Money,
        cooperative: CooperativeId,
        category: CategoryId,
        is_abroad: bool,
    ) -> Result<Cut> {
        let rate = |kind| self.of(kind, cooperative, category);
        let tax_thousandths = rate(SaleRateKind::tax(is_abroad))?;
        let commission_thousandths = rate(SaleRateKind::Commission)?;
        let tax = total
            .unit_price(1000 + tax_thousandths, tax_thousandths)
            .ok_or(Error::Malformed)?;
        let share = Share::of_line(total, tax, commission_thousandths)?;
        Ok(Cut {
            share,
            tax_thousandths,
            commission_thousandths,
        })
    }
}

/// The form of a new rate, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleRateInput {
    pub kind: String,
    /// The cooperative's ICE; empty: every cooperative.
    pub ice: String,
    /// The category's slug; empty: every category.
    pub category: String,
    /// In percent, with at most one decimal.
    pub percent: String,
    /// `2027-01-31`; from the beginning of that day.
    pub valid_from: String,
    pub source: String,
}

/// A checked rate; whether cooperative and category exist is the database's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSaleRate {
    pub kind: SaleRateKind,
    pub ice: Option<String>,
    pub category: Option<String>,
    pub thousandths: i64,
    pub valid_from: Timestamp,
    pub source: String,
}

/// No tax of Moroccan law and no commission of ours is higher.
const MOST_PERCENT: i64 = 30;

impl SaleRateInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self) -> Result<NewSaleRate> {
        let mut check = Check::default();
        let kind = SaleRateKind::from_code(&self.kind).ok_or(Problem::UnknownChoice);
        let kind = check.take("kind", kind);
        let ice = check.take("ice", text::optional_line(&self.ice, 20));
        let category = check.take("category", text::optional_line(&self.category, 60));
        let thousandths = check.take("percent", thousandths(&self.percent, MOST_PERCENT));
        let valid_from = check.take("valid_from", typed_day(&self.valid_from));
        let source = check.take("source", text::line(&self.source, 200));
        check.finish()?;
        match (kind, ice, category, thousandths, valid_from, source) {
            (
                Some(kind),
                Some(ice),
                Some(category),
                Some(thousandths),
                Some(valid_from),
                Some(source),
            ) => Ok(NewSaleRate {
                kind,
                ice,
                category,
                thousandths,
                valid_from,
                source,
            }),
            _ => Err(Error::Malformed),
        }
    }
}

/// A percentage as people type it, in thousandths: `20`, `5,5`, `5.5`.
pub(super) fn thousandths(typed: &str, most: i64) -> core::result::Result<i64, Problem> {
    let hundredths = super::amount(typed, most * 100).map_err(|problem| match problem {
        Problem::OutOfRange { .. } => Problem::OutOfRange { min: 0, max: most },
        other => other,
    })?;
    if hundredths % 10 != 0 {
        return Err(Problem::NotANumber);
    }
    Ok(hundredths / 10)
}

/// A row of the office's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleRateView {
    pub kind: SaleRateKind,
    pub cooperative: Option<LocalText>,
    pub category: Option<LocalText>,
    pub thousandths: i64,
    pub valid_from: Timestamp,
    pub valid_to: Option<Timestamp>,
    pub source: String,
}

/// A sale abroad without tax, of which the proof that it left is not entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnprovenExport {
    pub number: String,
    pub cooperative: LocalText,
    pub country: String,
    pub placed_at: Timestamp,
}

/// The office's page: the rates, what a form may choose, and the exports that wait for proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleRatesView {
    pub rates: Vec<SaleRateView>,
    /// Slug and name.
    pub categories: Vec<(String, LocalText)>,
    /// The oldest.
    pub unproven: Vec<UnprovenExport>,
    pub unproven_count: u64,
    /// The last entered.
    pub proven: Vec<ProvenExport>,
    pub now: Timestamp,
}

/// The customs' declaration (DUM) under which an order left the country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportProof {
    pub declaration: String,
    pub declared_at: Timestamp,
}

/// On the desk: an order that went abroad without tax, and its proof once entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSale {
    pub order: OrderId,
    pub proof: Option<ExportProof>,
    /// The declaration as a file.
    pub document: Option<DocumentId>,
}

/// A sale abroad without tax, with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenExport {
    pub number: String,
    pub cooperative: LocalText,
    pub proof: ExportProof,
    /// Missing where the proof was entered before papers were asked for.
    pub document: Option<DocumentId>,
}

/// The form of a proof, as typed.
///
/// # Errors
/// `Invalid` naming every wrong field.
pub fn export_proof(declaration: &str, day: &str, now: Timestamp) -> Result<ExportProof> {
    let mut check = Check::default();
    let declaration = check.take("declaration", text::line(declaration, 40));
    let day = typed_day(day).and_then(|day| {
        if day > now {
            Err(Problem::InvalidDate)
        } else {
            Ok(day)
        }
    });
    let declared_at = check.take("declared", day);
    check.finish()?;
    match (declaration, declared_at) {
        (Some(declaration), Some(declared_at)) => Ok(ExportProof {
            declaration,
            declared_at,
        }),
        _ => Err(Error::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(cooperative: Option<i64>, category: Option<i64>, thousandths: i64) -> SaleRate {
        SaleRate {
            kind: SaleRateKind::TaxHome,
            cooperative: cooperative.map(CooperativeId),
            category: category.map(CategoryId),
            thousandths,
        }
    }

    #[test]
    fn the_most_particular_rate_counts() {
        let rates = SaleRates(vec![
            rate(None, None, 200),
            rate(None, Some(1), 100),
            rate(Some(1), None, 70),
            rate(Some(1), Some(1), 0),
        ]);
        for (cooperative, category, expected) in [(1, 1, 0), (1, 2, 70), (2, 1, 100), (2, 2, 200)] {
            let found = rates.of(
                SaleRateKind::TaxHome,
                CooperativeId(cooperative),
                CategoryId(category),
            );
            assert_eq!(found, Ok(expected), "{cooperative} {category}");
        }
        // Silence is not an exemption.
        let abroad = rates.of(SaleRateKind::TaxAbroad, CooperativeId(1), CategoryId(1));
        assert_eq!(abroad, Err(Error::Conflict));
    }

    #[test]
    fn a_percentage_is_typed_in_any_way() {
        for (typed, expected) in [
            ("20", Ok(200)),
            ("5,5", Ok(55)),
            ("٢٠", Ok(200)),
            ("0", Ok(0)),
            ("", Err(Problem::Required)),
            ("5,55", Err(Problem::NotANumber)),
            ("31", Err(Problem::OutOfRange { min: 0, max: 30 })),
        ] {
            assert_eq!(thousandths(typed, MOST_PERCENT), expected, "{typed}");
        }
    }
}

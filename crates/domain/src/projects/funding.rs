//! Who may fund a project: programmes as dated rules, what they say to one project, and how the
//! money is put together at least cost under every cap.

use super::exact::share;
use crate::{LocalText, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FundingKind {
    /// Given.
    Grant,
    /// Lent, to be paid back with interest, or with none.
    Loan,
}

impl FundingKind {
    pub const fn code(self) -> &'static str {
        match self {
            FundingKind::Grant => "grant",
            FundingKind::Loan => "loan",
        }
    }

    pub fn from_code(code: &str) -> Option<FundingKind> {
        [FundingKind::Grant, FundingKind::Loan]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// What a programme asks of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FundingRule {
    MembersAtLeast(i64),
    /// Centimes.
    InvestmentAtMost(i64),
    InvestmentAtLeast(i64),
    /// Of the money needed, brought by the members; millionths.
    OwnShareAtLeast(i64),
    /// The first year's debt service cover, in thousandths.
    CoverAtLeast(i64),
    Sectors(Vec<String>),
    /// Official codes.
    Regions(Vec<String>),
}

impl FundingRule {
    /// Whether both ask about the same thing.
    pub fn is_about(&self, other: &FundingRule) -> bool {
        core::mem::discriminant(self) == core::mem::discriminant(other)
    }
}

/// One programme as it stands on a day. A change is a new row with its own dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub code: String,
    pub name: LocalText,
    pub kind: FundingKind,
    /// Centimes.
    pub at_most: i64,
    /// Of the fixed assets, in millionths.
    pub share_at_most: i64,
    /// A year, in millionths; zero for a grant.
    pub rate: i64,
    pub years: i64,
    pub rules: Vec<FundingRule>,
    pub source: LocalText,
    pub valid_from: Timestamp,
}

/// The figures of a project that programmes look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    pub members: i64,
    pub sector: String,
    /// Official code; empty where nobody knows it yet.
    pub region: String,
    /// Centimes.
    pub fixed_assets: i64,
    pub need: i64,
    pub capital: i64,
    pub in_kind: i64,
    /// Thousandths; `None` without a debt.
    pub cover: Option<i64>,
}

impl Applicant {
    pub fn of(
        inputs: &super::Inputs,
        results: &super::Results,
        (sector, region): (&str, &str),
    ) -> Applicant {
        Applicant {
            members: inputs.members,
            sector: sector.to_owned(),
            region: region.to_owned(),
            fixed_assets: results.fixed_assets,
            need: results.investment_need.max(0),
            capital: inputs.share_capital,
            in_kind: 0,
            cover: results.debt_service_cover[0].ok(),
        }
    }

    /// What the members bring, of what is needed, in millionths.
    fn own_share(&self) -> i64 {
        let own = i128::from(self.capital) + i128::from(self.in_kind);
        super::exact::ratio(
            own * i128::from(super::exact::ONE),
            i128::from(self.need.max(1)),
        )
    }
}

/// A rule that a project does not keep, with the project's own figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub rule: FundingRule,
    /// In the rule's unit; zero for a sector and a region.
    pub found: i64,
}

impl FundingRule {
    /// `None` where the project keeps it.
    fn refuse(&self, it: &Applicant) -> Option<Refused> {
        let (is_kept, found) = match self {
            FundingRule::MembersAtLeast(least) => (it.members >= *least, it.members),
            FundingRule::InvestmentAtMost(most) => (it.need <= *most, it.need),
            FundingRule::InvestmentAtLeast(least) => (it.need >= *least, it.need),
            FundingRule::OwnShareAtLeast(least) => (it.own_share() >= *least, it.own_share()),
            FundingRule::CoverAtLeast(least) => (
                it.cover.is_none_or(|cover| cover >= *least),
                it.cover.unwrap_or(0),
            ),
            FundingRule::Sectors(sectors) => (sectors.contains(&it.sector), 0),
            FundingRule::Regions(regions) => {
                (it.region.is_empty() || regions.contains(&it.region), 0)
            }
        };
        (!is_kept).then(|| Refused {
            rule: self.clone(),
            found,
        })
    }
}

impl Programme {
    /// Every rule that the project does not keep; empty where the programme fits.
    pub fn refusals(&self, applicant: &Applicant) -> Vec<Refused> {
        self.rules
            .iter()
            .filter_map(|rule| rule.refuse(applicant))
            .collect()
    }

    /// The most it gives or lends to this project.
    pub fn cap(&self, applicant: &Applicant) -> i64 {
        share(applicant.fixed_assets, self.share_at_most)
            .min(self.at_most)
            .max(0)
    }
}

/// Where a part of the money comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Capital,
    InKind,
    /// A programme by its code.
    Programme(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub source: Source,
    pub amount: i64,
    /// Never passed.
    pub cap: i64,
    /// A year, in millionths.
    pub rate: i64,
}

/// How the money is put together, the cheapest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    pub need: i64,
    pub layers: Vec<Layer>,
    /// What no source covers.
    pub missing: i64,
    /// Interest of the first year.
    pub interest: i64,
}

impl Stack {
    /// No layer passes its cap, and the layers and what is missing make the need exactly.
    pub fn holds(&self) -> bool {
        let sum: i128 = self
            .layers
            .iter()
            .map(|layer| i128::from(layer.amount))
            .sum();
        self.layers
            .iter()
            .all(|layer| (0..=layer.cap).contains(&layer.amount))
            && self.missing >= 0
            && sum + i128::from(self.missing) == i128::from(self.need)
    }
}

/// Puts the money together from what the members bring and the programmes that fit.
///
/// Each source has a cap of its own and a constant price, so taking the cheapest first, each to
/// its cap, costs least: any other mix swaps some dirhams for dearer ones.
pub fn put_together(applicant: &Applicant, programmes: &[Programme]) -> Stack {
    let own = [
        (Source::InKind, applicant.in_kind),
        (Source::Capital, applicant.capital),
    ];
    // What the members bring is there anyway, and a gift costs nothing.
    let mut sources: Vec<(u8, i64, Source, i64)> = own
        .into_iter()
        .map(|(source, cap)| (0, 0, source, cap.max(0)))
        .collect();
    for programme in programmes {
        if programme.refusals(applicant).is_empty() {
            let order = match programme.kind {
                FundingKind::Grant => 1,
                FundingKind::Loan => 2,
            };
            let source = Source::Programme(programme.code.clone());
            sources.push((order, programme.rate, source, programme.cap(applicant)));
        }
    }
    sources.sort_by_key(|(order, rate, _, _)| (*order, *rate));
    let mut missing = applicant.need.max(0);
    let mut layers = Vec::new();
    for (_, rate, source, cap) in sources {
        let amount = missing.min(cap);
        missing -= amount;
        if amount > 0 {
            layers.push(Layer {
                source,
                amount,
                cap,
                rate,
            });
        }
    }
    let interest = layers
        .iter()
        .map(|layer| share(layer.amount, layer.rate))
        .sum();
    Stack {
        need: applicant.need.max(0),
        layers,
        missing,
        interest,
    }
}

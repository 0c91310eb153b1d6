//! A project sheet: what it says, the life of its versions, and how it is seen.

use super::{Inputs, Results, simulate};
use crate::{Error, LocalText, Result, SheetId, SheetVersionId, Timestamp};
use serde::{Deserialize, Serialize};

coded!(
    /// Where a sheet stands. A published version never changes; a new one succeeds it.
    SheetState {
        Draft = "draft", InReview = "in_review", ChangesRequested = "changes_requested",
        Published = "published", Suspended = "suspended", Stale = "stale", Archived = "archived",
    }
);
coded!(SheetEvent {
    Submit = "submit", RequestChanges = "request_changes", Publish = "publish", Suspend = "suspend",
    Reinstate = "reinstate", Expire = "expire", Archive = "archive",
});

impl SheetState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: SheetEvent) -> Result<SheetState> {
        use SheetState::{
            Archived, ChangesRequested, Draft, InReview, Published, Stale, Suspended,
        };
        match (self, event) {
            // Twelve months after its publication a sheet is examined again.
            (Draft | ChangesRequested | Stale, SheetEvent::Submit) => Ok(InReview),
            (InReview, SheetEvent::RequestChanges) => Ok(ChangesRequested),
            (InReview, SheetEvent::Publish) | (Suspended, SheetEvent::Reinstate) => Ok(Published),
            (Published, SheetEvent::Suspend) => Ok(Suspended),
            (Published, SheetEvent::Expire) => Ok(Stale),
            (Draft | ChangesRequested | Published | Suspended | Stale, SheetEvent::Archive) => {
                Ok(Archived)
            }
            _ => Err(Error::Conflict),
        }
    }
}

coded!(
    /// What one must know how to do.
    Skill {
        Beekeeping = "beekeeping", Extraction = "extraction", Distillation = "distillation",
        Growing = "growing", Harvest = "harvest", Drying = "drying", Cheesemaking = "cheesemaking",
        Livestock = "livestock", Cooking = "cooking", Sorting = "sorting", Aquaculture = "aquaculture",
        FishProcessing = "fish_processing", Weaving = "weaving", Dyeing = "dyeing", Pottery = "pottery",
        Leatherwork = "leatherwork", Woodwork = "woodwork", Sewing = "sewing", Recycling = "recycling",
        Hospitality = "hospitality", Teaching = "teaching", Care = "care", Computing = "computing",
        Electricity = "electricity", Bookkeeping = "bookkeeping", Sales = "sales",
        FoodHygiene = "food_hygiene", Quality = "quality", Management = "management",
    }
);
coded!(
    /// A permission to ask for, each from its authority.
    Licence {
        FoodSafety = "food_safety", Registration = "registration", LocalPermit = "local_permit",
        Aquaculture = "aquaculture", Water = "water", Environment = "environment", Tourism = "tourism",
        Education = "education", Forest = "forest", Cosmetics = "cosmetics", Label = "label",
        SocialCare = "social_care", Fishing = "fishing",
    }
);
coded!(
    /// What may go wrong, each with what to do about it.
    SheetHazard {
        Drought = "drought", PriceFall = "price_fall", SingleBuyer = "single_buyer", Disease = "disease",
        Quality = "quality", LatePayment = "late_payment", Competition = "competition",
        Breakdown = "breakdown", Season = "season", Supply = "supply", Energy = "energy",
    }
);
coded!(
    /// What one unit of the product is.
    Product {
        Kilogram = "kilogram", Litre = "litre", Piece = "piece", Pair = "pair", SquareMetre = "square_metre",
        Night = "night", ChildMonth = "child_month", Visit = "visit", Hour = "hour", Dozen = "dozen",
        Gram = "gram", Service = "service",
    }
);
coded!(
    /// What an assumption is about.
    Subject {
        Price = "price", Volume = "volume", PaidToMembers = "paid_to_members", Costs = "costs",
        FixedCosts = "fixed_costs", Investment = "investment", Delays = "delays", Funding = "funding",
        Appropriation = "appropriation",
    }
);

/// Where an assumption comes from and of which day it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumption {
    pub subject: Subject,
    pub source: LocalText,
    pub date: Timestamp,
}

/// What a version of a sheet says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetContent {
    pub title: LocalText,
    /// What it is, in two sentences.
    pub what: LocalText,
    pub for_whom: LocalText,
    pub market: LocalText,
    pub process: LocalText,
    pub equipment: LocalText,
    /// What is counted and sold.
    pub product: Product,
    pub product_name: LocalText,
    pub members_min: u32,
    pub members_max: u32,
    /// Members and employees at capacity.
    pub jobs: u32,
    pub skills: Vec<Skill>,
    pub licences: Vec<Licence>,
    pub hazards: Vec<SheetHazard>,
    /// Origin labels it could ask for: `AOP`, `IGP`, `Label agricole`, `Bio`.
    pub labels: Vec<String>,
    pub inputs: Inputs,
    pub assumptions: Vec<Assumption>,
}

impl SheetContent {
    /// # Errors
    /// `Invalid` for what may not be published: no title in French or Arabic, figures that the
    /// simulator refuses, fewer members than the range says, an assumption without a source.
    pub fn check(&self) -> Result<Results> {
        let mut check = crate::text::Check::default();
        let is_empty = |text: &LocalText| text.pick(crate::Lang::Fr).text.is_empty();
        for (name, text) in [
            ("title", &self.title),
            ("what", &self.what),
            ("market", &self.market),
        ] {
            if is_empty(text) {
                check.refuse(name, crate::Problem::Required);
            }
        }
        if self.members_min == 0 || self.members_min > self.members_max {
            check.refuse(
                "members_min",
                crate::Problem::OutOfRange {
                    min: 1,
                    max: self.members_max.into(),
                },
            );
        }
        for subject in Subject::ALL {
            let sourced = self
                .assumptions
                .iter()
                .any(|it| it.subject == *subject && !is_empty(&it.source));
            if !sourced {
                check.refuse("assumptions", crate::Problem::Required);
            }
        }
        check.finish()?;
        simulate(&self.inputs)
    }
}

/// The figures a card shows, kept beside the version so that lists are sorted by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFigures {
    /// Centimes.
    pub investment: i64,
    /// A member's, a month of the third year.
    pub monthly_income: i64,
    /// Ten-thousandths of a year; `None` beyond three years.
    pub payback: Option<i64>,
}

pub fn key_figures(results: &Results) -> KeyFigures {
    KeyFigures {
        investment: results.investment_need,
        monthly_income: results.income_per_member[2] / 12,
        payback: results.payback_years.ok(),
    }
}

/// A sheet in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCard {
    pub id: SheetId,
    pub slug: String,
    pub title: LocalText,
    pub what: LocalText,
    pub sector: String,
    pub sector_name: LocalText,
    pub region: String,
    pub region_name: LocalText,
    pub province: String,
    pub province_name: LocalText,
    /// `/illustrations/projects/<name>.svg`.
    pub illustration: String,
    pub members_min: u32,
    pub members_max: u32,
    pub jobs: u32,
    pub skills: Vec<Skill>,
    pub labels: Vec<String>,
    /// Codes of the funding programmes that fit its figures today.
    pub programmes: Vec<String>,
    pub figures: KeyFigures,
    pub published_at: Timestamp,
}

/// How many verified cooperatives of the product there are for the people of the province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saturation {
    pub cooperatives: u32,
    pub inhabitants: u32,
    /// Cooperatives for 10,000 inhabitants, in thousandths.
    pub density: i64,
    pub source: String,
    pub date: Timestamp,
}

impl Saturation {
    /// `None` where nobody lives there.
    pub fn density_of(cooperatives: u32, inhabitants: u32) -> Option<i64> {
        (inhabitants > 0).then(|| {
            super::exact::ratio(
                i128::from(cooperatives) * 10_000_000,
                i128::from(inhabitants),
            )
        })
    }
}

/// A sheet's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetPage {
    pub card: SheetCard,
    pub version: SheetVersionId,
    pub number: u32,
    pub content: SheetContent,
    /// `None` for what the market has no category of.
    pub saturation: Option<Saturation>,
    pub related: Vec<SheetCard>,
    /// As they stand today.
    pub programmes: Vec<super::Programme>,
    /// Where it began as a member's idea, the authors who agreed to be named.
    pub proposed_by: Option<Vec<String>>,
}

/// A simulation that someone saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedScenario {
    pub id: crate::ScenarioId,
    pub name: String,
    /// Opens it for whoever has the link.
    pub token: String,
    /// The sheet's slug.
    pub sheet: String,
    pub inputs: Inputs,
    pub is_mine: bool,
    pub updated_at: Timestamp,
}

/// What the link of a saved simulation opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedScenario {
    pub scenario: SavedScenario,
    pub sheet: SheetPage,
}

/// A sheet beside others: what its card says, and what the simulator makes of its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedSheet {
    pub card: SheetCard,
    pub inputs: Inputs,
}

//! The project bank: sheets, the simulator that stands behind their figures, and how they are
//! found.
//!
//! The simulator is exact: centimes, millionths and whole numbers, never a floating point. The
//! browser and the server run this same code.

mod exact;
mod field;
mod funding;
mod inputs;
mod returns;
mod risk;
mod scenario;
mod sensitivity;
mod sheet;
mod sheet_query;
mod simulation;
mod summary;

pub use exact::{decimal_text, parse_decimal};
pub use field::{Field, Quantity};
pub use funding::{
    Applicant, FundingKind, FundingRule, Layer, Programme, Refused, Source, Stack, put_together,
};
pub use inputs::{Asset, AssetKind, Inputs, YEARS};
pub use risk::{Distribution, Prng, RUNS, Range, Risk};
pub use scenario::Scenario;
pub use sensitivity::{Driver, Swing, sensitivity};
pub use sheet::{
    Assumption, ComparedSheet, KeyFigures, Licence, Product, Saturation, SavedScenario,
    SharedScenario, SheetCard, SheetContent, SheetEvent, SheetHazard, SheetPage, SheetState, Skill,
    Subject, key_figures,
};
pub use sheet_query::{
    Band, PAGE_SIZE, SheetFacet, SheetFacetValue, SheetList, SheetQuery, SheetSort,
};
pub use simulation::{Figure, Missing, Results, simulate};
pub use summary::{BreakEven, Summary, summarize};

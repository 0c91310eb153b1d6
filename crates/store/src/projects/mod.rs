//! Rows and queries of `projects`.
//!
//! Only published sheets leave the reading side; whatever changes what visitors see raises the
//! revision in the same transaction.

mod programmes;
mod reference;
mod scenarios;
mod seed;
mod sheets;

pub use programmes::programmes;
pub use reference::{population, sectors, verified_sellers};
pub use scenarios::{
    NewScenario, ScenarioRow, delete_scenario, save_scenario, scenarios_by_token, scenarios_of,
};
pub use seed::{SeedSheet, insert_sheets};
pub use sheets::{ListedSheet, SheetRow, listed, load_sheet, load_sheets, revision, slugs};

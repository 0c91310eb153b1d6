//! Use cases of `projects`: finding sheets, simulating, keeping simulations.

mod browse;
mod index;
mod scenarios;

pub use browse::{browse_sheets, compare_sheets, run_simulation, show_sheet, sitemap};
pub use index::Sheets;
pub use scenarios::{
    compare_scenarios, delete_scenario, my_scenarios, save_scenario, shared_scenario,
};

//! What every server function answers to each role: one table a feature, in a file of its own.

mod accounts;
mod cooperatives;
mod desk;
mod marketplace;

use crate::support::{People, Site};

/// The statuses that a visitor, a buyer and the manager of another cooperative get.
pub type Row = (&'static str, &'static str, [u16; 3]);

/// Every server function. `{order}` is another cooperative's order, `{variant}` its goods,
/// `{token}` another person's order group.
pub const FUNCTIONS: &[&[Row]] = &[
    accounts::FUNCTIONS,
    cooperatives::FUNCTIONS,
    desk::FUNCTIONS,
    marketplace::FUNCTIONS,
    accounts::SIGN_OUT,
];

/// The people of the tables, with the ids that a feature's rows name beside those:
/// `.with("{lot}", id)`.
pub async fn people(site: &Site) -> People {
    People::of(site).await
}

//! What every server function answers to each role: one table a feature, in a file of its own.

mod academy;
mod accounts;
mod admin;
mod cooperatives;
mod desk;
mod marketplace;
mod orders;
mod projects;
mod quotes;
mod selling;
mod trade;
mod ventures;

use crate::support::{People, Site};

/// The statuses that a visitor, a buyer and the manager of another cooperative get.
pub type Row = (&'static str, &'static str, [u16; 3]);

/// Every server function. `{order}` is another cooperative's order, `{variant}` its goods,
/// `{token}` another person's order group.
pub const FUNCTIONS: &[&[Row]] = &[
    academy::FUNCTIONS,
    accounts::FUNCTIONS,
    cooperatives::FUNCTIONS,
    desk::FUNCTIONS,
    marketplace::FUNCTIONS,
    orders::FUNCTIONS,
    projects::FUNCTIONS,
    quotes::FUNCTIONS,
    trade::FUNCTIONS,
    ventures::FUNCTIONS,
    admin::FUNCTIONS,
    selling::FUNCTIONS,
    accounts::SIGN_OUT,
];

/// The people of the tables, with the ids that a feature's rows name beside those:
/// `.with("{lot}", id)`.
pub async fn people(site: &Site) -> People {
    academy::ids(People::of(site).await)
}

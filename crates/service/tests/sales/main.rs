//! Orders after they are placed, and the money that follows them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod aftercare;
mod fulfil;
mod ledger;
mod pay;
mod property;
mod quotes;
mod sale;
#[path = "../market/shop.rs"]
#[expect(dead_code, reason = "the market's tests use the rest")]
mod shop;
#[path = "../support/mod.rs"]
mod support;

//! The marketplace on a real database: what visitors see, carts, orders, stock, the desk.
#![expect(clippy::unwrap_used, reason = "tests")]

mod browse;
mod cart;
mod checkout;
mod coupons;
mod crowd;
mod delivery;
mod demo;
mod desk;
mod invoices;
mod property;
mod reviews;
mod shop;
mod spreadsheets;
mod storage;
#[path = "../support/mod.rs"]
mod support;

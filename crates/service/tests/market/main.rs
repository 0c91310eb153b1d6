//! The marketplace on a real database: what visitors see, carts, orders, stock, the desk.
#![expect(clippy::unwrap_used, reason = "tests")]

mod browse;
mod cart;
mod checkout;
mod crowd;
mod demo;
mod desk;
mod property;
mod shop;
#[path = "../support/mod.rs"]
mod support;

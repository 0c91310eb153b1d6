//! The server around the product: configuration, routes, middleware, background work and mail.
//! The binary in `main.rs` only reads the command line.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

pub mod api;
pub mod config;
mod failure;
mod forms;
mod guard;
mod isolate;
pub mod jobs;
mod lots;
pub mod mail;
pub mod metrics;
mod open_data;
mod packages;
mod pages;
mod papers;
mod payments;
pub mod router;
mod session;
pub mod state;
#[cfg(debug_assertions)]
mod styleguide;
mod uploads;
pub mod webhooks;
mod xapi;

pub use config::Config;
pub use state::AppState;

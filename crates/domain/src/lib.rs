//! What the product knows: types, validation, rules and the one policy.
//!
//! Pure: no I/O, no clock, no randomness, no database and no screen. Time and ids are arguments.
//! Everything here builds for the server and for the browser.

pub mod academy;
pub mod accounts;
pub mod admin;
pub mod cooperatives;
mod error;
pub mod geography;
mod ids;
pub mod integrations;
mod lang;
pub mod marketplace;
mod money;
pub mod policy;
pub mod projects;
pub mod search_text;
pub mod text;

pub use error::{Error, FieldError, Problem, Result};
pub use ids::*;
pub use lang::{Dir, Lang, LocalText, Picked};
pub use money::{Currency, Money, allocate};

/// Seconds since 1970-01-01 UTC, always given by the caller.
pub type Timestamp = i64;

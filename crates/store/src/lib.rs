//! The database: SeaORM entities and queries, one folder a feature. Knows no screen.
//!
//! Converts between rows and `domain` types, and database constraints into domain errors.

pub mod accounts;
pub mod cooperatives;
mod db;
mod error;
pub mod jobs;
pub mod marketplace;
mod sql;

pub use db::{Db, DbOptions, Tx, commit};
pub use error::{Error, Result};
/// A reader or a transaction.
pub use sea_orm::ConnectionTrait as Connection;

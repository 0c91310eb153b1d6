//! The database: SeaORM entities and queries, one folder a feature. Knows no screen.
//!
//! Converts between rows and `domain` types, and database constraints into domain errors.

pub mod academy;
pub mod accounts;
pub mod admin;
pub mod cooperatives;
mod db;
mod error;
pub mod integrations;
pub mod jobs;
pub mod marketplace;
pub mod projects;
mod sql;

pub use db::{Db, DbOptions, Tx, commit};
pub use error::{Error, Result};
/// A reader or a transaction.
pub use sea_orm::ConnectionTrait as Connection;

//! Use cases: one verb a file. Load, authorize, decide (pure), persist, in one transaction.

pub mod academy;
pub mod accounts;
pub mod admin;
pub mod cooperatives;
mod ctx;
pub mod demo;
pub mod integrations;
pub mod jobs;
pub mod marketplace;
pub mod projects;
mod seal;

pub use ctx::{Ctx, Services, internal};

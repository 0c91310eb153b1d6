//! The academy's rules: progress as a property, evidence and questions as tables.
#![expect(clippy::unwrap_used, reason = "tests")]

mod catalogue;
mod drafts;
mod evidence;
mod item_analysis;
mod progress;
mod questions;
mod recordings;
mod sessions;

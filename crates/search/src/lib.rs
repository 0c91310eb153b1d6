//! The catalogue's search: a derived index, fed from the database's outbox. The database is the
//! truth; the index can be thrown away and made anew at any time.
//!
//! Invariant: the outbox position is committed together with the documents, so that after a crash
//! the index goes on exactly where it stopped.

mod collector;
mod index;
mod query;

pub use index::{Change, Document, Error, Result, Search};
pub use query::Answer;

//! The index through its public face.
#![expect(clippy::unwrap_used, reason = "tests")]

mod facets;
mod forgiveness;
mod recovery;
mod sample;

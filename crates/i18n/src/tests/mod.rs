//! Tables against CLDR, and the promises of the words' files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod formats;
mod locales;
mod plurals;

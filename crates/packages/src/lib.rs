//! Packages: questions as QTI 3 and whole courses as one archive, out and in again.
//!
//! What comes in is someone's file. Nothing of it is believed: names that lead outside, links,
//! names that are there twice, entries that unpack to far more than they are, document types and
//! entities are refused by name. Reading is bounded whatever the file says of itself.

mod archive;
mod course;
pub mod qti;

pub use archive::{Archive, Limits, Writer};
pub use course::{CourseArchive, CourseFile, Manifest, read_course, write_course};

//! Rows and queries of `marketplace`.

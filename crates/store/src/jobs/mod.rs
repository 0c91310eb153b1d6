//! Rows and queries of `jobs`.

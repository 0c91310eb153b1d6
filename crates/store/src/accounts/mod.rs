//! Rows and queries of `accounts`.

//! Rows and queries of `cooperatives`.

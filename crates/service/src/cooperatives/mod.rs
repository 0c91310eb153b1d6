//! Use cases of `cooperatives`.

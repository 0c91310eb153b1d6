//! Use cases of `marketplace`.

//! Use cases of `jobs`.

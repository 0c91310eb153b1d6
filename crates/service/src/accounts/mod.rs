//! Use cases of `accounts`.

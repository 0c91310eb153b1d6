//! Use cases of `demo`.

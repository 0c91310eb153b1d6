//! The screens of `accounts`.

pub mod api;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Accounts;

#[lazy_route]
impl LazyRoute for Accounts {
    fn data() -> Self {
        Accounts
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

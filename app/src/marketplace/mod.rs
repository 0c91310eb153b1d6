//! The screens of `marketplace`.

pub mod api;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Marketplace;

#[lazy_route]
impl LazyRoute for Marketplace {
    fn data() -> Self {
        Marketplace
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

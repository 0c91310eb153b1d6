//! The screens of `cooperatives`.

pub mod api;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Cooperatives;

#[lazy_route]
impl LazyRoute for Cooperatives {
    fn data() -> Self {
        Cooperatives
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

//! The screens of `desk`.

pub mod api;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Desk;

#[lazy_route]
impl LazyRoute for Desk {
    fn data() -> Self {
        Desk
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

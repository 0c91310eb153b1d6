//! The screens of `academy`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Academy;

#[lazy_route]
impl LazyRoute for Academy {
    fn data() -> Self {
        Academy
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

//! The screens of `projects`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The feature's chunk.
#[derive(Debug)]
pub struct Projects;

#[lazy_route]
impl LazyRoute for Projects {
    fn data() -> Self {
        Projects
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}

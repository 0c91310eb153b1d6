//! The project bank's screens: list and map, a sheet with its simulator, comparisons.

pub mod api;
mod cards;
mod chart;
mod compare;
mod figures;
mod form;
mod funding;
mod futures;
mod list;
mod scenarios;
mod sheet;
mod simulator;
mod wording;

pub(crate) use chart::{Bar, Bars};
pub(crate) use funding::FundingPlan;
pub(crate) use wording::{
    dirhams as dirhams_word, is_mirrored, product as product_word, skill as skill_word,
};

use crate::use_path;
use leptos::prelude::*;

#[lazy]
pub(crate) fn projects_page() -> AnyView {
    let path = use_path();
    let parts: Vec<&str> = path
        .split('/')
        .skip(3)
        .filter(|part| !part.is_empty())
        .collect();
    let page = match parts.as_slice() {
        [] => view! { <list::ListPage/> }.into_any(),
        ["compare"] => view! { <compare::ComparePage/> }.into_any(),
        ["scenarios"] => view! { <scenarios::CompareScenariosPage/> }.into_any(),
        ["shared", _] => view! { <sheet::SharedPage/> }.into_any(),
        [_] => view! { <sheet::SheetPage/> }.into_any(),
        _ => view! { <crate::NotFoundView/> }.into_any(),
    };
    view! { <div data-part="projects">{page}</div> }.into_any()
}

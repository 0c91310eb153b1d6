//! The cooperative's desk: orders to decide, stock, and the listings' pictures.

pub mod api;
pub mod certificates;
pub mod certificates_api;
mod closed;
pub mod editor;
pub mod editor_api;
mod editor_forms;
mod listings;
mod lots;
pub mod lots_api;
mod money;
mod orders;
mod prepare;
mod progress;
pub mod progress_api;
mod register;
pub mod register_api;
mod stock;
mod team;
pub mod team_api;

pub use money::Payouts;

use crate::{NotFoundView, href, use_words};
use i18n::keys::{desk as k, orders as o, selling};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::Icon;

#[lazy]
pub(crate) fn desk_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    let path = crate::use_path();
    let page: Vec<&str> = path
        .split('/')
        .skip(3)
        .filter(|part| !part.is_empty())
        .collect();
    // For who runs no cooperative yet.
    if matches!(page.first(), Some(&("register" | "join"))) {
        return view! {
            <div class="wrap page stack" data-part="market">
                {if page.first() == Some(&"join") {
                    view! { <team::JoinPage/> }.into_any()
                } else {
                    view! { <register::RegisterPages/> }.into_any()
                }}
            </div>
        }
        .into_any();
    }
    let which = match page.as_slice() {
        [] => 0,
        ["orders", _] => 1,
        ["stock"] => 2,
        ["listings"] => 3,
        ["prepare"] => 20,
        ["money"] => 21,
        ["closed"] => 22,
        ["listings", "new"] => 6,
        ["listings", id, ..] if id.parse::<domain::ListingId>().is_ok() => 7,
        ["lots"] => 9,
        ["lots", _] => 10,
        ["lots", _, "label"] => 11,
        ["team"] => 5,
        ["certificates"] => 8,
        _ => 4,
    };
    view! {
        <div class="wrap page stack" data-part="market">
            <Tabs/>
            {match which {
                0 => view! { <orders::OrdersPage/> }.into_any(),
                1 => view! { <orders::OrderPage/> }.into_any(),
                2 => view! { <stock::StockPage/> }.into_any(),
                3 => view! { <listings::ListingsPage/> }.into_any(),
                20 => view! { <prepare::PreparePage/> }.into_any(),
                21 => view! { <money::MoneyPage/> }.into_any(),
                22 => view! { <closed::ClosedPage/> }.into_any(),
                6 => view! { <listings::NewListingPage/> }.into_any(),
                7 => view! { <editor::EditorPages listing=domain::ListingId(page.get(1).and_then(|id| id.parse().ok()).unwrap_or(0))/> }.into_any(),
                9 => view! { <lots::LotsPage/> }.into_any(),
                10 => view! { <lots::LotPage id=domain::LotId(page.get(1).and_then(|id| id.parse().ok()).unwrap_or(0))/> }.into_any(),
                11 => view! { <lots::LabelPage id=domain::LotId(page.get(1).and_then(|id| id.parse().ok()).unwrap_or(0))/> }.into_any(),
                8 => view! { <certificates::CertificatesPage/> }.into_any(),
                5 => view! { <team::TeamPage/> }.into_any(),
                _ => view! { <NotFoundView/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Tabs() -> impl IntoView {
    let words = use_words();
    let path = use_location().pathname;
    let tab = move |page: &'static str, icon: &'static str, key| {
        // An order's page belongs to the orders.
        let current = move || {
            path.with(|path| {
                let part = path.split('/').nth(3).unwrap_or_default();
                (part == page || (page.is_empty() && part == "orders")).then_some("page")
            })
        };
        let to = if page.is_empty() {
            href("/desk")
        } else {
            href(&format!("/desk/{page}"))
        };
        view! { <a href=to aria-current=current><Icon name=icon/>{words.t(key)}</a> }
    };
    view! {
        <nav class="tabs" aria-label=words.t(k::TITLE)>
            {tab("", "package", k::ORDERS)}
            {tab("prepare", "truck", o::PREPARE_TITLE)}
            {tab("money", "hand-coins", o::MONEY_TITLE)}
            {tab("closed", "calendar", o::CLOSED_TITLE)}
            {tab("stock", "chart-bar", k::STOCK)}
            {tab("listings", "storefront", k::LISTINGS)}
            {tab("lots", "leaf", selling::LOTS)}
            {tab("certificates", "certificate", selling::CERTIFICATES)}
            {tab("team", "users-three", selling::TEAM)}
        </nav>
    }
}

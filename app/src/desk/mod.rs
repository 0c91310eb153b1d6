//! The cooperative's desk: orders to decide, stock, and the listings' pictures.

pub mod api;
pub mod certificates;
pub mod certificates_api;
mod closed;
mod coupons;
pub mod coupons_api;
mod delivery;
pub mod delivery_api;
pub mod editor;
pub mod editor_api;
mod editor_forms;
mod integrations;
pub mod integrations_api;
mod listings;
mod lots;
pub mod lots_api;
mod money;
mod orders;
mod papers;
pub mod papers_api;
mod prepare;
mod progress;
pub mod progress_api;
mod register;
pub mod register_api;
mod spreadsheet;
pub mod spreadsheet_api;
mod stock;
mod storage;
pub mod storage_api;
mod team;
pub mod team_api;

pub use money::Payouts;

use crate::{NotFoundView, href, use_words};
use domain::{ListingId, LotId, VariantId};
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
    let listing = || page.get(1).and_then(|id| id.parse::<ListingId>().ok());
    let lot = || page.get(1).and_then(|id| id.parse::<LotId>().ok());
    let page = match (page.first().copied().unwrap_or_default(), page.len()) {
        ("", _) => view! { <orders::OrdersPage/> }.into_any(),
        ("orders", 2) => view! { <orders::OrderPage/> }.into_any(),
        ("prepare", 1) => view! { <prepare::PreparePage/> }.into_any(),
        ("money", 1) => view! { <money::MoneyPage/> }.into_any(),
        ("closed", 1) => view! { <closed::ClosedPage/> }.into_any(),
        ("spreadsheet", 1) => view! { <spreadsheet::SpreadsheetPage/> }.into_any(),
        ("stock", 1) => view! { <stock::StockPage/> }.into_any(),
        ("stock", 2) => match page.get(1).copied() {
            Some("count") => view! { <storage::CountPage/> }.into_any(),
            id => match id.and_then(|id| id.parse::<VariantId>().ok()) {
                Some(variant) => view! { <storage::StockFilePage variant/> }.into_any(),
                None => view! { <NotFoundView/> }.into_any(),
            },
        },
        ("delivery", 1) => view! { <delivery::DeliveryPage/> }.into_any(),
        ("coupons", 1) => view! { <coupons::CouponsPage/> }.into_any(),
        ("certificates", 1) => view! { <certificates::CertificatesPage/> }.into_any(),
        ("integrations", 1) => view! { <integrations::IntegrationsPage/> }.into_any(),
        ("team", 1) => view! { <team::TeamPage/> }.into_any(),
        ("listings", 1) => view! { <listings::ListingsPage/> }.into_any(),
        ("listings", 2) if page.get(1) == Some(&"new") => {
            view! { <listings::NewListingPage/> }.into_any()
        }
        ("listings", _) => match listing() {
            Some(listing) => view! { <editor::EditorPages listing/> }.into_any(),
            None => view! { <NotFoundView/> }.into_any(),
        },
        ("lots", 1) => view! { <lots::LotsPage/> }.into_any(),
        ("lots", _) => match (lot(), page.get(2).copied()) {
            (Some(id), None) => view! { <lots::LotPage id/> }.into_any(),
            (Some(id), Some("label")) => view! { <lots::LabelPage id/> }.into_any(),
            _ => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! {
        <div class="wrap page stack" data-part="market">
            <Tabs/>
            {page}
        </div>
    }
    .into_any()
}

#[component]
pub(crate) fn Tabs() -> impl IntoView {
    let words = use_words();
    let path = use_location().pathname;
    let tab = move |page: &'static str, icon: &'static str, key| {
        // An order's page belongs to the orders, and the spreadsheet to the listings.
        let current = move || {
            path.with(|path| {
                let part = path.split('/').nth(3).unwrap_or_default();
                let is_of = match part {
                    "orders" => page.is_empty(),
                    "spreadsheet" => page == "listings",
                    _ => part == page,
                };
                is_of.then_some("page")
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
            {tab("quotes", "list", k::QUOTES)}
            {tab("prepare", "truck", o::PREPARE_TITLE)}
            {tab("money", "hand-coins", o::MONEY_TITLE)}
            {tab("closed", "calendar", o::CLOSED_TITLE)}
            {tab("stock", "chart-bar", k::STOCK)}
            {tab("listings", "storefront", k::LISTINGS)}
            {tab("coupons", "star", selling::COUPONS)}
            {tab("delivery", "truck", k::DELIVERY)}
            {tab("lots", "leaf", selling::LOTS)}
            {tab("certificates", "certificate", selling::CERTIFICATES)}
            {tab("team", "users-three", selling::TEAM)}
            {tab("integrations", "key", selling::INTEGRATIONS)}
        </nav>
    }
}

//! The cooperative's desk: orders to decide, stock, and the listings' pictures.

pub mod api;
mod listings;
mod orders;
mod stock;

use crate::{NotFoundView, href, use_words};
use i18n::keys::desk as k;
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
    let which = match page.as_slice() {
        [] => 0,
        ["orders", _] => 1,
        ["stock"] => 2,
        ["listings"] => 3,
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
            {tab("stock", "chart-bar", k::STOCK)}
            {tab("listings", "storefront", k::LISTINGS)}
        </nav>
    }
}

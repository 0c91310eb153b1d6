//! The market's screens: catalogue, listing, cart, checkout and tracking.

pub mod api;
mod cart;
mod catalogue;
mod checkout;
mod invoices;
mod listing;
mod order_file;
pub(crate) mod order_parts;
pub mod orders_api;
mod reviews;
pub mod reviews_api;
mod sandbox;
mod search;
mod tracking;

pub use invoices::InvoiceLinks;
pub use order_file::{DisputeFacts, dispute_key, outcome_key};
pub use reviews::Reviews;
pub use search::SearchForm;
pub use tracking::OrderCard;

use crate::NotFoundView;
use leptos::prelude::*;

/// What one looks at before buying.
#[lazy]
pub(crate) fn marketplace_page() -> AnyView {
    let page = match crate::path_segment(2).as_str() {
        "" => view! { <catalogue::CataloguePage/> }.into_any(),
        _ => view! { <listing::ListingPage/> }.into_any(),
    };
    view! { <div data-part="market">{page}</div> }.into_any()
}

/// Cart, checkout and orders. A chunk of its own, so that who only looks does not download it.
#[lazy]
pub(crate) fn orders_page() -> AnyView {
    let page = match (
        crate::path_segment(1).as_str(),
        crate::path_segment(2).as_str(),
    ) {
        ("cart", _) => view! { <cart::CartPage/> }.into_any(),
        ("checkout", _) => view! { <checkout::CheckoutPage/> }.into_any(),
        ("orders", "pay") => view! { <sandbox::SandboxPage/> }.into_any(),
        ("orders", order) if !order.is_empty() => view! { <tracking::TrackingPage/> }.into_any(),
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div data-part="market">{page}</div> }.into_any()
}

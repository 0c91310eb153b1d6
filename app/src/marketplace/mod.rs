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

#[lazy]
pub(crate) fn marketplace_page() -> AnyView {
    let path = crate::use_path();
    let mut parts = path.split('/').skip(2);
    let page = (
        parts.next().unwrap_or_default().to_owned(),
        parts.next().is_some_and(|part| !part.is_empty()),
    );
    view! {
        <div data-part="market">
            {match (page.0.as_str(), page.1) {
                ("market", false) => view! { <catalogue::CataloguePage/> }.into_any(),
                ("market", true) => view! { <listing::ListingPage/> }.into_any(),
                ("cart", _) => view! { <cart::CartPage/> }.into_any(),
                ("checkout", _) => view! { <checkout::CheckoutPage/> }.into_any(),
                ("orders", true) if crate::path_segment(2) == "pay" => view! { <sandbox::SandboxPage/> }.into_any(),
                ("orders", _) => view! { <tracking::TrackingPage/> }.into_any(),
                _ => view! { <NotFoundView/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

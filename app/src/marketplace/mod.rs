//! The market's screens: catalogue, listing, cart, checkout and tracking.

pub mod api;
mod cart;
mod catalogue;
mod checkout;
mod listing;
mod search;
mod tracking;

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
                ("orders", _) => view! { <tracking::TrackingPage/> }.into_any(),
                _ => view! { <NotFoundView/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

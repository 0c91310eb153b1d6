//! What is around a sale: the tables of delivery rates, taxes and commission. A chunk of its own, so that shoppers do not
//! download it.

pub mod api;
mod rates;
mod reports;
mod sale_rates;
mod table;

use crate::NotFoundView;
use leptos::prelude::*;

#[lazy]
pub(crate) fn trade_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    view! {
        <div class="wrap page stack" data-part="market">
            {match crate::path_segment(2).as_str() {
                "reports" => view! { <reports::ReportsPage/> }.into_any(),
                "taxes" => view! { <sale_rates::SaleRatesPage/> }.into_any(),
                "rates" => view! { <rates::RatesPage/> }.into_any(),
                _ => view! { <NotFoundView/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

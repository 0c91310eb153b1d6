//! The office's pages about money and disputes.

pub mod api;
mod disputes;
mod office;

use crate::NotFoundView;
use leptos::prelude::*;

#[lazy]
pub(crate) fn money_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    let page = crate::path_segment(2);
    view! {
        <div class="wrap page stack office" data-part="market">
            {match page.as_str() {
                "money" => view! { <office::OfficeMoneyPage/> }.into_any(),
                "disputes" => view! { <disputes::DisputesPage/> }.into_any(),
                _ => view! { <NotFoundView/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

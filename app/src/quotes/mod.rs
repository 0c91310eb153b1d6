//! Requests for quotes: the buyer's pages under `/quotes`, the cooperative's under `/desk/quotes`,
//! and the export papers of the orders that come of them.

mod accept;
mod answer;
pub mod api;
mod ask;
mod desk;
mod mine;
mod papers;
mod parts;
mod request;

pub use papers::ExportPanel;

use crate::NotFoundView;
use domain::RfqId;
use leptos::prelude::*;

#[lazy]
pub(crate) fn quotes_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    let on_desk = crate::path_segment(1) == "desk";
    let page = crate::path_segment(if on_desk { 3 } else { 2 });
    let tabs = on_desk.then(|| view! { <crate::desk::Tabs/> });
    let page = match (on_desk, page.as_str(), page.parse::<RfqId>()) {
        (true, "", _) => view! { <desk::DeskQuotesPage/> }.into_any(),
        (true, _, Ok(id)) => view! { <answer::AnswerPage id/> }.into_any(),
        (false, "", _) => view! { <mine::MyQuotesPage/> }.into_any(),
        (false, "new", _) => view! { <ask::AskPage/> }.into_any(),
        (false, _, Ok(id)) => view! { <request::RequestPage id/> }.into_any(),
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div class="wrap page stack" data-part="market">{tabs}{page}</div> }.into_any()
}

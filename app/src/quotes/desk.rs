//! The cooperative's queue: what waits for its answer first.

use super::{api, mine::Summary};
use crate::{ErrorView, load, use_words};
use domain::marketplace::{QuoteState, RfqSummary};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DeskQuotesPage() -> impl IntoView {
    let words = use_words();
    let quotes = load(|| api::DeskQuotes {});
    view! {
        <Title text=words.t(k::TITLE)/>
        <h1>{words.t(k::TITLE)}</h1>
        <p class="meta">{words.t(k::DESK_INTRO)}</p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match quotes.await {
                    Ok(quotes) => view! { <Lists quotes/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Lists(quotes: Vec<RfqSummary>) -> impl IntoView {
    let words = use_words();
    if quotes.is_empty() {
        return view! { <p>{words.t(k::DESK_NONE)}</p> }.into_any();
    }
    let is_waiting = |it: &RfqSummary| {
        it.state.is_open() && matches!(it.own, Some(QuoteState::Asked | QuoteState::Countered))
    };
    let (waiting, others): (Vec<_>, Vec<_>) = quotes.into_iter().partition(is_waiting);
    let list = move |quotes: Vec<RfqSummary>, title| {
        (!quotes.is_empty()).then(|| view! {
            <section class="stack" aria-label=words.t(title)>
                <p><strong>{words.t(title)}</strong></p>
                <div class="orders">
                    {quotes.into_iter().map(|it| view! { <Summary it base="/desk/quotes"/> }).collect_view()}
                </div>
            </section>
        })
    };
    view! {
        {list(waiting, k::TO_ANSWER)}
        {list(others, k::OTHERS)}
    }
    .into_any()
}

//! The lists of requests: the buyer's own, and the cards that the desk's list shows too.

use super::{
    api,
    parts::{quote_key, rfq_key},
};
use crate::{ErrorView, href, load, use_lang, use_words};
use domain::marketplace::{QuoteState, RfqState, RfqSummary};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::EmptyState;

#[component]
pub fn MyQuotesPage() -> impl IntoView {
    let words = use_words();
    let quotes = load(|| api::MyQuotes {});
    view! {
        <Title text=words.t(k::TITLE)/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                let ask = move || view! { <a class="button button-primary" href=href("/quotes/new")>{words.t(k::ASK)}</a> };
                match quotes.await {
                    Ok(quotes) if quotes.is_empty() => view! {
                        <EmptyState illustration="/illustrations/empty/orders.svg" title=words.t(k::TITLE) text=words.t(k::MINE_NONE)>{ask()}</EmptyState>
                    }.into_any(),
                    Ok(quotes) => view! {
                        <h1>{words.t(k::TITLE)}</h1>
                        <p>{ask()}</p>
                        <div class="orders">
                            {quotes.into_iter().map(|it| view! { <Summary it base="/quotes"/> }).collect_view()}
                        </div>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// One request of a list.
#[component]
pub(super) fn Summary(it: RfqSummary, base: &'static str) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let goods = it
        .names
        .iter()
        .map(|name| name.pick(lang).text)
        .collect::<Vec<_>>()
        .join(", ");
    let label = words.with(k::REQUEST, &[("number", &it.number)]);
    let state = match it.own {
        Some(own) => words.t(quote_key(own)),
        None => words.t(rfq_key(it.state)),
    };
    // As orders are marked: what waits, and what is agreed.
    let mark = match (it.own, it.state) {
        (Some(QuoteState::Asked | QuoteState::Countered), _) | (None, RfqState::Answered) => {
            "placed"
        }
        (_, RfqState::Accepted) => "confirmed",
        _ => "completed",
    };
    let until = it.state.is_open().then(|| {
        let date = words.date(it.expires_at);
        view! { " · "{words.with(k::OPEN_UNTIL, &[("date", &date)])} }
    });
    let offers = (it.offers > 0 && it.own.is_none())
        .then(|| view! { " · "{words.t(k::OFFERS)}" "<bdi>{it.offers}</bdi> });
    view! {
        <article class="panel order" data-state=mark>
            <h2 class="number"><a href=href(&format!("{base}/{}", it.id)) aria-label=label><bdi>{it.number}</bdi></a></h2>
            <p dir="auto">{goods}</p>
            <p class="meta">{state}" · "{words.date(it.created_at)}{until}{offers}</p>
        </article>
    }
}

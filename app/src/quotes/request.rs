//! The buyer's page of one request: what was asked, the offers side by side, what one can do with
//! each, and the form that takes parts of them.

use super::{
    accept::Accept,
    api,
    papers::PaperLinks,
    parts::{LineField, MessageField, RequestFacts, Versions, named, quote_key, rfq_key},
};
use crate::{
    ActionForm, ErrorView, ServerAction, href, reload, use_form, use_item_form, use_words,
};
use domain::{
    RfqId,
    marketplace::{PlacedQuote, QuoteState, QuoteView, RfqPage, amount_text},
};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Text};

/// What one can do on the page.
#[derive(Clone, Copy)]
struct Acts {
    counter: ServerAction<api::CounterQuote>,
    refuse: ServerAction<api::RefuseQuote>,
    withdraw: ServerAction<api::WithdrawRequest>,
    accept: ServerAction<api::AcceptQuotes>,
}

#[component]
pub fn RequestPage(id: RfqId) -> impl IntoView {
    let acts = Acts {
        counter: ServerAction::new(),
        refuse: ServerAction::new(),
        withdraw: ServerAction::new(),
        accept: ServerAction::new(),
    };
    let page = reload(
        move || acts.counter.version() + acts.refuse.version() + acts.withdraw.version(),
        move || api::ShowQuotes { rfq: id },
    );
    let errors = [
        use_form(acts.counter).error,
        use_form(acts.refuse).error,
        use_form(acts.withdraw).error,
    ];
    view! {
        {errors.map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(page: RfqPage, acts: Acts) -> impl IntoView {
    let words = use_words();
    let rfq = page.rfq.clone();
    let title = words.with(k::REQUEST, &[("number", &rfq.number)]);
    let asked = words.date(rfq.created_at);
    let is_open = rfq.state.is_open();
    let until = is_open.then(|| {
        let date = words.date(rfq.expires_at);
        view! { " · "{words.with(k::OPEN_UNTIL, &[("date", &date)])} }
    });
    let accept = (is_open && !page.suggested.is_empty())
        .then(|| view! { <Accept page=page.clone() accept=acts.accept/> });
    let withdraw = is_open.then(|| {
        view! {
            <ActionForm action=acts.withdraw>
                <input type="hidden" name="rfq" value=rfq.id.to_string()/>
                <button class="button button-danger" type="submit">{words.t(k::WITHDRAW)}</button>
            </ActionForm>
        }
    });
    let now = page.now;
    let quotes = rfq.quotes.clone();
    view! {
        <Title text=title.clone()/>
        <p><a class="said" href=href("/quotes")><Icon name="arrow-left"/>{words.t(k::BACK)}</a></p>
        <h1>{title}</h1>
        <p><strong>{words.t(rfq_key(rfq.state))}</strong>" · "<span class="meta">{words.with(k::ASKED_ON, &[("date", &asked)])}{until}</span></p>
        {page.placed.map(|placed| view! { <Placed placed/> })}
        <RequestFacts rfq/>
        <section class="stack">
            <h2>{words.t(k::OFFERS)}</h2>
            <div class="orders">
                {quotes.into_iter().map(|quote| view! { <Offer quote is_open now acts/> }).collect_view()}
            </div>
        </section>
        {accept}
        {withdraw}
    }
}

/// The order that came of it, and its papers.
#[component]
fn Placed(placed: PlacedQuote) -> impl IntoView {
    let words = use_words();
    let to = href(&format!("/orders/{}", placed.placement.tracking_token));
    let said = words.with(k::ORDER_PLACED, &[("number", &placed.placement.number)]);
    view! {
        <Notice kind="success">{said}" "<a href=to>{words.t(k::SEE_ORDER)}</a></Notice>
        <section class="panel">
            <h2>{words.t(k::PAPERS)}</h2>
            {placed.orders.into_iter().map(|terms| view! {
                <h3><Text text=terms.cooperative/>" "<bdi>{terms.number}</bdi></h3>
                <PaperLinks order=terms.order/>
            }).collect_view()}
        </section>
    }
}

/// One cooperative's answer.
#[component]
fn Offer(quote: QuoteView, is_open: bool, now: i64, acts: Acts) -> impl IntoView {
    let words = use_words();
    let valid = quote.valid_offer(now).is_some();
    let until = quote
        .expires_at
        .filter(|_| valid)
        .map(|at| words.with(k::VALID_UNTIL, &[("date", &words.date(at))]));
    let counter = (is_open && valid).then(|| view! { <Counter quote=quote.clone() acts/> });
    let refuse = (is_open && quote.state.is_open()).then(|| {
        view! {
            <ActionForm action=acts.refuse>
                <input type="hidden" name="quote" value=quote.id.to_string()/>
                <button class="button button-secondary" type="submit">{words.t(k::REFUSE)}</button>
            </ActionForm>
        }
    });
    let mark = match quote.state {
        QuoteState::Offered => "placed",
        QuoteState::Accepted => "confirmed",
        _ => "completed",
    };
    view! {
        <article class="panel order" data-state=mark>
            <h3><a href=href(&format!("/cooperatives/{}", quote.cooperative_slug))><Text text=quote.cooperative_name/></a></h3>
            <p><strong>{words.t(quote_key(quote.state))}</strong>{until.map(|until| view! { " · "<span class="meta">{until}</span> })}</p>
            <Versions versions=quote.versions/>
            {counter}
            {refuse}
        </article>
    }
}

/// Other quantities or prices, folded away.
#[component]
fn Counter(quote: QuoteView, acts: Acts) -> impl IntoView {
    let words = use_words();
    let id = quote.id.to_string();
    let form = use_item_form(acts.counter, "quote", &id);
    let refused = form.error.get_untracked().is_some();
    let version = quote.version().to_string();
    let lines = quote
        .offer()
        .map(|offer| offer.lines.clone())
        .unwrap_or_default();
    view! {
        <details class="more" open=refused>
            <summary>{words.t(k::COUNTER)}</summary>
            <ActionForm action=acts.counter class="stack">
                <input type="hidden" name="quote" value=id/>
                <input type="hidden" name="version" value=version/>
                {lines.into_iter().map(|line| {
                    let quantity = named(words, k::QUANTITY_OF, &line.name, line.pack);
                    let price = named(words, k::PRICE_OF, &line.name, line.pack);
                    view! {
                        <LineField name=format!("quantity[{}]", line.id) label=quantity value=line.quantity.to_string() form/>
                        <LineField name=format!("price[{}]", line.id) label=price value=amount_text(line.unit_price) form/>
                    }
                }).collect_view()}
                <MessageField of=quote.id.0 form/>
                <button class="button button-secondary" type="submit">{words.t(k::COUNTER_DO)}</button>
            </ActionForm>
        </details>
    }
}

//! The desk's page of one request: what is asked, what was proposed so far, and the form that
//! offers.

use super::{
    api,
    parts::{DateField, LineField, RequestFacts, Versions, named, problem_of, quote_key, rfq_key},
};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_lang, use_words,
};
use domain::{
    RfqId,
    marketplace::{AnswerPage as Page, OrderTerms, QuoteView, QuotedSize, RfqLine, amount_text},
};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind};

#[component]
pub fn AnswerPage(id: RfqId) -> impl IntoView {
    let offer = ServerAction::<api::OfferQuote>::new();
    let decline = ServerAction::<api::DeclineQuote>::new();
    let page = reload(
        move || offer.version() + decline.version(),
        move || api::ShowDeskQuote { rfq: id },
    );
    let declined = use_form(decline);
    view! {
        <ErrorSummary error=declined.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page offer decline/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(
    page: Page,
    offer: ServerAction<api::OfferQuote>,
    decline: ServerAction<api::DeclineQuote>,
) -> impl IntoView {
    let words = use_words();
    let Page {
        rfq, sizes, orders, ..
    } = page;
    let title = words.with(k::REQUEST, &[("number", &rfq.number)]);
    let quote = rfq.quotes.first().cloned();
    let state = match &quote {
        Some(quote) if rfq.state.is_open() => words.t(quote_key(quote.state)),
        Some(quote) if !quote.state.is_open() => words.t(quote_key(quote.state)),
        _ => words.t(rfq_key(rfq.state)),
    };
    let can_answer = rfq.state.is_open() && quote.as_ref().is_some_and(|it| it.state.is_open());
    let until = quote
        .as_ref()
        .and_then(|quote| quote.expires_at)
        .filter(|_| can_answer)
        .map(|at| words.with(k::VALID_UNTIL, &[("date", &words.date(at))]));
    let lines = rfq.lines.clone();
    let buyer = rfq.buyer_name.clone();
    let versions = quote.as_ref().map(|it| it.versions.clone());
    view! {
        <Title text=title.clone()/>
        <p><a class="said" href=href("/desk/quotes")><Icon name="arrow-left"/>{words.t(k::BACK)}</a></p>
        <h1>{title}</h1>
        <p><strong>{state}</strong>{until.map(|until| view! { " · "<span class="meta">{until}</span> })}</p>
        <p class="said"><Icon name="user"/><span>{words.t(k::BUYER)}" · "{buyer}</span></p>
        {orders.into_iter().map(|terms| view! { <OrderLink terms/> }).collect_view()}
        <RequestFacts rfq/>
        {versions.filter(|it| !it.is_empty()).map(|versions| view! {
            <section class="panel"><h2>{words.t(k::OFFERS)}</h2><Versions versions/></section>
        })}
        {quote.filter(|_| can_answer).map(|quote| view! { <Answer quote lines sizes offer decline/> })}
    }
}

#[component]
fn OrderLink(terms: OrderTerms) -> impl IntoView {
    let words = use_words();
    let label = words.with(k::SEE_DESK_ORDER, &[("number", &terms.number)]);
    view! { <p><a class="button button-primary" href=href(&format!("/desk/orders/{}", terms.order))>{label}</a></p> }
}

#[component]
fn Answer(
    quote: QuoteView,
    lines: Vec<RfqLine>,
    sizes: Vec<QuotedSize>,
    offer: ServerAction<api::OfferQuote>,
    decline: ServerAction<api::DeclineQuote>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(offer);
    let (id, declined) = (quote.id.to_string(), quote.id.to_string());
    let version = quote.version().to_string();
    let days = quote
        .versions
        .last()
        .map_or_else(|| "7".to_owned(), |it| it.prepare_days.to_string());
    view! {
        <h2>{words.t(k::YOUR_ANSWER)}</h2>
        <ErrorSummary error=form.error/>
        <ActionForm action=offer class="stack">
            <input type="hidden" name="quote" value=id/>
            <input type="hidden" name="version" value=version/>
            {lines.into_iter().map(|line| view! { <AnswerLine quote=quote.clone() line sizes=sizes.clone() form/> }).collect_view()}
            <div class="panel">
                <Field name="prepare_days" label=words.t(k::PREPARE_DAYS) kind=Kind::Number value=form.value("prepare_days", &days) problem=form.problem("prepare_days")/>
                <DateField name="expires" label=words.t(k::EXPIRES) form/>
                <Field name="message" label=words.t(k::MESSAGE) kind=Kind::Lines optional=true value=form.value("message", "") problem=form.problem("message")/>
                <button class="button button-primary" type="submit">{words.t(k::OFFER_DO)}</button>
            </div>
        </ActionForm>
        <ActionForm action=decline>
            <input type="hidden" name="quote" value=declined/>
            <button class="button button-danger" type="submit">{words.t(k::DECLINE)}</button>
        </ActionForm>
    }
}

/// One line to answer, filled in with what was last proposed for it by either side.
#[component]
fn AnswerLine(
    quote: QuoteView,
    line: RfqLine,
    sizes: Vec<QuotedSize>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let last = quote.versions.last();
    let last = last.and_then(|version| version.lines.iter().find(|it| it.line == line.id));
    let (chosen, quantity, price) = match last {
        Some(it) => (
            it.variant.to_string(),
            it.quantity.to_string(),
            amount_text(it.unit_price),
        ),
        // What was pointed at, where it is this cooperative's.
        None => (
            line.variant.map_or_else(String::new, |it| it.to_string()),
            String::new(),
            String::new(),
        ),
    };
    let sizes = sizes
        .into_iter()
        .filter(|size| size.pack.unit == line.asked.unit)
        .collect();
    let legend = named(words, k::ANSWER_LINE, &line.name, line.asked);
    let id = line.id;
    view! {
        <fieldset class="panel">
            <legend>{legend}</legend>
            <SizeSelect name=format!("variant[{id}]") chosen sizes form/>
            <LineField name=format!("quantity[{id}]") label=words.t(k::PACKS) value=quantity form/>
            <LineField name=format!("price[{id}]") label=words.t(k::PRICE) value=price form/>
        </fieldset>
    }
}

#[component]
fn SizeSelect(
    name: String,
    chosen: String,
    sizes: Vec<QuotedSize>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let problem = problem_of(form, &name);
    let chosen = form.value(&name, &chosen);
    let error_id = format!("{name}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let invalid = move || problem.get().is_some().then_some("true");
    let options = sizes
        .into_iter()
        .map(|size| {
            let value = size.variant.to_string();
            let selected = value == chosen;
            let left = words.with(k::LEFT, &[("count", &size.available.to_string())]);
            let text = format!(
                "{} · {} · {} · {left}",
                size.name.pick(lang).text,
                words.pack(size.pack),
                words.money(size.price)
            );
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name.clone()>{words.t(k::WITH_SIZE)}</label>
            <select id=name.clone() name=name aria-invalid=invalid aria-describedby=described>
                <option value="">{words.t(k::SIZE_NONE)}</option>
                {options}
            </select>
            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
        </div>
    }
}

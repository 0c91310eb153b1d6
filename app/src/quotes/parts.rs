//! What both sides' pages show: states, the request itself, a version's lines, and fields that
//! stand on a page once for each line.

use crate::{FormState, PageWords, use_lang, use_words};
use domain::{
    Problem,
    marketplace::{Author, QuoteState, QuoteVersion, RfqState, RfqView, Transport},
};
use i18n::{Key, keys::quotes as k};
use leptos::prelude::*;
use ui::Text;

pub(super) const fn rfq_key(state: RfqState) -> Key {
    match state {
        RfqState::Open => k::STATE_OPEN,
        RfqState::Answered => k::STATE_ANSWERED,
        RfqState::Accepted => k::STATE_ACCEPTED,
        RfqState::Declined => k::STATE_DECLINED,
        RfqState::Expired => k::STATE_EXPIRED,
        RfqState::Withdrawn => k::STATE_WITHDRAWN,
    }
}

pub(super) const fn quote_key(state: QuoteState) -> Key {
    match state {
        QuoteState::Asked => k::QUOTE_ASKED,
        QuoteState::Offered => k::QUOTE_OFFERED,
        QuoteState::Countered => k::QUOTE_COUNTERED,
        QuoteState::Accepted => k::QUOTE_ACCEPTED,
        QuoteState::Refused => k::QUOTE_REFUSED,
        QuoteState::Declined => k::QUOTE_DECLINED,
        QuoteState::Expired => k::QUOTE_EXPIRED,
        QuoteState::Withdrawn => k::QUOTE_WITHDRAWN,
    }
}

pub(super) const fn transport_key(transport: Transport) -> Key {
    match transport {
        Transport::Sea => k::TRANSPORT_SEA,
        Transport::Air => k::TRANSPORT_AIR,
        Transport::Road => k::TRANSPORT_ROAD,
    }
}

/// Where the goods go, in words.
pub(super) fn destination(words: PageWords, rfq: &RfqView) -> String {
    let country = match &rfq.country_name {
        Some(name) => name.pick(words.lang()).text,
        None => words.t(k::MOROCCO),
    };
    match &rfq.region {
        Some(region) => format!("{region}, {country}"),
        None => country,
    }
}

/// What was asked, where to and under which terms.
#[component]
pub(super) fn RequestFacts(rfq: RfqView) -> impl IntoView {
    let words = use_words();
    let to = destination(words, &rfq);
    let wanted = rfq.wanted_at.map(|at| words.date(at));
    view! {
        <section class="panel">
            <h2>{words.t(k::GOODS)}</h2>
            <ul class="lines">
                {rfq.lines.into_iter().map(|line| view! {
                    <li class="row between"><Text text=line.name/><bdi>{words.pack(line.asked)}</bdi></li>
                }).collect_view()}
            </ul>
            <dl class="facts">
                <dt>{words.t(k::CATEGORY)}</dt><dd><Text text=rfq.category_name/></dd>
                <dt>{words.t(k::DESTINATION)}</dt><dd>{to}</dd>
                <dt>{words.t(k::INCOTERM)}</dt><dd><bdi>{rfq.incoterm.code()}</bdi>" "<bdi>{rfq.place}</bdi></dd>
                <dt>{words.t(k::TRANSPORT)}</dt><dd>{words.t(transport_key(rfq.transport))}</dd>
                {wanted.map(|wanted| view! { <dt>{words.t(k::WANTED)}</dt><dd>{wanted}</dd> })}
            </dl>
            {rfq.message.map(|message| view! { <blockquote dir="auto">{message}</blockquote> })}
            <p class="meta">{words.t(k::CURRENCY_NOTE)}</p>
        </section>
    }
}

/// One side's proposal with its sum.
#[component]
pub(super) fn Version(version: QuoteVersion) -> impl IntoView {
    let words = use_words();
    let total = words.money(version.total());
    let author = words.t(match version.author {
        Author::Seller => k::BY_SELLER,
        Author::Buyer => k::BY_BUYER,
    });
    let days = version.prepare_days.to_string();
    view! {
        <div class="stack">
            <p><strong>{author}</strong>" "<span class="meta">{words.date_time(version.at)}</span></p>
            <ul class="lines">
                {version.lines.into_iter().map(|line| {
                    let (total, price) = (words.money(line.total()), words.money(line.unit_price));
                    view! {
                        <li class="row between">
                            <span>
                                <bdi>{line.quantity}" × "</bdi><Text text=line.name/>" "
                                <span class="meta"><bdi>{words.pack(line.pack)}</bdi>" · "<bdi>{price}</bdi></span>
                            </span>
                            <bdi>{total}</bdi>
                        </li>
                    }
                }).collect_view()}
            </ul>
            <dl class="totals"><dt>{words.t(k::TOTAL)}</dt><dd><bdi>{total}</bdi></dd></dl>
            <p class="meta">{words.with(k::PREPARED_IN, &[("days", &days)])}</p>
            {version.message.map(|message| view! { <blockquote dir="auto">{message}</blockquote> })}
        </div>
    }
}

/// The last proposal, and those before it folded away.
#[component]
pub(super) fn Versions(versions: Vec<QuoteVersion>) -> impl IntoView {
    let words = use_words();
    let mut versions = versions;
    let last = versions.pop();
    let earlier = (!versions.is_empty()).then(|| view! {
        <details>
            <summary>{words.t(k::HISTORY)}</summary>
            {versions.into_iter().rev().map(|version| view! { <Version version/> }).collect_view()}
        </details>
    });
    view! {
        {last.map(|version| view! { <Version version/> })}
        {earlier}
    }
}

/// The first problem of a field whose name is made for a line.
pub(super) fn problem_of(form: FormState, name: &str) -> Signal<Option<Problem>> {
    let (error, name) = (form.error, name.to_owned());
    Signal::derive(move || {
        error
            .get()
            .and_then(|error| error.of_field(&name).next().cloned())
    })
}

/// A number of a line; its name is its id.
#[component]
pub(super) fn LineField(
    name: String,
    label: String,
    value: String,
    #[prop(optional, into)] hint: String,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let problem = problem_of(form, &name);
    let value = form.value(&name, &value);
    let error_id = format!("{name}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let invalid = move || problem.get().is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="meta">{hint}</p> })}
            <input id=name.clone() name=name inputmode="decimal" dir="ltr" autocomplete="off" value=value aria-invalid=invalid aria-describedby=described/>
            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
        </div>
    }
}

/// A day.
#[component]
pub(super) fn DateField(name: &'static str, label: String, form: FormState) -> impl IntoView {
    let words = use_words();
    let problem = form.problem(name);
    let error_id = format!("{name}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let invalid = move || problem.get().is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <p class="meta">{words.t(k::DATE_HINT)}</p>
            <input id=name name=name type="date" value=form.value(name, "") aria-invalid=invalid aria-describedby=described/>
            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
        </div>
    }
}

/// A message that stands on the page once for each quote.
#[component]
pub(super) fn MessageField(of: i64, form: FormState) -> impl IntoView {
    let words = use_words();
    let problem = form.problem("message");
    let id = format!("message-{of}");
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let invalid = move || problem.get().is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{words.t(k::MESSAGE)}</label>
            <textarea id=id name="message" rows="3" aria-invalid=invalid aria-describedby=described>{form.value("message", "")}</textarea>
            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
        </div>
    }
}

/// A product and its pack, as labels name it.
pub(super) fn named(
    words: PageWords,
    key: Key,
    name: &domain::LocalText,
    pack: domain::marketplace::PackSize,
) -> String {
    let name = name.pick(use_lang()).text;
    words.with(key, &[("name", &name), ("pack", &words.pack(pack))])
}

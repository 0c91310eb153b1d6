//! The form that takes parts of the offers and orders them.

use super::{api, parts::LineField};
use crate::{ActionForm, FormState, ServerAction, use_form, use_lang, use_words};
use domain::{
    geography::Province,
    marketplace::{Address, QuoteLine, RfqPage},
};
use i18n::keys::{marketplace as market, quotes as k};
use leptos::prelude::*;
use ui::{ErrorSummary, Field, Groups, Kind, Select};

#[component]
pub(super) fn Accept(page: RfqPage, accept: ServerAction<api::AcceptQuotes>) -> impl IntoView {
    let words = use_words();
    let form = use_form(accept);
    let pending = accept.pending();
    let lines = lines(&page);
    let rfq = page.rfq.id.to_string();
    let abroad = page.rfq.country_name.is_some();
    let country = super::parts::destination(words, &page.rfq);
    view! {
        <section class="stack" id="take">
            <h2>{words.t(k::ACCEPT)}</h2>
            <p class="meta">{words.t(k::ACCEPT_INTRO)}</p>
            <ErrorSummary error=form.error/>
            <ActionForm action=accept class="stack">
                <input type="hidden" name="rfq" value=rfq/>
                <input type="hidden" name="idempotency_key" value=page.idempotency_key/>
                <div class="panel">
                    {lines.into_iter().map(|(line, seller, suggested)| view! { <Take line seller suggested form/> }).collect_view()}
                </div>
                <Consignee address=page.address provinces=page.provinces abroad country form/>
                <p class="meta">{words.t(k::PAY_NOTE)}</p>
                <button class="button button-primary button-wide" type="submit" disabled=pending>{words.t(k::ACCEPT_DO)}</button>
            </ActionForm>
        </section>
    }
}

/// What can be taken: the line, whose it is, and how much is proposed.
fn lines(page: &RfqPage) -> Vec<(QuoteLine, domain::LocalText, u32)> {
    let mut lines = Vec::new();
    for quote in &page.rfq.quotes {
        for line in quote
            .valid_offer(page.now)
            .map(|offer| &offer.lines)
            .into_iter()
            .flatten()
        {
            let suggested = page.suggested.iter().find(|(id, _)| *id == line.id);
            let suggested = suggested.map_or(0, |(_, quantity)| *quantity);
            lines.push((line.clone(), quote.cooperative_name.clone(), suggested));
        }
    }
    lines
}

#[component]
fn Take(
    line: QuoteLine,
    seller: domain::LocalText,
    suggested: u32,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let label = words.with(
        k::TAKE,
        &[
            ("cooperative", &seller.pick(lang).text),
            ("name", &line.name.pick(lang).text),
            ("pack", &words.pack(line.pack)),
        ],
    );
    let hint = words.with(
        k::TAKE_MOST,
        &[
            ("count", &line.quantity.to_string()),
            ("price", &words.money(line.unit_price)),
        ],
    );
    view! { <LineField name=format!("take[{}]", line.id) label hint value=suggested.to_string() form/> }
}

#[component]
fn Consignee(
    address: Option<Address>,
    provinces: Vec<Province>,
    abroad: bool,
    country: String,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let known = address.unwrap_or_default();
    let where_to = if abroad {
        let postcode = form.value("postcode", known.postcode.as_deref().unwrap_or_default());
        view! {
            <p><strong>{words.t(k::COUNTRY)}</strong>" · "{country}</p>
            <Field name="postcode" label=words.t(market::POSTCODE) hint=words.t(market::POSTCODE_HINT) value=postcode autocomplete="postal-code" problem=form.problem("postcode")/>
        }
        .into_any()
    } else {
        let groups: Groups = vec![(
            String::new(),
            provinces
                .into_iter()
                .map(|it| (it.code, it.name.pick(lang).text))
                .collect(),
        )];
        view! {
            <Select name="province" label=words.t(market::PROVINCE) none=words.t(market::PROVINCE_CHOOSE) groups value=form.value("province", &known.province) problem=form.problem("province")/>
        }
        .into_any()
    };
    let email = known.email.unwrap_or_default();
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::ADDRESS)}</legend>
            <Field name="name" label=words.t(market::NAME) value=form.value("name", &known.name) autocomplete="name" problem=form.problem("name")/>
            <Field name="phone" label=words.t(market::PHONE) hint=words.t(market::PHONE_HINT) kind=Kind::Phone value=form.value("phone", &known.phone) autocomplete="tel" problem=form.problem("phone")/>
            <Field name="email" label=words.t(market::EMAIL) hint=words.t(market::EMAIL_HINT) kind=Kind::Email optional=true value=form.value("email", &email) autocomplete="email" problem=form.problem("email")/>
            {where_to}
            <Field name="city" label=words.t(market::CITY) value=form.value("city", &known.city) autocomplete="address-level2" problem=form.problem("city")/>
            <Field name="street" label=words.t(market::STREET) value=form.value("street", &known.street) autocomplete="street-address" problem=form.problem("street")/>
            <Field name="note" label=words.t(market::NOTE) kind=Kind::Lines optional=true value=form.value("note", "") problem=form.problem("note")/>
        </fieldset>
    }
}

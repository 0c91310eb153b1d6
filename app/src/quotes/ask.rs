//! The form that asks: from a listing with its sizes, or from a category in one's own words.

use super::{
    api,
    parts::{DateField, LineField, named},
};
use crate::{
    ActionForm, ErrorView, FormState, SearchAddress, ServerAction, href, load, use_form, use_lang,
    use_query_map, use_words,
};
use domain::marketplace::{
    AskPage as Page, Country, Incoterm, PickedVariant, QUOTE_UNITS, SellerChoice, Transport, Unit,
};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Groups, Kind, Notice, Select};

#[component]
pub fn AskPage() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let page = load(move || api::AskPage {
        listing: asked("listing"),
        category: asked("category"),
    });
    view! {
        <Title text=words.t(k::ASK)/>
        <div class="narrow stack">
            <h1>{words.t(k::ASK)}</h1>
            <p class="meta">{words.t(k::INTRO)}</p>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) if page.category.is_none() => view! { <Categories page/> }.into_any(),
                        Ok(page) if page.sellers.is_empty() => view! {
                            <Notice kind="info">{words.t(k::SELLERS_NONE)}</Notice>
                            <Categories page/>
                        }.into_any(),
                        Ok(page) => view! { <Body page/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Categories(page: Page) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    view! {
        <SearchAddress action=href("/quotes/new") class="panel" label=words.t(k::CHOOSE_CATEGORY)>
            <div class="field">
                <label for="category">{words.t(k::CHOOSE_CATEGORY)}</label>
                <select id="category" name="category">
                    {page.categories.into_iter().map(|(slug, name)| view! {
                        <option value=slug>{name.pick(lang).text}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="button button-primary" type="submit">{words.t(k::NEXT)}</button>
        </SearchAddress>
    }
}

#[component]
fn Body(page: Page) -> impl IntoView {
    let words = use_words();
    let ask = ServerAction::<api::AskQuotes>::new();
    let form = use_form(ask);
    let category = page.category.map(|(_, slug, _)| slug).unwrap_or_default();
    let own = page.variants.first().map(|it| it.cooperative.to_string());
    let goods = if page.variants.is_empty() {
        view! { <Described form/> }.into_any()
    } else {
        view! { <Sizes variants=page.variants form/> }.into_any()
    };
    let pending = ask.pending();
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=ask class="stack">
            <input type="hidden" name="listing" value=page.listing.unwrap_or_default()/>
            <input type="hidden" name="category" value=category/>
            <input type="hidden" name="request_key" value=page.request_key/>
            {goods}
            <Sellers sellers=page.sellers own=own.unwrap_or_default() form/>
            <Terms countries=page.countries form/>
            <div class="panel">
                <Field name="message" label=words.t(k::MESSAGE) kind=Kind::Lines optional=true value=form.value("message", "") problem=form.problem("message")/>
                <button class="button button-primary button-wide" type="submit" disabled=pending>{words.t(k::SEND)}</button>
            </div>
        </ActionForm>
    }
}

/// A number for each size of the listing.
#[component]
fn Sizes(variants: Vec<PickedVariant>, form: FormState) -> impl IntoView {
    let words = use_words();
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::GOODS)}</legend>
            {variants.into_iter().map(|it| {
                let label = named(words, k::PACKS_OF, &it.name, it.pack);
                view! { <LineField name=format!("packs[{}]", it.variant) label value=String::new() form/> }
            }).collect_view()}
        </fieldset>
    }
}

fn unit_key(unit: Unit) -> i18n::Key {
    match unit {
        Unit::Litre | Unit::Millilitre => k::UNIT_L,
        Unit::Piece => k::UNIT_PIECE,
        Unit::Pair => k::UNIT_PAIR,
        Unit::Dozen => k::UNIT_DOZEN,
        Unit::SquareMetre | Unit::SquareDecimetre => k::UNIT_M2,
        Unit::Kilogram | Unit::Gram => k::UNIT_KG,
    }
}

#[component]
fn Described(form: FormState) -> impl IntoView {
    let words = use_words();
    let units: Groups = vec![(
        String::new(),
        QUOTE_UNITS
            .iter()
            .map(|(unit, _, _)| (unit.code().to_owned(), words.t(unit_key(*unit))))
            .collect(),
    )];
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::GOODS)}</legend>
            <Field name="description" label=words.t(k::DESCRIPTION) hint=words.t(k::DESCRIPTION_HINT) value=form.value("description", "") problem=form.problem("description")/>
            <Field name="amount" label=words.t(k::AMOUNT) kind=Kind::Number value=form.value("amount", "") problem=form.problem("amount")/>
            <Select name="unit" label=words.t(k::UNIT) none=words.t(k::CATEGORY_NONE) groups=units value=form.value("unit", "kg") problem=form.problem("unit")/>
        </fieldset>
    }
}

/// One or several; from a listing its own seller is chosen at first.
#[component]
fn Sellers(sellers: Vec<SellerChoice>, own: String, form: FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let is_new = form.error.get_untracked().is_none();
    let problem = form.problem("sellers");
    view! {
        <fieldset class="panel" id="sellers">
            <legend>{words.t(k::SELLERS)}</legend>
            <p class="meta">{words.t(k::SELLERS_HINT)}</p>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            <div class="choices">
                {sellers.into_iter().map(|seller| {
                    let name = format!("sellers[{}]", seller.id);
                    let first = if is_new && seller.id.to_string() == own { "on" } else { "" };
                    let checked = form.value(&name, first) == "on";
                    view! {
                        <Choice input="checkbox" name value="on" checked>
                            {seller.name.pick(lang).text}" "<span class="meta">{seller.province.pick(lang).text}</span>
                        </Choice>
                    }
                }).collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Terms(countries: Vec<Country>, form: FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let one = |list: Vec<(String, String)>| -> Groups { vec![(String::new(), list)] };
    let countries = one(countries
        .into_iter()
        .map(|it| (it.code, it.name.pick(lang).text))
        .collect());
    let terms = one(Incoterm::ALL
        .iter()
        .map(|it| (it.code().to_owned(), it.code().to_owned()))
        .collect());
    let ways = one(Transport::ALL
        .iter()
        .map(|it| {
            (
                it.code().to_owned(),
                words.t(super::parts::transport_key(*it)),
            )
        })
        .collect());
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::DELIVERY)}</legend>
            <Select name="country" label=words.t(k::COUNTRY) none=words.t(k::MOROCCO) groups=countries value=form.value("country", "") problem=form.problem("country")/>
            <Field name="region" label=words.t(k::REGION) optional=true value=form.value("region", "") problem=form.problem("region")/>
            <DateField name="wanted" label=words.t(k::WANTED) form/>
            <Select name="transport" label=words.t(k::TRANSPORT) none=words.t(k::CATEGORY_NONE) groups=ways value=form.value("transport", "") problem=form.problem("transport")/>
            <Select name="incoterm" label=words.t(k::INCOTERM) hint=words.t(k::INCOTERM_HINT) none=words.t(k::CATEGORY_NONE) groups=terms value=form.value("incoterm", "") problem=form.problem("incoterm")/>
            <Field name="place" label=words.t(k::PLACE) hint=words.t(k::PLACE_HINT) value=form.value("place", "") problem=form.problem("place")/>
            <p class="meta">{words.t(k::CURRENCY_NOTE)}</p>
        </fieldset>
    }
}

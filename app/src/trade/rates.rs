//! The administration's table of delivery rates: dated rows, never changed, only succeeded.

use super::{
    api,
    table::{Table, figure, span},
};
use crate::{ActionForm, ErrorView, PageWords, ServerAction, reload, use_form, use_words};
use domain::{
    geography::Region,
    marketplace::{DeliveryMethod, RatesView, ShippingRate, Zone},
};
use i18n::keys::trade as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Kind, Notice};

#[component]
pub fn RatesPage() -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::AddRate>::new();
    let rates = reload(move || add.version(), || api::ListRates {});
    let form = use_form(add);
    let title = words.t(k::RATES);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <p class="meta">{words.t(k::RATES_INTRO)}</p>
        <ErrorSummary error=form.error/>
        {move || add.succeeded().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match rates.await {
                    Ok(page) => view! { <Body page add/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn method_words(words: PageWords, method: DeliveryMethod) -> String {
    words.t(match method {
        DeliveryMethod::Home => k::METHOD_HOME,
        DeliveryMethod::PickupPoint => k::METHOD_PICKUP_POINT,
        DeliveryMethod::CollectionPoint => k::METHOD_COLLECTION_POINT,
        DeliveryMethod::Pickup => k::METHOD_PICKUP,
    })
}

fn zone_words(words: PageWords, regions: &[Region], zone: &str) -> String {
    match zone {
        "eu" => words.t(k::ZONE_EU),
        "na" => words.t(k::ZONE_NA),
        "world" => words.t(k::ZONE_WORLD),
        code => {
            let found = regions.iter().find(|region| region.code == code);
            found.map_or_else(String::new, |region| region.name.pick(words.lang()).text)
        }
    }
}

/// The tabs of the methods one can list.
const METHODS: [DeliveryMethod; 3] = [
    DeliveryMethod::Home,
    DeliveryMethod::PickupPoint,
    DeliveryMethod::CollectionPoint,
];

#[component]
fn Body(page: RatesView, add: ServerAction<api::AddRate>) -> impl IntoView {
    let RatesView {
        rates,
        regions,
        now,
    } = page;
    let tables = METHODS
        .into_iter()
        .map(|method| {
            let rows: Vec<ShippingRate> = rates
                .iter()
                .filter(|rate| rate.method == method)
                .cloned()
                .collect();
            view! { <Rates method rows regions=regions.clone() now/> }
        })
        .collect_view();
    view! {
        <AddRate regions=regions.clone() add/>
        {tables}
    }
}

#[component]
fn AddRate(regions: Vec<Region>, add: ServerAction<api::AddRate>) -> impl IntoView {
    let words = use_words();
    let form = use_form(add);
    let method = form.value("method", "home");
    let zone = form.value("zone", "01");
    view! {
        <ActionForm action=add class="panel">
            <h2>{words.t(k::RATE_NEW)}</h2>
            <div class="field">
                <label for="method">{words.t(k::RATE_METHOD)}</label>
                <select id="method" name="method">
                    {METHODS.into_iter().map(|it| view! {
                        <option value=it.code() selected=it.code() == method>{method_words(words, it)}</option>
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="zone">{words.t(k::RATE_ZONE)}</label>
                <select id="zone" name="zone">
                    {Zone::ALL.into_iter().map(|it| view! {
                        <option value=it selected=it == zone>{zone_words(words, &regions, it)}</option>
                    }).collect_view()}
                </select>
            </div>
            <Field name="up_to_grams" label=words.t(k::RATE_UP_TO) hint=words.t(k::RATE_UP_TO_HINT) kind=Kind::Number value=form.value("up_to_grams", "") problem=form.problem("up_to_grams")/>
            <Field name="fee" label=words.t(k::RATE_FEE) hint=words.t(k::RATE_FEE_HINT) kind=Kind::Number value=form.value("fee", "") problem=form.problem("fee")/>
            <Field name="valid_from" label=words.t(k::RATE_FROM) hint=words.t(k::RATE_FROM_HINT) value=form.value("valid_from", "") problem=form.problem("valid_from")/>
            <Field name="source" label=words.t(k::RATE_SOURCE) hint=words.t(k::RATE_SOURCE_HINT) value=form.value("source", "") problem=form.problem("source")/>
            <button class="button button-primary" type="submit">{words.t(k::RATE_ADD)}</button>
        </ActionForm>
    }
}

#[component]
fn Rates(
    method: DeliveryMethod,
    rows: Vec<ShippingRate>,
    regions: Vec<Region>,
    now: domain::Timestamp,
) -> impl IntoView {
    let words = use_words();
    let title = method_words(words, method);
    let columns = &[
        k::RATE_ZONE,
        k::RATE_UP_TO,
        k::RATE_FEE,
        k::RATE_VALID,
        k::RATE_SOURCE,
    ];
    view! {
        <Table title columns>
            {rows.into_iter().map(|rate| {
                let days = (rate.valid_from, rate.valid_to);
                view! {
                    <tr>
                        <th scope="row">{zone_words(words, &regions, rate.zone.code())}</th>
                        <td><bdi>{rate.up_to_grams}" g"</bdi></td>
                        <td>{figure(words.money(rate.fee), days, now)}</td>
                        <td>{span(words, days.0, days.1)}</td>
                        <td>{rate.source}</td>
                    </tr>
                }
            }).collect_view()}
        </Table>
    }
}

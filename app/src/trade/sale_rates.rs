//! The administration's tables of tax and commission: dated rows, never changed, only succeeded; and
//! the exports without tax whose proof is not entered.

use super::{
    api,
    table::{Table, figure, span},
};
use crate::{ActionForm, ErrorView, ServerAction, reload, use_form, use_words};
use domain::marketplace::{
    ProvenExport, SaleRateKind, SaleRateView, SaleRatesView, UnprovenExport,
};
use i18n::{Key, keys::trade as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Kind, Notice, Select};

#[component]
pub fn SaleRatesPage() -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::AddSaleRate>::new();
    let page = reload(move || add.version(), || api::ListSaleRates {});
    let form = use_form(add);
    let title = words.t(k::TAXES);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <p class="meta">{words.t(k::TAXES_INTRO)}</p>
        <ErrorSummary error=form.error/>
        {move || add.succeeded().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page add/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

const fn kind_words(kind: SaleRateKind) -> Key {
    match kind {
        SaleRateKind::TaxHome => k::TAX_HOME,
        SaleRateKind::TaxAbroad => k::TAX_ABROAD,
        SaleRateKind::Commission => k::COMMISSION,
    }
}

#[component]
fn Body(page: SaleRatesView, add: ServerAction<api::AddSaleRate>) -> impl IntoView {
    let SaleRatesView {
        rates,
        categories,
        unproven,
        unproven_count,
        proven,
        now,
    } = page;
    let words = use_words();
    let lang = words.lang();
    let categories = categories
        .into_iter()
        .map(|(slug, name)| (slug, name.pick(lang).text))
        .collect();
    let tables = SaleRateKind::ALL
        .into_iter()
        .map(|kind| {
            let rows: Vec<SaleRateView> =
                rates.iter().filter(|it| it.kind == kind).cloned().collect();
            view! { <Rates kind rows now/> }
        })
        .collect_view();
    view! {
        <Unproven unproven count=unproven_count/>
        {tables}
        <Proven proven/>
        <Add categories add/>
    }
}

#[component]
fn Add(categories: Vec<(String, String)>, add: ServerAction<api::AddSaleRate>) -> impl IntoView {
    let words = use_words();
    let form = use_form(add);
    let kinds = SaleRateKind::ALL
        .into_iter()
        .map(|kind| (kind.code().to_owned(), words.t(kind_words(kind))))
        .collect();
    view! {
        <ActionForm action=add class="panel stack">
            <h2>{words.t(k::TAX_NEW)}</h2>
            <Select name="kind" label=words.t(k::TAX_KIND) none=words.t(k::CHOOSE) groups=vec![(String::new(), kinds)] value=form.value("kind", "") problem=form.problem("kind")/>
            <Select name="category" label=words.t(k::TAX_CATEGORY) none=words.t(k::EVERY_CATEGORY) groups=vec![(String::new(), categories)] value=form.value("category", "") problem=form.problem("category")/>
            <Field name="ice" label=words.t(k::TAX_ICE) hint=words.t(k::TAX_ICE_HINT) optional=true value=form.value("ice", "") problem=form.problem("ice")/>
            <Field name="percent" label=words.t(k::TAX_PERCENT) hint=words.t(k::TAX_PERCENT_HINT) kind=Kind::Number value=form.value("percent", "") problem=form.problem("percent")/>
            <Field name="valid_from" label=words.t(k::RATE_FROM) hint=words.t(k::RATE_FROM_HINT) value=form.value("valid_from", "") problem=form.problem("valid_from")/>
            <Field name="source" label=words.t(k::RATE_SOURCE) hint=words.t(k::TAX_SOURCE_HINT) value=form.value("source", "") problem=form.problem("source")/>
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::RATE_ADD)}</button></div>
        </ActionForm>
    }
}

#[component]
fn Rates(kind: SaleRateKind, rows: Vec<SaleRateView>, now: domain::Timestamp) -> impl IntoView {
    let words = use_words();
    let title = words.t(kind_words(kind));
    let lang = words.lang();
    let columns = &[
        k::TAX_CATEGORY,
        k::TAX_COOPERATIVE,
        k::PAPER_RATE,
        k::RATE_VALID,
        k::RATE_SOURCE,
    ];
    let of = move |name: Option<domain::LocalText>, all| {
        name.map_or_else(|| words.t(all), |name| name.pick(lang).text)
    };
    view! {
        <Table title columns>
            {rows.into_iter().map(|row| {
                let days = (row.valid_from, row.valid_to);
                view! {
                    <tr>
                        <th scope="row">{of(row.category, k::EVERY_CATEGORY)}</th>
                        <td>{of(row.cooperative, k::EVERY_COOPERATIVE)}</td>
                        <td>{figure(words.percent(row.thousandths * 10), days, now)}</td>
                        <td>{span(words, days.0, days.1)}</td>
                        <td>{row.source}</td>
                    </tr>
                }
            }).collect_view()}
        </Table>
    }
}

#[component]
fn Unproven(unproven: Vec<UnprovenExport>, count: u64) -> impl IntoView {
    let words = use_words();
    let lang = words.lang();
    let columns = &[
        k::PAPER_ORDER,
        k::TAX_COOPERATIVE,
        k::COUNTRY,
        k::PAPER_DATE,
    ];
    (count > 0).then(|| {
        view! {
            <Table title=words.count(k::UNPROVEN, count, &[]) intro=k::UNPROVEN_TEXT columns>
                {unproven.into_iter().map(|it| view! {
                    <tr>
                        <th scope="row"><bdi>{it.number}</bdi></th>
                        <td>{it.cooperative.pick(lang).text}</td>
                        <td><bdi>{it.country}</bdi></td>
                        <td>{words.date(it.placed_at)}</td>
                    </tr>
                }).collect_view()}
            </Table>
        }
    })
}

/// The last exports with their declarations, each with its paper.
#[component]
fn Proven(proven: Vec<ProvenExport>) -> impl IntoView {
    let words = use_words();
    let lang = words.lang();
    let columns = &[
        k::PAPER_ORDER,
        k::TAX_COOPERATIVE,
        k::DECLARATION,
        k::DECLARED,
    ];
    (!proven.is_empty()).then(|| view! {
        <Table title=words.t(k::PROVEN) columns>
            {proven.into_iter().map(|it| {
                let label = format!("{} {}", words.t(k::PROOF_SEE), it.number);
                let number = it.proof.declaration;
                view! {
                    <tr>
                        <th scope="row"><bdi>{it.number}</bdi></th>
                        <td>{it.cooperative.pick(lang).text}</td>
                        <td>
                            {match it.document {
                                Some(id) => view! { <a href=format!("/documents/{id}") rel="external" target="_blank" aria-label=label><bdi>{number}</bdi></a> }.into_any(),
                                None => view! { <bdi>{number}</bdi> }.into_any(),
                            }}
                        </td>
                        <td>{words.date(it.proof.declared_at)}</td>
                    </tr>
                }
            }).collect_view()}
        </Table>
    })
}

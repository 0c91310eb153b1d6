//! An order's export papers: commercial invoice and packing list, and how it was packed.

use super::{api, parts::transport_key};
use crate::{ActionForm, ServerAction, reload, use_form, use_words};
use domain::{OrderId, marketplace::OrderTerms};
use i18n::keys::quotes as k;
use leptos::prelude::*;
use ui::{ErrorSummary, Field, Icon, Kind, Notice};

/// The desk's panel on an order; nothing where it was not sold under export terms.
#[component]
pub fn ExportPanel(order: OrderId) -> impl IntoView {
    let save = ServerAction::<api::SavePacking>::new();
    let terms = reload(move || save.version(), move || api::ShowTerms { order });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                terms.await.ok().flatten().map(|terms| view! { <Panel terms save/> })
            })}
        </Transition>
    }
}

#[component]
fn Panel(terms: OrderTerms, save: ServerAction<api::SavePacking>) -> impl IntoView {
    let words = use_words();
    let form = use_form(save);
    let packages = terms.packages.map_or_else(String::new, |it| it.to_string());
    let gross = terms.gross_grams.map_or_else(String::new, |grams| {
        format!("{}.{:02}", grams / 1000, grams % 1000 / 10)
    });
    view! {
        <section class="panel">
            <h2>{words.t(k::PAPERS)}</h2>
            <dl class="facts">
                <dt>{words.t(k::INCOTERM)}</dt><dd><bdi>{terms.incoterm.code()}</bdi>" "<bdi>{terms.place}</bdi></dd>
                <dt>{words.t(k::TRANSPORT)}</dt><dd>{words.t(transport_key(terms.transport))}</dd>
            </dl>
            <PaperLinks order=terms.order/>
            <ErrorSummary error=form.error/>
            {move || save.succeeded().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
            <ActionForm action=save class="stack">
                <input type="hidden" name="order" value=terms.order.to_string()/>
                <Field name="packages" label=words.t(k::PACKAGES) kind=Kind::Number value=form.value("packages", &packages) problem=form.problem("packages")/>
                <Field name="gross" label=words.t(k::GROSS) kind=Kind::Number value=form.value("gross", &gross) problem=form.problem("gross")/>
                <button class="button button-secondary" type="submit">{words.t(k::PACKING_SAVE)}</button>
            </ActionForm>
        </section>
    }
}

/// Each paper as PDF in three languages.
#[component]
pub(super) fn PaperLinks(order: OrderId) -> impl IntoView {
    let words = use_words();
    let links = move |paper: &'static str, key| {
        [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
            .into_iter()
            .map(move |(lang, name)| {
                let to = format!("/papers/orders/{order}/{paper}/{lang}");
                let label = format!("{} · {name}", words.t(key));
                view! {
                    <a class="chip" href=to rel="external" target="_blank" lang=lang aria-label=label>
                        <Icon name="printer"/>{name}
                    </a>
                }
            })
            .collect_view()
    };
    view! {
        <div class="row between"><span>{words.t(k::PAPER_COMMERCIAL)}</span><span class="row">{links("commercial-invoice", k::PAPER_COMMERCIAL)}</span></div>
        <div class="row between"><span>{words.t(k::PAPER_PACKING)}</span><span class="row">{links("packing-list", k::PAPER_PACKING)}</span></div>
    }
}

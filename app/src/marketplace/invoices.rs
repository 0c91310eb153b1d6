//! Links to invoices and credit notes, each as PDF in French and in Arabic.

use crate::{desk::papers_api as api, load, use_words};
use domain::marketplace::{InvoiceKind, InvoiceView};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use ui::Icon;

/// The papers of a tracked group; nothing while none is issued.
#[component]
pub fn TrackedInvoices(token: String) -> impl IntoView {
    let words = use_words();
    let papers = load(move || api::TrackedInvoices {
        token: token.clone(),
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                papers.await.ok().filter(|papers| !papers.is_empty()).map(|invoices| view! {
                    <section class="panel">
                        <h2>{words.t(k::INVOICES)}</h2>
                        <InvoiceLinks invoices/>
                    </section>
                })
            })}
        </Transition>
    }
}

/// One row a paper: number, day, amount, and the PDF in two languages.
#[component]
pub fn InvoiceLinks(invoices: Vec<InvoiceView>) -> impl IntoView {
    let words = use_words();
    let row = move |it: InvoiceView| {
        let kind = words.t(match it.kind {
            InvoiceKind::Invoice => k::INVOICE,
            InvoiceKind::CreditNote => k::CREDIT_NOTE,
        });
        let token = it.token.map(|token| format!("?token={token}"));
        let token = token.unwrap_or_default();
        let links = [("fr", "Français"), ("ar", "العربية")]
            .into_iter()
            .map(|(lang, name)| {
                let to = format!("/papers/invoices/{}/{lang}{token}", it.id);
                let label = format!("{kind} {} · {name}", it.number);
                view! {
                    <a class="chip" href=to rel="external" target="_blank" lang=lang aria-label=label>
                        <Icon name="printer"/>{name}
                    </a>
                }
            })
            .collect_view();
        view! {
            <li class="row between">
                <span>{kind.clone()}" "<bdi>{it.number.clone()}</bdi>" · "{words.date(it.issued_at)}" · "<bdi>{words.money(it.total)}</bdi></span>
                <span class="row">{links}</span>
            </li>
        }
    };
    view! { <ul class="stack">{invoices.into_iter().map(row).collect_view()}</ul> }
}

//! An order's papers on the desk: label and delivery note, invoice, credit notes, and the form
//! that makes one.

use super::papers_api as api;
use crate::{
    ActionForm, ServerAction, load, marketplace::InvoiceLinks, quotes::ExportPanel, reload,
    use_form, use_lang, use_plain_form, use_words,
};
use domain::{
    OrderId,
    marketplace::{ExportSale, PapersView},
};
use i18n::keys::trade as k;
use leptos::prelude::*;
use ui::{Choice, ErrorSummary, Field, Icon, Notice};

#[component]
pub fn Papers(order: OrderId) -> impl IntoView {
    let words = use_words();
    let credit = ServerAction::<api::CreditOrder>::new();
    let papers = reload(move || credit.version(), move || api::DeskPapers { order });
    let links = move |paper: &'static str, key| {
        [("fr", "Français"), ("ar", "العربية")]
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
        <section class="panel">
            <h2>{words.t(k::PAPERS)}</h2>
            <div class="row between"><span>{words.t(k::PAPER_LABEL)}</span><span class="row">{links("label", k::PAPER_LABEL)}</span></div>
            <div class="row between"><span>{words.t(k::PAPER_DELIVERY_NOTE)}</span><span class="row">{links("delivery-note", k::PAPER_DELIVERY_NOTE)}</span></div>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    papers.await.ok().map(|papers| view! { <Issued papers order credit/> })
                })}
            </Transition>
        </section>
        <ExportPanel order/>
        <SoldAbroad order/>
    }
}

/// Sold abroad without tax: the proof that it left, or the form that enters it.
#[component]
fn SoldAbroad(order: OrderId) -> impl IntoView {
    let sale = load(move || api::ShowExportSale { order });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                sale.await.ok().flatten().map(|sale| view! { <Proof sale/> })
            })}
        </Transition>
    }
}

const PROVE: &str = "/api/desk/prove_export";

#[component]
fn Proof(sale: ExportSale) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(PROVE);
    let problem = form.problem("file");
    let entered = sale.proof.as_ref().map(|proof| {
        let date = words.date(proof.declared_at);
        let text = words.with(
            k::PROVED,
            &[("number", &proof.declaration), ("date", &date)],
        );
        view! {
            <Notice kind="success">
                {text}
                {sale.document.map(|id| view! { " "<a href=format!("/documents/{id}") rel="external" target="_blank" class="inline">{words.t(k::PROOF_SEE)}</a> })}
            </Notice>
        }
    });
    let hint = if sale.document.is_some() {
        k::PROOF_FILE_KEPT
    } else {
        k::PROOF_FILE_HINT
    };
    let (number, day) = sale.proof.map_or_else(Default::default, |proof| {
        (
            proof.declaration,
            domain::text::date_text(proof.declared_at),
        )
    });
    view! {
        <section class="panel" id="export">
            <h2>{words.t(k::EXPORT_SALE)}</h2>
            <p class="meta">{words.t(k::EXPORT_SALE_TEXT)}</p>
            {entered}
            <ErrorSummary error=form.error/>
            <form method="post" action=PROVE enctype="multipart/form-data" class="stack" novalidate>
                <input type="hidden" name="order" value=sale.order.to_string()/>
                <Field name="declaration" label=words.t(k::DECLARATION) value=form.value("declaration", &number) problem=form.problem("declaration")/>
                <Field name="declared" label=words.t(k::DECLARED) hint=words.t(k::RATE_FROM_HINT) value=form.value("declared", &day) problem=form.problem("declared")/>
                <div class="field">
                    <label for="file">{words.t(k::PROOF_FILE)}</label>
                    <p class="meta">{words.t(hint)}</p>
                    <input id="file" name="file" type="file" accept="application/pdf,image/jpeg,image/png" aria-invalid=move || problem.get().is_some().then_some("true")/>
                    {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                </div>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::PROVE)}</button></div>
            </form>
        </section>
    }
}

#[component]
fn Issued(
    papers: PapersView,
    order: OrderId,
    credit: ServerAction<api::CreditOrder>,
) -> impl IntoView {
    let words = use_words();
    let left = papers.creditable.iter().any(|(_, _, left)| *left > 0) || papers.delivery.is_some();
    let form = left.then(|| view! { <Credit papers=papers.clone() order credit/> });
    view! {
        {papers.invoices.is_empty().then(|| view! { <p class="meta">{words.t(k::PAPERS_NONE)}</p> })}
        <InvoiceLinks invoices=papers.invoices/>
        {form}
    }
}

#[component]
fn Credit(
    papers: PapersView,
    order: OrderId,
    credit: ServerAction<api::CreditOrder>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let form = use_form(credit);
    // The papers issued so far make the key: a second tap repeats it, a next note has its own.
    let key = papers.invoices.len().to_string();
    let refused = form.error.get_untracked().is_some();
    let lines = papers
        .creditable
        .into_iter()
        .enumerate()
        .map(|(at, (name, pack, left))| {
            let field = format!("quantity[{at}]");
            let label = format!("{} ({})", name.pick(lang).text, words.pack(pack));
            let hint = words.count(k::CREDIT_LEFT, u64::from(left), &[]);
            view! {
                <div class="field">
                    <label for=field.clone()>{label}</label>
                    <input id=field.clone() name=field.clone() inputmode="numeric" value=form.value(&field, "0")/>
                    <span class="meta">{hint}</span>
                </div>
            }
        })
        .collect_view();
    let delivery = papers.delivery.map(|fee| {
        let text = words.with(k::CREDIT_DELIVERY, &[("fee", &words.money(fee))]);
        let checked = form.value("delivery", "") == "yes";
        view! { <Choice input="checkbox" name="delivery" value="yes" checked=checked>{text}</Choice> }
    });
    view! {
        <details open=refused>
            <summary>{words.t(k::CREDIT)}</summary>
            <p class="meta">{words.t(k::CREDIT_INTRO)}</p>
            <ErrorSummary error=form.error/>
            {move || credit.succeeded().then(|| view! { <Notice kind="success">{words.t(k::SAVED)}</Notice> })}
            <ActionForm action=credit class="stack">
                <input type="hidden" name="order" value=order.to_string()/>
                <input type="hidden" name="request_key" value=key/>
                {lines}
                {delivery}
                <Field name="reason" label=words.t(k::CREDIT_WHY) value=form.value("reason", "") problem=form.problem("reason")/>
                <button class="button button-secondary" type="submit">{words.t(k::CREDIT_SUBMIT)}</button>
            </ActionForm>
        </details>
    }
}

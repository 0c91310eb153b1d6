//! The cooperative's certificates: where each stands, and sending a new one.

use super::certificates_api as api;
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, reload, use_form, use_plain_form, use_words,
};
use domain::cooperatives::{CertificateStatus, CertificateView, LABELS};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Notice, Select};

#[component]
pub fn CertificatesPage() -> impl IntoView {
    let words = use_words();
    let withdraw = ServerAction::<api::WithdrawCertificate>::new();
    let certificates = reload(move || withdraw.version(), || api::ListCertificates {});
    let withdrawn = use_form(withdraw);
    view! {
        <Title text=words.t(k::CERTIFICATES)/>
        <h1>{words.t(k::CERTIFICATES)}</h1>
        <p>{words.t(k::CERTIFICATES_TEXT)}</p>
        <ErrorSummary error=withdrawn.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match certificates.await {
                    Ok(certificates) => view! {
                        <ul class="checklist">{certificates.into_iter().map(|it| view! { <Line it withdraw/> }).collect_view()}</ul>
                        <Send/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Words and badge of where a certificate stands.
pub fn state_badge(words: PageWords, it: &CertificateView) -> (String, &'static str) {
    match (it.status, it.is_expired, it.is_ending) {
        (CertificateStatus::Valid, true, _) => {
            (words.t(k::CERTIFICATE_EXPIRED), "badge badge-danger")
        }
        (CertificateStatus::Valid, _, true) => {
            (words.t(k::CERTIFICATE_ENDING), "badge badge-warning")
        }
        (CertificateStatus::Valid, ..) => (words.t(k::CERTIFICATE_VALID), "badge"),
        (CertificateStatus::Submitted, ..) => (words.t(k::STATE_SUBMITTED), "badge badge-info"),
        (CertificateStatus::Refused, ..) => (words.t(k::CERTIFICATE_REFUSED), "badge badge-danger"),
        (CertificateStatus::Withdrawn, ..) => (words.t(k::STATE_OFF), "badge badge-danger"),
    }
}

#[component]
fn Line(it: CertificateView, withdraw: ServerAction<api::WithdrawCertificate>) -> impl IntoView {
    let words = use_words();
    let (state, badge) = state_badge(words, &it);
    let facts = it.facts;
    let until = words.with(
        k::CERTIFICATE_UNTIL,
        &[("date", &words.date(facts.expires_at))],
    );
    let label = format!("{} : {}", words.t(k::WITHDRAW_CERTIFICATE), facts.number);
    let may_withdraw = matches!(
        it.status,
        CertificateStatus::Submitted | CertificateStatus::Valid
    );
    view! {
        <li>
            <span class="mark"><Icon name="certificate"/></span>
            <span>
                <strong>{facts.label}" · "<bdi>{facts.number}</bdi></strong>
                <span class="meta">{facts.area}" · "{facts.certifier}" · "{until}</span>
                {it.reasons.map(|reasons| view! { <span class="quoted">{reasons}</span> })}
                {it.document.map(|id| view! { <span><a href=format!("/documents/{id}") rel="external" target="_blank" class="inline">{words.t(k::SEE_PAPER)}</a></span> })}
            </span>
            <span class="row above">
                <span class=badge>{state}</span>
                {may_withdraw.then(|| view! {
                    <ActionForm action=withdraw>
                        <input type="hidden" name="certificate" value=it.id.to_string()/>
                        <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/></button>
                    </ActionForm>
                })}
            </span>
        </li>
    }
}

const SEND: &str = "/api/desk/send_certificate";

#[component]
fn Send() -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(SEND);
    let labels: Groups = vec![(
        String::new(),
        LABELS
            .into_iter()
            .map(|label| (label.to_owned(), label.to_owned()))
            .collect(),
    )];
    let problem = form.problem("file");
    let expires = form.problem("expires");
    let words_of_problem = words;
    view! {
        <section class="narrow stack">
            <h2>{words.t(k::SEND_CERTIFICATE)}</h2>
            <ErrorSummary error=form.error/>
            <form method="post" action=SEND enctype="multipart/form-data" class="panel" novalidate>
                <Select name="label" label=words.t(k::CERTIFICATE_LABEL) none=words.t(k::PROVINCE_CHOOSE) groups=labels value=form.value("label", "") problem=form.problem("label")/>
                <Field name="certifier" label=words.t(k::CERTIFIER) value=form.value("certifier", "") problem=form.problem("certifier")/>
                <Field name="number" label=words.t(k::CERTIFICATE_NUMBER) value=form.value("number", "") problem=form.problem("number")/>
                <Field name="area" label=words.t(k::CERTIFICATE_AREA) hint=words.t(k::CERTIFICATE_AREA_HINT) value=form.value("area", "") problem=form.problem("area")/>
                <div class="field">
                    <label for="expires">{words.t(k::EXPIRES)}</label>
                    <input id="expires" name="expires" type="date" dir="ltr" value=form.value("expires", "") aria-invalid=move || expires.get().is_some().then_some("true")/>
                    {move || expires.get().map(|problem| view! { <p class="field-error">{words_of_problem.problem(&problem)}</p> })}
                </div>
                <div class="field">
                    <label for="file">{words.t(k::CERTIFICATE_PAPER)}</label>
                    <p class="meta">{words.t(k::PAPER_HINT)}</p>
                    <input id="file" name="file" type="file" accept="application/pdf,image/jpeg,image/png" aria-invalid=move || problem.get().is_some().then_some("true")/>
                    {move || problem.get().map(|problem| view! { <p class="field-error">{words_of_problem.problem(&problem)}</p> })}
                </div>
                <Notice kind="info">{words.t(k::CERTIFICATE_TO_ADVISOR)}</Notice>
                <button class="button button-primary" type="submit">{words.t(k::SUBMIT)}</button>
            </form>
        </section>
    }
}

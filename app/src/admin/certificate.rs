//! A certificate before its advisor, beside its paper.

use super::{Trail, api};
use crate::{
    ActionForm, ErrorView, ServerAction, desk::certificates::state_badge, load, use_form, use_words,
};
use domain::{
    CertificationId,
    admin::Queue,
    cooperatives::{CertificateStatus, CertificateView},
};
use i18n::keys::admin as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Text};

#[component]
pub fn CertificatePage(id: CertificationId) -> impl IntoView {
    let accept = ServerAction::<api::AcceptCertificate>::new();
    let refuse = ServerAction::<api::RefuseCertificate>::new();
    let certificate = load(move || api::ShowCertificate { certificate: id });
    let accepted = use_form(accept);
    view! {
        <Trail queue=Queue::Certificates/>
        <ErrorSummary error=accepted.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match certificate.await {
                    Ok(it) => view! { <Case it accept refuse/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Case(
    it: CertificateView,
    accept: ServerAction<api::AcceptCertificate>,
    refuse: ServerAction<api::RefuseCertificate>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(refuse);
    let (state, badge) = state_badge(words, &it);
    let facts = it.facts;
    let (id, again) = (it.id.to_string(), it.id.to_string());
    let waits = it.status == CertificateStatus::Submitted;
    let title = format!("{} {}", facts.label, facts.number);
    view! {
        <Title text=title.clone()/>
        <p><span class=badge>{state}</span></p>
        <h1><bdi>{title}</bdi></h1>
        <p class="meta"><Text text=it.cooperative/></p>
        <section class="panel">
            <dl class="facts">
                <dt>{words.t(k::LABEL)}</dt><dd>{facts.label}</dd>
                <dt>{words.t(k::CERTIFIER)}</dt><dd>{facts.certifier}</dd>
                <dt>{words.t(k::NUMBER)}</dt><dd><bdi>{facts.number}</bdi></dd>
                <dt>{words.t(k::AREA)}</dt><dd>{facts.area}</dd>
                <dt>{words.t(k::EXPIRES)}</dt><dd>{words.date(facts.expires_at)}</dd>
            </dl>
            {it.document.map(|paper| view! {
                <a class="button button-secondary" href=format!("/documents/{paper}") rel="external" target="_blank"><Icon name="eye"/>{words.t(k::SEE_PAPER)}</a>
            })}
        </section>
        {(!waits).then(|| view! { <Notice kind="info">{words.t(k::DECIDED_ALREADY)}</Notice> })}
        {waits.then(|| view! {
            <ErrorSummary error=form.error/>
            <div class="two">
                <ActionForm action=accept class="panel">
                    <h2>{words.t(k::CHECK_CERTIFICATE)}</h2>
                    <p>{words.t(k::CHECK_CERTIFICATE_TEXT)}</p>
                    <input type="hidden" name="certificate" value=id/>
                    <button class="button button-primary" type="submit">{words.t(k::CHECK_CERTIFICATE)}</button>
                </ActionForm>
                <ActionForm action=refuse class="panel">
                    <h2>{words.t(k::REFUSE_CERTIFICATE)}</h2>
                    <input type="hidden" name="certificate" value=again/>
                    <Field name="reasons" label=words.t(k::REASONS) hint=words.t(k::REASONS_HINT) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
                    <button class="button button-danger" type="submit">{words.t(k::REFUSE_CERTIFICATE)}</button>
                </ActionForm>
            </div>
        })}
    }
}

//! The public page of a credential: anyone who has its address, or its code on paper, verifies it.

use super::{api, learning::status_words};
use crate::{ErrorView, href, load, use_lang, use_words};
use domain::academy::{CredentialStatus, CredentialView};
use i18n::keys::academy as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Khatam, Notice, Text};

#[component]
pub fn CredentialPage(code: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let credential = load(move || api::ShowCredential { code: code.clone() });
    view! {
        <div class="wrap page">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match credential.await {
                        Ok(credential) => view! { <Body credential/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(credential: CredentialView) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let course = credential.course.pick(lang).text;
    let title = words.with(k::CREDENTIAL_TITLE, &[("course", &course)]);
    let kind = match credential.status {
        CredentialStatus::Valid if credential.signature_holds => "success",
        CredentialStatus::Expired => "warning",
        _ => "danger",
    };
    let says = if credential.signature_holds {
        status_words(words, credential.status)
    } else {
        words.t(k::SIGNATURE_BROKEN)
    };
    let reason = credential
        .reason
        .map(|reason| view! { <p>{words.with(k::REVOKED_REASON, &[("reason", &reason)])}</p> });
    let printed = (credential.status != CredentialStatus::Revoked).then(|| view! {
        <a class="button button-primary" rel="external" href=format!("/papers/credentials/{}/{}", credential.code, lang.code())>{words.t(k::DOWNLOAD_PDF)}</a>
    });
    view! {
        <Title text=title.clone()/>
        <div class="narrow stack">
            <Notice kind=kind><p><strong>{says}</strong></p>{reason}</Notice>
            <article class="certificate">
                <Khatam/>
                <p class="brand"><img src="/favicon.svg" alt="" width="32" height="32"/>"Taawouniya Academy"</p>
                <h1>{title}</h1>
                <p class="meta">{words.t(k::AWARDED_TO)}</p>
                <p class="holder"><bdi>{credential.name}</bdi></p>
                <img class="emblem" src=format!("/illustrations/academy/{}.svg", credential.illustration) alt="" width="160" height="120"/>
                <ul class="stack">
                    {credential.outcomes.into_iter().map(|outcome| view! {
                        <li class="row"><Icon name="check"/><Text text=outcome/></li>
                    }).collect_view()}
                </ul>
                <dl class="facts">
                    <dt>{words.t(k::ISSUED)}</dt><dd>{words.date(credential.issued_at)}</dd>
                    {credential.expires_at.map(|at| view! { <dt>{words.t(k::EXPIRES)}</dt><dd>{words.date(at)}</dd> })}
                    <dt>{words.t(k::CODE)}</dt><dd><bdi class="code">{credential.code.clone()}</bdi></dd>
                </dl>
                <Qr rows=credential.qr label=credential.url/>
            </article>
            <div class="row">
                {printed}
                <a class="button button-secondary" rel="external" href=format!("/api/v1/credentials/{}", credential.code)>{words.t(k::OPEN_BADGE)}</a>
                <a class="button button-quiet" href=href(&format!("/academy/{}", credential.course_slug))>{words.t(k::SEE_COURSE)}</a>
            </div>
        </div>
    }
}

/// The page's address for a telephone's camera.
#[component]
fn Qr(rows: Vec<String>, label: String) -> impl IntoView {
    let size = rows.len();
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.bytes().enumerate().filter(|(_, cell)| *cell == b'1') {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    (size > 0).then(|| view! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("-2 -2 {0} {0}", size + 4) shape-rendering="crispEdges">
            <rect x="-2" y="-2" width="100%" height="100%" fill="#fff"/>
            <path d=path fill="#000"/>
        </svg>
    })
}

//! A cooperative's file before its advisor: everything it says, its papers, and the decision.

use super::{Trail, api};
use crate::{ActionForm, ErrorView, ServerAction, load, use_form, use_words};
use domain::{
    RegistrationId,
    admin::{Queue, RegistrationCase},
    cooperatives::{DocumentKind, Status},
};
use i18n::keys::{admin as k, selling as s};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Text};

#[component]
pub fn RegistrationPage(id: RegistrationId) -> impl IntoView {
    let verify = ServerAction::<api::VerifyRegistration>::new();
    let give_back = ServerAction::<api::ReturnRegistration>::new();
    let case = load(move || api::ShowRegistration { registration: id });
    let verified = use_form(verify);
    view! {
        <Trail queue=Queue::Cooperatives/>
        <ErrorSummary error=verified.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match case.await {
                    Ok(case) => view! { <Case case verify give_back/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Case(
    case: RegistrationCase,
    verify: ServerAction<api::VerifyRegistration>,
    give_back: ServerAction<api::ReturnRegistration>,
) -> impl IntoView {
    let words = use_words();
    let file = case.registration.clone();
    let waits = file.status == Status::Submitted;
    let title = file.name.pick(words.lang()).text;
    let since = file.submitted_at.map(|at| words.date_time(at));
    view! {
        <Title text=title/>
        <h1><Text text=file.name.clone()/></h1>
        <p class="meta">
            <Text text=case.province.clone()/>" · "<Text text=case.region.clone()/>
            {since.map(|since| format!(" · {}", words.with(k::WAITING_SINCE, &[("date", &since)])))}
        </p>
        {case.ice_in_use.clone().map(|other| view! {
            <Notice kind="danger">{words.t(k::ICE_IN_USE)}" "<Text text=other/></Notice>
        })}
        {(!waits).then(|| view! { <Notice kind="info">{words.t(k::DECIDED_ALREADY)}</Notice> })}
        <div class="two">
            <Facts case/>
            <Papers file=file.clone()/>
        </div>
        <section class="panel">
            <h2>{words.t(s::STEP_STORY)}</h2>
            <p class="quoted"><Text text=file.story.clone()/></p>
        </section>
        {waits.then(|| view! { <Decide id=file.id version=file.version verify give_back/> })}
    }
}

#[component]
fn Facts(case: RegistrationCase) -> impl IntoView {
    let words = use_words();
    let file = case.registration;
    let names = [&file.name.fr, &file.name.ar, &file.name.en, &file.name.zgh]
        .into_iter()
        .flatten()
        .map(|name| view! { <dd><bdi>{name.clone()}</bdi></dd> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::FACTS)}</h2>
            <dl class="facts">
                <dt>{words.t(s::STEP_NAME)}</dt>{names}
                {file.numbers.map(|it| view! {
                    <dt>{words.t(s::ICE)}</dt>
                    <dd><bdi>{it.ice.as_str().to_owned()}</bdi>" "<span class="badge"><Icon name="check"/>{words.t(k::CHECKED)}</span></dd>
                    <dt>{words.t(s::REGISTER_NUMBER)}</dt><dd><bdi>{it.register_number}</bdi></dd>
                    <dt>{words.t(s::COURT)}</dt><dd>{it.court}</dd>
                    <dt>{words.t(s::RIB)}</dt>
                    <dd><bdi>{it.rib.grouped()}</bdi>" "<span class="badge"><Icon name="check"/>{words.t(k::CHECKED)}</span></dd>
                })}
                {file.place.map(|it| view! {
                    <dt>{words.t(s::FOUNDED_YEAR)}</dt><dd>{it.people.founded_year}</dd>
                    <dt>{words.t(s::MEMBERS)}</dt><dd>{it.people.members}</dd>
                    <dt>{words.t(s::WOMEN)}</dt><dd>{it.people.women}</dd>
                })}
                <dt>{words.t(k::APPLICANT)}</dt><dd>{case.applicant}</dd>
                {case.applicant_phone.map(|phone| view! { <dt>{words.t(k::PHONE)}</dt><dd><bdi><a href=format!("tel:{phone}")>{phone.clone()}</a></bdi></dd> })}
                {case.applicant_email.map(|email| view! { <dt>{words.t(k::EMAIL)}</dt><dd><bdi><a href=format!("mailto:{email}")>{email.clone()}</a></bdi></dd> })}
            </dl>
        </section>
    }
}

#[component]
fn Papers(file: domain::cooperatives::Registration) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel">
            <h2>{words.t(s::STEP_DOCUMENTS)}</h2>
            <ul class="checklist">
                {file.documents.into_iter().map(|it| {
                    let title = match it.kind {
                        DocumentKind::Statutes => s::PAPER_STATUTES,
                        DocumentKind::RegisterExtract => s::PAPER_REGISTER,
                        DocumentKind::BankDetails => s::PAPER_BANK,
                    };
                    view! {
                        <li>
                            <span class="mark"><Icon name="eye"/></span>
                            <span>
                                <a href=format!("/documents/{}", it.id) rel="external" target="_blank">{words.t(title)}</a>
                                <span class="meta"><bdi>{it.name}</bdi>" · "{words.date(it.uploaded_at)}</span>
                            </span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Decide(
    id: RegistrationId,
    version: i64,
    verify: ServerAction<api::VerifyRegistration>,
    give_back: ServerAction<api::ReturnRegistration>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(give_back);
    view! {
        <ErrorSummary error=form.error/>
        <div class="two">
            <ActionForm action=verify class="panel">
                <h2>{words.t(k::VERIFY)}</h2>
                <p>{words.t(k::VERIFY_TEXT)}</p>
                <input type="hidden" name="registration" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::VERIFY)}</button>
            </ActionForm>
            <ActionForm action=give_back class="panel">
                <h2>{words.t(k::GIVE_BACK)}</h2>
                <input type="hidden" name="registration" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <Field name="reasons" label=words.t(k::REASONS) hint=words.t(k::REASONS_HINT) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
                <button class="button button-danger" type="submit">{words.t(k::GIVE_BACK)}</button>
            </ActionForm>
        </div>
    }
}

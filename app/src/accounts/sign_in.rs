//! Signing in, registering, and the forgotten password.

use super::api;
use crate::{ActionForm, ServerAction, href, use_form, use_session, use_words};
use i18n::keys::accounts as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Kind, Notice};

fn asked(name: &'static str) -> Option<String> {
    crate::use_query_map().with_untracked(|query| query.get(name))
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SignIn>::new();
    let form = use_form(action);
    let session = use_session();
    Effect::new(move |_| {
        if action.succeeded()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let notice = [
        ("registered", k::REGISTERED),
        ("signed_out", k::SIGNED_OUT),
        ("reset", k::RESET_DONE),
        ("erased", k::ERASED_DONE),
    ]
    .into_iter()
    .find(|(name, _)| asked(name).is_some())
    .map(|(_, key)| view! { <Notice kind="success">{words.t(key)}</Notice> });
    let next = form.value("next", &asked("next").unwrap_or_default());
    view! {
        <Title text=words.t(k::SIGN_IN_TITLE)/>
        <h1>{words.t(k::SIGN_IN_TITLE)}</h1>
        {notice}
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <input type="hidden" name="next" value=next/>
            <Field name="login" label=words.t(k::FIELD_LOGIN) hint=words.t(k::FIELD_LOGIN_HINT) kind=Kind::Email value=form.value("login", "") autocomplete="username" problem=form.problem("login")/>
            <Field name="password" label=words.t(k::FIELD_PASSWORD) kind=Kind::Password autocomplete="current-password" problem=form.problem("password")/>
            <button class="button button-primary" type="submit">{words.t(k::SIGN_IN)}</button>
        </ActionForm>
        <p><a href=href("/forgotten")>{words.t(k::FORGOTTEN_LINK)}</a></p>
        <p>{words.t(k::NO_ACCOUNT_YET)}" "<a href=href("/register")>{words.t(k::REGISTER)}</a></p>
    }
}

#[component]
pub fn RegisterPage() -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::Register>::new();
    let form = use_form(action);
    let ticked = !form.value("consent", "").is_empty();
    let consent = form.problem("consent");
    let of_consent = words;
    view! {
        <Title text=words.t(k::REGISTER_TITLE)/>
        <h1>{words.t(k::REGISTER_TITLE)}</h1>
        <p class="meta">{words.t(k::REGISTER_INTRO)}</p>
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <Field name="name" label=words.t(k::FIELD_NAME) hint=words.t(k::FIELD_NAME_HINT) value=form.value("name", "") autocomplete="name" problem=form.problem("name")/>
            <Field name="login" label=words.t(k::FIELD_LOGIN) hint=words.t(k::FIELD_LOGIN_HINT) kind=Kind::Email value=form.value("login", "") autocomplete="username" problem=form.problem("login")/>
            <Field name="password" label=words.t(k::FIELD_PASSWORD) hint=words.t(k::FIELD_PASSWORD_HINT) kind=Kind::Password autocomplete="new-password" problem=form.problem("password")/>
            <Choice input="checkbox" name="consent" value="on" checked=ticked>{words.t(k::CONSENT)}</Choice>
            {move || consent.get().map(|_| view! { <p class="field-error">{of_consent.t(k::CONSENT_REQUIRED)}</p> })}
            <button class="button button-primary" type="submit">{words.t(k::REGISTER)}</button>
        </ActionForm>
        <p>{words.t(k::HAVE_ACCOUNT)}" "<a href=href("/sign-in")>{words.t(k::SIGN_IN)}</a></p>
    }
}

#[component]
pub fn ForgottenPage() -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::RequestPasswordReset>::new();
    let form = use_form(action);
    let sent = crate::use_query_map().with(|query| query.get("sent").is_some());
    let done = sent.then(|| view! { <Notice kind="success">{words.t(k::FORGOTTEN_SENT)}</Notice> });
    view! {
        <Title text=words.t(k::FORGOTTEN_TITLE)/>
        <h1>{words.t(k::FORGOTTEN_TITLE)}</h1>
        {done}
        <p class="meta">{words.t(k::FORGOTTEN_INTRO)}</p>
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <Field name="login" label=words.t(k::FIELD_LOGIN) hint=words.t(k::FIELD_LOGIN_HINT) kind=Kind::Email value=form.value("login", "") autocomplete="username" problem=form.problem("login")/>
            <button class="button button-primary" type="submit">{words.t(k::FORGOTTEN_SUBMIT)}</button>
        </ActionForm>
    }
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::ResetPassword>::new();
    let form = use_form(action);
    let token = asked("token").unwrap_or_default();
    view! {
        <Title text=words.t(k::RESET_TITLE)/>
        <h1>{words.t(k::RESET_TITLE)}</h1>
        <p class="meta">{words.t(k::RESET_INTRO)}</p>
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <input type="hidden" name="token" value=token/>
            <Field name="password" label=words.t(k::FIELD_PASSWORD_NEW) hint=words.t(k::FIELD_PASSWORD_HINT) kind=Kind::Password autocomplete="new-password" problem=form.problem("password")/>
            <Field name="password_again" label=words.t(k::FIELD_PASSWORD_AGAIN) kind=Kind::Password autocomplete="new-password" problem=form.problem("password_again")/>
            <button class="button button-primary" type="submit">{words.t(k::RESET_SUBMIT)}</button>
        </ActionForm>
        <p><a href=href("/forgotten")>{words.t(k::RESET_ASK_AGAIN)}</a></p>
    }
}

//! All that is held of oneself: a copy of it, and the end of the account.

use super::api;
use crate::{ActionForm, ErrorView, ServerAction, href, load, use_form, use_session, use_words};
use domain::accounts::Hold;
use i18n::{Key, keys::accounts as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Kind, Notice};

/// What holds the account, and where that is ended.
const fn told(hold: Hold) -> (Key, &'static str) {
    match hold {
        Hold::Role => (k::HOLD_ROLE, "/desk"),
        Hold::Order => (k::HOLD_ORDER, "/account/orders"),
        Hold::Quote => (k::HOLD_QUOTE, "/quotes"),
        Hold::Team => (k::HOLD_TEAM, "/projects/teams"),
        Hold::Idea => (k::HOLD_IDEA, "/projects/ideas"),
        Hold::Registration => (k::HOLD_REGISTRATION, "/desk/register"),
        Hold::Session => (k::HOLD_SESSION, "/academy/learning"),
    }
}

#[component]
pub fn DataPage() -> impl IntoView {
    let words = use_words();
    let holds = load(|| api::AccountHolds {});
    view! {
        <Title text=words.t(k::MY_DATA)/>
        <h1>{words.t(k::MY_DATA)}</h1>
        <p class="meta">{words.t(k::MY_DATA_INTRO)}</p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match holds.await {
                    Ok(holds) => view! { <Copy/><End holds/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Copy() -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel">
            <h2>{words.t(k::MY_DATA_COPY)}</h2>
            <p>{words.t(k::MY_DATA_COPY_TEXT)}</p>
            <a class="button button-secondary" href="/account/data.json" download="taawouniya.json" rel="external">
                <Icon name="copy"/>{words.t(k::MY_DATA_COPY_SUBMIT)}
            </a>
        </section>
    }
}

#[component]
fn End(holds: Vec<Hold>) -> impl IntoView {
    let words = use_words();
    let erase = ServerAction::<api::EraseAccount>::new();
    let form = use_form(erase);
    let session = use_session();
    Effect::new(move |_| {
        if erase.succeeded()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let sure = form.problem("sure");
    let ticked = !form.value("sure", "").is_empty();
    let ending = if holds.is_empty() {
        view! {
            <ErrorSummary error=form.error/>
            <ActionForm action=erase>
                <Field name="current" label=words.t(k::FIELD_PASSWORD_CURRENT) kind=Kind::Password autocomplete="current-password" problem=form.problem("current")/>
                <Choice input="checkbox" name="sure" value="on" checked=ticked>{words.t(k::ERASE_SURE)}</Choice>
                {move || sure.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                <button class="button button-danger" type="submit">{words.t(k::ERASE_SUBMIT)}</button>
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <Notice kind="warning">{words.t(k::ERASE_HOLDS)}</Notice>
            <ul>
                {holds.into_iter().map(|hold| {
                    let (key, to) = told(hold);
                    view! { <li><a href=href(to)>{words.t(key)}</a></li> }
                }).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="panel">
            <h2>{words.t(k::ERASE_TITLE)}</h2>
            <p><strong>{words.t(k::ERASE_INTRO)}</strong></p>
            <p>{words.t(k::ERASE_GONE)}</p>
            <p class="meta">{words.t(k::ERASE_KEPT)}</p>
            {ending}
        </section>
    }
}

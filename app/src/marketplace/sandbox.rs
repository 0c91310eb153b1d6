//! The bank's page of the sandbox gateway: says what it is, and answers as it is told.

use super::orders_api as api;
use crate::{ActionForm, ErrorView, ServerAction, load, path_segment, use_form, use_words};
use domain::marketplace::{SandboxChoice, SandboxPage as Page};
use i18n::{Key, keys::orders as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Price};

const fn choice_key(choice: SandboxChoice) -> (&'static str, Key) {
    match choice {
        SandboxChoice::Approve => ("button button-primary", k::SANDBOX_APPROVE),
        SandboxChoice::Decline => ("button button-danger", k::SANDBOX_DECLINE),
        SandboxChoice::TimeOut => ("button button-secondary", k::SANDBOX_TIME_OUT),
        SandboxChoice::AnswerTwice => ("button button-secondary", k::SANDBOX_ANSWER_TWICE),
        SandboxChoice::AnswerLate => ("button button-secondary", k::SANDBOX_ANSWER_LATE),
        SandboxChoice::ForgeHash => ("button button-secondary", k::SANDBOX_FORGE_HASH),
    }
}

#[component]
pub fn SandboxPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let reference = path_segment(3);
    let page = load(move || api::ShowSandbox {
        reference: reference.clone(),
    });
    let answer = ServerAction::<api::AnswerSandbox>::new();
    let form = use_form(answer);
    view! {
        <Title text=words.t(k::SANDBOX_TITLE)/>
        <div class="wrap page narrow stack">
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page answer/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(page: Page, answer: ServerAction<api::AnswerSandbox>) -> impl IntoView {
    let words = use_words();
    let done = (!page.is_open)
        .then(|| view! { <Notice kind="success">{words.t(k::SANDBOX_DONE)}</Notice> });
    view! {
        <h1><Icon name="bank"/>" "{words.t(k::SANDBOX_TITLE)}</h1>
        <Notice kind="info">{words.t(k::SANDBOX_TEXT)}</Notice>
        {done}
        <div class="panel">
            <dl class="facts">
                <dt>{words.t(k::REFERENCE)}</dt><dd><bdi>{page.reference.clone()}</bdi></dd>
                <dt>{words.t(k::AMOUNT)}</dt><dd><Price amount=page.amount/></dd>
            </dl>
            <div class="stack">
                {SandboxChoice::ALL.iter().map(|choice| {
                    let (class, key) = choice_key(*choice);
                    let reference = page.reference.clone();
                    view! {
                        <ActionForm action=answer>
                            <input type="hidden" name="reference" value=reference/>
                            <input type="hidden" name="choice" value=choice.code()/>
                            <button class=class type="submit">{words.t(key)}</button>
                        </ActionForm>
                    }
                }).collect_view()}
            </div>
        </div>
    }
}

//! What the product answers: notices, empty states, progress and errors in words.

use crate::Icon;
use domain::Error;
use i18n::Words;
use leptos::prelude::*;

/// An error in the reader's words.
pub fn error_text(words: &Words, error: &Error) -> String {
    words.error(error)
}

/// One of `success`, `warning`, `danger` or `info`, with its icon.
#[component]
pub fn Notice(kind: &'static str, children: Children) -> impl IntoView {
    let icon = match kind {
        "success" => "check-circle",
        "info" => "info",
        _ => "warning-circle",
    };
    let role = if kind == "danger" { "alert" } else { "status" };
    view! {
        <div class=format!("notice notice-{kind}") role=role>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// Nothing here, and what to do about it.
#[component]
pub fn EmptyState(
    illustration: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// 2 where the page has its heading already.
    #[prop(default = 1)]
    level: u8,
    children: Children,
) -> impl IntoView {
    let heading = match level {
        1 => view! { <h1>{title}</h1> }.into_any(),
        _ => view! { <h2>{title}</h2> }.into_any(),
    };
    view! {
        <div class="empty">
            <img src=illustration alt="" width="220" height="165"/>
            {heading}
            <p class="meta">{text}</p>
            {children()}
        </div>
    }
}

/// Where something stands: icon and word for each step, the done ones marked.
#[component]
pub fn Steps(
    /// Icon, word, whether it is done.
    steps: Vec<(&'static str, String, bool)>,
) -> impl IntoView {
    let reached = steps.iter().rposition(|(_, _, done)| *done);
    view! {
        <ol class="steps">
            {steps.into_iter().enumerate().map(|(at, (icon, word, done))| view! {
                <li data-done=done.then_some("") aria-current=(Some(at) == reached).then_some("step")>
                    <Icon name=icon/>
                    {word}
                </li>
            }).collect_view()}
        </ol>
    }
}

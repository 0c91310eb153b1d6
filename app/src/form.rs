//! Forms that lose nothing: what was typed and what was wrong with it, whether the form went by
//! scripts or by a plain POST.
//!
//! A plain POST that fails is answered by a redirect back to the page, which shows the values and
//! the problems again with a 4xx status (see the server's `forms.rs`).

use crate::{ApiError, ServerAction};
use domain::{Error, Problem};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};
use server_fn::ServerFn;

/// A refused form post, to be shown again. Passwords are never kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// The server function's address, which tells the forms of a page apart.
    pub path: String,
    pub values: Vec<(String, String)>,
    pub error: Error,
}

impl Replay {
    fn value(&self, field: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }
}

/// One form's state: its last values and its error.
#[derive(Clone, Copy)]
pub struct FormState {
    replay: StoredValue<Option<Replay>>,
    pub error: Signal<Option<Error>>,
}

/// The state of the form that posts to `action`.
pub fn use_form<S: ServerFn + 'static>(action: ServerAction<S>) -> FormState {
    form_state(
        S::PATH,
        None,
        Signal::derive(move || action.error()),
        Signal::derive(move || action.version()),
    )
}

/// The state of one of many forms that post to the same function, told apart by a hidden field:
/// of a refused post it takes only its own.
pub fn use_item_form<S: ServerFn + 'static>(
    action: ServerAction<S>,
    field: &'static str,
    item: &str,
) -> FormState {
    form_state(
        S::PATH,
        Some((field, item)),
        Signal::derive(move || action.error()),
        Signal::derive(move || action.version()),
    )
}

/// The state of a form that a route of the server answers, and no server function: one that sends
/// a file. `path` is its `action`.
pub fn use_plain_form(path: &'static str) -> FormState {
    form_state(path, None, Signal::stored(None), Signal::stored(0))
}

fn form_state(
    path: &'static str,
    item: Option<(&str, &str)>,
    refusal: Signal<Option<ApiError>>,
    answers: Signal<usize>,
) -> FormState {
    // Not a `SharedValue`: inside a `Suspend`, which the server may render twice, its id would differ.
    let replay = crate::ssr::take_replay().filter(|replay: &Replay| {
        replay.path == path && item.is_none_or(|(field, item)| replay.value(field) == Some(item))
    });
    let from_post = replay
        .as_ref()
        .map(|replay| replay.error.clone())
        .filter(|error| *error != Error::Unauthenticated);
    Effect::new(|_| crate::ssr::forget_replay());
    // The session has ended: the server keeps what was typed while one signs in again.
    Effect::new(move |_| {
        if matches!(refusal.get(), Some(ApiError(Error::Unauthenticated))) {
            crate::ssr::post_plainly(path);
        }
    });
    let error = Signal::derive(move || match answers.get() {
        0 => from_post.clone(),
        _ => refusal.get().map(|ApiError(error)| error),
    });
    FormState {
        replay: StoredValue::new(replay),
        error,
    }
}

/// A form whose content becomes the address's query: a plain GET form, without loading the page
/// anew where scripts run.
#[component]
pub fn SearchAddress(
    #[prop(into)] action: String,
    #[prop(optional)] class: &'static str,
    #[prop(into)] label: String,
    children: Children,
) -> impl IntoView {
    let go = use_navigate();
    let to = action.clone();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(content) = crate::ssr::form_content(&event) {
            event.prevent_default();
            // A field left empty asks nothing.
            let asked: Vec<&str> = content.split('&').filter(|it| !it.ends_with('=')).collect();
            let mark = if asked.is_empty() { "" } else { "?" };
            go(
                &format!("{to}{mark}{}", asked.join("&")),
                NavigateOptions::default(),
            );
        }
    };
    view! {
        <form method="get" action=action class=class aria-label=label on:submit=on_submit>
            {children()}
        </form>
    }
    .into_any()
}

impl FormState {
    /// What was typed into the field before the refusal, or `default`.
    pub fn value(&self, field: &str, default: &str) -> String {
        self.replay.with_value(|replay| {
            replay
                .as_ref()
                .and_then(|replay| replay.value(field))
                .unwrap_or(default)
                .to_owned()
        })
    }

    /// The first problem of one field.
    pub fn problem(&self, field: &'static str) -> Signal<Option<Problem>> {
        let error = self.error;
        Signal::derive(move || {
            error
                .get()
                .and_then(|error| error.of_field(field).next().cloned())
        })
    }
}

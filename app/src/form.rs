//! Forms that lose nothing: what was typed and what was wrong with it, whether the form went by
//! scripts or by a plain POST.
//!
//! A plain POST that fails is answered by a redirect back to the page, which shows the values and
//! the problems again with a 4xx status (see the server's `forms.rs`).

use crate::ApiError;
use domain::{Error, Problem};
use leptos::{prelude::*, server::ServerAction};
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

/// One form's state: its last values and its error.
#[derive(Clone, Copy)]
pub struct FormState {
    replay: StoredValue<Option<Replay>>,
    pub error: Signal<Option<Error>>,
}

/// The state of the form that posts to `action`.
pub fn use_form<S, T>(action: ServerAction<S>) -> FormState
where
    S: ServerFn<Output = T, Error = ApiError> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    // Not a `SharedValue`: inside a `Suspend`, which the server may render twice, its id would differ.
    let replay = crate::ssr::take_replay().filter(|replay: &Replay| replay.path == S::PATH);
    let from_post = replay
        .as_ref()
        .map(|replay| replay.error.clone())
        .filter(|error| *error != Error::Unauthenticated);
    Effect::new(|_| crate::ssr::forget_replay());
    let value = action.value();
    // The session has ended: the server keeps what was typed while one signs in again.
    Effect::new(move |_| {
        if matches!(value.get(), Some(Err(ApiError(Error::Unauthenticated)))) {
            crate::ssr::post_plainly(S::PATH);
        }
    });
    let error = Signal::derive(move || match value.get() {
        Some(Ok(_)) => None,
        Some(Err(ApiError(error))) => Some(error),
        None => from_post.clone(),
    });
    FormState {
        replay: StoredValue::new(replay),
        error,
    }
}

impl FormState {
    /// What was typed into the field before the refusal, or `default`.
    pub fn value(&self, field: &str, default: &str) -> String {
        self.replay.with_value(|replay| {
            replay
                .as_ref()
                .and_then(|replay| replay.values.iter().find(|(name, _)| name == field))
                .map_or_else(|| default.to_owned(), |(_, value)| value.clone())
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

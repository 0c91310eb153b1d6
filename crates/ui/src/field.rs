//! Form fields: bound label, hint, and the problem beside the field.

use crate::{Notice, words};
use domain::{Error, Lang, Problem};
use i18n::keys::shell as k;
use leptos::prelude::*;

/// What a field holds: decides keyboard, direction and autofill's shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Text,
    Email,
    Phone,
    Password,
    Number,
    Lines,
}

/// One labelled field.
#[component]
pub fn Field(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] optional: bool,
    /// What is typed here is in this language, whatever the page's.
    #[prop(optional)]
    lang: Option<Lang>,
    /// The id of a list of what is often typed here.
    #[prop(optional)]
    list: &'static str,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let text = words();
    let words_of_problem = text.clone();
    let message = move || {
        problem
            .get()
            .map(|problem| words_of_problem.problem(&problem))
    };
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), !hint.is_empty());
        move || match (problem.get().is_some(), has_hint) {
            (true, _) => Some(error_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        }
    };
    let invalid = move || problem.get().is_some().then_some("true");
    let (input_type, mode, dir) = match kind {
        Kind::Email => ("text", "email", Some("ltr")),
        Kind::Phone => ("tel", "tel", Some("ltr")),
        Kind::Password => ("password", "text", Some("ltr")),
        Kind::Number => ("text", "numeric", Some("ltr")),
        Kind::Text | Kind::Lines => ("text", "text", lang.map(|lang| lang.dir().attribute())),
    };
    let lang = lang.map(Lang::code);
    let autocomplete = if autocomplete.is_empty() {
        "off"
    } else {
        autocomplete
    };
    view! {
        <div class="field">
            <label for=name>
                {label}
                {optional.then(|| view! { " "<span class="meta">"("{text.t(k::OPTIONAL)}")"</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="meta" id=hint_id>{hint}</p> })}
            {if kind == Kind::Lines {
                view! {
                    <textarea id=name name=name rows="3" lang=lang dir=dir aria-invalid=invalid aria-describedby=described>{value}</textarea>
                }.into_any()
            } else {
                view! {
                    <input
                        id=name
                        name=name
                        type=input_type
                        inputmode=mode
                        lang=lang
                        dir=dir
                        value=value
                        autocomplete=autocomplete
                        list=(!list.is_empty()).then_some(list)
                        aria-invalid=invalid
                        aria-describedby=described
                    />
                }.into_any()
            }}
            {move || message().map(|message| view! { <p class="field-error" id=error_id.clone()>{message}</p> })}
        </div>
    }
}

/// A number in a table's row or a list's line, whose label is only read aloud.
#[component]
pub fn NumberField(
    /// Of the whole page's fields, this one's.
    #[prop(into)]
    id: String,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = words();
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let invalid = move || problem.get().is_some().then_some("true");
    let message = move || {
        problem.get().map(|problem| {
            view! { <p class="field-error" role="alert" id=error_id.clone()>{words.problem(&problem)}</p> }
        })
    };
    view! {
        <input
            id=id
            name=name
            inputmode="numeric"
            autocomplete="off"
            value=value
            aria-label=label
            aria-invalid=invalid
            aria-describedby=described
        />
        {message}
    }
}

/// A radio button or box with its words as one large target.
#[component]
pub fn Choice(
    /// `radio` or `checkbox`.
    input: &'static str,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    checked: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type=input name=name value=value checked=checked/>
            <span>{children()}</span>
        </label>
    }
}

/// What is wrong with a form as a whole, where its fields say what is wrong with them.
#[component]
pub fn Refusal(error: Signal<Option<Error>>) -> impl IntoView {
    let words = words();
    move || {
        error
            .get()
            .filter(|error| !matches!(error, Error::Invalid { .. }))
            .map(|error| {
                let text = words.error(&error);
                view! { <Notice kind="danger">{text}</Notice> }
            })
    }
}

/// The form's error above it: fields are named with a link each, anything else is said.
#[component]
pub fn ErrorSummary(error: Signal<Option<Error>>) -> impl IntoView {
    let words = words();
    move || {
        error.get().map(|error| {
            let fields: Vec<(String, String)> = match &error {
                Error::Invalid { fields } => fields
                    .iter()
                    .map(|field| (field.field.clone(), words.problem(&field.problem)))
                    .collect(),
                _ => Vec::new(),
            };
            // With fields, it says how many.
            let title = words.error(&error);
            let body = (!fields.is_empty()).then(|| {
                view! {
                    <ul>
                        {fields.into_iter().map(|(field, text)| view! {
                            <li><a href=format!("#{field}")>{text}</a></li>
                        }).collect_view()}
                    </ul>
                }
            });
            view! {
                <div class="notice notice-danger" role="alert">
                    <div>
                        <strong>{title}</strong>
                        {body}
                    </div>
                </div>
            }
        })
    }
}

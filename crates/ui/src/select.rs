//! A choice from a list that is too long for radio buttons.

use crate::words;
use domain::Problem;
use leptos::prelude::*;

/// Values and their words, in groups; a group without a name has no heading.
pub type Groups = Vec<(String, Vec<(String, String)>)>;

/// One labelled list; its first line asks to choose.
#[component]
pub fn Select(
    name: &'static str,
    #[prop(into)] label: String,
    /// The words of the line that chooses nothing.
    #[prop(into)]
    none: String,
    groups: Groups,
    #[prop(into)] value: String,
    #[prop(optional, into)] hint: String,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let text = words();
    let error_id = format!("{name}-error");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let options = move |options: Vec<(String, String)>, value: &str| {
        options
            .into_iter()
            .map(|(code, label)| {
                let selected = code == value;
                view! { <option value=code selected=selected>{label}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="meta">{hint}</p> })}
            <select
                id=name
                name=name
                aria-invalid=move || problem.get().is_some().then_some("true")
                aria-describedby=described
            >
                <option value="" selected=value.is_empty()>{none}</option>
                {groups.into_iter().map(|(group, list)| {
                    if group.is_empty() {
                        options(list, &value).into_any()
                    } else {
                        view! { <optgroup label=group>{options(list, &value)}</optgroup> }.into_any()
                    }
                }).collect_view()}
            </select>
            {move || problem.get().map(|problem| view! {
                <p class="field-error" id=error_id.clone()>{text.problem(&problem)}</p>
            })}
        </div>
    }
}

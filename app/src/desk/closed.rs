//! Days on which the cooperative sends nothing.

use super::progress_api as api;
use crate::{ActionForm, ErrorView, ServerAction, reload, use_form, use_words};
use domain::marketplace::ClosedDays;
use i18n::keys::orders as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field};

#[component]
pub fn ClosedPage() -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::AddClosedDays>::new();
    let remove = ServerAction::<api::RemoveClosedDays>::new();
    let days = reload(
        move || add.version() + remove.version(),
        || api::ClosedDays {},
    );
    let form = use_form(add);
    let removed = use_form(remove);
    let first = form.problem("first_day");
    let last = form.problem("last_day");
    view! {
        <Title text=words.t(k::CLOSED_TITLE)/>
        <h1>{words.t(k::CLOSED_TITLE)}</h1>
        <p>{words.t(k::CLOSED_TEXT)}</p>
        <ErrorSummary error=form.error/>
        <ErrorSummary error=removed.error/>
        <ActionForm action=add class="panel">
            <div class="two">
                <div class="field">
                    <label for="first_day">{words.t(k::CLOSED_FROM)}</label>
                    <input id="first_day" name="first_day" type="date" value=form.value("first_day", "")/>
                    {move || first.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                </div>
                <div class="field">
                    <label for="last_day">{words.t(k::CLOSED_TO)}</label>
                    <input id="last_day" name="last_day" type="date" value=form.value("last_day", "")/>
                    {move || last.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                </div>
            </div>
            <Field name="reason" label=words.t(k::REASON) optional=true value=form.value("reason", "") problem=form.problem("reason")/>
            <button class="button button-primary" type="submit">{words.t(k::CLOSED_ADD)}</button>
        </ActionForm>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match days.await {
                    Ok(days) => view! { <Days days remove/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Days(days: Vec<ClosedDays>, remove: ServerAction<api::RemoveClosedDays>) -> impl IntoView {
    let words = use_words();
    if days.is_empty() {
        return view! { <p class="meta">{words.t(k::CLOSED_NONE)}</p> }.into_any();
    }
    view! {
        <ul class="stack">
            {days.into_iter().map(|it| {
                let label = format!("{} {}", words.t(k::CLOSED_REMOVE), it.first_day);
                view! {
                    <li class="panel row between">
                        <span><bdi>{it.first_day.clone()}" – "{it.last_day.clone()}</bdi>" "{it.reason}</span>
                        <ActionForm action=remove>
                            <input type="hidden" name="first_day" value=it.first_day/>
                            <input type="hidden" name="last_day" value=it.last_day/>
                            <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::CLOSED_REMOVE)}</button>
                        </ActionForm>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

//! Disputes that wait for the office, the most urgent first.

use super::api;
use crate::{
    ActionForm, ErrorView, FormState, ServerAction,
    marketplace::{DisputeFacts, order_parts::OwnField, outcome_key},
    reload, use_form, use_words,
};
use domain::marketplace::{DisputeOutcome, DisputeView};
use i18n::keys::orders as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Text};

#[component]
pub fn DisputesPage() -> impl IntoView {
    let words = use_words();
    let decide = ServerAction::<api::DecideDispute>::new();
    let disputes = reload(move || decide.version(), || api::ListDisputes {});
    let form = use_form(decide);
    view! {
        <Title text=words.t(k::DISPUTES)/>
        <h1>{words.t(k::DISPUTES)}</h1>
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match disputes.await {
                    Ok(list) if list.is_empty() => view! { <p class="meta">{words.t(k::NONE)}</p> }.into_any(),
                    Ok(list) => list.into_iter().map(|dispute| view! { <Dispute dispute decide form/> }).collect_view().into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Dispute(
    dispute: DisputeView,
    decide: ServerAction<api::DecideDispute>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let id = dispute.id.0;
    view! {
        <article class="panel">
            <h2><bdi>{dispute.number.clone()}</bdi>" · "<Text text=dispute.cooperative.clone()/></h2>
            <DisputeFacts dispute/>
            <ActionForm action=decide class="stack">
                <input type="hidden" name="id" value=id.to_string()/>
                {DisputeOutcome::ALL.iter().map(|outcome| view! {
                    <Choice input="radio" name="outcome" value=outcome.code() checked=false>{words.t(outcome_key(*outcome))}</Choice>
                }).collect_view()}
                <OwnField name="decision" of=id label=words.t(k::DECISION) form lines=true/>
                <button class="button button-primary" type="submit">{words.t(k::DECIDE)}</button>
            </ActionForm>
        </article>
    }
}

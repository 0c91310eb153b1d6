//! A listing before its advisor, as buyers will see it, with what changes marked.

use super::{Trail, api};
use crate::{
    ActionForm, ErrorView, ServerAction, desk::editor::Preview, load, use_form, use_words,
};
use domain::{
    ListingId,
    admin::{ListingCase, Queue},
    marketplace::{DraftState, ListingDraft},
};
use i18n::keys::{admin as k, selling as s};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Kind, Notice, Text};

#[component]
pub fn ListingPage(id: ListingId) -> impl IntoView {
    let approve = ServerAction::<api::ApproveListing>::new();
    let give_back = ServerAction::<api::ReturnListing>::new();
    let case = load(move || api::ShowListingCase { listing: id });
    let approved = use_form(approve);
    view! {
        <Trail queue=Queue::Listings/>
        <ErrorSummary error=approved.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match case.await {
                    Ok(case) => view! { <Case case approve give_back/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Case(
    case: ListingCase,
    approve: ServerAction<api::ApproveListing>,
    give_back: ServerAction<api::ReturnListing>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(give_back);
    let page = case.page;
    let name = page.draft.name.clone();
    let waits = page.state == DraftState::Submitted;
    let (id, version) = (page.listing, page.version);
    let since = case.submitted_at.map(|at| words.date_time(at));
    let changes = match &case.published {
        None => view! { <Notice kind="info">{words.t(k::NOT_PUBLISHED)}</Notice> }.into_any(),
        Some(published) => {
            view! { <Changes before=published.clone() after=page.draft.clone()/> }.into_any()
        }
    };
    let languages = [
        page.draft.name.fr.clone(),
        page.draft.name.ar.clone(),
        page.draft.name.en.clone(),
        page.draft.name.zgh.clone(),
    ];
    view! {
        <Title text=name.pick(words.lang()).text/>
        <h1><Text text=name/></h1>
        <p class="meta">
            <Text text=case.cooperative/>" · "<Text text=page.category.name.clone()/>
            {since.map(|since| format!(" · {}", words.with(k::WAITING_SINCE, &[("date", &since)])))}
        </p>
        <p class="row">{languages.into_iter().flatten().map(|name| view! { <bdi class="chip-plain">{name}</bdi> }).collect_view()}</p>
        {(!waits).then(|| view! { <Notice kind="info">{words.t(k::DECIDED_ALREADY)}</Notice> })}
        {changes}
        <section class="panel"><Preview page=page/></section>
        {waits.then(|| view! {
            <ErrorSummary error=form.error/>
            <div class="two">
                <ActionForm action=approve class="panel">
                    <h2>{words.t(k::PUBLISH)}</h2>
                    <p>{words.t(k::PUBLISH_TEXT)}</p>
                    <input type="hidden" name="listing" value=id.to_string()/>
                    <input type="hidden" name="version" value=version.to_string()/>
                    <button class="button button-primary" type="submit">{words.t(k::PUBLISH)}</button>
                </ActionForm>
                <ActionForm action=give_back class="panel">
                    <h2>{words.t(k::GIVE_BACK)}</h2>
                    <input type="hidden" name="listing" value=id.to_string()/>
                    <input type="hidden" name="version" value=version.to_string()/>
                    <Field name="reasons" label=words.t(k::REASONS) hint=words.t(k::REASONS_HINT) kind=Kind::Lines value=form.value("reasons", "") problem=form.problem("reasons")/>
                    <button class="button button-danger" type="submit">{words.t(k::GIVE_BACK)}</button>
                </ActionForm>
            </div>
        })}
    }
}

/// What differs from what is published, one line each.
#[component]
fn Changes(before: ListingDraft, after: ListingDraft) -> impl IntoView {
    let words = use_words();
    let changed = [
        (s::DRAFT_NAME, before.name != after.name),
        (
            s::DRAFT_DESCRIPTION,
            before.description != after.description,
        ),
        (
            s::DRAFT_FACTS,
            (
                &before.attributes,
                &before.hs_code,
                &before.origin,
                before.certification,
            ) != (
                &after.attributes,
                &after.hs_code,
                &after.origin,
                after.certification,
            ),
        ),
        (s::DRAFT_PRICES, before.variants != after.variants),
        (
            s::DRAFT_TERMS,
            (before.prepare_days, before.min_order, before.unique_piece)
                != (after.prepare_days, after.min_order, after.unique_piece),
        ),
        (s::DRAFT_PICTURES, before.pictures != after.pictures),
    ];
    let list = changed
        .into_iter()
        .filter(|(_, is_changed)| *is_changed)
        .map(|(key, _)| {
            view! { <span class="badge badge-warning">{words.t(k::CHANGED)}" : "{words.t(key)}</span> }
        })
        .collect_view();
    view! {
        <p class="row">{list}</p>
        <details class="panel">
            <summary>{words.t(k::PUBLISHED_NOW)}</summary>
            <h3><Text text=before.name/></h3>
            <p class="quoted"><Text text=before.description/></p>
        </details>
    }
}

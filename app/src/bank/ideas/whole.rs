//! The whole of an idea: where it stands, what it says, and sending it; and its history.

use super::{Alike, Listen, Revisions, all_fields, api, wording as w};
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, reload, use_form, use_lang, use_words,
};
use domain::{
    IdeaId,
    projects::{Idea, IdeaEvent, IdeaField, IdeaPage as Page, IdeaState, IdeaStep},
};
use i18n::keys::ideas as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice};

#[component]
pub(super) fn WholePage(id: IdeaId) -> impl IntoView {
    let submit = ServerAction::<api::SubmitIdea>::new();
    let withdraw = ServerAction::<api::WithdrawIdea>::new();
    let page = reload(
        move || submit.version() + withdraw.version(),
        move || api::ShowIdea { idea: id },
    );
    view! {
        <ErrorSummary error=use_form(submit).error/>
        <ErrorSummary error=use_form(withdraw).error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Whole page submit withdraw/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Whole(
    page: Page,
    submit: ServerAction<api::SubmitIdea>,
    withdraw: ServerAction<api::WithdrawIdea>,
) -> impl IntoView {
    let words = use_words();
    let idea = page.idea.clone();
    let id = idea.id;
    let title = idea.content.get(IdeaField::Title).to_owned();
    let is_alike = !page.similar.is_empty();
    let can_send = idea.state.is_editable() && idea.content.check_complete(is_alike).is_ok();
    let editable = idea.state.is_editable();
    let first = IdeaStep::ALL.iter().find(|step| {
        !idea.content.has(**step)
            || (**step == IdeaStep::Similar
                && is_alike
                && idea.content.get(IdeaField::Different).is_empty())
    });
    let go_on = first.filter(|_| editable).map(|step| {
        let to = href(&format!("/projects/ideas/{id}/{}", step.code()));
        view! { <p><a class="button button-primary" href=to>{words.t(k::GO_ON)}</a></p> }
    });
    let send = can_send.then(|| {
        view! {
            <ActionForm action=submit class="panel stack">
                <p>{words.t(k::SUBMIT_TEXT)}</p>
                <input type="hidden" name="idea" value=id.to_string()/>
                <input type="hidden" name="version" value=idea.version.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::SUBMIT)}</button>
            </ActionForm>
        }
    });
    let alike = (is_alike && editable).then(|| {
        view! {
            <section class="panel">
                <h2>{words.t(k::ALIKE)}</h2>
                <Alike similar=page.similar.clone()/>
            </section>
        }
    });
    let can_withdraw = page.i_lead && idea.state.transition(IdeaEvent::Withdraw).is_ok();
    let withdraw = can_withdraw.then(|| {
        view! {
            <details>
                <summary>{words.t(k::WITHDRAW)}</summary>
                <ActionForm action=withdraw class="panel stack">
                    <p>{words.t(k::WITHDRAW_TEXT)}</p>
                    <input type="hidden" name="idea" value=id.to_string()/>
                    <button class="button button-danger" type="submit">{words.t(k::WITHDRAW)}</button>
                </ActionForm>
            </details>
        }
    });
    let named = page.authors.iter().any(|it| it.is_me && it.is_named);
    let consent = if named {
        k::YOU_ARE_NAMED
    } else {
        k::YOU_ARE_NOT_NAMED
    };
    let authors: Vec<String> = page.authors.iter().map(|it| it.name.clone()).collect();
    view! {
        <Title text=title.clone()/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href("/projects/ideas")><Icon name="arrow-left"/>{words.t(k::MY_IDEAS)}</a></p>
            <h1><bdi>{title}</bdi></h1>
            <Where idea=idea.clone()/>
            {go_on}
            <Said page=page.clone() editable/>
            {alike}
            <section class="panel stack">
                <h2>{words.t(k::PEOPLE)}</h2>
                <p><bdi>{authors.join(", ")}</bdi></p>
                <p class="meta">{words.t(consent)}</p>
                <p class="row">
                    <a class="button button-secondary" href=href(&format!("/projects/ideas/{id}/people"))><Icon name="users-three"/>{words.t(k::PEOPLE_OPEN)}</a>
                    <a class="button button-quiet" href=href(&format!("/projects/ideas/{id}/history"))><Icon name="clock"/>{words.t(k::HISTORY)}</a>
                </p>
            </section>
            {send}
            {withdraw}
        </div>
    }
    .into_any()
}

/// Where it stands, what is next, and until when.
#[component]
fn Where(idea: Idea) -> impl IntoView {
    let words = use_words();
    let (state, next) = w::state(idea.state);
    let due = idea
        .due_at
        .filter(|_| idea.state == IdeaState::Submitted)
        .map(|due| words.with(k::ANSWER_BY, &[("date", &words.date(due))]));
    let reasons = idea
        .reasons
        .filter(|_| idea.state == IdeaState::Returned)
        .map(|reasons| {
            view! {
                <Notice kind="warning">
                    <strong>{words.t(k::RETURNED_WHY)}</strong>
                    <p class="quoted" dir="auto">{reasons}</p>
                </Notice>
            }
        });
    let sheet = idea
        .sheet
        .filter(|_| idea.state == IdeaState::Published)
        .map(|slug| {
            view! { <p><a class="button button-primary" href=href(&format!("/projects/{slug}"))>{words.t(k::OPEN_SHEET)}</a></p> }
        });
    view! {
        <Notice kind="info">
            <strong class="state" data-state=idea.state.code()>{words.t(state)}</strong>
            <p>{words.t(next)}</p>
            {due.map(|due| view! { <p class="meta"><bdi>{due}</bdi></p> })}
        </Notice>
        {reasons}
        {sheet}
    }
    .into_any()
}

/// All it says, each with the way to its page.
#[component]
fn Said(page: Page, editable: bool) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let id = page.idea.id;
    let content = page.idea.content;
    let choices = page.choices;
    let shown = move |field: IdeaField| {
        let value = content.get(field).to_owned();
        let name = match field {
            IdeaField::Sector => choices
                .sectors
                .iter()
                .find(|(code, _)| *code == value)
                .map(|(_, name)| name),
            IdeaField::Province => choices
                .provinces
                .iter()
                .find(|it| it.code == value)
                .map(|it| &it.name),
            _ => None,
        };
        name.map_or(value, |name| name.pick(lang).text)
    };
    let lines = all_fields()
        .map(|(step, field)| {
            let text = shown(field);
            let label = words.t(w::field(field));
            let is_first = step.fields().first() == Some(&field);
            let edit = (editable && is_first).then(|| {
                let to = href(&format!("/projects/ideas/{id}/{}", step.code()));
                let name = format!("{} : {}", words.t(k::CHANGE), words.t(w::step(step).0));
                view! { <a class="button button-quiet" href=to aria-label=name><Icon name="pencil-simple"/>{words.t(k::CHANGE)}</a> }
            });
            let text = match text.is_empty() {
                true => view! { <span class="meta">{words.t(k::NOT_SAID)}</span> }.into_any(),
                false => view! { <span class="as-typed" dir="auto">{text}</span> }.into_any(),
            };
            view! { <dt>{label}</dt><dd>{text}" "{edit}</dd> }
        })
        .collect_view();
    let voice = page.idea.voice.map(|_| view! { <Listen id/> });
    let voice_to = href(&format!("/projects/ideas/{id}/{}", IdeaStep::Voice.code()));
    let voice_edit = editable.then(|| {
        view! { <p><a class="button button-quiet" href=voice_to>{words.t(k::STEP_VOICE)}</a></p> }
    });
    view! {
        <section class="panel stack">
            <h2>{words.t(k::WHOLE)}</h2>
            <dl class="facts">{lines}</dl>
            {voice}
            {voice_edit}
        </section>
    }
    .into_any()
}

#[component]
pub(super) fn HistoryPage(id: IdeaId) -> impl IntoView {
    let words = use_words();
    let page = load(move || api::ShowIdea { idea: id });
    view! {
        <Title text=words.t(k::HISTORY)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/projects/ideas/{id}"))><Icon name="arrow-left"/>{words.t(k::WHOLE)}</a></p>
            <h1>{words.t(k::HISTORY)}</h1>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Revisions history=page.history/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

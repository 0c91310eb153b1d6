//! Ideas for the bank: one's own, their pages, who writes them, and the office's page of one.

pub mod api;
mod office;
mod people;
mod steps;
mod whole;
mod wording;

use crate::{ActionForm, ErrorView, NotFoundView, ServerAction, href, load, use_form, use_words};
use domain::{
    IdeaId,
    projects::{IdeaField, IdeaLine, IdeaRevision, IdeaStep, Similar},
};
use i18n::keys::ideas as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Text};
use wording as w;

/// The page of an address below `/projects/ideas`.
pub(super) fn page(parts: &[&str]) -> AnyView {
    match parts {
        [] => view! { <IdeasPage/> }.into_any(),
        ["new"] => view! { <NewPage/> }.into_any(),
        ["join"] => view! { <people::JoinPage/> }.into_any(),
        [id, rest @ ..] => match id.parse() {
            Ok(id) => idea_page(IdeaId(id), rest),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
    }
}

fn idea_page(id: IdeaId, rest: &[&str]) -> AnyView {
    match rest {
        [] => view! { <whole::WholePage id/> }.into_any(),
        ["people"] => view! { <people::PeoplePage id/> }.into_any(),
        ["history"] => view! { <whole::HistoryPage id/> }.into_any(),
        [step] => match IdeaStep::from_code(step) {
            Some(step) => view! { <steps::StepPage id step/> }.into_any(),
            None => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    }
}

/// The office's page of an idea.
pub(super) fn office_page(id: IdeaId) -> AnyView {
    view! { <office::CasePage id/> }.into_any()
}

/// One's own ideas, and the way to a new one.
#[component]
fn IdeasPage() -> impl IntoView {
    let words = use_words();
    let ideas = load(|| api::MyIdeas {});
    view! {
        <Title text=words.t(k::MY_IDEAS)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href("/projects")><Icon name="arrow-left"/>{words.t(k::BACK_TO_BANK)}</a></p>
            <h1>{words.t(k::MY_IDEAS)}</h1>
            <p>{words.t(k::MY_IDEAS_TEXT)}</p>
            <p><a class="button button-primary" href=href("/projects/ideas/new")><Icon name="plus"/>{words.t(k::PROPOSE)}</a></p>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match ideas.await {
                        Ok(ideas) => view! {
                            <ul class="checklist">{ideas.into_iter().map(|it| view! { <Line it/> }).collect_view()}</ul>
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Line(it: IdeaLine) -> impl IntoView {
    let words = use_words();
    view! {
        <li>
            <span class="mark"><Icon name="leaf"/></span>
            <span>
                <a href=href(&format!("/projects/ideas/{}", it.id))><bdi>{it.title}</bdi></a>
                <span class="meta">{words.date(it.updated_at)}</span>
            </span>
            <span class="state">{words.t(w::state(it.state).0)}</span>
        </li>
    }
    .into_any()
}

/// The first page, which begins an idea.
#[component]
fn NewPage() -> impl IntoView {
    let words = use_words();
    let session = load(|| api::MyIdeas {});
    let start = ServerAction::<api::StartIdea>::new();
    let form = use_form(start);
    let (title, text, _) = w::step(IdeaStep::What);
    view! {
        <Title text=words.t(k::PROPOSE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href("/projects/ideas")><Icon name="arrow-left"/>{words.t(k::MY_IDEAS)}</a></p>
            <Counter step=IdeaStep::What/>
            <h1>{words.t(title)}</h1>
            <p>{words.t(text)}</p>
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    // Who is not signed in is told before they write.
                    if let Err(error) = session.await {
                        return view! { <ErrorView error=error.0/> }.into_any();
                    }
                    view! {
                        <ActionForm action=start class="panel">
                            <Field name="title" label=words.t(k::TITLE) hint=words.t(k::TITLE_HINT) value=form.value("title", "") problem=form.problem("title")/>
                            <Field name="what" label=words.t(k::WHAT) kind=Kind::Lines hint=words.t(k::WHAT_HINT) value=form.value("what", "") problem=form.problem("what")/>
                            <button class="button button-primary" type="submit">{words.t(k::SAVE_NEXT)}</button>
                        </ActionForm>
                    }.into_any()
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// How far along the pages one is.
#[component]
fn Counter(step: IdeaStep) -> impl IntoView {
    let words = use_words();
    let at = IdeaStep::ALL.iter().position(|it| *it == step).unwrap_or(0) + 1;
    let (at, all) = (at.to_string(), IdeaStep::ALL.len().to_string());
    let text = words.with(k::STEP_OF, &[("step", &at), ("all", &all)]);
    view! {
        <p class="meta"><bdi>{text.clone()}</bdi></p>
        <progress max=all value=at aria-label=text></progress>
    }
    .into_any()
}

/// What the bank already has, each with why it may be the same.
#[component]
fn Alike(similar: Vec<Similar>) -> impl IntoView {
    let words = use_words();
    let lines =
        similar
            .into_iter()
            .map(|it| {
                let why: Vec<String> = it.why.iter().map(|it| words.t(w::likeness(*it))).collect();
                let (title, kind) = match it.sheet {
                Some(slug) => (
                    view! { <a href=href(&format!("/projects/{slug}"))><Text text=it.title/></a> }
                        .into_any(),
                    k::IN_BANK,
                ),
                None => (view! { <strong><Text text=it.title/></strong> }.into_any(), k::OPEN_IDEA),
            };
                view! {
                    <li>
                        <span class="mark"><Icon name="plant"/></span>
                        <span>
                            {title}
                            <span class="meta">{words.t(kind)}" · "<Text text=it.province/></span>
                            <span class="meta">{why.join(" · ")}</span>
                        </span>
                    </li>
                }
            })
            .collect_view();
    view! { <ul class="checklist alike">{lines}</ul> }.into_any()
}

/// Who changed what, the newest first.
#[component]
fn Revisions(history: Vec<IdeaRevision>) -> impl IntoView {
    let words = use_words();
    let lines = history
        .into_iter()
        .map(|it| {
            let before = (!it.before.is_empty())
                .then(|| view! { <p class="as-typed" dir="auto"><del>{it.before}</del></p> });
            let after = (!it.after.is_empty())
                .then(|| view! { <p class="as-typed" dir="auto"><ins>{it.after}</ins></p> });
            view! {
                <li>
                    <strong>{words.t(w::field(it.field))}</strong>
                    <p class="meta"><bdi>{it.by}</bdi>" · "{words.date_time(it.at)}</p>
                    {before}
                    {after}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="stack history">{lines}</ol> }.into_any()
}

/// A voice note, for who may hear it.
#[component]
fn Listen(id: IdeaId) -> impl IntoView {
    let words = use_words();
    let address = format!("/ideas/{id}/voice");
    view! {
        <audio controls preload="none" src=address aria-label=words.t(k::VOICE_NOTE)></audio>
    }
    .into_any()
}

/// The fields in the order of the pages.
fn all_fields() -> impl Iterator<Item = (IdeaStep, IdeaField)> {
    IdeaStep::ALL
        .iter()
        .flat_map(|step| step.fields().iter().map(|field| (*step, *field)))
}

//! What the team has to do: who, until when, done.

use super::team_api as api;
use crate::{ActionForm, FormState, ServerAction, use_words};
use domain::{
    TeamId,
    projects::{TeamTask, Teammate},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use ui::{ErrorSummary, Field, Icon, Select};

/// The forms of the tasks.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    pub add: ServerAction<api::AddTask>,
    pub adding: FormState,
    pub mark: ServerAction<api::MarkTask>,
    pub remove: ServerAction<api::RemoveTask>,
}

#[component]
pub(super) fn Tasks(
    team: TeamId,
    tasks: Vec<TeamTask>,
    members: Vec<Teammate>,
    acts: Acts,
) -> impl IntoView {
    let words = use_words();
    let none = tasks
        .is_empty()
        .then(|| view! { <p class="meta">{words.t(k::TASKS_NONE)}</p> });
    view! {
        <section class="panel">
            <h2>{words.t(k::TASKS)}</h2>
            {none}
            <ul class="checklist">{tasks.into_iter().map(|task| view! { <Line team task acts/> }).collect_view()}</ul>
            <Add team members acts/>
        </section>
    }
    .into_any()
}

#[component]
fn Line(team: TeamId, task: TeamTask, acts: Acts) -> impl IntoView {
    let words = use_words();
    let is_done = task.done_at.is_some();
    let when = match (task.done_at, task.due_at) {
        (Some(at), _) => Some(words.with(k::TASK_DONE_ON, &[("date", &words.date(at))])),
        (None, Some(at)) => Some(words.with(k::TASK_DUE_ON, &[("date", &words.date(at))])),
        (None, None) => None,
    };
    let told: Vec<String> = task.who.into_iter().chain(when).collect();
    let (next, text, label) = match is_done {
        true => ("no", k::TASK_UNDO, k::TASK_UNDO_LABEL),
        false => ("yes", k::TASK_DONE, k::TASK_DONE_LABEL),
    };
    let label = words.with(label, &[("title", &task.title)]);
    let remove = words.with(k::TASK_REMOVE_LABEL, &[("title", &task.title)]);
    view! {
        <li data-done=is_done.then_some("")>
            <span class="mark"><Icon name=if is_done { "check-circle" } else { "clock" }/></span>
            <span>
                <strong>{task.title}</strong>
                <span class="meta">{told.join(" · ")}</span>
                {task.is_late.then(|| view! { <span class="badge badge-warning">{words.t(k::TASK_LATE)}</span> })}
            </span>
            <span class="row">
                <ActionForm action=acts.mark>
                    <input type="hidden" name="team" value=team.to_string()/>
                    <input type="hidden" name="task" value=task.id.to_string()/>
                    <input type="hidden" name="done" value=next/>
                    <button class="button button-quiet" type="submit" aria-label=label>{words.t(text)}</button>
                </ActionForm>
                <ActionForm action=acts.remove>
                    <input type="hidden" name="team" value=team.to_string()/>
                    <input type="hidden" name="task" value=task.id.to_string()/>
                    <button class="button button-quiet" type="submit" aria-label=remove><Icon name="trash"/></button>
                </ActionForm>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn Add(team: TeamId, members: Vec<Teammate>, acts: Acts) -> impl IntoView {
    let words = use_words();
    let form = acts.adding;
    let due = form.problem("due");
    let people = members
        .into_iter()
        .map(|it| (it.person.to_string(), it.name))
        .collect();
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=acts.add class="stack">
            <input type="hidden" name="team" value=team.to_string()/>
            <Field name="title" label=words.t(k::TASK_TITLE) value=form.value("title", "") problem=form.problem("title")/>
            <Select name="person" label=words.t(k::TASK_PERSON) none=words.t(k::TASK_NOBODY) groups=vec![(String::new(), people)] value=form.value("person", "") problem=form.problem("person")/>
            <div class="field">
                <label for="due">{words.t(k::TASK_DUE)}</label>
                <input id="due" name="due" type="date" value=form.value("due", "")/>
                {move || due.get().map(|problem| view! { <p class="field-error" id="due-error">{words.problem(&problem)}</p> })}
            </div>
            <button class="button button-secondary" type="submit">{words.t(k::TASK_ADD)}</button>
        </ActionForm>
    }
    .into_any()
}

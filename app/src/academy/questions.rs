//! The questions under a lesson, each with its answers; the trainer marks the one that helps.

use super::session_api as api;
use crate::{ActionForm, ServerAction, reload, use_form, use_words};
use domain::academy::{LessonAnswer, LessonQuestion};
use i18n::keys::academy as k;
use leptos::prelude::*;
use ui::{ErrorSummary, Icon};

#[derive(Clone, Copy)]
struct Forms {
    ask: ServerAction<api::AskQuestion>,
    answer: ServerAction<api::AnswerQuestion>,
    accept: ServerAction<api::AcceptAnswer>,
}

/// Shown to who may read them: whoever learns in the course, or teaches it.
#[component]
pub fn Questions(course: String, lesson: String) -> impl IntoView {
    let forms = Forms {
        ask: ServerAction::new(),
        answer: ServerAction::new(),
        accept: ServerAction::new(),
    };
    let asking = use_form(forms.ask);
    let errors = [
        asking.error,
        use_form(forms.answer).error,
        use_form(forms.accept).error,
    ];
    let typed = asking.value("text", "");
    let (asked, of) = (course.clone(), lesson.clone());
    let list = reload(
        move || forms.ask.version() + forms.answer.version() + forms.accept.version(),
        move || api::LessonQuestions {
            course: asked.clone(),
            lesson: of.clone(),
        },
    );
    let place = StoredValue::new((course, lesson));
    view! {
        {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=|| ()>
            {move || {
                let typed = typed.clone();
                Suspend::new(async move {
                    list.await.ok().map(|list| view! { <List list place forms typed/> })
                })
            }}
        </Transition>
    }
}

#[component]
fn Place(place: StoredValue<(String, String)>) -> impl IntoView {
    let (course, lesson) = place.get_value();
    view! {
        <input type="hidden" name="course" value=course/>
        <input type="hidden" name="lesson" value=lesson/>
    }
}

#[component]
fn List(
    list: Vec<LessonQuestion>,
    place: StoredValue<(String, String)>,
    forms: Forms,
    typed: String,
) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="lesson-main stack questions">
            <h2>{words.t(k::QUESTIONS)}</h2>
            <ActionForm action=forms.ask class="stack">
                <Place place/>
                <div class="field">
                    <label for="text">{words.t(k::YOUR_QUESTION)}</label>
                    <textarea id="text" name="text" rows="3" maxlength="2000" dir="auto">{typed}</textarea>
                </div>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::ASK)}</button></div>
            </ActionForm>
            {list.into_iter().map(|question| view! { <One question place forms/> }).collect_view()}
        </section>
    }
}

#[component]
fn One(
    question: LessonQuestion,
    place: StoredValue<(String, String)>,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let id = question.id.to_string();
    let field = format!("answer-{id}");
    let may_accept = question.may_accept;
    view! {
        <article class="panel">
            <p class="meta"><bdi>{question.author}</bdi>" · "{words.date_time(question.at)}</p>
            <p class="as-typed" dir="auto">{question.text}</p>
            <ul class="stack">
                {question.answers.into_iter().map(|answer| view! { <Answer answer may_accept place forms/> }).collect_view()}
            </ul>
            <details>
                <summary>{words.t(k::ANSWER)}</summary>
                <ActionForm action=forms.answer class="stack">
                    <Place place/>
                    <input type="hidden" name="question" value=id/>
                    <div class="field">
                        <label for=field.clone()>{words.t(k::YOUR_ANSWER)}</label>
                        <textarea id=field.clone() name="text" rows="3" maxlength="2000" dir="auto"></textarea>
                    </div>
                    <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SEND_ANSWER)}</button></div>
                </ActionForm>
            </details>
        </article>
    }
}

#[component]
fn Answer(
    answer: LessonAnswer,
    may_accept: bool,
    place: StoredValue<(String, String)>,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let accepted = answer.is_accepted.then(|| {
        view! { <span class="badge badge-success"><Icon name="check-circle"/>{words.t(k::ACCEPTED)}</span> }
    });
    let trainer = answer
        .by_trainer
        .then(|| view! { <span class="badge badge-part">{words.t(k::TRAINER)}</span> });
    let accept = (may_accept && !answer.is_accepted).then(|| {
        view! {
            <ActionForm action=forms.accept>
                <input type="hidden" name="course" value=place.get_value().0/>
                <input type="hidden" name="answer" value=answer.id.to_string()/>
                <button class="button button-quiet" type="submit">{words.t(k::ACCEPT)}</button>
            </ActionForm>
        }
    });
    view! {
        <li>
            <p class="row meta"><bdi>{answer.author}</bdi>" · "{words.date_time(answer.at)}{trainer}{accepted}</p>
            <p class="as-typed" dir="auto">{answer.text}</p>
            {accept}
        </li>
    }
}

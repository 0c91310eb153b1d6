//! The sessions of a course, what comes before it, and what is announced to all who learn in it.

use super::api;
use crate::{
    ActionForm, ErrorView, FormState, ServerAction,
    academy::{
        catalogue::own_name,
        sessions::{Announcements, place_words, seats_words},
    },
    href, reload, use_form, use_words,
};
use domain::{
    Lang,
    academy::{Requirement, SessionAccess, SessionCard, TeachingPlan},
};
use i18n::keys::{academy as a, teaching as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Kind, Select, Text};

#[derive(Clone, Copy)]
struct Forms {
    plan: ServerAction<api::PlanSession>,
    planning: FormState,
    requires: ServerAction<api::SetRequirements>,
    announce: ServerAction<api::AnnounceCourse>,
    announcing: FormState,
}

#[component]
pub(super) fn PlanPage(course: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let plan = ServerAction::new();
    let announce = ServerAction::new();
    let requires = ServerAction::new();
    let forms = Forms {
        plan,
        planning: use_form(plan),
        requires,
        announce,
        announcing: use_form(announce),
    };
    let errors = [
        forms.planning.error,
        use_form(requires).error,
        forms.announcing.error,
    ];
    let page = reload(
        move || plan.version() + announce.version() + requires.version(),
        move || api::ShowTeachingPlan {
            course: course.clone(),
        },
    );
    view! {
        <div class="wrap page stack">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page forms/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(page: TeachingPlan, forms: Forms) -> impl IntoView {
    let words = use_words();
    let course = page.course.clone();
    let none = page
        .sessions
        .is_empty()
        .then(|| view! { <p class="meta">{words.t(k::NO_SESSIONS)}</p> });
    view! {
        <Title text=words.t(a::SESSIONS)/>
        <p><a href=href(&format!("/academy/teaching/{course}"))><Text text=page.title/></a></p>
        <h1>{words.t(a::SESSIONS)}</h1>
        {none}
        <ul class="session-list">
            {page.sessions.into_iter().map(|card| view! { <Line course=course.clone() card/> }).collect_view()}
        </ul>
        <section class="panel">
            <h2>{words.t(k::ANALYSIS)}</h2>
            <ul class="stack">
                {page.quizzes.into_iter().map(|(quiz, title)| view! {
                    <li><a href=href(&format!("/academy/teaching/{course}/quizzes/{quiz}"))><Text text=title/></a></li>
                }).collect_view()}
            </ul>
        </section>
        <New course=course.clone() forms/>
        <Before course=course.clone() courses=page.courses forms/>
        <section class="panel">
            <h2>{words.t(k::ANNOUNCE_ALL)}</h2>
            <ActionForm action=forms.announce class="stack">
                <input type="hidden" name="course" value=course/>
                <Field name="text" label=words.t(k::ANNOUNCE_TEXT) kind=Kind::Lines value=forms.announcing.value("text", "") problem=forms.announcing.problem("text")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::ANNOUNCE)}</button></div>
            </ActionForm>
        </section>
        <Announcements list=page.announcements/>
    }
}

#[component]
fn Line(course: String, card: SessionCard) -> impl IntoView {
    let words = use_words();
    let invited = (card.access == SessionAccess::Invited)
        .then(|| view! { <span class="badge badge-part">{words.t(k::BY_INVITATION)}</span> });
    let taken = words.with(
        k::TAKEN_OF,
        &[
            ("taken", &card.taken.to_string()),
            ("capacity", &card.capacity.to_string()),
        ],
    );
    view! {
        <li class="panel">
            <h2><a href=href(&format!("/academy/teaching/{course}/sessions/{}", card.id))>{words.date_time(card.starts_at)}</a></h2>
            <p><bdi>{place_words(words, &card)}</bdi>" · "{own_name(card.lang)}</p>
            <p class="row"><span>{taken}</span><span class="meta">{seats_words(words, &card)}</span>{invited}</p>
        </li>
    }
}

#[component]
fn New(course: String, forms: Forms) -> impl IntoView {
    let words = use_words();
    let form = forms.planning;
    let langs = Lang::ALL
        .into_iter()
        .map(|lang| (lang.code().to_owned(), own_name(lang).to_owned()))
        .collect();
    let access = vec![
        ("open".to_owned(), words.t(k::FOR_EVERYONE)),
        ("invited".to_owned(), words.t(k::BY_INVITATION)),
    ];
    let moment = move |name: &'static str, label| {
        let problem = form.problem(name);
        view! {
            <div class="field">
                <label for=name>{words.t(label)}</label>
                <input id=name name=name type="datetime-local" value=form.value(name, "") aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            </div>
        }
    };
    view! {
        <section class="panel">
            <h2>{words.t(k::NEW_SESSION)}</h2>
            <ActionForm action=forms.plan class="stack">
                <input type="hidden" name="course" value=course/>
                {moment("starts", k::STARTS)}
                {moment("ends", k::ENDS)}
                <Field name="place" label=words.t(k::PLACE) hint=words.t(k::PLACE_HINT) optional=true value=form.value("place", "") problem=form.problem("place")/>
                <Field name="link" label=words.t(a::ONLINE_LINK) hint="https://" optional=true value=form.value("link", "") problem=form.problem("link")/>
                <Select name="lang" label=words.t(a::LANGUAGE) none=words.t(k::CHOOSE) groups=vec![(String::new(), langs)] value=form.value("lang", "") problem=form.problem("lang")/>
                <Field name="capacity" label=words.t(a::SEATS) kind=Kind::Number value=form.value("capacity", "20") problem=form.problem("capacity")/>
                <Select name="access" label=words.t(k::ACCESS) none=words.t(k::CHOOSE) groups=vec![(String::new(), access)] value=form.value("access", "open") problem=form.problem("access")/>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::PLAN)}</button></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Before(course: String, courses: Vec<Requirement>, forms: Forms) -> impl IntoView {
    let words = use_words();
    (!courses.is_empty()).then(|| view! {
        <section class="panel">
            <h2>{words.t(a::COMES_FIRST)}</h2>
            <p class="meta">{words.t(k::COMES_FIRST_TEXT)}</p>
            <ActionForm action=forms.requires class="stack">
                <input type="hidden" name="course" value=course/>
                <fieldset id="requires">
                    <legend class="unseen">{words.t(a::COMES_FIRST)}</legend>
                    {courses.into_iter().map(|it| view! {
                        <Choice input="checkbox" name=format!("requires[{}]", it.slug) value="yes" checked=it.is_met><Text text=it.title/></Choice>
                    }).collect_view()}
                </fieldset>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button></div>
            </ActionForm>
        </section>
    })
}

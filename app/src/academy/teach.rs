//! A trainer's courses and learners: who is stuck comes first.

use super::{api, ring::Ring};
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, reload,
    teaching::{api::RenewCredential, drafts::Drafts},
    use_form, use_words,
};
use domain::academy::{CourseLearners, EnrolmentState, Learner, TaughtCourse};
use i18n::keys::{academy as k, teaching as t};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Text};

#[component]
pub fn TeachingPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let courses = load(|| api::MyCourses {});
    view! {
        <Title text=words.t(k::TEACHING)/>
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match courses.await {
                        Ok(courses) => view! { <Courses courses/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
            <Drafts/>
        </div>
    }
}

#[component]
fn Courses(courses: Vec<TaughtCourse>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="row between">
            <h1>{words.t(k::TEACHING)}</h1>
            <a class="button button-secondary" href=href("/academy/teaching/paths")>{words.t(t::NEW_PATH)}</a>
        </div>
        <div class="grid">
            {courses.into_iter().map(|course| view! {
                <article class="panel">
                    <h2><a href=href(&format!("/academy/teaching/{}", course.slug))><Text text=course.title/></a></h2>
                    <p>{words.count(k::LEARNERS, course.learners.unsigned_abs(), &[])}</p>
                    <p class="meta">{words.count(k::FINISHED, course.completed.unsigned_abs(), &[])}" · "{words.with(k::VERSION, &[("number", &course.version.to_string())])}</p>
                </article>
            }).collect_view()}
        </div>
    }
}

#[component]
pub fn LearnersPage(course: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let revoke = ServerAction::<api::RevokeCredential>::new();
    let renew = ServerAction::<RenewCredential>::new();
    let form = use_form(revoke);
    let renewed = use_form(renew);
    let page = reload(
        move || revoke.version() + renew.version(),
        move || api::ListLearners {
            course: course.clone(),
        },
    );
    view! {
        <div class="wrap page stack">
            <ErrorSummary error=form.error/>
            <ErrorSummary error=renewed.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Learners page revoke renew/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Learners(
    page: CourseLearners,
    revoke: ServerAction<api::RevokeCredential>,
    renew: ServerAction<RenewCredential>,
) -> impl IntoView {
    let words = use_words();
    let lang = crate::use_lang();
    let title = page.title.pick(lang).text;
    let all = page.learners.len().max(1) as i64;
    let stuck = page.learners.iter().filter(|it| it.is_stuck).count() as u64;
    view! {
        <Title text=title.clone()/>
        <p><a href=href("/academy/teaching")>{words.t(k::TEACHING)}</a></p>
        <div class="row between">
            <h1>{title}</h1>
            <a class="button button-secondary" rel="external" download="" href=format!("/api/v1/teaching/{}/learners.csv", page.slug)>
                <Icon name="upload"/>{words.t(k::CSV)}
            </a>
        </div>
        <p><a class="button button-secondary" href=href(&format!("/academy/teaching/{}/sessions", page.slug))>{words.t(t::PLAN_SESSIONS)}</a></p>
        {(stuck > 0).then(|| view! { <p class="badge badge-warning"><Icon name="warning"/>{words.count(k::STUCK, stuck, &[])}</p> })}
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::LEARNERS_TABLE)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::NAME)}</th>
                        <th scope="col">{words.t(k::PROGRESS_COLUMN)}</th>
                        <th scope="col">{words.t(k::STATE)}</th>
                        <th scope="col">{words.t(k::LAST_SEEN)}</th>
                        <th scope="col">{words.t(k::CREDENTIAL)}</th>
                    </tr>
                </thead>
                <tbody>
                    {page.learners.into_iter().map(|learner| view! { <Row learner revoke renew/> }).collect_view()}
                </tbody>
            </table>
        </div>
        <section class="panel">
            <h2>{words.t(k::WHERE_THEY_ARE)}</h2>
            <ul class="bars">
                {page.lessons.into_iter().map(|(title, done)| {
                    let percent = (done * 100 / all).min(100);
                    view! {
                        <li>
                            <span><Text text=title/></span>
                            <span class="bar" aria-hidden="true"><span style=format!("inline-size:{percent}%")></span></span>
                            <span class="n">{done}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Row(
    learner: Learner,
    revoke: ServerAction<api::RevokeCredential>,
    renew: ServerAction<RenewCredential>,
) -> impl IntoView {
    let words = use_words();
    let state = words.t(match learner.state {
        EnrolmentState::Active if learner.is_stuck => k::STATE_STUCK,
        EnrolmentState::Active => k::STATE_ACTIVE,
        EnrolmentState::Left => k::STATE_LEFT,
        EnrolmentState::Completed => k::STATE_COMPLETED,
    });
    let id = learner.credential.clone().unwrap_or_default();
    let credential = learner.credential.map(|code| {
        let renewed = code.clone();
        view! {
            <a href=href(&format!("/academy/credentials/{code}"))>{words.t(k::SEE_CREDENTIAL)}</a>
            <ActionForm action=renew>
                <input type="hidden" name="code" value=renewed/>
                <button class="button button-quiet" type="submit">{words.t(k::RENEW)}</button>
            </ActionForm>
            <details>
                <summary>{words.t(k::REVOKE)}</summary>
                <ActionForm action=revoke class="stack">
                    <input type="hidden" name="code" value=code/>
                    <div class="field">
                        <label for=format!("reason-{id}")>{words.t(k::REVOKE_REASON)}</label>
                        <input id=format!("reason-{id}") name="reason" maxlength="300"/>
                    </div>
                    <button class="button button-danger" type="submit">{words.t(k::REVOKE)}</button>
                </ActionForm>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row"><bdi>{learner.name}</bdi></th>
            <td><Ring percent=learner.percent live=""/></td>
            <td>{state}</td>
            <td>{words.date(learner.last_at)}</td>
            <td>{credential}</td>
        </tr>
    }
}

//! A course's page: what one will be able to do, the outline, and one way in.

use super::{
    api,
    catalogue::{level_words, minutes, own_name, theme_words},
    ring::Ring,
    sessions::Extras,
};
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, href, reload, use_form, use_lang, use_words,
};
use domain::academy::{
    ActivityKind, CoursePage as Course, CourseProgress, EnrolmentState, OutlineLesson,
    OutlineModule,
};
use i18n::keys::academy as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Text};

#[component]
pub fn CoursePage(slug: String) -> impl IntoView {
    crate::ssr::alternates(&format!("/academy/{slug}"));
    let enrol = ServerAction::<api::Enrol>::new();
    let leave = ServerAction::<api::LeaveCourse>::new();
    let asked = slug.clone();
    let around = slug.clone();
    let course = reload(
        move || leave.version(),
        move || api::ShowCourse {
            course: asked.clone(),
        },
    );
    let form = use_form(enrol);
    let left = use_form(leave);
    view! {
        <div class="wrap page stack">
            <ErrorSummary error=form.error/>
            <ErrorSummary error=left.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match course.await {
                        Ok(course) => view! { <Body course enrol leave/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
            <Extras course=around/>
        </div>
    }
}

/// A size in megabytes, never below the tenth that it is.
pub fn megabytes(words: PageWords, bytes: i64) -> String {
    let tenths = (bytes + 99_999) / 100_000;
    words.with(k::MEGABYTES, &[("size", &words.decimal(tenths, 1))])
}

#[component]
fn Body(
    course: Course,
    enrol: ServerAction<api::Enrol>,
    leave: ServerAction<api::LeaveCourse>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let card = course.card;
    let slug = card.slug.clone();
    let langs: Vec<&str> = card.langs.iter().map(|lang| own_name(*lang)).collect();
    let title = card.title.pick(lang).text;
    crate::ssr::meta("description", &card.summary.pick(lang).text);
    let facts = view! {
        <dl class="facts">
            <dt>{words.t(k::DURATION)}</dt><dd>{minutes(words, card.minutes)}</dd>
            <dt>{words.t(k::LEVEL)}</dt><dd>{level_words(words, card.level)}</dd>
            <dt>{words.t(k::LANGUAGE)}</dt><dd>{langs.join(", ")}</dd>
            <dt>{words.t(k::SIZE)}</dt><dd><bdi>{megabytes(words, course.bytes)}</bdi></dd>
            <dt>{words.t(k::TRAINER)}</dt><dd>{course.trainer}</dd>
            <dt>{words.t(k::UPDATED)}</dt><dd>{words.date(course.published_at)}</dd>
        </dl>
    };
    let credential = course.credential.map(|it| view! {
        <a class="button button-secondary" href=href(&format!("/academy/credentials/{}", it.code))>
            <Icon name="certificate"/>
            {words.t(k::SEE_CREDENTIAL)}
        </a>
    });
    let is_enrolled = matches!(
        course.enrolment,
        Some(EnrolmentState::Active | EnrolmentState::Completed)
    );
    let way_in = match (course.progress.clone(), is_enrolled) {
        (Some(progress), true) => {
            view! { <GoOn progress title=course.outline.clone()/> }.into_any()
        }
        (progress, _) => {
            let label = if progress.is_some() {
                k::COME_BACK
            } else {
                k::ENROL
            };
            let slug = slug.clone();
            view! {
                <ActionForm action=enrol>
                    <input type="hidden" name="course" value=slug/>
                    <button class="button button-primary button-wide" type="submit">{words.t(label)}</button>
                </ActionForm>
                <p class="meta">{words.t(k::FREE)}</p>
            }
            .into_any()
        }
    };
    let offline = is_enrolled.then(|| {
        let kept = domain::academy::kept_files(&course.outline, &slug, lang, &card.illustration);
        view! { <Offline course=slug.clone() files=kept bytes=course.bytes/> }
    });
    let leaving = slug.clone();
    let leave = (course.enrolment == Some(EnrolmentState::Active)).then(|| view! {
        <details>
            <summary>{words.t(k::LEAVE)}</summary>
            <ActionForm action=leave class="stack">
                <p class="meta">{words.t(k::LEAVE_TEXT)}</p>
                <input type="hidden" name="course" value=leaving/>
                <button class="button button-danger" type="submit">{words.t(k::LEAVE_CONFIRM)}</button>
            </ActionForm>
        </details>
    });
    view! {
        <Title text=title/>
        <nav class="breadcrumbs" aria-label=words.t(i18n::keys::shell::NAV_BREADCRUMB)>
            <ol><li><a href=href("/academy")>{words.t(k::TITLE)}</a></li></ol>
        </nav>
        <div class="course-head">
            <img class="picture" src=format!("/illustrations/academy/{}.svg", card.illustration) alt="" width="320" height="240"/>
            <div class="stack">
                <span class="badge badge-part">{theme_words(words, card.theme)}</span>
                <h1><Text text=card.title/></h1>
                <p class="lead"><Text text=card.summary/></p>
                {way_in}
                {credential}
            </div>
        </div>
        <div class="course-body">
            <div class="stack">
                <section class="panel outcomes">
                    <h2>{words.t(k::OUTCOMES)}</h2>
                    <ul class="stack">
                        {course.outcomes.into_iter().map(|outcome| view! {
                            <li class="row"><Icon name="check-circle"/><Text text=outcome/></li>
                        }).collect_view()}
                    </ul>
                </section>
                <section class="stack">
                    <h2>{words.t(k::OUTLINE)}</h2>
                    <OutlineList course=slug.clone() modules=course.outline.modules progress=course.progress.filter(|_| is_enrolled) current=""/>
                </section>
            </div>
            <aside class="panel">{facts}{offline}{leave}</aside>
        </div>
    }
}

/// Keeps the course on the telephone; shown by its script, which alone can do it.
#[component]
fn Offline(course: String, files: Vec<String>, bytes: i64) -> impl IntoView {
    let words = use_words();
    let list: Vec<String> = files.iter().map(|file| format!("\"{file}\"")).collect();
    let keep = words.with(k::OFFLINE_KEEP, &[("size", &megabytes(words, bytes))]);
    view! {
        <div class="offline stack" data-offline="" data-course=course data-files=format!("[{}]", list.join(",")) hidden="">
            <div data-when="offer" hidden="">
                <button type="button" class="button button-secondary button-wide" data-does="keep"><Icon name="device-mobile"/>{keep.clone()}</button>
                <p class="meta">{words.t(k::OFFLINE_NOTE)}</p>
            </div>
            <div data-when="loading" hidden="" role="status">
                <p>{words.t(k::OFFLINE_LOADING)}</p>
                <progress value="0" max="1" aria-label=words.t(k::OFFLINE_LOADING)></progress>
            </div>
            <div data-when="kept" hidden="" class="stack">
                <p class="done row"><Icon name="check-circle"/>{words.t(k::OFFLINE_KEPT)}</p>
                <p class="meta">{words.t(k::OFFLINE_USED)}" "<bdi data-used="">"0"</bdi></p>
                <button type="button" class="button button-secondary" data-does="free"><Icon name="trash"/>{words.t(k::OFFLINE_FREE)}</button>
            </div>
            <div data-when="failed" hidden="" class="stack" role="alert">
                <p>{words.t(k::OFFLINE_FAILED)}</p>
                <button type="button" class="button button-secondary" data-does="keep">{keep}</button>
            </div>
            <script type="module" src=super::OFFLINE></script>
        </div>
    }
}

#[component]
fn GoOn(progress: CourseProgress, title: domain::academy::Outline) -> impl IntoView {
    let words = use_words();
    let next = progress
        .next
        .clone()
        .or_else(|| title.lessons().next().map(|lesson| lesson.slug.clone()))
        .unwrap_or_default();
    let label = if progress.completed {
        k::READ_AGAIN
    } else if progress.done == 0 {
        k::BEGIN
    } else {
        k::GO_ON
    };
    view! {
        <div class="row go-on">
            <Ring percent=progress.percent live=progress.course.clone()/>
            <a class="button button-primary" href=href(&format!("/academy/{}/lessons/{next}", progress.course))>
                {words.t(label)}
            </a>
        </div>
    }
}

/// The lessons by module; links where the reader may open them.
#[component]
pub fn OutlineList(
    course: String,
    modules: Vec<OutlineModule>,
    progress: Option<CourseProgress>,
    #[prop(into)] current: String,
) -> impl IntoView {
    let item = move |lesson: OutlineLesson| {
        let words = use_words();
        let done = progress
            .as_ref()
            .and_then(|progress| progress.of_lesson(&lesson.slug))
            .is_some_and(|lesson| lesson.done);
        let icon = if done {
            "check-circle"
        } else if lesson.is_quiz() {
            "seal-check"
        } else {
            "leaf"
        };
        let listen = lesson
            .activities
            .iter()
            .any(|it| matches!(it.kind, ActivityKind::Audio | ActivityKind::Video));
        let inside = view! {
            <Icon name=icon/>
            <span class="name"><Text text=lesson.title.clone()/></span>
            <span class="meta">
                {listen.then(|| view! { <span class="listen">{words.t(k::LISTEN)}" · "</span> })}
                {minutes(words, lesson.minutes)}
            </span>
            {done.then(|| view! { <span class="unseen">{words.t(k::DONE)}</span> })}
        };
        let is_current = (lesson.slug == current).then_some("page");
        let key = format!("{course}/{}", lesson.slug);
        match &progress {
            Some(_) => view! {
                <li data-done=done.then_some("") data-lesson=key>
                    <a href=href(&format!("/academy/{course}/lessons/{}", lesson.slug)) aria-current=is_current>{inside}</a>
                </li>
            }
            .into_any(),
            None => view! { <li><span class="lesson">{inside}</span></li> }.into_any(),
        }
    };
    modules
        .into_iter()
        .map(|module| {
            view! {
                <section class="module">
                    <h2><Text text=module.title/></h2>
                    <ol class="lessons">{module.lessons.into_iter().map(&item).collect_view()}</ol>
                </section>
            }
        })
        .collect_view()
}

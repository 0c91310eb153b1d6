//! The player: outline, recording, text, note, and where to go on. Live events and offline use
//! come from `public/academy/player.js`, which works on these elements by their `data-` names.

use super::{
    api,
    catalogue::own_name,
    course::{OutlineList, megabytes},
    questions::Questions,
    quiz::Quiz,
    ring::Ring,
};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_lang,
    use_query_map, use_words,
};
use domain::{
    LocalText,
    academy::{Cue, LessonPage, Media, PlayerPage as Player, Playing, Quality, QualityKind},
};
use i18n::{Key, keys::academy as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Text};

/// The forms of the player.
#[derive(Clone, Copy)]
struct Forms {
    complete: ServerAction<api::CompleteLesson>,
    note: ServerAction<api::SaveNote>,
    start: ServerAction<api::StartAttempt>,
    answer: ServerAction<api::AnswerQuiz>,
    note_state: FormState,
}

#[component]
pub fn PlayerPage(course: String, lesson: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let complete = ServerAction::<api::CompleteLesson>::new();
    let note = ServerAction::<api::SaveNote>::new();
    let start = ServerAction::<api::StartAttempt>::new();
    let answer = ServerAction::<api::AnswerQuiz>::new();
    let (asked_course, asked_lesson) = (course.clone(), lesson.clone());
    let page = reload(
        move || start.version() + answer.version() + complete.version(),
        move || api::OpenLesson {
            course: asked_course.clone(),
            lesson: asked_lesson.clone(),
        },
    );
    let forms = Forms {
        complete,
        note,
        start,
        answer,
        note_state: use_form(note),
    };
    let asked = (course.clone(), lesson.clone());
    let errors = [
        use_form(complete).error,
        use_form(start).error,
        use_form(answer).error,
        forms.note_state.error,
    ];
    view! {
        <div class="wrap page">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Transition fallback=crate::frame::loading>
                {
                    let course = course.clone();
                    move || {
                        let course = course.clone();
                        Suspend::new(async move {
                            match page.await {
                                Ok(page) => view! { <Body page forms/> }.into_any(),
                                // Not enrolled: the course's page is where one enrols.
                                Err(error) if error.0 == domain::Error::Forbidden => view! { <EnrolFirst course/> }.into_any(),
                                Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                            }
                        })
                    }
                }
            </Transition>
            <Questions course=asked.0 lesson=asked.1/>
        </div>
    }
}

#[component]
fn EnrolFirst(course: String) -> impl IntoView {
    crate::ssr::set_status(403);
    let words = use_words();
    view! {
        <Title text=words.t(k::ENROL_FIRST)/>
        <div class="narrow stack">
            <h1>{words.t(k::ENROL_FIRST)}</h1>
            <a class="button button-primary" href=href(&format!("/academy/{course}"))>{words.t(k::SEE_COURSE)}</a>
        </div>
    }
}

#[component]
fn Body(page: Player, forms: Forms) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let Player {
        lesson,
        quiz,
        learner,
    } = page;
    let title = lesson.title.pick(lang).text;
    let percent = lesson
        .progress
        .of_lesson(&lesson.slug)
        .map_or(0, |lesson| lesson.percent);
    let key = format!("{}/{}", lesson.course, lesson.slug);
    let outline = |id: &'static str| {
        view! {
            <nav class="player-outline" id=id aria-label=words.t(k::OUTLINE)>
                <OutlineList
                    course=lesson.course.clone()
                    modules=lesson.outline.modules.clone()
                    progress=Some(lesson.progress.clone())
                    current=lesson.slug.clone()
                />
            </nav>
        }
    };
    let outline = outline("outline");
    let content = match quiz {
        Some(quiz) => view! { <Quiz page=quiz start=forms.start answer=forms.answer/> }.into_any(),
        None => view! { <Reading lesson=lesson.clone() forms/> }.into_any(),
    };
    let back = href(&format!("/academy/{}", lesson.course));
    let (course, ring, course_ring) = (lesson.course.clone(), key.clone(), lesson.course.clone());
    view! {
        <Title text=title/>
        <div
            class="player"
            data-player=""
            data-learner=learner.to_string()
            data-course=course
            data-lesson-key=key
            data-version=lesson.version.to_string()
            data-after=lesson.last_event.to_string()
            data-reading=lesson.reading.map(|uid| uid.to_string())
        >
            <div class="player-top row between">
                <a class="row back" href=back>
                    <Icon name="arrow-left"/>
                    <Text text=lesson.course_title.clone()/>
                </a>
                <div class="row">
                    <Sync/>
                    <Ring percent=lesson.progress.percent live=course_ring/>
                </div>
            </div>
            <a class="button button-secondary to-outline" href="#outline"><Icon name="list"/>{words.t(k::OUTLINE)}</a>
            <article class="lesson-main stack">
                <header class="row between lesson-head">
                    <h1><Text text=lesson.title.clone()/></h1>
                    <Ring percent live=ring/>
                </header>
                {content}
                <Around previous=lesson.previous next=lesson.next course=lesson.course/>
            </article>
            {outline}
            <script type="module" src=super::PLAYER></script>
        </div>
    }
}

/// What is on this telephone, sent, confirmed: shown once there is something to say.
#[component]
fn Sync() -> impl IntoView {
    let words = use_words();
    let state = |name: &'static str, icon: &'static str, key| {
        view! {
            <span data-state=name><Icon name=icon/>{words.t(key)}</span>
        }
    };
    view! {
        <p class="sync" data-sync="" role="status" hidden="">
            {state("phone", "device-mobile", k::SYNC_PHONE)}
            {state("sent", "upload", k::SYNC_SENT)}
            {state("confirmed", "check-circle", k::SYNC_CONFIRMED)}
        </p>
    }
}

#[component]
fn Reading(lesson: LessonPage, forms: Forms) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let done = lesson
        .progress
        .of_lesson(&lesson.slug)
        .is_some_and(|lesson| lesson.done);
    let foreign = (lesson.lang != lang).then_some(lesson.lang);
    let label = match (done, lesson.next.is_some()) {
        (false, _) => k::COMPLETE,
        (true, true) => k::NEXT_LESSON,
        (true, false) => k::BACK_TO_COURSE,
    };
    let recording = lesson
        .media
        .clone()
        .zip(lesson.media_activity)
        .map(|(media, uid)| view! {
            <Recording media playing=lesson.playing.clone() uid=uid.to_string() resume=lesson.resume transcript=lesson.transcript.clone()/>
        });
    let saved = forms.note;
    let (course, slug) = (lesson.course.clone(), lesson.slug.clone());
    view! {
        {foreign.map(|lang| view! { <Notice kind="info">{words.with(k::IN_LANGUAGE, &[("language", own_name(lang))])}</Notice> })}
        {recording}
        <div
            class="prose"
            lang=lesson.lang.code()
            dir=lesson.lang.dir().attribute()
            inner_html=lesson.html
        ></div>
        <ActionForm action=forms.complete class="complete">
            <input type="hidden" name="course" value=course/>
            <input type="hidden" name="lesson" value=slug/>
            <button class="button button-primary button-wide" type="submit">
                <Icon name="check"/>
                {words.t(label)}
            </button>
        </ActionForm>
        <section class="panel note">
            <h2>{words.t(k::NOTE)}</h2>
            <ActionForm action=forms.note class="stack">
                <input type="hidden" name="course" value=lesson.course/>
                <input type="hidden" name="lesson" value=lesson.slug/>
                <div class="field">
                    <label for="note" class="unseen">{words.t(k::NOTE)}</label>
                    <textarea id="note" name="note" rows="3" maxlength="5000" placeholder=words.t(k::NOTE_HINT)>{forms.note_state.value("note", &lesson.note)}</textarea>
                </div>
                <div class="row">
                    <button class="button button-secondary" type="submit">{words.t(k::NOTE_SAVE)}</button>
                    {move || saved.succeeded().then(|| view! { <span role="status" class="meta">{words.t(k::NOTE_SAVED)}</span> })}
                </div>
            </ActionForm>
        </section>
    }
}

fn quality_words(kind: QualityKind) -> Key {
    match kind {
        QualityKind::Audio => k::QUALITY_AUDIO,
        QualityKind::P360 => k::QUALITY_360P,
        QualityKind::P720 => k::QUALITY_720P,
        QualityKind::Original => k::QUALITY_ORIGINAL,
    }
}

#[component]
fn Recording(
    media: Media,
    playing: Playing,
    uid: String,
    resume: i64,
    transcript: Vec<Cue>,
) -> impl IntoView {
    let words = use_words();
    let minutes = media.duration / 60_000;
    let seconds = media.duration / 1000 % 60;
    // Without scripts a quality is chosen by the address.
    let wanted = use_query_map().with_untracked(|query| query.get("quality"));
    let chosen = playing.choose(wanted.as_deref()).cloned();
    let (kind, file, bytes) = match chosen {
        Some(it) => (it.kind, it.file, it.bytes),
        None => (QualityKind::Original, media.file, media.bytes),
    };
    let src = format!("/academy/media/{file}");
    let size = megabytes(words, bytes);
    let track = (!media.captions.is_empty()).then(|| {
        view! {
            <track kind="captions" srclang=media.lang.code() label=own_name(media.lang) src=format!("/academy/media/{}", media.captions) default=true/>
        }
    });
    // Nothing is fetched before one asks for it.
    let element = if playing.is_video {
        let poster = playing.poster.map(|file| format!("/academy/media/{file}"));
        view! { <video controls playsinline preload="none" poster=poster src=src>{track}</video> }
            .into_any()
    } else {
        view! { <audio controls preload="none" src=src>{track}</audio> }.into_any()
    };
    let heading = if playing.is_video {
        k::WATCH
    } else {
        k::LISTEN
    };
    let several = playing.qualities.len() > 1;
    let qualities = several.then(|| {
        let one = |it: Quality| {
            let name = words.t(quality_words(it.kind));
            let size = megabytes(words, it.bytes);
            let current = (it.kind == kind).then_some("true");
            view! {
                <li>
                    <a class="chip" rel="external" href=format!("?quality={}", it.kind.code()) data-quality=it.kind.code() data-src=format!("/academy/media/{}", it.file) data-bytes=it.bytes.to_string() aria-current=current>
                        {name}" · "<bdi>{size}</bdi>
                    </a>
                </li>
            }
        };
        view! {
            <ul class="qualities row" aria-label=words.t(k::QUALITY) data-saves=playing.saves_data.then_some("")>
                {playing.qualities.into_iter().map(one).collect_view()}
            </ul>
        }
    });
    let has_words = !transcript.is_empty();
    view! {
        <section class="panel recording" data-activity=uid data-resume=resume.to_string() data-duration=media.duration.to_string()>
            <div class="row between">
                <h2>{words.t(heading)}</h2>
                <p class="meta"><bdi>{format!("{minutes}:{seconds:02}")}</bdi>" · "<bdi data-size="">{size}</bdi></p>
            </div>
            {element}
            {qualities}
            {has_words.then(|| view! {
                <details class="transcript">
                    <summary>{words.t(k::TRANSCRIPT)}</summary>
                    <ol lang=media.lang.code() dir=media.lang.dir().attribute()>
                        {transcript.into_iter().map(|cue| view! {
                            <li><button type="button" data-cue=cue.start.to_string() data-until=cue.end.to_string()><bdi>{cue.text}</bdi></button></li>
                        }).collect_view()}
                    </ol>
                </details>
            })}
        </section>
    }
}

#[component]
fn Around(
    previous: Option<(String, LocalText)>,
    next: Option<(String, LocalText)>,
    course: String,
) -> impl IntoView {
    let words = use_words();
    let link = |(slug, title): (String, LocalText), rel: &'static str, key, icon: &'static str| {
        view! {
            <a class=format!("around {rel}") rel=rel href=href(&format!("/academy/{course}/lessons/{slug}"))>
                <span class="meta">
                    <Icon name=icon/>
                    {words.t(key)}
                </span>
                <Text text=title/>
            </a>
        }
    };
    view! {
        <nav class="player-around" aria-label=words.t(k::AROUND)>
            {previous.map(|it| link(it, "prev", k::PREVIOUS_LESSON, "arrow-left"))}
            {next.map(|it| link(it, "next", k::NEXT_LESSON, "arrow-right"))}
        </nav>
    }
}

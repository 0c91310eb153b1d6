//! The files of a lesson: what was sent, how far it is, and the form that sends more. Sending in
//! parts is `public/academy/upload.js`, which works on these elements by their `data-` names;
//! without it the form posts one small file whole.

use super::files_api as api;
use crate::{
    ActionForm, ErrorView, ServerAction,
    academy::{catalogue::own_name, course::megabytes},
    href, reload, use_form, use_lang, use_plain_form, use_words,
};
use domain::{
    CourseDraftId, Error, Lang, Problem,
    academy::{
        Conversion, LessonFile, LessonFiles, MAX_PLAIN_BYTES, Media, MediaKind, UploadState,
    },
};
use i18n::{Key, keys::teaching as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Select, Text};

const SEND: &str = "/api/academy/send_lesson_file";
/// A name and not written in the markup: see the player's.
const UPLOAD: &str = "/academy/upload.js";

#[derive(Clone, Copy)]
struct Forms {
    remove: ServerAction<api::RemoveFile>,
    take_out: ServerAction<api::RemoveRecording>,
}

#[component]
pub(super) fn FilesPage(draft: CourseDraftId, lesson: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let forms = Forms {
        remove: ServerAction::new(),
        take_out: ServerAction::new(),
    };
    let (remove, take_out) = (forms.remove, forms.take_out);
    let asked = lesson.clone();
    let page = reload(
        move || remove.version() + take_out.version(),
        move || api::ListFiles {
            draft,
            lesson: asked.clone(),
        },
    );
    let errors = [use_form(remove).error, use_form(take_out).error];
    let lesson = StoredValue::new(lesson);
    view! {
        <div class="wrap page stack">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page place=(draft, lesson.get_value()) forms/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(page: LessonFiles, place: (CourseDraftId, String), forms: Forms) -> impl IntoView {
    let words = use_words();
    let (draft, lesson) = place.clone();
    let title = page.title.pick(use_lang()).text;
    let back = href(&format!("/academy/teaching/drafts/{draft}/{lesson}"));
    // A recording that no upload of this draft brought.
    let known: Vec<String> = page.files.iter().filter_map(|it| it.file.clone()).collect();
    let older: Vec<Media> = page
        .recordings
        .into_iter()
        .filter(|it| !known.contains(&it.file))
        .collect();
    let converts = page.converts;
    let none = page.files.is_empty() && older.is_empty();
    let converting = words.with(k::FILE_CONVERTING, &[("percent", "{percent}")]);
    view! {
        <Title text=title.clone()/>
        <p><a class="row back" href=back><Icon name="arrow-left"/>{words.t(k::BACK_TO_LESSON)}</a></p>
        <h1>{words.t(k::FILES)}</h1>
        <p><Text text=page.title/></p>
        {(!converts).then(|| view! { <Notice kind="info">{words.t(k::FILE_AS_SENT_TEXT)}</Notice> })}
        {(!page.is_quiz).then(|| view! { <Send place=place.clone()/> })}
        {none.then(|| view! { <p class="meta">{words.t(k::FILES_NONE)}</p> })}
        <ul class="files stack" data-files="" data-draft=draft.to_string() data-lesson=lesson data-converting=converting>
            {page.files.into_iter().map(|file| view! { <File file converts forms/> }).collect_view()}
            {older.into_iter().map(|media| view! { <Older place=place.clone() media forms/> }).collect_view()}
        </ul>
        <p class="meta">{words.t(k::PUBLISHED_KEEPS)}</p>
        <script type="module" src=UPLOAD></script>
    }
}

#[component]
fn Send(place: (CourseDraftId, String)) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(SEND);
    let (draft, lesson) = place;
    let to = lesson.clone();
    let langs = Lang::ALL.map(|lang| (lang.code().to_owned(), own_name(lang).to_owned()));
    let groups = vec![(String::new(), langs.to_vec())];
    let problem = form.problem("file");
    let most = megabytes(words, MAX_PLAIN_BYTES);
    let plain = words.with(k::FILE_HINT_PLAIN, &[("size", &most)]);
    let sent_of = words.with(k::SENT_OF, &[("sent", "{sent}"), ("size", "{size}")]);
    let too_large = words.error(&Error::TooLarge {
        max_bytes: MediaKind::Video.max_bytes().unsigned_abs(),
    });
    view! {
        <ErrorSummary error=form.error/>
        <form
            method="post"
            action=SEND
            enctype="multipart/form-data"
            class="panel stack"
            novalidate
            data-upload=""
            data-draft=draft.to_string()
            data-lesson=to
            data-sent-of=sent_of
            data-checking=words.t(k::FILE_CHECKING)
            data-too-large=too_large
            data-over-quota=words.problem(&Problem::OverQuota)
        >
            <p>{words.t(k::FILES_TEXT)}</p>
            <input type="hidden" name="draft" value=draft.to_string()/>
            <input type="hidden" name="lesson" value=lesson/>
            <Select name="lang" label=words.t(k::FILE_LANG) none=words.t(k::CHOOSE) groups value=form.value("lang", use_lang().code()) problem=form.problem("lang")/>
            <div class="field">
                <label for="file">{words.t(k::FILE)}</label>
                <p class="meta">{words.t(k::FILE_HINT)}</p>
                <noscript><p class="meta">{plain}</p></noscript>
                <input id="file" name="file" type="file" accept="video/mp4,video/webm,audio/*,.vtt,text/vtt,application/pdf,image/jpeg,image/png,image/webp" aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            </div>
            <p class="field-error" role="alert" data-refused="" hidden=""></p>
            <div class="sending stack" data-sending="" hidden="">
                <progress max="1" value="0" aria-label=words.t(k::SEND_FILE)></progress>
                <p role="status" data-sent=""></p>
                <p class="meta" data-broken="" hidden="">{words.t(k::FILE_BROKEN)}</p>
                <div class="row">
                    <button class="button button-secondary" type="button" data-pause=words.t(k::PAUSE) data-go-on=words.t(k::GO_ON)>{words.t(k::PAUSE)}</button>
                    <button class="button button-quiet" type="button" data-stop="">{words.t(k::STOP_SENDING)}</button>
                </div>
            </div>
            <div class="row"><button class="button button-primary" type="submit"><Icon name="upload"/>{words.t(k::SEND_FILE)}</button></div>
        </form>
    }
}

/// A file's state as its page says it, and the word for it.
fn state_of(file: &LessonFile, converts: bool) -> (&'static str, Key) {
    let is_recording = file.kind.is_some_and(MediaKind::is_recording);
    match (file.state, file.conversion) {
        (UploadState::Receiving, _) => ("receiving", k::FILE_RECEIVING),
        (UploadState::Failed | UploadState::Removed, _) => ("failed", k::FILE_FAILED),
        (UploadState::Ready, _) if !is_recording => ("ready", k::FILE_READY),
        (UploadState::Ready, Conversion::Done) => ("ready", k::FILE_READY),
        (UploadState::Ready, Conversion::Failed) => ("ready", k::FILE_UNCONVERTED),
        (UploadState::Ready, _) if !converts => ("ready", k::FILE_AS_SENT),
        (UploadState::Ready, Conversion::Waiting) => ("waiting", k::FILE_WAITING),
        (UploadState::Ready, Conversion::Converting) => ("converting", k::FILE_CONVERTING),
    }
}

/// What to write into a lesson's text to show a picture or a paper.
fn snippet(file: &LessonFile) -> Option<String> {
    let (kind, address) = (file.kind?, file.file.as_ref()?);
    let name: String = file
        .name
        .chars()
        .filter(|it| !"[]()<>`*_\\".contains(*it))
        .collect();
    match kind {
        MediaKind::Picture => Some(format!("![{name}](/academy/media/{address})")),
        MediaKind::Paper => Some(format!("[{name}](/academy/media/{address})")),
        _ => None,
    }
}

#[component]
fn File(file: LessonFile, converts: bool, forms: Forms) -> impl IntoView {
    let words = use_words();
    let (state, said) = state_of(&file, converts);
    let said = words.with(said, &[("percent", &file.percent.to_string())]);
    let size = megabytes(words, file.bytes);
    let size = if file.state == UploadState::Receiving {
        let sent = megabytes(words, file.received);
        words.with(k::SENT_OF, &[("sent", &sent), ("size", &size)])
    } else {
        size
    };
    let length = (file.duration > 0).then(|| clock(file.duration));
    let why = file
        .problem
        .as_ref()
        .map(|problem| words.problem(problem))
        .or_else(|| (state == "receiving").then(|| words.t(k::FILE_BROKEN)));
    let paste = snippet(&file);
    let paste_id = format!("paste-{}", file.id);
    let paste = paste.map(|text| {
        view! {
            <div class="field">
                <label for=paste_id.clone()>{words.t(k::TO_PASTE)}</label>
                <input id=paste_id.clone() readonly="" dir="ltr" value=text/>
            </div>
        }
    });
    let link = file
        .file
        .clone()
        .map(|address| format!("/academy/media/{address}"));
    let name = file.name.clone();
    let name = match link {
        Some(to) => view! { <a href=to rel="external"><bdi>{name}</bdi></a> }.into_any(),
        None => view! { <bdi>{name}</bdi> }.into_any(),
    };
    let label = words.with(k::REMOVE_FILE, &[("name", &file.name)]);
    view! {
        <li class="panel" data-file=file.id.to_string() data-state=state>
            <div class="row between">
                <span><strong>{name}</strong>" · "{own_name(file.lang)}</span>
                <ActionForm action=forms.remove>
                    <input type="hidden" name="upload" value=file.id.to_string()/>
                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            </div>
            <p class="meta"><span data-said="">{said}</span>" · "<bdi>{size}</bdi>{length.map(|it| view! { " · "<bdi>{it}</bdi> })}</p>
            {why.map(|why| view! { <p class=if state == "failed" { "field-error" } else { "meta" }>{why}</p> })}
            {paste}
        </li>
    }
}

fn clock(ms: i64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60)
}

/// A recording that an earlier version brought.
#[component]
fn Older(place: (CourseDraftId, String), media: Media, forms: Forms) -> impl IntoView {
    let words = use_words();
    let name = own_name(media.lang);
    let label = words.with(k::REMOVE_FILE, &[("name", name)]);
    view! {
        <li class="panel">
            <div class="row between">
                <span><a href=format!("/academy/media/{}", media.file) rel="external">{words.t(k::PLAYS_NOW)}</a>" · "{name}</span>
                <ActionForm action=forms.take_out>
                    <input type="hidden" name="draft" value=place.0.to_string()/>
                    <input type="hidden" name="lesson" value=place.1/>
                    <input type="hidden" name="lang" value=media.lang.code()/>
                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            </div>
            <p class="meta">{words.t(k::FROM_VERSION)}" · "<bdi>{megabytes(words, media.bytes)}</bdi>" · "<bdi>{clock(media.duration)}</bdi></p>
        </li>
    }
}

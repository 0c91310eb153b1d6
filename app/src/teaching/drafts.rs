//! The courses that a trainer writes: the list, a new one, and one's outline with its buttons.

use super::{draft_api as api, package};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction,
    academy::{
        api::MyCourses,
        catalogue::{level_words, own_name, theme_words},
    },
    href, load, reload, use_form, use_words,
};
use domain::{
    CourseDraftId, Lang,
    academy::{
        CourseDraft, DraftCard, DraftLesson, DraftModule, DraftPage, ILLUSTRATIONS, Level, Theme,
        as_lines,
    },
};
use i18n::{
    Key,
    keys::{academy as a, teaching as k},
};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Select, Text};

/// How often a form was taken: what was typed stays where it is refused.
pub(super) fn taken<S: server_fn::ServerFn + 'static>(action: ServerAction<S>) -> Memo<usize> {
    Memo::new(move |last: Option<&usize>| {
        let version = action.version();
        if version == 0 || action.succeeded() {
            version
        } else {
            last.copied().unwrap_or(0)
        }
    })
}

/// One text in each language, side by side.
#[component]
pub(super) fn InLanguages(
    names: [&'static str; 4],
    label: Key,
    values: [String; 4],
    form: FormState,
    #[prop(optional)] kind: Kind,
) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="side-by-side">
            {Lang::ALL.into_iter().zip(names).zip(values).map(|((lang, name), value)| {
                let label = format!("{} ({})", words.t(label), own_name(lang));
                view! { <Field name label kind lang optional=true value=form.value(name, &value) problem=form.problem(name)/> }
            }).collect_view()}
        </div>
    }
}

/// The drafts, under the list of one's courses.
#[component]
pub(crate) fn Drafts() -> impl IntoView {
    let drafts = load(|| api::MyDrafts {});
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                drafts.await.ok().map(|drafts| view! { <List drafts/> })
            })}
        </Transition>
    }
}

#[component]
fn List(drafts: Vec<DraftCard>) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="stack">
            <div class="row between">
                <h2>{words.t(k::DRAFTS)}</h2>
                <a class="button button-primary" href=href("/academy/teaching/drafts")>{words.t(k::NEW_COURSE)}</a>
            </div>
            <ul class="stack">
                {drafts.into_iter().map(|draft| view! {
                    <li class="panel">
                        <h3><a href=href(&format!("/academy/teaching/drafts/{}", draft.id))><Text text=draft.title/></a></h3>
                        <p class="meta">{words.with(k::SAVED_AT, &[("date", &words.date_time(draft.saved_at))])}</p>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// A new course, or the next version of one's own.
#[component]
pub(super) fn NewCoursePage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let start = ServerAction::<api::StartCourse>::new();
    let next = ServerAction::<api::ContinueCourse>::new();
    let form = use_form(start);
    let again = use_form(next);
    let courses = load(|| MyCourses {});
    view! {
        <Title text=words.t(k::NEW_COURSE)/>
        <div class="wrap page stack">
            <p><a href=href("/academy/teaching")>{words.t(a::TEACHING)}</a></p>
            <h1>{words.t(k::NEW_COURSE)}</h1>
            <ErrorSummary error=form.error/>
            <ErrorSummary error=again.error/>
            <ActionForm action=start class="panel stack">
                <Field name="slug" label=words.t(k::ADDRESS) hint=words.t(k::ADDRESS_HINT) value=form.value("slug", "") problem=form.problem("slug")/>
                <Details draft=None form/>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::BEGIN_WRITING)}</button></div>
            </ActionForm>
            <package::Course/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match courses.await {
                        Ok(list) => view! {
                            <section class="panel">
                                <h2>{words.t(k::NEXT_VERSION)}</h2>
                                <p class="meta">{words.t(k::NEXT_VERSION_TEXT)}</p>
                                {list.into_iter().map(|course| view! {
                                    <ActionForm action=next class="row between">
                                        <span><Text text=course.title/></span>
                                        <input type="hidden" name="course" value=course.slug/>
                                        <button class="button button-secondary" type="submit">{words.t(k::WRITE)}</button>
                                    </ActionForm>
                                }).collect_view()}
                            </section>
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Details(draft: Option<CourseDraft>, form: FormState) -> impl IntoView {
    let words = use_words();
    let of = |text: fn(&CourseDraft, Lang) -> String| {
        Lang::ALL.map(|lang| draft.as_ref().map_or_else(String::new, |it| text(it, lang)))
    };
    let title = of(|it, lang| it.title.get(lang).unwrap_or_default().to_owned());
    let summary = of(|it, lang| it.summary.get(lang).unwrap_or_default().to_owned());
    let outcomes = of(|it, lang| as_lines(&it.outcomes, lang));
    let themes = Theme::ALL.iter();
    let themes = themes.map(|it| (it.code().to_owned(), theme_words(words, *it)));
    let levels = Level::ALL.iter();
    let levels = levels.map(|it| (it.code().to_owned(), level_words(words, *it)));
    let pictures = ILLUSTRATIONS.map(|it| (it.to_owned(), it.to_owned()));
    let chosen = draft
        .as_ref()
        .map_or(("", "", "create-a-cooperative"), |it| {
            (it.theme.code(), it.level.code(), it.illustration.as_str())
        });
    let none = words.t(k::CHOOSE);
    view! {
        <InLanguages names=["title_fr", "title_ar", "title_en", "title_zgh"] label=k::PATH_TITLE values=title form/>
        <InLanguages names=["summary_fr", "summary_ar", "summary_en", "summary_zgh"] label=k::PATH_SUMMARY values=summary form/>
        <InLanguages names=["outcomes_fr", "outcomes_ar", "outcomes_en", "outcomes_zgh"] label=k::OUTCOMES_LINES values=outcomes kind=Kind::Lines form/>
        <Select name="theme" label=words.t(a::THEME) none=none.clone() groups=vec![(String::new(), themes.collect())] value=form.value("theme", chosen.0) problem=form.problem("theme")/>
        <Select name="level" label=words.t(a::LEVEL) none=none.clone() groups=vec![(String::new(), levels.collect())] value=form.value("level", chosen.1) problem=form.problem("level")/>
        <Select name="illustration" label=words.t(k::PICTURE) none groups=vec![(String::new(), pictures.to_vec())] value=form.value("illustration", chosen.2) problem=form.problem("illustration")/>
    }
}

#[derive(Clone, Copy)]
struct Forms {
    save: ServerAction<api::SaveCourse>,
    saving: FormState,
    outline: ServerAction<api::EditOutline>,
    outlining: FormState,
    publish: ServerAction<api::PublishDraft>,
    author: ServerAction<api::AddAuthor>,
    adding: FormState,
    place: ServerAction<api::PlacePart>,
}

#[component]
pub(super) fn DraftPageView(draft: CourseDraftId) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let (save, outline) = (ServerAction::new(), ServerAction::new());
    let (publish, author) = (ServerAction::new(), ServerAction::new());
    let place = ServerAction::new();
    let forms = Forms {
        save,
        saving: use_form(save),
        outline,
        outlining: use_form(outline),
        publish,
        author,
        adding: use_form(author),
        place,
    };
    let errors = [
        forms.saving.error,
        forms.outlining.error,
        use_form(publish).error,
        forms.adding.error,
        use_form(place).error,
    ];
    let changes = [taken(save), taken(outline), taken(author), taken(place)];
    let page = reload(
        move || changes.iter().map(|it| it.get()).sum(),
        move || api::ShowDraft { draft },
    );
    view! {
        <div class="wrap page stack">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Placing/>
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

/// Which draft, and what of it was read.
#[component]
pub(super) fn Read(id: CourseDraftId, version: i64) -> impl IntoView {
    view! {
        <input type="hidden" name="draft" value=id.to_string()/>
        <input type="hidden" name="version" value=version.to_string()/>
    }
}

#[component]
fn Body(page: DraftPage, forms: Forms) -> impl IntoView {
    let words = use_words();
    let (id, version) = (page.id, page.version);
    let title = page.draft.title.pick(crate::use_lang()).text;
    let saved = words.with(k::SAVED_AT, &[("date", &words.date_time(page.saved_at))]);
    let published = page
        .published
        .map(|number| words.with(a::VERSION, &[("number", &number.to_string())]));
    let langs = page.draft.langs();
    let modules = page.draft.modules.len();
    let outline = page
        .draft
        .modules
        .clone()
        .into_iter()
        .enumerate()
        .map(|(at, module)| view! { <Module read=(id, version) at last=modules - 1 module langs=langs.clone() forms/> })
        .collect_view();
    let details = page.draft.clone();
    let archive = format!("/api/v1/teaching/drafts/{id}/course.zip");
    view! {
        <Title text=title.clone()/>
        <p><a href=href("/academy/teaching")>{words.t(a::TEACHING)}</a></p>
        <div class="row between">
            <h1>{title}</h1>
            <ActionForm action=forms.publish>
                <Read id version/>
                <button class="button button-primary" type="submit">{words.t(k::PUBLISH)}</button>
            </ActionForm>
        </div>
        <p class="meta">{saved}" · "<bdi>{page.owner.clone()}</bdi>{published.map(|text| format!(" · {text}"))}</p>
        <p><a class="button button-secondary" rel="external" download="" href=archive>{words.t(k::EXPORT_COURSE)}</a></p>
        <div class="stack" data-reorder="module">{outline}</div>
        <PlaceForm read=(id, version) action=forms.place/>
        <section class="panel">
            <h2>{words.t(k::ADD_MODULE)}</h2>
            <ActionForm action=forms.outline class="stack">
                <Read id version/>
                <input type="hidden" name="act" value="add_module"/>
                <Titles/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::ADD)}</button></div>
            </ActionForm>
        </section>
        <details class="panel">
            <summary>{words.t(k::COURSE_DETAILS)}</summary>
            <ActionForm action=forms.save class="stack">
                <Read id version/>
                <Details draft=Some(details) form=forms.saving/>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::SAVE)}</button></div>
            </ActionForm>
        </details>
        <Authors page forms/>
    }
}

/// The script that drags, which does nothing without its lists, and what it says aloud. Keyboards
/// have the buttons.
#[component]
pub(super) fn Placing() -> impl IntoView {
    let words = use_words();
    let moved = words.with(k::PLACED, &[("name", "{name}"), ("place", "{place}")]);
    view! {
        <script type="module" src=REORDER></script>
        <p class="unseen" role="status" aria-live="polite" data-reorder-status="" data-moved=moved></p>
    }
}

/// A name and not written in the markup, which may be inserted as text: a script in it would not run.
const REORDER: &str = "/academy/reorder.js";

/// What the script takes hold of; shown where it runs.
#[component]
pub(super) fn Handle() -> impl IntoView {
    view! { <span class="handle" data-handle="" aria-hidden="true"><Icon name="list"/></span> }
}

/// The form that the script fills in and sends.
#[component]
pub(super) fn PlaceForm(
    read: (CourseDraftId, i64),
    action: ServerAction<api::PlacePart>,
) -> impl IntoView {
    view! {
        <div hidden=true data-reorder-form="">
            <ActionForm action>
                <Read id=read.0 version=read.1/>
                <input type="hidden" name="what" value=""/>
                <input type="hidden" name="item" value=""/>
                <input type="hidden" name="into" value=""/>
                <input type="hidden" name="to" value=""/>
            </ActionForm>
        </div>
    }
}

#[component]
fn Authors(page: DraftPage, forms: Forms) -> impl IntoView {
    let words = use_words();
    let add = page.is_owner.then(|| view! {
        <ActionForm action=forms.author class="stack">
            <input type="hidden" name="draft" value=page.id.to_string()/>
            <Field name="email" label=words.t(k::EMAIL) kind=Kind::Email hint=words.t(k::AUTHORS_TEXT) value=forms.adding.value("email", "") problem=forms.adding.problem("email")/>
            <div class="row"><button class="button button-secondary" type="submit">{words.t(k::ADD)}</button></div>
        </ActionForm>
    });
    view! {
        <section class="panel">
            <h2>{words.t(k::AUTHORS)}</h2>
            <ul>{page.authors.into_iter().map(|name| view! { <li><bdi>{name}</bdi></li> }).collect_view()}</ul>
            {add}
        </section>
    }
}

/// A title in French and Arabic, many times on a page.
#[component]
fn Titles() -> impl IntoView {
    let words = use_words();
    view! {
        <div class="side-by-side">
            {[(Lang::Fr, "title_fr"), (Lang::Ar, "title_ar"), (Lang::En, "title_en"), (Lang::Zgh, "title_zgh")].into_iter().map(|(lang, name)| {
                let label = format!("{} ({})", words.t(k::PATH_TITLE), own_name(lang));
                view! { <label class="field">{label}<input name=name lang=lang.code() dir=lang.dir().attribute() autocomplete="off" maxlength="120"/></label> }
            }).collect_view()}
        </div>
    }
}

/// A button of the outline.
#[component]
fn Press(
    read: (CourseDraftId, i64),
    act: &'static str,
    #[prop(optional, into)] at: String,
    #[prop(optional, into)] slug: String,
    label: String,
    icon: &'static str,
    forms: Forms,
) -> impl IntoView {
    view! {
        <ActionForm action=forms.outline>
            <Read id=read.0 version=read.1/>
            <input type="hidden" name="act" value=act/>
            <input type="hidden" name="at" value=at/>
            <input type="hidden" name="slug" value=slug/>
            <button class="button button-quiet" type="submit" aria-label=label><Icon name=icon/></button>
        </ActionForm>
    }
}

#[component]
fn Module(
    read: (CourseDraftId, i64),
    at: usize,
    last: usize,
    module: DraftModule,
    langs: Vec<Lang>,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let name = module.title.pick(crate::use_lang()).text;
    let label = |key| words.with(key, &[("name", &name)]);
    let is_empty = module.lessons.is_empty();
    let place = at.to_string();
    let up = (at > 0).then(|| view! { <Press read act="module_up" at=place.clone() label=label(k::MOVE_UP) icon="caret-up" forms/> });
    let down = (at < last).then(|| view! { <Press read act="module_down" at=place.clone() label=label(k::MOVE_DOWN) icon="caret-down" forms/> });
    let remove = is_empty.then(|| view! { <Press read act="remove_module" at=place.clone() label=label(k::REMOVE) icon="trash" forms/> });
    let renamed = place.clone();
    let (item, into) = (place.clone(), place.clone());
    let lessons = module.lessons.into_iter().map(|lesson| {
        let missing = lesson.missing(&langs);
        view! { <Lesson read lesson missing forms/> }
    });
    view! {
        <section class="panel" data-item=item data-name=name.clone()>
            <div class="row between"><span class="row"><Handle/><h2><Text text=module.title/></h2></span><span class="row">{up}{down}{remove}</span></div>
            <ol class="stack" data-reorder="lesson" data-into=into>{lessons.collect_view()}</ol>
            <details>
                <summary>{words.t(k::ADD_LESSON)}</summary>
                <ActionForm action=forms.outline class="stack">
                    <Read id=read.0 version=read.1/>
                    <input type="hidden" name="at" value=place/>
                    <Titles/>
                    <label class="field">{words.t(k::ADDRESS)}<input name="slug" dir="ltr" autocomplete="off" maxlength="60"/></label>
                    <div class="row">
                        <button class="button button-secondary" type="submit" name="act" value="add_lesson">{words.t(k::ADD_READING)}</button>
                        <button class="button button-secondary" type="submit" name="act" value="add_quiz">{words.t(k::ADD_QUIZ)}</button>
                    </div>
                </ActionForm>
            </details>
            <details>
                <summary>{words.t(k::RENAME)}</summary>
                <ActionForm action=forms.outline class="stack">
                    <Read id=read.0 version=read.1/>
                    <input type="hidden" name="act" value="rename_module"/>
                    <input type="hidden" name="at" value=renamed/>
                    <Titles/>
                    <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button></div>
                </ActionForm>
            </details>
        </section>
    }
}

#[component]
fn Lesson(
    read: (CourseDraftId, i64),
    lesson: DraftLesson,
    missing: Vec<Lang>,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let name = lesson.title.pick(crate::use_lang()).text;
    let label = |key| words.with(key, &[("name", &name)]);
    let slug = lesson.slug.clone();
    let kind = if lesson.quiz.is_some() {
        k::A_QUIZ
    } else {
        k::A_READING
    };
    let lacks: Vec<&str> = missing.into_iter().map(own_name).collect();
    let lacks = (!lacks.is_empty()).then(|| {
        let langs = lacks.join(", ");
        view! { <Notice kind="warning">{words.with(k::MISSING_IN, &[("languages", &langs)])}</Notice> }
    });
    view! {
        <li data-item=slug.clone() data-name=name.clone()>
            <div class="row between">
                <span class="row">
                    <Handle/>
                    <a href=href(&format!("/academy/teaching/drafts/{}/{slug}", read.0))><Text text=lesson.title/></a>
                    " "<span class="meta">{words.t(kind)}</span>
                </span>
                <span class="row">
                    <Press read act="lesson_up" slug=slug.clone() label=label(k::MOVE_UP) icon="caret-up" forms/>
                    <Press read act="lesson_down" slug=slug.clone() label=label(k::MOVE_DOWN) icon="caret-down" forms/>
                    <Press read act="remove_lesson" slug=slug.clone() label=label(k::REMOVE) icon="trash" forms/>
                </span>
            </div>
            {lacks}
        </li>
    }
}

//! One lesson while it is written: its text in each language side by side, each as learners will
//! see it; or a quiz with its questions.

use super::{
    draft_api as api,
    drafts::{Handle, InLanguages, PlaceForm, Placing, Read, taken},
    package,
};
use crate::{
    ActionForm, ErrorView, FormState, NotFoundView, ServerAction, academy::catalogue::own_name,
    href, reload, use_form, use_query_map, use_words,
};
use domain::{
    CourseDraftId, Lang,
    academy::{DraftLesson, DraftPage, DraftQuiz, Question, QuestionInput, TYPED_KINDS},
};
use i18n::{
    Key,
    keys::{academy as a, teaching as k},
};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Select, Text};

#[derive(Clone, Copy)]
struct Forms {
    save: ServerAction<api::SaveLesson>,
    saving: FormState,
    rules: ServerAction<api::SaveRules>,
    ruling: FormState,
    question: ServerAction<api::SaveQuestion>,
    asking: FormState,
    edit: ServerAction<api::EditQuestions>,
    import: ServerAction<api::ImportQuestions>,
    importing: FormState,
    place: ServerAction<api::PlacePart>,
    take: ServerAction<api::TakeQuestions>,
}

#[component]
pub(super) fn DraftLessonPage(draft: CourseDraftId, lesson: String) -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let (save, rules, question) = (
        ServerAction::new(),
        ServerAction::new(),
        ServerAction::new(),
    );
    let (edit, import) = (ServerAction::new(), ServerAction::new());
    let (place, take) = (ServerAction::new(), ServerAction::new());
    let forms = Forms {
        save,
        saving: use_form(save),
        rules,
        ruling: use_form(rules),
        question,
        asking: use_form(question),
        edit,
        import,
        importing: use_form(import),
        place,
        take,
    };
    let errors = [
        forms.saving.error,
        forms.ruling.error,
        forms.asking.error,
        use_form(edit).error,
        forms.importing.error,
        use_form(place).error,
        use_form(take).error,
    ];
    let changes = [
        taken(save),
        taken(rules),
        taken(question),
        taken(edit),
        taken(import),
        taken(place),
        taken(take),
    ];
    let page = reload(
        move || changes.iter().map(|it| it.get()).sum(),
        move || api::ShowDraft { draft },
    );
    let lesson = StoredValue::new(lesson);
    view! {
        <div class="wrap page stack">
            {errors.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Imported/>
            <Placing/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => {
                            let found = page.draft.lesson(&lesson.get_value()).cloned();
                            match found {
                                Some(lesson) => view! { <Body page lesson forms/> }.into_any(),
                                None => view! { <NotFoundView/> }.into_any(),
                            }
                        }
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// What an import took, and of each line that it could not take which fields are wrong.
#[component]
fn Imported() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    move || {
        let (taken, refused) = query.with(|query| (query.get("taken"), query.get("refused")));
        let taken: u64 = taken?.parse().ok()?;
        let refused = refused.unwrap_or_default();
        let lines: Vec<String> = refused
            .split(',')
            .filter_map(|it| it.split_once(':'))
            .map(|(line, fields)| {
                words.with(
                    k::LINE_REFUSED,
                    &[("line", line), ("fields", &fields.replace('.', ", "))],
                )
            })
            .collect();
        Some(view! {
            <Notice kind="info">
                <p>{words.count(k::QUESTIONS_TAKEN, taken, &[])}</p>
                <ul>{lines.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}</ul>
            </Notice>
        })
    }
}

#[component]
fn Body(page: DraftPage, lesson: DraftLesson, forms: Forms) -> impl IntoView {
    let words = use_words();
    let (id, version) = (page.id, page.version);
    let title = lesson.title.pick(crate::use_lang()).text;
    let missing: Vec<&str> = lesson
        .missing(&page.draft.langs())
        .into_iter()
        .map(own_name)
        .collect();
    let lacks = (!missing.is_empty()).then(|| {
        let langs = missing.join(", ");
        view! { <Notice kind="warning">{words.with(k::MISSING_IN, &[("languages", &langs)])}</Notice> }
    });
    let html: Vec<(Lang, String)> = page
        .html
        .iter()
        .filter(|(slug, ..)| *slug == lesson.slug)
        .map(|(_, lang, html)| (*lang, html.clone()))
        .collect();
    let quiz = lesson.quiz.clone();
    let slug = lesson.slug.clone();
    let files = quiz.is_none().then(|| {
        let to = href(&format!("/academy/teaching/drafts/{id}/{slug}/files"));
        view! { <p><a class="button button-secondary" href=to><Icon name="upload"/>{words.t(k::FILES)}</a></p> }
    });
    let saved = words.with(k::SAVED_AT, &[("date", &words.date_time(page.saved_at))]);
    view! {
        <Title text=title.clone()/>
        <p><a href=href(&format!("/academy/teaching/drafts/{id}"))><Text text=page.draft.title/></a></p>
        <h1>{title}</h1>
        <p class="meta">{saved}</p>
        {files}
        {lacks}
        <Texts read=(id, version) lesson forms/>
        {match quiz {
            Some(quiz) => view! { <Quiz read=(id, version) slug quiz forms/> }.into_any(),
            None => view! { <Preview html/> }.into_any(),
        }}
    }
}

const TEXTS: [&str; 4] = ["text_fr", "text_ar", "text_en", "text_zgh"];

#[component]
fn Texts(read: (CourseDraftId, i64), lesson: DraftLesson, forms: Forms) -> impl IntoView {
    let words = use_words();
    let form = forms.saving;
    let titles = Lang::ALL.map(|lang| lesson.title.get(lang).unwrap_or_default().to_owned());
    let is_quiz = lesson.quiz.is_some();
    let texts = (!is_quiz).then(|| {
        let one = |lang: Lang, name: &'static str| {
            let text = lesson.texts.iter().find(|text| text.lang == lang);
            let value = text.map_or("", |text| text.markdown.as_str());
            view! { <Writing lang name value=form.value(name, value)/> }
        };
        view! {
            <p class="meta">{words.t(k::MARKDOWN_TEXT)}</p>
            <div class="side-by-side">{Lang::ALL.into_iter().zip(TEXTS).map(|(lang, name)| one(lang, name)).collect_view()}</div>
        }
    });
    view! {
        <ActionForm action=forms.save class="panel stack">
            <Read id=read.0 version=read.1/>
            <input type="hidden" name="lesson" value=lesson.slug.clone()/>
            <InLanguages names=["title_fr", "title_ar", "title_en", "title_zgh"] label=k::PATH_TITLE values=titles form/>
            <Field name="minutes" label=words.t(k::MINUTES) kind=Kind::Number value=form.value("minutes", &lesson.minutes.to_string()) problem=form.problem("minutes")/>
            {texts}
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::SAVE)}</button></div>
        </ActionForm>
    }
}

/// A text while it is typed, and under it as learners will see it: rendered by the server.
#[component]
fn Writing(lang: Lang, name: &'static str, value: String) -> impl IntoView {
    let words = use_words();
    let show = ServerAction::<api::RenderText>::new();
    let preview = move || show.answer().and_then(Result::ok);
    let label = format!("{} ({})", words.t(k::TEXT), own_name(lang));
    let typed = move |event: leptos::ev::Event| {
        if !show.pending() {
            show.send(domain::text::form_content([(
                "text",
                event_target_value(&event).as_str(),
            )]));
        }
    };
    view! {
        <div class="stack">
            <div class="field">
                <label for=name>{label}</label>
                <textarea id=name name=name rows="16" lang=lang.code() dir=lang.dir().attribute() maxlength="12000" on:input=typed on:change=typed>{value}</textarea>
            </div>
            {move || preview().map(|html| view! {
                <div class="prose panel" lang=lang.code() dir=lang.dir().attribute() aria-label=words.t(k::PREVIEW) role="region" inner_html=html></div>
            })}
        </div>
    }
}

/// The saved texts as learners will see them.
#[component]
fn Preview(html: Vec<(Lang, String)>) -> impl IntoView {
    let words = use_words();
    (!html.is_empty()).then(|| view! {
        <section class="stack">
            <h2>{words.t(k::PREVIEW)}</h2>
            <div class="side-by-side">
                {html.into_iter().map(|(lang, html)| view! {
                    <article class="panel"><h3>{own_name(lang)}</h3><div class="prose" lang=lang.code() dir=lang.dir().attribute() inner_html=html></div></article>
                }).collect_view()}
            </div>
        </section>
    })
}

#[component]
fn Quiz(read: (CourseDraftId, i64), slug: String, quiz: DraftQuiz, forms: Forms) -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let form = forms.ruling;
    let rules = quiz.rules;
    let asked = quiz.questions.clone();
    // The one that is being changed is named by the address, so that it works without scripts.
    let chosen = move || {
        let id = query.with(|query| query.get("question").unwrap_or_default());
        asked
            .iter()
            .find(|it| it.id == id)
            .and_then(QuestionInput::of)
            .unwrap_or_default()
    };
    let (of_rules, of_import, of_question) = (slug.clone(), slug.clone(), slug.clone());
    let of_package = slug.clone();
    let number = move |name: &'static str, label: Key, value: u32| {
        view! {
            <Field name label=words.t(label) kind=Kind::Number value=form.value(name, &value.to_string()) problem=form.problem(name)/>
        }
    };
    let csv = format!("/api/v1/teaching/drafts/{}/{slug}/questions.csv", read.0);
    view! {
        <section class="panel">
            <h2>{words.t(a::QUESTIONS)}</h2>
            <ol class="stack" data-reorder="question" data-into=slug.clone()>
                {quiz.questions.into_iter().map(|question| view! { <Line read slug=slug.clone() question forms/> }).collect_view()}
            </ol>
            <PlaceForm read action=forms.place/>
        </section>
        {move || view! { <Ask read slug=of_question.clone() input=chosen() forms/> }}
        <section class="panel">
            <h2>{words.t(k::RULES)}</h2>
            <ActionForm action=forms.rules class="stack">
                <Read id=read.0 version=read.1/>
                <input type="hidden" name="lesson" value=of_rules/>
                {number("pass", k::RULE_PASS, u32::from(rules.pass_percent))}
                {number("pick", k::RULE_PICK, rules.pick)}
                {number("time", k::RULE_TIME, rules.minutes)}
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button></div>
            </ActionForm>
        </section>
        <section class="panel">
            <h2>{words.t(k::TABLE)}</h2>
            <p><a class="button button-secondary" rel="external" download="" href=csv>{words.t(k::EXPORT)}</a></p>
            <ActionForm action=forms.import class="stack">
                <Read id=read.0 version=read.1/>
                <input type="hidden" name="lesson" value=of_import/>
                <Field name="csv" label=words.t(k::IMPORT) kind=Kind::Lines hint=words.t(k::IMPORT_TEXT) value=forms.importing.value("csv", "") problem=forms.importing.problem("csv")/>
                <div class="row"><button class="button button-secondary" type="submit">{words.t(k::IMPORT_DO)}</button></div>
            </ActionForm>
        </section>
        <package::Questions read lesson=of_package take=forms.take/>
    }
}

#[component]
fn Line(
    read: (CourseDraftId, i64),
    slug: String,
    question: Question,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let name = question.prompt.pick(crate::use_lang()).text;
    let change = QuestionInput::of(&question).map(|_| {
        let to = format!(
            "/academy/teaching/drafts/{}/{slug}?question={}",
            read.0, question.id
        );
        view! { <a href=href(&to)>{words.t(k::CHANGE)}</a> }
    });
    let press = |act: &'static str, label: Key, icon: &'static str| {
        let (lesson, id) = (slug.clone(), question.id.clone());
        let label = words.with(label, &[("name", &name)]);
        view! {
            <ActionForm action=forms.edit>
                <Read id=read.0 version=read.1/>
                <input type="hidden" name="lesson" value=lesson/>
                <input type="hidden" name="question" value=id/>
                <input type="hidden" name="act" value=act/>
                <button class="button button-quiet" type="submit" aria-label=label><Icon name=icon/></button>
            </ActionForm>
        }
    };
    let buttons = (
        press("up", k::MOVE_UP, "caret-up"),
        press("down", k::MOVE_DOWN, "caret-down"),
        press("remove", k::REMOVE, "trash"),
    );
    view! {
        <li class="row between" data-item=question.id.clone() data-name=name.clone()>
            <span class="row"><Handle/><span><Text text=question.prompt.clone()/>" "{change}</span></span>
            <span class="row">{buttons}</span>
        </li>
    }
}

fn kind_words(code: &str) -> Key {
    match code {
        "one" => k::KIND_ONE,
        "several" => k::KIND_SEVERAL,
        "true_false" => k::KIND_TRUE_FALSE,
        "ordering" => k::KIND_ORDERING,
        "matching" => k::KIND_MATCHING,
        "number" => k::KIND_NUMBER,
        _ => k::KIND_TEXT,
    }
}

/// A question to be typed: a new one, or the chosen one.
#[component]
fn Ask(
    read: (CourseDraftId, i64),
    slug: String,
    input: QuestionInput,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let form = forms.asking;
    let heading = if input.id.is_empty() {
        k::NEW_QUESTION
    } else {
        k::CHANGE_QUESTION
    };
    let kinds = TYPED_KINDS
        .iter()
        .map(|(code, _)| ((*code).to_owned(), words.t(kind_words(code))))
        .collect();
    view! {
        <section class="panel">
            <h2>{words.t(heading)}</h2>
            <ActionForm action=forms.question class="stack">
                <Read id=read.0 version=read.1/>
                <input type="hidden" name="lesson" value=slug/>
                <input type="hidden" name="id" value=input.id.clone()/>
                <Select name="kind" label=words.t(k::KIND) none=words.t(k::CHOOSE) groups=vec![(String::new(), kinds)] value=form.value("kind", &input.kind) problem=form.problem("kind")/>
                <InLanguages names=["prompt_fr", "prompt_ar", "prompt_en", "prompt_zgh"] label=k::PROMPT values=input.prompt form/>
                <p class="meta">{words.t(k::OPTIONS_TEXT)}</p>
                <InLanguages names=["options_fr", "options_ar", "options_en", "options_zgh"] label=k::OPTIONS values=input.options kind=Kind::Lines form/>
                <Field name="key" label=words.t(k::KEY) hint=words.t(k::KEY_TEXT) optional=true value=form.value("key", &input.key) problem=form.problem("key")/>
                <Field name="tolerance" label=words.t(k::TOLERANCE) optional=true value=form.value("tolerance", &input.tolerance) problem=form.problem("tolerance")/>
                <InLanguages names=["feedback_fr", "feedback_ar", "feedback_en", "feedback_zgh"] label=k::FEEDBACK values=input.feedback form/>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::SAVE)}</button></div>
            </ActionForm>
        </section>
    }
}

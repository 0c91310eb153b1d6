//! Questions and courses as files: sent, looked through, taken.

use super::{draft_api as api, drafts::Read};
use crate::{
    ActionForm, ErrorView, FormState, PageWords, ServerAction, load, use_plain_form, use_query_map,
    use_words,
};
use domain::{
    CourseDraftId, Problem, QuestionImportId,
    academy::{ItemFault, ItemReport, PackageFault, QuestionImport},
};
use i18n::{Key, keys::teaching as k};
use leptos::prelude::*;
use ui::{ErrorSummary, Field, Icon, Notice};

const SEND: &str = "/api/academy/send_questions";
const IMPORT: &str = "/api/academy/import_course";

/// Why nothing of a package is taken.
fn fault_words(words: PageWords, fault: &PackageFault) -> String {
    let name = |key: Key| words.with(key, &[("name", fault.place())]);
    match fault {
        PackageFault::NotAPackage => words.t(k::FAULT_NOT_A_PACKAGE),
        PackageFault::PathOutside { .. } => name(k::FAULT_PATH),
        PackageFault::Link { .. } => name(k::FAULT_LINK),
        PackageFault::Locked { .. } => name(k::FAULT_LOCKED),
        PackageFault::TwiceTheSameName { .. } => name(k::FAULT_TWICE),
        PackageFault::TooManyFiles { max } => {
            words.with(k::FAULT_FILES, &[("max", &words.number(i64::from(*max)))])
        }
        PackageFault::TooLarge { max_megabytes } => {
            let max = words.number(i64::from(*max_megabytes));
            words.with(k::FAULT_LARGE, &[("max", &max)])
        }
        PackageFault::Bomb { .. } => name(k::FAULT_BOMB),
        PackageFault::Missing { .. } => name(k::FAULT_MISSING),
        PackageFault::Unlisted { .. } => name(k::FAULT_UNLISTED),
        PackageFault::FromTheFuture { .. } => words.t(k::FAULT_FUTURE),
        PackageFault::Checksum { .. } => name(k::FAULT_CHECKSUM),
        PackageFault::WrongKind { .. } => name(k::FAULT_KIND),
        PackageFault::Malformed { .. } => name(k::FAULT_MALFORMED),
        PackageFault::Captions { .. } => name(k::FAULT_CAPTIONS),
        PackageFault::Damaged => words.t(k::FAULT_DAMAGED),
    }
}

/// Why a question is not taken, or what of it is left out.
fn item_words(words: PageWords, fault: &ItemFault) -> String {
    let key = match fault {
        ItemFault::NotXml => k::ITEM_NOT_XML,
        ItemFault::DocumentType => k::ITEM_DOCUMENT_TYPE,
        ItemFault::NotAnItem => k::ITEM_NOT_AN_ITEM,
        ItemFault::OldVersion => k::ITEM_OLD_VERSION,
        ItemFault::NoInteraction => k::ITEM_NO_INTERACTION,
        ItemFault::SeveralInteractions => k::ITEM_SEVERAL,
        ItemFault::UnknownKind { name } => return words.with(k::ITEM_KIND, &[("name", name)]),
        ItemFault::NeedsTrainer => k::ITEM_NEEDS_TRAINER,
        ItemFault::NoKey => k::ITEM_NO_KEY,
        ItemFault::BadKey => k::ITEM_BAD_KEY,
        ItemFault::NoPrompt => k::ITEM_NO_PROMPT,
        ItemFault::NoText => k::ITEM_NO_TEXT,
        ItemFault::Language { tag } => return words.with(k::ITEM_LANGUAGE, &[("name", tag)]),
        ItemFault::BadText => k::ITEM_BAD_TEXT,
        ItemFault::TooManyChoices => k::ITEM_CHOICES,
        ItemFault::Embedded { name } => return words.with(k::ITEM_EMBEDDED, &[("name", name)]),
        ItemFault::Picture => k::ITEM_PICTURE,
        ItemFault::TooLarge => k::ITEM_LARGE,
        ItemFault::QuizFull => k::ITEM_QUIZ_FULL,
        ItemFault::FeedbackLeftOut => k::ITEM_FEEDBACK,
        ItemFault::ShapeSimplified => k::ITEM_SHAPE,
    };
    words.t(key)
}

/// The file of a form, and why it was refused.
#[component]
fn Package(form: FormState, label: Key, hint: Key, accept: &'static str) -> impl IntoView {
    let words = use_words();
    let problem = form.problem("file");
    let why = move || {
        problem.get().map(|problem| match problem {
            Problem::Package(fault) => fault_words(words, &fault),
            problem => words.problem(&problem),
        })
    };
    view! {
        <div class="field">
            <label for="file">{words.t(label)}</label>
            <p class="meta" id="file-hint">{words.t(hint)}</p>
            <input id="file" name="file" type="file" accept=accept aria-describedby="file-hint" aria-invalid=move || problem.get().is_some().then_some("true")/>
            {move || why().map(|why| view! { <p class="field-error" id="file-error"><bdi>{why}</bdi></p> })}
        </div>
    }
}

/// A course that comes in as an archive.
#[component]
pub(super) fn Course() -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(IMPORT);
    view! {
        <form method="post" action=IMPORT enctype="multipart/form-data" class="panel stack" novalidate>
            <h2>{words.t(k::IMPORT_COURSE)}</h2>
            <ErrorSummary error=form.error/>
            <Field name="new_slug" label=words.t(k::ADDRESS) hint=words.t(k::IMPORT_COURSE_ADDRESS) optional=true value=form.value("new_slug", "") problem=form.problem("new_slug")/>
            <Package form label=k::COURSE_FILE hint=k::COURSE_FILE_HINT accept=".zip,application/zip"/>
            <div class="row"><button class="button button-secondary" type="submit"><Icon name="upload"/>{words.t(k::IMPORT_DO)}</button></div>
        </form>
    }
}

/// Questions as QTI 3: out, and in by way of a list of what becomes of each.
#[component]
pub(super) fn Questions(
    read: (CourseDraftId, i64),
    lesson: String,
    take: ServerAction<api::TakeQuestions>,
) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(SEND);
    let query = use_query_map();
    let zip = format!("/api/v1/teaching/drafts/{}/{lesson}/questions.zip", read.0);
    let of_form = lesson.clone();
    let import = move || {
        query
            .with(|query| query.get("package"))
            .and_then(|id| id.parse::<QuestionImportId>().ok())
    };
    view! {
        <section class="panel stack" id="package">
            <h2>{words.t(k::PACKAGE)}</h2>
            <p><a class="button button-secondary" rel="external" download="" href=zip>{words.t(k::EXPORT_QTI)}</a></p>
            {move || import().map(|import| view! { <Checked read lesson=lesson.clone() import take/> })}
            <form method="post" action=SEND enctype="multipart/form-data" class="stack" novalidate>
                <ErrorSummary error=form.error/>
                <input type="hidden" name="draft" value=read.0.to_string()/>
                <input type="hidden" name="lesson" value=of_form/>
                <Package form label=k::PACKAGE_FILE hint=k::PACKAGE_FILE_HINT accept=".zip,.xml,application/zip,text/xml"/>
                <div class="row"><button class="button button-secondary" type="submit"><Icon name="upload"/>{words.t(k::PACKAGE_CHECK)}</button></div>
            </form>
        </section>
    }
}

/// What was read and is not taken yet.
#[component]
fn Checked(
    read: (CourseDraftId, i64),
    lesson: String,
    import: QuestionImportId,
    take: ServerAction<api::TakeQuestions>,
) -> impl IntoView {
    let found = load(move || api::ShowQuestionImport {
        draft: read.0,
        import,
    });
    let lesson = StoredValue::new(lesson);
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(Some(found)) => view! { <Report read lesson=lesson.get_value() found take/> }.into_any(),
                    Ok(None) => ().into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Report(
    read: (CourseDraftId, i64),
    lesson: String,
    found: QuestionImport,
    take: ServerAction<api::TakeQuestions>,
) -> impl IntoView {
    let words = use_words();
    let count = found.questions.len() as u64;
    let refused = found.items.len() as u64 - count;
    let confirm = (count > 0).then(|| view! {
        <ActionForm action=take>
            <Read id=read.0 version=read.1/>
            <input type="hidden" name="lesson" value=lesson/>
            <input type="hidden" name="import" value=found.id.to_string()/>
            <button class="button button-primary" type="submit"><Icon name="check"/>{words.count(k::TAKE_QUESTIONS, count, &[])}</button>
        </ActionForm>
    });
    view! {
        <div class="stack" id="report">
            <h3><bdi>{found.file_name}</bdi></h3>
            <Notice kind="info">
                <p>{words.count(k::QUESTIONS_FIT, count, &[])}" "{words.count(k::QUESTIONS_REFUSED, refused, &[])}</p>
            </Notice>
            {confirm}
            <ul class="lines">
                {found.items.into_iter().map(|item| view! { <Item item/> }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Item(item: ItemReport) -> impl IntoView {
    let words = use_words();
    let (icon, state) = if item.taken {
        ("check", k::ITEM_TAKEN)
    } else {
        ("x", k::ITEM_REFUSED)
    };
    let why: Vec<String> = item
        .faults
        .iter()
        .map(|fault| item_words(words, fault))
        .collect();
    let title = if item.title.is_empty() {
        item.item.clone()
    } else {
        item.title
    };
    view! {
        <li>
            <p><Icon name=icon/>" "<bdi>{title}</bdi>" "<span class="meta">{words.t(state)}" · "<bdi dir="ltr">{item.item}</bdi></span></p>
            {why.into_iter().map(|why| view! { <p class="meta">{why}</p> }).collect_view()}
        </li>
    }
}

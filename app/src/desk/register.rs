//! A cooperative's file: a list of five steps, one page each, then to an advisor.

use super::register_api as api;
use crate::{
    ActionForm, ErrorView, NotFoundView, ServerAction, href, path_segment, reload, use_form,
    use_lang, use_plain_form, use_words,
};
use domain::{
    Lang, LocalText,
    cooperatives::{DocumentKind, Registration, RegistrationPage, Status, Step},
};
use i18n::{Key, keys::selling as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select};

/// `/desk/register` and its steps.
#[component]
pub fn RegisterPages() -> impl IntoView {
    let submit = ServerAction::<api::SubmitRegistration>::new();
    let remove = ServerAction::<api::RemoveDocument>::new();
    let page = reload(
        move || submit.version() + remove.version(),
        || api::ShowRegistration {},
    );
    let step = path_segment(3);
    view! {
        <Transition fallback=crate::frame::loading>
            {move || {
                let step = step.clone();
                Suspend::new(async move {
                let page = match page.await {
                    Ok(page) => page,
                    Err(error) => return view! { <ErrorView error=error.0/> }.into_any(),
                };
                match (step.as_str(), Step::from_code(&step)) {
                    ("", _) => view! { <Checklist page submit/> }.into_any(),
                    (_, Some(step)) => view! { <StepPage step page remove/> }.into_any(),
                    (_, None) => view! { <NotFoundView/> }.into_any(),
                }
                })
            }}
        </Transition>
    }
}

const fn step_words(step: Step) -> (Key, Key, &'static str) {
    match step {
        Step::Name => (k::STEP_NAME, k::STEP_NAME_TEXT, "pencil-simple"),
        Step::Numbers => (k::STEP_NUMBERS, k::STEP_NUMBERS_TEXT, "bank"),
        Step::Place => (k::STEP_PLACE, k::STEP_PLACE_TEXT, "map-pin"),
        Step::Story => (k::STEP_STORY, k::STEP_STORY_TEXT, "heart"),
        Step::Documents => (k::STEP_DOCUMENTS, k::STEP_DOCUMENTS_TEXT, "upload"),
    }
}

#[component]
fn Checklist(
    page: RegistrationPage,
    submit: ServerAction<api::SubmitRegistration>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(submit);
    let file = page.registration;
    let status = file.as_ref().map_or(Status::Draft, |file| file.status);
    let done = Step::ALL
        .into_iter()
        .filter(|step| file.as_ref().is_some_and(|file| file.has(*step)))
        .count();
    let sent = status == Status::Submitted;
    let returned = file
        .as_ref()
        .filter(|_| !sent)
        .and_then(|file| file.reasons.clone());
    let steps = (!sent).then(|| {
        let steps = Step::ALL
            .into_iter()
            .map(|step| {
                let is_done = file.as_ref().is_some_and(|file| file.has(step));
                view! { <StepLine step is_done/> }
            })
            .collect_view();
        view! { <ol class="checklist">{steps}</ol> }
    });
    let version = file.as_ref().map_or(0, |file| file.version);
    let complete = done == Step::ALL.len() && !sent;
    view! {
        <Title text=words.t(k::REGISTER_TITLE)/>
        <div class="narrow stack">
            <h1>{words.t(k::REGISTER_TITLE)}</h1>
            <ErrorSummary error=form.error/>
            {returned.map(|reasons| view! {
                <Notice kind="warning">
                    <strong>{words.t(k::RETURNED)}</strong>
                    <p class="quoted">{reasons}</p>
                </Notice>
            })}
            {if sent {
                view! {
                    <Notice kind="success">{words.t(k::SUBMITTED)}</Notice>
                    <img class="scene" src="/illustrations/cooperative.svg" alt="" width="320" height="240"/>
                }.into_any()
            } else {
                view! {
                    <p>{words.t(k::REGISTER_INTRO)}</p>
                    <p class="meta"><bdi>{words.with(k::STEPS_DONE, &[("done", &done.to_string()), ("all", "5")])}</bdi></p>
                    <progress max="5" value=done.to_string() aria-label=words.t(k::REGISTER_TITLE)></progress>
                }.into_any()
            }}
            {steps}
            {complete.then(|| view! {
                <ActionForm action=submit class="panel">
                    <h2>{words.t(k::READY_TO_SUBMIT)}</h2>
                    <p>{words.t(k::READY_TO_SUBMIT_TEXT)}</p>
                    <input type="hidden" name="version" value=version.to_string()/>
                    <button class="button button-primary" type="submit">{words.t(k::SUBMIT)}</button>
                </ActionForm>
            })}
        </div>
    }
}

#[component]
fn StepLine(step: Step, is_done: bool) -> impl IntoView {
    let words = use_words();
    let (title, text, icon) = step_words(step);
    let (state, mark) = if is_done {
        (k::STEP_DONE, "check-circle")
    } else {
        (k::STEP_TODO, "caret-right")
    };
    view! {
        <li data-done=is_done.then_some("")>
            <span class="mark"><Icon name=icon/></span>
            <span>
                <a href=href(&format!("/desk/register/{}", step.code()))>{words.t(title)}</a>
                <span class="meta">{words.t(text)}</span>
            </span>
            <span class="state"><Icon name=mark/>{words.t(state)}</span>
        </li>
    }
}

#[component]
fn StepPage(
    step: Step,
    page: RegistrationPage,
    remove: ServerAction<api::RemoveDocument>,
) -> impl IntoView {
    let words = use_words();
    let (title, text, _) = step_words(step);
    let number = (step as usize + 1).to_string();
    let status = page
        .registration
        .as_ref()
        .map_or(Status::Draft, |file| file.status);
    let body = if status == Status::Draft {
        let file = page.registration.clone();
        match step {
            Step::Name => view! { <NameForm file/> }.into_any(),
            Step::Numbers => view! { <NumbersForm file/> }.into_any(),
            Step::Place => view! { <PlaceForm page/> }.into_any(),
            Step::Story => view! { <StoryForm file/> }.into_any(),
            Step::Documents => view! { <Documents file remove/> }.into_any(),
        }
    } else {
        view! { <Notice kind="info">{words.t(k::SUBMITTED)}</Notice> }.into_any()
    };
    view! {
        <Title text=words.t(title)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href("/desk/register")>{words.t(k::BACK_TO_STEPS)}</a></p>
            <p class="meta"><bdi>{words.with(k::STEP_OF, &[("step", &number), ("all", "5")])}</bdi></p>
            <h1>{words.t(title)}</h1>
            <p>{words.t(text)}</p>
            {body}
        </div>
    }
}

/// The languages of a text, each under its own name.
const LANGS: [(Lang, &str); 4] = [
    (Lang::Fr, "Français"),
    (Lang::Ar, "العربية"),
    (Lang::En, "English"),
    (Lang::Zgh, "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
];

/// One text in four languages side by side; `names` are the fields' names in that order.
#[component]
pub fn LocalFields(
    #[prop(into)] legend: String,
    names: [&'static str; 4],
    #[prop(optional)] kind: Kind,
    value: LocalText,
    form: crate::FormState,
) -> impl IntoView {
    view! {
        <fieldset class="panel languages">
            <legend>{legend}</legend>
            {LANGS.into_iter().zip(names).map(|((lang, own), name)| {
                let value = form.value(name, value.get(lang).unwrap_or_default());
                let optional = matches!(lang, Lang::En | Lang::Zgh);
                view! { <Field name=name label=own lang=lang kind=kind optional=optional value=value problem=form.problem(name)/> }
            }).collect_view()}
        </fieldset>
    }
}

#[component]
fn NameForm(file: Option<Registration>) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveName>::new();
    let form = use_form(action);
    let value = file.map(|file| file.name).unwrap_or_default();
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="stack">
            <LocalFields legend=words.t(k::NAME_IN_LANGUAGES) names=["name_fr", "name_ar", "name_en", "name_zgh"] value=value form=form/>
            <Save/>
        </ActionForm>
    }
}

#[component]
fn StoryForm(file: Option<Registration>) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveStory>::new();
    let form = use_form(action);
    let value = file.map(|file| file.story).unwrap_or_default();
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="stack">
            <LocalFields legend=words.t(k::STORY_IN_LANGUAGES) names=["story_fr", "story_ar", "story_en", "story_zgh"] kind=Kind::Lines value=value form=form/>
            <Save/>
        </ActionForm>
    }
}

#[component]
fn NumbersForm(file: Option<Registration>) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveNumbers>::new();
    let form = use_form(action);
    let (ice, register, court, rib) =
        file.and_then(|file| file.numbers)
            .map_or_else(Default::default, |it| {
                (
                    it.ice.as_str().to_owned(),
                    it.register_number.clone(),
                    it.court.clone(),
                    it.rib.grouped(),
                )
            });
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <Field name="ice" label=words.t(k::ICE) hint=words.t(k::ICE_HINT) kind=Kind::Number value=form.value("ice", &ice) problem=form.problem("ice")/>
            <Field name="register_number" label=words.t(k::REGISTER_NUMBER) hint=words.t(k::REGISTER_NUMBER_HINT) value=form.value("register_number", &register) problem=form.problem("register_number")/>
            <Field name="court" label=words.t(k::COURT) hint=words.t(k::COURT_HINT) value=form.value("court", &court) problem=form.problem("court")/>
            <Field name="rib" label=words.t(k::RIB) hint=words.t(k::RIB_HINT) kind=Kind::Number value=form.value("rib", &rib) problem=form.problem("rib")/>
            <Save/>
        </ActionForm>
    }
}

#[component]
fn PlaceForm(page: RegistrationPage) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let action = ServerAction::<api::SavePlace>::new();
    let form = use_form(action);
    let place = page.registration.and_then(|file| file.place);
    let number = |of: fn(&domain::cooperatives::People) -> u32| {
        place
            .as_ref()
            .map_or_else(String::new, |place| of(&place.people).to_string())
    };
    let province = place
        .as_ref()
        .map_or_else(String::new, |place| place.province.clone());
    let groups: Groups = domain::geography::by_region(&page.regions, &page.provinces, lang);
    let (members, women, year) = (
        number(|it| it.members),
        number(|it| it.women),
        number(|it| it.founded_year),
    );
    view! {
        <ErrorSummary error=form.error/>
        <ActionForm action=action class="panel">
            <Select name="province" label=words.t(k::PROVINCE) none=words.t(k::PROVINCE_CHOOSE) groups=groups value=form.value("province", &province) problem=form.problem("province")/>
            <Field name="founded_year" label=words.t(k::FOUNDED_YEAR) kind=Kind::Number value=form.value("founded_year", &year) problem=form.problem("founded_year")/>
            <div class="pair">
                <Field name="members" label=words.t(k::MEMBERS) kind=Kind::Number value=form.value("members", &members) problem=form.problem("members")/>
                <Field name="women" label=words.t(k::WOMEN) kind=Kind::Number value=form.value("women", &women) problem=form.problem("women")/>
            </div>
            <Save/>
        </ActionForm>
    }
}

#[component]
fn Save() -> impl IntoView {
    let words = use_words();
    view! { <button class="button button-primary" type="submit">{words.t(k::SAVE_AND_GO_ON)}</button> }
}

const UPLOAD: &str = "/api/desk/upload_document";

/// Plain multipart forms: they need no scripts, and the page comes back with the answer.
#[component]
fn Documents(
    file: Option<Registration>,
    remove: ServerAction<api::RemoveDocument>,
) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(UPLOAD);
    let removed = use_form(remove);
    let documents = file.map(|file| file.documents).unwrap_or_default();
    let all = DocumentKind::ALL
        .iter()
        .all(|kind| documents.iter().any(|it| it.kind == *kind));
    view! {
        <ErrorSummary error=form.error/>
        <ErrorSummary error=removed.error/>
        {DocumentKind::ALL.into_iter().map(|kind| {
            let sent = documents.iter().find(|it| it.kind == kind).cloned();
            let title = match kind {
                DocumentKind::Statutes => k::PAPER_STATUTES,
                DocumentKind::RegisterExtract => k::PAPER_REGISTER,
                DocumentKind::BankDetails => k::PAPER_BANK,
            };
            let problem = form.problem(kind.code());
            let has = sent.is_some();
            let words_of_problem = words;
            view! {
                <section class="panel">
                    <h2>{words.t(title)}</h2>
                    {sent.map(|it| view! {
                        <p class="row between">
                            <a href=format!("/documents/{}", it.id) rel="external" target="_blank"><Icon name="check-circle"/>" "<bdi>{it.name}</bdi></a>
                            <span class="meta">{words.date(it.uploaded_at)}</span>
                        </p>
                        <ActionForm action=remove>
                            <input type="hidden" name="kind" value=kind.code()/>
                            <button class="button button-quiet" type="submit" aria-label=format!("{} : {}", words.t(k::REMOVE_PAPER), words.t(title))><Icon name="trash"/>{words.t(k::REMOVE_PAPER)}</button>
                        </ActionForm>
                    })}
                    <form method="post" action=UPLOAD enctype="multipart/form-data" class="stack">
                        <input type="hidden" name="kind" value=kind.code()/>
                        <div class="field">
                            <label for=kind.code()>{words.t(if has { k::REPLACE_PAPER } else { k::CHOOSE_PAPER })}</label>
                            <p class="meta">{words.t(k::PAPER_HINT)}</p>
                            <input id=kind.code() type="file" name="file" accept="application/pdf,image/jpeg,image/png" aria-invalid=move || problem.get().is_some().then_some("true")/>
                            {move || problem.get().map(|problem| view! { <p class="field-error">{words_of_problem.problem(&problem)}</p> })}
                        </div>
                        <button class="button button-secondary" type="submit">{words.t(k::SEND_PAPER)}</button>
                    </form>
                </section>
            }
        }).collect_view()}
        {all.then(|| view! { <a class="button button-primary" href=href("/desk/register")>{words.t(k::GO_ON)}</a> })}
    }
}

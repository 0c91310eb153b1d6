//! One thing a page: each saves what it says and leads on; back and forward lose nothing.

use super::{Alike, Counter, Listen, api, wording as w};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_lang,
    use_plain_form, use_words,
};
use domain::{
    IdeaId,
    projects::{Idea, IdeaField, IdeaPage as Page, IdeaStep},
};
use i18n::keys::ideas as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Groups, Icon, Kind, Notice, Select};

const UPLOAD: &str = "/api/projects/upload_voice_note";
/// A name and not written in the markup, so that it also runs after a navigation.
const RECORDER: &str = "/ideas/recorder.js";

#[component]
pub(super) fn StepPage(id: IdeaId, step: IdeaStep) -> impl IntoView {
    let words = use_words();
    let remove = ServerAction::<api::RemoveVoiceNote>::new();
    let page = reload(move || remove.version(), move || api::ShowIdea { idea: id });
    let (title, text, _) = w::step(step);
    let back = match step.previous() {
        Some(step) => format!("/projects/ideas/{id}/{}", step.code()),
        None => format!("/projects/ideas/{id}"),
    };
    view! {
        <Title text=words.t(title)/>
        <div class="narrow stack">
            <p class="row between">
                <a class="button button-quiet" href=href(&back)><Icon name="arrow-left"/>{words.t(k::BACK)}</a>
                <a class="button button-quiet" href=href(&format!("/projects/ideas/{id}"))>{words.t(k::WHOLE)}</a>
            </p>
            <Counter step/>
            <h1>{words.t(title)}</h1>
            <p>{words.t(text)}</p>
            <ErrorSummary error=use_form(remove).error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) if !page.idea.state.is_editable() => {
                            let (_, next) = w::state(page.idea.state);
                            view! { <Notice kind="info">{words.t(next)}</Notice> }.into_any()
                        }
                        Ok(page) if step == IdeaStep::Voice => view! { <Voice idea=page.idea remove/> }.into_any(),
                        Ok(page) => view! { <StepForm step page/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn StepForm(step: IdeaStep, page: Page) -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<api::SaveIdea>::new();
    let form = use_form(action);
    let made_on = page.idea.version;
    let id = page.idea.id;
    // Sent once more after a refusal, it replaces what someone else wrote meanwhile.
    let meanwhile = move || {
        let error = form.error.get();
        error.and_then(|error| error.changed_version())
    };
    let version = move || meanwhile().unwrap_or(made_on).to_string();
    let here = href(&format!("/projects/ideas/{id}/{}", step.code()));
    let theirs = move || {
        let here = here.clone();
        meanwhile().map(|_| {
            view! {
                <p><a class="button button-secondary" href=here rel="external">{words.t(k::TAKE_THEIRS)}</a></p>
            }
        })
    };
    view! {
        <ErrorSummary error=form.error/>
        {theirs}
        <ActionForm action=action class="panel">
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="step" value=step.code()/>
            <input type="hidden" name="version" value=version/>
            <Fields step page form/>
            <button class="button button-primary" type="submit">{words.t(k::SAVE_NEXT)}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Fields(step: IdeaStep, page: Page, form: FormState) -> impl IntoView {
    let words = use_words();
    let content = page.idea.content.clone();
    let value = move |field: IdeaField| form.value(field.code(), content.get(field));
    match step {
        IdeaStep::What | IdeaStep::Voice => view! {
            <Field name="title" label=words.t(k::TITLE) hint=words.t(k::TITLE_HINT) value=value(IdeaField::Title) problem=form.problem("title")/>
            <Field name="what" label=words.t(k::WHAT) kind=Kind::Lines hint=words.t(k::WHAT_HINT) value=value(IdeaField::What) problem=form.problem("what")/>
        }
        .into_any(),
        IdeaStep::Product => view! { <ProductFields page form/> }.into_any(),
        IdeaStep::Place => {
            let lang = use_lang();
            let choices = page.choices;
            let groups: Groups =
                domain::geography::by_region(&choices.regions, &choices.provinces, lang);
            view! {
                <Select name="province" label=words.t(k::PROVINCE) none=words.t(k::CHOOSE) groups value=value(IdeaField::Province) problem=form.problem("province")/>
            }
            .into_any()
        }
        IdeaStep::Similar if page.similar.is_empty() => view! {
            <Notice kind="success">{words.t(k::NOTHING_ALIKE)}</Notice>
            <input type="hidden" name="different" value=value(IdeaField::Different)/>
        }
        .into_any(),
        IdeaStep::Similar => view! {
            <Alike similar=page.similar/>
            <Field name="different" label=words.t(k::DIFFERENT) kind=Kind::Lines hint=words.t(k::DIFFERENT_HINT) value=value(IdeaField::Different) problem=form.problem("different")/>
        }
        .into_any(),
        IdeaStep::Reasons => view! {
            <Field name="for_whom" label=words.t(k::FOR_WHOM) kind=Kind::Lines hint=words.t(k::FOR_WHOM_HINT) value=value(IdeaField::ForWhom) problem=form.problem("for_whom")/>
            <Field name="why" label=words.t(k::WHY) kind=Kind::Lines hint=words.t(k::WHY_HINT) value=value(IdeaField::Why) problem=form.problem("why")/>
        }
        .into_any(),
        IdeaStep::Figures => view! {
            <Field name="price" label=words.t(k::PRICE) kind=Kind::Number optional=true value=value(IdeaField::Price) problem=form.problem("price")/>
            <Field name="volume" label=words.t(k::VOLUME) kind=Kind::Number optional=true value=value(IdeaField::Volume) problem=form.problem("volume")/>
            <Field name="unit_cost" label=words.t(k::UNIT_COST) kind=Kind::Number optional=true value=value(IdeaField::UnitCost) problem=form.problem("unit_cost")/>
            <Field name="investment" label=words.t(k::INVESTMENT) kind=Kind::Number optional=true value=value(IdeaField::Investment) problem=form.problem("investment")/>
            <Field name="known" label=words.t(k::KNOWN) kind=Kind::Lines optional=true hint=words.t(k::KNOWN_HINT) value=value(IdeaField::Known) problem=form.problem("known")/>
        }
        .into_any(),
    }
}

/// The bank's sectors, and its products to type the same word.
#[component]
fn ProductFields(page: Page, form: FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let content = page.idea.content;
    let sectors = page.choices.sectors.iter();
    let sectors: Groups = vec![(
        String::new(),
        sectors
            .map(|(code, name)| (code.clone(), name.pick(lang).text))
            .collect(),
    )];
    let products = page
        .choices
        .products
        .into_iter()
        .map(|it| view! { <option value=it.pick(lang).text></option> })
        .collect_view();
    let sector = form.value("sector", content.get(IdeaField::Sector));
    let product = form.value("product", content.get(IdeaField::Product));
    view! {
        <Select name="sector" label=words.t(k::SECTOR) none=words.t(k::CHOOSE) groups=sectors value=sector problem=form.problem("sector")/>
        <Field name="product" label=words.t(k::PRODUCT) hint=words.t(k::PRODUCT_HINT) list="products" value=product problem=form.problem("product")/>
        <datalist id="products">{products}</datalist>
    }
    .into_any()
}

/// A recording: a file that the telephone may make itself, or one made here where scripts run.
#[component]
fn Voice(idea: Idea, remove: ServerAction<api::RemoveVoiceNote>) -> impl IntoView {
    let words = use_words();
    let form = use_plain_form(UPLOAD);
    let problem = form.problem("voice");
    let (id, made_on) = (idea.id, idea.version);
    let version = move || {
        let error = form.error.get();
        let meanwhile = error.and_then(|error| error.changed_version());
        meanwhile.unwrap_or(made_on).to_string()
    };
    let kept = idea.voice.map(|voice| {
        view! {
            <section class="panel stack">
                <h2>{words.t(k::VOICE_NOTE)}</h2>
                <Listen id/>
                <p class="meta">{words.date_time(voice.at)}</p>
                <ActionForm action=remove>
                    <input type="hidden" name="idea" value=id.to_string()/>
                    <input type="hidden" name="version" value=made_on.to_string()/>
                    <button class="button button-quiet" type="submit"><Icon name="trash"/>{words.t(k::VOICE_REMOVE)}</button>
                </ActionForm>
            </section>
        }
    });
    view! {
        <ErrorSummary error=form.error/>
        {kept}
        <form method="post" action=UPLOAD enctype="multipart/form-data" class="panel stack" data-voice="">
            <input type="hidden" name="idea" value=id.to_string()/>
            <input type="hidden" name="version" value=version/>
            <div class="stack" data-recorder="" hidden="">
                <button type="button" class="button button-secondary" data-record="start">{words.t(k::RECORD)}</button>
                <button type="button" class="button button-danger" data-record="stop" hidden="">{words.t(k::RECORD_STOP)}</button>
                <audio controls data-record="listen" hidden="" aria-label=words.t(k::VOICE_NOTE)></audio>
                <p role="alert" data-record="failed" hidden="">{words.t(k::RECORD_FAILED)}</p>
            </div>
            <div class="field">
                <label for="voice">{words.t(k::VOICE_FILE)}</label>
                <p class="meta">{words.t(k::VOICE_HINT)}</p>
                <input id="voice" type="file" name="file" accept="audio/*" capture="user" aria-invalid=move || problem.get().is_some().then_some("true")/>
                {move || problem.get().map(|problem| view! { <p class="field-error" id="voice-error">{words.problem(&problem)}</p> })}
            </div>
            <button class="button button-secondary" type="submit"><Icon name="upload"/>{words.t(k::VOICE_SEND)}</button>
            <script type="module" src=RECORDER></script>
        </form>
        <p><a class="button button-primary" href=href(&format!("/projects/ideas/{id}"))>{words.t(k::TO_WHOLE)}</a></p>
    }
    .into_any()
}

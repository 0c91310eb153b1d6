//! One's own profile: skills, languages, place, time, and whether teams may find one.

use super::{matching_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, FormState, PageWords, ServerAction, href, load, projects::skill_word,
    use_form, use_lang, use_words,
};
use domain::{
    Problem,
    projects::{Availability, Profile, ProfilePage as Page, Skill, Tongue},
};
use i18n::keys::bank as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Groups, Icon, Select};

#[component]
pub(super) fn ProfilePage() -> impl IntoView {
    let words = use_words();
    let page = load(|| api::ShowProfile {});
    let save = ServerAction::<api::SaveProfile>::new();
    let form = use_form(save);
    view! {
        <Title text=words.t(k::PROFILE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href("/account")><Icon name="arrow-left"/>{words.t(k::BACK_TO_ACCOUNT)}</a></p>
            <h1>{words.t(k::PROFILE)}</h1>
            <p>{words.t(k::PROFILE_TEXT)}</p>
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page save form/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What is wrong with a group of boxes.
pub(super) fn problem_of(words: PageWords, problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        problem
            .get()
            .map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })
    }
}

#[component]
fn Body(page: Page, save: ServerAction<api::SaveProfile>, form: FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let groups: Groups = domain::geography::by_region(&page.regions, &page.provinces, lang);
    let kept = page.profile.clone();
    let province = kept.as_ref().map(|it| it.province.clone());
    let province = form.value("province", &province.unwrap_or_default());
    let proven = page
        .proven
        .into_iter()
        .map(|(skill, course)| {
            let args = [
                ("skill", words.t(skill_word(skill))),
                ("course", course.title.pick(lang).text),
            ];
            let args: Vec<(&str, &str)> = args
                .iter()
                .map(|(name, text)| (*name, text.as_str()))
                .collect();
            view! { <li><Icon name="certificate"/><span>{words.with(k::PROVEN, &args)}</span></li> }
        })
        .collect_view();
    let delete = kept.is_some().then(|| view! { <Delete/> });
    view! {
        <ul class="ticks">{proven}</ul>
        <ActionForm action=save class="panel">
            <Boxes form kept=kept.clone()/>
            <Select name="province" label=words.t(k::PROFILE_PROVINCE) none=words.t(k::CHOOSE) groups=groups value=province problem=form.problem("province")/>
            <Time form kept=kept.clone()/>
            <Consent form kept/>
            <button class="button button-primary" type="submit">{words.t(k::PROFILE_SAVE)}</button>
        </ActionForm>
        {delete}
    }
    .into_any()
}

/// Skills and languages. Where the form was refused, what was ticked then.
#[component]
fn Boxes(form: FormState, kept: Option<Profile>) -> impl IntoView {
    let words = use_words();
    let was_refused = form.error.get_untracked().is_some();
    let ticked = move |field: &str, is_kept: bool| match was_refused {
        true => !form.value(field, "").is_empty(),
        false => is_kept,
    };
    let skills = Skill::ALL
        .iter()
        .map(|skill| {
            let field = format!("skills[{}]", skill.code());
            let is_kept = kept.as_ref().is_some_and(|it| it.skills.contains(skill));
            let checked = ticked(&field, is_kept);
            view! { <Choice input="checkbox" name=field value="on" checked>{words.t(skill_word(*skill))}</Choice> }
        })
        .collect_view();
    let tongues = Tongue::ALL
        .iter()
        .map(|tongue| {
            let field = format!("languages[{}]", tongue.code());
            let is_kept = kept.as_ref().is_some_and(|it| it.languages.contains(tongue));
            let checked = ticked(&field, is_kept);
            view! { <Choice input="checkbox" name=field value="on" checked>{words.t(w::tongue(*tongue))}</Choice> }
        })
        .collect_view();
    view! {
        <fieldset id="skills" tabindex="-1">
            <legend>{words.t(k::PROFILE_SKILLS)}</legend>
            {problem_of(words, form.problem("skills"))}
            <div class="choices boxes">{skills}</div>
        </fieldset>
        <fieldset id="languages" tabindex="-1">
            <legend>{words.t(k::PROFILE_LANGUAGES)}</legend>
            {problem_of(words, form.problem("languages"))}
            <div class="choices boxes">{tongues}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Time(form: FormState, kept: Option<Profile>) -> impl IntoView {
    let words = use_words();
    let kept = kept.map_or("", |it| it.availability.code());
    let chosen = form.value("availability", kept);
    let choices = Availability::ALL
        .iter()
        .map(|it| {
            let checked = chosen == it.code();
            view! { <Choice input="radio" name="availability" value=it.code() checked>{words.t(w::availability(*it))}</Choice> }
        })
        .collect_view();
    view! {
        <fieldset id="availability" tabindex="-1">
            <legend>{words.t(k::PROFILE_TIME)}</legend>
            {problem_of(words, form.problem("availability"))}
            <div class="choices">{choices}</div>
        </fieldset>
    }
    .into_any()
}

/// Off unless they say so; what they agreed to stands beside it.
#[component]
fn Consent(form: FormState, kept: Option<Profile>) -> impl IntoView {
    let words = use_words();
    let since = kept.and_then(|it| it.findable_at);
    let was_refused = form.error.get_untracked().is_some();
    let checked = match was_refused {
        true => form.value("findable", "") == "yes",
        false => since.is_some(),
    };
    let since = since.map(|day| {
        let date = words.date(day);
        view! { <p class="meta">{words.with(k::FINDABLE_SINCE, &[("date", &date)])}</p> }
    });
    view! {
        <fieldset>
            <legend>{words.t(k::FINDABLE_TITLE)}</legend>
            <p class="meta">{words.t(k::FINDABLE_TEXT)}</p>
            <div class="choices">
                <Choice input="checkbox" name="findable" value="yes" checked>{words.t(k::FINDABLE)}</Choice>
            </div>
            {since}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Delete() -> impl IntoView {
    let words = use_words();
    let delete = ServerAction::<api::DeleteProfile>::new();
    view! {
        <details>
            <summary>{words.t(k::PROFILE_DELETE)}</summary>
            <ActionForm action=delete class="panel">
                <p>{words.t(k::PROFILE_DELETE_TEXT)}</p>
                <button class="button button-danger" type="submit">{words.t(k::PROFILE_DELETE)}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}

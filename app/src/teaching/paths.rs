//! A trainer makes a learning path: name, and the courses by their place in it.

use super::api;
use crate::{
    ActionForm, ErrorView, ServerAction, academy::api as courses, href, load, use_form, use_words,
};
use domain::{Lang, academy::CourseCatalogue};
use i18n::keys::{academy as a, teaching as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Text};

#[component]
pub(super) fn PathsPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let save = ServerAction::<api::SavePath>::new();
    let form = use_form(save);
    let all = load(|| courses::BrowseCourses {
        search: String::new(),
    });
    let problem = form.problem("places");
    let places = move |catalogue: CourseCatalogue| {
        view! {
            <ul class="stack" id="places">
                {catalogue.cards.into_iter().map(|card| {
                    let label = words.with(k::PLACE_OF, &[("name", &card.title.pick(words.lang()).text)]);
                    view! {
                        <li class="row between">
                            <span><Text text=card.title/></span>
                            <span class="short"><PlaceField slug=card.slug label/></span>
                        </li>
                    }
                }).collect_view()}
            </ul>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        }
    };
    let texts = move |name: &'static str, label, lang: Lang| {
        let optional = lang == Lang::En;
        let label = format!(
            "{} ({})",
            words.t(label),
            crate::academy::catalogue::own_name(lang)
        );
        view! { <Field name label optional lang value=form.value(name, "") problem=form.problem(name)/> }
    };
    view! {
        <Title text=words.t(k::NEW_PATH)/>
        <div class="wrap page">
            <div class="narrow stack">
                <p><a href=href("/academy/teaching")>{words.t(a::TEACHING)}</a></p>
                <h1>{words.t(k::NEW_PATH)}</h1>
                <p>{words.t(k::NEW_PATH_TEXT)}</p>
                <ErrorSummary error=form.error/>
                <ActionForm action=save class="stack">
                    {texts("title_fr", k::PATH_TITLE, Lang::Fr)}
                    {texts("title_ar", k::PATH_TITLE, Lang::Ar)}
                    {texts("title_en", k::PATH_TITLE, Lang::En)}
                    {texts("summary_fr", k::PATH_SUMMARY, Lang::Fr)}
                    {texts("summary_ar", k::PATH_SUMMARY, Lang::Ar)}
                    {texts("summary_en", k::PATH_SUMMARY, Lang::En)}
                    <Field name="slug" label=words.t(k::ADDRESS) hint=words.t(k::ADDRESS_HINT) value=form.value("slug", "") problem=form.problem("slug")/>
                    <h2>{words.t(k::PATH_COURSES)}</h2>
                    <p class="meta">{words.t(k::PATH_COURSES_TEXT)}</p>
                    <Transition fallback=crate::frame::loading>
                        {move || Suspend::new(async move {
                            match all.await {
                                Ok(catalogue) => places(catalogue).into_any(),
                                Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                            }
                        })}
                    </Transition>
                    <div class="row"><button class="button button-primary" type="submit">{words.t(k::SAVE)}</button></div>
                </ActionForm>
            </div>
        </div>
    }
}

/// A course's place, whose label is only read aloud.
#[component]
fn PlaceField(slug: String, label: String) -> impl IntoView {
    view! {
        <input name=format!("places[{slug}]") inputmode="numeric" autocomplete="off" aria-label=label/>
    }
}

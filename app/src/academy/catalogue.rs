//! The courses: facets in the address, each counted without its own choice.

use super::{api, paths::Paths};
use crate::{ErrorView, PageWords, SearchAddress, href, load, use_words};
use domain::{
    Lang,
    academy::{CourseCard, CourseCatalogue, CourseQuery, Level, Theme},
    marketplace::Facet,
};
use i18n::keys::{academy as k, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{EmptyState, Icon, Khatam, Text};

fn address(query: &CourseQuery) -> String {
    href(&format!("/academy{}", query.to_query_string()))
}

#[component]
pub fn CataloguePage() -> impl IntoView {
    crate::ssr::alternates("/academy");
    let words = use_words();
    let search = use_location().search;
    let catalogue = load(move || api::BrowseCourses {
        search: search.get(),
    });
    view! {
        <Title text=words.t(k::TITLE)/>
        <section class="academy-hero">
            <Khatam/>
            <div class="wrap row between">
                <div class="stack">
                    <h1>{words.t(k::TITLE)}</h1>
                    <p>{words.t(k::LEAD)}</p>
                </div>
                <a class="button button-primary" href=href("/academy/learning")>
                    <Icon name="graduation-cap"/>
                    {words.t(k::MY_LEARNING)}
                </a>
            </div>
        </section>
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match catalogue.await {
                        Ok(catalogue) => view! { <Body catalogue/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
            <Paths/>
        </div>
    }
}

#[component]
fn Body(catalogue: CourseCatalogue) -> impl IntoView {
    let words = use_words();
    let query = catalogue.query;
    let count = catalogue.cards.len() as u64;
    let cards = if catalogue.cards.is_empty() {
        view! {
            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::NONE_TITLE) text=words.t(k::NONE_TEXT)>
                <a class="button button-secondary" href=href("/academy")>{words.t(k::CLEAR)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <div class="grid courses">
                {catalogue.cards.into_iter().map(|card| view! { <Card card/> }).collect_view()}
            </div>
        }
        .into_any()
    };
    view! {
        <div class="catalogue">
            <Filters query=query.clone() facets=catalogue.facets.clone()/>
            <section class="stack">
                <h2 class="results" aria-live="polite">{words.count(k::RESULTS, count, &[])}</h2>
                <Chips query facets=catalogue.facets/>
                {cards}
            </section>
        </div>
    }
}

/// A course in a list: its whole surface is one link.
#[component]
pub fn Card(card: CourseCard) -> impl IntoView {
    let words = use_words();
    let langs: Vec<&str> = card.langs.iter().map(|lang| own_name(*lang)).collect();
    view! {
        <article class="card course-card">
            <img class="picture" src=format!("/illustrations/academy/{}.svg", card.illustration) alt="" width="320" height="240" loading="lazy"/>
            <div class="body">
                <span class="badge badge-part">{theme_words(words, card.theme)}</span>
                <h3><a href=href(&format!("/academy/{}", card.slug))><Text text=card.title/></a></h3>
                <p class="meta summary"><Text text=card.summary/></p>
                <p class="meta">
                    {minutes(words, card.minutes)}" · "{words.count(k::LESSONS, card.lessons.unsigned_abs(), &[])}
                </p>
                <p class="meta">{level_words(words, card.level)}" · "{langs.join(", ")}</p>
            </div>
        </article>
    }
}

pub fn minutes(words: PageWords, minutes: i64) -> String {
    words.count(k::MINUTES, minutes.unsigned_abs(), &[])
}

pub fn theme_words(words: PageWords, theme: Theme) -> String {
    words.t(match theme {
        Theme::Create => k::THEME_CREATE,
        Theme::Money => k::THEME_MONEY,
        Theme::Sell => k::THEME_SELL,
        Theme::Quality => k::THEME_QUALITY,
        Theme::Govern => k::THEME_GOVERN,
    })
}

pub fn level_words(words: PageWords, level: Level) -> String {
    words.t(match level {
        Level::Beginner => k::LEVEL_BEGINNER,
        Level::Intermediate => k::LEVEL_INTERMEDIATE,
    })
}

pub const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Français",
        Lang::Ar => "العربية",
        Lang::En => "English",
        Lang::Zgh => "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    }
}

/// The words of one value of a facet.
fn value_words(words: PageWords, facet: &str, value: &str) -> String {
    match facet {
        "theme" => Theme::from_code(value).map(|theme| theme_words(words, theme)),
        "level" => Level::from_code(value).map(|level| level_words(words, level)),
        "places" => Some(words.t(k::PLACES_FREE)),
        "in" => Lang::from_code(value).map(|lang| own_name(lang).to_owned()),
        _ => Some(words.t(match value {
            "30" => k::DURATION_SHORT,
            "60" => k::DURATION_MEDIUM,
            _ => k::DURATION_LONG,
        })),
    }
    .unwrap_or_default()
}

#[component]
fn Filters(query: CourseQuery, facets: Vec<Facet>) -> impl IntoView {
    let words = use_words();
    let facets = facets
        .into_iter()
        .filter(|facet| !facet.values.is_empty())
        .map(|facet| {
            let title = match facet.name.as_str() {
                "theme" => k::THEME,
                "level" => k::LEVEL,
                "in" => k::LANGUAGE,
                "places" => k::PLACES,
                _ => k::DURATION,
            };
            let name = facet.name;
            view! {
                <fieldset>
                    <legend>{words.t(title)}</legend>
                    {facet.values.into_iter().map(|value| {
                        let text = value_words(words, &name, &value.value);
                        view! {
                            <label class="facet">
                                <input type="checkbox" name=name.clone() value=value.value checked=value.chosen/>
                                <span>{text}</span>
                                <span class="n">{value.count}</span>
                            </label>
                        }
                    }).collect_view()}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <button type="button" class="button button-secondary sheet-open" popovertarget="filters">
            <Icon name="funnel"/>
            {words.t(k::FILTERS)}
        </button>
        <div class="sheet" id="filters" popover="auto">
            <div class="sheet-head">
                <strong>{words.t(k::FILTERS)}</strong>
                <button type="button" class="button" popovertarget="filters" popovertargetaction="hide" aria-label=words.t(shell::CLOSE)>
                    <Icon name="x"/>
                </button>
            </div>
            <SearchAddress action=href("/academy") class="facets" label=words.t(k::FILTERS)>
                <div class="field">
                    <label for="course-search">{words.t(k::SEARCH)}</label>
                    <input id="course-search" type="search" name="q" value=query.text maxlength="100"/>
                </div>
                {facets}
                <button class="button button-primary" type="submit">{words.t(k::SHOW)}</button>
            </SearchAddress>
        </div>
    }
}

/// What is chosen; each chip takes its choice away.
#[component]
fn Chips(query: CourseQuery, facets: Vec<Facet>) -> impl IntoView {
    let words = use_words();
    let chips = facets
        .into_iter()
        .flat_map(|facet| {
            let name = facet.name;
            facet
                .values
                .into_iter()
                .filter(|value| value.chosen)
                .map(move |value| (name.clone(), value.value))
        })
        .map(|(facet, value)| {
            let label = value_words(words, &facet, &value);
            view! {
                <a class="chip" href=address(&query.toggled(&facet, &value)) aria-label=words.with(k::REMOVE_FILTER, &[("name", &label)])>
                    {label.clone()}
                    <Icon name="x"/>
                </a>
            }
        })
        .collect_view();
    let clear = query.is_filtered().then(
        || view! { <a class="chip chip-clear" href=href("/academy")>{words.t(k::CLEAR)}</a> },
    );
    view! { <div class="row">{chips}{clear}</div> }
}

//! The home page: what this is in one sentence, three doors, what is new, the numbers.

use crate::{href, load, marketplace::api, use_words};
use domain::marketplace::HomePage as Content;
use i18n::keys::shell as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Khatam, ListingCard, RegionTiles};

#[lazy]
pub(crate) fn home_page() -> AnyView {
    view! { <HomePage/> }.into_any()
}

#[component]
fn HomePage() -> impl IntoView {
    let words = use_words();
    crate::ssr::meta("description", &words.t(k::SITE_DESCRIPTION));
    crate::ssr::alternates("");
    let home = load(|| api::Home {});
    view! {
        <Title text=words.t(k::SITE_NAME)/>
        <Hero/>
        <div class="wrap">
            <Doors/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match home.await {
                        Ok(home) => view! { <News home/> }.into_any(),
                        Err(error) => view! { <crate::ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Hero() -> impl IntoView {
    let words = use_words();
    view! {
        <section class="hero" data-part="market">
            <Khatam/>
            <div class="wrap">
                <div>
                    <h1>{words.t(k::HOME_TITLE)}</h1>
                    <p>{words.t(k::HOME_LEAD)}</p>
                    <crate::marketplace::SearchForm/>
                </div>
                // Not fetched where there is no room for it.
                <img class="hero-scene" src="/illustrations/cooperative.svg" alt="" width="320" height="240" loading="lazy"/>
            </div>
        </section>
    }
}

#[component]
fn Doors() -> impl IntoView {
    let words = use_words();
    let door = move |part: &'static str, to: &'static str, title, text, action| {
        view! {
            <a class="door" data-part=part href=href(to)>
                <img src=format!("/illustrations/doors/{part}.svg") alt="" width="320" height="240"/>
                <div>
                    <h2>{words.t(title)}</h2>
                    <p class="meta">{words.t(text)}</p>
                    <b>{words.t(action)}</b>
                </div>
            </a>
        }
    };
    view! {
        <div class="doors">
            {door("market", "/market", k::DOOR_MARKET_TITLE, k::DOOR_MARKET_TEXT, k::DOOR_MARKET_ACTION)}
            {door("projects", "/projects", k::DOOR_PROJECTS_TITLE, k::DOOR_PROJECTS_TEXT, k::DOOR_PROJECTS_ACTION)}
            {door("academy", "/academy", k::DOOR_ACADEMY_TITLE, k::DOOR_ACADEMY_TEXT, k::DOOR_ACADEMY_ACTION)}
        </div>
    }
}

#[component]
fn News(home: Content) -> impl IntoView {
    let words = use_words();
    let caption = |key, count: u32| {
        let text = words.count(key, u64::from(count), &[]);
        view! { <p><b><bdi>{count}</bdi></b>{text}</p> }
    };
    let numbers = view! {
        <div class="numbers">
            {caption(k::HOME_PRODUCTS, home.products)}
            {caption(k::HOME_COOPERATIVES, home.cooperatives)}
            {caption(k::HOME_REGIONS, home.regions)}
        </div>
    };
    view! {
        <section class="section">
            <div class="row between">
                <h2>{words.t(k::HOME_NEW_PRODUCTS)}</h2>
                <a href=href("/market")>{words.t(k::HOME_ALL_PRODUCTS)}</a>
            </div>
            <div class="grid">
                {home.newest.into_iter().map(|listing| view! { <ListingCard listing sold_out=""/> }).collect_view()}
            </div>
        </section>
        <section class="section figures" data-part="market">
            <div class="stack">
                <h2>{words.t(k::HOME_NUMBERS)}</h2>
                {numbers}
                <p class="meta">{words.t(k::HOME_REGIONS_HINT)}</p>
            </div>
            <RegionTiles regions=home.by_region address=|code| href(&format!("/market?region={code}"))/>
        </section>
    }
}

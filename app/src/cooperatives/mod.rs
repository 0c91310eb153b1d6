//! The cooperatives' public pages.

pub mod api;
mod passport;

use crate::{ErrorView, load, marketplace::Reviews, path_segment, use_lang, use_words};
use domain::cooperatives::CooperativePage as Cooperative;
use i18n::keys::cooperatives as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Khatam, ListingCard, Text};

#[lazy]
pub(crate) fn cooperatives_page() -> AnyView {
    let page = match path_segment(1).as_str() {
        "lots" => view! { <passport::PassportPage/> }.into_any(),
        _ => view! { <CooperativePage/> }.into_any(),
    };
    view! { <div data-part="market">{page}</div> }.into_any()
}

#[component]
fn CooperativePage() -> impl IntoView {
    let slug = path_segment(2);
    let page = load(move || api::ShowCooperative { slug: slug.clone() });
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(page: Cooperative) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let since = words.with(k::SINCE, &[("year", &page.founded_year.to_string())]);
    crate::ssr::meta("description", &page.story.pick(lang).text);
    crate::ssr::alternates(&format!("/cooperatives/{}", page.slug));
    let sold_out = words.t(k::SOLD_OUT);
    view! {
        <Title text=page.name.pick(lang).text/>
        <div class="wrap page stack">
            <header class="cooperative-head">
                <Khatam/>
                <div class="stack">
                    <p class="badge"><Icon name="seal-check"/>{words.t(k::VERIFIED)}</p>
                    <h1><Text text=page.name/></h1>
                    <p class="said meta"><Icon name="map-pin"/><span><Text text=page.province/>" · "<Text text=page.region/></span></p>
                    <ul class="row">
                        <li class="said">
                            <Icon name="users-three"/>
                            <span>{words.count(k::MEMBERS, u64::from(page.members), &[])}", "{words.count(k::WOMEN, u64::from(page.women), &[])}</span>
                        </li>
                        <li class="said"><Icon name="calendar"/>{since}</li>
                    </ul>
                </div>
                <img class="arch" src="/illustrations/cooperative.svg" alt="" width="320" height="240"/>
            </header>
            <div class="two">
                <section class="panel">
                    <h2>{words.t(k::STORY)}</h2>
                    <p><Text text=page.story/></p>
                </section>
                {(!page.certificates.is_empty()).then(|| view! {
                    <section class="panel">
                        <h2>{words.t(k::LABELS)}</h2>
                        <ul class="stack">
                            {page.certificates.into_iter().map(|it| {
                                let date = words.date(it.expires_at);
                                view! {
                                    <li class="said">
                                        <span class="badge"><Icon name="certificate"/>{it.label}</span>
                                        <span>
                                            {it.area}" · "<bdi>{it.number}</bdi>
                                            <br/>
                                            <span class="meta">{words.with(k::VALID_UNTIL, &[("date", &date)])}</span>
                                        </span>
                                    </li>
                                }
                            }).collect_view()}
                        </ul>
                    </section>
                })}
            </div>
            <Reviews listing=domain::ListingId(0) cooperative=page.id/>
            <section class="section">
                <h2>{words.t(k::PRODUCTS)}</h2>
                <div class="grid">
                    {page.listings.into_iter().map(|listing| view! { <ListingCard listing sold_out=sold_out.clone()/> }).collect_view()}
                </div>
            </section>
        </div>
    }
}

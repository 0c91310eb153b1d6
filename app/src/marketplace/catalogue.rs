//! The catalogue: facets with counts, chips of what is chosen, sort and pages, all in the address.

use super::{SearchForm, api};
use crate::{ErrorView, SearchAddress, href, load, ssr, use_lang, use_words};
use domain::marketplace::{Catalogue, CatalogueQuery, Facet, Sort};
use i18n::keys::{marketplace as k, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{EmptyState, Icon, ListingCard, Pagination};

fn address(query: &CatalogueQuery) -> String {
    href(&format!("/market{}", query.to_query_string()))
}

#[component]
pub fn CataloguePage() -> impl IntoView {
    ssr::alternates("/market");
    let words = use_words();
    let search = use_location().search;
    let catalogue = load(move || api::BrowseCatalogue {
        search: search.get(),
    });
    view! {
        <Title text=words.t(k::TITLE)/>
        <div class="wrap page stack">
            <header>
                <h1>{words.t(k::TITLE)}</h1>
                <p class="meta">{words.t(k::INTRO)}</p>
            </header>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match catalogue.await {
                        Ok(catalogue) => view! { <Body catalogue/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(catalogue: Catalogue) -> impl IntoView {
    let words = use_words();
    let query = catalogue.query.clone();
    let sold_out = words.t(k::SOLD_OUT);
    let paged = query.clone();
    // The request is for one category: the one that is looked at.
    let ask = match query.categories.as_slice() {
        [category] => href(&format!("/quotes/new?category={category}")),
        _ => href("/quotes/new"),
    };
    let cards = if catalogue.cards.is_empty() {
        view! {
            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::NONE_TITLE) text=words.t(k::NONE_TEXT) level=2>
                <a class="button button-secondary" href=href("/market")>{words.t(k::CLEAR)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <div class="grid">
                {catalogue.cards.into_iter().map(|listing| view! { <ListingCard listing sold_out=sold_out.clone()/> }).collect_view()}
            </div>
        }
        .into_any()
    };
    view! {
        <SearchForm text=query.text.clone()/>
        <div class="catalogue">
            <Filters query=query.clone() facets=catalogue.facets.clone() in_stock_count=catalogue.in_stock_count price_range=catalogue.price_range/>
            <section class="stack">
                <h2 class="results" aria-live="polite">{words.count(k::RESULTS, u64::from(catalogue.total), &[])}</h2>
                <Chips query=query.clone() facets=catalogue.facets/>
                {cards}
                <Pagination page=query.page pages=catalogue.pages address=move |page| address(&paged.at_page(page))/>
                <p><a href=ask>{words.t(k::ASK_QUOTE)}</a></p>
                <p class="meta">
                    <a href=format!("/feeds/{}/listings.xml", words.lang().code()) rel="external">{words.t(k::FEED_NEW)}</a>
                    " · "
                    <a href=format!("/feeds/{}/products.xml", words.lang().code()) rel="external">{words.t(k::FEED_PRODUCTS)}</a>
                </p>
            </section>
        </div>
    }
}

/// One GET form; the browser sends it without scripts, the router with them.
#[component]
fn Filters(
    query: CatalogueQuery,
    facets: Vec<Facet>,
    in_stock_count: u32,
    price_range: Option<(u32, u32)>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let (low, high) = price_range.unwrap_or((0, 0));
    let text = query.text.clone();
    let sort = query.sort;
    let sort_words = [
        k::SORT_RELEVANCE,
        k::SORT_PRICE,
        k::SORT_PRICE_DESC,
        k::SORT_NEWEST,
    ];
    let facet_view = |facet: Facet| {
        let title = match facet.name.as_str() {
            "region" => k::REGION,
            "category" => k::CATEGORY,
            _ => k::LABEL,
        };
        let name = facet.name.clone();
        (!facet.values.is_empty()).then(|| view! {
            <fieldset>
                <legend>{words.t(title)}</legend>
                {facet.values.into_iter().map(|value| {
                    let picked = value.name.pick(lang);
                    view! {
                        <label class="facet">
                            <input type="checkbox" name=name.clone() value=value.value checked=value.chosen/>
                            <span lang=(picked.lang != lang).then_some(picked.lang.code())>{picked.text}</span>
                            <span class="n">{value.count}</span>
                        </label>
                    }
                }).collect_view()}
            </fieldset>
        })
    };
    let facets = facets.into_iter().map(facet_view).collect_view();
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
            <SearchAddress action=href("/market") class="facets" label=words.t(k::FILTERS)>
                {(!text.is_empty()).then(|| view! { <input type="hidden" name="q" value=text/> })}
                <div class="field">
                    <label for="sort">{words.t(k::SORT)}</label>
                    <select id="sort" name="sort">
                        {Sort::ALL.into_iter().zip(sort_words).map(|(value, key)| view! {
                            <option value=value.code() selected=value == sort>{words.t(key)}</option>
                        }).collect_view()}
                    </select>
                </div>
                <label class="facet">
                    <input type="checkbox" name="stock" value="1" checked=query.in_stock/>
                    <span>{words.t(k::IN_STOCK)}</span>
                    <span class="n">{in_stock_count}</span>
                </label>
                {facets}
                <fieldset>
                    <legend>{words.t(k::PRICE)}</legend>
                    <div class="pair">
                        <div class="field">
                            <label for="min">{words.t(k::PRICE_MIN)}</label>
                            <input id="min" name="min" inputmode="numeric" placeholder=low value=query.price_min.map(|p| p.to_string())/>
                        </div>
                        <div class="field">
                            <label for="max">{words.t(k::PRICE_MAX)}</label>
                            <input id="max" name="max" inputmode="numeric" placeholder=high value=query.price_max.map(|p| p.to_string())/>
                        </div>
                    </div>
                </fieldset>
                <button class="button button-primary" type="submit">{words.t(k::SHOW)}</button>
            </SearchAddress>
        </div>
    }
}

/// What is chosen; each chip takes its choice away.
#[component]
fn Chips(query: CatalogueQuery, facets: Vec<Facet>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let chips = facets
        .into_iter()
        .flat_map(|facet| {
            let name = facet.name;
            facet
                .values
                .into_iter()
                .filter(|value| value.chosen)
                .map(move |value| (name.clone(), value))
        })
        .map(|(facet, value)| {
            let label = value.name.pick(lang).text;
            view! {
                <a
                    class="chip"
                    href=address(&query.toggled(&facet, &value.value))
                    aria-label=words.with(k::REMOVE_FILTER, &[("name", &label)])
                >
                    {label.clone()}
                    <Icon name="x"/>
                </a>
            }
        })
        .collect_view();
    let clear = query
        .is_filtered()
        .then(|| view! { <div class="row">{chips}<a class="chip chip-clear" href=href("/market")>{words.t(k::CLEAR)}</a></div> });
    view! { {clear} }
}

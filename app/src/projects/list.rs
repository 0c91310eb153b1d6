//! List and map, kept together: what is asked stands in the address and narrows both.

use super::{api, cards::Card, wording as w};
use crate::{ErrorView, SearchAddress, href, load, ssr, use_lang, use_words};
use domain::projects::{SheetFacet, SheetFacetValue, SheetList, SheetQuery, SheetSort};
use i18n::keys::{projects as k, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{EmptyState, Icon, Pagination, Text};

fn address(query: &SheetQuery) -> String {
    href(&format!("/projects{}", query.to_query_string()))
}

#[component]
pub(super) fn ListPage() -> impl IntoView {
    let words = use_words();
    ssr::alternates("/projects");
    ssr::meta("description", &words.t(k::LEAD));
    let search = use_location().search;
    let list = load(move || api::BrowseSheets {
        search: search.get(),
    });
    view! {
        <Title text=words.t(k::TITLE)/>
        <div class="wrap page stack">
            <h1>{words.t(k::TITLE)}</h1>
            <p class="lead">{words.t(k::LEAD)}</p>
            <p class="row">
                <a class="button button-secondary" href=href("/projects/for-me")>{words.t(k::FOR_ME)}</a>
                <a class="button button-secondary" href=href("/projects/ideas")>{words.t(k::PROPOSE)}</a>
            </p>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => view! { <Body list/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Body(list: SheetList) -> impl IntoView {
    let words = use_words();
    let query = list.query.clone();
    let paged = query.clone();
    let facet = |name: &str| {
        let facet = list.facets.iter().find(|facet| facet.name == name);
        facet.map(|facet| facet.values.clone()).unwrap_or_default()
    };
    let (regions, provinces) = (facet("region"), facet("province"));
    let cards = if list.cards.is_empty() {
        view! {
            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::NONE_TITLE) text=words.t(k::NONE_TEXT)>
                <a class="button button-secondary" href=href("/projects")>{words.t(k::CLEAR)}</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <SearchAddress action=href("/projects/compare") class="stack" label=words.t(k::COMPARE_TITLE)>
                <div class="grid">
                    {list.cards.into_iter().map(|card| view! { <Card card compare=true/> }).collect_view()}
                </div>
                <div class="compare-bar">
                    <span class="meta">{words.t(k::COMPARE_HINT)}</span>
                    <button class="button button-secondary" type="submit">{words.t(k::COMPARE)}</button>
                </div>
            </SearchAddress>
        }
        .into_any()
    };
    view! {
        <form class="search" role="search" method="get" action=href("/projects")>
            <input type="search" name="q" value=query.text.clone() aria-label=words.t(k::SEARCH_LABEL)
                placeholder=words.t(k::SEARCH_PLACEHOLDER) autocomplete="off" maxlength="100"/>
            <button class="button button-primary" type="submit">{words.t(shell::SEARCH_SUBMIT)}</button>
        </form>
        <div class="catalogue">
            <Filters query=query.clone() facets=list.facets.clone()/>
            <section class="stack">
                <Map query=query.clone() regions provinces/>
                <h2 class="results" aria-live="polite">{words.count(k::RESULTS, u64::from(list.total), &[])}</h2>
                <Chips query facets=list.facets/>
                {cards}
                <Pagination page=paged.page pages=list.pages address=move |page| address(&paged.at_page(page))/>
            </section>
        </div>
    }
    .into_any()
}

/// The regions where they lie, each a link that keeps what else is asked; the provinces of the
/// chosen one below.
#[component]
fn Map(
    query: SheetQuery,
    regions: Vec<SheetFacetValue>,
    provinces: Vec<SheetFacetValue>,
) -> impl IntoView {
    // North above; empty cells are sea or neighbours.
    const CELLS: [&str; 25] = [
        "", "01", "02", "", "", "", "04", "03", "", "", "", "06", "05", "08", "", "07", "09", "",
        "", "", "10", "11", "12", "", "",
    ];
    let words = use_words();
    let lang = use_lang();
    let most = regions
        .iter()
        .map(|region| region.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let tiles = CELLS
        .iter()
        .map(
            |code| match regions.iter().find(|region| region.value == *code) {
                Some(region) => {
                    let name = region.name.pick(lang).text;
                    let label = words.with(
                        k::MAP_OF,
                        &[("name", &name), ("count", &region.count.to_string())],
                    );
                    let level = (region.count * 4).div_ceil(most);
                    view! {
                    <a href=address(&query.in_region(code)) title=label.clone() aria-label=label
                        data-level=level.to_string() aria-current=region.chosen.then_some("true")>
                        {region.count}
                    </a>
                }
                .into_any()
                }
                None => view! { <span aria-hidden="true"></span> }.into_any(),
            },
        )
        .collect_view();
    let chosen = regions
        .iter()
        .find(|region| region.chosen)
        .map(|region| region.name.clone());
    let below = provinces
        .into_iter()
        .map(|province| {
            let to = address(&query.toggled("province", &province.value));
            view! {
                <a class="chip chip-quiet" href=to aria-current=province.chosen.then_some("true")>
                    <Text text=province.name/><bdi>{province.count}</bdi>
                </a>
            }
        })
        .collect::<Vec<_>>();
    let has_provinces = !below.is_empty();
    view! {
        <nav class="project-map" aria-label=words.t(k::MAP)>
            <div class="tiles">{tiles}</div>
            <div class="stack">
                <p class="map-title">{words.t(k::MAP)}{chosen.map(|name| view! { " · "<strong><Text text=name/></strong> })}</p>
                {has_provinces.then(|| view! { <p class="meta">{words.t(k::PROVINCES)}</p><div class="row">{below}</div> })}
            </div>
        </nav>
    }
    .into_any()
}

/// One GET form; the browser sends it without scripts, the router with them.
#[component]
fn Filters(query: SheetQuery, facets: Vec<SheetFacet>) -> impl IntoView {
    let words = use_words();
    let text = query.text.clone();
    let sort = query.sort;
    let facets = facets
        .into_iter()
        .filter(|facet| facet.values.len() > 1 || facet.values.iter().any(|value| value.chosen))
        .map(|facet| view! { <FacetBoxes facet/> })
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
            <SearchAddress action=href("/projects") class="facets" label=words.t(k::FILTERS)>
                {(!text.is_empty()).then(|| view! { <input type="hidden" name="q" value=text/> })}
                <div class="field">
                    <label for="sort">{words.t(k::SORT)}</label>
                    <select id="sort" name="sort">
                        {SheetSort::ALL.into_iter().map(|value| view! {
                            <option value=value.code() selected=value == sort>{words.t(w::sort(value))}</option>
                        }).collect_view()}
                    </select>
                </div>
                {facets}
                <button class="button button-primary" type="submit">{words.t(k::SHOW)}</button>
            </SearchAddress>
        </div>
    }
    .into_any()
}

#[component]
fn FacetBoxes(facet: SheetFacet) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let name = facet.name;
    let title = w::facet(&name);
    // The regions are the map's; here they stay behind a summary, as the longest list.
    let is_long = facet.values.len() > 8;
    let any_chosen = facet.values.iter().any(|value| value.chosen);
    let boxes = facet
        .values
        .into_iter()
        .map(|value| {
            let picked = value.name.pick(lang);
            let text = w::facet_value(&name, &value.value).map_or(picked.text, |key| words.t(key));
            let mark = (picked.lang != lang && w::facet_value(&name, &value.value).is_none()).then_some(picked.lang.code());
            view! {
                <label class="facet">
                    <input type="checkbox" name=name.clone() value=value.value checked=value.chosen/>
                    <span lang=mark>{text}</span>
                    <span class="n">{value.count}</span>
                </label>
            }
        })
        .collect_view();
    if is_long {
        view! {
            <details class="facet-more" open=any_chosen>
                <summary>{words.t(title)}</summary>
                <fieldset aria-label=words.t(title)>{boxes}</fieldset>
            </details>
        }
        .into_any()
    } else {
        view! { <fieldset><legend>{words.t(title)}</legend>{boxes}</fieldset> }.into_any()
    }
}

/// What is chosen; each chip takes its choice away.
#[component]
fn Chips(query: SheetQuery, facets: Vec<SheetFacet>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let chips: Vec<_> = facets
        .into_iter()
        .flat_map(|facet| {
            let name = facet.name;
            facet.values.into_iter().filter(|value| value.chosen).map(move |value| (name.clone(), value))
        })
        .map(|(facet, value)| {
            let label = w::facet_value(&facet, &value.value)
                .map_or_else(|| value.name.pick(lang).text, |key| words.t(key));
            let remove = words.with(k::REMOVE_FILTER, &[("name", &label)]);
            view! {
                <a class="chip" href=address(&query.toggled(&facet, &value.value)) aria-label=remove>
                    {label.clone()}
                    <Icon name="x"/>
                </a>
            }
        })
        .collect();
    query.is_filtered().then(|| {
        view! {
            <div class="row">
                {chips}
                <a class="chip chip-clear" href=href("/projects")>{words.t(k::CLEAR)}</a>
            </div>
        }
    })
}

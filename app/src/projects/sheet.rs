//! A sheet: what it is, its figures with their sources, its risks, and the simulator.

use super::{
    api,
    cards::Card,
    simulator::{Keeping, Simulator},
    wording as w,
};
use crate::{
    ErrorView, ServerAction, href, load, path_segment, reload, ssr, use_lang, use_words,
    ventures::team_api::SheetPledges,
};
use domain::{
    LocalText,
    projects::{Inputs, Pledges, Product, Saturation, SheetContent, SheetPage as Sheet},
};
use i18n::{Key, keys::projects as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Notice, Text};

fn keeping(slug: String) -> Keeping {
    let save = ServerAction::<api::SaveScenario>::new();
    let forget = ServerAction::<api::DeleteScenario>::new();
    let mine = reload(
        move || save.version() + forget.version(),
        move || api::MyScenarios { slug: slug.clone() },
    );
    Keeping { save, forget, mine }
}

#[component]
pub(super) fn SheetPage() -> impl IntoView {
    let slug = path_segment(2);
    let keeping = keeping(slug.clone());
    let pledged = slug.clone();
    let pledges = load(move || SheetPledges {
        sheet: pledged.clone(),
    });
    let sheet = load(move || api::ShowSheet { slug: slug.clone() });
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match sheet.await {
                    Ok(sheet) => {
                        let pledges = pledges.await.ok();
                        view! { <Body sheet start=None name=None keeping pledges/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// A sheet with the figures that someone kept and shared.
#[component]
pub(super) fn SharedPage() -> impl IntoView {
    let token = path_segment(3);
    ssr::meta("robots", "noindex");
    // Whose list to show is known only with the sheet: an unknown one has none.
    let keeping = keeping(String::new());
    let shared = load(move || api::SharedScenario {
        token: token.clone(),
    });
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match shared.await {
                    Ok(shared) => view! {
                        <Body sheet=shared.sheet start=Some(shared.scenario.inputs) name=Some(shared.scenario.name) keeping pledges=None/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(
    sheet: Sheet,
    start: Option<Inputs>,
    name: Option<String>,
    keeping: Keeping,
    pledges: Option<Pledges>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let pledges = pledges.map(|pledges| view! { <PledgesPanel pledges slug=sheet.card.slug.clone() counted=sheet.content.product/> });
    let title = sheet.content.title.pick(lang).text;
    let summary = sheet.content.what.pick(lang).text;
    let slug = sheet.card.slug.clone();
    ssr::meta("description", &summary);
    ssr::alternates(&format!("/projects/{slug}"));
    let content = sheet.content.clone();
    let shared = name.map(|name| {
        view! {
            <Notice kind="info">
                <strong>{words.with(k::SHARED, &[("name", &name)])}</strong>
                <p>{words.t(k::SHARED_TEXT)}</p>
            </Notice>
        }
    });
    let related = sheet.related.clone();
    view! {
        <Title text=title/>
        <article class="wrap page stack">
            <p><a href=href("/projects")>{words.t(k::BACK_TO_LIST)}</a></p>
            <Head sheet=sheet.clone()/>
            {shared}
            <Simulator slug content=content.clone() start keeping programmes=sheet.programmes.clone() sector=sheet.card.sector.clone() region=sheet.card.region.clone()/>
            {pledges}
            <About content=content.clone()/>
            <Hazards content=content.clone()/>
            <div class="two">
                <SaturationPanel saturation=sheet.saturation province=sheet.card.province_name/>
                <Labels labels=content.labels.clone()/>
            </div>
            <Sources content/>
            <section class="section">
                <h2>{words.t(k::RELATED)}</h2>
                <div class="grid">{related.into_iter().map(|card| view! { <Card card/> }).collect_view()}</div>
            </section>
        </article>
    }
    .into_any()
}

#[component]
fn Head(sheet: Sheet) -> impl IntoView {
    let words = use_words();
    let card = sheet.card;
    let version = words.with(
        k::VERSION,
        &[
            ("number", &sheet.number.to_string()),
            ("date", &words.date(card.published_at)),
        ],
    );
    let range = words.with(
        k::MEMBERS_RANGE,
        &[
            ("min", &card.members_min.to_string()),
            ("max", &card.members_max.to_string()),
        ],
    );
    let start = href(&format!("/projects/teams/start?sheet={}", card.slug));
    let paper = format!("/papers/sheets/{}/{}", card.slug, use_lang().code());
    let proposed = sheet.proposed_by.map(|names| match names.is_empty() {
        true => words.t(k::PROPOSED_BY_MEMBER),
        false => words.with(k::PROPOSED_BY, &[("names", &names.join(", "))]),
    });
    let kpi = |label: String, value: String| view! { <div class="kpi"><span>{label}</span><b><bdi>{value}</bdi></b></div> };
    view! {
        <header class="sheet-top">
            <img class="picture" src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="320" height="240" fetchpriority="high"/>
            <div class="stack">
                <div class="row">
                    <span class="badge badge-part">{view! { <Text text=card.sector_name/> }}</span>
                    {card.labels.first().cloned().map(|label| view! { <span class="badge"><Icon name="seal-check"/>{label}</span> })}
                </div>
                <h1><Text text=sheet.content.title/></h1>
                <p class="meta"><Icon name="map-pin"/><Text text=card.province_name/>" · "<Text text=card.region_name/></p>
                <p class="lead"><Text text=sheet.content.what/></p>
                <p class="row">
                    <a class="button button-primary" href="#simulator">{words.t(k::TRY_FIGURES)}</a>
                    <a class="button button-secondary" href=start>{words.t(k::START_PROJECT)}</a>
                    <a class="button button-quiet" href=paper rel="external" target="_blank"><Icon name="printer"/>{words.t(k::PRINT_SHEET)}</a>
                </p>
                <p class="meta">{version}</p>
                {proposed.map(|proposed| view! { <p class="meta"><Icon name="user"/><bdi>{proposed}</bdi></p> })}
            </div>
        </header>
        <div class="kpis">
            {kpi(words.t(k::CARD_START), w::dirhams(words, card.figures.investment))}
            {kpi(words.t(k::CARD_INCOME), w::dirhams_a_month(words, card.figures.monthly_income))}
            {kpi(words.t(k::FACET_MEMBERS), range)}
            {kpi(words.t(k::JOBS), words.number(card.jobs.into()))}
        </div>
    }
    .into_any()
}

/// What buyers say they would buy, and how far it carries.
#[component]
fn PledgesPanel(pledges: Pledges, slug: String, counted: Product) -> impl IntoView {
    let words = use_words();
    let told = match (pledges.buyers, pledges.covered) {
        (0, _) => words.t(k::PLEDGES_NONE),
        (buyers, covered) => {
            let volume = format!(
                "{} {}",
                words.number(pledges.volume),
                words.t(w::product(counted))
            );
            let told = words.count(k::PLEDGES_TOLD, buyers.into(), &[("volume", &volume)]);
            match covered {
                Some(covered) => {
                    let share = words.percent(covered);
                    format!(
                        "{told} {}",
                        words.with(k::PLEDGES_COVER, &[("share", &share)])
                    )
                }
                None => told,
            }
        }
    };
    let to = href(&format!("/projects/teams/pledge?sheet={slug}"));
    view! {
        <section class="panel">
            <h2>{words.t(k::PLEDGES)}</h2>
            <p>{told}</p>
            <p><a class="button button-secondary" href=to>{words.t(k::PLEDGE)}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn About(content: SheetContent) -> impl IntoView {
    let words = use_words();
    let part = |key: Key, text: LocalText| view! { <section class="panel"><h2>{words.t(key)}</h2><p><Text text/></p></section> };
    let list = |key: Key, items: Vec<Key>| {
        let items = items
            .into_iter()
            .map(|item| view! { <li><Icon name="check"/><span>{words.t(item)}</span></li> })
            .collect_view();
        view! { <section class="panel"><h2>{words.t(key)}</h2><ul class="ticks">{items}</ul></section> }
    };
    let skills = content
        .skills
        .iter()
        .map(|skill| w::skill(*skill))
        .collect();
    let licences = content
        .licences
        .iter()
        .map(|licence| w::licence(*licence))
        .collect();
    view! {
        <div class="section two">
            {part(k::FOR_WHOM, content.for_whom)}
            {part(k::MARKET, content.market)}
            {part(k::PROCESS, content.process)}
            {part(k::EQUIPMENT, content.equipment)}
            {list(k::SKILLS, skills)}
            {list(k::LICENCES, licences)}
        </div>
    }
    .into_any()
}

#[component]
fn Hazards(content: SheetContent) -> impl IntoView {
    let words = use_words();
    let items = content
        .hazards
        .iter()
        .map(|hazard| view! { <dt>{words.t(w::hazard(*hazard))}</dt><dd>{words.t(w::remedy(*hazard))}</dd> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::HAZARDS)}</h2>
            <dl class="hazards">{items}</dl>
        </section>
    }
    .into_any()
}

#[component]
fn Labels(labels: Vec<String>) -> impl IntoView {
    let words = use_words();
    let body = if labels.is_empty() {
        view! { <p class="meta">{words.t(k::LABELS_NONE)}</p> }.into_any()
    } else {
        let labels = labels
            .into_iter()
            .map(|label| view! { <span class="badge"><Icon name="seal-check"/>{label}</span> })
            .collect_view();
        view! { <div class="row">{labels}</div> }.into_any()
    };
    view! { <section class="panel"><h2>{words.t(k::LABELS)}</h2>{body}</section> }.into_any()
}

#[component]
fn SaturationPanel(saturation: Option<Saturation>, province: LocalText) -> impl IntoView {
    let words = use_words();
    let province = province.pick(use_lang()).text;
    let body = match saturation {
        None => view! { <p class="meta">{words.t(k::SATURATION_NONE)}</p> }.into_any(),
        Some(it) => {
            let count = words.count(
                k::SATURATION_COUNT,
                it.cooperatives.into(),
                &[("name", &province)],
            );
            let density = words.with(
                k::SATURATION_DENSITY,
                &[("density", &words.decimal(it.density, 3))],
            );
            let people = words.number(it.inhabitants.into());
            let source = words.with(
                k::SATURATION_SOURCE,
                &[
                    ("inhabitants", &people),
                    ("source", &it.source),
                    ("date", &words.date(it.date)),
                ],
            );
            view! { <p><strong>{count}</strong>", "{density}"."</p><p class="meta">{source}</p> }
                .into_any()
        }
    };
    view! { <section class="panel"><h2>{words.t(k::SATURATION)}</h2>{body}</section> }.into_any()
}

/// Every assumption with its source and its day.
#[component]
fn Sources(content: SheetContent) -> impl IntoView {
    let words = use_words();
    let rows = content
        .assumptions
        .into_iter()
        .map(|it| {
            view! {
                <tr>
                    <th scope="row">{words.t(w::subject(it.subject))}</th>
                    <td><Text text=it.source/></td>
                    <td><bdi>{words.date(it.date)}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let title = words.t(k::ASSUMPTIONS);
    let caption = title.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=title>
            <table>
                <caption>{caption}</caption>
                <thead><tr>
                    <th scope="col">{words.t(k::ASSUMPTION_SUBJECT)}</th>
                    <th scope="col">{words.t(k::ASSUMPTION_SOURCE)}</th>
                    <th scope="col">{words.t(k::ASSUMPTION_DATE)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

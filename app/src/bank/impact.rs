//! What has come of the projects, for everyone: figures with their definitions, charts with their
//! tables, and the tables as files.

use super::{impact_api as api, rows::RowBars, wording as w};
use crate::{ErrorView, PageWords, load, ssr, use_lang, use_words};
use domain::projects::{Dimension, Impact, ImpactRow, PeopleFigures, ReferralRow};
use i18n::{Key, keys::bank as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Icon;

#[component]
pub(super) fn ImpactPage() -> impl IntoView {
    let words = use_words();
    ssr::alternates("/impact");
    ssr::meta("description", &words.t(k::IMPACT_LEAD));
    let impact = load(|| api::ShowImpact {});
    view! {
        <Title text=words.t(k::IMPACT)/>
        <h1>{words.t(k::IMPACT)}</h1>
        <p class="lead">{words.t(k::IMPACT_LEAD)}</p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match impact.await {
                    Ok(impact) => view! { <Body impact/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(impact: Impact) -> impl IntoView {
    let words = use_words();
    let at = words.date_time(impact.computed_at);
    let impact_referrals = impact.referrals.clone();
    let tables = Dimension::ALL
        .iter()
        .map(|dimension| view! { <Cut dimension=*dimension rows=impact.rows(*dimension).to_vec() total=impact.total.clone()/> })
        .collect_view();
    view! {
        <Figures impact=impact.clone()/>
        <Stages impact/>
        {tables}
        <Referrals rows=impact_referrals/>
        <p class="meta">{words.t(k::IMPACT_HIDDEN)}</p>
        <p class="meta">{words.with(k::IMPACT_AT, &[("date", &at)])}</p>
    }
    .into_any()
}

/// The totals, each with what it counts.
#[component]
fn Figures(impact: Impact) -> impl IntoView {
    let words = use_words();
    let people = impact.total.people;
    let of = |figure: fn(&PeopleFigures) -> u32| people.as_ref().map(figure);
    let figures: [(Key, Key, Option<String>); 7] = [
        (
            k::IMPACT_SHEETS,
            k::IMPACT_SHEETS_IS,
            Some(words.number(impact.sheets.into())),
        ),
        (
            k::IMPACT_COOPERATIVES,
            k::IMPACT_COOPERATIVES_IS,
            Some(words.number(impact.total.cooperatives.into())),
        ),
        (
            k::IMPACT_MEMBERS,
            k::IMPACT_MEMBERS_IS,
            number(words, of(|it| it.members)),
        ),
        (
            k::IMPACT_WOMEN,
            k::IMPACT_WOMEN_IS,
            number(words, of(|it| it.women)),
        ),
        (
            k::IMPACT_YOUNG,
            k::IMPACT_YOUNG_IS,
            number(words, of(|it| it.young)),
        ),
        (
            k::IMPACT_JOBS,
            k::IMPACT_JOBS_IS,
            number(words, of(|it| it.jobs)),
        ),
        (
            k::IMPACT_INCOME,
            k::IMPACT_INCOME_IS,
            impact.total.income.map(|it| w::dirhams(words, it)),
        ),
    ];
    let figures = figures
        .into_iter()
        .map(|(name, definition, figure)| {
            let figure = figure.unwrap_or_else(|| words.t(k::IMPACT_NOT_TOLD));
            view! {
                <div class="panel figure-told">
                    <dt>{words.t(name)}</dt>
                    <dd><b><bdi>{figure}</bdi></b></dd>
                    <dd class="meta">{words.t(definition)}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="figures-told">{figures}</dl> }.into_any()
}

fn number(words: PageWords, figure: Option<u32>) -> Option<String> {
    figure.map(|it| words.number(it.into()))
}

#[component]
fn Stages(impact: Impact) -> impl IntoView {
    let words = use_words();
    let bars = impact
        .stages
        .iter()
        .map(|(stage, count)| (words.t(w::stage(*stage)), Some(*count)))
        .collect();
    let rows = impact
        .stages
        .iter()
        .map(|(stage, count)| {
            view! {
                <tr>
                    <th scope="row">{words.t(w::stage(*stage))}</th>
                    <td><bdi>{words.number((*count).into())}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let title = words.t(k::IMPACT_STAGES);
    view! {
        <section class="panel">
            <h2>{title.clone()}</h2>
            <p class="meta">{words.t(k::IMPACT_STAGES_IS)}</p>
            <RowBars title=title.clone() bars/>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table class="accounts">
                    <thead><tr><th scope="col">{words.t(k::IMPACT_STAGE)}</th><th scope="col">{words.t(k::IMPACT_PROJECTS)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// People referred with their consent, in steps of five; nothing before anything was counted.
#[component]
fn Referrals(rows: Vec<ReferralRow>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    if rows.is_empty() {
        return ().into_any();
    }
    let cell = |figure: Option<u32>| {
        let shown = match figure {
            Some(figure) => words.with(k::AT_LEAST_N, &[("number", &words.number(figure.into()))]),
            None => words.t(k::IMPACT_UNDER_FIVE),
        };
        view! { <td><bdi>{shown}</bdi></td> }
    };
    let lines = rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.region.pick(lang).text}</th>
                    {cell(row.sent)}
                    {cell(row.in_team)}
                </tr>
            }
        })
        .collect_view();
    let title = words.t(k::IMPACT_REFERRALS);
    let file = format!("/open-data/{}/referrals.csv", lang.code());
    view! {
        <section class="panel">
            <h2>{title.clone()}</h2>
            <p class="meta">{words.t(k::IMPACT_REFERRALS_IS)}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table class="accounts">
                    <thead><tr>
                        <th scope="col">{words.t(k::IMPACT_REGION)}</th>
                        <th scope="col">{words.t(k::IMPACT_REFERRED)}</th>
                        <th scope="col">{words.t(k::IMPACT_IN_TEAM)}</th>
                    </tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            <p><a class="button button-secondary" href=file rel="external" download=""><Icon name="package"/>{words.t(k::IMPACT_CSV)}</a></p>
        </section>
    }
    .into_any()
}

/// One table with its two charts and its file.
#[component]
fn Cut(dimension: Dimension, rows: Vec<ImpactRow>, total: ImpactRow) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let (title, heading) = w::dimension(dimension);
    let title = words.t(title);
    let name = move |row: &ImpactRow| {
        let name = row.name.pick(lang).text;
        match (name.is_empty(), row.key.is_empty()) {
            (false, _) => name,
            (true, true) => words.t(k::IMPACT_NO_SECTOR),
            (true, false) => row.key.clone(),
        }
    };
    let bars = |of: &dyn Fn(&ImpactRow) -> Option<u32>| -> Vec<(String, Option<u32>)> {
        rows.iter().map(|row| (name(row), of(row))).collect()
    };
    let cooperatives = bars(&|row| Some(row.cooperatives));
    let women = bars(&|row| row.people.map(|it| it.women));
    let file = format!("/open-data/{}/{}.csv", lang.code(), dimension.code());
    let lines = rows
        .iter()
        .map(|row| view! { <Line name=name(row) row=row.clone()/> })
        .collect_view();
    let sum = view! { <Line name=words.t(k::IMPACT_TOTAL) row=total/> };
    view! {
        <section class="panel">
            <h2>{title.clone()}</h2>
            <div class="charts">
                <RowBars title=words.t(k::IMPACT_COOPERATIVES) bars=cooperatives/>
                <RowBars title=words.t(k::IMPACT_WOMEN) bars=women/>
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table class="accounts">
                    <thead><Headings heading/></thead>
                    <tbody>{lines}{sum}</tbody>
                </table>
            </div>
            <p><a class="button button-secondary" href=file rel="external" download=""><Icon name="package"/>{words.t(k::IMPACT_CSV)}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn Headings(heading: Key) -> impl IntoView {
    let words = use_words();
    let columns = [
        heading,
        k::IMPACT_COOPERATIVES,
        k::IMPACT_MEMBERS,
        k::IMPACT_WOMEN,
        k::IMPACT_YOUNG,
        k::IMPACT_JOBS,
        k::IMPACT_INCOME,
    ];
    let columns = columns
        .map(|key| view! { <th scope="col">{words.t(key)}</th> })
        .collect_view();
    view! { <tr>{columns}</tr> }.into_any()
}

#[component]
fn Line(name: String, row: ImpactRow) -> impl IntoView {
    let words = use_words();
    let untold = words.t(k::IMPACT_NOT_TOLD);
    let cell = |figure: Option<String>| {
        let figure = figure.unwrap_or_else(|| untold.clone());
        view! { <td><bdi>{figure}</bdi></td> }
    };
    let of = |figure: fn(&PeopleFigures) -> u32| number(words, row.people.as_ref().map(figure));
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cell(Some(words.number(row.cooperatives.into())))}
            {cell(of(|it| it.members))}
            {cell(of(|it| it.women))}
            {cell(of(|it| it.young))}
            {cell(of(|it| it.jobs))}
            {cell(row.income.map(|it| w::dirhams(words, it)))}
        </tr>
    }
    .into_any()
}

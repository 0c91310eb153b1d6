//! Two or three sheets side by side.

use super::{api, wording as w};
use crate::{ErrorView, href, load, use_words};
use domain::{
    Error,
    projects::{ComparedSheet, simulate},
};
use i18n::keys::projects as k;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{EmptyState, Notice, Text};

#[component]
pub(super) fn ComparePage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let search = use_location().search;
    let sheets = load(move || api::CompareSheets {
        search: search.get(),
    });
    view! {
        <Title text=words.t(k::COMPARE_TITLE)/>
        <div class="wrap page stack">
            <p><a href=href("/projects")>{words.t(k::BACK_TO_LIST)}</a></p>
            <h1>{words.t(k::COMPARE_TITLE)}</h1>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match sheets.await {
                        Ok(sheets) if sheets.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::COMPARE) text=words.t(k::COMPARE_NONE)>
                                <a class="button button-secondary" href=href("/projects")>{words.t(k::BACK_TO_LIST)}</a>
                            </EmptyState>
                        }.into_any(),
                        Ok(sheets) => view! { <Table sheets/> }.into_any(),
                        Err(error) if matches!(error.0, Error::Invalid { .. }) => {
                            crate::ssr::set_status(422);
                            view! { <Notice kind="warning">{words.t(k::COMPARE_TOO_MANY)}</Notice> }.into_any()
                        }
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Table(sheets: Vec<ComparedSheet>) -> impl IntoView {
    let words = use_words();
    let columns: Vec<_> = sheets
        .into_iter()
        .filter_map(|sheet| simulate(&sheet.inputs).ok().map(|results| (sheet, results)))
        .collect();
    let heads = columns
        .iter()
        .map(|(sheet, _)| {
            let card = sheet.card.clone();
            view! {
                <th scope="col">
                    <img class="picture" src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="160" height="120"/>
                    <a href=href(&format!("/projects/{}", card.slug))><Text text=card.title/></a>
                </th>
            }
        })
        .collect_view();
    let row = |key, cell: &dyn Fn(&ComparedSheet, &domain::projects::Results) -> AnyView| {
        let cells = columns
            .iter()
            .map(|(sheet, results)| view! { <td>{cell(sheet, results)}</td> })
            .collect_view();
        view! { <tr><th scope="row">{words.t(key)}</th>{cells}</tr> }
    };
    let text = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    let range = |sheet: &ComparedSheet| {
        words.with(
            k::MEMBERS_RANGE,
            &[
                ("min", &sheet.card.members_min.to_string()),
                ("max", &sheet.card.members_max.to_string()),
            ],
        )
    };
    view! {
        <div class="table-scroll compare" tabindex="0" role="region" aria-label=words.t(k::COMPARE_TITLE)>
            <table>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>
                    {row(k::FACET_SECTOR, &|sheet, _| view! { <Text text=sheet.card.sector_name.clone()/> }.into_any())}
                    {row(k::FACET_REGION, &|sheet, _| view! { <Text text=sheet.card.region_name.clone()/> }.into_any())}
                    {row(k::FACET_MEMBERS, &|sheet, _| text(range(sheet)))}
                    {row(k::JOBS, &|sheet, _| text(words.number(sheet.card.jobs.into())))}
                    {row(k::CARD_START, &|_, results| text(w::dirhams(words, results.investment_need)))}
                    {row(k::PART_GRANT, &|_, results| text(w::dirhams(words, results.grant)))}
                    {row(k::PART_LOAN, &|_, results| text(w::dirhams(words, results.loan)))}
                    {row(k::LINE_INCOME_MONTH, &|_, results| {
                        let years = results.income_per_member.map(|income| view! { <li><bdi>{w::dirhams(words, income / 12)}</bdi></li> });
                        view! { <ol class="years">{years.collect_view()}</ol> }.into_any()
                    })}
                    {row(k::LINE_SURPLUS, &|_, results| {
                        let years = results.surplus.map(|surplus| view! { <li><bdi>{w::dirhams(words, surplus)}</bdi></li> });
                        view! { <ol class="years">{years.collect_view()}</ol> }.into_any()
                    })}
                    {row(k::PAYBACK, &|_, results| text(match results.payback_years {
                        Ok(payback) => words.with(k::YEARS_N, &[("years", &w::years(words, payback))]),
                        Err(missing) => words.t(w::missing(missing)),
                    }))}
                    {row(k::SKILLS, &|sheet, _| text(sheet.card.skills.iter().map(|skill| words.t(w::skill(*skill))).collect::<Vec<_>>().join(", ")))}
                    {row(k::LABELS, &|sheet, _| text(sheet.card.labels.join(", ")))}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

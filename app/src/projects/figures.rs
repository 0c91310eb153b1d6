//! What the inputs give: in plain words, in charts, in tables.

use super::{
    chart::{Bar, Bars, Parts, Span, Tornado},
    funding::FundingPlan,
    wording as w,
};
use crate::{PageWords, use_words};
use domain::projects::{
    Applicant, BreakEven, Figure, Inputs, Programme, Results, sensitivity, summarize,
};
use i18n::{Key, keys::projects as k};
use leptos::prelude::*;

/// The simulation as four sentences.
#[component]
pub(super) fn InWords(inputs: Inputs, results: Results) -> impl IntoView {
    let words = use_words();
    let summary = summarize(&inputs, &results);
    let mut told = vec![match summary.break_even {
        BreakEven::Months(months) => words.count(k::WORD_BREAK_EVEN, months.unsigned_abs(), &[]),
        BreakEven::Later => words.t(k::WORD_BREAK_EVEN_LATER),
        BreakEven::Never => words.t(k::WORD_BREAK_EVEN_NEVER),
    }];
    told.push(words.with(
        k::WORD_INCOME,
        &[
            (
                "amount",
                &w::dirhams(words, round_to_ten(summary.monthly_income)),
            ),
            (
                "later",
                &w::dirhams(words, round_to_ten(summary.monthly_income_later)),
            ),
        ],
    ));
    told.push(match (summary.loss, summary.loss_at_lower_price) {
        (Some(year), _) => words.with(k::WORD_LOSS, &[("year", &year.to_string())]),
        (None, Some(year)) => words.with(k::WORD_PRICE_LOSS, &[("year", &year.to_string())]),
        (None, None) => words.t(k::WORD_PRICE_FINE),
    });
    told.push(match summary.payback {
        Ok(payback) => words.with(k::WORD_PAYBACK, &[("years", &w::years(words, payback))]),
        Err(_) => words.t(k::WORD_PAYBACK_NONE),
    });
    let tone = if summary.loss.is_some() {
        "warning"
    } else {
        "success"
    };
    view! {
        <div class=format!("in-words in-words-{tone}") aria-live="polite">
            <h3>{words.t(k::IN_WORDS)}</h3>
            <ul>{told.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// About: to ten dirhams.
fn round_to_ten(centimes: i64) -> i64 {
    (centimes + 500).div_euclid(1_000) * 1_000
}

/// Everything else that the simulation gives.
#[component]
pub(super) fn Figures(
    inputs: Inputs,
    results: Results,
    programmes: Vec<Programme>,
    sector: String,
    region: String,
) -> impl IntoView {
    let words = use_words();
    let years: Vec<String> = (1..=3)
        .map(|year| words.with(k::YEAR_N, &[("year", &year.to_string())]))
        .collect();
    let applicant = Applicant::of(&inputs, &results, (&sector, &region));
    let income = bars(
        words,
        &years,
        &results.income_per_member.map(|income| income / 12),
        "part",
    );
    let surplus = bars(words, &years, &results.surplus, "majorelle");
    let flows: Vec<String> = std::iter::once(words.t(k::START))
        .chain(years.clone())
        .collect();
    let flows = bars(words, &flows, &results.cash_flows, "part");
    view! {
        <div class="charts">
            <Bars title=words.t(k::LINE_INCOME_MONTH) bars=income/>
            <Bars title=words.t(k::LINE_SURPLUS) bars=surplus/>
        </div>
        <Funding inputs=inputs.clone() results=results.clone()/>
        <FundingPlan programmes applicant/>
        <Accounts results=results.clone()/>
        <Sharing results=results.clone() years/>
        <div class="charts">
            <Returns results/>
            <Bars title=words.t(k::CASH) bars=flows/>
        </div>
        <Strongest inputs/>
    }
    .into_any()
}

fn bars(words: PageWords, labels: &[String], values: &[i64], tone: &'static str) -> Vec<Bar> {
    labels
        .iter()
        .zip(values)
        .map(|(label, value)| Bar {
            label: label.clone(),
            value: *value,
            text: w::dirhams(words, *value),
            tone,
        })
        .collect()
}

fn parts(words: PageWords, parts: &[(Key, i64, &'static str)]) -> Vec<Bar> {
    parts
        .iter()
        .filter(|(_, value, _)| *value != 0)
        .map(|(key, value, tone)| Bar {
            label: words.t(*key),
            value: *value,
            text: w::dirhams(words, *value),
            tone,
        })
        .collect()
}

#[component]
fn Funding(inputs: Inputs, results: Results) -> impl IntoView {
    let words = use_words();
    let needed = words.with(
        k::NEEDED,
        &[("amount", &w::dirhams(words, results.investment_need))],
    );
    let uses = parts(
        words,
        &[
            (k::PART_ASSETS, results.fixed_assets, "terracotta"),
            (k::PART_WORKING, results.working_capital_need[0], "saffron"),
        ],
    );
    let sources = parts(
        words,
        &[
            (
                k::PART_CAPITAL,
                inputs.share_capital.min(results.investment_need),
                "part",
            ),
            (k::PART_GRANT, results.grant, "soft"),
            (k::PART_LOAN, results.loan, "majorelle"),
        ],
    );
    view! {
        <div class="charts">
            <Parts title=needed parts=uses/>
            <Parts title=words.t(k::FUNDING) parts=sources/>
        </div>
    }
}

/// A figure, or why there is none.
fn told(words: PageWords, figure: Figure, text: impl Fn(i64) -> String) -> AnyView {
    match figure {
        Ok(value) => view! { <bdi>{text(value)}</bdi> }.into_any(),
        Err(missing) => {
            view! { <span class="meta">{words.t(w::missing(missing))}</span> }.into_any()
        }
    }
}

#[component]
fn Accounts(results: Results) -> impl IntoView {
    let words = use_words();
    let other: Vec<i64> = results
        .variable_costs
        .iter()
        .zip(&results.paid_to_members)
        .map(|(all, paid)| all - paid)
        .collect();
    let lines: Vec<(Key, Vec<i64>)> = vec![
        (k::LINE_SALES, results.sales.to_vec()),
        (k::LINE_PAID_TO_MEMBERS, results.paid_to_members.to_vec()),
        (k::LINE_OTHER_VARIABLE, other),
        (k::LINE_FIXED_CASH_COSTS, results.fixed_cash_costs.to_vec()),
        (k::LINE_EBITDA, results.ebitda.to_vec()),
        (k::LINE_DEPRECIATION, results.depreciation.to_vec()),
        (k::LINE_INTEREST, results.interest.to_vec()),
        (k::LINE_TAX, results.tax.to_vec()),
        (k::LINE_SURPLUS, results.surplus.to_vec()),
        (k::LINE_INCOME, results.income_per_member.to_vec()),
        (
            k::LINE_WORKING_CAPITAL,
            results.working_capital_need.to_vec(),
        ),
        (k::LINE_PRINCIPAL, results.principal.to_vec()),
    ];
    let is_sum = |key: Key| [k::LINE_EBITDA, k::LINE_SURPLUS, k::LINE_INCOME].contains(&key);
    let rows = lines
        .into_iter()
        .map(|(key, values)| {
            let cells = values
                .into_iter()
                .map(|value| view! { <td data-below=(value < 0).then_some("")><bdi>{w::money(words, value)}</bdi></td> })
                .collect_view();
            view! { <tr data-sum=is_sum(key).then_some("")><th scope="row">{words.t(key)}</th>{cells}</tr> }
        })
        .collect_view();
    let figures = |key: Key, figures: &[Figure], text: &dyn Fn(i64) -> String| {
        let cells = figures
            .iter()
            .map(|figure| view! { <td>{told(words, *figure, text)}</td> })
            .collect_view();
        view! { <tr><th scope="row">{words.t(key)}</th>{cells}</tr> }
    };
    let break_even = figures(k::LINE_BREAK_EVEN, &results.break_even_sales, &|value| {
        w::money(words, value)
    });
    let days = figures(
        k::LINE_BREAK_EVEN_DAYS,
        &results.break_even_days,
        &|value| words.decimal(value, 2),
    );
    let cover = figures(k::LINE_COVER, &results.debt_service_cover, &|value| {
        words.with(k::TIMES, &[("times", &words.decimal((value + 5) / 10, 2))])
    });
    let heads = (1..=3)
        .map(|year| view! { <th scope="col">{words.with(k::YEAR_N, &[("year", &year.to_string())])}</th> })
        .collect_view();
    let title = words.t(k::ACCOUNTS);
    let caption = title.clone();
    view! {
        <div class="table-scroll accounts" tabindex="0" role="region" aria-label=title>
            <table>
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{words.t(k::ITEM)}</th>{heads}</tr></thead>
                <tbody>{rows}{break_even}{days}{cover}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Sharing(results: Results, years: Vec<String>) -> impl IntoView {
    let words = use_words();
    let charts = years
        .into_iter()
        .enumerate()
        .map(|(year, name)| {
            let shares = parts(
                words,
                &[
                    (k::SHARE_REFUND, results.patronage_refund[year], "part"),
                    (k::SHARE_DEVELOPMENT, results.development[year], "majorelle"),
                    (k::SHARE_RESERVE, results.legal_reserve[year], "saffron"),
                    (k::SHARE_EDUCATION, results.education[year], "terracotta"),
                ],
            );
            if shares.is_empty() {
                view! { <figure class="chart"><figcaption>{name}</figcaption><p class="meta">{words.t(k::SHARING_NONE)}</p></figure> }
                    .into_any()
            } else {
                view! { <Parts title=name parts=shares/> }.into_any()
            }
        })
        .collect_view();
    view! {
        <h3>{words.t(k::SHARING)}</h3>
        <div class="charts charts-three">{charts}</div>
    }
    .into_any()
}

#[component]
fn Returns(results: Results) -> impl IntoView {
    let words = use_words();
    // Millionths to hundredths of a percent.
    let rate = |value: i64| words.percent((value + 50).div_euclid(100));
    let residual = words.with(
        k::NPV_RESIDUAL,
        &[("amount", &w::dirhams(words, results.residual_value))],
    );
    view! {
        <div class="stack returns">
            <h3>{words.t(k::RETURNS)}</h3>
            <dl class="facts">
                <dt>{words.t(k::NPV)}</dt>
                <dd><bdi>{w::money(words, results.npv)}</bdi></dd>
                <dt class="sub">{residual.clone()}</dt>
                <dd><bdi>{w::money(words, results.npv_with_residual_value)}</bdi></dd>
                <dt>{words.t(k::IRR)}</dt>
                <dd>{told(words, results.irr, rate)}</dd>
                <dt class="sub">{residual}</dt>
                <dd>{told(words, results.irr_with_residual_value, rate)}</dd>
                <dt>{words.t(k::PAYBACK)}</dt>
                <dd>{told(words, results.payback_years, |value| {
                    words.with(k::YEARS_N, &[("years", &words.decimal((value + 50) / 100, 2))])
                })}</dd>
            </dl>
        </div>
    }
    .into_any()
}

/// The tornado: which input moves a member's income most.
#[component]
fn Strongest(inputs: Inputs) -> impl IntoView {
    let words = use_words();
    let Ok((middle, swings)) = sensitivity(&inputs) else {
        return ().into_any();
    };
    let spans = swings
        .into_iter()
        .map(|swing| Span {
            label: words.t(w::driver(swing.driver)),
            lower: swing.lower,
            higher: swing.higher,
            lower_text: w::dirhams(words, swing.lower),
            higher_text: w::dirhams(words, swing.higher),
        })
        .collect();
    view! {
        <div class="stack">
            <h3>{words.t(k::TORNADO)}</h3>
            <p class="meta">{words.t(k::TORNADO_TEXT)}</p>
            <Tornado title=words.t(k::TORNADO) middle spans/>
        </div>
    }
    .into_any()
}

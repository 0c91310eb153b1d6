//! What a team counts on: its figures, and the money put together under the programmes' caps.

use crate::{PageWords, projects::FundingPlan, use_words};
use domain::{
    Currency, Money,
    projects::{Applicant, Contribution, Inputs, Programme, simulate},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;

pub(super) fn dirhams(words: PageWords, minor: i64) -> String {
    words.money(Money {
        minor,
        currency: Currency::Mad,
    })
}

/// Of the simulation the team was started with.
#[component]
pub(super) fn Figures(inputs: Inputs) -> impl IntoView {
    let words = use_words();
    let Ok(results) = simulate(&inputs) else {
        return ().into_any();
    };
    view! {
        <dl class="facts">
            <dt>{words.t(k::FIGURES_MEMBERS)}</dt><dd>{words.number(inputs.members)}</dd>
            <dt>{words.t(k::FIGURES_INVESTMENT)}</dt><dd><bdi>{dirhams(words, results.investment_need)}</bdi></dd>
            <dt>{words.t(k::FIGURES_INCOME)}</dt><dd><bdi>{dirhams(words, results.income_per_member[2] / 12)}</bdi></dd>
        </dl>
    }
    .into_any()
}

/// Which programmes fit, which rule fails where one does not, and which sources cover the need with
/// what the members say they bring.
#[component]
pub(super) fn Funding(
    inputs: Inputs,
    programmes: Vec<Programme>,
    sector: String,
    region: String,
    money: Contribution,
) -> impl IntoView {
    let Ok(results) = simulate(&inputs) else {
        return ().into_any();
    };
    let applicant = Applicant {
        capital: money.capital - money.in_kind,
        in_kind: money.in_kind,
        ..Applicant::of(&inputs, &results, (&sector, &region))
    };
    view! { <FundingPlan programmes applicant/> }.into_any()
}

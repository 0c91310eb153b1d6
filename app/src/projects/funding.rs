//! Which programmes fit the figures shown, which rule fails where one does not, and the money put
//! together at least cost.

use super::{
    chart::{Bar, Parts},
    wording as w,
};
use crate::{PageWords, use_lang, use_words};
use domain::projects::{
    Applicant, FundingKind, FundingRule, Programme, Refused, Source, Stack, put_together,
};
use i18n::keys::projects as k;
use leptos::prelude::*;
use ui::{Icon, Text};

#[component]
pub(crate) fn FundingPlan(programmes: Vec<Programme>, applicant: Applicant) -> impl IntoView {
    let words = use_words();
    let stack = put_together(&applicant, &programmes);
    let cards = programmes
        .iter()
        .map(|programme| view! { <Fit programme=programme.clone() applicant=applicant.clone()/> })
        .collect_view();
    view! {
        <section class="stack" id="funding">
            <h3>{words.t(k::PROGRAMMES)}</h3>
            <p class="meta">{words.t(k::PROGRAMMES_TEXT)}</p>
            <div class="charts">{cards}</div>
            <PutTogether stack programmes/>
        </section>
    }
    .into_any()
}

#[component]
fn Fit(programme: Programme, applicant: Applicant) -> impl IntoView {
    let words = use_words();
    let refusals = programme.refusals(&applicant);
    let cap = w::dirhams(words, programme.cap(&applicant));
    let (icon, tone, said) = if refusals.is_empty() {
        (
            "check-circle",
            "badge",
            words.with(k::PROGRAMME_FITS, &[("amount", &cap)]),
        )
    } else {
        (
            "warning-circle",
            "badge badge-warning",
            words.t(k::PROGRAMME_DOES_NOT_FIT),
        )
    };
    let kind = match programme.kind {
        FundingKind::Grant => words.t(k::PART_GRANT),
        FundingKind::Loan => words.with(
            k::LOAN_AT,
            &[
                ("rate", &words.percent(programme.rate / 100)),
                ("years", &words.number(programme.years)),
            ],
        ),
    };
    let why = refusals
        .iter()
        .map(|refused| view! { <li>{refusal(words, refused)}</li> })
        .collect_view();
    view! {
        <article class="stack programme">
            <h4><Text text=programme.name/></h4>
            <p class="meta"><bdi>{kind}</bdi></p>
            <p><span class=tone><Icon name=icon/>{said}</span></p>
            <ul class="refusals">{why}</ul>
            <p class="meta"><Text text=programme.source/>" · "<bdi>{words.date(programme.valid_from)}</bdi></p>
        </article>
    }
    .into_any()
}

/// The rule by its name, with what it asks and what the project has.
fn refusal(words: PageWords, refused: &Refused) -> String {
    let number = |n: i64| words.number(n);
    let money = |n: i64| w::dirhams(words, n);
    let share = |n: i64| words.percent(n / 100);
    let cover = |n: i64| words.decimal((n + 5) / 10, 2);
    let say = |key, asked: String, found: String| {
        words.with(key, &[("asked", &asked), ("found", &found)])
    };
    match &refused.rule {
        FundingRule::MembersAtLeast(n) => say(k::RULE_MEMBERS, number(*n), number(refused.found)),
        FundingRule::InvestmentAtMost(n) => {
            say(k::RULE_INVESTMENT_MOST, money(*n), money(refused.found))
        }
        FundingRule::InvestmentAtLeast(n) => {
            say(k::RULE_INVESTMENT_LEAST, money(*n), money(refused.found))
        }
        FundingRule::OwnShareAtLeast(n) => say(k::RULE_OWN_SHARE, share(*n), share(refused.found)),
        FundingRule::CoverAtLeast(n) => say(k::RULE_COVER, cover(*n), cover(refused.found)),
        FundingRule::Sectors(_) => words.t(k::RULE_SECTOR),
        FundingRule::Regions(_) => words.t(k::RULE_REGION),
    }
}

#[component]
fn PutTogether(stack: Stack, programmes: Vec<Programme>) -> impl IntoView {
    const TONES: [&str; 5] = ["part", "soft", "saffron", "majorelle", "terracotta"];
    let words = use_words();
    let lang = use_lang();
    let name = |source: &Source| match source {
        Source::Capital => words.t(k::PART_CAPITAL),
        Source::InKind => words.t(k::PART_IN_KIND),
        Source::Programme(code) => programmes
            .iter()
            .find(|programme| programme.code == *code)
            .map(|programme| programme.name.pick(lang).text)
            .unwrap_or_default(),
    };
    let mut parts: Vec<Bar> = stack
        .layers
        .iter()
        .zip(TONES.into_iter().cycle())
        .map(|(layer, tone)| Bar {
            label: name(&layer.source),
            value: layer.amount,
            text: w::dirhams(words, layer.amount),
            tone,
        })
        .collect();
    if stack.missing > 0 {
        parts.push(Bar {
            label: words.t(k::PART_MISSING),
            value: stack.missing,
            text: w::dirhams(words, stack.missing),
            tone: "danger",
        });
    }
    let proof = stack
        .layers
        .iter()
        .map(|layer| {
            view! {
                <tr>
                    <th scope="row">{name(&layer.source)}</th>
                    <td><bdi>{w::dirhams(words, layer.amount)}</bdi></td>
                    <td><bdi>{w::dirhams(words, layer.cap)}</bdi></td>
                    <td><bdi>{words.percent(layer.rate / 100)}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let interest = words.with(
        k::STACK_INTEREST,
        &[("amount", &w::dirhams(words, stack.interest))],
    );
    let holds = stack.holds().then(|| view! { <p><span class="badge"><Icon name="check-circle"/>{words.t(k::STACK_HOLDS)}</span></p> });
    view! {
        <div class="charts">
            <Parts title=words.with(k::STACK, &[("amount", &w::dirhams(words, stack.need))]) parts/>
            <div class="stack">
                <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::STACK_PROOF)>
                    <table>
                        <caption>{words.t(k::STACK_PROOF)}</caption>
                        <thead><tr>
                            <th scope="col">{words.t(k::ITEM)}</th>
                            <th scope="col">{words.t(k::AMOUNT)}</th>
                            <th scope="col">{words.t(k::STACK_CAP)}</th>
                            <th scope="col">{words.t(k::STACK_RATE)}</th>
                        </tr></thead>
                        <tbody>{proof}</tbody>
                    </table>
                </div>
                <p class="meta">{interest}</p>
                {holds}
            </div>
        </div>
    }
    .into_any()
}

//! What a programme asks, in words; and, for a team, which of it has changed since its dossier was
//! begun or sent.

use crate::{PageWords, use_words};
use domain::{
    Money,
    projects::{Dossier, FundingRule, ProgrammeChange, Term, TermChange},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use ui::{Notice, Text};

/// The term's name and what it says.
fn said(words: PageWords, term: &Term) -> (String, String) {
    // Millionths to hundredths of a percent.
    let share = |millionths: i64| words.percent(millionths / 100);
    let (key, value) = match term {
        Term::AtMost(amount) => (k::TERM_AT_MOST, words.money(Money::mad(*amount))),
        Term::Share(it) => (k::TERM_SHARE, share(*it)),
        Term::Rate(it) => (k::TERM_RATE, share(*it)),
        Term::Years(it) => (k::TERM_YEARS, words.number(*it)),
        Term::Rule(rule) => return rule_said(words, rule),
    };
    (words.t(key), value)
}

/// A condition's name and what it asks.
pub(crate) fn rule_said(words: PageWords, rule: &FundingRule) -> (String, String) {
    let money = |amount: i64| words.money(Money::mad(amount));
    let (key, value) = match rule {
        FundingRule::MembersAtLeast(n) => (k::TERM_MEMBERS, words.number(*n)),
        FundingRule::InvestmentAtLeast(n) => (k::TERM_NEED_LEAST, money(*n)),
        FundingRule::InvestmentAtMost(n) => (k::TERM_NEED_MOST, money(*n)),
        FundingRule::OwnShareAtLeast(n) => (k::TERM_OWN_SHARE, words.percent(n / 100)),
        FundingRule::CoverAtLeast(n) => (k::TERM_COVER, words.decimal((n + 5) / 10, 2)),
        FundingRule::Sectors(codes) => (k::TERM_SECTORS, counted(words, codes)),
        FundingRule::Regions(codes) => (k::TERM_REGIONS, counted(words, codes)),
    };
    (words.t(key), value)
}

fn counted(words: PageWords, codes: &[String]) -> String {
    words.number(i64::try_from(codes.len()).unwrap_or(0))
}

fn change_said(words: PageWords, change: &TermChange) -> String {
    let before = change.before.as_ref().map(|it| said(words, it));
    let after = change.after.as_ref().map(|it| said(words, it));
    match (before, after) {
        (Some((name, before)), Some((_, after))) => words.with(
            k::TERM_CHANGED,
            &[("term", &name), ("before", &before), ("after", &after)],
        ),
        (Some((name, _)), None) => words.with(k::TERM_DROPPED, &[("term", &name)]),
        (None, Some((name, after))) => {
            words.with(k::TERM_ADDED, &[("term", &name), ("after", &after)])
        }
        (None, None) => String::new(),
    }
}

/// Nothing where nothing changed.
#[component]
pub(super) fn Changes(changes: Vec<ProgrammeChange>, dossier: Dossier) -> impl IntoView {
    let words = use_words();
    if changes.is_empty() {
        return ().into_any();
    }
    let effect = match dossier.submitted_at {
        Some(_) => k::TERMS_KEPT,
        None => k::TERMS_COUNT_WHEN_SENT,
    };
    let programmes = changes
        .into_iter()
        .map(|it| {
            let from = words.with(k::TERMS_FROM, &[("date", &words.date(it.valid_from))]);
            let lines = it
                .changes
                .iter()
                .map(|change| view! { <li>{change_said(words, change)}</li> })
                .collect_view();
            view! {
                <p><strong><Text text=it.programme/></strong>" · "<bdi>{from}</bdi></p>
                <ul>{lines}</ul>
            }
        })
        .collect_view();
    view! {
        <Notice kind="warning">
            <p><strong>{words.t(k::TERMS_CHANGED)}</strong></p>
            {programmes}
            <p>{words.t(effect)}</p>
        </Notice>
    }
    .into_any()
}

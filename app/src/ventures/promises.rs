//! What buyers promised a team before its cooperative exists: by name for the team, as a sum for its
//! advisors.

use crate::{PageWords, use_words};
use domain::projects::{Pledges, TeamPledge, TeamPledges};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use ui::{Icon, Text};

/// How much it is, and which part of the break-even it covers.
fn told(words: PageWords, it: &Pledges) -> String {
    if it.buyers == 0 {
        return words.t(k::PROMISES_NONE);
    }
    let volume = words.number(it.volume);
    let told = words.count(k::PROMISES_TOLD, it.buyers.into(), &[("volume", &volume)]);
    match it.covered {
        Some(covered) => {
            let share = words.percent(covered);
            format!(
                "{told} {}",
                words.with(k::PROMISES_COVER, &[("share", &share)])
            )
        }
        None => told,
    }
}

/// For the team's own pages.
#[component]
pub(super) fn Promises(pledges: TeamPledges) -> impl IntoView {
    let words = use_words();
    let sum = told(words, &pledges.anonymous());
    let elsewhere = (pledges.elsewhere > 0)
        .then(|| words.count(k::PROMISES_ELSEWHERE, pledges.elsewhere.into(), &[]));
    let has_lines = !pledges.lines.is_empty();
    let lines = pledges
        .lines
        .into_iter()
        .map(|it| view! { <Line it/> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::PROMISES)}</h2>
            <p>{sum}</p>
            {elsewhere.map(|told| view! { <p class="meta">{told}</p> })}
            {has_lines.then(|| view! {
                <ul class="checklist">{lines}</ul>
                <p class="meta">{words.t(k::PROMISES_TEXT)}</p>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Line(it: TeamPledge) -> impl IntoView {
    let words = use_words();
    let volume = words.with(k::PROMISED_VOLUME, &[("volume", &words.number(it.volume))]);
    let when = match it.confirmed_at {
        Some(at) => words.with(k::PROMISE_CONFIRMED, &[("date", &words.date(at))]),
        None => words.date(it.pledged_at),
    };
    let place = match it.province {
        Some(province) => view! { <Text text=province/> }.into_any(),
        None => words.t(k::PLEDGE_ANYWHERE).into_any(),
    };
    view! {
        <li>
            <span class="mark"><Icon name="storefront"/></span>
            <span>
                <strong><bdi>{it.buyer}</bdi></strong>
                <span class="meta"><bdi>{volume}</bdi>" · "{place}" · "<bdi>{when}</bdi></span>
            </span>
        </li>
    }
    .into_any()
}

/// For the advisors of a dossier: no buyer's name.
#[component]
pub(super) fn PromisesSum(pledges: Pledges) -> impl IntoView {
    let words = use_words();
    view! {
        <h3>{words.t(k::PROMISES)}</h3>
        <p>{told(words, &pledges)}</p>
    }
    .into_any()
}

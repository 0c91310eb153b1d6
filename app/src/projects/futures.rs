//! Ten thousand futures: drawn in slices between which the browser answers to typing, or by the
//! server for a page without scripts.

use super::{
    chart::{Bar, Bars},
    form::Desk,
    wording as w,
};
use crate::use_words;
use core::time::Duration;
use domain::projects::{Distribution, Inputs, Prng, RUNS, Risk};
use i18n::keys::projects as k;
use leptos::prelude::*;

/// The same draws for everyone, so that two people see the same picture.
const SEED: u64 = 112_012;
/// Draws between two looks at what else there is to do: a few milliseconds.
const SLICE: u32 = 200;

/// A study under way, and how far it is.
#[derive(Clone, Copy)]
struct Study {
    risk: StoredValue<Option<Risk>>,
    done: RwSignal<u32>,
    spread: RwSignal<Option<Distribution>>,
}

impl Study {
    fn start(self, inputs: Inputs) {
        self.risk.set_value(Some(Risk::new(inputs, Prng(SEED))));
        self.done.set(0);
        self.advance();
    }

    fn stop(self) {
        self.risk.set_value(None);
        self.done.set(0);
        self.spread.set(None);
    }

    fn advance(self) {
        // Gone with its page, or stopped by a change of the inputs.
        let Some(Some((done, spread))) = self.risk.try_update_value(|risk| {
            let risk = risk.as_mut()?;
            risk.advance(SLICE);
            Some((
                risk.done(),
                risk.is_complete().then(|| risk.distribution()).flatten(),
            ))
        }) else {
            return;
        };
        self.done.set(done);
        match spread {
            Some(spread) => self.spread.set(Some(spread)),
            None if done == 0 => self.stop(),
            None => set_timeout(move || self.advance(), Duration::ZERO),
        }
    }
}

/// `drawn`: the address asks for them at once.
#[component]
pub(super) fn Futures(desk: Desk, drawn: bool) -> impl IntoView {
    let words = use_words();
    let at_once = drawn.then(|| {
        let mut risk = Risk::new(desk.effective(), Prng(SEED));
        risk.advance(RUNS);
        risk.distribution()
    });
    let study = Study {
        risk: StoredValue::new(None),
        done: RwSignal::new(0),
        spread: RwSignal::new(at_once.flatten()),
    };
    // A picture of other figures than those shown would mislead.
    Effect::new(move |before: Option<Inputs>| {
        let now = desk.effective();
        if before.is_some_and(|before| before != now) {
            study.stop();
        }
        now
    });
    let link = move || {
        let query = desk.query();
        let mark = if query.is_empty() { "" } else { "&" };
        format!(
            "{}?{query}{mark}futures=1#futures",
            desk.address.get_value()
        )
    };
    let progress = move || {
        let done = study.done.get();
        (done > 0 && done < RUNS).then(|| {
            let text = words.with(
                k::FUTURES_PROGRESS,
                &[
                    ("done", &words.number(done.into())),
                    ("all", &words.number(RUNS.into())),
                ],
            );
            view! {
                <progress max=RUNS value=done aria-label=text.clone()></progress>
                <span class="meta"><bdi>{text}</bdi></span>
            }
        })
    };
    view! {
        <div class="stack" id="futures">
            <h3>{words.t(k::FUTURES)}</h3>
            <p class="meta">{words.t(k::FUTURES_TEXT)}</p>
            <div class="row">
                <a class="button button-secondary" href=link role="button"
                    on:click=move |event| if desk.live.get_untracked() {
                        event.prevent_default();
                        study.start(desk.effective());
                    }>
                    {words.t(k::FUTURES_DRAW)}
                </a>
                {progress}
            </div>
            {move || study.spread.get().map(|spread| view! { <Spread spread/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Spread(spread: Distribution) -> impl IntoView {
    let words = use_words();
    let month = |yearly: i64| yearly / 12;
    let income = words.with(
        k::FUTURES_INCOME,
        &[
            ("low", &w::dirhams(words, month(spread.p10))),
            ("high", &w::dirhams(words, month(spread.p90))),
        ],
    );
    // In hundredths of a percent.
    let share = i64::from(spread.first_year_losses) * 10_000 / i64::from(spread.runs.max(1));
    let loss = words.with(k::FUTURES_LOSS, &[("percent", &words.percent(share))]);
    let bars = spread
        .bins
        .chunks(2)
        .zip(0_i64..)
        .map(|(pair, at)| {
            let cases: u32 = pair.iter().sum();
            let from = month(spread.lowest + spread.width * 2 * at);
            Bar {
                label: words.number(from / 100),
                value: cases.into(),
                text: words.number(cases.into()),
                tone: "part",
            }
        })
        .collect();
    view! {
        <p>{income}" "{loss}</p>
        <Bars title=words.t(k::FUTURES_FROM) bars/>
    }
    .into_any()
}

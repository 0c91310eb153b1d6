//! A chart of rows: a name, a bar and its number. Its table stands beside it.

use crate::{projects::is_mirrored, use_words};
use leptos::prelude::*;

const WIDTH: i64 = 340;
const ROW: i64 = 26;
const LABEL: i64 = 128;
/// Room for the number behind the longest bar.
const NUMBER: i64 = 44;

/// What is not told has a dash.
#[component]
pub(super) fn RowBars(
    #[prop(into)] title: String,
    bars: Vec<(String, Option<u32>)>,
) -> impl IntoView {
    let words = use_words();
    let most = bars.iter().filter_map(|(_, count)| *count).max();
    let most = i64::from(most.unwrap_or(0)).max(1);
    let mirrored = is_mirrored();
    let height = ROW * i64::try_from(bars.len()).unwrap_or(0);
    let shapes = (0_i64..)
        .zip(bars)
        .map(|(at, (name, count))| {
            let length = i64::from(count.unwrap_or(0)) * (WIDTH - LABEL - NUMBER) / most;
            let flip = |x: i64, width: i64| if mirrored { WIDTH - x - width } else { x };
            let text = match count {
                Some(count) => words.number(count.into()),
                None => "–".to_owned(),
            };
            let (y, base) = (at * ROW + 5, at * ROW + 18);
            view! {
                <text x=flip(0, 0) y=base class="row-label">{shortened(&name)}</text>
                <rect x=flip(LABEL, length.max(1)) y=y width=length.max(1) height=ROW - 10 rx="2" data-tone="part"></rect>
                <text x=flip(LABEL + length + NUMBER / 2, 0) y=base>{text}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="chart">
            <figcaption>{title.clone()}</figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=title>{shapes}</svg>
        </figure>
    }
    .into_any()
}

/// As much of a name as has room; the whole stands in the table.
fn shortened(name: &str) -> String {
    const MOST: usize = 19;
    match name.chars().count() > MOST {
        true => name.chars().take(MOST - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

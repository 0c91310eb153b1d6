//! Charts as inline SVG, each with its table under it. Every number is worked out here, none in a
//! view, and both sides draw the same.

use super::wording as w;
use crate::use_words;
use i18n::keys::projects as k;
use leptos::prelude::*;

/// One bar: what it stands for, how much, and how that is written.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    pub label: String,
    pub value: i64,
    pub text: String,
    /// One of the palette's tones, `part` for the usual.
    pub tone: &'static str,
}

const WIDTH: i64 = 340;
const HEIGHT: i64 = 200;

/// Where `value` stands between `low` and `high` on `length` steps.
fn place(value: i64, low: i64, high: i64, length: i64) -> i64 {
    let span = i128::from(high) - i128::from(low);
    if span <= 0 {
        return 0;
    }
    i64::try_from((i128::from(value) - i128::from(low)) * i128::from(length) / span).unwrap_or(0)
}

/// Bars beside one another, those below zero below a line.
#[component]
pub(crate) fn Bars(#[prop(into)] title: String, bars: Vec<Bar>) -> impl IntoView {
    let (top, bottom) = (22, 28);
    let low = bars.iter().map(|bar| bar.value).min().unwrap_or(0).min(0);
    let high = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(0);
    let room = HEIGHT - top - bottom - if low < 0 { 14 } else { 0 };
    let y = |value: i64| top + room - place(value, low, high, room);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let (slot, zero) = (WIDTH / count, y(0));
    let mirrored = w::is_mirrored();
    let shapes = (0_i64..)
        .zip(&bars)
        .map(|(at, bar)| {
            let at = if mirrored { count - 1 - at } else { at };
            let (x, width) = (at * slot + slot / 6, slot * 2 / 3);
            let from = y(bar.value).min(zero);
            let height = (y(bar.value) - zero).abs().max(1);
            let text_at = if bar.value < 0 { from + height + 13 } else { from - 6 };
            view! {
                <rect x=x y=from width=width height=height rx="3" data-tone=bar.tone data-below=(bar.value < 0).then_some("")></rect>
                <text x=x + width / 2 y=text_at>{bar.text.clone()}</text>
                <text x=x + width / 2 y=HEIGHT - 8 class="axis">{bar.label.clone()}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="chart">
            <figcaption>{title.clone()}</figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title.clone()>
                {shapes}
                <line x1="0" x2=WIDTH y1=zero y2=zero></line>
            </svg>
            <ChartTable title bars/>
        </figure>
    }
    .into_any()
}

/// Parts of one whole, side by side, with their names and amounts below.
#[component]
pub(super) fn Parts(#[prop(into)] title: String, parts: Vec<Bar>) -> impl IntoView {
    let whole: i64 = parts.iter().map(|part| part.value.max(0)).sum();
    let mirrored = w::is_mirrored();
    let mut at = 0;
    let shapes = parts
        .iter()
        .filter(|part| part.value > 0)
        .map(|part| {
            let width = place(part.value, 0, whole, 1000);
            let x = if mirrored { 1000 - at - width } else { at };
            at += width;
            view! { <rect x=x y="0" width=width height="60" data-tone=part.tone></rect> }
        })
        .collect_view();
    let legend = parts
        .into_iter()
        .map(|part| {
            view! {
                <li>
                    <svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" data-tone=part.tone></rect></svg>
                    <span>{part.label}</span>
                    <bdi>{part.text}</bdi>
                </li>
            }
        })
        .collect_view();
    view! {
        <figure class="chart parts">
            <figcaption>{title}</figcaption>
            <svg viewBox="0 0 1000 60" aria-hidden="true" preserveAspectRatio="none">{shapes}</svg>
            <ul>{legend}</ul>
        </figure>
    }
    .into_any()
}

/// From what to what something moves.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub label: String,
    pub lower: i64,
    pub higher: i64,
    pub lower_text: String,
    pub higher_text: String,
}

/// The widest span above, all around one middle.
#[component]
pub(super) fn Tornado(#[prop(into)] title: String, middle: i64, spans: Vec<Span>) -> impl IntoView {
    let words = use_words();
    let (row, label) = (30_i64, 128_i64);
    let height = row * i64::try_from(spans.len()).unwrap_or(0);
    let reach = spans
        .iter()
        .flat_map(|span| [span.lower.abs_diff(middle), span.higher.abs_diff(middle)])
        .max()
        .and_then(|reach| i64::try_from(reach).ok())
        .unwrap_or(0)
        .max(1);
    let room = WIDTH - label;
    let mirrored = w::is_mirrored();
    let x = |value: i64| {
        let x = label + place(value.saturating_sub(middle), -reach, reach, room);
        if mirrored { WIDTH - x } else { x }
    };
    let shapes = (0_i64..)
        .zip(&spans)
        .map(|(at, span)| {
            let bar = |value: i64, tone: &'static str| {
                let (from, to) = (x(middle).min(x(value)), x(middle).max(x(value)));
                view! { <rect x=from y=at * row + 5 width=(to - from).max(1) height=row - 10 rx="2" data-tone=tone></rect> }
            };
            let text_x = if mirrored { WIDTH } else { 0 };
            view! {
                <text x=text_x y=at * row + 20 class="row-label">{span.label.clone()}</text>
                {bar(span.lower, "saffron")}
                {bar(span.higher, "part")}
            }
        })
        .collect_view();
    let rows = spans
        .into_iter()
        .map(|span| {
            view! {
                <tr>
                    <th scope="row">{span.label}</th>
                    <td><bdi>{span.lower_text}</bdi></td>
                    <td><bdi>{span.higher_text}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let key = |tone: &'static str, text: String| {
        view! { <li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" data-tone=tone></rect></svg><span>{text}</span></li> }
    };
    view! {
        <figure class="chart tornado">
            <figcaption>{title.clone()}</figcaption>
            <ul class="key">
                {key("saffron", words.t(k::TORNADO_LOWER))}
                {key("part", words.t(k::TORNADO_HIGHER))}
            </ul>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=title.clone()>
                {shapes}
                <line x1=x(middle) x2=x(middle) y1="0" y2=height></line>
            </svg>
            <details>
                <summary>{words.t(k::SEE_TABLE)}</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                    <table>
                        <thead><tr>
                            <th scope="col">{words.t(k::ITEM)}</th>
                            <th scope="col">{words.t(k::TORNADO_LOWER)}</th>
                            <th scope="col">{words.t(k::TORNADO_HIGHER)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
    .into_any()
}

/// What a chart shows, for who would rather read it.
#[component]
fn ChartTable(title: String, bars: Vec<Bar>) -> impl IntoView {
    let words = use_words();
    let rows = bars
        .into_iter()
        .map(
            |bar| view! { <tr><th scope="row">{bar.label}</th><td><bdi>{bar.text}</bdi></td></tr> },
        )
        .collect_view();
    view! {
        <details>
            <summary>{words.t(k::SEE_TABLE)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead><tr><th scope="col">{words.t(k::ITEM)}</th><th scope="col">{words.t(k::AMOUNT)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

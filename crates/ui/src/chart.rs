//! Figures to look at, each with its numbers in words beside it.

use crate::words;
use leptos::prelude::*;

/// The ring's length: its radius is 38 in a box of 88.
const ROUND: u32 = 239;

/// How much of a whole is done.
#[component]
pub fn Ring(
    /// 0 to 100; more is shown as 100.
    percent: u8,
    /// What is measured: "Leçons finies".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let percent = percent.min(100);
    let text = words().percent(i64::from(percent) * 100);
    let filled = ring_length(percent);
    view! {
        <span class="ring" role="img" aria-label=format!("{label} : {text}")>
            <svg viewBox="0 0 88 88" aria-hidden="true">
                <circle cx="44" cy="44" r="38"/>
                {(percent > 0).then(|| view! { <circle cx="44" cy="44" r="38" stroke-dasharray=format!("{filled} {ROUND}")/> })}
            </svg>
            <b aria-hidden="true"><bdi>{text.clone()}</bdi></b>
        </span>
    }
}

fn ring_length(percent: u8) -> u32 {
    ROUND * u32::from(percent) / 100
}

/// One bar: what it stands for, how tall it is, and its value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub value: i64,
    pub text: String,
}

/// A bar's place in the drawing, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    top: i64,
    height: i64,
}

const HEIGHT: i64 = 120;

/// The baseline's place and each bar's, scaled so that the tallest fills the drawing.
fn places(values: &[i64]) -> (i64, Vec<Place>) {
    let highest = i128::from(values.iter().copied().max().unwrap_or(0).max(0));
    let lowest = i128::from(values.iter().copied().min().unwrap_or(0).min(0));
    let span = (highest - lowest).max(1);
    let scaled = |value: i128| i64::try_from(value * i128::from(HEIGHT) / span).unwrap_or(HEIGHT);
    let base = scaled(highest);
    let bars = values
        .iter()
        .map(|value| {
            let height = scaled(i128::from(*value).abs());
            Place { top: if *value < 0 { base } else { base - height }, height }
        })
        .collect();
    (base, bars)
}

/// A few values side by side, negative ones below the line; the same in a table under it.
#[component]
pub fn BarChart(
    #[prop(into)] title: String,
    /// Heading of the column of values.
    #[prop(into)]
    unit: String,
    /// Words that open the table.
    #[prop(into)]
    show_table: String,
    bars: Vec<Bar>,
) -> impl IntoView {
    let values: Vec<i64> = bars.iter().map(|bar| bar.value).collect();
    let (base, places) = places(&values);
    let width = 100 * bars.len().max(1);
    let view_box = format!("0 0 {width} {}", HEIGHT + 30);
    let drawn = bars
        .iter()
        .zip(places)
        .enumerate()
        .map(|(at, (bar, place))| {
            let left = 100 * at;
            view! {
                <rect x=left + 20 y=place.top width="60" height=place.height rx="4" data-below=(bar.value < 0).then_some("")/>
                <text x=left + 50 y=HEIGHT + 22>{bar.label.clone()}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="chart">
            <svg viewBox=view_box role="img" aria-label=title.clone()>
                <line x1="0" x2=width y1=base y2=base/>
                {drawn}
            </svg>
            <details>
                <summary>{show_table}</summary>
                <table>
                    <caption>{title}</caption>
                    <thead><tr><td></td><th scope="col">{unit}</th></tr></thead>
                    <tbody>
                        {bars.into_iter().map(|bar| view! {
                            <tr><th scope="row">{bar.label}</th><td><bdi>{bar.text}</bdi></td></tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </details>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_the_drawing_and_losses_hang_below_the_line() {
        let (base, bars) = places(&[100, 50, 0]);
        assert_eq!(base, HEIGHT);
        assert_eq!(bars, [Place { top: 0, height: 120 }, Place { top: 60, height: 60 }, Place { top: 120, height: 0 }]);
        let (base, bars) = places(&[-100, 100]);
        assert_eq!(base, 60);
        assert_eq!(bars, [Place { top: 60, height: 60 }, Place { top: 0, height: 60 }]);
    }

    #[test]
    fn extreme_and_absent_values_do_not_overflow() {
        assert_eq!(places(&[]), (0, Vec::new()));
        assert_eq!(places(&[0, 0]).1, [Place { top: 0, height: 0 }; 2]);
        let (_, bars) = places(&[i64::MAX, i64::MIN]);
        assert!(bars.iter().all(|bar| (0..=HEIGHT).contains(&bar.height)));
    }

    #[test]
    fn ring_is_empty_at_none_and_whole_at_a_hundred() {
        assert_eq!(ring_length(0), 0);
        assert_eq!(ring_length(50), ROUND / 2);
        assert_eq!(ring_length(100), ROUND);
    }
}

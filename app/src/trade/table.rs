//! The frame of the office's tables, and what its dated ones say of each row.

use crate::{PageWords, use_words};
use domain::Timestamp;
use i18n::Key;
use leptos::prelude::*;

/// A titled table, which scrolls by itself where the page is narrow; `children` are its rows.
#[component]
pub fn Table(
    title: String,
    #[prop(optional)] intro: Option<Key>,
    columns: &'static [Key],
    children: Children,
) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="stack">
            <h2>{title.clone()}</h2>
            {intro.map(|intro| view! { <p class="meta">{words.t(intro)}</p> })}
            <div class="table-scroll" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead>
                        <tr>{columns.iter().map(|key| view! { <th scope="col">{words.t(*key)}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>{children()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// From when to when a row is in force; what began before all records or has no end is open.
pub fn span(words: PageWords, from: Timestamp, to: Option<Timestamp>) -> String {
    let day = |at: Option<Timestamp>| {
        at.filter(|at| *at > 0)
            .map_or_else(|| "…".to_owned(), |at| words.date(at))
    };
    format!("{} – {}", day(Some(from)), day(to))
}

/// A row's figure, strong where the row is in force.
pub fn figure(text: String, (from, to): (Timestamp, Option<Timestamp>), now: Timestamp) -> AnyView {
    let is_in_force = from <= now && to.is_none_or(|to| to > now);
    if is_in_force {
        view! { <bdi><strong>{text}</strong></bdi> }.into_any()
    } else {
        view! { <bdi>{text}</bdi> }.into_any()
    }
}

//! How far something is: a ring, a number, and words for who hears the page.

use crate::use_words;
use i18n::keys::academy as k;
use leptos::prelude::*;

/// A ring of hundredths. `live` names what the stream may move: a course, or a course and lesson.
#[component]
pub fn Ring(percent: u8, #[prop(into)] live: String) -> impl IntoView {
    let words = use_words();
    let number = percent.to_string();
    let label = words.with(k::PROGRESS, &[("percent", &number)]);
    view! {
        <span class="ring" role="img" aria-label=label data-ring=live>
            <svg viewBox="0 0 100 100" aria-hidden="true">
                <circle cx="50" cy="50" r="44"/>
                <circle cx="50" cy="50" r="44" pathLength="100" stroke-dasharray=format!("{percent} 100")/>
            </svg>
            <b aria-hidden="true">{number}</b>
        </span>
    }
}

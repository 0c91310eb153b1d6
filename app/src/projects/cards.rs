//! A sheet as one card.

use super::wording as w;
use crate::{href, use_lang, use_words};
use domain::projects::SheetCard;
use i18n::keys::projects as k;
use leptos::prelude::*;
use ui::Text;

/// The whole surface is one link; `compare` adds the box that picks it for comparing.
#[component]
pub(super) fn Card(card: SheetCard, #[prop(optional)] compare: bool) -> impl IntoView {
    let words = use_words();
    let title = card.title.pick(use_lang()).text;
    let picked = compare.then(|| {
        let label = words.with(k::COMPARE_THIS, &[("name", &title)]);
        view! {
            <label class="pick">
                <input type="checkbox" name="s" value=card.slug.clone() aria-label=label/>
                <span aria-hidden="true">{words.t(k::COMPARE)}</span>
            </label>
        }
    });
    let range = words.with(
        k::MEMBERS_RANGE,
        &[
            ("min", &card.members_min.to_string()),
            ("max", &card.members_max.to_string()),
        ],
    );
    view! {
        <article class="card sheet-card">
            <img class="picture" src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="320" height="240" loading="lazy"/>
            <div class="body">
                {card.labels.first().cloned().map(|label| view! { <span class="badge">{label}</span> })}
                <h3><a href=href(&format!("/projects/{}", card.slug))><Text text=card.title/></a></h3>
                <p class="meta"><Text text=card.sector_name/>" · "<Text text=card.region_name/></p>
                <dl class="pairs">
                    <dt>{words.t(k::CARD_START)}</dt><dd><bdi>{w::dirhams(words, card.figures.investment)}</bdi></dd>
                    <dt>{words.t(k::CARD_INCOME)}</dt><dd><bdi>{w::dirhams_a_month(words, card.figures.monthly_income)}</bdi></dd>
                </dl>
                <p class="meta">{range}</p>
                {picked}
            </div>
        </article>
    }
    .into_any()
}

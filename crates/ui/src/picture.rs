//! Icons, pictures and the star pattern.

use crate::words;
use domain::marketplace::{Picture, PictureSource};
use leptos::prelude::*;

/// A pictogram from the sprite; always beside its word, so hidden from screen readers.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    // What points along the reading direction turns with it.
    let turns = matches!(
        name,
        "arrow-left"
            | "arrow-right"
            | "caret-left"
            | "caret-right"
            | "sign-in"
            | "sign-out"
            | "truck"
    );
    view! {
        <svg class="icon" aria-hidden="true" data-turns=turns.then_some("")>
            <use href=format!("/icons.svg#{name}")/>
        </svg>
    }
}

/// The eight-pointed star, repeated quietly behind a hero.
#[component]
pub fn Khatam() -> impl IntoView {
    view! {
        <svg class="khatam" aria-hidden="true">
            <defs>
                <pattern id="khatam" width="72" height="72" patternUnits="userSpaceOnUse">
                    <g fill="none" stroke="currentColor" stroke-width="1.6">
                        <rect x="18" y="18" width="36" height="36"/>
                        <rect x="18" y="18" width="36" height="36" transform="rotate(45 36 36)"/>
                        <circle cx="36" cy="36" r="7"/>
                        <path d="M36 10.5V0M36 61.5V72M10.5 36H0M61.5 36H72"/>
                    </g>
                </pattern>
            </defs>
            <rect width="100%" height="100%" fill="url(#khatam)"/>
        </svg>
    }
}

/// A listing's picture: an upload in the sizes we have, or our own illustration.
#[component]
pub fn PictureFrame(
    picture: Option<Picture>,
    /// How wide it is shown, as the `sizes` attribute says it.
    sizes: &'static str,
    /// The page's main picture is loaded at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let lang = words().lang();
    let loading = if eager { "eager" } else { "lazy" };
    let priority = if eager { "high" } else { "auto" };
    let Some(picture) = picture else {
        return view! {
            <img class="picture" src="/illustrations/cooperative.svg" alt="" width="320" height="240" loading=loading/>
        }
        .into_any();
    };
    let alt = picture.alt.pick(lang).text;
    match picture.source {
        PictureSource::Illustration { slug } => view! {
            <img
                class="picture"
                src=format!("/illustrations/products/{slug}.svg")
                alt=alt
                width="320"
                height="240"
                loading=loading
                fetchpriority=priority
            />
        }
        .into_any(),
        PictureSource::Upload { sha256, widths } => {
            let set = |extension: &str| {
                widths
                    .iter()
                    .map(|width| format!("/media/pictures/{sha256}/{width}.{extension} {width}w"))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let largest = widths.last().copied().unwrap_or(320);
            view! {
                <picture>
                    <source type="image/avif" srcset=set("avif") sizes=sizes/>
                    <img
                        class="picture"
                        src=format!("/media/pictures/{sha256}/{largest}.webp")
                        srcset=set("webp")
                        sizes=sizes
                        alt=alt
                        width=picture.width
                        height=picture.height
                        loading=loading
                        fetchpriority=priority
                    />
                </picture>
            }
            .into_any()
        }
    }
}

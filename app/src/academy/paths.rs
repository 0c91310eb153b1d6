//! Learning paths: several courses in an order, with one's progress.

use super::{catalogue::minutes, ring::Ring, session_api as api};
use crate::{ErrorView, href, load, use_lang, use_words};
use domain::academy::{LearningPath, PathCard};
use i18n::keys::academy as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Text;

/// The paths under the catalogue; nothing where there are none.
#[component]
pub fn Paths() -> impl IntoView {
    let paths = load(|| api::LearningPaths {});
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                paths.await.ok().filter(|list| !list.is_empty()).map(|list| view! { <List list/> })
            })}
        </Transition>
    }
}

#[component]
fn List(list: Vec<PathCard>) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="stack">
            <h2>{words.t(k::PATHS)}</h2>
            <div class="grid">
                {list.into_iter().map(|path| view! {
                    <article class="panel">
                        <h3><a href=href(&format!("/academy/paths/{}", path.slug))><Text text=path.title/></a></h3>
                        <p><Text text=path.summary/></p>
                        <p class="meta">{words.count(k::RESULTS, u64::from(path.courses), &[])}</p>
                    </article>
                }).collect_view()}
            </div>
        </section>
    }
}

#[component]
pub fn PathPage(slug: String) -> impl IntoView {
    crate::ssr::alternates(&format!("/academy/paths/{slug}"));
    let path = load(move || api::ShowPath { path: slug.clone() });
    view! {
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match path.await {
                        Ok(path) => view! { <Body path/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Body(path: LearningPath) -> impl IntoView {
    let words = use_words();
    let title = path.title.pick(use_lang()).text;
    view! {
        <Title text=title/>
        <p><a href=href("/academy")>{words.t(k::SEE_COURSES)}</a></p>
        <div class="row between">
            <h1><Text text=path.title/></h1>
            <Ring percent=path.percent live=""/>
        </div>
        <p class="lead"><Text text=path.summary/></p>
        <ol class="stack path">
            {path.steps.into_iter().map(|step| view! {
                <li class="panel learning-row">
                    <img class="picture" src=format!("/illustrations/academy/{}.svg", step.illustration) alt="" width="160" height="120" loading="lazy"/>
                    <div class="stack">
                        <h2><a href=href(&format!("/academy/{}", step.slug))><Text text=step.title/></a></h2>
                        <p class="meta">{minutes(words, step.minutes)}</p>
                    </div>
                    {step.percent.map(|percent| view! { <Ring percent live=step.slug.clone()/> })}
                </li>
            }).collect_view()}
        </ol>
    }
}

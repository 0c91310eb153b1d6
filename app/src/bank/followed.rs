//! The launched projects of an advisor's regions.

use super::{impact_api as api, wording as w};
use crate::{ErrorView, href, load, use_words};
use domain::projects::FollowedProject;
use i18n::keys::{admin, bank as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, Icon, Text};

#[component]
pub(super) fn FollowedPage() -> impl IntoView {
    let words = use_words();
    let projects = load(|| api::FollowedProjects {});
    view! {
        <Title text=words.t(k::FOLLOWED_PROJECTS)/>
        <p><a class="button button-quiet" href=href("/office")><Icon name="arrow-left"/>{words.t(admin::TITLE)}</a></p>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match projects.await {
                    Ok(projects) if projects.is_empty() => view! {
                        <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::FOLLOWED_PROJECTS) text=words.t(k::FOLLOWED_NONE)>
                            <a class="button button-secondary" href=href("/office")>{words.t(admin::TITLE)}</a>
                        </EmptyState>
                    }.into_any(),
                    Ok(projects) => view! {
                        <h1>{words.t(k::FOLLOWED_PROJECTS)}</h1>
                        <ul class="checklist">{projects.into_iter().map(|it| view! { <Line it/> }).collect_view()}</ul>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Line(it: FollowedProject) -> impl IntoView {
    let words = use_words();
    let launched = words.with(k::LAUNCHED_ON, &[("date", &words.date(it.launched_on))]);
    let next = it.next.map(|(milestone, due)| {
        let args = [
            ("months", milestone.months().to_string()),
            ("date", words.date(due)),
        ];
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        words.with(k::NEXT_FIGURES, &args)
    });
    view! {
        <li>
            <span class="mark"><Icon name="chart-bar"/></span>
            <span>
                <a href=href(&format!("/projects/follow-up/{}", it.dossier))><bdi>{it.name}</bdi></a>
                <span class="meta"><Text text=it.title/>" · "<Text text=it.province/>" · "{launched}</span>
                {next.map(|next| view! { <span class="meta">{next}</span> })}
            </span>
            <span class="state">{words.t(w::followed_state(it.state))}</span>
        </li>
    }
    .into_any()
}

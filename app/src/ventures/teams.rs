//! The teams one is in.

use super::{team_api as api, wording as w};
use crate::{ErrorView, href, load, use_words};
use domain::projects::TeamCard;
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, Text};

#[component]
pub(super) fn TeamsPage() -> impl IntoView {
    let words = use_words();
    let teams = load(|| api::MyTeams {});
    view! {
        <Title text=words.t(k::MY_TEAMS)/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match teams.await {
                    Ok(teams) if teams.is_empty() => view! {
                        <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::MY_TEAMS) text=words.t(k::MY_TEAMS_NONE)>
                            <a class="button button-primary" href=href("/projects")>{words.t(k::FIND_SHEET)}</a>
                        </EmptyState>
                    }.into_any(),
                    Ok(teams) => view! {
                        <h1>{words.t(k::MY_TEAMS)}</h1>
                        <ul class="checklist">{teams.into_iter().map(|card| view! { <Line card/> }).collect_view()}</ul>
                        <p><a class="button button-secondary" href=href("/projects")>{words.t(k::FIND_SHEET)}</a></p>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Line(card: TeamCard) -> impl IntoView {
    let words = use_words();
    let counter = words.with(
        k::JOINED_OF,
        &[
            ("joined", &card.joined.to_string()),
            ("founders", &card.founders.to_string()),
        ],
    );
    view! {
        <li>
            <img src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="64" height="48"/>
            <span>
                <a href=href(&format!("/projects/teams/{}", card.id))><bdi>{card.name}</bdi></a>
                <span class="meta"><Text text=card.title/>" · "<Text text=card.province/>" · "{counter}</span>
            </span>
            <span class="state">{words.t(w::team_state(card.state))}</span>
        </li>
    }
    .into_any()
}

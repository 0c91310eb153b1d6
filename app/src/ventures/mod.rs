//! From a project to a cooperative: teams, their dossiers, and the office's page of a dossier.
//!
//! Apart from the project bank's own screens, which everyone loads.

mod case;
mod creation;
mod dossier;
pub mod dossier_api;
mod figures;
mod invitation;
mod papers;
mod pledge;
mod promises;
mod start;
mod tasks;
mod team;
pub mod team_api;
mod teams;
pub(crate) mod terms;
mod wording;

use crate::{NotFoundView, href, use_path, use_words};
use domain::{DossierId, TeamId};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use ui::Icon;

#[lazy]
pub(crate) fn ventures_page() -> AnyView {
    crate::ssr::meta("robots", "noindex");
    let path = use_path();
    let parts: Vec<&str> = path
        .split('/')
        .skip(2)
        .filter(|part| !part.is_empty())
        .collect();
    let page = match parts.as_slice() {
        ["projects", "teams"] => view! { <teams::TeamsPage/> }.into_any(),
        ["projects", "teams", "start"] => view! { <start::StartPage/> }.into_any(),
        ["projects", "teams", "pledge"] => view! { <pledge::PledgePage/> }.into_any(),
        ["projects", "teams", "join"] => view! { <invitation::JoinPage/> }.into_any(),
        ["projects", "teams", id, rest @ ..] => match id.parse() {
            Ok(id) => team_page(TeamId(id), rest),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["office", "dossiers" | "reviews", id] => match id.parse() {
            Ok(id) => view! { <case::CasePage id=DossierId(id)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div class="wrap page stack" data-part="projects">{page}</div> }.into_any()
}

fn team_page(id: TeamId, rest: &[&str]) -> AnyView {
    match rest {
        [] => view! { <team::TeamPage id/> }.into_any(),
        ["creation"] => view! { <creation::CreationPage id/> }.into_any(),
        ["dossier"] => view! { <dossier::DossierPages id step=""/> }.into_any(),
        ["dossier", step] => view! { <dossier::DossierPages id step=*step/> }.into_any(),
        _ => view! { <NotFoundView/> }.into_any(),
    }
}

/// Back to one's teams, or to one of them.
#[component]
fn Back(#[prop(optional)] team: Option<TeamId>) -> impl IntoView {
    let words = use_words();
    let (to, text) = match team {
        Some(team) => (format!("/projects/teams/{team}"), k::BACK_TO_TEAM),
        None => ("/projects/teams".to_owned(), k::BACK_TO_TEAMS),
    };
    view! { <p><a class="button button-quiet" href=href(&to)><Icon name="arrow-left"/>{words.t(text)}</a></p> }
}

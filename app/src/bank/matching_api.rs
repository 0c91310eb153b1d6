//! The server functions of profiles and matching: parse, call one use case, answer.

use crate::ApiError;
use domain::{
    InvitationId, PersonId, TeamId,
    projects::{MatchPage, ProfilePage, TeamSkills},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "projects/show_profile", input = GetUrl, output = Postcard)]
pub async fn show_profile() -> Result<ProfilePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_profile(&ctx).await)
}

/// Goes on to the projects that suit. `skills[sales]=on`, as a box that is ticked sends it.
#[server(endpoint = "projects/save_profile", output = Postcard)]
pub async fn save_profile(
    #[server(default)] skills: BTreeMap<String, String>,
    #[server(default)] languages: BTreeMap<String, String>,
    #[server(default)] province: String,
    #[server(default)] availability: String,
    #[server(default)] findable: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::ProfileInput {
        skills: skills.into_keys().collect(),
        languages: languages.into_keys().collect(),
        province,
        availability,
        findable,
    };
    crate::ssr::respond(service::projects::save_profile(&ctx, &input).await)?;
    crate::ssr::redirect(&format!("/{}/projects/for-me", ctx.lang.code()));
    Ok(())
}

/// Goes on to the account.
#[server(endpoint = "projects/delete_profile", output = Postcard)]
pub async fn delete_profile() -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::delete_profile(&ctx).await)?;
    crate::ssr::redirect(&format!("/{}/account", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "projects/projects_for_me", input = GetUrl, output = Postcard)]
pub async fn projects_for_me() -> Result<MatchPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::projects_for_me(&ctx).await)
}

#[server(endpoint = "projects/show_team_skills", input = GetUrl, output = Postcard)]
pub async fn show_team_skills(team: TeamId) -> Result<TeamSkills, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_team_skills(&ctx, team).await)
}

#[server(endpoint = "projects/offer_seat", output = Postcard)]
pub async fn offer_seat(team: TeamId, person: PersonId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::offer_seat(&ctx, team, person).await)
}

/// Goes on to the team's page.
#[server(endpoint = "projects/accept_offer", output = Postcard)]
pub async fn accept_offer(offer: InvitationId) -> Result<TeamId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let team = crate::ssr::respond(service::projects::accept_offer(&ctx, offer).await)?;
    crate::ssr::redirect(&format!("/{}/projects/teams/{team}", ctx.lang.code()));
    Ok(team)
}

#[server(endpoint = "projects/decline_offer", output = Postcard)]
pub async fn decline_offer(offer: InvitationId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::decline_offer(&ctx, offer).await)
}

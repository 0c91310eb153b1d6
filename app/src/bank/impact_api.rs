//! The server functions of results and follow-up: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    DossierId, TeamId,
    projects::{FollowUpPage, FollowedProject, Impact},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "projects/show_impact", input = GetUrl, output = Postcard)]
pub async fn show_impact() -> Result<Impact, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_impact(&ctx).await)
}

#[server(endpoint = "projects/show_follow_up", input = GetUrl, output = Postcard)]
pub async fn show_follow_up(dossier: DossierId) -> Result<FollowUpPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_follow_up(&ctx, dossier).await)
}

#[server(endpoint = "projects/launch_project", output = Postcard)]
pub async fn launch_project(
    team: TeamId,
    version: i64,
    #[server(default)] launched_on: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::projects::launch_project(&ctx, team, version, &launched_on).await;
    crate::ssr::respond(done)
}

/// `month` is 12, 24 or 36; `seen` the version of what is corrected, 0 for the first.
#[server(endpoint = "projects/save_follow_up", output = Postcard)]
pub async fn save_follow_up(
    team: TeamId,
    dossier: DossierId,
    #[server(default)] month: String,
    seen: i64,
    #[server(default)] sales: String,
    #[server(default)] income: String,
    #[server(default)] members: String,
    #[server(default)] women: String,
    #[server(default)] young: String,
    #[server(default)] jobs: String,
    #[server(default)] comment: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::ActualInput {
        sales,
        income,
        members,
        women,
        young,
        jobs,
        comment,
    };
    let saved = service::projects::save_follow_up(&ctx, team, (&month, seen), &input).await;
    crate::ssr::respond(saved)?;
    crate::ssr::redirect(&format!(
        "/{}/projects/follow-up/{dossier}?saved={month}",
        ctx.lang.code()
    ));
    Ok(())
}

#[server(endpoint = "projects/close_follow_up", output = Postcard)]
pub async fn close_follow_up(
    dossier: DossierId,
    version: i64,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::projects::close_follow_up(&ctx, dossier, version, &reasons).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "projects/followed_projects", input = GetUrl, output = Postcard)]
pub async fn followed_projects() -> Result<Vec<FollowedProject>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::followed_projects(&ctx).await)
}

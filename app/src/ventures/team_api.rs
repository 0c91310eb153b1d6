//! The server functions of project teams: parse, call one use case, answer.

use crate::ApiError;
use domain::{
    InvitationId, PersonId, TaskId, TeamId,
    projects::{PledgePage, Pledges, ProjectInvitation, StartPage, TeamCard, TeamPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "projects/my_teams", input = GetUrl, output = Postcard)]
pub async fn my_teams() -> Result<Vec<TeamCard>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::my_teams(&ctx).await)
}

#[server(endpoint = "projects/start_page", input = GetUrl, output = Postcard)]
pub async fn show_start(sheet: String) -> Result<StartPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::start_page(&ctx, &sheet).await)
}

/// Goes on to the new team's page.
#[server(endpoint = "projects/start_team", output = Postcard)]
pub async fn start_team(
    sheet: String,
    #[server(default)] name: String,
    #[server(default)] province: String,
    #[server(default)] seats: String,
    #[server(default)] scenario: String,
) -> Result<TeamId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::TeamInput {
        name,
        province,
        seats,
    };
    let started = service::projects::start_team(&ctx, &sheet, &input, &scenario).await;
    let id = crate::ssr::respond(started)?;
    crate::ssr::redirect(&format!("/{}/projects/teams/{id}", ctx.lang.code()));
    Ok(id)
}

#[server(endpoint = "projects/show_team", input = GetUrl, output = Postcard)]
pub async fn show_project_team(team: TeamId) -> Result<TeamPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_team(&ctx, team).await)
}

/// Goes on to the team's page, which shows the link once.
#[server(endpoint = "projects/invite_teammate", output = Postcard)]
pub async fn invite_teammate(
    team: TeamId,
    #[server(default)] login: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let invited = service::projects::invite_teammate(&ctx, team, &login).await;
    let token = crate::ssr::respond(invited)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!("/{lang}/projects/teams/{team}?link={token}"));
    Ok(())
}

#[server(endpoint = "projects/revoke_team_invitation", output = Postcard)]
pub async fn revoke_team_invitation(
    team: TeamId,
    invitation: InvitationId,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::projects::revoke_team_invitation(&ctx, team, invitation).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "projects/show_team_invitation", input = GetUrl, output = Postcard)]
pub async fn show_team_invitation(token: String) -> Result<ProjectInvitation, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_team_invitation(&ctx, &token).await)
}

/// Goes on to the team's page.
#[server(endpoint = "projects/join_team", output = Postcard)]
pub async fn join_team(token: String) -> Result<TeamId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let team = crate::ssr::respond(service::projects::join_team(&ctx, &token).await)?;
    crate::ssr::redirect(&format!("/{}/projects/teams/{team}", ctx.lang.code()));
    Ok(team)
}

/// Goes on to the person's teams.
#[server(endpoint = "projects/leave_team", output = Postcard)]
pub async fn leave_project_team(team: TeamId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::leave_team(&ctx, team).await)?;
    crate::ssr::redirect(&format!("/{}/projects/teams", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "projects/replace_teammate", output = Postcard)]
pub async fn replace_teammate(team: TeamId, person: PersonId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::replace_teammate(&ctx, team, person).await)
}

#[server(endpoint = "projects/give_role", output = Postcard)]
pub async fn give_role(
    team: TeamId,
    person: PersonId,
    #[server(default)] role: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::give_role(&ctx, team, person, &role).await)
}

#[server(endpoint = "projects/hand_over_team", output = Postcard)]
pub async fn hand_over_team(team: TeamId, person: PersonId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::hand_over_team(&ctx, team, person).await)
}

#[server(endpoint = "projects/dissolve_team", output = Postcard)]
pub async fn dissolve_team(team: TeamId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::dissolve_team(&ctx, team).await)
}

#[server(endpoint = "projects/add_task", output = Postcard)]
pub async fn add_task(
    team: TeamId,
    #[server(default)] title: String,
    #[server(default)] person: String,
    #[server(default)] due: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::TaskInput { title, person, due };
    crate::ssr::respond(service::projects::add_task(&ctx, team, &input).await)?;
    crate::ssr::redirect_plain_form(&format!("/{}/projects/teams/{team}", ctx.lang.code()));
    Ok(())
}

/// `done` is `yes`, or anything else for what is to do again.
#[server(endpoint = "projects/mark_task", output = Postcard)]
pub async fn mark_task(
    team: TeamId,
    task: TaskId,
    #[server(default)] done: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let mark = match done.as_str() {
        "yes" => service::projects::TaskMark::Done,
        _ => service::projects::TaskMark::ToDo,
    };
    crate::ssr::respond(service::projects::mark_task(&ctx, team, task, mark).await)
}

#[server(endpoint = "projects/remove_task", output = Postcard)]
pub async fn remove_task(team: TeamId, task: TaskId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::remove_task(&ctx, team, task).await)
}

#[server(endpoint = "projects/sheet_pledges", input = GetUrl, output = Postcard)]
pub async fn sheet_pledges(sheet: String) -> Result<Pledges, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::sheet_pledges(&ctx, &sheet).await)
}

#[server(endpoint = "projects/show_pledge", input = GetUrl, output = Postcard)]
pub async fn show_pledge(sheet: String) -> Result<PledgePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::pledge_page(&ctx, &sheet).await)
}

#[server(endpoint = "projects/save_pledge", output = Postcard)]
pub async fn save_pledge(
    sheet: String,
    #[server(default)] buyer: String,
    #[server(default)] volume: String,
    #[server(default)] province: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::PledgeInput {
        buyer,
        volume,
        province,
    };
    crate::ssr::respond(service::projects::save_pledge(&ctx, &sheet, &input).await)
}

#[server(endpoint = "projects/confirm_pledge", output = Postcard)]
pub async fn confirm_pledge(sheet: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::confirm_pledge(&ctx, &sheet).await)
}

#[server(endpoint = "projects/withdraw_pledge", output = Postcard)]
pub async fn withdraw_pledge(sheet: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::withdraw_pledge(&ctx, &sheet).await)
}

//! The server functions of a cooperative's team.

use crate::ApiError;
use domain::{
    InvitationId, PersonId,
    cooperatives::{InvitationView, Team},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "cooperatives/show_team", input = GetUrl, output = Postcard)]
pub async fn show_team() -> Result<Team, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::cooperatives::show_team(&ctx, cooperative).await)
}

/// Goes on to the team's page, which shows the link to send on where a phone number was invited.
#[server(endpoint = "cooperatives/invite_member", output = Postcard)]
pub async fn invite_member(
    #[server(default)] login: String,
    #[server(default)] part: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let invited = service::cooperatives::invite_member(&ctx, cooperative, &login, &part).await;
    let told = match crate::ssr::respond(invited)? {
        Some(token) => format!("link={token}"),
        None => "invited=1".to_owned(),
    };
    crate::ssr::redirect(&format!("/{}/desk/team?{told}", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "cooperatives/revoke_invitation", output = Postcard)]
pub async fn revoke_invitation(invitation: InvitationId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done = service::cooperatives::revoke_invitation(&ctx, cooperative, invitation).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "cooperatives/remove_member", output = Postcard)]
pub async fn remove_member(person: PersonId, part: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done = service::cooperatives::remove_member(&ctx, cooperative, person, &part).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "cooperatives/show_invitation", input = GetUrl, output = Postcard)]
pub async fn show_invitation(token: String) -> Result<InvitationView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::show_invitation(&ctx, &token).await)
}

/// Goes on to the desk.
#[server(endpoint = "cooperatives/accept_invitation", output = Postcard)]
pub async fn accept_invitation(token: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::accept_invitation(&ctx, &token).await)?;
    crate::ssr::redirect(&format!("/{}/desk", ctx.lang.code()));
    Ok(())
}

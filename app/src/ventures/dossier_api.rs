//! The server functions of a team's dossier: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    DossierId, DossierReviewId, TeamId,
    projects::{CreationPage, DossierCase, DossierPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "projects/show_dossier", input = GetUrl, output = Postcard)]
pub async fn show_dossier(team: TeamId) -> Result<DossierPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_dossier(&ctx, team).await)
}

/// Goes on to the dossier.
#[server(endpoint = "projects/begin_dossier", output = Postcard)]
pub async fn begin_dossier(team: TeamId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::begin_dossier(&ctx, team).await)?;
    crate::ssr::redirect(&crate::ssr::dossier_address(&ctx, team, None));
    Ok(())
}

/// `step` names the page; its own fields are read. Goes on to the next page that is missing.
#[server(endpoint = "projects/save_dossier", output = Postcard)]
pub async fn save_dossier(
    team: TeamId,
    #[server(default)] step: String,
    #[server(default)] answer: String,
    #[server(default)] women: String,
    #[server(default)] young: String,
    #[server(default)] capital: String,
    #[server(default)] in_kind: String,
    #[server(default)] in_kind_what: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let numbers = [women, young, capital, in_kind, in_kind_what];
    let input = crate::ssr::respond(crate::ssr::dossier_input(&step, answer, numbers))?;
    let saved = service::projects::save_dossier(&ctx, team, &input).await;
    let next = crate::ssr::respond(saved)?;
    crate::ssr::redirect(&crate::ssr::dossier_address(&ctx, team, next));
    Ok(())
}

/// `kind` is a paper's code.
#[server(endpoint = "projects/remove_dossier_paper", output = Postcard)]
pub async fn remove_dossier_paper(team: TeamId, kind: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let kind = domain::projects::DossierPaper::from_code(&kind).ok_or(domain::Error::NotFound);
    let kind = crate::ssr::respond(kind)?;
    crate::ssr::respond(service::projects::remove_dossier_paper(&ctx, team, kind).await)
}

#[server(endpoint = "projects/submit_dossier", output = Postcard)]
pub async fn submit_dossier(team: TeamId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::submit_dossier(&ctx, team, version).await)
}

#[server(endpoint = "projects/withdraw_dossier", output = Postcard)]
pub async fn withdraw_dossier(team: TeamId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::withdraw_dossier(&ctx, team, version).await)
}

#[server(endpoint = "projects/appeal_dossier", output = Postcard)]
pub async fn appeal_dossier(
    team: TeamId,
    version: i64,
    #[server(default)] appeal: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::appeal_dossier(&ctx, team, version, &appeal).await)
}

#[server(endpoint = "projects/show_dossier_case", input = GetUrl, output = Postcard)]
pub async fn show_dossier_case(dossier: DossierId) -> Result<DossierCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_dossier_case(&ctx, dossier).await)
}

#[server(endpoint = "projects/admit_dossier", output = Postcard)]
pub async fn admit_dossier(dossier: DossierId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::admit_dossier(&ctx, dossier, version).await)
}

#[server(endpoint = "projects/ask_completion", output = Postcard)]
pub async fn ask_completion(
    dossier: DossierId,
    version: i64,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::projects::ask_completion(&ctx, dossier, version, &reasons).await;
    crate::ssr::respond(done)
}

#[server(endpoint = "projects/accept_review", output = Postcard)]
pub async fn accept_review(review: DossierReviewId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::accept_review(&ctx, review).await)
}

#[server(endpoint = "projects/declare_conflict", output = Postcard)]
pub async fn declare_conflict(review: DossierReviewId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::declare_conflict(&ctx, review).await)
}

/// A mark for each criterion, from 0 to 5.
#[server(endpoint = "projects/score_dossier", output = Postcard)]
pub async fn score_dossier(
    review: DossierReviewId,
    #[server(default)] market: String,
    #[server(default)] figures: String,
    #[server(default)] team: String,
    #[server(default)] feasibility: String,
    #[server(default)] impact: String,
    #[server(default)] comment: String,
) -> Result<(), ApiError> {
    use domain::projects::Criterion;
    let ctx = crate::ssr::ctx().await?;
    let marks = [
        (Criterion::Market, market),
        (Criterion::Figures, figures),
        (Criterion::Team, team),
        (Criterion::Feasibility, feasibility),
        (Criterion::Impact, impact),
    ];
    crate::ssr::respond(service::projects::score_dossier(&ctx, review, &marks, &comment).await)
}

#[server(endpoint = "projects/decide_dossier", output = Postcard)]
pub async fn decide_dossier(
    dossier: DossierId,
    version: i64,
    #[server(default)] verdict: String,
    #[server(default)] reasons: String,
    #[server(default)] conditions: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::DecisionInput {
        verdict,
        reasons,
        conditions,
    };
    crate::ssr::respond(service::projects::decide_dossier(&ctx, dossier, version, &input).await)
}

#[server(endpoint = "projects/meet_conditions", output = Postcard)]
pub async fn meet_conditions(dossier: DossierId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::meet_conditions(&ctx, dossier, version).await)
}

#[server(endpoint = "projects/show_creation", input = GetUrl, output = Postcard)]
pub async fn show_creation(team: TeamId) -> Result<CreationPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_creation(&ctx, team).await)
}

#[server(endpoint = "projects/begin_creation", output = Postcard)]
pub async fn begin_creation(team: TeamId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::begin_creation(&ctx, team, version).await)
}

/// Goes on to the cooperative's file.
#[server(endpoint = "projects/open_cooperative_file", output = Postcard)]
pub async fn open_cooperative_file(team: TeamId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::open_cooperative_file(&ctx, team).await)?;
    crate::ssr::redirect(&format!("/{}/desk/register", ctx.lang.code()));
    Ok(())
}

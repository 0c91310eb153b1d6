//! The server functions of ideas: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    IdeaId, PersonId,
    projects::{IdeaCase, IdeaInvitation, IdeaLine, IdeaPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "projects/my_ideas", input = GetUrl, output = Postcard)]
pub async fn my_ideas() -> Result<Vec<IdeaLine>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::my_ideas(&ctx).await)
}

#[server(endpoint = "projects/show_idea", input = GetUrl, output = Postcard)]
pub async fn show_idea(idea: IdeaId) -> Result<IdeaPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_idea(&ctx, idea).await)
}

/// Goes on to the next page.
#[server(endpoint = "projects/start_idea", output = Postcard)]
pub async fn start_idea(
    #[server(default)] title: String,
    #[server(default)] what: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let typed = [("title", title), ("what", what)].map(|(name, text)| (name.to_owned(), text));
    let started = service::projects::start_idea(&ctx, &typed.into()).await;
    let id = crate::ssr::respond(started)?;
    crate::ssr::redirect(&format!("/{}/projects/ideas/{id}/product", ctx.lang.code()));
    Ok(())
}

/// Goes on to the next page, or to the whole. `step` is a page's code, `version` the one that the
/// form was made on; of the fields, the page's are read.
#[server(endpoint = "projects/save_idea", output = Postcard)]
pub async fn save_idea(
    idea: IdeaId,
    step: String,
    version: i64,
    #[server(default)] title: String,
    #[server(default)] what: String,
    #[server(default)] sector: String,
    #[server(default)] product: String,
    #[server(default)] province: String,
    #[server(default)] different: String,
    #[server(default)] for_whom: String,
    #[server(default)] why: String,
    #[server(default)] price: String,
    #[server(default)] volume: String,
    #[server(default)] unit_cost: String,
    #[server(default)] investment: String,
    #[server(default)] known: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let typed = [
        ("title", title),
        ("what", what),
        ("sector", sector),
        ("product", product),
        ("province", province),
        ("different", different),
        ("for_whom", for_whom),
        ("why", why),
        ("price", price),
        ("volume", volume),
        ("unit_cost", unit_cost),
        ("investment", investment),
        ("known", known),
    ]
    .map(|(name, text)| (name.to_owned(), text));
    let step = domain::projects::IdeaStep::from_code(&step).ok_or(domain::Error::NotFound);
    let step = crate::ssr::respond(step)?;
    let saved = service::projects::save_idea(&ctx, idea, (step, version), &typed.into()).await;
    let next = crate::ssr::respond(saved)?;
    let next = next.map_or_else(String::new, |step| format!("/{}", step.code()));
    crate::ssr::redirect(&format!("/{}/projects/ideas/{idea}{next}", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "projects/submit_idea", output = Postcard)]
pub async fn submit_idea(idea: IdeaId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::submit_idea(&ctx, idea, version).await)
}

#[server(endpoint = "projects/withdraw_idea", output = Postcard)]
pub async fn withdraw_idea(idea: IdeaId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::withdraw_idea(&ctx, idea).await)
}

#[server(endpoint = "projects/remove_voice_note", output = Postcard)]
pub async fn remove_voice_note(idea: IdeaId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::remove_voice_note(&ctx, idea, version).await)
}

/// Goes back to the authors' page, which shows the link once.
#[server(endpoint = "projects/invite_author", output = Postcard)]
pub async fn invite_author(idea: IdeaId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let token = crate::ssr::respond(service::projects::invite_author(&ctx, idea).await)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!(
        "/{lang}/projects/ideas/{idea}/people?link={token}"
    ));
    Ok(())
}

#[server(endpoint = "projects/revoke_idea_links", output = Postcard)]
pub async fn revoke_idea_links(idea: IdeaId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::revoke_idea_links(&ctx, idea).await)
}

#[server(endpoint = "projects/show_idea_invitation", input = GetUrl, output = Postcard)]
pub async fn show_idea_invitation(token: String) -> Result<IdeaInvitation, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_idea_invitation(&ctx, &token).await)
}

/// Goes on to the idea.
#[server(endpoint = "projects/join_idea", output = Postcard)]
pub async fn join_idea(token: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let id = crate::ssr::respond(service::projects::join_idea(&ctx, &token).await)?;
    crate::ssr::redirect(&format!("/{}/projects/ideas/{id}", ctx.lang.code()));
    Ok(())
}

/// Goes back to one's own ideas.
#[server(endpoint = "projects/leave_idea", output = Postcard)]
pub async fn leave_idea(idea: IdeaId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::leave_idea(&ctx, idea).await)?;
    crate::ssr::redirect(&format!("/{}/projects/ideas", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "projects/hand_over_idea", output = Postcard)]
pub async fn hand_over_idea(idea: IdeaId, person: PersonId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::hand_over_idea(&ctx, idea, person).await)
}

/// `named` is `yes` from a box that is ticked, and nothing from one that is not.
#[server(endpoint = "projects/name_me", output = Postcard)]
pub async fn name_me(idea: IdeaId, #[server(default)] named: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::name_me(&ctx, idea, named == "yes").await)
}

#[server(endpoint = "office/show_idea", input = GetUrl, output = Postcard)]
pub async fn show_idea_case(idea: IdeaId) -> Result<IdeaCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_idea_case(&ctx, idea).await)
}

#[server(endpoint = "office/return_idea", output = Postcard)]
pub async fn return_idea(
    idea: IdeaId,
    version: i64,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::return_idea(&ctx, idea, version, &reasons).await)
}

/// `base` is the address of the sheet to begin from.
#[server(endpoint = "office/accept_idea", output = Postcard)]
pub async fn accept_idea(
    idea: IdeaId,
    version: i64,
    #[server(default)] base: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::accept_idea(&ctx, idea, version, &base).await)
}

#[server(endpoint = "office/save_idea_sheet", output = Postcard)]
pub async fn save_idea_sheet(
    idea: IdeaId,
    version: i64,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] what_fr: String,
    #[server(default)] what_ar: String,
    #[server(default)] what_en: String,
    #[server(default)] for_whom_fr: String,
    #[server(default)] for_whom_ar: String,
    #[server(default)] for_whom_en: String,
    #[server(default)] market_fr: String,
    #[server(default)] market_ar: String,
    #[server(default)] market_en: String,
    #[server(default)] product_name_fr: String,
    #[server(default)] product_name_ar: String,
    #[server(default)] product_name_en: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let none = String::new;
    let input = domain::projects::IdeaSheetInput {
        title: [title_fr, title_ar, title_en, none()],
        what: [what_fr, what_ar, what_en, none()],
        for_whom: [for_whom_fr, for_whom_ar, for_whom_en, none()],
        market: [market_fr, market_ar, market_en, none()],
        product_name: [product_name_fr, product_name_ar, product_name_en, none()],
    };
    crate::ssr::respond(service::projects::save_idea_sheet(&ctx, idea, version, &input).await)
}

#[server(endpoint = "office/publish_idea", output = Postcard)]
pub async fn publish_idea(idea: IdeaId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::publish_idea(&ctx, idea, version).await)
}

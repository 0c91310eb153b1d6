//! The server functions of a cooperative's file.

use crate::ApiError;
use domain::cooperatives::RegistrationPage;
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "cooperatives/show_registration", input = GetUrl, output = Postcard)]
pub async fn show_registration() -> Result<RegistrationPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::show_registration(&ctx).await)
}

/// Each step goes on to the next one that is missing, or back to the list.
#[server(endpoint = "cooperatives/save_registration_name", output = Postcard)]
pub async fn save_name(
    #[server(default)] name_fr: String,
    #[server(default)] name_ar: String,
    #[server(default)] name_en: String,
    #[server(default)] name_zgh: String,
) -> Result<(), ApiError> {
    let names = [name_fr, name_ar, name_en, name_zgh];
    crate::ssr::save_registration(service::cooperatives::StepInput::Name(names)).await
}

#[server(endpoint = "cooperatives/save_registration_numbers", output = Postcard)]
pub async fn save_numbers(
    #[server(default)] ice: String,
    #[server(default)] register_number: String,
    #[server(default)] court: String,
    #[server(default)] rib: String,
) -> Result<(), ApiError> {
    let input = domain::cooperatives::NumbersInput {
        ice,
        register_number,
        court,
        rib,
    };
    crate::ssr::save_registration(service::cooperatives::StepInput::Numbers(input)).await
}

#[server(endpoint = "cooperatives/save_registration_place", output = Postcard)]
pub async fn save_place(
    #[server(default)] province: String,
    #[server(default)] founded_year: String,
    #[server(default)] members: String,
    #[server(default)] women: String,
) -> Result<(), ApiError> {
    let input = domain::cooperatives::PlaceInput {
        province,
        founded_year,
        members,
        women,
    };
    crate::ssr::save_registration(service::cooperatives::StepInput::Place(input)).await
}

#[server(endpoint = "cooperatives/save_registration_story", output = Postcard)]
pub async fn save_story(
    #[server(default)] story_fr: String,
    #[server(default)] story_ar: String,
    #[server(default)] story_en: String,
    #[server(default)] story_zgh: String,
) -> Result<(), ApiError> {
    let story = [story_fr, story_ar, story_en, story_zgh];
    crate::ssr::save_registration(service::cooperatives::StepInput::Story(story)).await
}

/// `kind` is a paper's code.
#[server(endpoint = "cooperatives/remove_registration_document", output = Postcard)]
pub async fn remove_document(kind: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let kind = domain::cooperatives::DocumentKind::from_code(&kind).ok_or(domain::Error::NotFound);
    let kind = crate::ssr::respond(kind)?;
    crate::ssr::respond(service::cooperatives::remove_document(&ctx, kind).await)?;
    crate::ssr::redirect_plain_form(&format!("/{}/desk/register/documents", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "cooperatives/submit_registration", output = Postcard)]
pub async fn submit_registration(version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::submit_registration(&ctx, version).await)?;
    crate::ssr::redirect_plain_form(&format!("/{}/desk/register", ctx.lang.code()));
    Ok(())
}

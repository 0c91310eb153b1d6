//! The project bank's server functions: parse, call one use case, answer.

use crate::ApiError;
use domain::{
    ScenarioId,
    projects::{self, ComparedSheet, SavedScenario, SheetList, SheetPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

/// `search` is the address's query string, with or without its question mark.
#[server(endpoint = "projects/browse_sheets", input = GetUrl, output = Postcard)]
pub async fn browse_sheets(search: String) -> Result<SheetList, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let query = crate::ssr::sheet_query(&search);
    crate::ssr::respond(service::projects::browse_sheets(&ctx, &query).await)
}

#[server(endpoint = "projects/show_sheet", input = GetUrl, output = Postcard)]
pub async fn show_sheet(slug: String) -> Result<SheetPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_sheet(&ctx, &slug).await)
}

/// The sheets named by `s` in the address.
#[server(endpoint = "projects/compare_sheets", input = GetUrl, output = Postcard)]
pub async fn compare_sheets(search: String) -> Result<Vec<ComparedSheet>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let slugs = crate::ssr::values_of(&search, "s");
    crate::ssr::respond(service::projects::compare_sheets(&ctx, &slugs).await)
}

#[server(endpoint = "projects/my_scenarios", input = GetUrl, output = Postcard)]
pub async fn my_scenarios(slug: String) -> Result<Vec<SavedScenario>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::my_scenarios(&ctx, &slug).await)
}

/// `figures` are the pairs of an address that change the sheet's inputs.
#[server(endpoint = "projects/save_scenario", output = Postcard)]
pub async fn save_scenario(
    slug: String,
    name: String,
    #[server(default)] figures: String,
) -> Result<SavedScenario, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let pairs = crate::ssr::pairs(&figures);
    crate::ssr::respond(service::projects::save_scenario(&ctx, &slug, &name, &pairs).await)
}

#[server(endpoint = "projects/delete_scenario", output = Postcard)]
pub async fn delete_scenario(scenario: ScenarioId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::delete_scenario(&ctx, scenario).await)
}

#[server(endpoint = "projects/shared_scenario", input = GetUrl, output = Postcard)]
pub async fn shared_scenario(token: String) -> Result<projects::SharedScenario, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::shared_scenario(&ctx, &token).await)
}

/// The saved simulations named by `c` in the address.
#[server(endpoint = "projects/compare_scenarios", input = GetUrl, output = Postcard)]
pub async fn compare_scenarios(search: String) -> Result<Vec<SavedScenario>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let tokens = crate::ssr::values_of(&search, "c");
    crate::ssr::respond(service::projects::compare_scenarios(&ctx, &tokens).await)
}

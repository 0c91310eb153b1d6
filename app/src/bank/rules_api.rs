//! The server functions of the bank's dated tables: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::projects::RulesPage;
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "office/list_rules", input = GetUrl, output = Postcard)]
pub async fn list_rules() -> Result<RulesPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::list_rules(&ctx).await)
}

#[server(endpoint = "office/add_rule", output = Postcard)]
pub async fn add_rule(
    #[server(default)] code: String,
    #[server(default)] value: String,
    #[server(default)] rule_from: String,
    #[server(default)] rule_source: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::RuleInput {
        code,
        value,
        valid_from: rule_from,
        source: rule_source,
    };
    crate::ssr::respond(service::projects::add_rule(&ctx, &input).await)
}

/// `sectors[argan]=on` and `regions[r09]=on`, as boxes that are ticked send them; a bare number would
/// be read as a place in a list.
#[server(endpoint = "office/add_terms", output = Postcard)]
pub async fn add_terms(
    #[server(default)] programme: String,
    #[server(default)] at_most: String,
    #[server(default)] share: String,
    #[server(default)] rate: String,
    #[server(default)] years: String,
    #[server(default)] members_least: String,
    #[server(default)] need_least: String,
    #[server(default)] need_most: String,
    #[server(default)] own_share: String,
    #[server(default)] cover: String,
    #[server(default)] sectors: BTreeMap<String, String>,
    #[server(default)] regions: BTreeMap<String, String>,
    #[server(default)] terms_from: String,
    #[server(default)] terms_source: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::TermsInput {
        programme,
        at_most,
        share,
        rate,
        years,
        members_least,
        need_least,
        need_most,
        own_share,
        cover,
        sectors: sectors.into_keys().collect(),
        regions: regions
            .into_keys()
            .map(|it| it.trim_start_matches('r').to_owned())
            .collect(),
        valid_from: terms_from,
        source: terms_source,
    };
    crate::ssr::respond(service::projects::add_terms(&ctx, &input).await)
}

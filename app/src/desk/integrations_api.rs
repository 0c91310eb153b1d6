//! The server functions of a cooperative's tokens and webhooks.

use crate::ApiError;
use domain::{ApiTokenId, DeliveryId, WebhookId, integrations::IntegrationsPage};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "integrations/show_integrations", input = GetUrl, output = Postcard)]
pub async fn show_integrations() -> Result<IntegrationsPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::integrations::show_integrations(&ctx, cooperative).await)
}

/// Answers the secret: it is shown this once. Without scripts the next page shows it.
#[server(endpoint = "integrations/create_token", output = Postcard)]
pub async fn create_token(
    #[server(default)] name: String,
    /// `scopes[stock]=on`, as a box that is ticked sends it.
    #[server(default)]
    scopes: BTreeMap<String, String>,
    #[server(default)] days: String,
) -> Result<String, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let scopes: Vec<String> = scopes.into_keys().collect();
    let made = service::integrations::create_token(&ctx, cooperative, &name, &scopes, &days).await;
    let secret = crate::ssr::respond(made)?;
    crate::ssr::redirect_plain_form(&format!(
        "/{}/desk/integrations?token={secret}",
        ctx.lang.code()
    ));
    Ok(secret)
}

#[server(endpoint = "integrations/revoke_token", output = Postcard)]
pub async fn revoke_token(token: ApiTokenId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::integrations::revoke_token(&ctx, cooperative, token).await)
}

#[server(endpoint = "integrations/add_webhook", output = Postcard)]
pub async fn add_webhook(
    #[server(default)] address: String,
    #[server(default)] topics: BTreeMap<String, String>,
) -> Result<WebhookId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let topics: Vec<String> = topics.into_keys().collect();
    let added = service::integrations::add_webhook(&ctx, cooperative, &address, &topics).await;
    crate::ssr::respond(added)
}

#[server(endpoint = "integrations/remove_webhook", output = Postcard)]
pub async fn remove_webhook(webhook: WebhookId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::integrations::remove_webhook(&ctx, cooperative, webhook).await)
}

#[server(endpoint = "integrations/replay_delivery", output = Postcard)]
pub async fn replay_delivery(delivery: DeliveryId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    let done = service::integrations::replay_delivery(&ctx, cooperative, delivery).await;
    crate::ssr::respond(done)
}

//! Use cases of `integrations`: a cooperative's own programs come in by tokens with scopes, and
//! hear of its orders by signed webhooks.

pub mod address;
mod goods;
mod tokens;
mod webhooks;

pub use goods::{
    seller_order, seller_orders, seller_stock, set_price_of, set_stock_of, ship_order_of,
};
pub use tokens::{authenticate_program, create_token, revoke_token};
pub use webhooks::{
    Courier, Message, add_webhook, remove_webhook, replay_delivery, send_webhooks, signature,
};

use crate::{Ctx, internal};
use domain::{
    CooperativeId, Error, Result,
    integrations::{IntegrationsPage, WebhookView},
    policy::{Action, Actor, Integrations, Permit, authorize},
};

fn managed(ctx: &Ctx, cooperative: CooperativeId) -> Result<Permit<Integrations>> {
    authorize(
        &ctx.actor,
        Action::ManageIntegrations,
        &Integrations { cooperative },
    )
}

/// The cooperative in whose name a request of the seller's API comes: a program's own, or the one
/// that the signed-in person works for.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who works for none.
pub fn own_cooperative(ctx: &Ctx) -> Result<CooperativeId> {
    match &ctx.actor {
        Actor::Program { cooperative, .. } => Ok(*cooperative),
        Actor::Person { .. } => ctx.actor.cooperative().ok_or(Error::NotFound),
        Actor::Visitor | Actor::Recorder { .. } | Actor::System => Err(Error::Unauthenticated),
    }
}

/// Tokens without their secrets, webhooks with theirs, and the last messages.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not manage the cooperative.
pub async fn show_integrations(ctx: &Ctx, cooperative: CooperativeId) -> Result<IntegrationsPage> {
    managed(ctx, cooperative)?;
    let db = ctx.db().reader();
    let tokens = store::integrations::tokens_of(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let webhooks = store::integrations::webhooks_of(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let deliveries = store::integrations::deliveries_of(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(IntegrationsPage {
        tokens,
        webhooks: webhooks
            .into_iter()
            .map(|it| WebhookView {
                id: it.id,
                address: it.address,
                topics: it.topics,
                created_at: it.created_at,
                secret: webhooks::secret(&ctx.services.secret_key, &it.salt),
            })
            .collect(),
        deliveries,
    })
}

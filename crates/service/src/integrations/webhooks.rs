//! Webhooks: each message is signed with the webhook's own secret and sent until it is taken.

use super::{address, managed};
use crate::{Ctx, Services, accounts::new_token, internal};
use async_trait::async_trait;
use domain::{
    CooperativeId, DeliveryId, Error, Result, Timestamp, WebhookId,
    integrations::{Topic, choices, pause_after},
    policy::{Action, Actor, Platform, authorize},
    text::Check,
};
use futures_util::stream::{FuturesUnordered, StreamExt};
use ring::hmac;
use std::collections::BTreeSet;
use store::integrations::{Claimed, NewWebhook};

/// The most that one cooperative has at once.
const MAX_WEBHOOKS: usize = 20;

/// Receivers that are sent to at the same time, each one message at a time.
const AT_ONCE: usize = 16;

/// Seconds after which a message whose sender died is anybody's again.
const CLAIM: i64 = 60;

/// What is sent: one POST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub address: String,
    /// The same at each attempt, so that who hears it twice knows.
    pub event: String,
    /// Seconds since 1970, part of what is signed: an old message cannot be sent again by another.
    pub timestamp: Timestamp,
    /// `v1=` and HMAC-SHA-256 over `<timestamp>.<body>`, in hexadecimal.
    pub signature: String,
    /// JSON.
    pub body: String,
}

/// How a message really leaves.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Answers the HTTP status.
    ///
    /// # Errors
    /// Why there was no answer, in words for the cooperative.
    async fn send(&self, message: &Message) -> core::result::Result<u16, String>;
}

/// The secret of a webhook: made from the server's own, so that no table holds it.
pub(super) fn secret(secret_key: &[u8], salt: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key);
    let tag = hmac::sign(&key, format!("webhook:{salt}").as_bytes());
    format!("whsec_{}", hex::encode(tag.as_ref()))
}

/// What proves to the receiver that a message is ours and whole.
pub fn signature(secret: &str, timestamp: Timestamp, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{timestamp}.{body}").as_bytes());
    format!("v1={}", hex::encode(tag.as_ref()))
}

/// # Errors
/// `Invalid` on `address` or `topics`; `Conflict` above the number allowed; `NotFound` for who
/// does not manage the cooperative.
pub async fn add_webhook(
    ctx: &Ctx,
    cooperative: CooperativeId,
    address: &str,
    topics: &[String],
) -> Result<WebhookId> {
    let permit = managed(ctx, cooperative)?;
    let mut check = Check::default();
    let address = check.take("address", address::parse(address, &ctx.services.public_url));
    let topics = check.take("topics", choices(topics, Topic::from_code));
    check.finish()?;
    let (Some(address), Some(topics)) = (address, topics) else {
        return Err(Error::Malformed);
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let known = store::integrations::webhooks_of(&tx, cooperative)
        .await
        .map_err(internal(ctx))?;
    // The same form sent twice is one webhook.
    if let Some(same) = known
        .iter()
        .find(|it| it.address == address && it.topics == topics)
    {
        return Ok(same.id);
    }
    if known.len() >= MAX_WEBHOOKS {
        return Err(Error::Conflict);
    }
    let new = NewWebhook {
        address,
        topics,
        salt: new_token(),
    };
    let id = store::integrations::insert_webhook(&tx, &permit, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// # Errors
/// `NotFound` for one of another cooperative, or removed before.
pub async fn remove_webhook(ctx: &Ctx, cooperative: CooperativeId, id: WebhookId) -> Result<()> {
    let permit = managed(ctx, cooperative)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::integrations::remove_webhook(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Sends a message again, whatever became of it.
///
/// # Errors
/// `NotFound` for one of another cooperative.
pub async fn replay_delivery(ctx: &Ctx, cooperative: CooperativeId, id: DeliveryId) -> Result<()> {
    let permit = managed(ctx, cooperative)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::integrations::replay_delivery(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

fn message(secret_key: &[u8], it: &Claimed, now: Timestamp) -> Message {
    let event = format!("evt_{}", it.event);
    let body = serde_json::json!({
        "id": event,
        "type": format!("order.{}", it.topic.code()),
        "at": it.at,
        "cooperative": it.cooperative,
        // No more than a name: who is in the order is read by the API, with a token.
        "order": { "id": it.order, "number": it.order_number },
    })
    .to_string();
    Message {
        address: it.address.clone(),
        signature: signature(&secret(secret_key, &it.salt), now, &body),
        event,
        timestamp: now,
        body,
    }
}

/// Sends what is due, and answers how many messages were taken. What is not taken comes up again,
/// ever more seldom, and is given up in the end. A receiver that is slow or down delays nobody
/// else's messages: several are sent to at once, and one that failed rests until the next call.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn send_webhooks(
    services: &Services,
    courier: &dyn Courier,
    now: Timestamp,
) -> Result<u32> {
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
    let db = services.db.writer();
    let failed = |cause: store::Error| {
        tracing::error!(%cause, "webhooks' outbox failed");
        Error::Internal {
            request_id: "send_webhooks".to_owned(),
        }
    };
    let mut taken = 0;
    // Sent to now, or not answering: the rest of its messages wait for the next round.
    let mut busy = BTreeSet::new();
    let mut under_way = FuturesUnordered::new();
    loop {
        // Ends, since claiming a message puts its next attempt after `now`.
        while under_way.len() < AT_ONCE {
            let Some(claimed) =
                store::integrations::claim_delivery(db, &permit, now, now + CLAIM, &busy)
                    .await
                    .map_err(failed)?
            else {
                break;
            };
            busy.insert(claimed.webhook);
            under_way.push(async move {
                let message = message(&services.secret_key, &claimed, now);
                let sent = courier.send(&message).await;
                (claimed, sent)
            });
        }
        let Some((claimed, sent)) = under_way.next().await else {
            break;
        };
        let (answer, is_taken) = match sent {
            Ok(status) => (status.to_string(), (200..300).contains(&status)),
            Err(cause) => (cause.chars().take(200).collect(), false),
        };
        let next = if is_taken {
            taken += 1;
            busy.remove(&claimed.webhook);
            None
        } else {
            pause_after(claimed.attempts).map(|pause| now + pause)
        };
        store::integrations::finish_attempt(
            db,
            &permit,
            claimed.id,
            &answer,
            is_taken.then_some(now),
            next,
        )
        .await
        .map_err(failed)?;
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::{secret, signature};

    #[test]
    fn a_signature_depends_on_secret_time_and_body() {
        // RFC 4231's construction, computed with another implementation (Python's hmac).
        assert_eq!(
            signature("whsec_x", 1_700_000_000, "{}"),
            "v1=be8cb8325f2202445260a855532f967e30ad2a9394ce28da66ee02880ddcb661"
        );
        let of = |salt| secret(b"the server's own secret, of 32 b", salt);
        assert_ne!(of("1"), of("2"));
        assert_eq!(of("1").len(), 6 + 64);
    }
}

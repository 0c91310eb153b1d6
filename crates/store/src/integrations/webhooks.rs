//! Webhooks and their outbox. A message is written in the transaction of what it tells, so that
//! neither is without the other; the worker sends it at least once.

use super::{cooperative, joined, parted};
use crate::{Error, Result, sql};
use domain::{
    CooperativeId, DeliveryId, OrderId, Timestamp, WebhookId,
    integrations::{DeliveryState, DeliveryView, Topic},
    policy::{Integrations, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub address: String,
    pub topics: Vec<Topic>,
    /// Makes its secret another than every other one's.
    pub salt: String,
}

/// # Errors
/// Where the database fails.
pub async fn insert_webhook(
    db: &impl ConnectionTrait,
    permit: &Permit<Integrations>,
    it: &NewWebhook,
    now: Timestamp,
) -> Result<WebhookId> {
    let id = sql::id(
        db,
        "INSERT INTO webhook (cooperative_id, address, topics, salt, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        vec![
            cooperative(permit)?.0.into(),
            it.address.clone().into(),
            joined(it.topics.iter().map(|topic| topic.code())).into(),
            it.salt.clone().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(WebhookId(id))
}

/// Sends nothing more, not even what waits.
///
/// # Errors
/// `NotFound` for one of another cooperative, or removed before.
pub async fn remove_webhook(
    db: &impl ConnectionTrait,
    permit: &Permit<Integrations>,
    id: WebhookId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE webhook SET removed_at = $3 WHERE id = $1 AND cooperative_id = $2 AND removed_at IS NULL",
        vec![id.0.into(), cooperative(permit)?.0.into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    sql::run(
        db,
        "UPDATE webhook_delivery SET next_attempt_at = NULL WHERE webhook_id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(())
}

#[derive(Clone, Debug)]
pub struct StoredWebhook {
    pub id: WebhookId,
    pub address: String,
    pub topics: Vec<Topic>,
    pub salt: String,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct WebhookRow {
    id: i64,
    address: String,
    topics: String,
    salt: String,
    created_at: i64,
}

/// # Errors
/// Where the database fails.
pub async fn webhooks_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<StoredWebhook>> {
    let rows: Vec<WebhookRow> = sql::all(
        db,
        "SELECT id, address, topics, salt, created_at FROM webhook
         WHERE cooperative_id = $1 AND removed_at IS NULL ORDER BY id DESC LIMIT 20",
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| StoredWebhook {
            id: WebhookId(row.id),
            address: row.address,
            topics: parted(&row.topics, Topic::from_code),
            salt: row.salt,
            created_at: row.created_at,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct WantedRow {
    webhook_id: i64,
    cooperative_id: i64,
    order_id: i64,
}

/// Writes a message to each webhook that wants to hear of it, in the transaction of the act.
///
/// # Errors
/// Where the database fails.
pub async fn announce<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    orders: &[OrderId],
    topic: Topic,
    now: Timestamp,
) -> Result<()> {
    if orders.is_empty() {
        return Ok(());
    }
    let wanted: Vec<WantedRow> = sql::all(
        db,
        &format!(
            "SELECT w.id AS webhook_id, w.cooperative_id, o.id AS order_id FROM shop_order o
             JOIN webhook w ON w.cooperative_id = o.cooperative_id AND w.removed_at IS NULL
             WHERE o.id IN ({}) AND w.topics LIKE $1 ORDER BY o.id, w.id",
            sql::ids(orders.iter().map(|order| order.0))
        ),
        vec![format!("%|{}|%", topic.code()).into()],
    )
    .await?;
    let mut event: Option<(i64, i64)> = None;
    for row in wanted {
        let id = match event {
            Some((order, id)) if order == row.order_id => id,
            _ => {
                sql::id(
                    db,
                    "INSERT INTO webhook_event (cooperative_id, order_id, topic, at) VALUES ($1, $2, $3, $4) RETURNING id",
                    vec![
                        row.cooperative_id.into(),
                        row.order_id.into(),
                        topic.code().into(),
                        now.into(),
                    ],
                )
                .await?
            }
        };
        event = Some((row.order_id, id));
        sql::run(
            db,
            "INSERT INTO webhook_delivery (webhook_id, event_id, next_attempt_at) VALUES ($1, $2, $3)",
            vec![row.webhook_id.into(), id.into(), now.into()],
        )
        .await?;
    }
    Ok(())
}

/// A message that this worker alone sends now.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    pub attempts: u32,
    pub address: String,
    pub salt: String,
    pub event: i64,
    pub topic: Topic,
    pub order: OrderId,
    pub order_number: String,
    pub cooperative: CooperativeId,
    pub at: Timestamp,
}

#[derive(FromQueryResult)]
struct ClaimRow {
    id: i64,
    webhook_id: i64,
    attempts: i64,
    address: String,
    salt: String,
    event_id: i64,
    topic: String,
    order_id: i64,
    order_number: String,
    cooperative_id: i64,
    at: i64,
}

fn topic(code: &str) -> Result<Topic> {
    Topic::from_code(code).ok_or_else(|| Error::Corrupt(format!("no topic: {code}")))
}

/// Takes the message that waits longest, counting the attempt; until `again` no other worker
/// takes it, and after that it is tried again though this one died. Those of `busy` are left.
///
/// # Errors
/// Where the database fails.
pub async fn claim_delivery(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    now: Timestamp,
    again: Timestamp,
    busy: &BTreeSet<WebhookId>,
) -> Result<Option<Claimed>> {
    let mut left = String::new();
    for id in busy {
        left.push_str(&format!(" AND d.webhook_id <> {}", id.0));
    }
    loop {
        let row: Option<ClaimRow> = sql::one(
            db,
            &format!("SELECT d.id, d.webhook_id, d.attempts, w.address, w.salt, d.event_id, e.topic, e.order_id, o.number AS order_number,
                e.cooperative_id, e.at
             FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id JOIN webhook_event e ON e.id = d.event_id
             JOIN shop_order o ON o.id = e.order_id
             WHERE d.next_attempt_at <= $1{left} ORDER BY d.next_attempt_at, d.id LIMIT 1"),
            vec![now.into()],
        )
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let changed = sql::run(
            db,
            "UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = $3
             WHERE id = $1 AND attempts = $2 AND next_attempt_at <= $4",
            vec![row.id.into(), row.attempts.into(), again.into(), now.into()],
        )
        .await?;
        // Otherwise another worker was first; look for the next.
        if changed == 1 {
            return Ok(Some(Claimed {
                id: DeliveryId(row.id),
                webhook: WebhookId(row.webhook_id),
                attempts: sql::count(row.attempts)? + 1,
                address: row.address,
                salt: row.salt,
                event: row.event_id,
                topic: topic(&row.topic)?,
                order: OrderId(row.order_id),
                order_number: row.order_number,
                cooperative: CooperativeId(row.cooperative_id),
                at: row.at,
            }));
        }
    }
}

/// Notes what an attempt came to; `next` is when it is tried again, `None` never.
///
/// # Errors
/// Where the database fails.
pub async fn finish_attempt(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: DeliveryId,
    answer: &str,
    delivered_at: Option<Timestamp>,
    next: Option<Timestamp>,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE webhook_delivery SET last_answer = $2, delivered_at = COALESCE($3, delivered_at), next_attempt_at = $4 WHERE id = $1",
        vec![
            id.0.into(),
            answer.into(),
            delivered_at.into(),
            next.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Sends a message again, from the first attempt on.
///
/// # Errors
/// `NotFound` for one of another cooperative, or of a webhook that was removed.
pub async fn replay_delivery(
    db: &impl ConnectionTrait,
    permit: &Permit<Integrations>,
    id: DeliveryId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE webhook_delivery SET attempts = 0, next_attempt_at = $3, delivered_at = NULL WHERE id = $1 AND webhook_id IN
            (SELECT id FROM webhook WHERE cooperative_id = $2 AND removed_at IS NULL)",
        vec![id.0.into(), cooperative(permit)?.0.into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct DeliveryRow {
    id: i64,
    webhook_id: i64,
    event_id: i64,
    topic: String,
    order_number: String,
    at: i64,
    attempts: i64,
    next_attempt_at: Option<i64>,
    delivered_at: Option<i64>,
    last_answer: Option<String>,
}

/// The newest first.
///
/// # Errors
/// Where the database fails.
pub async fn deliveries_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<DeliveryView>> {
    let rows: Vec<DeliveryRow> = sql::all(
        db,
        "SELECT d.id, d.webhook_id, d.event_id, e.topic, o.number AS order_number, e.at, d.attempts, d.next_attempt_at,
            d.delivered_at, d.last_answer
         FROM webhook w JOIN webhook_delivery d ON d.webhook_id = w.id JOIN webhook_event e ON e.id = d.event_id
         JOIN shop_order o ON o.id = e.order_id
         WHERE w.cooperative_id = $1 AND w.removed_at IS NULL ORDER BY d.id DESC LIMIT 50",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DeliveryView {
                id: DeliveryId(row.id),
                webhook: WebhookId(row.webhook_id),
                event: format!("evt_{}", row.event_id),
                topic: topic(&row.topic)?,
                order_number: row.order_number,
                at: row.at,
                state: match (row.delivered_at, row.next_attempt_at) {
                    (Some(_), _) => DeliveryState::Delivered,
                    (None, Some(_)) => DeliveryState::Waiting,
                    (None, None) => DeliveryState::GivenUp,
                },
                attempts: sql::count(row.attempts)?,
                next_attempt_at: row.next_attempt_at.unwrap_or(row.at),
                last_answer: row.last_answer,
            })
        })
        .collect()
}

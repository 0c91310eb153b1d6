//! Returns, disputes, messages and days closed.

use super::known;
use crate::{Result, admin::near, sql};
use domain::{
    CooperativeId, DisputeId, Error, OrderId, OrderLineId, ReturnId, Timestamp,
    geography::RegionCode,
    marketplace::{ClosedDays, DisputeOutcome, DisputeState, DisputeView, ReturnState, ReturnWish},
    policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

#[derive(Clone, Debug)]
pub struct NewReturn {
    pub order: OrderId,
    pub request_key: String,
    pub wish: ReturnWish,
    pub reason: String,
    pub pieces: BTreeMap<OrderLineId, u32>,
}

pub async fn insert_return<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    new: &NewReturn,
    now: Timestamp,
) -> Result<ReturnId> {
    let id = sql::id(
        db,
        "INSERT INTO order_return (order_id, request_key, state, wish, reason, asked_at) VALUES ($1, $2, 'requested', $3, $4, $5)
         RETURNING id",
        vec![
            new.order.0.into(),
            new.request_key.clone().into(),
            new.wish.code().into(),
            new.reason.clone().into(),
            now.into(),
        ],
    )
    .await?;
    let rows = new
        .pieces
        .iter()
        .map(|(line, pieces)| vec![id.into(), line.0.into(), i64::from(*pieces).into()])
        .collect();
    let insert = "INSERT INTO return_line (return_id, order_line_id, quantity)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(ReturnId(id))
}

/// A return as it is decided on.
#[derive(Clone, Debug)]
pub struct ReturnFile {
    pub id: ReturnId,
    pub order: OrderId,
    pub state: ReturnState,
    pub wish: ReturnWish,
    pub pieces: BTreeMap<OrderLineId, u32>,
}

#[derive(FromQueryResult)]
struct ReturnRow {
    order_id: i64,
    state: String,
    wish: String,
}

#[derive(FromQueryResult)]
struct PartRow {
    order_line_id: i64,
    quantity: i64,
}

pub async fn find_return(db: &impl ConnectionTrait, id: ReturnId) -> Result<Option<ReturnFile>> {
    let row: Option<ReturnRow> = sql::one(
        db,
        "SELECT order_id, state, wish FROM order_return WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let parts: Vec<PartRow> = sql::all(
        db,
        "SELECT order_line_id, quantity FROM return_line WHERE return_id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(Some(ReturnFile {
        id,
        order: OrderId(row.order_id),
        state: known(ReturnState::from_code(&row.state), &row.state)?,
        wish: known(ReturnWish::from_code(&row.wish), &row.wish)?,
        pieces: parts
            .into_iter()
            .map(|part| Ok((OrderLineId(part.order_line_id), sql::count(part.quantity)?)))
            .collect::<Result<_>>()?,
    }))
}

pub async fn set_return<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    file: &ReturnFile,
    state: ReturnState,
    answer: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE order_return SET state = $3, answer = COALESCE($4, answer), decided_at = $5 WHERE id = $1 AND state = $2",
        vec![
            file.id.0.into(),
            file.state.code().into(),
            state.code().into(),
            answer.into(),
            now.into(),
        ],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

pub async fn insert_message<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    request_key: &str,
    from_seller: bool,
    text: &str,
    now: Timestamp,
) -> Result<bool> {
    let inserted = sql::run(
        db,
        "INSERT INTO order_message (order_id, request_key, from_seller, text, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (order_id, request_key) DO NOTHING",
        vec![
            order.0.into(),
            request_key.into(),
            i64::from(from_seller).into(),
            text.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(inserted == 1)
}

/// One dispute an order; `false` where there is one.
pub async fn insert_dispute<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    reason: &str,
    deadline: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let inserted = sql::run(
        db,
        "INSERT INTO dispute (order_id, state, reason, opened_at, deadline) VALUES ($1, 'opened', $2, $3, $4)
         ON CONFLICT (order_id) DO NOTHING",
        vec![order.0.into(), reason.into(), now.into(), deadline.into()],
    )
    .await?;
    Ok(inserted == 1)
}

#[derive(FromQueryResult)]
struct DisputeRow {
    id: i64,
    order_id: i64,
    number: String,
    name: String,
    state: String,
    reason: String,
    answer: Option<String>,
    outcome: Option<String>,
    decision: Option<String>,
    opened_at: i64,
    deadline: i64,
}

const DISPUTE: &str = "SELECT d.id, d.order_id, o.number, c.name, d.state, d.reason, d.answer, d.outcome, d.decision, d.opened_at,
    d.deadline FROM dispute d JOIN shop_order o ON o.id = d.order_id JOIN cooperative c ON c.id = o.cooperative_id";

impl DisputeRow {
    fn view(self) -> Result<(OrderId, DisputeView)> {
        Ok((
            OrderId(self.order_id),
            DisputeView {
                id: DisputeId(self.id),
                number: self.number,
                cooperative: sql::text(&self.name)?,
                state: known(DisputeState::from_code(&self.state), &self.state)?,
                reason: self.reason,
                answer: self.answer,
                outcome: self
                    .outcome
                    .as_deref()
                    .map(|code| known(DisputeOutcome::from_code(code), code))
                    .transpose()?,
                decision: self.decision,
                opened_at: self.opened_at,
                deadline: self.deadline,
            },
        ))
    }
}

/// Those that wait for a decision in cooperatives of `regions`, or anywhere; the most urgent first.
pub async fn open_disputes(
    db: &impl ConnectionTrait,
    regions: Option<&[RegionCode]>,
) -> Result<Vec<DisputeView>> {
    let near = near("c.region_code", regions);
    let rows: Vec<DisputeRow> = sql::all(
        db,
        &format!(
            "{DISPUTE} WHERE d.state IN ('opened', 'answered') {near} ORDER BY d.deadline, d.id LIMIT 200"
        ),
        vec![],
    )
    .await?;
    rows.into_iter().map(|row| Ok(row.view()?.1)).collect()
}

/// A dispute's order, and the region of its cooperative.
pub async fn find_dispute(
    db: &impl ConnectionTrait,
    id: DisputeId,
) -> Result<Option<(OrderId, RegionCode)>> {
    #[derive(FromQueryResult)]
    struct Row {
        order_id: i64,
        region_code: String,
    }
    let row: Option<Row> = sql::one(
        db,
        "SELECT d.order_id, c.region_code FROM dispute d JOIN shop_order o ON o.id = d.order_id
         JOIN cooperative c ON c.id = o.cooperative_id WHERE d.id = $1",
        vec![id.0.into()],
    )
    .await?;
    row.map(|row| {
        let region = RegionCode::parse(&row.region_code);
        Ok((OrderId(row.order_id), known(region, &row.region_code)?))
    })
    .transpose()
}

pub async fn dispute_of(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<DisputeView>> {
    let row: Option<DisputeRow> = sql::one(
        db,
        &format!("{DISPUTE} WHERE d.order_id = $1"),
        vec![order.0.into()],
    )
    .await?;
    Ok(row.map(DisputeRow::view).transpose()?.map(|it| it.1))
}

/// What changes of a dispute.
#[derive(Clone, Copy, Debug, Default)]
pub struct DisputeChange<'a> {
    pub answer: Option<&'a str>,
    pub outcome: Option<DisputeOutcome>,
    pub decision: Option<&'a str>,
}

pub async fn set_dispute<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    dispute: &DisputeView,
    state: DisputeState,
    change: DisputeChange<'_>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE dispute SET state = $3, answer = COALESCE($4, answer), outcome = $5, decision = $6, decided_at = $7
         WHERE id = $1 AND state = $2",
        vec![
            dispute.id.0.into(),
            dispute.state.code().into(),
            state.code().into(),
            change.answer.into(),
            change.outcome.map(DisputeOutcome::code).into(),
            change.decision.into(),
            now.into(),
        ],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

#[derive(FromQueryResult)]
struct ClosedRow {
    first_day: String,
    last_day: String,
    reason: String,
}

/// From `today` on, the next first.
pub async fn closed_days(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    today: &str,
) -> Result<Vec<ClosedDays>> {
    let rows: Vec<ClosedRow> = sql::all(
        db,
        "SELECT first_day, last_day, reason FROM closed_days WHERE cooperative_id = $1 AND last_day >= $2 ORDER BY first_day LIMIT 100",
        vec![cooperative.0.into(), today.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ClosedDays {
            first_day: row.first_day,
            last_day: row.last_day,
            reason: row.reason,
        })
        .collect())
}

pub async fn insert_closed_days<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    cooperative: CooperativeId,
    days: &ClosedDays,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO closed_days (cooperative_id, first_day, last_day, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cooperative_id, first_day, last_day) DO UPDATE SET reason = $4",
        vec![
            cooperative.0.into(),
            days.first_day.clone().into(),
            days.last_day.clone().into(),
            days.reason.clone().into(),
        ],
    )
    .await?;
    Ok(())
}

pub async fn delete_closed_days<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    cooperative: CooperativeId,
    first_day: &str,
    last_day: &str,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM closed_days WHERE cooperative_id = $1 AND first_day = $2 AND last_day = $3",
        vec![cooperative.0.into(), first_day.into(), last_day.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ClosedNowRow {
    cooperative_id: i64,
    last_day: String,
}

/// The cooperatives that are closed on `today`, each with the last day of it.
pub async fn closed_now(
    db: &impl ConnectionTrait,
    today: &str,
) -> Result<BTreeMap<CooperativeId, String>> {
    let rows: Vec<ClosedNowRow> = sql::all(
        db,
        "SELECT cooperative_id, MAX(last_day) AS last_day FROM closed_days
         WHERE first_day <= $1 AND last_day >= $1 GROUP BY cooperative_id",
        vec![today.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (CooperativeId(row.cooperative_id), row.last_day))
        .collect())
}

/// Whether this form was already sent.
pub async fn has_return(db: &impl ConnectionTrait, order: OrderId, key: &str) -> Result<bool> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM order_return WHERE order_id = $1 AND request_key = $2",
        vec![order.0.into(), key.into()],
    )
    .await?;
    Ok(row.is_some_and(|row| row.id > 0))
}

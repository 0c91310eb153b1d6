//! Payments, what they brought for each order, and what went back.

use super::{OrderFile, known};
use crate::{Result, sql};
use domain::{
    Error, OrderGroupId, OrderId, PaymentId, RefundId, ShipmentId, Timestamp,
    marketplace::{PaymentMethod, PaymentState, RefundRow, Share},
    policy::{Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub group: OrderGroupId,
    pub method: PaymentMethod,
    /// What gateway, bank or carrier calls it by.
    pub reference: String,
    pub state: PaymentState,
    pub amount: i64,
    pub captured: i64,
    pub refunded: i64,
    pub expires_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    group_id: i64,
    method: String,
    reference: String,
    state: String,
    amount_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    expires_at: Option<i64>,
}

impl Row {
    fn payment(self) -> Result<Payment> {
        Ok(Payment {
            id: PaymentId(self.id),
            group: OrderGroupId(self.group_id),
            method: known(PaymentMethod::from_code(&self.method), &self.method)?,
            reference: self.reference,
            state: known(PaymentState::from_code(&self.state), &self.state)?,
            amount: self.amount_minor,
            captured: self.captured_minor,
            refunded: self.refunded_minor,
            expires_at: self.expires_at,
        })
    }
}

const PAYMENT: &str = "SELECT id, group_id, method, reference, state, amount_minor, captured_minor, refunded_minor, expires_at
    FROM payment";

#[derive(Clone, Debug)]
pub struct NewPayment {
    pub group: OrderGroupId,
    pub order: Option<OrderId>,
    pub method: PaymentMethod,
    pub reference: String,
    pub amount: i64,
    pub expires_at: Option<Timestamp>,
}

pub async fn insert_payment<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    payment: &NewPayment,
    now: Timestamp,
) -> Result<PaymentId> {
    let id = sql::id(
        db,
        "INSERT INTO payment (group_id, order_id, method, reference, state, amount_minor, created_at, expires_at)
         VALUES ($1, $2, $3, $4, 'unpaid', $5, $6, $7) RETURNING id",
        vec![
            payment.group.0.into(),
            payment.order.map(|it| it.0).into(),
            payment.method.code().into(),
            payment.reference.clone().into(),
            payment.amount.into(),
            now.into(),
            payment.expires_at.into(),
        ],
    )
    .await?;
    Ok(PaymentId(id))
}

pub async fn payment_by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<Payment>> {
    let row: Option<Row> = sql::one(
        db,
        &format!("{PAYMENT} WHERE reference = $1"),
        vec![reference.into()],
    )
    .await?;
    row.map(Row::payment).transpose()
}

/// The group's payment, where it is paid before it is sent.
pub async fn payment_of_group(
    db: &impl ConnectionTrait,
    group: OrderGroupId,
) -> Result<Option<Payment>> {
    let row: Option<Row> = sql::one(
        db,
        &format!("{PAYMENT} WHERE group_id = $1 AND order_id IS NULL ORDER BY id LIMIT 1"),
        vec![group.0.into()],
    )
    .await?;
    row.map(Row::payment).transpose()
}

pub async fn payment(db: &impl ConnectionTrait, id: PaymentId) -> Result<Option<Payment>> {
    let row: Option<Row> =
        sql::one(db, &format!("{PAYMENT} WHERE id = $1"), vec![id.0.into()]).await?;
    row.map(Row::payment).transpose()
}

/// Unpaid ones whose time is over.
pub async fn expired_payments(
    db: &impl ConnectionTrait,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Payment>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{PAYMENT} WHERE state = 'unpaid' AND expires_at <= $1 ORDER BY id LIMIT {limit}"),
        vec![now.into()],
    )
    .await?;
    rows.into_iter().map(Row::payment).collect()
}

/// The time is over; the payment itself stays, for an answer may still come.
pub async fn clear_expiry(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    payment: PaymentId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE payment SET expires_at = NULL WHERE id = $1",
        vec![payment.0.into()],
    )
    .await?;
    Ok(())
}

/// Keeps an answer of gateway, bank or carrier. `false` where it was kept before.
pub async fn keep_receipt(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    payment: &Payment,
    provider_id: &str,
    outcome: &str,
    amount: i64,
    now: Timestamp,
) -> Result<bool> {
    let inserted = sql::run(
        db,
        "INSERT INTO payment_receipt (payment_id, method, provider_id, outcome, amount_minor, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (method, provider_id, outcome) DO NOTHING",
        vec![
            payment.id.0.into(),
            payment.method.code().into(),
            provider_id.into(),
            outcome.into(),
            amount.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(inserted == 1)
}

/// Marks the payment as taken in full, and keeps what it brought for each order.
///
/// # Errors
/// `Conflict` where it was taken before.
pub async fn capture(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    payment: PaymentId,
    state: PaymentState,
    splits: &[(&OrderFile, Share)],
    released_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE payment SET state = $2, captured_minor = amount_minor, captured_at = $3, expires_at = NULL
         WHERE id = $1 AND captured_minor = 0",
        vec![payment.0.into(), state.code().into(), now.into()],
    )
    .await?;
    if changed != 1 {
        return Err(Error::Conflict.into());
    }
    let rows = splits
        .iter()
        .map(|(file, share)| {
            vec![
                payment.0.into(),
                file.id.0.into(),
                share.cooperative.into(),
                share.tax.into(),
                share.commission.into(),
                share.delivery.into(),
                released_at.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO payment_split (payment_id, order_id, cooperative_minor, tax_minor, commission_minor, delivery_minor, released_at)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(())
}

/// From now on the cooperative's part of these is to be paid out.
pub async fn release(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    order: OrderId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE payment_split SET released_at = $2 WHERE order_id = $1 AND released_at IS NULL",
        vec![order.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Gives `share` of a payment back. The database refuses more than was taken.
pub async fn insert_refund(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    payment: PaymentId,
    order: OrderId,
    share: Share,
    reason: &str,
    now: Timestamp,
) -> Result<RefundId> {
    let changed = sql::run(
        db,
        "UPDATE payment SET refunded_minor = refunded_minor + $2,
            state = CASE WHEN refunded_minor + $2 = captured_minor THEN 'refunded' ELSE 'partially_refunded' END
         WHERE id = $1 AND refunded_minor + $2 <= captured_minor",
        vec![payment.0.into(), share.total().into()],
    )
    .await?;
    if changed != 1 {
        return Err(Error::Conflict.into());
    }
    let id = sql::id(
        db,
        "INSERT INTO refund (payment_id, order_id, amount_minor, cooperative_minor, tax_minor, commission_minor, delivery_minor,
            reason, state, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9) RETURNING id",
        vec![
            payment.0.into(),
            order.0.into(),
            share.total().into(),
            share.cooperative.into(),
            share.tax.into(),
            share.commission.into(),
            share.delivery.into(),
            reason.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(RefundId(id))
}

/// What must be known to carry a refund out.
#[derive(Clone, Debug)]
pub struct PendingRefund {
    pub id: RefundId,
    pub order: OrderId,
    pub payment: PaymentId,
    pub method: PaymentMethod,
    pub amount: i64,
}

#[derive(FromQueryResult)]
struct PendingRow {
    id: i64,
    order_id: i64,
    payment_id: i64,
    method: String,
    amount_minor: i64,
}

/// Marks a pending refund as done; `None` where it was before, or does not exist.
pub async fn finish_refund(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    refund: RefundId,
    now: Timestamp,
) -> Result<Option<PendingRefund>> {
    let changed = sql::run(
        db,
        "UPDATE refund SET state = 'done', done_at = $2 WHERE id = $1 AND state = 'pending'",
        vec![refund.0.into(), now.into()],
    )
    .await?;
    if changed != 1 {
        return Ok(None);
    }
    let row: Option<PendingRow> = sql::one(
        db,
        "SELECT r.id, r.order_id, r.payment_id, p.method, r.amount_minor FROM refund r JOIN payment p ON p.id = r.payment_id
         WHERE r.id = $1",
        vec![refund.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok(PendingRefund {
            id: RefundId(row.id),
            order: OrderId(row.order_id),
            payment: PaymentId(row.payment_id),
            method: known(PaymentMethod::from_code(&row.method), &row.method)?,
            amount: row.amount_minor,
        })
    })
    .transpose()
}

#[derive(FromQueryResult)]
struct RefundListRow {
    id: i64,
    number: String,
    address: String,
    method: String,
    amount_minor: i64,
    created_at: i64,
}

/// Refunds that someone must still make, the oldest first.
pub async fn pending_refunds(db: &impl ConnectionTrait) -> Result<Vec<RefundRow>> {
    let rows: Vec<RefundListRow> = sql::all(
        db,
        "SELECT r.id, o.number, g.address, p.method, r.amount_minor, r.created_at
         FROM refund r JOIN payment p ON p.id = r.payment_id JOIN shop_order o ON o.id = r.order_id JOIN order_group g ON g.id = o.group_id
         WHERE r.state = 'pending' ORDER BY r.id LIMIT 200",
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let address: domain::marketplace::Address = sql::json(&row.address)?;
            Ok(RefundRow {
                id: RefundId(row.id),
                number: row.number,
                buyer: address.name,
                method: known(PaymentMethod::from_code(&row.method), &row.method)?,
                amount: sql::mad(row.amount_minor),
                created_at: row.created_at,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct ParcelRow {
    id: i64,
    order_id: i64,
}

/// Parcels with this tracking number, the newest first.
pub async fn parcels_by_tracking(
    db: &impl ConnectionTrait,
    tracking_number: &str,
) -> Result<Vec<(ShipmentId, OrderId)>> {
    let rows: Vec<ParcelRow> = sql::all(
        db,
        "SELECT id, order_id FROM shipment WHERE tracking_number = $1 ORDER BY id DESC LIMIT 5",
        vec![tracking_number.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ShipmentId(row.id), OrderId(row.order_id)))
        .collect())
}

//! Invoices and credit notes: written once. The counter is taken in the writing transaction, so a
//! number is given where its paper is, and nowhere else.

use crate::{Error, Result, sql};
use domain::{
    CooperativeId, InvoiceId, LocalText, OrderGroupId, OrderId, PersonId, Timestamp,
    marketplace::{InvoiceContent, InvoiceKind, SellerOnPaper, estimated_weight, parcel_weight},
    policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// An issued paper.
#[derive(Clone, Debug)]
pub struct InvoiceRow {
    pub id: InvoiceId,
    pub kind: InvoiceKind,
    pub number: String,
    pub order: OrderId,
    pub group: OrderGroupId,
    pub seller: CooperativeId,
    pub buyer: Option<PersonId>,
    pub issued_at: Timestamp,
    pub content: InvoiceContent,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    kind: String,
    number: String,
    order_id: i64,
    group_id: i64,
    cooperative_id: i64,
    person_id: Option<i64>,
    issued_at: i64,
    content: String,
}

const INVOICE: &str = "SELECT i.id, i.kind, i.number, i.order_id, o.group_id, i.cooperative_id, g.person_id, i.issued_at, i.content
    FROM invoice i JOIN shop_order o ON o.id = i.order_id JOIN order_group g ON g.id = o.group_id";

fn invoices(rows: Vec<Row>) -> Result<Vec<InvoiceRow>> {
    rows.into_iter()
        .map(|row| {
            Ok(InvoiceRow {
                id: InvoiceId(row.id),
                kind: InvoiceKind::from_code(&row.kind)
                    .ok_or_else(|| Error::Corrupt(format!("kind {}", row.kind)))?,
                number: row.number,
                order: OrderId(row.order_id),
                group: OrderGroupId(row.group_id),
                seller: CooperativeId(row.cooperative_id),
                buyer: row.person_id.map(PersonId),
                issued_at: row.issued_at,
                content: sql::json(&row.content)?,
            })
        })
        .collect()
}

pub async fn invoices_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<InvoiceRow>> {
    let rows = sql::all(
        db,
        &format!("{INVOICE} WHERE i.order_id = $1 ORDER BY i.id"),
        vec![order.0.into()],
    )
    .await?;
    invoices(rows)
}

pub async fn invoices_of_group(
    db: &impl ConnectionTrait,
    group: OrderGroupId,
) -> Result<Vec<InvoiceRow>> {
    let rows = sql::all(
        db,
        &format!("{INVOICE} WHERE o.group_id = $1 ORDER BY i.order_id, i.id"),
        vec![group.0.into()],
    )
    .await?;
    invoices(rows)
}

pub async fn find_invoice(
    db: &impl ConnectionTrait,
    invoice: InvoiceId,
) -> Result<Option<InvoiceRow>> {
    let rows = sql::all(
        db,
        &format!("{INVOICE} WHERE i.id = $1"),
        vec![invoice.0.into()],
    )
    .await?;
    Ok(invoices(rows)?.pop())
}

#[derive(FromQueryResult)]
struct Known {
    id: i64,
}

#[derive(FromQueryResult)]
struct Next {
    last: i64,
}

/// Whether a paper of this request was issued already.
pub async fn invoice_with_key(db: &impl ConnectionTrait, request_key: &str) -> Result<bool> {
    let known: Option<Known> = sql::one(
        db,
        "SELECT id FROM invoice WHERE request_key = $1",
        vec![request_key.into()],
    )
    .await?;
    Ok(known.is_some_and(|known| known.id > 0))
}

#[derive(FromQueryResult)]
struct WeightRow {
    quantity: i64,
    pack_amount: i64,
    pack_unit: String,
    weight_grams: Option<i64>,
}

/// What an order's parcel weighs, in grams.
pub async fn order_weight(db: &impl ConnectionTrait, order: OrderId) -> Result<i64> {
    let rows: Vec<WeightRow> = sql::all(
        db,
        "SELECT ol.quantity, ol.pack_amount, ol.pack_unit, v.weight_grams
         FROM order_line ol JOIN variant v ON v.id = ol.variant_id WHERE ol.order_id = $1",
        vec![order.0.into()],
    )
    .await?;
    let goods = rows
        .into_iter()
        .map(|row| {
            let pack = sql::pack(row.pack_amount, &row.pack_unit)?;
            let grams = row.weight_grams.unwrap_or_else(|| estimated_weight(pack));
            Ok((grams, sql::count(row.quantity)?))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(parcel_weight(goods))
}

/// A paper to issue. `request_key` is its own: the same key again is the same paper.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    pub seller: CooperativeId,
    pub kind: InvoiceKind,
    pub year: i64,
    pub order: OrderId,
    pub corrects: Option<InvoiceId>,
    pub request_key: String,
    pub content: InvoiceContent,
}

/// Issues the paper under the next number. Runs in the caller's transaction; where that is rolled
/// back, the number was not given.
pub async fn insert_invoice<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    it: &NewInvoice,
    now: Timestamp,
) -> Result<InvoiceId> {
    // The counter's row is locked first, so that the same request sent twice at once queues here.
    let counter = || vec![it.seller.0.into(), it.kind.code().into(), it.year.into()];
    sql::run(
        db,
        "INSERT INTO invoice_counter (cooperative_id, kind, year, last) VALUES ($1, $2, $3, 0)
         ON CONFLICT (cooperative_id, kind, year) DO NOTHING",
        counter(),
    )
    .await?;
    let next: Option<Next> = sql::one(
        db,
        "UPDATE invoice_counter SET last = last + 1 WHERE cooperative_id = $1 AND kind = $2 AND year = $3 RETURNING last",
        counter(),
    )
    .await?;
    let known: Option<Known> = sql::one(
        db,
        "SELECT id FROM invoice WHERE request_key = $1",
        vec![it.request_key.clone().into()],
    )
    .await?;
    if let Some(known) = known {
        sql::run(
            db,
            "UPDATE invoice_counter SET last = last - 1 WHERE cooperative_id = $1 AND kind = $2 AND year = $3",
            counter(),
        )
        .await?;
        return Ok(InvoiceId(known.id));
    }
    let sequence = next
        .map(|next| next.last)
        .ok_or_else(|| Error::Corrupt("counter is missing".to_owned()))?;
    let id = sql::id(
        db,
        "INSERT INTO invoice (cooperative_id, kind, year, sequence, number, order_id, corrects_id, request_key, total_minor,
            content, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        vec![
            it.seller.0.into(),
            it.kind.code().into(),
            it.year.into(),
            sequence.into(),
            it.kind.number(it.year, sequence).into(),
            it.order.0.into(),
            it.corrects.map(|id| id.0).into(),
            it.request_key.clone().into(),
            it.content.total().minor.into(),
            sql::to_json(&it.content)?.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(InvoiceId(id))
}

#[derive(FromQueryResult)]
struct SellerRow {
    name: String,
    name_fr: String,
    name_ar: String,
    ice: String,
}

pub async fn seller_on_paper(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Option<SellerOnPaper>> {
    let row: Option<SellerRow> = sql::one(
        db,
        "SELECT c.name, p.name_fr, p.name_ar, c.ice FROM cooperative c JOIN province p ON p.code = c.province_code
         WHERE c.id = $1",
        vec![cooperative.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok(SellerOnPaper {
            name: sql::text(&row.name)?,
            province: LocalText::new(&row.name_fr, &row.name_ar, ""),
            ice: row.ice,
        })
    })
    .transpose()
}

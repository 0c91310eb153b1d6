//! The terms that orders were sold under, and what customs ask of their lines.

use super::known;
use crate::{Result, sql};
use domain::{
    CooperativeId, OrderId, RfqId,
    marketplace::{Incoterm, OrderTerms, Transport},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct TermsRow {
    order_id: i64,
    number: String,
    cooperative: String,
    rfq_id: i64,
    incoterm: String,
    place: String,
    transport: String,
    packages: Option<i64>,
    gross_grams: Option<i64>,
}

async fn terms(
    db: &impl ConnectionTrait,
    filter: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<OrderTerms>> {
    let rows: Vec<TermsRow> = sql::all(
        db,
        &format!(
            "SELECT t.order_id, o.number, c.name AS cooperative, t.rfq_id, t.incoterm, t.place, t.transport, t.packages, t.gross_grams
             FROM order_terms t JOIN shop_order o ON o.id = t.order_id JOIN cooperative c ON c.id = o.cooperative_id
             WHERE {filter} ORDER BY t.order_id"
        ),
        values,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OrderTerms {
                order: OrderId(row.order_id),
                number: row.number,
                cooperative: sql::text(&row.cooperative)?,
                rfq: RfqId(row.rfq_id),
                incoterm: known(Incoterm::from_code(&row.incoterm), &row.incoterm)?,
                place: row.place,
                transport: known(Transport::from_code(&row.transport), &row.transport)?,
                packages: row.packages.map(sql::count).transpose()?,
                gross_grams: row.gross_grams,
            })
        })
        .collect()
}

/// The terms of an order that came of a quote.
pub async fn order_terms(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<OrderTerms>> {
    Ok(terms(db, "t.order_id = $1", vec![order.0.into()])
        .await?
        .pop())
}

/// The orders that came of a request; one cooperative's where `only` says so.
pub async fn terms_of_rfq(
    db: &impl ConnectionTrait,
    rfq: RfqId,
    only: Option<CooperativeId>,
) -> Result<Vec<OrderTerms>> {
    let own = only.map_or_else(String::new, |id| format!(" AND o.cooperative_id = {id}"));
    terms(db, &format!("t.rfq_id = $1{own}"), vec![rfq.0.into()]).await
}

#[derive(FromQueryResult)]
struct ExportRow {
    sku: String,
    hs_code: String,
    origin: String,
    weight_grams: Option<i64>,
}

/// What customs ask of an order's line besides its snapshot, in the lines' order.
#[derive(Clone, Debug)]
pub struct ExportLine {
    pub sku: String,
    pub hs_code: String,
    /// Where it was grown or made; empty where the seller did not say.
    pub origin: String,
    /// Of one pack with what is around it, where someone weighed it.
    pub grams: Option<i64>,
}

pub async fn export_lines(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<ExportLine>> {
    let rows: Vec<ExportRow> = sql::all(
        db,
        "SELECT ol.sku, l.hs_code, l.origin, v.weight_grams FROM order_line ol JOIN variant v ON v.id = ol.variant_id
         JOIN listing l ON l.id = v.listing_id WHERE ol.order_id = $1 ORDER BY ol.id",
        vec![order.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ExportLine {
            sku: row.sku,
            hs_code: row.hs_code,
            origin: row.origin,
            grams: row.weight_grams,
        })
        .collect())
}

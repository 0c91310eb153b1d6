//! Dated rates of tax and commission, and the proof of what left the country without tax.

use crate::{Result, sql};
use domain::{
    CategoryId, CooperativeId, DocumentId, OrderId, PersonId, Timestamp,
    marketplace::{
        Address, ExportProof, ExportSale, NewSaleRate, ProvenExport, SaleRate, SaleRateKind,
        SaleRateView, SaleRates, UnprovenExport,
    },
    policy::{Order, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct RateRow {
    kind: String,
    cooperative_id: Option<i64>,
    category_id: Option<i64>,
    thousandths: i64,
}

fn kind(code: &str) -> Result<SaleRateKind> {
    super::known(SaleRateKind::from_code(code), code)
}

/// The rates in force at `now`.
pub async fn sale_rates(db: &impl ConnectionTrait, now: Timestamp) -> Result<SaleRates> {
    let rows: Vec<RateRow> = sql::all(
        db,
        "SELECT kind, cooperative_id, category_id, thousandths FROM sale_rate
         WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)",
        vec![now.into()],
    )
    .await?;
    let rates = rows.into_iter().map(|row| {
        Ok(SaleRate {
            kind: kind(&row.kind)?,
            cooperative: row.cooperative_id.map(CooperativeId),
            category: row.category_id.map(CategoryId),
            thousandths: row.thousandths,
        })
    });
    rates.collect::<Result<Vec<_>>>().map(SaleRates)
}

#[derive(FromQueryResult)]
struct ViewRow {
    kind: String,
    cooperative: Option<String>,
    category: Option<String>,
    thousandths: i64,
    valid_from: i64,
    valid_to: Option<i64>,
    source: String,
}

/// Every rate that is valid, will be, or was within the last year, the general ones first.
pub async fn all_sale_rates(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<SaleRateView>> {
    let rows: Vec<ViewRow> = sql::all(
        db,
        "SELECT r.kind, c.name AS cooperative, g.name AS category, r.thousandths, r.valid_from, r.valid_to, r.source
         FROM sale_rate r LEFT JOIN cooperative c ON c.id = r.cooperative_id LEFT JOIN category g ON g.id = r.category_id
         WHERE r.valid_to IS NULL OR r.valid_to > $1
         ORDER BY COALESCE(r.cooperative_id, 0), COALESCE(r.category_id, 0), r.valid_from",
        vec![(now - 365 * 86_400).into()],
    )
    .await?;
    let name = |text: Option<String>| text.map(|it| sql::text(&it)).transpose();
    rows.into_iter()
        .map(|row| {
            Ok(SaleRateView {
                kind: kind(&row.kind)?,
                cooperative: name(row.cooperative)?,
                category: name(row.category)?,
                thousandths: row.thousandths,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                source: row.source,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

async fn id_of(db: &impl ConnectionTrait, query: &str, key: &str) -> Result<Option<i64>> {
    let row: Option<Id> = sql::one(db, query, vec![key.into()]).await?;
    Ok(row.map(|row| row.id))
}

pub async fn cooperative_of_ice(
    db: &impl ConnectionTrait,
    ice: &str,
) -> Result<Option<CooperativeId>> {
    let id = id_of(db, "SELECT id FROM cooperative WHERE ice = $1", ice).await?;
    Ok(id.map(CooperativeId))
}

pub async fn category_of_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<CategoryId>> {
    let id = id_of(db, "SELECT id FROM category WHERE slug = $1", slug).await?;
    Ok(id.map(CategoryId))
}

/// Enters a rate; the one of the same kind, cooperative and category that is valid then ends at its
/// beginning.
///
/// # Errors
/// `Conflict` where one begins at the same time, or a later one is entered already.
pub async fn insert_sale_rate(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    rate: &NewSaleRate,
    cooperative: Option<CooperativeId>,
    category: Option<CategoryId>,
) -> Result<()> {
    let rows = sql::Succession {
        table: "sale_rate",
        same: "kind = $1 AND COALESCE(cooperative_id, 0) = $2 AND COALESCE(category_id, 0) = $3",
        key: vec![
            rate.kind.code().into(),
            cooperative.map_or(0, |it| it.0).into(),
            category.map_or(0, |it| it.0).into(),
        ],
        from: rate.valid_from,
    };
    sql::succeed(
        db,
        rows,
        "INSERT INTO sale_rate (kind, cooperative_id, category_id, valid_from, thousandths, source)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        vec![
            rate.kind.code().into(),
            cooperative.map(|it| it.0).into(),
            category.map(|it| it.0).into(),
            rate.valid_from.into(),
            rate.thousandths.into(),
            rate.source.clone().into(),
        ],
    )
    .await
}

#[derive(FromQueryResult)]
struct ProofRow {
    declaration: Option<String>,
    declared_at: Option<i64>,
    document_id: Option<i64>,
}

/// An order that went abroad without tax; nothing for any other.
pub async fn export_sale(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<ExportSale>> {
    let row: Option<ProofRow> = sql::one(
        db,
        "SELECT declaration, declared_at, document_id FROM export_sale WHERE order_id = $1",
        vec![order.0.into()],
    )
    .await?;
    Ok(row.map(|row| ExportSale {
        order,
        proof: row
            .declaration
            .zip(row.declared_at)
            .map(|(declaration, declared_at)| ExportProof {
                declaration,
                declared_at,
            }),
        document: row.document_id.map(DocumentId),
    }))
}

/// Enters or corrects the proof, and its paper where there is a new one; false for an order that did not go abroad without tax.
pub async fn set_export_proof(
    db: &impl ConnectionTrait,
    _permit: &Permit<Order>,
    order: OrderId,
    proof: &ExportProof,
    document: Option<DocumentId>,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE export_sale SET declaration = $2, declared_at = $3, entered_by = $4, entered_at = $5,
            document_id = COALESCE($6, document_id) WHERE order_id = $1",
        vec![
            order.0.into(),
            proof.declaration.clone().into(),
            proof.declared_at.into(),
            by.map(|it| it.0).into(),
            now.into(),
            document.map(|it| it.0).into(),
        ],
    )
    .await?;
    Ok(changed == 1)
}

#[derive(FromQueryResult)]
struct UnprovenRow {
    number: String,
    cooperative: String,
    address: String,
    placed_at: i64,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Exports (`e`) without proof, with their orders (`o`). What was cancelled needs none.
pub(crate) const UNPROVEN: &str = "export_sale e JOIN shop_order o ON o.id = e.order_id
    AND e.declaration IS NULL AND o.state <> 'cancelled'";

/// The oldest exports without proof, and how many there are.
pub async fn unproven_exports(
    db: &impl ConnectionTrait,
    limit: i64,
) -> Result<(Vec<UnprovenExport>, u64)> {
    let rows: Vec<UnprovenRow> = sql::all(
        db,
        &format!(
            "SELECT o.number, c.name AS cooperative, g.address, o.placed_at FROM {UNPROVEN}
                JOIN order_group g ON g.id = o.group_id JOIN cooperative c ON c.id = o.cooperative_id
             ORDER BY e.order_id LIMIT $1"
        ),
        vec![limit.into()],
    )
    .await?;
    let count = format!("SELECT COUNT(*) AS count FROM {UNPROVEN}");
    let count: Option<Count> = sql::one(db, &count, vec![]).await?;
    let exports = rows.into_iter().map(|row| {
        Ok(UnprovenExport {
            number: row.number,
            cooperative: sql::text(&row.cooperative)?,
            country: sql::json::<Address>(&row.address)?
                .country
                .unwrap_or_default(),
            placed_at: row.placed_at,
        })
    });
    let exports = exports.collect::<Result<Vec<_>>>()?;
    let count = count.map_or(0, |it| u64::try_from(it.count).unwrap_or(0));
    Ok((exports, count))
}

#[derive(FromQueryResult)]
struct ProvenRow {
    number: String,
    cooperative: String,
    declaration: String,
    declared_at: i64,
    document_id: Option<i64>,
}

/// The exports whose proof was entered last.
pub async fn proven_exports(db: &impl ConnectionTrait, limit: i64) -> Result<Vec<ProvenExport>> {
    let rows: Vec<ProvenRow> = sql::all(
        db,
        "SELECT o.number, c.name AS cooperative, e.declaration, e.declared_at, e.document_id FROM export_sale e
            JOIN shop_order o ON o.id = e.order_id JOIN cooperative c ON c.id = o.cooperative_id
         WHERE e.declaration IS NOT NULL ORDER BY e.entered_at DESC, e.order_id DESC LIMIT $1",
        vec![limit.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ProvenExport {
                number: row.number,
                cooperative: sql::text(&row.cooperative)?,
                proof: ExportProof {
                    declaration: row.declaration,
                    declared_at: row.declared_at,
                },
                document: row.document_id.map(DocumentId),
            })
        })
        .collect()
}

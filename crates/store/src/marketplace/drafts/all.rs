//! All of a cooperative's listings at once, for a spreadsheet, and many new ones.

use super::{published, state};
use crate::{Error, Result, sql};
use domain::{
    CooperativeId, ListingId, Timestamp, VariantId,
    marketplace::{KnownListing, ListingDraft, StockNow},
    policy::{Listing, Permit, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::{HashMap, HashSet};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    content: Option<String>,
    draft_status: Option<String>,
    reasons: Option<String>,
    version: Option<i64>,
}

/// Every listing on sale or being written; not what was taken off the market.
///
/// # Errors
/// Where the database fails.
pub async fn load_all(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<KnownListing>> {
    let filter = "l.cooperative_id = $1 AND l.status = 'published'";
    let mut published = published::load_where(db, filter, cooperative.0).await?;
    let rows: Vec<Row> = sql::all(
        db,
        "SELECT l.id, d.content, d.status AS draft_status, d.reasons, d.version
         FROM listing l LEFT JOIN listing_draft d ON d.listing_id = l.id
         WHERE l.cooperative_id = $1 AND l.status <> 'archived' ORDER BY l.id",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let published = published.remove(&ListingId(row.id));
            let draft = match (&row.content, &published) {
                (Some(content), _) => sql::json(content)?,
                (None, Some(published)) => published.clone(),
                (None, None) => {
                    return Err(Error::Corrupt(format!("listing {} has no content", row.id)));
                }
            };
            Ok(KnownListing {
                id: ListingId(row.id),
                draft,
                published,
                state: state(row.draft_status.as_deref(), row.reasons.as_ref()),
                version: row.version.unwrap_or(0),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct StockRow {
    variant_id: i64,
    on_hand: i64,
    reserved: i64,
}

/// What is there of each of a cooperative's published sizes.
///
/// # Errors
/// Where the database fails.
pub async fn stock_now(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<HashMap<VariantId, StockNow>> {
    let rows: Vec<StockRow> = sql::all(
        db,
        "SELECT s.variant_id, s.on_hand, s.reserved FROM stock_level s JOIN variant v ON v.id = s.variant_id
            JOIN listing l ON l.id = v.listing_id WHERE l.cooperative_id = $1",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let now = StockNow {
                on_hand: sql::count(row.on_hand)?,
                reserved: sql::count(row.reserved)?,
            };
            Ok((VariantId(row.variant_id), now))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct SkuRow {
    sku: String,
}

/// Those of the codes that sizes have which a file of this cooperative cannot change: others', and
/// those of listings off the market.
///
/// # Errors
/// Where the database fails.
pub async fn taken_skus(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    skus: &[&str],
) -> Result<HashSet<String>> {
    let mut taken = HashSet::new();
    for chunk in skus.chunks(500) {
        let places: Vec<String> = (2..chunk.len() + 2).map(|at| format!("${at}")).collect();
        let mut values: Vec<Value> = vec![cooperative.0.into()];
        values.extend(chunk.iter().map(|sku| Value::from(*sku)));
        let rows: Vec<SkuRow> = sql::all(
            db,
            &format!(
                "SELECT v.sku FROM variant v JOIN listing l ON l.id = v.listing_id
                 WHERE v.sku IN ({}) AND (l.cooperative_id <> $1 OR l.status = 'archived')",
                places.join(", ")
            ),
            values,
        )
        .await?;
        taken.extend(rows.into_iter().map(|row| row.sku));
    }
    Ok(taken)
}

/// Whether a new working copy goes to an advisor at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    Kept,
    Submitted,
}

/// Many new listings, each with the placeholder of its own that stands for its address until it is
/// published.
///
/// # Errors
/// Where the database fails.
pub async fn insert_drafts(
    db: &impl ConnectionTrait,
    permit: &Permit<Listing>,
    drafts: &[(String, &ListingDraft, Handed)],
    now: Timestamp,
) -> Result<()> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let rows = drafts
        .iter()
        .map(|(slug, draft, _)| {
            vec![
                cooperative.0.into(),
                draft.category.0.into(),
                slug.clone().into(),
                "{}".into(),
                "{}".into(),
                "[]".into(),
                "draft".into(),
                "".into(),
                0_i64.into(),
                0_i64.into(),
                now.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO listing (cooperative_id, category_id, slug, name, description, attributes, status, hs_code,
        unique_piece, published_at, updated_at)";
    let ids: HashMap<String, i64> = sql::insert_all(db, insert, Some("slug"), rows)
        .await?
        .into_iter()
        .collect();
    let rows = drafts
        .iter()
        .map(|(slug, draft, handed)| {
            let id = ids
                .get(slug)
                .ok_or_else(|| Error::Corrupt(format!("insert returned no id for {slug}")))?;
            let is_submitted = *handed == Handed::Submitted;
            Ok(vec![
                (*id).into(),
                sql::to_json(&draft.name)?.into(),
                sql::to_json(draft)?.into(),
                if is_submitted { "submitted" } else { "draft" }.into(),
                1_i64.into(),
                now.into(),
                is_submitted.then_some(now).into(),
            ])
        })
        .collect::<Result<_>>()?;
    let insert = "INSERT INTO listing_draft (listing_id, name, content, status, version, updated_at, submitted_at)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(())
}

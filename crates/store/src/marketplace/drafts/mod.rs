//! Listings as their seller writes them: the working copy, what is published, and the step from
//! one to the other.
//!
//! A published listing never changes while its working copy does.

mod all;
mod publish;
mod published;

pub use all::{Handed, insert_drafts, load_all, stock_now, taken_skus};
pub use publish::{archive_listing, publish_draft};
pub(crate) use published::prices;

use super::catalogue::picture;
use crate::{Error, Result, sql};
use domain::{
    CategoryId, CertificationId, CooperativeId, ListingId, LocalText, Money, Timestamp,
    marketplace::{Category, CertificateChoice, DraftState, ListingDraft, MyListing, Picture},
    policy::{Listing, OfficeCase, Permit, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct MineRow {
    id: i64,
    slug: String,
    name: String,
    status: String,
    draft_name: Option<String>,
    draft_status: Option<String>,
    reasons: Option<String>,
    price_minor: Option<i64>,
    available: i64,
    picture_id: Option<i64>,
    kind: Option<String>,
    picture_name: Option<String>,
    widths: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    alt: Option<String>,
}

fn state(status: Option<&str>, reasons: Option<&String>) -> DraftState {
    match (status, reasons) {
        (None, _) => DraftState::Unchanged,
        (Some("submitted"), _) => DraftState::Submitted,
        (Some(_), Some(_)) => DraftState::Returned,
        (Some(_), None) => DraftState::Draft,
    }
}

/// Every listing of the cooperative, the newest first.
///
/// # Errors
/// Where the database fails.
pub async fn my_listings(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<MyListing>> {
    let rows: Vec<MineRow> = sql::all(
        db,
        "SELECT l.id, l.slug, l.name, l.status, d.name AS draft_name, d.status AS draft_status, d.reasons,
            (SELECT MIN(v.price_minor) FROM variant v WHERE v.listing_id = l.id AND v.active = 1) AS price_minor,
            CAST(COALESCE((SELECT SUM(s.on_hand - s.reserved) FROM variant v JOIN stock_level s ON s.variant_id = v.id
                WHERE v.listing_id = l.id AND v.active = 1), 0) AS BIGINT) AS available,
            p.id AS picture_id, p.kind, p.name AS picture_name, p.widths, p.width, p.height, p.alt
         FROM listing l LEFT JOIN listing_draft d ON d.listing_id = l.id
            LEFT JOIN picture p ON p.id = (SELECT y.id FROM picture y WHERE y.listing_id = l.id AND y.status = 'ready'
                ORDER BY y.shown DESC, y.position, y.id LIMIT 1)
         WHERE l.cooperative_id = $1 ORDER BY l.id DESC LIMIT 500",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let shown = match (
                row.picture_id,
                row.kind,
                row.picture_name,
                row.widths,
                row.alt,
            ) {
                (Some(id), Some(kind), Some(name), Some(widths), Some(alt)) => Some(picture(
                    id,
                    &kind,
                    name,
                    &widths,
                    row.width.unwrap_or(0),
                    row.height.unwrap_or(0),
                    &alt,
                )?),
                _ => None,
            };
            let is_new = row.status == "draft";
            Ok(MyListing {
                id: ListingId(row.id),
                slug: (!is_new).then_some(row.slug),
                name: match (&row.draft_name, is_new) {
                    (Some(name), true) => sql::text(name)?,
                    _ => sql::text(&row.name)?,
                },
                picture: shown,
                is_archived: row.status == "archived",
                state: state(row.draft_status.as_deref(), row.reasons.as_ref()),
                price: row.price_minor.map(sql::mad),
                available: sql::count(row.available.max(0))?,
            })
        })
        .collect()
}

/// A new listing that nobody sees yet; `slug` is a placeholder of its own.
///
/// # Errors
/// Where the database fails.
pub async fn new_draft(
    db: &impl ConnectionTrait,
    permit: &Permit<Listing>,
    category: CategoryId,
    slug: &str,
    now: Timestamp,
) -> Result<ListingId> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let id = sql::id(
        db,
        "INSERT INTO listing (cooperative_id, category_id, slug, name, description, attributes, status, hs_code,
            unique_piece, published_at, updated_at)
         VALUES ($1, $2, $3, '{}', '{}', '[]', 'draft', '', 0, 0, $4) RETURNING id",
        vec![
            cooperative.0.into(),
            category.0.into(),
            slug.into(),
            now.into(),
        ],
    )
    .await?;
    let listing = ListingId(id);
    save_draft(
        db,
        permit,
        listing,
        &ListingDraft::empty(category),
        None,
        now,
    )
    .await?;
    Ok(listing)
}

#[derive(FromQueryResult)]
struct DraftRow {
    cooperative_id: i64,
    region_code: String,
    cooperative_name: String,
    slug: String,
    status: String,
    content: Option<String>,
    draft_status: Option<String>,
    reasons: Option<String>,
    version: Option<i64>,
    submitted_at: Option<i64>,
}

/// A listing with its working copy.
#[derive(Clone, Debug)]
pub struct LoadedDraft {
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub region: Option<domain::geography::RegionCode>,
    /// `None` until it was published.
    pub slug: Option<String>,
    /// The working copy, or what is published where nothing was changed.
    pub draft: ListingDraft,
    pub published: Option<ListingDraft>,
    pub state: DraftState,
    pub reasons: Option<String>,
    /// 0 where there is no working copy.
    pub version: i64,
    pub submitted_at: Option<Timestamp>,
}

/// # Errors
/// Where the database fails.
pub async fn load_draft(
    db: &impl ConnectionTrait,
    listing: ListingId,
) -> Result<Option<LoadedDraft>> {
    let row: Option<DraftRow> = sql::one(
        db,
        "SELECT l.cooperative_id, c.region_code, c.name AS cooperative_name, l.slug, l.status, d.content,
            d.status AS draft_status, d.reasons, d.version, d.submitted_at
         FROM listing l JOIN cooperative c ON c.id = l.cooperative_id LEFT JOIN listing_draft d ON d.listing_id = l.id
         WHERE l.id = $1",
        vec![listing.0.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let published = match row.status.as_str() {
        "draft" => None,
        _ => Some(published::load(db, listing).await?),
    };
    let draft = match (&row.content, &published) {
        (Some(content), _) => sql::json(content)?,
        (None, Some(published)) => published.clone(),
        (None, None) => return Err(Error::Corrupt(format!("listing {listing} has no content"))),
    };
    Ok(Some(LoadedDraft {
        cooperative: CooperativeId(row.cooperative_id),
        cooperative_name: sql::text(&row.cooperative_name)?,
        region: domain::geography::RegionCode::parse(&row.region_code),
        slug: published.is_some().then_some(row.slug),
        state: state(row.draft_status.as_deref(), row.reasons.as_ref()),
        draft,
        published,
        reasons: row.reasons,
        version: row.version.unwrap_or(0),
        submitted_at: row.submitted_at,
    }))
}

/// Keeps the working copy. `version` is the one it was based on, `None` where there was none.
///
/// # Errors
/// `Conflict` where it changed meanwhile, or waits for an advisor.
pub async fn save_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    listing: ListingId,
    draft: &ListingDraft,
    version: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "INSERT INTO listing_draft (listing_id, name, content, status, version, updated_at) VALUES ($1, $2, $3, 'draft', 1, $4)
         ON CONFLICT (listing_id) DO UPDATE SET name = excluded.name, content = excluded.content,
            version = listing_draft.version + 1, updated_at = excluded.updated_at
         WHERE listing_draft.status = 'draft' AND listing_draft.version = $5",
        vec![
            listing.0.into(),
            sql::to_json(&draft.name)?.into(),
            sql::to_json(draft)?.into(),
            now.into(),
            version.unwrap_or(0).into(),
        ],
    )
    .await?;
    one(changed)
}

fn one(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::Conflict.into())
    }
}

/// # Errors
/// `Conflict` where it changed since `version`.
pub async fn submit_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    listing: ListingId,
    version: i64,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE listing_draft SET status = 'submitted', submitted_at = $3, updated_at = $3, version = version + 1
         WHERE listing_id = $1 AND status = 'draft' AND version = $2",
        vec![listing.0.into(), version.into(), now.into()],
    )
    .await?;
    one(changed)
}

/// Forgets the working copy of a published listing.
///
/// # Errors
/// `Conflict` where there is none, or the listing was never published.
pub async fn discard_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    listing: ListingId,
) -> Result<()> {
    let changed = sql::run(
        db,
        "DELETE FROM listing_draft WHERE listing_id = $1
         AND EXISTS (SELECT 1 FROM listing l WHERE l.id = $1 AND l.status <> 'draft')",
        vec![listing.0.into()],
    )
    .await?;
    one(changed)
}

/// Gives the working copy back to the seller with what is to mend.
///
/// # Errors
/// `Conflict` where it changed since `version`, or does not wait.
pub async fn return_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    listing: ListingId,
    version: i64,
    reasons: &str,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE listing_draft SET status = 'draft', reasons = $3, updated_at = $4, version = version + 1
         WHERE listing_id = $1 AND status = 'submitted' AND version = $2",
        vec![listing.0.into(), version.into(), reasons.into(), now.into()],
    )
    .await?;
    one(changed)
}

#[derive(FromQueryResult)]
struct PictureRow {
    id: i64,
    kind: String,
    name: String,
    widths: String,
    width: i64,
    height: i64,
    alt: String,
}

/// The pictures of a working copy, in its order and with its words; those still being rendered
/// have no widths yet.
///
/// # Errors
/// Where the database fails.
pub async fn draft_pictures(
    db: &impl ConnectionTrait,
    listing: ListingId,
    draft: &ListingDraft,
) -> Result<Vec<Picture>> {
    let rows: Vec<PictureRow> = sql::all(
        db,
        "SELECT id, kind, name, widths, width, height, alt FROM picture WHERE listing_id = $1 AND status <> 'failed'",
        vec![listing.0.into()],
    )
    .await?;
    let mut all: Vec<Picture> = rows
        .into_iter()
        .map(|p| picture(p.id, &p.kind, p.name, &p.widths, p.width, p.height, &p.alt))
        .collect::<Result<_>>()?;
    Ok(draft
        .pictures
        .iter()
        .filter_map(|wanted| {
            let at = all.iter().position(|it| it.id == wanted.id)?;
            let mut found = all.swap_remove(at);
            found.alt = wanted.alt.clone();
            Some(found)
        })
        .collect())
}

#[derive(FromQueryResult)]
struct CategoryRow {
    slug: String,
    name: String,
    required: String,
}

/// # Errors
/// Where the database fails.
pub async fn category(db: &impl ConnectionTrait, id: CategoryId) -> Result<Option<Category>> {
    let row: Option<CategoryRow> = sql::one(
        db,
        "SELECT slug, name, required FROM category WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok(Category {
            id,
            slug: row.slug,
            name: sql::text(&row.name)?,
            required: sql::json(&row.required)?,
        })
    })
    .transpose()
}

#[derive(FromQueryResult)]
struct ChoiceRow {
    id: i64,
    label: String,
    number: String,
    expires_at: i64,
}

/// The cooperative's certificates that were checked and are valid at `now`.
///
/// # Errors
/// Where the database fails.
pub async fn certificate_choices(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<Vec<CertificateChoice>> {
    let rows: Vec<ChoiceRow> = sql::all(
        db,
        "SELECT id, label, number, expires_at FROM certification
         WHERE cooperative_id = $1 AND expires_at > $2 AND status = 'valid' ORDER BY label, id",
        vec![cooperative.0.into(), now.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| CertificateChoice {
            id: CertificationId(row.id),
            label: row.label,
            number: row.number,
            expires_at: row.expires_at,
        })
        .collect())
}

pub(super) fn money(minor: i64, currency: &str) -> Result<Money> {
    let currency = match currency {
        "MAD" => domain::Currency::Mad,
        "EUR" => domain::Currency::Eur,
        "USD" => domain::Currency::Usd,
        other => return Err(Error::Corrupt(format!("currency {other}"))),
    };
    Ok(Money { minor, currency })
}

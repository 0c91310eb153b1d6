//! Reviews, reports and favourites. A subject's count and sum of stars change with its reviews.

use super::catalogue::picture;
use crate::{Result, sql};
use domain::{
    CooperativeId, ListingId, PersonId, ReviewId, Timestamp,
    marketplace::{Picture, Rating, ReportedReview, ReviewSubject, ReviewView},
    policy::{Account, Listing, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    person_id: i64,
    author: String,
    stars: i64,
    text: Option<String>,
    reply: Option<String>,
    created_at: i64,
}

#[derive(FromQueryResult)]
struct PictureRow {
    id: i64,
    review_id: i64,
    name: String,
    widths: String,
    width: i64,
    height: i64,
}

const REVIEW: &str = "SELECT id, person_id, author, stars, text, reply, created_at FROM review";

async fn views(
    db: &impl ConnectionTrait,
    rows: Vec<Row>,
    reader: Option<PersonId>,
) -> Result<Vec<ReviewView>> {
    let pictures: Vec<PictureRow> = sql::all(
        db,
        &format!(
            "SELECT id, review_id, name, widths, width, height FROM review_picture
             WHERE status = 'ready' AND review_id IN ({}) ORDER BY id",
            sql::ids(rows.iter().map(|row| row.id))
        ),
        vec![],
    )
    .await?;
    let mut by_review: BTreeMap<i64, Vec<Picture>> = BTreeMap::new();
    for it in pictures {
        let review = it.review_id;
        let view = picture(
            it.id, "upload", it.name, &it.widths, it.width, it.height, "{}",
        )?;
        by_review.entry(review).or_default().push(view);
    }
    rows.into_iter()
        .map(|row| {
            Ok(ReviewView {
                id: ReviewId(row.id),
                author: row.author,
                stars: sql::count(row.stars)?,
                text: row.text,
                at: row.created_at,
                pictures: by_review.remove(&row.id).unwrap_or_default(),
                reply: row.reply,
                mine: reader.is_some_and(|reader| reader.0 == row.person_id),
            })
        })
        .collect()
}

fn of_subject(subject: ReviewSubject) -> String {
    match subject {
        ReviewSubject::Listing(listing) => format!("listing_id = {listing}"),
        ReviewSubject::Cooperative(cooperative) => {
            format!("listing_id IS NULL AND cooperative_id = {cooperative}")
        }
    }
}

/// The newest 50 that stand.
pub async fn reviews_of(
    db: &impl ConnectionTrait,
    subject: ReviewSubject,
    reader: Option<PersonId>,
) -> Result<Vec<ReviewView>> {
    let rows = sql::all(
        db,
        &format!(
            "{REVIEW} WHERE status = 'shown' AND {} ORDER BY created_at DESC, id DESC LIMIT 50",
            of_subject(subject)
        ),
        vec![],
    )
    .await?;
    views(db, rows, reader).await
}

#[derive(FromQueryResult)]
struct RatingRow {
    review_count: i64,
    star_sum: i64,
}

pub async fn rating_of(
    db: &impl ConnectionTrait,
    subject: ReviewSubject,
) -> Result<Option<Rating>> {
    let (table, id) = table_of(subject);
    let row: Option<RatingRow> = sql::one(
        db,
        &format!("SELECT review_count, star_sum FROM {table} WHERE id = $1"),
        vec![id.into()],
    )
    .await?;
    Ok(row.and_then(|row| Rating::of(row.star_sum, row.review_count)))
}

const fn table_of(subject: ReviewSubject) -> (&'static str, i64) {
    match subject {
        ReviewSubject::Listing(listing) => ("listing", listing.0),
        ReviewSubject::Cooperative(cooperative) => ("cooperative", cooperative.0),
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
}

/// Whether the person received something of the subject.
pub async fn has_received(
    db: &impl ConnectionTrait,
    person: PersonId,
    subject: ReviewSubject,
) -> Result<bool> {
    let what = match subject {
        ReviewSubject::Listing(listing) => format!(
            "o.id IN (SELECT ol.order_id FROM order_line ol JOIN variant v ON v.id = ol.variant_id WHERE v.listing_id = {listing})"
        ),
        ReviewSubject::Cooperative(cooperative) => format!("o.cooperative_id = {cooperative}"),
    };
    let row: Option<Found> = sql::one(
        db,
        &format!(
            "SELECT o.id FROM shop_order o JOIN order_group g ON g.id = o.group_id
             WHERE g.person_id = $1 AND o.fulfilment_state IN ('delivered', 'returned') AND {what} LIMIT 1"
        ),
        vec![person.0.into()],
    )
    .await?;
    Ok(row.is_some_and(|row| row.id > 0))
}

/// The cooperative that answers for the subject.
pub async fn seller_of(
    db: &impl ConnectionTrait,
    subject: ReviewSubject,
) -> Result<Option<CooperativeId>> {
    match subject {
        ReviewSubject::Cooperative(cooperative) => {
            let row: Option<Found> = sql::one(
                db,
                "SELECT id FROM cooperative WHERE id = $1 AND status = 'verified'",
                vec![cooperative.0.into()],
            )
            .await?;
            Ok(row.map(|row| CooperativeId(row.id)))
        }
        ReviewSubject::Listing(listing) => super::listing_owner(db, listing).await,
    }
}

async fn sum_up(db: &impl ConnectionTrait, subject: ReviewSubject) -> Result<()> {
    let (table, id) = table_of(subject);
    let of = of_subject(subject);
    sql::run(
        db,
        &format!(
            "UPDATE {table} SET
                review_count = (SELECT COUNT(*) FROM review WHERE status = 'shown' AND {of}),
                star_sum = (SELECT CAST(COALESCE(SUM(stars), 0) AS BIGINT) FROM review WHERE status = 'shown' AND {of})
             WHERE id = $1"
        ),
        vec![id.into()],
    )
    .await?;
    Ok(())
}

/// A person's review of a subject: written, or changed where there is one. A hidden one stays so.
#[derive(Clone, Debug)]
pub struct NewReview {
    pub person: PersonId,
    pub author: String,
    pub seller: CooperativeId,
    pub subject: ReviewSubject,
    pub stars: i64,
    pub text: Option<String>,
}

pub async fn put_review(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    it: &NewReview,
    now: Timestamp,
) -> Result<ReviewId> {
    let (listing, target) = match it.subject {
        ReviewSubject::Listing(listing) => (
            Some(listing.0),
            "(listing_id, person_id) WHERE listing_id IS NOT NULL",
        ),
        ReviewSubject::Cooperative(_) => {
            (None, "(cooperative_id, person_id) WHERE listing_id IS NULL")
        }
    };
    let id = sql::id(
        db,
        &format!(
            "INSERT INTO review (person_id, cooperative_id, listing_id, author, stars, text, status, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'shown', $7, $7)
             ON CONFLICT {target} DO UPDATE SET stars = excluded.stars, text = excluded.text, updated_at = excluded.updated_at
             RETURNING id"
        ),
        vec![
            it.person.0.into(),
            it.seller.0.into(),
            listing.into(),
            it.author.clone().into(),
            it.stars.into(),
            it.text.clone().into(),
            now.into(),
        ],
    )
    .await?;
    sum_up(db, it.subject).await?;
    Ok(ReviewId(id))
}

/// What the policy must know of a review.
#[derive(Clone, Copy, Debug)]
pub struct ReviewHead {
    pub id: ReviewId,
    pub author: PersonId,
    pub seller: CooperativeId,
    pub subject: ReviewSubject,
}

#[derive(FromQueryResult)]
struct HeadRow {
    id: i64,
    person_id: i64,
    cooperative_id: i64,
    listing_id: Option<i64>,
}

pub async fn review_head(
    db: &impl ConnectionTrait,
    review: ReviewId,
) -> Result<Option<ReviewHead>> {
    let row: Option<HeadRow> = sql::one(
        db,
        "SELECT id, person_id, cooperative_id, listing_id FROM review WHERE id = $1",
        vec![review.0.into()],
    )
    .await?;
    Ok(row.map(|row| ReviewHead {
        id: ReviewId(row.id),
        author: PersonId(row.person_id),
        seller: CooperativeId(row.cooperative_id),
        subject: row.listing_id.map_or_else(
            || ReviewSubject::Cooperative(CooperativeId(row.cooperative_id)),
            |listing| ReviewSubject::Listing(ListingId(listing)),
        ),
    }))
}

pub async fn set_reply(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    review: ReviewId,
    reply: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE review SET reply = $2, replied_at = $3 WHERE id = $1",
        vec![review.0.into(), reply.into(), now.into()],
    )
    .await?;
    super::delivery::found(changed)
}

/// A second report of the same person changes nothing.
pub async fn insert_report(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    review: ReviewId,
    person: PersonId,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO review_report (review_id, person_id, reason, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (review_id, person_id) DO NOTHING",
        vec![review.0.into(), person.0.into(), reason.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ReportRow {
    review_id: i64,
    reason: String,
}

#[derive(FromQueryResult)]
struct NamesRow {
    id: i64,
    cooperative_name: String,
    listing_name: Option<String>,
}

/// Reviews with reports that wait, the oldest report first; at most 100.
pub async fn reported_reviews(db: &impl ConnectionTrait) -> Result<Vec<ReportedReview>> {
    let reports: Vec<ReportRow> = sql::all(
        db,
        "SELECT review_id, reason FROM review_report WHERE decided_at IS NULL ORDER BY id LIMIT 300",
        vec![],
    )
    .await?;
    let mut reasons: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut order: Vec<i64> = Vec::new();
    for report in reports {
        if !order.contains(&report.review_id) {
            order.push(report.review_id);
        }
        reasons
            .entry(report.review_id)
            .or_default()
            .push(report.reason);
    }
    order.truncate(100);
    let ids = sql::ids(order.iter().copied());
    let rows = sql::all(db, &format!("{REVIEW} WHERE id IN ({ids})"), vec![]).await?;
    let mut views: BTreeMap<i64, ReviewView> = views(db, rows, None)
        .await?
        .into_iter()
        .map(|view| (view.id.0, view))
        .collect();
    let names: Vec<NamesRow> = sql::all(
        db,
        &format!(
            "SELECT r.id, c.name AS cooperative_name, l.name AS listing_name FROM review r
             JOIN cooperative c ON c.id = r.cooperative_id LEFT JOIN listing l ON l.id = r.listing_id WHERE r.id IN ({ids})"
        ),
        vec![],
    )
    .await?;
    let mut names: BTreeMap<i64, NamesRow> =
        names.into_iter().map(|names| (names.id, names)).collect();
    order
        .into_iter()
        .filter_map(|id| Some((id, views.remove(&id)?, names.remove(&id)?)))
        .map(|(id, review, names)| {
            Ok(ReportedReview {
                review,
                cooperative_name: sql::text(&names.cooperative_name)?,
                listing_name: names.listing_name.as_deref().map(sql::text).transpose()?,
                reasons: reasons.remove(&id).unwrap_or_default(),
            })
        })
        .collect()
}

/// The office's decision about every report of a review that waits: it stands, or is hidden.
///
/// # Errors
/// `Conflict` where nothing waits any more.
pub async fn decide_reports(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    review: &ReviewHead,
    hide: bool,
    now: Timestamp,
) -> Result<()> {
    let outcome = if hide { "hidden" } else { "kept" };
    let changed = sql::run(
        db,
        "UPDATE review_report SET decided_at = $2, outcome = $3 WHERE review_id = $1 AND decided_at IS NULL",
        vec![review.id.0.into(), now.into(), outcome.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::Conflict.into());
    }
    if hide {
        sql::run(
            db,
            "UPDATE review SET status = 'hidden' WHERE id = $1",
            vec![review.id.0.into()],
        )
        .await?;
        sum_up(db, review.subject).await?;
    }
    Ok(())
}

/// A picture whose sizes are still to be rendered. The same one twice is one; at most four.
///
/// # Errors
/// `Conflict` where there are four.
pub async fn insert_review_picture(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    review: ReviewId,
    sha256: &str,
    (width, height): (u32, u32),
) -> Result<()> {
    let known: Vec<Found> = sql::all(
        db,
        "SELECT id FROM review_picture WHERE review_id = $1",
        vec![review.0.into()],
    )
    .await?;
    if known.len() >= 4 {
        return Err(domain::Error::Conflict.into());
    }
    sql::run(
        db,
        "INSERT INTO review_picture (review_id, name, widths, width, height, status) VALUES ($1, $2, '[]', $3, $4, 'pending')
         ON CONFLICT (review_id, name) DO NOTHING",
        vec![
            review.0.into(),
            sha256.into(),
            i64::from(width).into(),
            i64::from(height).into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PendingRow {
    id: i64,
    name: String,
}

/// The oldest review picture that waits for its sizes.
pub async fn pending_review_picture(db: &impl ConnectionTrait) -> Result<Option<(i64, String)>> {
    let row: Option<PendingRow> = sql::one(
        db,
        "SELECT id, name FROM review_picture WHERE status = 'pending' ORDER BY id LIMIT 1",
        vec![],
    )
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}

/// Shows a rendered picture, or gives up on one that cannot be (no widths).
pub async fn finish_review_picture(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    picture: i64,
    widths: &[u32],
) -> Result<()> {
    let status = if widths.is_empty() { "failed" } else { "ready" };
    sql::run(
        db,
        "UPDATE review_picture SET status = $2, widths = $3 WHERE id = $1",
        vec![picture.into(), status.into(), sql::to_json(&widths)?.into()],
    )
    .await?;
    Ok(())
}

/// Keeps or forgets a favourite; twice is once.
pub async fn set_favourite(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    person: PersonId,
    listing: ListingId,
    keep: bool,
    now: Timestamp,
) -> Result<()> {
    if keep {
        let values = vec![person.0.into(), listing.0.into(), now.into()];
        sql::run(
            db,
            "INSERT INTO favourite (person_id, listing_id, at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id, listing_id) DO NOTHING",
            values,
        )
        .await?;
    } else {
        sql::run(
            db,
            "DELETE FROM favourite WHERE person_id = $1 AND listing_id = $2",
            vec![person.0.into(), listing.0.into()],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct FavouriteRow {
    listing_id: i64,
}

/// The person's favourites, the newest first; at most 200.
pub async fn favourites_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ListingId>> {
    let rows: Vec<FavouriteRow> = sql::all(
        db,
        "SELECT listing_id FROM favourite WHERE person_id = $1 ORDER BY at DESC, listing_id DESC LIMIT 200",
        vec![person.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ListingId(row.listing_id))
        .collect())
}

pub async fn is_favourite(
    db: &impl ConnectionTrait,
    person: PersonId,
    listing: ListingId,
) -> Result<bool> {
    let row: Option<FavouriteRow> = sql::one(
        db,
        "SELECT listing_id FROM favourite WHERE person_id = $1 AND listing_id = $2",
        vec![person.0.into(), listing.0.into()],
    )
    .await?;
    Ok(row.is_some())
}

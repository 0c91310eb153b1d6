//! Where stock lies and how it moves. Whoever changes a place has changed the level first, which
//! locks it: the sum of the places and the level's pieces are one truth.

use super::outbox;
use crate::{Error, Result, sql};
use domain::{
    CooperativeId, LocationId, OrderId, PersonId, Problem, StockLevelId, Timestamp, VariantId,
    marketplace::{
        Booking, CountRow, HISTORY_PAGE, MAX_LOCATIONS, MovementReason, MovementView, Part, Place,
        StorageLocation, StoredAt, leave_from,
    },
    policy::{Permit, Platform, Scope, Stock},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeSet;

fn owner(permit: &Permit<Stock>) -> Result<CooperativeId> {
    match permit.scope() {
        Scope::Cooperative(cooperative) => Ok(cooperative),
        _ => Err(domain::Error::NotFound.into()),
    }
}

#[derive(FromQueryResult)]
struct LocationRow {
    id: i64,
    name: String,
    pieces: i64,
}

/// The places that a cooperative has named.
///
/// # Errors
/// Where the database fails.
pub async fn locations(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<StorageLocation>> {
    let rows: Vec<LocationRow> = sql::all(
        db,
        "SELECT l.id, l.name, CAST(COALESCE((SELECT SUM(a.on_hand) FROM stored_at a WHERE a.location_id = l.id), 0) AS BIGINT) AS pieces
         FROM storage_location l WHERE l.cooperative_id = $1 AND l.closed_at IS NULL ORDER BY l.id",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StorageLocation {
                id: LocationId(row.id),
                name: row.name,
                pieces: sql::count(row.pieces)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// # Errors
/// `Invalid` on `name` where it is in use; `Conflict` where there are too many.
pub async fn insert_location(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    name: &str,
    now: Timestamp,
) -> Result<LocationId> {
    let cooperative = owner(permit)?;
    if locations(db, cooperative).await?.len() >= MAX_LOCATIONS {
        return Err(domain::Error::Conflict.into());
    }
    let row: Option<IdRow> = sql::one(
        db,
        "INSERT INTO storage_location (cooperative_id, name, created_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING id",
        vec![cooperative.0.into(), name.into(), now.into()],
    )
    .await?;
    row.map(|row| LocationId(row.id))
        .ok_or_else(|| domain::Error::field("name", Problem::InUse).into())
}

/// Closes a place that is empty; its history keeps its name.
///
/// # Errors
/// `NotFound` for another's; `Conflict` while goods lie there.
pub async fn close_location(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    location: LocationId,
    now: Timestamp,
) -> Result<()> {
    let cooperative = owner(permit)?;
    if !is_open(db, cooperative, location).await? {
        return Err(domain::Error::NotFound.into());
    }
    let changed = sql::run(
        db,
        "UPDATE storage_location SET closed_at = $3 WHERE id = $1 AND cooperative_id = $2 AND closed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM stored_at a WHERE a.location_id = $1 AND a.on_hand > 0)",
        vec![location.0.into(), cooperative.0.into(), now.into()],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::Conflict.into())
    }
}

/// Also locks the place on PostgreSQL, so that none is closed while goods come to it.
async fn is_open(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    location: LocationId,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE storage_location SET name = name WHERE id = $1 AND cooperative_id = $2 AND closed_at IS NULL",
        vec![location.0.into(), cooperative.0.into()],
    )
    .await?;
    Ok(changed == 1)
}

#[derive(FromQueryResult)]
struct StoredRow {
    location_id: Option<i64>,
    name: Option<String>,
    on_hand: i64,
}

/// How much of a size lies in each of its cooperative's places, the one without a name first.
///
/// # Errors
/// Where the database fails.
pub async fn places(db: &impl ConnectionTrait, variant: VariantId) -> Result<Vec<StoredAt>> {
    let rows: Vec<StoredRow> = sql::all(
        db,
        "SELECT NULL AS location_id, NULL AS name, CAST(s.on_hand - COALESCE((SELECT SUM(a.on_hand) FROM stored_at a
            WHERE a.stock_level_id = s.id), 0) AS BIGINT) AS on_hand, 0 AS place
         FROM stock_level s WHERE s.variant_id = $1
         UNION ALL
         SELECT o.id, o.name, COALESCE(a.on_hand, 0), o.id
         FROM stock_level s JOIN variant v ON v.id = s.variant_id JOIN listing l ON l.id = v.listing_id
            JOIN storage_location o ON o.cooperative_id = l.cooperative_id AND o.closed_at IS NULL
            LEFT JOIN stored_at a ON a.stock_level_id = s.id AND a.location_id = o.id
         WHERE s.variant_id = $1
         ORDER BY place",
        vec![variant.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StoredAt {
                place: row.location_id.map(LocationId),
                name: row.name,
                on_hand: sql::count(row.on_hand)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct MovementRow {
    id: i64,
    at: i64,
    reason: String,
    quantity: i64,
    place: Option<String>,
    person: Option<String>,
    order_id: Option<i64>,
    number: Option<String>,
}

/// A page of a size's history, the newest first, from before `before` on; and where the next
/// begins.
///
/// # Errors
/// Where the database fails.
pub async fn movements(
    db: &impl ConnectionTrait,
    variant: VariantId,
    before: Option<i64>,
) -> Result<(Vec<MovementView>, Option<i64>)> {
    let rows: Vec<MovementRow> = sql::all(
        db,
        &format!(
            "SELECT m.id, m.at, m.reason, m.quantity, o.name AS place, p.name AS person, m.order_id, h.number
             FROM stock_movement m JOIN stock_level s ON s.id = m.stock_level_id
                LEFT JOIN storage_location o ON o.id = m.location_id LEFT JOIN person p ON p.id = m.person_id
                LEFT JOIN shop_order h ON h.id = m.order_id
             WHERE s.variant_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT {}",
            HISTORY_PAGE + 1
        ),
        vec![variant.0.into(), before.unwrap_or(i64::MAX).into()],
    )
    .await?;
    let has_more = rows.len() > HISTORY_PAGE;
    let views = rows
        .into_iter()
        .take(HISTORY_PAGE)
        .map(|row| {
            Ok(MovementView {
                id: row.id,
                at: row.at,
                reason: super::known(MovementReason::from_code(&row.reason), &row.reason)?,
                quantity: row.quantity,
                place: row.place,
                person: row.person,
                order: row.order_id.map(OrderId).zip(row.number),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let older = views.last().filter(|_| has_more).map(|last| last.id);
    Ok((views, older))
}

#[derive(FromQueryResult)]
struct Level {
    free: i64,
}

/// Books what a keeper notes, each size once. Sizes are locked in the order of their levels; the
/// index's lock is the last.
///
/// # Errors
/// `Invalid` on `quantity` where a place has not that many, or more than is promised would go; on
/// `place` where it is not the cooperative's.
pub async fn book(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    bookings: &[(VariantId, Booking)],
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let cooperative = owner(permit)?;
    let list = sql::ids(bookings.iter().map(|(variant, _)| variant.0));
    let levels: Vec<LevelRow> = sql::all(
        db,
        &format!(
            "SELECT s.id, s.variant_id FROM stock_level s JOIN variant v ON v.id = s.variant_id
                JOIN listing l ON l.id = v.listing_id
             WHERE s.variant_id IN ({list}) AND l.cooperative_id = $1 ORDER BY s.id"
        ),
        vec![cooperative.0.into()],
    )
    .await?;
    if levels.len() != bookings.len() {
        return Err(domain::Error::NotFound.into());
    }
    // In one order, and before the levels, as everyone takes them.
    let locations: BTreeSet<LocationId> = bookings
        .iter()
        .flat_map(|(_, booking)| booking.parts.iter().filter_map(|(place, _)| *place))
        .collect();
    for location in locations {
        if !is_open(db, cooperative, location).await? {
            return Err(domain::Error::field("place", Problem::UnknownChoice).into());
        }
    }
    let mut turned = Vec::new();
    for level in levels {
        let booking = bookings
            .iter()
            .find(|(variant, _)| variant.0 == level.variant_id);
        let Some((_, booking)) = booking else {
            continue;
        };
        if book_level(db, level.id, booking, by, now).await? {
            turned.push(StockLevelId(level.id));
        }
    }
    outbox::push_levels(db, &turned).await
}

#[derive(FromQueryResult)]
struct LevelRow {
    id: i64,
    variant_id: i64,
}

/// Whether the size turned from available to sold out or back.
async fn book_level(
    db: &impl ConnectionTrait,
    level: i64,
    booking: &Booking,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<bool> {
    let delta: i64 = booking.parts.iter().map(|(_, pieces)| pieces).sum();
    let changed: Option<Level> = sql::one(
        db,
        "UPDATE stock_level SET on_hand = on_hand + $2, version = version + 1, updated_at = $3
         WHERE id = $1 AND on_hand + $2 >= reserved RETURNING on_hand - reserved AS free",
        vec![level.into(), delta.into(), now.into()],
    )
    .await?;
    let Some(Level { free }) = changed else {
        let now_free: Option<Level> = sql::one(
            db,
            "SELECT on_hand - reserved AS free FROM stock_level WHERE id = $1",
            vec![level.into()],
        )
        .await?;
        return Err(too_many(now_free.map_or(0, |row| row.free)));
    };
    let entry = Entry {
        reason: booking.reason,
        order: None,
        by,
        now,
    };
    store_parts(db, level, &booking.parts, &entry).await?;
    Ok(((free - delta) > 0) != (free > 0))
}

fn too_many(max: i64) -> Error {
    let max = max.max(0);
    domain::Error::field("quantity", Problem::OutOfRange { min: 1, max }).into()
}

/// What each of a movement's rows says.
pub(super) struct Entry {
    pub reason: MovementReason,
    pub order: Option<OrderId>,
    pub by: Option<PersonId>,
    pub now: Timestamp,
}

#[derive(FromQueryResult)]
struct Unnamed {
    on_hand: i64,
}

/// Changes the places of a level whose sum was changed already, and notes the movements.
async fn store_parts(
    db: &impl ConnectionTrait,
    level: i64,
    parts: &[Part],
    entry: &Entry,
) -> Result<()> {
    for (place, pieces) in parts {
        if let Some(location) = place {
            store_at(db, level, *location, *pieces).await?;
        }
        sql::run(
            db,
            "INSERT INTO stock_movement (stock_level_id, quantity, reason, person_id, at, order_id, location_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            vec![
                level.into(),
                (*pieces).into(),
                entry.reason.code().into(),
                entry.by.map(|by| by.0).into(),
                entry.now.into(),
                entry.order.map(|order| order.0).into(),
                place.map(|place| place.0).into(),
            ],
        )
        .await?;
    }
    let unnamed = unnamed(db, level).await?;
    if unnamed < 0 {
        let taken: i64 = parts
            .iter()
            .filter(|(place, _)| place.is_none())
            .map(|(_, pieces)| -pieces)
            .sum();
        return Err(too_many(taken + unnamed));
    }
    Ok(())
}

/// What of a level lies in the place without a name.
async fn unnamed(db: &impl ConnectionTrait, level: i64) -> Result<i64> {
    let row: Option<Unnamed> = sql::one(
        db,
        "SELECT CAST(s.on_hand - COALESCE((SELECT SUM(a.on_hand) FROM stored_at a WHERE a.stock_level_id = s.id), 0) AS BIGINT)
            AS on_hand FROM stock_level s WHERE s.id = $1",
        vec![level.into()],
    )
    .await?;
    Ok(row.map_or(0, |row| row.on_hand))
}

async fn store_at(
    db: &impl ConnectionTrait,
    level: i64,
    location: LocationId,
    pieces: i64,
) -> Result<()> {
    let key = || vec![level.into(), location.0.into()];
    if pieces >= 0 {
        let mut values = key();
        values.push(pieces.into());
        sql::run(
            db,
            "INSERT INTO stored_at (stock_level_id, location_id, on_hand) VALUES ($1, $2, $3)
             ON CONFLICT (stock_level_id, location_id) DO UPDATE SET on_hand = stored_at.on_hand + excluded.on_hand",
            values,
        )
        .await?;
        return Ok(());
    }
    let mut values = key();
    values.push((-pieces).into());
    let changed = sql::run(
        db,
        "UPDATE stored_at SET on_hand = on_hand - $3 WHERE stock_level_id = $1 AND location_id = $2 AND on_hand >= $3",
        values,
    )
    .await?;
    if changed == 1 {
        return Ok(());
    }
    let here: Option<Unnamed> = sql::one(
        db,
        "SELECT on_hand FROM stored_at WHERE stock_level_id = $1 AND location_id = $2",
        key(),
    )
    .await?;
    Err(too_many(here.map_or(0, |row| row.on_hand)))
}

#[derive(FromQueryResult)]
struct HereRow {
    location_id: i64,
    on_hand: i64,
}

/// Notes that `pieces` left a level, which has them no more, and from which places: those of
/// [`leave_from`].
pub(super) async fn leave(
    db: &impl ConnectionTrait,
    level: i64,
    pieces: i64,
    entry: &Entry,
) -> Result<()> {
    let named: Vec<HereRow> = sql::all(
        db,
        "SELECT location_id, on_hand FROM stored_at WHERE stock_level_id = $1 AND on_hand > 0 ORDER BY location_id",
        vec![level.into()],
    )
    .await?;
    if named.is_empty() {
        return store_parts(db, level, &[(None, -pieces)], entry).await;
    }
    let mut here: Vec<(Place, u32)> = vec![(
        None,
        sql::count((unnamed(db, level).await? + pieces).max(0))?,
    )];
    for row in named {
        here.push((Some(LocationId(row.location_id)), sql::count(row.on_hand)?));
    }
    let parts = leave_from(&here, sql::count(pieces)?);
    store_parts(db, level, &parts, entry).await
}

/// Notes that `pieces` came to a level, which has them already: to the place without a name.
pub(super) async fn arrive(
    db: &impl ConnectionTrait,
    level: i64,
    pieces: i64,
    entry: &Entry,
) -> Result<()> {
    store_parts(db, level, &[(None, pieces)], entry).await
}

/// Warns from now on when at most so many pieces are free. Where they are already, nobody needs
/// a mail about it.
///
/// # Errors
/// `NotFound` for another's.
pub async fn set_low_alert(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    variant: VariantId,
    low_alert: u32,
) -> Result<()> {
    let cooperative = owner(permit)?;
    let changed = sql::run(
        db,
        "UPDATE stock_level SET low_alert = $2, alert_armed = CASE WHEN on_hand - reserved > $2 THEN 1 ELSE 0 END
         WHERE variant_id = $1 AND variant_id IN
            (SELECT v.id FROM variant v JOIN listing l ON l.id = v.listing_id WHERE l.cooperative_id = $3)",
        vec![
            variant.0.into(),
            i64::from(low_alert).into(),
            cooperative.0.into(),
        ],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::NotFound.into())
    }
}

#[derive(FromQueryResult)]
struct CountedRow {
    variant_id: i64,
    location_id: Option<i64>,
    place: Option<String>,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    sku: String,
    expected: i64,
}

/// Every size of the cooperative in each of its places: where pieces lie, and always in the place
/// without a name.
///
/// # Errors
/// Where the database fails.
pub async fn count_rows(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<CountRow>> {
    let rows: Vec<CountedRow> = sql::all(
        db,
        "SELECT v.id AS variant_id, NULL AS location_id, NULL AS place, l.name, v.pack_amount, v.pack_unit, v.sku,
            CAST(s.on_hand - COALESCE((SELECT SUM(a.on_hand) FROM stored_at a WHERE a.stock_level_id = s.id), 0) AS BIGINT) AS expected,
            0 AS place_order, l.id AS listing_order, v.position AS size_order
         FROM variant v JOIN stock_level s ON s.variant_id = v.id JOIN listing l ON l.id = v.listing_id
         WHERE l.cooperative_id = $1 AND (v.active = 1 OR s.on_hand > 0)
         UNION ALL
         SELECT v.id, o.id, o.name, l.name, v.pack_amount, v.pack_unit, v.sku, a.on_hand, o.id, l.id, v.position
         FROM variant v JOIN stock_level s ON s.variant_id = v.id JOIN listing l ON l.id = v.listing_id
            JOIN stored_at a ON a.stock_level_id = s.id AND a.on_hand > 0 JOIN storage_location o ON o.id = a.location_id
         WHERE l.cooperative_id = $1
         ORDER BY place_order, listing_order, size_order, variant_id LIMIT 1500",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CountRow {
                variant: VariantId(row.variant_id),
                place: row.location_id.map(LocationId),
                place_name: row.place,
                name: sql::text(&row.name)?,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
                sku: row.sku,
                expected: sql::count(row.expected)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct NewestRow {
    newest: i64,
}

/// The newest movement of a cooperative's goods; of these sizes only, where some are named.
///
/// # Errors
/// Where the database fails.
pub async fn newest_movement(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    variants: Option<&[VariantId]>,
) -> Result<i64> {
    let only = variants.map_or_else(String::new, |variants| {
        let list = sql::ids(variants.iter().map(|variant| variant.0));
        format!("AND v.id IN ({list})")
    });
    let row: Option<NewestRow> = sql::one(
        db,
        &format!(
            "SELECT COALESCE(MAX(m.id), 0) AS newest FROM stock_movement m JOIN stock_level s ON s.id = m.stock_level_id
                JOIN variant v ON v.id = s.variant_id JOIN listing l ON l.id = v.listing_id
             WHERE l.cooperative_id = $1 {only}"
        ),
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(row.map_or(0, |row| row.newest))
}

/// A size that has fallen to its threshold.
#[derive(Clone, Debug)]
pub struct LowLevel {
    pub level: StockLevelId,
    pub cooperative: CooperativeId,
    pub name: domain::LocalText,
    pub pack: domain::marketplace::PackSize,
    pub free: u32,
}

#[derive(FromQueryResult)]
struct LowRow {
    id: i64,
    cooperative_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    free: i64,
}

/// Sizes on sale that were above their threshold and are at it or below, by cooperative.
///
/// # Errors
/// Where the database fails.
pub async fn fallen_levels(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<LowLevel>> {
    let rows: Vec<LowRow> = sql::all(
        db,
        &format!(
            "SELECT s.id, l.cooperative_id, l.name, v.pack_amount, v.pack_unit, s.on_hand - s.reserved AS free
             FROM stock_level s JOIN variant v ON v.id = s.variant_id JOIN listing l ON l.id = v.listing_id
                JOIN cooperative c ON c.id = l.cooperative_id
             WHERE s.alert_armed = 1 AND s.on_hand - s.reserved <= s.low_alert AND v.active = 1
                AND l.status = 'published' AND c.status = 'verified'
             ORDER BY l.cooperative_id, s.id LIMIT {limit}"
        ),
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LowLevel {
                level: StockLevelId(row.id),
                cooperative: CooperativeId(row.cooperative_id),
                name: sql::text(&row.name)?,
                pack: sql::pack(row.pack_amount, &row.pack_unit)?,
                free: sql::count(row.free)?,
            })
        })
        .collect()
}

/// Takes the warning about a level, which is then given once: `false` where another worker has it
/// or the goods are back.
///
/// # Errors
/// Where the database fails.
pub async fn take_alert(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    level: StockLevelId,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE stock_level SET alert_armed = 0 WHERE id = $1 AND alert_armed = 1 AND on_hand - reserved <= low_alert",
        vec![level.0.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Levels above their threshold that would not warn yet.
///
/// # Errors
/// Where the database fails.
pub async fn recovered_levels(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<StockLevelId>> {
    let rows: Vec<IdRow> = sql::all(
        db,
        &format!(
            "SELECT id FROM stock_level WHERE alert_armed = 0 AND on_hand - reserved > low_alert ORDER BY id LIMIT {limit}"
        ),
        vec![],
    )
    .await?;
    Ok(rows.into_iter().map(|row| StockLevelId(row.id)).collect())
}

/// # Errors
/// Where the database fails.
pub async fn arm_alert(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    level: StockLevelId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE stock_level SET alert_armed = 1 WHERE id = $1 AND on_hand - reserved > low_alert",
        vec![level.0.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ClaimedRow {
    request_hash: String,
}

/// Takes a form's key for what it asks: `false` where the same was asked before. Who asks a second
/// time meanwhile waits for the first.
///
/// # Errors
/// `IdempotencyKeyReused` where it was for something else.
pub async fn claim_request(
    db: &impl ConnectionTrait,
    permit: &Permit<Stock>,
    key: &str,
    request_hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let caller = format!("stock:{}", owner(permit)?);
    let inserted = sql::run(
        db,
        "INSERT INTO idempotency_key (caller, idempotency_key, request_hash, response, created_at)
         VALUES ($1, $2, $3, '', $4) ON CONFLICT (caller, idempotency_key) DO NOTHING",
        vec![
            caller.clone().into(),
            key.into(),
            request_hash.into(),
            now.into(),
        ],
    )
    .await?;
    if inserted == 1 {
        return Ok(true);
    }
    let known: Option<ClaimedRow> = sql::one(
        db,
        "SELECT request_hash FROM idempotency_key WHERE caller = $1 AND idempotency_key = $2",
        vec![caller.into(), key.into()],
    )
    .await?;
    match known {
        Some(known) if known.request_hash == request_hash => Ok(false),
        _ => Err(domain::Error::IdempotencyKeyReused.into()),
    }
}

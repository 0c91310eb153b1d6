//! Rates, countries, pickup points; what goods weigh; addresses that people keep.

use crate::{Error, Result, sql};
use domain::{
    AddressId, CooperativeId, ListingId, LocalText, Money, PersonId, Timestamp, VariantId,
    marketplace::{
        Address, Country, DeliveryMethod, NewRate, PackSize, PickupPoint, Places, SavedAddress,
        ShippingRate, Zone, estimated_weight,
    },
    policy::{Account, Listing, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct RateRow {
    id: i64,
    method: String,
    zone: String,
    up_to_grams: i64,
    fee_minor: i64,
    valid_from: i64,
    valid_to: Option<i64>,
    source: String,
}

fn rates(rows: Vec<RateRow>) -> Result<Vec<ShippingRate>> {
    rows.into_iter()
        .map(|row| {
            Ok(ShippingRate {
                id: row.id,
                method: DeliveryMethod::from_code(&row.method)
                    .ok_or_else(|| Error::Corrupt(format!("method {}", row.method)))?,
                zone: Zone::parse(&row.zone)
                    .ok_or_else(|| Error::Corrupt(format!("zone {}", row.zone)))?,
                up_to_grams: row.up_to_grams,
                fee: sql::mad(row.fee_minor),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                source: row.source,
            })
        })
        .collect()
}

/// The rates valid at `now`.
pub async fn shipping_rates(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<ShippingRate>> {
    let rows = sql::all(
        db,
        "SELECT id, method, zone, up_to_grams, fee_minor, valid_from, valid_to, source FROM shipping_rate
         WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY method, zone, up_to_grams",
        vec![now.into()],
    )
    .await?;
    rates(rows)
}

/// The rates that are valid or will be, and those that ended in the last year.
pub async fn all_shipping_rates(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<ShippingRate>> {
    let rows = sql::all(
        db,
        "SELECT id, method, zone, up_to_grams, fee_minor, valid_from, valid_to, source FROM shipping_rate
         WHERE valid_to IS NULL OR valid_to > $1 ORDER BY method, zone, up_to_grams, valid_from",
        vec![(now - 365 * 86_400).into()],
    )
    .await?;
    rates(rows)
}

/// Enters a rate; the one of the same method, zone and weight that is valid then ends at its
/// beginning.
///
/// # Errors
/// `Conflict` where one begins at the same time, or a later one is entered already.
pub async fn insert_rate(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    rate: &NewRate,
) -> Result<()> {
    let key = vec![
        rate.method.code().into(),
        rate.zone.code().into(),
        rate.up_to_grams.into(),
    ];
    let mut values = key.clone();
    values.push(rate.valid_from.into());
    values.push(rate.fee.minor.into());
    values.push(rate.source.clone().into());
    let rows = sql::Succession {
        table: "shipping_rate",
        same: "method = $1 AND zone = $2 AND up_to_grams = $3",
        key,
        from: rate.valid_from,
    };
    sql::succeed(
        db,
        rows,
        "INSERT INTO shipping_rate (method, zone, up_to_grams, valid_from, fee_minor, source)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        values,
    )
    .await
}

#[derive(FromQueryResult)]
struct CountryRow {
    code: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    zone: String,
}

pub async fn countries(db: &impl ConnectionTrait) -> Result<Vec<Country>> {
    let rows: Vec<CountryRow> =
        sql::all(db, "SELECT * FROM country ORDER BY name_fr", vec![]).await?;
    Ok(rows
        .into_iter()
        .map(|row| Country {
            code: row.code,
            name: LocalText::new(&row.name_fr, &row.name_ar, &row.name_en),
            zone: row.zone,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct PointRow {
    id: i64,
    region_code: String,
    name_fr: String,
    name_ar: String,
    street: String,
    city: String,
    hours: String,
    pooled: i64,
}

/// The open pickup points, by region.
pub async fn pickup_points(db: &impl ConnectionTrait) -> Result<Vec<PickupPoint>> {
    let rows: Vec<PointRow> = sql::all(
        db,
        "SELECT id, region_code, name_fr, name_ar, street, city, hours, pooled FROM pickup_point
         WHERE active = 1 ORDER BY region_code, id",
        vec![],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PickupPoint {
            id: row.id,
            region: row.region_code,
            name: LocalText::new(&row.name_fr, &row.name_ar, ""),
            street: row.street,
            city: row.city,
            hours: row.hours,
            pooled: row.pooled == 1,
        })
        .collect())
}

pub async fn insert_pickup_point(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    code: &str,
    point: &PickupPoint,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO pickup_point (code, region_code, name_fr, name_ar, street, city, hours, pooled)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            code.into(),
            point.region.clone().into(),
            point.name.fr.clone().unwrap_or_default().into(),
            point.name.ar.clone().unwrap_or_default().into(),
            point.street.clone().into(),
            point.city.clone().into(),
            point.hours.clone().into(),
            i64::from(point.pooled).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Everything an address is checked against.
pub async fn places(db: &impl ConnectionTrait) -> Result<Places> {
    Ok(Places {
        provinces: super::provinces(db).await?,
        countries: countries(db).await?,
        points: pickup_points(db).await?,
    })
}

#[derive(FromQueryResult)]
struct SavedRow {
    id: i64,
    label: String,
    address: String,
}

/// A person's kept addresses, the last used first.
pub async fn saved_addresses(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<SavedAddress>> {
    let rows: Vec<SavedRow> = sql::all(
        db,
        "SELECT id, label, address FROM saved_address WHERE person_id = $1 ORDER BY used_at DESC, id DESC LIMIT 20",
        vec![person.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SavedAddress {
                id: AddressId(row.id),
                label: row.label,
                address: sql::json(&row.address)?,
            })
        })
        .collect()
}

/// A person keeps at most 20; more are refused.
pub async fn insert_address(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    person: PersonId,
    label: &str,
    address: &Address,
    now: Timestamp,
) -> Result<()> {
    if saved_addresses(db, person).await?.len() >= 20 {
        return Err(domain::Error::Conflict.into());
    }
    sql::run(
        db,
        "INSERT INTO saved_address (person_id, label, address, used_at) VALUES ($1, $2, $3, $4)",
        vec![
            person.0.into(),
            label.into(),
            sql::to_json(address)?.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// # Errors
/// `NotFound` for another person's.
pub async fn update_address(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    person: PersonId,
    id: AddressId,
    label: &str,
    address: &Address,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE saved_address SET label = $3, address = $4 WHERE id = $1 AND person_id = $2",
        vec![
            id.0.into(),
            person.0.into(),
            label.into(),
            sql::to_json(address)?.into(),
        ],
    )
    .await?;
    found(changed)
}

/// # Errors
/// `NotFound` for another person's.
pub async fn delete_address(
    db: &impl ConnectionTrait,
    _permit: &Permit<Account>,
    person: PersonId,
    id: AddressId,
) -> Result<()> {
    let changed = sql::run(
        db,
        "DELETE FROM saved_address WHERE id = $1 AND person_id = $2",
        vec![id.0.into(), person.0.into()],
    )
    .await?;
    found(changed)
}

pub(super) fn found(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::NotFound.into())
    }
}

/// What one variant weighs, as weighed or as estimated, and whether it may leave the country.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub variant: VariantId,
    pub listing: ListingId,
    pub listing_slug: String,
    pub name: LocalText,
    pub pack: PackSize,
    pub sku: String,
    pub grams: i64,
    pub is_estimate: bool,
    pub exportable: bool,
}

#[derive(FromQueryResult)]
struct WeighedRow {
    variant_id: i64,
    listing_id: i64,
    slug: String,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    sku: String,
    weight_grams: Option<i64>,
    exportable: i64,
}

const WEIGHED: &str = "SELECT v.id AS variant_id, l.id AS listing_id, l.slug, l.name, v.pack_amount, v.pack_unit, v.sku,
    v.weight_grams, l.exportable FROM variant v JOIN listing l ON l.id = v.listing_id";

fn weighed(rows: Vec<WeighedRow>) -> Result<Vec<Weighed>> {
    rows.into_iter()
        .map(|row| {
            let pack = sql::pack(row.pack_amount, &row.pack_unit)?;
            Ok(Weighed {
                variant: VariantId(row.variant_id),
                listing: ListingId(row.listing_id),
                listing_slug: row.slug,
                name: sql::text(&row.name)?,
                pack,
                sku: row.sku,
                grams: row.weight_grams.unwrap_or_else(|| estimated_weight(pack)),
                is_estimate: row.weight_grams.is_none(),
                exportable: row.exportable == 1,
            })
        })
        .collect()
}

pub async fn weights(
    db: &impl ConnectionTrait,
    variants: impl IntoIterator<Item = VariantId>,
) -> Result<Vec<Weighed>> {
    let ids = sql::ids(variants.into_iter().map(|id| id.0));
    let rows = sql::all(db, &format!("{WEIGHED} WHERE v.id IN ({ids})"), vec![]).await?;
    weighed(rows)
}

pub async fn weights_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<Weighed>> {
    let rows = sql::all(
        db,
        &format!("{WEIGHED} WHERE l.cooperative_id = $1 AND l.status <> 'archived' ORDER BY l.id, v.position, v.id LIMIT 500"),
        vec![cooperative.0.into()],
    )
    .await?;
    weighed(rows)
}

/// # Errors
/// `NotFound` for another cooperative's.
pub async fn set_weight(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    cooperative: CooperativeId,
    variant: VariantId,
    grams: Option<i64>,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE variant SET weight_grams = $3 WHERE id = $1 AND listing_id IN (SELECT id FROM listing WHERE cooperative_id = $2)",
        vec![variant.0.into(), cooperative.0.into(), grams.into()],
    )
    .await?;
    found(changed)
}

/// # Errors
/// `NotFound` for another cooperative's.
pub async fn set_exportable(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    cooperative: CooperativeId,
    listing: ListingId,
    exportable: bool,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE listing SET exportable = $3 WHERE id = $1 AND cooperative_id = $2",
        vec![
            listing.0.into(),
            cooperative.0.into(),
            i64::from(exportable).into(),
        ],
    )
    .await?;
    found(changed)
}

#[derive(FromQueryResult)]
struct ThresholdRow {
    free_delivery_from_minor: Option<i64>,
}

pub async fn free_delivery_from(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Option<Money>> {
    let row: Option<ThresholdRow> = sql::one(
        db,
        "SELECT free_delivery_from_minor FROM cooperative WHERE id = $1",
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(row
        .and_then(|row| row.free_delivery_from_minor)
        .map(sql::mad))
}

pub async fn set_free_delivery_from(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    cooperative: CooperativeId,
    from: Option<Money>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE cooperative SET free_delivery_from_minor = $2, updated_at = $3 WHERE id = $1",
        vec![
            cooperative.0.into(),
            from.map(|money| money.minor).into(),
            now.into(),
        ],
    )
    .await?;
    found(changed)
}

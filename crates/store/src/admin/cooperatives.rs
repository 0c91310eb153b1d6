//! The cooperatives an advisor answers for, verified or suspended.

use super::in_regions;
use crate::{Error, Result, accounts::audit_of, marketplace::push_cooperative, sql};
use domain::{
    CooperativeId, LocalText, Timestamp,
    admin::{CooperativeCase, CooperativeList, CooperativeRow},
    cooperatives::{Ice, Status},
    geography::RegionCode,
    policy::{OfficeCase, Permit, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

const PAGE: u32 = 30;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    status: String,
    listings: i64,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
}

#[derive(FromQueryResult)]
struct Count {
    total: i64,
}

fn status(code: &str) -> Result<Status> {
    Status::from_code(code).ok_or_else(|| Error::Corrupt(format!("cooperative.status {code:?}")))
}

/// By name; `text` is looked for in the name (any language) and the ICE.
///
/// # Errors
/// Where the database fails.
pub async fn list_cooperatives(
    db: &impl ConnectionTrait,
    regions: &[RegionCode],
    text: &str,
    only: Option<Status>,
    page: u32,
) -> Result<CooperativeList> {
    let escaped = text
        .to_lowercase()
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    let mut bound = vec![format!("%{escaped}%").into()];
    let mut wanted = format!(
        "c.region_code IN ({}) AND (LOWER(c.name) LIKE $1 ESCAPE '!' OR c.ice LIKE $1 ESCAPE '!')",
        in_regions(regions)
    );
    if let Some(only) = only {
        bound.push(only.code().into());
        wanted.push_str(" AND c.status = $2");
    }
    let count: Option<Count> = sql::one(
        db,
        &format!("SELECT COUNT(*) AS total FROM cooperative c WHERE {wanted}"),
        bound.clone(),
    )
    .await?;
    let total = sql::count(count.map_or(0, |row| row.total))?;
    let rows: Vec<Row> = sql::all(
        db,
        &format!(
            "SELECT c.id, c.name, c.status, r.name_fr, r.name_ar, r.name_en, r.name_zgh,
                (SELECT COUNT(*) FROM listing l WHERE l.cooperative_id = c.id AND l.status = 'published') AS listings
             FROM cooperative c JOIN region r ON r.code = c.region_code WHERE {wanted}
             ORDER BY c.name, c.id LIMIT {PAGE} OFFSET {}",
            page.saturating_sub(1) * PAGE
        ),
        bound,
    )
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(CooperativeRow {
                id: CooperativeId(row.id),
                name: sql::text(&row.name)?,
                region: LocalText {
                    zgh: Some(row.name_zgh),
                    ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
                },
                status: status(&row.status)?,
                listings: sql::count(row.listings)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(CooperativeList {
        rows,
        page,
        pages: total.div_ceil(PAGE),
        total,
    })
}

#[derive(FromQueryResult)]
struct CaseRow {
    id: i64,
    slug: String,
    name: String,
    status: String,
    suspension: Option<String>,
    ice: String,
    rib: String,
    members: i64,
    women: i64,
    listings: i64,
    open_orders: i64,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
    province_fr: String,
    province_ar: String,
}

#[derive(FromQueryResult)]
struct ManagerRow {
    name: String,
}

/// Who decides about a cooperative, and where it stands.
#[derive(Clone, Debug)]
pub struct CaseHead {
    pub region: RegionCode,
    pub status: Status,
    pub name: LocalText,
}

#[derive(FromQueryResult)]
struct HeadRow {
    region_code: String,
    status: String,
    name: String,
}

/// # Errors
/// Where the database fails.
pub async fn load_case_head(
    db: &impl ConnectionTrait,
    id: CooperativeId,
) -> Result<Option<CaseHead>> {
    let row: Option<HeadRow> = sql::one(
        db,
        "SELECT region_code, status, name FROM cooperative WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    row.map(|row| {
        let region = RegionCode::parse(&row.region_code).ok_or_else(|| {
            Error::Corrupt(format!("cooperative.region_code {}", row.region_code))
        })?;
        Ok(CaseHead {
            region,
            status: status(&row.status)?,
            name: sql::text(&row.name)?,
        })
    })
    .transpose()
}

/// # Errors
/// Where the database fails.
pub async fn load_case(
    db: &impl ConnectionTrait,
    id: CooperativeId,
) -> Result<Option<CooperativeCase>> {
    let row: Option<CaseRow> = sql::one(
        db,
        "SELECT c.id, c.slug, c.name, c.status, c.suspension, c.ice, c.rib, c.members, c.women,
            (SELECT COUNT(*) FROM listing l WHERE l.cooperative_id = c.id AND l.status = 'published') AS listings,
            (SELECT COUNT(*) FROM shop_order o WHERE o.cooperative_id = c.id AND o.state IN ('placed', 'confirmed')) AS open_orders,
            r.name_fr, r.name_ar, r.name_en, r.name_zgh, p.name_fr AS province_fr, p.name_ar AS province_ar
         FROM cooperative c JOIN region r ON r.code = c.region_code JOIN province p ON p.code = c.province_code
         WHERE c.id = $1",
        vec![id.0.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let managers: Vec<ManagerRow> = sql::all(
        db,
        "SELECT p.name FROM person_role m JOIN person p ON p.id = m.person_id WHERE m.cooperative_id = $1 AND m.role = 'cooperative_manager' ORDER BY m.id",
        vec![row.id.into()],
    )
    .await?;
    Ok(Some(CooperativeCase {
        id,
        slug: row.slug,
        name: sql::text(&row.name)?,
        region: LocalText {
            zgh: Some(row.name_zgh),
            ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
        },
        province: LocalText::new(&row.province_fr, &row.province_ar, ""),
        status: status(&row.status)?,
        suspension: row.suspension,
        ice: row.ice,
        rib: row.rib,
        members: sql::count(row.members)?,
        women: sql::count(row.women)?,
        listings: sql::count(row.listings)?,
        open_orders: sql::count(row.open_orders)?,
        managers: managers.into_iter().map(|row| row.name).collect(),
        history: audit_of(db, &format!("cooperative:{id}"), 20).await?,
    }))
}

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
}

/// The cooperative that has this ICE.
///
/// # Errors
/// Where the database fails.
pub async fn ice_owner(db: &impl ConnectionTrait, ice: &Ice) -> Result<Option<LocalText>> {
    let row: Option<NameRow> = sql::one(
        db,
        "SELECT name FROM cooperative WHERE ice = $1",
        vec![ice.as_str().into()],
    )
    .await?;
    row.map(|row| sql::text(&row.name)).transpose()
}

/// From one state to another, with the reason for a suspension; its listings are hidden or seen
/// again, its orders stay as they are.
///
/// # Errors
/// `Conflict` where it is no longer in the state `from`.
pub async fn set_status(
    db: &impl ConnectionTrait,
    permit: &Permit<OfficeCase>,
    id: CooperativeId,
    (from, to): (Status, Status),
    suspension: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let Scope::Region(region) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let changed = sql::run(
        db,
        "UPDATE cooperative SET status = $4, suspension = $5, updated_at = $6
         WHERE id = $1 AND region_code = $2 AND status = $3",
        vec![
            id.0.into(),
            region.to_string().into(),
            from.code().into(),
            to.code().into(),
            suspension.into(),
            now.into(),
        ],
    )
    .await?;
    if changed != 1 {
        return Err(domain::Error::Conflict.into());
    }
    push_cooperative(db, id).await
}

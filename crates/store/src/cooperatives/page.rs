//! The public page of a cooperative. Only verified ones have one.

use crate::{Result, marketplace::listing_cards_of, sql};
use domain::{
    CooperativeId, LocalText, Timestamp,
    cooperatives::{Certificate, CooperativePage},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: String,
    name: String,
    story: String,
    region_code: String,
    name_fr: String,
    name_ar: String,
    name_en: String,
    name_zgh: String,
    province_fr: String,
    province_ar: String,
    members: i64,
    women: i64,
    founded_year: i64,
}

#[derive(FromQueryResult)]
struct CertificateRow {
    label: String,
    certifier: String,
    number: String,
    area: String,
    expires_at: i64,
}

/// A verified cooperative's page; certificates that expired before `now` are left out.
pub async fn load_page(
    db: &impl ConnectionTrait,
    slug: &str,
    now: Timestamp,
) -> Result<Option<CooperativePage>> {
    let row: Option<Row> = sql::one(
        db,
        "SELECT c.id, c.slug, c.name, c.story, c.region_code, r.name_fr, r.name_ar, r.name_en, r.name_zgh,
            p.name_fr AS province_fr, p.name_ar AS province_ar, c.members, c.women, c.founded_year
         FROM cooperative c JOIN region r ON r.code = c.region_code JOIN province p ON p.code = c.province_code
         WHERE c.slug = $1 AND c.status = 'verified'",
        vec![slug.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let certificates: Vec<CertificateRow> = sql::all(
        db,
        "SELECT label, certifier, number, area, expires_at FROM certification
         WHERE cooperative_id = $1 AND status = 'valid' AND expires_at > $2 ORDER BY label, id",
        vec![row.id.into(), now.into()],
    )
    .await?;
    let id = CooperativeId(row.id);
    Ok(Some(CooperativePage {
        id,
        slug: row.slug,
        name: sql::text(&row.name)?,
        story: sql::text(&row.story)?,
        region: LocalText {
            zgh: Some(row.name_zgh),
            ..LocalText::new(&row.name_fr, &row.name_ar, &row.name_en)
        },
        region_code: row.region_code,
        province: LocalText::new(&row.province_fr, &row.province_ar, ""),
        members: sql::count(row.members)?,
        women: sql::count(row.women)?,
        founded_year: sql::count(row.founded_year)?,
        certificates: certificates
            .into_iter()
            .map(|row| Certificate {
                label: row.label,
                certifier: row.certifier,
                number: row.number,
                area: row.area,
                expires_at: row.expires_at,
            })
            .collect(),
        listings: listing_cards_of(db, id, now).await?,
    }))
}

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
}

/// A cooperative's name, whatever its state.
pub async fn load_name(db: &impl ConnectionTrait, id: CooperativeId) -> Result<Option<LocalText>> {
    let row: Option<NameRow> = sql::one(
        db,
        "SELECT name FROM cooperative WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    row.map(|row| sql::text(&row.name)).transpose()
}

#[derive(FromQueryResult)]
struct RibRow {
    rib: String,
}

/// The bank account of a cooperative.
pub async fn load_rib(db: &impl ConnectionTrait, id: CooperativeId) -> Result<Option<String>> {
    let row: Option<RibRow> = sql::one(
        db,
        "SELECT rib FROM cooperative WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(row.map(|row| row.rib))
}

//! Pledges of buyers: one for each person and sheet.

use crate::{Result, sql};
use domain::{
    Error as Refusal, Lang, LocalText, PersonId, SheetId, Timestamp,
    accounts::Me,
    policy::{Permit, Scope, Venturer},
    projects::{MyPledge, NewPledge, TeamPledge},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct SumRow {
    buyers: i64,
    volume: i64,
}

/// How many buyers pledged, and the units of all.
pub async fn pledged(db: &impl ConnectionTrait, sheet: SheetId) -> Result<(u32, i64)> {
    let row: Option<SumRow> = sql::one(
        db,
        "SELECT COUNT(*) AS buyers, CAST(COALESCE(SUM(volume), 0) AS BIGINT) AS volume FROM project_pledge WHERE sheet_id = $1",
        vec![sheet.0.into()],
    )
    .await?;
    row.map_or(Ok((0, 0)), |row| Ok((sql::count(row.buyers)?, row.volume)))
}

#[derive(FromQueryResult)]
struct MineRow {
    buyer: String,
    volume: i64,
    province_code: Option<String>,
    confirmed_at: Option<i64>,
}

pub async fn pledge_of(
    db: &impl ConnectionTrait,
    sheet: SheetId,
    person: PersonId,
) -> Result<Option<MyPledge>> {
    let row: Option<MineRow> = sql::one(
        db,
        "SELECT buyer, volume, province_code, confirmed_at FROM project_pledge WHERE sheet_id = $1 AND person_id = $2",
        vec![sheet.0.into(), person.0.into()],
    )
    .await?;
    Ok(row.map(|row| MyPledge {
        buyer: row.buyer,
        volume: row.volume,
        province: row.province_code,
        confirmed_at: row.confirmed_at,
    }))
}

#[derive(FromQueryResult)]
struct LineRow {
    buyer: String,
    volume: i64,
    province_fr: Option<String>,
    province_ar: Option<String>,
    updated_at: i64,
    confirmed_at: Option<i64>,
}

/// The pledges of a sheet for one province or for anywhere, the largest first.
pub async fn pledges_for(
    db: &impl ConnectionTrait,
    sheet: SheetId,
    province: &str,
) -> Result<Vec<TeamPledge>> {
    let rows: Vec<LineRow> = sql::all(
        db,
        "SELECT g.buyer, g.volume, p.name_fr AS province_fr, p.name_ar AS province_ar, g.updated_at, g.confirmed_at
         FROM project_pledge g LEFT JOIN province p ON p.code = g.province_code
         WHERE g.sheet_id = $1 AND (g.province_code IS NULL OR g.province_code = $2)
         ORDER BY g.volume DESC, g.id",
        vec![sheet.0.into(), province.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TeamPledge {
            buyer: row.buyer,
            volume: row.volume,
            province: row
                .province_fr
                .map(|fr| LocalText::new(&fr, row.province_ar.as_deref().unwrap_or_default(), "")),
            pledged_at: row.updated_at,
            confirmed_at: row.confirmed_at,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct PledgerRow {
    id: i64,
    name: String,
    email: String,
    lang: String,
}

/// Someone to write to, as a mail needs them.
pub(super) fn addressee(id: i64, name: String, email: String, lang: &str) -> Me {
    Me {
        id: PersonId(id),
        name,
        email: Some(email),
        phone: None,
        lang: Lang::from_code(lang).unwrap_or(Lang::Fr),
        roles: Vec::new(),
    }
}

/// Those of [`pledges_for`] who gave an address.
pub async fn pledgers(
    db: &impl ConnectionTrait,
    sheet: SheetId,
    province: &str,
) -> Result<Vec<Me>> {
    let rows: Vec<PledgerRow> = sql::all(
        db,
        "SELECT p.id, p.name, p.email, p.lang FROM project_pledge g JOIN person p ON p.id = g.person_id
         WHERE g.sheet_id = $1 AND (g.province_code IS NULL OR g.province_code = $2) AND p.email IS NOT NULL
         ORDER BY g.id",
        vec![sheet.0.into(), province.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| addressee(row.id, row.name, row.email, &row.lang))
        .collect())
}

fn person(permit: &Permit<Venturer>) -> Result<PersonId> {
    match permit.scope() {
        Scope::Person(person) => Ok(person),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// A second one takes the first's place.
pub async fn save_pledge(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    sheet: SheetId,
    it: &NewPledge,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO project_pledge (sheet_id, person_id, buyer, volume, province_code, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (sheet_id, person_id) DO UPDATE SET buyer = excluded.buyer, volume = excluded.volume,
            province_code = excluded.province_code, confirmed_at = NULL, updated_at = excluded.updated_at",
        vec![
            sheet.0.into(),
            person(permit)?.0.into(),
            it.buyer.clone().into(),
            it.volume.into(),
            it.province.clone().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The buyer still means it; nothing happens where there is none.
pub async fn confirm_pledge(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    sheet: SheetId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE project_pledge SET confirmed_at = $3 WHERE sheet_id = $1 AND person_id = $2",
        vec![sheet.0.into(), person(permit)?.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct CountRow {
    number: i64,
}

/// Buyers who want the sheet's product in another province.
pub async fn pledges_elsewhere(
    db: &impl ConnectionTrait,
    sheet: SheetId,
    province: &str,
) -> Result<u32> {
    let row: Option<CountRow> = sql::one(
        db,
        "SELECT COUNT(*) AS number FROM project_pledge
         WHERE sheet_id = $1 AND province_code IS NOT NULL AND province_code <> $2",
        vec![sheet.0.into(), province.into()],
    )
    .await?;
    sql::count(row.map_or(0, |row| row.number))
}

/// Nothing happens where there is none.
pub async fn withdraw_pledge(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    sheet: SheetId,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM project_pledge WHERE sheet_id = $1 AND person_id = $2",
        vec![sheet.0.into(), person(permit)?.0.into()],
    )
    .await?;
    Ok(())
}

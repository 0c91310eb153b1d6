//! Pledges of buyers: one for each person and sheet.

use crate::{Result, sql};
use domain::{
    Error as Refusal, PersonId, SheetId, Timestamp,
    policy::{Permit, Scope, Venturer},
    projects::NewPledge,
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
}

pub async fn pledge_of(
    db: &impl ConnectionTrait,
    sheet: SheetId,
    person: PersonId,
) -> Result<Option<(String, i64)>> {
    let row: Option<MineRow> = sql::one(
        db,
        "SELECT buyer, volume FROM project_pledge WHERE sheet_id = $1 AND person_id = $2",
        vec![sheet.0.into(), person.0.into()],
    )
    .await?;
    Ok(row.map(|row| (row.buyer, row.volume)))
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
        "INSERT INTO project_pledge (sheet_id, person_id, buyer, volume, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (sheet_id, person_id) DO UPDATE SET buyer = excluded.buyer, volume = excluded.volume,
            updated_at = excluded.updated_at",
        vec![
            sheet.0.into(),
            person(permit)?.0.into(),
            it.buyer.clone().into(),
            it.volume.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
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

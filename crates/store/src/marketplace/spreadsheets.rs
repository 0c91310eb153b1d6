//! Files of listings between being sent and being written. A cooperative has one at a time.

use crate::{Result, sql};
use domain::{
    CooperativeId, PersonId, SpreadsheetId, Timestamp,
    marketplace::{SheetReport, SpreadsheetState, SpreadsheetView},
    policy::{Listing, Permit, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    file_name: String,
    report: String,
    status: String,
    created_at: i64,
}

impl Row {
    fn view(self) -> Result<SpreadsheetView> {
        Ok(SpreadsheetView {
            id: SpreadsheetId(self.id),
            file_name: self.file_name,
            sent_at: self.created_at,
            state: super::known(SpreadsheetState::from_code(&self.status), &self.status)?,
            report: sql::json(&self.report)?,
        })
    }
}

fn owner(permit: &Permit<Listing>) -> Result<CooperativeId> {
    match permit.scope() {
        Scope::Cooperative(cooperative) => Ok(cooperative),
        _ => Err(domain::Error::NotFound.into()),
    }
}

/// A file that was read: `content` is its rows.
#[derive(Clone, Debug)]
pub struct NewSpreadsheet {
    pub file_name: String,
    pub content: String,
    pub state: SpreadsheetState,
    pub report: SheetReport,
}

/// Takes the place of the file before.
///
/// # Errors
/// Where the database fails.
pub async fn put_spreadsheet(
    db: &impl ConnectionTrait,
    permit: &Permit<Listing>,
    it: &NewSpreadsheet,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<SpreadsheetId> {
    let cooperative = owner(permit)?;
    sql::run(
        db,
        "DELETE FROM spreadsheet WHERE cooperative_id = $1",
        vec![cooperative.0.into()],
    )
    .await?;
    let id = sql::id(
        db,
        "INSERT INTO spreadsheet (cooperative_id, person_id, file_name, content, report, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        vec![
            cooperative.0.into(),
            by.map(|by| by.0).into(),
            it.file_name.clone().into(),
            it.content.clone().into(),
            sql::to_json(&it.report)?.into(),
            it.state.code().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(SpreadsheetId(id))
}

/// The last file of a cooperative.
///
/// # Errors
/// Where the database fails.
pub async fn last_spreadsheet(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Option<SpreadsheetView>> {
    let row: Option<Row> = sql::one(
        db,
        "SELECT id, file_name, report, status, created_at FROM spreadsheet WHERE cooperative_id = $1 ORDER BY id DESC LIMIT 1",
        vec![cooperative.0.into()],
    )
    .await?;
    row.map(Row::view).transpose()
}

#[derive(FromQueryResult)]
struct ContentRow {
    cooperative_id: i64,
    status: String,
    content: String,
}

/// Whose a file is, where it stands, and its rows. Locked until the transaction ends: whoever
/// confirms it a second time waits for the first.
///
/// # Errors
/// Where the database fails.
pub async fn lock_spreadsheet(
    db: &impl ConnectionTrait,
    id: SpreadsheetId,
) -> Result<Option<(CooperativeId, SpreadsheetState, String)>> {
    let row: Option<ContentRow> = sql::one(
        db,
        "UPDATE spreadsheet SET file_name = file_name WHERE id = $1 RETURNING cooperative_id, status, content",
        vec![id.0.into()],
    )
    .await?;
    row.map(|row| {
        let state = super::known(SpreadsheetState::from_code(&row.status), &row.status)?;
        Ok((CooperativeId(row.cooperative_id), state, row.content))
    })
    .transpose()
}

/// Where the file stands now. What was written need not be read again.
///
/// # Errors
/// Where the database fails.
pub async fn set_spreadsheet(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    id: SpreadsheetId,
    state: SpreadsheetState,
    report: &SheetReport,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE spreadsheet SET status = $2, report = $3, content = '[]', written_at = $4 WHERE id = $1",
        vec![
            id.0.into(),
            state.code().into(),
            sql::to_json(report)?.into(),
            (state == SpreadsheetState::Written).then_some(now).into(),
        ],
    )
    .await?;
    Ok(())
}

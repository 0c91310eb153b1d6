//! Listings by spreadsheet: out, and in again by way of a dry run. A file is read and planned when
//! it is sent, and planned once more over what is there when it is confirmed; then everything is
//! written in one transaction, or nothing.

use super::{drafts, storage};
use crate::{Ctx, accounts::new_token, internal};
use ::spreadsheets::{self, Broken, Refused, Table};
use domain::{
    CooperativeId, Error, Lang, Result, SpreadsheetId,
    marketplace::{
        Known, Layout, Next, Plan, PlannedListing, SheetColumn, SheetError, SheetProblem,
        SheetReport, SheetRow, SpreadsheetState, SpreadsheetView, column_letters, fact_key,
        listing_rows, plan,
    },
    policy::{Action, Listing, Permit, Stock, authorize},
};
use i18n::Words;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use store::{
    Tx,
    marketplace::{Handed, NewSpreadsheet},
};

/// How far the writing of a file is, for whoever watches: in the process, since its transaction
/// shows nothing before its end.
#[derive(Clone, Debug)]
pub struct Writing(moka::sync::Cache<CooperativeId, (u32, u32)>);

impl Default for Writing {
    fn default() -> Writing {
        let cache = moka::sync::Cache::builder().max_capacity(1_000);
        Writing(cache.time_to_live(Duration::from_secs(60)).build())
    }
}

/// The columns by what they are called: their code, or their heading in any language.
fn headings() -> HashMap<String, SheetColumn> {
    let words = Lang::ALL.map(Words::embedded);
    let mut headings = HashMap::new();
    for column in SheetColumn::all() {
        headings.insert(column.code(), column);
        for words in &words {
            headings.insert(words.sheet_column(column).to_lowercase(), column);
        }
    }
    headings
}

/// A file's rows as they are kept between the two readings: number and cells.
type Rows = Vec<(u32, Vec<String>)>;

/// What was read of a file, before it is compared with what is there.
struct Read {
    layout: Layout,
    rows: Vec<SheetRow>,
    errors: Vec<SheetError>,
}

fn refused(refused: Refused) -> SheetProblem {
    let number = |max: usize| u32::try_from(max).unwrap_or(u32::MAX);
    match refused {
        Refused::TooManyBytes { max } => SheetProblem::TooManyBytes { max: max as u64 },
        Refused::TooManyRows { max } => SheetProblem::TooManyRows { max: number(max) },
        Refused::TooManyColumns { max } => SheetProblem::TooManyColumns { max: number(max) },
        Refused::Encoding { name } => SheetProblem::Encoding { name },
        Refused::Format { name } => SheetProblem::Format {
            name: name.to_owned(),
        },
        Refused::Damaged => SheetProblem::Damaged,
        Refused::Empty => SheetProblem::NoRows,
    }
}

fn broken(why: Broken) -> SheetProblem {
    match why {
        Broken::Formula => SheetProblem::Formula,
        Broken::Merged => SheetProblem::Merged,
        Broken::Failed => SheetProblem::Failed,
        Broken::TooLong => SheetProblem::Field(domain::Problem::TooLong {
            max: u32::try_from(spreadsheets::MAX_CELL).unwrap_or(u32::MAX),
        }),
    }
}

/// Headings and rows. Without headings that are understood there is nothing to say of the rows.
fn read_rows(rows: &Rows) -> core::result::Result<Read, Vec<SheetError>> {
    let Some(((number, first), rest)) = rows.split_first() else {
        return Err(vec![SheetError::of_file(SheetProblem::NoRows)]);
    };
    let headings = headings();
    let layout = Layout::read(*number, first.iter().map(String::as_str), |heading| {
        headings.get(&heading.trim().to_lowercase()).copied()
    })?;
    if rest.is_empty() {
        return Err(vec![SheetError::of_file(SheetProblem::NoRows)]);
    }
    let mut read = Read {
        layout,
        rows: Vec::with_capacity(rest.len()),
        errors: Vec::new(),
    };
    for (number, cells) in rest {
        let cells = cells.iter().map(String::as_str);
        match SheetRow::read(&read.layout, *number, cells) {
            Ok(row) if row.cells.is_empty() => {}
            Ok(row) => read.rows.push(row),
            Err(errors) => read.errors.extend(errors),
        }
    }
    Ok(read)
}

async fn known(
    ctx: &Ctx,
    db: &impl store::Connection,
    cooperative: CooperativeId,
    rows: &[SheetRow],
) -> Result<Known> {
    let skus: Vec<&str> = rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|(column, _)| *column == SheetColumn::Sku)
        .map(|(_, sku)| sku.as_str())
        .collect();
    let listings = store::marketplace::load_all(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(Known {
        categories: store::marketplace::categories(db)
            .await
            .map_err(internal(ctx))?,
        certificates: store::marketplace::certificate_choices(db, cooperative, ctx.now)
            .await
            .map_err(internal(ctx))?,
        stock: store::marketplace::stock_now(db, cooperative)
            .await
            .map_err(internal(ctx))?,
        taken: store::marketplace::taken_skus(db, cooperative, &skus)
            .await
            .map_err(internal(ctx))?,
        listings: listings.into_iter().map(|it| (it.id, it)).collect(),
    })
}

/// What the rows would change now.
async fn plan_rows(
    ctx: &Ctx,
    db: &impl store::Connection,
    cooperative: CooperativeId,
    rows: &Rows,
) -> Result<Plan> {
    let read = match read_rows(rows) {
        Ok(read) => read,
        Err(errors) => {
            return Ok(Plan {
                errors,
                ..Plan::default()
            });
        }
    };
    let known = known(ctx, db, cooperative, &read.rows).await?;
    let planned = tokio::task::spawn_blocking(move || {
        let mut plan = plan(&read.layout, &read.rows, &known);
        plan.errors.extend(read.errors);
        plan
    });
    planned.await.map_err(|cause| {
        tracing::error!(request_id = %ctx.request_id, %cause, "spreadsheet could not be planned");
        Error::Internal {
            request_id: ctx.request_id.clone(),
        }
    })
}

/// What is wrong with cells that have no value of their own.
fn broken_cells(table: &Table) -> (Vec<SheetError>, u32) {
    let errors = table
        .broken
        .iter()
        .map(|cell| SheetError {
            row: Some(cell.row),
            letters: column_letters(cell.column),
            column: None,
            problem: broken(cell.why),
        })
        .collect();
    (errors, table.more_broken)
}

/// Reads a file and says what it would change, or everything that is wrong with it. Writes nothing
/// but the file itself, in the place of the one before.
///
/// # Errors
/// `NotFound` for who does not sell for the cooperative.
pub async fn send_spreadsheet(
    ctx: &Ctx,
    cooperative: CooperativeId,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<SpreadsheetId> {
    let permit = authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    let read = tokio::task::spawn_blocking(move || spreadsheets::read(&bytes)).await;
    let table = read.unwrap_or(Err(Refused::Damaged));
    let mut rows: Rows = Vec::new();
    let report = match table {
        Err(why) => SheetReport {
            errors: vec![SheetError::of_file(refused(why))],
            ..SheetReport::default()
        },
        Ok(table) => {
            let (errors, more) = broken_cells(&table);
            rows = table
                .rows
                .into_iter()
                .map(|row| (row.number, row.cells))
                .collect();
            let mut plan = plan_rows(ctx, ctx.db().reader(), cooperative, &rows).await?;
            // A cell without a value is not also missing.
            let cells: HashSet<_> = errors.iter().map(|it| (it.row, &it.letters)).collect();
            plan.errors
                .retain(|it| !cells.contains(&(it.row, &it.letters)));
            plan.errors.extend(errors);
            let mut report = plan.report();
            report.more_errors = report.more_errors.saturating_add(more);
            report
        }
    };
    let state = if report.errors.is_empty() {
        SpreadsheetState::Checked
    } else {
        // Nobody can confirm it: its rows are not needed any more.
        rows.clear();
        SpreadsheetState::Refused
    };
    let spreadsheet = NewSpreadsheet {
        file_name: short_name(file_name),
        content: serde_json::to_string(&rows).map_err(|_| Error::Malformed)?,
        state,
        report,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let by = ctx.actor.person();
    let id = store::marketplace::put_spreadsheet(&tx, &permit, &spreadsheet, by, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Only to be recognised: without what could not be shown, and not too long.
fn short_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// The last file that was sent.
///
/// # Errors
/// `NotFound` for who does not sell for the cooperative.
pub async fn show_spreadsheet(
    ctx: &Ctx,
    cooperative: CooperativeId,
) -> Result<Option<SpreadsheetView>> {
    authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    store::marketplace::last_spreadsheet(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// How many listings of how many are written, while they are.
///
/// # Errors
/// `NotFound` for who does not sell for the cooperative.
pub fn spreadsheet_progress(ctx: &Ctx, cooperative: CooperativeId) -> Result<Option<(u32, u32)>> {
    authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    Ok(ctx.services.writing.0.get(&cooperative))
}

/// Writes a checked file, all or nothing. Confirming it again changes nothing. Where the listings
/// have changed since it was checked, it may be refused now.
///
/// # Errors
/// `Conflict` for a file with errors, or where a listing changes meanwhile; `NotFound` for
/// another's.
pub async fn confirm_spreadsheet(ctx: &Ctx, id: SpreadsheetId) -> Result<SpreadsheetState> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cooperative, state, content) = store::marketplace::lock_spreadsheet(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    match state {
        SpreadsheetState::Written => return Ok(state),
        SpreadsheetState::Refused => return Err(Error::Conflict),
        SpreadsheetState::Checked => {}
    }
    let rows: Rows = serde_json::from_str(&content).map_err(|_| Error::Malformed)?;
    drop(content);
    let plan = plan_rows(ctx, &tx, cooperative, &rows).await?;
    let state = if plan.errors.is_empty() {
        write(ctx, &tx, &permit, cooperative, &plan).await?;
        SpreadsheetState::Written
    } else {
        SpreadsheetState::Refused
    };
    let report = plan.report();
    store::marketplace::set_spreadsheet(&tx, &permit, id, state, &report, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    ctx.services.writing.0.invalidate(&cooperative);
    Ok(state)
}

/// Rows of one step of the writing.
const STEP: usize = 500;

async fn write(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Listing>,
    cooperative: CooperativeId,
    plan: &Plan,
) -> Result<()> {
    // Stock first: the index's lock, which publishing takes, is a transaction's last.
    if !plan.counts.is_empty() {
        let keeper = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
        storage::recount(ctx, tx, &keeper, &plan.counts).await?;
    }
    let all = u32::try_from(plan.listings.len()).unwrap_or(u32::MAX);
    let mut done = 0;
    let mut progress = |more: usize| {
        done += u32::try_from(more).unwrap_or(0);
        ctx.services.writing.0.insert(cooperative, (done, all));
    };
    let (new, changed): (Vec<&PlannedListing>, Vec<&PlannedListing>) =
        plan.listings.iter().partition(|it| it.id.is_none());
    for some in new.chunks(STEP) {
        let drafts: Vec<_> = some
            .iter()
            .map(|it| {
                let handed = if it.next == Next::Submit {
                    Handed::Submitted
                } else {
                    Handed::Kept
                };
                // Nobody reads this address: the listing gets its own when it is published.
                (format!("draft-{}", &new_token()[..24]), &it.draft, handed)
            })
            .collect();
        store::marketplace::insert_drafts(tx, permit, &drafts, ctx.now)
            .await
            .map_err(internal(ctx))?;
        progress(some.len());
    }
    for it in changed {
        change(ctx, tx, permit, it).await?;
        progress(1);
    }
    Ok(())
}

/// As the editor does it: kept, then handed in or published.
async fn change(ctx: &Ctx, tx: &Tx, permit: &Permit<Listing>, it: &PlannedListing) -> Result<()> {
    let Some(listing) = it.id else {
        return Ok(());
    };
    let version = Some(it.version);
    store::marketplace::save_draft(tx, permit, listing, &it.draft, version, ctx.now)
        .await
        .map_err(internal(ctx))?;
    match it.next {
        Next::Keep => Ok(()),
        Next::Submit => {
            store::marketplace::submit_draft(tx, permit, listing, it.version + 1, ctx.now)
                .await
                .map_err(internal(ctx))
        }
        Next::Publish => drafts::publish(ctx, tx, permit, listing, &it.draft).await,
    }
}

/// How a spreadsheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    Csv,
    Xlsx,
}

/// What a spreadsheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetContent {
    /// Headings only.
    Template,
    /// Every listing on sale or being written.
    Listings,
}

/// The columns of a cooperative: facts that no category asks for are left out.
fn columns(known: &Known) -> Vec<SheetColumn> {
    let is_asked = |key: &str| {
        let mut required = known.categories.iter().flat_map(|it| &it.required);
        required.any(|it| it == key)
    };
    SheetColumn::all()
        .into_iter()
        .filter(|column| match column {
            SheetColumn::Fact(at, _) => is_asked(fact_key(*at)),
            _ => true,
        })
        .collect()
}

/// A file with headings in the reader's language.
///
/// # Errors
/// `NotFound` for who does not sell for the cooperative.
pub async fn export_spreadsheet(
    ctx: &Ctx,
    cooperative: CooperativeId,
    content: SheetContent,
    format: SheetFormat,
) -> Result<Vec<u8>> {
    authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    let known = known(ctx, ctx.db().reader(), cooperative, &[]).await?;
    let words = Words::embedded(ctx.lang);
    let title = words.t(i18n::keys::selling::LISTINGS);
    let written = tokio::task::spawn_blocking(move || {
        let columns = columns(&known);
        let mut rows = vec![
            columns
                .iter()
                .map(|column| words.sheet_column(*column))
                .collect(),
        ];
        if content == SheetContent::Listings {
            let mut listings: Vec<_> = known.listings.values().collect();
            listings.sort_by_key(|it| it.id);
            for cells in listings.iter().flat_map(|it| listing_rows(it, &known)) {
                let cells: HashMap<SheetColumn, String> = cells.into_iter().collect();
                let cell = |column| cells.get(column).cloned().unwrap_or_default();
                rows.push(columns.iter().map(cell).collect());
            }
        }
        match format {
            SheetFormat::Csv => Ok(spreadsheets::to_csv(rows)),
            SheetFormat::Xlsx => spreadsheets::to_xlsx(&title, rows),
        }
    })
    .await;
    match written {
        Ok(Ok(bytes)) => Ok(bytes),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "spreadsheet could not be written");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::headings;
    use domain::{Lang, marketplace::SheetColumn};
    use i18n::Words;

    #[test]
    fn no_two_columns_share_a_heading() {
        let headings = headings();
        for lang in Lang::ALL {
            let words = Words::embedded(lang);
            for column in SheetColumn::all() {
                let heading = words.sheet_column(column).to_lowercase();
                assert_eq!(headings.get(&heading), Some(&column), "{heading}");
            }
        }
    }
}

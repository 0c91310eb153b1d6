//! Workbooks of Excel and its like: the first sheet that is shown, cell by cell as it is unpacked.
//! Never as a whole range, which would have a place for each of a million empty rows.

use crate::{Broken, Collected, Refused, Table};
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use std::io::{Cursor, Read as _};

/// What a workbook may unpack to: its sheet goes by as a stream, its texts are held.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
const MAX_TEXTS: u64 = 64 * 1024 * 1024;

pub fn read(bytes: &[u8]) -> Result<Table, Refused> {
    check_sizes(bytes)?;
    let damaged = |_| Refused::Damaged;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheet = book
        .sheets_metadata()
        .iter()
        .find(|it| it.visible == SheetVisible::Visible && it.typ == SheetType::WorkSheet)
        .map(|it| it.name.clone())
        .ok_or(Refused::Empty)?;
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(damaged)?;
    let mut collected = Collected::default();
    for region in merged {
        let (row, column) = region.start;
        collected.broken(row + 1, column as usize, Broken::Merged);
    }
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut last = (0, 0);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        let (row, column) = (cell.pos.0 + 1, cell.pos.1 as usize);
        if cell.formula.is_some() {
            collected.broken(row, column, Broken::Formula);
            continue;
        }
        let Some(text) = text(&cell.value) else {
            collected.broken(row, column, Broken::Failed);
            continue;
        };
        // A program writes cells in their order; a file made up may not.
        if !text.is_empty() {
            if row < last.0 {
                return Err(Refused::Damaged);
            }
            last = (row, column);
        }
        collected.put(row, column, &text)?;
    }
    Ok(collected.table)
}

/// Unpacks everything once into nothing: what a file says of its sizes may be untrue.
fn check_sizes(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Refused::Damaged)?;
        let is_sheet = file
            .name()
            .is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let most = if is_sheet { left } else { left.min(MAX_TEXTS) };
        let size = std::io::copy(&mut file.take(most + 1), &mut std::io::sink())
            .map_err(|_| Refused::Damaged)?;
        if size > most {
            let max = usize::try_from(most).unwrap_or(usize::MAX);
            return Err(Refused::TooManyBytes { max });
        }
        left -= size;
    }
    Ok(())
}

/// `None` for a failed formula's result.
fn text(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        // No column of ours takes a date: its field says what it wants instead.
        DataRef::DateTime(at) => at.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => return None,
    })
}

/// As one writes it: 120.10 is 120.1 and never 120.09999999999999.
fn decimal(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

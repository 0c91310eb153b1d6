//! Spreadsheets: a file of someone's, CSV or XLSX, to a bounded table of texts, and a table to a
//! file.
//!
//! Nothing here knows what a table is about. Reading is bounded whatever the file says: bytes,
//! unpacked bytes, rows, columns and characters. A file is read in one pass, and a row without a
//! value costs nothing, however many there are.

mod encoding;
mod read_csv;
mod read_xlsx;
mod write;

pub use write::{guarded, to_csv, to_xlsx};

/// The largest file.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Rows with something in them, besides the headings.
pub const MAX_ROWS: usize = 10_000;

pub const MAX_COLUMNS: usize = 120;

/// Characters of one cell; more than any field of ours takes.
pub const MAX_CELL: usize = 5_000;

/// Broken cells that are noted one by one.
const MAX_BROKEN: usize = 1_000;

/// A row that has something in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As spreadsheet programs count: the first is 1.
    pub number: u32,
    /// Trimmed; those after the last value may be missing.
    pub cells: Vec<String>,
}

/// Why a cell has no value of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// What it shows is computed by a program, and would not change here.
    Formula,
    /// One with others: nobody can say which row or column it belongs to.
    Merged,
    /// The result of a failed formula.
    Failed,
    /// More than [`MAX_CELL`] characters.
    TooLong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenCell {
    pub row: u32,
    /// The first is 0.
    pub column: usize,
    pub why: Broken,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings first.
    pub rows: Vec<Row>,
    /// The first of them.
    pub broken: Vec<BrokenCell>,
    /// How many more there are.
    pub more_broken: u32,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("more than {max} bytes")]
    TooManyBytes { max: usize },
    #[error("more than {max} rows")]
    TooManyRows { max: usize },
    #[error("more than {max} columns")]
    TooManyColumns { max: usize },
    /// Text in an encoding that is not read, by its name.
    #[error("encoding {name}")]
    Encoding { name: String },
    /// Another program's format, by its name.
    #[error("format {name}")]
    Format { name: &'static str },
    #[error("damaged file")]
    Damaged,
    #[error("nothing in it")]
    Empty,
}

/// Reads a file by its content, whatever its name says.
///
/// # Errors
/// Where it is too large, in another format or encoding, damaged, or empty.
pub fn read(bytes: &[u8]) -> Result<Table, Refused> {
    if bytes.len() > MAX_BYTES {
        return Err(Refused::TooManyBytes { max: MAX_BYTES });
    }
    let table = match format(bytes) {
        Some("XLSX") => read_xlsx::read(bytes)?,
        Some(name) => return Err(Refused::Format { name }),
        None => read_csv::read(&encoding::decode(bytes)?)?,
    };
    if table.rows.is_empty() {
        return Err(Refused::Empty);
    }
    Ok(table)
}

/// `None` for text.
fn format(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 6] = [
        (b"\xd0\xcf\x11\xe0", "XLS"),
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"{\\rtf", "RTF"),
        (b"\x1f\x8b", "GZIP"),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        // OpenDocument says first, and unpacked, what it is.
        let start = &bytes[..bytes.len().min(120)];
        let has = |mark: &[u8]| start.windows(mark.len()).any(|it| it == mark);
        return Some(if has(b"opendocument") { "ODS" } else { "XLSX" });
    }
    KNOWN
        .into_iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, name)| name)
}

/// Collects rows with something in them, in order, within the limits.
#[derive(Default)]
struct Collected {
    table: Table,
}

impl Collected {
    fn put(&mut self, row: u32, column: usize, text: &str) -> Result<(), Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(Refused::TooManyColumns { max: MAX_COLUMNS });
        }
        if text.chars().count() > MAX_CELL {
            self.broken(row, column, Broken::TooLong);
            return Ok(());
        }
        let rows = &mut self.table.rows;
        if rows.last().is_none_or(|last| last.number != row) {
            if rows.len() > MAX_ROWS {
                return Err(Refused::TooManyRows { max: MAX_ROWS });
            }
            rows.push(Row {
                number: row,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            text.clone_into(&mut last.cells[column]);
        }
        Ok(())
    }

    fn broken(&mut self, row: u32, column: usize, why: Broken) {
        if self.table.broken.len() < MAX_BROKEN {
            self.table.broken.push(BrokenCell { row, column, why });
        } else {
            self.table.more_broken = self.table.more_broken.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests;

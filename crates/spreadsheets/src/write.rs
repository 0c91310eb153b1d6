//! Tables to files. A text that a program would take for a formula gets an apostrophe before it:
//! what someone else wrote must not run in the spreadsheet of whoever opens it.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// The text as it is safe in a cell.
pub fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// With the mark by which programs know UTF-8, and line ends as they write them.
///
/// # Panics
/// Never: memory takes every row.
pub fn to_csv(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        let cells = row.iter().map(|cell| guarded(cell));
        writer.write_record(cells).expect("memory takes every row");
    }
    writer.into_inner().expect("memory takes every row")
}

/// One sheet, its first row in bold and always in view. Every cell is text, so that a code keeps
/// its zeros.
///
/// # Errors
/// Where it has more rows or longer texts than the format allows.
pub fn to_xlsx(
    name: &str,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let heading = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            if cell.is_empty() {
                continue;
            }
            if row == 0 {
                sheet.set_column_width(column, 18)?;
                sheet.write_string_with_format(row, column, guarded(&cell), &heading)?;
            } else {
                sheet.write_string(row, column, guarded(&cell))?;
            }
        }
    }
    book.save_to_buffer()
}

//! Comma-separated values, with commas, semicolons or tabs, as programs of each country write them.

use crate::{Collected, Refused, Table};
use csv::{ByteRecord, ReaderBuilder};

pub fn read(text: &str) -> Result<Table, Refused> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut collected = Collected::default();
    let mut record = ByteRecord::new();
    // Line breaks inside cells: they begin a line, and no row.
    let mut inside = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|_| Refused::Damaged)?
    {
        let position = record.position().ok_or(Refused::Damaged)?;
        let row = position.line() + blank_lines(text, position.byte()) - inside;
        let row = u32::try_from(row).map_err(|_| Refused::Damaged)?;
        for (column, cell) in record.iter().enumerate() {
            let cell = core::str::from_utf8(cell).map_err(|_| Refused::Damaged)?;
            inside += u64::try_from(cell.matches('\n').count()).unwrap_or(0);
            collected.put(row, column, cell)?;
        }
    }
    Ok(collected.table)
}

/// The reader passes over empty lines before a record, and says where they begin.
fn blank_lines(text: &str, from: u64) -> u64 {
    let rest = usize::try_from(from)
        .ok()
        .and_then(|from| text.as_bytes().get(from..))
        .unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    u64::try_from(blank.filter(|byte| **byte == b'\n').count()).unwrap_or(0)
}

/// The one that the headings have most of, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let line = text.trim_start_matches(['\r', '\n']);
    for byte in line.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += u32::from(*delimiter == byte);
                }
            }
        }
    }
    counts
        .into_iter()
        .max_by_key(|(delimiter, count)| (*count, *delimiter == b','))
        .map_or(b',', |(delimiter, _)| delimiter)
}

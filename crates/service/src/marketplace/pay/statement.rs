//! Files of banks and carriers: read once, row by row, each row with what became of it.

use super::{Proof, Provider, book, provider};
use crate::{Ctx, admin::note as audit, internal};
use domain::{
    Error, Money, Problem, Result,
    marketplace::{PaymentMethod, StatementKind, StatementLine, StatementView},
    policy::{Action, Platform, authorize},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// More rows are no day's statement.
const MAX_ROWS: usize = 20_000;

/// A file with headings, in UTF-8, with commas or semicolons.
pub(super) struct Table {
    headings: Vec<String>,
    records: Vec<Vec<String>>,
}

pub(super) struct Row<'a> {
    table: &'a Table,
    at: usize,
}

impl Table {
    /// # Errors
    /// `Invalid` on `file` where it is no such file or a heading is missing.
    pub fn read(bytes: &[u8], needed: &[&str]) -> Result<Table> {
        let refused = || Error::field("file", Problem::UnknownChoice);
        let text = core::str::from_utf8(bytes).map_err(|_| refused())?;
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let comma = if first.matches(';').count() > first.matches(',').count() {
            ';'
        } else {
            ','
        };
        let mut records = split(text, comma).ok_or_else(refused)?;
        if records.is_empty() {
            return Err(refused());
        }
        let headings: Vec<String> = records
            .remove(0)
            .iter()
            .map(|it| it.to_lowercase())
            .collect();
        if !needed
            .iter()
            .all(|name| headings.iter().any(|heading| heading == name))
        {
            return Err(refused());
        }
        if records.len() > MAX_ROWS {
            return Err(Error::field(
                "file",
                Problem::TooLong {
                    max: MAX_ROWS as u32,
                },
            ));
        }
        if records.is_empty() {
            return Err(Error::field("file", Problem::Required));
        }
        Ok(Table { headings, records })
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.records.len()).map(|at| Row { table: self, at })
    }
}

impl Row<'_> {
    /// As a spreadsheet counts.
    pub fn number(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX).saturating_add(2)
    }

    pub fn text(&self, heading: &str) -> String {
        self.cell(heading)
            .unwrap_or_default()
            .chars()
            .take(120)
            .collect()
    }

    fn cell(&self, heading: &str) -> Option<&str> {
        let column = self.table.headings.iter().position(|it| it == heading)?;
        self.table
            .records
            .get(self.at)?
            .get(column)
            .map(String::as_str)
    }

    /// In centimes; `None` where it is no amount.
    pub fn amount(&self, heading: &str) -> Option<i64> {
        read_amount(self.cell(heading)?)
    }

    /// Zero where the cell is empty or missing.
    pub fn optional_amount(&self, heading: &str) -> Option<i64> {
        match self.cell(heading) {
            None | Some("") => Some(0),
            Some(text) => read_amount(text),
        }
    }
}

/// The rows that are not empty, their cells trimmed. Quoted cells may hold separators, line ends and
/// doubled quotes (RFC 4180). `None` where a quote is never closed.
fn split(text: &str, separator: char) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                is_quoted = true;
            }
            c if is_quoted => cell.push(c),
            c if c == separator => row.push(core::mem::take(&mut cell).trim().to_owned()),
            '\n' => {
                row.push(core::mem::take(&mut cell).trim().to_owned());
                rows.push(core::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if is_quoted {
        return None;
    }
    row.push(cell.trim().to_owned());
    rows.push(row);
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Some(rows)
}

/// `1 234,50`, `1234.5`, `-12`: spaces group, a comma or a point before at most two decimals.
fn read_amount(text: &str) -> Option<i64> {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, cents) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(cents) || cents.len() > 2 {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    let minor = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)?;
    Some(sign * minor)
}

/// Reads a file of a bank or a carrier and books what it proves. The same file again answers the
/// same and books nothing.
///
/// Each row is booked in a transaction of its own: a process that stops half-way goes on when the
/// file is read again.
///
/// # Errors
/// `Forbidden` for anyone but an administrator; `Invalid` on `file`.
pub async fn read_statement(ctx: &Ctx, kind: StatementKind, bytes: &[u8]) -> Result<StatementView> {
    let permit = authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let method = match kind {
        StatementKind::Carrier => PaymentMethod::CashOnDelivery,
        StatementKind::Bank => PaymentMethod::BankTransfer,
    };
    let provider: Box<dyn Provider> = provider(&ctx.services, method).ok_or(Error::NotFound)?;
    let facts = provider.read(bytes)?;
    let sha256 = hex::encode(Sha256::digest(bytes));
    let known = store::marketplace::find_statement(ctx.db().reader(), &sha256)
        .await
        .map_err(internal(ctx))?;
    if let Some(known) = known {
        return Ok(known);
    }
    let mut lines = Vec::with_capacity(facts.len());
    for fact in &facts {
        lines.push(StatementLine {
            row: fact.row,
            reference: fact.reference.clone(),
            amount: match fact.proves {
                Proof::Paid { minor, .. } => Some(Money::mad(minor)),
                Proof::Declined | Proof::Nothing => None,
            },
            outcome: book::take(ctx, &*provider, fact).await?,
        });
    }
    let view = StatementView {
        kind,
        read_at: ctx.now,
        lines,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::insert_statement(&tx, &permit, &sha256, ctx.actor.person(), &view)
        .await
        .map_err(internal(ctx))?;
    let after = json!({ "sha256": sha256, "lines": view.lines.len() });
    let subject = format!("statement:{}", kind.code());
    audit(
        ctx,
        &tx,
        &permit,
        "read_statement",
        subject,
        json!({}),
        after,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(view)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::{read_amount, split};

    #[test]
    fn rows_are_read_as_spreadsheets_write_them() {
        let read = |text| split(text, ',');
        let rows = read("a,b\r\n\"x, y\",\"say \"\"yes\"\"\"\n\n , \n1,2").unwrap();
        assert_eq!(
            rows,
            [vec!["a", "b"], vec!["x, y", "say \"yes\""], vec!["1", "2"]]
        );
        assert_eq!(read("a,\"never closed"), None);
        assert_eq!(read(""), Some(vec![]));
    }

    #[test]
    fn amounts_are_read_as_banks_write_them() {
        for (text, minor) in [
            ("1 234,50", Some(123_450)),
            ("1234.5", Some(123_450)),
            ("-12", Some(-1_200)),
            ("+0,05", Some(5)),
            ("", None),
            ("12,345", None),
            ("=1+1", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(read_amount(text), minor, "{text}");
        }
    }
}

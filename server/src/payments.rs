//! The doors through which money speaks: the card gateway's answers, the sandbox's page, files of
//! banks and carriers, and the files that leave.

use axum::{
    Extension,
    body::Bytes,
    extract::{Multipart, Path},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Error, PayoutId,
    marketplace::{PayoutRow, PurseEntry, StatementKind},
};
use i18n::{Words, keys::orders as k};
use service::{Ctx, marketplace::CardAnswer};

/// A gateway's answer, brought by the buyer's browser or by the bank itself. Its signature is its
/// right to come from another site.
pub async fn card(Extension(ctx): Extension<Ctx>, body: Bytes) -> Response {
    let answer = service::marketplace::card_answer(&ctx, &body).await;
    match answer {
        Ok((number, answer)) => {
            let word = match answer {
                CardAnswer::Paid => "paid",
                CardAnswer::Declined => "declined",
            };
            back(&ctx, &number, word)
        }
        Err(error) => crate::api::problem(&error),
    }
}

fn back(ctx: &Ctx, number: &str, word: &str) -> Response {
    let token = service::marketplace::tracking_token(ctx, number);
    Redirect::to(&format!("/{}/orders/{token}?card={word}", ctx.lang.code())).into_response()
}

/// Where the signed form arrives; the page itself is the site's own.
pub async fn sandbox(Extension(ctx): Extension<Ctx>, body: Bytes) -> Response {
    match service::marketplace::open_sandbox(&ctx, &body) {
        Ok(reference) => {
            Redirect::to(&format!("/{}/orders/pay/{reference}", ctx.lang.code())).into_response()
        }
        Err(error) => crate::api::problem(&error),
    }
}

/// Fields `kind` and the file `file`; goes back to the office's page.
pub async fn read_statement(Extension(ctx): Extension<Ctx>, form: Multipart) -> Response {
    let page = format!("/{}/office/money", ctx.lang.code());
    match read(&ctx, form).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(Error::Invalid { .. }) => Redirect::to(&format!("{page}?refused=1")).into_response(),
        Err(error) => crate::api::problem(&error),
    }
}

async fn read(ctx: &Ctx, mut form: Multipart) -> domain::Result<()> {
    let mut kind = None;
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
            max_bytes: crate::uploads::MAX_UPLOAD_BYTES as u64,
        })?;
        match name.as_str() {
            "kind" => kind = StatementKind::from_code(String::from_utf8_lossy(&bytes).trim()),
            "file" => file = Some(bytes),
            _ => {}
        }
    }
    let kind = kind.ok_or(Error::Malformed)?;
    let file = file.ok_or(Error::Malformed)?;
    service::marketplace::read_statement(ctx, kind, &file).await?;
    Ok(())
}

/// What the bank is to pay: one row a cooperative.
pub async fn bank_file(Extension(ctx): Extension<Ctx>) -> Response {
    match service::marketplace::bank_file(&ctx).await {
        Ok(rows) => csv("versements.csv", &bank_rows(&rows)),
        Err(error) => crate::api::problem(&error),
    }
}

fn bank_rows(rows: &[PayoutRow]) -> Vec<Vec<String>> {
    let mut table = vec![row([
        "reference",
        "rib",
        "beneficiary",
        "amount",
        "currency",
    ])];
    for it in rows {
        let name = it.cooperative.pick(domain::Lang::Fr).text;
        table.push(row([
            it.reference.as_str(),
            it.rib.as_str(),
            name.as_str(),
            &decimal(it.amount.minor),
            "MAD",
        ]));
    }
    table
}

/// What made a payout, in the reader's language.
pub async fn payout(Extension(ctx): Extension<Ctx>, Path(file): Path<String>) -> Response {
    let id = file
        .strip_suffix(".csv")
        .and_then(|id| id.parse().ok())
        .map(PayoutId);
    let found = match id {
        Some(id) => service::marketplace::payout_statement(&ctx, id).await,
        None => Err(Error::NotFound),
    };
    match found {
        Ok((payout, entries)) => {
            let name = format!("{}.csv", payout.reference);
            csv(&name, &statement_rows(&ctx, &payout, &entries))
        }
        Err(error) => crate::api::problem(&error),
    }
}

fn statement_rows(ctx: &Ctx, payout: &PayoutRow, entries: &[PurseEntry]) -> Vec<Vec<String>> {
    let words = Words::embedded(ctx.lang);
    let mut table = vec![row([
        words.t(k::DATE).as_str(),
        &words.t(k::WHAT),
        &words.t(k::ORDER),
        &words.t(k::AMOUNT),
    ])];
    for entry in entries {
        table.push(row([
            words.date(entry.at).as_str(),
            &words.booking(&entry.kind),
            entry.number.as_deref().unwrap_or_default(),
            &decimal(entry.amount.minor),
        ]));
    }
    table.push(row([
        words.date(payout.created_at).as_str(),
        &words.t(k::KIND_PAYOUT),
        &payout.reference,
        &decimal(-payout.amount.minor),
    ]));
    table
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// `-1234.05`: a point, as spreadsheets read it in any language.
fn decimal(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

/// With a mark of UTF-8, which spreadsheets need for Arabic; text that begins like a formula is
/// kept text.
fn csv(name: &str, table: &[Vec<String>]) -> Response {
    let mut text = String::from("\u{feff}");
    for cells in table {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
        ],
        text,
    )
        .into_response()
}

fn quoted(cell: &str) -> String {
    let is_number = cell
        .strip_prefix('-')
        .unwrap_or(cell)
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.');
    let is_formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (cell, expected) in [
            ("Tafsut", "\"Tafsut\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("-12.50", "\"-12.50\""),
            ("-cmd", "\"'-cmd\""),
        ] {
            assert_eq!(quoted(cell), expected);
        }
        assert_eq!(decimal(-5), "-0.05");
        assert_eq!(decimal(123_456), "1234.56");
    }
}

//! Funding programmes valid on a day.

use crate::{Error, Result, sql};
use domain::{
    Timestamp,
    projects::{FundingKind, Programme},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    code: String,
    name: String,
    kind: String,
    at_most_minor: i64,
    share_at_most: i64,
    rate: i64,
    years: i64,
    rules: String,
    source: String,
    valid_from: i64,
}

/// As they stand at `now`, grants first.
pub async fn programmes(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Programme>> {
    let rows: Vec<Row> = sql::all(
        db,
        "SELECT code, name, kind, at_most_minor, share_at_most, rate, years, rules, source, valid_from
         FROM funding_programme WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY kind, id",
        vec![now.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = FundingKind::from_code(&row.kind)
                .ok_or_else(|| Error::Corrupt(format!("funding kind {}", row.kind)))?;
            Ok(Programme {
                code: row.code,
                name: sql::text(&row.name)?,
                kind,
                at_most: row.at_most_minor,
                share_at_most: row.share_at_most,
                rate: row.rate,
                years: row.years,
                rules: sql::json(&row.rules)?,
                source: sql::text(&row.source)?,
                valid_from: row.valid_from,
            })
        })
        .collect()
}

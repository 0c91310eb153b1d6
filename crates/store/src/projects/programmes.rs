//! The dated tables of the project bank: funding programmes, and what law and office ask.

use super::pledges::addressee;
use crate::{Error, Result, sql};
use domain::{
    LocalText, TeamId, Timestamp,
    accounts::Me,
    policy::{Permit, Platform},
    projects::{FundingKind, NewRule, NewTerms, Programme, Rule, RuleRow, TermsRow},
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
    valid_to: Option<i64>,
}

impl Row {
    fn read(self) -> Result<TermsRow> {
        let kind = FundingKind::from_code(&self.kind)
            .ok_or_else(|| Error::Corrupt(format!("funding kind {}", self.kind)))?;
        Ok(TermsRow {
            terms: Programme {
                code: self.code,
                name: sql::text(&self.name)?,
                kind,
                at_most: self.at_most_minor,
                share_at_most: self.share_at_most,
                rate: self.rate,
                years: self.years,
                rules: sql::json(&self.rules)?,
                source: sql::text(&self.source)?,
                valid_from: self.valid_from,
            },
            valid_to: self.valid_to,
        })
    }
}

const SELECT: &str = "SELECT code, name, kind, at_most_minor, share_at_most, rate, years, rules, source, valid_from, valid_to
    FROM funding_programme";

/// As they stand at `now`, grants first.
pub async fn programmes(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Programme>> {
    let tail = "WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY kind, id";
    let rows: Vec<Row> = sql::all(db, &format!("{SELECT} {tail}"), vec![now.into()]).await?;
    rows.into_iter()
        .map(|row| row.read().map(|row| row.terms))
        .collect()
}

/// The last terms of each, from a day that may be to come.
pub async fn latest_programmes(db: &impl ConnectionTrait) -> Result<Vec<Programme>> {
    let tail = "WHERE valid_to IS NULL ORDER BY kind, id";
    let rows: Vec<Row> = sql::all(db, &format!("{SELECT} {tail}"), vec![]).await?;
    rows.into_iter()
        .map(|row| row.read().map(|row| row.terms))
        .collect()
}

/// What is, will be, and within the last year was in force.
pub async fn all_programmes(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<TermsRow>> {
    let tail = "WHERE valid_to IS NULL OR valid_to > $1 ORDER BY kind, code, valid_from";
    let since = now - 365 * 86_400;
    let rows: Vec<Row> = sql::all(db, &format!("{SELECT} {tail}"), vec![since.into()]).await?;
    rows.into_iter().map(Row::read).collect()
}

/// A programme's next terms, which end those before. Answers its name.
///
/// # Errors
/// `NotFound` for an unknown programme; `Conflict` where terms begin then or later.
pub async fn insert_terms(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    new: &NewTerms,
) -> Result<LocalText> {
    let latest: Option<Row> = sql::one(
        db,
        &format!("{SELECT} WHERE code = $1 ORDER BY valid_from DESC LIMIT 1"),
        vec![new.programme.clone().into()],
    )
    .await?;
    let latest = latest.ok_or(domain::Error::NotFound)?;
    let rows = sql::Succession {
        table: "funding_programme",
        same: "code = $1",
        key: vec![new.programme.clone().into()],
        from: new.valid_from,
    };
    sql::succeed(
        db,
        rows,
        "INSERT INTO funding_programme (code, name, kind, at_most_minor, share_at_most, rate, years, rules, source, valid_from)
         VALUES ($1, $3, $4, $5, $6, $7, $8, $9, $10, $2) ON CONFLICT DO NOTHING",
        vec![
            new.programme.clone().into(),
            new.valid_from.into(),
            latest.name.clone().into(),
            latest.kind.into(),
            new.at_most.into(),
            new.share_at_most.into(),
            new.rate.into(),
            new.years.into(),
            sql::to_json(&new.rules)?.into(),
            sql::to_json(&new.source)?.into(),
        ],
    )
    .await?;
    sql::text(&latest.name)
}

#[derive(FromQueryResult)]
struct FounderRow {
    team_id: i64,
    id: i64,
    name: String,
    email: String,
    lang: String,
}

/// Who leads a team whose dossier is being written, and gave an address.
pub async fn founders_of_drafts(db: &impl ConnectionTrait) -> Result<Vec<(TeamId, Me)>> {
    let rows: Vec<FounderRow> = sql::all(
        db,
        "SELECT d.team_id, p.id, p.name, p.email, p.lang FROM project_dossier d
         JOIN project_team t ON t.id = d.team_id JOIN person p ON p.id = t.founder_id
         WHERE d.state = 'draft' AND p.email IS NOT NULL ORDER BY d.id",
        vec![],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let me = addressee(row.id, row.name, row.email, &row.lang);
            (TeamId(row.team_id), me)
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Ruled {
    code: String,
    value: i64,
    source: String,
    valid_from: i64,
    valid_to: Option<i64>,
}

/// What law and office ask: what is, will be, and within the last year was in force.
pub async fn all_rules(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<RuleRow>> {
    let rows: Vec<Ruled> = sql::all(
        db,
        "SELECT code, value, source, valid_from, valid_to FROM cooperative_rule
         WHERE valid_to IS NULL OR valid_to > $1 ORDER BY code, valid_from",
        vec![(now - 365 * 86_400).into()],
    )
    .await?;
    // What a later version knew is not shown by this one.
    let rows = rows.into_iter().filter_map(|row| {
        Rule::from_code(&row.code).map(|rule| RuleRow {
            rule,
            value: row.value,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source: row.source,
        })
    });
    Ok(rows.collect())
}

/// A rule's next value, which ends the one before.
///
/// # Errors
/// `Conflict` where one begins then or later.
pub async fn insert_rule(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    new: &NewRule,
) -> Result<()> {
    let rows = sql::Succession {
        table: "cooperative_rule",
        same: "code = $1",
        key: vec![new.rule.code().into()],
        from: new.valid_from,
    };
    sql::succeed(
        db,
        rows,
        "INSERT INTO cooperative_rule (code, valid_from, value, source) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        vec![
            new.rule.code().into(),
            new.valid_from.into(),
            new.value.into(),
            new.source.clone().into(),
        ],
    )
    .await
}

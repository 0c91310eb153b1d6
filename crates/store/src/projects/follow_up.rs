//! Launches, and the figures that were told of each year after them.

use crate::{Error, Result, sql};
use domain::{
    DossierId, Error as Refusal, LocalText, PersonId, Timestamp,
    geography::RegionCode,
    policy::{Permit, Platform},
    projects::{Actual, DossierState, FollowedProject, Milestone, Report, next_milestone},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

fn milestone(month: i64) -> Result<Milestone> {
    Milestone::ALL
        .iter()
        .copied()
        .find(|it| it.months() == month)
        .ok_or_else(|| Error::Corrupt(format!("follow-up of month {month}")))
}

#[derive(FromQueryResult)]
struct LaunchRow {
    launched_on: i64,
    closed: Option<String>,
}

/// When it was launched, and why the office closed it.
pub async fn launch_of(
    db: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<(Timestamp, Option<String>)>> {
    let row: Option<LaunchRow> = sql::one(
        db,
        "SELECT launched_on, closed FROM project_launch WHERE dossier_id = $1",
        vec![dossier.0.into()],
    )
    .await?;
    Ok(row.map(|row| (row.launched_on, row.closed)))
}

/// As part of an act that `permit` allows.
pub async fn insert_launch<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    dossier: DossierId,
    launched_on: Timestamp,
    (by, now): (PersonId, Timestamp),
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO project_launch (dossier_id, launched_on, noted_by, noted_at) VALUES ($1, $2, $3, $4)",
        vec![
            dossier.0.into(),
            launched_on.into(),
            by.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Why the office closed it.
pub async fn close_launch<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    dossier: DossierId,
    reasons: &str,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE project_launch SET closed = $2 WHERE dossier_id = $1",
        vec![dossier.0.into(), reasons.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ReportRow {
    month: i64,
    sales_minor: i64,
    income_minor: i64,
    members: i64,
    women: i64,
    young: i64,
    jobs: i64,
    comment: String,
    sent_at: i64,
    version: i64,
}

pub async fn reports_of(
    db: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<(Milestone, Report)>> {
    let rows: Vec<ReportRow> = sql::all(
        db,
        "SELECT month, sales_minor, income_minor, members, women, young, jobs, comment, sent_at, version
         FROM follow_up WHERE dossier_id = $1 ORDER BY month",
        vec![dossier.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let actual = Actual {
                sales: row.sales_minor,
                income: row.income_minor,
                members: sql::count(row.members)?,
                women: sql::count(row.women)?,
                young: sql::count(row.young)?,
                jobs: sql::count(row.jobs)?,
                comment: row.comment,
            };
            let report = Report {
                actual,
                sent_at: row.sent_at,
                version: row.version,
            };
            Ok((milestone(row.month)?, report))
        })
        .collect()
}

/// The first one where `seen` is zero, else in the place of that version.
///
/// # Errors
/// `Conflict` where it was told or corrected meanwhile.
pub async fn save_report<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    (dossier, milestone, seen): (DossierId, Milestone, i64),
    it: &Actual,
    (by, now): (PersonId, Timestamp),
) -> Result<()> {
    let changed = sql::run(
        db,
        "INSERT INTO follow_up (dossier_id, month, sales_minor, income_minor, members, women, young, jobs, comment, sent_by, sent_at, version)
         VALUES ($1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, CAST($3 AS BIGINT) + 1)
         ON CONFLICT (dossier_id, month) DO UPDATE SET sales_minor = excluded.sales_minor, income_minor = excluded.income_minor,
            members = excluded.members, women = excluded.women, young = excluded.young, jobs = excluded.jobs,
            comment = excluded.comment, sent_by = excluded.sent_by, sent_at = excluded.sent_at, version = excluded.version
         WHERE follow_up.version = CAST($3 AS BIGINT)",
        vec![
            dossier.0.into(),
            milestone.months().into(),
            seen.into(),
            it.sales.into(),
            it.income.into(),
            i64::from(it.members).into(),
            i64::from(it.women).into(),
            i64::from(it.young).into(),
            i64::from(it.jobs).into(),
            it.comment.clone().into(),
            by.0.into(),
            now.into(),
        ],
    )
    .await?;
    match changed {
        0 => Err(Refusal::Conflict.into()),
        _ => Ok(()),
    }
}

#[derive(FromQueryResult)]
struct FollowedRow {
    id: i64,
    name: String,
    title: String,
    province_fr: String,
    province_ar: String,
    state: String,
    launched_on: i64,
}

#[derive(FromQueryResult)]
struct MonthRow {
    dossier_id: i64,
    month: i64,
}

async fn months(
    db: &impl ConnectionTrait,
    table: &str,
    dossiers: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<Milestone>>> {
    let list = sql::ids(dossiers);
    let rows: Vec<MonthRow> = sql::all(
        db,
        &format!("SELECT dossier_id, month FROM {table} WHERE dossier_id IN ({list})"),
        vec![],
    )
    .await?;
    let mut found: BTreeMap<i64, Vec<Milestone>> = BTreeMap::new();
    for row in rows {
        found
            .entry(row.dossier_id)
            .or_default()
            .push(milestone(row.month)?);
    }
    Ok(found)
}

/// Launched projects of some regions, the longest launched first, at most 500.
pub async fn followed_projects(
    db: &impl ConnectionTrait,
    regions: &[RegionCode],
) -> Result<Vec<FollowedProject>> {
    if regions.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = (1..=regions.len()).map(|at| format!("${at}")).collect();
    let list = list.join(", ");
    let values = regions.iter().map(|code| code.to_string().into()).collect();
    let rows: Vec<FollowedRow> = sql::all(
        db,
        &format!(
            "SELECT d.id, t.name, t.title, p.name_fr AS province_fr, p.name_ar AS province_ar, d.state, l.launched_on
             FROM project_launch l JOIN project_dossier d ON d.id = l.dossier_id JOIN project_team t ON t.id = d.team_id
             JOIN province p ON p.code = t.province_code
             WHERE d.region_code IN ({list}) ORDER BY l.launched_on, d.id LIMIT 500"
        ),
        values,
    )
    .await?;
    let mut told = months(db, "follow_up", rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            let told = told.remove(&row.id).unwrap_or_default();
            let state = DossierState::from_code(&row.state)
                .ok_or_else(|| Error::Corrupt(format!("dossier state {}", row.state)))?;
            let next = next_milestone(&told).filter(|_| !state.is_over());
            Ok(FollowedProject {
                dossier: DossierId(row.id),
                name: row.name,
                title: sql::text(&row.title)?,
                province: LocalText::new(&row.province_fr, &row.province_ar, ""),
                state,
                launched_on: row.launched_on,
                next: next.map(|next| (next, next.due_at(row.launched_on))),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct DueRow {
    dossier_id: i64,
    launched_on: i64,
}

/// Launched projects whose next figures are due at `now`, and who was not reminded of them.
pub async fn due_follow_ups(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<(DossierId, Milestone)>> {
    let rows: Vec<DueRow> = sql::all(
        db,
        "SELECT l.dossier_id, l.launched_on FROM project_launch l JOIN project_dossier d ON d.id = l.dossier_id
         WHERE d.state IN ('launched', 'monitored') ORDER BY l.dossier_id",
        vec![],
    )
    .await?;
    let mut told = months(db, "follow_up", rows.iter().map(|row| row.dossier_id)).await?;
    let mut reminded = months(
        db,
        "follow_up_reminder",
        rows.iter().map(|row| row.dossier_id),
    )
    .await?;
    let due = rows.into_iter().filter_map(|row| {
        let told = told.remove(&row.dossier_id).unwrap_or_default();
        let reminded = reminded.remove(&row.dossier_id).unwrap_or_default();
        let next = next_milestone(&told)?;
        let is_due = next.due_at(row.launched_on) <= now && !reminded.contains(&next);
        is_due.then_some((DossierId(row.dossier_id), next))
    });
    Ok(due.collect())
}

/// Whether it was not noted before.
pub async fn note_follow_up_reminder(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    (dossier, milestone): (DossierId, Milestone),
    now: Timestamp,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "INSERT INTO follow_up_reminder (dossier_id, month, reminded_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        vec![dossier.0.into(), milestone.months().into(), now.into()],
    )
    .await?;
    Ok(changed > 0)
}

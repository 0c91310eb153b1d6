//! What the dashboard counts, and the one row that keeps what was counted.

use super::{referrals::referral_counts, sectors};
use crate::{Error, Result, sql};
use domain::{
    LocalText, Timestamp,
    policy::{Permit, Platform},
    projects::{Answers, CooperativeFact, Counted, DossierState, Impact, Stage},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct StateRow {
    state: String,
    number: i64,
}

#[derive(FromQueryResult)]
struct NumberRow {
    number: i64,
}

#[derive(FromQueryResult)]
struct FactRow {
    region_code: String,
    founded_year: i64,
    members: i64,
    women: i64,
    sector_code: Option<String>,
    answers: Option<String>,
    told_members: Option<i64>,
    told_women: Option<i64>,
    young: Option<i64>,
    jobs: Option<i64>,
    income_minor: Option<i64>,
}

impl FactRow {
    /// The latest figures told, else the cooperative's file and its dossier.
    fn fact(self) -> Result<CooperativeFact> {
        let count = |number: Option<i64>| number.map(sql::count).transpose();
        let answers: Option<Answers> = self.answers.as_deref().map(sql::json).transpose()?;
        let planned_young = answers.and_then(|it| it.people).map(|it| it.young);
        Ok(CooperativeFact {
            region: self.region_code,
            sector: self.sector_code,
            year: self.founded_year,
            members: sql::count(self.told_members.unwrap_or(self.members))?,
            women: sql::count(self.told_women.unwrap_or(self.women))?,
            young: count(self.young)?.or(planned_young),
            jobs: count(self.jobs)?,
            income: self.income_minor,
        })
    }
}

/// Everything once, in a handful of queries: for the worker, not for a view.
pub async fn counted(db: &impl ConnectionTrait) -> Result<Counted> {
    let states: Vec<StateRow> = sql::all(
        db,
        "SELECT state, COUNT(*) AS number FROM project_dossier GROUP BY state",
        vec![],
    )
    .await?;
    let mut stages: BTreeMap<Stage, u32> = BTreeMap::new();
    for row in states {
        let state = DossierState::from_code(&row.state)
            .ok_or_else(|| Error::Corrupt(format!("dossier state {}", row.state)))?;
        *stages.entry(Stage::of(state)).or_default() += sql::count(row.number)?;
    }
    let number = async |sql: &str| -> Result<u32> {
        let row: Option<NumberRow> = sql::one(db, sql, vec![]).await?;
        sql::count(row.map_or(0, |row| row.number))
    };
    let gathering = number(
        "SELECT COUNT(*) AS number FROM project_team t WHERE t.state IN ('forming', 'quorum_met')
         AND NOT EXISTS (SELECT 1 FROM project_dossier d WHERE d.team_id = t.id)",
    )
    .await?;
    stages.insert(Stage::Gathering, gathering);
    let sheets =
        number("SELECT COUNT(*) AS number FROM project_sheet WHERE state = 'published'").await?;
    let facts: Vec<FactRow> = sql::all(
        db,
        "SELECT c.region_code, c.founded_year, c.members, c.women, s.sector_code, d.answers,
            f.members AS told_members, f.women AS told_women, f.young, f.jobs, f.income_minor
         FROM cooperative c LEFT JOIN project_dossier d ON d.cooperative_id = c.id
         LEFT JOIN project_team t ON t.id = d.team_id LEFT JOIN project_sheet s ON s.id = t.sheet_id
         LEFT JOIN follow_up f ON f.dossier_id = d.id
            AND f.month = (SELECT MAX(m.month) FROM follow_up m WHERE m.dossier_id = d.id)
         WHERE c.status = 'verified' ORDER BY c.id",
        vec![],
    )
    .await?;
    let regions = crate::marketplace::regions(db).await?;
    Ok(Counted {
        sheets,
        stages,
        facts: facts
            .into_iter()
            .map(FactRow::fact)
            .collect::<Result<_>>()?,
        regions: regions
            .into_iter()
            .map(|it| (it.code, it.name))
            .collect::<Vec<(String, LocalText)>>(),
        sectors: sectors(db).await?,
        referrals: referral_counts(db).await?,
    })
}

#[derive(FromQueryResult)]
struct ContentRow {
    content: String,
}

/// As it was counted last; `None` before the first time.
pub async fn impact_summary(db: &impl ConnectionTrait) -> Result<Option<Impact>> {
    let row: Option<ContentRow> = sql::one(
        db,
        "SELECT content FROM impact_summary WHERE id = 1",
        vec![],
    )
    .await?;
    row.map(|row| sql::json(&row.content)).transpose()
}

/// Where two processes count at once, the later count stays.
pub async fn save_impact_summary(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    it: &Impact,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO impact_summary (id, content, computed_at) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET content = excluded.content, computed_at = excluded.computed_at
         WHERE impact_summary.computed_at <= excluded.computed_at",
        vec![sql::to_json(it)?.into(), now.into()],
    )
    .await?;
    Ok(())
}

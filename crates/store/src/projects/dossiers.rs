//! Dossiers: what they say, their papers and their way through the office.
//!
//! Every change counts the version up, and a move names the state and the version it was made on.

use crate::{Error, Result, sql};
use domain::{
    CooperativeId, DocumentId, DossierId, Error as Refusal, PersonId, RegistrationId, TeamId,
    Timestamp,
    geography::RegionCode,
    policy::{Permit, Platform, ProjectTeam, Scope},
    projects::{
        Answers, Decision, Dossier, DossierPaper, DossierState, Programme, SentPaper, Verdict,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A dossier, its region, and what its creation led to.
#[derive(Clone, Debug)]
pub struct DossierRow {
    pub dossier: Dossier,
    pub region: RegionCode,
    pub registration: Option<RegistrationId>,
    pub cooperative: Option<CooperativeId>,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    team_id: i64,
    region_code: String,
    state: String,
    answers: String,
    programmes: String,
    missing: Option<String>,
    appeal: Option<String>,
    due_at: Option<i64>,
    registration_id: Option<i64>,
    cooperative_id: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    submitted_at: Option<i64>,
}

const DOSSIER: &str = "SELECT id, team_id, region_code, state, answers, programmes, missing, appeal, due_at, registration_id,
    cooperative_id, version, created_at, updated_at, submitted_at FROM project_dossier";

pub async fn load_dossier(db: &impl ConnectionTrait, id: DossierId) -> Result<Option<DossierRow>> {
    let row: Option<Row> =
        sql::one(db, &format!("{DOSSIER} WHERE id = $1"), vec![id.0.into()]).await?;
    match row {
        Some(row) => Ok(Some(read(db, row).await?)),
        None => Ok(None),
    }
}

/// The team's latest.
pub async fn dossier_of(db: &impl ConnectionTrait, team: TeamId) -> Result<Option<DossierRow>> {
    let row: Option<Row> = sql::one(
        db,
        &format!("{DOSSIER} WHERE team_id = $1 ORDER BY id DESC LIMIT 1"),
        vec![team.0.into()],
    )
    .await?;
    match row {
        Some(row) => Ok(Some(read(db, row).await?)),
        None => Ok(None),
    }
}

#[derive(FromQueryResult)]
struct PaperRow {
    id: i64,
    kind: String,
    name: String,
    uploaded_at: i64,
}

#[derive(FromQueryResult)]
struct DecisionRow {
    on_appeal: i64,
    verdict: String,
    reasons: String,
    conditions: Option<String>,
    score: Option<i64>,
    decided_at: i64,
}

async fn read(db: &impl ConnectionTrait, row: Row) -> Result<DossierRow> {
    let corrupt = |what: &str| Error::Corrupt(format!("dossier {}: {what}", row.id));
    let papers: Vec<PaperRow> = sql::all(
        db,
        "SELECT d.id, p.kind, d.name, d.uploaded_at FROM dossier_paper p JOIN document d ON d.id = p.document_id
         WHERE p.dossier_id = $1 ORDER BY d.id",
        vec![row.id.into()],
    )
    .await?;
    let papers = papers
        .into_iter()
        .map(|it| {
            Ok(SentPaper {
                id: DocumentId(it.id),
                kind: DossierPaper::from_code(&it.kind).ok_or_else(|| corrupt("paper"))?,
                name: it.name,
                uploaded_at: it.uploaded_at,
            })
        })
        .collect::<Result<_>>()?;
    let decisions: Vec<DecisionRow> = sql::all(
        db,
        "SELECT on_appeal, verdict, reasons, conditions, score, decided_at FROM dossier_decision
         WHERE dossier_id = $1 ORDER BY on_appeal",
        vec![row.id.into()],
    )
    .await?;
    let decisions = decisions
        .into_iter()
        .map(|it| {
            Ok(Decision {
                verdict: Verdict::from_code(&it.verdict).ok_or_else(|| corrupt("verdict"))?,
                reasons: it.reasons,
                conditions: it.conditions,
                on_appeal: it.on_appeal == 1,
                decided_at: it.decided_at,
                score: it.score,
            })
        })
        .collect::<Result<_>>()?;
    Ok(DossierRow {
        dossier: Dossier {
            id: DossierId(row.id),
            team: TeamId(row.team_id),
            state: DossierState::from_code(&row.state).ok_or_else(|| corrupt("state"))?,
            due_at: row.due_at,
            answers: sql::json(&row.answers)?,
            papers,
            missing: row.missing,
            appeal: row.appeal,
            decisions,
            programmes: sql::json(&row.programmes)?,
            version: row.version,
            begun_at: row.created_at,
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
        },
        region: RegionCode::parse(&row.region_code)
            .ok_or_else(|| Error::Corrupt(format!("region {}", row.region_code)))?,
        registration: row.registration_id.map(RegistrationId),
        cooperative: row.cooperative_id.map(CooperativeId),
    })
}

fn team(permit: &Permit<ProjectTeam>) -> Result<TeamId> {
    match permit.scope() {
        Scope::Team { team, .. } => Ok(team),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// An empty one; where another was withdrawn, with what that one said and its papers.
///
/// # Errors
/// `Conflict` where the team has one that is not over.
pub async fn begin_dossier(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    region: RegionCode,
    now: Timestamp,
) -> Result<DossierId> {
    let team = team(permit)?;
    let before = dossier_of(db, team).await?;
    if before
        .as_ref()
        .is_some_and(|it| !it.dossier.state.is_over())
    {
        return Err(Refusal::Conflict.into());
    }
    let answers = before
        .as_ref()
        .map_or_else(Answers::default, |it| it.dossier.answers.clone());
    let id = sql::id(
        db,
        "INSERT INTO project_dossier (team_id, region_code, state, answers, programmes, version, created_at, updated_at)
         VALUES ($1, $2, 'draft', $3, '[]', 0, $4, $4) RETURNING id",
        vec![
            team.0.into(),
            region.to_string().into(),
            sql::to_json(&answers)?.into(),
            now.into(),
        ],
    )
    .await?;
    if let Some(before) = before {
        sql::run(
            db,
            "INSERT INTO dossier_paper (dossier_id, kind, document_id)
             SELECT $1, kind, document_id FROM dossier_paper WHERE dossier_id = $2",
            vec![id.into(), before.dossier.id.0.into()],
        )
        .await?;
    }
    Ok(DossierId(id))
}

/// # Errors
/// `Conflict` where it is with the office.
pub async fn save_answers(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    id: DossierId,
    answers: &Answers,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET answers = $3, updated_at = $4, version = version + 1
         WHERE id = $1 AND team_id = $2 AND state IN ('draft', 'incomplete')",
        vec![
            id.0.into(),
            team(permit)?.0.into(),
            sql::to_json(answers)?.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

fn one(changed: u64) -> Result<()> {
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// Puts a paper in its place, or with `None` takes it away.
///
/// # Errors
/// `Conflict` where it is with the office.
pub async fn put_dossier_paper(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    id: DossierId,
    (kind, document): (DossierPaper, Option<DocumentId>),
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET updated_at = $3, version = version + 1
         WHERE id = $1 AND team_id = $2 AND state IN ('draft', 'incomplete')",
        vec![id.0.into(), team(permit)?.0.into(), now.into()],
    )
    .await?;
    one(changed)?;
    match document {
        Some(document) => {
            sql::run(
                db,
                "INSERT INTO dossier_paper (dossier_id, kind, document_id) VALUES ($1, $2, $3)
                 ON CONFLICT (dossier_id, kind) DO UPDATE SET document_id = excluded.document_id",
                vec![id.0.into(), kind.code().into(), document.0.into()],
            )
            .await?;
        }
        None => {
            sql::run(
                db,
                "DELETE FROM dossier_paper WHERE dossier_id = $1 AND kind = $2",
                vec![id.0.into(), kind.code().into()],
            )
            .await?;
        }
    }
    Ok(())
}

/// One step on a dossier's way, and what is noted with it.
#[derive(Clone, Debug)]
pub struct Move {
    pub from: DossierState,
    pub to: DossierState,
    /// The version that was decided on.
    pub version: i64,
    pub due_at: Option<Timestamp>,
    pub noted: Noted,
}

/// What a move writes besides the state.
#[derive(Clone, Debug)]
pub enum Noted {
    Nothing,
    /// When it was submitted, with the programmes of that day.
    Submitted(Vec<Programme>),
    /// What the office asks to complete.
    Missing(String),
    /// Why the team appeals.
    Appeal(String),
    Cooperative(CooperativeId),
}

/// As part of an act that `permit` allows.
///
/// # Errors
/// `Conflict` where it changed since.
pub async fn move_dossier<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: DossierId,
    it: &Move,
    now: Timestamp,
) -> Result<()> {
    let mut values = vec![
        id.0.into(),
        it.from.code().into(),
        it.version.into(),
        it.to.code().into(),
        it.due_at.into(),
        now.into(),
    ];
    let more = match &it.noted {
        Noted::Nothing => "",
        Noted::Submitted(programmes) => {
            values.push(sql::to_json(programmes)?.into());
            ", submitted_at = $6, programmes = $7"
        }
        Noted::Missing(text) => {
            values.push(text.clone().into());
            ", missing = $7"
        }
        Noted::Appeal(text) => {
            values.push(text.clone().into());
            ", appeal = $7"
        }
        Noted::Cooperative(cooperative) => {
            values.push(cooperative.0.into());
            ", cooperative_id = $7"
        }
    };
    let changed = sql::run(
        db,
        &format!(
            "UPDATE project_dossier SET state = $4, due_at = $5, reminded_at = NULL, updated_at = $6, version = version + 1{more}
             WHERE id = $1 AND state = $2 AND version = $3"
        ),
        values,
    )
    .await?;
    one(changed)
}

/// Locks the row until the transaction ends.
///
/// # Errors
/// `Conflict` where it is in another state.
pub async fn hold_dossier<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: DossierId,
    state: DossierState,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET updated_at = $3 WHERE id = $1 AND state = $2",
        vec![id.0.into(), state.code().into(), now.into()],
    )
    .await?;
    one(changed)
}

#[derive(FromQueryResult)]
struct DueRow {
    id: i64,
}

/// What of the team's is due before `until` and was not reminded of; with `None` what is overdue.
pub async fn due_dossiers(
    db: &impl ConnectionTrait,
    states: &[DossierState],
    (now, remind_until): (Timestamp, Option<Timestamp>),
) -> Result<Vec<DossierId>> {
    let states: Vec<String> = states
        .iter()
        .map(|state| format!("'{}'", state.code()))
        .collect();
    let states = states.join(", ");
    let (filter, values) = match remind_until {
        Some(until) => (
            "due_at >= $1 AND due_at < $2 AND reminded_at IS NULL",
            vec![now.into(), until.into()],
        ),
        None => ("due_at < $1", vec![now.into()]),
    };
    let rows: Vec<DueRow> = sql::all(
        db,
        &format!(
            "SELECT id FROM project_dossier WHERE state IN ({states}) AND {filter} ORDER BY id LIMIT 500"
        ),
        values,
    )
    .await?;
    Ok(rows.into_iter().map(|row| DossierId(row.id)).collect())
}

/// Answers whether it was this call that noted it, so that one mail is sent.
pub async fn note_dossier_reminder(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: DossierId,
    now: Timestamp,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Who may read a paper of a dossier: its team's members, and once it was submitted the advisors
/// of its region.
#[derive(Clone, Debug)]
pub struct PaperReaders {
    pub members: Vec<PersonId>,
    pub region: Option<RegionCode>,
}

#[derive(FromQueryResult)]
struct ReaderRow {
    person_id: i64,
    region_code: Option<String>,
}

/// `None` where the paper is of no dossier.
pub async fn dossier_paper_readers(
    db: &impl ConnectionTrait,
    document: DocumentId,
) -> Result<Option<PaperReaders>> {
    let rows: Vec<ReaderRow> = sql::all(
        db,
        "SELECT m.person_id, CASE WHEN d.submitted_at IS NULL THEN NULL ELSE d.region_code END AS region_code
         FROM (SELECT dossier_id, document_id FROM dossier_paper
            UNION ALL SELECT dossier_id, document_id FROM dossier_legal_step) p JOIN project_dossier d ON d.id = p.dossier_id
         JOIN project_team_member m ON m.team_id = d.team_id WHERE p.document_id = $1 ORDER BY d.id DESC",
        vec![document.0.into()],
    )
    .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let region = rows
        .iter()
        .find_map(|row| row.region_code.as_deref().and_then(RegionCode::parse));
    Ok(Some(PaperReaders {
        members: rows.iter().map(|row| PersonId(row.person_id)).collect(),
        region,
    }))
}

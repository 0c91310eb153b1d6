//! The steps of the law that a team has taken, and the file that comes of them.

use crate::{Error, Result, sql};
use domain::{
    DocumentId, DossierId, Error as Refusal, PersonId, RegistrationId, TeamId, Timestamp,
    policy::{Permit, ProjectTeam, Scope},
    projects::{DoneStep, LegalStep},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    step: String,
    done_on: i64,
    document_id: Option<i64>,
    name: Option<String>,
}

pub async fn legal_steps(db: &impl ConnectionTrait, dossier: DossierId) -> Result<Vec<DoneStep>> {
    let rows: Vec<Row> = sql::all(
        db,
        "SELECT l.step, l.done_on, l.document_id, d.name FROM dossier_legal_step l
         LEFT JOIN document d ON d.id = l.document_id WHERE l.dossier_id = $1",
        vec![dossier.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let step = LegalStep::from_code(&row.step)
                .ok_or_else(|| Error::Corrupt(format!("legal step {}", row.step)))?;
            let paper = row.document_id.map(DocumentId).zip(row.name);
            Ok((step, row.done_on, paper))
        })
        .collect()
}

fn team(permit: &Permit<ProjectTeam>) -> Result<TeamId> {
    match permit.scope() {
        Scope::Team { team, .. } => Ok(team),
        _ => Err(Refusal::NotFound.into()),
    }
}

fn one(changed: u64) -> Result<()> {
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// Notes a step, or mends what was noted of it; without a paper the one that was there stays.
///
/// # Errors
/// `Conflict` where the dossier is not at this stage.
pub async fn mark_legal_step(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    dossier: DossierId,
    (step, done_on, document): (LegalStep, Timestamp, Option<DocumentId>),
    (person, now): (PersonId, Timestamp),
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET updated_at = $3, version = version + 1
         WHERE id = $1 AND team_id = $2 AND state = 'incorporating' AND registration_id IS NULL",
        vec![dossier.0.into(), team(permit)?.0.into(), now.into()],
    )
    .await?;
    one(changed)?;
    sql::run(
        db,
        "INSERT INTO dossier_legal_step (dossier_id, step, done_on, document_id, noted_by, noted_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (dossier_id, step) DO UPDATE SET done_on = excluded.done_on,
            document_id = COALESCE(excluded.document_id, dossier_legal_step.document_id),
            noted_by = excluded.noted_by, noted_at = excluded.noted_at",
        vec![
            dossier.0.into(),
            step.code().into(),
            done_on.into(),
            document.map(|it| it.0).into(),
            person.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The cooperative's file comes of this dossier.
///
/// # Errors
/// `Conflict` where it has one already.
pub async fn link_registration(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    dossier: DossierId,
    registration: RegistrationId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_dossier SET registration_id = $3, updated_at = $4, version = version + 1
         WHERE id = $1 AND team_id = $2 AND state = 'incorporating' AND registration_id IS NULL",
        vec![
            dossier.0.into(),
            team(permit)?.0.into(),
            registration.0.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// The dossier that a cooperative's file came of.
pub async fn dossier_of_registration(
    db: &impl ConnectionTrait,
    registration: RegistrationId,
) -> Result<Option<DossierId>> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM project_dossier WHERE registration_id = $1",
        vec![registration.0.into()],
    )
    .await?;
    Ok(row.map(|row| DossierId(row.id)))
}

#[derive(FromQueryResult)]
struct SlugRow {
    slug: String,
}

/// The address of the cooperative that a dossier led to.
pub async fn storefront(db: &impl ConnectionTrait, dossier: DossierId) -> Result<Option<String>> {
    let row: Option<SlugRow> = sql::one(
        db,
        "SELECT c.slug FROM project_dossier d JOIN cooperative c ON c.id = d.cooperative_id WHERE d.id = $1",
        vec![dossier.0.into()],
    )
    .await?;
    Ok(row.map(|row| row.slug))
}

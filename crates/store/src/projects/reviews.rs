//! Who examines a dossier, what they found, and what was decided.

use crate::{Error, Result, sql};
use domain::{
    DossierId, DossierReviewId, Error as Refusal, PersonId, Timestamp,
    geography::RegionCode,
    policy::{DossierReview, OfficeCase, Permit, Platform, Scope},
    projects::{Candidate, Decision, ReviewState, Score},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct ReviewRow {
    pub id: DossierReviewId,
    pub dossier: DossierId,
    pub region: RegionCode,
    pub reviewer: PersonId,
    pub name: String,
    pub state: ReviewState,
    pub due_at: Timestamp,
    pub score: Option<Score>,
    pub points: Option<i64>,
    pub comment: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    dossier_id: i64,
    region_code: String,
    reviewer_id: i64,
    name: String,
    state: String,
    due_at: i64,
    score: Option<String>,
    points: Option<i64>,
    comment: Option<String>,
}

const REVIEW: &str = "SELECT r.id, r.dossier_id, d.region_code, r.reviewer_id, p.name, r.state, r.due_at, r.score, r.points, r.comment
    FROM dossier_review r JOIN project_dossier d ON d.id = r.dossier_id JOIN person p ON p.id = r.reviewer_id";

impl Row {
    fn review(self) -> Result<ReviewRow> {
        let corrupt = |what: &str| Error::Corrupt(format!("dossier review {}: {what}", self.id));
        Ok(ReviewRow {
            id: DossierReviewId(self.id),
            dossier: DossierId(self.dossier_id),
            region: RegionCode::parse(&self.region_code).ok_or_else(|| corrupt("region"))?,
            reviewer: PersonId(self.reviewer_id),
            state: ReviewState::from_code(&self.state).ok_or_else(|| corrupt("state"))?,
            score: self.score.as_deref().map(sql::json).transpose()?,
            name: self.name,
            due_at: self.due_at,
            points: self.points,
            comment: self.comment.unwrap_or_default(),
        })
    }
}

/// In the order they were drawn.
pub async fn reviews_of(db: &impl ConnectionTrait, dossier: DossierId) -> Result<Vec<ReviewRow>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{REVIEW} WHERE r.dossier_id = $1 ORDER BY r.id"),
        vec![dossier.0.into()],
    )
    .await?;
    rows.into_iter().map(Row::review).collect()
}

pub async fn load_review(
    db: &impl ConnectionTrait,
    id: DossierReviewId,
) -> Result<Option<ReviewRow>> {
    let row: Option<Row> =
        sql::one(db, &format!("{REVIEW} WHERE r.id = $1"), vec![id.0.into()]).await?;
    row.map(Row::review).transpose()
}

#[derive(FromQueryResult)]
struct AdvisorRow {
    person_id: i64,
    regions: Option<String>,
    has_conflict: i64,
    was_asked: i64,
    load: i64,
}

/// The region's advisors as possible reviewers of a dossier. A conflict is known where one is in
/// the team, works for a cooperative together with someone who is, or wrote the sheet or the idea
/// that it was.
pub async fn candidates(
    db: &impl ConnectionTrait,
    dossier: DossierId,
    region: RegionCode,
) -> Result<Vec<Candidate>> {
    let rows: Vec<AdvisorRow> = sql::all(
        db,
        "SELECT a.person_id, a.regions,
            CAST(CASE WHEN EXISTS (SELECT 1 FROM project_team_member m WHERE m.team_id = d.team_id AND m.person_id = a.person_id)
              OR EXISTS (SELECT 1 FROM person_role mine JOIN person_role theirs ON theirs.cooperative_id = mine.cooperative_id
                  JOIN project_team_member m ON m.person_id = theirs.person_id AND m.team_id = d.team_id
                  WHERE mine.person_id = a.person_id)
              OR EXISTS (SELECT 1 FROM project_team t JOIN project_sheet s ON s.id = t.sheet_id
                  WHERE t.id = d.team_id AND s.author_id = a.person_id)
              OR EXISTS (SELECT 1 FROM project_team t JOIN idea i ON i.sheet_id = t.sheet_id
                  JOIN idea_author w ON w.idea_id = i.id AND w.person_id = a.person_id WHERE t.id = d.team_id)
              THEN 1 ELSE 0 END AS BIGINT) AS has_conflict,
            CAST(CASE WHEN EXISTS (SELECT 1 FROM dossier_review r WHERE r.dossier_id = d.id AND r.reviewer_id = a.person_id)
              THEN 1 ELSE 0 END AS BIGINT) AS was_asked,
            (SELECT COUNT(*) FROM dossier_review r WHERE r.reviewer_id = a.person_id AND r.state IN ('assigned', 'accepted')) AS load
         FROM person_role a JOIN project_dossier d ON d.id = $1 WHERE a.role = 'advisor' ORDER BY a.person_id",
        vec![dossier.0.into()],
    )
    .await?;
    let code = region.to_string();
    rows.into_iter()
        .filter(|row| {
            let regions = row.regions.as_deref().unwrap_or_default();
            regions.split(',').any(|region| region == code)
        })
        .map(|row| {
            Ok(Candidate {
                person: PersonId(row.person_id),
                has_conflict: row.has_conflict == 1,
                was_asked: row.was_asked == 1,
                load: sql::count(row.load)?,
            })
        })
        .collect()
}

/// As part of an act that `permit` allows.
pub async fn assign_reviewer<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    dossier: DossierId,
    reviewer: PersonId,
    (now, due_at): (Timestamp, Timestamp),
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO dossier_review (dossier_id, reviewer_id, state, assigned_at, due_at) VALUES ($1, $2, 'assigned', $3, $4)",
        vec![
            dossier.0.into(),
            reviewer.0.into(),
            now.into(),
            due_at.into(),
        ],
    )
    .await?;
    Ok(())
}

fn reviewer(permit: &Permit<DossierReview>) -> Result<PersonId> {
    match permit.scope() {
        Scope::Review { reviewer, .. } => Ok(reviewer),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The reviewer accepts, or declares a conflict.
///
/// # Errors
/// `Conflict` where it changed meanwhile.
pub async fn move_review(
    db: &impl ConnectionTrait,
    permit: &Permit<DossierReview>,
    id: DossierReviewId,
    (from, to): (ReviewState, ReviewState),
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE dossier_review SET state = $4 WHERE id = $1 AND reviewer_id = $2 AND state = $3",
        vec![
            id.0.into(),
            reviewer(permit)?.0.into(),
            from.code().into(),
            to.code().into(),
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

/// # Errors
/// `Conflict` where it was scored or closed meanwhile.
pub async fn score_review(
    db: &impl ConnectionTrait,
    permit: &Permit<DossierReview>,
    id: DossierReviewId,
    (score, comment): (&Score, &str),
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE dossier_review SET state = 'scored', score = $3, points = $4, comment = $5, scored_at = $6
         WHERE id = $1 AND reviewer_id = $2 AND state = 'accepted'",
        vec![
            id.0.into(),
            reviewer(permit)?.0.into(),
            sql::to_json(score)?.into(),
            score.points().into(),
            comment.into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

/// Ends those that are still open, with their dossier; as part of an act that `permit` allows.
pub async fn close_reviews<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    dossier: DossierId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE dossier_review SET state = 'closed' WHERE dossier_id = $1 AND state <> 'closed'",
        vec![dossier.0.into()],
    )
    .await?;
    Ok(())
}

/// Written once for each instance.
///
/// # Errors
/// `Conflict` where it was decided before.
pub async fn insert_decision(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    dossier: DossierId,
    it: &Decision,
    decided_by: PersonId,
) -> Result<()> {
    let inserted = sql::run(
        db,
        "INSERT INTO dossier_decision (dossier_id, on_appeal, verdict, reasons, conditions, score, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (dossier_id, on_appeal) DO NOTHING",
        vec![
            dossier.0.into(),
            i64::from(it.on_appeal).into(),
            it.verdict.code().into(),
            it.reasons.clone().into(),
            it.conditions.clone().into(),
            it.score.into(),
            decided_by.0.into(),
            it.decided_at.into(),
        ],
    )
    .await?;
    one(inserted)
}

#[derive(FromQueryResult)]
struct DecidedBy {
    decided_by: i64,
}

/// Who decided in the first instance.
pub async fn decided_by(db: &impl ConnectionTrait, dossier: DossierId) -> Result<Option<PersonId>> {
    let row: Option<DecidedBy> = sql::one(
        db,
        "SELECT decided_by FROM dossier_decision WHERE dossier_id = $1 AND on_appeal = 0",
        vec![dossier.0.into()],
    )
    .await?;
    Ok(row.map(|row| PersonId(row.decided_by)))
}

/// Open reviews due before `until` whose reviewer was not reminded.
pub async fn due_reviews(db: &impl ConnectionTrait, until: Timestamp) -> Result<Vec<ReviewRow>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!(
            "{REVIEW} WHERE r.state IN ('assigned', 'accepted') AND r.due_at < $1 AND r.reminded_at IS NULL
             ORDER BY r.id LIMIT 500"
        ),
        vec![until.into()],
    )
    .await?;
    rows.into_iter().map(Row::review).collect()
}

/// Answers whether it was this call that noted it, so that one mail is sent.
pub async fn note_review_reminder(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: DossierReviewId,
    now: Timestamp,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE dossier_review SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(changed == 1)
}

#[derive(FromQueryResult)]
struct DossierIdRow {
    id: i64,
}

/// Those under review that fewer than two examine, or nobody any more: advisors were missing.
pub async fn without_reviewers(db: &impl ConnectionTrait) -> Result<Vec<DossierId>> {
    let rows: Vec<DossierIdRow> = sql::all(
        db,
        "SELECT d.id FROM project_dossier d WHERE d.state = 'under_review'
         AND ((SELECT COUNT(*) FROM dossier_review r WHERE r.dossier_id = d.id AND r.state <> 'conflict') < 2
            OR NOT EXISTS (SELECT 1 FROM dossier_review r WHERE r.dossier_id = d.id AND r.state IN ('assigned', 'accepted')))
         ORDER BY d.id LIMIT 200",
        vec![],
    )
    .await?;
    Ok(rows.into_iter().map(|row| DossierId(row.id)).collect())
}

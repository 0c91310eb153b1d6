//! Who learns what, and their notes.

use crate::{Error, Result, sql};
use domain::{
    CourseId, PersonId, SessionId, Timestamp,
    academy::EnrolmentState,
    policy::{Learning, Permit},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    pub course: CourseId,
    pub state: EnrolmentState,
    pub enrolled_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Record {
    course_id: i64,
    state: String,
    enrolled_at: i64,
}

impl Record {
    fn row(self) -> Result<EnrolmentRow> {
        Ok(EnrolmentRow {
            course: CourseId(self.course_id),
            state: EnrolmentState::from_code(&self.state)
                .ok_or_else(|| Error::Corrupt(format!("enrolment {}", self.state)))?,
            enrolled_at: self.enrolled_at,
        })
    }
}

/// Locks one learner's progress until the transaction ends, so that their devices queue and the
/// live stream's ids become visible in their order. SQLite has one writer anyway.
pub async fn lock_learner<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    person: PersonId,
) -> Result<()> {
    if db.get_database_backend() == DatabaseBackend::Postgres {
        sql::run(
            db,
            "SELECT pg_advisory_xact_lock(7223002, CAST($1 % 2147483647 AS INTEGER))",
            vec![person.0.into()],
        )
        .await?;
    }
    Ok(())
}

pub async fn enrolment(
    db: &impl ConnectionTrait,
    person: PersonId,
    course: CourseId,
) -> Result<Option<EnrolmentRow>> {
    let row: Option<Record> = sql::one(
        db,
        "SELECT course_id, state, enrolled_at FROM enrolment WHERE person_id = $1 AND course_id = $2",
        vec![person.0.into(), course.0.into()],
    )
    .await?;
    row.map(Record::row).transpose()
}

/// All of one person's, by course.
pub async fn enrolments_of(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<EnrolmentRow>> {
    let rows: Vec<Record> = sql::all(
        db,
        "SELECT course_id, state, enrolled_at FROM enrolment WHERE person_id = $1 ORDER BY updated_at DESC, id DESC",
        vec![person.0.into()],
    )
    .await?;
    rows.into_iter().map(Record::row).collect()
}

/// Writes the state that a transition gave. The first time is the enrolment's.
pub async fn set_enrolment<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    person: PersonId,
    course: CourseId,
    state: EnrolmentState,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO enrolment (course_id, person_id, state, enrolled_at, updated_at) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (person_id, course_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
        vec![course.0.into(), person.0.into(), state.code().into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Note {
    body: String,
}

/// One's own note on a lesson; empty where there is none.
pub async fn note(
    db: &impl ConnectionTrait,
    person: PersonId,
    course: CourseId,
    lesson: &str,
) -> Result<String> {
    let row: Option<Note> = sql::one(
        db,
        "SELECT body FROM lesson_note WHERE person_id = $1 AND course_id = $2 AND lesson = $3",
        vec![person.0.into(), course.0.into(), lesson.into()],
    )
    .await?;
    Ok(row.map_or_else(String::new, |row| row.body))
}

/// The last one saved counts.
pub async fn save_note(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    person: PersonId,
    course: CourseId,
    lesson: &str,
    body: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO lesson_note (person_id, course_id, lesson, body, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id, course_id, lesson) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
        vec![person.0.into(), course.0.into(), lesson.into(), body.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Summary {
    course_id: i64,
    last_at: i64,
    spent: i64,
}

/// When one last worked on each course, and the milliseconds spent on it. Two devices at once
/// count twice here: it is a sum to look at, not a proof.
pub async fn learning_summary(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<BTreeMap<CourseId, (Timestamp, i64)>> {
    let rows: Vec<Summary> = sql::all(
        db,
        "SELECT course_id, MAX(server_at) AS last_at, CAST(SUM(took) AS BIGINT) AS spent FROM progress_event
         WHERE person_id = $1 GROUP BY course_id",
        vec![person.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (CourseId(row.course_id), (row.last_at, row.spent)))
        .collect())
}

#[derive(FromQueryResult)]
struct Alive {
    id: i64,
}

/// Whether a session that opened a stream has not ended since.
pub async fn is_session_alive(
    db: &impl ConnectionTrait,
    session: SessionId,
    now: Timestamp,
) -> Result<bool> {
    let row: Option<Alive> = sql::one(
        db,
        "SELECT id FROM session WHERE id = $1 AND expires_at > $2",
        vec![session.0.into(), now.into()],
    )
    .await?;
    Ok(row.is_some_and(|row| row.id == session.0))
}

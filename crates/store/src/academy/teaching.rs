//! What a trainer sees of their own courses.

use crate::{Result, sql};
use domain::{
    CourseId, LocalText, PersonId, Timestamp,
    academy::Uid,
    policy::{Course, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct TaughtRow {
    pub course: CourseId,
    pub slug: String,
    pub title: LocalText,
    pub version: i64,
    pub learners: i64,
    pub completed: i64,
}

#[derive(FromQueryResult)]
struct TaughtRecord {
    id: i64,
    slug: String,
    title: String,
    number: i64,
    learners: i64,
    completed: i64,
}

/// A trainer's courses with how many learn and finished.
pub async fn taught(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    trainer: PersonId,
) -> Result<Vec<TaughtRow>> {
    let rows: Vec<TaughtRecord> = sql::all(
        db,
        "SELECT c.id, c.slug, c.title, v.number,
            (SELECT COUNT(*) FROM enrolment e WHERE e.course_id = c.id AND e.state <> 'left') AS learners,
            (SELECT COUNT(*) FROM enrolment e WHERE e.course_id = c.id AND e.state = 'completed') AS completed
         FROM course c JOIN course_version v ON v.id = c.version_id WHERE c.trainer_id = $1 ORDER BY c.id",
        vec![trainer.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TaughtRow {
                course: CourseId(row.id),
                slug: row.slug,
                title: sql::text(&row.title)?,
                version: row.number,
                learners: row.learners,
                completed: row.completed,
            })
        })
        .collect()
}

/// One learner of one course.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LearnerRow {
    pub person_id: i64,
    pub name: String,
    pub state: String,
    pub enrolled_at: Timestamp,
    pub done: i64,
    pub last_at: Timestamp,
    pub code: Option<String>,
}

/// The learners of one course, those who were away longest first.
pub async fn learners(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
) -> Result<Vec<LearnerRow>> {
    sql::all(
        db,
        "SELECT e.person_id, p.name, e.state, e.enrolled_at,
            (SELECT COUNT(*) FROM activity_progress a WHERE a.course_id = e.course_id AND a.person_id = e.person_id
               AND a.completed_at IS NOT NULL) AS done,
            COALESCE((SELECT MAX(a.updated_at) FROM activity_progress a
               WHERE a.course_id = e.course_id AND a.person_id = e.person_id), e.enrolled_at) AS last_at,
            (SELECT k.code FROM credential k WHERE k.person_id = e.person_id AND k.course_id = e.course_id) AS code
         FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.course_id = $1 ORDER BY last_at, e.id LIMIT 2000",
        vec![course.0.into()],
    )
    .await
}

#[derive(FromQueryResult)]
struct StopRecord {
    activity: String,
    done: i64,
}

/// How many learners have done each activity of a course.
pub async fn stops(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
) -> Result<BTreeMap<Uid, i64>> {
    let rows: Vec<StopRecord> = sql::all(
        db,
        "SELECT activity, COUNT(*) AS done FROM activity_progress
         WHERE course_id = $1 AND completed_at IS NOT NULL GROUP BY activity",
        vec![course.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.activity.parse().ok()?, row.done)))
        .collect())
}

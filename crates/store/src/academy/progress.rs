//! Progress: the events, which are only added, and their projection.

use super::{marks, write_all};
use crate::{Error, Result, sql};
use domain::{
    CourseId, PersonId, Timestamp,
    academy::{ActivityProgress, Evidence, ProgressEvent, Rule, Uid},
    policy::Permit,
};
use sea_orm::{ConnectionTrait, DatabaseBackend, FromQueryResult, Value};
use std::collections::{BTreeMap, BTreeSet};

fn uid(text: &str) -> Result<Uid> {
    text.parse()
        .map_err(|_| Error::Corrupt(format!("{text} is no UUID")))
}

fn texts(uids: &[Uid]) -> Vec<Value> {
    uids.iter().map(|uid| uid.to_string().into()).collect()
}

/// An activity that some version of some course has.
#[derive(Clone, Copy, Debug)]
pub struct ActivityRow {
    pub course: CourseId,
    pub rule: Rule,
    /// In milliseconds.
    pub duration: Option<i64>,
}

#[derive(FromQueryResult)]
struct ActivityRecord {
    uid: String,
    course_id: i64,
    rule: String,
    duration: Option<i64>,
}

pub async fn activities(
    db: &impl ConnectionTrait,
    uids: &[Uid],
) -> Result<BTreeMap<Uid, ActivityRow>> {
    if uids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<ActivityRecord> = sql::all(
        db,
        &format!(
            "SELECT uid, course_id, rule, duration FROM activity WHERE uid IN ({})",
            marks(1, uids.len())
        ),
        texts(uids),
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let rule = Rule::from_code(&row.rule)
                .ok_or_else(|| Error::Corrupt(format!("rule {}", row.rule)))?;
            Ok((
                uid(&row.uid)?,
                ActivityRow {
                    course: CourseId(row.course_id),
                    rule,
                    duration: row.duration,
                },
            ))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct EventRecord {
    uid: String,
    person_id: i64,
    activity: String,
    version: i64,
    device: String,
    sequence: i64,
    kind: String,
    span_start: i64,
    span_end: i64,
    took: i64,
    client_at: i64,
}

/// Those of `uids` that are already kept, with whose they are.
pub async fn known_events(
    db: &impl ConnectionTrait,
    uids: &[Uid],
) -> Result<BTreeMap<Uid, (PersonId, ProgressEvent)>> {
    if uids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<EventRecord> = sql::all(
        db,
        &format!(
            "SELECT uid, person_id, activity, version, device, sequence, kind, span_start, span_end, took, client_at
             FROM progress_event WHERE uid IN ({})",
            marks(1, uids.len())
        ),
        texts(uids),
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let id = uid(&row.uid)?;
            let event = ProgressEvent {
                id,
                device: row.device,
                sequence: row.sequence,
                activity: uid(&row.activity)?,
                version: row.version,
                kind: Evidence::from_code(&row.kind)
                    .ok_or_else(|| Error::Corrupt(format!("evidence {}", row.kind)))?,
                start: row.span_start,
                end: row.span_end,
                took: row.took,
                at: row.client_at,
            };
            Ok((id, (PersonId(row.person_id), event)))
        })
        .collect()
}

/// What is known of one activity, and when it was first done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateRow {
    pub progress: ActivityProgress,
    pub completed_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct StateRecord {
    activity: String,
    state: String,
    completed_at: Option<i64>,
}

/// The projection of one person's activities.
pub async fn states(
    db: &impl ConnectionTrait,
    person: PersonId,
    uids: &[Uid],
) -> Result<BTreeMap<Uid, StateRow>> {
    if uids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut values: Vec<Value> = vec![person.0.into()];
    values.extend(texts(uids));
    let rows: Vec<StateRecord> = sql::all(
        db,
        &format!(
            "SELECT activity, state, completed_at FROM activity_progress WHERE person_id = $1 AND activity IN ({})",
            marks(2, uids.len())
        ),
        values,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = StateRow {
                progress: sql::json(&row.state)?,
                completed_at: row.completed_at,
            };
            Ok((uid(&row.activity)?, state))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct DoneRecord {
    course_id: i64,
    activity: String,
}

/// The activities that one person has done, by course, among `courses`.
pub async fn done_in(
    db: &impl ConnectionTrait,
    person: PersonId,
    courses: &[CourseId],
) -> Result<BTreeMap<CourseId, BTreeSet<Uid>>> {
    let rows: Vec<DoneRecord> = sql::all(
        db,
        &format!(
            "SELECT course_id, activity FROM activity_progress
             WHERE person_id = $1 AND completed_at IS NOT NULL AND course_id IN ({})",
            sql::ids(courses.iter().map(|course| course.0))
        ),
        vec![person.0.into()],
    )
    .await?;
    let mut done: BTreeMap<CourseId, BTreeSet<Uid>> = BTreeMap::new();
    for row in rows {
        done.entry(CourseId(row.course_id))
            .or_default()
            .insert(uid(&row.activity)?);
    }
    Ok(done)
}

/// An event that was accepted.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub course: CourseId,
    pub event: ProgressEvent,
}

/// Adds events and writes the projection of the activities they touch, in the caller's
/// transaction. On PostgreSQL other processes hear of it when it is committed.
pub async fn save_progress<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    person: PersonId,
    events: &[NewEvent],
    states: &[(Uid, CourseId, StateRow)],
    now: Timestamp,
) -> Result<()> {
    let rows = events
        .iter()
        .map(|NewEvent { course, event }| {
            vec![
                event.id.to_string().into(),
                person.0.into(),
                course.0.into(),
                event.activity.to_string().into(),
                event.version.into(),
                event.device.clone().into(),
                event.sequence.into(),
                event.kind.code().into(),
                event.start.into(),
                event.end.into(),
                event.took.into(),
                event.at.into(),
                now.into(),
            ]
        })
        .collect();
    write_all(
        db,
        "INSERT INTO progress_event (uid, person_id, course_id, activity, version, device, sequence, kind, span_start,
            span_end, took, client_at, server_at)",
        "",
        rows,
    )
    .await?;
    let rows = states
        .iter()
        .map(|(uid, course, state)| {
            Ok(vec![
                person.0.into(),
                course.0.into(),
                uid.to_string().into(),
                sql::to_json(&state.progress)?.into(),
                state.completed_at.into(),
                now.into(),
            ])
        })
        .collect::<Result<_>>()?;
    write_all(
        db,
        "INSERT INTO activity_progress (person_id, course_id, activity, state, completed_at, updated_at)",
        "ON CONFLICT (person_id, activity) DO UPDATE SET state = excluded.state,
            completed_at = COALESCE(activity_progress.completed_at, excluded.completed_at), updated_at = excluded.updated_at",
        rows,
    )
    .await?;
    let due = states
        .iter()
        .map(|(uid, ..)| vec![person.0.into(), uid.to_string().into()])
        .collect();
    write_all(
        db,
        "INSERT INTO statement_due (person_id, activity)",
        "",
        due,
    )
    .await?;
    if db.get_database_backend() == DatabaseBackend::Postgres {
        sql::run(
            db,
            "SELECT pg_notify('progress', CAST($1 AS TEXT))",
            vec![person.0.into()],
        )
        .await?;
    }
    Ok(())
}

/// One event of the live stream.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct StreamRow {
    pub id: i64,
    pub course_id: i64,
    pub course: String,
    pub lesson: String,
}

/// A person's events after one, oldest first.
pub async fn events_after(
    db: &impl ConnectionTrait,
    person: PersonId,
    after: i64,
    limit: u32,
) -> Result<Vec<StreamRow>> {
    sql::all(
        db,
        &format!(
            "SELECT e.id, e.course_id, c.slug AS course, a.lesson FROM progress_event e JOIN course c ON c.id = e.course_id
             JOIN activity a ON a.uid = e.activity WHERE e.person_id = $1 AND e.id > $2 ORDER BY e.id LIMIT {limit}"
        ),
        vec![person.0.into(), after.into()],
    )
    .await
}

#[derive(FromQueryResult)]
struct Last {
    id: i64,
}

/// The newest event of a person; 0 where there is none.
pub async fn last_event(db: &impl ConnectionTrait, person: PersonId) -> Result<i64> {
    let row: Option<Last> = sql::one(
        db,
        "SELECT COALESCE(MAX(id), 0) AS id FROM progress_event WHERE person_id = $1",
        vec![person.0.into()],
    )
    .await?;
    Ok(row.map_or(0, |row| row.id))
}

/// Calls `heard` for each person whose progress another process of this PostgreSQL database has
/// saved. Ends where the connection does; on SQLite there is no other process, and it never ends.
///
/// # Errors
/// Where the database cannot be listened to.
pub async fn listen(db: &crate::Db, heard: impl Fn(PersonId)) -> Result<()> {
    if db.backend() != DatabaseBackend::Postgres {
        std::future::pending::<()>().await;
    }
    let failed = |error: sqlx::Error| Error::Corrupt(format!("cannot listen: {error}"));
    let pool = db.writer().get_postgres_connection_pool();
    let mut listener = sqlx::postgres::PgListener::connect_with(pool)
        .await
        .map_err(failed)?;
    listener.listen("progress").await.map_err(failed)?;
    loop {
        let message = listener.recv().await.map_err(failed)?;
        if let Ok(person) = message.payload().parse() {
            heard(person);
        }
    }
}

//! Seats of a session and its waiting list. A seat is taken by a conditional update, under the
//! session's own lock: however many press at once, no more are seated than there are seats.

use crate::{Error, Result, sql};
use domain::{
    CourseId, CourseSessionId, Error as Refusal, Lang, PersonId, Timestamp,
    academy::{Attendance, SeatSource, SeatState, Uid},
    policy::{Course, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet};

#[derive(FromQueryResult)]
struct Seat {
    state: String,
}

impl Seat {
    fn read(self) -> Result<SeatState> {
        SeatState::from_code(&self.state)
            .ok_or_else(|| Error::Corrupt(format!("seat {}", self.state)))
    }
}

pub async fn seat_of(
    db: &impl ConnectionTrait,
    session: CourseSessionId,
    person: PersonId,
) -> Result<Option<SeatState>> {
    let row: Option<Seat> = sql::one(
        db,
        "SELECT state FROM session_seat WHERE session_id = $1 AND person_id = $2",
        vec![session.0.into(), person.0.into()],
    )
    .await?;
    row.map(Seat::read).transpose()
}

/// Locks a session that one may still come to, until the transaction ends.
///
/// # Errors
/// `Conflict` where it was called off or is over.
pub async fn lock_session<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    session: CourseSessionId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE course_session SET updated_at = $2 WHERE id = $1 AND state = 'open' AND ends_at > $2",
        vec![session.0.into(), now.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// A seat where one is free, and otherwise the end of the waiting list. Whoever has either keeps
/// it: twice is once. The session is locked before.
pub async fn take_session_seat<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    session: CourseSessionId,
    person: PersonId,
    (source, by): (SeatSource, PersonId),
    now: Timestamp,
) -> Result<SeatState> {
    if let Some(seat) = seat_of(db, session, person).await? {
        return Ok(seat);
    }
    let got = sql::run(
        db,
        "UPDATE course_session SET taken = taken + 1 WHERE id = $1 AND taken < capacity",
        vec![session.0.into()],
    )
    .await?;
    let state = match got {
        1 => SeatState::Seated,
        _ => SeatState::Waiting,
    };
    sql::run(
        db,
        "INSERT INTO session_seat (session_id, person_id, state, source, seated_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            session.0.into(),
            person.0.into(),
            state.code().into(),
            source.code().into(),
            by.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(state)
}

/// Gives a seat or a place in the list back; answers which it was.
///
/// # Errors
/// `NotFound` for who had neither.
pub async fn leave_session_seat<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    session: CourseSessionId,
    person: PersonId,
) -> Result<SeatState> {
    let row: Option<Seat> = sql::one(
        db,
        "DELETE FROM session_seat WHERE session_id = $1 AND person_id = $2 RETURNING state",
        vec![session.0.into(), person.0.into()],
    )
    .await?;
    row.ok_or(Refusal::NotFound)?.read()
}

#[derive(FromQueryResult)]
struct Moved {
    person_id: i64,
}

/// Seats the first `count` of the waiting list, and says how many seats are then taken.
pub async fn move_up<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    session: CourseSessionId,
    count: u32,
    taken: u32,
) -> Result<Vec<PersonId>> {
    let rows: Vec<Moved> = sql::all(
        db,
        "UPDATE session_seat SET state = 'seated' WHERE id IN (SELECT w.id FROM session_seat w
            WHERE w.session_id = $1 AND w.state = 'waiting' ORDER BY w.id LIMIT $2) RETURNING person_id",
        vec![session.0.into(), i64::from(count).into()],
    )
    .await?;
    sql::run(
        db,
        "UPDATE course_session SET taken = $2 WHERE id = $1",
        vec![session.0.into(), i64::from(taken).into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PersonId(row.person_id))
        .collect())
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

/// How many stand before a person in the waiting list.
pub async fn waiting_before(
    db: &impl ConnectionTrait,
    session: CourseSessionId,
    person: PersonId,
) -> Result<u32> {
    let row: Option<Number> = sql::one(
        db,
        "SELECT COUNT(*) AS number FROM session_seat w WHERE w.session_id = $1 AND w.state = 'waiting'
           AND w.id < (SELECT m.id FROM session_seat m WHERE m.session_id = $1 AND m.person_id = $2)",
        vec![session.0.into(), person.0.into()],
    )
    .await?;
    sql::count(row.map_or(0, |row| row.number))
}

/// Whom to write to, in their own language.
#[derive(Clone, Debug)]
pub struct Contact {
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub lang: Lang,
}

#[derive(FromQueryResult)]
struct ContactRecord {
    id: i64,
    name: String,
    email: Option<String>,
    lang: String,
}

async fn contacts_where(
    db: &impl ConnectionTrait,
    condition: &str,
    id: i64,
) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRecord> = sql::all(
        db,
        &format!("SELECT p.id, p.name, p.email, p.lang FROM person p WHERE {condition} ORDER BY p.id LIMIT 5000"),
        if id < 0 { vec![] } else { vec![id.into()] },
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Contact {
            person: PersonId(row.id),
            name: row.name,
            email: row.email,
            lang: Lang::from_code(&row.lang).unwrap_or_default(),
        })
        .collect())
}

pub async fn contacts(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<Vec<Contact>> {
    let ids = sql::ids(people.iter().map(|person| person.0));
    contacts_where(db, &format!("p.id IN ({ids})"), -1).await
}

/// Everyone who has a seat or waits for one.
pub async fn session_contacts(
    db: &impl ConnectionTrait,
    session: CourseSessionId,
) -> Result<Vec<Contact>> {
    let condition = "p.id IN (SELECT t.person_id FROM session_seat t WHERE t.session_id = $1)";
    contacts_where(db, condition, session.0).await
}

/// Everyone who learns in a course.
pub async fn course_contacts(db: &impl ConnectionTrait, course: CourseId) -> Result<Vec<Contact>> {
    let condition = "p.id IN (SELECT e.person_id FROM enrolment e WHERE e.course_id = $1 AND e.state <> 'left')";
    contacts_where(db, condition, course.0).await
}

/// One learner of one session.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SeatRow {
    pub person_id: i64,
    pub name: String,
    pub seat: String,
    pub source: String,
    pub attendance: Option<String>,
    /// `None` for who left the course.
    pub state: Option<String>,
    pub last_at: Timestamp,
}

/// Who has a seat, then who waits, in their order.
pub async fn session_seats(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    session: CourseSessionId,
    course: CourseId,
) -> Result<Vec<SeatRow>> {
    sql::all(
        db,
        "SELECT t.person_id, p.name, t.state AS seat, t.source, t.attendance, e.state,
            COALESCE((SELECT MAX(a.updated_at) FROM activity_progress a
               WHERE a.course_id = $2 AND a.person_id = t.person_id), e.enrolled_at, t.created_at) AS last_at
         FROM session_seat t JOIN person p ON p.id = t.person_id
         LEFT JOIN enrolment e ON e.person_id = t.person_id AND e.course_id = $2
         WHERE t.session_id = $1 ORDER BY t.state, t.id LIMIT 2000",
        vec![session.0.into(), course.0.into()],
    )
    .await
}

#[derive(FromQueryResult)]
struct DoneRecord {
    person_id: i64,
    activity: String,
}

/// What everyone of a session has done of its course.
pub async fn done_by_learner(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    session: CourseSessionId,
    course: CourseId,
) -> Result<BTreeMap<PersonId, BTreeSet<Uid>>> {
    let rows: Vec<DoneRecord> = sql::all(
        db,
        "SELECT a.person_id, a.activity FROM activity_progress a
         JOIN session_seat t ON t.person_id = a.person_id AND t.session_id = $1
         WHERE a.course_id = $2 AND a.completed_at IS NOT NULL",
        vec![session.0.into(), course.0.into()],
    )
    .await?;
    let mut done: BTreeMap<PersonId, BTreeSet<Uid>> = BTreeMap::new();
    for row in rows {
        if let Ok(uid) = row.activity.parse() {
            done.entry(PersonId(row.person_id)).or_default().insert(uid);
        }
    }
    Ok(done)
}

/// Notes who was there; answers whose note changed, among those who have a seat.
pub async fn mark_attendance(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    session: CourseSessionId,
    people: &[PersonId],
    attendance: Attendance,
) -> Result<Vec<PersonId>> {
    let ids = sql::ids(people.iter().map(|person| person.0));
    let rows: Vec<Moved> = sql::all(
        db,
        &format!(
            "UPDATE session_seat SET attendance = $2 WHERE session_id = $1 AND state = 'seated' AND person_id IN ({ids})
               AND (attendance IS NULL OR attendance <> $2) RETURNING person_id"
        ),
        vec![session.0.into(), attendance.code().into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PersonId(row.person_id))
        .collect())
}

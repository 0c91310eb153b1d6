//! Sessions of a course, and the invitations to them; of a secret only the hash is kept.

use crate::{Error, Result, sql};
use domain::{
    CourseId, CourseSessionId, Error as Refusal, InvitationId, Lang, LocalText, PersonId,
    Timestamp,
    academy::{NewSession, SeatState, SessionAccess, SessionCard, SessionInvitation, SessionState},
    policy::{Course, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

/// A session with its course.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub card: SessionCard,
    pub course: CourseId,
    pub slug: String,
    pub title: LocalText,
    pub trainer: PersonId,
    pub trainer_name: String,
    pub link: Option<String>,
}

#[derive(FromQueryResult)]
struct Record {
    id: i64,
    course_id: i64,
    starts_at: i64,
    ends_at: i64,
    place: Option<String>,
    link: Option<String>,
    lang: String,
    access: String,
    state: String,
    capacity: i64,
    taken: i64,
    waiting: i64,
    seat: Option<String>,
    slug: String,
    title: String,
    trainer_id: i64,
    trainer_name: String,
}

/// `$1` is the reader, or -1.
const SESSION: &str = "SELECT s.id, s.course_id, s.starts_at, s.ends_at, s.place, s.link, s.lang, s.access, s.state, s.capacity, s.taken,
    (SELECT COUNT(*) FROM session_seat w WHERE w.session_id = s.id AND w.state = 'waiting') AS waiting,
    m.state AS seat, c.slug, c.title, c.trainer_id, p.name AS trainer_name
    FROM course_session s JOIN course c ON c.id = s.course_id JOIN person p ON p.id = c.trainer_id
    LEFT JOIN session_seat m ON m.session_id = s.id AND m.person_id = $1";

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("course session: {what}"))
}

impl Record {
    fn row(self) -> Result<SessionRow> {
        Ok(SessionRow {
            card: SessionCard {
                id: CourseSessionId(self.id),
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                place: self.place,
                lang: Lang::from_code(&self.lang).ok_or_else(|| corrupt(&self.lang))?,
                capacity: sql::count(self.capacity)?,
                taken: sql::count(self.taken)?,
                waiting: sql::count(self.waiting)?,
                access: SessionAccess::from_code(&self.access)
                    .ok_or_else(|| corrupt(&self.access))?,
                state: SessionState::from_code(&self.state).ok_or_else(|| corrupt(&self.state))?,
                seat: self.seat.as_deref().and_then(SeatState::from_code),
            },
            course: CourseId(self.course_id),
            title: sql::text(&self.title)?,
            trainer: PersonId(self.trainer_id),
            slug: self.slug,
            trainer_name: self.trainer_name,
            link: self.link,
        })
    }
}

fn reader(me: Option<PersonId>) -> i64 {
    me.map_or(-1, |me| me.0)
}

pub async fn session(
    db: &impl ConnectionTrait,
    id: CourseSessionId,
    me: Option<PersonId>,
) -> Result<Option<SessionRow>> {
    let row: Option<Record> = sql::one(
        db,
        &format!("{SESSION} WHERE s.id = $2"),
        vec![reader(me).into(), id.0.into()],
    )
    .await?;
    row.map(Record::row).transpose()
}

/// Those that are not over, the next one first; also those that were called off, which who has a
/// seat must know.
pub async fn coming_sessions(
    db: &impl ConnectionTrait,
    course: CourseId,
    me: Option<PersonId>,
    now: Timestamp,
) -> Result<Vec<SessionCard>> {
    let rows: Vec<Record> = sql::all(
        db,
        &format!(
            "{SESSION} WHERE s.course_id = $2 AND s.ends_at > $3
               AND ((s.access = 'open' AND s.state = 'open') OR m.state IS NOT NULL) ORDER BY s.starts_at, s.id LIMIT 50"
        ),
        vec![reader(me).into(), course.0.into(), now.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| row.row().map(|row| row.card))
        .collect()
}

/// All of a course, the last one first.
pub async fn all_sessions(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
) -> Result<Vec<SessionCard>> {
    let rows: Vec<Record> = sql::all(
        db,
        &format!("{SESSION} WHERE s.course_id = $2 ORDER BY s.starts_at DESC, s.id DESC LIMIT 200"),
        vec![reader(None).into(), course.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| row.row().map(|row| row.card))
        .collect()
}

#[derive(FromQueryResult)]
struct Places {
    course_id: i64,
    places: i64,
}

/// The free places of the open sessions to come, by course; those without any are not there.
pub async fn free_places(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<BTreeMap<CourseId, i64>> {
    let rows: Vec<Places> = sql::all(
        db,
        "SELECT course_id, CAST(SUM(capacity - taken) AS BIGINT) AS places FROM course_session
         WHERE state = 'open' AND starts_at > $1 AND access = 'open' AND taken < capacity GROUP BY course_id",
        vec![now.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (CourseId(row.course_id), row.places))
        .collect())
}

pub async fn insert_session(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
    it: &NewSession,
    now: Timestamp,
) -> Result<CourseSessionId> {
    let id = sql::id(
        db,
        "INSERT INTO course_session (course_id, starts_at, ends_at, place, link, lang, access, state, capacity, taken,
            created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, 0, $9, $9) RETURNING id",
        vec![
            course.0.into(),
            it.starts_at.into(),
            it.ends_at.into(),
            it.place.clone().into(),
            it.link.clone().into(),
            it.lang.code().into(),
            it.access.code().into(),
            i64::from(it.capacity).into(),
            now.into(),
        ],
    )
    .await?;
    Ok(CourseSessionId(id))
}

/// Widens a session.
///
/// # Errors
/// `Conflict` where more are seated than there would be seats, and where it was called off.
pub async fn set_capacity(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    id: CourseSessionId,
    capacity: u32,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE course_session SET capacity = $2, updated_at = $3 WHERE id = $1 AND taken <= $2 AND state = 'open'",
        vec![id.0.into(), i64::from(capacity).into(), now.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// Calls a session off.
///
/// # Errors
/// `Conflict` where it was before.
pub async fn cancel_session(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    id: CourseSessionId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE course_session SET state = 'cancelled', updated_at = $2 WHERE id = $1 AND state = 'open'",
        vec![id.0.into(), now.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

#[derive(Clone, Debug)]
pub struct NewSessionInvitation {
    pub session: CourseSessionId,
    pub email: String,
    pub token_hash: String,
    pub invited_by: PersonId,
    pub expires_at: Timestamp,
}

pub async fn invite_to_session(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    it: &NewSessionInvitation,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO session_invitation (session_id, email, token_hash, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            it.session.0.into(),
            it.email.clone().into(),
            it.token_hash.clone().into(),
            it.invited_by.0.into(),
            now.into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct InvitationRecord {
    id: i64,
    email: String,
    expires_at: i64,
}

/// Those that nobody has used yet.
pub async fn session_invitations(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    session: CourseSessionId,
    now: Timestamp,
) -> Result<Vec<SessionInvitation>> {
    let rows: Vec<InvitationRecord> = sql::all(
        db,
        "SELECT id, email, expires_at FROM session_invitation
         WHERE session_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id LIMIT 500",
        vec![session.0.into(), now.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionInvitation {
            id: InvitationId(row.id),
            email: row.email,
            expires_at: row.expires_at,
        })
        .collect())
}

/// Whether an open invitation to this session has that hash.
pub async fn open_session_invitation(
    db: &impl ConnectionTrait,
    session: CourseSessionId,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<InvitationId>> {
    let row: Option<InvitationRecord> = sql::one(
        db,
        "SELECT id, email, expires_at FROM session_invitation
         WHERE token_hash = $1 AND session_id = $2 AND ended_at IS NULL AND expires_at > $3",
        vec![token_hash.into(), session.0.into(), now.into()],
    )
    .await?;
    Ok(row.map(|row| InvitationId(row.id)))
}

/// An invitation lets one person in.
///
/// # Errors
/// `NotFound` where someone used it meanwhile.
pub async fn use_session_invitation<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: InvitationId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE session_invitation SET ended_at = $3, accepted_by = $2 WHERE id = $1 AND ended_at IS NULL",
        vec![id.0.into(), person.0.into(), now.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// # Errors
/// `NotFound` for another session's, or one that has ended.
pub async fn end_session_invitation(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    session: CourseSessionId,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE session_invitation SET ended_at = $3 WHERE id = $1 AND session_id = $2 AND ended_at IS NULL",
        vec![id.0.into(), session.0.into(), now.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

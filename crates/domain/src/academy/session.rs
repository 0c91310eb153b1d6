//! A course given at a time and a place: seats, the waiting list, attendance; and what is said
//! around a course: announcements, questions and answers.

use super::{EnrolmentState, course::coded};
use crate::{
    CooperativeId, CourseSessionId, Lang, LessonAnswerId, LessonQuestionId, LocalText, PersonId,
    Problem, Result, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// Who may take a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionAccess {
    Open,
    /// Only whoever holds an invitation, or is enrolled by their cooperative.
    Invited,
}
coded!(SessionAccess { Open = "open", Invited = "invited" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    Open,
    Cancelled,
}
coded!(SessionState { Open = "open", Cancelled = "cancelled" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatState {
    Seated,
    Waiting,
}
coded!(SeatState { Seated = "seated", Waiting = "waiting" });

/// How someone came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatSource {
    Oneself,
    Invitation,
    Cooperative,
}
coded!(SeatSource { Oneself = "oneself", Invitation = "invitation", Cooperative = "cooperative" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    Present,
    Absent,
}
coded!(Attendance { Present = "present", Absent = "absent" });

/// Seats taken, and who of the waiting moves up: how many are taken after a seated person left.
pub const fn after_leaving(taken: u32, waiting: u32) -> (u32, u32) {
    if waiting > 0 {
        (taken, 1)
    } else {
        (taken.saturating_sub(1), 0)
    }
}

/// How many of the waiting move up when there are `capacity` seats, of which `taken` are taken.
pub fn after_widening(capacity: u32, taken: u32, waiting: u32) -> u32 {
    capacity.saturating_sub(taken).min(waiting)
}

/// A session as its trainer types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInput {
    /// `2027-03-31T09:00`, in Morocco.
    pub starts: String,
    pub ends: String,
    /// Empty where it is online.
    pub place: String,
    /// Where it happens online; those who are seated see it.
    pub link: String,
    pub lang: String,
    pub capacity: String,
    pub access: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: Option<String>,
    pub link: Option<String>,
    pub lang: Lang,
    pub capacity: u32,
    pub access: SessionAccess,
}

/// The most seats of a session.
const MOST_SEATS: i64 = 500;

/// A time of a day in Morocco, from `2027-03-31T09:00` as a field sends it.
fn moment(text: &str) -> core::result::Result<Timestamp, Problem> {
    let (day, time) = text.trim().split_once('T').unwrap_or((text, "00:00"));
    let start = text::date(day)?;
    let mut parts = time.split(':').map(|part| part.parse::<i64>().ok());
    match (parts.next().flatten(), parts.next().flatten()) {
        (Some(hour @ 0..=23), Some(minute @ 0..=59)) => Ok(start + hour * 3_600 + minute * 60),
        _ => Err(Problem::InvalidDate),
    }
}

impl SessionInput {
    /// # Errors
    /// `Invalid` naming every field that is wrong: it begins after `now`, ends after it begins, is
    /// somewhere or online, and has 1 to 500 seats.
    pub fn parse(&self, now: Timestamp) -> Result<NewSession> {
        let mut check = Check::default();
        let starts_at = check.take("starts", moment(&self.starts));
        let ends_at = check.take("ends", moment(&self.ends));
        if starts_at.is_some_and(|at| at <= now) {
            check.refuse("starts", Problem::InvalidDate);
        }
        if let (Some(starts), Some(ends)) = (starts_at, ends_at)
            && ends <= starts
        {
            check.refuse("ends", Problem::InvalidDate);
        }
        let place = check
            .take("place", text::optional_line(&self.place, 160))
            .flatten();
        let link = check
            .take("link", text::optional_line(&self.link, 300))
            .flatten();
        if link.as_ref().is_some_and(|it| !it.starts_with("https://")) {
            check.refuse("link", Problem::UnknownChoice);
        }
        if self.place.trim().is_empty() && self.link.trim().is_empty() {
            check.refuse("place", Problem::Required);
        }
        let lang = Lang::from_code(&self.lang);
        if lang.is_none() {
            check.refuse("lang", Problem::UnknownChoice);
        }
        let access = SessionAccess::from_code(&self.access);
        if access.is_none() {
            check.refuse("access", Problem::UnknownChoice);
        }
        let capacity = check.take("capacity", text::integer(&self.capacity, 1, MOST_SEATS));
        check.finish()?;
        match (starts_at, ends_at, lang, capacity, access) {
            (Some(starts_at), Some(ends_at), Some(lang), Some(capacity), Some(access)) => {
                Ok(NewSession {
                    starts_at,
                    ends_at,
                    place,
                    link,
                    lang,
                    capacity: u32::try_from(capacity).unwrap_or(1),
                    access,
                })
            }
            _ => Err(crate::Error::Malformed),
        }
    }
}

/// A session in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionCard {
    pub id: CourseSessionId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// `None` where it is online.
    pub place: Option<String>,
    pub lang: Lang,
    pub capacity: u32,
    pub taken: u32,
    pub waiting: u32,
    pub access: SessionAccess,
    pub state: SessionState,
    /// The reader's own.
    pub seat: Option<SeatState>,
}

impl SessionCard {
    pub const fn free(&self) -> u32 {
        self.capacity.saturating_sub(self.taken)
    }
}

/// A course that comes before another, and whether the reader has finished it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub slug: String,
    pub title: LocalText,
    pub is_met: bool,
}

/// From the trainer to those who learn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    pub author: String,
    pub text: String,
    pub at: Timestamp,
}

/// What stands on a course's page beside the course itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseExtras {
    pub sessions: Vec<SessionCard>,
    pub requires: Vec<Requirement>,
    /// Only for who is enrolled.
    pub announcements: Vec<Announcement>,
    /// The paths that lead through it: address and name.
    pub paths: Vec<(String, LocalText)>,
}

/// One session, as who might come sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPage {
    pub card: SessionCard,
    pub course: String,
    pub title: LocalText,
    pub trainer: String,
    /// For who is seated.
    pub link: Option<String>,
    /// How many wait before the reader, where they wait.
    pub ahead: u32,
    pub requires: Vec<Requirement>,
    pub may_join: bool,
    pub is_trainer: bool,
    /// The cooperative that the reader manages, with its people who have no seat.
    pub cooperative: Option<CooperativeId>,
    pub members: Vec<(PersonId, String)>,
}

/// A learner of a session as the trainer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLearner {
    pub person: PersonId,
    pub name: String,
    pub seat: SeatState,
    pub source: SeatSource,
    pub state: EnrolmentState,
    pub percent: u8,
    /// Where they go on; `None` when all is done.
    pub next: Option<LocalText>,
    pub is_stuck: bool,
    pub last_at: Timestamp,
    pub attendance: Option<Attendance>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInvitation {
    pub id: crate::InvitationId,
    pub email: String,
    pub expires_at: Timestamp,
}

/// One session, as its trainer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRoom {
    pub card: SessionCard,
    pub course: String,
    pub title: LocalText,
    pub learners: Vec<SessionLearner>,
    pub invitations: Vec<SessionInvitation>,
    /// The lessons that may be attested for a group: address and name.
    pub lessons: Vec<(String, LocalText)>,
    pub announcements: Vec<Announcement>,
}

/// A course's sessions and what comes before it, for its trainer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeachingPlan {
    pub course: String,
    pub title: LocalText,
    pub sessions: Vec<SessionCard>,
    /// Its quizzes: address and name.
    pub quizzes: Vec<(String, LocalText)>,
    /// The other courses, and whether this one requires them.
    pub courses: Vec<Requirement>,
    pub announcements: Vec<Announcement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonAnswer {
    pub id: LessonAnswerId,
    pub author: String,
    pub by_trainer: bool,
    pub text: String,
    pub at: Timestamp,
    pub is_accepted: bool,
}

/// A question under a lesson, its accepted answer first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonQuestion {
    pub id: LessonQuestionId,
    pub author: String,
    pub text: String,
    pub at: Timestamp,
    pub answers: Vec<LessonAnswer>,
    /// Whether the reader is the trainer, who accepts.
    pub may_accept: bool,
}

//! What the academy's screens show.

use super::{
    Attempt, CourseCard, CourseProgress, Cue, EnrolmentState, Media, MyCredential, Outline,
    QuizRules, Uid,
};
use crate::{Lang, LocalText, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursePage {
    pub card: CourseCard,
    pub outcomes: Vec<LocalText>,
    pub trainer: String,
    pub version: i64,
    pub published_at: Timestamp,
    pub outline: Outline,
    /// Of all its recordings and texts in the reader's language.
    pub bytes: i64,
    /// Only a signed-in learner's.
    pub enrolment: Option<EnrolmentState>,
    pub progress: Option<CourseProgress>,
    pub credential: Option<MyCredential>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningRow {
    pub card: CourseCard,
    pub state: EnrolmentState,
    pub progress: CourseProgress,
    /// Where to go on.
    pub next_title: Option<LocalText>,
    pub credential: Option<MyCredential>,
    pub last_at: Timestamp,
}

/// The learner's courses, the one worked on last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningPage {
    pub rows: Vec<LearningRow>,
    pub minutes: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizSummary {
    pub rules: QuizRules,
    /// Questions of one attempt.
    pub questions: u32,
    pub attempts: i64,
    /// In thousandths.
    pub best: Option<i64>,
    pub passed: bool,
    /// After two failures.
    pub offer_help: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonPage {
    pub course: String,
    pub course_title: LocalText,
    pub version: i64,
    pub slug: String,
    pub title: LocalText,
    pub outline: Outline,
    pub progress: CourseProgress,
    /// Clean HTML of the text, and its language.
    pub html: String,
    pub lang: Lang,
    pub reading: Option<Uid>,
    pub media_activity: Option<Uid>,
    pub media: Option<Media>,
    /// The qualities of that recording.
    pub playing: super::Playing,
    pub transcript: Vec<Cue>,
    /// Milliseconds of the media.
    pub resume: i64,
    pub quiz: Option<QuizSummary>,
    pub note: String,
    /// The newest event that this page knows: the live stream goes on after it.
    pub last_event: i64,
    pub previous: Option<(String, LocalText)>,
    pub next: Option<(String, LocalText)>,
    pub credential: Option<MyCredential>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizPage {
    pub course: String,
    pub course_title: LocalText,
    pub slug: String,
    pub title: LocalText,
    pub summary: QuizSummary,
    /// The newest one, where there is one.
    pub attempt: Option<Attempt>,
    pub now: Timestamp,
    pub next: Option<(String, LocalText)>,
    /// The lesson to read again.
    pub previous: Option<(String, LocalText)>,
    pub progress: CourseProgress,
    pub credential: Option<MyCredential>,
}

/// What the player shows: a lesson, and its quiz where it is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerPage {
    pub lesson: LessonPage,
    pub quiz: Option<QuizPage>,
    /// Whose events the device may send: several people may share it.
    pub learner: PersonId,
}

/// One message of the live stream; its id is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamEvent {
    pub id: i64,
    pub course: String,
    pub lesson: String,
    pub lesson_percent: u8,
    pub course_percent: u8,
}

/// One of a trainer's courses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaughtCourse {
    pub slug: String,
    pub title: LocalText,
    pub version: i64,
    pub learners: i64,
    pub completed: i64,
}

/// A learner as their trainer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    pub name: String,
    pub state: EnrolmentState,
    pub percent: u8,
    pub is_stuck: bool,
    pub enrolled_at: Timestamp,
    pub last_at: Timestamp,
    pub credential: Option<String>,
}

/// The learners of one course, and how many finished each lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseLearners {
    pub slug: String,
    pub title: LocalText,
    pub version: i64,
    pub learners: Vec<Learner>,
    pub lessons: Vec<(LocalText, i64)>,
}

//! Courses, their immutable versions, and enrolments.

use super::{Rule, Uid};
use crate::{Error, LocalText, Result};
use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn from_code(code: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}
pub(super) use coded;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseStatus {
    Draft,
    Published,
    /// Enrolled learners go on; nobody else comes in.
    Archived,
}
coded!(CourseStatus { Draft = "draft", Published = "published", Archived = "archived" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseEvent {
    /// Also of a new version of a published course.
    Publish,
    Archive,
    Restore,
}

impl CourseEvent {
    pub const ALL: [CourseEvent; 3] = [
        CourseEvent::Publish,
        CourseEvent::Archive,
        CourseEvent::Restore,
    ];
}

impl CourseStatus {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: CourseEvent) -> Result<CourseStatus> {
        match (self, event) {
            (CourseStatus::Draft | CourseStatus::Published, CourseEvent::Publish)
            | (CourseStatus::Archived, CourseEvent::Restore) => Ok(CourseStatus::Published),
            (CourseStatus::Published, CourseEvent::Archive) => Ok(CourseStatus::Archived),
            _ => Err(Error::Conflict),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentState {
    Active,
    /// Progress is kept.
    Left,
    Completed,
}
coded!(EnrolmentState { Active = "active", Left = "left", Completed = "completed" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentEvent {
    /// Also coming back; enrolling twice is once.
    Enrol,
    Leave,
    Complete,
}

impl EnrolmentEvent {
    pub const ALL: [EnrolmentEvent; 3] = [
        EnrolmentEvent::Enrol,
        EnrolmentEvent::Leave,
        EnrolmentEvent::Complete,
    ];
}

impl EnrolmentState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: EnrolmentEvent) -> Result<EnrolmentState> {
        match (self, event) {
            (EnrolmentState::Active | EnrolmentState::Left, EnrolmentEvent::Enrol) => {
                Ok(EnrolmentState::Active)
            }
            (EnrolmentState::Active | EnrolmentState::Left, EnrolmentEvent::Leave) => {
                Ok(EnrolmentState::Left)
            }
            // What was sent late may finish a course that one has left.
            (EnrolmentState::Active | EnrolmentState::Left, EnrolmentEvent::Complete)
            | (EnrolmentState::Completed, EnrolmentEvent::Enrol | EnrolmentEvent::Complete) => {
                Ok(EnrolmentState::Completed)
            }
            (EnrolmentState::Completed, EnrolmentEvent::Leave) => Err(Error::Conflict),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    Reading,
    Audio,
    Video,
    Quiz,
}
coded!(ActivityKind { Reading = "reading", Audio = "audio", Video = "video", Quiz = "quiz" });

/// A recording in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub lang: crate::Lang,
    /// Below `/academy/media/`.
    pub file: String,
    /// WebVTT, beside it; empty where there is none.
    pub captions: String,
    pub bytes: i64,
    /// In milliseconds.
    pub duration: i64,
}

/// One thing to do in a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineActivity {
    pub uid: Uid,
    pub kind: ActivityKind,
    pub rule: Rule,
    pub media: Vec<Media>,
}

impl OutlineActivity {
    /// The shortest recording's: hearing the whole in any language is hearing it.
    pub fn duration(&self) -> Option<i64> {
        self.media.iter().map(|media| media.duration).min()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineLesson {
    pub slug: String,
    pub title: LocalText,
    pub minutes: i64,
    pub activities: Vec<OutlineActivity>,
}

impl OutlineLesson {
    pub fn is_quiz(&self) -> bool {
        self.activities
            .iter()
            .any(|activity| activity.kind == ActivityKind::Quiz)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineModule {
    pub title: LocalText,
    pub lessons: Vec<OutlineLesson>,
}

/// What a version consists of, without its texts and questions. Part of what is published, so it
/// never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    pub modules: Vec<OutlineModule>,
}

/// The addresses that a device keeps to learn a course without a network: its lessons in one
/// language, with their recordings. Quizzes are graded by the server, so they wait for it.
pub fn kept_files(
    outline: &Outline,
    course: &str,
    lang: crate::Lang,
    illustration: &str,
) -> Vec<String> {
    let mut files = vec![format!("/illustrations/academy/{illustration}.svg")];
    for lesson in outline.lessons().filter(|lesson| !lesson.is_quiz()) {
        files.push(format!(
            "/{}/academy/{course}/lessons/{}",
            lang.code(),
            lesson.slug
        ));
        let recordings = lesson.activities.iter().flat_map(|activity| {
            let own = activity.media.iter().find(|media| media.lang == lang);
            own.or_else(|| activity.media.first())
        });
        for media in recordings {
            files.push(format!("/academy/media/{}", media.file));
            if !media.captions.is_empty() {
                files.push(format!("/academy/media/{}", media.captions));
            }
        }
    }
    files
}

impl Outline {
    pub fn lessons(&self) -> impl Iterator<Item = &OutlineLesson> {
        self.modules.iter().flat_map(|module| &module.lessons)
    }

    pub fn lesson(&self, slug: &str) -> Option<&OutlineLesson> {
        self.lessons().find(|lesson| lesson.slug == slug)
    }

    pub fn activity(&self, uid: Uid) -> Option<&OutlineActivity> {
        self.lessons()
            .flat_map(|lesson| &lesson.activities)
            .find(|activity| activity.uid == uid)
    }

    /// The lessons before and after one.
    pub fn around(&self, slug: &str) -> (Option<&OutlineLesson>, Option<&OutlineLesson>) {
        let lessons: Vec<&OutlineLesson> = self.lessons().collect();
        let Some(at) = lessons.iter().position(|lesson| lesson.slug == slug) else {
            return (None, None);
        };
        (
            at.checked_sub(1).and_then(|at| lessons.get(at).copied()),
            lessons.get(at + 1).copied(),
        )
    }
}

//! The academy: courses, progress that merges in any order, attempts graded once, credentials.

mod attempt;
mod captions;
mod catalogue;
mod completion;
mod course;
mod credential;
mod evidence;
mod intervals;
mod pages;
mod progress;
mod question;
mod uid;

pub use attempt::{
    Attempt, AttemptEvent, AttemptItem, AttemptResult, AttemptState, ItemResult, QuizRules,
    quiz_seed,
};
pub use captions::{BadCaptions, Cue, parse_captions};
pub use catalogue::{CourseCard, CourseCatalogue, CourseQuery, Level, Theme};
pub use completion::{CourseProgress, LessonProgress, Rule};
pub use course::{
    ActivityKind, CourseEvent, CourseStatus, EnrolmentEvent, EnrolmentState, Media, Outline,
    OutlineActivity, OutlineLesson, OutlineModule, kept_files,
};
pub use credential::{CredentialStatus, CredentialView, MyCredential};
pub use evidence::{
    Ack, AckState, Circumstances, MAX_BATCH, MAX_SPEED_PERCENT, ProgressBatch, Refusal, check,
};
pub use intervals::Intervals;
pub use pages::{
    CourseLearners, CoursePage, Learner, LearningPage, LearningRow, LessonPage, PlayerPage,
    QuizPage, QuizSummary, StreamEvent, TaughtCourse,
};
pub use progress::{ActivityProgress, Evidence, ProgressEvent, Resume};
pub use question::{Answer, Area, Body, Choice, ItemKind, ItemView, Pair, Question, Spot, shuffle};
pub use uid::Uid;

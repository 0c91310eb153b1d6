//! The academy: courses, progress that merges in any order, attempts graded once, credentials.

mod attempt;
mod captions;
mod catalogue;
mod completion;
mod course;
mod credential;
mod draft;
mod draft_input;
mod draft_media;
mod draft_pages;
mod evidence;
mod intervals;
mod item_analysis;
mod package;
mod pages;
mod path;
mod progress;
mod question;
mod question_input;
mod recording;
mod records;
mod session;
mod uid;

pub use attempt::{
    Attempt, AttemptEvent, AttemptItem, AttemptResult, AttemptState, ItemResult, QuizRules,
    quiz_seed,
};
pub use captions::{BadCaptions, CaptionFault, Cue, parse_captions, write_captions};
pub use catalogue::{CourseCard, CourseCatalogue, CourseQuery, Level, Theme};
pub use completion::{CourseProgress, LessonProgress, Rule};
pub use course::{
    ActivityKind, CourseEvent, CourseStatus, EnrolmentEvent, EnrolmentState, Media, Outline,
    OutlineActivity, OutlineLesson, OutlineModule, kept_files,
};
pub use credential::{CredentialStatus, CredentialView, MyCredential};
pub use draft::{
    CourseDraft, Direction, DraftChange, DraftLesson, DraftModule, DraftQuiz, DraftText,
    LessonInput, MOST_QUESTIONS,
};
pub use draft_input::{CourseInput, ILLUSTRATIONS, as_lines, course_slug, is_slug};
pub use draft_pages::{
    DraftCard, DraftPage, ImportReport, OutlineInput, PlaceInput, question_change,
};
pub use evidence::{
    Ack, AckState, Circumstances, MAX_BATCH, MAX_SPEED_PERCENT, ProgressBatch, Refusal, check,
};
pub use intervals::Intervals;
pub use item_analysis::{ItemAnalysis, QuizAnalysis, analyse};
pub use package::{
    COURSE_FORMAT, ItemFault, ItemReport, MAX_COURSE_BYTES, MAX_QUESTIONS_BYTES, PackageFault,
    QuestionImport,
};
pub use pages::{
    CourseLearners, CoursePage, Learner, LearningPage, LearningRow, LessonPage, PlayerPage,
    QuizPage, QuizSummary, StreamEvent, TaughtCourse,
};
pub use path::{Accepted, LearningPath, PathCard, PathInput, PathStep, leads_back};
pub use progress::{ActivityProgress, Evidence, ProgressEvent, Resume};
pub use question::{Answer, Area, Body, Choice, ItemKind, ItemView, Pair, Question, Spot, shuffle};
pub use question_input::{QuestionInput, TYPED_KINDS};
pub use recording::{
    Conversion, LessonFile, LessonFiles, MAX_PERSON_BYTES, MAX_PLAIN_BYTES, MOST_UPLOADS,
    MediaKind, NewUpload, PART_BYTES, Part, Parts, Playing, Quality, QualityKind, UploadEvent,
    UploadInput, UploadState, UploadStatus, activity_of,
};
pub use records::{RecordClient, RecordScope, RecordSecret, parse_record_client};
pub use session::{
    Announcement, Attendance, CourseExtras, LessonAnswer, LessonQuestion, NewSession, Requirement,
    SeatSource, SeatState, SessionAccess, SessionCard, SessionInput, SessionInvitation,
    SessionLearner, SessionPage, SessionRoom, SessionState, TeachingPlan, after_leaving,
    after_widening,
};
pub use uid::Uid;

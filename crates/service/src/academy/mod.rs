//! Use cases of `academy`: courses, enrolment, lessons, progress, quizzes, credentials, teaching.

mod author;
mod browse;
mod content;
mod credential_paper;
mod credentials;
mod demo;
mod enrol;
mod keys;
mod lesson;
mod live;
mod markdown;
mod packages;
mod paths;
mod publish;
mod question_table;
mod quiz;
mod record_progress;
pub mod records;
mod sessions;
mod talk;
mod teach;
mod uploads;

pub use self::packages::{
    CourseFiles, export_course, export_question_package, import_course, incoming,
    may_write_courses, send_questions, show_question_import, take_questions,
};
pub use author::{
    add_author, change_draft, continue_course, my_drafts, publish_draft, render_text, show_draft,
    start_course,
};
pub use browse::{browse_courses, course_slugs, show_course};
pub use content::built_in_courses;
pub use credential_paper::print_credential;
pub use credentials::{
    issuer, issuer_key, my_credentials, renew_credential, revoke_credential, show_credential,
    signed_credential,
};
pub use demo::{DemoLearners, seed_academy};
pub use domain::academy::{CourseDraft, DraftLesson, DraftModule, DraftQuiz, DraftText};
pub use enrol::{enrol, leave_course, my_learning};
pub use keys::rotate_issuer_key;
pub use lesson::{complete_lesson, open_lesson, save_note, show_lesson};
pub use live::{
    Wake, announce, close_streams, hear_others, is_closing, stream_progress, subscribe,
};
pub use markdown::render;
pub use paths::{learning_paths, save_path, show_path};
pub use publish::publish_course;
pub use question_table::{export_questions, import_questions};
pub use quiz::{regrade_quiz, save_attempt, show_quiz, start_attempt, submit_attempt};
pub use record_progress::{course_progress, record_progress};
pub use sessions::{
    announce_course, announce_session, call_off_session, course_extras, invite_learner,
    join_session, leave_session, mark_attendance, plan_session, revoke_session_invitation,
    seat_members, session_csv, session_room, set_requirements, show_session, teaching_plan,
    widen_session,
};
pub use talk::{accept_answer, answer_question, ask_question, lesson_questions};
pub use teach::{
    CourseLearners, Learner, TaughtCourse, course_learners, learners_csv, my_courses, quiz_analysis,
};
pub use uploads::{
    finish_upload, lesson_files, put_part, remove_recording, remove_upload, send_file, show_upload,
    start_upload, sweep_uploads,
};

use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    policy::{Action, Learning, Permit, authorize},
};
use store::academy::CourseRow;

/// Who learns, with the permit for what is theirs.
fn learner(ctx: &Ctx) -> Result<(PersonId, Permit<Learning>)> {
    let learner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::Learn, &Learning { learner })?;
    Ok((learner, permit))
}

/// A course by its slug, published or archived.
async fn load(ctx: &Ctx, db: &impl store::Connection, slug: &str) -> Result<CourseRow> {
    // Whatever else comes in an address is no course, and some of it no database takes.
    let is_slug = slug.len() <= 60
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !is_slug {
        return Err(Error::NotFound);
    }
    store::academy::course_by_slug(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

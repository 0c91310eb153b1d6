//! Use cases of `academy`: courses, enrolment, lessons, progress, quizzes, credentials, teaching.

mod browse;
mod content;
mod credentials;
mod demo;
mod enrol;
mod keys;
mod lesson;
mod live;
mod markdown;
mod publish;
mod quiz;
mod record_progress;
mod teach;

pub use browse::{browse_courses, course_slugs, show_course};
pub use content::{CourseDraft, DraftLesson, DraftModule, DraftQuiz, DraftText, built_in_courses};
pub use credentials::{
    issuer, issuer_key, my_credentials, revoke_credential, show_credential, signed_credential,
};
pub use demo::{DemoLearners, seed_academy};
pub use enrol::{enrol, leave_course, my_learning};
pub use keys::rotate_issuer_key;
pub use lesson::{complete_lesson, open_lesson, save_note, show_lesson};
pub use live::{
    Wake, announce, close_streams, hear_others, is_closing, stream_progress, subscribe,
};
pub use markdown::render;
pub use publish::publish_course;
pub use quiz::{regrade_quiz, save_attempt, show_quiz, start_attempt, submit_attempt};
pub use record_progress::{course_progress, record_progress};
pub use teach::{CourseLearners, Learner, TaughtCourse, course_learners, learners_csv, my_courses};

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

//! Questions under a lesson: learners and the trainer answer, the trainer says which answer helps.

use super::{learner, load, sessions::teacher};
use crate::{Ctx, internal};
use domain::{
    Error, LessonAnswerId, LessonQuestionId, PersonId, Problem, Result,
    academy::LessonQuestion,
    policy::{Learning, Permit},
    text,
};
use store::{Connection, academy::CourseRow};

/// A lesson's course for who learns or teaches in it.
async fn member(
    ctx: &Ctx,
    db: &impl Connection,
    slug: &str,
    lesson: &str,
) -> Result<(CourseRow, PersonId, Permit<Learning>)> {
    let (person, permit) = learner(ctx)?;
    let course = load(ctx, db, slug).await?;
    course.outline.lesson(lesson).ok_or(Error::NotFound)?;
    if teacher(ctx, course.trainer).is_err() {
        store::academy::enrolment(db, person, course.card.id)
            .await
            .map_err(internal(ctx))?
            .ok_or(Error::Forbidden)?;
    }
    Ok((course, person, permit))
}

fn words_of(text: &str) -> Result<String> {
    text::paragraph(text, 2_000)
        .and_then(|text| text.ok_or(Problem::Required))
        .map_err(|problem| Error::field("text", problem))
}

/// The questions under a lesson, the newest first.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is not in the course; `Forbidden` for who is not
/// enrolled.
pub async fn lesson_questions(ctx: &Ctx, slug: &str, lesson: &str) -> Result<Vec<LessonQuestion>> {
    let db = ctx.db().reader();
    let (course, person, _) = member(ctx, db, slug, lesson).await?;
    let is_trainer = person == course.trainer;
    store::academy::lesson_questions(db, course.card.id, lesson, course.trainer, is_trainer)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// As [`lesson_questions`]; `Invalid` on `text`.
pub async fn ask_question(ctx: &Ctx, slug: &str, lesson: &str, text: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (course, person, permit) = member(ctx, &tx, slug, lesson).await?;
    let text = words_of(text)?;
    let place = (course.card.id, lesson);
    store::academy::insert_question(&tx, &permit, place, person, &text, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// As [`ask_question`]; `NotFound` for a question of another course.
pub async fn answer_question(
    ctx: &Ctx,
    slug: &str,
    lesson: &str,
    question: LessonQuestionId,
    text: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (course, person, permit) = member(ctx, &tx, slug, lesson).await?;
    let text = words_of(text)?;
    let place = (course.card.id, question);
    store::academy::insert_answer(&tx, &permit, place, person, &text, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Marks the answer that helps.
///
/// # Errors
/// `NotFound` for who is not the trainer, or another course's answer.
pub async fn accept_answer(ctx: &Ctx, slug: &str, answer: LessonAnswerId) -> Result<()> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let permit = teacher(ctx, course.trainer)?;
    store::academy::accept_answer(&tx, &permit, course.card.id, answer)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Enrolment, leaving, and what one is learning.

use super::{browse::mine, learner, load};
use crate::{Ctx, internal};
use domain::{
    Error, Result,
    academy::{
        CourseProgress, CourseStatus, EnrolmentEvent, EnrolmentState, LearningPage, LearningRow,
    },
};

/// Enrols, or comes back; twice is once. Progress made before is kept.
///
/// # Errors
/// `Unauthenticated` for a visitor; `NotFound` for what is not published;
/// `MissingPrerequisites` naming what comes first.
pub async fn enrol(ctx: &Ctx, slug: &str) -> Result<EnrolmentState> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::lock_learner(&tx, &permit, person)
        .await
        .map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let known = store::academy::enrolment(&tx, person, course.card.id)
        .await
        .map_err(internal(ctx))?;
    let state = match known {
        Some(known) => known.state.transition(EnrolmentEvent::Enrol)?,
        None if course.status == CourseStatus::Published => {
            let missing = store::academy::missing_for(&tx, course.card.id, &[person])
                .await
                .map_err(internal(ctx))?;
            if !missing.is_empty() {
                return Err(Error::MissingPrerequisites { courses: missing });
            }
            EnrolmentState::Active
        }
        None => return Err(Error::NotFound),
    };
    if known.map(|known| known.state) != Some(state) {
        store::academy::set_enrolment(&tx, &permit, person, course.card.id, state, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(state)
}

/// Leaves a course that is not finished.
///
/// # Errors
/// `NotFound` where one is not enrolled; `Conflict` where it is finished.
pub async fn leave_course(ctx: &Ctx, slug: &str) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::lock_learner(&tx, &permit, person)
        .await
        .map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let known = store::academy::enrolment(&tx, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let state = known.state.transition(EnrolmentEvent::Leave)?;
    store::academy::set_enrolment(&tx, &permit, person, course.card.id, state, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The learner's courses, the one worked on last first, each with where to go on.
///
/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn my_learning(ctx: &Ctx) -> Result<LearningPage> {
    let (person, _) = learner(ctx)?;
    let db = ctx.db().reader();
    let enrolments = store::academy::enrolments_of(db, person)
        .await
        .map_err(internal(ctx))?;
    let ids: Vec<_> = enrolments.iter().map(|it| it.course).collect();
    let outlines = store::academy::outlines(db, &ids)
        .await
        .map_err(internal(ctx))?;
    let mut done = store::academy::done_in(db, person, &ids)
        .await
        .map_err(internal(ctx))?;
    let summary = store::academy::learning_summary(db, person)
        .await
        .map_err(internal(ctx))?;
    let credentials = store::academy::credentials_of(db, person)
        .await
        .map_err(internal(ctx))?;
    let mut minutes = 0;
    let mut rows: Vec<LearningRow> = enrolments
        .into_iter()
        .filter_map(|enrolment| {
            let row = outlines
                .iter()
                .find(|row| row.card.id == enrolment.course)?;
            let done = done.remove(&enrolment.course).unwrap_or_default();
            let progress = CourseProgress::of(&row.card.slug, &row.outline, &done);
            let (last_at, spent) = summary
                .get(&enrolment.course)
                .copied()
                .unwrap_or((enrolment.enrolled_at, 0));
            minutes += spent / 60_000;
            Some(LearningRow {
                card: row.card.clone(),
                state: enrolment.state,
                next_title: progress
                    .next
                    .as_deref()
                    .and_then(|slug| row.outline.lesson(slug))
                    .map(|lesson| lesson.title.clone()),
                progress,
                credential: credentials
                    .iter()
                    .find(|it| it.course == enrolment.course)
                    .map(|it| mine(it, ctx.now)),
                last_at,
            })
        })
        .collect();
    rows.sort_by_key(|row| (row.state != EnrolmentState::Active, -row.last_at));
    Ok(LearningPage { rows, minutes })
}

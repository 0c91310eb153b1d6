//! What a trainer sees: their courses, who learns, and who is stuck where.

use super::load;
use crate::{Ctx, internal};
use domain::{
    Error, Result, Timestamp,
    academy::{ActivityKind, EnrolmentState, ItemAnalysis, QuizAnalysis, analyse},
    policy::{Action, Course, authorize},
};

pub use domain::academy::{CourseLearners, Learner, TaughtCourse};

/// The signed-in trainer's courses.
///
/// # Errors
/// `Unauthenticated` for a visitor, `NotFound` for who does not teach.
pub async fn my_courses(ctx: &Ctx) -> Result<Vec<TaughtCourse>> {
    let trainer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::Teach, &Course { trainer })?;
    let rows = store::academy::taught(ctx.db().reader(), &permit, trainer)
        .await
        .map_err(internal(ctx))?;
    Ok(rows
        .into_iter()
        .map(|row| TaughtCourse {
            slug: row.slug,
            title: row.title,
            version: row.version,
            learners: row.learners,
            completed: row.completed,
        })
        .collect())
}

/// A learner who has not moved for this long is stuck, in seconds.
const STUCK: i64 = 7 * 86_400;

pub(super) fn is_stuck(state: EnrolmentState, last_at: Timestamp, now: Timestamp) -> bool {
    state == EnrolmentState::Active && now - last_at > STUCK
}

/// The learners of one's own course, those who are stuck first.
///
/// # Errors
/// `Unauthenticated` for a visitor; `NotFound` for who is not its trainer.
pub async fn course_learners(ctx: &Ctx, slug: &str) -> Result<CourseLearners> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let db = ctx.db().reader();
    let course = load(ctx, db, slug).await?;
    let permit = authorize(
        &ctx.actor,
        Action::Teach,
        &Course {
            trainer: course.trainer,
        },
    )?;
    let total = course
        .outline
        .lessons()
        .map(|lesson| lesson.activities.len())
        .sum::<usize>();
    let total = i64::try_from(total).unwrap_or(1).max(1);
    let rows = store::academy::learners(db, &permit, course.card.id)
        .await
        .map_err(internal(ctx))?;
    let mut learners: Vec<Learner> = rows
        .into_iter()
        .filter_map(|row| {
            let state = EnrolmentState::from_code(&row.state)?;
            Some(Learner {
                name: row.name,
                percent: u8::try_from((row.done * 100 / total).min(100)).unwrap_or(100),
                is_stuck: is_stuck(state, row.last_at, ctx.now),
                state,
                enrolled_at: row.enrolled_at,
                last_at: row.last_at,
                credential: row.code,
            })
        })
        .collect();
    learners.sort_by_key(|learner| (!learner.is_stuck, learner.last_at));
    let stops = store::academy::stops(db, &permit, course.card.id)
        .await
        .map_err(internal(ctx))?;
    let lessons = course
        .outline
        .lessons()
        .map(|lesson| {
            let done = lesson
                .activities
                .iter()
                .filter_map(|activity| stops.get(&activity.uid).copied())
                .min()
                .unwrap_or(0);
            (lesson.title.clone(), done)
        })
        .collect();
    Ok(CourseLearners {
        slug: course.card.slug,
        title: course.card.title,
        version: course.number,
        learners,
        lessons,
    })
}

/// How easy each question of a quiz is, and whether it tells who knows: over everyone's first
/// attempt.
///
/// # Errors
/// As [`course_learners`]; `NotFound` for what is no quiz.
pub async fn quiz_analysis(ctx: &Ctx, slug: &str, lesson: &str) -> Result<QuizAnalysis> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let db = ctx.db().reader();
    let course = load(ctx, db, slug).await?;
    let permit = super::sessions::teacher(ctx, course.trainer)?;
    let lesson = course.outline.lesson(lesson).ok_or(Error::NotFound)?;
    let mut activities = lesson.activities.iter();
    let quiz = activities
        .find(|it| it.kind == ActivityKind::Quiz)
        .ok_or(Error::NotFound)?;
    let attempts = store::academy::graded_attempts(db, &permit, quiz.uid)
        .await
        .map_err(internal(ctx))?;
    let firsts: Vec<_> = attempts
        .iter()
        .filter(|(_, attempt, _)| attempt.number == 1)
        .collect();
    let results: Vec<_> = firsts
        .iter()
        .filter_map(|(_, attempt, _)| attempt.result.as_ref())
        .collect();
    let prompt = |id: &str| {
        firsts
            .iter()
            .flat_map(|(_, attempt, _)| &attempt.questions)
            .find(|question| question.id == id)
            .map(|question| question.prompt.clone())
            .unwrap_or_default()
    };
    Ok(QuizAnalysis {
        items: analyse(&results)
            .into_iter()
            .map(|(id, (answers, ease, discrimination))| ItemAnalysis {
                prompt: prompt(&id),
                id,
                answers,
                ease,
                discrimination,
            })
            .collect(),
        title: lesson.title.clone(),
        course: course.card.slug,
    })
}

/// The same table as CSV, for a spreadsheet: cells that begin like a formula are made text.
///
/// # Errors
/// As [`course_learners`].
pub async fn learners_csv(ctx: &Ctx, slug: &str) -> Result<String> {
    let page = course_learners(ctx, slug).await?;
    let mut out = String::from("name,state,percent,enrolled_at,last_at,credential\r\n");
    for learner in page.learners {
        let cells = [
            learner.name,
            learner.state.code().to_owned(),
            learner.percent.to_string(),
            super::credentials::iso(learner.enrolled_at),
            super::credentials::iso(learner.last_at),
            learner.credential.unwrap_or_default(),
        ];
        let line: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

pub(super) fn csv_cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn a_cell_is_text_and_never_a_formula() {
        for (text, cell) in [
            ("Amina", "Amina"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }
}

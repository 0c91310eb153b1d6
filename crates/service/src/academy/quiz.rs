//! Quizzes: an attempt is frozen at its start, saved as one goes, graded once, on the server.

use super::{
    learner,
    lesson::{standing, summary},
    load,
    record_progress::apply_own,
    sessions::mails::{Told, tell},
};
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    academy::{
        Answer, Attempt, AttemptEvent, AttemptItem, AttemptResult, AttemptState, Evidence,
        ItemResult, OutlineLesson, Question, QuizPage, Uid, quiz_seed,
    },
    policy::{Action, Course, Learning, Permit, authorize},
};
use i18n::keys::academy as k;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Tx,
    academy::{AttemptRow, CourseRow},
};

/// What the network may take after the deadline, in seconds.
const GRACE: i64 = 5;

/// The quiz of a lesson, for who is enrolled.
async fn find<C: store::Connection>(
    ctx: &Ctx,
    db: &C,
    person: PersonId,
    slug: &str,
    lesson: &str,
) -> Result<(CourseRow, OutlineLesson, Uid)> {
    let course = load(ctx, db, slug).await?;
    let lesson = course
        .outline
        .lesson(lesson)
        .filter(|lesson| lesson.is_quiz())
        .cloned()
        .ok_or(Error::NotFound)?;
    store::academy::enrolment(db, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Forbidden)?;
    let uid = lesson
        .activities
        .iter()
        .find(|activity| activity.kind == domain::academy::ActivityKind::Quiz)
        .map(|activity| activity.uid)
        .ok_or(Error::NotFound)?;
    Ok((course, lesson, uid))
}

/// The quiz's page: its newest attempt, open or graded. An attempt whose time is up is graded here,
/// with what was saved.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for what is no quiz; `Forbidden` for who is not enrolled.
pub async fn show_quiz(ctx: &Ctx, slug: &str, lesson: &str) -> Result<QuizPage> {
    let (person, permit) = learner(ctx)?;
    let db = ctx.db().reader();
    let (course, lesson, uid) = find(ctx, db, person, slug, lesson).await?;
    let mut attempts = store::academy::attempts_of(db, person, uid)
        .await
        .map_err(internal(ctx))?;
    if attempts
        .first()
        .is_some_and(|attempt| is_over(attempt, ctx.now))
    {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        store::academy::lock_learner(&tx, &permit, person)
            .await
            .map_err(internal(ctx))?;
        attempts = store::academy::attempts_of(&tx, person, uid)
            .await
            .map_err(internal(ctx))?;
        if let Some(attempt) = attempts.first().filter(|attempt| is_over(attempt, ctx.now)) {
            finish(
                ctx,
                &tx,
                &permit,
                person,
                &course,
                uid,
                attempt,
                AttemptEvent::Expire,
            )
            .await?;
        }
        store::commit(tx).await.map_err(internal(ctx))?;
        super::announce(person);
        attempts = store::academy::attempts_of(ctx.db().writer(), person, uid)
            .await
            .map_err(internal(ctx))?;
    }
    let attempt = match attempts.first() {
        Some(row) => Some(view(ctx, row).await?),
        None => None,
    };
    let (progress, credential) = standing(ctx, &course, person).await?;
    let (previous, next) = course.outline.around(&lesson.slug);
    let named = |lesson: &OutlineLesson| (lesson.slug.clone(), lesson.title.clone());
    Ok(QuizPage {
        summary: summary(ctx, &course, person, uid).await?,
        course: slug.to_owned(),
        previous: previous.map(named),
        next: next.map(named),
        slug: lesson.slug.clone(),
        title: lesson.title.clone(),
        course_title: course.card.title.clone(),
        attempt,
        now: ctx.now,
        progress,
        credential,
    })
}

fn is_over(attempt: &AttemptRow, now: i64) -> bool {
    attempt.state == AttemptState::InProgress
        && attempt
            .deadline
            .is_some_and(|deadline| now > deadline + GRACE)
}

/// Without the key until it is graded.
async fn view(ctx: &Ctx, row: &AttemptRow) -> Result<Attempt> {
    let answers = store::academy::answers(ctx.db().reader(), row.id)
        .await
        .map_err(internal(ctx))?;
    Ok(Attempt {
        id: row.id,
        number: row.number,
        state: row.state,
        deadline: row.deadline,
        late: row.reason.as_deref() == Some("expired"),
        regraded: row.reason.as_deref() == Some("regraded"),
        items: row
            .questions
            .iter()
            .map(|question| AttemptItem {
                view: question.view(),
                fields: answers
                    .get(&question.id)
                    .map(|answer| question.fields(answer))
                    .unwrap_or_default(),
            })
            .collect(),
        result: row.result.clone(),
    })
}

/// Begins an attempt, or finds the one that is open.
///
/// # Errors
/// As [`show_quiz`].
pub async fn start_attempt(ctx: &Ctx, slug: &str, lesson: &str) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::lock_learner(&tx, &permit, person)
        .await
        .map_err(internal(ctx))?;
    let (course, _, uid) = find(ctx, &tx, person, slug, lesson).await?;
    let attempts = store::academy::attempts_of(&tx, person, uid)
        .await
        .map_err(internal(ctx))?;
    match attempts.first() {
        Some(open) if open.state == AttemptState::InProgress && !is_over(open, ctx.now) => {
            return Ok(());
        }
        Some(over) if over.state == AttemptState::InProgress => {
            finish(
                ctx,
                &tx,
                &permit,
                person,
                &course,
                uid,
                over,
                AttemptEvent::Expire,
            )
            .await?;
        }
        _ => {}
    }
    let quiz = store::academy::quiz_of(&tx, course.version, uid)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let number = attempts.first().map_or(1, |attempt| attempt.number + 1);
    let salt = uid.to_string().bytes().fold(7_u64, |all, byte| {
        all.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let questions = quiz
        .rules
        .freeze(&quiz.questions, quiz_seed(person.0, salt, number));
    store::academy::open_attempt(
        &tx,
        &permit,
        person,
        course.card.id,
        uid,
        number,
        &quiz.rules,
        &questions,
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The open attempt, locked, if there is one.
async fn open(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Learning>,
    person: PersonId,
    uid: Uid,
) -> Result<Option<AttemptRow>> {
    store::academy::lock_learner(tx, permit, person)
        .await
        .map_err(internal(ctx))?;
    let attempts = store::academy::attempts_of(tx, person, uid)
        .await
        .map_err(internal(ctx))?;
    Ok(attempts
        .into_iter()
        .next()
        .filter(|attempt| attempt.state == AttemptState::InProgress))
}

fn read(row: &AttemptRow, fields: &BTreeMap<String, String>) -> Vec<(String, Answer)> {
    row.questions
        .iter()
        .filter_map(|question| Some((question.id.clone(), question.read(fields)?)))
        .collect()
}

/// Keeps what is answered so far.
///
/// # Errors
/// As [`show_quiz`]; `Conflict` where no attempt is open or its time is up.
pub async fn save_attempt(
    ctx: &Ctx,
    slug: &str,
    lesson: &str,
    fields: &BTreeMap<String, String>,
) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, _, uid) = find(ctx, &tx, person, slug, lesson).await?;
    let row = open(ctx, &tx, &permit, person, uid)
        .await?
        .filter(|row| !is_over(row, ctx.now))
        .ok_or(Error::Conflict)?;
    row.state.transition(AttemptEvent::Save)?;
    store::academy::save_answers(&tx, &permit, row.id, &read(&row, fields))
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Submits and grades the open attempt. Submitting again changes nothing. After the deadline what
/// was saved before it is graded, and nothing of this.
///
/// # Errors
/// As [`show_quiz`]; `Conflict` where no attempt was ever begun.
pub async fn submit_attempt(
    ctx: &Ctx,
    slug: &str,
    lesson: &str,
    fields: &BTreeMap<String, String>,
) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (course, _, uid) = find(ctx, &tx, person, slug, lesson).await?;
    let Some(row) = open(ctx, &tx, &permit, person, uid).await? else {
        let attempts = store::academy::attempts_of(&tx, person, uid)
            .await
            .map_err(internal(ctx))?;
        return if attempts.is_empty() {
            Err(Error::Conflict)
        } else {
            Ok(())
        };
    };
    let event = if is_over(&row, ctx.now) {
        AttemptEvent::Expire
    } else {
        store::academy::save_answers(&tx, &permit, row.id, &read(&row, fields))
            .await
            .map_err(internal(ctx))?;
        AttemptEvent::Submit
    };
    finish(ctx, &tx, &permit, person, &course, uid, &row, event).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    super::announce(person);
    Ok(())
}

fn grade(
    questions: &[Question],
    answers: &BTreeMap<String, Answer>,
    row: &AttemptRow,
    now: i64,
) -> AttemptResult {
    let items: Vec<ItemResult> = questions
        .iter()
        .map(|question| ItemResult {
            id: question.id.clone(),
            points: question.grade(answers.get(&question.id)),
            feedback: question.feedback.clone(),
            solution: question.solution(),
            truth: match question.body {
                domain::academy::Body::TrueFalse { key } => Some(key),
                _ => None,
            },
        })
        .collect();
    let count = i64::try_from(items.len()).unwrap_or(1).max(1);
    let score = items.iter().map(|item| item.points).sum::<i64>() / count;
    AttemptResult {
        score,
        passed: row.rules.passes(score),
        graded_at: now,
        items,
    }
}

#[expect(clippy::too_many_arguments, reason = "one attempt in its surroundings")]
async fn finish(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Learning>,
    person: PersonId,
    course: &CourseRow,
    uid: Uid,
    row: &AttemptRow,
    event: AttemptEvent,
) -> Result<()> {
    let closed = row.state.transition(event)?;
    let graded = closed.transition(AttemptEvent::Grade)?;
    store::academy::set_attempt_state(tx, permit, row.id, row.state, graded, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let answers = store::academy::answers(tx, row.id)
        .await
        .map_err(internal(ctx))?;
    let result = grade(&row.questions, &answers, row, ctx.now);
    let reason = if event == AttemptEvent::Expire {
        "expired"
    } else {
        "submitted"
    };
    store::academy::grade_attempt(tx, permit, row.id, &result, reason)
        .await
        .map_err(internal(ctx))?;
    let own = (
        Uid::named(&format!("graded/{}/1", row.id)),
        uid,
        Evidence::Graded,
        result.score,
        i64::from(result.passed),
    );
    apply_own(ctx, tx, permit, person, course.number, &[own]).await
}

/// Grades the quiz's attempts again with the key of the current version: each whose score changes
/// gets one more grade, and its learner is told; what was passed stays passed. Answers how many
/// changed.
///
/// # Errors
/// `NotFound` for who is not the course's trainer, or what is no quiz.
pub async fn regrade_quiz(ctx: &Ctx, slug: &str, lesson: &str) -> Result<u32> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let permit = authorize(
        &ctx.actor,
        Action::Teach,
        &Course {
            trainer: course.trainer,
        },
    )?;
    let uid = course
        .outline
        .lesson(lesson)
        .and_then(|lesson| {
            lesson
                .activities
                .iter()
                .find(|activity| activity.kind == domain::academy::ActivityKind::Quiz)
        })
        .map(|activity| activity.uid)
        .ok_or(Error::NotFound)?;
    let quiz = store::academy::quiz_of(&tx, course.version, uid)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rows = store::academy::graded_attempts(&tx, &permit, uid)
        .await
        .map_err(internal(ctx))?;
    let mut grades = Vec::new();
    let mut passed = Vec::new();
    let mut changed = BTreeSet::new();
    for (person, row, answers) in rows {
        row.state.transition(AttemptEvent::Regrade)?;
        // The frozen question where the version no longer asks it.
        let questions: Vec<Question> = row
            .questions
            .iter()
            .map(|frozen| {
                quiz.questions
                    .iter()
                    .find(|question| question.id == frozen.id)
                    .unwrap_or(frozen)
                    .clone()
            })
            .collect();
        let result = grade(&questions, &answers, &row, ctx.now);
        if row
            .result
            .as_ref()
            .is_some_and(|old| old.score == result.score)
        {
            continue;
        }
        changed.insert(person);
        if result.passed {
            passed.push((person, row.id, result.score));
        }
        grades.push((row.id, result));
    }
    store::academy::add_grades(&tx, &permit, &grades, "regraded")
        .await
        .map_err(internal(ctx))?;
    let changed: Vec<PersonId> = changed.into_iter().collect();
    let contacts = store::academy::contacts(&tx, &changed)
        .await
        .map_err(internal(ctx))?;
    let told = Told {
        subject: k::MAIL_REGRADED_SUBJECT,
        text: k::MAIL_REGRADED,
        title: &course.card.title,
        session: None,
        own: None,
        page: format!("/academy/{slug}/lessons/{lesson}"),
    };
    tell(ctx, &tx, &permit, &contacts, &told).await?;
    for (person, attempt, score) in passed {
        // The learner's own act, long ago: now it counts.
        let their = Ctx {
            actor: domain::policy::Actor::Person {
                id: person,
                roles: Vec::new(),
            },
            ..ctx.clone()
        };
        let (_, permit) = learner(&their)?;
        let name = format!("graded/{attempt}/{score}");
        let own = (Uid::named(&name), uid, Evidence::Graded, score, 1);
        apply_own(&their, &tx, &permit, person, course.number, &[own]).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(u32::try_from(grades.len()).unwrap_or(u32::MAX))
}

//! What is said around a course: announcements, and questions under a lesson with their answers.

use crate::{Result, sql};
use domain::{
    CourseId, CourseSessionId, Error as Refusal, LessonAnswerId, LessonQuestionId, PersonId,
    Timestamp,
    academy::{Announcement, LessonAnswer, LessonQuestion},
    policy::{Course, Learning, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

pub async fn insert_announcement(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    (course, session): (CourseId, Option<CourseSessionId>),
    author: PersonId,
    text: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO course_announcement (course_id, session_id, author_id, body, created_at) VALUES ($1, $2, $3, $4, $5)",
        vec![
            course.0.into(),
            session.map(|it| it.0).into(),
            author.0.into(),
            text.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct AnnouncementRecord {
    name: String,
    body: String,
    created_at: i64,
}

/// A course's, and those of the sessions where `reader` has a seat or waits; the newest first.
pub async fn announcements(
    db: &impl ConnectionTrait,
    course: CourseId,
    reader: PersonId,
) -> Result<Vec<Announcement>> {
    announced(
        db,
        "a.course_id = $1 AND (a.session_id IS NULL OR EXISTS (SELECT 1 FROM session_seat t
            WHERE t.session_id = a.session_id AND t.person_id = $2))",
        vec![course.0.into(), reader.0.into()],
    )
    .await
}

/// One session's.
pub async fn session_announcements(
    db: &impl ConnectionTrait,
    course: CourseId,
    session: CourseSessionId,
) -> Result<Vec<Announcement>> {
    announced(
        db,
        "a.course_id = $1 AND a.session_id = $2",
        vec![course.0.into(), session.0.into()],
    )
    .await
}

async fn announced(
    db: &impl ConnectionTrait,
    condition: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<Announcement>> {
    let rows: Vec<AnnouncementRecord> = sql::all(
        db,
        &format!(
            "SELECT p.name, a.body, a.created_at FROM course_announcement a JOIN person p ON p.id = a.author_id
             WHERE {condition} ORDER BY a.id DESC LIMIT 20"
        ),
        values,
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Announcement {
            author: row.name,
            text: row.body,
            at: row.created_at,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct QuestionRecord {
    id: i64,
    name: String,
    body: String,
    accepted_id: Option<i64>,
    created_at: i64,
}

#[derive(FromQueryResult)]
struct AnswerRecord {
    id: i64,
    question_id: i64,
    person_id: i64,
    name: String,
    body: String,
    created_at: i64,
}

/// The last hundred questions under a lesson, the newest first, with their answers.
pub async fn lesson_questions(
    db: &impl ConnectionTrait,
    course: CourseId,
    lesson: &str,
    trainer: PersonId,
    may_accept: bool,
) -> Result<Vec<LessonQuestion>> {
    let questions: Vec<QuestionRecord> = sql::all(
        db,
        "SELECT q.id, p.name, q.body, q.accepted_id, q.created_at FROM lesson_question q JOIN person p ON p.id = q.person_id
         WHERE q.course_id = $1 AND q.lesson = $2 ORDER BY q.id DESC LIMIT 100",
        vec![course.0.into(), lesson.into()],
    )
    .await?;
    let answers: Vec<AnswerRecord> = sql::all(
        db,
        &format!(
            "SELECT a.id, a.question_id, a.person_id, p.name, a.body, a.created_at FROM lesson_answer a
             JOIN person p ON p.id = a.person_id WHERE a.question_id IN ({}) ORDER BY a.id LIMIT 2000",
            sql::ids(questions.iter().map(|it| it.id))
        ),
        vec![],
    )
    .await?;
    Ok(questions
        .into_iter()
        .map(|question| {
            let mut own: Vec<LessonAnswer> = answers
                .iter()
                .filter(|answer| answer.question_id == question.id)
                .map(|answer| LessonAnswer {
                    id: LessonAnswerId(answer.id),
                    author: answer.name.clone(),
                    by_trainer: answer.person_id == trainer.0,
                    text: answer.body.clone(),
                    at: answer.created_at,
                    is_accepted: question.accepted_id == Some(answer.id),
                })
                .collect();
            own.sort_by_key(|answer| !answer.is_accepted);
            LessonQuestion {
                id: LessonQuestionId(question.id),
                author: question.name,
                text: question.body,
                at: question.created_at,
                answers: own,
                may_accept,
            }
        })
        .collect())
}

pub async fn insert_question(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    (course, lesson): (CourseId, &str),
    person: PersonId,
    text: &str,
    now: Timestamp,
) -> Result<LessonQuestionId> {
    let id = sql::id(
        db,
        "INSERT INTO lesson_question (course_id, lesson, person_id, body, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        vec![
            course.0.into(),
            lesson.into(),
            person.0.into(),
            text.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(LessonQuestionId(id))
}

/// # Errors
/// `NotFound` for a question of another course.
pub async fn insert_answer(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    (course, question): (CourseId, LessonQuestionId),
    person: PersonId,
    text: &str,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "INSERT INTO lesson_answer (question_id, person_id, body, created_at)
         SELECT q.id, CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS BIGINT) FROM lesson_question q
         WHERE q.id = $1 AND q.course_id = $2",
        vec![
            question.0.into(),
            course.0.into(),
            person.0.into(),
            text.into(),
            now.into(),
        ],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Marks the answer that helps; another one before is no longer it.
///
/// # Errors
/// `NotFound` where the answer is not to a question of that course.
pub async fn accept_answer(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
    answer: LessonAnswerId,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE lesson_question SET accepted_id = $1 WHERE course_id = $2
           AND id = (SELECT a.question_id FROM lesson_answer a WHERE a.id = $1)",
        vec![answer.0.into(), course.0.into()],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

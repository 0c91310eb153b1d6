//! Attempts: what was asked, what was answered, what it was worth.

use super::write_all;
use crate::{Error, Result, sql};
use domain::{
    AttemptId, CourseId, PersonId, Timestamp,
    academy::{Answer, AttemptResult, AttemptState, ItemResult, Question, QuizRules, Uid},
    policy::{Course, Learning, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

/// An attempt as the server keeps it, with its key.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    pub id: AttemptId,
    pub number: i64,
    pub state: AttemptState,
    pub rules: QuizRules,
    pub questions: Vec<Question>,
    pub started_at: Timestamp,
    pub deadline: Option<Timestamp>,
    pub result: Option<AttemptResult>,
    /// Why the newest grade was given.
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Record {
    id: i64,
    number: i64,
    state: String,
    rules: String,
    questions: String,
    started_at: i64,
    deadline: Option<i64>,
    score: Option<i64>,
    passed: Option<i64>,
    items: Option<String>,
    graded_at: Option<i64>,
    reason: Option<String>,
}

impl Record {
    fn row(self) -> Result<AttemptRow> {
        let result = match (self.score, self.passed, self.items, self.graded_at) {
            (Some(score), Some(passed), Some(items), Some(graded_at)) => Some(AttemptResult {
                score,
                passed: passed == 1,
                graded_at,
                items: sql::json::<Vec<ItemResult>>(&items)?,
            }),
            _ => None,
        };
        Ok(AttemptRow {
            id: AttemptId(self.id),
            number: self.number,
            state: AttemptState::from_code(&self.state)
                .ok_or_else(|| Error::Corrupt(format!("attempt {}", self.state)))?,
            rules: sql::json(&self.rules)?,
            questions: sql::json(&self.questions)?,
            started_at: self.started_at,
            deadline: self.deadline,
            result,
            reason: self.reason,
        })
    }
}

/// One person's attempts at one quiz, the newest first, each with its newest grade.
pub async fn attempts_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    activity: Uid,
) -> Result<Vec<AttemptRow>> {
    let rows: Vec<Record> = sql::all(
        db,
        "SELECT a.id, a.number, a.state, a.rules, a.questions, a.started_at, a.deadline,
            g.score, g.passed, g.items, g.graded_at, g.reason
         FROM attempt a LEFT JOIN attempt_grade g
            ON g.id = (SELECT MAX(n.id) FROM attempt_grade n WHERE n.attempt_id = a.id)
         WHERE a.person_id = $1 AND a.activity = $2 ORDER BY a.number DESC LIMIT 100",
        vec![person.0.into(), activity.to_string().into()],
    )
    .await?;
    rows.into_iter().map(Record::row).collect()
}

/// Freezes an attempt's questions.
#[expect(clippy::too_many_arguments, reason = "an attempt's columns")]
pub async fn open_attempt(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    person: PersonId,
    course: CourseId,
    activity: Uid,
    number: i64,
    rules: &QuizRules,
    questions: &[Question],
    now: Timestamp,
) -> Result<AttemptId> {
    let id = sql::id(
        db,
        "INSERT INTO attempt (person_id, course_id, activity, number, state, rules, questions, started_at, deadline)
         VALUES ($1, $2, $3, $4, 'in_progress', $5, $6, $7, $8) RETURNING id",
        vec![
            person.0.into(),
            course.0.into(),
            activity.to_string().into(),
            number.into(),
            sql::to_json(rules)?.into(),
            sql::to_json(&questions)?.into(),
            now.into(),
            rules.deadline(now).into(),
        ],
    )
    .await?;
    Ok(AttemptId(id))
}

#[derive(FromQueryResult)]
struct AnswerRecord {
    item: String,
    answer: String,
}

/// The answers of one attempt, by question.
pub async fn answers(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<BTreeMap<String, Answer>> {
    let rows: Vec<AnswerRecord> = sql::all(
        db,
        "SELECT item, answer FROM attempt_answer WHERE attempt_id = $1",
        vec![attempt.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.item, sql::json(&row.answer)?)))
        .collect()
}

/// Keeps answers; the last one to come for a question counts.
pub async fn save_answers(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    attempt: AttemptId,
    answers: &[(String, Answer)],
) -> Result<()> {
    let rows = answers
        .iter()
        .map(|(item, answer)| {
            Ok(vec![
                attempt.0.into(),
                item.clone().into(),
                sql::to_json(answer)?.into(),
                1_i64.into(),
            ])
        })
        .collect::<Result<_>>()?;
    write_all(
        db,
        "INSERT INTO attempt_answer (attempt_id, item, answer, revision)",
        "ON CONFLICT (attempt_id, item) DO UPDATE SET answer = excluded.answer, revision = attempt_answer.revision + 1",
        rows,
    )
    .await
}

/// Writes the state that a transition gave, if the attempt is still in the state it came from.
///
/// # Errors
/// `Conflict` where another request was quicker.
pub async fn set_attempt_state(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    attempt: AttemptId,
    from: AttemptState,
    to: AttemptState,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE attempt SET state = $3, submitted_at = COALESCE(submitted_at, $4) WHERE id = $1 AND state = $2",
        vec![attempt.0.into(), from.code().into(), to.code().into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::Conflict.into());
    }
    Ok(())
}

/// Adds a grade; the ones before stay.
pub async fn grade_attempt(
    db: &impl ConnectionTrait,
    _permit: &Permit<Learning>,
    attempt: AttemptId,
    result: &AttemptResult,
    reason: &str,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO attempt_grade (attempt_id, score, passed, items, reason, graded_at) VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            attempt.0.into(),
            result.score.into(),
            i64::from(result.passed).into(),
            sql::to_json(&result.items)?.into(),
            reason.into(),
            result.graded_at.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct GradedRecord {
    person_id: i64,
    id: i64,
    number: i64,
    state: String,
    rules: String,
    questions: String,
    started_at: i64,
    deadline: Option<i64>,
    score: Option<i64>,
    passed: Option<i64>,
    items: Option<String>,
    graded_at: Option<i64>,
    reason: Option<String>,
}

#[derive(FromQueryResult)]
struct AttemptAnswer {
    attempt_id: i64,
    item: String,
    answer: String,
}

/// Every graded attempt at one quiz, with its answers.
pub async fn graded_attempts(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    activity: Uid,
) -> Result<Vec<(PersonId, AttemptRow, BTreeMap<String, Answer>)>> {
    let rows: Vec<GradedRecord> = sql::all(
        db,
        "SELECT a.person_id, a.id, a.number, a.state, a.rules, a.questions, a.started_at, a.deadline,
            g.score, g.passed, g.items, g.graded_at, g.reason
         FROM attempt a JOIN attempt_grade g
            ON g.id = (SELECT MAX(n.id) FROM attempt_grade n WHERE n.attempt_id = a.id)
         WHERE a.activity = $1 AND a.state = 'graded' ORDER BY a.id",
        vec![activity.to_string().into()],
    )
    .await?;
    let given: Vec<AttemptAnswer> = sql::all(
        db,
        "SELECT w.attempt_id, w.item, w.answer FROM attempt_answer w JOIN attempt a ON a.id = w.attempt_id
         WHERE a.activity = $1 AND a.state = 'graded'",
        vec![activity.to_string().into()],
    )
    .await?;
    let mut answers: BTreeMap<i64, BTreeMap<String, Answer>> = BTreeMap::new();
    for row in given {
        answers
            .entry(row.attempt_id)
            .or_default()
            .insert(row.item, sql::json(&row.answer)?);
    }
    rows.into_iter()
        .map(|row| {
            let answers = answers.remove(&row.id).unwrap_or_default();
            let record = Record {
                id: row.id,
                number: row.number,
                state: row.state,
                rules: row.rules,
                questions: row.questions,
                started_at: row.started_at,
                deadline: row.deadline,
                score: row.score,
                passed: row.passed,
                items: row.items,
                graded_at: row.graded_at,
                reason: row.reason,
            };
            Ok((PersonId(row.person_id), record.row()?, answers))
        })
        .collect()
}

/// One more grade for each of many attempts; the ones before stay.
pub async fn add_grades(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    grades: &[(AttemptId, AttemptResult)],
    reason: &str,
) -> Result<()> {
    let rows = grades
        .iter()
        .map(|(attempt, result)| {
            Ok(vec![
                attempt.0.into(),
                result.score.into(),
                i64::from(result.passed).into(),
                sql::to_json(&result.items)?.into(),
                reason.into(),
                result.graded_at.into(),
            ])
        })
        .collect::<Result<_>>()?;
    write_all(
        db,
        "INSERT INTO attempt_grade (attempt_id, score, passed, items, reason, graded_at)",
        "",
        rows,
    )
    .await
}

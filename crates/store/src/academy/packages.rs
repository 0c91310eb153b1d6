//! Packages of questions between being read and being taken.

use crate::{Result, sql};
use domain::{
    CourseDraftId, PersonId, QuestionImportId, Timestamp,
    academy::{ItemReport, Question, QuestionImport},
    policy::{CourseDraft, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A package that was read.
#[derive(Clone, Debug)]
pub struct NewQuestionImport<'a> {
    pub draft: CourseDraftId,
    pub lesson: &'a str,
    pub person: PersonId,
    pub file_name: &'a str,
    pub items: &'a [ItemReport],
    pub questions: &'a [Question],
}

/// Keeps what was read of a package; the one before it of the same quiz is forgotten.
pub async fn insert_question_import(
    db: &impl ConnectionTrait,
    _permit: &Permit<CourseDraft>,
    new: &NewQuestionImport<'_>,
    now: Timestamp,
) -> Result<QuestionImportId> {
    sql::run(
        db,
        "DELETE FROM question_import WHERE draft_id = $1 AND lesson = $2",
        vec![new.draft.0.into(), new.lesson.into()],
    )
    .await?;
    let id = sql::id(
        db,
        "INSERT INTO question_import (draft_id, lesson, person_id, file_name, items, questions, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        vec![
            new.draft.0.into(),
            new.lesson.into(),
            new.person.0.into(),
            new.file_name.into(),
            sql::to_json(&new.items)?.into(),
            sql::to_json(&new.questions)?.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(QuestionImportId(id))
}

#[derive(FromQueryResult)]
struct Record {
    lesson: String,
    file_name: String,
    items: String,
    questions: String,
    sent_at: i64,
}

/// One of a draft's.
pub async fn question_import(
    db: &impl ConnectionTrait,
    draft: CourseDraftId,
    id: QuestionImportId,
) -> Result<Option<QuestionImport>> {
    let row: Option<Record> = sql::one(
        db,
        "SELECT lesson, file_name, items, questions, sent_at FROM question_import WHERE id = $1 AND draft_id = $2",
        vec![id.0.into(), draft.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok(QuestionImport {
            id,
            lesson: row.lesson,
            file_name: row.file_name,
            items: sql::json(&row.items)?,
            questions: sql::json(&row.questions)?,
            sent_at: row.sent_at,
        })
    })
    .transpose()
}

/// It has been taken.
pub async fn end_question_import(
    db: &impl ConnectionTrait,
    _permit: &Permit<CourseDraft>,
    id: QuestionImportId,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM question_import WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(())
}

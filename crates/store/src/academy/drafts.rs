//! Courses while they are written: the whole content in one row, with the number of its changes.

use crate::{Error, Result, sql};
use domain::{
    CourseDraftId, CourseVersionId, Error as Refusal, Lang, PersonId, Problem, Timestamp,
    academy::{CourseDraft, Cue, DraftCard, Question, QuizRules, Uid},
    accounts::Email,
    policy::{self, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct DraftRow {
    pub id: CourseDraftId,
    pub owner: PersonId,
    pub owner_name: String,
    pub authors: Vec<(PersonId, String)>,
    pub draft: CourseDraft,
    pub version: i64,
    pub saved_at: Timestamp,
    /// The last published version of the owner's course at that address.
    pub published: Option<i64>,
}

#[derive(FromQueryResult)]
struct Record {
    owner_id: i64,
    owner_name: String,
    content: String,
    version: i64,
    updated_at: i64,
    published: Option<i64>,
}

#[derive(FromQueryResult)]
struct Author {
    person_id: i64,
    name: String,
}

pub async fn draft(db: &impl ConnectionTrait, id: CourseDraftId) -> Result<Option<DraftRow>> {
    let row: Option<Record> = sql::one(
        db,
        "SELECT d.owner_id, p.name AS owner_name, d.content, d.version, d.updated_at,
            (SELECT MAX(v.number) FROM course c JOIN course_version v ON v.course_id = c.id
             WHERE c.slug = d.slug AND c.trainer_id = d.owner_id) AS published
         FROM course_draft d JOIN person p ON p.id = d.owner_id WHERE d.id = $1",
        vec![id.0.into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let authors: Vec<Author> = sql::all(
        db,
        "SELECT a.person_id, p.name FROM course_author a JOIN person p ON p.id = a.person_id
         WHERE a.draft_id = $1 ORDER BY a.added_at, a.person_id",
        vec![id.0.into()],
    )
    .await?;
    Ok(Some(DraftRow {
        id,
        owner: PersonId(row.owner_id),
        owner_name: row.owner_name,
        authors: authors
            .into_iter()
            .map(|author| (PersonId(author.person_id), author.name))
            .collect(),
        draft: sql::json(&row.content)?,
        version: row.version,
        saved_at: row.updated_at,
        published: row.published,
    }))
}

#[derive(FromQueryResult)]
struct CardRecord {
    id: i64,
    title: String,
    updated_at: i64,
}

/// Those that a person writes, alone or with others; the last one saved first.
pub async fn drafts_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<DraftCard>> {
    let rows: Vec<CardRecord> = sql::all(
        db,
        "SELECT d.id, d.title, d.updated_at FROM course_draft d WHERE d.owner_id = $1
            OR d.id IN (SELECT a.draft_id FROM course_author a WHERE a.person_id = $1)
         ORDER BY d.updated_at DESC, d.id DESC LIMIT 100",
        vec![person.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DraftCard {
                id: CourseDraftId(row.id),
                title: sql::text(&row.title)?,
                saved_at: row.updated_at,
            })
        })
        .collect()
}

/// Begins a course. The address is kept for it, unless another trainer's course has it.
///
/// # Errors
/// `Invalid` on `slug` where it is taken.
pub async fn insert_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    owner: PersonId,
    it: &CourseDraft,
    now: Timestamp,
) -> Result<CourseDraftId> {
    #[derive(FromQueryResult)]
    struct Id {
        id: i64,
    }
    let row: Option<Id> = sql::one(
        db,
        "INSERT INTO course_draft (slug, owner_id, title, content, version, created_at, updated_at)
         SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), 0, CAST($5 AS BIGINT), CAST($5 AS BIGINT)
         WHERE NOT EXISTS (SELECT 1 FROM course c WHERE c.slug = $1 AND c.trainer_id <> $2)
         ON CONFLICT (slug) DO NOTHING RETURNING id",
        vec![
            it.slug.clone().into(),
            owner.0.into(),
            sql::to_json(&it.title)?.into(),
            sql::to_json(it)?.into(),
            now.into(),
        ],
    )
    .await?;
    match row {
        Some(row) => Ok(CourseDraftId(row.id)),
        None => Err(Refusal::field("slug", Problem::InUse).into()),
    }
}

/// Saves what was made of the version that was read.
///
/// # Errors
/// `Conflict` where another change came first; nothing is written then.
pub async fn save_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: CourseDraftId,
    version: i64,
    it: &CourseDraft,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE course_draft SET content = $3, title = $4, version = version + 1, updated_at = $5
         WHERE id = $1 AND version = $2",
        vec![
            id.0.into(),
            version.into(),
            sql::to_json(it)?.into(),
            sql::to_json(&it.title)?.into(),
            now.into(),
        ],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// Lets another trainer write too; twice is once.
pub async fn add_author(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: CourseDraftId,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO course_author (draft_id, person_id, added_at) VALUES ($1, $2, $3)
         ON CONFLICT (draft_id, person_id) DO NOTHING",
        vec![id.0.into(), person.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Person {
    id: i64,
}

pub async fn trainer_by_email(
    db: &impl ConnectionTrait,
    email: &Email,
) -> Result<Option<PersonId>> {
    let row: Option<Person> = sql::one(
        db,
        "SELECT p.id FROM person p JOIN person_role r ON r.person_id = p.id AND r.role = 'trainer' WHERE p.email = $1 LIMIT 1",
        vec![email.as_str().into()],
    )
    .await?;
    Ok(row.map(|row| PersonId(row.id)))
}

#[derive(FromQueryResult)]
struct TextRecord {
    lesson: String,
    lang: String,
    markdown: String,
    cues: String,
}

#[derive(FromQueryResult)]
struct QuizRecord {
    activity: String,
    rules: String,
    questions: String,
}

/// A published version's sources: each lesson's texts, and each quiz.
pub type Sources = (
    Vec<(String, Lang, String, Vec<Cue>)>,
    Vec<(Uid, QuizRules, Vec<Question>)>,
);

/// What a published version was made from, to write the next one.
pub async fn published_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    version: CourseVersionId,
) -> Result<Sources> {
    let texts: Vec<TextRecord> = sql::all(
        db,
        "SELECT lesson, lang, markdown, cues FROM lesson_text WHERE version_id = $1 ORDER BY id",
        vec![version.0.into()],
    )
    .await?;
    let quizzes: Vec<QuizRecord> = sql::all(
        db,
        "SELECT activity, rules, questions FROM quiz WHERE version_id = $1 ORDER BY id",
        vec![version.0.into()],
    )
    .await?;
    let corrupt = |what: &str| Error::Corrupt(format!("course version: {what}"));
    let texts = texts
        .into_iter()
        .map(|row| {
            let lang = Lang::from_code(&row.lang).ok_or_else(|| corrupt(&row.lang))?;
            Ok((row.lesson, lang, row.markdown, sql::json(&row.cues)?))
        })
        .collect::<Result<_>>()?;
    let quizzes = quizzes
        .into_iter()
        .map(|row| {
            let uid = row.activity.parse().map_err(|_| corrupt(&row.activity))?;
            Ok((uid, sql::json(&row.rules)?, sql::json(&row.questions)?))
        })
        .collect::<Result<_>>()?;
    Ok((texts, quizzes))
}

//! Courses and their published versions.

use super::write_all;
use crate::{Error, Result, sql};
use domain::{
    CourseId, CourseVersionId, Lang, LocalText, PersonId, Timestamp,
    academy::{
        CourseCard, CourseStatus, Cue, Level, Outline, OutlineActivity, Question, QuizRules, Theme,
        Uid,
    },
    policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct CardRow {
    id: i64,
    slug: String,
    title: String,
    summary: String,
    theme: String,
    level: String,
    langs: String,
    minutes: i64,
    lessons: i64,
    illustration: String,
}

const CARD: &str = "c.id, c.slug, c.title, c.summary, c.theme, c.level, c.langs, c.minutes, c.lessons, c.illustration";

impl CardRow {
    fn card(self) -> Result<CourseCard> {
        let unknown =
            |what: &str| Error::Corrupt(format!("course {} has an unknown {what}", self.slug));
        Ok(CourseCard {
            id: CourseId(self.id),
            title: sql::text(&self.title)?,
            summary: sql::text(&self.summary)?,
            theme: Theme::from_code(&self.theme).ok_or_else(|| unknown("theme"))?,
            level: Level::from_code(&self.level).ok_or_else(|| unknown("level"))?,
            langs: self.langs.split(' ').filter_map(Lang::from_code).collect(),
            minutes: self.minutes,
            lessons: self.lessons,
            illustration: self.illustration,
            places: 0,
            slug: self.slug,
        })
    }
}

/// Everything that visitors may choose from. The catalogue filters these; there are hundreds at
/// most.
pub async fn published_cards(db: &impl ConnectionTrait) -> Result<Vec<CourseCard>> {
    let rows: Vec<CardRow> = sql::all(
        db,
        &format!(
            "SELECT {CARD} FROM course c WHERE c.status = 'published' ORDER BY c.id LIMIT 1000"
        ),
        vec![],
    )
    .await?;
    rows.into_iter().map(CardRow::card).collect()
}

/// A course with the version that is current.
#[derive(Clone, Debug)]
pub struct CourseRow {
    pub card: CourseCard,
    pub status: CourseStatus,
    pub trainer: PersonId,
    pub trainer_name: String,
    pub outcomes: Vec<LocalText>,
    pub version: CourseVersionId,
    pub number: i64,
    pub published_at: Timestamp,
    pub outline: Outline,
}

#[derive(FromQueryResult)]
struct MoreRow {
    status: String,
    trainer_id: i64,
    trainer_name: String,
    outcomes: String,
    version_id: i64,
    number: i64,
    published_at: i64,
    outline: String,
}

/// A course that was published at least once, by its slug.
pub async fn course_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<CourseRow>> {
    let card: Option<CardRow> = sql::one(
        db,
        &format!("SELECT {CARD} FROM course c WHERE c.slug = $1"),
        vec![slug.into()],
    )
    .await?;
    let Some(card) = card else { return Ok(None) };
    let more: Option<MoreRow> = sql::one(
        db,
        "SELECT c.status, c.trainer_id, p.name AS trainer_name, c.outcomes, v.id AS version_id, v.number,
            v.published_at, v.outline
         FROM course c JOIN person p ON p.id = c.trainer_id JOIN course_version v ON v.id = c.version_id
         WHERE c.id = $1",
        vec![card.id.into()],
    )
    .await?;
    let Some(more) = more else { return Ok(None) };
    Ok(Some(CourseRow {
        card: card.card()?,
        status: CourseStatus::from_code(&more.status)
            .ok_or_else(|| Error::Corrupt(format!("course status {}", more.status)))?,
        trainer: PersonId(more.trainer_id),
        trainer_name: more.trainer_name,
        outcomes: sql::json(&more.outcomes)?,
        version: CourseVersionId(more.version_id),
        number: more.number,
        published_at: more.published_at,
        outline: sql::json(&more.outline)?,
    }))
}

#[derive(FromQueryResult)]
struct TextRecord {
    lang: String,
    html: String,
    cues: String,
}

/// A lesson in one language: clean HTML, and the words of its recording.
#[derive(Clone, Debug)]
pub struct TextRow {
    pub lang: Lang,
    pub html: String,
    pub cues: Vec<Cue>,
}

/// A lesson's text in every language it has.
pub async fn lesson_texts(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
    lesson: &str,
) -> Result<Vec<TextRow>> {
    let rows: Vec<TextRecord> = sql::all(
        db,
        "SELECT lang, html, cues FROM lesson_text WHERE version_id = $1 AND lesson = $2",
        vec![version.0.into(), lesson.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TextRow {
                lang: Lang::from_code(&row.lang)
                    .ok_or_else(|| Error::Corrupt(format!("language {}", row.lang)))?,
                html: row.html,
                cues: sql::json(&row.cues)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct Sum {
    bytes: i64,
}

/// How much text a version has in one language.
pub async fn text_bytes(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
    lang: Lang,
) -> Result<i64> {
    let row: Option<Sum> = sql::one(
        db,
        "SELECT CAST(COALESCE(SUM(LENGTH(html)), 0) AS BIGINT) AS bytes FROM lesson_text WHERE version_id = $1 AND lang = $2",
        vec![version.0.into(), lang.code().into()],
    )
    .await?;
    Ok(row.map_or(0, |row| row.bytes))
}

/// A quiz with its key. It does not leave the server.
#[derive(Clone, Debug)]
pub struct QuizRow {
    pub rules: QuizRules,
    pub questions: Vec<Question>,
}

#[derive(FromQueryResult)]
struct QuizRecord {
    rules: String,
    questions: String,
}

pub async fn quiz_of(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
    activity: Uid,
) -> Result<Option<QuizRow>> {
    let row: Option<QuizRecord> = sql::one(
        db,
        "SELECT rules, questions FROM quiz WHERE version_id = $1 AND activity = $2",
        vec![version.0.into(), activity.to_string().into()],
    )
    .await?;
    row.map(|row| {
        Ok(QuizRow {
            rules: sql::json(&row.rules)?,
            questions: sql::json(&row.questions)?,
        })
    })
    .transpose()
}

/// A lesson's text in one language, to be published.
#[derive(Clone, Debug)]
pub struct NewText {
    pub lesson: String,
    pub lang: Lang,
    pub markdown: String,
    /// Clean.
    pub html: String,
    pub cues: Vec<Cue>,
}

/// What is published at once, or not at all.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub slug: String,
    pub theme: Theme,
    pub level: Level,
    pub title: LocalText,
    pub summary: LocalText,
    pub outcomes: Vec<LocalText>,
    pub illustration: String,
    pub langs: Vec<Lang>,
    pub minutes: i64,
    pub outline: Outline,
    pub texts: Vec<NewText>,
    pub quizzes: Vec<(Uid, QuizRules, Vec<Question>)>,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

/// Publishes a version: the first one makes the course, a later one succeeds the last. Earlier
/// versions stay as they were.
///
/// # Errors
/// `NotFound` where the slug is another trainer's course.
pub async fn insert_version<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    trainer: PersonId,
    it: &NewVersion,
    now: Timestamp,
) -> Result<(CourseId, i64)> {
    let langs: Vec<&str> = it.langs.iter().map(|lang| lang.code()).collect();
    let lessons = i64::try_from(it.outline.lessons().count()).unwrap_or(0);
    let values = vec![
        it.slug.clone().into(),
        trainer.0.into(),
        it.theme.code().into(),
        it.level.code().into(),
        sql::to_json(&it.title)?.into(),
        sql::to_json(&it.summary)?.into(),
        sql::to_json(&it.outcomes)?.into(),
        it.illustration.clone().into(),
        langs.join(" ").into(),
        it.minutes.into(),
        lessons.into(),
        now.into(),
    ];
    // Another trainer's course is not touched, and then no id comes back.
    let course = sql::id(
        db,
        "INSERT INTO course (slug, trainer_id, status, theme, level, title, summary, outcomes, illustration, langs,
            minutes, lessons, created_at, updated_at)
         VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         ON CONFLICT (slug) DO UPDATE SET theme = excluded.theme, level = excluded.level, title = excluded.title,
            summary = excluded.summary, outcomes = excluded.outcomes, illustration = excluded.illustration,
            langs = excluded.langs, minutes = excluded.minutes, lessons = excluded.lessons, updated_at = excluded.updated_at
            WHERE course.trainer_id = excluded.trainer_id RETURNING id",
        values,
    )
    .await
    .map_err(|error| match error {
        Error::Corrupt(_) => Error::Domain(domain::Error::NotFound),
        other => other,
    })?;
    let last: Option<Number> = sql::one(
        db,
        "SELECT COALESCE(MAX(number), 0) AS number FROM course_version WHERE course_id = $1",
        vec![course.into()],
    )
    .await?;
    let number = last.map_or(1, |last| last.number + 1);
    let version = sql::id(
        db,
        "INSERT INTO course_version (course_id, number, outline, published_at) VALUES ($1, $2, $3, $4) RETURNING id",
        vec![course.into(), number.into(), sql::to_json(&it.outline)?.into(), now.into()],
    )
    .await?;
    let texts = it
        .texts
        .iter()
        .map(|text| {
            Ok(vec![
                version.into(),
                text.lesson.clone().into(),
                text.lang.code().into(),
                text.markdown.clone().into(),
                text.html.clone().into(),
                sql::to_json(&text.cues)?.into(),
            ])
        })
        .collect::<Result<_>>()?;
    write_all(
        db,
        "INSERT INTO lesson_text (version_id, lesson, lang, markdown, html, cues)",
        "",
        texts,
    )
    .await?;
    let quizzes = it
        .quizzes
        .iter()
        .map(|(uid, rules, questions)| {
            Ok(vec![
                version.into(),
                uid.to_string().into(),
                sql::to_json(rules)?.into(),
                sql::to_json(questions)?.into(),
            ])
        })
        .collect::<Result<_>>()?;
    write_all(
        db,
        "INSERT INTO quiz (version_id, activity, rules, questions)",
        "",
        quizzes,
    )
    .await?;
    register_activities(db, course, &it.outline).await?;
    sql::run(
        db,
        "UPDATE course SET status = 'published', version_id = $2 WHERE id = $1",
        vec![course.into(), version.into()],
    )
    .await?;
    Ok((CourseId(course), number))
}

/// An activity keeps its id from version to version; what it asks may change.
async fn register_activities(
    db: &impl ConnectionTrait,
    course: i64,
    outline: &Outline,
) -> Result<()> {
    let row = |lesson: &str, activity: &OutlineActivity| {
        vec![
            activity.uid.to_string().into(),
            course.into(),
            lesson.to_owned().into(),
            activity.kind.code().into(),
            activity.rule.code().into(),
            activity.duration().into(),
        ]
    };
    let rows = outline
        .lessons()
        .flat_map(|lesson| {
            lesson
                .activities
                .iter()
                .map(|activity| row(&lesson.slug, activity))
        })
        .collect();
    write_all(
        db,
        "INSERT INTO activity (uid, course_id, lesson, kind, rule, duration)",
        "ON CONFLICT (uid) DO UPDATE SET lesson = excluded.lesson, kind = excluded.kind, rule = excluded.rule,
            duration = excluded.duration WHERE activity.course_id = excluded.course_id",
        rows,
    )
    .await
}

/// What progress in a course is measured by.
#[derive(Clone, Debug)]
pub struct OutlineRow {
    pub card: CourseCard,
    pub outcomes: Vec<LocalText>,
    pub outline: Outline,
}

#[derive(FromQueryResult)]
struct OutlineRecord {
    id: i64,
    outcomes: String,
    outline: String,
}

/// The current versions of some courses, published or archived.
pub async fn outlines(db: &impl ConnectionTrait, courses: &[CourseId]) -> Result<Vec<OutlineRow>> {
    let list = sql::ids(courses.iter().map(|course| course.0));
    let cards: Vec<CardRow> = sql::all(
        db,
        &format!("SELECT {CARD} FROM course c WHERE c.id IN ({list}) AND c.version_id IS NOT NULL ORDER BY c.id"),
        vec![],
    )
    .await?;
    let rows: Vec<OutlineRecord> = sql::all(
        db,
        &format!(
            "SELECT c.id, c.outcomes, v.outline FROM course c JOIN course_version v ON v.id = c.version_id
             WHERE c.id IN ({list}) ORDER BY c.id"
        ),
        vec![],
    )
    .await?;
    cards
        .into_iter()
        .zip(rows)
        .filter(|(card, row)| card.id == row.id)
        .map(|(card, row)| {
            Ok(OutlineRow {
                card: card.card()?,
                outcomes: sql::json(&row.outcomes)?,
                outline: sql::json(&row.outline)?,
            })
        })
        .collect()
}

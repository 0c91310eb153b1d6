//! What a course requires before it, and learning paths of several courses.

use crate::{Result, sql};
use domain::{
    CourseId, Error as Refusal, LocalText, PersonId, Timestamp,
    academy::{PathCard, Requirement},
    policy::{Course, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct RequirementRecord {
    slug: String,
    title: String,
    is_met: i64,
}

impl RequirementRecord {
    fn read(self) -> Result<Requirement> {
        Ok(Requirement {
            slug: self.slug,
            title: sql::text(&self.title)?,
            is_met: self.is_met != 0,
        })
    }
}

/// What comes before a course, and whether a person has finished it.
pub async fn requirements(
    db: &impl ConnectionTrait,
    course: CourseId,
    person: Option<PersonId>,
) -> Result<Vec<Requirement>> {
    let rows: Vec<RequirementRecord> = sql::all(
        db,
        "SELECT c.slug, c.title, (SELECT COUNT(*) FROM enrolment e WHERE e.course_id = c.id AND e.person_id = $2
            AND e.state = 'completed') AS is_met
         FROM course_requirement r JOIN course c ON c.id = r.requires_id WHERE r.course_id = $1 ORDER BY c.id",
        vec![course.0.into(), person.map_or(-1, |it| it.0).into()],
    )
    .await?;
    rows.into_iter().map(RequirementRecord::read).collect()
}

/// The titles of what any of these people has not finished before a course.
pub async fn missing_for(
    db: &impl ConnectionTrait,
    course: CourseId,
    people: &[PersonId],
) -> Result<Vec<LocalText>> {
    let ids = sql::ids(people.iter().map(|person| person.0));
    let rows: Vec<RequirementRecord> = sql::all(
        db,
        &format!(
            "SELECT c.slug, c.title, COUNT(*) AS is_met FROM course_requirement r
             JOIN course c ON c.id = r.requires_id JOIN person p ON p.id IN ({ids})
             WHERE r.course_id = $1 AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.course_id = r.requires_id
                AND e.person_id = p.id AND e.state = 'completed') GROUP BY c.id, c.slug, c.title ORDER BY c.id"
        ),
        vec![course.0.into()],
    )
    .await?;
    rows.into_iter().map(|row| sql::text(&row.title)).collect()
}

/// Every other published course, and whether this one requires it.
pub async fn possible_requirements(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
) -> Result<Vec<Requirement>> {
    let rows: Vec<RequirementRecord> = sql::all(
        db,
        "SELECT c.slug, c.title, (SELECT COUNT(*) FROM course_requirement r
            WHERE r.course_id = $1 AND r.requires_id = c.id) AS is_met
         FROM course c WHERE c.status = 'published' AND c.id <> $1 ORDER BY c.id LIMIT 1000",
        vec![course.0.into()],
    )
    .await?;
    rows.into_iter().map(RequirementRecord::read).collect()
}

#[derive(FromQueryResult)]
struct Edge {
    course_id: i64,
    requires_id: i64,
}

/// Which course requires which.
pub async fn all_requirements(db: &impl ConnectionTrait) -> Result<Vec<(CourseId, CourseId)>> {
    let rows: Vec<Edge> = sql::all(
        db,
        "SELECT course_id, requires_id FROM course_requirement ORDER BY course_id, requires_id",
        vec![],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (CourseId(row.course_id), CourseId(row.requires_id)))
        .collect())
}

pub async fn set_requirements(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    course: CourseId,
    requires: &[CourseId],
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM course_requirement WHERE course_id = $1",
        vec![course.0.into()],
    )
    .await?;
    let rows = requires
        .iter()
        .map(|it| vec![course.0.into(), it.0.into()])
        .collect();
    super::write_all(
        db,
        "INSERT INTO course_requirement (course_id, requires_id)",
        "",
        rows,
    )
    .await
}

#[derive(FromQueryResult)]
struct SlugRecord {
    id: i64,
    slug: String,
}

/// The published courses that have these addresses, with their ids.
pub async fn course_ids(
    db: &impl ConnectionTrait,
    slugs: &[String],
) -> Result<Vec<(String, CourseId)>> {
    let rows: Vec<SlugRecord> = sql::all(
        db,
        &format!(
            "SELECT id, slug FROM course WHERE status = 'published' AND slug IN ({})",
            super::marks(1, slugs.len())
        ),
        if slugs.is_empty() {
            vec!["".into()]
        } else {
            slugs.iter().map(|slug| slug.clone().into()).collect()
        },
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.slug, CourseId(row.id)))
        .collect())
}

#[derive(FromQueryResult)]
struct PathRecord {
    slug: String,
    title: String,
    summary: String,
    courses: i64,
}

const PATH: &str = "SELECT h.slug, h.title, h.summary,
    (SELECT COUNT(*) FROM learning_path_course x WHERE x.path_id = h.id) AS courses FROM learning_path h";

impl PathRecord {
    fn card(self) -> Result<PathCard> {
        Ok(PathCard {
            title: sql::text(&self.title)?,
            summary: sql::text(&self.summary)?,
            courses: sql::count(self.courses)?,
            slug: self.slug,
        })
    }
}

pub async fn paths(db: &impl ConnectionTrait) -> Result<Vec<PathCard>> {
    let rows: Vec<PathRecord> =
        sql::all(db, &format!("{PATH} ORDER BY h.id LIMIT 100"), vec![]).await?;
    rows.into_iter().map(PathRecord::card).collect()
}

/// Those that lead through a course.
pub async fn paths_through(db: &impl ConnectionTrait, course: CourseId) -> Result<Vec<PathCard>> {
    let rows: Vec<PathRecord> = sql::all(
        db,
        &format!("{PATH} JOIN learning_path_course y ON y.path_id = h.id WHERE y.course_id = $1 ORDER BY h.id LIMIT 20"),
        vec![course.0.into()],
    )
    .await?;
    rows.into_iter().map(PathRecord::card).collect()
}

#[derive(FromQueryResult)]
struct CourseOf {
    course_id: i64,
}

/// A path with its courses in order.
pub async fn path_by_slug(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<(PathCard, Vec<CourseId>)>> {
    let row: Option<PathRecord> =
        sql::one(db, &format!("{PATH} WHERE h.slug = $1"), vec![slug.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let courses: Vec<CourseOf> = sql::all(
        db,
        "SELECT x.course_id FROM learning_path_course x JOIN learning_path h ON h.id = x.path_id
         WHERE h.slug = $1 ORDER BY x.position",
        vec![slug.into()],
    )
    .await?;
    let courses = courses.into_iter().map(|it| CourseId(it.course_id));
    Ok(Some((row.card()?, courses.collect())))
}

/// What a path is to be.
#[derive(Clone, Debug)]
pub struct NewPath {
    pub slug: String,
    pub title: LocalText,
    pub summary: LocalText,
    pub courses: Vec<CourseId>,
}

/// Writes a path, the same trainer's again.
///
/// # Errors
/// `Invalid` on `slug` where it is another trainer's.
pub async fn save_path(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    trainer: PersonId,
    it: &NewPath,
    now: Timestamp,
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Id {
        id: i64,
    }
    let row: Option<Id> = sql::one(
        db,
        "INSERT INTO learning_path (slug, trainer_id, title, summary, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (slug) DO UPDATE SET title = excluded.title, summary = excluded.summary,
            updated_at = excluded.updated_at WHERE learning_path.trainer_id = excluded.trainer_id RETURNING id",
        vec![
            it.slug.clone().into(),
            trainer.0.into(),
            sql::to_json(&it.title)?.into(),
            sql::to_json(&it.summary)?.into(),
            now.into(),
        ],
    )
    .await?;
    let Some(Id { id }) = row else {
        return Err(Refusal::field("slug", domain::Problem::InUse).into());
    };
    sql::run(
        db,
        "DELETE FROM learning_path_course WHERE path_id = $1",
        vec![id.into()],
    )
    .await?;
    let rows = it
        .courses
        .iter()
        .zip(1_i64..)
        .map(|(course, position)| vec![id.into(), position.into(), course.0.into()])
        .collect();
    super::write_all(
        db,
        "INSERT INTO learning_path_course (path_id, position, course_id)",
        "",
        rows,
    )
    .await
}

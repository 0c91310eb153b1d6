//! What people bring, where provinces lie, and which courses teach what.
//!
//! Only who agreed to it is ever found, and nothing to reach them by is read for it.

use super::teams::{scope, venturer};
use crate::{Error, Result, sql};
use domain::{
    InvitationId, LocalText, PersonId, TeamId, Timestamp,
    policy::{Permit, ProjectTeam, Venturer},
    projects::{Availability, CourseLink, Courses, Place, Profile, Skill, Tongue},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("profile: {what}"))
}

fn skill(code: &str) -> Result<Skill> {
    Skill::from_code(code).ok_or_else(|| corrupt(code))
}

#[derive(FromQueryResult)]
struct Row {
    person_id: i64,
    province_code: String,
    languages: String,
    availability: String,
    findable_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct SkillRow {
    person_id: i64,
    skill: String,
}

async fn skills_of(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<BTreeMap<i64, Vec<Skill>>> {
    let list = sql::ids(people.iter().map(|person| person.0));
    let rows: Vec<SkillRow> = sql::all(
        db,
        &format!(
            "SELECT person_id, skill FROM person_skill WHERE person_id IN ({list}) ORDER BY person_id, skill"
        ),
        vec![],
    )
    .await?;
    let mut found: BTreeMap<i64, Vec<Skill>> = BTreeMap::new();
    for row in rows {
        found
            .entry(row.person_id)
            .or_default()
            .push(skill(&row.skill)?);
    }
    Ok(found)
}

impl Row {
    fn profile(self, skills: Vec<Skill>) -> Result<Profile> {
        Ok(Profile {
            skills,
            languages: sql::json(&self.languages)?,
            province: self.province_code,
            availability: Availability::from_code(&self.availability)
                .ok_or_else(|| corrupt(&self.availability))?,
            findable_at: self.findable_at,
        })
    }
}

/// The profiles of some people; who has none is not there.
pub async fn profiles_of(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Profile>> {
    let list = sql::ids(people.iter().map(|person| person.0));
    let rows: Vec<Row> = sql::all(
        db,
        &format!(
            "SELECT person_id, province_code, languages, availability, findable_at FROM person_profile WHERE person_id IN ({list})"
        ),
        vec![],
    )
    .await?;
    let mut skills = skills_of(db, people).await?;
    rows.into_iter()
        .map(|row| {
            let known = skills.remove(&row.person_id).unwrap_or_default();
            Ok((PersonId(row.person_id), row.profile(known)?))
        })
        .collect()
}

/// In the place of what was kept.
pub async fn save_profile(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    it: &Profile,
    now: Timestamp,
) -> Result<()> {
    let person = venturer(permit)?;
    sql::run(
        db,
        "INSERT INTO person_profile (person_id, province_code, languages, availability, findable_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id) DO UPDATE SET province_code = excluded.province_code, languages = excluded.languages,
            availability = excluded.availability, findable_at = excluded.findable_at, updated_at = excluded.updated_at",
        vec![
            person.0.into(),
            it.province.clone().into(),
            sql::to_json(&it.languages)?.into(),
            it.availability.code().into(),
            it.findable_at.into(),
            now.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "DELETE FROM person_skill WHERE person_id = $1",
        vec![person.0.into()],
    )
    .await?;
    let rows = it
        .skills
        .iter()
        .map(|skill| vec![person.0.into(), skill.code().into()])
        .collect();
    let insert = "INSERT INTO person_skill (person_id, skill)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(())
}

/// Nothing is left of it.
pub async fn delete_profile(db: &impl ConnectionTrait, permit: &Permit<Venturer>) -> Result<()> {
    let person = venturer(permit)?;
    for table in ["person_skill", "person_profile"] {
        sql::run(
            db,
            &format!("DELETE FROM {table} WHERE person_id = $1"),
            vec![person.0.into()],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct PlaceRow {
    province_code: String,
    north: i64,
    east: i64,
}

/// Of every province.
pub async fn places(db: &impl ConnectionTrait) -> Result<BTreeMap<String, Place>> {
    let rows: Vec<PlaceRow> = sql::all(
        db,
        "SELECT province_code, north, east FROM province_place",
        vec![],
    )
    .await?;
    let rows = rows.into_iter().map(|row| {
        let place = Place {
            north: row.north,
            east: row.east,
        };
        (row.province_code, place)
    });
    Ok(rows.collect())
}

#[derive(FromQueryResult)]
struct CourseRow {
    skill: String,
    slug: String,
    title: String,
}

impl CourseRow {
    fn read(self) -> Result<(Skill, CourseLink)> {
        let link = CourseLink {
            slug: self.slug,
            title: sql::text(&self.title)?,
        };
        Ok((skill(&self.skill)?, link))
    }
}

/// The published courses that teach each skill.
pub async fn courses_by_skill(db: &impl ConnectionTrait) -> Result<Courses> {
    let rows: Vec<CourseRow> = sql::all(
        db,
        "SELECT s.skill, c.slug, c.title FROM skill_course s JOIN course c ON c.slug = s.course_slug
         WHERE c.status = 'published' ORDER BY s.skill, c.id",
        vec![],
    )
    .await?;
    let mut courses = Courses::new();
    for row in rows {
        let (skill, link) = row.read()?;
        courses.entry(skill).or_default().push(link);
    }
    Ok(courses)
}

/// What someone's credentials prove, with the courses they were earned in.
pub async fn proven_skills(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<(Skill, CourseLink)>> {
    let rows: Vec<CourseRow> = sql::all(
        db,
        "SELECT s.skill, c.slug, c.title FROM credential k JOIN course c ON c.id = k.course_id
         JOIN skill_course s ON s.course_slug = c.slug
         WHERE k.person_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2) ORDER BY s.skill, c.id",
        vec![person.0.into(), now.into()],
    )
    .await?;
    rows.into_iter().map(CourseRow::read).collect()
}

/// Someone who agreed to be found.
#[derive(Clone, Debug)]
pub struct FindableRow {
    pub person: PersonId,
    pub name: String,
    /// Of what was asked for.
    pub brings: Vec<Skill>,
    pub languages: Vec<Tongue>,
    pub availability: Availability,
    pub province: String,
    pub province_name: LocalText,
}

#[derive(FromQueryResult)]
struct FindableRecord {
    person_id: i64,
    name: String,
    languages: String,
    availability: String,
    province_code: String,
    province_fr: String,
    province_ar: String,
}

/// Those who know one of the skills, and whom the team has never asked: who know most of them
/// first, then those of `province`, at most 500. Names are read of those alone.
pub async fn findable_people(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    wanted: &[Skill],
    province: &str,
) -> Result<Vec<FindableRow>> {
    let (team, _) = scope(permit)?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = (3..)
        .take(wanted.len())
        .map(|at| format!("${at}"))
        .collect();
    let list = list.join(", ");
    let mut values = vec![team.0.into(), province.into()];
    values.extend(wanted.iter().map(|skill| skill.code().into()));
    let rows: Vec<FindableRecord> = sql::all(
        db,
        &format!(
            "SELECT f.person_id, p.name, f.languages, f.availability, f.province_code, v.name_fr AS province_fr, v.name_ar AS province_ar
             FROM (SELECT s.person_id, COUNT(*) AS known, MIN(CASE WHEN a.province_code = $2 THEN 0 ELSE 1 END) AS away
                FROM person_skill s JOIN person_profile a ON a.person_id = s.person_id AND a.findable_at IS NOT NULL
                WHERE s.skill IN ({list})
                  AND s.person_id NOT IN (SELECT m.person_id FROM project_team_member m WHERE m.team_id = $1)
                  AND s.person_id NOT IN (SELECT i.person_id FROM project_invitation i WHERE i.team_id = $1 AND i.person_id IS NOT NULL)
                GROUP BY s.person_id ORDER BY known DESC, away, s.person_id LIMIT 500) k
             JOIN person_profile f ON f.person_id = k.person_id JOIN person p ON p.id = f.person_id
             JOIN province v ON v.code = f.province_code ORDER BY k.known DESC, k.away, f.person_id"
        ),
        values,
    )
    .await?;
    let people: Vec<PersonId> = rows.iter().map(|row| PersonId(row.person_id)).collect();
    let mut skills = skills_of(db, &people).await?;
    rows.into_iter()
        .map(|row| {
            let mut brings = skills.remove(&row.person_id).unwrap_or_default();
            brings.retain(|skill| wanted.contains(skill));
            Ok(FindableRow {
                person: PersonId(row.person_id),
                name: row.name,
                brings,
                languages: sql::json(&row.languages)?,
                availability: Availability::from_code(&row.availability)
                    .ok_or_else(|| corrupt(&row.availability))?,
                province: row.province_code,
                province_name: LocalText::new(&row.province_fr, &row.province_ar, ""),
            })
        })
        .collect()
}

/// Asks someone who was found; `false` where this team has asked them before. They answer by their
/// account: nobody holds the secret.
pub async fn offer_seat(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    person: PersonId,
    unused_hash: &str,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<bool> {
    let (team, founder) = scope(permit)?;
    let changed = sql::run(
        db,
        "INSERT INTO project_invitation (team_id, token_hash, invited_by, created_at, expires_at, person_id)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        vec![
            team.0.into(),
            unused_hash.into(),
            founder.0.into(),
            now.into(),
            expires_at.into(),
            person.0.into(),
        ],
    )
    .await?;
    Ok(changed > 0)
}

/// A team's offer to someone, which they have not answered.
#[derive(Clone, Debug)]
pub struct OfferRow {
    pub id: InvitationId,
    pub team: TeamId,
    pub invited_by: String,
    pub expires_at: Timestamp,
}

#[derive(FromQueryResult)]
struct OfferRecord {
    id: i64,
    team_id: i64,
    invited_by: String,
    expires_at: i64,
}

pub async fn offers_to(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<OfferRow>> {
    let rows: Vec<OfferRecord> = sql::all(
        db,
        "SELECT i.id, i.team_id, p.name AS invited_by, i.expires_at FROM project_invitation i JOIN person p ON p.id = i.invited_by
         WHERE i.person_id = $1 AND i.ended_at IS NULL AND i.expires_at > $2 ORDER BY i.id LIMIT 50",
        vec![person.0.into(), now.into()],
    )
    .await?;
    let rows = rows.into_iter().map(|row| OfferRow {
        id: InvitationId(row.id),
        team: TeamId(row.team_id),
        invited_by: row.invited_by,
        expires_at: row.expires_at,
    });
    Ok(rows.collect())
}

/// They said no; nothing happens where it is not theirs or has ended.
pub async fn decline_offer(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE project_invitation SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
        vec![id.0.into(), venturer(permit)?.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

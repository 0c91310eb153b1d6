//! What people know how to do, and whether teams may find them; where provinces lie; which course
//! teaches which skill; and invitations of people who were found.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    // `findable_at` is the day of the consent; without one nobody finds the person.
    "CREATE TABLE person_profile (
        person_id BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
        province_code TEXT NOT NULL REFERENCES province (code), languages TEXT NOT NULL,
        availability TEXT NOT NULL CHECK (availability IN ('full', 'half', 'weekends', 'seasonal')),
        findable_at BIGINT, updated_at BIGINT NOT NULL)",
    "CREATE INDEX person_profile_findable ON person_profile (findable_at) WHERE findable_at IS NOT NULL",
    "CREATE TABLE person_skill (
        person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE, skill TEXT NOT NULL, PRIMARY KEY (person_id, skill))",
    "CREATE INDEX person_skill_skill ON person_skill (skill, person_id)",
    // The chief town, in thousandths of a degree.
    "CREATE TABLE province_place (
        province_code TEXT PRIMARY KEY REFERENCES province (code), north BIGINT NOT NULL, east BIGINT NOT NULL)",
    "CREATE TABLE skill_course (skill TEXT NOT NULL, course_slug TEXT NOT NULL, PRIMARY KEY (skill, course_slug))",
    "ALTER TABLE project_invitation ADD COLUMN person_id BIGINT REFERENCES person (id)",
    // Once for each team, whatever came of it: nobody is asked again who said no.
    "CREATE UNIQUE INDEX project_invitation_person ON project_invitation (person_id, team_id) WHERE person_id IS NOT NULL",
];

/// What the first courses teach.
const TAUGHT: &[(&str, &str)] = &[
    ("bookkeeping", "keep-the-accounts"),
    ("sales", "sell-online"),
    ("sales", "price-and-package"),
    ("quality", "quality-and-labels"),
    ("food_hygiene", "quality-and-labels"),
    ("management", "govern-together"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        for line in include_str!("../data/places.csv").lines().skip(1) {
            let [province, north, east] = sql::fields(line)?;
            let number = |text: &str| {
                text.parse::<i64>()
                    .map_err(|_| DbErr::Custom(format!("no place: {line}")))
            };
            let (north, east) = (number(&north)?, number(&east)?);
            db.execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO province_place (province_code, north, east) VALUES ($1, $2, $3)",
                [province.into(), north.into(), east.into()],
            ))
            .await?;
        }
        for (skill, course) in TAUGHT {
            db.execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO skill_course (skill, course_slug) VALUES ($1, $2)",
                [Value::from(*skill), (*course).into()],
            ))
            .await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

//! Project sheets with their versions, saved simulations, and the dated lists behind them.
//!
//! The database itself refuses to change a published version.

use crate::sql;
use sea_orm_migration::{
    prelude::*,
    sea_orm::{DatabaseBackend, Statement},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE sector (code TEXT PRIMARY KEY, name_fr TEXT NOT NULL, name_ar TEXT NOT NULL, name_en TEXT NOT NULL)",
    "CREATE TABLE province_population (
        id {id}, province_code TEXT NOT NULL REFERENCES province (code), inhabitants BIGINT NOT NULL CHECK (inhabitants > 0),
        valid_from BIGINT NOT NULL, valid_to BIGINT, source TEXT NOT NULL)",
    "CREATE INDEX province_population_province ON province_population (province_code, valid_from)",
    "CREATE TABLE project_sheet (
        id {id}, slug TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'changes_requested', 'published', 'suspended', 'stale', 'archived')),
        sector_code TEXT NOT NULL REFERENCES sector (code), region_code TEXT NOT NULL REFERENCES region (code),
        province_code TEXT NOT NULL REFERENCES province (code), category_slug TEXT, illustration TEXT NOT NULL,
        author_id BIGINT REFERENCES person (id), current_version_id BIGINT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)",
    "CREATE INDEX project_sheet_state ON project_sheet (state, region_code)",
    "CREATE TABLE sheet_version (
        id {id}, sheet_id BIGINT NOT NULL REFERENCES project_sheet (id), number BIGINT NOT NULL CHECK (number > 0),
        content TEXT NOT NULL, listed TEXT NOT NULL, investment_minor BIGINT NOT NULL, monthly_income_minor BIGINT NOT NULL,
        payback BIGINT, created_at BIGINT NOT NULL, published_at BIGINT, published_by BIGINT REFERENCES person (id),
        UNIQUE (sheet_id, number))",
    // One row: every change of what visitors see raises it, and each process reads again then.
    "CREATE TABLE project_revision (id BIGINT PRIMARY KEY CHECK (id = 1), revision BIGINT NOT NULL)",
    "INSERT INTO project_revision (id, revision) VALUES (1, 0)",
    "CREATE TABLE project_scenario (
        id {id}, person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        sheet_id BIGINT NOT NULL REFERENCES project_sheet (id), version_id BIGINT NOT NULL REFERENCES sheet_version (id),
        name TEXT NOT NULL, inputs TEXT NOT NULL, token TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        UNIQUE (person_id, sheet_id, name))",
];

/// 1 September 2014, the day of the census.
const CENSUS: i64 = 1_409_529_600;
const CENSUS_SOURCE: &str =
    "Haut-Commissariat au Plan, recensement général de la population et de l’habitat, 2014";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        for line in include_str!("../data/sectors.csv").lines().skip(1) {
            let [code, fr, ar, en] = sql::fields(line)?;
            db.execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO sector (code, name_fr, name_ar, name_en) VALUES ($1, $2, $3, $4)",
                [code, fr, ar, en].map(Value::from),
            ))
            .await?;
        }
        for line in include_str!("../data/populations.csv").lines().skip(1) {
            let [province, inhabitants] = sql::fields(line)?;
            let inhabitants: i64 = inhabitants
                .parse()
                .map_err(|_| DbErr::Custom(format!("no number of people: {line}")))?;
            db.execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO province_population (province_code, inhabitants, valid_from, source) VALUES ($1, $2, $3, $4)",
                [province.into(), inhabitants.into(), CENSUS.into(), CENSUS_SOURCE.into()],
            ))
            .await?;
        }
        let triggers: &[&str] = match backend {
            DatabaseBackend::Sqlite => &[
                "CREATE TRIGGER sheet_version_published BEFORE UPDATE ON sheet_version WHEN OLD.published_at IS NOT NULL \
                 BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END",
            ],
            _ => &[
                "CREATE FUNCTION sheet_version_refuse() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'a published version does not change'; END $$",
                "CREATE TRIGGER sheet_version_published BEFORE UPDATE ON sheet_version FOR EACH ROW \
                 WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION sheet_version_refuse()",
            ],
        };
        for trigger in triggers {
            db.execute_unprepared(trigger).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

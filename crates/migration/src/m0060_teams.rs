//! Teams that prepare a cooperative, with their invitations and tasks; and what the law and the
//! office ask, as dated rows: a change is a new row, and the old one keeps its dates.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE cooperative_rule (
        id {id}, code TEXT NOT NULL, value BIGINT NOT NULL CHECK (value >= 0), source TEXT NOT NULL,
        valid_from BIGINT NOT NULL, valid_to BIGINT, UNIQUE (code, valid_from))",
    "CREATE TABLE project_team (
        id {id}, sheet_id BIGINT NOT NULL REFERENCES project_sheet (id), version_id BIGINT NOT NULL REFERENCES sheet_version (id),
        founder_id BIGINT NOT NULL REFERENCES person (id), name TEXT NOT NULL, title TEXT NOT NULL,
        province_code TEXT NOT NULL REFERENCES province (code), region_code TEXT NOT NULL REFERENCES region (code),
        scenario TEXT, inputs TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('forming', 'quorum_met', 'locked', 'constituted', 'dissolved')),
        seats BIGINT NOT NULL, joined BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        CHECK (joined BETWEEN 0 AND seats))",
    "CREATE INDEX project_team_founder ON project_team (founder_id)",
    "CREATE TABLE project_team_member (
        team_id BIGINT NOT NULL REFERENCES project_team (id), person_id BIGINT NOT NULL REFERENCES person (id),
        role TEXT NOT NULL CHECK (role IN ('president', 'treasurer', 'secretary', 'member')), joined_at BIGINT NOT NULL,
        PRIMARY KEY (team_id, person_id))",
    "CREATE INDEX project_team_member_person ON project_team_member (person_id)",
    "CREATE UNIQUE INDEX project_team_member_role ON project_team_member (team_id, role) WHERE role <> 'member'",
    "CREATE TABLE project_invitation (
        id {id}, team_id BIGINT NOT NULL REFERENCES project_team (id), login TEXT, token_hash TEXT NOT NULL UNIQUE,
        invited_by BIGINT NOT NULL REFERENCES person (id), created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
        accepted_by BIGINT REFERENCES person (id), ended_at BIGINT)",
    "CREATE INDEX project_invitation_open ON project_invitation (team_id, ended_at)",
    "CREATE TABLE project_task (
        id {id}, team_id BIGINT NOT NULL REFERENCES project_team (id), title TEXT NOT NULL, person_id BIGINT REFERENCES person (id),
        due_at BIGINT, done_at BIGINT, created_at BIGINT NOT NULL)",
    "CREATE INDEX project_task_team ON project_task (team_id)",
];

/// 18 December 2014, and 1 January 2026.
const LAW_DAY: i64 = 1_418_860_800;
const OFFICE_DAY: i64 = 1_767_225_600;
const LAW: &str = "Loi n° 112-12 relative aux coopératives";
const OFFICE: &str = "Règlement de l’appel à projets (démo)";

/// Code, value, source, first day; days, centimes, people or points as `domain` says.
const RULES: &[(&str, i64, &str, i64)] = &[
    ("founders", 5, LAW, LAW_DAY),
    ("least_capital", 100_000, LAW, LAW_DAY),
    ("least_share", 10_000, LAW, LAW_DAY),
    ("bank_days", 5, LAW, LAW_DAY),
    ("court_days", 20, LAW, LAW_DAY),
    ("completion_days", 30, OFFICE, OFFICE_DAY),
    ("admissibility_days", 10, OFFICE, OFFICE_DAY),
    ("review_days", 15, OFFICE, OFFICE_DAY),
    ("appeal_days", 30, OFFICE, OFFICE_DAY),
    ("reminder_days", 5, OFFICE, OFFICE_DAY),
    ("score_gap", 20, OFFICE, OFFICE_DAY),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        for (code, value, source, from) in RULES {
            manager
                .get_connection()
                .execute_raw(Statement::from_sql_and_values(
                    manager.get_database_backend(),
                    "INSERT INTO cooperative_rule (code, value, source, valid_from) VALUES ($1, $2, $3, $4)",
                    [
                        Value::from(*code),
                        (*value).into(),
                        (*source).into(),
                        (*from).into(),
                    ],
                ))
                .await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

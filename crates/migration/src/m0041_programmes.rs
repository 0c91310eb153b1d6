//! Funding programmes as dated rows: a new rule is a new row, and the old one keeps its dates.

use crate::sql;
use sea_orm_migration::{prelude::*, sea_orm::Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE funding_programme (
        id {id}, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('grant', 'loan')),
        at_most_minor BIGINT NOT NULL CHECK (at_most_minor > 0),
        share_at_most BIGINT NOT NULL CHECK (share_at_most BETWEEN 0 AND 1000000),
        rate BIGINT NOT NULL CHECK (rate >= 0), years BIGINT NOT NULL CHECK (years > 0), rules TEXT NOT NULL, source TEXT NOT NULL,
        valid_from BIGINT NOT NULL, valid_to BIGINT, UNIQUE (code, valid_from))",
    "CREATE INDEX funding_programme_valid ON funding_programme (valid_from, valid_to)",
];

/// 1 January 2026.
const FROM: i64 = 1_767_225_600;
const SOURCE: &str = r#"{"fr":"Règle indicative, à confirmer auprès du programme (démo)","ar":"قاعدة استرشادية يجب تأكيدها لدى البرنامج (تجريبي)","en":"Indicative rule, to be confirmed with the programme (demo)"}"#;

/// Code, name, kind, at most (centimes), share of the assets (millionths), rate (millionths), years, rules.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
    i64,
    i64,
    &'static str,
);

#[rustfmt::skip]
const PROGRAMMES: &[Row] = &[
    ("cooperative_grant", r#"{"fr":"Aide aux projets coopératifs","ar":"دعم المشاريع التعاونية","en":"Grant for cooperative projects"}"#,
        "grant", 30_000_000, 600_000, 0, 1, r#"[{"MembersAtLeast":5},{"InvestmentAtMost":200000000},{"OwnShareAtLeast":50000}]"#),
    ("rural_loan", r#"{"fr":"Prêt aux coopératives rurales","ar":"قرض التعاونيات القروية","en":"Loan for rural cooperatives"}"#,
        "loan", 120_000_000, 1_000_000, 17_500, 5, r#"[{"MembersAtLeast":5},{"Sectors":["agriculture","argan","aromatic_plants","fishing","food","forestry","tourism","crafts"]},{"CoverAtLeast":1000}]"#),
    ("enterprise_loan", r#"{"fr":"Prêt à l’entreprise","ar":"قرض المقاولة","en":"Enterprise loan"}"#,
        "loan", 120_000_000, 1_000_000, 20_000, 7, r#"[{"MembersAtLeast":5},{"CoverAtLeast":1200}]"#),
    ("honour_loan", r#"{"fr":"Prêt d’honneur sans intérêt","ar":"قرض شرف بدون فائدة","en":"Interest-free honour loan"}"#,
        "loan", 10_000_000, 500_000, 0, 4, r#"[{"InvestmentAtMost":50000000},{"OwnShareAtLeast":50000}]"#),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        for (code, name, kind, at_most, share, rate, years, rules) in PROGRAMMES {
            manager
                .get_connection()
                .execute_raw(Statement::from_sql_and_values(
                    manager.get_database_backend(),
                    "INSERT INTO funding_programme (code, name, kind, at_most_minor, share_at_most, rate, years, rules, source, valid_from)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    [
                        Value::from(*code),
                        (*name).into(),
                        (*kind).into(),
                        (*at_most).into(),
                        (*share).into(),
                        (*rate).into(),
                        (*years).into(),
                        (*rules).into(),
                        SOURCE.into(),
                        FROM.into(),
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

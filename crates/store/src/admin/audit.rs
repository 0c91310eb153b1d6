//! The audit log, searched: the newest first, a page at a time by id.

use crate::{Result, accounts::AuditRecord, sql};
use domain::admin::{AUDIT_PAGE, AuditQuery, AuditRow};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// # Errors
/// Where the database fails.
pub async fn search_audit(
    db: &impl ConnectionTrait,
    query: &AuditQuery,
    actor: Option<&str>,
) -> Result<Vec<AuditRow>> {
    let mut bound = vec![query.before.unwrap_or(i64::MAX).into()];
    let mut wanted = "a.id < $1".to_owned();
    let mut add = |column: &str, test: &str, value: String| {
        bound.push(value.into());
        wanted
            .push_str(&format!(" AND {column} {test}").replace("{}", &format!("${}", bound.len())));
    };
    if !query.subject.is_empty() {
        // A range and not LIKE, so that the index answers: every text with this beginning.
        add("a.subject", ">= {}", query.subject.clone());
        add("a.subject", "< {}", format!("{}\u{10ffff}", query.subject));
    }
    if !query.action.is_empty() {
        add("a.action", "= {}", query.action.clone());
    }
    if let Some(actor) = actor {
        add("a.actor", "= {}", actor.to_owned());
    }
    let rows: Vec<AuditRecord> = sql::all(
        db,
        &format!(
            "{} WHERE {wanted} ORDER BY a.id DESC LIMIT {AUDIT_PAGE}",
            AuditRecord::SELECT
        ),
        bound,
    )
    .await?;
    Ok(rows.into_iter().map(AuditRecord::view).collect())
}

#[derive(FromQueryResult)]
struct ActionRow {
    action: String,
}

/// Every action that occurs.
///
/// # Errors
/// Where the database fails.
pub async fn audit_actions(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows: Vec<ActionRow> = sql::all(
        db,
        "SELECT DISTINCT action FROM audit_log ORDER BY action",
        vec![],
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.action).collect())
}

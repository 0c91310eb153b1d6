//! The audit log: append-only, each row holding the hash of the one before, so that a changed or
//! removed row shows.

use super::entities::audit_log;
use crate::Result;
use domain::{
    Timestamp,
    admin::AuditRow,
    policy::{Actor, Permit},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};

/// What was done to what.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// The use case's name.
    pub action: &'static str,
    /// `person:12`, `cooperative:3`.
    pub subject: String,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
}

/// Adds to the chain's end, in the transaction of the act itself.
///
/// # Errors
/// Where the database fails; on PostgreSQL also outside a transaction.
pub async fn append_audit<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    actor: &Actor,
    entry: &AuditEntry,
    now: Timestamp,
) -> Result<()> {
    // On SQLite there is one writer; on PostgreSQL two could read the same end of the chain.
    if db.get_database_backend() == DatabaseBackend::Postgres {
        db.execute_unprepared("LOCK TABLE audit_log IN EXCLUSIVE MODE")
            .await?;
    }
    let last = audit_log::Entity::find()
        .order_by_desc(audit_log::Column::Id)
        .one(db)
        .await?;
    let mut row = audit_log::Model {
        id: 0,
        at: now,
        actor: name(actor),
        action: entry.action.to_owned(),
        subject: entry.subject.clone(),
        before: entry.before.as_ref().map(ToString::to_string),
        after: entry.after.as_ref().map(ToString::to_string),
        previous_hash: last.map_or_else(|| "0".repeat(64), |last| last.hash),
        hash: String::new(),
    };
    row.hash = hash(&row);
    audit_log::Entity::insert(audit_log::ActiveModel {
        at: Set(row.at),
        actor: Set(row.actor),
        action: Set(row.action),
        subject: Set(row.subject),
        before: Set(row.before),
        after: Set(row.after),
        previous_hash: Set(row.previous_hash),
        hash: Set(row.hash),
        ..Default::default()
    })
    .exec(db)
    .await?;
    Ok(())
}

/// The id of the first row that does not follow from the one before; `None` where all do.
///
/// # Errors
/// Where the database fails.
pub async fn verify_audit(db: &impl ConnectionTrait) -> Result<Option<i64>> {
    const BATCH: u64 = 1000;
    let mut previous = "0".repeat(64);
    let mut after = 0;
    loop {
        let rows = audit_log::Entity::find()
            .filter(audit_log::Column::Id.gt(after))
            .order_by_asc(audit_log::Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        after = last.id;
        for row in rows {
            if row.previous_hash != previous || row.hash != hash(&row) {
                return Ok(Some(row.id));
            }
            previous = row.hash;
        }
    }
}

fn name(actor: &Actor) -> String {
    match actor {
        Actor::Visitor => "visitor".to_owned(),
        Actor::Person { id, .. } => format!("person:{id}"),
        Actor::Program { cooperative, .. } => format!("program:{cooperative}"),
        Actor::Recorder { client, .. } => format!("recorder:{client}"),
        Actor::System => "system".to_owned(),
    }
}

/// Every field with its length before it, so that no two rows read alike.
fn hash(row: &audit_log::Model) -> String {
    let at = row.at.to_string();
    let fields = [
        Some(row.previous_hash.as_str()),
        Some(at.as_str()),
        Some(row.actor.as_str()),
        Some(row.action.as_str()),
        Some(row.subject.as_str()),
        row.before.as_deref(),
        row.after.as_deref(),
    ];
    let mut digest = Sha256::new();
    for field in fields {
        match field {
            Some(text) => {
                digest.update(format!("{}:", text.len()));
                digest.update(text);
            }
            None => digest.update("-"),
        }
    }
    hex::encode(digest.finalize())
}

/// A row with the name of who acted.
#[derive(FromQueryResult)]
pub(crate) struct AuditRecord {
    id: i64,
    at: i64,
    actor: String,
    actor_name: Option<String>,
    action: String,
    subject: String,
    before: Option<String>,
    after: Option<String>,
    hash: String,
}

impl AuditRecord {
    pub(crate) const SELECT: &str = "SELECT a.id, a.at, a.actor, p.name AS actor_name, a.action, a.subject, a.before,
        a.after, a.hash FROM audit_log a LEFT JOIN person p ON a.actor = 'person:' || CAST(p.id AS TEXT)";

    pub(crate) fn view(self) -> AuditRow {
        AuditRow {
            id: self.id,
            at: self.at,
            actor: self.actor,
            actor_name: self.actor_name,
            action: self.action,
            subject: self.subject,
            before: self.before,
            after: self.after,
            hash: self.hash.chars().take(12).collect(),
        }
    }
}

/// What was done to one thing, the newest first.
pub(crate) async fn audit_of(
    db: &impl ConnectionTrait,
    subject: &str,
    limit: u32,
) -> Result<Vec<AuditRow>> {
    let rows: Vec<AuditRecord> = crate::sql::all(
        db,
        &format!(
            "{} WHERE a.subject = $1 ORDER BY a.id DESC LIMIT {limit}",
            AuditRecord::SELECT
        ),
        vec![subject.into()],
    )
    .await?;
    Ok(rows.into_iter().map(AuditRecord::view).collect())
}

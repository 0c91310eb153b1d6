//! The audit log as it is searched: who, what, when, before and after.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// Rows a page.
pub const AUDIT_PAGE: u32 = 50;

/// A search; empty fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// `person:12`, `cooperative:3`, or only its beginning.
    pub subject: String,
    /// The use case's name.
    pub action: String,
    /// A person's id, e-mail or phone, or `system`.
    pub actor: String,
    /// Only rows older than this one: the next page.
    pub before: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: i64,
    pub at: Timestamp,
    /// `person:12`, or `system`.
    pub actor: String,
    /// The name of that person.
    pub actor_name: Option<String>,
    pub action: String,
    pub subject: String,
    /// JSON.
    pub before: Option<String>,
    pub after: Option<String>,
    /// The first digits of the row's hash, as paper copies cite it.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    /// To go on with, where there is more.
    pub next: Option<i64>,
    /// Every action that occurs, for the choice.
    pub actions: Vec<String>,
    /// The first row that does not follow from the one before, where the chain is broken.
    pub broken_at: Option<i64>,
}

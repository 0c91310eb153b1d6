//! Learning records for other programs (xAPI 1.0.3): who may read and write them.

use super::course::coded;
use crate::{
    Result, StatementClientId, Timestamp,
    integrations::choices,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What a program with a key may do, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordScope {
    Read,
    Write,
}
coded!(RecordScope { Read = "read", Write = "write" });

/// A program that has a key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordClient {
    pub id: StatementClientId,
    pub name: String,
    pub key: String,
    pub scopes: Vec<RecordScope>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What is told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSecret {
    pub key: String,
    pub secret: String,
}

/// # Errors
/// `Invalid` on `name` or `scopes`.
pub fn parse_record_client(name: &str, scopes: &[String]) -> Result<(String, Vec<RecordScope>)> {
    let mut check = Check::default();
    let name = check.take("name", text::line(name, 60));
    let scopes = check.take("scopes", choices(scopes, RecordScope::from_code));
    check.finish()?;
    name.zip(scopes).ok_or(crate::Error::Malformed)
}

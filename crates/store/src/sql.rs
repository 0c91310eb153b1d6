//! Queries written as SQL that SQLite and PostgreSQL read alike, with `$n` parameters only.
//!
//! The marketplace's joins and conditional updates are stated as they run; entities would hide
//! what matters about them.

use crate::{Error, Result};
use domain::{
    Currency, LocalText, Money, Timestamp,
    marketplace::{PackSize, Unit},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

fn statement(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

pub(crate) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    Ok(T::find_by_statement(statement(db, sql, values))
        .all(db)
        .await?)
}

pub(crate) async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>> {
    Ok(T::find_by_statement(statement(db, sql, values))
        .one(db)
        .await?)
}

/// How many rows changed.
pub(crate) async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64> {
    Ok(db
        .execute_raw(statement(db, sql, values))
        .await?
        .rows_affected())
}

/// For `INSERT … RETURNING id`.
pub(crate) async fn id(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<i64> {
    let row = db.query_one_raw(statement(db, sql, values)).await?;
    Ok(row
        .ok_or_else(|| Error::Corrupt("insert returned no id".to_owned()))?
        .try_get_by_index(0)?)
}

/// Rows of one statement: the fewest parameters that a database allows in one are 32,766.
const ROWS: usize = 500;

/// Inserts many rows of equal length; answers the key and the id of each, in no certain order,
/// where `key` names a column.
pub(crate) async fn insert_all(
    db: &impl ConnectionTrait,
    insert: &str,
    key: Option<&str>,
    rows: Vec<Vec<Value>>,
) -> Result<Vec<(String, i64)>> {
    let mut answer = Vec::with_capacity(if key.is_some() { rows.len() } else { 0 });
    let mut rows = rows.into_iter();
    loop {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(ROWS).collect();
        if chunk.is_empty() {
            return Ok(answer);
        }
        let mut sql = format!("{insert} VALUES ");
        let mut at = 0;
        for (row, values) in chunk.iter().enumerate() {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..values.len() {
                at += 1;
                sql.push_str(&format!("{}${at}", if column == 0 { "" } else { ", " }));
            }
            sql.push(')');
        }
        let values = chunk.into_iter().flatten().collect();
        let Some(key) = key else {
            run(db, &sql, values).await?;
            continue;
        };
        sql.push_str(&format!(" RETURNING {key}, id"));
        for row in db.query_all_raw(statement(db, &sql, values)).await? {
            answer.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        }
    }
}

/// Rows of a dated table that succeed one another: of one table, found by one key.
pub(crate) struct Succession<'a> {
    pub table: &'a str,
    /// Finds the rows of the same thing: `code = $1 AND zone = $2`.
    pub same: &'a str,
    /// What `same` is compared with.
    pub key: Vec<Value>,
    /// Where the new row begins.
    pub from: Timestamp,
}

/// Enters a row by `insert`, which does nothing on a conflict; the one in force ends where it begins.
///
/// # Errors
/// `Conflict` where one begins then or later, or someone else entered one at the same moment.
pub(crate) async fn succeed(
    db: &impl ConnectionTrait,
    Succession {
        table,
        same,
        mut key,
        from,
    }: Succession<'_>,
    insert: &str,
    values: Vec<Value>,
) -> Result<()> {
    key.push(from.into());
    let at = key.len();
    let later =
        format!("SELECT valid_from FROM {table} WHERE {same} AND valid_from >= ${at} LIMIT 1");
    let later = db.query_one_raw(statement(db, &later, key.clone())).await?;
    if later.is_some() {
        return Err(domain::Error::Conflict.into());
    }
    let end = format!(
        "UPDATE {table} SET valid_to = ${at} WHERE {same} AND valid_from < ${at} AND (valid_to IS NULL OR valid_to > ${at})"
    );
    run(db, &end, key).await?;
    if run(db, insert, values).await? == 0 {
        return Err(domain::Error::Conflict.into());
    }
    Ok(())
}

/// The text of an `IN` list. Ids are integers: nothing needs escaping. Never empty, since no id
/// is negative.
pub(crate) fn ids(ids: impl IntoIterator<Item = i64>) -> String {
    let list: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    if list.is_empty() {
        "-1".to_owned()
    } else {
        list.join(",")
    }
}

pub(crate) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("{error}: {text}")))
}

pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(error.to_string()))
}

pub(crate) fn text(json_text: &str) -> Result<LocalText> {
    json(json_text)
}

pub(crate) fn mad(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::Mad,
    }
}

pub(crate) fn count(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Corrupt(format!("{number} is no count")))
}

pub(crate) fn pack(amount: i64, unit: &str) -> Result<PackSize> {
    let unit = Unit::from_code(unit).ok_or_else(|| Error::Corrupt(format!("unit {unit}")))?;
    Ok(PackSize { amount, unit })
}

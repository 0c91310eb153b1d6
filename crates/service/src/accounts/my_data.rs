//! A copy of all that is held of oneself.

use super::own_account;
use crate::{Ctx, internal};
use domain::Result;
use store::accounts::personal_data;

/// A JSON object: each table that has something, with its rows as they stand, and when it was read.
///
/// # Errors
/// `Unauthenticated`.
pub async fn my_data(ctx: &Ctx) -> Result<serde_json::Value> {
    let (_, permit) = own_account(ctx)?;
    let held = personal_data(ctx.db().reader(), &permit)
        .await
        .map_err(internal(ctx))?;
    let mut answer = serde_json::Map::new();
    answer.insert("read_at".to_owned(), ctx.now.into());
    for (table, rows) in held {
        // A table that holds the person in two ways has both in one list.
        if let serde_json::Value::Array(all) = answer
            .entry(table)
            .or_insert_with(|| serde_json::Value::Array(Vec::new()))
        {
            all.extend(rows);
        }
    }
    Ok(answer.into())
}

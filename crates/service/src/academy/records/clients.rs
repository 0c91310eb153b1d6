//! Programs with keys of their own: made by an administrator, the secret shown once and kept as a
//! hash, taken back at once.

use crate::{
    Ctx, Services,
    accounts::{new_token, token_hash},
    admin::note,
    internal,
};
use domain::{
    Error, Result, StatementClientId, Timestamp,
    academy::{RecordClient, RecordSecret, parse_record_client},
    policy::{Action, Actor, Permit, Platform, Records, authorize},
};

/// A key is noted as used at most this often, in seconds.
const USED_EVERY: i64 = 60;

fn managing(ctx: &Ctx) -> Result<Permit<Records>> {
    authorize(&ctx.actor, Action::ManageRecorders, &Records {})
}

/// The programs whose keys hold.
///
/// # Errors
/// `Forbidden` for who is no administrator.
pub async fn record_clients(ctx: &Ctx) -> Result<Vec<RecordClient>> {
    managing(ctx)?;
    store::academy::record_clients(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// Answers key and secret; the secret is told this once.
///
/// # Errors
/// `Forbidden`; `Invalid` on `name` or `scopes`.
pub async fn create_record_client(
    ctx: &Ctx,
    name: &str,
    scopes: &[String],
) -> Result<RecordSecret> {
    let permit = managing(ctx)?;
    let created_by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let (name, scopes) = parse_record_client(name, scopes)?;
    let made = RecordSecret {
        key: new_token().chars().take(20).collect(),
        secret: new_token(),
    };
    let new = RecordClient {
        id: StatementClientId(0),
        name,
        key: made.key.clone(),
        scopes,
        created_at: ctx.now,
        last_used_at: None,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let hash = token_hash(&made.secret);
    let id = store::academy::insert_record_client(&tx, &permit, &new, &hash, created_by)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "create_record_client",
        format!("recorder:{id}"),
        serde_json::Value::Null,
        serde_json::json!({ "name": new.name, "scopes": new.scopes }),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(made)
}

/// Ends a key at once. What was kept stays.
///
/// # Errors
/// `Forbidden`; `NotFound` for one that was revoked before.
pub async fn revoke_record_client(ctx: &Ctx, id: StatementClientId) -> Result<()> {
    let permit = managing(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::end_record_client(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "revoke_record_client",
        format!("recorder:{id}"),
        serde_json::json!({ "client": id }),
        serde_json::Value::Null,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The program that a key and a secret let in, and its name; `None` where they do not hold.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn authenticate_recorder(
    services: &Services,
    key: &str,
    secret: &str,
    now: Timestamp,
) -> Result<Option<(Actor, String)>> {
    let found = store::academy::find_record_client(services.db.reader(), key, &token_hash(secret))
        .await
        .map_err(|cause| {
            tracing::error!(%cause, "a key could not be checked");
            Error::Internal {
                request_id: "authenticate_recorder".to_owned(),
            }
        })?;
    let Some(found) = found else { return Ok(None) };
    if found.last_used_at.is_none_or(|at| now - at >= USED_EVERY) {
        let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
        let noted =
            store::academy::touch_record_client(services.db.writer(), &permit, found.id, now).await;
        // A program comes in though the note was not taken.
        if let Err(cause) = noted {
            tracing::warn!(%cause, "key not noted as used");
        }
    }
    let actor = Actor::Recorder {
        client: found.id,
        scopes: found.scopes,
    };
    Ok(Some((actor, found.name)))
}

//! Tokens: shown once, kept as hashes.

use super::managed;
use crate::{
    Ctx, Services,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    ApiTokenId, CooperativeId, Error, Result, Timestamp,
    integrations::{TOKEN_PREFIX, parse_token},
    policy::{Action, Actor, Platform, authorize},
};
use store::{
    accounts::{AuditEntry, append_audit},
    integrations::NewApiToken,
};

/// A token is noted as used at most this often, in seconds.
const USED_EVERY: i64 = 60;

/// Answers the secret, which is told this once.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotFound` for who does not manage the cooperative.
pub async fn create_token(
    ctx: &Ctx,
    cooperative: CooperativeId,
    name: &str,
    scopes: &[String],
    days: &str,
) -> Result<String> {
    let permit = managed(ctx, cooperative)?;
    let created_by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let new = parse_token(name, scopes, days)?;
    let secret = format!("{TOKEN_PREFIX}{}", new_token());
    let token = NewApiToken {
        name: new.name,
        token_hash: token_hash(&secret),
        scopes: new.scopes,
        created_by,
        expires_at: ctx.now + i64::from(new.days) * 86_400,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = store::integrations::insert_token(&tx, &permit, &token, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "create_token",
        subject: format!("cooperative:{cooperative}"),
        before: None,
        after: Some(serde_json::json!({ "token": id, "scopes": token.scopes })),
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(secret)
}

/// Ends a token at once.
///
/// # Errors
/// `NotFound` for one of another cooperative, or revoked before.
pub async fn revoke_token(ctx: &Ctx, cooperative: CooperativeId, id: ApiTokenId) -> Result<()> {
    let permit = managed(ctx, cooperative)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::integrations::end_token(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "revoke_token",
        subject: format!("cooperative:{cooperative}"),
        before: Some(serde_json::json!({ "token": id })),
        after: None,
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Whose program a token lets in; `None` for one that does not hold.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn authenticate_program(
    services: &Services,
    token: &str,
    now: Timestamp,
) -> Result<Option<Actor>> {
    let failed = |cause: store::Error| {
        tracing::error!(%cause, "a token could not be checked");
        Error::Internal {
            request_id: "authenticate_program".to_owned(),
        }
    };
    let found = store::integrations::find_token(services.db.reader(), &token_hash(token), now)
        .await
        .map_err(failed)?;
    let Some(found) = found else {
        return Ok(None);
    };
    if found.last_used_at.is_none_or(|at| now - at >= USED_EVERY) {
        let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
        let noted =
            store::integrations::touch_token(services.db.writer(), &permit, found.id, now).await;
        // A program comes in though the note was not taken.
        if let Err(cause) = noted {
            tracing::warn!(%cause, "token not noted as used");
        }
    }
    Ok(Some(Actor::Program {
        cooperative: found.cooperative,
        scopes: found.scopes,
    }))
}

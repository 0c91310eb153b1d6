//! Who a request's token belongs to.

use super::{SESSION_LIFE, proven_account, token_hash};
use crate::Services;
use domain::{Error, Result, SessionId, Timestamp, accounts::Me};
use store::accounts::{find_session, touch_session};

/// A session is noted as seen at most this often, in seconds: pages read, they should not write.
const SEEN_EVERY: i64 = 60;

/// The owner of a session that has not expired, and slides its end. One query, and a write at
/// most once a minute.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn authenticate(
    services: &Services,
    token: &str,
    now: Timestamp,
) -> Result<Option<(Me, SessionId)>> {
    let found = find_session(services.db.reader(), &token_hash(token), now)
        .await
        .map_err(|cause| {
            tracing::error!(%cause, "authentication failed");
            Error::Internal {
                request_id: "authenticate".to_owned(),
            }
        })?;
    let Some(found) = found else {
        return Ok(None);
    };
    if now - found.seen_at >= SEEN_EVERY {
        let permit = proven_account(found.me.id)?;
        let touched = touch_session(
            services.db.writer(),
            &permit,
            found.id,
            now,
            now + SESSION_LIFE,
        )
        .await;
        // Who is signed in stays so though the note was not taken.
        if let Err(cause) = touched {
            tracing::warn!(%cause, "session not noted as seen");
        }
    }
    Ok(Some((found.me, found.id)))
}

//! Signing out another device.

use super::own_account;
use crate::{Ctx, internal};
use domain::{Result, SessionId};
use store::accounts::delete_session;

/// # Errors
/// `Unauthenticated`; `NotFound` for another's session as for none.
pub async fn revoke_session(ctx: &Ctx, session: SessionId) -> Result<()> {
    let (_, permit) = own_account(ctx)?;
    delete_session(ctx.db().writer(), &permit, session)
        .await
        .map_err(internal(ctx))
}

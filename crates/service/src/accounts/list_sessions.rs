//! Where one's account is open.

use super::own_account;
use crate::{Ctx, internal};
use domain::{Result, accounts::SessionView};

/// The one last seen first.
///
/// # Errors
/// `Unauthenticated`.
pub async fn list_sessions(ctx: &Ctx) -> Result<Vec<SessionView>> {
    let (owner, _) = own_account(ctx)?;
    store::accounts::list_sessions(ctx.db().reader(), owner, ctx.session, ctx.now)
        .await
        .map_err(internal(ctx))
}

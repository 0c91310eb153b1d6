//! Signing out of this device.

use super::own_account;
use crate::{Ctx, internal};
use domain::{Error, Result};
use store::accounts::delete_session;

/// Ends the session of this request; without one there is nothing to do.
///
/// # Errors
/// Only `Internal`.
pub async fn sign_out(ctx: &Ctx) -> Result<()> {
    let (Some(session), Ok((_, permit))) = (ctx.session, own_account(ctx)) else {
        return Ok(());
    };
    match delete_session(ctx.db().writer(), &permit, session).await {
        Ok(()) | Err(store::Error::Domain(Error::NotFound)) => Ok(()),
        Err(error) => Err(internal(ctx)(error)),
    }
}

//! The signed-in person.

use crate::{Ctx, internal};
use domain::{Result, accounts::Me};
use store::accounts::load_me;

/// `None` for a visitor.
///
/// # Errors
/// Only `Internal`.
pub async fn me(ctx: &Ctx) -> Result<Option<Me>> {
    match ctx.actor.person() {
        Some(person) => load_me(ctx.db().reader(), person)
            .await
            .map_err(internal(ctx)),
        None => Ok(None),
    }
}

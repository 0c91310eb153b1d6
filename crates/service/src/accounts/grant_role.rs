//! Roles are given by administrators, and each grant is in the audit log.

use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    accounts::Role,
    policy::{Action, Platform, authorize},
};
use store::accounts::load_me;

/// Granting again what a person already has changes nothing.
///
/// # Errors
/// `Forbidden`; `NotFound` for an unknown person.
pub async fn grant_role(ctx: &Ctx, person: PersonId, role: &Role) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::ManageAccounts, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    load_me(&tx, person)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    store::accounts::grant_role(&tx, &permit, &ctx.actor, person, role, ctx.now)
        .await
        .map_err(internal(ctx))?;
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

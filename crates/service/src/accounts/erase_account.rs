//! An account ends with all that is its owner's alone.

use super::{
    mails, own_account,
    passwords::{check_current, prove_password},
};
use crate::{Ctx, internal};
use domain::{Error, Problem, Result, accounts::Hold, text::Check};
use store::{
    accounts::{AuditEntry, append_audit, erase_person, holds, load_credentials},
    jobs::enqueue_mail,
};

/// What must end before, in the order in which a page tells it; empty where nothing is open.
///
/// # Errors
/// `Unauthenticated`.
pub async fn account_holds(ctx: &Ctx) -> Result<Vec<Hold>> {
    let (_, permit) = own_account(ctx)?;
    holds(ctx.db().reader(), &permit, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Deletes what is the person's alone, takes their name out of what others or the law on accounts
/// need, and tells them by mail at the address that is forgotten with it. `sure` is the box ticked.
///
/// # Errors
/// `Unauthenticated`; `Invalid` for `sure` and `current`; `RateLimited`, counting wrong passwords;
/// `Conflict` while something holds the account.
pub async fn erase_account(ctx: &Ctx, current: &str, sure: bool) -> Result<()> {
    let (owner, permit) = own_account(ctx)?;
    let person = load_credentials(ctx.db().reader(), owner)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Unauthenticated)?;
    let mut check = Check::default();
    if !sure {
        check.refuse("sure", Problem::Required);
    }
    check_current(&mut check, current);
    check.finish()?;
    prove_password(ctx, &person, current).await?;

    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    if !holds(&tx, &permit, ctx.now)
        .await
        .map_err(internal(ctx))?
        .is_empty()
    {
        return Err(Error::Conflict);
    }
    erase_person(&tx, &permit, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "erase_account",
        subject: format!("person:{owner}"),
        before: None,
        after: None,
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if let Some(to) = &person.email {
        let mail = mails::erased(to, &person);
        enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

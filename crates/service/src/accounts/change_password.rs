//! A new password by who knows the old one.

use super::{hash_password, mails, own_account, passwords::is_password};
use crate::{Ctx, internal};
use domain::{Error, Problem, Result, accounts::check_password, text::Check};
use store::{
    accounts::{delete_sessions, drop_resets, load_credentials, update_password},
    jobs::enqueue_mail,
};

/// Signs out every other device, spends every mailed link, and tells the owner by mail.
///
/// # Errors
/// `Unauthenticated`; `Invalid` for `password`, and for `current` with `Mismatch` where it is
/// wrong; `RateLimited`, counting wrong ones.
pub async fn change_password(ctx: &Ctx, current: &str, new: &str) -> Result<()> {
    let (owner, permit) = own_account(ctx)?;
    let person = load_credentials(ctx.db().reader(), owner)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Unauthenticated)?;
    let mut check = Check::default();
    if current.is_empty() {
        check.refuse("current", Problem::Required);
    } else if current.chars().count() > 128 {
        check.refuse("current", Problem::Mismatch);
    }
    let login = person
        .email
        .as_deref()
        .or(person.phone.as_deref())
        .unwrap_or_default();
    check.take("password", check_password(new, login));
    check.finish()?;

    let account = format!("person:{owner}");
    ctx.services.rate_limits.attempt(&account, ctx.now)?;
    if !is_password(ctx, current, Some(&person.password_hash)).await? {
        return Err(Error::field("current", Problem::Mismatch));
    }
    ctx.services.rate_limits.proved(&account);

    let password_hash = hash_password(ctx, new).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    update_password(&tx, &permit, &password_hash, ctx.now)
        .await
        .map_err(internal(ctx))?;
    delete_sessions(&tx, &permit, ctx.session)
        .await
        .map_err(internal(ctx))?;
    drop_resets(&tx, &permit).await.map_err(internal(ctx))?;
    if let Some(to) = &person.email {
        let mail = mails::password_changed(ctx, to, &person);
        enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

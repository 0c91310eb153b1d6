//! A new password by who knows the old one.

use super::{
    hash_password, mails, own_account,
    passwords::{check_current, prove_password},
};
use crate::{Ctx, internal};
use domain::{Error, Result, accounts::check_password, text::Check};
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
    check_current(&mut check, current);
    let login = person
        .email
        .as_deref()
        .or(person.phone.as_deref())
        .unwrap_or_default();
    check.take("password", check_password(new, login));
    check.finish()?;

    prove_password(ctx, &person, current).await?;

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

//! A new password by a mailed link.

use super::{hash_password, mails, proven_account, token_hash};
use crate::{Ctx, internal};
use domain::{
    Error, Problem, Result,
    accounts::{ResetPasswordInput, check_password},
    policy::{Action, PublicSite, authorize},
    text::Check,
};
use store::{
    accounts::{delete_sessions, load_credentials, update_password, use_reset},
    jobs::enqueue_mail,
};

/// Spends the link, changes the password, signs out every device and tells the owner by mail.
/// A refused password does not spend the link.
///
/// # Errors
/// `Invalid` for `password`, `password_again`, and for `token` with `Expired` where the link was
/// used, is too old or never was; `RateLimited`.
pub async fn reset_password(ctx: &Ctx, input: ResetPasswordInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::SignIn, &PublicSite {})?;
    let mut check = Check::default();
    check.take("password", check_password(&input.password, ""));
    if input.password_again != input.password {
        check.refuse("password_again", Problem::Mismatch);
    }
    check.finish()?;
    ctx.services.rate_limits.reset(ctx)?;

    // Before the transaction: hashing takes longer than everything else here together.
    let password_hash = hash_password(ctx, &input.password).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let expired = || Error::field("token", Problem::Expired);
    let owner = use_reset(&tx, &permit, &token_hash(&input.token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or_else(expired)?;
    let person = load_credentials(&tx, owner)
        .await
        .map_err(internal(ctx))?
        .ok_or_else(expired)?;
    let logins: Vec<&str> = [&person.email, &person.phone]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    for login in &logins {
        check_password(&input.password, login)
            .map_err(|problem| Error::field("password", problem))?;
    }
    let own = proven_account(owner)?;
    update_password(&tx, &own, &password_hash, ctx.now)
        .await
        .map_err(internal(ctx))?;
    delete_sessions(&tx, &own, None)
        .await
        .map_err(internal(ctx))?;
    if let Some(to) = &person.email {
        let mail = mails::password_changed(ctx, to, &person);
        enqueue_mail(&tx, &own, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))?;
    for login in logins {
        ctx.services.rate_limits.proved(login);
    }
    Ok(())
}

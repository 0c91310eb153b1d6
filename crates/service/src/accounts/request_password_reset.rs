//! A link for who forgot the password.

use super::{RESET_LIFE, mails, new_token, rate_limits::account_key, token_hash};
use crate::{Ctx, internal};
use domain::{
    Error, Problem, Result,
    accounts::Login,
    policy::{Action, PublicSite, authorize},
};
use store::{
    accounts::{NewReset, find_credentials, insert_reset},
    jobs::enqueue_mail,
};

/// Mails a link to the account's address where there is one; answers alike where there is none.
///
/// # Errors
/// `Invalid` where the login can be nobody's; `RateLimited`.
pub async fn request_password_reset(ctx: &Ctx, login: &str) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::SignIn, &PublicSite {})?;
    let login: Login =
        Login::parse(login).map_err(|problem: Problem| Error::field("login", problem))?;
    ctx.services.rate_limits.reset(ctx)?;
    ctx.services
        .rate_limits
        .reset_account(account_key(&login))?;

    let token = new_token();
    // The write transaction begins in any case, so that both ways wait for the writer.
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let person = find_credentials(&tx, &login).await.map_err(internal(ctx))?;
    if let Some(person) = person
        && let Some(to) = &person.email
    {
        let reset = NewReset {
            person: person.id,
            token_hash: token_hash(&token),
            expires_at: ctx.now + RESET_LIFE,
        };
        insert_reset(&tx, &permit, reset, ctx.now)
            .await
            .map_err(internal(ctx))?;
        let mail = mails::reset(ctx, to, &person, &token);
        enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

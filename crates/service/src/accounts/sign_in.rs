//! Signing in with a password.

use super::{
    SESSION_LIFE, Session, new_token, own_account, passwords::is_password,
    rate_limits::account_key, token_hash,
};
use crate::{Ctx, internal};
use domain::{
    Error, Problem, Result,
    accounts::{Login, SignInInput},
    policy::{Action, PublicSite, authorize},
    text::Check,
};
use store::accounts::{NewSession, delete_session, find_credentials, insert_session, load_me};

/// A new session with a new token; the one that the request came with, if any, ends.
///
/// # Errors
/// `WrongCredentials` where login and password do not belong together, whatever the reason;
/// `Invalid` where the login can be nobody's; `RateLimited`.
pub async fn sign_in(ctx: &Ctx, input: SignInInput) -> Result<Session> {
    let permit = authorize(&ctx.actor, Action::SignIn, &PublicSite {})?;
    let mut check = Check::default();
    let login = check.take("login", Login::parse(&input.login));
    if input.password.is_empty() {
        check.refuse("password", Problem::Required);
    } else if input.password.chars().count() > 128 {
        check.refuse("password", Problem::TooLong { max: 128 });
    }
    check.finish()?;
    let Some(login) = login else {
        // A missing login noted a problem, so `finish` has already returned.
        return Err(Error::Malformed);
    };
    ctx.services.rate_limits.sign_in(ctx)?;
    ctx.services
        .rate_limits
        .attempt(account_key(&login), ctx.now)?;

    let found = find_credentials(ctx.db().reader(), &login)
        .await
        .map_err(internal(ctx))?;
    let kept = found.as_ref().map(|person| person.password_hash.as_str());
    let right = is_password(ctx, &input.password, kept).await?;
    let Some(person) = found.filter(|_| right) else {
        return Err(Error::WrongCredentials);
    };
    ctx.services.rate_limits.proved(account_key(&login));

    let token = new_token();
    let expires_at = ctx.now + SESSION_LIFE;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    if let (Some(session), Ok((_, own))) = (ctx.session, own_account(ctx)) {
        match delete_session(&tx, &own, session).await {
            // Revoked meanwhile is as good.
            Ok(()) | Err(store::Error::Domain(Error::NotFound)) => {}
            Err(error) => return Err(internal(ctx)(error)),
        }
    }
    let session = NewSession {
        person: person.id,
        token_hash: token_hash(&token),
        device: ctx.device.clone(),
        expires_at,
    };
    insert_session(&tx, &permit, session, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let me = load_me(&tx, person.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::WrongCredentials)?;
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))?;
    Ok(Session {
        token,
        expires_at,
        me,
    })
}

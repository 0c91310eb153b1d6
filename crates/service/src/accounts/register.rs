//! A new account.

use super::{hash_password, mails, rate_limits::account_key};
use crate::{Ctx, internal};
use domain::{
    Problem, Result,
    accounts::{Login, RegisterInput, check_password},
    policy::{Action, PublicSite, authorize},
    text::{self, Check},
};
use store::{
    accounts::{NewPerson, find_credentials, register_person},
    jobs::enqueue_mail,
};

/// Answers and takes as long alike whether the login is new or taken. New: the account is ready
/// and its address gets a welcome. Taken: its owner gets a mail that says so, nothing changes.
///
/// # Errors
/// `Invalid` for `name`, `login`, `password` and `consent`; `RateLimited`.
pub async fn register(ctx: &Ctx, input: RegisterInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::Register, &PublicSite {})?;
    let mut check = Check::default();
    let name = check.take("name", text::name(&input.name, 80));
    let login = check.take("login", Login::parse(&input.login));
    check.take("password", check_password(&input.password, &input.login));
    if input.consent != "on" {
        check.refuse("consent", Problem::Required);
    }
    check.finish()?;
    let (Some(name), Some(login)) = (name, login) else {
        // Each missing value noted a problem, so `finish` has already returned.
        return Err(domain::Error::Malformed);
    };
    // A form with a mistake costs nothing: only what is tried in earnest is counted.
    ctx.services.rate_limits.register(ctx)?;
    ctx.services
        .rate_limits
        .register_account(account_key(&login))?;

    let password_hash = hash_password(ctx, &input.password).await?;
    let (email, phone) = match &login {
        Login::Email(email) => (Some(email.clone()), None),
        Login::Phone(phone) => (None, Some(phone.clone())),
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let new = NewPerson {
        name: name.clone(),
        email,
        phone,
        password_hash,
        lang: ctx.lang,
        consent_at: Some(ctx.now),
    };
    let registered = register_person(&tx, &permit, new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let mail = match (&login, registered) {
        (Login::Email(email), Some(_)) => {
            Some(mails::welcome(ctx, email.as_str(), &name, ctx.lang))
        }
        (_, Some(_)) => None,
        (_, None) => find_credentials(&tx, &login)
            .await
            .map_err(internal(ctx))?
            .and_then(|person| Some(mails::known(ctx, person.email.as_deref()?, &person))),
    };
    if let Some(mail) = mail {
        enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

//! Name, address, number and language.

use super::{mails, own_account};
use crate::{Ctx, internal};
use domain::{
    Error, Lang, Problem, Result,
    accounts::{Email, Phone, ProfileInput},
    text::{self, Check},
};
use store::{
    accounts::{Profile, drop_resets, load_credentials, update_profile as update},
    jobs::enqueue_mail,
};

/// The old address is told of a new one, and links mailed to it are spent.
///
/// # Errors
/// `Unauthenticated`; `Invalid` for `name`, `email`, `phone` and `lang`, with `InUse` where
/// another account has the address or the number; `RateLimited`.
pub async fn update_profile(ctx: &Ctx, input: ProfileInput) -> Result<()> {
    let (owner, permit) = own_account(ctx)?;
    let mut check = Check::default();
    let name = check.take("name", text::name(&input.name, 80));
    let email = match input.email.trim() {
        "" => None,
        email => check.take("email", Email::parse(email)),
    };
    let phone = match input.phone.trim() {
        "" => None,
        phone => check.take("phone", Phone::parse(phone)),
    };
    if input.email.trim().is_empty() && input.phone.trim().is_empty() {
        check.refuse("email", Problem::Required);
    }
    let lang = check.take(
        "lang",
        Lang::from_code(&input.lang).ok_or(Problem::UnknownChoice),
    );
    check.finish()?;
    let (Some(name), Some(lang)) = (name, lang) else {
        // Each missing value noted a problem, so `finish` has already returned.
        return Err(Error::Malformed);
    };
    let profile = Profile {
        name,
        email,
        phone,
        lang,
    };

    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let before = load_credentials(&tx, owner)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Unauthenticated)?;
    let same_email = before.email.as_deref() == profile.email.as_ref().map(Email::as_str);
    let same_phone = before.phone.as_deref() == profile.phone.as_ref().map(Phone::as_str);
    if !(same_email && same_phone) {
        ctx.services
            .rate_limits
            .profile(&format!("person:{owner}"))?;
        drop_resets(&tx, &permit).await.map_err(internal(ctx))?;
        if let Some(to) = &before.email {
            let mail = mails::login_changed(ctx, to, &before);
            enqueue_mail(&tx, &permit, mail, ctx.now)
                .await
                .map_err(internal(ctx))?;
        }
    }
    update(&tx, &permit, &profile, ctx.now)
        .await
        .map_err(internal(ctx))?;
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))
}

//! What the office decided, told to those it concerns in their own language.

use crate::{Ctx, internal};
use domain::{
    CooperativeId, LocalText, PersonId, Result,
    accounts::Me,
    policy::{OfficeCase, Permit},
};
use i18n::{Key, Words, keys::admin as k};
use store::{
    Tx,
    accounts::{list_managers, load_me},
    jobs::{NewMail, enqueue_mail},
};

/// Sends `subject` and `text` (with `{name}` and, where given, `{reasons}`) to one person.
pub(crate) async fn tell(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    person: PersonId,
    (subject, text): (Key, Key),
    args: &[(&str, &LocalText)],
    (reasons, page): (Option<&str>, &str),
) -> Result<()> {
    let Some(me) = load_me(tx, person).await.map_err(internal(ctx))? else {
        return Ok(());
    };
    let Some(mail) = compose(ctx, &me, (subject, text), args, (reasons, page)) else {
        return Ok(());
    };
    enqueue_mail(tx, permit, mail, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// `None` for who gave no address.
pub(crate) fn compose(
    ctx: &Ctx,
    me: &Me,
    (subject, text): (Key, Key),
    args: &[(&str, &LocalText)],
    (reasons, page): (Option<&str>, &str),
) -> Option<NewMail> {
    let words = Words::embedded(me.lang);
    let picked: Vec<(&str, String)> = args
        .iter()
        .map(|(name, text)| (*name, text.pick(me.lang).text))
        .collect();
    let args: Vec<(&str, &str)> = picked
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut lines = vec![
        words.with(k::MAIL_HELLO, &[("person", &me.name)]),
        words.with(text, &args),
    ];
    lines.extend(reasons.map(str::to_owned));
    lines.push(format!(
        "{}/{}{page}",
        ctx.services.public_url,
        me.lang.code()
    ));
    Some(NewMail {
        recipient: me.email.clone()?,
        subject: words.with(subject, &args),
        body: format!(
            "{}\n\n-- \n{}\n",
            lines.join("\n\n"),
            words.t(i18n::keys::shell::SITE_NAME)
        ),
    })
}

pub(super) async fn verified(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    person: PersonId,
    name: &LocalText,
) -> Result<()> {
    let keys = (k::MAIL_VERIFIED_SUBJECT, k::MAIL_VERIFIED_TEXT);
    tell(
        ctx,
        tx,
        permit,
        person,
        keys,
        &[("name", name)],
        (None, "/desk"),
    )
    .await
}

pub(super) async fn returned(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    person: PersonId,
    name: &LocalText,
    reasons: &str,
) -> Result<()> {
    let keys = (k::MAIL_RETURNED_SUBJECT, k::MAIL_RETURNED_TEXT);
    let end = (Some(reasons), "/desk/register");
    tell(ctx, tx, permit, person, keys, &[("name", name)], end).await
}

/// To every manager: with reasons it was suspended, without it is seen again.
pub(super) async fn status_changed(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    cooperative: CooperativeId,
    name: &LocalText,
    reasons: Option<&str>,
) -> Result<()> {
    let keys = match reasons {
        Some(_) => (k::MAIL_SUSPENDED_SUBJECT, k::MAIL_SUSPENDED_TEXT),
        None => (k::MAIL_REINSTATED_SUBJECT, k::MAIL_REINSTATED_TEXT),
    };
    let managers = list_managers(tx, cooperative)
        .await
        .map_err(internal(ctx))?;
    for manager in managers {
        tell(
            ctx,
            tx,
            permit,
            manager,
            keys,
            &[("name", name)],
            (reasons, "/desk"),
        )
        .await?;
    }
    Ok(())
}

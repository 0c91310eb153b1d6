//! The mails about quotes, in the receiver's language, promised in the step's own transaction.

use crate::{Ctx, internal, marketplace::mails::mail};
use domain::{CooperativeId, PersonId, Result, RfqId, policy::Permit};
use i18n::{
    Key, Words,
    keys::{marketplace as market, quotes as k},
};
use store::{
    Tx,
    accounts::{list_managers, load_me},
    jobs::enqueue_mail,
};

/// Which request a mail is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    id: RfqId,
    number: &'a str,
}

impl<'a> About<'a> {
    pub(super) fn new(id: RfqId, number: &'a str) -> About<'a> {
        About { id, number }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Asked,
    Offered,
    Countered,
    Refused,
    Declined,
    Withdrawn,
    OfferExpired,
    Expired,
}

impl Step {
    const fn key(self) -> Key {
        match self {
            Step::Asked => k::MAIL_ASKED,
            Step::Offered => k::MAIL_OFFERED,
            Step::Countered => k::MAIL_COUNTERED,
            Step::Refused => k::MAIL_REFUSED,
            Step::Declined => k::MAIL_DECLINED,
            Step::Withdrawn => k::MAIL_WITHDRAWN,
            Step::OfferExpired => k::MAIL_OFFER_EXPIRED,
            Step::Expired => k::MAIL_EXPIRED,
        }
    }
}

pub(super) async fn asked<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    about: About<'_>,
    sellers: &[CooperativeId],
) -> Result<()> {
    for seller in sellers {
        to_sellers(ctx, tx, permit, *seller, about, Step::Asked).await?;
    }
    Ok(())
}

pub(super) async fn to_buyer<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    buyer: PersonId,
    about: About<'_>,
    step: Step,
) -> Result<()> {
    to_person(ctx, tx, permit, buyer, ("quotes", about), step).await
}

/// To each of the cooperative's managers.
pub(super) async fn to_sellers<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    seller: CooperativeId,
    about: About<'_>,
    step: Step,
) -> Result<()> {
    let managers = list_managers(tx, seller).await.map_err(internal(ctx))?;
    for manager in managers {
        to_person(ctx, tx, permit, manager, ("desk/quotes", about), step).await?;
    }
    Ok(())
}

async fn to_person<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    person: PersonId,
    (page, about): (&str, About<'_>),
    step: Step,
) -> Result<()> {
    let me = load_me(tx, person).await.map_err(internal(ctx))?;
    let Some((me, email)) = me.and_then(|me| me.email.clone().map(|email| (me, email))) else {
        return Ok(());
    };
    let words = Words::embedded(me.lang);
    let args = [("number", about.number)];
    let lines = [
        words.with(market::MAIL_HELLO, &[("name", &me.name)]),
        words.with(step.key(), &args),
        format!(
            "{}/{}/{page}/{}",
            ctx.services.public_url,
            me.lang.code(),
            about.id
        ),
    ];
    let subject = words.with(k::MAIL_SUBJECT, &args);
    let mail = mail(&words, &email, subject, &lines);
    enqueue_mail(tx, permit, mail, ctx.now)
        .await
        .map_err(internal(ctx))
}

//! What becomes of a dossier, told to its founder; and to reviewers what waits for them.

use crate::{Ctx, admin::mails::compose, internal};
use domain::{LocalText, PersonId, Result, policy::Permit};
use i18n::{Key, keys::ventures as k};
use store::{Tx, jobs::enqueue_mail, projects::TeamRow};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    Incomplete,
    Admitted,
    Approved,
    Conditional,
    Rejected,
    /// The deadline to complete comes near.
    DueSoon,
    /// It has passed.
    Lapsed,
}

const fn keys(news: News) -> (Key, Key) {
    match news {
        News::Incomplete => (k::MAIL_INCOMPLETE_SUBJECT, k::MAIL_INCOMPLETE_TEXT),
        News::Admitted => (k::MAIL_ADMITTED_SUBJECT, k::MAIL_ADMITTED_TEXT),
        News::Approved => (k::MAIL_APPROVED_SUBJECT, k::MAIL_APPROVED_TEXT),
        News::Conditional => (k::MAIL_CONDITIONAL_SUBJECT, k::MAIL_CONDITIONAL_TEXT),
        News::Rejected => (k::MAIL_REJECTED_SUBJECT, k::MAIL_REJECTED_TEXT),
        News::DueSoon => (k::MAIL_DUE_SUBJECT, k::MAIL_DUE_TEXT),
        News::Lapsed => (k::MAIL_LAPSED_SUBJECT, k::MAIL_LAPSED_TEXT),
    }
}

/// To the founder, with the office's own words where there are some.
pub(super) async fn tell_founder<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    team: &TeamRow,
    (news, words): (News, Option<&str>),
) -> Result<()> {
    let page = format!("/projects/teams/{}/dossier", team.id);
    send(
        ctx,
        tx,
        permit,
        team.founder,
        (keys(news), &name(team), words, &page),
    )
    .await
}

/// To someone who was drawn, or who has little time left.
pub(super) async fn tell_reviewer<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    reviewer: PersonId,
    (team, is_reminder): (&TeamRow, Reminder),
) -> Result<()> {
    let keys = match is_reminder {
        Reminder::First => (k::MAIL_DRAWN_SUBJECT, k::MAIL_DRAWN_TEXT),
        Reminder::Again => (k::MAIL_REVIEW_DUE_SUBJECT, k::MAIL_REVIEW_DUE_TEXT),
    };
    let dossier = team.card.dossier.map(|it| it.id);
    let page = dossier.map_or_else(
        || "/office".to_owned(),
        |dossier| format!("/office/dossiers/{dossier}"),
    );
    send(
        ctx,
        tx,
        permit,
        reviewer,
        (keys, &team.card.title, None, &page),
    )
    .await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reminder {
    First,
    Again,
}

/// A team's name is in one language.
fn name(team: &TeamRow) -> LocalText {
    LocalText::new(&team.card.name, &team.card.name, &team.card.name)
}

async fn send<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    person: PersonId,
    (keys, name, words, page): ((Key, Key), &LocalText, Option<&str>, &str),
) -> Result<()> {
    let me = store::accounts::load_me(tx, person)
        .await
        .map_err(internal(ctx))?;
    let mail = me.and_then(|me| compose(ctx, &me, keys, &[("name", name)], (words, page)));
    match mail {
        Some(mail) => enqueue_mail(tx, permit, mail, ctx.now)
            .await
            .map_err(internal(ctx)),
        None => Ok(()),
    }
}

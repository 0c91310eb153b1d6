//! A cooperative's team: a manager invites, someone with the link joins, a manager takes away.

use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    CooperativeId, Error, InvitationId, PersonId, Problem, Result,
    accounts::Login,
    cooperatives::{InvitationView, Part, Team},
    policy::{self, Account, Action, authorize},
    text::Check,
};
use i18n::{Words, keys::selling as k};
use store::{cooperatives::NewInvitation, jobs::NewMail};

/// An invitation may be accepted for two weeks.
const INVITATION_LIFE: i64 = 14 * 86_400;

/// # Errors
/// `Unauthenticated`; `NotFound` for who does not manage the cooperative.
pub async fn show_team(ctx: &Ctx, cooperative: CooperativeId) -> Result<Team> {
    authorize(
        &ctx.actor,
        Action::ManageTeam,
        &policy::Team { cooperative },
    )?;
    let db = ctx.db().reader();
    Ok(Team {
        join_address: format!(
            "{}/{}/desk/join?invitation=",
            ctx.services.public_url,
            ctx.lang.code()
        ),
        members: store::cooperatives::team_members(db, cooperative, ctx.actor.person())
            .await
            .map_err(internal(ctx))?,
        invitations: store::cooperatives::invitations(db, cooperative, ctx.now)
            .await
            .map_err(internal(ctx))?,
    })
}

/// Answers the invitation's secret. Whoever holds it may join: an e-mail address gets it by mail,
/// for a phone number the manager sends the link on.
///
/// # Errors
/// `Invalid` on `login` and `part`; `NotFound` for who does not manage the cooperative.
pub async fn invite_member(
    ctx: &Ctx,
    cooperative: CooperativeId,
    login: &str,
    part: &str,
) -> Result<Option<String>> {
    let permit = authorize(
        &ctx.actor,
        Action::ManageTeam,
        &policy::Team { cooperative },
    )?;
    let invited_by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let mut check = Check::default();
    let login = check.take("login", Login::parse(login));
    let part = check.take("part", Part::from_code(part).ok_or(Problem::UnknownChoice));
    check.finish()?;
    let (Some(login), Some(part)) = (login, part) else {
        return Err(Error::Malformed);
    };
    let token = new_token();
    let (text, email) = match &login {
        Login::Email(email) => (email.as_str(), Some(email)),
        Login::Phone(phone) => (phone.as_str(), None),
    };
    let new = NewInvitation {
        login: text.to_owned(),
        part,
        token_hash: token_hash(&token),
        invited_by,
        expires_at: ctx.now + INVITATION_LIFE,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::cooperatives::insert_invitation(&tx, &permit, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if let Some(email) = email {
        let name = store::cooperatives::load_name(&tx, cooperative)
            .await
            .map_err(internal(ctx))?
            .ok_or(Error::NotFound)?
            .pick(ctx.lang)
            .text;
        let words = Words::embedded(ctx.lang);
        let link = format!(
            "{}/{}/desk/join?invitation={token}",
            ctx.services.public_url,
            ctx.lang.code()
        );
        let mail = NewMail {
            recipient: email.as_str().to_owned(),
            subject: words.with(k::MAIL_INVITED_SUBJECT, &[("name", &name)]),
            body: format!(
                "{}\n{link}\n\n-- \n{}\n",
                words.with(k::MAIL_INVITED_TEXT, &[("name", &name)]),
                words.t(i18n::keys::shell::SITE_NAME)
            ),
        };
        store::jobs::enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(email.is_none().then_some(token))
}

/// # Errors
/// `NotFound` for one of another cooperative, or that has ended.
pub async fn revoke_invitation(
    ctx: &Ctx,
    cooperative: CooperativeId,
    id: InvitationId,
) -> Result<()> {
    let permit = authorize(
        &ctx.actor,
        Action::ManageTeam,
        &policy::Team { cooperative },
    )?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::cooperatives::end_invitation(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Takes a part in the team away; the last manager stays.
///
/// # Errors
/// `NotFound` for who has no such part; `Conflict` for the last manager.
pub async fn remove_member(
    ctx: &Ctx,
    cooperative: CooperativeId,
    person: PersonId,
    part: &str,
) -> Result<()> {
    let permit = authorize(
        &ctx.actor,
        Action::ManageTeam,
        &policy::Team { cooperative },
    )?;
    let part = Part::from_code(part).ok_or(Error::NotFound)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::accounts::leave_team(&tx, &permit, &ctx.actor, (person, part), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the invitation says.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for one that has ended, or never was.
pub async fn show_invitation(ctx: &Ctx, token: &str) -> Result<InvitationView> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    authorize(&ctx.actor, Action::ManageOwnAccount, &Account { owner })?;
    let open = store::cooperatives::open_invitation(ctx.db().reader(), &token_hash(token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok(InvitationView {
        cooperative: open.cooperative_name,
        part: open.part,
        invited_by: open.invited_by,
    })
}

/// Joins the team.
///
/// # Errors
/// As [`show_invitation`].
pub async fn accept_invitation(ctx: &Ctx, token: &str) -> Result<CooperativeId> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::ManageOwnAccount, &Account { owner })?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let open = store::cooperatives::open_invitation(&tx, &token_hash(token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    store::cooperatives::use_invitation(&tx, &permit, open.id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::accounts::join_team(
        &tx,
        &permit,
        &ctx.actor,
        (open.cooperative, open.part),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(open.cooperative)
}

//! Inviting into a team, and joining it: whoever holds the link may take a free seat.

use super::{count, load, note, rules, venturer};
use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    Error, InvitationId, Result, TeamId,
    accounts::Login,
    policy::{Action, Permit, Venturer},
    projects::{ProjectInvitation, TeamRole},
    text::Check,
};
use i18n::{Words, keys::ventures as k};
use store::{
    Tx,
    jobs::NewMail,
    projects::{NewTeamInvitation, TeamRow},
};

/// An invitation may be accepted for two weeks.
const INVITATION_LIFE: i64 = 14 * 86_400;

/// Answers the invitation's secret. An e-mail address gets it by mail as well, for that one person;
/// for a phone number the founder sends the link on; without either the link is for everyone whom
/// they send it to.
///
/// # Errors
/// `Invalid` on `login`; `NotFound` for who does not lead the team; `Conflict` where nobody may
/// join any more.
pub async fn invite_teammate(ctx: &Ctx, id: TeamId, login: &str) -> Result<String> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    if !team.card.state.is_open() {
        return Err(Error::Conflict);
    }
    let login = match login.trim() {
        "" => None,
        login => {
            let mut check = Check::default();
            let login = check.take("login", Login::parse(login));
            check.finish()?;
            login
        }
    };
    let token = new_token();
    let invitation = NewTeamInvitation {
        login: login.as_ref().map(|login| match login {
            Login::Email(email) => email.as_str().to_owned(),
            Login::Phone(phone) => phone.as_str().to_owned(),
        }),
        token_hash: token_hash(&token),
        invited_by: team.founder,
        expires_at: ctx.now + INVITATION_LIFE,
    };
    store::projects::invite(&tx, &permit, &invitation, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if let Some(Login::Email(email)) = &login {
        let mail = invitation_mail(ctx, &team, email.as_str(), &token);
        store::jobs::enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(token)
}

/// In the founder's language: the other one's is not known.
fn invitation_mail(ctx: &Ctx, team: &TeamRow, recipient: &str, token: &str) -> NewMail {
    let words = Words::embedded(ctx.lang);
    let args = [("name", team.card.name.as_str())];
    let link = format!(
        "{}/{}/projects/teams/join?invitation={token}",
        ctx.services.public_url,
        ctx.lang.code()
    );
    NewMail {
        recipient: recipient.to_owned(),
        subject: words.with(k::MAIL_INVITED_SUBJECT, &args),
        body: format!(
            "{}\n{link}\n\n-- \n{}\n",
            words.with(k::MAIL_INVITED_TEXT, &args),
            words.t(i18n::keys::shell::SITE_NAME)
        ),
    }
}

/// # Errors
/// `NotFound` for another team's, or one that has ended.
pub async fn revoke_team_invitation(ctx: &Ctx, id: TeamId, invitation: InvitationId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    store::projects::end_team_invitation(&tx, &permit, invitation, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the invitation says.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for one that has ended, or never was.
pub async fn show_team_invitation(ctx: &Ctx, token: &str) -> Result<ProjectInvitation> {
    let (person, _) = venturer(ctx)?;
    let db = ctx.db().reader();
    let open = store::projects::open_team_invitation(db, &token_hash(token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rules = rules(ctx, db).await?;
    let team = store::projects::load_team(db, open.team, &rules)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok(ProjectInvitation {
        is_member: team.member(person).is_some(),
        // How far its dossier is, is its members' business.
        card: domain::projects::TeamCard {
            dossier: None,
            ..team.card
        },
        invited_by: open.invited_by,
    })
}

/// Takes a seat. A member who joins again has joined.
///
/// # Errors
/// As [`show_team_invitation`]; `Conflict` where the last seat is taken, or nobody may join any
/// more.
pub async fn join_team(ctx: &Ctx, token: &str) -> Result<TeamId> {
    let (person, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let open = store::projects::open_team_invitation(&tx, &token_hash(token), ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rules = rules(ctx, &tx).await?;
    let team = store::projects::load_team(&tx, open.team, &rules)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if team.member(person).is_some() {
        return Ok(open.team);
    }
    if open.is_personal {
        store::projects::use_team_invitation(&tx, &permit, open.id, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    seat(ctx, &tx, &permit, open.team).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(open.team)
}

/// Gives a seat to who is permitted, counts the team again and notes it.
pub(in crate::projects) async fn seat(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Venturer>,
    team: TeamId,
) -> Result<()> {
    let counted = store::projects::take_seat(tx, permit, team, ctx.now)
        .await
        .map_err(internal(ctx))?;
    count(ctx, tx, permit, team, counted).await?;
    let change = (
        serde_json::json!({ "joined": counted.0 - 1 }),
        serde_json::json!({ "joined": counted.0, "role": TeamRole::Member.code() }),
    );
    note(ctx, tx, permit, "join_team", format!("team:{team}"), change).await
}

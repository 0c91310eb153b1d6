//! A cooperative's team and its open invitations; a token is kept as its hash only.

use crate::{Error, Result, sql};
use domain::{
    CooperativeId, InvitationId, LocalText, PersonId, Timestamp,
    accounts::Role,
    cooperatives::{Invitation, Part, TeamMember},
    policy::{Account, Permit, Scope, Team},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct MemberRow {
    person_id: i64,
    name: String,
    role: String,
}

fn part(role: &str, cooperative: CooperativeId) -> Result<Part> {
    Role::from_code(role, Some(cooperative), Vec::new())
        .and_then(|role| role.part())
        .map(|(_, part)| part)
        .ok_or_else(|| Error::Corrupt(format!("no part: {role}")))
}

/// # Errors
/// Where the database fails.
pub async fn team_members(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    me: Option<PersonId>,
) -> Result<Vec<TeamMember>> {
    let rows: Vec<MemberRow> = sql::all(
        db,
        "SELECT r.person_id, p.name, r.role FROM person_role r JOIN person p ON p.id = r.person_id
         WHERE r.cooperative_id = $1 ORDER BY r.role, r.id",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(TeamMember {
                person: PersonId(row.person_id),
                name: row.name,
                part: part(&row.role, cooperative)?,
                is_me: me == Some(PersonId(row.person_id)),
            })
        })
        .collect()
}

#[derive(Clone, Debug)]
pub struct NewInvitation {
    pub login: String,
    pub part: Part,
    pub token_hash: String,
    pub invited_by: PersonId,
    pub expires_at: Timestamp,
}

fn cooperative(permit: &Permit<Team>) -> Result<CooperativeId> {
    match permit.scope() {
        Scope::Cooperative(cooperative) => Ok(cooperative),
        _ => Err(domain::Error::NotFound.into()),
    }
}

/// An earlier one of the same address ends.
///
/// # Errors
/// Where the database fails.
pub async fn insert_invitation(
    db: &impl ConnectionTrait,
    permit: &Permit<Team>,
    it: &NewInvitation,
    now: Timestamp,
) -> Result<()> {
    let cooperative = cooperative(permit)?;
    sql::run(
        db,
        "UPDATE team_invitation SET ended_at = $3 WHERE cooperative_id = $1 AND login = $2 AND ended_at IS NULL",
        vec![cooperative.0.into(), it.login.clone().into(), now.into()],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO team_invitation (cooperative_id, role, login, token_hash, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            cooperative.0.into(),
            Role::of_part(it.part, cooperative).code().into(),
            it.login.clone().into(),
            it.token_hash.clone().into(),
            it.invited_by.0.into(),
            now.into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct InvitationRow {
    id: i64,
    login: String,
    role: String,
    expires_at: i64,
}

/// Those that can still be accepted.
///
/// # Errors
/// Where the database fails.
pub async fn invitations(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<Vec<Invitation>> {
    let rows: Vec<InvitationRow> = sql::all(
        db,
        "SELECT id, login, role, expires_at FROM team_invitation
         WHERE cooperative_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id",
        vec![cooperative.0.into(), now.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Invitation {
                id: InvitationId(row.id),
                login: row.login,
                part: part(&row.role, cooperative)?,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// Takes an invitation back.
///
/// # Errors
/// `NotFound` for one that is another's or has ended.
pub async fn end_invitation(
    db: &impl ConnectionTrait,
    permit: &Permit<Team>,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE team_invitation SET ended_at = $3 WHERE id = $1 AND cooperative_id = $2 AND ended_at IS NULL",
        vec![id.0.into(), cooperative(permit)?.0.into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    Ok(())
}

/// What an invitation's token opens.
#[derive(Clone, Debug)]
pub struct OpenInvitation {
    pub id: InvitationId,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub part: Part,
    pub invited_by: String,
}

#[derive(FromQueryResult)]
struct OpenRow {
    id: i64,
    cooperative_id: i64,
    cooperative_name: String,
    role: String,
    invited_by: String,
}

/// # Errors
/// Where the database fails.
pub async fn open_invitation(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<OpenInvitation>> {
    let row: Option<OpenRow> = sql::one(
        db,
        "SELECT i.id, i.cooperative_id, c.name AS cooperative_name, i.role, p.name AS invited_by
         FROM team_invitation i JOIN cooperative c ON c.id = i.cooperative_id JOIN person p ON p.id = i.invited_by
         WHERE i.token_hash = $1 AND i.ended_at IS NULL AND i.expires_at > $2",
        vec![token_hash.into(), now.into()],
    )
    .await?;
    row.map(|row| {
        let cooperative = CooperativeId(row.cooperative_id);
        Ok(OpenInvitation {
            id: InvitationId(row.id),
            cooperative,
            cooperative_name: sql::text(&row.cooperative_name)?,
            part: part(&row.role, cooperative)?,
            invited_by: row.invited_by,
        })
    })
    .transpose()
}

/// An invitation is accepted once.
///
/// # Errors
/// `NotFound` where it has ended meanwhile.
pub async fn use_invitation(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let Scope::Person(person) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let changed = sql::run(
        db,
        "UPDATE team_invitation SET ended_at = $2, accepted_by = $3 WHERE id = $1 AND ended_at IS NULL",
        vec![id.0.into(), now.into(), person.0.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    Ok(())
}

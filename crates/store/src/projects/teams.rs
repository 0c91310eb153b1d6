//! Teams, their members, invitations and tasks.
//!
//! A seat is taken by a conditional update, so that two who press "join" for the last one get one.
//! Of an invitation's secret only the hash is kept.

use crate::{Error, Result, sql};
use domain::{
    DossierId, Error as Refusal, InvitationId, LocalText, PersonId, SheetId, SheetVersionId,
    TaskId, TeamId, Timestamp,
    geography::RegionCode,
    policy::{Permit, ProjectTeam, Scope, Venturer},
    projects::{
        DossierBrief, DossierState, Inputs, NewTask, Rule, Rules, TeamCard, TeamInvitation,
        TeamRole, TeamState, TeamTask,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct RuleRow {
    code: String,
    value: i64,
}

/// As they stand at `now`.
pub async fn rules(db: &impl ConnectionTrait, now: Timestamp) -> Result<Rules> {
    let rows: Vec<RuleRow> = sql::all(
        db,
        "SELECT code, value FROM cooperative_rule WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)
         ORDER BY valid_from, id",
        vec![now.into()],
    )
    .await?;
    Ok(Rules::new(rows.into_iter().filter_map(|row| {
        Rule::from_code(&row.code).map(|rule| (rule, row.value))
    })))
}

/// A team with its members.
#[derive(Clone, Debug)]
pub struct TeamRow {
    pub id: TeamId,
    pub founder: PersonId,
    pub sheet: SheetId,
    pub region: RegionCode,
    pub province_code: String,
    pub scenario: Option<String>,
    pub inputs: Inputs,
    pub members: Vec<MemberRow>,
    pub card: TeamCard,
}

impl TeamRow {
    pub fn member(&self, person: PersonId) -> Option<&MemberRow> {
        self.members.iter().find(|it| it.person == person)
    }
}

#[derive(Clone, Debug)]
pub struct MemberRow {
    pub person: PersonId,
    pub name: String,
    pub role: TeamRole,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    founder_id: i64,
    sheet_id: i64,
    slug: String,
    illustration: String,
    name: String,
    title: String,
    province_code: String,
    region_code: String,
    province_fr: String,
    province_ar: String,
    scenario: Option<String>,
    inputs: String,
    state: String,
    seats: i64,
    joined: i64,
    dossier_id: Option<i64>,
    dossier_state: Option<String>,
    dossier_due_at: Option<i64>,
}

/// With its latest dossier.
const TEAM: &str = "SELECT t.id, t.founder_id, t.sheet_id, s.slug, s.illustration, t.name, t.title, t.province_code, t.region_code,
    p.name_fr AS province_fr, p.name_ar AS province_ar, t.scenario, t.inputs, t.state, t.seats, t.joined,
    d.id AS dossier_id, d.state AS dossier_state, d.due_at AS dossier_due_at
    FROM project_team t JOIN project_sheet s ON s.id = t.sheet_id JOIN province p ON p.code = t.province_code
    LEFT JOIN project_dossier d ON d.id = (SELECT MAX(l.id) FROM project_dossier l WHERE l.team_id = t.id)";

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("project team: {what}"))
}

impl Row {
    fn card(&self, rules: &Rules) -> Result<TeamCard> {
        let dossier = match (self.dossier_id, self.dossier_state.as_deref()) {
            (Some(id), Some(state)) => Some(DossierBrief {
                id: DossierId(id),
                state: DossierState::from_code(state).ok_or_else(|| corrupt(state))?,
                due_at: self.dossier_due_at,
            }),
            _ => None,
        };
        Ok(TeamCard {
            id: TeamId(self.id),
            name: self.name.clone(),
            title: sql::text(&self.title)?,
            sheet: self.slug.clone(),
            illustration: self.illustration.clone(),
            province: LocalText::new(&self.province_fr, &self.province_ar, ""),
            state: TeamState::from_code(&self.state).ok_or_else(|| corrupt(&self.state))?,
            joined: sql::count(self.joined)?,
            seats: sql::count(self.seats)?,
            founders: rules.founders(),
            dossier,
        })
    }
}

pub async fn load_team(
    db: &impl ConnectionTrait,
    id: TeamId,
    rules: &Rules,
) -> Result<Option<TeamRow>> {
    let row: Option<Row> =
        sql::one(db, &format!("{TEAM} WHERE t.id = $1"), vec![id.0.into()]).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(TeamRow {
        id,
        founder: PersonId(row.founder_id),
        sheet: SheetId(row.sheet_id),
        region: RegionCode::parse(&row.region_code).ok_or_else(|| corrupt(&row.region_code))?,
        card: row.card(rules)?,
        province_code: row.province_code,
        scenario: row.scenario,
        inputs: sql::json(&row.inputs)?,
        members: members(db, id).await?,
    }))
}

#[derive(FromQueryResult)]
struct MemberRecord {
    person_id: i64,
    name: String,
    role: String,
}

/// In the order they joined.
async fn members(db: &impl ConnectionTrait, team: TeamId) -> Result<Vec<MemberRow>> {
    let rows: Vec<MemberRecord> = sql::all(
        db,
        "SELECT m.person_id, p.name, m.role FROM project_team_member m JOIN person p ON p.id = m.person_id
         WHERE m.team_id = $1 ORDER BY m.joined_at, m.person_id",
        vec![team.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(MemberRow {
                person: PersonId(row.person_id),
                name: row.name,
                role: TeamRole::from_code(&row.role).ok_or_else(|| corrupt(&row.role))?,
            })
        })
        .collect()
}

/// Some teams, in no certain order.
pub async fn team_cards(
    db: &impl ConnectionTrait,
    teams: &[TeamId],
    rules: &Rules,
) -> Result<Vec<TeamCard>> {
    let list = sql::ids(teams.iter().map(|team| team.0));
    let rows: Vec<Row> = sql::all(db, &format!("{TEAM} WHERE t.id IN ({list})"), vec![]).await?;
    rows.iter().map(|row| row.card(rules)).collect()
}

/// Those that a person is in, the newest first.
pub async fn teams_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    rules: &Rules,
) -> Result<Vec<TeamCard>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!(
            "{TEAM} JOIN project_team_member m ON m.team_id = t.id AND m.person_id = $1 ORDER BY t.id DESC LIMIT 50"
        ),
        vec![person.0.into()],
    )
    .await?;
    rows.iter().map(|row| row.card(rules)).collect()
}

#[derive(Clone, Debug)]
pub struct TeamToStart {
    pub sheet: SheetId,
    pub version: SheetVersionId,
    pub name: String,
    pub title: LocalText,
    pub province: String,
    pub region: String,
    pub scenario: Option<String>,
    pub inputs: Inputs,
    pub seats: u32,
    pub state: TeamState,
}

pub(super) fn venturer(permit: &Permit<Venturer>) -> Result<PersonId> {
    match permit.scope() {
        Scope::Person(person) => Ok(person),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The team's id and its founder's, of what was permitted.
pub(super) fn scope(permit: &Permit<ProjectTeam>) -> Result<(TeamId, PersonId)> {
    match permit.scope() {
        Scope::Team { team, founder, .. } => Ok((team, founder)),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Whoever starts it is its first member and presides.
pub async fn start_team(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    it: &TeamToStart,
    now: Timestamp,
) -> Result<TeamId> {
    let founder = venturer(permit)?;
    let id = sql::id(
        db,
        "INSERT INTO project_team (sheet_id, version_id, founder_id, name, title, province_code, region_code, scenario, inputs,
            state, seats, joined, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12) RETURNING id",
        vec![
            it.sheet.0.into(),
            it.version.0.into(),
            founder.0.into(),
            it.name.clone().into(),
            sql::to_json(&it.title)?.into(),
            it.province.clone().into(),
            it.region.clone().into(),
            it.scenario.clone().into(),
            sql::to_json(&it.inputs)?.into(),
            it.state.code().into(),
            i64::from(it.seats).into(),
            now.into(),
        ],
    )
    .await?;
    insert_member(db, TeamId(id), founder, TeamRole::President, now).await?;
    Ok(TeamId(id))
}

async fn insert_member(
    db: &impl ConnectionTrait,
    team: TeamId,
    person: PersonId,
    role: TeamRole,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO project_team_member (team_id, person_id, role, joined_at) VALUES ($1, $2, $3, $4)",
        vec![
            team.0.into(),
            person.0.into(),
            role.code().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Counted {
    joined: i64,
    state: String,
}

impl Counted {
    fn read(self) -> Result<(u32, TeamState)> {
        let state = TeamState::from_code(&self.state).ok_or_else(|| corrupt(&self.state))?;
        Ok((sql::count(self.joined)?, state))
    }
}

/// Takes a seat for who is permitted, and answers how many have one and the state before. The row
/// stays locked until the transaction ends.
///
/// # Errors
/// `Conflict` where no seat is free, or nobody may join any more.
pub async fn take_seat(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    team: TeamId,
    now: Timestamp,
) -> Result<(u32, TeamState)> {
    let counted: Option<Counted> = sql::one(
        db,
        "UPDATE project_team SET joined = joined + 1, updated_at = $2
         WHERE id = $1 AND joined < seats AND state IN ('forming', 'quorum_met') RETURNING joined, state",
        vec![team.0.into(), now.into()],
    )
    .await?;
    let counted = counted.ok_or(Refusal::Conflict)?.read()?;
    insert_member(db, team, venturer(permit)?, TeamRole::Member, now).await?;
    Ok(counted)
}

/// Frees the seat of a member; their open tasks are nobody's again.
///
/// # Errors
/// `NotFound` for who is no member; `Conflict` for the founder, and where nobody may leave.
pub async fn free_seat(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    person: PersonId,
    now: Timestamp,
) -> Result<(u32, TeamState)> {
    let (team, founder) = scope(permit)?;
    if person == founder {
        return Err(Refusal::Conflict.into());
    }
    let counted: Option<Counted> = sql::one(
        db,
        "UPDATE project_team SET joined = joined - 1, updated_at = $2
         WHERE id = $1 AND state IN ('forming', 'quorum_met') RETURNING joined, state",
        vec![team.0.into(), now.into()],
    )
    .await?;
    let counted = counted.ok_or(Refusal::Conflict)?.read()?;
    let gone = sql::run(
        db,
        "DELETE FROM project_team_member WHERE team_id = $1 AND person_id = $2",
        vec![team.0.into(), person.0.into()],
    )
    .await?;
    if gone == 0 {
        return Err(Refusal::NotFound.into());
    }
    sql::run(
        db,
        "UPDATE project_task SET person_id = NULL WHERE team_id = $1 AND person_id = $2 AND done_at IS NULL",
        vec![team.0.into(), person.0.into()],
    )
    .await?;
    Ok(counted)
}

/// From one state to another, as part of an act that `permit` allows.
///
/// # Errors
/// `Conflict` where it changed meanwhile.
pub async fn move_team<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    team: TeamId,
    (from, to): (TeamState, TeamState),
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_team SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2",
        vec![
            team.0.into(),
            from.code().into(),
            to.code().into(),
            now.into(),
        ],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(Refusal::Conflict.into()),
    }
}

/// Gives a role to a member; who had it is a member like the others.
///
/// # Errors
/// `NotFound` for who is no member.
pub async fn give_role(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    person: PersonId,
    role: TeamRole,
) -> Result<()> {
    let (team, _) = scope(permit)?;
    sql::run(
        db,
        "UPDATE project_team_member SET role = 'member' WHERE team_id = $1 AND role = $2 AND person_id <> $3",
        vec![team.0.into(), role.code().into(), person.0.into()],
    )
    .await?;
    let changed = sql::run(
        db,
        "UPDATE project_team_member SET role = $3 WHERE team_id = $1 AND person_id = $2",
        vec![team.0.into(), person.0.into(), role.code().into()],
    )
    .await?;
    found(changed)
}

/// Another member leads from now on.
///
/// # Errors
/// `NotFound` for who is no member.
pub async fn hand_over(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    person: PersonId,
    now: Timestamp,
) -> Result<()> {
    let (team, founder) = scope(permit)?;
    let changed = sql::run(
        db,
        "UPDATE project_team SET founder_id = $3, updated_at = $4 WHERE id = $1 AND founder_id = $2
         AND EXISTS (SELECT 1 FROM project_team_member WHERE team_id = $1 AND person_id = $3)",
        vec![team.0.into(), founder.0.into(), person.0.into(), now.into()],
    )
    .await?;
    found(changed)
}

fn found(changed: u64) -> Result<()> {
    match changed {
        0 => Err(Refusal::NotFound.into()),
        _ => Ok(()),
    }
}

#[derive(Clone, Debug)]
pub struct NewTeamInvitation {
    /// `None` for the link that anyone may use.
    pub login: Option<String>,
    pub token_hash: String,
    pub invited_by: PersonId,
    pub expires_at: Timestamp,
}

/// An earlier one of the same address, or the earlier open link, ends.
pub async fn invite(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    it: &NewTeamInvitation,
    now: Timestamp,
) -> Result<()> {
    let (team, _) = scope(permit)?;
    sql::run(
        db,
        "UPDATE project_invitation SET ended_at = $3
         WHERE team_id = $1 AND COALESCE(login, '') = $2 AND person_id IS NULL AND ended_at IS NULL",
        vec![
            team.0.into(),
            it.login.clone().unwrap_or_default().into(),
            now.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "INSERT INTO project_invitation (team_id, login, token_hash, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            team.0.into(),
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
    login: Option<String>,
    expires_at: i64,
}

/// Those that can still be accepted.
pub async fn team_invitations(
    db: &impl ConnectionTrait,
    team: TeamId,
    now: Timestamp,
) -> Result<Vec<TeamInvitation>> {
    let rows: Vec<InvitationRow> = sql::all(
        db,
        "SELECT i.id, COALESCE(i.login, p.name) AS login, i.expires_at FROM project_invitation i
         LEFT JOIN person p ON p.id = i.person_id
         WHERE i.team_id = $1 AND i.ended_at IS NULL AND i.expires_at > $2 ORDER BY i.id",
        vec![team.0.into(), now.into()],
    )
    .await?;
    let rows = rows.into_iter().map(|row| TeamInvitation {
        id: InvitationId(row.id),
        login: row.login,
        expires_at: row.expires_at,
    });
    Ok(rows.collect())
}

/// Takes an invitation back.
///
/// # Errors
/// `NotFound` for another team's, or one that has ended.
pub async fn end_team_invitation(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let (team, _) = scope(permit)?;
    let changed = sql::run(
        db,
        "UPDATE project_invitation SET ended_at = $3 WHERE id = $1 AND team_id = $2 AND ended_at IS NULL",
        vec![id.0.into(), team.0.into(), now.into()],
    )
    .await?;
    found(changed)
}

/// What an invitation's secret opens.
#[derive(Clone, Debug)]
pub struct OpenTeamInvitation {
    pub id: InvitationId,
    pub team: TeamId,
    /// Whether it is for one person only.
    pub is_personal: bool,
    pub invited_by: String,
}

#[derive(FromQueryResult)]
struct OpenRow {
    id: i64,
    team_id: i64,
    login: Option<String>,
    invited_by: String,
}

pub async fn open_team_invitation(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<OpenTeamInvitation>> {
    let row: Option<OpenRow> = sql::one(
        db,
        "SELECT i.id, i.team_id, i.login, p.name AS invited_by
         FROM project_invitation i JOIN person p ON p.id = i.invited_by
         WHERE i.token_hash = $1 AND i.ended_at IS NULL AND i.expires_at > $2",
        vec![token_hash.into(), now.into()],
    )
    .await?;
    Ok(row.map(|row| OpenTeamInvitation {
        id: InvitationId(row.id),
        team: TeamId(row.team_id),
        is_personal: row.login.is_some(),
        invited_by: row.invited_by,
    }))
}

/// A personal invitation is accepted once.
///
/// # Errors
/// `NotFound` where it has ended meanwhile.
pub async fn use_team_invitation(
    db: &impl ConnectionTrait,
    permit: &Permit<Venturer>,
    id: InvitationId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE project_invitation SET ended_at = $2, accepted_by = $3 WHERE id = $1 AND ended_at IS NULL",
        vec![id.0.into(), now.into(), venturer(permit)?.0.into()],
    )
    .await?;
    found(changed)
}

#[derive(FromQueryResult)]
struct TaskRow {
    id: i64,
    title: String,
    who: Option<String>,
    due_at: Option<i64>,
    done_at: Option<i64>,
}

/// What is to do first, the soonest first; then what is done.
pub async fn tasks(
    db: &impl ConnectionTrait,
    team: TeamId,
    now: Timestamp,
) -> Result<Vec<TeamTask>> {
    let rows: Vec<TaskRow> = sql::all(
        db,
        "SELECT k.id, k.title, p.name AS who, k.due_at, k.done_at
         FROM project_task k LEFT JOIN person p ON p.id = k.person_id WHERE k.team_id = $1
         ORDER BY CASE WHEN k.done_at IS NULL THEN 0 ELSE 1 END, COALESCE(k.due_at, 9999999999), k.id LIMIT 200",
        vec![team.0.into()],
    )
    .await?;
    let rows = rows.into_iter().map(|row| TeamTask {
        id: TaskId(row.id),
        title: row.title,
        who: row.who,
        is_late: row.done_at.is_none() && row.due_at.is_some_and(|due| due < now),
        due_at: row.due_at,
        done_at: row.done_at,
    });
    Ok(rows.collect())
}

pub async fn add_task(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    it: &NewTask,
    now: Timestamp,
) -> Result<TaskId> {
    let (team, _) = scope(permit)?;
    let id = sql::id(
        db,
        "INSERT INTO project_task (team_id, title, person_id, due_at, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        vec![
            team.0.into(),
            it.title.clone().into(),
            it.person.map(|person| person.0).into(),
            it.due_at.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(TaskId(id))
}

/// Done at `done_at`; to do again where there is none.
///
/// # Errors
/// `NotFound` for another team's.
pub async fn mark_task(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    id: TaskId,
    done_at: Option<Timestamp>,
) -> Result<()> {
    let (team, _) = scope(permit)?;
    let changed = sql::run(
        db,
        "UPDATE project_task SET done_at = $3 WHERE id = $1 AND team_id = $2",
        vec![id.0.into(), team.0.into(), done_at.into()],
    )
    .await?;
    found(changed)
}

/// # Errors
/// `NotFound` for another team's.
pub async fn remove_task(
    db: &impl ConnectionTrait,
    permit: &Permit<ProjectTeam>,
    id: TaskId,
) -> Result<()> {
    let (team, _) = scope(permit)?;
    let changed = sql::run(
        db,
        "DELETE FROM project_task WHERE id = $1 AND team_id = $2",
        vec![id.0.into(), team.0.into()],
    )
    .await?;
    found(changed)
}

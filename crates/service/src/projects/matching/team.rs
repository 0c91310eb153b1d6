//! What a team lacks, and the people who could bring it: found, asked and answered on the platform.

use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    admin::mails::compose,
    internal,
    projects::teams::{load, rules, seat, venturer},
};
use domain::{
    Error, InvitationId, LocalText, PersonId, Result, TeamId,
    policy::{Action, Permit, ProjectTeam},
    projects::{
        Distance, FoundPerson, Profile, Skill, TeamCard, TeamSkills, distances, lacks, rank_people,
    },
};
use i18n::keys::bank as k;
use std::collections::BTreeSet;
use store::{Connection, accounts::load_me, jobs::enqueue_mail, projects::TeamRow};

/// As many people as a team sees at once.
const PEOPLE: usize = 12;
/// An offer may be answered for two weeks.
const OFFER_LIFE: i64 = 14 * 86_400;

/// What the sheet asks for: what some member knows, and what nobody does.
async fn needs(
    ctx: &Ctx,
    db: &impl Connection,
    team: &TeamRow,
) -> Result<(Vec<Skill>, Vec<Skill>)> {
    let sheet = store::projects::load_sheet(db, &team.card.sheet)
        .await
        .map_err(internal(ctx))?;
    let people: Vec<PersonId> = team.members.iter().map(|it| it.person).collect();
    let known = store::projects::profiles_of(db, &people)
        .await
        .map_err(internal(ctx))?;
    let known: BTreeSet<Skill> = known.into_values().flat_map(|it| it.skills).collect();
    let wanted = sheet.map(|it| it.content.skills).unwrap_or_default();
    Ok(wanted.into_iter().partition(|skill| known.contains(skill)))
}

/// What the team lacks, with the courses that teach it; for the founder of an open team, who
/// agreed to be found and could bring it.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is no member.
pub async fn show_team_skills(ctx: &Ctx, id: TeamId) -> Result<TeamSkills> {
    let db = ctx.db().reader();
    let (team, _) = load(ctx, db, id, Action::WorkInTeam).await?;
    let (covered, missing) = needs(ctx, db, &team).await?;
    let i_lead = ctx.actor.person() == Some(team.founder);
    let people = match i_lead && is_gathering(&team.card) {
        true => found(ctx, &team, &missing).await?,
        false => Vec::new(),
    };
    let courses = store::projects::courses_by_skill(db)
        .await
        .map_err(internal(ctx))?;
    Ok(TeamSkills {
        missing: lacks(missing.into_iter(), &courses),
        team: team.card,
        covered,
        people,
        i_lead,
    })
}

/// Whether someone may still join.
fn is_gathering(team: &TeamCard) -> bool {
    team.state.is_open() && team.joined < team.seats
}

async fn found(ctx: &Ctx, team: &TeamRow, missing: &[Skill]) -> Result<Vec<FoundPerson>> {
    let db = ctx.db().reader();
    let (_, permit) = load(ctx, db, team.id, Action::LeadTeam).await?;
    let rows = store::projects::findable_people(db, &permit, missing, &team.province_code)
        .await
        .map_err(internal(ctx))?;
    let places = store::projects::places(db).await.map_err(internal(ctx))?;
    let away = distances(&team.province_code, &places);
    let mut people: Vec<FoundPerson> = rows
        .into_iter()
        .map(|row| FoundPerson {
            distance: away
                .get(&row.province)
                .copied()
                .unwrap_or(Distance::Unknown),
            person: row.person,
            name: row.name,
            brings: row.brings,
            languages: row.languages,
            availability: row.availability,
            province: row.province_name,
        })
        .collect();
    rank_people(&mut people, PEOPLE);
    Ok(people)
}

/// Asks someone whom the team found; to ask twice is to ask once.
///
/// # Errors
/// `NotFound` for who does not lead the team, and for who did not agree to be found or knows
/// nothing of what is missing; `Conflict` where nobody may join any more.
pub async fn offer_seat(ctx: &Ctx, id: TeamId, person: PersonId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = load(ctx, &tx, id, Action::LeadTeam).await?;
    if !is_gathering(&team.card) {
        return Err(Error::Conflict);
    }
    let profile = store::projects::profiles_of(&tx, &[person])
        .await
        .map_err(internal(ctx))?
        .remove(&person);
    let agreed = |it: &Profile| it.findable_at.is_some();
    let profile = profile.filter(agreed).ok_or(Error::NotFound)?;
    let (_, missing) = needs(ctx, &tx, &team).await?;
    let is_member = team.member(person).is_some();
    if is_member || !profile.skills.iter().any(|it| missing.contains(it)) {
        return Err(Error::NotFound);
    }
    let times = (ctx.now, ctx.now + OFFER_LIFE);
    let hash = token_hash(&new_token());
    let is_new = store::projects::offer_seat(&tx, &permit, person, &hash, times)
        .await
        .map_err(internal(ctx))?;
    if is_new {
        tell(ctx, &tx, &permit, person, &team.card.name).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

async fn tell(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<ProjectTeam>,
    person: PersonId,
    team: &str,
) -> Result<()> {
    let Some(me) = load_me(tx, person).await.map_err(internal(ctx))? else {
        return Ok(());
    };
    let name = LocalText::new(team, "", "");
    let keys = (k::MAIL_OFFER_SUBJECT, k::MAIL_OFFER_TEXT);
    let end = (None, "/projects/for-me");
    let Some(mail) = compose(ctx, &me, keys, &[("name", &name)], end) else {
        return Ok(());
    };
    enqueue_mail(tx, permit, mail, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Takes the seat that was offered.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another's, or one that has ended; `Conflict` where the last
/// seat is taken, or nobody may join any more.
pub async fn accept_offer(ctx: &Ctx, id: InvitationId) -> Result<TeamId> {
    let (person, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let offers = store::projects::offers_to(&tx, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let offer = offers.into_iter().find(|it| it.id == id);
    let offer = offer.ok_or(Error::NotFound)?;
    let rules = rules(ctx, &tx).await?;
    let team = store::projects::load_team(&tx, offer.team, &rules)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    store::projects::use_team_invitation(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if team.member(person).is_none() {
        seat(ctx, &tx, &permit, offer.team).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(offer.team)
}

/// Says no; this team does not ask again.
///
/// # Errors
/// `Unauthenticated`.
pub async fn decline_offer(ctx: &Ctx, id: InvitationId) -> Result<()> {
    let (_, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::decline_offer(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

//! Coming to a session and leaving it: by oneself, by an invitation, by one's cooperative.

use super::{
    find,
    mails::{Told, tell},
};
use crate::{
    Ctx,
    academy::{learner, load},
    accounts::token_hash,
    internal,
};
use domain::{
    CourseId, CourseSessionId, Error, PersonId, Problem, Result,
    academy::{
        CourseExtras, EnrolmentEvent, EnrolmentState, SeatSource, SeatState, SessionAccess,
        SessionPage, SessionState, after_leaving,
    },
    cooperatives::Part,
    policy::{Action, Permit, PublicSite, Team, authorize},
};
use i18n::keys::academy as k;
use store::{Tx, academy::SessionRow};

/// What stands on a course's page beside the course.
///
/// # Errors
/// `NotFound` for an unknown course.
pub async fn course_extras(ctx: &Ctx, slug: &str) -> Result<CourseExtras> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let db = ctx.db().reader();
    let course = load(ctx, db, slug).await?;
    let (id, me) = (course.card.id, ctx.actor.person());
    let announcements = match me {
        Some(person) if person == course.trainer || is_enrolled(ctx, person, id).await? => {
            store::academy::announcements(db, id, person)
                .await
                .map_err(internal(ctx))?
        }
        _ => Vec::new(),
    };
    Ok(CourseExtras {
        sessions: store::academy::coming_sessions(db, id, me, ctx.now)
            .await
            .map_err(internal(ctx))?,
        requires: store::academy::requirements(db, id, me)
            .await
            .map_err(internal(ctx))?,
        announcements,
        paths: store::academy::paths_through(db, id)
            .await
            .map_err(internal(ctx))?
            .into_iter()
            .map(|path| (path.slug, path.title))
            .collect(),
    })
}

async fn is_enrolled(ctx: &Ctx, person: PersonId, course: CourseId) -> Result<bool> {
    let row = store::academy::enrolment(ctx.db().reader(), person, course)
        .await
        .map_err(internal(ctx))?;
    Ok(row.is_some_and(|row| row.state != EnrolmentState::Left))
}

/// One session, for everyone where it is open, and otherwise for who was invited or has a seat.
///
/// # Errors
/// `NotFound` for anyone else.
pub async fn show_session(ctx: &Ctx, id: CourseSessionId, token: &str) -> Result<SessionPage> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let db = ctx.db().reader();
    let row = find(ctx, db, id).await?;
    let me = ctx.actor.person();
    let is_invited = !token.is_empty()
        && store::academy::open_session_invitation(db, id, &token_hash(token), ctx.now)
            .await
            .map_err(internal(ctx))?
            .is_some();
    let is_trainer = me == Some(row.trainer);
    let managed = managed(ctx);
    let is_open = row.card.access == SessionAccess::Open;
    let has_seat = row.card.seat.is_some();
    if !is_open && !is_invited && !has_seat && !is_trainer && managed.is_none() {
        return Err(Error::NotFound);
    }
    let ahead = match (me, row.card.seat) {
        (Some(person), Some(SeatState::Waiting)) => store::academy::waiting_before(db, id, person)
            .await
            .map_err(internal(ctx))?,
        _ => 0,
    };
    let is_coming = row.card.state == SessionState::Open && row.card.ends_at > ctx.now;
    let members = match managed.filter(|_| is_coming) {
        Some(cooperative) => free_members(ctx, cooperative, id).await?,
        None => Vec::new(),
    };
    Ok(SessionPage {
        may_join: is_coming && !has_seat && (is_open || is_invited),
        requires: store::academy::requirements(db, row.course, me)
            .await
            .map_err(internal(ctx))?,
        link: row
            .link
            .filter(|_| is_trainer || row.card.seat == Some(SeatState::Seated)),
        course: row.slug,
        title: row.title,
        trainer: row.trainer_name,
        card: row.card,
        ahead,
        is_trainer,
        cooperative: managed,
        members,
    })
}

/// The cooperative that the actor manages.
fn managed(ctx: &Ctx) -> Option<domain::CooperativeId> {
    let mut roles = ctx.actor.roles().iter().filter_map(|role| role.part());
    roles
        .find(|(_, part)| *part == Part::Manager)
        .map(|(cooperative, _)| cooperative)
}

/// A cooperative's people who have no seat yet.
async fn free_members(
    ctx: &Ctx,
    cooperative: domain::CooperativeId,
    id: CourseSessionId,
) -> Result<Vec<(PersonId, String)>> {
    let db = ctx.db().reader();
    let seated: Vec<PersonId> = store::academy::session_contacts(db, id)
        .await
        .map_err(internal(ctx))?
        .into_iter()
        .map(|it| it.person)
        .collect();
    let team = store::cooperatives::team_members(db, cooperative, None)
        .await
        .map_err(internal(ctx))?;
    let mut members: Vec<(PersonId, String)> = team
        .into_iter()
        .filter(|it| !seated.contains(&it.person))
        .map(|it| (it.person, it.name))
        .collect();
    members.sort();
    members.dedup();
    Ok(members)
}

/// Takes a seat, or the end of the waiting list where none is free; also enrols in the course.
/// Twice is once.
///
/// # Errors
/// `Unauthenticated`; `NotFound` where one would need an invitation; `MissingPrerequisites`;
/// `Conflict` where it is over or called off.
pub async fn join_session(ctx: &Ctx, id: CourseSessionId, token: &str) -> Result<SeatState> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = find(ctx, &tx, id).await?;
    if let Some(seat) = row.card.seat {
        return Ok(seat);
    }
    let invitation = match token.trim() {
        "" => None,
        token => store::academy::open_session_invitation(&tx, id, &token_hash(token), ctx.now)
            .await
            .map_err(internal(ctx))?,
    };
    if row.card.access == SessionAccess::Invited && invitation.is_none() {
        return Err(Error::NotFound);
    }
    store::academy::lock_session(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let source = match invitation {
        Some(invitation) => {
            store::academy::use_session_invitation(&tx, &permit, invitation, person, ctx.now)
                .await
                .map_err(internal(ctx))?;
            SeatSource::Invitation
        }
        None => SeatSource::Oneself,
    };
    let seats = seat_all(ctx, &tx, &permit, &row, (&[person], person), source).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(seats.first().copied().unwrap_or(SeatState::Waiting))
}

/// A cooperative's manager brings its people, in the order they are named.
///
/// # Errors
/// `NotFound` for who does not manage a cooperative; `Invalid` on `people` for nobody, and for who
/// is not one of its people; `MissingPrerequisites` naming what any of them lacks.
pub async fn seat_members(ctx: &Ctx, id: CourseSessionId, people: &[PersonId]) -> Result<()> {
    let by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let cooperative = managed(ctx).ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::ManageTeam, &Team { cooperative })?;
    if people.is_empty() {
        return Err(Error::field("people", Problem::Required));
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = find(ctx, &tx, id).await?;
    let team = store::cooperatives::team_members(&tx, cooperative, None)
        .await
        .map_err(internal(ctx))?;
    let is_one = |person: &PersonId| team.iter().any(|it| it.person == *person);
    if !people.iter().all(is_one) {
        return Err(Error::field("people", Problem::UnknownChoice));
    }
    store::academy::lock_session(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let source = SeatSource::Cooperative;
    seat_all(ctx, &tx, &permit, &row, (people, by), source).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Seats people of a locked session one after the other, so that the waiting list is in their
/// order, and enrols them in its course.
async fn seat_all<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &SessionRow,
    (people, by): (&[PersonId], PersonId),
    source: SeatSource,
) -> Result<Vec<SeatState>> {
    let missing = store::academy::missing_for(tx, row.course, people)
        .await
        .map_err(internal(ctx))?;
    if !missing.is_empty() {
        return Err(Error::MissingPrerequisites { courses: missing });
    }
    let mut seats = Vec::with_capacity(people.len());
    for person in people {
        seats.push(
            store::academy::take_session_seat(
                tx,
                permit,
                row.card.id,
                *person,
                (source, by),
                ctx.now,
            )
            .await
            .map_err(internal(ctx))?,
        );
        let known = store::academy::enrolment(tx, *person, row.course)
            .await
            .map_err(internal(ctx))?;
        let state = match known {
            Some(known) => known.state.transition(EnrolmentEvent::Enrol)?,
            None => EnrolmentState::Active,
        };
        store::academy::set_enrolment(tx, permit, *person, row.course, state, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(seats)
}

/// Gives a seat back, or a place in the list. The first of the waiting list gets the seat in the
/// same transaction, and a mail that says so.
///
/// # Errors
/// `NotFound` for who had neither; `Conflict` where the session is over or called off.
pub async fn leave_session(ctx: &Ctx, id: CourseSessionId) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    find(ctx, &tx, id).await?;
    store::academy::lock_session(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let row = find(ctx, &tx, id).await?;
    let left = store::academy::leave_session_seat(&tx, &permit, id, person)
        .await
        .map_err(internal(ctx))?;
    if left == SeatState::Seated {
        let (taken, up) = after_leaving(row.card.taken, row.card.waiting);
        fill(ctx, &tx, &permit, &row, (up, taken)).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// Seats the first of the waiting list and tells them.
pub(super) async fn fill<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &SessionRow,
    (up, taken): (u32, u32),
) -> Result<()> {
    let moved = store::academy::move_up(tx, permit, row.card.id, up, taken)
        .await
        .map_err(internal(ctx))?;
    let contacts = store::academy::contacts(tx, &moved)
        .await
        .map_err(internal(ctx))?;
    let told = Told {
        subject: k::MAIL_SEAT_SUBJECT,
        text: k::MAIL_SEAT_TEXT,
        title: &row.title,
        session: Some(row),
        own: None,
        page: format!("/academy/sessions/{}", row.card.id),
    };
    tell(ctx, tx, permit, &contacts, &told).await
}

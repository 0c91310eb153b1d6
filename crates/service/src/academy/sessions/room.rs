//! A session as its trainer sees it while it goes on: who is where, who was there, and a group
//! that learns on one telephone.

use super::{note, taught};
use crate::{
    Ctx,
    academy::{announce, load, record_progress::apply_own, teach},
    internal,
};
use domain::{
    CourseSessionId, Error, PersonId, Problem, Result,
    academy::{
        Attendance, CourseProgress, EnrolmentState, Evidence, Outline, SeatSource, SeatState,
        SessionLearner, SessionRoom, Uid,
    },
};
use std::collections::BTreeSet;
use store::academy::SeatRow;

/// The learners of one's own session, those who are stuck first.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is not its trainer.
pub async fn session_room(ctx: &Ctx, id: CourseSessionId) -> Result<SessionRoom> {
    let db = ctx.db().reader();
    let (row, permit) = taught(ctx, db, id).await?;
    let course = load(ctx, db, &row.slug).await?;
    let seats = store::academy::session_seats(db, &permit, id, row.course)
        .await
        .map_err(internal(ctx))?;
    let done = store::academy::done_by_learner(db, &permit, id, row.course)
        .await
        .map_err(internal(ctx))?;
    let nothing = BTreeSet::new();
    let mut learners: Vec<SessionLearner> = seats
        .into_iter()
        .filter_map(|seat| {
            let done = done.get(&PersonId(seat.person_id)).unwrap_or(&nothing);
            learner(ctx, seat, &row.slug, &course.outline, done)
        })
        .collect();
    learners.sort_by_key(|it| (it.seat, !it.is_stuck));
    Ok(SessionRoom {
        invitations: store::academy::session_invitations(db, &permit, id, ctx.now)
            .await
            .map_err(internal(ctx))?,
        announcements: store::academy::session_announcements(db, row.course, id)
            .await
            .map_err(internal(ctx))?,
        lessons: course
            .outline
            .lessons()
            .filter(|lesson| !lesson.is_quiz())
            .map(|lesson| (lesson.slug.clone(), lesson.title.clone()))
            .collect(),
        course: row.slug,
        title: row.title,
        card: row.card,
        learners,
    })
}

fn learner(
    ctx: &Ctx,
    seat: SeatRow,
    slug: &str,
    outline: &Outline,
    done: &BTreeSet<Uid>,
) -> Option<SessionLearner> {
    let progress = CourseProgress::of(slug, outline, done);
    let state = seat.state.as_deref().and_then(EnrolmentState::from_code);
    let state = state.unwrap_or(EnrolmentState::Left);
    Some(SessionLearner {
        person: PersonId(seat.person_id),
        name: seat.name,
        seat: SeatState::from_code(&seat.seat)?,
        source: SeatSource::from_code(&seat.source)?,
        percent: progress.percent,
        next: progress
            .next
            .as_deref()
            .and_then(|slug| outline.lesson(slug))
            .map(|lesson| lesson.title.clone()),
        is_stuck: teach::is_stuck(state, seat.last_at, ctx.now),
        state,
        last_at: seat.last_at,
        attendance: seat.attendance.as_deref().and_then(Attendance::from_code),
    })
}

/// The same table as CSV, in the reader's language: cells that begin like a formula are made text.
///
/// # Errors
/// As [`session_room`].
pub async fn session_csv(ctx: &Ctx, id: CourseSessionId) -> Result<String> {
    let room = session_room(ctx, id).await?;
    let mut out = String::from("name,seat,state,percent,next,stuck,last_at,attendance\r\n");
    for it in room.learners {
        let cells = [
            it.name,
            it.seat.code().to_owned(),
            it.state.code().to_owned(),
            it.percent.to_string(),
            it.next
                .map(|title| title.pick(ctx.lang).text)
                .unwrap_or_default(),
            if it.is_stuck { "yes" } else { "no" }.to_owned(),
            super::super::credentials::iso(it.last_at),
            it.attendance.map_or("", Attendance::code).to_owned(),
        ];
        let line: Vec<String> = cells.iter().map(|cell| teach::csv_cell(cell)).collect();
        out.push_str(&line.join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

/// Notes who of the seated was there; the others were not. Where `lesson` names one, it counts as
/// done for those who were: a group learnt it together, and its facilitator attests it. Both are
/// in the audit log.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Conflict` before it begins; `Invalid` on `lesson` for a
/// quiz or what is not in the course.
pub async fn mark_attendance(
    ctx: &Ctx,
    id: CourseSessionId,
    present: &BTreeSet<PersonId>,
    lesson: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = taught(ctx, &tx, id).await?;
    if row.card.starts_at > ctx.now {
        return Err(Error::Conflict);
    }
    let course = load(ctx, &tx, &row.slug).await?;
    let activities: Vec<Uid> = match lesson {
        "" => Vec::new(),
        slug => course
            .outline
            .lesson(slug)
            .filter(|lesson| !lesson.is_quiz())
            .ok_or_else(|| Error::field("lesson", Problem::UnknownChoice))?
            .activities
            .iter()
            .map(|activity| activity.uid)
            .collect(),
    };
    let seats = store::academy::session_seats(&tx, &permit, id, row.course)
        .await
        .map_err(internal(ctx))?;
    let seated = seats
        .into_iter()
        .filter(|seat| SeatState::from_code(&seat.seat) == Some(SeatState::Seated))
        .map(|seat| PersonId(seat.person_id));
    let (there, away): (Vec<PersonId>, Vec<PersonId>) =
        seated.partition(|person| present.contains(person));
    for (people, attendance) in [(&there, Attendance::Present), (&away, Attendance::Absent)] {
        let changed = store::academy::mark_attendance(&tx, &permit, id, people, attendance)
            .await
            .map_err(internal(ctx))?;
        if !changed.is_empty() {
            let people: Vec<i64> = changed.iter().map(|person| person.0).collect();
            let after = serde_json::json!({ "attendance": attendance.code(), "people": people });
            let subject = format!("session:{id}");
            note(ctx, &tx, &permit, "attest_attendance", subject, after).await?;
        }
    }
    if !activities.is_empty() && !there.is_empty() {
        // Each learner's progress is a book of its own, under its own lock, in one order.
        let mut locked = there.clone();
        locked.sort();
        for person in &locked {
            let own: Vec<_> = activities
                .iter()
                .map(|activity| {
                    let name = format!("attested/{person}/{activity}");
                    (Uid::named(&name), *activity, Evidence::Attested, 0, 0)
                })
                .collect();
            apply_own(ctx, &tx, &permit, *person, course.number, &own).await?;
        }
        let people: Vec<i64> = there.iter().map(|person| person.0).collect();
        let after = serde_json::json!({ "lesson": lesson, "people": people });
        let subject = format!("course:{}", row.course);
        note(ctx, &tx, &permit, "attest_lesson", subject, after).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    for person in there {
        announce(person);
    }
    Ok(())
}

//! Progress: a batch of events is judged one by one, merged and acknowledged, in one transaction.

use super::{credentials::issue, learner};
use crate::{Ctx, internal};
use domain::{
    CourseId, Error, PersonId, Problem, Result, Timestamp,
    academy::{
        Ack, AckState, ActivityProgress, Circumstances, CourseProgress, EnrolmentEvent, Evidence,
        MAX_BATCH, ProgressBatch, ProgressEvent, Refusal, Rule, Uid, check,
    },
    policy::Permit,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Tx,
    academy::{ActivityRow, EnrolmentRow, NewEvent, StateRow},
};

/// Takes a device's batch. Each event is answered by its id: confirmed, and then it is durable, or
/// refused for good. The same batch again gets the same answers.
///
/// # Errors
/// `Unauthenticated` for a visitor; `Invalid` on `events` for more than 500.
pub async fn record_progress(ctx: &Ctx, batch: ProgressBatch) -> Result<Vec<Ack>> {
    let (person, permit) = learner(ctx)?;
    if batch.events.len() > MAX_BATCH {
        let max = u32::try_from(MAX_BATCH).unwrap_or(u32::MAX);
        return Err(Error::field("events", Problem::TooLong { max }));
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::lock_learner(&tx, &permit, person)
        .await
        .map_err(internal(ctx))?;
    let mut ledger = Ledger::open(ctx, &tx, person, &batch.events).await?;
    let acks = batch
        .events
        .iter()
        .map(|event| {
            let reason = ledger.take(event, batch.sent_at, ctx.now).err();
            Ack {
                id: event.id,
                state: match reason {
                    None => AckState::Confirmed,
                    Some(_) => AckState::Refused,
                },
                reason,
            }
        })
        .collect();
    let changed = !ledger.fresh.is_empty();
    ledger.close(ctx, &tx, &permit).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if changed {
        super::announce(person);
    }
    Ok(acks)
}

/// The server's own evidence: its id, the activity, what it proves, and the two numbers of it.
pub(super) type Own = (Uid, Uid, Evidence, i64, i64);

/// Adds what the server itself saw, in the caller's transaction. An id that is known changes
/// nothing.
pub(super) async fn apply_own<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    person: PersonId,
    version: i64,
    own: &[Own],
) -> Result<()> {
    store::academy::lock_learner(tx, permit, person)
        .await
        .map_err(internal(ctx))?;
    let now = ctx.now * 1000;
    let events: Vec<ProgressEvent> = own
        .iter()
        .map(|(id, activity, kind, start, end)| ProgressEvent {
            id: *id,
            device: "server".to_owned(),
            sequence: now,
            activity: *activity,
            version,
            kind: *kind,
            start: *start,
            end: *end,
            took: 0,
            at: now,
        })
        .collect();
    let mut ledger = Ledger::open(ctx, tx, person, &events).await?;
    for event in &events {
        if !ledger.known.contains_key(&event.id) {
            ledger.add(event, 0, ctx.now);
        }
    }
    ledger.close(ctx, tx, permit).await
}

/// What a batch is judged by, and what it changes.
struct Ledger {
    person: PersonId,
    known: BTreeMap<Uid, (PersonId, ProgressEvent)>,
    activities: BTreeMap<Uid, ActivityRow>,
    enrolments: BTreeMap<CourseId, EnrolmentRow>,
    states: BTreeMap<Uid, StateRow>,
    fresh: Vec<NewEvent>,
    touched: BTreeSet<Uid>,
    /// Courses of which an activity was done just now.
    moved: BTreeSet<CourseId>,
}

impl Ledger {
    async fn open(
        ctx: &Ctx,
        tx: &Tx,
        person: PersonId,
        events: &[ProgressEvent],
    ) -> Result<Ledger> {
        let ids: Vec<Uid> = events.iter().map(|event| event.id).collect();
        let uids: BTreeSet<Uid> = events.iter().map(|event| event.activity).collect();
        let uids: Vec<Uid> = uids.into_iter().collect();
        Ok(Ledger {
            person,
            known: store::academy::known_events(tx, &ids)
                .await
                .map_err(internal(ctx))?,
            activities: store::academy::activities(tx, &uids)
                .await
                .map_err(internal(ctx))?,
            enrolments: store::academy::enrolments_of(tx, person)
                .await
                .map_err(internal(ctx))?
                .into_iter()
                .map(|row| (row.course, row))
                .collect(),
            states: store::academy::states(tx, person, &uids)
                .await
                .map_err(internal(ctx))?,
            fresh: Vec::new(),
            touched: BTreeSet::new(),
            moved: BTreeSet::new(),
        })
    }

    /// Judges one event of a device, and adds it where it is new and possible.
    fn take(
        &mut self,
        event: &ProgressEvent,
        sent_at: i64,
        now: Timestamp,
    ) -> core::result::Result<(), Refusal> {
        if let Some((owner, known)) = self.known.get(&event.id) {
            return if *owner == self.person && known == event {
                Ok(())
            } else {
                Err(Refusal::Altered)
            };
        }
        let activity = self
            .activities
            .get(&event.activity)
            .ok_or(Refusal::UnknownActivity)?;
        let enrolment = self
            .enrolments
            .get(&activity.course)
            .ok_or(Refusal::NotEnrolled)?;
        let circumstances = Circumstances {
            duration: activity.duration,
            sent_at,
            now: now * 1000,
            enrolled_at: enrolment.enrolled_at * 1000,
        };
        let nothing = ActivityProgress::default();
        let so_far = self
            .states
            .get(&event.activity)
            .map_or(&nothing, |state| &state.progress);
        check(event, so_far, &circumstances)?;
        self.add(event, now * 1000 - sent_at, now);
        Ok(())
    }

    fn add(&mut self, event: &ProgressEvent, offset: i64, now: Timestamp) {
        let Some(activity) = self.activities.get(&event.activity) else {
            return;
        };
        let state = self.states.entry(event.activity).or_default();
        state.progress = state.progress.merge(&ActivityProgress::of(event, offset));
        if state.completed_at.is_none() && activity.rule.is_met(&state.progress, activity.duration)
        {
            let said = match activity.rule {
                Rule::Completed => state.progress.completed_at(),
                Rule::Passed => state.progress.passed_at(),
                _ => None,
            };
            // A wrong clock does not finish anything tomorrow.
            state.completed_at = Some(said.map_or(now, |at| (at / 1000).min(now)));
            self.moved.insert(activity.course);
        }
        self.touched.insert(event.activity);
        self.known.insert(event.id, (self.person, event.clone()));
        self.fresh.push(NewEvent {
            course: activity.course,
            event: event.clone(),
        });
    }

    /// Writes what changed; finishes the courses that are done, with their credential.
    async fn close<R>(&self, ctx: &Ctx, tx: &Tx, permit: &Permit<R>) -> Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let states: Vec<(Uid, CourseId, StateRow)> = self
            .touched
            .iter()
            .filter_map(|uid| {
                let course = self.activities.get(uid)?.course;
                Some((*uid, course, self.states.get(uid)?.clone()))
            })
            .collect();
        store::academy::save_progress(tx, permit, self.person, &self.fresh, &states, ctx.now)
            .await
            .map_err(internal(ctx))?;
        if self.moved.is_empty() {
            return Ok(());
        }
        let moved: Vec<CourseId> = self.moved.iter().copied().collect();
        let outlines = store::academy::outlines(tx, &moved)
            .await
            .map_err(internal(ctx))?;
        let done = store::academy::done_in(tx, self.person, &moved)
            .await
            .map_err(internal(ctx))?;
        for row in outlines {
            let (Some(enrolment), Some(done)) =
                (self.enrolments.get(&row.card.id), done.get(&row.card.id))
            else {
                continue;
            };
            if !CourseProgress::of(&row.card.slug, &row.outline, done).completed {
                continue;
            }
            let state = enrolment.state.transition(EnrolmentEvent::Complete)?;
            store::academy::set_enrolment(tx, permit, self.person, row.card.id, state, ctx.now)
                .await
                .map_err(internal(ctx))?;
            issue(ctx, tx, permit, self.person, &row).await?;
        }
        Ok(())
    }
}

/// How far the learner is in one course.
///
/// # Errors
/// `Unauthenticated` for a visitor; `NotFound` for a course one is not enrolled in.
pub async fn course_progress(ctx: &Ctx, slug: &str) -> Result<CourseProgress> {
    let (person, _) = learner(ctx)?;
    let db = ctx.db().reader();
    let course = super::load(ctx, db, slug).await?;
    store::academy::enrolment(db, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let done = store::academy::done_in(db, person, &[course.card.id])
        .await
        .map_err(internal(ctx))?
        .remove(&course.card.id)
        .unwrap_or_default();
    Ok(CourseProgress::of(slug, &course.outline, &done))
}

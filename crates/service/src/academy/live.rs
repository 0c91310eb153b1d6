//! Live progress. The table of events is the truth and its ids are durable; what is here only
//! wakes those who wait, so a lost waking costs a moment and loses nothing.

use super::learner;
use crate::{Ctx, internal};
use domain::{
    PersonId, Result,
    academy::{CourseProgress, StreamEvent},
};
use std::{
    collections::BTreeMap,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::broadcast;

/// Why a waiting stream wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// This person's progress changed.
    Person(PersonId),
    /// The process ends.
    Stop,
}

static CLOSING: AtomicBool = AtomicBool::new(false);

fn channel() -> &'static broadcast::Sender<Wake> {
    static CHANNEL: OnceLock<broadcast::Sender<Wake>> = OnceLock::new();
    // Who lags behind this many wakings looks into the table, as after any waking.
    CHANNEL.get_or_init(|| broadcast::channel(4_096).0)
}

/// Wakes the person's open streams in this process.
pub fn announce(person: PersonId) {
    let _ = channel().send(Wake::Person(person));
}

/// Hears of every waking from now on.
pub fn subscribe() -> broadcast::Receiver<Wake> {
    channel().subscribe()
}

/// Ends all streams: the process is going down, and browsers will connect to the next one.
pub fn close_streams() {
    CLOSING.store(true, Ordering::Relaxed);
    let _ = channel().send(Wake::Stop);
}

pub fn is_closing() -> bool {
    CLOSING.load(Ordering::Relaxed)
}

/// Passes on what other processes of the same PostgreSQL database announce, until the connection
/// breaks; the caller begins again.
///
/// # Errors
/// Where the database cannot be listened to.
pub async fn hear_others(services: &crate::Services) -> core::result::Result<(), String> {
    store::academy::listen(&services.db, announce)
        .await
        .map_err(|error| error.to_string())
}

/// What has happened to the signed-in person's courses after the event `after`; `None` asks only
/// where the stream stands. One message a lesson, under the id of its last event.
///
/// # Errors
/// `Unauthenticated` for a visitor, also where the session has ended since.
pub async fn stream_progress(ctx: &Ctx, after: Option<i64>) -> Result<(i64, Vec<StreamEvent>)> {
    const MOST: u32 = 500;
    let (person, _) = learner(ctx)?;
    let db = ctx.db().reader();
    if let Some(session) = ctx.session {
        let alive = store::academy::is_session_alive(db, session, ctx.now)
            .await
            .map_err(internal(ctx))?;
        if !alive {
            return Err(domain::Error::Unauthenticated);
        }
    }
    let after = match after {
        Some(after) => after,
        // A stream that begins repeats the last event: it may have come while the page was opening.
        None => {
            store::academy::last_event(db, person)
                .await
                .map_err(internal(ctx))?
                - 1
        }
    };
    let rows = store::academy::events_after(db, person, after, MOST)
        .await
        .map_err(internal(ctx))?;
    let Some(last) = rows.last().map(|row| row.id) else {
        return Ok((after, Vec::new()));
    };
    let mut newest: BTreeMap<(i64, String), i64> = BTreeMap::new();
    for row in rows {
        newest.insert((row.course_id, row.lesson), row.id);
    }
    let ids: Vec<_> = newest
        .keys()
        .map(|(course, _)| domain::CourseId(*course))
        .collect();
    let outlines = store::academy::outlines(db, &ids)
        .await
        .map_err(internal(ctx))?;
    let done = store::academy::done_in(db, person, &ids)
        .await
        .map_err(internal(ctx))?;
    let mut events: Vec<StreamEvent> = newest
        .into_iter()
        .filter_map(|((course, lesson), id)| {
            let row = outlines.iter().find(|row| row.card.id.0 == course)?;
            let nothing = std::collections::BTreeSet::new();
            let done = done.get(&row.card.id).unwrap_or(&nothing);
            let progress = CourseProgress::of(&row.card.slug, &row.outline, done);
            Some(StreamEvent {
                id,
                lesson_percent: progress.of_lesson(&lesson).map_or(0, |it| it.percent),
                course_percent: progress.percent,
                course: progress.course,
                lesson,
            })
        })
        .collect();
    events.sort_by_key(|event| event.id);
    Ok((last, events))
}

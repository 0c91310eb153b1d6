//! What a device may claim. Impossible evidence is refused one event at a time; what is possible
//! in the same batch is kept.

use super::{ActivityProgress, Evidence, ProgressEvent, Uid};
use serde::{Deserialize, Serialize};

/// Events in one batch. A device that was away for weeks sends several.
pub const MAX_BATCH: usize = 500;

/// The fastest that media is played, in hundredths of its speed, and a little for rounding.
pub const MAX_SPEED_PERCENT: i64 = 225;

/// What rounding and buffering may add, in milliseconds.
const SLACK: i64 = 2_000;
/// How far after a batch was sent its events may lie, and how long before the enrolment.
const CLOCK_SLACK: i64 = 120_000;
const DAY: i64 = 86_400_000;

/// Events of one device on their way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressBatch {
    /// The device's clock when it sent this, milliseconds since 1970.
    pub sent_at: i64,
    pub events: Vec<ProgressEvent>,
}

/// Why one event was refused. It stays refused: the device may forget it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    NotEnrolled,
    /// In no version of any course.
    UnknownActivity,
    /// The same id came before with other content.
    Altered,
    /// The device's name or sequence is not one that our own pages make.
    BadDevice,
    /// Later than the batch that carries it.
    FromTheFuture,
    BeforeEnrolment,
    /// It ends where it begins, or before.
    Empty,
    /// Watched what has no duration.
    NotMedia,
    BeyondDuration,
    /// More media than the time it took allows.
    TooFast,
    /// Grades and attestations are the server's to make.
    ServerOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AckState {
    /// Durable. A repetition is answered the same.
    Confirmed,
    Refused,
}

/// The answer to one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    pub id: Uid,
    pub state: AckState,
    pub reason: Option<Refusal>,
}

/// What an event is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Of the media in milliseconds; `None` for a text or a quiz.
    pub duration: Option<i64>,
    /// Of the batch, by the device's clock, in milliseconds.
    pub sent_at: i64,
    /// The server's clock, in milliseconds.
    pub now: i64,
    /// By the server's clock, in milliseconds.
    pub enrolled_at: i64,
}

/// Decides on one event; `known` is what is known of the activity so far. The answer does not
/// depend on what else has come: an honest event is never refused for being late.
///
/// # Errors
/// The first reason found.
pub fn check(
    event: &ProgressEvent,
    known: &ActivityProgress,
    circumstances: &Circumstances,
) -> Result<(), Refusal> {
    let device_is_fine = !event.device.is_empty()
        && event.device.len() <= 64
        && event
            .device
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && event.sequence >= 0;
    if !device_is_fine {
        return Err(Refusal::BadDevice);
    }
    if event.kind.is_the_servers() {
        return Err(Refusal::ServerOnly);
    }
    if event.took < 0 || event.took > DAY {
        return Err(Refusal::Empty);
    }
    if event.at > circumstances.sent_at.saturating_add(CLOCK_SLACK) {
        return Err(Refusal::FromTheFuture);
    }
    let offset = circumstances.now.saturating_sub(circumstances.sent_at);
    let began = event.at.saturating_add(offset).saturating_sub(event.took);
    if began < circumstances.enrolled_at.saturating_sub(CLOCK_SLACK) {
        return Err(Refusal::BeforeEnrolment);
    }
    match event.kind {
        Evidence::Watched => watched(event, known, circumstances, offset),
        Evidence::Position if event.start < 0 => Err(Refusal::Empty),
        Evidence::Position
            if circumstances
                .duration
                .is_some_and(|duration| event.start > duration + SLACK) =>
        {
            Err(Refusal::BeyondDuration)
        }
        _ => Ok(()),
    }
}

fn watched(
    event: &ProgressEvent,
    known: &ActivityProgress,
    circumstances: &Circumstances,
    offset: i64,
) -> Result<(), Refusal> {
    let Some(duration) = circumstances.duration.filter(|duration| *duration > 0) else {
        return Err(Refusal::NotMedia);
    };
    if event.start < 0 || event.end <= event.start {
        return Err(Refusal::Empty);
    }
    if event.end > duration + SLACK {
        return Err(Refusal::BeyondDuration);
    }
    let allowed = |wall: i64| wall.saturating_mul(MAX_SPEED_PERCENT) / 100 + SLACK;
    if event.end - event.start > allowed(event.took) {
        return Err(Refusal::TooFast);
    }
    // The same minutes cannot be claimed for different parts of the media.
    let together = known.merge(&ActivityProgress::of(event, offset));
    let wall: i64 = together
        .traces
        .values()
        .map(|trace| trace.spent.measure())
        .sum();
    // A row of short events rounds each time.
    if together.watched.measure() > allowed(wall) + wall / 10 {
        return Err(Refusal::TooFast);
    }
    Ok(())
}

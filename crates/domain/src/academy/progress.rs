//! Progress as a join of what devices saw. Events may be lost, sent twice and come in any order:
//! the merge is commutative, associative and idempotent, so the end is the same.
//!
//! Devices' clocks may be wrong by hours. For each device we keep the smallest difference seen
//! between the server's clock and its own when it sent a batch: the one with the least delay on
//! the way. Times of different devices are compared after adding it.

use super::{Intervals, Uid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an event proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Opened; `took` milliseconds were spent on it.
    Viewed,
    /// Media played from `start` to `end`.
    Watched,
    /// Where one stopped: `start`, in milliseconds of media or thousandths of a text.
    Position,
    /// The learner says it is done.
    Completed,
    /// Graded by the server: `start` thousandths; `end` is 1 where passed.
    Graded,
    /// A facilitator says it was done.
    Attested,
}

impl Evidence {
    pub const ALL: [Evidence; 6] = [
        Evidence::Viewed,
        Evidence::Watched,
        Evidence::Position,
        Evidence::Completed,
        Evidence::Graded,
        Evidence::Attested,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Evidence::Viewed => "viewed",
            Evidence::Watched => "watched",
            Evidence::Position => "position",
            Evidence::Completed => "completed",
            Evidence::Graded => "graded",
            Evidence::Attested => "attested",
        }
    }

    pub fn from_code(code: &str) -> Option<Evidence> {
        Evidence::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Only the server may say it.
    pub const fn is_the_servers(self) -> bool {
        matches!(self, Evidence::Graded | Evidence::Attested)
    }
}

/// One thing that happened on a device. Never changed once made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProgressEvent {
    pub id: Uid,
    pub device: String,
    /// Grows by one with each event of the device.
    pub sequence: i64,
    pub activity: Uid,
    /// The course's version that was on the screen.
    pub version: i64,
    pub kind: Evidence,
    pub start: i64,
    pub end: i64,
    /// How long it took by the device's clock, in milliseconds, ending at `at`.
    pub took: i64,
    /// The device's clock, milliseconds since 1970.
    pub at: i64,
}

/// Where one stopped on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stop {
    pub sequence: i64,
    pub at: i64,
    pub position: i64,
}

/// What one device saw, by its own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Server's clock minus the device's, the smallest seen.
    pub offset: i64,
    pub stop: Option<Stop>,
    pub completed: Option<i64>,
    pub passed: Option<i64>,
    pub attested: Option<i64>,
    pub spent: Intervals,
}

/// Where to go on: the last stop of all devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    pub position: i64,
    /// Milliseconds since 1970, corrected.
    pub at: i64,
}

/// A stop before this many milliseconds says nothing.
const NO_STOP: i64 = 3_000;

/// All that is known of one person and one activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityProgress {
    pub viewed: bool,
    pub watched: Intervals,
    /// The best graded attempt, in thousandths.
    pub best: Option<i64>,
    pub traces: BTreeMap<String, Trace>,
}

impl ActivityProgress {
    /// What one event says, when the device's clock is `offset` behind the server's.
    pub fn of(event: &ProgressEvent, offset: i64) -> ActivityProgress {
        let when = |kind: Evidence| (event.kind == kind).then_some(event.at);
        let position = match event.kind {
            Evidence::Watched => Some(event.end),
            Evidence::Position => Some(event.start),
            _ => None,
        };
        let trace = Trace {
            offset,
            stop: position
                .filter(|position| *position >= NO_STOP)
                .map(|position| Stop {
                    sequence: event.sequence,
                    at: event.at,
                    position,
                }),
            completed: when(Evidence::Completed),
            passed: when(Evidence::Graded).filter(|_| event.end == 1),
            attested: when(Evidence::Attested),
            spent: Intervals::of(event.at.saturating_sub(event.took), event.at),
        };
        ActivityProgress {
            viewed: true,
            watched: if event.kind == Evidence::Watched {
                Intervals::of(event.start, event.end)
            } else {
                Intervals::default()
            },
            best: (event.kind == Evidence::Graded).then_some(event.start),
            traces: BTreeMap::from([(event.device.clone(), trace)]),
        }
    }

    /// Both together: the least that knows what either knows.
    #[must_use]
    pub fn merge(&self, other: &ActivityProgress) -> ActivityProgress {
        let mut traces = self.traces.clone();
        for (device, theirs) in &other.traces {
            traces
                .entry(device.clone())
                .and_modify(|ours| *ours = ours.merge(theirs))
                .or_insert_with(|| theirs.clone());
        }
        ActivityProgress {
            viewed: self.viewed || other.viewed,
            watched: self.watched.union(&other.watched),
            best: self.best.max(other.best),
            traces,
        }
    }

    fn earliest(&self, moment: impl Fn(&Trace) -> Option<i64>) -> Option<i64> {
        self.traces
            .values()
            .filter_map(|trace| moment(trace).map(|at| at.saturating_add(trace.offset)))
            .min()
    }

    /// When the learner first said it was done, corrected.
    pub fn completed_at(&self) -> Option<i64> {
        self.earliest(|trace| trace.completed)
    }

    pub fn passed_at(&self) -> Option<i64> {
        self.earliest(|trace| trace.passed)
    }

    pub fn attested_at(&self) -> Option<i64> {
        self.earliest(|trace| trace.attested)
    }

    /// The last stop by corrected time, then device, then sequence.
    pub fn resume(&self) -> Option<Resume> {
        self.traces
            .iter()
            .filter_map(|(device, trace)| {
                let stop = trace.stop?;
                let at = stop.at.saturating_add(trace.offset);
                Some((at, device, stop.sequence, stop.position))
            })
            .max()
            .map(|(at, _, _, position)| Resume { position, at })
    }

    /// Milliseconds spent: two devices at once do not count twice.
    pub fn time_spent(&self) -> i64 {
        self.traces
            .values()
            .fold(Intervals::default(), |all, trace| {
                all.union(&trace.spent.shifted(trace.offset))
            })
            .measure()
    }

    /// The part of the media that was seen, in thousandths. Nothing of nothing is nothing.
    pub fn fraction(&self, duration: i64) -> i64 {
        if duration <= 0 {
            return 0;
        }
        let seen: i64 = self
            .watched
            .as_slice()
            .iter()
            .map(|(start, end)| (*end).min(duration) - (*start).clamp(0, duration))
            .filter(|length| *length > 0)
            .sum();
        (seen.saturating_mul(1000) / duration).min(1000)
    }
}

impl Trace {
    fn merge(&self, other: &Trace) -> Trace {
        let first = |a: Option<i64>, b: Option<i64>| [a, b].into_iter().flatten().min();
        Trace {
            offset: self.offset.min(other.offset),
            stop: self.stop.max(other.stop),
            completed: first(self.completed, other.completed),
            passed: first(self.passed, other.passed),
            attested: first(self.attested, other.attested),
            spent: self.spent.union(&other.spent),
        }
    }
}

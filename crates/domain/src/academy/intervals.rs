//! What was watched, or when one learned: a set of moments as disjoint intervals.

use serde::{Deserialize, Serialize};

/// Half-open intervals in milliseconds, sorted, apart from one another. Union is commutative,
/// associative and idempotent, which is why progress is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervals(Vec<(i64, i64)>);

impl Intervals {
    /// From `start` to `end`; empty where it ends before it begins.
    pub fn of(start: i64, end: i64) -> Intervals {
        Intervals(if start < end {
            vec![(start, end)]
        } else {
            Vec::new()
        })
    }

    pub fn union(&self, other: &Intervals) -> Intervals {
        let mut all: Vec<(i64, i64)> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::with_capacity(all.len());
        for (start, end) in all {
            match joined.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        Intervals(joined)
    }

    /// How long they are together, in milliseconds.
    pub fn measure(&self) -> i64 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    /// All moved by `offset`.
    pub fn shifted(&self, offset: i64) -> Intervals {
        Intervals(
            self.0
                .iter()
                .map(|(start, end)| (start.saturating_add(offset), end.saturating_add(offset)))
                .collect(),
        )
    }

    pub fn as_slice(&self) -> &[(i64, i64)] {
        &self.0
    }
}

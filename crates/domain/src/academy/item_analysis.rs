//! How well a quiz's questions measure: how easy each is, and whether those who know the rest
//! know it too.

use super::AttemptResult;
use crate::LocalText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One question over all first attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnalysis {
    pub id: String,
    pub prompt: LocalText,
    pub answers: u32,
    /// The mean of the points in hundredths: 100 is what everyone knows.
    pub ease: i64,
    /// The correlation, in hundredths, between a question's points and the mean of the others of
    /// the same attempt. `None` where nothing varies, or fewer than [`FEWEST`] answered.
    pub discrimination: Option<i64>,
}

/// A quiz as its trainer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizAnalysis {
    pub course: String,
    pub title: LocalText,
    pub items: Vec<ItemAnalysis>,
}

/// With fewer answers a correlation says nothing.
pub const FEWEST: usize = 5;

/// The Pearson correlation in hundredths; `None` where one side does not vary.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "points are at most 1,000 and the result is a rounded hundredth"
)]
fn correlation(pairs: &[(i64, i64)]) -> Option<i64> {
    let count = pairs.len() as f64;
    let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (a, b) in pairs {
        let (a, b) = (*a as f64, *b as f64);
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    let varies = (count * xx - x * x) * (count * yy - y * y);
    (varies > 0.5).then(|| ((count * xy - x * y) / varies.sqrt() * 100.0).round() as i64)
}

/// Each question's figures from the results of attempts, by its id.
pub fn analyse(results: &[&AttemptResult]) -> BTreeMap<String, (u32, i64, Option<i64>)> {
    let mut points: BTreeMap<String, Vec<(i64, Option<i64>)>> = BTreeMap::new();
    for result in results {
        let sum: i64 = result.items.iter().map(|item| item.points).sum();
        let others = i64::try_from(result.items.len()).unwrap_or(1) - 1;
        for item in &result.items {
            let rest = (others > 0).then(|| (sum - item.points) / others);
            points
                .entry(item.id.clone())
                .or_default()
                .push((item.points, rest));
        }
    }
    points
        .into_iter()
        .map(|(id, list)| {
            let count = i64::try_from(list.len()).unwrap_or(i64::MAX).max(1);
            let sum: i64 = list.iter().map(|(points, _)| points).sum();
            let ease = (sum + count * 5) / (count * 10);
            let pairs: Vec<(i64, i64)> = list
                .iter()
                .filter_map(|(points, rest)| Some((*points, (*rest)?)))
                .collect();
            let discrimination = (pairs.len() >= FEWEST)
                .then(|| correlation(&pairs))
                .flatten();
            let answers = u32::try_from(list.len()).unwrap_or(u32::MAX);
            (id, (answers, ease, discrimination))
        })
        .collect()
}

//! One try at a quiz: frozen at its start, graded by the server, once.

use super::{ItemView, Question, course::coded, shuffle};
use crate::{AttemptId, Error, LocalText, Result, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    InProgress,
    Submitted,
    Graded,
    /// The deadline passed; what was saved until then is graded.
    Expired,
    Abandoned,
}
coded!(AttemptState {
    InProgress = "in_progress", Submitted = "submitted", Graded = "graded",
    Expired = "expired", Abandoned = "abandoned",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptEvent {
    Save,
    Submit,
    Grade,
    Expire,
    Abandon,
    /// After a corrected key: adds a grade, takes none away.
    Regrade,
}

impl AttemptEvent {
    pub const ALL: [AttemptEvent; 6] = [
        AttemptEvent::Save,
        AttemptEvent::Submit,
        AttemptEvent::Grade,
        AttemptEvent::Expire,
        AttemptEvent::Abandon,
        AttemptEvent::Regrade,
    ];
}

impl AttemptState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: AttemptEvent) -> Result<AttemptState> {
        use AttemptState::{Abandoned, Expired, Graded, InProgress, Submitted};
        match (self, event) {
            (InProgress, AttemptEvent::Save) => Ok(InProgress),
            (InProgress, AttemptEvent::Submit) => Ok(Submitted),
            (InProgress, AttemptEvent::Expire) => Ok(Expired),
            (InProgress, AttemptEvent::Abandon) => Ok(Abandoned),
            (Submitted | Expired, AttemptEvent::Grade) | (Graded, AttemptEvent::Regrade) => {
                Ok(Graded)
            }
            _ => Err(Error::Conflict),
        }
    }
}

/// How a quiz is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizRules {
    /// Hundredths of the points that pass.
    pub pass_percent: u8,
    /// Questions drawn from the bank; 0 for all.
    pub pick: u32,
    /// Zero for no limit.
    pub minutes: u32,
}

impl QuizRules {
    /// The questions of one attempt: drawn, put in order and shuffled as the seed says.
    pub fn freeze(&self, bank: &[Question], seed: u64) -> Vec<Question> {
        let order = shuffle(seed, bank.len());
        let pick = match usize::try_from(self.pick) {
            Ok(pick) if pick > 0 => pick.min(bank.len()),
            _ => bank.len(),
        };
        order
            .into_iter()
            .take(pick)
            .zip(1_u64..)
            .filter_map(|(at, salt)| {
                let question = bank.get(at)?.clone();
                Some(question.shuffled(seed.wrapping_add(salt)))
            })
            .collect()
    }

    pub fn deadline(&self, started_at: Timestamp) -> Option<Timestamp> {
        (self.minutes > 0).then(|| started_at + i64::from(self.minutes) * 60)
    }

    /// Whether a score in thousandths passes.
    pub const fn passes(&self, score: i64) -> bool {
        score >= self.pass_percent as i64 * 10
    }
}

/// The seed of one attempt, so that a reload shows the same.
pub fn quiz_seed(person: i64, activity: u64, number: i64) -> u64 {
    let mix = |a: u64, b: u64| (a ^ b).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    mix(
        mix(person.unsigned_abs() ^ 0xcbf2_9ce4_8422_2325, activity),
        number.unsigned_abs(),
    )
}

/// A question of an attempt, and the fields that show what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptItem {
    pub view: ItemView,
    pub fields: Vec<(String, String)>,
}

impl AttemptItem {
    /// What a form field holds; empty where nothing was answered.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

/// What one answer was worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    pub id: String,
    /// In thousandths.
    pub points: i64,
    pub feedback: LocalText,
    pub solution: Vec<LocalText>,
    /// Of a true-or-false question.
    pub truth: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptResult {
    /// In thousandths.
    pub score: i64,
    pub passed: bool,
    pub graded_at: Timestamp,
    pub items: Vec<ItemResult>,
}

impl AttemptResult {
    pub fn of_item(&self, id: &str) -> Option<&ItemResult> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// An attempt as its learner sees it. The result, with what it says of the key, comes only after
/// grading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub id: AttemptId,
    pub number: i64,
    pub state: AttemptState,
    pub deadline: Option<Timestamp>,
    /// The time was up: what was saved before counted, and nothing after.
    pub late: bool,
    /// The key was corrected since, and this is the grade by the new one.
    pub regraded: bool,
    pub items: Vec<AttemptItem>,
    pub result: Option<AttemptResult>,
}

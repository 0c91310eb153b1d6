//! What the law and the office ask, as dated rows: figures never stand in the code.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded!(
    /// A figure that changes with the law or the year.
    Rule {
        /// People, to found a cooperative.
        Founders = "founders",
        /// Centimes.
        LeastCapital = "least_capital",
        /// Centimes, of one share.
        LeastShare = "least_share",
        /// Days to complete a dossier that lacks something.
        CompletionDays = "completion_days",
        /// Days for the office to look at what was submitted.
        AdmissibilityDays = "admissibility_days",
        /// Days for a reviewer to score.
        ReviewDays = "review_days",
        /// Days to appeal.
        AppealDays = "appeal_days",
        /// Days before a deadline at which who must act is reminded.
        ReminderDays = "reminder_days",
        /// Points between two scores above which a third reviewer is asked.
        ScoreGap = "score_gap",
        /// Days to block the capital's cash at a bank.
        BankDays = "bank_days",
        /// Days for the court's copy to reach the office.
        CourtDays = "court_days",
    }
);

/// The rules as they stand on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules(BTreeMap<Rule, i64>);

impl Rules {
    pub fn new(rows: impl IntoIterator<Item = (Rule, i64)>) -> Rules {
        Rules(rows.into_iter().collect())
    }

    /// Zero where no row is valid: a migration writes the first of each.
    pub fn get(&self, rule: Rule) -> i64 {
        self.0.get(&rule).copied().unwrap_or(0)
    }

    /// As many as must found a cooperative.
    pub fn founders(&self) -> u32 {
        u32::try_from(self.get(Rule::Founders)).unwrap_or(0)
    }

    /// So many days of `rule`, in seconds.
    pub fn days(&self, rule: Rule) -> i64 {
        self.get(rule) * 86_400
    }
}

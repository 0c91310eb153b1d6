//! What the law and the office ask, as dated rows: figures never stand in the code.

use crate::{Currency, Error, LocalText, Problem, Result, Timestamp, text, text::Check};
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
        /// Days for an advisor to answer an idea.
        IdeaDays = "idea_days",
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

/// What a rule's number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleUnit {
    People,
    Centimes,
    Days,
    Points,
}

impl Rule {
    pub const fn unit(self) -> RuleUnit {
        match self {
            Rule::Founders => RuleUnit::People,
            Rule::LeastCapital | Rule::LeastShare => RuleUnit::Centimes,
            Rule::ScoreGap => RuleUnit::Points,
            Rule::CompletionDays
            | Rule::AdmissibilityDays
            | Rule::ReviewDays
            | Rule::AppealDays
            | Rule::ReminderDays
            | Rule::BankDays
            | Rule::CourtDays
            | Rule::IdeaDays => RuleUnit::Days,
        }
    }
}

/// The day from which a row counts: one that has not begun, so that what is decided stays as it is.
pub(super) fn coming_day(typed: &str, now: Timestamp) -> core::result::Result<Timestamp, Problem> {
    match text::date(typed)? {
        day if day > now => Ok(day),
        _ => Err(Problem::InvalidDate),
    }
}

/// The form of a rule's next value, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInput {
    pub code: String,
    /// In dirhams where it is money.
    pub value: String,
    pub valid_from: String,
    pub source: String,
}

/// A checked form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    pub rule: Rule,
    pub value: i64,
    pub valid_from: Timestamp,
    pub source: String,
}

impl RuleInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self, now: Timestamp) -> Result<NewRule> {
        let mut check = Check::default();
        let rule = Rule::from_code(&self.code).ok_or(Problem::UnknownChoice);
        let rule = check.take("code", rule);
        let value = match rule.map(Rule::unit) {
            Some(RuleUnit::Centimes) => {
                text::amount(&self.value, Currency::Mad).map(|money| money.minor)
            }
            Some(RuleUnit::People) => text::integer(&self.value, 1, 1_000),
            Some(RuleUnit::Points) => text::integer(&self.value, 1, 100),
            Some(RuleUnit::Days) | None => text::integer(&self.value, 1, 730),
        };
        let value = check.take("value", value);
        let valid_from = check.take("rule_from", coming_day(&self.valid_from, now));
        let source = check.take("rule_source", text::line(&self.source, 200));
        check.finish()?;
        match (rule, value, valid_from, source) {
            (Some(rule), Some(value), Some(valid_from), Some(source)) => Ok(NewRule {
                rule,
                value,
                valid_from,
                source,
            }),
            _ => Err(Error::Malformed),
        }
    }
}

/// A row of the table of rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    pub rule: Rule,
    pub value: i64,
    pub valid_from: Timestamp,
    pub valid_to: Option<Timestamp>,
    pub source: String,
}

/// The administration's page: what is, will be, and lately was in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPage {
    pub rules: Vec<RuleRow>,
    pub programmes: Vec<super::TermsRow>,
    /// Codes and names.
    pub sectors: Vec<(String, LocalText)>,
    pub regions: Vec<(String, LocalText)>,
    pub now: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = 1_790_000_000;

    #[test]
    fn a_rule_begins_on_a_day_to_come_and_is_counted_in_its_own_unit() {
        let input = |code: &str, value: &str, from: &str| RuleInput {
            code: code.to_owned(),
            value: value.to_owned(),
            valid_from: from.to_owned(),
            source: "Loi 112-12".to_owned(),
        };
        for (code, value, expected) in [
            ("founders", "7", Ok(7)),
            ("least_capital", "1 000,50", Ok(100_050)),
            ("appeal_days", "30", Ok(30)),
            ("appeal_days", "0", Err("value")),
            ("magic", "1", Err("code")),
        ] {
            let checked = input(code, value, "2027-01-01").check(NOW);
            match expected {
                Ok(number) => assert_eq!(checked.map(|it| it.value), Ok(number), "{code}"),
                Err(field) => {
                    let error = checked.expect_err(code);
                    assert!(error.of_field(field).next().is_some(), "{code}: {error:?}");
                }
            }
        }
        let past = input("founders", "7", "2026-01-01").check(NOW);
        assert_eq!(past, Err(Error::field("rule_from", Problem::InvalidDate)));
    }
}

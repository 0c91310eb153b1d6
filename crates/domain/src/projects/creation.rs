//! From an accepted dossier to a cooperative that exists: the steps of law 112-12, each with its
//! day and, where the office asks for one, its proof.

use super::{Rule, Rules, TeamCard};
use crate::{
    DocumentId, Error, Problem, Result, Timestamp,
    cooperatives::DocumentKind,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// In the order of the law.
    LegalStep {
        /// The name is approved.
        Name = "name",
        /// The founders sign the statutes.
        Statutes = "statutes",
        /// The capital is subscribed, and its cash blocked at a bank.
        Capital = "capital",
        /// The constitutive assembly names the organs.
        Assembly = "assembly",
        /// The court's local registry registers the cooperative.
        Registry = "registry",
        /// The local authority receives a copy.
        Authority = "authority",
    }
);

impl LegalStep {
    /// What its proof proves in the cooperative's file; `None` where no proof is asked.
    pub const fn proof(self) -> Option<DocumentKind> {
        match self {
            LegalStep::Statutes => Some(DocumentKind::Statutes),
            LegalStep::Capital => Some(DocumentKind::BankDetails),
            LegalStep::Registry => Some(DocumentKind::RegisterExtract),
            LegalStep::Name | LegalStep::Assembly | LegalStep::Authority => None,
        }
    }

    /// The step before, and the rule that says within how many days of it this one follows.
    const fn follows(self) -> Option<(LegalStep, Rule)> {
        match self {
            LegalStep::Capital => Some((LegalStep::Statutes, Rule::BankDays)),
            LegalStep::Authority => Some((LegalStep::Registry, Rule::CourtDays)),
            _ => None,
        }
    }
}

/// A step as the team's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalLine {
    pub step: LegalStep,
    pub done_on: Option<Timestamp>,
    /// By the law, from the step before.
    pub due_at: Option<Timestamp>,
    /// Its proof, as its owner called it.
    pub paper: Option<(DocumentId, String)>,
}

/// A step that is done: when, and its proof.
pub type DoneStep = (LegalStep, Timestamp, Option<(DocumentId, String)>);

/// Every step in order, with its deadline where the one before it is done.
pub fn checklist(done: &[DoneStep], rules: &Rules) -> Vec<LegalLine> {
    let day = |step: LegalStep| {
        done.iter()
            .find(|(it, _, _)| *it == step)
            .map(|(_, day, _)| *day)
    };
    LegalStep::ALL
        .iter()
        .map(|step| LegalLine {
            step: *step,
            done_on: day(*step),
            due_at: step
                .follows()
                .and_then(|(before, rule)| Some(day(before)? + rules.days(rule))),
            paper: done
                .iter()
                .find(|(it, _, _)| it == step)
                .and_then(|(_, _, paper)| paper.clone()),
        })
        .collect()
}

/// The first step that is not done.
pub fn next_legal_step(lines: &[LegalLine]) -> Option<LegalStep> {
    lines
        .iter()
        .find(|line| line.done_on.is_none())
        .map(|line| line.step)
}

/// Whether the cooperative's file can be opened: it is registered, and what the file asks is there.
pub fn is_registered(lines: &[LegalLine]) -> bool {
    lines
        .iter()
        .filter(|line| line.step != LegalStep::Authority)
        .all(|line| line.done_on.is_some() && (line.step.proof().is_none() || line.paper.is_some()))
}

/// The day on which `step` was done: not to come, and not before the steps that precede it, which
/// are all done.
///
/// # Errors
/// `Invalid` on `done_on`; `Conflict` where a step before it is not done.
pub fn parse_legal_day(
    lines: &[LegalLine],
    step: LegalStep,
    done_on: &str,
    now: Timestamp,
) -> Result<Timestamp> {
    let before = lines.iter().filter(|line| line.step < step);
    if before.clone().any(|line| line.done_on.is_none()) {
        return Err(Error::Conflict);
    }
    let latest = before.filter_map(|line| line.done_on).max();
    let mut check = Check::default();
    let day = text::date(done_on).and_then(|day| {
        match day <= now && latest.is_none_or(|latest| latest <= day) {
            true => Ok(day),
            false => Err(Problem::InvalidDate),
        }
    });
    let day = check.take("done_on", day);
    check.finish()?;
    day.ok_or(Error::Malformed)
}

/// What the page of a team's creation shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreationPage {
    pub team: TeamCard,
    pub lines: Vec<LegalLine>,
    pub version: i64,
    pub i_lead: bool,
    /// The file of the cooperative is open: its founder goes on there.
    pub has_file: bool,
    /// The address of the cooperative's page, once it exists.
    pub storefront: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn rules() -> Rules {
        Rules::new([(Rule::BankDays, 5), (Rule::CourtDays, 20)])
    }

    #[test]
    fn a_step_follows_the_one_before_it() {
        let first = text::date("2026-03-01").unwrap_or_default();
        let now = first + 30 * DAY;
        let done = vec![
            (LegalStep::Name, first, None),
            (LegalStep::Statutes, first + 2 * DAY, None),
        ];
        let lines = checklist(&done, &rules());
        assert_eq!(next_legal_step(&lines), Some(LegalStep::Capital));
        let capital = lines.iter().find(|line| line.step == LegalStep::Capital);
        assert_eq!(capital.and_then(|line| line.due_at), Some(first + 7 * DAY));
        for (step, day, expected) in [
            (LegalStep::Capital, "2026-03-04", true),
            (LegalStep::Capital, "2026-03-03", true),
            (LegalStep::Capital, "2026-03-02", false),
            (LegalStep::Capital, "2026-05-01", false),
            (LegalStep::Capital, "hier", false),
            (LegalStep::Assembly, "2026-03-05", false),
        ] {
            let parsed = parse_legal_day(&lines, step, day, now);
            assert_eq!(parsed.is_ok(), expected, "{step:?} {day}");
        }
        assert!(!is_registered(&lines));
    }
}

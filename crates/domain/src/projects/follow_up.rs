//! What became of a project, 12, 24 and 36 months after it was launched: actual figures beside the
//! planned ones.

use super::{DossierState, Inputs, LegalLine, TeamCard, simulate};
use crate::{
    DossierId, Error, LocalText, Problem, Result, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// Months after the launch.
    Milestone { First = "12", Second = "24", Third = "36" }
);

impl Milestone {
    /// Years after the launch, from 1.
    const fn years(self) -> i64 {
        match self {
            Milestone::First => 1,
            Milestone::Second => 2,
            Milestone::Third => 3,
        }
    }

    pub const fn months(self) -> i64 {
        self.years() * 12
    }

    /// The day on which the figures of that year are all there.
    pub fn due_at(self, launched_on: Timestamp) -> Timestamp {
        years_later(launched_on, self.years())
    }
}

/// The same day of a later year; the last of February where there is none.
fn years_later(at: Timestamp, years: i64) -> Timestamp {
    let (year, month, day) = text::civil(at);
    let year = year + years;
    let on = |day: i64| text::date(&format!("{year:04}-{month:02}-{day:02}"));
    on(day).or_else(|_| on(28)).unwrap_or(at)
}

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct ActualInput {
    /// Dirhams of the year.
    pub sales: String,
    /// Dirhams a month for a member.
    pub income: String,
    pub members: String,
    pub women: String,
    pub young: String,
    pub jobs: String,
    pub comment: String,
}

/// A year as it was. Centimes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actual {
    pub sales: i64,
    /// A member's, a month.
    pub income: i64,
    pub members: u32,
    pub women: u32,
    /// Below 35.
    pub young: u32,
    /// Of members and others, at the year's end.
    pub jobs: u32,
    pub comment: String,
}

/// # Errors
/// `Invalid` naming each field; women and young people are members.
pub fn parse_actual(input: &ActualInput) -> Result<Actual> {
    let mut check = Check::default();
    let dirhams = |text: &str| text::integer(text, 0, 1_000_000_000).map(|it| it * 100);
    let people = |text: &str, most: i64| {
        text::integer(text, 0, most).map(|it| u32::try_from(it).unwrap_or(0))
    };
    let sales = check.take("sales", dirhams(&input.sales));
    let income = check.take("income", dirhams(&input.income));
    let members = text::integer(&input.members, 1, 10_000);
    let most = members.clone().unwrap_or(10_000);
    let members = check.take("members", members);
    let women = check.take("women", people(&input.women, most));
    let young = check.take("young", people(&input.young, most));
    let jobs = check.take("jobs", people(&input.jobs, 100_000));
    let comment = check.take("comment", text::paragraph(&input.comment, 1_000));
    check.finish()?;
    Ok(Actual {
        sales: sales.ok_or(Error::Malformed)?,
        income: income.ok_or(Error::Malformed)?,
        members: members
            .and_then(|it| u32::try_from(it).ok())
            .ok_or(Error::Malformed)?,
        women: women.ok_or(Error::Malformed)?,
        young: young.ok_or(Error::Malformed)?,
        jobs: jobs.ok_or(Error::Malformed)?,
        comment: comment.flatten().unwrap_or_default(),
    })
}

/// The day on which the cooperative began to work: not to come, and not before it was registered.
///
/// # Errors
/// `Invalid` on `launched_on`.
pub fn parse_launch(day: &str, lines: &[LegalLine], now: Timestamp) -> Result<Timestamp> {
    let registered = lines.iter().filter_map(|line| line.done_on).max();
    let day = text::date(day).and_then(|day| {
        match day <= now && registered.is_none_or(|registered| registered <= day) {
            true => Ok(day),
            false => Err(Problem::InvalidDate),
        }
    });
    day.map_err(|problem| Error::field("launched_on", problem))
}

/// A year as the team had planned it. Centimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub sales: i64,
    /// A member's, a month.
    pub income: i64,
    pub members: i64,
    /// At capacity.
    pub jobs: u32,
}

/// Of each milestone, by the simulator.
///
/// # Errors
/// `Invalid` for inputs out of their bounds.
pub fn planned(inputs: &Inputs, jobs: u32) -> Result<Vec<Planned>> {
    let results = simulate(inputs)?;
    let years = results.sales.iter().zip(results.income_per_member);
    Ok(years
        .map(|(sales, income)| Planned {
            sales: *sales,
            income: income / 12,
            members: inputs.members,
            jobs,
        })
        .collect())
}

/// What was sent for a milestone; `version` rises with each correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub actual: Actual,
    pub sent_at: Timestamp,
    pub version: i64,
}

/// A milestone as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpLine {
    pub milestone: Milestone,
    pub due_at: Timestamp,
    /// The year is over: its figures can be told.
    pub is_due: bool,
    pub planned: Planned,
    pub report: Option<Report>,
}

/// The milestones of a launched project, in order.
pub fn follow_up(
    launched_on: Timestamp,
    planned: &[Planned],
    reports: &[(Milestone, Report)],
    now: Timestamp,
) -> Vec<FollowUpLine> {
    Milestone::ALL
        .iter()
        .zip(planned)
        .map(|(milestone, planned)| {
            let due_at = milestone.due_at(launched_on);
            FollowUpLine {
                milestone: *milestone,
                due_at,
                is_due: due_at <= now,
                planned: *planned,
                report: reports
                    .iter()
                    .find(|(of, _)| of == milestone)
                    .map(|(_, report)| report.clone()),
            }
        })
        .collect()
}

/// The page of a project's follow-up, for its team and its advisors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpPage {
    pub team: TeamCard,
    pub dossier: DossierId,
    pub state: DossierState,
    pub version: i64,
    /// Who may tell figures.
    pub i_lead: bool,
    /// Who may close it.
    pub is_office: bool,
    /// `None` before it was launched.
    pub launched_on: Option<Timestamp>,
    pub lines: Vec<FollowUpLine>,
    /// Why the office closed it.
    pub closed: Option<String>,
}

/// A launched project in the office's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedProject {
    pub dossier: DossierId,
    pub name: String,
    pub title: LocalText,
    pub province: LocalText,
    pub state: DossierState,
    pub launched_on: Timestamp,
    /// The next milestone without figures, and when it is due.
    pub next: Option<(Milestone, Timestamp)>,
}

/// The first milestone without figures, of those told.
pub fn next_milestone(told: &[Milestone]) -> Option<Milestone> {
    let mut all = Milestone::ALL.iter();
    all.find(|it| !told.contains(it)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Timestamp {
        text::date(text).unwrap_or_default()
    }

    #[test]
    fn a_milestone_is_due_on_the_same_day_of_a_later_year() {
        for (launched, milestone, due) in [
            ("2024-03-15", Milestone::First, "2025-03-15"),
            ("2024-03-15", Milestone::Third, "2027-03-15"),
            ("2024-02-29", Milestone::First, "2025-02-28"),
            ("2023-01-01", Milestone::Second, "2025-01-01"),
            ("2023-12-31", Milestone::First, "2024-12-31"),
        ] {
            assert_eq!(
                milestone.due_at(day(launched)),
                day(due),
                "{launched} {milestone:?}"
            );
        }
    }

    #[test]
    fn figures_are_checked_against_the_members() {
        let input = |members: &str, women: &str, young: &str| ActualInput {
            sales: "120000".to_owned(),
            income: "1800".to_owned(),
            members: members.to_owned(),
            women: women.to_owned(),
            young: young.to_owned(),
            jobs: "9".to_owned(),
            comment: String::new(),
        };
        for (input, expected) in [
            (input("8", "8", "0"), true),
            (input("8", "9", "0"), false),
            (input("8", "0", "9"), false),
            (input("0", "0", "0"), false),
            (input("huit", "0", "0"), false),
        ] {
            assert_eq!(parse_actual(&input).is_ok(), expected, "{input:?}");
        }
        let parsed = parse_actual(&input("8", "5", "2")).ok();
        assert_eq!(
            parsed.map(|it| (it.sales, it.income)),
            Some((12_000_000, 180_000))
        );
    }

    #[test]
    fn a_launch_is_after_the_registration_and_not_to_come() {
        let line = LegalLine {
            step: super::super::LegalStep::Registry,
            done_on: Some(day("2026-03-01")),
            due_at: None,
            paper: None,
        };
        for (typed, expected) in [
            ("2026-03-01", true),
            ("2026-04-01", true),
            ("2026-02-28", false),
            ("2026-06-01", false),
            ("hier", false),
        ] {
            let parsed = parse_launch(typed, core::slice::from_ref(&line), day("2026-05-01"));
            assert_eq!(parsed.is_ok(), expected, "{typed}");
        }
    }

    #[test]
    fn the_next_milestone_is_the_first_untold() {
        use Milestone::{First, Second, Third};
        for (told, next) in [
            (vec![], Some(First)),
            (vec![First], Some(Second)),
            (vec![Second], Some(First)),
            (vec![First, Second, Third], None),
        ] {
            assert_eq!(next_milestone(&told), next, "{told:?}");
        }
    }
}

//! A programme's next terms as a form, with all that it asks of a project; and what has changed from
//! one day's terms to another's, so that an applicant is told which rule moved.

use super::{FundingKind, FundingRule, Programme};
use crate::{
    Currency, Error, LocalText, Problem, Result, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// The form of a programme's next terms, as typed. A condition that is left empty is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsInput {
    pub programme: String,
    /// In dirhams.
    pub at_most: String,
    /// Of the fixed assets, in percent.
    pub share: String,
    /// A year, in percent; empty for a grant.
    pub rate: String,
    pub years: String,
    /// People.
    pub members_least: String,
    /// In dirhams.
    pub need_least: String,
    pub need_most: String,
    /// In percent of the money needed.
    pub own_share: String,
    /// How many times the first year covers the debt, with two decimals.
    pub cover: String,
    /// Codes; none for all.
    pub sectors: Vec<String>,
    pub regions: Vec<String>,
    pub valid_from: String,
    pub source: String,
}

/// Checked terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTerms {
    pub programme: String,
    /// Centimes.
    pub at_most: i64,
    /// Millionths.
    pub share_at_most: i64,
    /// Millionths.
    pub rate: i64,
    pub years: i64,
    pub rules: Vec<FundingRule>,
    pub valid_from: Timestamp,
    pub source: LocalText,
}

type Typed<T> = core::result::Result<T, Problem>;

/// A percentage with up to two decimals, in millionths.
fn millionths(typed: &str, most: i64) -> Typed<i64> {
    hundredths(typed, most).map(|it| it * 100)
}

/// A number with up to two decimals, from zero to `most`.
fn hundredths(typed: &str, most: i64) -> Typed<i64> {
    crate::marketplace::amount(typed, most * 100).map_err(|problem| match problem {
        Problem::OutOfRange { .. } => Problem::OutOfRange { min: 0, max: most },
        other => other,
    })
}

fn centimes(typed: &str) -> Typed<i64> {
    text::amount(typed, Currency::Mad).map(|money| money.minor)
}

/// `None` where nothing was typed.
fn optional<T>(typed: &str, read: impl Fn(&str) -> Typed<T>) -> Typed<Option<T>> {
    match typed.trim().is_empty() {
        true => Ok(None),
        false => read(typed).map(Some),
    }
}

/// Those that were ticked, in the order of what is known; `None` where none was.
fn chosen(typed: &[String], known: &[String]) -> Typed<Option<Vec<String>>> {
    if typed.iter().any(|code| !known.contains(code)) {
        return Err(Problem::UnknownChoice);
    }
    let chosen: Vec<String> = known
        .iter()
        .filter(|code| typed.contains(code))
        .cloned()
        .collect();
    Ok((!chosen.is_empty()).then_some(chosen))
}

impl TermsInput {
    /// `sectors` and `regions` are the codes that there are.
    ///
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(
        &self,
        (sectors, regions): (&[String], &[String]),
        now: Timestamp,
    ) -> Result<NewTerms> {
        let mut check = Check::default();
        let programme = check.take("programme", text::line(&self.programme, 60));
        let at_most = check.take("at_most", centimes(&self.at_most));
        let share = check.take("share", millionths(&self.share, 100));
        let rate = optional(&self.rate, |typed| millionths(typed, 30));
        let rate = check.take("rate", rate).map(Option::unwrap_or_default);
        let years = check.take("years", text::integer(&self.years, 1, 30));
        let rules = self.rules(&mut check, (sectors, regions));
        let valid_from = check.take("terms_from", super::rule::coming_day(&self.valid_from, now));
        let source = check.take("terms_source", text::line(&self.source, 200));
        check.finish()?;
        match (programme, at_most, share, rate, years, valid_from, source) {
            (
                Some(programme),
                Some(at_most),
                Some(share_at_most),
                Some(rate),
                Some(years),
                Some(valid_from),
                Some(source),
            ) => Ok(NewTerms {
                programme,
                at_most,
                share_at_most,
                rate,
                years,
                rules,
                valid_from,
                source: LocalText::new(&source, &source, &source),
            }),
            _ => Err(Error::Malformed),
        }
    }

    fn rules(
        &self,
        check: &mut Check,
        (sectors, regions): (&[String], &[String]),
    ) -> Vec<FundingRule> {
        let members = optional(&self.members_least, |typed| text::integer(typed, 1, 1_000));
        let members = check.take("members_least", members).flatten();
        let least = check.take("need_least", optional(&self.need_least, centimes));
        let most = optional(&self.need_most, centimes).and_then(|most| match (least, most) {
            (Some(Some(least)), Some(most)) if most < least => Err(Problem::OutOfRange {
                min: least / 100,
                max: 100_000_000,
            }),
            _ => Ok(most),
        });
        let most = check.take("need_most", most).flatten();
        let own = optional(&self.own_share, |typed| millionths(typed, 100));
        let own = check.take("own_share", own).flatten();
        let cover = optional(&self.cover, |typed| {
            hundredths(typed, 100).map(|it| it * 10)
        });
        let cover = check.take("cover", cover).flatten();
        let sectors = check
            .take("sectors", chosen(&self.sectors, sectors))
            .flatten();
        let regions = check
            .take("regions", chosen(&self.regions, regions))
            .flatten();
        [
            members.map(FundingRule::MembersAtLeast),
            least.flatten().map(FundingRule::InvestmentAtLeast),
            most.map(FundingRule::InvestmentAtMost),
            own.map(FundingRule::OwnShareAtLeast),
            cover.map(FundingRule::CoverAtLeast),
            sectors.map(FundingRule::Sectors),
            regions.map(FundingRule::Regions),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A row of the table of programmes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsRow {
    pub terms: Programme,
    pub valid_to: Option<Timestamp>,
}

/// One of a programme's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    /// Centimes.
    AtMost(i64),
    /// Of the fixed assets, in millionths.
    Share(i64),
    /// A year, in millionths.
    Rate(i64),
    Years(i64),
    Rule(FundingRule),
}

/// A term that was, and what it became; `None` where there was or is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermChange {
    pub before: Option<Term>,
    pub after: Option<Term>,
}

/// What changed in one programme, and from when it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeChange {
    pub programme: LocalText,
    pub valid_from: Timestamp,
    pub changes: Vec<TermChange>,
}

/// Which terms differ from `before` to `after`, programme by programme; one that is new or has
/// ended is not a change of rules.
pub fn programme_changes(before: &[Programme], after: &[Programme]) -> Vec<ProgrammeChange> {
    after
        .iter()
        .filter_map(|after| {
            let before = before.iter().find(|it| it.code == after.code)?;
            let changes = changes(before, after);
            (!changes.is_empty()).then(|| ProgrammeChange {
                programme: after.name.clone(),
                valid_from: after.valid_from,
                changes,
            })
        })
        .collect()
}

fn changes(before: &Programme, after: &Programme) -> Vec<TermChange> {
    let terms = |it: &Programme| {
        let mut terms = vec![Term::AtMost(it.at_most), Term::Share(it.share_at_most)];
        if it.kind == FundingKind::Loan {
            terms.extend([Term::Rate(it.rate), Term::Years(it.years)]);
        }
        terms.extend(it.rules.iter().cloned().map(Term::Rule));
        terms
    };
    let (old, new) = (terms(before), terms(after));
    let changed = old.iter().filter_map(|term| {
        let next = new.iter().find(|it| it.is_about(term));
        (next != Some(term)).then(|| TermChange {
            before: Some(term.clone()),
            after: next.cloned(),
        })
    });
    let added = new
        .iter()
        .filter(|term| !old.iter().any(|it| it.is_about(term)));
    changed
        .chain(added.map(|term| TermChange {
            before: None,
            after: Some(term.clone()),
        }))
        .collect()
}

impl Term {
    fn is_about(&self, other: &Term) -> bool {
        match (self, other) {
            (Term::Rule(mine), Term::Rule(other)) => mine.is_about(other),
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = 1_790_000_000;

    fn input() -> TermsInput {
        TermsInput {
            programme: "rural_loan".to_owned(),
            at_most: "50 000".to_owned(),
            share: "35".to_owned(),
            rate: "2,5".to_owned(),
            years: "5".to_owned(),
            members_least: "7".to_owned(),
            need_least: "1 000".to_owned(),
            need_most: "2 000".to_owned(),
            own_share: "5".to_owned(),
            cover: "1,25".to_owned(),
            sectors: vec!["argan".to_owned()],
            regions: vec!["09".to_owned(), "04".to_owned()],
            valid_from: "2027-01-01".to_owned(),
            source: "Convention".to_owned(),
        }
    }

    fn check(input: &TermsInput) -> Result<NewTerms> {
        let sectors = ["argan", "food"].map(str::to_owned);
        let regions = ["04", "09"].map(str::to_owned);
        input.check((&sectors, &regions), NOW)
    }

    #[test]
    fn percentages_are_kept_in_millionths() {
        for (typed, expected) in [("45", Ok(450_000)), ("2,75", Ok(27_500)), ("0", Ok(0))] {
            assert_eq!(millionths(typed, 100), expected);
        }
        let above = Problem::OutOfRange { min: 0, max: 100 };
        assert_eq!(millionths("101", 100), Err(above));
    }

    #[test]
    fn every_condition_is_read_in_its_unit_and_an_empty_one_is_not_asked() {
        let rules = check(&input()).map(|it| it.rules);
        let regions = vec!["04".to_owned(), "09".to_owned()];
        assert_eq!(
            rules,
            Ok(vec![
                FundingRule::MembersAtLeast(7),
                FundingRule::InvestmentAtLeast(100_000),
                FundingRule::InvestmentAtMost(200_000),
                FundingRule::OwnShareAtLeast(50_000),
                FundingRule::CoverAtLeast(1_250),
                FundingRule::Sectors(vec!["argan".to_owned()]),
                FundingRule::Regions(regions),
            ])
        );
        let none = TermsInput {
            members_least: String::new(),
            need_least: String::new(),
            need_most: " ".to_owned(),
            own_share: String::new(),
            cover: String::new(),
            sectors: Vec::new(),
            regions: Vec::new(),
            ..input()
        };
        assert_eq!(check(&none).map(|it| it.rules), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |change: fn(&mut TermsInput)| {
            let mut it = input();
            change(&mut it);
            let error = check(&it).expect_err("it is wrong");
            let fields: Vec<String> = error.fields().iter().map(|it| it.field.clone()).collect();
            fields
        };
        assert_eq!(
            wrong(|it| it.members_least = "0".to_owned()),
            ["members_least"]
        );
        assert_eq!(wrong(|it| it.need_most = "999".to_owned()), ["need_most"]);
        assert_eq!(wrong(|it| it.own_share = "101".to_owned()), ["own_share"]);
        assert_eq!(wrong(|it| it.cover = "deux".to_owned()), ["cover"]);
        assert_eq!(
            wrong(|it| it.sectors = vec!["magic".to_owned()]),
            ["sectors"]
        );
        assert_eq!(wrong(|it| it.regions = vec!["13".to_owned()]), ["regions"]);
        assert_eq!(
            wrong(|it| it.valid_from = "2020-01-01".to_owned()),
            ["terms_from"]
        );
    }

    #[test]
    fn a_change_names_what_was_and_what_is() {
        let programme = |rules: Vec<FundingRule>, at_most: i64, valid_from: i64| Programme {
            code: "grant".to_owned(),
            name: LocalText::new("Aide", "", ""),
            kind: FundingKind::Grant,
            at_most,
            share_at_most: 600_000,
            rate: 0,
            years: 1,
            rules,
            source: LocalText::default(),
            valid_from,
        };
        let before = programme(
            vec![
                FundingRule::MembersAtLeast(5),
                FundingRule::OwnShareAtLeast(50_000),
            ],
            100,
            1,
        );
        let after = programme(
            vec![
                FundingRule::MembersAtLeast(7),
                FundingRule::Regions(vec!["09".to_owned()]),
            ],
            100,
            2,
        );
        let same = programme_changes(
            core::slice::from_ref(&before),
            core::slice::from_ref(&before),
        );
        assert_eq!(same, []);
        assert_eq!(
            programme_changes(&[], core::slice::from_ref(&after)),
            [],
            "a new one"
        );
        let told = programme_changes(&[before], &[after]);
        assert_eq!((told.len(), told[0].valid_from), (1, 2));
        let rule = |rule| Some(Term::Rule(rule));
        let expected = [
            (
                rule(FundingRule::MembersAtLeast(5)),
                rule(FundingRule::MembersAtLeast(7)),
            ),
            (rule(FundingRule::OwnShareAtLeast(50_000)), None),
            (None, rule(FundingRule::Regions(vec!["09".to_owned()]))),
        ];
        let expected = expected.map(|(before, after)| TermChange { before, after });
        assert_eq!(told[0].changes, expected);
    }
}

//! What has come of the projects, for everyone: counts with their definitions, by region, sector
//! and year. Figures about people go through [`super::shown_rows`] first.

use super::{DossierState, LEAST, ReferralState, coarse, shown_rows};
use crate::{LocalText, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded!(
    /// How far projects are.
    Stage {
        /// A team without a dossier.
        Gathering = "gathering",
        /// Its dossier is being written or completed.
        Preparing = "preparing",
        /// With the office.
        Examined = "examined",
        /// Accepted: its cooperative comes to be.
        Accepted = "accepted",
        Launched = "launched",
        /// Told its figures at least once.
        Followed = "followed",
        /// Three years told.
        Completed = "completed",
        /// Rejected, withdrawn or closed.
        Ended = "ended",
    }
);

impl Stage {
    pub const fn of(state: DossierState) -> Stage {
        use DossierState as S;
        match state {
            S::Draft | S::Incomplete => Stage::Preparing,
            S::Submitted | S::Admissibility | S::UnderReview | S::Committee | S::Appeal => {
                Stage::Examined
            }
            S::Approved | S::Conditional | S::Incorporating | S::Financing => Stage::Accepted,
            S::Launched => Stage::Launched,
            S::Monitored => Stage::Followed,
            S::Completed => Stage::Completed,
            S::Rejected | S::Closed | S::Withdrawn => Stage::Ended,
        }
    }
}

/// A verified cooperative, with what its latest follow-up told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CooperativeFact {
    pub region: String,
    /// Of the sheet it came of; `None` where it came of none.
    pub sector: Option<String>,
    pub year: i64,
    pub members: u32,
    pub women: u32,
    /// Below 35; `None` where nobody told.
    pub young: Option<u32>,
    pub jobs: Option<u32>,
    /// Centimes a month for a member.
    pub income: Option<i64>,
}

/// Counts about people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFigures {
    pub members: u32,
    pub women: u32,
    pub young: u32,
    pub jobs: u32,
}

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactRow {
    /// A region's or sector's code, or a year; empty for what has none, and for the total.
    pub key: String,
    /// Empty where the screen has words for the key.
    pub name: LocalText,
    pub cooperatives: u32,
    /// `None` where it would tell too much of too few.
    pub people: Option<PeopleFigures>,
    /// The median of what a member earns a month, in centimes; `None` below [`LEAST`] cooperatives.
    pub income: Option<i64>,
}

coded!(
    /// By what a table is cut.
    Dimension { Region = "region", Sector = "sector", Year = "year" }
);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    pub computed_at: Timestamp,
    /// Published sheets.
    pub sheets: u32,
    pub stages: Vec<(Stage, u32)>,
    pub total: ImpactRow,
    pub regions: Vec<ImpactRow>,
    pub sectors: Vec<ImpactRow>,
    pub years: Vec<ImpactRow>,
    /// By region, in the order of the regions; empty before anything was counted.
    #[serde(default)]
    pub referrals: Vec<ReferralRow>,
}

/// People whom social workers referred, with their consent; in steps of five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralRow {
    pub region: LocalText,
    /// Sent to an advisor, whatever came of it.
    pub sent: Option<u32>,
    /// In a project's team today.
    pub in_team: Option<u32>,
}

/// Referrals of one region in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralCount {
    pub region: String,
    pub state: ReferralState,
    pub number: u32,
}

impl Impact {
    pub fn rows(&self, dimension: Dimension) -> &[ImpactRow] {
        match dimension {
            Dimension::Region => &self.regions,
            Dimension::Sector => &self.sectors,
            Dimension::Year => &self.years,
        }
    }
}

/// What is counted, and the names of what it is cut by.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub sheets: u32,
    pub stages: BTreeMap<Stage, u32>,
    pub facts: Vec<CooperativeFact>,
    pub regions: Vec<(String, LocalText)>,
    pub sectors: Vec<(String, LocalText)>,
    pub referrals: Vec<ReferralCount>,
}

pub fn impact(counted: &Counted, now: Timestamp) -> Impact {
    let facts = &counted.facts;
    let regions = counted.regions.clone();
    let mut sectors = counted.sectors.clone();
    sectors.push((String::new(), LocalText::default()));
    let mut years: Vec<i64> = facts.iter().map(|it| it.year).collect();
    years.sort_unstable();
    years.dedup();
    let years = years
        .into_iter()
        .map(|year| (year.to_string(), LocalText::default()))
        .collect();
    let people = sum(facts.iter());
    let may_tell = shown_rows(&[columns(&people)]).is_some();
    Impact {
        computed_at: now,
        sheets: counted.sheets,
        stages: Stage::ALL
            .iter()
            .map(|stage| (*stage, counted.stages.get(stage).copied().unwrap_or(0)))
            .collect(),
        total: ImpactRow {
            key: String::new(),
            name: LocalText::default(),
            cooperatives: u32::try_from(facts.len()).unwrap_or(u32::MAX),
            people: may_tell.then_some(people.figures),
            income: median(facts.iter().filter_map(|it| it.income)),
        },
        regions: table(facts, regions, |it| it.region.clone()),
        sectors: table(facts, sectors, |it| it.sector.clone().unwrap_or_default()),
        years: table(facts, years, |it| it.year.to_string()),
        referrals: referrals(counted),
    }
}

fn referrals(counted: &Counted) -> Vec<ReferralRow> {
    let sum = |region: &str, counts: fn(ReferralState) -> bool| {
        let of_region = counted.referrals.iter().filter(|it| it.region == region);
        coarse(
            of_region
                .filter(|it| counts(it.state))
                .map(|it| it.number)
                .sum(),
        )
    };
    // What was not sent, or taken back, is nobody's figure.
    let sent = |state| {
        !matches!(
            state,
            ReferralState::Draft | ReferralState::Consented | ReferralState::Withdrawn
        )
    };
    let in_team = |state| matches!(state, ReferralState::InTeam | ReferralState::Followed);
    counted
        .regions
        .iter()
        .map(|(region, name)| ReferralRow {
            region: name.clone(),
            sent: sum(region, sent),
            in_team: sum(region, in_team),
        })
        .collect()
}

/// Figures, and of those who told how many are young, all of them.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    figures: PeopleFigures,
    told_age: u32,
}

fn sum<'a>(facts: impl Iterator<Item = &'a CooperativeFact>) -> Sum {
    let mut sum = Sum::default();
    for it in facts {
        sum.figures.members += it.members;
        sum.figures.women += it.women.min(it.members);
        sum.figures.jobs += it.jobs.unwrap_or(0);
        if let Some(young) = it.young {
            sum.figures.young += young.min(it.members);
            sum.told_age += it.members;
        }
    }
    sum
}

/// With what follows from the figures: the men, the older, and who did not tell an age.
fn columns(sum: &Sum) -> Vec<u32> {
    let it = sum.figures;
    vec![
        it.members,
        it.women,
        it.members - it.women,
        it.young,
        sum.told_age - it.young,
        it.members - it.young,
        it.jobs,
    ]
}

fn table(
    facts: &[CooperativeFact],
    keys: Vec<(String, LocalText)>,
    key: impl Fn(&CooperativeFact) -> String,
) -> Vec<ImpactRow> {
    let mut of_key: BTreeMap<String, Vec<&CooperativeFact>> = BTreeMap::new();
    for fact in facts {
        of_key.entry(key(fact)).or_default().push(fact);
    }
    let groups: Vec<(String, LocalText, Vec<&CooperativeFact>)> = keys
        .into_iter()
        .map(|(key, name)| {
            let facts = of_key.remove(&key).unwrap_or_default();
            (key, name, facts)
        })
        .filter(|(key, _, facts)| !key.is_empty() || !facts.is_empty())
        .collect();
    let sums: Vec<Sum> = groups
        .iter()
        .map(|(_, _, facts)| sum(facts.iter().copied()))
        .collect();
    let rows: Vec<Vec<u32>> = sums.iter().map(columns).collect();
    let shown = shown_rows(&rows);
    groups
        .into_iter()
        .zip(sums)
        .enumerate()
        .map(|(at, ((key, name, facts), sum))| {
            let is_shown = shown.as_ref().is_some_and(|shown| shown[at]);
            ImpactRow {
                key,
                name,
                cooperatives: u32::try_from(facts.len()).unwrap_or(u32::MAX),
                people: is_shown.then_some(sum.figures),
                income: median(facts.iter().filter_map(|it| it.income)).filter(|_| is_shown),
            }
        })
        .collect()
}

/// Of at least [`LEAST`] values; the middle two's mean, half to even.
fn median(values: impl Iterator<Item = i64>) -> Option<i64> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let middle = values.len() / 2;
    if values.len() < LEAST as usize {
        return None;
    }
    if values.len() % 2 == 1 {
        return values.get(middle).copied();
    }
    let both = values.get(middle - 1)? + values.get(middle)?;
    Some(both / 2 + i64::from(both % 2 == 1 && (both / 2) % 2 == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(region: &str, members: u32, women: u32, income: Option<i64>) -> CooperativeFact {
        CooperativeFact {
            region: region.to_owned(),
            sector: None,
            year: 2024,
            members,
            women,
            young: None,
            jobs: Some(10),
            income,
        }
    }

    #[test]
    fn a_median_needs_five_and_rounds_half_to_even() {
        for (values, expected) in [
            (vec![1, 2, 3, 4], None),
            (vec![5, 1, 4, 2, 3], Some(3)),
            (vec![1, 1, 3, 4, 9, 9], Some(4)),
            (vec![1, 1, 4, 5, 9, 9], Some(4)),
        ] {
            assert_eq!(median(values.clone().into_iter()), expected, "{values:?}");
        }
    }

    #[test]
    fn a_region_with_few_men_is_hidden_and_another_with_it() {
        let regions = ["01", "02", "03"].map(|code| (code.to_owned(), LocalText::default()));
        let counted = Counted {
            facts: vec![
                fact("01", 20, 18, None),
                fact("02", 40, 20, None),
                fact("03", 30, 10, None),
            ],
            regions: regions.to_vec(),
            ..Counted::default()
        };
        let impact = impact(&counted, 7);
        let told: Vec<bool> = impact
            .regions
            .iter()
            .map(|row| row.people.is_some())
            .collect();
        assert_eq!(told, [false, true, false]);
        assert_eq!(impact.total.people.map(|it| it.women), Some(48));
        assert_eq!(impact.total.cooperatives, 3);
        assert_eq!(impact.sectors.len(), 1, "those without a sector");
    }
}

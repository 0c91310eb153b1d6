//! Which projects suit whom, and who suits a team: always with the reasons, never as a bare score.

use super::{Availability, SheetCard, Skill, TeamCard, Tongue};
use crate::{LocalText, PersonId};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// A published course that teaches a skill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseLink {
    pub slug: String,
    pub title: LocalText,
}

/// The courses that teach a skill.
pub type Courses = BTreeMap<Skill, Vec<CourseLink>>;

/// Where a place lies, in thousandths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub north: i64,
    pub east: i64,
}

/// Metres of a thousandth of a degree along a meridian.
const METRES: f64 = 111.195;

impl Place {
    /// Kilometres as the crow flies, on a plane that touches the earth midway: within the country
    /// that is right to a few hundredths.
    pub fn distance(self, other: Place) -> u32 {
        let north = (self.north - other.north) as f64;
        let middle = (self.north + other.north) as f64 / 2_000.0;
        let east = (self.east - other.east) as f64 * middle.to_radians().cos();
        (north.hypot(east) * METRES / 1_000.0).round() as u32
    }
}

/// How far a project is from where someone lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Distance {
    SameProvince,
    /// Kilometres between the provinces' chief towns.
    Away(u32),
    Unknown,
}

/// The distance of each province from one of them.
pub fn distances(from: &str, places: &BTreeMap<String, Place>) -> BTreeMap<String, Distance> {
    let here = places.get(from);
    places
        .iter()
        .map(|(code, place)| {
            let distance = match here {
                _ if code == from => Distance::SameProvince,
                Some(here) => Distance::Away(here.distance(*place)),
                None => Distance::Unknown,
            };
            (code.clone(), distance)
        })
        .collect()
}

/// What someone brings to a project.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    pub skills: BTreeSet<Skill>,
    /// Proven by a credential: counts as known, and before what is only told.
    pub proven: BTreeSet<Skill>,
    /// From where they live.
    pub distances: BTreeMap<String, Distance>,
}

/// A skill that is missing, with the courses that teach it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    pub skill: Skill,
    pub courses: Vec<CourseLink>,
}

/// Why a project suits someone, and what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    pub known: Vec<Skill>,
    /// Of those, what a credential proves.
    pub proven: Vec<Skill>,
    pub missing: Vec<Lack>,
    pub distance: Distance,
}

/// What a project is ordered by: most known first, then least missing without a course, least
/// missing at all, most proven, nearest.
type Order = (Reverse<usize>, usize, usize, Reverse<usize>, Distance);

/// `None` where they know nothing of what it needs: no project is proposed without a reason.
fn order(brought: &Brought, courses: &Courses, wanted: &[Skill], province: &str) -> Option<Order> {
    let (mut known, mut proven, mut untaught) = (0, 0, 0);
    for skill in wanted {
        let is_proven = brought.proven.contains(skill);
        proven += usize::from(is_proven);
        if is_proven || brought.skills.contains(skill) {
            known += 1;
        } else if !courses.contains_key(skill) {
            untaught += 1;
        }
    }
    let distance = brought.distances.get(province).copied();
    (known > 0).then(|| {
        (
            Reverse(known),
            untaught,
            wanted.len() - known,
            Reverse(proven),
            distance.unwrap_or(Distance::Unknown),
        )
    })
}

/// Why, in full.
pub fn reasons(brought: &Brought, courses: &Courses, wanted: &[Skill], province: &str) -> Reasons {
    let has = |skill: &Skill| brought.skills.contains(skill) || brought.proven.contains(skill);
    Reasons {
        known: wanted.iter().filter(|it| has(it)).copied().collect(),
        proven: wanted
            .iter()
            .filter(|it| brought.proven.contains(it))
            .copied()
            .collect(),
        missing: lacks(wanted.iter().filter(|it| !has(it)).copied(), courses),
        distance: brought
            .distances
            .get(province)
            .copied()
            .unwrap_or(Distance::Unknown),
    }
}

/// Skills with the courses that teach them.
pub fn lacks(skills: impl Iterator<Item = Skill>, courses: &Courses) -> Vec<Lack> {
    skills
        .map(|skill| Lack {
            skill,
            courses: courses.get(&skill).cloned().unwrap_or_default(),
        })
        .collect()
}

/// The `limit` sheets that suit best, the best first; equal ones in the order given.
pub fn matching<'a>(
    brought: &Brought,
    courses: &Courses,
    sheets: impl Iterator<Item = &'a SheetCard>,
    limit: usize,
) -> Vec<SheetMatch> {
    let mut found: Vec<(Order, usize, &SheetCard)> = sheets
        .enumerate()
        .filter_map(|(at, card)| {
            let order = order(brought, courses, &card.skills, &card.province)?;
            Some((order, at, card))
        })
        .collect();
    let by = |it: &(Order, usize, &SheetCard)| (it.0, it.1);
    if found.len() > limit {
        found.select_nth_unstable_by_key(limit, by);
        found.truncate(limit);
    }
    found.sort_by_key(by);
    found
        .into_iter()
        .map(|(_, _, card)| SheetMatch {
            reasons: reasons(brought, courses, &card.skills, &card.province),
            card: card.clone(),
        })
        .collect()
}

/// A project that suits someone, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetMatch {
    pub card: SheetCard,
    pub reasons: Reasons,
}

/// The page of projects for someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchPage {
    /// Without a profile there is nothing to compare.
    pub has_profile: bool,
    pub matches: Vec<SheetMatch>,
    /// Teams that ask them.
    pub offers: Vec<super::TeamOffer>,
}

/// Someone who agreed to be found, as a team sees them: nothing to reach them by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPerson {
    pub person: PersonId,
    pub name: String,
    /// What they know of what the team lacks.
    pub brings: Vec<Skill>,
    pub languages: Vec<Tongue>,
    pub availability: Availability,
    pub province: LocalText,
    pub distance: Distance,
}

/// Most of what is missing first, then the nearest, then by the order given.
pub fn rank_people(people: &mut Vec<FoundPerson>, limit: usize) {
    people.sort_by_key(|it| (Reverse(it.brings.len()), it.distance));
    people.truncate(limit);
}

/// What a team still lacks, and who could bring it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSkills {
    pub team: TeamCard,
    /// Some member said so; not who.
    pub covered: Vec<Skill>,
    pub missing: Vec<Lack>,
    /// For the founder of an open team; empty for others.
    pub people: Vec<FoundPerson>,
    pub i_lead: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_are_as_far_apart_as_maps_say() {
        let rabat = Place {
            north: 34_021,
            east: -6_842,
        };
        let sale = Place {
            north: 34_037,
            east: -6_798,
        };
        let agadir = Place {
            north: 30_420,
            east: -9_598,
        };
        for (from, to, expected) in [
            (rabat, rabat, 0..=0),
            (rabat, sale, 4..=5),
            (rabat, agadir, 470..=485),
        ] {
            let km = from.distance(to);
            assert!(expected.contains(&km), "{km}");
            assert_eq!(km, to.distance(from));
        }
    }

    fn brought(skills: &[Skill], proven: &[Skill]) -> Brought {
        let places = [("09.001", (30_420, -9_598)), ("09.541", (30_470, -8_877))];
        let places = places.map(|(code, (north, east))| (code.to_owned(), Place { north, east }));
        Brought {
            skills: skills.iter().copied().collect(),
            proven: proven.iter().copied().collect(),
            distances: distances("09.001", &places.into()),
        }
    }

    fn courses() -> Courses {
        let link = CourseLink {
            slug: "keep-the-accounts".to_owned(),
            title: LocalText::default(),
        };
        [(Skill::Bookkeeping, vec![link])].into()
    }

    #[test]
    fn reasons_say_what_is_known_how_far_it_is_and_which_course_is_missing() {
        let wanted = [Skill::Beekeeping, Skill::Bookkeeping, Skill::Weaving];
        let told = reasons(
            &brought(&[Skill::Beekeeping], &[]),
            &courses(),
            &wanted,
            "09.541",
        );
        assert_eq!(told.known, [Skill::Beekeeping]);
        assert_eq!(told.distance, Distance::Away(69));
        let missing: Vec<_> = told
            .missing
            .iter()
            .map(|it| (it.skill, it.courses.len()))
            .collect();
        assert_eq!(missing, [(Skill::Bookkeeping, 1), (Skill::Weaving, 0)]);
        let proven = reasons(
            &brought(&[], &[Skill::Bookkeeping]),
            &courses(),
            &wanted,
            "09.001",
        );
        assert_eq!(proven.known, [Skill::Bookkeeping]);
        assert_eq!(proven.proven, [Skill::Bookkeeping]);
        assert_eq!(proven.distance, Distance::SameProvince);
    }

    #[test]
    fn more_known_then_better_taught_then_proven_then_nearer_comes_first() {
        use Skill::{Beekeeping, Bookkeeping, Sales, Weaving};
        let both = brought(&[Beekeeping, Sales], &[]);
        let courses = courses();
        for (better, worse) in [
            ((vec![Beekeeping, Sales], "x"), (vec![Beekeeping], "09.001")),
            (
                (vec![Beekeeping, Bookkeeping], "x"),
                (vec![Beekeeping, Weaving], "09.001"),
            ),
            (
                (vec![Beekeeping], "x"),
                (vec![Beekeeping, Bookkeeping], "09.001"),
            ),
            ((vec![Beekeeping], "09.001"), (vec![Beekeeping], "09.541")),
            ((vec![Beekeeping], "09.541"), (vec![Beekeeping], "x")),
        ] {
            let order =
                |(wanted, province): &(Vec<Skill>, &str)| order(&both, &courses, wanted, province);
            assert!(
                order(&better) < order(&worse),
                "{better:?} before {worse:?}"
            );
        }
        assert_eq!(
            order(&both, &courses, &[Weaving], "09.001"),
            None,
            "no reason, no proposal"
        );
        let proven = brought(&[Beekeeping], &[Sales]);
        assert!(
            order(&proven, &courses, &[Sales], "x") < order(&proven, &courses, &[Beekeeping], "x")
        );
    }
}

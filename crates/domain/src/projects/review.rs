//! How a dossier is examined: two reviewers drawn without conflict, a rubric with weights, and a
//! third reviewer where the first two are far apart.

use super::{Rule, Rules};
use crate::{
    Error, PersonId, Problem, Result,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// Where one reviewer's examination stands.
    ReviewState {
        Assigned = "assigned", Accepted = "accepted", Conflict = "conflict", Scored = "scored",
        Closed = "closed",
    }
);
coded!(ReviewEvent {
    Accept = "accept", DeclareConflict = "declare_conflict", Score = "score", Close = "close",
});

impl ReviewState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: ReviewEvent) -> Result<ReviewState> {
        use ReviewState::{Accepted, Assigned, Closed, Conflict, Scored};
        match (self, event) {
            (Assigned, ReviewEvent::Accept) => Ok(Accepted),
            // One may find out while reading.
            (Assigned | Accepted, ReviewEvent::DeclareConflict) => Ok(Conflict),
            (Accepted, ReviewEvent::Score) => Ok(Scored),
            // With the dossier, whatever became of it.
            (Assigned | Accepted | Conflict | Scored, ReviewEvent::Close) => Ok(Closed),
            _ => Err(Error::Conflict),
        }
    }

    /// Whether its reviewer is still to score.
    pub const fn is_open(self) -> bool {
        matches!(self, ReviewState::Assigned | ReviewState::Accepted)
    }
}

coded!(
    /// What is scored, from 0 to 5.
    Criterion {
        Market = "market", Figures = "figures", Team = "team", Feasibility = "feasibility",
        Impact = "impact",
    }
);

impl Criterion {
    /// Of a hundred. All are multiples of five, so that a score is a whole number.
    pub const fn weight(self) -> i64 {
        match self {
            Criterion::Market | Criterion::Figures => 25,
            Criterion::Team => 20,
            Criterion::Feasibility | Criterion::Impact => 15,
        }
    }
}

/// The best mark of a criterion.
pub const BEST_MARK: i64 = 5;

/// One reviewer's marks, in the order of [`Criterion::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score(Vec<u8>);

impl Score {
    /// `marks` as typed, each named by its criterion.
    ///
    /// # Errors
    /// `Invalid` naming each criterion without a mark from 0 to 5, and `comment` below 20
    /// characters: a score without its reason helps nobody.
    pub fn parse(marks: &[(Criterion, String)], comment: &str) -> Result<(Score, String)> {
        let mut check = Check::default();
        let mut found = Vec::new();
        for criterion in Criterion::ALL {
            let mark = marks
                .iter()
                .find(|(of, _)| of == criterion)
                .map_or("", |(_, mark)| mark.as_str());
            let mark = check.take(criterion.code(), text::integer(mark, 0, BEST_MARK));
            found.extend(mark.and_then(|mark| u8::try_from(mark).ok()));
        }
        let comment = text::paragraph(comment, 2_000).and_then(|text| match text {
            None => Err(Problem::Required),
            Some(text) if text.chars().count() < 20 => Err(Problem::TooShort { min: 20 }),
            Some(text) => Ok(text),
        });
        let comment = check.take("comment", comment);
        check.finish()?;
        Ok((Score(found), comment.ok_or(Error::Malformed)?))
    }

    pub fn mark(&self, criterion: Criterion) -> u8 {
        let at = Criterion::ALL.iter().position(|it| *it == criterion);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    /// Of a hundred points.
    pub fn points(&self) -> i64 {
        Criterion::ALL
            .iter()
            .map(|it| i64::from(self.mark(*it)) * it.weight() / BEST_MARK)
            .sum()
    }
}

/// What the scores that are in say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Fewer than two are in.
    Waiting,
    /// Two are too far apart.
    ThirdNeeded,
    /// Tenths of a point: the mean of two, or the middle one of three.
    Settled(i64),
}

/// `points` in the order they came.
pub fn outcome(points: &[i64], rules: &Rules) -> Outcome {
    let mut sorted = points.to_vec();
    sorted.sort_unstable();
    match sorted.as_slice() {
        [low, high] if high - low > rules.get(Rule::ScoreGap) => Outcome::ThirdNeeded,
        [low, high] => Outcome::Settled((low + high) * 5),
        [_, middle, _] => Outcome::Settled(middle * 10),
        [] | [_] => Outcome::Waiting,
        // Never drawn; the middle one all the same.
        more => Outcome::Settled(more.get(more.len() / 2).copied().unwrap_or(0) * 10),
    }
}

/// An advisor of the region who could examine a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    /// In the team, or of one cooperative with someone who is, or the sheet's author.
    pub has_conflict: bool,
    /// Was asked before, whatever they answered.
    pub was_asked: bool,
    /// Reviews that wait for them.
    pub load: u32,
}

/// Draws `wanted` reviewers: those with the least to do first, and among equals by chance, which
/// `seed` decides.
pub fn draw(candidates: &[Candidate], wanted: usize, seed: u64) -> Vec<PersonId> {
    let mut free: Vec<(u32, u64, PersonId)> = candidates
        .iter()
        .filter(|it| !it.has_conflict && !it.was_asked)
        .map(|it| (it.load, mix(seed, it.person.0), it.person))
        .collect();
    free.sort_unstable();
    free.truncate(wanted);
    let mut drawn: Vec<PersonId> = free.into_iter().map(|(_, _, person)| person).collect();
    drawn.sort_unstable();
    drawn
}

/// SplitMix64 (Steele, Lea, Flood 2014) of seed and id.
fn mix(seed: u64, id: i64) -> u64 {
    let mut z = seed ^ id.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::new([(Rule::ScoreGap, 20)])
    }

    fn marks(marks: [&str; 5]) -> Vec<(Criterion, String)> {
        Criterion::ALL
            .iter()
            .zip(marks)
            .map(|(it, mark)| (*it, mark.to_owned()))
            .collect()
    }

    const COMMENT: &str = "Un marché connu, une équipe qui sait faire.";

    #[test]
    fn the_weights_make_a_hundred() {
        let sum: i64 = Criterion::ALL.iter().map(|it| it.weight()).sum();
        assert_eq!(sum, 100);
        for (given, points) in [
            (["5", "5", "5", "5", "5"], 100),
            (["0", "0", "0", "0", "0"], 0),
            (["4", "3", "5", "2", "1"], 20 + 15 + 20 + 6 + 3),
        ] {
            let score = Score::parse(&marks(given), COMMENT).map(|(score, _)| score.points());
            assert_eq!(score, Ok(points));
        }
        for wrong in [["6", "0", "0", "0", "0"], ["", "0", "0", "0", "0"]] {
            assert!(Score::parse(&marks(wrong), COMMENT).is_err());
        }
        assert!(Score::parse(&marks(["1"; 5]), "Bien").is_err());
    }

    #[test]
    fn a_gap_above_twenty_points_asks_for_a_third() {
        for (points, expected) in [
            (vec![], Outcome::Waiting),
            (vec![70], Outcome::Waiting),
            (vec![70, 50], Outcome::Settled(600)),
            (vec![71, 50], Outcome::ThirdNeeded),
            (vec![50, 71], Outcome::ThirdNeeded),
            (vec![61, 70], Outcome::Settled(655)),
            (vec![90, 40, 60], Outcome::Settled(600)),
        ] {
            assert_eq!(outcome(&points, &rules()), expected, "{points:?}");
        }
    }

    #[test]
    fn nobody_with_a_conflict_is_ever_drawn() {
        let candidate = |id: i64, load: u32| Candidate {
            person: PersonId(id),
            has_conflict: id % 3 == 0,
            was_asked: id % 5 == 0,
            load,
        };
        let candidates: Vec<Candidate> =
            (1..=30).map(|id| candidate(id, (id % 2) as u32)).collect();
        for seed in 0..200 {
            let drawn = draw(&candidates, 2, seed);
            assert_eq!(drawn.len(), 2);
            assert_ne!(drawn[0], drawn[1]);
            for person in drawn {
                assert!(person.0 % 3 != 0 && person.0 % 5 != 0 && person.0 % 2 == 0);
            }
        }
        assert!(draw(&candidates[2..3], 2, 1).is_empty());
    }
}

//! Learning paths, several courses in an order, and what a course requires before it.

use crate::{
    CourseId, Error, LocalText, Problem, Result,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathCard {
    pub slug: String,
    pub title: LocalText,
    pub summary: LocalText,
    pub courses: u32,
}

/// One course of a path, with the reader's progress where they are enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathStep {
    pub slug: String,
    pub title: LocalText,
    pub minutes: i64,
    pub illustration: String,
    pub percent: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningPath {
    pub slug: String,
    pub title: LocalText,
    pub summary: LocalText,
    pub steps: Vec<PathStep>,
    pub percent: u8,
}

impl LearningPath {
    /// Each course counts alike, rounded down, so that 100 is said when all is done.
    pub fn percent_of(steps: &[PathStep]) -> u8 {
        let sum: usize = steps
            .iter()
            .map(|step| usize::from(step.percent.unwrap_or(0)))
            .sum();
        u8::try_from(sum / steps.len().max(1)).unwrap_or(100)
    }
}

/// A path as its trainer types it; the courses by their place in it, empty for those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathInput {
    pub slug: String,
    /// In the order of `Lang::ALL`.
    pub title: [String; 4],
    pub summary: [String; 4],
    pub places: BTreeMap<String, String>,
}

/// What a path input says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub slug: String,
    pub title: LocalText,
    pub summary: LocalText,
    /// Slugs, in order.
    pub courses: Vec<String>,
}

impl PathInput {
    /// # Errors
    /// `Invalid` naming every field that is wrong; a path has 2 to 20 courses.
    pub fn parse(&self) -> Result<Accepted> {
        let mut check = Check::default();
        let slug = self.slug.trim().to_owned();
        let is_slug = (3..=60).contains(&slug.len())
            && slug
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_slug {
            check.refuse("slug", Problem::UnknownChoice);
        }
        let line = |text: &str| text::line(text, 120);
        let title = text::local(&mut check, "title", &self.title, line);
        let line = |text: &str| text::line(text, 400);
        let summary = text::local(&mut check, "summary", &self.summary, line);
        let mut placed: Vec<(i64, String)> = Vec::new();
        for (course, place) in &self.places {
            if !place.trim().is_empty() {
                match text::integer(place, 1, 20) {
                    Ok(place) => placed.push((place, course.clone())),
                    Err(problem) => check.refuse("places", problem),
                }
            }
        }
        placed.sort();
        if !(2..=20).contains(&placed.len()) {
            check.refuse("places", Problem::OutOfRange { min: 2, max: 20 });
        }
        check.finish()?;
        Ok(Accepted {
            slug,
            title,
            summary,
            courses: placed.into_iter().map(|(_, course)| course).collect(),
        })
    }
}

/// Refuses requirements that lead back to the course itself, over whatever others.
///
/// # Errors
/// `Invalid` on `requires`.
pub fn leads_back(
    course: CourseId,
    wanted: &[CourseId],
    all: &[(CourseId, CourseId)],
) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<CourseId> = wanted.to_vec();
    while let Some(next) = open.pop() {
        if next == course {
            return Err(Error::field("requires", Problem::UnknownChoice));
        }
        if seen.insert(next) {
            // What the course itself required before is about to be replaced.
            let more = all
                .iter()
                .filter(|(from, _)| *from == next && *from != course);
            open.extend(more.map(|(_, to)| *to));
        }
    }
    Ok(())
}

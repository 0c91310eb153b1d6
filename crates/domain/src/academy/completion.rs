//! When an activity is done, and how far a course is.

use super::{ActivityProgress, Outline, Uid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The author's rule for one activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    Viewed,
    /// At least this many hundredths of the media.
    Watched(u8),
    /// The learner says so.
    Completed,
    /// A graded attempt passed.
    Passed,
    CompletedAndPassed,
    /// A facilitator says so.
    Attested,
}

impl Rule {
    /// As the database writes it.
    pub fn code(self) -> String {
        match self {
            Rule::Viewed => "viewed".to_owned(),
            Rule::Watched(percent) => format!("watched:{percent}"),
            Rule::Completed => "completed".to_owned(),
            Rule::Passed => "passed".to_owned(),
            Rule::CompletedAndPassed => "completed_and_passed".to_owned(),
            Rule::Attested => "attested".to_owned(),
        }
    }

    pub fn from_code(code: &str) -> Option<Rule> {
        match code {
            "viewed" => Some(Rule::Viewed),
            "completed" => Some(Rule::Completed),
            "passed" => Some(Rule::Passed),
            "completed_and_passed" => Some(Rule::CompletedAndPassed),
            "attested" => Some(Rule::Attested),
            _ => {
                let percent = code.strip_prefix("watched:")?.parse().ok()?;
                (1..=100)
                    .contains(&percent)
                    .then_some(Rule::Watched(percent))
            }
        }
    }

    /// Whether what is known of the activity meets the rule. An attestation is enough for any.
    pub fn is_met(self, progress: &ActivityProgress, duration: Option<i64>) -> bool {
        if progress.attested_at().is_some() {
            return true;
        }
        match self {
            Rule::Viewed => progress.viewed,
            // Without a duration there is nothing to watch: the learner's word is enough.
            Rule::Watched(percent) => match duration.filter(|duration| *duration > 0) {
                Some(duration) => progress.fraction(duration) >= i64::from(percent) * 10,
                None => progress.completed_at().is_some(),
            },
            Rule::Completed => progress.completed_at().is_some(),
            Rule::Passed => progress.passed_at().is_some(),
            Rule::CompletedAndPassed => {
                progress.completed_at().is_some() && progress.passed_at().is_some()
            }
            Rule::Attested => false,
        }
    }
}

/// How far a lesson is, in hundredths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonProgress {
    pub slug: String,
    pub percent: u8,
    pub done: bool,
}

/// How far a course is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseProgress {
    pub course: String,
    pub percent: u8,
    pub done: u32,
    pub total: u32,
    pub lessons: Vec<LessonProgress>,
    /// The lesson to go on with: the first one that is not done.
    pub next: Option<String>,
    pub completed: bool,
}

impl CourseProgress {
    /// `done` holds the activities whose completion was earned, in this version or another.
    pub fn of(course: &str, outline: &Outline, done: &BTreeSet<Uid>) -> CourseProgress {
        let share = |done: usize, total: usize| {
            u8::try_from((done * 100).checked_div(total).unwrap_or(100)).unwrap_or(100)
        };
        let lessons: Vec<LessonProgress> = outline
            .lessons()
            .map(|lesson| {
                let finished = lesson
                    .activities
                    .iter()
                    .filter(|it| done.contains(&it.uid))
                    .count();
                LessonProgress {
                    slug: lesson.slug.clone(),
                    percent: share(finished, lesson.activities.len()),
                    done: finished == lesson.activities.len(),
                }
            })
            .collect();
        let all: Vec<Uid> = outline
            .lessons()
            .flat_map(|lesson| lesson.activities.iter().map(|it| it.uid))
            .collect();
        let finished = all.iter().filter(|uid| done.contains(uid)).count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        CourseProgress {
            course: course.to_owned(),
            percent: share(finished, all.len()),
            done: count(finished),
            total: count(all.len()),
            next: lessons
                .iter()
                .find(|lesson| !lesson.done)
                .map(|lesson| lesson.slug.clone()),
            completed: !all.is_empty() && finished == all.len(),
            lessons,
        }
    }

    pub fn of_lesson(&self, slug: &str) -> Option<&LessonProgress> {
        self.lessons.iter().find(|lesson| lesson.slug == slug)
    }
}

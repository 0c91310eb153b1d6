//! What leaves and comes in as a package: questions (QTI 3) and whole courses. Why a package, or one
//! of its questions, cannot be taken.

use super::{CourseDraft, ILLUSTRATIONS, Question, is_slug};
use crate::{LocalText, QuestionImportId, Timestamp, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The largest package of questions, in bytes.
pub const MAX_QUESTIONS_BYTES: u64 = 10 * 1024 * 1024;

/// The largest archive of a course, in bytes, packed and unpacked.
pub const MAX_COURSE_BYTES: u64 = 512 * 1024 * 1024;

/// The version of a course's archive that this product writes; it reads no later one.
pub const COURSE_FORMAT: u32 = 1;

/// Why nothing of a package is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PackageFault {
    #[error("neither a package nor a question")]
    NotAPackage,
    /// A name that leads out of the package.
    #[error("{name} leads outside")]
    PathOutside { name: String },
    #[error("{name} is a link")]
    Link { name: String },
    #[error("{name} is locked by a password")]
    Locked { name: String },
    #[error("{name} is there twice")]
    TwiceTheSameName { name: String },
    #[error("more than {max} files")]
    TooManyFiles { max: u32 },
    #[error("more than {max_megabytes} MB unpacked")]
    TooLarge { max_megabytes: u32 },
    /// Packed so tightly that only a trap is.
    #[error("{name} unpacks to far more than it is")]
    Bomb { name: String },
    #[error("{name} is missing")]
    Missing { name: String },
    /// The list and the files do not agree.
    #[error("{name} is not in the list")]
    Unlisted { name: String },
    #[error("written by a later version, {version}")]
    FromTheFuture { version: u32 },
    #[error("{name} is not what its checksum says")]
    Checksum { name: String },
    /// The content is of another kind than the name says.
    #[error("{name} is not what its name says")]
    WrongKind { name: String },
    /// A part of the course that no author could have written.
    #[error("{place} is not well formed")]
    Malformed { place: String },
    #[error("captions {name} cannot be followed")]
    Captions { name: String },
    #[error("damaged")]
    Damaged,
}

impl PackageFault {
    /// The file or place that it is about; empty for the whole.
    pub fn place(&self) -> &str {
        match self {
            PackageFault::PathOutside { name }
            | PackageFault::Link { name }
            | PackageFault::Locked { name }
            | PackageFault::TwiceTheSameName { name }
            | PackageFault::Bomb { name }
            | PackageFault::Missing { name }
            | PackageFault::Unlisted { name }
            | PackageFault::Checksum { name }
            | PackageFault::WrongKind { name }
            | PackageFault::Captions { name } => name,
            PackageFault::Malformed { place } => place,
            _ => "",
        }
    }
}

/// Why a question is not taken, or what of it is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ItemFault {
    #[error("not XML")]
    NotXml,
    /// Document types and entities are never read.
    #[error("has a document type")]
    DocumentType,
    #[error("not a question")]
    NotAnItem,
    #[error("of an earlier version of the standard")]
    OldVersion,
    #[error("asks nothing")]
    NoInteraction,
    #[error("asks several things")]
    SeveralInteractions,
    #[error("{name} is not a kind of ours")]
    UnknownKind { name: String },
    /// Files, voices and long texts are graded by a person.
    #[error("a person must grade it")]
    NeedsTrainer,
    #[error("no key")]
    NoKey,
    #[error("the key names what is not there")]
    BadKey,
    #[error("no prompt")]
    NoPrompt,
    #[error("a text is missing")]
    NoText,
    #[error("in {tag}, which is not one of our languages")]
    Language { tag: String },
    #[error("a text is too long or holds signs that do not show")]
    BadText,
    #[error("too many choices")]
    TooManyChoices,
    /// A picture, a sound or a formula inside a text.
    #[error("holds {name}")]
    Embedded { name: String },
    #[error("its picture is missing or of another kind")]
    Picture,
    #[error("too large")]
    TooLarge,
    #[error("the quiz is full")]
    QuizFull,
    /// Taken, without it: what is said depends on the answer.
    #[error("feedback for certain answers only is left out")]
    FeedbackLeftOut,
    /// Taken, as the rectangle around it.
    #[error("a shape becomes the rectangle around it")]
    ShapeSimplified,
}

/// One question of a package, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemReport {
    /// Its file, or its identifier.
    pub item: String,
    pub title: String,
    pub taken: bool,
    /// Why not; or what is lost, where it is taken.
    pub faults: Vec<ItemFault>,
}

/// A package that was read and not taken yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionImport {
    pub id: QuestionImportId,
    pub lesson: String,
    pub file_name: String,
    pub items: Vec<ItemReport>,
    pub questions: Vec<Question>,
    pub sent_at: Timestamp,
}

fn is_text(text: &LocalText, max: u32) -> bool {
    crate::Lang::ALL
        .into_iter()
        .filter_map(|lang| text.get(lang))
        .all(|it| text::line(it, max).is_ok_and(|line| line == it))
}

impl CourseDraft {
    /// The first part that no author could have written; a draft may be unfinished.
    pub fn malformed(&self) -> Option<String> {
        if super::course_slug(&self.slug).is_err() {
            return Some("slug".to_owned());
        }
        let is_told = is_text(&self.title, 120)
            && !self.title.is_empty()
            && is_text(&self.summary, 400)
            && self.outcomes.len() <= 12
            && self.outcomes.iter().all(|it| is_text(it, 300));
        if !is_told || !ILLUSTRATIONS.contains(&self.illustration.as_str()) {
            return Some("course".to_owned());
        }
        if self.modules.len() > super::draft::MOST_MODULES
            || self.lessons().count() > super::draft::MOST_LESSONS
        {
            return Some("modules".to_owned());
        }
        if let Some(at) = self.modules.iter().position(|it| !is_text(&it.title, 120)) {
            return Some(format!("modules.{at}"));
        }
        let mut seen = BTreeSet::new();
        self.lessons()
            .find(|lesson| !seen.insert(&lesson.slug) || lesson.is_malformed())
            .map(|lesson| lesson.slug.chars().take(60).collect())
    }
}

impl super::DraftLesson {
    fn is_malformed(&self) -> bool {
        let mut langs = BTreeSet::new();
        let texts = self.texts.iter().all(|it| {
            langs.insert(it.lang.code())
                && text::paragraph(&it.markdown, 12_000).is_ok_and(|text| text.is_some())
                && it.captions.len() <= 200_000
        });
        let media = self
            .media
            .iter()
            .flat_map(|(_, media)| media)
            .all(|it| it.duration > 0 && it.duration <= 86_400_000 && it.bytes > 0);
        let quiz = self.quiz.as_ref().is_none_or(|quiz| {
            let rules = quiz.rules;
            let mut ids = BTreeSet::new();
            (1..=100).contains(&rules.pass_percent)
                && rules.pick <= 100
                && rules.minutes <= 240
                && quiz.questions.len() <= super::draft::MOST_QUESTIONS
                && quiz.questions.iter().all(|it| {
                    is_slug(&it.id)
                        && ids.insert(&it.id)
                        && is_text(&it.prompt, 500)
                        && it.has_a_key()
                })
        });
        !(is_slug(&self.slug)
            && is_text(&self.title, 120)
            && (1..=240).contains(&self.minutes)
            && texts
            && media
            && quiz)
    }
}

//! What an author's screens show, and what their buttons send.

use super::{CourseDraft, Direction, DraftChange};
use crate::{CourseDraftId, Error, Lang, LocalText, Problem, Result, Timestamp};
use serde::{Deserialize, Serialize};

/// A course that is being written, for who writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPage {
    pub id: CourseDraftId,
    /// What was read: a change names it, and is refused where another came first.
    pub version: i64,
    pub draft: CourseDraft,
    pub owner: String,
    pub is_owner: bool,
    pub authors: Vec<String>,
    /// The last published version's number.
    pub published: Option<i64>,
    pub saved_at: Timestamp,
    /// The texts of each lesson as learners will see them: lesson, language, clean HTML.
    pub html: Vec<(String, Lang, String)>,
}

/// In a trainer's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCard {
    pub id: CourseDraftId,
    pub title: LocalText,
    pub saved_at: Timestamp,
}

/// How an import went: how many were taken, and what could not be, by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub taken: u32,
    pub refused: Vec<(u32, Vec<(String, Problem)>)>,
}

/// One press of the outline's buttons, as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineInput {
    pub act: String,
    /// A module's place, from 0.
    pub at: String,
    pub slug: String,
    pub title: [String; 4],
}

impl OutlineInput {
    /// # Errors
    /// `Malformed` for what no button sends.
    pub fn parse(self) -> Result<DraftChange> {
        let at = self.at.parse().map_err(|_| Error::Malformed);
        let (slug, title) = (self.slug, self.title);
        Ok(match self.act.as_str() {
            "add_module" => DraftChange::AddModule { title },
            "rename_module" => DraftChange::RenameModule { at: at?, title },
            "module_up" => DraftChange::MoveModule {
                at: at?,
                direction: Direction::Up,
            },
            "module_down" => DraftChange::MoveModule {
                at: at?,
                direction: Direction::Down,
            },
            "remove_module" => DraftChange::RemoveModule { at: at? },
            "add_lesson" => DraftChange::AddLesson {
                module: at?,
                slug,
                title,
                is_quiz: false,
            },
            "add_quiz" => DraftChange::AddLesson {
                module: at?,
                slug,
                title,
                is_quiz: true,
            },
            "lesson_up" => DraftChange::MoveLesson {
                slug,
                direction: Direction::Up,
            },
            "lesson_down" => DraftChange::MoveLesson {
                slug,
                direction: Direction::Down,
            },
            "remove_lesson" => DraftChange::RemoveLesson { slug },
            _ => return Err(Error::Malformed),
        })
    }
}

/// What was dragged, and where it was let go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceInput {
    /// `module`, `lesson` or `question`.
    pub what: String,
    /// A module's place, a lesson's address, a question's id.
    pub item: String,
    /// The module that a lesson goes into, or the quiz that a question stays in.
    pub into: String,
    pub to: String,
}

impl PlaceInput {
    /// # Errors
    /// `Malformed` for what no list sends.
    pub fn parse(self) -> Result<DraftChange> {
        let number = |text: &str| text.parse::<usize>().map_err(|_| Error::Malformed);
        let to = number(&self.to)?;
        Ok(match self.what.as_str() {
            "module" => DraftChange::PlaceModule {
                at: number(&self.item)?,
                to,
            },
            "lesson" => DraftChange::PlaceLesson {
                module: number(&self.into)?,
                slug: self.item,
                to,
            },
            "question" => DraftChange::PlaceQuestion {
                slug: self.into,
                question: self.item,
                to,
            },
            _ => return Err(Error::Malformed),
        })
    }
}

/// One press of a question's buttons.
///
/// # Errors
/// `Malformed` for what no button sends.
pub fn question_change(slug: String, question: String, act: &str) -> Result<DraftChange> {
    match (act, Direction::from_code(act)) {
        ("remove", _) => Ok(DraftChange::RemoveQuestion { slug, question }),
        (_, Some(direction)) => Ok(DraftChange::MoveQuestion {
            slug,
            question,
            direction,
        }),
        _ => Err(Error::Malformed),
    }
}

impl ImportReport {
    /// For an address: `3:kind+prompt_fr,4:key`. At most fifty lines are named.
    pub fn to_text(&self) -> String {
        let lines: Vec<String> = self
            .refused
            .iter()
            .take(50)
            .map(|(line, wrong)| {
                let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
                format!("{line}:{}", fields.join("."))
            })
            .collect();
        lines.join(",")
    }
}

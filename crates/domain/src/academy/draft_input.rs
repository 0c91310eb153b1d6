//! What a course is, as its author types it, and texts that stand one a line.

use super::{Choice, CourseDraft, Level, Theme};
use crate::{
    Error, Lang, LocalText, Problem, Result,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// The pictures that a course may have.
pub const ILLUSTRATIONS: [&str; 6] = [
    "create-a-cooperative",
    "keep-the-accounts",
    "price-and-package",
    "sell-online",
    "quality-and-labels",
    "govern-together",
];

/// Addresses below `/academy` that are pages of their own.
const RESERVED: [&str; 5] = ["learning", "teaching", "credentials", "paths", "sessions"];

/// Whether a text can be an address's part.
pub fn is_slug(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A course's address, as typed.
///
/// # Errors
/// `UnknownChoice` for what cannot be one.
pub fn course_slug(text: &str) -> core::result::Result<String, Problem> {
    let slug = text.trim();
    if !is_slug(slug) || slug.len() < 3 || RESERVED.contains(&slug) {
        return Err(Problem::UnknownChoice);
    }
    Ok(slug.to_owned())
}

/// What a course is, as its author types it; texts in the order of `Lang::ALL`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseInput {
    /// Only the first time: learners keep what they earned under it.
    pub slug: String,
    pub theme: String,
    pub level: String,
    pub illustration: String,
    pub title: [String; 4],
    pub summary: [String; 4],
    /// One outcome a line.
    pub outcomes: [String; 4],
}

impl CourseInput {
    /// # Errors
    /// `Invalid` naming every field that is wrong.
    pub fn parse(&self) -> Result<CourseDraft> {
        let mut check = Check::default();
        let slug = check
            .take("slug", course_slug(&self.slug))
            .unwrap_or_default();
        let title = text::local(&mut check, "title", &self.title, |text| {
            text::line(text, 120)
        });
        let summary = text::local(&mut check, "summary", &self.summary, |text| {
            text::line(text, 400)
        });
        let outcomes = lines(&mut check, "outcomes", &self.outcomes, 12);
        let theme = Theme::from_code(&self.theme);
        if theme.is_none() {
            check.refuse("theme", Problem::UnknownChoice);
        }
        let level = Level::from_code(&self.level);
        if level.is_none() {
            check.refuse("level", Problem::UnknownChoice);
        }
        if !ILLUSTRATIONS.contains(&self.illustration.as_str()) {
            check.refuse("illustration", Problem::UnknownChoice);
        }
        check.finish()?;
        match (theme, level) {
            (Some(theme), Some(level)) => Ok(CourseDraft {
                slug,
                theme,
                level,
                title,
                summary,
                outcomes,
                illustration: self.illustration.clone(),
                modules: Vec::new(),
            }),
            _ => Err(Error::Malformed),
        }
    }
}

/// Lines that say the same in several languages, matched by their number.
pub(super) fn lines(
    check: &mut Check,
    field: &str,
    texts: &[String; 4],
    most: usize,
) -> Vec<LocalText> {
    let mut found: Vec<LocalText> = Vec::new();
    for (lang, text) in Lang::ALL.into_iter().zip(texts) {
        let name = format!("{field}_{}", lang.code());
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        if lines.len() > most {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            check.refuse(&name, Problem::OutOfRange { min: 0, max });
            continue;
        }
        for (at, line) in lines.into_iter().enumerate() {
            if found.len() <= at {
                found.push(LocalText::default());
            }
            found[at].set(lang, check.take(&name, text::line(line, 300)));
        }
    }
    found
}

/// The lines of one language again.
pub fn as_lines(texts: &[LocalText], lang: Lang) -> String {
    let lines: Vec<&str> = texts
        .iter()
        .map(|text| text.get(lang).unwrap_or_default())
        .collect();
    lines.join("\n")
}

/// The options of a question in one language, a line each.
pub(super) fn option_lines(options: &[Choice], lang: Lang) -> String {
    let lines: Vec<&str> = options
        .iter()
        .map(|option| option.text.get(lang).unwrap_or_default())
        .collect();
    lines.join("\n").trim_end().to_owned()
}

//! A course while its author writes it: modules, lessons, texts and quizzes, and each change of it
//! as a pure function. What must hold of a whole course is checked when it is published.

use super::{
    ActivityKind, CourseInput, Level, Media, Question, QuestionInput, QuizRules, Theme, is_slug,
};
use crate::{
    Error, Lang, LocalText, Problem, Result,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// A course to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDraft {
    pub slug: String,
    pub theme: Theme,
    pub level: Level,
    pub title: LocalText,
    pub summary: LocalText,
    pub outcomes: Vec<LocalText>,
    pub illustration: String,
    pub modules: Vec<DraftModule>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftModule {
    pub title: LocalText,
    pub lessons: Vec<DraftLesson>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLesson {
    pub slug: String,
    pub title: LocalText,
    pub minutes: i64,
    pub texts: Vec<DraftText>,
    /// Audio or video, and a recording for each language.
    pub media: Option<(ActivityKind, Vec<Media>)>,
    pub quiz: Option<DraftQuiz>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftText {
    pub lang: Lang,
    pub markdown: String,
    /// WebVTT; empty where nothing is recorded.
    pub captions: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftQuiz {
    pub rules: QuizRules,
    pub questions: Vec<Question>,
}

pub(super) const MOST_MODULES: usize = 30;
pub(super) const MOST_LESSONS: usize = 200;
/// Of one quiz.
pub const MOST_QUESTIONS: usize = 200;

/// A lesson as its author types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonInput {
    pub title: [String; 4],
    pub minutes: String,
    /// Markdown; empty where the language is missing.
    pub texts: [String; 4],
}

/// Up or down by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    pub fn from_code(code: &str) -> Option<Direction> {
        match code {
            "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            _ => None,
        }
    }
}

/// One step of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    Course(CourseInput),
    AddModule {
        title: [String; 4],
    },
    RenameModule {
        at: usize,
        title: [String; 4],
    },
    MoveModule {
        at: usize,
        direction: Direction,
    },
    RemoveModule {
        at: usize,
    },
    AddLesson {
        module: usize,
        slug: String,
        title: [String; 4],
        is_quiz: bool,
    },
    Lesson {
        slug: String,
        input: LessonInput,
    },
    MoveLesson {
        slug: String,
        direction: Direction,
    },
    RemoveLesson {
        slug: String,
    },
    Rules {
        slug: String,
        pass: String,
        pick: String,
        minutes: String,
    },
    Question {
        slug: String,
        input: QuestionInput,
    },
    MoveQuestion {
        slug: String,
        question: String,
        direction: Direction,
    },
    RemoveQuestion {
        slug: String,
        question: String,
    },
    /// `to` is the place in the list without what is moved, from 0; beyond the end is the end.
    PlaceModule {
        at: usize,
        to: usize,
    },
    PlaceLesson {
        slug: String,
        module: usize,
        to: usize,
    },
    PlaceQuestion {
        slug: String,
        question: String,
        to: usize,
    },
    Questions {
        slug: String,
        questions: Vec<Question>,
    },
}

fn title_of(texts: &[String; 4]) -> Result<LocalText> {
    let mut check = Check::default();
    let title = text::local(&mut check, "title", texts, |text| text::line(text, 120));
    check.finish()?;
    Ok(title)
}

/// Swaps with the neighbour; at the end it stays.
fn shift<T>(list: &mut [T], at: usize, direction: Direction) {
    match direction {
        Direction::Up if at > 0 => list.swap(at, at - 1),
        Direction::Down if at + 1 < list.len() => list.swap(at, at + 1),
        _ => {}
    }
}

/// Takes one out and puts it in again; beyond the end is the end.
fn place<T>(list: &mut Vec<T>, at: usize, to: usize) {
    let it = list.remove(at);
    list.insert(to.min(list.len()), it);
}

impl CourseDraft {
    pub fn lessons(&self) -> impl Iterator<Item = &DraftLesson> {
        self.modules.iter().flat_map(|module| &module.lessons)
    }

    pub fn lesson(&self, slug: &str) -> Option<&DraftLesson> {
        self.lessons().find(|lesson| lesson.slug == slug)
    }

    pub(super) fn lesson_mut(&mut self, slug: &str) -> Result<&mut DraftLesson> {
        self.modules
            .iter_mut()
            .flat_map(|module| &mut module.lessons)
            .find(|lesson| lesson.slug == slug)
            .ok_or(Error::NotFound)
    }

    fn quiz_mut(&mut self, slug: &str) -> Result<&mut DraftQuiz> {
        self.lesson_mut(slug)?.quiz.as_mut().ok_or(Error::NotFound)
    }

    /// The languages that the course speaks somewhere.
    pub fn langs(&self) -> Vec<Lang> {
        let speaks = |lang: Lang| {
            self.title.get(lang).is_some()
                || self
                    .lessons()
                    .any(|lesson| lesson.texts.iter().any(|text| text.lang == lang))
        };
        Lang::ALL.into_iter().filter(|lang| speaks(*lang)).collect()
    }

    /// Makes one change, whole or not at all.
    ///
    /// # Errors
    /// `Invalid` naming every field that is wrong; `NotFound` for a part that is not there.
    pub fn apply(&mut self, change: &DraftChange) -> Result<()> {
        match change {
            DraftChange::Course(input) => {
                let mut input = input.clone();
                input.slug.clone_from(&self.slug);
                let modules = std::mem::take(&mut self.modules);
                match input.parse() {
                    Ok(course) => *self = CourseDraft { modules, ..course },
                    Err(error) => {
                        self.modules = modules;
                        return Err(error);
                    }
                }
            }
            DraftChange::AddModule { title } => {
                if self.modules.len() >= MOST_MODULES {
                    return Err(Error::Conflict);
                }
                self.modules.push(DraftModule {
                    title: title_of(title)?,
                    lessons: Vec::new(),
                });
            }
            DraftChange::RenameModule { at, title } => {
                self.modules.get_mut(*at).ok_or(Error::NotFound)?.title = title_of(title)?;
            }
            DraftChange::MoveModule { at, direction } => {
                self.modules.get(*at).ok_or(Error::NotFound)?;
                shift(&mut self.modules, *at, *direction);
            }
            DraftChange::RemoveModule { at } => {
                let module = self.modules.get(*at).ok_or(Error::NotFound)?;
                // What is written is not thrown away with its heading.
                if !module.lessons.is_empty() {
                    return Err(Error::Conflict);
                }
                self.modules.remove(*at);
            }
            DraftChange::AddLesson {
                module,
                slug,
                title,
                is_quiz,
            } => {
                self.add_lesson(*module, slug, title, *is_quiz)?;
            }
            DraftChange::Lesson { slug, input } => self.lesson_mut(slug)?.change(input)?,
            DraftChange::MoveLesson { slug, direction } => self.move_lesson(slug, *direction)?,
            DraftChange::RemoveLesson { slug } => {
                self.lesson(slug).ok_or(Error::NotFound)?;
                for module in &mut self.modules {
                    module.lessons.retain(|lesson| lesson.slug != *slug);
                }
            }
            DraftChange::Rules {
                slug,
                pass,
                pick,
                minutes,
            } => {
                self.quiz_mut(slug)?.rules = rules(pass, pick, minutes)?;
            }
            DraftChange::Question { slug, input } => {
                let quiz = self.quiz_mut(slug)?;
                let known: Vec<String> = quiz.questions.iter().map(|it| it.id.clone()).collect();
                let question = input.parse(&known)?;
                match quiz.questions.iter().position(|it| it.id == question.id) {
                    Some(at) => quiz.questions[at] = question,
                    None if quiz.questions.len() < MOST_QUESTIONS => quiz.questions.push(question),
                    None => return Err(Error::Conflict),
                }
            }
            DraftChange::MoveQuestion {
                slug,
                question,
                direction,
            } => {
                let list = &mut self.quiz_mut(slug)?.questions;
                let at = list.iter().position(|it| it.id == *question);
                shift(list, at.ok_or(Error::NotFound)?, *direction);
            }
            DraftChange::RemoveQuestion { slug, question } => {
                let list = &mut self.quiz_mut(slug)?.questions;
                let at = list.iter().position(|it| it.id == *question);
                list.remove(at.ok_or(Error::NotFound)?);
            }
            DraftChange::PlaceModule { at, to } => {
                if *at >= self.modules.len() {
                    return Err(Error::NotFound);
                }
                place(&mut self.modules, *at, *to);
            }
            DraftChange::PlaceLesson { slug, module, to } => {
                self.place_lesson(slug, *module, *to)?;
            }
            DraftChange::PlaceQuestion { slug, question, to } => {
                let list = &mut self.quiz_mut(slug)?.questions;
                let at = list.iter().position(|it| it.id == *question);
                place(list, at.ok_or(Error::NotFound)?, *to);
            }
            DraftChange::Questions { slug, questions } => {
                let list = &mut self.quiz_mut(slug)?.questions;
                if list.len() + questions.len() > MOST_QUESTIONS {
                    return Err(Error::Conflict);
                }
                list.extend(questions.iter().cloned());
            }
        }
        Ok(())
    }

    fn add_lesson(
        &mut self,
        module: usize,
        slug: &str,
        title: &[String; 4],
        is_quiz: bool,
    ) -> Result<()> {
        let slug = slug.trim();
        if !is_slug(slug) {
            return Err(Error::field("slug", Problem::UnknownChoice));
        }
        if self.lesson(slug).is_some() {
            return Err(Error::field("slug", Problem::InUse));
        }
        if self.lessons().count() >= MOST_LESSONS {
            return Err(Error::Conflict);
        }
        let title = title_of(title)?;
        let module = self.modules.get_mut(module).ok_or(Error::NotFound)?;
        module.lessons.push(DraftLesson {
            slug: slug.to_owned(),
            title,
            minutes: 3,
            texts: Vec::new(),
            media: None,
            quiz: is_quiz.then(|| DraftQuiz {
                rules: QuizRules {
                    pass_percent: 70,
                    pick: 0,
                    minutes: 0,
                },
                questions: Vec::new(),
            }),
        });
        Ok(())
    }

    /// Its module's place, and its own in it.
    fn place_of(&self, slug: &str) -> Result<(usize, usize)> {
        let place = self.modules.iter().enumerate().find_map(|(module, it)| {
            let at = it.lessons.iter().position(|it| it.slug == slug)?;
            Some((module, at))
        });
        place.ok_or(Error::NotFound)
    }

    fn place_lesson(&mut self, slug: &str, module: usize, to: usize) -> Result<()> {
        let (from, at) = self.place_of(slug)?;
        if module >= self.modules.len() {
            return Err(Error::NotFound);
        }
        let lesson = self.modules[from].lessons.remove(at);
        let lessons = &mut self.modules[module].lessons;
        lessons.insert(to.min(lessons.len()), lesson);
        Ok(())
    }

    /// Within its module, and at its end into the neighbouring one.
    fn move_lesson(&mut self, slug: &str, direction: Direction) -> Result<()> {
        let (module, at) = self.place_of(slug)?;
        let last = self.modules[module].lessons.len() - 1;
        match direction {
            Direction::Up if at == 0 && module > 0 => {
                let lesson = self.modules[module].lessons.remove(0);
                self.modules[module - 1].lessons.push(lesson);
            }
            Direction::Down if at == last && module + 1 < self.modules.len() => {
                let lesson = self.modules[module].lessons.remove(at);
                self.modules[module + 1].lessons.insert(0, lesson);
            }
            _ => shift(&mut self.modules[module].lessons, at, direction),
        }
        Ok(())
    }
}

impl DraftLesson {
    /// The languages of the course in which this lesson says nothing yet.
    pub fn missing(&self, langs: &[Lang]) -> Vec<Lang> {
        let has = |lang: &Lang| {
            self.title.get(*lang).is_some()
                && match &self.quiz {
                    Some(quiz) => quiz
                        .questions
                        .iter()
                        .all(|it| it.prompt.get(*lang).is_some()),
                    None => self.texts.iter().any(|text| text.lang == *lang),
                }
        };
        langs.iter().copied().filter(|lang| !has(lang)).collect()
    }

    fn change(&mut self, input: &LessonInput) -> Result<()> {
        let mut check = Check::default();
        let title = text::local(&mut check, "title", &input.title, |text| {
            text::line(text, 120)
        });
        let minutes = check.take("minutes", text::integer(&input.minutes, 1, 240));
        let mut texts = Vec::new();
        for (lang, markdown) in Lang::ALL.into_iter().zip(&input.texts) {
            let name = format!("text_{}", lang.code());
            let captions = self
                .texts
                .iter()
                .find(|text| text.lang == lang)
                .map_or_else(String::new, |text| text.captions.clone());
            // A recording may be followed by its captions alone.
            let markdown = check.take(&name, text::paragraph(markdown, 12_000));
            let markdown = markdown.flatten().unwrap_or_default();
            if !markdown.is_empty() || !captions.is_empty() {
                texts.push(DraftText {
                    lang,
                    markdown,
                    captions,
                });
            }
        }
        check.finish()?;
        self.title = title;
        self.minutes = minutes.unwrap_or(self.minutes);
        if self.quiz.is_none() {
            self.texts = texts;
        }
        Ok(())
    }
}

fn rules(pass: &str, pick: &str, minutes: &str) -> Result<QuizRules> {
    let mut check = Check::default();
    let pass = check.take("pass", text::integer(pass, 1, 100));
    let pick = check.take("pick", text::integer(pick, 0, 100));
    let minutes = check.take("time", text::integer(minutes, 0, 240));
    check.finish()?;
    let small = |number: Option<i64>| u32::try_from(number.unwrap_or(0)).unwrap_or(0);
    Ok(QuizRules {
        pass_percent: u8::try_from(small(pass)).unwrap_or(100),
        pick: small(pick),
        minutes: small(minutes),
    })
}

//! Courses as their authors write them: one JSON file of structure and questions, one Markdown
//! file a language, a lesson for each `# slug`. The six that come with the product are read the
//! same way.

use domain::{
    Error, FieldError, Lang, LocalText, Problem, Result,
    academy::{
        ActivityKind, CourseDraft, DraftLesson, DraftModule, DraftQuiz, DraftText, Level, Media,
        Question, QuizRules, Theme,
    },
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct CourseFile {
    slug: String,
    theme: Theme,
    level: Level,
    title: LocalText,
    summary: LocalText,
    outcomes: Vec<LocalText>,
    modules: Vec<ModuleFile>,
    #[serde(rename = "final")]
    last: Vec<Question>,
}

#[derive(Deserialize)]
struct ModuleFile {
    title: LocalText,
    lessons: Vec<LessonFile>,
    quiz: Vec<Question>,
}

#[derive(Deserialize)]
struct LessonFile {
    slug: String,
    title: LocalText,
    minutes: i64,
}

/// One recording, as the script that makes them lists it.
#[derive(Deserialize)]
struct MediaFile {
    course: String,
    lesson: String,
    lang: Lang,
    file: String,
    captions: String,
    bytes: i64,
    duration: i64,
}

/// What a file of courses got wrong, named by its place.
fn wrong(place: &str, problem: Problem) -> Error {
    Error::Invalid {
        fields: vec![FieldError::new(place, problem)],
    }
}

/// The lessons of one language's file, by slug.
fn lessons(markdown: &str) -> BTreeMap<&str, String> {
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    let mut slug = "";
    for line in markdown.lines() {
        if let Some(next) = line.strip_prefix("# ") {
            slug = next.trim();
            continue;
        }
        let text = found.entry(slug).or_default();
        text.push_str(line);
        text.push('\n');
    }
    found
        .into_iter()
        .filter(|(slug, _)| !slug.is_empty())
        .collect()
}

/// The pass mark of a quiz, in hundredths.
const PASS: u8 = 70;

/// Reads one course.
///
/// # Errors
/// `Invalid` where the structure cannot be read, or a lesson lacks its text.
fn read(
    structure: &str,
    texts: &[(Lang, &str)],
    media: &[MediaFile],
    captions: &[(&str, &str)],
) -> Result<CourseDraft> {
    let file: CourseFile = serde_json::from_str(structure)
        .map_err(|_| wrong("course.json", Problem::UnknownChoice))?;
    let texts: Vec<(Lang, BTreeMap<&str, String>)> = texts
        .iter()
        .map(|(lang, text)| (*lang, lessons(text)))
        .collect();
    let recordings = |lesson: &str| -> Vec<&MediaFile> {
        media
            .iter()
            .filter(|it| it.course == file.slug && it.lesson == lesson)
            .collect()
    };
    let reading = |lesson: &LessonFile| -> Result<DraftLesson> {
        let recordings = recordings(&lesson.slug);
        let texts = texts
            .iter()
            .map(|(lang, found)| {
                let markdown = found
                    .get(lesson.slug.as_str())
                    .ok_or_else(|| wrong(&lesson.slug, Problem::Required))?;
                let name = recordings
                    .iter()
                    .find(|it| it.lang == *lang)
                    .map_or("", |it| it.captions.as_str());
                Ok(DraftText {
                    lang: *lang,
                    markdown: markdown.trim().to_owned(),
                    captions: captions
                        .iter()
                        .find(|(file, _)| *file == name)
                        .map_or_else(String::new, |(_, text)| (*text).to_owned()),
                })
            })
            .collect::<Result<_>>()?;
        let media: Vec<Media> = recordings
            .iter()
            .map(|it| Media {
                lang: it.lang,
                file: it.file.clone(),
                captions: it.captions.clone(),
                bytes: it.bytes,
                duration: it.duration,
            })
            .collect();
        Ok(DraftLesson {
            slug: lesson.slug.clone(),
            title: lesson.title.clone(),
            minutes: lesson.minutes,
            texts,
            media: (!media.is_empty()).then_some((ActivityKind::Audio, media)),
            quiz: None,
        })
    };
    let quiz =
        |slug: String, title: LocalText, rules: QuizRules, questions: Vec<Question>| DraftLesson {
            slug,
            title,
            minutes: 3,
            texts: Vec::new(),
            media: None,
            quiz: Some(DraftQuiz { rules, questions }),
        };
    let practice = QuizRules {
        pass_percent: PASS,
        pick: 0,
        minutes: 0,
    };
    let mut modules = Vec::new();
    for (number, module) in (1..).zip(&file.modules) {
        let mut list = module
            .lessons
            .iter()
            .map(reading)
            .collect::<Result<Vec<_>>>()?;
        list.push(quiz(
            format!("quiz-{number}"),
            LocalText::new("À vous", "دوركم", "Your turn"),
            practice,
            module.quiz.clone(),
        ));
        modules.push(DraftModule {
            title: module.title.clone(),
            lessons: list,
        });
    }
    // The final quiz draws from everything that was asked on the way, and has its own.
    let mut bank: Vec<Question> = file.modules.iter().flat_map(|it| it.quiz.clone()).collect();
    bank.extend(file.last.clone());
    modules.push(DraftModule {
        title: LocalText::new("Pour finir", "في الختام", "To finish"),
        lessons: vec![quiz(
            "final".to_owned(),
            LocalText::new("Le quiz final", "الاختبار النهائي", "The final quiz"),
            QuizRules {
                pass_percent: PASS,
                pick: 6,
                minutes: 15,
            },
            bank,
        )],
    });
    Ok(CourseDraft {
        illustration: file.slug.clone(),
        slug: file.slug,
        theme: file.theme,
        level: file.level,
        title: file.title,
        summary: file.summary,
        outcomes: file.outcomes,
        modules,
    })
}

macro_rules! course {
    ($slug:literal) => {
        (
            include_str!(concat!("content/", $slug, "/course.json")),
            include_str!(concat!("content/", $slug, "/fr.md")),
            include_str!(concat!("content/", $slug, "/ar.md")),
        )
    };
}

/// The courses that come with the product, in the order in which they are best taken.
///
/// # Errors
/// None once the tests pass: the files are part of the build.
pub fn built_in_courses() -> Result<Vec<CourseDraft>> {
    let media: Vec<MediaFile> = serde_json::from_str(include_str!("content/media.json"))
        .map_err(|_| wrong("media.json", Problem::UnknownChoice))?;
    [
        course!("create-a-cooperative"),
        course!("keep-the-accounts"),
        course!("price-and-package"),
        course!("sell-online"),
        course!("quality-and-labels"),
        course!("govern-together"),
    ]
    .into_iter()
    .map(|(structure, fr, ar)| {
        read(
            structure,
            &[(Lang::Fr, fr), (Lang::Ar, ar)],
            &media,
            CAPTIONS,
        )
    })
    .collect()
}

include!("content/captions.rs");

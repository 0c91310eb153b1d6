//! Publishing: a draft becomes an immutable version, whole or not at all.

use super::{CourseDraft, markdown::render};
use crate::{Ctx, internal};
use domain::{
    Error, FieldError, Lang, LocalText, Problem, Result,
    academy::{
        ActivityKind, DraftText, Outline, OutlineActivity, OutlineLesson, OutlineModule, Question,
        Rule, Uid, is_slug, parse_captions,
    },
    policy::{Action, Course, authorize},
};
use std::collections::BTreeSet;
use store::academy::{NewText, NewVersion};

/// An activity's id: the same in every version, whatever else changes.
pub(super) fn activity_uid(course: &str, lesson: &str, kind: &str) -> Uid {
    Uid::named(&format!("taawouniya/academy/{course}/{lesson}/{kind}"))
}

/// Publishes a course's next version for its trainer; answers the version's number. What learners
/// have earned stays theirs, by activity.
///
/// # Errors
/// `Unauthenticated` or `NotFound` for who does not teach; `Invalid` naming every place that is
/// wrong; `NotFound` where the slug is another trainer's.
pub async fn publish_course(ctx: &Ctx, draft: CourseDraft) -> Result<i64> {
    let trainer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::Teach, &Course { trainer })?;
    let version = compile(&draft)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, number) = store::academy::insert_version(&tx, &permit, trainer, &version, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(number)
}

fn has_text(text: &LocalText) -> bool {
    Lang::ALL
        .into_iter()
        .any(|lang| text.get(lang).is_some_and(|text| !text.trim().is_empty()))
}

/// Checks a whole draft and renders its texts.
pub(super) fn compile(draft: &CourseDraft) -> Result<NewVersion> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut refuse = |place: String, problem: Problem| wrong.push(FieldError::new(&place, problem));
    if !is_slug(&draft.slug) {
        refuse("slug".to_owned(), Problem::UnknownChoice);
    }
    if !has_text(&draft.title) {
        refuse("title".to_owned(), Problem::Required);
    }
    let mut seen = BTreeSet::new();
    let mut texts = Vec::new();
    let mut quizzes = Vec::new();
    let mut modules = Vec::new();
    for module in &draft.modules {
        let mut lessons = Vec::new();
        for lesson in &module.lessons {
            if !is_slug(&lesson.slug) || !has_text(&lesson.title) {
                refuse(lesson.slug.clone(), Problem::Required);
            }
            if !seen.insert(lesson.slug.as_str()) {
                refuse(lesson.slug.clone(), Problem::InUse);
            }
            let uid = |kind: &str| activity_uid(&draft.slug, &lesson.slug, kind);
            let mut activities = Vec::new();
            if let Some((kind, media)) = &lesson.media {
                if media.iter().any(|media| media.duration <= 0) {
                    refuse(
                        lesson.slug.clone(),
                        Problem::OutOfRange {
                            min: 1,
                            max: i64::MAX,
                        },
                    );
                }
                // The text says the same: one may read instead of listening.
                activities.push(OutlineActivity {
                    uid: uid(kind.code()),
                    kind: *kind,
                    rule: Rule::Viewed,
                    media: media.clone(),
                });
            }
            let is_written = |it: &DraftText| !it.markdown.trim().is_empty();
            if lesson.texts.iter().any(is_written) {
                activities.push(OutlineActivity {
                    uid: uid("reading"),
                    kind: ActivityKind::Reading,
                    rule: Rule::Completed,
                    media: Vec::new(),
                });
            }
            for text in &lesson.texts {
                let recording = lesson
                    .media
                    .iter()
                    .flat_map(|(_, media)| media)
                    .find(|media| media.lang == text.lang);
                let cues = match (text.captions.is_empty(), recording) {
                    (false, Some(media)) => match parse_captions(&text.captions, media.duration) {
                        Ok(cues) => cues,
                        Err(bad) => {
                            refuse(format!("{}.captions", lesson.slug), bad.into());
                            Vec::new()
                        }
                    },
                    _ => Vec::new(),
                };
                texts.push(NewText {
                    lesson: lesson.slug.clone(),
                    lang: text.lang,
                    markdown: text.markdown.clone(),
                    html: render(&text.markdown),
                    cues,
                });
            }
            if let Some(quiz) = &lesson.quiz {
                for problem in check_questions(&quiz.questions) {
                    refuse(format!("{}.{}", lesson.slug, problem.0), problem.1);
                }
                activities.push(OutlineActivity {
                    uid: uid("quiz"),
                    kind: ActivityKind::Quiz,
                    rule: Rule::Passed,
                    media: Vec::new(),
                });
                quizzes.push((uid("quiz"), quiz.rules, quiz.questions.clone()));
            }
            if activities.is_empty() {
                refuse(lesson.slug.clone(), Problem::Required);
            }
            lessons.push(OutlineLesson {
                slug: lesson.slug.clone(),
                title: lesson.title.clone(),
                minutes: lesson.minutes,
                activities,
            });
        }
        modules.push(OutlineModule {
            title: module.title.clone(),
            lessons,
        });
    }
    if seen.is_empty() {
        refuse("modules".to_owned(), Problem::Required);
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid { fields: wrong });
    }
    let outline = Outline { modules };
    let langs = Lang::ALL
        .into_iter()
        .filter(|lang| texts.iter().any(|text: &NewText| text.lang == *lang))
        .collect();
    Ok(NewVersion {
        slug: draft.slug.clone(),
        theme: draft.theme,
        level: draft.level,
        title: draft.title.clone(),
        summary: draft.summary.clone(),
        outcomes: draft.outcomes.clone(),
        illustration: draft.illustration.clone(),
        langs,
        minutes: outline.lessons().map(|lesson| lesson.minutes).sum(),
        outline,
        texts,
        quizzes,
    })
}

/// What makes a question impossible to answer rightly, by its id.
fn check_questions(questions: &[Question]) -> Vec<(String, Problem)> {
    let mut problems = Vec::new();
    if questions.is_empty() {
        problems.push(("questions".to_owned(), Problem::Required));
    }
    let mut seen = BTreeSet::new();
    for question in questions {
        let ok_id = is_slug(&question.id) && seen.insert(&question.id);
        if !ok_id {
            problems.push((question.id.clone(), Problem::InUse));
        }
        if !question.has_a_key() || !has_text(&question.prompt) {
            problems.push((question.id.clone(), Problem::UnknownChoice));
        }
    }
    problems
}

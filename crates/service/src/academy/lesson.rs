//! The player's lesson, its note, and finishing it by a form.

use super::{browse::mine, learner, load, record_progress::apply_own};
use crate::{Ctx, internal};
use domain::{
    Error, Result,
    academy::{
        ActivityKind, CourseProgress, Evidence, LessonPage, Media, MediaKind, OutlineLesson,
        PlayerPage, Playing, Quality, QualityKind, QuizSummary, Uid,
    },
    text,
};
use store::academy::{CourseRow, RecordingRow};

/// A lesson for who is enrolled in its course.
///
/// # Errors
/// `Unauthenticated` for a visitor; `NotFound` for a lesson that is not in the course;
/// `Forbidden` for who is not enrolled.
pub async fn show_lesson(ctx: &Ctx, slug: &str, lesson_slug: &str) -> Result<LessonPage> {
    let (person, _) = learner(ctx)?;
    let db = ctx.db().reader();
    let course = load(ctx, db, slug).await?;
    let lesson = course
        .outline
        .lesson(lesson_slug)
        .cloned()
        .ok_or(Error::NotFound)?;
    store::academy::enrolment(db, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Forbidden)?;
    // Before everything else is read: what happens meanwhile comes by the stream.
    let last_event = store::academy::last_event(db, person)
        .await
        .map_err(internal(ctx))?;
    let texts = store::academy::lesson_texts(db, course.version, lesson_slug)
        .await
        .map_err(internal(ctx))?;
    let lang = ctx
        .lang
        .fallback()
        .into_iter()
        .find(|lang| texts.iter().any(|text| text.lang == *lang))
        .unwrap_or(ctx.lang);
    let text = texts.into_iter().find(|text| text.lang == lang);
    let of_kind = |kinds: &[ActivityKind]| {
        lesson
            .activities
            .iter()
            .find(|activity| kinds.contains(&activity.kind))
    };
    let recorded = of_kind(&[ActivityKind::Audio, ActivityKind::Video]);
    let reading = of_kind(&[ActivityKind::Reading]).map(|activity| activity.uid);
    let quiz = match of_kind(&[ActivityKind::Quiz]) {
        Some(activity) => Some(summary(ctx, &course, person, activity.uid).await?),
        None => None,
    };
    let media_activity = recorded.map(|activity| activity.uid);
    let states = store::academy::states(db, person, media_activity.as_slice())
        .await
        .map_err(internal(ctx))?;
    let resume = states
        .values()
        .find_map(|state| state.progress.resume())
        .map_or(0, |resume| resume.position);
    let media = recorded.and_then(|activity| {
        activity
            .media
            .iter()
            .find(|media| media.lang == lang)
            .or_else(|| activity.media.first())
            .cloned()
    });
    let playing = match (&media, recorded) {
        (Some(media), Some(activity)) => {
            let sent: Vec<&str> = digest_of(media).into_iter().collect();
            let made = store::academy::recordings(db, &sent)
                .await
                .map_err(internal(ctx))?;
            playing(media, activity.kind, made.values().next())
        }
        _ => Playing::default(),
    };
    let (previous, next) = course.outline.around(lesson_slug);
    let named = |lesson: &OutlineLesson| (lesson.slug.clone(), lesson.title.clone());
    let (previous, next) = (previous.map(named), next.map(named));
    let (progress, credential) = standing(ctx, &course, person).await?;
    Ok(LessonPage {
        course: slug.to_owned(),
        version: course.number,
        slug: lesson_slug.to_owned(),
        html: text
            .as_ref()
            .map_or_else(String::new, |text| text.html.clone()),
        transcript: text.map_or_else(Vec::new, |text| text.cues),
        lang,
        reading,
        media_activity,
        // At the end one begins again.
        resume: media.as_ref().map_or(0, |media| {
            if resume + 2_000 >= media.duration {
                0
            } else {
                resume
            }
        }),
        media,
        playing,
        quiz,
        note: store::academy::note(db, person, course.card.id, lesson_slug)
            .await
            .map_err(internal(ctx))?,
        last_event,
        previous,
        next,
        progress,
        credential,
        title: lesson.title,
        course_title: course.card.title,
        outline: course.outline,
    })
}

/// The digest of a recording that someone sent; `None` for one that came with the product.
pub(super) fn digest_of(media: &Media) -> Option<&str> {
    Some(media.file.strip_prefix("u/")?.split_once('.')?.0)
}

/// In which qualities a recording can be played: as it was sent, and what was made of it since.
pub(super) fn playing(media: &Media, kind: ActivityKind, made: Option<&RecordingRow>) -> Playing {
    let mut playing = Playing {
        qualities: vec![Quality {
            kind: QualityKind::Original,
            file: media.file.clone(),
            bytes: media.bytes,
        }],
        is_video: kind == ActivityKind::Video,
        ..Playing::default()
    };
    if let Some(made) = made {
        playing.is_video = made.kind == MediaKind::Video;
        playing.poster.clone_from(&made.poster);
        playing.qualities.extend(made.qualities.iter().cloned());
    }
    playing.sort();
    playing
}

/// What the player needs at one address.
///
/// # Errors
/// As [`show_lesson`].
pub async fn open_lesson(ctx: &Ctx, slug: &str, lesson: &str) -> Result<PlayerPage> {
    let (learner, _) = learner(ctx)?;
    let mut page = show_lesson(ctx, slug, lesson).await?;
    let quiz = match page.quiz {
        Some(_) => Some(super::show_quiz(ctx, slug, lesson).await?),
        None => None,
    };
    if let Some(quiz) = &quiz {
        // An attempt whose time was up has just been graded.
        page.progress = quiz.progress.clone();
    }
    Ok(PlayerPage {
        lesson: page,
        quiz,
        learner,
    })
}

/// How far the learner is, and what they got for it.
pub(super) async fn standing(
    ctx: &Ctx,
    course: &CourseRow,
    person: domain::PersonId,
) -> Result<(CourseProgress, Option<domain::academy::MyCredential>)> {
    let db = ctx.db().reader();
    let done = store::academy::done_in(db, person, &[course.card.id])
        .await
        .map_err(internal(ctx))?
        .remove(&course.card.id)
        .unwrap_or_default();
    let credential = store::academy::credentials_of(db, person)
        .await
        .map_err(internal(ctx))?
        .iter()
        .find(|it| it.course == course.card.id)
        .map(|it| mine(it, ctx.now));
    Ok((
        CourseProgress::of(&course.card.slug, &course.outline, &done),
        credential,
    ))
}

/// What a quiz asks and how it went so far.
pub(super) async fn summary(
    ctx: &Ctx,
    course: &CourseRow,
    person: domain::PersonId,
    quiz: Uid,
) -> Result<QuizSummary> {
    let db = ctx.db().reader();
    let row = store::academy::quiz_of(db, course.version, quiz)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let attempts = store::academy::attempts_of(db, person, quiz)
        .await
        .map_err(internal(ctx))?;
    let results = || {
        attempts
            .iter()
            .filter_map(|attempt| attempt.result.as_ref())
    };
    let passed = results().any(|result| result.passed);
    let bank = u32::try_from(row.questions.len()).unwrap_or(u32::MAX);
    Ok(QuizSummary {
        questions: if row.rules.pick == 0 {
            bank
        } else {
            row.rules.pick.min(bank)
        },
        rules: row.rules,
        attempts: i64::try_from(attempts.len()).unwrap_or(i64::MAX),
        best: results().map(|result| result.score).max(),
        passed,
        offer_help: !passed && results().count() >= 2,
    })
}

/// Keeps the learner's note on a lesson; an empty one takes it away.
///
/// # Errors
/// `Invalid` on `note`; `NotFound` for a lesson that is not there; `Forbidden` for who is not
/// enrolled.
pub async fn save_note(ctx: &Ctx, slug: &str, lesson: &str, note: &str) -> Result<()> {
    let (person, permit) = learner(ctx)?;
    let note = text::paragraph(note, 5_000)
        .map_err(|problem| Error::field("note", problem))?
        .unwrap_or_default();
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    course.outline.lesson(lesson).ok_or(Error::NotFound)?;
    store::academy::enrolment(&tx, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Forbidden)?;
    store::academy::save_note(&tx, &permit, person, course.card.id, lesson, &note, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The learner says, by a form, that the lesson is done. Twice is once. Answers the slug of the
/// lesson that follows.
///
/// # Errors
/// As [`show_lesson`]; `Conflict` for a quiz, which only its grade can finish.
pub async fn complete_lesson(ctx: &Ctx, slug: &str, lesson_slug: &str) -> Result<Option<String>> {
    let (person, permit) = learner(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let lesson = course.outline.lesson(lesson_slug).ok_or(Error::NotFound)?;
    if lesson.is_quiz() {
        return Err(Error::Conflict);
    }
    store::academy::enrolment(&tx, person, course.card.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Forbidden)?;
    let said: Vec<_> = lesson
        .activities
        .iter()
        .map(|activity| {
            let name = format!("completed/{person}/{}", activity.uid);
            (Uid::named(&name), activity.uid, Evidence::Completed, 0, 0)
        })
        .collect();
    apply_own(ctx, &tx, &permit, person, course.number, &said).await?;
    let next = course
        .outline
        .around(lesson_slug)
        .1
        .map(|lesson| lesson.slug.clone());
    store::commit(tx).await.map_err(internal(ctx))?;
    super::announce(person);
    Ok(next)
}

//! What visitors read of the academy.

use super::{
    lesson::{digest_of, playing},
    load,
};
use crate::{Ctx, internal};
use domain::{
    Error, Result,
    academy::{
        CourseCatalogue, CoursePage, CourseProgress, CourseQuery, CourseStatus, CredentialStatus,
        MyCredential, Outline,
    },
    policy::{Action, PublicSite, authorize},
};
use store::academy::CredentialRow;

fn may_browse(ctx: &Ctx) -> Result<()> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {}).map(|_| ())
}

/// The published courses with their facets.
///
/// # Errors
/// Only `Internal`.
pub async fn browse_courses(ctx: &Ctx, query: CourseQuery) -> Result<CourseCatalogue> {
    may_browse(ctx)?;
    let db = ctx.db().reader();
    let mut cards = store::academy::published_cards(db)
        .await
        .map_err(internal(ctx))?;
    let places = store::academy::free_places(db, ctx.now)
        .await
        .map_err(internal(ctx))?;
    for card in &mut cards {
        card.places = places.get(&card.id).copied().unwrap_or(0);
    }
    Ok(CourseCatalogue::of(&cards, query))
}

/// Addresses of every published course, without the language.
///
/// # Errors
/// Only `Internal`.
pub async fn course_slugs(ctx: &Ctx) -> Result<Vec<String>> {
    may_browse(ctx)?;
    let cards = store::academy::published_cards(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    Ok(cards
        .into_iter()
        .map(|card| format!("/academy/{}", card.slug))
        .collect())
}

/// In a learner's own list.
pub(super) fn mine(row: &CredentialRow, now: i64) -> MyCredential {
    MyCredential {
        code: row.code.clone(),
        course: row.title.clone(),
        issued_at: row.issued_at,
        status: CredentialStatus::of(row.expires_at, row.revoked_at, now),
    }
}

/// Names of each recording the quality that a telephone plays and keeps, with its size.
async fn as_played(ctx: &Ctx, outline: &mut Outline) -> Result<()> {
    let sent: Vec<String> = outline
        .lessons()
        .flat_map(|lesson| &lesson.activities)
        .flat_map(|activity| activity.media.iter().filter_map(digest_of))
        .map(str::to_owned)
        .collect();
    let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
    let made = store::academy::recordings(ctx.db().reader(), &sent)
        .await
        .map_err(internal(ctx))?;
    let lessons = outline.modules.iter_mut().flat_map(|it| &mut it.lessons);
    for activity in lessons.flat_map(|lesson| &mut lesson.activities) {
        for media in &mut activity.media {
            let of_it = digest_of(media).and_then(|sha256| made.get(sha256));
            let playing = playing(media, activity.kind, of_it);
            if let Some(usual) = playing.choose(None) {
                media.file.clone_from(&usual.file);
                media.bytes = usual.bytes;
            }
        }
    }
    Ok(())
}

/// A course's page, with the reader's own progress where they are enrolled.
///
/// # Errors
/// `NotFound` for what is not published, unless the reader is enrolled in it.
pub async fn show_course(ctx: &Ctx, slug: &str) -> Result<CoursePage> {
    may_browse(ctx)?;
    let db = ctx.db().reader();
    let mut course = load(ctx, db, slug).await?;
    let mut enrolment = None;
    let mut progress = None;
    let mut credential = None;
    if let Some(person) = ctx.actor.person() {
        enrolment = store::academy::enrolment(db, person, course.card.id)
            .await
            .map_err(internal(ctx))?;
        if enrolment.is_some() {
            let done = store::academy::done_in(db, person, &[course.card.id])
                .await
                .map_err(internal(ctx))?
                .remove(&course.card.id)
                .unwrap_or_default();
            progress = Some(CourseProgress::of(slug, &course.outline, &done));
            credential = store::academy::credentials_of(db, person)
                .await
                .map_err(internal(ctx))?
                .iter()
                .find(|it| it.course == course.card.id)
                .map(|it| mine(it, ctx.now));
        }
    }
    if course.status != CourseStatus::Published && enrolment.is_none() {
        return Err(Error::NotFound);
    }
    // The language that the reader will get: their own, or the next one that the course has.
    let lang = ctx
        .lang
        .fallback()
        .into_iter()
        .find(|lang| course.card.langs.contains(lang))
        .unwrap_or(ctx.lang);
    let text = store::academy::text_bytes(db, course.version, lang)
        .await
        .map_err(internal(ctx))?;
    as_played(ctx, &mut course.outline).await?;
    let media: i64 = course
        .outline
        .lessons()
        .flat_map(|lesson| &lesson.activities)
        .flat_map(|activity| &activity.media)
        .filter(|media| media.lang == lang)
        .map(|media| media.bytes)
        .sum();
    Ok(CoursePage {
        outcomes: course.outcomes,
        trainer: course.trainer_name,
        version: course.number,
        published_at: course.published_at,
        outline: course.outline,
        bytes: text + media,
        enrolment: enrolment.map(|it| it.state),
        progress,
        credential,
        card: course.card,
    })
}

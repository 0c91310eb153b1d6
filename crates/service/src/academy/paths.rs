//! Learning paths: several courses in an order, with one's progress over all of them.

use super::sessions::teacher;
use crate::{Ctx, internal};
use domain::{
    CourseId, Error, Problem, Result,
    academy::{CourseProgress, LearningPath, PathCard, PathInput, PathStep},
    policy::{Action, PublicSite, authorize},
};
use store::academy::NewPath;

/// All paths.
///
/// # Errors
/// Only `Internal`.
pub async fn learning_paths(ctx: &Ctx) -> Result<Vec<PathCard>> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    store::academy::paths(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// `NotFound` for an unknown path.
pub async fn show_path(ctx: &Ctx, slug: &str) -> Result<LearningPath> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let db = ctx.db().reader();
    if slug.len() > 60 || !slug.is_ascii() || slug.contains('\0') {
        return Err(Error::NotFound);
    }
    let (card, courses) = store::academy::path_by_slug(db, slug)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let outlines = store::academy::outlines(db, &courses)
        .await
        .map_err(internal(ctx))?;
    let (enrolled, mut done) = match ctx.actor.person() {
        Some(person) => (
            store::academy::enrolments_of(db, person)
                .await
                .map_err(internal(ctx))?,
            store::academy::done_in(db, person, &courses)
                .await
                .map_err(internal(ctx))?,
        ),
        None => Default::default(),
    };
    let steps: Vec<PathStep> = courses
        .iter()
        .filter_map(|id| {
            let row = outlines.iter().find(|row| row.card.id == *id)?;
            let is_enrolled = enrolled.iter().any(|it| it.course == *id);
            let done = done.remove(id).unwrap_or_default();
            Some(PathStep {
                slug: row.card.slug.clone(),
                title: row.card.title.clone(),
                minutes: row.card.minutes,
                illustration: row.card.illustration.clone(),
                percent: is_enrolled
                    .then(|| CourseProgress::of(&row.card.slug, &row.outline, &done).percent),
            })
        })
        .collect();
    Ok(LearningPath {
        percent: LearningPath::percent_of(&steps),
        slug: card.slug,
        title: card.title,
        summary: card.summary,
        steps,
    })
}

/// Writes a path; the same address again changes one's own.
///
/// # Errors
/// `NotFound` for who does not teach; `Invalid` naming every field that is wrong.
pub async fn save_path(ctx: &Ctx, input: &PathInput) -> Result<String> {
    let trainer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = teacher(ctx, trainer)?;
    let it = input.parse()?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let known = store::academy::course_ids(&tx, &it.courses)
        .await
        .map_err(internal(ctx))?;
    let find = |slug: &String| known.iter().find(|(it, _)| it == slug).map(|(_, id)| *id);
    let courses: Option<Vec<CourseId>> = it.courses.iter().map(find).collect();
    let path = NewPath {
        courses: courses.ok_or_else(|| Error::field("places", Problem::UnknownChoice))?,
        slug: it.slug,
        title: it.title,
        summary: it.summary,
    };
    store::academy::save_path(&tx, &permit, trainer, &path, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(path.slug)
}

//! Writing a course: each step is saved at once, on the version that was read; publishing makes an
//! immutable version of it. Only who owns the course, and those they let write with them.

use super::{
    load,
    markdown::render,
    publish::{activity_uid, compile},
};
use crate::{Ctx, internal};
use domain::{
    CourseDraftId, Error, PersonId, Problem, Result,
    academy::{
        ActivityKind, CourseDraft, CourseInput, DraftCard, DraftChange, DraftLesson, DraftModule,
        DraftPage, DraftQuiz, DraftText, OutlineLesson, write_captions,
    },
    accounts::Email,
    policy::{self, Action, Permit, authorize},
};
use store::{Connection, academy::DraftRow};

pub(super) type Writing = Permit<policy::CourseDraft>;

/// Who writes a course of their own.
pub(super) fn writer(ctx: &Ctx) -> Result<(PersonId, Writing)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let resource = policy::CourseDraft {
        owner,
        author: None,
    };
    Ok((
        owner,
        authorize(&ctx.actor, Action::WriteCourse, &resource)?,
    ))
}

pub(super) async fn open(
    ctx: &Ctx,
    db: &impl Connection,
    id: CourseDraftId,
) -> Result<(DraftRow, Writing)> {
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let row = store::academy::draft(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let resource = policy::CourseDraft {
        owner: row.owner,
        author: row
            .authors
            .iter()
            .map(|(person, _)| *person)
            .find(|person| *person == me),
    };
    let permit = authorize(&ctx.actor, Action::WriteCourse, &resource)?;
    Ok((row, permit))
}

/// The courses that one writes.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not teach.
pub async fn my_drafts(ctx: &Ctx) -> Result<Vec<DraftCard>> {
    let (person, _) = writer(ctx)?;
    store::academy::drafts_of(ctx.db().reader(), person)
        .await
        .map_err(internal(ctx))
}

/// Begins a course.
///
/// # Errors
/// `NotFound` for who does not teach; `Invalid` naming every field that is wrong.
pub async fn start_course(ctx: &Ctx, input: &CourseInput) -> Result<CourseDraftId> {
    let (owner, permit) = writer(ctx)?;
    let draft = input.parse()?;
    keep(ctx, &permit, owner, &draft).await
}

async fn keep(
    ctx: &Ctx,
    permit: &Writing,
    owner: PersonId,
    draft: &CourseDraft,
) -> Result<CourseDraftId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = store::academy::insert_draft(&tx, permit, owner, draft, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Begins the next version of one's own published course, from what the last one was made of.
///
/// # Errors
/// `NotFound` for another trainer's course; `Invalid` on `slug` where it is being written already.
pub async fn continue_course(ctx: &Ctx, slug: &str) -> Result<CourseDraftId> {
    let (owner, permit) = writer(ctx)?;
    let db = ctx.db().reader();
    let course = load(ctx, db, slug).await?;
    if course.trainer != owner {
        return Err(Error::NotFound);
    }
    let (texts, quizzes) = store::academy::published_draft(db, &permit, course.version)
        .await
        .map_err(internal(ctx))?;
    let lesson = |it: &OutlineLesson| {
        let uid = activity_uid(slug, &it.slug, "quiz");
        let recorded = it
            .activities
            .iter()
            .find(|it| matches!(it.kind, ActivityKind::Audio | ActivityKind::Video));
        DraftLesson {
            slug: it.slug.clone(),
            title: it.title.clone(),
            minutes: it.minutes,
            texts: texts
                .iter()
                .filter(|(lesson, ..)| *lesson == it.slug)
                .map(|(_, lang, markdown, cues)| DraftText {
                    lang: *lang,
                    markdown: markdown.clone(),
                    captions: if cues.is_empty() {
                        String::new()
                    } else {
                        write_captions(cues, *lang)
                    },
                })
                .collect(),
            media: recorded.map(|it| (it.kind, it.media.clone())),
            quiz: quizzes
                .iter()
                .find(|(it, ..)| *it == uid)
                .map(|(_, rules, questions)| DraftQuiz {
                    rules: *rules,
                    questions: questions.clone(),
                }),
        }
    };
    let modules = course.outline.modules.iter().map(|module| DraftModule {
        title: module.title.clone(),
        lessons: module.lessons.iter().map(lesson).collect(),
    });
    let draft = CourseDraft {
        slug: slug.to_owned(),
        theme: course.card.theme,
        level: course.card.level,
        title: course.card.title.clone(),
        summary: course.card.summary.clone(),
        outcomes: course.outcomes.clone(),
        illustration: course.card.illustration.clone(),
        modules: modules.collect(),
    };
    keep(ctx, &permit, owner, &draft).await
}

/// A course that is being written, each text rendered as learners will see it.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write it.
pub async fn show_draft(ctx: &Ctx, id: CourseDraftId) -> Result<DraftPage> {
    let (row, _) = open(ctx, ctx.db().reader(), id).await?;
    let html = row
        .draft
        .lessons()
        .flat_map(|lesson| {
            // Where there are captions alone, there is nothing to read.
            let written = lesson.texts.iter().filter(|it| !it.markdown.is_empty());
            written.map(|text| (lesson.slug.clone(), text.lang, render(&text.markdown)))
        })
        .collect();
    Ok(DraftPage {
        id,
        version: row.version,
        owner: row.owner_name,
        is_owner: ctx.actor.person() == Some(row.owner),
        authors: row.authors.into_iter().map(|(_, name)| name).collect(),
        published: row.published,
        saved_at: row.saved_at,
        draft: row.draft,
        html,
    })
}

/// An author's text as learners will see it: by the same code that publishes.
///
/// # Errors
/// `NotFound` for who does not teach; `Invalid` on `text`.
pub fn render_text(ctx: &Ctx, markdown: &str) -> Result<String> {
    writer(ctx)?;
    let text = domain::text::paragraph(markdown, 12_000)
        .map_err(|problem| Error::field("text", problem))?;
    Ok(render(&text.unwrap_or_default()))
}

/// Makes one change of the version that was read, and saves it.
///
/// # Errors
/// `NotFound` for who does not write it; `Conflict` where another change came first, and then
/// nothing is written; `Invalid` naming every field that is wrong.
pub async fn change_draft(
    ctx: &Ctx,
    id: CourseDraftId,
    version: i64,
    change: &DraftChange,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = open(ctx, &tx, id).await?;
    // A file may come into the same lesson at this moment.
    store::academy::lock_draft(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    let (mut row, _) = open(ctx, &tx, id).await?;
    if row.version != version {
        return Err(Error::Conflict);
    }
    row.draft.apply(change)?;
    store::academy::save_draft(&tx, &permit, id, version, &row.draft, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Lets another trainer write too.
///
/// # Errors
/// `NotFound` for who does not own it; `Invalid` on `email` for who is no trainer.
pub async fn add_author(ctx: &Ctx, id: CourseDraftId, email: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = open(ctx, &tx, id).await?;
    if ctx.actor.person() != Some(row.owner) {
        return Err(Error::NotFound);
    }
    let email = Email::parse(email).map_err(|problem| Error::field("email", problem))?;
    let person = store::academy::trainer_by_email(&tx, &email)
        .await
        .map_err(internal(ctx))?
        .ok_or_else(|| Error::field("email", Problem::UnknownChoice))?;
    store::academy::add_author(&tx, &permit, id, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Publishes what was read as the course's next version, for its owner; answers the course's
/// address. What learners have earned stays theirs, by activity.
///
/// # Errors
/// `NotFound` for who does not write it; `Conflict` where another change came first; `Invalid`
/// naming every place that is wrong.
pub async fn publish_draft(ctx: &Ctx, id: CourseDraftId, version: i64) -> Result<String> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = open(ctx, &tx, id).await?;
    store::academy::lock_draft(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    let (row, _) = open(ctx, &tx, id).await?;
    if row.version != version {
        return Err(Error::Conflict);
    }
    let compiled = compile(&row.draft)?;
    store::academy::insert_version(&tx, &permit, row.owner, &compiled, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // The same version cannot be published twice by two who press at once.
    store::academy::save_draft(&tx, &permit, id, version, &row.draft, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(row.draft.slug)
}

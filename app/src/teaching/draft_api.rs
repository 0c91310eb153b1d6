//! The server functions of writing a course: parse, call one use case, answer. `version` is the
//! one that the page showed: a change based on an older one is refused.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    CourseDraftId, QuestionImportId,
    academy::{DraftCard, DraftPage, QuestionImport},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "academy/my_drafts", input = GetUrl, output = Postcard)]
pub async fn my_drafts() -> Result<Vec<DraftCard>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::my_drafts(&ctx).await)
}

#[server(endpoint = "academy/show_draft", input = GetUrl, output = Postcard)]
pub async fn show_draft(draft: CourseDraftId) -> Result<DraftPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_draft(&ctx, draft).await)
}

/// Goes on to the new course's outline.
#[server(endpoint = "academy/start_course", output = Postcard)]
pub async fn start_course(
    #[server(default)] slug: String,
    #[server(default)] theme: String,
    #[server(default)] level: String,
    #[server(default)] illustration: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] title_zgh: String,
    #[server(default)] summary_fr: String,
    #[server(default)] summary_ar: String,
    #[server(default)] summary_en: String,
    #[server(default)] summary_zgh: String,
    #[server(default)] outcomes_fr: String,
    #[server(default)] outcomes_ar: String,
    #[server(default)] outcomes_en: String,
    #[server(default)] outcomes_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::academy::CourseInput {
        slug,
        theme,
        level,
        illustration,
        title: [title_fr, title_ar, title_en, title_zgh],
        summary: [summary_fr, summary_ar, summary_en, summary_zgh],
        outcomes: [outcomes_fr, outcomes_ar, outcomes_en, outcomes_zgh],
    };
    let id = crate::ssr::respond(service::academy::start_course(&ctx, &input).await)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!("/{lang}/academy/teaching/drafts/{id}"));
    Ok(())
}

/// The next version of a published course; goes on to its outline.
#[server(endpoint = "academy/continue_course", output = Postcard)]
pub async fn continue_course(course: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let id = crate::ssr::respond(service::academy::continue_course(&ctx, &course).await)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!("/{lang}/academy/teaching/drafts/{id}"));
    Ok(())
}

#[server(endpoint = "academy/save_course", output = Postcard)]
pub async fn save_course(
    draft: CourseDraftId,
    version: i64,
    #[server(default)] theme: String,
    #[server(default)] level: String,
    #[server(default)] illustration: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] title_zgh: String,
    #[server(default)] summary_fr: String,
    #[server(default)] summary_ar: String,
    #[server(default)] summary_en: String,
    #[server(default)] summary_zgh: String,
    #[server(default)] outcomes_fr: String,
    #[server(default)] outcomes_ar: String,
    #[server(default)] outcomes_en: String,
    #[server(default)] outcomes_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let change = domain::academy::DraftChange::Course(domain::academy::CourseInput {
        slug: String::new(),
        theme,
        level,
        illustration,
        title: [title_fr, title_ar, title_en, title_zgh],
        summary: [summary_fr, summary_ar, summary_en, summary_zgh],
        outcomes: [outcomes_fr, outcomes_ar, outcomes_en, outcomes_zgh],
    });
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

/// One press of the outline's buttons.
#[server(endpoint = "academy/edit_outline", output = Postcard)]
pub async fn edit_outline(
    draft: CourseDraftId,
    version: i64,
    act: String,
    #[server(default)] at: String,
    #[server(default)] slug: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] title_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let title = [title_fr, title_ar, title_en, title_zgh];
    let pressed = domain::academy::OutlineInput {
        act,
        at,
        slug,
        title,
    };
    let change = crate::ssr::respond(pressed.parse())?;
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

#[server(endpoint = "academy/save_lesson", output = Postcard)]
pub async fn save_lesson(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    #[server(default)] minutes: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] title_zgh: String,
    #[server(default)] text_fr: String,
    #[server(default)] text_ar: String,
    #[server(default)] text_en: String,
    #[server(default)] text_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let change = domain::academy::DraftChange::Lesson {
        slug: lesson,
        input: domain::academy::LessonInput {
            title: [title_fr, title_ar, title_en, title_zgh],
            minutes,
            texts: [text_fr, text_ar, text_en, text_zgh],
        },
    };
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

#[server(endpoint = "academy/save_rules", output = Postcard)]
pub async fn save_rules(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    #[server(default)] pass: String,
    #[server(default)] pick: String,
    #[server(default)] time: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let change = domain::academy::DraftChange::Rules {
        slug: lesson,
        pass,
        pick,
        minutes: time,
    };
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

/// Goes on to the quiz's page.
#[server(endpoint = "academy/save_question", output = Postcard)]
pub async fn save_question(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    #[server(default)] id: String,
    #[server(default)] kind: String,
    #[server(default)] prompt_fr: String,
    #[server(default)] prompt_ar: String,
    #[server(default)] prompt_en: String,
    #[server(default)] prompt_zgh: String,
    #[server(default)] options_fr: String,
    #[server(default)] options_ar: String,
    #[server(default)] options_en: String,
    #[server(default)] options_zgh: String,
    #[server(default)] key: String,
    #[server(default)] tolerance: String,
    #[server(default)] feedback_fr: String,
    #[server(default)] feedback_ar: String,
    #[server(default)] feedback_en: String,
    #[server(default)] feedback_zgh: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let address = crate::ssr::draft_lesson_address(&ctx, draft, &lesson);
    let change = domain::academy::DraftChange::Question {
        slug: lesson,
        input: domain::academy::QuestionInput {
            id,
            kind,
            prompt: [prompt_fr, prompt_ar, prompt_en, prompt_zgh],
            options: [options_fr, options_ar, options_en, options_zgh],
            key,
            tolerance,
            feedback: [feedback_fr, feedback_ar, feedback_en, feedback_zgh],
        },
    };
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)?;
    crate::ssr::redirect(&address);
    Ok(())
}

/// `act` is `up`, `down` or `remove`.
#[server(endpoint = "academy/edit_questions", output = Postcard)]
pub async fn edit_questions(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    question: String,
    act: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let pressed = domain::academy::question_change(lesson, question, &act);
    let change = crate::ssr::respond(pressed)?;
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

/// Goes on to the quiz's page, which says what was taken and what was not.
#[server(endpoint = "academy/import_questions", output = Postcard)]
pub async fn import_questions(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    #[server(default)] csv: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::academy::import_questions(&ctx, draft, version, &lesson, &csv).await;
    let report = crate::ssr::respond(done)?;
    let address = crate::ssr::draft_lesson_address(&ctx, draft, &lesson);
    let (taken, refused) = (report.taken, report.to_text());
    crate::ssr::redirect(&format!("{address}?taken={taken}&refused={refused}"));
    Ok(())
}

#[server(endpoint = "academy/add_author", output = Postcard)]
pub async fn add_author(
    draft: CourseDraftId,
    #[server(default)] email: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::add_author(&ctx, draft, &email).await)
}

/// Goes on to the course's page.
#[server(endpoint = "academy/publish_draft", output = Postcard)]
pub async fn publish_draft(draft: CourseDraftId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::academy::publish_draft(&ctx, draft, version).await;
    let course = crate::ssr::respond(done)?;
    crate::ssr::redirect(&crate::ssr::lesson_address(&ctx, &course, None));
    Ok(())
}

/// A text as learners will see it.
#[server(endpoint = "academy/render_text", output = Postcard)]
pub async fn render_text(#[server(default)] text: String) -> Result<String, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::render_text(&ctx, &text))
}

/// What was dragged, and where it was let go: see `PlaceInput`.
#[server(endpoint = "academy/place_part", output = Postcard)]
pub async fn place_part(
    draft: CourseDraftId,
    version: i64,
    #[server(default)] what: String,
    #[server(default)] item: String,
    #[server(default)] into: String,
    #[server(default)] to: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let dropped = domain::academy::PlaceInput {
        what,
        item,
        into,
        to,
    };
    let change = crate::ssr::respond(dropped.parse())?;
    crate::ssr::respond(service::academy::change_draft(&ctx, draft, version, &change).await)
}

/// `None` for what was taken or replaced since: the page that took it may ask once more.
#[server(endpoint = "academy/show_question_import", input = GetUrl, output = Postcard)]
pub async fn show_question_import(
    draft: CourseDraftId,
    import: QuestionImportId,
) -> Result<Option<QuestionImport>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_question_import(&ctx, draft, import).await)
}

/// Takes what the dry run said can be taken; goes on to the quiz's page.
#[server(endpoint = "academy/take_questions", output = Postcard)]
pub async fn take_questions(
    draft: CourseDraftId,
    version: i64,
    lesson: String,
    import: QuestionImportId,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::academy::take_questions(&ctx, draft, version, import).await;
    let taken = crate::ssr::respond(done)?;
    let address = crate::ssr::draft_lesson_address(&ctx, draft, &lesson);
    crate::ssr::redirect(&format!("{address}?taken={taken}"));
    Ok(())
}

//! The academy's server functions: parse, call one use case, answer.

use crate::ApiError;
use domain::academy::{
    CourseCatalogue, CourseLearners, CoursePage, CredentialView, LearningPage, PlayerPage,
    TaughtCourse,
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

/// `search` is the address's query string, with or without its question mark.
#[server(endpoint = "academy/browse_courses", input = GetUrl, output = Postcard)]
pub async fn browse_courses(search: String) -> Result<CourseCatalogue, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let query = crate::ssr::course_query(&search);
    crate::ssr::respond(service::academy::browse_courses(&ctx, query).await)
}

#[server(endpoint = "academy/show_course", input = GetUrl, output = Postcard)]
pub async fn show_course(course: String) -> Result<CoursePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_course(&ctx, &course).await)
}

/// Sends the learner to where the course begins, or goes on.
#[server(endpoint = "academy/enrol", output = Postcard)]
pub async fn enrol(course: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::enrol(&ctx, &course).await)?;
    let progress = crate::ssr::respond(service::academy::course_progress(&ctx, &course).await)?;
    crate::ssr::redirect(&crate::ssr::lesson_address(
        &ctx,
        &course,
        progress.next.as_deref(),
    ));
    Ok(())
}

#[server(endpoint = "academy/leave_course", output = Postcard)]
pub async fn leave_course(course: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::leave_course(&ctx, &course).await)
}

#[server(endpoint = "academy/my_learning", input = GetUrl, output = Postcard)]
pub async fn my_learning() -> Result<LearningPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::my_learning(&ctx).await)
}

#[server(endpoint = "academy/open_lesson", input = GetUrl, output = Postcard)]
pub async fn open_lesson(course: String, lesson: String) -> Result<PlayerPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let opened = service::academy::open_lesson(&ctx, &course, &lesson).await;
    let mut page = crate::ssr::respond(opened)?;
    page.lesson.playing.saves_data = crate::ssr::saves_data();
    Ok(page)
}

#[server(endpoint = "academy/save_note", output = Postcard)]
pub async fn save_note(course: String, lesson: String, note: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::save_note(&ctx, &course, &lesson, &note).await)
}

/// Sends the learner to the lesson that follows, or back to the course after the last one.
#[server(endpoint = "academy/complete_lesson", output = Postcard)]
pub async fn complete_lesson(course: String, lesson: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let next =
        crate::ssr::respond(service::academy::complete_lesson(&ctx, &course, &lesson).await)?;
    crate::ssr::redirect(&crate::ssr::lesson_address(&ctx, &course, next.as_deref()));
    Ok(())
}

#[server(endpoint = "academy/start_attempt", output = Postcard)]
pub async fn start_attempt(course: String, lesson: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::start_attempt(&ctx, &course, &lesson).await)
}

/// Keeps the answers where `then` is `save`, and otherwise submits them to be graded.
#[server(endpoint = "academy/answer_quiz", output = Postcard)]
pub async fn answer_quiz(
    course: String,
    lesson: String,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] then: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(if then == "save" {
        service::academy::save_attempt(&ctx, &course, &lesson, &answers).await
    } else {
        service::academy::submit_attempt(&ctx, &course, &lesson, &answers).await
    })
}

#[server(endpoint = "academy/show_credential", input = GetUrl, output = Postcard)]
pub async fn show_credential(code: String) -> Result<CredentialView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_credential(&ctx, &code).await)
}

#[server(endpoint = "academy/revoke_credential", output = Postcard)]
pub async fn revoke_credential(code: String, reason: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::revoke_credential(&ctx, &code, &reason).await)
}

#[server(endpoint = "academy/my_courses", input = GetUrl, output = Postcard)]
pub async fn my_courses() -> Result<Vec<TaughtCourse>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::my_courses(&ctx).await)
}

#[server(endpoint = "academy/list_learners", input = GetUrl, output = Postcard)]
pub async fn list_learners(course: String) -> Result<CourseLearners, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::course_learners(&ctx, &course).await)
}

/// Grades a quiz again with the current key; answers how many results changed.
#[server(endpoint = "academy/regrade_quiz", output = Postcard)]
pub async fn regrade_quiz(course: String, lesson: String) -> Result<u32, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::regrade_quiz(&ctx, &course, &lesson).await)
}

//! The server functions of sessions, paths and questions, for learners: parse, call one use case,
//! answer.

use crate::ApiError;
use domain::{
    CourseSessionId, LessonAnswerId, LessonQuestionId,
    academy::{CourseExtras, LearningPath, LessonQuestion, PathCard, SessionPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "academy/show_course_extras", input = GetUrl, output = Postcard)]
pub async fn show_course_extras(course: String) -> Result<CourseExtras, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::course_extras(&ctx, &course).await)
}

#[server(endpoint = "academy/show_session", input = GetUrl, output = Postcard)]
pub async fn show_session(
    session: CourseSessionId,
    #[server(default)] token: String,
) -> Result<SessionPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_session(&ctx, session, &token).await)
}

/// Goes on to the session's page without the secret in its address.
#[server(endpoint = "academy/join_session", output = Postcard)]
pub async fn join_session(
    session: CourseSessionId,
    #[server(default)] token: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::join_session(&ctx, session, &token).await)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!("/{lang}/academy/sessions/{session}"));
    Ok(())
}

/// Goes on to the course's page: without a seat the session may not be there any more.
#[server(endpoint = "academy/leave_session", output = Postcard)]
pub async fn leave_session(session: CourseSessionId, course: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::leave_session(&ctx, session).await)?;
    crate::ssr::redirect(&crate::ssr::lesson_address(&ctx, &course, None));
    Ok(())
}

/// `people` has a field for each person who is ticked.
#[server(endpoint = "academy/seat_members", output = Postcard)]
pub async fn seat_members(
    session: CourseSessionId,
    #[server(default)] people: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let people: Vec<_> = people.keys().filter_map(|id| id.parse().ok()).collect();
    crate::ssr::respond(service::academy::seat_members(&ctx, session, &people).await)
}

#[server(endpoint = "academy/learning_paths", input = GetUrl, output = Postcard)]
pub async fn learning_paths() -> Result<Vec<PathCard>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::learning_paths(&ctx).await)
}

#[server(endpoint = "academy/show_path", input = GetUrl, output = Postcard)]
pub async fn show_path(path: String) -> Result<LearningPath, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::show_path(&ctx, &path).await)
}

#[server(endpoint = "academy/lesson_questions", input = GetUrl, output = Postcard)]
pub async fn lesson_questions(
    course: String,
    lesson: String,
) -> Result<Vec<LessonQuestion>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::lesson_questions(&ctx, &course, &lesson).await)
}

#[server(endpoint = "academy/ask_question", output = Postcard)]
pub async fn ask_question(
    course: String,
    lesson: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::ask_question(&ctx, &course, &lesson, &text).await)
}

#[server(endpoint = "academy/answer_question", output = Postcard)]
pub async fn answer_question(
    course: String,
    lesson: String,
    question: LessonQuestionId,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::academy::answer_question(&ctx, &course, &lesson, question, &text).await,
    )
}

#[server(endpoint = "academy/accept_answer", output = Postcard)]
pub async fn accept_answer(course: String, answer: LessonAnswerId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::accept_answer(&ctx, &course, answer).await)
}

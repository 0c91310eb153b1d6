//! The server functions of trainers: parse, call one use case, answer.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    CourseSessionId, InvitationId,
    academy::{QuizAnalysis, SessionRoom, TeachingPlan},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "academy/show_teaching_plan", input = GetUrl, output = Postcard)]
pub async fn show_teaching_plan(course: String) -> Result<TeachingPlan, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::teaching_plan(&ctx, &course).await)
}

/// Goes on to the session's own page.
#[server(endpoint = "academy/plan_session", output = Postcard)]
pub async fn plan_session(
    course: String,
    #[server(default)] starts: String,
    #[server(default)] ends: String,
    #[server(default)] place: String,
    #[server(default)] link: String,
    #[server(default)] lang: String,
    #[server(default)] capacity: String,
    #[server(default)] access: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::academy::SessionInput {
        starts,
        ends,
        place,
        link,
        lang,
        capacity,
        access,
    };
    let planned = service::academy::plan_session(&ctx, &course, &input).await;
    let id = crate::ssr::respond(planned)?;
    let lang = ctx.lang.code();
    crate::ssr::redirect(&format!("/{lang}/academy/teaching/{course}/sessions/{id}"));
    Ok(())
}

/// `requires` has a field for each course that is ticked.
#[server(endpoint = "academy/set_requirements", output = Postcard)]
pub async fn set_requirements(
    course: String,
    #[server(default)] requires: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let requires: Vec<String> = requires.into_keys().collect();
    crate::ssr::respond(service::academy::set_requirements(&ctx, &course, &requires).await)
}

#[server(endpoint = "academy/announce_course", output = Postcard)]
pub async fn announce_course(
    course: String,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::announce_course(&ctx, &course, &text).await)
}

#[server(endpoint = "academy/show_session_room", input = GetUrl, output = Postcard)]
pub async fn show_session_room(session: CourseSessionId) -> Result<SessionRoom, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::session_room(&ctx, session).await)
}

#[server(endpoint = "academy/widen_session", output = Postcard)]
pub async fn widen_session(
    session: CourseSessionId,
    #[server(default)] capacity: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::widen_session(&ctx, session, &capacity).await)
}

#[server(endpoint = "academy/call_off_session", output = Postcard)]
pub async fn call_off_session(session: CourseSessionId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::call_off_session(&ctx, session).await)
}

#[server(endpoint = "academy/invite_learner", output = Postcard)]
pub async fn invite_learner(
    session: CourseSessionId,
    #[server(default)] email: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::invite_learner(&ctx, session, &email).await)
}

#[server(endpoint = "academy/revoke_session_invitation", output = Postcard)]
pub async fn revoke_session_invitation(
    session: CourseSessionId,
    invitation: InvitationId,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::academy::revoke_session_invitation(&ctx, session, invitation).await;
    crate::ssr::respond(done)
}

/// `present` has a field for each person who is ticked; `lesson` is what the group learnt.
#[server(endpoint = "academy/mark_attendance", output = Postcard)]
pub async fn mark_attendance(
    session: CourseSessionId,
    #[server(default)] present: BTreeMap<String, String>,
    #[server(default)] lesson: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let present = present.keys().filter_map(|id| id.parse().ok()).collect();
    crate::ssr::respond(service::academy::mark_attendance(&ctx, session, &present, &lesson).await)
}

#[server(endpoint = "academy/announce_session", output = Postcard)]
pub async fn announce_session(
    session: CourseSessionId,
    #[server(default)] text: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::announce_session(&ctx, session, &text).await)
}

/// Goes on to the path's page. `places` has a field for each course.
#[server(endpoint = "academy/save_path", output = Postcard)]
pub async fn save_path(
    #[server(default)] slug: String,
    #[server(default)] title_fr: String,
    #[server(default)] title_ar: String,
    #[server(default)] title_en: String,
    #[server(default)] summary_fr: String,
    #[server(default)] summary_ar: String,
    #[server(default)] summary_en: String,
    #[server(default)] places: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::academy::PathInput {
        slug,
        title: [title_fr, title_ar, title_en, String::new()],
        summary: [summary_fr, summary_ar, summary_en, String::new()],
        places,
    };
    let slug = crate::ssr::respond(service::academy::save_path(&ctx, &input).await)?;
    crate::ssr::redirect(&format!("/{}/academy/paths/{slug}", ctx.lang.code()));
    Ok(())
}

/// Three more years, signed anew.
#[server(endpoint = "academy/renew_credential", output = Postcard)]
pub async fn renew_credential(code: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::renew_credential(&ctx, &code).await)
}

#[server(endpoint = "academy/analyse_quiz", input = GetUrl, output = Postcard)]
pub async fn analyse_quiz(course: String, lesson: String) -> Result<QuizAnalysis, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::quiz_analysis(&ctx, &course, &lesson).await)
}

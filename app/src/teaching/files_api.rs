//! The server functions of a lesson's files: parse, call one use case, answer. The files themselves
//! come by routes of the server.

use crate::ApiError;
use domain::{CourseDraftId, MediaUploadId, academy::LessonFiles};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "academy/list_files", input = GetUrl, output = Postcard)]
pub async fn list_files(draft: CourseDraftId, lesson: String) -> Result<LessonFiles, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::lesson_files(&ctx, draft, &lesson).await)
}

#[server(endpoint = "academy/remove_file", output = Postcard)]
pub async fn remove_file(upload: MediaUploadId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::remove_upload(&ctx, upload).await)
}

#[server(endpoint = "academy/remove_recording", output = Postcard)]
pub async fn remove_recording(
    draft: CourseDraftId,
    lesson: String,
    lang: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::remove_recording(&ctx, draft, &lesson, &lang).await)
}

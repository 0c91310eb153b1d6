//! Pictures sent from the desk, as a plain multipart form.

use axum::{
    Extension,
    extract::{DefaultBodyLimit, Multipart},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, ListingId, Problem};
use service::Ctx;

/// The largest body: the largest picture and its form around it.
pub const MAX_UPLOAD_BYTES: usize = 11 * 1024 * 1024;

pub fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_UPLOAD_BYTES)
}

/// Fields `listing`, `alt` and the file `picture`; goes back to the desk's listings.
pub async fn upload_picture(Extension(ctx): Extension<Ctx>, form: Multipart) -> Response {
    match read_and_upload(&ctx, form).await {
        Ok(()) => {
            Redirect::to(&format!("/{}/desk/listings?uploaded=1", ctx.lang.code())).into_response()
        }
        Err(Error::Invalid { fields }) => {
            let problem = fields
                .first()
                .map_or("picture", |field| field.field.as_str());
            Redirect::to(&format!(
                "/{}/desk/listings?refused={problem}",
                ctx.lang.code()
            ))
            .into_response()
        }
        Err(error) => crate::api::problem(&error),
    }
}

async fn read_and_upload(ctx: &Ctx, mut form: Multipart) -> domain::Result<()> {
    let mut listing: Option<ListingId> = None;
    let mut alt = String::new();
    let mut picture = None;
    while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
            max_bytes: MAX_UPLOAD_BYTES as u64,
        })?;
        match name.as_str() {
            "listing" => listing = String::from_utf8_lossy(&bytes).trim().parse().ok(),
            "alt" => alt = String::from_utf8_lossy(&bytes).into_owned(),
            "picture" => picture = Some(bytes),
            _ => {}
        }
    }
    let listing = listing.ok_or(Error::NotFound)?;
    let picture = picture.ok_or_else(|| Error::field("picture", Problem::Required))?;
    service::marketplace::upload_picture(ctx, listing, &picture, &alt).await?;
    Ok(())
}

/// Fields `review` and the file `picture`; goes back to the page it came from.
pub async fn upload_review_picture(
    Extension(ctx): Extension<Ctx>,
    headers: axum::http::HeaderMap,
    form: Multipart,
) -> Response {
    // Only the path of our own page, whatever the browser says.
    let back = headers
        .get(axum::http::header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, path)| path.split(['?', '#']).next().unwrap_or_default())
        .map_or_else(
            || format!("/{}", ctx.lang.code()),
            |path| format!("/{path}"),
        );
    match read_review_picture(&ctx, form).await {
        Ok(()) => Redirect::to(&format!("{back}#reviews")).into_response(),
        Err(error) => crate::api::problem(&error),
    }
}

async fn read_review_picture(ctx: &Ctx, mut form: Multipart) -> domain::Result<()> {
    let mut review = None;
    let mut picture = None;
    while let Some(field) = form.next_field().await.map_err(|_| Error::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| Error::TooLarge {
            max_bytes: MAX_UPLOAD_BYTES as u64,
        })?;
        match name.as_str() {
            "review" => review = String::from_utf8_lossy(&bytes).trim().parse().ok(),
            "picture" => picture = Some(bytes),
            _ => {}
        }
    }
    let review = review.ok_or(Error::NotFound)?;
    let picture = picture.ok_or_else(|| Error::field("picture", Problem::Required))?;
    service::marketplace::add_review_picture(ctx, review, &picture).await
}

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

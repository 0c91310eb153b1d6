//! Uploaded pictures become the sizes that pages show.

use crate::Services;
use domain::policy::{Action, Actor, Platform, authorize};
use media::{Limits, render};

/// Renders the oldest waiting picture; how many were done. One that cannot be rendered is given
/// up, so that it does not hold up the others.
///
/// # Errors
/// Where the database or the disk fails; the next step tries again.
pub async fn render_pictures(
    services: &Services,
) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let waiting = store::marketplace::pending_pictures(services.db.reader(), 1).await?;
    let of_review = store::marketplace::pending_review_picture(services.db.reader()).await?;
    let (picture, sha256) = match (waiting.into_iter().next(), of_review) {
        (Some((picture, sha256)), _) => (Waiting::Listing(picture), sha256),
        (None, Some((picture, sha256))) => (Waiting::Review(picture), sha256),
        (None, None) => return Ok(0),
    };
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
    let media = services.media.clone();
    let widths = tokio::task::spawn_blocking(move || -> std::io::Result<Vec<u32>> {
        let bytes = match media.read_original(&sha256) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            bytes => bytes?,
        };
        let Ok(variants) = render(&bytes, &Limits::default()) else {
            return Ok(Vec::new());
        };
        media.put_variants(&sha256, &variants)?;
        let mut widths: Vec<u32> = variants.iter().map(|variant| variant.width).collect();
        widths.dedup();
        Ok(widths)
    })
    .await??;
    let tx = services.db.begin().await?;
    match picture {
        Waiting::Listing(picture) => {
            store::marketplace::finish_picture(&tx, &permit, picture, &widths).await?;
        }
        Waiting::Review(picture) => {
            store::marketplace::finish_review_picture(&tx, &permit, picture, &widths).await?;
        }
    }
    store::commit(tx).await?;
    Ok(1)
}

/// Whose picture it is.
enum Waiting {
    Listing(domain::PictureId),
    Review(i64),
}

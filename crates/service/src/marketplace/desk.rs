//! The desk's stock, and pictures on their way in.

use crate::{Ctx, internal};
use domain::{
    CooperativeId, Error, Problem, Result, VariantId,
    marketplace::{ListingCard, StockRow},
    policy::{Action, Stock, authorize},
    text,
};
use media::{Limits, Refused};

/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage the cooperative.
pub async fn list_stock(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<StockRow>> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    store::marketplace::stock_rows(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// Counts a variant's stock anew. `version` is the one the manager saw.
///
/// # Errors
/// `Invalid` on `on_hand` (also below what is promised); `Conflict` where it changed meanwhile;
/// `NotFound` for what is not the manager's.
pub async fn set_stock(
    ctx: &Ctx,
    variant: VariantId,
    on_hand: &str,
    version: i64,
) -> Result<StockRow> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = store::marketplace::stock_row(&tx, variant)
        .await
        .map_err(internal(ctx))?;
    let (cooperative, before) = row.ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let on_hand =
        text::integer(on_hand, 0, 1_000_000).map_err(|problem| Error::field("on_hand", problem))?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let on_hand = u32::try_from(on_hand).map_err(|_| Error::Malformed)?;
    store::marketplace::set_on_hand(
        &tx,
        &permit,
        variant,
        &before,
        on_hand,
        ctx.actor.person(),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    let row = store::marketplace::stock_row(&tx, variant)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    row.map(|(_, row)| row).ok_or(Error::NotFound)
}

/// The manager's listings.
///
/// # Errors
/// As [`list_stock`].
pub async fn my_listings(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<ListingCard>> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    store::marketplace::listing_cards_of(ctx.db().reader(), cooperative, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Checks a picture by its bytes and keeps the original; the worker renders it later.
///
/// # Errors
/// `Invalid` on `picture`; `TooLarge`.
pub(super) async fn keep_picture(ctx: &Ctx, bytes: &[u8]) -> Result<media::Checked> {
    let checked = media::check(bytes, &Limits::default()).map_err(|refused| match refused {
        Refused::TooManyBytes { max } => Error::TooLarge { max_bytes: max },
        Refused::TooSmall { min } => Error::field("picture", Problem::TooShort { min }),
        Refused::TooManyPixels { .. } => Error::field("picture", Problem::TooManyPixels),
        Refused::NotAPicture => Error::field("picture", Problem::NotAPicture),
        Refused::Damaged => Error::field("picture", Problem::Damaged),
    })?;
    let media = ctx.services.media.clone();
    let (sha256, format, original) = (checked.sha256.clone(), checked.format, bytes.to_vec());
    let kept =
        tokio::task::spawn_blocking(move || media.put_original(&sha256, format, &original)).await;
    if !matches!(kept, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?kept, "original could not be kept");
        return Err(Error::Internal {
            request_id: ctx.request_id.clone(),
        });
    }
    Ok(checked)
}

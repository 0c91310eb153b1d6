//! Cancelling by line, by the seller or by the buyer, before it is sent.

use super::{
    Pieces, desk_file, free_stock, is_first, prepare::load, read_pieces, take_off, tracked_file,
};
use crate::{Ctx, internal, marketplace::mails};
use domain::{
    Error, OrderId, Problem, Result,
    marketplace::{Counts, OrderProgress, OrderState},
    policy::Permit,
    text,
};
use store::{Tx, marketplace::OrderFile};

/// By the seller, with a reason for the buyer.
///
/// # Errors
/// `Invalid` on `reason` or `pieces[<line>]`; `NotFound`; `Conflict` for an order that is over.
pub async fn cancel_lines(
    ctx: &Ctx,
    order: OrderId,
    pieces: &Pieces,
    reason: &str,
    request_key: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = desk_file(ctx, &tx, order).await?;
    let reason = text::line(reason, 300).map_err(|problem| Error::field("reason", problem))?;
    cancel(
        ctx,
        tx,
        file,
        &permit,
        pieces,
        request_key,
        "cancelled",
        Some(&reason),
    )
    .await
}

/// By the buyer, or whoever holds the tracking link.
///
/// # Errors
/// As [`cancel_lines`].
pub async fn cancel_tracked_lines(
    ctx: &Ctx,
    token: &str,
    order: OrderId,
    pieces: &Pieces,
    request_key: &str,
) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (file, permit) = tracked_file(ctx, &tx, token, order).await?;
    cancel(
        ctx,
        tx,
        file,
        &permit,
        pieces,
        request_key,
        "cancelled_by_buyer",
        None,
    )
    .await
}

#[expect(
    clippy::too_many_arguments,
    reason = "one decision by two kinds of people"
)]
async fn cancel<R>(
    ctx: &Ctx,
    tx: Tx,
    mut file: OrderFile,
    permit: &Permit<R>,
    pieces: &Pieces,
    request_key: &str,
    kind: &str,
    reason: Option<&str>,
) -> Result<OrderProgress> {
    let content = format!("{kind} {pieces:?} {reason:?}");
    if !is_first(ctx, &tx, permit, file.id, request_key, &content).await? {
        return load(ctx, &tx, file.id).await;
    }
    if !matches!(file.state, OrderState::Placed | OrderState::Confirmed) {
        return Err(Error::Conflict);
    }
    let pieces = read_pieces(pieces, &file, Counts::to_ship)?;
    if pieces.values().any(|count| *count == 0) {
        return Err(Error::field("pieces", Problem::Required));
    }
    mails::lines_cancelled(ctx, &tx, permit, &file, kind, reason).await?;
    let stock = take_off(ctx, &tx, permit, &mut file, &pieces, kind, reason).await?;
    free_stock(ctx, &tx, permit, &[(file.id, stock)].into()).await?;
    let progress = load(ctx, &tx, file.id).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

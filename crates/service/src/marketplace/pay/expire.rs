//! Orders that were to be paid first and were not: their goods go back on the shelf.

use super::settlement;
use crate::{Ctx, internal, marketplace::fulfil};
use domain::{
    Result,
    marketplace::OrderState,
    policy::{Action, Platform, authorize},
};

/// Cancels what was not paid in time; how many payments were given up. An answer that comes later
/// is taken and refunded.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn expire_payments(ctx: &Ctx) -> Result<u32> {
    authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let expired = store::marketplace::expired_payments(ctx.db().reader(), ctx.now, 100)
        .await
        .map_err(internal(ctx))?;
    let mut given_up = 0;
    for payment in expired {
        if give_up(ctx, payment.id, ctx.now).await? {
            given_up += 1;
        }
    }
    Ok(given_up)
}

/// One payment a transaction, so that a group's lock is held for as long as its own orders take.
pub(super) async fn give_up(
    ctx: &Ctx,
    id: domain::PaymentId,
    over_by: domain::Timestamp,
) -> Result<bool> {
    let permit = settlement()?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let found = store::marketplace::payment(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let Some(found) = found else {
        return Ok(false);
    };
    store::marketplace::lock_group(&tx, found.group)
        .await
        .map_err(internal(ctx))?;
    // Under the lock: an answer may have come meanwhile.
    let payment = store::marketplace::payment(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let is_open =
        payment.is_some_and(|it| it.captured == 0 && it.expires_at.is_some_and(|at| at <= over_by));
    if !is_open {
        return Ok(false);
    }
    store::marketplace::clear_expiry(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    let files = store::marketplace::group_files(&tx, found.group)
        .await
        .map_err(internal(ctx))?;
    let mut stock = store::marketplace::Pieces::new();
    for mut file in files {
        let left = fulfil::all_left(&file);
        if file.state != OrderState::Cancelled && !left.is_empty() {
            let pieces =
                fulfil::take_off(ctx, &tx, &permit, &mut file, &left, "not_paid", None).await?;
            stock.insert(file.id, pieces);
        }
    }
    fulfil::free_stock(ctx, &tx, &permit, &stock).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(true)
}

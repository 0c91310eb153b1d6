//! What a program reads and changes: stock and prices by SKU, orders.

use super::own_cooperative;
use crate::{
    Ctx, internal,
    marketplace::{self, Pieces, ShipInput},
};
use domain::{
    Currency, Error, OrderId, Problem, Result,
    integrations::SellerVariant,
    marketplace::{OrderProgress, OrderState, OrderView},
    policy::{Action, Listing, Purse, Stock, authorize},
    text,
};
use store::accounts::{AuditEntry, append_audit};

/// Every size on sale or prepared, with its stock.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who may not.
pub async fn seller_stock(ctx: &Ctx) -> Result<Vec<SellerVariant>> {
    let cooperative = own_cooperative(ctx)?;
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    store::integrations::seller_variants(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// Counts a size anew, by its SKU. Counting the same again changes nothing.
///
/// # Errors
/// `Invalid` on `on_hand`, also below what is promised; `NotFound`; `Conflict` where it changed
/// at the same moment.
pub async fn set_stock_of(ctx: &Ctx, sku: &str, on_hand: i64) -> Result<()> {
    let cooperative = own_cooperative(ctx)?;
    let db = ctx.db().reader();
    let (variant, _, _) = store::integrations::price_by_sku(db, cooperative, sku)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (_, row) = store::marketplace::stock_row(db, variant)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    marketplace::set_stock(ctx, variant, &on_hand.to_string(), row.version).await?;
    Ok(())
}

/// Sets the price of a size in one currency, by its SKU. What was sold keeps its own price, and
/// who has it in a cart is told.
///
/// # Errors
/// `Invalid` on `currency` or `amount`; `NotFound`.
pub async fn set_price_of(ctx: &Ctx, sku: &str, currency: &str, amount: &str) -> Result<()> {
    let cooperative = own_cooperative(ctx)?;
    let permit = authorize(&ctx.actor, Action::EditPrice, &Listing { cooperative })?;
    let currency = Currency::from_code(currency)
        .ok_or_else(|| Error::field("currency", Problem::UnknownChoice))?;
    let price =
        text::amount(amount, currency).map_err(|problem| Error::field("amount", problem))?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (variant, _, before) = store::integrations::price_by_sku(&tx, cooperative, sku)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if before == price {
        return Ok(());
    }
    store::integrations::set_price(&tx, &permit, variant, price)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "set_price",
        subject: format!("variant:{variant}"),
        before: (currency == Currency::Mad).then(|| serde_json::json!(before)),
        after: Some(serde_json::json!(price)),
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The cooperative's orders in a state, the newest first, 50 at a time: those before `before`.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who may not.
pub async fn seller_orders(
    ctx: &Ctx,
    state: Option<OrderState>,
    before: Option<OrderId>,
) -> Result<Vec<OrderView>> {
    let cooperative = own_cooperative(ctx)?;
    authorize(&ctx.actor, Action::ReadSales, &Purse { cooperative })?;
    store::marketplace::seller_orders(ctx.db().reader(), cooperative, state, before)
        .await
        .map_err(internal(ctx))
}

/// An order's lines, parcels and returns. What buyer, seller and office say to each other is
/// between people.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for one of another cooperative, or for who may not.
pub async fn seller_order(ctx: &Ctx, order: OrderId) -> Result<OrderProgress> {
    marketplace::show_progress(ctx, order).await.map(lean)
}

/// Sends a parcel; without `pieces`, with everything that is left.
///
/// # Errors
/// As [`marketplace::ship_order`].
pub async fn ship_order_of(
    ctx: &Ctx,
    order: OrderId,
    pieces: Option<Pieces>,
    mut input: ShipInput,
) -> Result<OrderProgress> {
    input.pieces = match pieces {
        Some(pieces) => pieces,
        None => marketplace::show_progress(ctx, order)
            .await?
            .lines
            .iter()
            .map(|line| (line.line.to_string(), line.counts.to_ship().to_string()))
            .collect(),
    };
    marketplace::ship_order(ctx, order, input).await.map(lean)
}

fn lean(progress: OrderProgress) -> OrderProgress {
    OrderProgress {
        messages: Vec::new(),
        dispute: None,
        refusals: 0,
        ..progress
    }
}

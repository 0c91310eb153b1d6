//! What a person keeps for later, and ordering the same again.

use super::{CartChange, add_to_cart};
use crate::{Ctx, internal};
use domain::{
    Error, ListingId, OrderId, PersonId, Result,
    marketplace::ListingCard,
    policy::{Account, Action, Order, Permit, authorize},
};

fn own(ctx: &Ctx) -> Result<(PersonId, Permit<Account>)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::ManageOwnAccount, &Account { owner })?;
    Ok((owner, permit))
}

/// Keeps a listing or forgets it.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for an unknown listing.
pub async fn set_favourite(ctx: &Ctx, listing: ListingId, keep: bool) -> Result<()> {
    let (person, permit) = own(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::listing_owner(&tx, listing)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    store::marketplace::set_favourite(&tx, &permit, person, listing, keep, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Whether the reader keeps it; nobody signed in keeps nothing.
///
/// # Errors
/// Only `Internal`.
pub async fn is_favourite(ctx: &Ctx, listing: ListingId) -> Result<bool> {
    match ctx.actor.person() {
        Some(person) => store::marketplace::is_favourite(ctx.db().reader(), person, listing)
            .await
            .map_err(internal(ctx)),
        None => Ok(false),
    }
}

/// The kept listings that are still public, the newest first.
///
/// # Errors
/// `Unauthenticated`.
pub async fn list_favourites(ctx: &Ctx) -> Result<Vec<ListingCard>> {
    let (person, _) = own(ctx)?;
    let db = ctx.db().reader();
    let ids = store::marketplace::favourites_of(db, person)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::cards(db, &ids, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Puts an old order's goods into the cart, as far as they are still sold and in stock; how many
/// of its lines are in it now, and how many there were.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another's order.
pub async fn reorder(ctx: &Ctx, order: OrderId) -> Result<(u32, u32)> {
    let db = ctx.db().reader();
    let head = store::marketplace::order_head(db, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let it = Order {
        seller: head.seller,
        buyer: head.buyer,
    };
    authorize(&ctx.actor, Action::ReadOrder, &it)?;
    let lines = store::marketplace::order_variants(db, order)
        .await
        .map_err(internal(ctx))?;
    let all = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let mut added = 0;
    for (variant, quantity) in lines {
        let change = match add_to_cart(ctx, variant, quantity).await {
            // Fewer are left: those.
            Err(Error::OutOfStock { available, .. }) if available > 0 => {
                add_to_cart(ctx, variant, available).await
            }
            change => change,
        };
        match change {
            Ok(CartChange { .. }) => added += 1,
            Err(Error::OutOfStock { .. } | Error::NotFound | Error::Invalid { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((added, all))
}

//! The addresses that a person keeps for the next time.

use crate::{Ctx, internal};
use domain::{
    AddressId, Error, PersonId, Result,
    marketplace::{AddressBook, AddressInput},
    policy::{Account, Action, Permit, authorize},
    text,
};

fn own(ctx: &Ctx) -> Result<(PersonId, Permit<Account>)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::ManageOwnAccount, &Account { owner })?;
    Ok((owner, permit))
}

/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn show_addresses(ctx: &Ctx) -> Result<AddressBook> {
    let (owner, _) = own(ctx)?;
    let db = ctx.db().reader();
    let kept = store::marketplace::saved_addresses(db, owner)
        .await
        .map_err(internal(ctx))?;
    let places = store::marketplace::places(db)
        .await
        .map_err(internal(ctx))?;
    Ok(AddressBook {
        kept,
        provinces: places.provinces,
        countries: places.countries,
    })
}

/// Keeps a new address, or changes the one with this id.
///
/// # Errors
/// `Unauthenticated`; `Invalid` naming every wrong field; `NotFound` for another person's;
/// `Conflict` where 20 are kept already.
pub async fn save_address(
    ctx: &Ctx,
    id: Option<AddressId>,
    label: &str,
    input: &AddressInput,
) -> Result<()> {
    let (owner, permit) = own(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let places = store::marketplace::places(&tx)
        .await
        .map_err(internal(ctx))?;
    let mut check = text::Check::default();
    let label = check.take("label", text::line(label, 40));
    let address = input.take(&places, &mut check);
    check.finish()?;
    let (Some(label), Some(address)) = (label, address) else {
        return Err(Error::Malformed);
    };
    match id {
        Some(id) => {
            store::marketplace::update_address(&tx, &permit, owner, id, &label, &address).await
        }
        None => {
            store::marketplace::insert_address(&tx, &permit, owner, &label, &address, ctx.now).await
        }
    }
    .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// `Unauthenticated`; `NotFound` for another person's.
pub async fn delete_address(ctx: &Ctx, id: AddressId) -> Result<()> {
    let (owner, permit) = own(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::delete_address(&tx, &permit, owner, id)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

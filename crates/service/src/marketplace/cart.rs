//! The cart: a guest's behind a secret token, a person's behind their account.

use super::coupons::shown;
use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    Error, Money, Problem, Result, VariantId,
    marketplace::{CartLine, CartParcel, CartView, MAX_QUANTITY, Notice},
    policy::{Action, Cart, Permit, authorize},
};
use store::{
    Tx,
    marketplace::{CartRow, LineRow, OnSale},
};

/// A changed cart; `new_token` is a new guest cart's secret, told once.
#[derive(Clone, Debug)]
pub struct CartChange {
    pub view: CartView,
    pub new_token: Option<String>,
}

/// The caller's cart, if there is one, and the permit to change it.
pub(super) async fn own_cart(
    ctx: &Ctx,
    db: &impl store::Connection,
) -> Result<(Option<CartRow>, Permit<Cart>)> {
    let owner = ctx.actor.person();
    let permit = authorize(&ctx.actor, Action::ManageCart, &Cart { owner })?;
    let hash = ctx.cart_token.as_deref().map(token_hash);
    let cart = store::marketplace::find_cart(db, owner, hash.as_deref())
        .await
        .map_err(internal(ctx))?;
    Ok((cart, permit))
}

/// The caller's cart, locked until `tx` ends: its lines are read after this, so that two changes
/// of one cart never build on the same reading.
pub(super) async fn locked_cart(ctx: &Ctx, tx: &Tx) -> Result<(Option<CartRow>, Permit<Cart>)> {
    let (cart, permit) = own_cart(ctx, tx).await?;
    if let Some(cart) = cart {
        store::marketplace::touch_cart(tx, &permit, cart.id, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    Ok((cart, permit))
}

/// # Errors
/// Only `Internal`; without a cart it is empty.
pub async fn view_cart(ctx: &Ctx) -> Result<CartView> {
    let db = ctx.db().reader();
    let (cart, _) = own_cart(ctx, db).await?;
    match cart {
        Some(cart) => {
            let lines = store::marketplace::lines(db, cart.id)
                .await
                .map_err(internal(ctx))?;
            shown(ctx, db, cart.id, &lines).await
        }
        None => Ok(CartView::empty()),
    }
}

/// Pieces in the cart.
///
/// # Errors
/// Only `Internal`.
pub async fn count_cart(ctx: &Ctx) -> Result<u32> {
    let db = ctx.db().reader();
    match own_cart(ctx, db).await?.0 {
        Some(cart) => store::marketplace::list_lines_count(db, cart.id)
            .await
            .map_err(internal(ctx)),
        None => Ok(0),
    }
}

/// Adds pieces of a variant, at today's price.
///
/// # Errors
/// `NotFound` for what is not on sale; `OutOfStock` where there is less; `Invalid` on `quantity`.
pub async fn add_to_cart(ctx: &Ctx, variant: VariantId, quantity: u32) -> Result<CartChange> {
    check_quantity(quantity, 1)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let on_sale = sellable(ctx, &tx, variant, quantity).await?;
    let (cart, new_token) = match cart {
        Some(cart) => (cart, None),
        None => {
            let token = ctx.actor.person().is_none().then(new_token);
            let hash = token.as_deref().map(token_hash);
            let cart = store::marketplace::create_cart(
                &tx,
                &permit,
                ctx.actor.person(),
                hash.as_deref(),
                ctx.now,
            )
            .await
            .map_err(internal(ctx))?;
            (cart, token)
        }
    };
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let line = lines.iter().find(|line| line.variant == variant);
    let wanted = line
        .map_or(0, |line| line.quantity)
        .saturating_add(quantity);
    let available = line.map_or(on_sale.available, |line| line.available);
    check_quantity(wanted, on_sale.min_order)?;
    let price = sellable(ctx, &tx, variant, wanted).await?.price;
    if wanted > available {
        return Err(Error::OutOfStock { variant, available });
    }
    store::marketplace::set_line(&tx, &permit, cart.id, variant, wanted, price)
        .await
        .map_err(internal(ctx))?;
    finish(ctx, tx, cart)
        .await
        .map(|view| CartChange { view, new_token })
}

/// Sets a line's quantity; zero takes it out.
///
/// # Errors
/// `NotFound` without a cart or for what is not on sale; `OutOfStock`; `Invalid` on `quantity`.
pub async fn set_cart_quantity(ctx: &Ctx, variant: VariantId, quantity: u32) -> Result<CartView> {
    check_quantity(quantity, 0)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let line = lines
        .iter()
        .find(|line| line.variant == variant)
        .ok_or(Error::NotFound)?;
    if quantity > 0 && quantity > line.available {
        return Err(Error::OutOfStock {
            variant,
            available: line.available,
        });
    }
    if quantity > 0 {
        check_quantity(quantity, line.min_order.min(line.available.max(1)))?;
    }
    let seen = seen_price(ctx, &tx, line, quantity).await?;
    store::marketplace::set_line(&tx, &permit, cart.id, variant, quantity, seen)
        .await
        .map_err(internal(ctx))?;
    finish(ctx, tx, cart).await
}

/// Takes today's prices and what is left; lines of which nothing is left go.
///
/// # Errors
/// `NotFound` without a cart.
pub async fn accept_cart_changes(ctx: &Ctx) -> Result<CartView> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    for line in store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?
    {
        let quantity = if line.on_sale {
            line.quantity.min(line.available)
        } else {
            0
        };
        if quantity != line.quantity || line.price != line.seen_price {
            // Fewer pieces may cost more each.
            let price = price_of(ctx, &tx, &line, quantity).await?;
            store::marketplace::set_line(&tx, &permit, cart.id, line.variant, quantity, price)
                .await
                .map_err(internal(ctx))?;
        }
    }
    finish(ctx, tx, cart).await
}

/// Joins a guest's cart to the signed-in person's: quantities add up, capped at what is left.
/// Answers the variants that had to be lowered.
///
/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn merge_cart(ctx: &Ctx, guest_token: &str) -> Result<Vec<VariantId>> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (own, permit) = locked_cart(ctx, &tx).await?;
    let guest_permit = authorize(&ctx.actor, Action::ManageCart, &Cart { owner: None })?;
    let hash = token_hash(guest_token);
    let Some(guest) = store::marketplace::find_cart(&tx, None, Some(&hash))
        .await
        .map_err(internal(ctx))?
    else {
        return Ok(Vec::new());
    };
    let own = match own {
        Some(own) => own,
        None => store::marketplace::create_cart(&tx, &permit, Some(person), None, ctx.now)
            .await
            .map_err(internal(ctx))?,
    };
    store::marketplace::touch_cart(&tx, &guest_permit, guest.id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // What the guest's checkout held is free again before the sums are made.
    store::marketplace::release_cart(&tx, &guest_permit, guest.id)
        .await
        .map_err(internal(ctx))?;
    let mine = store::marketplace::lines(&tx, own.id)
        .await
        .map_err(internal(ctx))?;
    let mut lowered = Vec::new();
    for line in store::marketplace::lines(&tx, guest.id)
        .await
        .map_err(internal(ctx))?
    {
        let had = mine.iter().find(|own| own.variant == line.variant);
        let wanted = line
            .quantity
            .saturating_add(had.map_or(0, |own| own.quantity));
        let cap = had
            .map_or(line.available, |own| own.available)
            .min(MAX_QUANTITY);
        // A line of which nothing is left stays, so that the cart can say so.
        let quantity = wanted.min(cap.max(1));
        if quantity < wanted {
            lowered.push(line.variant);
        }
        let seen = seen_price(ctx, &tx, &line, quantity).await?;
        store::marketplace::set_line(&tx, &permit, own.id, line.variant, quantity, seen)
            .await
            .map_err(internal(ctx))?;
    }
    store::marketplace::move_coupons(&tx, &permit, guest.id, own.id)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::delete_cart(&tx, &guest_permit, guest.id)
        .await
        .map_err(internal(ctx))?;
    finish(ctx, tx, own).await?;
    Ok(lowered)
}

pub(super) async fn finish(ctx: &Ctx, tx: Tx, cart: CartRow) -> Result<CartView> {
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let view = shown(ctx, &tx, cart.id, &lines).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(view)
}

/// What a piece of the line costs where `quantity` are bought; its price where it is off the market.
async fn price_of(ctx: &Ctx, tx: &Tx, line: &LineRow, quantity: u32) -> Result<Money> {
    let found = store::marketplace::sellable(tx, line.variant, quantity)
        .await
        .map_err(internal(ctx))?;
    Ok(found.map_or(line.price, |it| it.price))
}

/// A price that the buyer has not accepted yet stays the one they saw; otherwise another quantity
/// brings its own.
async fn seen_price(ctx: &Ctx, tx: &Tx, line: &LineRow, quantity: u32) -> Result<Money> {
    if line.price == line.seen_price {
        price_of(ctx, tx, line, quantity).await
    } else {
        Ok(line.seen_price)
    }
}

async fn sellable(ctx: &Ctx, tx: &Tx, variant: VariantId, quantity: u32) -> Result<OnSale> {
    store::marketplace::sellable(tx, variant, quantity)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

fn check_quantity(quantity: u32, min: u32) -> Result<()> {
    if (min..=MAX_QUANTITY).contains(&quantity) {
        Ok(())
    } else {
        let problem = Problem::OutOfRange {
            min: i64::from(min),
            max: i64::from(MAX_QUANTITY),
        };
        Err(Error::field("quantity", problem))
    }
}

/// The cart by cooperative, at today's prices, with what changed; coupons apart.
pub(super) fn view(lines: &[LineRow]) -> CartView {
    let mut view = CartView::empty();
    for line in lines {
        let mut notices = Vec::new();
        let mut quantity = line.quantity;
        if !line.on_sale || line.available == 0 {
            quantity = 0;
            notices.push(Notice::Gone);
        } else {
            if line.available < line.quantity {
                quantity = line.available;
                notices.push(Notice::QuantityLowered {
                    from: line.quantity,
                    to: quantity,
                });
            }
            if line.price != line.seen_price {
                notices.push(Notice::PriceChanged {
                    from: line.seen_price,
                    to: line.price,
                });
            }
        }
        view.needs_acceptance |= !notices.is_empty();
        // Quantities are at most MAX_QUANTITY and prices far below what would overflow.
        let total = line.price.times(quantity).unwrap_or(line.price);
        let is_new = view
            .parcels
            .last()
            .is_none_or(|parcel| parcel.cooperative != line.cooperative);
        if is_new {
            view.parcels.push(CartParcel {
                cooperative: line.cooperative,
                cooperative_name: line.cooperative_name.clone(),
                cooperative_slug: line.cooperative_slug.clone(),
                lines: Vec::new(),
                subtotal: Money::mad(0),
                coupon: None,
            });
        }
        if let Some(parcel) = view.parcels.last_mut() {
            parcel.subtotal = parcel.subtotal.plus(total).unwrap_or(parcel.subtotal);
            parcel.lines.push(CartLine {
                variant: line.variant,
                listing_slug: line.listing_slug.clone(),
                name: line.name.clone(),
                picture: line.picture.clone(),
                pack: line.pack,
                price: line.price,
                quantity,
                available: line.available,
                total,
                notices,
            });
        }
        view.count += quantity;
        view.total = view.total.plus(total).unwrap_or(view.total);
    }
    view
}

//! Checkout: opening it holds the goods for a while; placing the order is one transaction.

use super::{
    cart::{locked_cart, view},
    mails,
    orders::tracking_token,
};
use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    Error, Money, OrderId, Problem, Result, StockLevelId,
    marketplace::{
        CartView, CheckedOut, CheckoutInput, CheckoutPage, DeliveryMethod, DeliveryOption,
        DeliveryParcel, Placement,
    },
    policy::{Action, Cart, Platform, authorize},
    text::Check,
};
use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use store::marketplace::{LineRow, NewGroup, NewLine, NewOrder, Replayed};

/// How long an open checkout holds its goods, in seconds.
pub const RESERVATION_LIFE: i64 = 15 * 60;

/// Holds the cart's goods and answers what the page needs. Opening it again extends the hold.
///
/// # Errors
/// `NotFound` for an empty cart; `Conflict` where changes must be accepted first; `OutOfStock`
/// where someone was quicker.
pub async fn begin_checkout(ctx: &Ctx) -> Result<CheckoutPage> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let cart_view = view(&lines);
    if cart_view.is_empty() {
        return Err(Error::NotFound);
    }
    if cart_view.needs_acceptance {
        return Err(Error::Conflict);
    }
    let reserved_until = ctx.now + RESERVATION_LIFE;
    let demands = store::marketplace::demands(&lines);
    store::marketplace::hold(&tx, &permit, cart.id, &demands, reserved_until)
        .await
        .map_err(internal(ctx))?;
    let fees = store::marketplace::delivery_fees(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let provinces = store::marketplace::provinces(&tx)
        .await
        .map_err(internal(ctx))?;
    let address = match ctx.actor.person() {
        Some(person) => store::marketplace::last_address(&tx, person)
            .await
            .map_err(internal(ctx))?,
        None => None,
    };
    store::commit(tx).await.map_err(internal(ctx))?;
    let parcels = cart_view
        .parcels
        .iter()
        .map(|parcel| DeliveryParcel {
            cooperative: parcel.cooperative,
            cooperative_name: parcel.cooperative_name.clone(),
            options: DeliveryMethod::ALL
                .into_iter()
                .map(|method| {
                    // Fetching is free anyway.
                    let free_from = free_from(&lines, parcel.cooperative)
                        .filter(|_| method != DeliveryMethod::Pickup);
                    DeliveryOption {
                        method,
                        fee: fee(&fees, method, parcel.subtotal, free_from),
                        free_from,
                    }
                })
                .collect(),
        })
        .collect();
    Ok(CheckoutPage {
        cart: cart_view,
        parcels,
        provinces,
        idempotency_key: new_token(),
        reserved_until,
        address,
    })
}

fn free_from(lines: &[LineRow], cooperative: domain::CooperativeId) -> Option<Money> {
    lines
        .iter()
        .find(|line| line.cooperative == cooperative)
        .and_then(|line| line.free_delivery_from)
}

/// Fetching is free; sending is free from the cooperative's threshold on.
fn fee(
    fees: &[(DeliveryMethod, Money)],
    method: DeliveryMethod,
    goods: Money,
    free_from: Option<Money>,
) -> Money {
    let listed = fees
        .iter()
        .rev()
        .find(|(listed, _)| *listed == method)
        .map_or(Money::mad(0), |(_, fee)| *fee);
    if free_from.is_some_and(|from| goods.minor >= from.minor) {
        Money::mad(0)
    } else {
        listed
    }
}

/// Places what the cart holds: one order for each cooperative, in one transaction. The same
/// idempotency key answers the same again.
///
/// # Errors
/// `Invalid` naming every wrong field; `OutOfStock`, `PriceChanged` naming the line; `Conflict`
/// where the total is not the one accepted; `IdempotencyKeyReused`; `NotFound` for an empty cart.
pub async fn place_order(ctx: &Ctx, input: CheckoutInput) -> Result<Placement> {
    let provinces = store::marketplace::provinces(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let form = input.check(&provinces)?;
    authorize(
        &ctx.actor,
        Action::PlaceOrder,
        &Cart {
            owner: ctx.actor.person(),
        },
    )?;
    let request_hash = hex::encode(Sha256::digest(
        serde_json::to_vec(&input).map_err(|_| Error::Malformed)?,
    ));
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    // The same order sent twice at once queues here.
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    let caller = format!("cart:{}", cart.id);
    let known = store::marketplace::find_replay(&tx, &caller, &form.idempotency_key)
        .await
        .map_err(internal(ctx))?;
    if let Some(known) = known {
        if known.request_hash != request_hash {
            return Err(Error::IdempotencyKeyReused);
        }
        let number = known.response;
        return Ok(Placement {
            tracking_token: tracking_token(ctx, &number),
            number,
        });
    }
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let cart_view = view(&lines);
    check_lines(&lines, &cart_view, &form)?;
    let demands = store::marketplace::demands(&lines);
    store::marketplace::hold(&tx, &permit, cart.id, &demands, ctx.now + RESERVATION_LIFE)
        .await
        .map_err(internal(ctx))?;
    let fees = store::marketplace::delivery_fees(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let rates = store::marketplace::tax_rates(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let number = new_number();
    let token = tracking_token(ctx, &number);
    let orders = split(&lines, &cart_view, &form, &fees, &rates, &number)?;
    let total = orders
        .iter()
        .try_fold(Money::mad(0), |sum, order| {
            sum.plus(order.goods)?.plus(order.delivery_fee)
        })
        .ok_or(Error::Malformed)?;
    let group = NewGroup {
        number: number.clone(),
        token_hash: token_hash(&token),
        buyer: ctx.actor.person(),
        lang: ctx.lang,
        payment: form.payment,
        total,
        address: form.address.clone(),
        placed_at: ctx.now,
    };
    let ids = store::marketplace::insert_group(&tx, &permit, &group, &orders)
        .await
        .map_err(internal(ctx))?;
    for (order, level) in levels(&lines, &orders, &ids) {
        store::marketplace::allocate(&tx, &permit, cart.id, order, level)
            .await
            .map_err(internal(ctx))?;
    }
    store::marketplace::clear_lines(&tx, &permit, cart.id)
        .await
        .map_err(internal(ctx))?;
    // The number alone: the token is made from it again, and is a secret that no table holds.
    let replay = Replayed {
        request_hash,
        response: number.clone(),
    };
    let placement = Placement {
        number,
        tracking_token: token,
    };
    store::marketplace::keep_replay(
        &tx,
        &permit,
        &caller,
        &form.idempotency_key,
        &replay,
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    mails::order_placed(ctx, &tx, &permit, &group, &orders, &placement).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(placement)
}

fn check_lines(lines: &[LineRow], cart: &CartView, form: &CheckedOut) -> Result<()> {
    if lines.is_empty() {
        return Err(Error::NotFound);
    }
    for line in lines {
        if !line.on_sale {
            return Err(Error::OutOfStock {
                variant: line.variant,
                available: 0,
            });
        }
        if line.available < line.quantity {
            return Err(Error::OutOfStock {
                variant: line.variant,
                available: line.available,
            });
        }
        if line.price != line.seen_price {
            return Err(Error::PriceChanged {
                variant: line.variant,
                now: line.price,
            });
        }
    }
    let mut check = Check::default();
    for parcel in &cart.parcels {
        if !form.delivery.contains_key(&parcel.cooperative) {
            check.refuse(
                &format!("delivery[{}]", parcel.cooperative),
                Problem::Required,
            );
        }
    }
    check.finish()?;
    match form.accepted_goods_total {
        Some(accepted) if accepted != cart.total.minor => Err(Error::Conflict),
        _ => Ok(()),
    }
}

fn split(
    lines: &[LineRow],
    cart: &CartView,
    form: &CheckedOut,
    fees: &[(DeliveryMethod, Money)],
    rates: &[(domain::CategoryId, i64)],
    number: &str,
) -> Result<Vec<NewOrder>> {
    cart.parcels
        .iter()
        .enumerate()
        .map(|(at, parcel)| {
            let delivery = form
                .delivery
                .get(&parcel.cooperative)
                .copied()
                .ok_or(Error::Malformed)?;
            let delivery_fee = fee(
                fees,
                delivery,
                parcel.subtotal,
                free_from(lines, parcel.cooperative),
            );
            let lines = lines
                .iter()
                .filter(|line| line.cooperative == parcel.cooperative)
                .map(|line| {
                    let total = line.price.times(line.quantity).ok_or(Error::Malformed)?;
                    let rate = rates
                        .iter()
                        .find(|(category, _)| *category == line.category)
                        .map_or(0, |(_, rate)| *rate);
                    Ok(NewLine {
                        variant: line.variant,
                        name: line.name.clone(),
                        sku: line.sku.clone(),
                        pack: line.pack,
                        quantity: line.quantity,
                        unit_price: line.price,
                        total,
                        // Prices include tax: the part of it in a price is rate / (1000 + rate).
                        tax: total
                            .unit_price(1000 + rate, rate)
                            .ok_or(Error::Malformed)?,
                    })
                })
                .collect::<Result<Vec<_>>>()?;
            Ok(NewOrder {
                cooperative: parcel.cooperative,
                number: format!("{number}-{}", at + 1),
                delivery,
                delivery_fee,
                goods: parcel.subtotal,
                lines,
            })
        })
        .collect()
}

fn levels(lines: &[LineRow], orders: &[NewOrder], ids: &[OrderId]) -> Vec<(OrderId, StockLevelId)> {
    lines
        .iter()
        .filter_map(|line| {
            let at = orders
                .iter()
                .position(|order| order.cooperative == line.cooperative)?;
            ids.get(at).map(|order| (*order, line.level))
        })
        .collect()
}

/// Eight letters and digits that cannot be taken for one another when read aloud.
fn new_number() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rng = rand::rng();
    let code: String = (0..8)
        .map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]))
        .collect();
    format!("T-{code}")
}

/// Frees what expired; how many reservations were freed.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn sweep_reservations(ctx: &Ctx) -> Result<u32> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let freed = store::marketplace::expire(&tx, &permit, ctx.now, 500)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(freed)
}

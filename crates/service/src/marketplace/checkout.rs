//! Checkout: opening it holds the goods for a while; placing the order is one transaction.

use super::{
    cart::{locked_cart, view},
    coupons, mails,
    orders::tracking_token,
    pay,
    purse::today,
};
use crate::{
    Ctx,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    CartId, Error, Money, OrderGroupId, OrderId, Problem, Result, StockLevelId,
    integrations::Topic,
    marketplace::{
        Address, CartParcel, CartView, CheckedOut, CheckoutInput, CheckoutPage, DeliveryMethod,
        DeliveryOption, DeliveryParcel, MOROCCO, Parcel, Placement, PriceShare, SaleRates, Share,
        ShippingRate, Zone, parcel_fee, parcel_weight, zone_of,
    },
    policy::{Action, Cart, Permit, Platform, authorize},
    text::Check,
};
use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    marketplace::{CouponUse, LineRow, NewGroup, NewLine, NewOrder, Replayed},
};

/// How long an open checkout holds its goods, in seconds.
pub const RESERVATION_LIFE: i64 = 15 * 60;

/// Holds the cart's goods and answers what the page needs. Opening it again extends the hold.
///
/// # Errors
/// `NotFound` for an empty cart; `Conflict` where changes must be accepted first; `OutOfStock`
/// where someone was quicker.
pub async fn begin_checkout(ctx: &Ctx) -> Result<CheckoutPage> {
    begin_checkout_to(ctx, &Destination::default()).await
}

/// Where the buyer wants it, as the page's address says; nothing where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Destination {
    /// A country's code.
    pub country: String,
    /// One of the buyer's kept addresses, by its number.
    pub address: String,
}

/// As [`begin_checkout`], with the fees to a certain place.
///
/// # Errors
/// As [`begin_checkout`].
pub async fn begin_checkout_to(ctx: &Ctx, to: &Destination) -> Result<CheckoutPage> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let cart_view = coupons::shown(ctx, &tx, cart.id, &lines).await?;
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
    let rates = store::marketplace::shipping_rates(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let places = store::marketplace::places(&tx)
        .await
        .map_err(internal(ctx))?;
    let sale_rates = store::marketplace::sale_rates(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let closed = store::marketplace::closed_now(&tx, &today(ctx.now))
        .await
        .map_err(internal(ctx))?;
    let (addresses, last) = match ctx.actor.person() {
        Some(person) => (
            store::marketplace::saved_addresses(&tx, person)
                .await
                .map_err(internal(ctx))?,
            store::marketplace::last_address(&tx, person)
                .await
                .map_err(internal(ctx))?,
        ),
        None => (Vec::new(), None),
    };
    store::commit(tx).await.map_err(internal(ctx))?;
    let chosen = addresses
        .iter()
        .find(|saved| saved.id.to_string() == to.address)
        .or_else(|| addresses.first().filter(|_| to.country.is_empty()))
        .map(|saved| saved.address.clone());
    let address = chosen
        .or(last)
        .filter(|it| to.country.is_empty() || it.country_code() == to.country);
    let asked = address
        .as_ref()
        .map_or(to.country.as_str(), Address::country_code);
    let country = places
        .countries
        .iter()
        .find(|it| it.code == asked)
        .map_or(MOROCCO, |it| it.code.as_str())
        .to_owned();
    let zone = match &address {
        Some(address) => zone_of(address, &places),
        None => {
            let found = places.countries.iter().find(|it| it.code == country);
            found.and_then(|it| Zone::parse(&it.zone))
        }
    };
    let parcels = cart_view
        .parcels
        .iter()
        .map(|parcel| DeliveryParcel {
            cooperative: parcel.cooperative,
            cooperative_name: parcel.cooperative_name.clone(),
            closed_until: closed.get(&parcel.cooperative).cloned(),
            options: options(&rates, zone.as_ref(), parcel_of(&lines, parcel)),
            share: sold_lines(&lines, &cart_view, parcel, &sale_rates, country != MOROCCO)
                .ok()
                .map(|lines| PriceShare::of(goods_share(&lines))),
        })
        .collect();
    Ok(CheckoutPage {
        cart: cart_view,
        parcels,
        payments: pay::offered(&ctx.services),
        provinces: places.provinces,
        countries: places.countries,
        country,
        points: places.points,
        addresses,
        idempotency_key: new_token(),
        reserved_until,
        address,
    })
}

/// The cooperative's goods on their way.
fn parcel_of(lines: &[LineRow], parcel: &CartParcel) -> Parcel {
    let goods = lines
        .iter()
        .filter(|line| line.cooperative == parcel.cooperative)
        .map(|line| (line.grams, line.quantity));
    Parcel {
        grams: parcel_weight(goods),
        goods: parcel.subtotal,
        free_from: free_from(lines, parcel.cooperative),
    }
}

/// What is offered: to a known place what it costs there; while it is unknown, the dearest, and
/// what it costs in each.
fn options(rates: &[ShippingRate], zone: Option<&Zone>, parcel: Parcel) -> Vec<DeliveryOption> {
    DeliveryMethod::ALL
        .into_iter()
        .filter_map(|method| {
            // A point is chosen anywhere in the country.
            let zones: Vec<Zone> = match zone {
                Some(zone) if !zone.is_domestic() || !method.needs_point() => vec![zone.clone()],
                _ => Zone::domestic().collect(),
            };
            let by_zone: Vec<(Zone, Money)> = zones
                .into_iter()
                .filter_map(|zone| {
                    let fee = parcel_fee(rates, method, &zone, parcel)?;
                    Some((zone, fee))
                })
                .collect();
            let fee = by_zone
                .iter()
                .map(|(_, fee)| *fee)
                .max_by_key(|fee| fee.minor)?;
            let differs = by_zone.iter().any(|(_, other)| *other != fee);
            // Fetching is free anyway.
            let free_from = parcel
                .free_from
                .filter(|_| method != DeliveryMethod::Pickup && zone.is_none_or(Zone::is_domestic));
            Some(DeliveryOption {
                method,
                fee,
                by_zone: if differs { by_zone } else { Vec::new() },
                free_from,
            })
        })
        .collect()
}

fn free_from(lines: &[LineRow], cooperative: domain::CooperativeId) -> Option<Money> {
    lines
        .iter()
        .find(|line| line.cooperative == cooperative)
        .and_then(|line| line.free_delivery_from)
}

/// Places what the cart holds: one order for each cooperative, in one transaction. The same
/// idempotency key answers the same again.
///
/// # Errors
/// `Invalid` naming every wrong field; `OutOfStock`, `PriceChanged` naming the line; `Conflict`
/// where the total is not the one accepted; `IdempotencyKeyReused`; `NotFound` for an empty cart.
pub async fn place_order(ctx: &Ctx, input: CheckoutInput) -> Result<Placement> {
    let places = store::marketplace::places(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let form = input.check(&places)?;
    if !pay::offered(&ctx.services).contains(&form.payment) {
        return Err(Error::field("payment", Problem::UnknownChoice));
    }
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
    let mut cart_view = view(&lines);
    check_lines(&lines, &cart_view, &form)?;
    let taken = coupons::take(ctx, &tx, &permit, cart.id, &mut cart_view, &form).await?;
    let demands = store::marketplace::demands(&lines);
    store::marketplace::hold(&tx, &permit, cart.id, &demands, ctx.now + RESERVATION_LIFE)
        .await
        .map_err(internal(ctx))?;
    let fees = store::marketplace::shipping_rates(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let rates = store::marketplace::sale_rates(&tx, ctx.now)
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
    let (_, ids) = write_sale(ctx, &tx, &permit, cart.id, &group, &orders, &lines).await?;
    let uses = coupon_uses(&orders, &ids, &taken);
    let phone = token_hash(&group.address.phone);
    store::marketplace::insert_coupon_uses(&tx, &permit, &uses, group.buyer, &phone)
        .await
        .map_err(internal(ctx))?;
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

/// Writes a sale: its group with its orders, what is to be paid, and the goods, which the cart
/// holds. The group's id, and the orders' in their order.
pub(super) async fn write_sale(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Cart>,
    cart: CartId,
    group: &NewGroup,
    orders: &[NewOrder],
    lines: &[LineRow],
) -> Result<(OrderGroupId, Vec<OrderId>)> {
    let (group_id, ids) = store::marketplace::insert_group(tx, permit, group, orders)
        .await
        .map_err(internal(ctx))?;
    store::integrations::announce(tx, permit, &ids, Topic::Placed, ctx.now)
        .await
        .map_err(internal(ctx))?;
    pay::expect_payment(ctx, tx, permit, group_id, group).await?;
    for (order, level) in levels(lines, orders, &ids) {
        store::marketplace::allocate(tx, permit, cart, order, level)
            .await
            .map_err(internal(ctx))?;
    }
    Ok((group_id, ids))
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
        if form.address.is_abroad() && !line.exportable {
            return Err(Error::NotExportable {
                name: line.name.clone(),
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
    check.finish()
}

/// What each order used, where its cooperative's coupon was taken.
fn coupon_uses(orders: &[NewOrder], ids: &[OrderId], taken: &coupons::Taken) -> Vec<CouponUse> {
    let of = |(order, id): (&NewOrder, &OrderId)| {
        let coupon = taken.get(&order.cooperative)?;
        Some(CouponUse {
            order: *id,
            coupon: *coupon,
            discount: order.discount(),
        })
    };
    orders.iter().zip(ids).filter_map(of).collect()
}

fn split(
    lines: &[LineRow],
    cart: &CartView,
    form: &CheckedOut,
    fees: &[ShippingRate],
    rates: &SaleRates,
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
            // At a point, its region counts, and not where the buyer lives.
            let point = form.point.as_ref().filter(|_| delivery.needs_point());
            let zone = point.map_or_else(
                || Some(form.zone.clone()),
                |point| Zone::parse(&point.region),
            );
            let delivery_fee = zone
                .and_then(|zone| parcel_fee(fees, delivery, &zone, parcel_of(lines, parcel)))
                .ok_or_else(|| {
                    let field = format!("delivery[{}]", parcel.cooperative);
                    Error::field(&field, Problem::UnknownChoice)
                })?;
            let lines = sold_lines(lines, cart, parcel, rates, form.address.is_abroad())?;
            let goods = goods_share(&lines).total();
            Ok(NewOrder {
                cooperative: parcel.cooperative,
                number: format!("{number}-{}", at + 1),
                delivery,
                delivery_fee,
                goods: Money::mad(goods),
                lines,
            })
        })
        .collect()
}

/// A cooperative's lines as they are sold, with their parts of what its coupon takes off.
fn sold_lines(
    lines: &[LineRow],
    cart: &CartView,
    parcel: &CartParcel,
    rates: &SaleRates,
    is_abroad: bool,
) -> Result<Vec<NewLine>> {
    let lines: Vec<&LineRow> = lines
        .iter()
        .filter(|line| line.cooperative == parcel.cooperative)
        .collect();
    let totals = lines
        .iter()
        .map(|line| line.price.times(line.quantity).ok_or(Error::Malformed))
        .collect::<Result<Vec<Money>>>()?;
    let discounts = coupons::by_line(cart, parcel.cooperative, &totals);
    lines
        .into_iter()
        .zip(discounts)
        .map(|(line, discount)| sold_line(line, line.price, discount, rates, is_abroad))
        .collect()
}

/// Who gets what of the goods.
fn goods_share(lines: &[NewLine]) -> Share {
    lines.iter().fold(Share::default(), |sum, line| {
        sum.plus(Share {
            cooperative: line.total.minor - line.tax.minor - line.commission.minor,
            tax: line.tax.minor,
            commission: line.commission.minor,
            delivery: 0,
        })
    })
}

/// A line as it is sold at `price` a piece, less `discount`: the tax and the commission of what is
/// paid are cut here, once.
pub(super) fn sold_line(
    line: &LineRow,
    price: Money,
    discount: Money,
    rates: &SaleRates,
    is_abroad: bool,
) -> Result<NewLine> {
    let price_of_all = price.times(line.quantity).ok_or(Error::Malformed)?;
    let total = Money {
        minor: price_of_all.minor - discount.minor,
        ..price_of_all
    };
    let cut = rates.cut(total, line.cooperative, line.category, is_abroad)?;
    Ok(NewLine {
        variant: line.variant,
        name: line.name.clone(),
        sku: line.sku.clone(),
        pack: line.pack,
        quantity: line.quantity,
        unit_price: price,
        total,
        discount,
        tax: Money::mad(cut.share.tax),
        tax_thousandths: cut.tax_thousandths,
        commission_thousandths: cut.commission_thousandths,
        commission: Money::mad(cut.share.commission),
    })
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
pub(super) fn new_number() -> String {
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

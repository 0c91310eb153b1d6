//! Coupons: a manager makes and ends them, a buyer's cart keeps them, an order uses them.
//!
//! What a cart shows is never what counts: an order takes its uses and checks them in its own
//! transaction, each coupon's lock before the goods'.

use super::cart::{finish, locked_cart, view};
use crate::{Ctx, accounts::token_hash, internal};
use domain::{
    CooperativeId, CouponId, Error, Money, Problem, Result,
    marketplace::{
        CartCoupon, CartView, Coupon, CouponInput, CouponView, coupon_code, spread_discount,
    },
    policy::{self, Action, Permit, authorize},
};
use std::collections::BTreeMap;
use store::{Connection, Tx, marketplace::LineRow};

fn permitted(ctx: &Ctx, cooperative: CooperativeId) -> Result<Permit<policy::Coupons>> {
    let resource = policy::Coupons { cooperative };
    authorize(&ctx.actor, Action::ManageCoupons, &resource)
}

/// The cooperative's coupons with what they did, the newest first.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage it.
pub async fn list_coupons(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<CouponView>> {
    permitted(ctx, cooperative)?;
    let db = ctx.db().reader();
    let coupons = store::marketplace::coupons_of(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let ids: Vec<CouponId> = coupons.iter().map(|it| it.id).collect();
    let discounts = store::marketplace::coupon_discounts(db, &ids)
        .await
        .map_err(internal(ctx))?;
    let views = coupons.into_iter().map(|coupon| CouponView {
        discount: Money {
            minor: discounts.get(&coupon.id).copied().unwrap_or(0),
            ..coupon.least
        },
        is_over: coupon.is_over(ctx.now),
        coupon,
    });
    Ok(views.collect())
}

/// Makes a coupon. Its terms never change afterwards.
///
/// # Errors
/// As [`list_coupons`]; `Invalid` naming every wrong field.
pub async fn add_coupon(ctx: &Ctx, cooperative: CooperativeId, input: &CouponInput) -> Result<()> {
    let permit = permitted(ctx, cooperative)?;
    let new = input.check(ctx.now)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let by = ctx.actor.person();
    store::marketplace::insert_coupon(&tx, &permit, cooperative, &new, by, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Nobody can use it from now on; what was sold with it stays as it is. Ending twice is ending once.
///
/// # Errors
/// As [`list_coupons`]; `NotFound` for another's coupon.
pub async fn end_coupon(ctx: &Ctx, cooperative: CooperativeId, coupon: CouponId) -> Result<()> {
    let permit = permitted(ctx, cooperative)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let found = store::marketplace::end_coupon(&tx, &permit, cooperative, coupon, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if !found {
        return Err(Error::NotFound);
    }
    store::commit(tx).await.map_err(internal(ctx))
}

fn refused(problem: Problem) -> Error {
    Error::field("coupons", problem)
}

/// Puts a coupon to the caller's cart by its code.
///
/// # Errors
/// `NotFound` without a cart; `Invalid` on `coupons` that says why it takes nothing off.
pub async fn use_coupon(ctx: &Ctx, code: &str) -> Result<CartView> {
    let code = coupon_code(code).map_err(|problem| match problem {
        Problem::Required => refused(problem),
        // What cannot be a code is not one.
        _ => refused(Problem::UnknownCoupon),
    })?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    let lines = store::marketplace::lines(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let mut kept = store::marketplace::cart_coupons(&tx, cart.id)
        .await
        .map_err(internal(ctx))?;
    let before = kept.len();
    join_code(ctx, &tx, &code, &view(&lines), &mut kept).await?;
    for coupon in &kept[before..] {
        store::marketplace::keep_coupon(&tx, &permit, cart.id, coupon)
            .await
            .map_err(internal(ctx))?;
    }
    finish(ctx, tx, cart).await
}

/// Takes a coupon out of the caller's cart.
///
/// # Errors
/// `NotFound` without a cart.
pub async fn drop_coupon(ctx: &Ctx, code: &str) -> Result<CartView> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cart, permit) = locked_cart(ctx, &tx).await?;
    let cart = cart.ok_or(Error::NotFound)?;
    store::marketplace::drop_coupon(&tx, &permit, cart.id, code)
        .await
        .map_err(internal(ctx))?;
    finish(ctx, tx, cart).await
}

/// Adds the coupons that a code names for what is in the cart.
async fn join_code(
    ctx: &Ctx,
    db: &impl Connection,
    code: &str,
    cart: &CartView,
    kept: &mut Vec<Coupon>,
) -> Result<()> {
    let found = store::marketplace::coupons_of_code(db, code)
        .await
        .map_err(internal(ctx))?;
    if found.is_empty() {
        return Err(refused(Problem::UnknownCoupon));
    }
    let is_here = |it: &Coupon| goods_of(cart, it.cooperative).is_some();
    let here: Vec<Coupon> = found.into_iter().filter(is_here).collect();
    if here.is_empty() {
        return Err(refused(Problem::CouponOfAnother));
    }
    let uses = uses_by(ctx, db, &here, "").await?;
    let mut problem = None;
    let mut is_given = false;
    for coupon in here {
        let checked = check(&coupon, cart, &uses, ctx).and_then(|()| {
            let other = kept.iter().find(|it| it.cooperative == coupon.cooperative);
            match other {
                Some(other) if other.id != coupon.id => Err(Problem::SecondCoupon),
                _ => Ok(()),
            }
        });
        match checked {
            Ok(()) => {
                is_given = true;
                if kept.iter().all(|it| it.id != coupon.id) {
                    kept.push(coupon);
                }
            }
            Err(why) => problem = problem.or(Some(why)),
        }
    }
    match problem {
        // One of the sellers gives something: that is what the buyer came for.
        Some(problem) if !is_given => Err(refused(problem)),
        _ => Ok(()),
    }
}

fn goods_of(cart: &CartView, cooperative: CooperativeId) -> Option<Money> {
    let mut parcels = cart.parcels.iter();
    parcels
        .find(|parcel| parcel.cooperative == cooperative)
        .map(|parcel| parcel.subtotal)
}

type Uses = BTreeMap<CouponId, i64>;

async fn uses_by(ctx: &Ctx, db: &impl Connection, coupons: &[Coupon], phone: &str) -> Result<Uses> {
    if coupons.is_empty() {
        return Ok(Uses::new());
    }
    let ids: Vec<CouponId> = coupons.iter().map(|it| it.id).collect();
    let person = ctx.actor.person();
    store::marketplace::coupon_uses_by(db, &ids, person, &token_hash(phone))
        .await
        .map_err(internal(ctx))
}

fn check(
    coupon: &Coupon,
    cart: &CartView,
    uses: &Uses,
    ctx: &Ctx,
) -> core::result::Result<(), Problem> {
    let goods = goods_of(cart, coupon.cooperative).ok_or(Problem::CouponOfAnother)?;
    let used = uses.get(&coupon.id).copied().unwrap_or(0);
    coupon.check(goods, u32::try_from(used).unwrap_or(u32::MAX), ctx.now)
}

/// The cart as screens show it, with what its coupons take off.
pub(super) async fn shown(
    ctx: &Ctx,
    db: &impl Connection,
    cart: domain::CartId,
    lines: &[LineRow],
) -> Result<CartView> {
    let mut shown = view(lines);
    let kept = store::marketplace::cart_coupons(db, cart)
        .await
        .map_err(internal(ctx))?;
    let uses = uses_by(ctx, db, &kept, "").await?;
    for coupon in &kept {
        let problem = check(coupon, &shown, &uses, ctx).err();
        put(&mut shown, coupon, problem);
    }
    Ok(shown)
}

fn put(cart: &mut CartView, coupon: &Coupon, problem: Option<Problem>) {
    let parcel = cart
        .parcels
        .iter_mut()
        .find(|parcel| parcel.cooperative == coupon.cooperative);
    let Some(parcel) = parcel else {
        return;
    };
    let discount = match problem {
        None => coupon.discount(parcel.subtotal),
        Some(_) => Money::mad(0),
    };
    cart.discount.minor += discount.minor;
    parcel.coupon = Some(CartCoupon {
        code: coupon.code.clone(),
        discount,
        problem,
    });
}

/// The uses that an order is about to take: a coupon a cooperative.
pub(super) type Taken = BTreeMap<CooperativeId, CouponId>;

/// Takes the uses of what the cart keeps and what was typed, and puts what they take off into
/// `cart`. `accepted` is what the buyer was shown: a kept coupon that takes nothing off any more is
/// left out where they saw that, and refused where they did not.
pub(super) async fn take(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<policy::Cart>,
    id: domain::CartId,
    cart: &mut CartView,
    form: &domain::marketplace::CheckedOut,
) -> Result<Taken> {
    let phone = form.address.phone.as_str();
    let mut all = store::marketplace::cart_coupons(tx, id)
        .await
        .map_err(internal(ctx))?;
    all.retain(|it| goods_of(cart, it.cooperative).is_some());
    let uses = uses_by(ctx, tx, &all, phone).await?;
    let mut lapsed = None;
    let mut valid = Vec::new();
    for coupon in all {
        match check(&coupon, cart, &uses, ctx) {
            Ok(()) => {
                put(cart, &coupon, None);
                valid.push(coupon);
            }
            Err(problem) => lapsed = lapsed.or(Some(problem)),
        }
    }
    let accepted = form.accepted_goods_total;
    if let Some(problem) = lapsed
        && accepted != Some(cart.to_pay().minor)
    {
        return Err(refused(problem));
    }
    if accepted.is_some_and(|accepted| accepted != cart.to_pay().minor) {
        return Err(Error::Conflict);
    }
    let shown = valid.len();
    for code in &form.coupons {
        join_code(ctx, tx, code, cart, &mut valid).await?;
    }
    for coupon in &valid[shown..] {
        put(cart, coupon, None);
    }
    valid.sort_by_key(|coupon| coupon.id);
    for coupon in &valid {
        let taken = store::marketplace::take_coupon(tx, permit, coupon.id)
            .await
            .map_err(internal(ctx))?;
        if !taken {
            return Err(refused(gone(ctx, tx, coupon.id).await?));
        }
    }
    // Under the coupons' locks: what the same buyer ordered meanwhile is there now.
    let uses = uses_by(ctx, tx, &valid, phone).await?;
    let is_too_often = |coupon: &Coupon| {
        let used = uses.get(&coupon.id).copied().unwrap_or(0);
        coupon
            .most_per_buyer
            .is_some_and(|most| used >= i64::from(most))
    };
    if valid.iter().any(is_too_often) {
        return Err(refused(Problem::CouponUsedBefore));
    }
    Ok(valid.iter().map(|it| (it.cooperative, it.id)).collect())
}

/// Why no use could be taken: someone was quicker, or it was ended.
async fn gone(ctx: &Ctx, tx: &Tx, id: CouponId) -> Result<Problem> {
    let coupon = store::marketplace::find_coupon(tx, id)
        .await
        .map_err(internal(ctx))?;
    Ok(match coupon {
        Some(coupon) if coupon.ended_at.is_some() => Problem::CouponOver,
        _ => Problem::CouponUsedUp,
    })
}

/// What the cart's coupon takes off each of a cooperative's lines, in their order.
pub(super) fn by_line(cart: &CartView, cooperative: CooperativeId, totals: &[Money]) -> Vec<Money> {
    let mut parcels = cart.parcels.iter();
    let coupon = parcels
        .find(|parcel| parcel.cooperative == cooperative)
        .and_then(|parcel| parcel.coupon.as_ref());
    match coupon {
        Some(coupon) if coupon.discount.minor > 0 => spread_discount(coupon.discount, totals),
        _ => vec![Money::mad(0); totals.len()],
    }
}

//! Coupons, the carts that keep them, and their uses.

use crate::{Error, Result, sql};
use domain::{
    CartId, CooperativeId, CouponId, Currency, Money, OrderId, PersonId, Problem, Timestamp,
    marketplace::{Coupon, CouponValue, NewCoupon},
    policy::{Cart, Coupons, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct CouponRow {
    id: i64,
    cooperative_id: i64,
    code: String,
    thousandths: Option<i64>,
    amount_minor: Option<i64>,
    currency: String,
    starts_at: i64,
    ends_at: Option<i64>,
    least_minor: i64,
    most_uses: Option<i64>,
    most_per_buyer: Option<i64>,
    used: i64,
    ended_at: Option<i64>,
}

const COLUMNS: &str = "k.id, k.cooperative_id, k.code, k.thousandths, k.amount_minor, k.currency, k.starts_at, k.ends_at,
    k.least_minor, k.most_uses, k.most_per_buyer, k.used, k.ended_at";

fn coupon(row: CouponRow) -> Result<Coupon> {
    let currency = super::known(Currency::from_code(&row.currency), &row.currency)?;
    let value = match (row.thousandths, row.amount_minor) {
        (Some(thousandths), None) => CouponValue::Part(thousandths),
        (None, Some(minor)) => CouponValue::Amount(Money { minor, currency }),
        _ => return Err(Error::Corrupt(format!("coupon {}", row.id))),
    };
    Ok(Coupon {
        id: CouponId(row.id),
        cooperative: CooperativeId(row.cooperative_id),
        code: row.code,
        value,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        least: Money {
            minor: row.least_minor,
            currency,
        },
        most_uses: row.most_uses.map(sql::count).transpose()?,
        most_per_buyer: row.most_per_buyer.map(sql::count).transpose()?,
        used: sql::count(row.used)?,
        ended_at: row.ended_at,
    })
}

async fn find(
    db: &impl ConnectionTrait,
    tail: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<Coupon>> {
    let rows: Vec<CouponRow> = sql::all(
        db,
        &format!("SELECT {COLUMNS} FROM coupon k {tail}"),
        values,
    )
    .await?;
    rows.into_iter().map(coupon).collect()
}

/// A cooperative's coupons, the newest first.
pub async fn coupons_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<Coupon>> {
    let tail = "WHERE k.cooperative_id = $1 ORDER BY k.id DESC LIMIT 200";
    find(db, tail, vec![cooperative.0.into()]).await
}

/// Every cooperative's coupons of a code.
pub async fn coupons_of_code(db: &impl ConnectionTrait, code: &str) -> Result<Vec<Coupon>> {
    find(db, "WHERE k.code = $1 ORDER BY k.id", vec![code.into()]).await
}

/// The coupons that a cart keeps.
pub async fn cart_coupons(db: &impl ConnectionTrait, cart: CartId) -> Result<Vec<Coupon>> {
    let tail = "JOIN cart_coupon c ON c.coupon_id = k.id WHERE c.cart_id = $1 ORDER BY k.id";
    find(db, tail, vec![cart.0.into()]).await
}

pub async fn find_coupon(db: &impl ConnectionTrait, id: CouponId) -> Result<Option<Coupon>> {
    let found = find(db, "WHERE k.id = $1", vec![id.0.into()]).await?;
    Ok(found.into_iter().next())
}

#[derive(FromQueryResult)]
struct SumRow {
    coupon_id: i64,
    sum: i64,
}

fn sums(rows: Vec<SumRow>) -> BTreeMap<CouponId, i64> {
    rows.into_iter()
        .map(|row| (CouponId(row.coupon_id), row.sum))
        .collect()
}

fn list(ids: &[CouponId]) -> String {
    sql::ids(ids.iter().map(|id| id.0))
}

/// What each took off orders that stand, in minor units.
pub async fn coupon_discounts(
    db: &impl ConnectionTrait,
    ids: &[CouponId],
) -> Result<BTreeMap<CouponId, i64>> {
    let query = format!(
        "SELECT coupon_id, CAST(SUM(discount_minor) AS BIGINT) AS sum FROM coupon_use
         WHERE coupon_id IN ({}) AND given_back_at IS NULL GROUP BY coupon_id",
        list(ids)
    );
    Ok(sums(sql::all(db, &query, vec![]).await?))
}

/// How often a buyer used each: under their account, or under their telephone.
pub async fn coupon_uses_by(
    db: &impl ConnectionTrait,
    ids: &[CouponId],
    person: Option<PersonId>,
    phone_hash: &str,
) -> Result<BTreeMap<CouponId, i64>> {
    let query = format!(
        "SELECT coupon_id, COUNT(*) AS sum FROM coupon_use
         WHERE coupon_id IN ({}) AND given_back_at IS NULL AND (person_id = $1 OR phone_hash = $2) GROUP BY coupon_id",
        list(ids)
    );
    let buyer = vec![person.map_or(-1, |it| it.0).into(), phone_hash.into()];
    Ok(sums(sql::all(db, &query, buyer).await?))
}

/// # Errors
/// `Invalid` on `code` where the cooperative has one of that code.
pub async fn insert_coupon(
    db: &impl ConnectionTrait,
    _permit: &Permit<Coupons>,
    cooperative: CooperativeId,
    new: &NewCoupon,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    let (thousandths, amount) = match new.value {
        CouponValue::Part(thousandths) => (Some(thousandths), None),
        CouponValue::Amount(amount) => (None, Some(amount.minor)),
    };
    let entered = sql::run(
        db,
        "INSERT INTO coupon (cooperative_id, code, thousandths, amount_minor, currency, starts_at, ends_at, least_minor,
            most_uses, most_per_buyer, created_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (cooperative_id, code) DO NOTHING",
        vec![
            cooperative.0.into(),
            new.code.clone().into(),
            thousandths.into(),
            amount.into(),
            new.least.currency.code().into(),
            new.starts_at.into(),
            new.ends_at.into(),
            new.least.minor.into(),
            new.most_uses.map(i64::from).into(),
            new.most_per_buyer.map(i64::from).into(),
            now.into(),
            by.map(|it| it.0).into(),
        ],
    )
    .await?;
    if entered == 0 {
        return Err(domain::Error::field("code", Problem::InUse).into());
    }
    Ok(())
}

/// Ends it now; an ended one stays as it is. False where the cooperative has none of that number.
pub async fn end_coupon(
    db: &impl ConnectionTrait,
    _permit: &Permit<Coupons>,
    cooperative: CooperativeId,
    id: CouponId,
    now: Timestamp,
) -> Result<bool> {
    let found = sql::run(
        db,
        "UPDATE coupon SET ended_at = COALESCE(ended_at, $3) WHERE id = $1 AND cooperative_id = $2",
        vec![id.0.into(), cooperative.0.into(), now.into()],
    )
    .await?;
    Ok(found == 1)
}

/// False where the cart has one of that cooperative already.
pub async fn keep_coupon(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    coupon: &Coupon,
) -> Result<bool> {
    let kept = sql::run(
        db,
        "INSERT INTO cart_coupon (cart_id, cooperative_id, coupon_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        vec![
            cart.0.into(),
            coupon.cooperative.0.into(),
            coupon.id.0.into(),
        ],
    )
    .await?;
    Ok(kept == 1)
}

pub async fn drop_coupon(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    cart: CartId,
    code: &str,
) -> Result<()> {
    sql::run(
        db,
        "DELETE FROM cart_coupon WHERE cart_id = $1 AND coupon_id IN (SELECT id FROM coupon WHERE code = $2)",
        vec![cart.0.into(), code.into()],
    )
    .await?;
    Ok(())
}

/// A guest's coupons go with their goods; where the person's cart has one, that one stays.
pub async fn move_coupons(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    from: CartId,
    to: CartId,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO cart_coupon (cart_id, cooperative_id, coupon_id)
            SELECT $2, cooperative_id, coupon_id FROM cart_coupon WHERE cart_id = $1
         ON CONFLICT DO NOTHING",
        vec![from.0.into(), to.0.into()],
    )
    .await?;
    Ok(())
}

/// Takes one use and locks the coupon until the transaction ends; false where none is left.
/// Several are taken in the order of their ids.
pub async fn take_coupon(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    id: CouponId,
) -> Result<bool> {
    let taken = sql::run(
        db,
        "UPDATE coupon SET used = used + 1
         WHERE id = $1 AND ended_at IS NULL AND (most_uses IS NULL OR used < most_uses)",
        vec![id.0.into()],
    )
    .await?;
    Ok(taken == 1)
}

/// One order's use of a coupon.
#[derive(Clone, Copy, Debug)]
pub struct CouponUse {
    pub order: OrderId,
    pub coupon: CouponId,
    pub discount: Money,
}

pub async fn insert_coupon_uses(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    uses: &[CouponUse],
    person: Option<PersonId>,
    phone_hash: &str,
) -> Result<()> {
    let rows = uses.iter().map(|it| {
        vec![
            it.order.0.into(),
            it.coupon.0.into(),
            it.discount.minor.into(),
            person.map(|it| it.0).into(),
            phone_hash.into(),
        ]
    });
    let insert =
        "INSERT INTO coupon_use (order_id, coupon_id, discount_minor, person_id, phone_hash)";
    sql::insert_all(db, insert, None, rows.collect()).await?;
    Ok(())
}

/// An order of which nothing was sent is over: its coupon can be used again. Only the first time
/// does anything.
pub async fn give_back_coupon<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    now: Timestamp,
) -> Result<()> {
    let given = sql::run(
        db,
        "UPDATE coupon_use SET given_back_at = $2 WHERE order_id = $1 AND given_back_at IS NULL",
        vec![order.0.into(), now.into()],
    )
    .await?;
    if given == 1 {
        sql::run(
            db,
            "UPDATE coupon SET used = used - 1 WHERE id = (SELECT coupon_id FROM coupon_use WHERE order_id = $1)",
            vec![order.0.into()],
        )
        .await?;
    }
    Ok(())
}

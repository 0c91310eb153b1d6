//! What was ordered: written once with snapshots, then only its states change.

use super::known;
use crate::{Error, Result, sql};
use domain::{
    CooperativeId, Lang, LocalText, Money, OrderGroupId, OrderId, PersonId, Timestamp, VariantId,
    marketplace::{
        Address, DeliveryMethod, FulfilmentState, OrderGroupView, OrderLineView, OrderState,
        OrderView, PackSize, PaymentMethod, PaymentState,
    },
    policy::{Cart, Order, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct NewGroup {
    pub number: String,
    pub token_hash: String,
    pub buyer: Option<PersonId>,
    pub lang: Lang,
    pub payment: PaymentMethod,
    pub total: Money,
    pub address: Address,
    pub placed_at: Timestamp,
}

#[derive(Clone, Debug)]
pub struct NewOrder {
    pub cooperative: CooperativeId,
    pub number: String,
    pub delivery: DeliveryMethod,
    pub delivery_fee: Money,
    pub goods: Money,
    pub lines: Vec<NewLine>,
}

impl NewOrder {
    /// What a coupon takes off.
    pub fn discount(&self) -> Money {
        let lines = self.lines.iter().map(|line| line.discount.minor);
        Money::mad(lines.sum())
    }
}

#[derive(Clone, Debug)]
pub struct NewLine {
    pub variant: VariantId,
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub quantity: u32,
    pub unit_price: Money,
    /// What is paid: the price of the pieces less `discount`.
    pub total: Money,
    /// What a coupon takes off.
    pub discount: Money,
    pub tax: Money,
    /// Both rates are frozen at the sale.
    pub tax_thousandths: i64,
    pub commission_thousandths: i64,
    pub commission: Money,
}

/// Writes the group and its orders; the orders' ids in the given order.
pub async fn insert_group(
    db: &impl ConnectionTrait,
    _permit: &Permit<Cart>,
    group: &NewGroup,
    orders: &[NewOrder],
) -> Result<(OrderGroupId, Vec<OrderId>)> {
    let group_id = sql::id(
        db,
        "INSERT INTO order_group (number, token_hash, person_id, lang, payment_method, total_minor, currency, address, placed_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'MAD', $7, $8) RETURNING id",
        vec![
            group.number.clone().into(),
            group.token_hash.clone().into(),
            group.buyer.map(|buyer| buyer.0).into(),
            group.lang.code().into(),
            group.payment.code().into(),
            group.total.minor.into(),
            sql::to_json(&group.address)?.into(),
            group.placed_at.into(),
        ],
    )
    .await?;
    let mut ids = Vec::with_capacity(orders.len());
    for order in orders {
        let id = sql::id(
            db,
            "INSERT INTO shop_order (group_id, cooperative_id, number, state, payment_state, fulfilment_state,
                delivery_method, delivery_fee_minor, goods_minor, total_minor, placed_at)
             VALUES ($1, $2, $3, 'placed', 'unpaid', 'unfulfilled', $4, $5, $6, $7, $8) RETURNING id",
            vec![
                group_id.into(),
                order.cooperative.0.into(),
                order.number.clone().into(),
                order.delivery.code().into(),
                order.delivery_fee.minor.into(),
                order.goods.minor.into(),
                (order.goods.minor + order.delivery_fee.minor).into(),
                group.placed_at.into(),
            ],
        )
        .await?;
        for line in &order.lines {
            sql::run(
                db,
                "INSERT INTO order_line (order_id, variant_id, name, sku, pack_amount, pack_unit, quantity,
                    unit_price_minor, total_minor, tax_minor, commission_thousandths, commission_minor, tax_thousandths,
                    discount_minor)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                vec![
                    id.into(),
                    line.variant.0.into(),
                    sql::to_json(&line.name)?.into(),
                    line.sku.clone().into(),
                    line.pack.amount.into(),
                    line.pack.unit.code().into(),
                    i64::from(line.quantity).into(),
                    line.unit_price.minor.into(),
                    (line.total.minor + line.discount.minor).into(),
                    line.tax.minor.into(),
                    line.commission_thousandths.into(),
                    line.commission.minor.into(),
                    line.tax_thousandths.into(),
                    line.discount.minor.into(),
                ],
            )
            .await?;
        }
        if group.address.is_abroad() && order.lines.iter().all(|line| line.tax.minor == 0) {
            sql::run(
                db,
                "INSERT INTO export_sale (order_id) VALUES ($1)",
                vec![id.into()],
            )
            .await?;
        }
        ids.push(OrderId(id));
    }
    Ok((OrderGroupId(group_id), ids))
}

/// A stored answer and the digest of the request it answered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Replayed {
    pub request_hash: String,
    pub response: String,
}

pub async fn find_replay(
    db: &impl ConnectionTrait,
    caller: &str,
    key: &str,
) -> Result<Option<Replayed>> {
    sql::one(
        db,
        "SELECT request_hash, response FROM idempotency_key WHERE caller = $1 AND idempotency_key = $2",
        vec![caller.into(), key.into()],
    )
    .await
}

pub async fn keep_replay<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    caller: &str,
    key: &str,
    replay: &Replayed,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO idempotency_key (caller, idempotency_key, request_hash, response, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        vec![
            caller.into(),
            key.into(),
            replay.request_hash.clone().into(),
            replay.response.clone().into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: i64,
    number: String,
    payment_method: String,
    total_minor: i64,
    placed_at: i64,
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: i64,
    group_id: i64,
    number: String,
    cooperative_id: i64,
    cooperative_name: String,
    cooperative_slug: String,
    placed_at: i64,
    state: String,
    payment_state: String,
    fulfilment_state: String,
    payment_method: String,
    delivery_method: String,
    delivery_fee_minor: i64,
    goods_minor: i64,
    total_minor: i64,
    refusal: Option<String>,
    address: String,
    coupon: Option<String>,
}

#[derive(FromQueryResult)]
struct LineRow {
    order_id: i64,
    name: String,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    quantity: i64,
    unit_price_minor: i64,
    total_minor: i64,
    tax_minor: i64,
    tax_thousandths: Option<i64>,
}

const ORDER: &str = "SELECT o.id, o.group_id, o.number, o.cooperative_id, c.name AS cooperative_name, c.slug AS cooperative_slug,
    o.placed_at, o.state, o.payment_state, o.fulfilment_state, g.payment_method, o.delivery_method, o.delivery_fee_minor,
    o.goods_minor, o.total_minor, o.refusal, g.address, k.code AS coupon
    FROM shop_order o JOIN order_group g ON g.id = o.group_id JOIN cooperative c ON c.id = o.cooperative_id
        LEFT JOIN coupon_use u ON u.order_id = o.id LEFT JOIN coupon k ON k.id = u.coupon_id";

/// Orders with their lines: two queries however many there are.
async fn find_orders(
    db: &impl ConnectionTrait,
    tail: &str,
) -> Result<Vec<(OrderGroupId, OrderView)>> {
    let rows: Vec<OrderRow> = sql::all(db, &format!("{ORDER} {tail}"), vec![]).await?;
    let lines: Vec<LineRow> = sql::all(
        db,
        &format!(
            "SELECT order_id, name, sku, pack_amount, pack_unit, quantity, unit_price_minor,
                total_minor - discount_minor AS total_minor, tax_minor, tax_thousandths
             FROM order_line WHERE order_id IN ({}) ORDER BY id",
            sql::ids(rows.iter().map(|row| row.id))
        ),
        vec![],
    )
    .await?;
    let mut by_order: BTreeMap<i64, Vec<OrderLineView>> = BTreeMap::new();
    for line in lines {
        by_order
            .entry(line.order_id)
            .or_default()
            .push(OrderLineView {
                name: sql::text(&line.name)?,
                sku: line.sku,
                pack: sql::pack(line.pack_amount, &line.pack_unit)?,
                quantity: sql::count(line.quantity)?,
                unit_price: sql::mad(line.unit_price_minor),
                total: sql::mad(line.total_minor),
                tax: sql::mad(line.tax_minor),
                tax_thousandths: line.tax_thousandths,
            });
    }
    rows.into_iter()
        .map(|row| {
            let view = OrderView {
                id: OrderId(row.id),
                number: row.number,
                cooperative: CooperativeId(row.cooperative_id),
                cooperative_name: sql::text(&row.cooperative_name)?,
                cooperative_slug: row.cooperative_slug,
                placed_at: row.placed_at,
                state: known(OrderState::from_code(&row.state), &row.state)?,
                payment: known(
                    PaymentState::from_code(&row.payment_state),
                    &row.payment_state,
                )?,
                fulfilment: known(
                    FulfilmentState::from_code(&row.fulfilment_state),
                    &row.fulfilment_state,
                )?,
                payment_method: known(
                    PaymentMethod::from_code(&row.payment_method),
                    &row.payment_method,
                )?,
                delivery: known(
                    DeliveryMethod::from_code(&row.delivery_method),
                    &row.delivery_method,
                )?,
                delivery_fee: sql::mad(row.delivery_fee_minor),
                goods_total: sql::mad(row.goods_minor),
                total: sql::mad(row.total_minor),
                coupon: row.coupon,
                lines: by_order.remove(&row.id).unwrap_or_default(),
                refusal: row.refusal,
                address: sql::json(&row.address)?,
            };
            Ok((OrderGroupId(row.group_id), view))
        })
        .collect()
}

/// Orders of several groups at once.
pub async fn orders_of_groups(
    db: &impl ConnectionTrait,
    groups: &[OrderGroupId],
) -> Result<Vec<(OrderGroupId, OrderView)>> {
    find_orders(
        db,
        &format!(
            "WHERE o.group_id IN ({}) ORDER BY o.id",
            sql::ids(groups.iter().map(|id| id.0))
        ),
    )
    .await
}

async fn views(db: &impl ConnectionTrait, groups: Vec<GroupRow>) -> Result<Vec<OrderGroupView>> {
    let ids: Vec<OrderGroupId> = groups.iter().map(|group| OrderGroupId(group.id)).collect();
    let mut orders: BTreeMap<OrderGroupId, Vec<OrderView>> = BTreeMap::new();
    for (group, order) in orders_of_groups(db, &ids).await? {
        orders.entry(group).or_default().push(order);
    }
    groups
        .into_iter()
        .map(|group| {
            let id = OrderGroupId(group.id);
            Ok(OrderGroupView {
                id,
                number: group.number,
                tracking_token: String::new(),
                placed_at: group.placed_at,
                payment_method: known(
                    PaymentMethod::from_code(&group.payment_method),
                    &group.payment_method,
                )?,
                total: sql::mad(group.total_minor),
                orders: orders.remove(&id).unwrap_or_default(),
                transfer: None,
            })
        })
        .collect()
}

const GROUP: &str = "SELECT id, number, payment_method, total_minor, placed_at FROM order_group";

/// The group whose tracking token has this hash. The token itself and the transfer's account are
/// the use case's to fill in.
pub async fn group_by_token(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> Result<Option<OrderGroupView>> {
    let rows: Vec<GroupRow> = sql::all(
        db,
        &format!("{GROUP} WHERE token_hash = $1"),
        vec![token_hash.into()],
    )
    .await?;
    Ok(views(db, rows).await?.pop())
}

pub async fn find_group(
    db: &impl ConnectionTrait,
    group: OrderGroupId,
) -> Result<Option<OrderGroupView>> {
    let rows: Vec<GroupRow> =
        sql::all(db, &format!("{GROUP} WHERE id = $1"), vec![group.0.into()]).await?;
    Ok(views(db, rows).await?.pop())
}

/// A person's groups, newest first, at most 100.
pub async fn groups_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<OrderGroupView>> {
    let rows: Vec<GroupRow> = sql::all(
        db,
        &format!("{GROUP} WHERE person_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 100"),
        vec![person.0.into()],
    )
    .await?;
    views(db, rows).await
}

#[derive(FromQueryResult)]
struct VariantRow {
    variant_id: i64,
    quantity: i64,
}

/// What was ordered, and how many of each.
pub async fn order_variants(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(VariantId, u32)>> {
    let rows: Vec<VariantRow> = sql::all(
        db,
        "SELECT variant_id, quantity FROM order_line WHERE order_id = $1 ORDER BY id",
        vec![order.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| Ok((VariantId(row.variant_id), sql::count(row.quantity)?)))
        .collect()
}

/// What the policy must know of an order.
#[derive(Clone, Debug)]
pub struct OrderHead {
    pub id: OrderId,
    pub group: OrderGroupId,
    pub number: String,
    pub seller: CooperativeId,
    pub buyer: Option<PersonId>,
    pub state: OrderState,
}

#[derive(FromQueryResult)]
struct HeadRow {
    id: i64,
    group_id: i64,
    number: String,
    cooperative_id: i64,
    person_id: Option<i64>,
    state: String,
}

pub async fn order_head(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<OrderHead>> {
    let row: Option<HeadRow> = sql::one(
        db,
        "SELECT o.id, o.group_id, o.number, o.cooperative_id, g.person_id, o.state
         FROM shop_order o JOIN order_group g ON g.id = o.group_id WHERE o.id = $1",
        vec![order.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok(OrderHead {
            id: OrderId(row.id),
            group: OrderGroupId(row.group_id),
            number: row.number,
            seller: CooperativeId(row.cooperative_id),
            buyer: row.person_id.map(PersonId),
            state: known(OrderState::from_code(&row.state), &row.state)?,
        })
    })
    .transpose()
}

/// Moves an order from one state to the next.
///
/// # Errors
/// `Conflict` where someone else moved it first.
pub async fn set_state(
    db: &impl ConnectionTrait,
    _permit: &Permit<Order>,
    order: OrderId,
    from: OrderState,
    to: OrderState,
    refusal: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE shop_order SET state = $3, refusal = $4, decided_at = $5 WHERE id = $1 AND state = $2",
        vec![order.0.into(), from.code().into(), to.code().into(), refusal.into(), now.into()],
    )
    .await?;
    if changed == 1 {
        Ok(())
    } else {
        Err(domain::Error::Conflict.into())
    }
}

/// The desk's three lists: waiting, decided since `today`, decided before.
pub async fn desk_orders(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    today: Timestamp,
) -> Result<(Vec<OrderView>, Vec<OrderView>, Vec<OrderView>)> {
    let of = |tail: String| async move {
        let orders = find_orders(
            db,
            &format!("WHERE o.cooperative_id = {cooperative} AND {tail}"),
        )
        .await?;
        Ok::<_, Error>(
            orders
                .into_iter()
                .map(|(_, order)| order)
                .collect::<Vec<_>>(),
        )
    };
    Ok((
        of("o.state = 'placed' ORDER BY o.placed_at, o.id LIMIT 200".to_owned()).await?,
        of(format!("o.state <> 'placed' AND o.placed_at >= {today} ORDER BY o.placed_at DESC, o.id DESC LIMIT 200")).await?,
        of(format!("o.state <> 'placed' AND o.placed_at < {today} ORDER BY o.placed_at DESC, o.id DESC LIMIT 50")).await?,
    ))
}

/// The seller's orders, the newest first: 50, before the one given.
pub async fn seller_orders(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    state: Option<OrderState>,
    before: Option<OrderId>,
) -> Result<Vec<OrderView>> {
    let mut tail = format!("WHERE o.cooperative_id = {cooperative}");
    if let Some(state) = state {
        tail.push_str(&format!(" AND o.state = '{}'", state.code()));
    }
    if let Some(before) = before {
        tail.push_str(&format!(" AND o.id < {before}"));
    }
    let orders = find_orders(db, &format!("{tail} ORDER BY o.id DESC LIMIT 50")).await?;
    Ok(orders.into_iter().map(|(_, order)| order).collect())
}

#[derive(FromQueryResult)]
struct AddressRow {
    address: String,
    lang: String,
}

/// Where the person's last order went.
pub async fn last_address(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Address>> {
    let row: Option<AddressRow> = sql::one(
        db,
        "SELECT address, lang FROM order_group WHERE person_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 1",
        vec![person.0.into()],
    )
    .await?;
    row.map(|row| sql::json(&row.address)).transpose()
}

/// Whom to write to about a group, and in which language.
pub async fn buyer_of(
    db: &impl ConnectionTrait,
    group: OrderGroupId,
) -> Result<Option<(Address, Lang)>> {
    let row: Option<AddressRow> = sql::one(
        db,
        "SELECT address, lang FROM order_group WHERE id = $1",
        vec![group.0.into()],
    )
    .await?;
    row.map(|row| {
        Ok((
            sql::json(&row.address)?,
            Lang::from_code(&row.lang).unwrap_or_default(),
        ))
    })
    .transpose()
}

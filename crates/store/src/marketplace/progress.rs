//! Orders as screens show them, with parcels, events, returns, messages and money: a fixed number
//! of queries however many orders.

use super::known;
use crate::{Result, sql};
use domain::{
    CooperativeId, DisputeId, OrderGroupId, OrderId, OrderLineId, ReturnId, ShipmentId,
    marketplace::{
        Address, Counts, DeliveryMethod, DisputeOutcome, DisputeState, DisputeView,
        FulfilmentState, LineProgress, MessageView, OrderProgress, OrderState, ParcelLine,
        ParcelView, PaymentMethod, PaymentState, PriceShare, ReturnState, ReturnView, ReturnWish,
        Share, ShipmentState, TimelineEntry,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct OrderRow {
    id: i64,
    cooperative_id: i64,
    number: String,
    placed_at: i64,
    state: String,
    payment_state: String,
    fulfilment_state: String,
    payment_method: String,
    delivery_method: String,
    delivery_fee_minor: i64,
    delivery_off_minor: i64,
    phone_confirmed_at: Option<i64>,
    address: String,
    cooperative_name: String,
    refunded: i64,
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    order_id: i64,
    name: String,
    sku: String,
    pack_amount: i64,
    pack_unit: String,
    unit_price_minor: i64,
    total_minor: i64,
    tax_minor: i64,
    commission_minor: i64,
    quantity: i64,
    shipped: i64,
    cancelled: i64,
    refused: i64,
    returned: i64,
    off_cooperative_minor: i64,
    off_tax_minor: i64,
    off_commission_minor: i64,
}

#[derive(FromQueryResult)]
struct ParcelRow {
    id: i64,
    order_id: i64,
    position: i64,
    carrier: String,
    tracking_number: String,
    state: String,
    shipped_at: i64,
    closed_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct PartRow {
    owner_id: i64,
    order_line_id: i64,
    quantity: i64,
}

#[derive(FromQueryResult)]
struct EventRow {
    order_id: i64,
    kind: String,
    at: i64,
    note: Option<String>,
}

#[derive(FromQueryResult)]
struct ReturnRow {
    id: i64,
    order_id: i64,
    state: String,
    wish: String,
    reason: String,
    answer: Option<String>,
    asked_at: i64,
}

#[derive(FromQueryResult)]
struct MessageRow {
    order_id: i64,
    from_seller: i64,
    text: String,
    at: i64,
}

#[derive(FromQueryResult)]
struct DisputeRow {
    id: i64,
    order_id: i64,
    state: String,
    reason: String,
    answer: Option<String>,
    outcome: Option<String>,
    decision: Option<String>,
    opened_at: i64,
    deadline: i64,
}

#[derive(FromQueryResult)]
struct RefusalRow {
    phone: String,
    refusals: i64,
}

const ORDER: &str = "SELECT o.id, o.cooperative_id, o.number, o.placed_at, o.state, o.payment_state, o.fulfilment_state, g.payment_method,
    o.delivery_method, o.delivery_fee_minor, o.delivery_off_minor, o.phone_confirmed_at, g.address, c.name AS cooperative_name,
    CAST(COALESCE((SELECT SUM(amount_minor) FROM refund r WHERE r.order_id = o.id), 0) AS BIGINT) AS refunded
    FROM shop_order o JOIN order_group g ON g.id = o.group_id JOIN cooperative c ON c.id = o.cooperative_id";

/// One order, for its desk.
pub async fn progress_of(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Option<OrderProgress>> {
    Ok(find(db, &format!("WHERE o.id = {order}")).await?.pop())
}

pub async fn group_progress(
    db: &impl ConnectionTrait,
    group: OrderGroupId,
) -> Result<Vec<OrderProgress>> {
    find(db, &format!("WHERE o.group_id = {group} ORDER BY o.id")).await
}

/// Which of a cooperative's orders.
#[derive(Clone, Copy, Debug)]
pub enum DeskList {
    /// Confirmed with something left to send, the oldest first.
    ToShip,
    OnTheWay,
    /// Refused and not yet back, and returns that are open.
    ComingBack,
}

pub async fn desk_progress(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    list: DeskList,
) -> Result<Vec<OrderProgress>> {
    let tail = match list {
        DeskList::ToShip => {
            "o.state = 'confirmed' AND o.fulfilment_state IN ('unfulfilled', 'partially_shipped') ORDER BY o.placed_at, o.id LIMIT 200"
        }
        DeskList::OnTheWay => {
            "o.id IN (SELECT s.order_id FROM shipment s JOIN shop_order i ON i.id = s.order_id
                WHERE i.cooperative_id = o.cooperative_id AND s.state = 'shipped') ORDER BY o.placed_at, o.id LIMIT 200"
        }
        DeskList::ComingBack => {
            "(o.id IN (SELECT s.order_id FROM shipment s JOIN shop_order i ON i.id = s.order_id
                WHERE i.cooperative_id = o.cooperative_id AND s.state = 'refused')
              OR o.id IN (SELECT r.order_id FROM order_return r JOIN shop_order i ON i.id = r.order_id
                WHERE i.cooperative_id = o.cooperative_id AND r.state IN ('requested', 'accepted', 'received')))
             ORDER BY o.placed_at, o.id LIMIT 200"
        }
    };
    find(
        db,
        &format!("WHERE o.cooperative_id = {cooperative} AND {tail}"),
    )
    .await
}

async fn find(db: &impl ConnectionTrait, tail: &str) -> Result<Vec<OrderProgress>> {
    let orders: Vec<OrderRow> = sql::all(db, &format!("{ORDER} {tail}"), vec![]).await?;
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sql::ids(orders.iter().map(|row| row.id));
    let lines: Vec<LineRow> = sql::all(
        db,
        &format!(
            "SELECT id, order_id, name, sku, pack_amount, pack_unit, unit_price_minor,
                total_minor - discount_minor AS total_minor, tax_minor, commission_minor, quantity, shipped, cancelled, refused, returned, off_cooperative_minor, off_tax_minor, off_commission_minor
             FROM order_line WHERE order_id IN ({ids}) ORDER BY id"
        ),
        vec![],
    )
    .await?;
    let extras = Extras::load(db, &ids, &orders).await?;
    orders
        .into_iter()
        .map(|row| view(row, &lines, &extras))
        .collect()
}

struct Extras {
    parcels: Vec<ParcelRow>,
    parcel_lines: Vec<PartRow>,
    events: Vec<EventRow>,
    returns: Vec<ReturnRow>,
    return_lines: Vec<PartRow>,
    messages: Vec<MessageRow>,
    disputes: Vec<DisputeRow>,
    refusals: BTreeMap<String, i64>,
    phones: BTreeMap<i64, Address>,
}

impl Extras {
    async fn load(db: &impl ConnectionTrait, ids: &str, orders: &[OrderRow]) -> Result<Extras> {
        let mut phones = BTreeMap::new();
        for row in orders {
            phones.insert(row.id, sql::json::<Address>(&row.address)?);
        }
        let places: Vec<String> = (1..=phones.len()).map(|at| format!("${at}")).collect();
        let refusals: Vec<RefusalRow> = sql::all(
            db,
            &format!(
                "SELECT phone, refusals FROM phone_refusal WHERE phone IN ({})",
                places.join(", ")
            ),
            phones
                .values()
                .map(|address| address.phone.clone().into())
                .collect(),
        )
        .await?;
        Ok(Extras {
            parcels: sql::all(
                db,
                &format!(
                    "SELECT id, order_id, position, carrier, tracking_number, state, shipped_at, closed_at
                     FROM shipment WHERE order_id IN ({ids}) ORDER BY order_id, position"
                ),
                vec![],
            )
            .await?,
            parcel_lines: sql::all(
                db,
                &format!(
                    "SELECT p.shipment_id AS owner_id, p.order_line_id, p.quantity FROM shipment_line p
                     JOIN shipment s ON s.id = p.shipment_id WHERE s.order_id IN ({ids}) ORDER BY p.id"
                ),
                vec![],
            )
            .await?,
            events: sql::all(
                db,
                &format!("SELECT order_id, kind, at, note FROM order_event WHERE order_id IN ({ids}) ORDER BY id"),
                vec![],
            )
            .await?,
            returns: sql::all(
                db,
                &format!(
                    "SELECT id, order_id, state, wish, reason, answer, asked_at FROM order_return WHERE order_id IN ({ids}) ORDER BY id"
                ),
                vec![],
            )
            .await?,
            return_lines: sql::all(
                db,
                &format!(
                    "SELECT l.return_id AS owner_id, l.order_line_id, l.quantity FROM return_line l
                     JOIN order_return r ON r.id = l.return_id WHERE r.order_id IN ({ids}) ORDER BY l.id"
                ),
                vec![],
            )
            .await?,
            messages: sql::all(
                db,
                &format!("SELECT order_id, from_seller, text, at FROM order_message WHERE order_id IN ({ids}) ORDER BY id"),
                vec![],
            )
            .await?,
            disputes: sql::all(
                db,
                &format!(
                    "SELECT id, order_id, state, reason, answer, outcome, decision, opened_at, deadline
                     FROM dispute WHERE order_id IN ({ids})"
                ),
                vec![],
            )
            .await?,
            refusals: refusals
                .into_iter()
                .map(|row| (row.phone, row.refusals))
                .collect(),
            phones,
        })
    }
}

fn view(row: OrderRow, lines: &[LineRow], extras: &Extras) -> Result<OrderProgress> {
    let mine: Vec<&LineRow> = lines
        .iter()
        .filter(|line| line.order_id == row.id)
        .collect();
    let mut share = Share {
        delivery: row.delivery_fee_minor - row.delivery_off_minor,
        ..Share::default()
    };
    for line in &mine {
        share = share.plus(Share {
            cooperative: line.total_minor
                - line.tax_minor
                - line.commission_minor
                - line.off_cooperative_minor,
            tax: line.tax_minor - line.off_tax_minor,
            commission: line.commission_minor - line.off_commission_minor,
            delivery: 0,
        });
    }
    let named = |id: i64| mine.iter().find(|line| line.id == id);
    let parcels = extras
        .parcels
        .iter()
        .filter(|parcel| parcel.order_id == row.id)
        .map(|parcel| {
            Ok(ParcelView {
                id: ShipmentId(parcel.id),
                position: sql::count(parcel.position)?,
                carrier: parcel.carrier.clone(),
                tracking_number: parcel.tracking_number.clone(),
                state: known(ShipmentState::from_code(&parcel.state), &parcel.state)?,
                shipped_at: parcel.shipped_at,
                closed_at: parcel.closed_at,
                lines: extras
                    .parcel_lines
                    .iter()
                    .filter(|part| part.owner_id == parcel.id)
                    .filter_map(|part| named(part.order_line_id).map(|line| (part, line)))
                    .map(|(part, line)| {
                        Ok(ParcelLine {
                            name: sql::text(&line.name)?,
                            pack: sql::pack(line.pack_amount, &line.pack_unit)?,
                            quantity: sql::count(part.quantity)?,
                        })
                    })
                    .collect::<Result<_>>()?,
            })
        })
        .collect::<Result<_>>()?;
    let returns = extras
        .returns
        .iter()
        .filter(|it| it.order_id == row.id)
        .map(|it| {
            Ok(ReturnView {
                id: ReturnId(it.id),
                state: known(ReturnState::from_code(&it.state), &it.state)?,
                wish: known(ReturnWish::from_code(&it.wish), &it.wish)?,
                reason: it.reason.clone(),
                answer: it.answer.clone(),
                asked_at: it.asked_at,
                lines: extras
                    .return_lines
                    .iter()
                    .filter(|part| part.owner_id == it.id)
                    .filter_map(|part| named(part.order_line_id).map(|line| (part, line)))
                    .map(|(part, line)| Ok((sql::text(&line.name)?, sql::count(part.quantity)?)))
                    .collect::<Result<_>>()?,
            })
        })
        .collect::<Result<_>>()?;
    let cooperative = sql::text(&row.cooperative_name)?;
    let dispute = extras
        .disputes
        .iter()
        .find(|it| it.order_id == row.id)
        .map(|it| {
            Ok::<_, crate::Error>(DisputeView {
                id: DisputeId(it.id),
                number: row.number.clone(),
                cooperative: cooperative.clone(),
                state: known(DisputeState::from_code(&it.state), &it.state)?,
                reason: it.reason.clone(),
                answer: it.answer.clone(),
                outcome: it
                    .outcome
                    .as_deref()
                    .map(|code| known(DisputeOutcome::from_code(code), code))
                    .transpose()?,
                decision: it.decision.clone(),
                opened_at: it.opened_at,
                deadline: it.deadline,
            })
        })
        .transpose()?;
    let address = extras.phones.get(&row.id);
    let refusals = address
        .and_then(|address| extras.refusals.get(&address.phone))
        .copied()
        .unwrap_or(0);
    Ok(OrderProgress {
        order: OrderId(row.id),
        cooperative: CooperativeId(row.cooperative_id),
        number: row.number,
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
        method: known(
            PaymentMethod::from_code(&row.payment_method),
            &row.payment_method,
        )?,
        delivery: known(
            DeliveryMethod::from_code(&row.delivery_method),
            &row.delivery_method,
        )?,
        lines: mine
            .iter()
            .map(|line| progress(line))
            .collect::<Result<_>>()?,
        parcels,
        timeline: extras
            .events
            .iter()
            .filter(|event| event.order_id == row.id)
            .map(|event| TimelineEntry {
                kind: event.kind.clone(),
                at: event.at,
                note: event.note.clone(),
            })
            .collect(),
        returns,
        messages: extras
            .messages
            .iter()
            .filter(|it| it.order_id == row.id)
            .map(|it| MessageView {
                from_seller: it.from_seller == 1,
                text: it.text.clone(),
                at: it.at,
            })
            .collect(),
        dispute,
        due: sql::mad(share.total()),
        refunded: sql::mad(row.refunded),
        share: PriceShare::of(share),
        phone_confirmed_at: row.phone_confirmed_at,
        refusals: sql::count(refusals)?,
        buyer_name: address.map(|it| it.name.clone()).unwrap_or_default(),
        city: address.map(|it| it.city.clone()).unwrap_or_default(),
        closed_until: None,
        request_key: String::new(),
    })
}

fn progress(line: &LineRow) -> Result<LineProgress> {
    Ok(LineProgress {
        line: OrderLineId(line.id),
        name: sql::text(&line.name)?,
        sku: line.sku.clone(),
        pack: sql::pack(line.pack_amount, &line.pack_unit)?,
        unit_price: sql::mad(line.unit_price_minor),
        counts: Counts {
            quantity: sql::count(line.quantity)?,
            shipped: sql::count(line.shipped)?,
            cancelled: sql::count(line.cancelled)?,
            refused: sql::count(line.refused)?,
            returned: sql::count(line.returned)?,
        },
    })
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: i64,
}

/// The group that a tracking token opens.
pub async fn group_of_token(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> Result<Option<OrderGroupId>> {
    let row: Option<GroupRow> = sql::one(
        db,
        "SELECT id FROM order_group WHERE token_hash = $1",
        vec![token_hash.into()],
    )
    .await?;
    Ok(row.map(|row| OrderGroupId(row.id)))
}

//! An order with all that became of it, loaded under its group's lock: what changes orders, their
//! parcels and their money begins here, so that no two such changes of one group interleave.

use super::known;
use crate::{Result, sql};
use domain::{
    CooperativeId, Error, OrderGroupId, OrderId, OrderLineId, PaymentId, PersonId, ShipmentId,
    Timestamp, VariantId,
    marketplace::{
        Advance, Counts, DeliveryMethod, FulfilmentState, OrderState, PaymentMethod, PaymentState,
        Share, ShipmentState,
    },
    policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// What the use cases decide on.
#[derive(Clone, Debug)]
pub struct OrderFile {
    pub id: OrderId,
    pub number: String,
    pub group: OrderGroupId,
    pub group_number: String,
    pub seller: CooperativeId,
    pub buyer: Option<PersonId>,
    pub method: PaymentMethod,
    pub delivery: DeliveryMethod,
    pub state: OrderState,
    pub payment: PaymentState,
    pub fulfilment: FulfilmentState,
    pub delivery_fee: i64,
    pub delivery_off: i64,
    pub phone: String,
    pub phone_confirmed_at: Option<Timestamp>,
    pub lines: Vec<FileLine>,
    pub parcels: Vec<FileParcel>,
    pub splits: Vec<FileSplit>,
}

#[derive(Clone, Debug)]
pub struct FileLine {
    pub id: OrderLineId,
    pub variant: VariantId,
    pub counts: Counts,
    /// The line's cut as it was sold, and what is no longer due of it.
    pub share: Share,
    pub off: Share,
}

#[derive(Clone, Debug)]
pub struct FileParcel {
    pub id: ShipmentId,
    pub position: u32,
    pub state: ShipmentState,
    pub tracking_number: String,
    /// The order's fee travels with its first parcel.
    pub delivery_fee: i64,
    pub collected: bool,
    pub lines: Vec<ParcelPart>,
}

#[derive(Clone, Debug)]
pub struct ParcelPart {
    pub line: OrderLineId,
    pub quantity: u32,
    pub share: Share,
}

/// What a payment brought for this order.
#[derive(Clone, Debug)]
pub struct FileSplit {
    pub id: i64,
    pub payment: PaymentId,
    pub share: Share,
    pub refunded: Share,
    pub released_at: Option<Timestamp>,
}

impl FileParcel {
    /// What is to be collected at the door.
    pub fn share(&self) -> Share {
        let delivery = Share {
            delivery: self.delivery_fee,
            ..Share::default()
        };
        self.lines
            .iter()
            .fold(delivery, |sum, part| sum.plus(part.share))
    }
}

impl OrderFile {
    pub fn axes(&self) -> Advance {
        Advance {
            state: self.state,
            fulfilment: self.fulfilment,
        }
    }

    pub fn counts(&self) -> Vec<Counts> {
        self.lines.iter().map(|line| line.counts).collect()
    }

    pub fn parcel_states(&self) -> Vec<ShipmentState> {
        self.parcels.iter().map(|parcel| parcel.state).collect()
    }

    pub fn line(&mut self, id: OrderLineId) -> domain::Result<&mut FileLine> {
        self.lines
            .iter_mut()
            .find(|line| line.id == id)
            .ok_or(Error::NotFound)
    }

    /// What a line's pieces that are neither sent nor taken off are worth.
    pub fn uncut(&self, line: &FileLine) -> Share {
        let sent = self
            .parcels
            .iter()
            .filter(|parcel| {
                matches!(
                    parcel.state,
                    ShipmentState::Shipped | ShipmentState::Delivered
                )
            })
            .flat_map(|parcel| &parcel.lines)
            .filter(|part| part.line == line.id)
            .fold(Share::default(), |sum, part| sum.plus(part.share));
        line.share.minus(line.off).minus(sent)
    }

    /// What is due for what the buyer keeps, with delivery.
    pub fn due(&self) -> Share {
        let delivery = Share {
            delivery: self.delivery_fee - self.delivery_off,
            ..Share::default()
        };
        self.lines
            .iter()
            .fold(delivery, |sum, line| sum.plus(line.share.minus(line.off)))
    }

    pub fn captured(&self) -> Share {
        self.splits
            .iter()
            .fold(Share::default(), |sum, split| sum.plus(split.share))
    }

    /// What was taken and not given back.
    pub fn kept(&self) -> Share {
        self.splits.iter().fold(Share::default(), |sum, split| {
            sum.plus(split.share).minus(split.refunded)
        })
    }
}

#[derive(FromQueryResult)]
struct OrderRow {
    number: String,
    group_id: i64,
    group_number: String,
    cooperative_id: i64,
    person_id: Option<i64>,
    payment_method: String,
    delivery_method: String,
    state: String,
    payment_state: String,
    fulfilment_state: String,
    delivery_fee_minor: i64,
    delivery_off_minor: i64,
    address: String,
    phone_confirmed_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    variant_id: i64,
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
    position: i64,
    state: String,
    tracking_number: String,
    delivery_minor: i64,
    collected: i64,
}

#[derive(FromQueryResult)]
struct PartRow {
    shipment_id: i64,
    order_line_id: i64,
    quantity: i64,
    cooperative_minor: i64,
    tax_minor: i64,
    commission_minor: i64,
}

#[derive(FromQueryResult)]
struct SplitRow {
    id: i64,
    payment_id: i64,
    cooperative_minor: i64,
    tax_minor: i64,
    commission_minor: i64,
    delivery_minor: i64,
    released_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct SumRow {
    payment_id: i64,
    cooperative_minor: i64,
    tax_minor: i64,
    commission_minor: i64,
    delivery_minor: i64,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// Makes every other change of this group wait until the transaction ends. It is a transaction's
/// first lock.
pub async fn lock_group(db: &impl ConnectionTrait, group: OrderGroupId) -> Result<()> {
    sql::run(
        db,
        "UPDATE order_group SET placed_at = placed_at WHERE id = $1",
        vec![group.0.into()],
    )
    .await?;
    Ok(())
}

/// Locks the order's group and reads the order.
pub async fn lock_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<OrderFile>> {
    let group: Option<IdRow> = sql::one(
        db,
        "SELECT group_id AS id FROM shop_order WHERE id = $1",
        vec![order.0.into()],
    )
    .await?;
    let Some(group) = group else {
        return Ok(None);
    };
    lock_group(db, OrderGroupId(group.id)).await?;
    order_file(db, order).await
}

/// The orders of a group, in the order they were placed. Lock the group first.
pub async fn group_files(db: &impl ConnectionTrait, group: OrderGroupId) -> Result<Vec<OrderFile>> {
    let ids: Vec<IdRow> = sql::all(
        db,
        "SELECT id FROM shop_order WHERE group_id = $1 ORDER BY id",
        vec![group.0.into()],
    )
    .await?;
    let mut files = Vec::with_capacity(ids.len());
    for row in ids {
        files.extend(order_file(db, OrderId(row.id)).await?);
    }
    Ok(files)
}

async fn order_file(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<OrderFile>> {
    let id = || vec![order.0.into()];
    let row: Option<OrderRow> = sql::one(
        db,
        "SELECT o.number, o.group_id, g.number AS group_number, o.cooperative_id, g.person_id, g.payment_method,
            o.delivery_method, o.state, o.payment_state, o.fulfilment_state, o.delivery_fee_minor, o.delivery_off_minor,
            g.address, o.phone_confirmed_at
         FROM shop_order o JOIN order_group g ON g.id = o.group_id WHERE o.id = $1",
        id(),
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let lines: Vec<LineRow> = sql::all(
        db,
        "SELECT id, variant_id, total_minor - discount_minor AS total_minor, tax_minor, commission_minor, quantity, shipped,
            cancelled, refused, returned, off_cooperative_minor, off_tax_minor, off_commission_minor
         FROM order_line WHERE order_id = $1 ORDER BY id",
        id(),
    )
    .await?;
    let parcels: Vec<ParcelRow> = sql::all(
        db,
        "SELECT id, position, state, tracking_number, delivery_minor, collected FROM shipment
         WHERE order_id = $1 ORDER BY position",
        id(),
    )
    .await?;
    let parts: Vec<PartRow> = sql::all(
        db,
        "SELECT p.shipment_id, p.order_line_id, p.quantity, p.cooperative_minor, p.tax_minor, p.commission_minor
         FROM shipment_line p JOIN shipment s ON s.id = p.shipment_id WHERE s.order_id = $1 ORDER BY p.id",
        id(),
    )
    .await?;
    let splits: Vec<SplitRow> = sql::all(
        db,
        "SELECT id, payment_id, cooperative_minor, tax_minor, commission_minor, delivery_minor, released_at
         FROM payment_split WHERE order_id = $1 ORDER BY id",
        id(),
    )
    .await?;
    let refunds: Vec<SumRow> = sql::all(
        db,
        "SELECT payment_id, CAST(COALESCE(SUM(cooperative_minor), 0) AS BIGINT) AS cooperative_minor,
            CAST(COALESCE(SUM(tax_minor), 0) AS BIGINT) AS tax_minor,
            CAST(COALESCE(SUM(commission_minor), 0) AS BIGINT) AS commission_minor,
            CAST(COALESCE(SUM(delivery_minor), 0) AS BIGINT) AS delivery_minor
         FROM refund WHERE order_id = $1 GROUP BY payment_id",
        id(),
    )
    .await?;
    let address: domain::marketplace::Address = sql::json(&row.address)?;
    Ok(Some(OrderFile {
        id: order,
        number: row.number,
        group: OrderGroupId(row.group_id),
        group_number: row.group_number,
        seller: CooperativeId(row.cooperative_id),
        buyer: row.person_id.map(PersonId),
        method: known(
            PaymentMethod::from_code(&row.payment_method),
            &row.payment_method,
        )?,
        delivery: known(
            DeliveryMethod::from_code(&row.delivery_method),
            &row.delivery_method,
        )?,
        state: known(OrderState::from_code(&row.state), &row.state)?,
        payment: known(
            PaymentState::from_code(&row.payment_state),
            &row.payment_state,
        )?,
        fulfilment: known(
            FulfilmentState::from_code(&row.fulfilment_state),
            &row.fulfilment_state,
        )?,
        delivery_fee: row.delivery_fee_minor,
        delivery_off: row.delivery_off_minor,
        phone: address.phone,
        phone_confirmed_at: row.phone_confirmed_at,
        lines: lines.into_iter().map(line).collect::<Result<_>>()?,
        parcels: parcels
            .into_iter()
            .map(|row| parcel(row, &parts))
            .collect::<Result<_>>()?,
        splits: splits
            .into_iter()
            .map(|row| FileSplit {
                id: row.id,
                payment: PaymentId(row.payment_id),
                share: Share {
                    cooperative: row.cooperative_minor,
                    tax: row.tax_minor,
                    commission: row.commission_minor,
                    delivery: row.delivery_minor,
                },
                refunded: refunds
                    .iter()
                    .find(|refund| refund.payment_id == row.payment_id)
                    .map_or_else(Share::default, |refund| Share {
                        cooperative: refund.cooperative_minor,
                        tax: refund.tax_minor,
                        commission: refund.commission_minor,
                        delivery: refund.delivery_minor,
                    }),
                released_at: row.released_at,
            })
            .collect(),
    }))
}

fn line(row: LineRow) -> Result<FileLine> {
    Ok(FileLine {
        id: OrderLineId(row.id),
        variant: VariantId(row.variant_id),
        counts: Counts {
            quantity: sql::count(row.quantity)?,
            shipped: sql::count(row.shipped)?,
            cancelled: sql::count(row.cancelled)?,
            refused: sql::count(row.refused)?,
            returned: sql::count(row.returned)?,
        },
        share: Share {
            cooperative: row.total_minor - row.tax_minor - row.commission_minor,
            tax: row.tax_minor,
            commission: row.commission_minor,
            delivery: 0,
        },
        off: Share {
            cooperative: row.off_cooperative_minor,
            tax: row.off_tax_minor,
            commission: row.off_commission_minor,
            delivery: 0,
        },
    })
}

fn parcel(row: ParcelRow, parts: &[PartRow]) -> Result<FileParcel> {
    Ok(FileParcel {
        id: ShipmentId(row.id),
        position: sql::count(row.position)?,
        state: known(ShipmentState::from_code(&row.state), &row.state)?,
        tracking_number: row.tracking_number,
        delivery_fee: row.delivery_minor,
        collected: row.collected == 1,
        lines: parts
            .iter()
            .filter(|part| part.shipment_id == row.id)
            .map(|part| {
                Ok(ParcelPart {
                    line: OrderLineId(part.order_line_id),
                    quantity: sql::count(part.quantity)?,
                    share: Share {
                        cooperative: part.cooperative_minor,
                        tax: part.tax_minor,
                        commission: part.commission_minor,
                        delivery: 0,
                    },
                })
            })
            .collect::<Result<_>>()?,
    })
}

/// The order of a parcel.
pub async fn order_of_parcel(
    db: &impl ConnectionTrait,
    parcel: ShipmentId,
) -> Result<Option<OrderId>> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT order_id AS id FROM shipment WHERE id = $1",
        vec![parcel.0.into()],
    )
    .await?;
    Ok(row.map(|row| OrderId(row.id)))
}

/// Writes what became of the lines and where the order stands. Only under the group's lock.
pub async fn save_file<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    file: &OrderFile,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    for line in &file.lines {
        sql::run(
            db,
            "UPDATE order_line SET shipped = $2, cancelled = $3, refused = $4, returned = $5,
                off_cooperative_minor = $6, off_tax_minor = $7, off_commission_minor = $8 WHERE id = $1",
            vec![
                line.id.0.into(),
                i64::from(line.counts.shipped).into(),
                i64::from(line.counts.cancelled).into(),
                i64::from(line.counts.refused).into(),
                i64::from(line.counts.returned).into(),
                line.off.cooperative.into(),
                line.off.tax.into(),
                line.off.commission.into(),
            ],
        )
        .await?;
    }
    sql::run(
        db,
        "UPDATE shop_order SET state = $2, payment_state = $3, fulfilment_state = $4, delivery_off_minor = $5,
            refusal = COALESCE($6, refusal), decided_at = COALESCE(decided_at, $7), phone_confirmed_at = $8 WHERE id = $1",
        vec![
            file.id.0.into(),
            file.state.code().into(),
            file.payment.code().into(),
            file.fulfilment.code().into(),
            file.delivery_off.into(),
            reason.into(),
            now.into(),
            file.phone_confirmed_at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Notes what happened, for seller and buyer to read.
pub async fn note_event<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    order: OrderId,
    kind: &str,
    note: Option<&str>,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO order_event (order_id, kind, at, person_id, note) VALUES ($1, $2, $3, $4, $5)",
        vec![
            order.0.into(),
            kind.into(),
            now.into(),
            by.map(|by| by.0).into(),
            note.into(),
        ],
    )
    .await?;
    Ok(())
}

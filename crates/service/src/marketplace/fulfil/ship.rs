//! Sending: a parcel with some or all of what is left.

use super::{Pieces, by_variant, move_on, note, prepare::load, read_pieces, seller_file};
use crate::{
    Ctx, internal,
    marketplace::{lots, mails},
};
use domain::{
    Error, OrderId, Problem, Result,
    marketplace::{Counts, DeliveryMethod, OrderProgress, OrderState, PaymentState, ShipmentState},
    policy::Action,
    text::{self, Check},
};
use store::marketplace::{FileParcel, Leaving, NewParcel, OrderFile, ParcelPart};

/// The form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct ShipInput {
    pub carrier: String,
    pub tracking_number: String,
    pub pieces: Pieces,
    /// Minted with the page: the same form sent twice is one parcel.
    pub request_key: String,
}

/// Sends a parcel: `on_hand` is lowered now, and the buyer hears of it.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotFound`; `Conflict` for an order that is not confirmed,
/// or not paid where that comes first.
pub async fn ship_order(ctx: &Ctx, order: OrderId, input: ShipInput) -> Result<OrderProgress> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (mut file, permit) = seller_file(ctx, &tx, order, Action::ShipOrder).await?;
    let key = check_key(&input.request_key)?;
    if store::marketplace::has_parcel(&tx, order, key)
        .await
        .map_err(internal(ctx))?
    {
        return load(ctx, &tx, order).await;
    }
    if file.state != OrderState::Confirmed || !is_paid_enough(&file) {
        return Err(Error::Conflict);
    }
    let is_fetched = file.delivery == DeliveryMethod::Pickup;
    let mut check = Check::default();
    let mut field = |name: &str, text: &str| {
        let value = if is_fetched {
            text::optional_line(text, 60).map(Option::unwrap_or_default)
        } else {
            text::line(text, 60)
        };
        check.take(name, value).unwrap_or_default()
    };
    let carrier = field("carrier", &input.carrier);
    let tracking_number = field("tracking_number", &input.tracking_number);
    let pieces = read_pieces(&input.pieces, &file, Counts::to_ship);
    if let Err(Error::Invalid { fields }) = &pieces {
        for problem in fields {
            check.refuse(&problem.field, problem.problem.clone());
        }
    }
    check.finish()?;
    let pieces = pieces?;
    let mut parts = Vec::new();
    for (id, count) in &pieces {
        let uncut = file
            .lines
            .iter()
            .find(|line| line.id == *id)
            .map(|line| file.uncut(line))
            .ok_or(Error::NotFound)?;
        let line = file.line(*id)?;
        let left = line.counts.to_ship();
        line.counts = line.counts.ship(*count)?;
        parts.push(ParcelPart {
            line: *id,
            quantity: *count,
            share: uncut.take_pieces(*count, left)?,
        });
    }
    let position = u32::try_from(file.parcels.len()).unwrap_or(u32::MAX) + 1;
    let parcel = NewParcel {
        order,
        position,
        request_key: key.to_owned(),
        carrier: carrier.clone(),
        tracking_number: tracking_number.clone(),
        delivery_fee: if position == 1 {
            file.delivery_fee - file.delivery_off
        } else {
            0
        },
        collected: file.method.is_prepaid(),
        lines: parts,
    };
    let id = store::marketplace::insert_parcel(&tx, &permit, &parcel, ctx.now)
        .await
        .map_err(internal(ctx))?;
    file.parcels.push(FileParcel {
        id,
        position,
        state: ShipmentState::Shipped,
        tracking_number: parcel.tracking_number,
        delivery_fee: parcel.delivery_fee,
        collected: parcel.collected,
        lines: parcel.lines,
    });
    move_on(&mut file)?;
    store::marketplace::save_file(&tx, &permit, &file, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let shown = format!("{carrier} {tracking_number}");
    let shown = Some(shown.trim()).filter(|text| !text.is_empty());
    note(ctx, &tx, &permit, &file, "shipped", shown).await?;
    mails::parcel_sent(ctx, &tx, &permit, &file, shown.unwrap_or_default()).await?;
    lots::take_sent(ctx, &tx, &permit, order).await?;
    store::marketplace::take_reserved(
        &tx,
        &permit,
        &[(order, by_variant(&file, &pieces))].into(),
        Leaving::Shipped,
        ctx.actor.person(),
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    let progress = load(ctx, &tx, order).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(progress)
}

pub(in crate::marketplace) fn check_key(key: &str) -> Result<&str> {
    let key = key.trim();
    let is_ours = (16..=64).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_ours {
        Ok(key)
    } else {
        Err(Error::field("request_key", Problem::UnknownChoice))
    }
}

fn is_paid_enough(file: &OrderFile) -> bool {
    !file.method.is_prepaid()
        || matches!(
            file.payment,
            PaymentState::Captured | PaymentState::PartiallyRefunded
        )
}

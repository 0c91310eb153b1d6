//! What became of the demo's older orders: sent, delivered, remitted by the carrier and paid out,
//! so that the desk's money and the office's books have something to show.

use crate::{
    Ctx,
    marketplace::{
        ShipInput, add_coupon, move_parcel, read_statement, reconcile, run_payouts, send_message,
        ship_order, show_progress,
    },
};
use domain::{
    CooperativeId, OrderId, Result,
    marketplace::{CouponInput, ShipmentEvent, StatementKind},
};

const DAY: i64 = 86_400;

/// Sends and delivers a confirmed order; a row of the carrier's file for its cash.
pub async fn deliver(seller: &Ctx, order: OrderId) -> Result<String> {
    let progress = show_progress(seller, order).await?;
    let tracking = format!("AM{order:08}MA");
    let input = ShipInput {
        carrier: "Amana".to_owned(),
        tracking_number: tracking.clone(),
        pieces: progress
            .lines
            .iter()
            .map(|line| (line.line.to_string(), line.counts.to_ship().to_string()))
            .collect(),
        request_key: format!("demo-parcel-{order:08}"),
    };
    let later = |days: i64| Ctx {
        now: seller.now + days * DAY,
        ..seller.clone()
    };
    let text = "Merci ! Votre colis part demain matin.";
    let key = format!("demo-message-{order:08}");
    send_message(&later(1), order, text, &key).await?;
    let sent = ship_order(&later(2), order, input).await?;
    for parcel in &sent.parcels {
        move_parcel(&later(4), parcel.id, ShipmentEvent::Deliver).await?;
    }
    let due = sent.due.minor;
    let fee = sent.share.carrier.minor;
    Ok(format!(
        "{tracking},{}.{:02},{}.{:02}\n",
        due / 100,
        due % 100,
        fee / 100,
        fee % 100
    ))
}

/// A code that a buyer may try: a tenth off from 100 DH of the cooperative's goods.
pub async fn give_coupon(seller: &Ctx, cooperative: CooperativeId) -> Result<()> {
    let coupon = CouponInput {
        code: "BIENVENUE".to_owned(),
        kind: "part".to_owned(),
        value: "10".to_owned(),
        least: "100".to_owned(),
        ..CouponInput::default()
    };
    add_coupon(seller, cooperative, &coupon).await
}

/// The carrier remits, the payouts of the days since are made, and the books are compared.
pub async fn settle(ctx: &Ctx, remitted: &[String], at: i64) -> Result<()> {
    if remitted.is_empty() {
        return Ok(());
    }
    let then = Ctx {
        now: at,
        ..ctx.clone()
    };
    let csv = format!("tracking_number,amount,fee\n{}", remitted.concat());
    read_statement(&then, StatementKind::Carrier, csv.as_bytes()).await?;
    run_payouts(ctx).await?;
    reconcile(ctx).await?;
    Ok(())
}

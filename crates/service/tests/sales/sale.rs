//! Steps that the tests share: place, confirm, send, deliver.

use crate::shop::{Seller, Shop};
use domain::{
    OrderId, VariantId,
    marketplace::{OrderProgress, ShipmentEvent},
};
use service::{
    Ctx,
    marketplace::{
        ShipInput, confirm_order, move_parcel, place_order, ship_order, show_progress,
        track_progress,
    },
};

pub struct Sale {
    pub token: String,
    pub number: String,
    pub buyer: Ctx,
}

impl Sale {
    pub async fn place(shop: &Shop, goods: &[(VariantId, u32)], payment: &str) -> Sale {
        let (buyer, mut form) = shop.guest_at_checkout(goods).await;
        payment.clone_into(&mut form.payment);
        let placement = place_order(&buyer, form).await.unwrap();
        Sale {
            token: placement.tracking_token,
            number: placement.number,
            buyer,
        }
    }

    pub async fn orders(&self) -> Vec<OrderProgress> {
        track_progress(&self.buyer, &self.token)
            .await
            .unwrap()
            .orders
    }

    pub async fn order(&self) -> OrderProgress {
        self.orders().await.remove(0)
    }
}

pub fn key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// Sends `pieces` of the order's lines, in their order.
pub async fn ship(
    manager: &Ctx,
    order: OrderId,
    pieces: &[u32],
    tracking: &str,
) -> domain::Result<OrderProgress> {
    let progress = show_progress(manager, order).await?;
    let input = ShipInput {
        carrier: "Amana".to_owned(),
        tracking_number: tracking.to_owned(),
        pieces: progress
            .lines
            .iter()
            .zip(pieces)
            .map(|(line, pieces)| (line.line.to_string(), pieces.to_string()))
            .collect(),
        request_key: key(),
    };
    ship_order(manager, order, input).await
}

/// Confirms, sends everything in one parcel and delivers it.
pub async fn deliver(
    shop: &Shop,
    seller: &Seller,
    order: OrderId,
    tracking: &str,
) -> OrderProgress {
    let manager = shop.manager(seller).await;
    confirm_order(&manager, order).await.unwrap();
    let left: Vec<u32> = show_progress(&manager, order)
        .await
        .unwrap()
        .lines
        .iter()
        .map(|line| line.counts.to_ship())
        .collect();
    let sent = ship(&manager, order, &left, tracking).await.unwrap();
    move_parcel(&manager, sent.parcels[0].id, ShipmentEvent::Deliver)
        .await
        .unwrap()
}

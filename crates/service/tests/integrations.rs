//! A cooperative's programs, on a real database: what a token opens and what it does not, and
//! messages that are sent until they are taken.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "market/shop.rs"]
#[allow(dead_code, reason = "a part of the market's shop")]
mod shop;
mod support;

use domain::{
    Error, OrderId,
    integrations::{DeliveryState, pause_after},
    marketplace::OrderState,
    policy::Actor,
};
use service::{
    Ctx,
    integrations::{
        Courier, Message, add_webhook, authenticate_program, create_token, remove_webhook,
        replay_delivery, revoke_token, seller_order, seller_orders, seller_stock, send_webhooks,
        set_price_of, set_stock_of, ship_order_of, show_integrations, signature,
    },
    jobs::async_trait,
    marketplace::{ShipInput, confirm_order, place_order, track_order, view_cart},
};
use shop::Shop;
use std::sync::Mutex;
use support::NOW;

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// A program of the argan cooperative with these scopes.
async fn program(shop: &Shop, scopes: &[&str]) -> Ctx {
    let manager = shop.manager(&shop.argan).await;
    let secret = create_token(
        &manager,
        shop.argan.cooperative,
        "Caisse",
        &codes(scopes),
        "30",
    )
    .await
    .unwrap();
    let actor = authenticate_program(&shop.app.services, &secret, NOW)
        .await
        .unwrap()
        .unwrap();
    Ctx {
        actor,
        session: None,
        ..shop.visitor()
    }
}

/// An order of two bottles, confirmed.
async fn order(shop: &Shop) -> OrderId {
    let (guest, form) = shop.guest_at_checkout(&[(shop.bottle(), 2)]).await;
    let placed = place_order(&guest, form).await.unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    let order = group.orders[0].id;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order).await.unwrap();
    order
}

/// Answers with the next of its statuses, and keeps what it was given.
#[derive(Default)]
struct Receiver {
    statuses: Mutex<Vec<Result<u16, String>>>,
    heard: Mutex<Vec<Message>>,
}

impl Receiver {
    fn answering(statuses: &[Result<u16, String>]) -> Receiver {
        let mut statuses = statuses.to_vec();
        statuses.reverse();
        Receiver {
            statuses: Mutex::new(statuses),
            heard: Mutex::default(),
        }
    }
}

#[async_trait]
impl Courier for Receiver {
    async fn send(&self, message: &Message) -> Result<u16, String> {
        self.heard.lock().unwrap().push(message.clone());
        self.statuses.lock().unwrap().pop().unwrap_or(Ok(204))
    }
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_say_and_nothing_else() {
    let shop = Shop::open().await;
    let order = order(&shop).await;
    let sku = {
        let stock = program(&shop, &["stock"]).await;
        let goods = seller_stock(&stock).await.unwrap();
        assert_eq!(goods.len(), 2);
        goods[0].sku.clone()
    };
    for (scope, stock, price, orders) in [
        ("stock", Ok(()), Err(Error::NotFound), Err(Error::NotFound)),
        ("prices", Err(Error::NotFound), Ok(()), Err(Error::NotFound)),
        (
            "shipments",
            Err(Error::NotFound),
            Err(Error::NotFound),
            Ok(()),
        ),
    ] {
        let program = program(&shop, &[scope]).await;
        assert_eq!(set_stock_of(&program, &sku, 9).await, stock, "{scope}");
        assert_eq!(
            set_price_of(&program, &sku, "MAD", "61,50").await,
            price,
            "{scope}"
        );
        let seen = seller_orders(&program, Some(OrderState::Confirmed), None).await;
        assert_eq!(seen.map(|it| assert_eq!(it.len(), 1)), orders, "{scope}");
        assert_eq!(
            show_integrations(&program, shop.argan.cooperative).await,
            Err(Error::NotFound),
            "{scope}"
        );
    }
    // Another cooperative's goods and orders do not exist for it.
    let other = shop.manager(&shop.dates).await;
    let secret = create_token(
        &other,
        shop.dates.cooperative,
        "Site",
        &codes(&["stock", "prices", "shipments"]),
        "1",
    )
    .await
    .unwrap();
    let actor = authenticate_program(&shop.app.services, &secret, NOW)
        .await
        .unwrap()
        .unwrap();
    let other = Ctx {
        actor,
        ..shop.visitor()
    };
    assert_eq!(set_stock_of(&other, &sku, 1).await, Err(Error::NotFound));
    assert_eq!(seller_order(&other, order).await, Err(Error::NotFound));
    shop.check_books().await;
}

#[tokio::test]
async fn a_token_ends_when_it_is_revoked_and_when_its_time_is_over() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let make = || create_token(&manager, cooperative, "Caisse", &[], "30");
    assert_eq!(make().await.unwrap_err().of_field("scopes").count(), 1);
    let stock = codes(&["stock"]);
    let secret = create_token(&manager, cooperative, "Caisse", &stock, "30")
        .await
        .unwrap();
    let services = &shop.app.services;
    let holds = |at| authenticate_program(services, &secret, at);
    assert!(matches!(
        holds(NOW).await.unwrap(),
        Some(Actor::Program { .. })
    ));
    assert_eq!(holds(NOW + 31 * 86_400).await, Ok(None));
    let page = show_integrations(&manager, cooperative).await.unwrap();
    assert_eq!(page.tokens[0].last_used_at, Some(NOW));
    let other = shop.manager(&shop.dates).await;
    let id = page.tokens[0].id;
    assert_eq!(
        revoke_token(&other, cooperative, id).await,
        Err(Error::NotFound)
    );
    revoke_token(&manager, cooperative, id).await.unwrap();
    assert_eq!(holds(NOW).await, Ok(None));
    // The database holds no secret.
    let kept = format!(
        "SELECT COUNT(*) AS number FROM api_token WHERE token_hash = '{secret}' OR name = '{secret}'"
    );
    assert_eq!(shop.number(&kept).await, 0);
}

#[tokio::test]
async fn a_price_that_a_program_changes_is_shown_in_carts_and_not_in_orders() {
    let shop = Shop::open().await;
    let order = order(&shop).await;
    let program = program(&shop, &["prices", "shipments"]).await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let goods = seller_stock(&program).await.unwrap();
    let bottle = goods.iter().find(|it| it.price.minor == 6_000).unwrap();
    let before = seller_order(&program, order).await.unwrap().due;
    for amount in ["", "0", "-1", "abc", "1e9"] {
        let refused = set_price_of(&program, &bottle.sku, "MAD", amount).await;
        assert_eq!(
            refused.unwrap_err().of_field("amount").count(),
            1,
            "{amount}"
        );
    }
    let refused = set_price_of(&program, &bottle.sku, "XYZ", "1").await;
    assert_eq!(refused.unwrap_err().of_field("currency").count(), 1);
    for _ in 0..2 {
        set_price_of(&program, &bottle.sku, "MAD", "70,00")
            .await
            .unwrap();
    }
    let cart = view_cart(&guest).await.unwrap();
    assert_eq!(cart.total.minor, 7_000);
    assert_eq!(seller_order(&program, order).await.unwrap().due, before);
}

#[tokio::test]
async fn a_program_sends_what_is_left_once_a_key() {
    let shop = Shop::open().await;
    let order = order(&shop).await;
    let program = program(&shop, &["shipments"]).await;
    for _ in 0..2 {
        let input = ShipInput {
            carrier: "Amana".to_owned(),
            tracking_number: "AB123".to_owned(),
            request_key: "0123456789abcdef".to_owned(),
            ..ShipInput::default()
        };
        let pieces = Some([].into());
        let nothing = ship_order_of(&program, order, pieces, input.clone()).await;
        // Nothing in the parcel: refused at first, and later the same parcel again.
        if let Err(error) = nothing {
            assert_eq!(error.status(), 422);
        }
        let sent = ship_order_of(&program, order, None, input).await.unwrap();
        assert_eq!(sent.parcels.len(), 1);
        assert_eq!(sent.to_ship(), 0);
        assert!(sent.messages.is_empty());
    }
    assert_eq!(shop.stock(shop.bottle()).await, (8, 0));
    shop.check_books().await;
}

#[tokio::test]
async fn a_message_is_signed_and_sent_until_it_is_taken() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let added = add_webhook(
        &manager,
        cooperative,
        "https://boutique.example.ma/hook",
        &codes(&["placed", "confirmed"]),
    )
    .await
    .unwrap();
    let inside = add_webhook(
        &manager,
        cooperative,
        "https://10.0.0.8/",
        &codes(&["placed"]),
    )
    .await;
    assert_eq!(inside.unwrap_err().of_field("address").count(), 1);
    order(&shop).await;
    let secret = show_integrations(&manager, cooperative)
        .await
        .unwrap()
        .webhooks[0]
        .secret
        .clone();
    let services = &shop.app.services;
    let receiver = Receiver::answering(&[Err("timeout".to_owned()), Ok(204), Ok(500), Ok(200)]);
    // The first fails, so the second waits for the next round; then it is taken.
    assert_eq!(send_webhooks(services, &receiver, NOW).await, Ok(0));
    assert_eq!(send_webhooks(services, &receiver, NOW).await, Ok(1));
    assert_eq!(send_webhooks(services, &receiver, NOW).await, Ok(0));
    let pause = pause_after(1).unwrap();
    assert_eq!(send_webhooks(services, &receiver, NOW + pause).await, Ok(0));
    let later = NOW + pause + pause_after(2).unwrap();
    assert_eq!(send_webhooks(services, &receiver, later).await, Ok(1));
    let heard = receiver.heard.lock().unwrap().clone();
    assert_eq!(heard.len(), 4);
    assert_eq!(heard[0].event, heard[2].event);
    assert_eq!(heard[0].body, heard[3].body);
    assert_ne!(heard[0].event, heard[1].event);
    for message in &heard {
        assert_eq!(
            message.signature,
            signature(&secret, message.timestamp, &message.body)
        );
        let body: serde_json::Value = serde_json::from_str(&message.body).unwrap();
        assert_eq!(body["id"], message.event.as_str());
        assert!(!message.body.contains("Salma"), "{}", message.body);
    }
    let page = show_integrations(&manager, cooperative).await.unwrap();
    assert!(
        page.deliveries
            .iter()
            .all(|it| it.state == DeliveryState::Delivered)
    );
    // Another cooperative can neither see nor send it again; its own can.
    let other = shop.manager(&shop.dates).await;
    let id = page.deliveries[0].id;
    let denied = replay_delivery(&other, cooperative, id).await;
    assert_eq!(denied, Err(Error::NotFound));
    replay_delivery(&manager, cooperative, id).await.unwrap();
    assert_eq!(send_webhooks(services, &receiver, later).await, Ok(1));
    remove_webhook(&manager, cooperative, added).await.unwrap();
    order(&shop).await;
    assert_eq!(send_webhooks(services, &receiver, later).await, Ok(0));
}

/// Answers nobody before two wait for an answer.
struct Both(tokio::sync::Barrier);

#[async_trait]
impl Courier for Both {
    async fn send(&self, _: &Message) -> Result<u16, String> {
        self.0.wait().await;
        Ok(204)
    }
}

#[tokio::test]
async fn a_slow_receiver_holds_up_nobody_else() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    for address in ["https://a.example.ma/hook", "https://b.example.ma/hook"] {
        let topics = codes(&["placed"]);
        add_webhook(&manager, shop.argan.cooperative, address, &topics)
            .await
            .unwrap();
    }
    order(&shop).await;
    let both = Both(tokio::sync::Barrier::new(2));
    let sent = send_webhooks(&shop.app.services, &both, NOW);
    let sent = tokio::time::timeout(std::time::Duration::from_secs(20), sent).await;
    assert_eq!(sent, Ok(Ok(2)));
}

#[tokio::test]
async fn a_receiver_that_never_answers_is_given_up() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    add_webhook(
        &manager,
        cooperative,
        "https://boutique.example.ma/hook",
        &codes(&["placed"]),
    )
    .await
    .unwrap();
    order(&shop).await;
    let down = Receiver::answering(&vec![Ok(503); 50]);
    let mut now = NOW;
    for _ in 0..30 {
        send_webhooks(&shop.app.services, &down, now).await.unwrap();
        now += 86_400;
    }
    let page = show_integrations(&manager, cooperative).await.unwrap();
    assert_eq!(page.deliveries[0].state, DeliveryState::GivenUp);
    assert_eq!(page.deliveries[0].attempts, 9);
    assert_eq!(page.deliveries[0].last_answer.as_deref(), Some("503"));
    assert_eq!(down.heard.lock().unwrap().len(), 9);
}

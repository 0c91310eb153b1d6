//! From the cart to the order.

use crate::{
    shop::{Shop, form},
    support::{NOW, TestApp},
};
use domain::{
    Error, Lang, Money, Problem,
    marketplace::{CheckoutInput, DeliveryMethod, OrderState, PaymentMethod, PaymentState},
};
use service::{
    Ctx,
    marketplace::{
        RESERVATION_LIFE, accept_cart_changes, begin_checkout, confirm_order, my_orders,
        place_order, set_cart_quantity, sweep_reservations, track_order, view_cart,
    },
};

#[tokio::test]
async fn one_cart_of_two_cooperatives_becomes_two_orders() {
    let shop = Shop::open().await;
    let goods = [(shop.bottle(), 2), (shop.litre(), 2), (shop.dates(), 3)];
    let (guest, mut input) = shop.guest_at_checkout(&goods).await;
    input
        .delivery
        .insert(shop.dates.cooperative.to_string(), "pickup".to_owned());
    let placement = place_order(&guest, input).await.unwrap();
    let group = track_order(&shop.visitor(), &placement.tracking_token)
        .await
        .unwrap();
    assert_eq!(
        (group.number.as_str(), group.orders.len()),
        (placement.number.as_str(), 2)
    );
    assert_eq!(group.tracking_token, placement.tracking_token);
    let [argan, dates] = group.orders.as_slice() else {
        panic!("two orders")
    };
    // 520 DH of goods are above the cooperative's 500 DH: sent free. The dates are fetched.
    let of = |order: &domain::marketplace::OrderView| {
        (
            order.goods_total,
            order.delivery_fee,
            order.total,
            order.delivery,
        )
    };
    assert_eq!(
        of(argan),
        (
            Money::mad(52_000),
            Money::mad(0),
            Money::mad(52_000),
            DeliveryMethod::Home
        )
    );
    assert_eq!(
        of(dates),
        (
            Money::mad(27_150),
            Money::mad(0),
            Money::mad(27_150),
            DeliveryMethod::Pickup
        )
    );
    assert_eq!(group.total, Money::mad(79_150));
    assert_eq!(
        (argan.state, argan.payment),
        (OrderState::Placed, PaymentState::Unpaid)
    );
    assert_eq!(argan.number, format!("{}-1", group.number));
    // 120 DH with 10 % tax hold 10.91 DH of it; dates are untaxed.
    assert_eq!(
        (argan.lines[0].total, argan.lines[0].tax),
        (Money::mad(12_000), Money::mad(1_091))
    );
    assert_eq!(dates.lines[0].tax, Money::mad(0));
    assert_eq!(argan.address.phone, "+212612345678");
    assert!(view_cart(&guest).await.unwrap().is_empty());
    assert_eq!(shop.stock(shop.bottle()).await, (10, 2));
    assert_eq!(shop.stock(shop.dates()).await, (20, 3));
    shop.check_books().await;
}

#[tokio::test]
async fn sending_costs_its_rate_below_the_threshold() {
    let shop = Shop::open().await;
    let (guest, input) = shop
        .guest_at_checkout(&[(shop.bottle(), 1), (shop.dates(), 1)])
        .await;
    let placement = place_order(&guest, input).await.unwrap();
    let group = track_order(&guest, &placement.tracking_token)
        .await
        .unwrap();
    assert_eq!(group.total, Money::mad(6_000 + 3_500 + 9_050 + 3_500));
}

#[tokio::test]
async fn a_line_is_a_snapshot() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    let placement = place_order(&guest, input).await.unwrap();
    let before = track_order(&guest, &placement.tracking_token)
        .await
        .unwrap();
    shop.run("UPDATE listing SET name = '{\"fr\":\"Autre\"}'")
        .await;
    shop.run("UPDATE variant SET price_minor = 1, pack_amount = 1, sku = 'x' || sku")
        .await;
    shop.run("UPDATE shipping_rate SET fee_minor = 1").await;
    assert_eq!(
        track_order(&guest, &placement.tracking_token)
            .await
            .unwrap(),
        before
    );
}

#[tokio::test]
async fn the_same_order_sent_again_is_one_order() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 4)]).await;
    let first = place_order(&guest, input.clone()).await.unwrap();
    assert_eq!(place_order(&guest, input.clone()).await.unwrap(), first);
    let other = CheckoutInput {
        street: "13, rue des Orangers".to_owned(),
        ..input.clone()
    };
    assert_eq!(
        place_order(&guest, other).await,
        Err(Error::IdempotencyKeyReused)
    );
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        1
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 4));
    // Another caller's key of the same text is another key.
    let (stranger, mine) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    let mine = CheckoutInput {
        idempotency_key: input.idempotency_key,
        ..mine
    };
    assert_ne!(place_order(&stranger, mine).await.unwrap(), first);
    // The secret of the tracking page is in no table.
    let told = format!(
        "SELECT COUNT(*) AS number FROM idempotency_key WHERE response LIKE '%{}%'",
        first.tracking_token
    );
    assert_eq!(shop.number(&told).await, 0);
}

#[tokio::test]
async fn the_same_order_sent_twice_at_once_is_one_order() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 4)]).await;
    let (one, other) = tokio::join!(
        place_order(&guest, input.clone()),
        place_order(&guest, input)
    );
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        1
    );
    shop.check_books().await;
}

#[tokio::test]
async fn a_new_price_must_be_accepted_before_the_order() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    shop.run(&format!(
        "UPDATE variant SET price_minor = 6500 WHERE id = {}",
        shop.bottle()
    ))
    .await;
    let changed = Error::PriceChanged {
        variant: shop.bottle(),
        now: Money::mad(6_500),
    };
    assert_eq!(place_order(&guest, input.clone()).await, Err(changed));
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        0
    );
    accept_cart_changes(&guest).await.unwrap();
    let placement = place_order(&guest, input).await.unwrap();
    let group = track_order(&guest, &placement.tracking_token)
        .await
        .unwrap();
    assert_eq!(group.orders[0].lines[0].unit_price, Money::mad(6_500));
}

#[tokio::test]
async fn a_total_that_was_not_accepted_is_refused() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    let wrong = CheckoutInput {
        accepted_goods_total: "5999".to_owned(),
        ..input.clone()
    };
    assert_eq!(place_order(&guest, wrong).await, Err(Error::Conflict));
    let right = CheckoutInput {
        accepted_goods_total: "6000".to_owned(),
        ..input
    };
    place_order(&guest, right).await.unwrap();
}

#[tokio::test]
async fn every_wrong_field_is_named_and_nothing_is_lost() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    let wrong = CheckoutInput {
        name: "x".repeat(81),
        phone: "0412345678".to_owned(),
        email: "salma@".to_owned(),
        province: "99.999".to_owned(),
        city: "Каза".to_owned(),
        street: "12\u{0}".to_owned(),
        payment: "gold".to_owned(),
        ..input.clone()
    };
    let error = place_order(&guest, wrong).await.unwrap_err();
    for (field, problem) in [
        ("name", Problem::TooLong { max: 80 }),
        ("phone", Problem::InvalidPhone),
        ("email", Problem::InvalidEmail),
        ("province", Problem::UnknownChoice),
        ("city", Problem::WrongScript),
        ("street", Problem::ControlCharacters),
        ("payment", Problem::UnknownChoice),
    ] {
        assert_eq!(
            error.of_field(field).collect::<Vec<_>>(),
            [&problem],
            "{field}"
        );
    }
    let without = CheckoutInput {
        delivery: Default::default(),
        ..input.clone()
    };
    let error = place_order(&guest, without).await.unwrap_err();
    let field = format!("delivery[{}]", shop.argan.cooperative);
    assert_eq!(error, Error::field(&field, Problem::Required));
    assert_eq!(view_cart(&guest).await.unwrap().count, 1);
    assert_eq!(shop.stock(shop.bottle()).await, (10, 1));
    place_order(&guest, input).await.unwrap();
}

#[tokio::test]
async fn a_checkout_holds_its_goods_for_a_while() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.litre(), 3)]).await;
    let rival = shop.visitor();
    let gone = Error::OutOfStock {
        variant: shop.litre(),
        available: 0,
    };
    assert_eq!(
        service::marketplace::add_to_cart(&rival, shop.litre(), 1)
            .await
            .unwrap_err(),
        gone
    );
    // Opening it again extends the hold.
    let again = Ctx {
        now: NOW + 600,
        ..guest.clone()
    };
    assert_eq!(
        begin_checkout(&again).await.unwrap().reserved_until,
        NOW + 600 + RESERVATION_LIFE
    );
    let sweep = |now| {
        let ctx = Ctx {
            now,
            ..shop.app.system()
        };
        async move { sweep_reservations(&ctx).await.unwrap() }
    };
    assert_eq!(sweep(NOW + RESERVATION_LIFE).await, 0);
    assert_eq!(sweep(NOW + 600 + RESERVATION_LIFE).await, 1);
    assert_eq!(shop.stock(shop.litre()).await, (3, 0));
    // Expired, but nobody was quicker: the order is placed all the same.
    let late = Ctx {
        now: NOW + 7_200,
        ..guest
    };
    place_order(&late, input).await.unwrap();
    assert_eq!(shop.stock(shop.litre()).await, (3, 3));
    assert_eq!(sweep(NOW + 1_000_000).await, 0);
    shop.check_books().await;
}

#[tokio::test]
async fn an_expired_hold_that_someone_else_took_is_out_of_stock() {
    let shop = Shop::open().await;
    let (guest, input) = shop
        .guest_at_checkout(&[(shop.litre(), 3), (shop.dates(), 1)])
        .await;
    let later = Ctx {
        now: NOW + RESERVATION_LIFE,
        ..shop.app.system()
    };
    assert_eq!(sweep_reservations(&later).await.unwrap(), 2);
    let (rival, theirs) = shop.guest_at_checkout(&[(shop.litre(), 2)]).await;
    place_order(&rival, theirs).await.unwrap();
    let late = Ctx {
        now: NOW + 7_200,
        ..guest
    };
    let gone = Error::OutOfStock {
        variant: shop.litre(),
        available: 1,
    };
    assert_eq!(place_order(&late, input.clone()).await, Err(gone));
    // Nothing half-written: not the dates either.
    assert_eq!(shop.stock(shop.dates()).await, (20, 0));
    accept_cart_changes(&late).await.unwrap();
    place_order(&late, input).await.unwrap();
    shop.check_books().await;
}

#[tokio::test]
async fn a_changed_cart_holds_the_difference() {
    let shop = Shop::open().await;
    let (guest, _) = shop
        .guest_at_checkout(&[(shop.bottle(), 4), (shop.dates(), 2)])
        .await;
    set_cart_quantity(&guest, shop.bottle(), 10).await.unwrap();
    set_cart_quantity(&guest, shop.dates(), 0).await.unwrap();
    let page = begin_checkout(&guest).await.unwrap();
    assert_eq!(shop.stock(shop.bottle()).await, (10, 10));
    assert_eq!(shop.stock(shop.dates()).await, (20, 0));
    set_cart_quantity(&guest, shop.bottle(), 1).await.unwrap();
    place_order(&guest, form(&page)).await.unwrap();
    assert_eq!(shop.stock(shop.bottle()).await, (10, 1));
    shop.check_books().await;
}

#[tokio::test]
async fn an_empty_cart_has_no_checkout() {
    let shop = Shop::open().await;
    assert_eq!(begin_checkout(&shop.visitor()).await, Err(Error::NotFound));
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    place_order(&guest, input.clone()).await.unwrap();
    assert_eq!(begin_checkout(&guest).await, Err(Error::NotFound));
    let again = CheckoutInput {
        idempotency_key: "another-key-0123456789".to_owned(),
        ..input
    };
    assert_eq!(place_order(&guest, again).await, Err(Error::NotFound));
}

#[tokio::test]
async fn only_the_link_opens_a_guests_order() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    let placement = place_order(
        &guest,
        CheckoutInput {
            payment: "bank_transfer".to_owned(),
            ..input
        },
    )
    .await
    .unwrap();
    let group = track_order(&shop.visitor(), &placement.tracking_token)
        .await
        .unwrap();
    assert_eq!(group.payment_method, PaymentMethod::BankTransfer);
    assert_eq!(group.transfer.unwrap().1, placement.number);
    for wrong in ["", &placement.number, &placement.tracking_token[1..], "é"] {
        assert_eq!(
            track_order(&shop.visitor(), wrong).await,
            Err(Error::NotFound)
        );
    }
    let stored = format!(
        "SELECT COUNT(*) AS number FROM order_group WHERE token_hash = '{}'",
        placement.tracking_token
    );
    assert_eq!(shop.number(&stored).await, 0);
}

#[tokio::test]
async fn a_buyer_sees_their_own_orders_with_the_same_link() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    service::marketplace::add_to_cart(&buyer, shop.bottle(), 1)
        .await
        .unwrap();
    let page = begin_checkout(&buyer).await.unwrap();
    assert!(page.address.is_none());
    let placement = place_order(&buyer, form(&page)).await.unwrap();
    let mine = my_orders(&buyer).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].tracking_token, placement.tracking_token);
    assert_eq!(
        my_orders(&shop.manager(&shop.argan).await).await.unwrap(),
        []
    );
    assert_eq!(
        my_orders(&shop.visitor()).await,
        Err(Error::Unauthenticated)
    );
    service::marketplace::add_to_cart(&buyer, shop.bottle(), 1)
        .await
        .unwrap();
    let address = begin_checkout(&buyer).await.unwrap().address.unwrap();
    assert_eq!(address.city, "Casablanca");
}

/// The link's token in a mail.
fn link_in(text: &str, lang: &str) -> String {
    let (_, rest) = text
        .split_once(&format!("https://taawouniya.example/{lang}/orders/"))
        .unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn buyer_and_sellers_are_told_in_their_languages() {
    let shop = Shop::open().await;
    let (guest, input) = shop
        .guest_at_checkout(&[(shop.bottle(), 1), (shop.dates(), 1)])
        .await;
    let arabic = Ctx {
        lang: Lang::Ar,
        ..guest
    };
    let placement = place_order(&arabic, input).await.unwrap();
    let app: &TestApp = &shop.app;
    let mut mails = app.mails(NOW).await;
    mails.sort_by(|a, b| a.to.cmp(&b.to));
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(
        to,
        [
            "manager1@exemple.ma",
            "manager2@exemple.ma",
            "salma@exemple.ma"
        ]
    );
    assert_eq!(link_in(&mails[2].text, "ar"), placement.tracking_token);
    assert!(mails[2].subject.contains(&placement.number));
    assert!(
        mails[2]
            .text
            .chars()
            .any(|c| ('\u{620}'..'\u{650}').contains(&c))
    );
    assert!(
        mails[0]
            .subject
            .contains(&format!("{}-1", placement.number))
    );
    // No buyer's address goes to a seller by mail, and no tracking link.
    assert!(
        !mails[0].text.contains("Orangers") && !mails[0].text.contains(&placement.tracking_token)
    );
    let order = track_order(&arabic, &placement.tracking_token)
        .await
        .unwrap()
        .orders[0]
        .id;
    confirm_order(&shop.manager(&shop.argan).await, order)
        .await
        .unwrap();
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(link_in(&mails[0].text, "ar"), placement.tracking_token);
}

#[tokio::test]
async fn who_gave_no_address_gets_no_mail() {
    let shop = Shop::open().await;
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 1)]).await;
    place_order(
        &guest,
        CheckoutInput {
            email: String::new(),
            ..input
        },
    )
    .await
    .unwrap();
    let mails = shop.app.mails(NOW).await;
    assert_eq!(
        mails
            .iter()
            .map(|mail| mail.to.as_str())
            .collect::<Vec<_>>(),
        ["manager1@exemple.ma"]
    );
}

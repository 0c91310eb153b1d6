//! Parcels, partial shipments, refusals and cancellations.

use crate::{
    sale::{Sale, key, ship},
    shop::Shop,
};
use domain::{
    Error, Problem, ShipmentId,
    marketplace::{FulfilmentState, GroupState, OrderState, ShipmentEvent, ShipmentState},
};
use service::marketplace::{
    ShipInput, cancel_lines, cancel_tracked_lines, confirm_by_phone, confirm_order, move_parcel,
    prepare_list, refuse_order, ship_order, show_progress, track_progress,
};

#[tokio::test]
async fn a_parcel_lowers_the_stock_when_it_is_sent() {
    let shop = Shop::open().await;
    let sale = Sale::place(
        &shop,
        &[(shop.bottle(), 4), (shop.litre(), 1)],
        "cash_on_delivery",
    )
    .await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    assert_eq!(
        ship(&manager, order, &[4, 1], "AM1").await,
        Err(Error::Conflict),
        "not confirmed yet"
    );
    confirm_order(&manager, order).await.unwrap();
    let list = prepare_list(&manager, shop.argan.cooperative)
        .await
        .unwrap();
    assert_eq!((list.picks.len(), list.to_ship.len()), (2, 1));
    assert_eq!(list.picks[0].quantity, 4);

    let part = ship(&manager, order, &[3, 0], "AM1").await.unwrap();
    assert_eq!(part.fulfilment, FulfilmentState::PartiallyShipped);
    assert_eq!(shop.stock(shop.bottle()).await, (7, 1));
    let too_many = Error::field(
        &format!("pieces[{}]", part.lines[0].line),
        Problem::OutOfRange { min: 0, max: 1 },
    );
    assert_eq!(ship(&manager, order, &[2, 0], "AM2").await, Err(too_many));
    let all = ship(&manager, order, &[1, 1], "AM2").await.unwrap();
    assert_eq!(all.fulfilment, FulfilmentState::Shipped);
    assert_eq!(all.parcels.len(), 2);
    assert_eq!(shop.stock(shop.bottle()).await, (6, 0));
    assert_eq!(shop.stock(shop.litre()).await, (2, 0));
    shop.check_books().await;

    for parcel in &all.parcels {
        for _ in 0..2 {
            move_parcel(&manager, parcel.id, ShipmentEvent::Deliver)
                .await
                .unwrap();
        }
    }
    let done = sale.order().await;
    assert_eq!(
        (done.state, done.fulfilment),
        (OrderState::Completed, FulfilmentState::Delivered)
    );
    let progress = track_progress(&sale.buyer, &sale.token).await.unwrap();
    assert_eq!(progress.state, GroupState::Delivered);
    shop.check_books().await;
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_parcel() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order.order).await.unwrap();
    let input = ShipInput {
        carrier: "Amana".to_owned(),
        tracking_number: "AM1".to_owned(),
        pieces: [(order.lines[0].line.to_string(), "2".to_owned())].into(),
        request_key: key(),
    };
    let (a, b) = tokio::join!(
        ship_order(&manager, order.order, input.clone()),
        ship_order(&manager, order.order, input)
    );
    assert_eq!((a.unwrap().parcels.len(), b.unwrap().parcels.len()), (1, 1));
    assert_eq!(shop.stock(shop.bottle()).await, (8, 2));
}

#[tokio::test]
async fn a_parcel_names_what_is_missing_and_changes_nothing() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order).await.unwrap();
    let empty = ShipInput {
        request_key: key(),
        ..ShipInput::default()
    };
    let refused = ship_order(&manager, order, empty).await.unwrap_err();
    for field in ["carrier", "tracking_number", "pieces"] {
        assert_eq!(
            refused.of_field(field).next(),
            Some(&Problem::Required),
            "{field}"
        );
    }
    assert_eq!(shop.stock(shop.bottle()).await, (10, 4));
}

#[tokio::test]
async fn a_refused_parcel_comes_back_to_the_shelf_and_is_counted() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    confirm_by_phone(&manager, order).await.unwrap();
    confirm_order(&manager, order).await.unwrap();
    let sent = ship(&manager, order, &[4], "AM1").await.unwrap();
    let parcel = sent.parcels[0].id;
    assert_eq!(
        move_parcel(&manager, parcel, ShipmentEvent::TakeBack).await,
        Err(Error::Conflict)
    );
    let refused = move_parcel(&manager, parcel, ShipmentEvent::Refuse)
        .await
        .unwrap();
    assert_eq!(
        (refused.state, refused.fulfilment, refused.due.minor),
        (OrderState::Cancelled, FulfilmentState::Refused, 0)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (6, 0));
    for _ in 0..2 {
        let back = move_parcel(&manager, parcel, ShipmentEvent::TakeBack)
            .await
            .unwrap();
        assert_eq!(back.fulfilment, FulfilmentState::Returned);
        assert_eq!(back.parcels[0].state, ShipmentState::Returned);
    }
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));
    assert_eq!(
        move_parcel(&manager, parcel, ShipmentEvent::Deliver).await,
        Err(Error::Conflict)
    );
    shop.check_books().await;
    // The next order of the same phone shows it to its seller, not to the buyer.
    let next = Sale::place(&shop, &[(shop.dates(), 1)], "cash_on_delivery").await;
    let order = next.order().await;
    assert_eq!(order.refusals, 0);
    let seller = shop.manager(&shop.dates).await;
    let shown = show_progress(&seller, order.order).await.unwrap();
    assert_eq!(shown.refusals, 1);
}

#[tokio::test]
async fn lines_are_cancelled_by_buyer_or_seller_before_they_are_sent() {
    let shop = Shop::open().await;
    let sale = Sale::place(
        &shop,
        &[(shop.bottle(), 4), (shop.litre(), 1)],
        "cash_on_delivery",
    )
    .await;
    let order = sale.order().await;
    let (bottle, litre) = (order.lines[0].line, order.lines[1].line);
    let two = [(bottle.to_string(), "2".to_owned())].into();
    let same = key();
    for _ in 0..2 {
        let after = cancel_tracked_lines(&sale.buyer, &sale.token, order.order, &two, &same)
            .await
            .unwrap();
        // A parcel of more than two kilograms: 49 DH, agreed when it was ordered.
        assert_eq!(after.due.minor, 2 * 6_000 + 20_000 + 4_900);
    }
    assert_eq!(shop.stock(shop.bottle()).await, (10, 2));
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order.order).await.unwrap();
    ship(&manager, order.order, &[2, 0], "AM1").await.unwrap();
    let one = [(litre.to_string(), "1".to_owned())].into();
    assert_eq!(
        cancel_lines(&manager, order.order, &one, "", &key()).await,
        Err(Error::field("reason", Problem::Required))
    );
    let after = cancel_lines(&manager, order.order, &one, "Cassé", &key())
        .await
        .unwrap();
    assert_eq!(
        (after.fulfilment, after.state),
        (FulfilmentState::Shipped, OrderState::Confirmed),
        "what is not cancelled is all sent"
    );
    assert_eq!(shop.stock(shop.litre()).await, (3, 0));
    let strange = Sale::place(&shop, &[(shop.dates(), 1)], "cash_on_delivery").await;
    assert_eq!(
        cancel_tracked_lines(&strange.buyer, &strange.token, order.order, &one, &key()).await,
        Err(Error::NotFound),
        "a link opens its own group's orders only"
    );
    shop.check_books().await;
}

#[tokio::test]
async fn an_order_without_anything_left_is_cancelled() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await;
    let all = [(order.lines[0].line.to_string(), "4".to_owned())].into();
    let after = cancel_tracked_lines(&sale.buyer, &sale.token, order.order, &all, &key())
        .await
        .unwrap();
    assert_eq!((after.state, after.due.minor), (OrderState::Cancelled, 0));
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));
    let manager = shop.manager(&shop.argan).await;
    assert_eq!(
        confirm_order(&manager, order.order).await,
        Err(Error::Conflict)
    );
    assert!(
        refuse_order(&manager, order.order, "Non").await.is_ok(),
        "cancelled already"
    );
    shop.check_books().await;
}

#[tokio::test]
async fn another_cooperatives_parcels_do_not_exist() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order).await.unwrap();
    let parcel = ship(&manager, order, &[4], "AM1").await.unwrap().parcels[0].id;
    let strangers = [
        (shop.manager(&shop.dates).await, Error::NotFound),
        (shop.visitor(), Error::Unauthenticated),
    ];
    for (stranger, error) in strangers {
        let deliver = ShipmentEvent::Deliver;
        assert_eq!(
            move_parcel(&stranger, parcel, deliver).await,
            Err(error.clone())
        );
        assert_eq!(show_progress(&stranger, order).await, Err(error.clone()));
        assert_eq!(
            prepare_list(&stranger, shop.argan.cooperative).await,
            Err(error.clone())
        );
        assert_eq!(confirm_by_phone(&stranger, order).await, Err(error.clone()));
        assert_eq!(
            cancel_lines(&stranger, order, &Default::default(), "Non", &key()).await,
            Err(error)
        );
    }
    assert_eq!(
        move_parcel(&manager, ShipmentId(0), ShipmentEvent::Deliver).await,
        Err(Error::NotFound)
    );
}

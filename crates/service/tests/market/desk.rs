//! The manager's desk: orders, stock, pictures.

use crate::{shop::Shop, support::NOW};
use domain::{
    Error, OrderId, Problem, VariantId,
    marketplace::{OrderState, OrderView},
};
use service::{
    Ctx,
    marketplace::{
        add_picture, confirm_order, desk_orders, list_stock, my_listings, place_order,
        refuse_order, set_stock, show_desk_order, track_order,
    },
};

async fn order(shop: &Shop) -> OrderView {
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 4)]).await;
    let placement = place_order(&guest, input).await.unwrap();
    track_order(&guest, &placement.tracking_token)
        .await
        .unwrap()
        .orders
        .pop()
        .unwrap()
}

#[tokio::test]
async fn a_manager_sees_and_confirms_their_own_orders() {
    let shop = Shop::open().await;
    let placed = order(&shop).await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let desk = desk_orders(&manager, cooperative).await.unwrap();
    assert_eq!(
        (desk.to_confirm.as_slice(), desk.today.len()),
        ([placed.clone()].as_slice(), 0)
    );
    let confirmed = confirm_order(&manager, placed.id).await.unwrap();
    assert_eq!(confirmed.state, OrderState::Confirmed);
    assert_eq!(
        confirm_order(&manager, placed.id).await.unwrap(),
        confirmed,
        "a second tap changes nothing"
    );
    assert_eq!(
        refuse_order(&manager, placed.id, "Trop tard").await,
        Err(Error::Conflict)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 4));
    let desk = desk_orders(&manager, cooperative).await.unwrap();
    assert_eq!(
        (desk.to_confirm.len(), desk.today.len(), desk.earlier.len()),
        (0, 1, 0)
    );
    let tomorrow = Ctx {
        now: NOW + 86_400,
        ..manager
    };
    let desk = desk_orders(&tomorrow, cooperative).await.unwrap();
    assert_eq!(
        (desk.to_confirm.len(), desk.today.len(), desk.earlier.len()),
        (0, 0, 1)
    );
}

#[tokio::test]
async fn a_refusal_gives_the_stock_back_and_tells_the_buyer() {
    let shop = Shop::open().await;
    let placed = order(&shop).await;
    shop.app.mails(NOW).await;
    let manager = shop.manager(&shop.argan).await;
    let required = Error::field("reason", Problem::Required);
    assert_eq!(refuse_order(&manager, placed.id, "  ").await, Err(required));
    let too_long = Error::field("reason", Problem::TooLong { max: 300 });
    assert_eq!(
        refuse_order(&manager, placed.id, &"x".repeat(301)).await,
        Err(too_long)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 4));
    let refused = refuse_order(&manager, placed.id, "La récolte est perdue")
        .await
        .unwrap();
    assert_eq!(
        (refused.state, refused.refusal.as_deref()),
        (OrderState::Cancelled, Some("La récolte est perdue"))
    );
    assert_eq!(
        refuse_order(&manager, placed.id, "Encore").await.unwrap(),
        refused,
        "a second tap changes nothing"
    );
    assert_eq!(
        confirm_order(&manager, placed.id).await,
        Err(Error::Conflict)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));
    let mails = shop.app.mails(NOW).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "salma@exemple.ma");
    assert!(mails[0].text.contains("La récolte est perdue"));
    shop.check_books().await;
}

#[tokio::test]
async fn two_managers_deciding_at_once_decide_once() {
    let shop = Shop::open().await;
    let placed = order(&shop).await;
    let manager = shop.manager(&shop.argan).await;
    let (yes, no) = tokio::join!(
        confirm_order(&manager, placed.id),
        refuse_order(&manager, placed.id, "Non")
    );
    assert!(yes.is_ok() != no.is_ok(), "{yes:?} {no:?}");
    shop.check_books().await;
}

#[tokio::test]
async fn stranger_gets_404_for_what_is_not_theirs() {
    let shop = Shop::open().await;
    let placed = order(&shop).await;
    let cooperative = shop.argan.cooperative;
    let strangers = [
        (shop.manager(&shop.dates).await, Error::NotFound),
        (shop.buyer().await, Error::NotFound),
    ];
    for (stranger, error) in strangers
        .into_iter()
        .chain([(shop.visitor(), Error::Unauthenticated)])
    {
        assert_eq!(
            desk_orders(&stranger, cooperative).await,
            Err(error.clone())
        );
        assert_eq!(
            show_desk_order(&stranger, placed.id).await,
            Err(error.clone())
        );
        assert_eq!(
            confirm_order(&stranger, placed.id).await,
            Err(error.clone())
        );
        assert_eq!(
            refuse_order(&stranger, placed.id, "Non").await,
            Err(error.clone())
        );
        assert_eq!(list_stock(&stranger, cooperative).await, Err(error.clone()));
        assert_eq!(
            my_listings(&stranger, cooperative).await,
            Err(error.clone())
        );
        assert_eq!(
            set_stock(&stranger, shop.bottle(), "1", 1).await,
            Err(error.clone())
        );
        assert_eq!(
            add_picture(&stranger, shop.argan.listing, &[], "Une bouteille").await,
            Err(error)
        );
    }
    let manager = shop.manager(&shop.argan).await;
    for unknown in [OrderId(0), OrderId(-1), OrderId(i64::MAX)] {
        assert_eq!(
            show_desk_order(&manager, unknown).await,
            Err(Error::NotFound)
        );
    }
    assert_eq!(show_desk_order(&manager, placed.id).await.unwrap(), placed);
}

#[tokio::test]
async fn stock_is_counted_on_what_was_seen_and_never_below_what_is_promised() {
    let shop = Shop::open().await;
    order(&shop).await;
    let manager = shop.manager(&shop.argan).await;
    let rows = list_stock(&manager, shop.argan.cooperative).await.unwrap();
    let row = rows
        .iter()
        .find(|row| row.variant == shop.bottle())
        .unwrap();
    assert_eq!((row.on_hand, row.reserved, row.version), (10, 4, 1));
    let range = |min| {
        Error::field(
            "on_hand",
            Problem::OutOfRange {
                min,
                max: 1_000_000,
            },
        )
    };
    assert_eq!(
        set_stock(&manager, shop.bottle(), "3", 1).await,
        Err(range(4))
    );
    assert_eq!(
        set_stock(&manager, shop.bottle(), "-1", 1).await,
        Err(range(0))
    );
    assert_eq!(
        set_stock(&manager, shop.bottle(), "99999999999999999999", 1).await,
        Err(range(0))
    );
    let not_a_number = Error::field("on_hand", Problem::NotANumber);
    assert_eq!(
        set_stock(&manager, shop.bottle(), "dix", 1).await,
        Err(not_a_number)
    );
    assert_eq!(
        set_stock(&manager, VariantId(0), "1", 1).await,
        Err(Error::NotFound)
    );
    let row = set_stock(&manager, shop.bottle(), "٤", 1).await.unwrap();
    assert_eq!(
        (row.on_hand, row.reserved, row.version, row.low),
        (4, 4, 2, true)
    );
    assert_eq!(
        set_stock(&manager, shop.bottle(), "20", 1).await,
        Err(Error::Conflict),
        "based on an older count"
    );
    set_stock(&manager, shop.bottle(), "20", 2).await.unwrap();
    assert_eq!(
        desk_orders(&manager, shop.argan.cooperative)
            .await
            .unwrap()
            .low_stock,
        0
    );
    shop.check_books().await;
}

/// A grey PNG of 240 by 240 pixels.
fn picture() -> Vec<u8> {
    include_bytes!("grey.png").to_vec()
}

#[tokio::test]
async fn a_picture_that_cannot_be_rendered_does_not_hold_up_others() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    shop.run(&format!(
        "INSERT INTO picture (listing_id, position, kind, name, widths, width, height, alt, status)
         VALUES ({}, 5, 'upload', '{}', '[]', 1, 1, '{{}}', 'pending')",
        shop.argan.listing,
        "0".repeat(64)
    ))
    .await;
    add_picture(&manager, shop.argan.listing, &picture(), "Une bouteille")
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(
            service::jobs::render_pictures(&shop.app.services)
                .await
                .unwrap(),
            1
        );
    }
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM picture WHERE status = 'failed'")
            .await,
        1
    );
    assert_eq!(
        shop.number(
            "SELECT COUNT(*) AS number FROM picture WHERE kind = 'upload' AND status = 'ready'"
        )
        .await,
        1
    );
}

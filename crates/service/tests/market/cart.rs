//! Carts: a guest's, a person's, and the two joined.

use crate::shop::Shop;
use domain::{Error, Money, Problem, VariantId, marketplace::Notice};
use service::{
    Ctx,
    marketplace::{
        accept_cart_changes, add_to_cart, begin_checkout, count_cart, merge_cart,
        set_cart_quantity, view_cart,
    },
};

#[tokio::test]
async fn a_guests_cart_is_reached_by_its_secret_alone() {
    let shop = Shop::open().await;
    let guest = shop
        .guest_with(&[(shop.bottle(), 2), (shop.dates(), 1), (shop.bottle(), 1)])
        .await;
    let view = view_cart(&guest).await.unwrap();
    assert_eq!(
        (view.parcels.len(), view.count, view.total),
        (2, 4, Money::mad(3 * 6_000 + 9_050))
    );
    assert_eq!(count_cart(&guest).await.unwrap(), 4);
    assert!(view_cart(&shop.visitor()).await.unwrap().is_empty());
    let token = guest.cart_token.clone().unwrap();
    assert_eq!(token.len(), 64, "256 bits in hexadecimal");
    let hash = format!("SELECT COUNT(*) AS number FROM cart WHERE token_hash = '{token}'");
    assert_eq!(
        shop.number(&hash).await,
        0,
        "the database keeps only the token's digest"
    );
    let stranger = Ctx {
        cart_token: Some(token.replace(['0', '1'], "2")),
        ..shop.visitor()
    };
    assert!(view_cart(&stranger).await.unwrap().is_empty());
    assert_eq!(
        set_cart_quantity(&stranger, shop.bottle(), 1).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn quantities_stay_within_stock_and_reason() {
    let shop = Shop::open().await;
    let guest = shop.guest_with(&[(shop.litre(), 2)]).await;
    let none_left = |available| Error::OutOfStock {
        variant: shop.litre(),
        available,
    };
    assert_eq!(
        add_to_cart(&guest, shop.litre(), 2).await.unwrap_err(),
        none_left(3)
    );
    assert_eq!(
        set_cart_quantity(&guest, shop.litre(), 4).await,
        Err(none_left(3))
    );
    let range = Error::field("quantity", Problem::OutOfRange { min: 1, max: 999 });
    assert_eq!(
        add_to_cart(&guest, shop.litre(), 0).await.unwrap_err(),
        range
    );
    assert_eq!(
        add_to_cart(&guest, shop.litre(), u32::MAX)
            .await
            .unwrap_err(),
        range
    );
    assert_eq!(
        set_cart_quantity(&guest, shop.litre(), 3)
            .await
            .unwrap()
            .count,
        3
    );
    assert!(
        set_cart_quantity(&guest, shop.litre(), 0)
            .await
            .unwrap()
            .is_empty()
    );
    for unknown in [
        VariantId(0),
        VariantId(-1),
        VariantId(i64::MAX),
        shop.suspended.variants[0],
    ] {
        assert_eq!(
            add_to_cart(&guest, unknown, 1).await.unwrap_err(),
            Error::NotFound
        );
    }
}

#[tokio::test]
async fn what_changed_is_shown_until_it_is_accepted() {
    let shop = Shop::open().await;
    let guest = shop
        .guest_with(&[(shop.bottle(), 5), (shop.litre(), 2), (shop.dates(), 1)])
        .await;
    shop.run(&format!(
        "UPDATE variant SET price_minor = 7000 WHERE id = {}",
        shop.bottle()
    ))
    .await;
    shop.run(&format!(
        "UPDATE stock_level SET on_hand = 1 WHERE variant_id = {}",
        shop.litre()
    ))
    .await;
    shop.run(&format!(
        "UPDATE stock_level SET on_hand = 0 WHERE variant_id = {}",
        shop.dates()
    ))
    .await;
    let view = view_cart(&guest).await.unwrap();
    assert!(view.needs_acceptance);
    let notices: Vec<_> = view
        .parcels
        .iter()
        .flat_map(|parcel| &parcel.lines)
        .map(|line| line.notices.clone())
        .collect();
    assert_eq!(
        notices,
        [
            vec![Notice::PriceChanged {
                from: Money::mad(6_000),
                to: Money::mad(7_000)
            }],
            vec![Notice::QuantityLowered { from: 2, to: 1 }],
            vec![Notice::Gone],
        ]
    );
    assert_eq!(begin_checkout(&guest).await, Err(Error::Conflict));
    let view = accept_cart_changes(&guest).await.unwrap();
    assert!(!view.needs_acceptance);
    assert_eq!(
        (view.count, view.total),
        (6, Money::mad(5 * 7_000 + 20_000))
    );
    begin_checkout(&guest).await.unwrap();
}

#[tokio::test]
async fn a_merged_cart_adds_up_and_is_capped() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    add_to_cart(&buyer, shop.litre(), 2).await.unwrap();
    add_to_cart(&buyer, shop.bottle(), 1).await.unwrap();
    // The guest's open checkout holds goods, which must not count against the buyer.
    let (guest, _) = shop
        .guest_at_checkout(&[(shop.litre(), 2), (shop.bottle(), 4), (shop.dates(), 1)])
        .await;
    let token = guest.cart_token.clone().unwrap();
    assert_eq!(merge_cart(&buyer, &token).await.unwrap(), [shop.litre()]);
    let view = view_cart(&buyer).await.unwrap();
    let mut lines: Vec<_> = view
        .parcels
        .iter()
        .flat_map(|parcel| &parcel.lines)
        .map(|line| (line.variant, line.quantity))
        .collect();
    lines.sort();
    assert_eq!(
        lines,
        [(shop.bottle(), 5), (shop.litre(), 3), (shop.dates(), 1)]
    );
    assert!(!view.needs_acceptance);
    assert!(view_cart(&guest).await.unwrap().is_empty());
    assert_eq!(merge_cart(&buyer, &token).await.unwrap(), []);
    assert_eq!(
        merge_cart(&shop.visitor(), &token).await,
        Err(Error::Unauthenticated)
    );
    shop.check_books().await;
}

#[tokio::test]
async fn two_first_taps_at_once_are_one_cart() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let (one, other) = tokio::join!(
        add_to_cart(&buyer, shop.bottle(), 1),
        add_to_cart(&buyer, shop.bottle(), 1)
    );
    one.unwrap();
    other.unwrap();
    assert_eq!(count_cart(&buyer).await.unwrap(), 2);
}

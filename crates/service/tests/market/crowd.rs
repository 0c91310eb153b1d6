//! Many buyers at once and few goods.

use crate::shop::{Shop, form};
use domain::{Error, VariantId, marketplace::Placement};
use service::{
    Ctx,
    marketplace::{begin_checkout, place_order},
};

const BUYERS: usize = 64;

async fn buy(guest: Ctx) -> domain::Result<Placement> {
    let page = begin_checkout(&guest).await?;
    place_order(&guest, form(&page)).await
}

async fn rush(shop: &Shop, goods: impl Fn(usize) -> Vec<(VariantId, u32)>) -> (u32, u32) {
    let mut guests = Vec::new();
    for at in 0..BUYERS {
        guests.push(shop.guest_with(&goods(at)).await);
    }
    let tasks: Vec<_> = guests
        .into_iter()
        .map(|guest| tokio::spawn(buy(guest)))
        .collect();
    let (mut sold, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => sold += 1,
            // Too late for the hold, or told so by the cart.
            Err(Error::OutOfStock { .. } | Error::Conflict) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    (sold, refused)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_buyers_share_the_last_ten() {
    let shop = Shop::open().await;
    let bottle = shop.bottle();
    assert_eq!(rush(&shop, |_| vec![(bottle, 1)]).await, (10, 54));
    assert_eq!(shop.stock(bottle).await, (10, 10));
    let allocated = "SELECT CAST(SUM(quantity) AS BIGINT) AS number FROM reservation WHERE status = 'allocated'";
    assert_eq!(shop.number(allocated).await, 10);
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM reservation WHERE status = 'held'")
            .await,
        0
    );
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        10
    );
    shop.check_books().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn carts_in_any_order_never_wait_for_each_other() {
    let shop = Shop::open().await;
    let (bottle, dates) = (shop.bottle(), shop.dates());
    let goods = |at: usize| {
        if at.is_multiple_of(2) {
            vec![(bottle, 1), (dates, 1)]
        } else {
            vec![(dates, 1), (bottle, 1)]
        }
    };
    assert_eq!(rush(&shop, goods).await, (10, 54));
    assert_eq!(
        (shop.stock(bottle).await, shop.stock(dates).await),
        ((10, 10), (20, 10))
    );
    shop.check_books().await;
}

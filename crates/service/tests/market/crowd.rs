//! Many buyers at once and few goods.

use crate::shop::{Shop, form};
use domain::{Error, VariantId, marketplace::Placement};
use service::{
    Ctx,
    marketplace::{begin_checkout, list_stock, place_order, set_stock},
};
use std::time::Instant;

const BUYERS: usize = 64;

async fn buy(guest: Ctx) -> domain::Result<Placement> {
    let page = begin_checkout(&guest).await?;
    place_order(&guest, form(&page)).await
}

/// Its manager counts so many on hand.
async fn bring(shop: &Shop, variant: VariantId, on_hand: i64) {
    let manager = shop.manager(&shop.argan).await;
    let rows = list_stock(&manager, shop.argan.cooperative).await.unwrap();
    let row = rows.iter().find(|row| row.variant == variant).unwrap();
    set_stock(&manager, variant, &on_hand.to_string(), row.version)
        .await
        .unwrap();
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

/// One round, or as many as `CROWD_ROUNDS` says: `make bench` asks for a hundred and prints them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_buyers_share_the_last_ten() {
    let rounds: i64 = std::env::var("CROWD_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(1);
    let shop = Shop::open().await;
    let bottle = shop.bottle();
    let (mut fewest, mut most) = (u32::MAX, 0);
    let mut took = Vec::new();
    for round in 1..=rounds {
        let started = Instant::now();
        let (sold, refused) = rush(&shop, |_| vec![(bottle, 1)]).await;
        took.push(started.elapsed().as_millis());
        (fewest, most) = (fewest.min(sold), most.max(sold));
        assert_eq!((sold, refused), (10, 54), "round {round}");
        assert_eq!(shop.stock(bottle).await, (10 * round, 10 * round));
        let counts = [
            "SELECT CAST(SUM(quantity) AS BIGINT) AS number FROM reservation WHERE status = 'allocated'",
            "SELECT COUNT(*) AS number FROM order_group",
        ];
        for sql in counts {
            assert_eq!(shop.number(sql).await, 10 * round, "{sql}");
        }
        let held = "SELECT COUNT(*) AS number FROM reservation WHERE status = 'held'";
        assert_eq!(shop.number(held).await, 0);
        shop.check_books().await;
        // Ten more come in, with their movement in the books.
        bring(&shop, bottle, 10 * (round + 1)).await;
    }
    took.sort_unstable();
    let negative =
        "SELECT COUNT(*) AS number FROM stock_level WHERE reserved < 0 OR reserved > on_hand";
    println!(
        "crowd: {rounds} rounds of {BUYERS} buyers, sold {fewest} to {most} a round, {} negative stocks, 0 orphans, a round takes {} ms in the middle and {} at most",
        shop.number(negative).await,
        took[took.len() / 2],
        took[took.len() - 1],
    );
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

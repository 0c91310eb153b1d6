//! Keeping stock: places, movements, counts, and the mail about what is almost gone.

use crate::{shop::Shop, support::NOW};
use domain::{
    Error, LocationId, OrderId, Problem, VariantId,
    marketplace::{MovementInput, MovementReason, StockFile},
};
use service::{
    Ctx,
    marketplace::{
        CountInput, ShipInput, add_location, close_location, confirm_order, desk_orders,
        list_locations, note_movement, place_order, print_count_sheet, save_counts, set_low_alert,
        ship_order, show_count_sheet, show_progress, show_stock_file, warn_of_low_stock,
    },
};
use std::collections::BTreeMap;

fn input(reason: &str, quantity: &str, place: &str, to: &str) -> MovementInput {
    MovementInput {
        reason: reason.to_owned(),
        quantity: quantity.to_owned(),
        place: place.to_owned(),
        to: to.to_owned(),
    }
}

async fn note(ctx: &Ctx, variant: VariantId, input: &MovementInput) -> domain::Result<()> {
    let key = show_stock_file(ctx, variant, None).await?.request_key;
    note_movement(ctx, variant, input, &key).await
}

async fn depot(shop: &Shop) -> (Ctx, LocationId) {
    let manager = shop.manager(&shop.argan).await;
    let id = add_location(&manager, shop.argan.cooperative, "Dépôt de Tiznit")
        .await
        .unwrap();
    (manager, id)
}

/// Sends everything that is left of an order.
pub async fn ship(manager: &Ctx, order: OrderId) -> domain::Result<()> {
    let progress = show_progress(manager, order).await?;
    let input = ShipInput {
        carrier: "Amana".to_owned(),
        tracking_number: format!("T{order}"),
        pieces: progress
            .lines
            .iter()
            .map(|it| (it.line.to_string(), it.counts.to_ship().to_string()))
            .collect(),
        request_key: format!("parcel-of-the-order-{order}"),
    };
    ship_order(manager, order, input).await?;
    Ok(())
}

fn at(file: &StockFile) -> Vec<u32> {
    file.places.iter().map(|it| it.on_hand).collect()
}

#[tokio::test]
async fn goods_come_break_are_given_and_move_and_the_history_says_who() {
    let shop = Shop::open().await;
    let (manager, depot) = depot(&shop).await;
    let there = depot.to_string();
    let bottle = shop.bottle();
    for movement in [
        input("received", "6", &there, ""),
        input("loss", "2", "", ""),
        input("gift", "1", &there, ""),
        input("moved", "3", "", &there),
    ] {
        note(&manager, bottle, &movement).await.unwrap();
        shop.check_books().await;
    }
    let file = show_stock_file(&manager, bottle, None).await.unwrap();
    assert_eq!((file.row.on_hand, at(&file)), (13, vec![5, 8]));
    let history: Vec<_> = file
        .movements
        .iter()
        .map(|it| (it.reason, it.quantity, it.place.as_deref()))
        .collect();
    let place = Some("Dépôt de Tiznit");
    assert_eq!(
        history,
        [
            (MovementReason::Moved, 3, place),
            (MovementReason::Moved, -3, None),
            (MovementReason::Gift, -1, place),
            (MovementReason::Loss, -2, None),
            (MovementReason::Received, 6, place),
            (MovementReason::Opening, 10, None),
        ]
    );
    assert!(file.movements[0].person.is_some() && file.movements[5].person.is_none());
    let older = show_stock_file(&manager, bottle, Some(file.movements[3].id))
        .await
        .unwrap();
    assert_eq!(older.movements.len(), 2);
}

#[tokio::test]
async fn the_same_request_books_once_and_another_under_its_key_is_refused() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let key = "0123456789abcdef";
    for _ in 0..3 {
        let received = input("received", "5", "", "");
        note_movement(&manager, shop.bottle(), &received, key)
            .await
            .unwrap();
    }
    assert_eq!(shop.stock(shop.bottle()).await, (15, 0));
    let more = input("received", "6", "", "");
    assert_eq!(
        note_movement(&manager, shop.bottle(), &more, key).await,
        Err(Error::IdempotencyKeyReused)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (15, 0));
}

#[tokio::test]
async fn no_place_gives_more_than_it_has_nor_what_is_promised() {
    let shop = Shop::open().await;
    let (manager, depot) = depot(&shop).await;
    let there = depot.to_string();
    let (guest, form) = shop.guest_at_checkout(&[(shop.bottle(), 4)]).await;
    place_order(&guest, form).await.unwrap();
    let range = |max| {
        Err(Error::field(
            "quantity",
            Problem::OutOfRange { min: 1, max },
        ))
    };
    let cases = [
        (input("loss", "7", "", ""), range(6)),
        (input("loss", "1", &there, ""), range(0)),
        (input("moved", "11", "", &there), range(10)),
        (
            input("received", "1", "999999", ""),
            Err(Error::field("place", Problem::UnknownChoice)),
        ),
    ];
    for (movement, expected) in cases {
        assert_eq!(note(&manager, shop.bottle(), &movement).await, expected);
        shop.check_books().await;
    }
    note(&manager, shop.bottle(), &input("moved", "10", "", &there))
        .await
        .unwrap();
    assert_eq!(
        close_location(&manager, shop.argan.cooperative, depot).await,
        Err(Error::Conflict),
        "goods lie there"
    );
}

#[tokio::test]
async fn a_sale_leaves_the_main_place_first_and_then_the_others() {
    let shop = Shop::open().await;
    let (manager, depot) = depot(&shop).await;
    let there = depot.to_string();
    note(&manager, shop.bottle(), &input("moved", "8", "", &there))
        .await
        .unwrap();
    let (guest, form) = shop.guest_at_checkout(&[(shop.bottle(), 5)]).await;
    place_order(&guest, form).await.unwrap();
    let desk = desk_orders(&manager, shop.argan.cooperative).await.unwrap();
    let order = confirm_order(&manager, desk.to_confirm[0].id)
        .await
        .unwrap();
    ship(&manager, order.id).await.unwrap();
    let file = show_stock_file(&manager, shop.bottle(), None)
        .await
        .unwrap();
    assert_eq!(at(&file), [0, 5]);
    let shipped: Vec<_> = file
        .movements
        .iter()
        .filter(|it| it.reason == MovementReason::Shipped)
        .map(|it| (it.quantity, it.order.as_ref().map(|(id, _)| *id)))
        .collect();
    assert_eq!(shipped, [(-3, Some(order.id)), (-2, Some(order.id))]);
    shop.check_books().await;
}

#[tokio::test]
async fn strangers_find_nothing_and_a_closed_place_is_gone() {
    let shop = Shop::open().await;
    let (manager, depot) = depot(&shop).await;
    let other = shop.manager(&shop.dates).await;
    let cooperative = shop.argan.cooperative;
    assert_eq!(
        add_location(&manager, cooperative, "Dépôt de Tiznit").await,
        Err(Error::field("name", Problem::InUse))
    );
    assert_eq!(
        add_location(&other, cooperative, "Chez moi").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        close_location(&other, shop.dates.cooperative, depot).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        note(&other, shop.bottle(), &input("received", "1", "", "")).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        set_low_alert(&other, shop.bottle(), "1").await,
        Err(Error::NotFound)
    );
    let file = show_stock_file(&shop.visitor(), shop.bottle(), None).await;
    assert_eq!(file.err(), Some(Error::Unauthenticated));
    close_location(&manager, cooperative, depot).await.unwrap();
    assert_eq!(list_locations(&manager, cooperative).await, Ok(vec![]));
    assert_eq!(
        note(
            &manager,
            shop.bottle(),
            &input("received", "1", &depot.to_string(), "")
        )
        .await,
        Err(Error::field("place", Problem::UnknownChoice))
    );
}

async fn counted(ctx: &Ctx, shop: &Shop, pieces: &[(String, &str)]) -> CountInput {
    let sheet = show_count_sheet(ctx, shop.argan.cooperative, None)
        .await
        .unwrap();
    CountInput {
        counts: pieces
            .iter()
            .map(|(key, pieces)| (key.clone(), (*pieces).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        seen: sheet.seen.to_string(),
        request_key: sheet.request_key,
    }
}

#[tokio::test]
async fn a_count_books_every_difference_at_once_and_only_once() {
    let shop = Shop::open().await;
    let (manager, depot) = depot(&shop).await;
    let cooperative = shop.argan.cooperative;
    note(
        &manager,
        shop.bottle(),
        &input("moved", "4", "", &depot.to_string()),
    )
    .await
    .unwrap();
    let sheet = show_count_sheet(&manager, cooperative, None).await.unwrap();
    assert_eq!(
        sheet
            .rows
            .iter()
            .map(|row| row.expected)
            .collect::<Vec<_>>(),
        [6, 3, 4]
    );
    let only = show_count_sheet(&manager, cooperative, Some(depot.0))
        .await
        .unwrap();
    assert_eq!(only.rows.len(), 1);
    let (bottle, litre) = (shop.bottle(), shop.litre());
    let count = counted(
        &manager,
        &shop,
        &[
            (format!("s{bottle}-0"), "5"),
            (format!("s{bottle}-{depot}"), "7"),
            (format!("s{litre}-0"), ""),
        ],
    )
    .await;
    for (round, expected) in [(0, 1), (1, 0)] {
        let booked = save_counts(&manager, cooperative, &count).await;
        assert_eq!(booked, Ok(expected), "round {round}");
    }
    assert_eq!(shop.stock(bottle).await, (12, 0));
    assert_eq!(shop.stock(litre).await, (3, 0));
    let file = show_stock_file(&manager, bottle, None).await.unwrap();
    let parts: Vec<i64> = file.movements[..2].iter().map(|it| it.quantity).collect();
    assert_eq!(parts, [3, -1]);
    shop.check_books().await;
}

#[tokio::test]
async fn a_count_is_refused_whole_where_one_field_is_wrong_or_goods_moved_meanwhile() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let (bottle, litre) = (shop.bottle(), shop.litre());
    let (guest, form) = shop.guest_at_checkout(&[(bottle, 4)]).await;
    place_order(&guest, form).await.unwrap();
    let count = counted(
        &manager,
        &shop,
        &[(format!("s{bottle}-0"), "3"), (format!("s{litre}-0"), "9")],
    )
    .await;
    let max = 1_000_000;
    assert_eq!(
        save_counts(&manager, cooperative, &count).await,
        Err(Error::field(
            &format!("count[s{bottle}-0]"),
            Problem::OutOfRange { min: 4, max }
        ))
    );
    let count = counted(&manager, &shop, &[(format!("s{litre}-0"), "9")]).await;
    note(&manager, litre, &input("received", "1", "", ""))
        .await
        .unwrap();
    assert_eq!(
        save_counts(&manager, cooperative, &count).await,
        Err(Error::Conflict)
    );
    let foreign = counted(&manager, &shop, &[(format!("s{}-0", shop.dates()), "1")]).await;
    assert_eq!(
        save_counts(&manager, cooperative, &foreign).await,
        Err(Error::NotFound)
    );
    assert_eq!(shop.stock(litre).await, (4, 0));
    assert_eq!(shop.stock(shop.dates()).await, (20, 0));
    shop.check_books().await;
}

#[tokio::test]
async fn the_count_sheet_prints_in_the_readers_language() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    for lang in domain::Lang::ALL {
        let paper = print_count_sheet(&manager, shop.argan.cooperative, None, lang)
            .await
            .unwrap();
        assert!(paper.pdf.starts_with(b"%PDF-"), "{lang:?}");
    }
}

#[tokio::test]
async fn a_mail_leaves_once_each_time_a_size_falls_to_its_threshold() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let system = shop.app.system();
    let bottle = shop.bottle();
    set_low_alert(&manager, bottle, "6").await.unwrap();
    let mails = async |expected: usize, why: &str| {
        warn_of_low_stock(&system).await.unwrap();
        let sent = shop.app.mails(NOW).await;
        assert_eq!(sent.len(), expected, "{why}");
        sent
    };
    mails(0, "above the threshold").await;
    note(&manager, bottle, &input("loss", "4", "", ""))
        .await
        .unwrap();
    let sent = mails(1, "at the threshold").await;
    assert!(sent[0].text.contains("/desk/stock"), "{}", sent[0].text);
    mails(0, "told already").await;
    note(&manager, bottle, &input("loss", "1", "", ""))
        .await
        .unwrap();
    mails(0, "still below").await;
    note(&manager, bottle, &input("received", "5", "", ""))
        .await
        .unwrap();
    mails(0, "above again").await;
    note(&manager, bottle, &input("gift", "5", "", ""))
        .await
        .unwrap();
    mails(1, "fallen again").await;
    set_low_alert(&manager, bottle, "20").await.unwrap();
    mails(0, "whoever moves the threshold knows").await;
    assert_eq!(
        warn_of_low_stock(&manager).await,
        Err(Error::Forbidden),
        "the worker's"
    );
}

//! The first sale, on a real database: carts, reservations, orders and the desk.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use domain::{
    Error, PersonId, VariantId,
    marketplace::{CatalogueQuery, CheckoutInput, Notice, OrderState},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use service::{Ctx, demo, jobs, marketplace as market};
use support::{NOW, TestApp};

/// The demo's shop, indexed.
async fn shop() -> TestApp {
    let app = TestApp::new().await;
    demo::seed(&app.system(), 1, &|_, _, _| {}).await.unwrap();
    while jobs::index_listings(&app.services).await.unwrap() > 0 {}
    app
}

#[derive(Debug, FromQueryResult)]
struct Stock {
    on_hand: i64,
    reserved: i64,
    held: i64,
    moved: i64,
}

/// Every level's stock beside what reservations and movements say.
async fn stocks(app: &TestApp) -> Vec<Stock> {
    let db = app.services.db.reader();
    Stock::find_by_statement(Statement::from_string(
        db.get_database_backend(),
        "SELECT s.on_hand, s.reserved,
            CAST(COALESCE((SELECT SUM(r.quantity) FROM reservation r WHERE r.stock_level_id = s.id
                AND r.status IN ('held', 'allocated')), 0) AS BIGINT) AS held,
            CAST(COALESCE((SELECT SUM(m.quantity) FROM stock_movement m WHERE m.stock_level_id = s.id), 0) AS BIGINT) AS moved
         FROM stock_level s",
    ))
    .all(db)
    .await
    .unwrap()
}

async fn assert_stock_agrees(app: &TestApp) {
    for stock in stocks(app).await {
        assert!(
            stock.reserved >= 0 && stock.reserved <= stock.on_hand,
            "{stock:?}"
        );
        assert_eq!(stock.reserved, stock.held, "{stock:?}");
        assert_eq!(stock.on_hand, stock.moved, "{stock:?}");
    }
}

async fn available(app: &TestApp, variant: VariantId) -> u32 {
    let row = store::marketplace::sellable(app.services.db.reader(), variant, 1)
        .await
        .unwrap();
    row.unwrap().available
}

/// A variant in stock of each of two cooperatives.
async fn two_variants(app: &TestApp) -> [VariantId; 2] {
    let ctx = app.visitor();
    let query = CatalogueQuery {
        in_stock: true,
        ..CatalogueQuery::default()
    };
    let cards = market::browse_catalogue(&ctx, query).await.unwrap().cards;
    let mut found: Vec<(domain::CooperativeId, VariantId)> = Vec::new();
    for card in cards {
        if found
            .iter()
            .any(|(cooperative, _)| *cooperative == card.cooperative)
        {
            continue;
        }
        let page = market::show_listing(&ctx, &card.slug).await.unwrap();
        if let Some(variant) = page.variants.iter().find(|variant| variant.available >= 8) {
            found.push((card.cooperative, variant.id));
        }
        if found.len() == 2 {
            break;
        }
    }
    [found[0].1, found[1].1]
}

async fn guest_with(app: &TestApp, lines: &[(VariantId, u32)]) -> Ctx {
    let mut ctx = app.visitor();
    for (variant, quantity) in lines {
        let change = market::add_to_cart(&ctx, *variant, *quantity)
            .await
            .unwrap();
        if change.new_token.is_some() {
            ctx.cart_token = change.new_token;
        }
    }
    ctx
}

async fn form(ctx: &Ctx) -> CheckoutInput {
    let page = market::begin_checkout(ctx).await.unwrap();
    CheckoutInput {
        name: "Salma Bennis".to_owned(),
        phone: "06 12 34 56 78".to_owned(),
        email: "salma@example.ma".to_owned(),
        province: "06.141".to_owned(),
        city: "Casablanca".to_owned(),
        street: "12, rue des Orangers".to_owned(),
        payment: "cash_on_delivery".to_owned(),
        delivery: page
            .parcels
            .iter()
            .map(|it| (it.cooperative.to_string(), "home".to_owned()))
            .collect(),
        idempotency_key: page.idempotency_key,
        accepted_goods_total: page.cart.total.minor.to_string(),
        ..CheckoutInput::default()
    }
}

/// The manager of the cooperative that made the order.
async fn manager_of(app: &TestApp, cooperative: domain::CooperativeId) -> Ctx {
    let managers: Vec<PersonId> =
        store::accounts::list_managers(app.services.db.reader(), cooperative)
            .await
            .unwrap();
    app.person(managers[0]).await
}

#[tokio::test]
async fn one_cart_becomes_one_order_a_cooperative_and_each_manager_decides_their_own() {
    let app = shop().await;
    let [one, other] = two_variants(&app).await;
    let before = available(&app, one).await;
    let buyer = guest_with(&app, &[(one, 2), (other, 1)]).await;
    let placement = market::place_order(&buyer, form(&buyer).await)
        .await
        .unwrap();
    assert_eq!(available(&app, one).await, before - 2);
    assert_stock_agrees(&app).await;

    let group = market::track_order(&app.visitor(), &placement.tracking_token)
        .await
        .unwrap();
    assert_eq!(group.orders.len(), 2);
    let sum: i64 = group.orders.iter().map(|order| order.total.minor).sum();
    assert_eq!(group.total.minor, sum);
    for order in &group.orders {
        let lines: i64 = order.lines.iter().map(|line| line.total.minor).sum();
        assert_eq!(order.goods_total.minor, lines);
        assert!(
            order
                .lines
                .iter()
                .all(|line| line.tax.minor >= 0 && line.tax.minor < line.total.minor)
        );
    }

    let (first, second) = (&group.orders[0], &group.orders[1]);
    let manager = manager_of(&app, first.cooperative).await;
    let desk = market::desk_orders(&manager, first.cooperative)
        .await
        .unwrap();
    assert!(desk.to_confirm.iter().any(|order| order.id == first.id));
    assert!(desk.to_confirm.iter().all(|order| order.id != second.id));
    assert_eq!(
        market::confirm_order(&manager, second.id)
            .await
            .unwrap_err(),
        Error::NotFound
    );
    assert_eq!(
        market::desk_orders(&manager, second.cooperative)
            .await
            .unwrap_err(),
        Error::NotFound
    );
    for _ in 0..2 {
        let confirmed = market::confirm_order(&manager, first.id).await.unwrap();
        assert_eq!(confirmed.state, OrderState::Confirmed);
    }

    let stranger = manager_of(&app, second.cooperative).await;
    let refused = market::refuse_order(&stranger, second.id, "Rupture de stock")
        .await
        .unwrap();
    assert_eq!(refused.state, OrderState::Cancelled);
    assert_eq!(refused.refusal.as_deref(), Some("Rupture de stock"));
    assert_stock_agrees(&app).await;
    assert_eq!(
        market::confirm_order(&stranger, second.id)
            .await
            .unwrap_err(),
        Error::Conflict
    );
}

#[tokio::test]
async fn sixty_four_buyers_share_the_last_ten() {
    let app = shop().await;
    let [variant, _] = two_variants(&app).await;
    let card = store::marketplace::stock_row(app.services.db.reader(), variant)
        .await
        .unwrap()
        .unwrap();
    let manager = manager_of(&app, card.0).await;
    let promised = card.1.reserved;
    market::set_stock(
        &manager,
        variant,
        &(promised + 10).to_string(),
        card.1.version,
    )
    .await
    .unwrap();
    let mut buyers = Vec::new();
    for _ in 0..64 {
        buyers.push(guest_with(&app, &[(variant, 1)]).await);
    }
    let tasks: Vec<_> = buyers
        .into_iter()
        .map(|buyer| {
            tokio::spawn(async move {
                let page = market::begin_checkout(&buyer).await?;
                let input = CheckoutInput {
                    name: "Acheteuse".to_owned(),
                    phone: "0612345678".to_owned(),
                    province: "06.141".to_owned(),
                    city: "Casablanca".to_owned(),
                    street: "1".to_owned(),
                    payment: "cash_on_delivery".to_owned(),
                    delivery: page
                        .parcels
                        .iter()
                        .map(|it| (it.cooperative.to_string(), "pickup".to_owned()))
                        .collect(),
                    idempotency_key: page.idempotency_key,
                    ..CheckoutInput::default()
                };
                market::place_order(&buyer, input).await
            })
        })
        .collect();
    let mut sold = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => sold += 1,
            Err(error) => assert!(
                matches!(error, Error::OutOfStock { .. } | Error::Conflict),
                "{error:?}"
            ),
        }
    }
    assert_eq!(sold, 10);
    assert_eq!(available(&app, variant).await, 0);
    assert_stock_agrees(&app).await;
}

#[tokio::test]
async fn the_same_order_sent_twice_is_one_order() {
    let app = shop().await;
    let [one, _] = two_variants(&app).await;
    let buyer = guest_with(&app, &[(one, 1)]).await;
    let input = form(&buyer).await;
    let (first, again) = tokio::join!(
        market::place_order(&buyer, input.clone()),
        market::place_order(&buyer, input.clone())
    );
    assert_eq!(first.unwrap(), again.unwrap());
    let other = CheckoutInput {
        city: "Rabat".to_owned(),
        ..input
    };
    assert_eq!(
        market::place_order(&buyer, other).await.unwrap_err(),
        Error::IdempotencyKeyReused
    );
    assert_stock_agrees(&app).await;
}

#[tokio::test]
async fn what_expired_is_freed_and_can_be_bought_again() {
    let app = shop().await;
    let [one, _] = two_variants(&app).await;
    let before = available(&app, one).await;
    let buyer = guest_with(&app, &[(one, 3)]).await;
    let input = form(&buyer).await;
    assert_eq!(available(&app, one).await, before - 3);
    let later = Ctx {
        now: NOW + market::RESERVATION_LIFE + 1,
        ..app.system()
    };
    assert_eq!(market::sweep_reservations(&later).await.unwrap(), 1);
    assert_eq!(available(&app, one).await, before);
    assert_stock_agrees(&app).await;
    // The late buyer still gets the goods where there are enough.
    let late = Ctx {
        now: later.now,
        ..buyer
    };
    market::place_order(&late, input).await.unwrap();
    assert_eq!(available(&app, one).await, before - 3);
    assert_stock_agrees(&app).await;
    assert_eq!(
        market::sweep_reservations(&app.visitor())
            .await
            .unwrap_err(),
        Error::Unauthenticated
    );
}

#[tokio::test]
async fn a_changed_price_is_shown_and_must_be_accepted() {
    let app = shop().await;
    let [one, _] = two_variants(&app).await;
    let buyer = guest_with(&app, &[(one, 1)]).await;
    let input = form(&buyer).await;
    let statement = format!("UPDATE variant SET price_minor = price_minor + 500 WHERE id = {one}");
    app.services
        .db
        .writer()
        .execute_unprepared(&statement)
        .await
        .unwrap();
    assert!(matches!(
        market::place_order(&buyer, input).await,
        Err(Error::PriceChanged { .. })
    ));
    let cart = market::view_cart(&buyer).await.unwrap();
    assert!(cart.needs_acceptance);
    assert!(matches!(
        cart.parcels[0].lines[0].notices[0],
        Notice::PriceChanged { .. }
    ));
    assert_eq!(
        market::begin_checkout(&buyer).await.unwrap_err(),
        Error::Conflict
    );
    assert!(
        !market::accept_cart_changes(&buyer)
            .await
            .unwrap()
            .needs_acceptance
    );
    market::place_order(&buyer, form(&buyer).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn signing_in_adds_the_guests_cart_up_to_what_is_left() {
    let app = shop().await;
    let [one, other] = two_variants(&app).await;
    let left = available(&app, one).await;
    let guest = guest_with(&app, &[(one, left), (other, 2)]).await;
    app.register("Nadia", "nadia@example.ma").await;
    let (nadia, _) = app.sign_in("nadia@example.ma").await;
    market::add_to_cart(&nadia, one, 1).await.unwrap();
    let lowered = market::merge_cart(&nadia, guest.cart_token.as_deref().unwrap())
        .await
        .unwrap();
    assert_eq!(lowered, vec![one]);
    let cart = market::view_cart(&nadia).await.unwrap();
    assert_eq!(cart.count, left + 2);
    assert!(market::view_cart(&guest).await.unwrap().is_empty());
}

#[tokio::test]
async fn bad_forms_name_every_field_and_write_nothing() {
    let app = shop().await;
    let [one, _] = two_variants(&app).await;
    let buyer = guest_with(&app, &[(one, 1)]).await;
    let good = form(&buyer).await;
    let bad = CheckoutInput {
        name: "\u{202e}evil".to_owned(),
        phone: "123".to_owned(),
        province: "99.999".to_owned(),
        city: String::new(),
        payment: "gold".to_owned(),
        ..good.clone()
    };
    let Err(Error::Invalid { fields }) = market::place_order(&buyer, bad).await else {
        panic!("accepted");
    };
    let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(names, ["name", "phone", "province", "city", "payment"]);
    assert_eq!(market::view_cart(&buyer).await.unwrap().count, 1);
    assert!(matches!(
        market::add_to_cart(&buyer, VariantId(-1), 1).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        market::add_to_cart(&buyer, one, 0).await,
        Err(Error::Invalid { .. })
    ));
    assert!(matches!(
        market::add_to_cart(&buyer, one, u32::MAX).await,
        Err(Error::Invalid { .. })
    ));
    assert_eq!(
        market::track_order(&app.visitor(), "nothing")
            .await
            .unwrap_err(),
        Error::NotFound
    );
    market::place_order(&buyer, good).await.unwrap();
}

#[tokio::test]
async fn stock_is_counted_by_its_own_manager_and_never_below_what_is_promised() {
    let app = shop().await;
    let [one, other] = two_variants(&app).await;
    let buyer = guest_with(&app, &[(one, 2)]).await;
    market::place_order(&buyer, form(&buyer).await)
        .await
        .unwrap();
    let (cooperative, row) = store::marketplace::stock_row(app.services.db.reader(), one)
        .await
        .unwrap()
        .unwrap();
    let manager = manager_of(&app, cooperative).await;
    assert_eq!(
        market::set_stock(&manager, other, "5", 1)
            .await
            .unwrap_err(),
        Error::NotFound
    );
    for text in ["-1", "1", "beaucoup", ""] {
        assert!(
            matches!(
                market::set_stock(&manager, one, text, row.version).await,
                Err(Error::Invalid { .. })
            ),
            "{text}"
        );
    }
    let changed = market::set_stock(&manager, one, "٥٠", row.version)
        .await
        .unwrap();
    assert_eq!(changed.on_hand, 50);
    assert_eq!(
        market::set_stock(&manager, one, "60", row.version)
            .await
            .unwrap_err(),
        Error::Conflict
    );
    assert_stock_agrees(&app).await;
}

#[tokio::test]
async fn the_catalogue_finds_filters_and_counts() {
    let app = shop().await;
    let ctx = app.visitor();
    let all = market::browse_catalogue(&ctx, CatalogueQuery::default())
        .await
        .unwrap();
    assert!(all.total >= 50, "{}", all.total);
    assert_eq!(all.cards.len(), 24);
    let regions: u32 = all.facets[0].values.iter().map(|value| value.count).sum();
    assert_eq!(regions, all.total);
    assert_eq!(all.facets[0].values.len(), 12);
    for text in ["argan", "أركان", "ⴰⵔⴳⴰⵏ", "huile d'arganne", "الأركان"] {
        let query = CatalogueQuery {
            text: text.to_owned(),
            ..CatalogueQuery::default()
        };
        let found = market::browse_catalogue(&ctx, query).await.unwrap();
        assert!(
            found
                .cards
                .iter()
                .any(|card| card.slug.contains("argan-oil")),
            "{text}: {}",
            found.total
        );
    }
    let souss = all.query.toggled("region", "09");
    let filtered = market::browse_catalogue(&ctx, souss).await.unwrap();
    assert!(filtered.total < all.total && filtered.total > 0);
    // The facet's own selection does not change its counts.
    let counts = |catalogue: &domain::marketplace::Catalogue| {
        catalogue.facets[0]
            .values
            .iter()
            .map(|value| value.count)
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(&filtered), counts(&all));
    let expired = market::browse_catalogue(
        &ctx,
        CatalogueQuery {
            regions: vec!["12".to_owned()],
            ..CatalogueQuery::default()
        },
    )
    .await
    .unwrap();
    assert!(
        expired.cards.iter().all(|card| card.label.is_none()),
        "the certificate of Dakhla has expired"
    );
    let page = market::show_listing(&ctx, "dakhla-oysters").await.unwrap();
    assert_eq!(page.origin, None);
    assert!(market::show_listing(&ctx, "nothing").await.is_err());
}

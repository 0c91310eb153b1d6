//! Reviews by who received something; reports; favourites; ordering again.

use crate::shop::{Shop, form};
use domain::{
    Error, OrderId,
    accounts::Role,
    marketplace::{ReviewInput, ReviewSubject},
    policy::Actor,
};
use service::{
    Ctx,
    marketplace::{
        add_review_picture, add_to_cart, answer_review, begin_checkout, decide_reported_review,
        is_favourite, list_favourites, list_reported_reviews, my_orders, place_order, reorder,
        report_review, set_favourite, show_listing, show_reviews, view_cart, write_review,
    },
};

fn input(stars: &str, text: &str) -> ReviewInput {
    ReviewInput {
        stars: stars.to_owned(),
        text: text.to_owned(),
    }
}

/// The buyer ordered a bottle, and it arrived.
async fn received(shop: &Shop) -> (Ctx, OrderId) {
    let buyer = shop.buyer().await;
    add_to_cart(&buyer, shop.bottle(), 1).await.unwrap();
    let page = begin_checkout(&buyer).await.unwrap();
    place_order(&buyer, form(&page)).await.unwrap();
    let order = my_orders(&buyer).await.unwrap()[0].orders[0].id;
    shop.run("UPDATE shop_order SET fulfilment_state = 'delivered'")
        .await;
    (buyer, order)
}

#[tokio::test]
async fn only_who_received_it_reviews_and_once() {
    let shop = Shop::open().await;
    let listing = ReviewSubject::Listing(shop.argan.listing);
    let buyer = shop.buyer().await;
    let visitor = write_review(&shop.visitor(), listing, &input("5", "")).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
    assert_eq!(
        write_review(&buyer, listing, &input("5", "")).await,
        Err(Error::NotFound)
    );
    let (buyer, _) = received(&shop).await;
    let wrong = write_review(&buyer, listing, &input("6", ""))
        .await
        .unwrap_err();
    assert_eq!(wrong.of_field("stars").count(), 1);
    write_review(&buyer, listing, &input("5", "Très bonne huile"))
        .await
        .unwrap();
    let view = show_reviews(&buyer, listing).await.unwrap();
    assert!(view.may_write);
    assert_eq!(view.reviews[0].author, "Salma B.");
    assert_eq!(view.rating.unwrap().tenths, 50);
    write_review(&buyer, listing, &input("4", "Bonne huile"))
        .await
        .unwrap();
    let view = show_reviews(&shop.visitor(), listing).await.unwrap();
    assert_eq!((view.reviews.len(), view.rating.unwrap().tenths), (1, 40));
    assert!(!view.may_write && !view.reviews[0].mine);
    let page = show_listing(&shop.visitor(), &slug(&shop).await)
        .await
        .unwrap();
    assert_eq!(page.rating.unwrap().count, 1);
    let cooperative = ReviewSubject::Cooperative(shop.argan.cooperative);
    write_review(&buyer, cooperative, &input("5", ""))
        .await
        .unwrap();
    assert_eq!(
        show_reviews(&buyer, cooperative)
            .await
            .unwrap()
            .reviews
            .len(),
        1
    );
}

async fn slug(shop: &Shop) -> String {
    let cart = {
        let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
        view_cart(&guest).await.unwrap()
    };
    cart.parcels[0].lines[0].listing_slug.clone()
}

#[tokio::test]
async fn the_seller_answers_and_the_office_hides_what_was_reported() {
    let shop = Shop::open().await;
    let (buyer, _) = received(&shop).await;
    let subject = ReviewSubject::Listing(shop.argan.listing);
    let review = write_review(&buyer, subject, &input("1", "…"))
        .await
        .unwrap();
    let manager = shop.manager(&shop.argan).await;
    let other = shop.manager(&shop.dates).await;
    assert_eq!(
        answer_review(&other, review, "Non").await,
        Err(Error::NotFound)
    );
    answer_review(&manager, review, "Nous le remplaçons.")
        .await
        .unwrap();
    let view = show_reviews(&manager, subject).await.unwrap();
    assert!(view.may_answer);
    assert_eq!(
        view.reviews[0].reply.as_deref(),
        Some("Nous le remplaçons.")
    );
    report_review(&other, review, "Insulte").await.unwrap();
    report_review(&other, review, "Encore").await.unwrap();
    assert_eq!(
        list_reported_reviews(&other).await.unwrap_err(),
        Error::Forbidden
    );
    let office = Ctx {
        actor: Actor::Person {
            id: shop.buyer,
            roles: vec![Role::Administrator],
        },
        ..shop.buyer().await
    };
    let queue = list_reported_reviews(&office).await.unwrap();
    assert_eq!(
        (queue.len(), queue[0].reasons.as_slice()),
        (1, ["Insulte".to_owned()].as_slice())
    );
    decide_reported_review(&office, review, true).await.unwrap();
    let again = decide_reported_review(&office, review, false).await;
    assert_eq!(again, Err(Error::Conflict));
    let view = show_reviews(&shop.visitor(), subject).await.unwrap();
    assert_eq!((view.reviews.len(), view.rating), (0, None));
}

#[tokio::test]
async fn photos_are_rendered_before_they_are_shown() {
    let shop = Shop::open().await;
    let (buyer, _) = received(&shop).await;
    let subject = ReviewSubject::Listing(shop.argan.listing);
    let review = write_review(&buyer, subject, &input("5", ""))
        .await
        .unwrap();
    let png = include_bytes!("grey.png");
    let stranger = add_review_picture(&shop.manager(&shop.dates).await, review, png).await;
    assert_eq!(stranger, Err(Error::NotFound));
    let script = add_review_picture(&buyer, review, b"<script>")
        .await
        .unwrap_err();
    assert!(script.of_field("picture").count() == 1, "{script:?}");
    add_review_picture(&buyer, review, png).await.unwrap();
    assert!(
        show_reviews(&buyer, subject).await.unwrap().reviews[0]
            .pictures
            .is_empty()
    );
    while service::jobs::render_pictures(&shop.app.services)
        .await
        .unwrap()
        > 0
    {}
    assert_eq!(
        show_reviews(&buyer, subject).await.unwrap().reviews[0]
            .pictures
            .len(),
        1
    );
}

#[tokio::test]
async fn favourites_are_kept_and_an_old_order_fills_the_cart_again() {
    let shop = Shop::open().await;
    let (buyer, order) = received(&shop).await;
    let listing = shop.argan.listing;
    set_favourite(&buyer, listing, true).await.unwrap();
    set_favourite(&buyer, listing, true).await.unwrap();
    assert!(is_favourite(&buyer, listing).await.unwrap());
    assert_eq!(list_favourites(&buyer).await.unwrap().len(), 1);
    set_favourite(&buyer, listing, false).await.unwrap();
    assert!(list_favourites(&buyer).await.unwrap().is_empty());
    assert_eq!(reorder(&buyer, order).await, Ok((1, 1)));
    assert_eq!(view_cart(&buyer).await.unwrap().count, 1);
    let other = shop.manager(&shop.dates).await;
    assert_eq!(reorder(&other, order).await, Err(Error::NotFound));
}

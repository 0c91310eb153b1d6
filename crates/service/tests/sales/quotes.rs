//! Requests for quotes: joint answers, counter-offers, and an acceptance that is one order.

use crate::{
    sale::key,
    shop::{Seller, Shop},
    support::NOW,
};
use domain::{
    CooperativeId, Error, Problem, QuoteLineId, RfqId,
    marketplace::{
        AcceptInput, AskInput, CounterInput, OfferInput, OrderState, PackingInput, PaymentMethod,
        QuoteState, QuoteView, RfqState,
    },
};
use service::{
    Ctx,
    marketplace::{
        ExportPaper, accept_quotes, ask_page, ask_quotes, counter_quote, decline_quote,
        desk_quotes, expire_quotes, my_quotes, offer_quote, print_export_paper, refuse_quote,
        save_packing, show_desk_quote, show_quotes, show_terms, track_order, withdraw_request,
    },
};
use std::collections::BTreeMap;

const DAY: i64 = 86_400;

/// A request for twenty kilograms, to the argan and the dates' cooperatives.
async fn ask(shop: &Shop, category: &str) -> (Ctx, RfqId) {
    // Both sell in one category here, as two cooperatives of a valley do.
    shop.run("UPDATE listing SET category_id = (SELECT id FROM category WHERE slug = 'oils')")
        .await;
    let buyer = shop.buyer().await;
    let page = ask_page(&buyer, "", category).await.unwrap();
    assert_eq!(page.sellers.len(), 2, "and not the suspended one");
    let input = AskInput {
        category: category.to_owned(),
        description: "Huile et dattes pour une épicerie".to_owned(),
        amount: "20".to_owned(),
        unit: "kg".to_owned(),
        sellers: page
            .sellers
            .iter()
            .map(|seller| (seller.id.to_string(), "on".to_owned()))
            .collect(),
        country: "FR".to_owned(),
        incoterm: "CIF".to_owned(),
        place: "Marseille".to_owned(),
        transport: "sea".to_owned(),
        request_key: page.request_key,
        ..AskInput::default()
    };
    let id = ask_quotes(&buyer, &input).await.unwrap();
    assert_eq!(ask_quotes(&buyer, &input).await, Ok(id), "asked once");
    (buyer, id)
}

async fn own(manager: &Ctx, cooperative: CooperativeId, id: RfqId) -> QuoteView {
    let page = show_desk_quote(manager, cooperative, id).await.unwrap();
    assert_eq!(page.rfq.quotes.len(), 1, "no one sees another's answer");
    page.rfq.quotes[0].clone()
}

/// The seller offers so many of its first size.
async fn offer(
    shop: &Shop,
    seller: &Seller,
    id: RfqId,
    (quantity, price): (u32, &str),
) -> domain::Result<RfqId> {
    let manager = shop.manager(seller).await;
    let quote = own(&manager, seller.cooperative, id).await;
    let page = show_desk_quote(&manager, seller.cooperative, id)
        .await
        .unwrap();
    let line = page.rfq.lines[0].id.to_string();
    let on = |value: String| BTreeMap::from([(line.clone(), value)]);
    let input = OfferInput {
        variant: on(seller.variants[0].to_string()),
        quantity: on(quantity.to_string()),
        price: on(price.to_owned()),
        prepare_days: "5".to_owned(),
        expires: "2026-10-31".to_owned(),
        message: "Bonjour".to_owned(),
        version: quote.version().to_string(),
    };
    offer_quote(&manager, quote.id, &input).await
}

/// Takes so much of each offered line.
async fn acceptance(buyer: &Ctx, id: RfqId, take: &[u32]) -> AcceptInput {
    let page = show_quotes(buyer, id).await.unwrap();
    let lines = page.suggested.iter().map(|(line, _)| line);
    AcceptInput {
        take: lines
            .zip(take)
            .map(|(line, quantity)| (line.to_string(), quantity.to_string()))
            .collect(),
        name: "Salma Bennis".to_owned(),
        phone: "+33612345678".to_owned(),
        postcode: "13002".to_owned(),
        city: "Marseille".to_owned(),
        street: "3, quai du Port".to_owned(),
        idempotency_key: page.idempotency_key,
        ..AcceptInput::default()
    }
}

#[tokio::test]
async fn two_cooperatives_answer_and_the_allocation_is_one_order_group() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    assert_eq!(my_quotes(&buyer).await.unwrap()[0].state, RfqState::Open);
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    offer(&shop, &shop.dates, id, (15, "80,50")).await.unwrap();
    let page = show_quotes(&buyer, id).await.unwrap();
    assert_eq!(page.rfq.state, RfqState::Answered);
    assert_eq!(page.suggested.len(), 2);

    let input = acceptance(&buyer, id, &[6, 10]).await;
    let placed = accept_quotes(&buyer, id, &input).await.unwrap();
    let again = accept_quotes(&buyer, id, &input).await.unwrap();
    assert_eq!(placed, again, "accepting twice is one order");
    let mut other = input.clone();
    other.city = "Lyon".to_owned();
    assert_eq!(
        accept_quotes(&buyer, id, &other).await,
        Err(Error::IdempotencyKeyReused)
    );
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        1
    );
    let group = track_order(&buyer, &placed.tracking_token).await.unwrap();
    assert_eq!(group.payment_method, PaymentMethod::BankTransfer);
    assert_eq!(group.total.minor, 6 * 5_500 + 10 * 8_050);
    assert_eq!(group.orders.len(), 2);
    assert!(
        group
            .orders
            .iter()
            .all(|order| order.state == OrderState::Placed)
    );
    assert_eq!(group.orders[0].lines[0].unit_price.minor, 5_500);
    assert_eq!(shop.stock(shop.bottle()).await, (10, 6));
    assert_eq!(shop.stock(shop.dates()).await, (20, 10));
    shop.check_books().await;
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM cart").await,
        0,
        "the sale's own cart is gone"
    );

    let page = show_quotes(&buyer, id).await.unwrap();
    assert_eq!(page.rfq.state, RfqState::Accepted);
    assert_eq!(page.placed.unwrap().orders.len(), 2);
    let mails = shop.app.mails(NOW).await;
    let to = |who: &str| mails.iter().filter(|mail| mail.to.contains(who)).count();
    // Asked and sold; two offers and the order.
    assert_eq!((to("manager1"), to("manager2"), to("salma")), (2, 2, 3));
}

#[tokio::test]
async fn a_counter_offer_is_answered_by_a_new_version() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let manager = shop.manager(&shop.argan).await;
    let quote = own(&manager, shop.argan.cooperative, id).await;
    let line = quote.versions[0].lines[0].id.to_string();
    let on = |value: &str| BTreeMap::from([(line.clone(), value.to_owned())]);
    let counter = CounterInput {
        quantity: on("10"),
        price: on("50"),
        message: "Pour dix ?".to_owned(),
        version: "1".to_owned(),
    };
    let stale = CounterInput {
        version: "0".to_owned(),
        ..counter.clone()
    };
    assert_eq!(
        counter_quote(&buyer, quote.id, &stale).await,
        Err(Error::Conflict)
    );
    counter_quote(&buyer, quote.id, &counter).await.unwrap();
    let countered = own(&manager, shop.argan.cooperative, id).await;
    assert_eq!(
        (countered.state, countered.versions.len()),
        (QuoteState::Countered, 2)
    );
    let page = show_quotes(&buyer, id).await.unwrap();
    assert!(page.suggested.is_empty(), "a counter-offer cannot be taken");

    offer(&shop, &shop.argan, id, (10, "52")).await.unwrap();
    let old = AcceptInput {
        take: [(line, "8".to_owned())].into(),
        ..acceptance(&buyer, id, &[]).await
    };
    assert_eq!(
        accept_quotes(&buyer, id, &old).await,
        Err(Error::Conflict),
        "the first version is no longer offered"
    );
    let input = acceptance(&buyer, id, &[10]).await;
    let placed = accept_quotes(&buyer, id, &input).await.unwrap();
    let group = track_order(&buyer, &placed.tracking_token).await.unwrap();
    assert_eq!(group.total.minor, 52_000);
    let dates = shop.manager(&shop.dates).await;
    let other = own(&dates, shop.dates.cooperative, id).await;
    assert_eq!(other.state, QuoteState::Refused, "who was not taken");
}

#[tokio::test]
async fn an_expired_offer_cannot_be_taken() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let input = acceptance(&buyer, id, &[8]).await;
    let line: QuoteLineId = input.take.keys().next().unwrap().parse().unwrap();
    let late = Ctx {
        now: NOW + 50 * DAY,
        ..buyer.clone()
    };
    let expired = Error::field(&format!("take[{line}]"), Problem::Expired);
    // Before the worker has come by, and after.
    assert_eq!(accept_quotes(&late, id, &input).await, Err(expired.clone()));
    let worker = Ctx {
        now: late.now,
        ..shop.app.system()
    };
    assert_eq!(expire_quotes(&buyer).await, Err(Error::Forbidden));
    assert_eq!(expire_quotes(&worker).await, Ok(1));
    assert_eq!(accept_quotes(&late, id, &input).await, Err(expired));
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));

    let later = Ctx {
        now: NOW + 61 * DAY,
        ..shop.app.system()
    };
    assert_eq!(expire_quotes(&later).await, Ok(1));
    assert_eq!(expire_quotes(&later).await, Ok(0));
    let page = show_quotes(&buyer, id).await.unwrap();
    assert_eq!(page.rfq.state, RfqState::Expired);
    assert!(
        page.rfq
            .quotes
            .iter()
            .all(|quote| quote.state == QuoteState::Expired)
    );
}

#[tokio::test]
async fn stock_that_is_gone_at_acceptance_is_named_and_nothing_is_written() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    offer(&shop, &shop.dates, id, (15, "80")).await.unwrap();
    crate::sale::Sale::place(&shop, &[(shop.bottle(), 5)], "cash_on_delivery").await;
    let input = acceptance(&buyer, id, &[8, 5]).await;
    assert_eq!(
        accept_quotes(&buyer, id, &input).await,
        Err(Error::OutOfStock {
            variant: shop.bottle(),
            available: 5
        })
    );
    assert_eq!(shop.stock(shop.dates()).await, (20, 0));
    assert_eq!(
        show_quotes(&buyer, id).await.unwrap().rfq.state,
        RfqState::Answered
    );
    shop.check_books().await;
    let input = acceptance(&buyer, id, &[5, 5]).await;
    accept_quotes(&buyer, id, &input).await.unwrap();
    shop.check_books().await;
}

#[tokio::test]
async fn two_acceptances_at_once_are_one_order() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let first = acceptance(&buyer, id, &[8]).await;
    let second = AcceptInput {
        idempotency_key: key(),
        ..first.clone()
    };
    let (a, b) = tokio::join!(
        accept_quotes(&buyer, id, &first),
        accept_quotes(&buyer, id, &second)
    );
    assert_ne!(a.is_ok(), b.is_ok());
    assert!(matches!(
        (a, b),
        (Err(Error::Conflict), _) | (_, Err(Error::Conflict))
    ));
    assert_eq!(shop.stock(shop.bottle()).await, (10, 8));
    shop.check_books().await;
}

#[tokio::test]
async fn a_stranger_gets_404() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let stranger = shop.manager(&shop.suspended).await;
    let argan = shop.manager(&shop.argan).await;
    let quote = own(&argan, shop.argan.cooperative, id).await.id;
    let missing = Err(Error::NotFound);
    assert_eq!(show_quotes(&stranger, id).await.map(|_| ()), missing);
    assert_eq!(withdraw_request(&stranger, id).await, missing);
    assert_eq!(refuse_quote(&stranger, quote).await.map(|_| ()), missing);
    assert_eq!(decline_quote(&stranger, quote).await.map(|_| ()), missing);
    assert_eq!(
        decline_quote(&buyer, quote).await.map(|_| ()),
        missing,
        "not the seller"
    );
    assert_eq!(
        show_desk_quote(&stranger, shop.argan.cooperative, id)
            .await
            .map(|_| ()),
        missing
    );
    assert_eq!(
        show_desk_quote(&stranger, shop.suspended.cooperative, id)
            .await
            .map(|_| ()),
        missing,
        "was not asked"
    );
    assert_eq!(
        show_quotes(&shop.visitor(), id).await.map(|_| ()),
        Err(Error::Unauthenticated)
    );
    let input = acceptance(&buyer, id, &[8]).await;
    assert_eq!(
        accept_quotes(&stranger, id, &input).await.map(|_| ()),
        missing
    );
}

#[tokio::test]
async fn a_request_ends_when_everyone_said_no_or_the_buyer_takes_it_back() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let page = show_quotes(&buyer, id).await.unwrap();
    refuse_quote(&buyer, page.rfq.quotes[0].id).await.unwrap();
    let dates = shop.manager(&shop.dates).await;
    let quote = own(&dates, shop.dates.cooperative, id).await.id;
    for _ in 0..2 {
        decline_quote(&dates, quote).await.unwrap();
    }
    let page = show_quotes(&buyer, id).await.unwrap();
    assert_eq!(page.rfq.state, RfqState::Declined);
    assert_eq!(withdraw_request(&buyer, id).await, Err(Error::Conflict));

    let (buyer, second) = ask(&shop, "oils").await;
    for _ in 0..2 {
        withdraw_request(&buyer, second).await.unwrap();
    }
    assert_eq!(
        offer(&shop, &shop.argan, second, (8, "55")).await,
        Err(Error::Conflict)
    );
    let desk = desk_quotes(&dates, shop.dates.cooperative).await.unwrap();
    assert_eq!(desk[0].own, Some(QuoteState::Withdrawn));
}

#[tokio::test]
async fn what_may_not_leave_the_country_is_not_offered_abroad() {
    let shop = Shop::open().await;
    let (_, id) = ask(&shop, "oils").await;
    shop.run("UPDATE listing SET exportable = 0 WHERE slug = 'produit-1'")
        .await;
    assert!(matches!(
        offer(&shop, &shop.argan, id, (8, "55")).await,
        Err(Error::NotExportable { .. })
    ));
}

#[tokio::test]
async fn export_papers_are_for_the_seller_and_the_buyer() {
    let shop = Shop::open().await;
    let (buyer, id) = ask(&shop, "oils").await;
    offer(&shop, &shop.argan, id, (8, "55")).await.unwrap();
    let input = acceptance(&buyer, id, &[8]).await;
    accept_quotes(&buyer, id, &input).await.unwrap();
    let order = show_quotes(&buyer, id)
        .await
        .unwrap()
        .placed
        .unwrap()
        .orders[0]
        .order;
    let argan = shop.manager(&shop.argan).await;
    let packing = PackingInput {
        packages: "2".to_owned(),
        gross: "2,75".to_owned(),
    };
    assert_eq!(
        save_packing(&buyer, order, &packing).await,
        Err(Error::NotFound)
    );
    save_packing(&argan, order, &packing).await.unwrap();
    let terms = show_terms(&buyer, order).await.unwrap().unwrap();
    assert_eq!(
        (terms.packages, terms.gross_grams, terms.place.as_str()),
        (Some(2), Some(2_750), "Marseille")
    );
    for paper in [ExportPaper::CommercialInvoice, ExportPaper::PackingList] {
        for lang in [domain::Lang::Fr, domain::Lang::Ar, domain::Lang::En] {
            for who in [&buyer, &argan] {
                let printed = print_export_paper(who, order, paper, lang).await.unwrap();
                assert!(printed.pdf.starts_with(b"%PDF-"));
            }
        }
        let dates = shop.manager(&shop.dates).await;
        assert_eq!(
            print_export_paper(&dates, order, paper, domain::Lang::Fr)
                .await
                .map(|_| ()),
            Err(Error::NotFound)
        );
    }
}

//! Returns, exchanges, disputes, messages and days closed.

use crate::{
    sale::{Sale, deliver, key},
    shop::Shop,
    support::NOW,
};
use domain::{
    Error, Problem,
    marketplace::{
        DisputeState, FulfilmentState, PaymentState, ReturnEvent, ReturnState, SandboxChoice,
        ShipmentState,
    },
};
use service::marketplace::{
    add_closed_days, answer_dispute, answer_sandbox, ask_return, begin_checkout, closed_days,
    decide_dispute, list_disputes, move_return, open_dispute, reconcile, remove_closed_days,
    send_message, send_tracked_message, withdraw_dispute, withdraw_return,
};
use std::collections::BTreeMap;

async fn delivered(shop: &Shop, payment: &str) -> Sale {
    let sale = Sale::place(shop, &[(shop.bottle(), 4)], payment).await;
    if payment == "card" {
        let choice = SandboxChoice::Approve.code();
        answer_sandbox(&sale.buyer, &sale.number, choice)
            .await
            .unwrap();
    }
    deliver(shop, &shop.argan, sale.order().await.order, "AM1").await;
    sale
}

async fn two(sale: &Sale) -> BTreeMap<String, String> {
    [(sale.order().await.lines[0].line.to_string(), "2".to_owned())].into()
}

async fn books_agree(shop: &Shop) {
    let report = reconcile(&shop.app.system()).await.unwrap();
    assert_eq!(report.problems, vec![]);
    shop.check_books().await;
}

#[tokio::test]
async fn what_goes_back_is_refunded_with_its_own_share() {
    let shop = Shop::open().await;
    let sale = delivered(&shop, "card").await;
    let order = sale.order().await.order;
    let pieces = two(&sale).await;
    let same = key();
    for _ in 0..2 {
        let asked = ask_return(
            &sale.buyer,
            &sale.token,
            order,
            &pieces,
            "refund",
            "Bouteilles fêlées",
            &same,
        )
        .await
        .unwrap();
        assert_eq!(asked.returns.len(), 1, "the same form is one return");
    }
    let manager = shop.manager(&shop.argan).await;
    let id = sale.order().await.returns[0].id;
    assert_eq!(
        move_return(&manager, id, ReturnEvent::Decline, "").await,
        Err(Error::field("answer", Problem::Required))
    );
    assert_eq!(
        move_return(&manager, id, ReturnEvent::Refund, "").await,
        Err(Error::Conflict),
        "nothing is back yet"
    );
    let stranger = shop.manager(&shop.dates).await;
    assert_eq!(
        move_return(&stranger, id, ReturnEvent::Accept, "").await,
        Err(Error::NotFound)
    );
    for event in [
        ReturnEvent::Accept,
        ReturnEvent::Receive,
        ReturnEvent::Refund,
    ] {
        for _ in 0..2 {
            move_return(&manager, id, event, "D'accord").await.unwrap();
        }
    }
    let after = sale.order().await;
    assert_eq!(after.returns[0].state, ReturnState::Refunded);
    assert_eq!(
        (after.refunded.minor, after.payment, after.fulfilment),
        (
            12_000,
            PaymentState::PartiallyRefunded,
            FulfilmentState::Delivered
        )
    );
    assert_eq!(shop.stock(shop.bottle()).await, (8, 0));
    books_agree(&shop).await;
}

#[tokio::test]
async fn an_exchange_sends_the_same_goods_again_for_nothing() {
    let shop = Shop::open().await;
    let sale = delivered(&shop, "card").await;
    let order = sale.order().await.order;
    let pieces = two(&sale).await;
    ask_return(
        &sale.buyer,
        &sale.token,
        order,
        &pieces,
        "exchange",
        "Fêlées",
        &key(),
    )
    .await
    .unwrap();
    let manager = shop.manager(&shop.argan).await;
    let id = sale.order().await.returns[0].id;
    for event in [
        ReturnEvent::Accept,
        ReturnEvent::Receive,
        ReturnEvent::Exchange,
    ] {
        move_return(&manager, id, event, "").await.unwrap();
    }
    let after = sale.order().await;
    assert_eq!(after.parcels.len(), 2);
    assert_eq!(after.parcels[1].state, ShipmentState::Shipped);
    assert_eq!((after.refunded.minor, after.due.minor), (0, 27_500));
    assert_eq!(shop.stock(shop.bottle()).await, (6, 0));
    books_agree(&shop).await;
}

#[tokio::test]
async fn a_return_is_asked_for_what_was_delivered_only() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 4)], "cash_on_delivery").await;
    let order = sale.order().await.order;
    let pieces = two(&sale).await;
    let ask = |pieces: BTreeMap<String, String>, wish: &'static str, reason: &'static str| {
        let (buyer, token) = (sale.buyer.clone(), sale.token.clone());
        async move {
            ask_return(&buyer, &token, order, &pieces, wish, reason, &key())
                .await
                .map(|_| ())
        }
    };
    assert_eq!(
        ask(pieces.clone(), "refund", "Fêlées").await,
        Err(Error::Conflict)
    );
    deliver(&shop, &shop.argan, order, "AM1").await;
    assert_eq!(
        ask(pieces.clone(), "gift", "Fêlées").await,
        Err(Error::field("wish", Problem::UnknownChoice))
    );
    assert_eq!(
        ask(pieces.clone(), "refund", " ").await,
        Err(Error::field("reason", Problem::Required))
    );
    assert_eq!(
        ask(BTreeMap::new(), "refund", "Fêlées").await,
        Err(Error::field("pieces", Problem::Required))
    );
    ask(pieces.clone(), "refund", "Fêlées").await.unwrap();
    assert_eq!(
        ask(pieces, "refund", "Encore").await,
        Err(Error::Conflict),
        "one at a time"
    );
    let id = sale.order().await.returns[0].id;
    withdraw_return(&sale.buyer, &sale.token, order, id)
        .await
        .unwrap();
    assert_eq!(sale.order().await.returns[0].state, ReturnState::Withdrawn);
}

#[tokio::test]
async fn the_office_decides_a_dispute_once() {
    let shop = Shop::open().await;
    let sale = delivered(&shop, "card").await;
    let order = sale.order().await.order;
    for _ in 0..2 {
        open_dispute(&sale.buyer, &sale.token, order, "Ce n'est pas de l'argan")
            .await
            .unwrap();
    }
    let manager = shop.manager(&shop.argan).await;
    answer_dispute(&manager, order, "C'en est").await.unwrap();
    let admin = shop.admin().await;
    assert_eq!(list_disputes(&manager).await, Err(Error::Forbidden));
    let open = list_disputes(&admin).await.unwrap();
    assert_eq!(open.len(), 1);
    let [near, far] = ["09", "01"].map(|region| shop.advisor(region));
    assert_eq!(list_disputes(&near).await.unwrap(), open);
    assert_eq!(list_disputes(&far).await.unwrap(), vec![]);
    assert_eq!(
        decide_dispute(&far, open[0].id, "for_buyer", "Vu").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        (open[0].state, open[0].deadline),
        (DisputeState::Answered, NOW + 14 * 86_400)
    );
    assert_eq!(
        decide_dispute(&admin, open[0].id, "", "Vu").await,
        Err(Error::field("outcome", Problem::UnknownChoice))
    );
    for _ in 0..2 {
        decide_dispute(&admin, open[0].id, "for_buyer", "L'analyse le montre")
            .await
            .unwrap();
    }
    assert_eq!(
        decide_dispute(&admin, open[0].id, "for_seller", "Non").await,
        Err(Error::Conflict)
    );
    let after = sale.order().await;
    assert_eq!(after.refunded.minor, 24_000);
    assert_eq!(after.dispute.unwrap().state, DisputeState::Decided);
    assert_eq!(
        withdraw_dispute(&sale.buyer, &sale.token, order).await,
        Err(Error::Conflict)
    );
    books_agree(&shop).await;
}

#[tokio::test]
async fn words_go_both_ways_and_once() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 1)], "cash_on_delivery").await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    shop.app.mails(NOW).await;
    let (ours, theirs) = (key(), key());
    for _ in 0..2 {
        send_tracked_message(&sale.buyer, &sale.token, order, "Quand ?", &ours)
            .await
            .unwrap();
        send_message(&manager, order, "Demain", &theirs)
            .await
            .unwrap();
    }
    let messages = sale.order().await.messages;
    let shown: Vec<(bool, &str)> = messages
        .iter()
        .map(|it| (it.from_seller, it.text.as_str()))
        .collect();
    assert_eq!(shown, [(false, "Quand ?"), (true, "Demain")]);
    assert_eq!(shop.app.mails(NOW).await.len(), 2);
    assert_eq!(
        send_message(&manager, order, " ", &key()).await,
        Err(Error::field("text", Problem::Required))
    );
    assert_eq!(
        send_tracked_message(&sale.buyer, "0000", order, "Moi", &key()).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn buyers_read_until_when_a_cooperative_is_closed() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let wrong = add_closed_days(&manager, cooperative, "2026-02-30", "", "")
        .await
        .unwrap_err();
    assert_eq!(
        wrong.of_field("first_day").next(),
        Some(&Problem::UnknownChoice)
    );
    assert_eq!(wrong.of_field("last_day").next(), Some(&Problem::Required));
    // The tests' clock begins on 21 September 2026.
    add_closed_days(&manager, cooperative, "2026-09-20", "2026-09-25", "Aïd")
        .await
        .unwrap();
    let guest = shop
        .guest_with(&[(shop.bottle(), 1), (shop.dates(), 1)])
        .await;
    let page = begin_checkout(&guest).await.unwrap();
    let closed: Vec<Option<&str>> = page
        .parcels
        .iter()
        .map(|it| it.closed_until.as_deref())
        .collect();
    assert_eq!(closed, [Some("2026-09-25"), None]);
    let sale = Sale::place(&shop, &[(shop.bottle(), 1)], "cash_on_delivery").await;
    assert_eq!(
        sale.order().await.closed_until.as_deref(),
        Some("2026-09-25")
    );
    assert_eq!(closed_days(&manager, cooperative).await.unwrap().len(), 1);
    remove_closed_days(&manager, cooperative, "2026-09-20", "2026-09-25")
        .await
        .unwrap();
    assert_eq!(closed_days(&manager, cooperative).await.unwrap(), vec![]);
    let stranger = shop.manager(&shop.dates).await;
    assert_eq!(
        closed_days(&stranger, cooperative).await,
        Err(Error::NotFound)
    );
}

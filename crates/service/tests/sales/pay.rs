//! Card, transfer and cash: taken once, whatever comes how often in what order.

use crate::{
    sale::{Sale, deliver, key, ship},
    shop::Shop,
    support::NOW,
};
use domain::{
    Error,
    marketplace::{
        FulfilmentState, OrderState, PaymentState, SandboxChoice, ShipmentEvent, StatementKind,
        StatementOutcome,
    },
    policy::Actor,
};
use service::{
    Ctx,
    marketplace::{
        answer_sandbox, cancel_tracked_lines, confirm_order, expire_payments, move_parcel,
        open_sandbox, read_statement, reconcile, refuse_order, show_sandbox, track_progress,
    },
};

async fn balanced(shop: &Shop) {
    let report = reconcile(&shop.app.system()).await.unwrap();
    assert_eq!(report.problems, vec![]);
    shop.check_books().await;
}

#[tokio::test]
async fn a_card_pays_once_however_often_the_bank_answers() {
    let shop = Shop::open().await;
    let goods = [(shop.bottle(), 2), (shop.dates(), 1)];
    let sale = Sale::place(&shop, &goods, "card").await;
    let before = track_progress(&sale.buyer, &sale.token).await.unwrap();
    let form = before.pay.unwrap();
    assert_eq!(form.amount.minor, 2 * 6_000 + 9_050 + 2 * 3_500);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&form.fields)
        .finish();
    assert_eq!(
        open_sandbox(&sale.buyer, body.as_bytes()),
        Ok(sale.number.clone())
    );
    let forged = body.replace("280.50", "1.00");
    assert_ne!(forged, body);
    assert_eq!(
        open_sandbox(&sale.buyer, forged.as_bytes()),
        Err(Error::Forbidden)
    );
    for choice in [
        SandboxChoice::TimeOut,
        SandboxChoice::Decline,
        SandboxChoice::ForgeHash,
        SandboxChoice::Decline,
    ] {
        answer_sandbox(&sale.buyer, &sale.number, choice.code())
            .await
            .unwrap();
        assert_eq!(
            sale.order().await.payment,
            PaymentState::Unpaid,
            "{choice:?}"
        );
    }
    let (a, b) = tokio::join!(
        answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::AnswerTwice.code()),
        answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
    );
    assert!(a.unwrap().ends_with("?card=paid") && b.unwrap().ends_with("?card=paid"));
    for order in sale.orders().await {
        assert_eq!(order.payment, PaymentState::Captured);
    }
    let progress = track_progress(&sale.buyer, &sale.token).await.unwrap();
    assert_eq!(progress.pay, None);
    assert!(
        !show_sandbox(&sale.buyer, &sale.number)
            .await
            .unwrap()
            .is_open
    );
    let captures = "SELECT COUNT(*) AS number FROM ledger_transaction WHERE kind = 'capture'";
    assert_eq!(shop.number(captures).await, 1);
    balanced(&shop).await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_refunded() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "card").await;
    let back = answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::AnswerLate.code())
        .await
        .unwrap();
    assert!(back.ends_with("?card=late"));
    let order = sale.order().await;
    assert_eq!(
        (order.state, order.payment, order.refunded.minor),
        (OrderState::Cancelled, PaymentState::Refunded, 15_500)
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));
    balanced(&shop).await;
}

#[tokio::test]
async fn what_is_not_paid_in_time_goes_back_to_the_shelf() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "card").await;
    let at = |seconds| Ctx {
        actor: Actor::System,
        now: NOW + seconds,
        ..shop.app.system()
    };
    assert_eq!(expire_payments(&at(60)).await, Ok(0));
    assert_eq!(expire_payments(&at(3_600)).await, Ok(1));
    assert_eq!(expire_payments(&at(3_600)).await, Ok(0));
    assert_eq!(sale.order().await.state, OrderState::Cancelled);
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0));
    assert_eq!(
        expire_payments(&shop.visitor()).await,
        Err(Error::Unauthenticated)
    );
    balanced(&shop).await;
}

#[tokio::test]
async fn goods_are_not_sent_before_they_are_paid() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "card").await;
    let order = sale.order().await.order;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order).await.unwrap();
    assert_eq!(
        ship(&manager, order, &[2], "AM1").await,
        Err(Error::Conflict)
    );
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    ship(&manager, order, &[2], "AM1").await.unwrap();
    balanced(&shop).await;
}

#[tokio::test]
async fn a_refused_order_of_two_is_given_back_and_the_other_goes_on() {
    let shop = Shop::open().await;
    let goods = [(shop.bottle(), 2), (shop.dates(), 1)];
    let sale = Sale::place(&shop, &goods, "card").await;
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    let orders = sale.orders().await;
    let argan = shop.manager(&shop.argan).await;
    refuse_order(&argan, orders[0].order, "Plus d'huile")
        .await
        .unwrap();
    deliver(&shop, &shop.dates, orders[1].order, "AM1").await;
    let after = sale.orders().await;
    assert_eq!(
        (after[0].payment, after[0].refunded.minor),
        (PaymentState::Refunded, 15_500)
    );
    assert_eq!(
        (after[1].payment, after[1].refunded.minor),
        (PaymentState::Captured, 0)
    );
    balanced(&shop).await;
}

#[tokio::test]
async fn a_parcel_refused_at_the_door_is_refunded_with_its_own_share() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 3), (shop.litre(), 1)], "card").await;
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    let order = sale.order().await;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order.order).await.unwrap();
    ship(&manager, order.order, &[3, 0], "AM1").await.unwrap();
    let sent = ship(&manager, order.order, &[0, 1], "AM2").await.unwrap();
    move_parcel(&manager, sent.parcels[0].id, ShipmentEvent::Deliver)
        .await
        .unwrap();
    let after = move_parcel(&manager, sent.parcels[1].id, ShipmentEvent::Refuse)
        .await
        .unwrap();
    assert_eq!(
        (after.state, after.fulfilment, after.refunded.minor),
        (OrderState::Completed, FulfilmentState::Delivered, 20_000)
    );
    assert_eq!(after.payment, PaymentState::PartiallyRefunded);
    balanced(&shop).await;
}

#[tokio::test]
async fn a_transfer_is_matched_by_its_reference_and_amount() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "bank_transfer").await;
    let other = Sale::place(&shop, &[(shop.dates(), 1)], "bank_transfer").await;
    let csv = format!(
        "Date;Operation;Label;Amount\n\
         2026-11-20;B1;VIR SALMA {} MERCI;155,00\n\
         2026-11-20;B2;vir {} ;1,00\n\
         2026-11-20;B3;LOYER;-4 000,00\n\
         2026-11-20;B1;VIR SALMA {};155,00\n",
        sale.number,
        other.number.to_lowercase(),
        sale.number
    );
    let admin = shop.app.system();
    let view = read_statement(&admin, StatementKind::Bank, csv.as_bytes())
        .await
        .unwrap();
    let outcomes: Vec<StatementOutcome> = view.lines.iter().map(|line| line.outcome).collect();
    assert_eq!(
        outcomes,
        [
            StatementOutcome::Matched,
            StatementOutcome::WrongAmount,
            StatementOutcome::UnknownReference,
            StatementOutcome::AlreadyBooked
        ]
    );
    let again = read_statement(&admin, StatementKind::Bank, csv.as_bytes()).await;
    assert_eq!(again, Ok(view));
    assert_eq!(sale.order().await.payment, PaymentState::Captured);
    assert_eq!(other.order().await.payment, PaymentState::Unpaid);
    for bad in [
        &b"\xff\xfe"[..],
        b"",
        b"a,b\n1,2\n",
        b"operation,label,amount\n",
    ] {
        let refused = read_statement(&admin, StatementKind::Bank, bad).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{bad:?}");
    }
    let buyer = read_statement(&sale.buyer, StatementKind::Bank, csv.as_bytes()).await;
    assert_eq!(buyer, Err(Error::Unauthenticated));
    // Cancelled after paying: the office makes the refund.
    let order = sale.order().await;
    let one = [(order.lines[0].line.to_string(), "1".to_owned())].into();
    cancel_tracked_lines(&sale.buyer, &sale.token, order.order, &one, &key())
        .await
        .unwrap();
    let office = service::marketplace::office_money(&admin).await.unwrap();
    assert_eq!(office.refunds.len(), 1);
    assert_eq!(office.refunds[0].amount.minor, 6_000);
    for _ in 0..2 {
        service::marketplace::finish_refund_by_hand(&admin, office.refunds[0].id)
            .await
            .unwrap();
    }
    balanced(&shop).await;
}

#[tokio::test]
async fn what_a_carrier_remits_is_booked_once_by_parcel() {
    let shop = Shop::open().await;
    let sale = Sale::place(
        &shop,
        &[(shop.bottle(), 3), (shop.litre(), 1)],
        "cash_on_delivery",
    )
    .await;
    let placed = sale.order().await;
    let order = placed.order;
    let fee = placed.due.minor - 3 * 6_000 - 20_000;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order).await.unwrap();
    ship(&manager, order, &[3, 0], "AM1").await.unwrap();
    let sent = ship(&manager, order, &[0, 1], "AM2").await.unwrap();
    move_parcel(&manager, sent.parcels[1].id, ShipmentEvent::Refuse)
        .await
        .unwrap();
    // The first parcel carries the delivery fee.
    let owed = 180 + fee / 100;
    let csv = format!("tracking_number,amount,fee\nAM1,{owed}.00,35.00\nAM2,200.00,0\nAM3,1,\n");
    let admin = shop.app.system();
    let view = read_statement(&admin, StatementKind::Carrier, csv.as_bytes())
        .await
        .unwrap();
    let outcomes: Vec<StatementOutcome> = view.lines.iter().map(|line| line.outcome).collect();
    assert_eq!(
        outcomes,
        [
            StatementOutcome::Matched,
            StatementOutcome::NotExpected,
            StatementOutcome::UnknownReference
        ]
    );
    let done = sale.order().await;
    assert_eq!(
        (done.state, done.payment, done.fulfilment),
        (
            OrderState::Completed,
            PaymentState::Collected,
            FulfilmentState::Delivered
        )
    );
    let again = format!("{csv}\n");
    let view = read_statement(&admin, StatementKind::Carrier, again.as_bytes())
        .await
        .unwrap();
    assert_eq!(view.lines[0].outcome, StatementOutcome::AlreadyBooked);
    balanced(&shop).await;
}

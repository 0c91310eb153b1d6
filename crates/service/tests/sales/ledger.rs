//! The ledger's own guards, balances and payouts.

use crate::{
    sale::{Sale, deliver, key},
    shop::Shop,
    support::NOW,
};
use domain::{
    Error, Lang, Problem,
    marketplace::{CouponInput, ReturnEvent, SandboxChoice, ShipmentEvent, StatementKind},
    policy::{Action, Actor, Platform, authorize},
};
use sea_orm::ConnectionTrait;
use service::{
    Ctx,
    marketplace::{
        add_coupon, answer_sandbox, ask_return, bank_file, confirm_order, desk_papers, move_parcel,
        move_return, office_money, pay_out_now, payout_statement, place_order, print_payout,
        read_statement, reconcile, reconcile_nightly, run_payouts, show_progress, show_purse,
    },
};
use store::marketplace::{About, book};

#[tokio::test]
async fn the_database_refuses_a_ledger_that_changes_or_does_not_balance() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "card").await;
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    let db = shop.app.services.db.writer();
    for statement in [
        "UPDATE ledger_entry SET minor = minor + 1",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_transaction",
        "UPDATE ledger_transaction SET sealed = 0",
        "UPDATE ledger_transaction SET kind = 'other'",
        "INSERT INTO ledger_entry (transaction_id, account, minor) SELECT id, 'bank', 5 FROM ledger_transaction",
        "INSERT INTO ledger_transaction (key, kind, at, sealed) VALUES ('x', 'x', 0, 1)",
    ] {
        assert!(
            db.execute_unprepared(statement).await.is_err(),
            "{statement}"
        );
    }
    db.execute_unprepared("INSERT INTO ledger_transaction (key, kind, at) VALUES ('open', 'x', 0)")
        .await
        .unwrap();
    db.execute_unprepared(
        "INSERT INTO ledger_entry (transaction_id, account, minor) SELECT id, 'bank', 5 FROM ledger_transaction WHERE key = 'open'",
    )
    .await
    .unwrap();
    let seal = "UPDATE ledger_transaction SET sealed = 1 WHERE key = 'open'";
    assert!(db.execute_unprepared(seal).await.is_err());
    let report = reconcile(&shop.app.system()).await.unwrap();
    assert!(
        report
            .problems
            .iter()
            .any(|it| it.kind == "unbalanced" && it.subject == "open"),
        "what a hand put there is reported: {report:?}"
    );
}

#[tokio::test]
async fn a_key_books_once_and_only_what_balances() {
    use domain::marketplace::{Account, Entry};
    let shop = Shop::open().await;
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {}).unwrap();
    let tx = shop.app.services.db.begin().await.unwrap();
    let entries = [
        Entry::debit(Account::Bank, 5),
        Entry::credit(Account::Commission, 5),
    ];
    let post = async |entries: &[Entry]| {
        book(&tx, &permit, "k", "test", About::default(), entries, NOW).await
    };
    assert!(post(&entries[..1]).await.is_err());
    assert!(post(&entries).await.unwrap());
    assert!(!post(&entries).await.unwrap());
}

#[tokio::test]
async fn money_is_held_until_delivery_and_paid_out_on_its_day() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "card").await;
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let purse = show_purse(&manager, cooperative).await.unwrap();
    // 120 DH of goods less 5 % of commission.
    assert_eq!((purse.payable.minor, purse.held.minor), (0, 11_400));
    let order = sale.order().await;
    assert_eq!(order.share.platform.minor, 600);
    assert_eq!(order.share.carrier.minor, 3_500);
    deliver(&shop, &shop.argan, order.order, "AM1").await;
    let purse = show_purse(&manager, cooperative).await.unwrap();
    assert_eq!((purse.payable.minor, purse.held.minor), (11_400, 0));

    let system = shop.app.system();
    assert_eq!(
        run_payouts(&system).await,
        Ok(0),
        "not payable on the last day"
    );
    let on_the_day = Ctx {
        now: purse.next_payout + 60,
        ..system.clone()
    };
    assert_eq!(run_payouts(&on_the_day).await, Ok(1));
    assert_eq!(run_payouts(&on_the_day).await, Ok(0), "once");
    let purse = show_purse(&manager, cooperative).await.unwrap();
    assert_eq!(purse.payable.minor, 0);
    assert_eq!(purse.payouts[0].amount.minor, 11_400);
    let (row, entries) = payout_statement(&manager, purse.payouts[0].id)
        .await
        .unwrap();
    let sum: i64 = entries.iter().map(|entry| entry.amount.minor).sum();
    assert_eq!(sum, row.amount.minor, "the statement explains the payout");
    let stranger = shop.manager(&shop.dates).await;
    assert_eq!(
        payout_statement(&stranger, row.id).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        show_purse(&stranger, cooperative).await,
        Err(Error::NotFound)
    );
    let file = bank_file(&on_the_day).await.unwrap();
    assert_eq!(file.len(), 1);
    assert_eq!(file[0].rib, format!("{:024}", 1));
    let report = reconcile(&on_the_day).await.unwrap();
    assert_eq!(report.problems, vec![]);
    assert_eq!(report.paid_out.minor, 11_400);
}

#[tokio::test]
async fn a_negative_balance_is_not_paid_out() {
    let shop = Shop::open().await;
    // Fetched and paid at the cooperative, which then owes the commission.
    let (buyer, mut form) = shop.guest_at_checkout(&[(shop.bottle(), 2)]).await;
    for method in form.delivery.values_mut() {
        "pickup".clone_into(method);
    }
    let placement = place_order(&buyer, form).await.unwrap();
    let sale = Sale {
        token: placement.tracking_token,
        number: placement.number,
        buyer,
    };
    let order = sale.order().await.order;
    deliver(&shop, &shop.argan, order, "").await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let purse = show_purse(&manager, cooperative).await.unwrap();
    assert_eq!(purse.payable.minor, -600);
    let system = shop.app.system();
    assert_eq!(
        pay_out_now(&system, cooperative).await,
        Err(Error::field("cooperative", Problem::NegativeBalance))
    );
    assert_eq!(
        pay_out_now(&system, shop.dates.cooperative).await,
        Err(Error::field("cooperative", Problem::NothingToPay))
    );
    assert_eq!(
        pay_out_now(&manager, cooperative).await,
        Err(Error::Forbidden)
    );
    let on_the_day = Ctx {
        now: purse.next_payout + 60,
        ..system
    };
    assert_eq!(run_payouts(&on_the_day).await, Ok(0));
    let report = reconcile(&on_the_day).await.unwrap();
    assert_eq!(report.problems, vec![]);
}

#[tokio::test]
async fn the_nightly_report_comes_once_a_night() {
    let shop = Shop::open().await;
    let sale = Sale::place(&shop, &[(shop.bottle(), 2)], "cash_on_delivery").await;
    let order = sale.order().await;
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, order.order).await.unwrap();
    let sent = crate::sale::ship(&manager, order.order, &[2], "AM1")
        .await
        .unwrap();
    move_parcel(&manager, sent.parcels[0].id, ShipmentEvent::Deliver)
        .await
        .unwrap();
    let system = shop.app.system();
    let csv = "tracking_number,amount\nAM1,155\n";
    read_statement(&system, StatementKind::Carrier, csv.as_bytes())
        .await
        .unwrap();
    assert_eq!(reconcile_nightly(&system).await, Ok(true));
    assert_eq!(reconcile_nightly(&system).await, Ok(false));
    let tomorrow = Ctx {
        now: NOW + 86_400,
        ..system.clone()
    };
    assert_eq!(reconcile_nightly(&tomorrow).await, Ok(true));
    let office = office_money(&system).await.unwrap();
    assert_eq!(office.report.unwrap().problems, vec![]);
    assert_eq!(office.balances[0].payable.minor, 11_400);
    assert!(office_money(&shop.buyer().await).await.is_err());
    let _ = (show_progress(&manager, order.order).await.unwrap(), key());
}

#[tokio::test]
async fn a_coupon_is_paid_for_by_its_cooperative_to_the_centime() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let coupon = CouponInput {
        code: "TAFSUT".to_owned(),
        kind: "part".to_owned(),
        value: "33,3".to_owned(),
        ..CouponInput::default()
    };
    add_coupon(&manager, cooperative, &coupon).await.unwrap();
    let (buyer, mut input) = shop.guest_at_checkout(&[(shop.bottle(), 3)]).await;
    "card".clone_into(&mut input.payment);
    input.coupons = vec!["TAFSUT".to_owned()];
    let placed = place_order(&buyer, input).await.unwrap();
    let sale = Sale {
        token: placed.tracking_token,
        number: placed.number,
        buyer,
    };
    answer_sandbox(&sale.buyer, &sale.number, SandboxChoice::Approve.code())
        .await
        .unwrap();
    let order = sale.order().await;
    // 180 DH less 59.94; a twentieth of what is left is the platform's.
    assert_eq!(order.due.minor, 12_006 + 3_500);
    assert_eq!(order.share.platform.minor, 600);
    assert_eq!(order.share.tax.minor, 1_091);
    let delivered = deliver(&shop, &shop.argan, order.order, "AM1").await;
    // One of three comes back: a third of what was paid, and the others what is left.
    let line = delivered.lines[0].line.to_string();
    for (pieces, refunded) in [("1", 4_002), ("2", 12_006)] {
        let pieces = [(line.clone(), pieces.to_owned())].into();
        let asked = ask_return(
            &sale.buyer,
            &sale.token,
            order.order,
            &pieces,
            "refund",
            "Abîmé",
            &key(),
        )
        .await
        .unwrap();
        let id = asked
            .returns
            .iter()
            .find(|it| it.state.is_open())
            .unwrap()
            .id;
        for event in [
            ReturnEvent::Accept,
            ReturnEvent::Receive,
            ReturnEvent::Refund,
        ] {
            move_return(&manager, id, event, "Oui").await.unwrap();
        }
        assert_eq!(sale.order().await.refunded.minor, refunded);
        if refunded == 4_002 {
            let purse = show_purse(&manager, cooperative).await.unwrap();
            let paid = Ctx {
                now: purse.next_payout + 60,
                ..shop.app.system()
            };
            assert_eq!(run_payouts(&paid).await, Ok(1));
            let payout = show_purse(&manager, cooperative).await.unwrap().payouts[0].id;
            let paper = print_payout(&manager, payout, Lang::Ar).await.unwrap();
            assert!(paper.pdf.starts_with(b"%PDF-"));
        }
        let report = reconcile(&shop.app.system()).await.unwrap();
        assert_eq!(report.problems, vec![]);
    }
    let papers = desk_papers(&manager, order.order).await.unwrap();
    let totals: Vec<i64> = papers.invoices.iter().map(|it| it.total.minor).collect();
    assert_eq!(totals, [12_006 + 3_500, 4_002, 8_004]);
}

//! Invoices: numbered without a gap, never changed, printed for those they concern.

use crate::shop::{Shop, form};
use domain::{Error, Lang, OrderId, marketplace::InvoiceKind};
use sea_orm::ConnectionTrait;
use service::{
    Ctx,
    marketplace::{
        CreditInput, ParcelPaper, begin_checkout, cancel_tracked_lines, confirm_order,
        credit_order, desk_papers, place_order, print_invoice, print_parcel_paper, track_order,
        track_progress, tracked_invoices,
    },
};

/// Two bottles of argan oil, ordered by a guest: the guest, the link and the order.
async fn ordered(shop: &Shop) -> (Ctx, String, OrderId) {
    let guest = shop.guest_with(&[(shop.bottle(), 2)]).await;
    let page = begin_checkout(&guest).await.unwrap();
    let placed = place_order(&guest, form(&page)).await.unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    (guest, placed.tracking_token, group.orders[0].id)
}

#[tokio::test]
async fn confirming_issues_one_invoice_and_numbers_have_no_gap() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    for expected in 1..=3 {
        let (guest, token, order) = ordered(&shop).await;
        assert!(tracked_invoices(&guest, &token).await.unwrap().is_empty());
        confirm_order(&manager, order).await.unwrap();
        confirm_order(&manager, order).await.unwrap();
        let papers = tracked_invoices(&guest, &token).await.unwrap();
        assert_eq!(papers.len(), 1);
        assert_eq!(papers[0].number, format!("FA-2026-{expected:06}"));
        assert_eq!(papers[0].kind, InvoiceKind::Invoice);
    }
}

#[tokio::test]
async fn orders_confirmed_at_once_get_numbers_in_a_row() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let mut orders = Vec::new();
    for _ in 0..4 {
        orders.push(ordered(&shop).await.2);
    }
    let mut running = tokio::task::JoinSet::new();
    for order in orders {
        for _ in 0..2 {
            let manager = manager.clone();
            running.spawn(async move { confirm_order(&manager, order).await });
        }
    }
    while let Some(done) = running.join_next().await {
        // The second of the same may find it just confirmed.
        assert!(matches!(done.unwrap(), Ok(_) | Err(Error::Conflict)));
    }
    let count = shop.number("SELECT COUNT(*) AS number FROM invoice").await;
    let last = shop
        .number("SELECT MAX(sequence) AS number FROM invoice")
        .await;
    assert_eq!((count, last), (4, 4));
}

#[tokio::test]
async fn an_invoice_can_neither_be_changed_nor_removed() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let (_, _, order) = ordered(&shop).await;
    confirm_order(&manager, order).await.unwrap();
    let writer = shop.app.services.db.writer();
    for statement in ["UPDATE invoice SET total_minor = 1", "DELETE FROM invoice"] {
        assert!(
            writer.execute_unprepared(statement).await.is_err(),
            "{statement}"
        );
    }
}

#[tokio::test]
async fn credit_notes_give_back_what_is_left_and_a_second_tap_is_none() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let (_, _, order) = ordered(&shop).await;
    let input = |quantity: &str, key: &str| CreditInput {
        quantities: vec![quantity.to_owned()],
        delivery: false,
        reason: "Bouteille cassée".to_owned(),
        request_key: key.to_owned(),
    };
    assert_eq!(
        credit_order(&manager, order, &input("1", "1")).await,
        Err(Error::NotFound)
    );
    confirm_order(&manager, order).await.unwrap();
    credit_order(&manager, order, &input("1", "1"))
        .await
        .unwrap();
    credit_order(&manager, order, &input("1", "1"))
        .await
        .unwrap();
    let papers = desk_papers(&manager, order).await.unwrap();
    assert_eq!(papers.invoices.len(), 2);
    assert_eq!(papers.invoices[1].number, "AV-2026-000001");
    assert_eq!(papers.creditable[0].2, 1);
    let refused = credit_order(&manager, order, &input("2", "2"))
        .await
        .unwrap_err();
    assert_eq!(refused.of_field("quantity[0]").count(), 1);
    let other = shop.manager(&shop.dates).await;
    assert_eq!(
        credit_order(&other, order, &input("1", "2")).await,
        Err(Error::NotFound)
    );
    assert_eq!(desk_papers(&other, order).await, Err(Error::NotFound));
}

#[tokio::test]
async fn what_the_buyer_takes_off_is_credited_by_itself() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let (guest, token, order) = ordered(&shop).await;
    confirm_order(&manager, order).await.unwrap();
    let file = track_progress(&guest, &token).await.unwrap();
    let line = file.orders[0].lines[0].line;
    let pieces = [(line.to_string(), "1".to_owned())].into();
    for _ in 0..2 {
        cancel_tracked_lines(&guest, &token, order, &pieces, "0123456789abcdef")
            .await
            .unwrap();
    }
    let papers = tracked_invoices(&guest, &token).await.unwrap();
    let kinds: Vec<_> = papers.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [InvoiceKind::Invoice, InvoiceKind::CreditNote]);
    for lang in [Lang::Fr, Lang::Ar, Lang::En] {
        let paper = print_invoice(&guest, papers[1].id, lang, Some(&token))
            .await
            .unwrap();
        assert!(paper.pdf.starts_with(b"%PDF"), "{lang:?}");
    }
    let left = desk_papers(&manager, order).await.unwrap();
    assert_eq!(left.creditable[0].2, 1);
}

#[tokio::test]
async fn papers_are_printed_for_those_they_concern() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let (guest, token, order) = ordered(&shop).await;
    confirm_order(&manager, order).await.unwrap();
    let invoice = tracked_invoices(&guest, &token).await.unwrap()[0].id;
    for lang in [Lang::Fr, Lang::Ar] {
        let printed = print_invoice(&guest, invoice, lang, Some(&token))
            .await
            .unwrap();
        assert!(printed.pdf.starts_with(b"%PDF-"));
        assert_eq!(printed.file, format!("FA-2026-000001-{}.pdf", lang.code()));
        print_invoice(&manager, invoice, lang, None).await.unwrap();
        for paper in [ParcelPaper::Label, ParcelPaper::DeliveryNote] {
            let printed = print_parcel_paper(&manager, order, paper, lang)
                .await
                .unwrap();
            assert!(printed.pdf.starts_with(b"%PDF-"));
        }
    }
    let other = shop.manager(&shop.dates).await;
    let by_other = print_invoice(&other, invoice, Lang::Fr, None).await;
    assert_eq!(by_other.unwrap_err(), Error::NotFound);
    let by_guess = print_invoice(&guest, invoice, Lang::Fr, Some("0000")).await;
    assert_eq!(by_guess.unwrap_err(), Error::Unauthenticated);
    let label = print_parcel_paper(&other, order, ParcelPaper::Label, Lang::Fr).await;
    assert_eq!(label.unwrap_err(), Error::NotFound);
    let by_guest = print_parcel_paper(&guest, order, ParcelPaper::Label, Lang::Fr).await;
    assert_eq!(by_guest.unwrap_err(), Error::Unauthenticated);
}

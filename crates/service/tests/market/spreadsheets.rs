//! Listings by spreadsheet: a dry run first, then everything or nothing.

use crate::shop::Shop;
use domain::{
    Error, SpreadsheetId,
    marketplace::{DraftState, SheetProblem, SheetReport, SpreadsheetState, SpreadsheetView},
};
use service::{
    Ctx,
    marketplace::{
        SheetContent, SheetFormat, confirm_spreadsheet, export_spreadsheet, list_listings,
        send_spreadsheet, set_stock, show_draft, show_spreadsheet, spreadsheet_progress,
    },
};

async fn send(ctx: &Ctx, shop: &Shop, file: &str) -> SpreadsheetView {
    let bytes = file.as_bytes().to_vec();
    send_spreadsheet(ctx, shop.argan.cooperative, "produits.csv", bytes)
        .await
        .unwrap();
    let shown = show_spreadsheet(ctx, shop.argan.cooperative).await;
    shown.unwrap().unwrap()
}

/// Everything that a file could change, as text.
async fn content(shop: &Shop, ctx: &Ctx) -> Vec<u8> {
    export_spreadsheet(
        ctx,
        shop.argan.cooperative,
        SheetContent::Listings,
        SheetFormat::Csv,
    )
    .await
    .unwrap()
}

async fn sku(shop: &Shop, ctx: &Ctx) -> String {
    let draft = show_draft(ctx, shop.argan.listing).await.unwrap().draft;
    draft.variants[0].sku.clone()
}

#[tokio::test]
async fn what_is_exported_comes_back_unchanged_in_both_formats_and_every_language() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    for lang in domain::Lang::ALL {
        for format in [SheetFormat::Csv, SheetFormat::Xlsx] {
            let ctx = Ctx {
                lang,
                ..manager.clone()
            };
            let content = SheetContent::Listings;
            let file = export_spreadsheet(&ctx, shop.argan.cooperative, content, format)
                .await
                .unwrap();
            send_spreadsheet(&ctx, shop.argan.cooperative, "mes produits", file)
                .await
                .unwrap();
            let sent = show_spreadsheet(&ctx, shop.argan.cooperative).await;
            let sent = sent.unwrap().unwrap();
            assert_eq!(sent.report.errors, [], "{lang:?} {format:?}");
            assert_eq!(sent.state, SpreadsheetState::Checked);
            let SheetReport {
                rows, unchanged, ..
            } = sent.report;
            assert_eq!((rows, unchanged), (2, 1), "{lang:?} {format:?}");
        }
    }
}

#[tokio::test]
async fn a_file_with_errors_shows_them_all_and_writes_nothing() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let before = content(&shop, &manager).await;
    let sku = sku(&shop, &manager).await;
    let file = format!("Code (SKU);Prix en dirhams;stock\n{sku};70;\n{sku}X;80;9\n{sku};x;=1");
    let sent = send(&manager, &shop, &file).await;
    assert_eq!(sent.state, SpreadsheetState::Refused);
    let rows: Vec<_> = sent.report.errors.iter().map(|it| it.row).collect();
    assert_eq!(rows, [Some(3), Some(4)], "{:?}", sent.report.errors);
    assert_eq!(
        confirm_spreadsheet(&manager, sent.id).await,
        Err(Error::Conflict)
    );
    for (bytes, problem) in [
        (b"%PDF-1.4".to_vec(), "PDF"),
        (b"\xd0\xcf\x11\xe0".to_vec(), "XLS"),
    ] {
        let cooperative = shop.argan.cooperative;
        send_spreadsheet(&manager, cooperative, "x", bytes)
            .await
            .unwrap();
        let sent = show_spreadsheet(&manager, cooperative).await.unwrap();
        let name = problem.to_owned();
        assert_eq!(
            sent.unwrap().report.errors[0].problem,
            SheetProblem::Format { name }
        );
    }
    assert_eq!(content(&shop, &manager).await, before);
}

#[tokio::test]
async fn a_confirmed_file_is_written_once_and_goes_the_editors_ways() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let fact = r#"[{"key":"extraction","name":{},"value":{"fr":"À froid"}}]"#;
    shop.run(&format!("UPDATE listing SET attributes = '{fact}'"))
        .await;
    let sku = sku(&shop, &manager).await;
    let file = format!(
        "listing,sku,category,name_fr,amount,unit,price,stock\n\
         ,{sku},,,,,75.50,8\n\
         amlou,AML-1,Oils,Amlou,250,g,80,12\n\
         amlou,AML-2,,,500,g,150,3\n"
    );
    let sent = send(&manager, &shop, &file).await;
    assert_eq!(sent.report.errors, []);
    let numbers = (
        sent.report.new_listings,
        sent.report.changed,
        sent.report.drafts,
        sent.report.counts,
    );
    assert_eq!(numbers, (1, 1, 1, 1));
    assert_eq!(shop.stock(shop.bottle()).await, (10, 0), "a dry run");
    for _ in 0..2 {
        let done = confirm_spreadsheet(&manager, sent.id).await;
        assert_eq!(done, Ok(SpreadsheetState::Written));
    }
    assert_eq!(shop.stock(shop.bottle()).await, (8, 0));
    shop.check_books().await;
    let listings = list_listings(&manager, shop.argan.cooperative)
        .await
        .unwrap();
    assert_eq!(listings.len(), 2);
    let new = show_draft(&manager, listings[0].id).await.unwrap();
    assert_eq!(
        (new.state, new.draft.variants.len()),
        (DraftState::Draft, 2)
    );
    let changed = show_draft(&manager, shop.argan.listing).await.unwrap();
    assert_eq!(changed.draft.variants[0].price.minor, 7_550);
    assert_eq!(
        changed.state,
        DraftState::Unchanged,
        "a price needs no advisor"
    );
    assert_eq!(
        spreadsheet_progress(&manager, shop.argan.cooperative),
        Ok(None)
    );
    // The same file once more: its codes are known now.
    let again = send(&manager, &shop, &file).await;
    assert_eq!(again.report.errors, []);
    assert_eq!((again.report.unchanged, again.report.changed), (2, 0));
}

#[tokio::test]
async fn what_changed_since_the_dry_run_is_seen_when_it_is_confirmed() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let sku = sku(&shop, &manager).await;
    let sent = send(&manager, &shop, &format!("sku,stock\n{sku},1\n")).await;
    assert_eq!(sent.state, SpreadsheetState::Checked);
    let (guest, form) = shop.guest_at_checkout(&[(shop.bottle(), 4)]).await;
    service::marketplace::place_order(&guest, form)
        .await
        .unwrap();
    let done = confirm_spreadsheet(&manager, sent.id).await;
    assert_eq!(done, Ok(SpreadsheetState::Refused));
    let shown = show_spreadsheet(&manager, shop.argan.cooperative).await;
    assert_eq!(
        shown.unwrap().unwrap().report.errors[0].problem,
        SheetProblem::BelowReserved { reserved: 4 }
    );
    assert_eq!(shop.stock(shop.bottle()).await, (10, 4));
    set_stock(&manager, shop.bottle(), "9", 1).await.unwrap();
}

#[tokio::test]
async fn strangers_have_no_file() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let other = shop.manager(&shop.dates).await;
    let cooperative = shop.argan.cooperative;
    let sku = sku(&shop, &manager).await;
    let sent = send(&manager, &shop, &format!("sku,price\n{sku},70\n")).await;
    assert_eq!(
        confirm_spreadsheet(&other, sent.id).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        confirm_spreadsheet(&manager, SpreadsheetId(999)).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        show_spreadsheet(&other, cooperative).await,
        Err(Error::NotFound)
    );
    let visitor = shop.visitor();
    let file = export_spreadsheet(
        &visitor,
        cooperative,
        SheetContent::Template,
        SheetFormat::Csv,
    );
    assert_eq!(file.await, Err(Error::Unauthenticated));
    let theirs = send_spreadsheet(
        &other,
        shop.dates.cooperative,
        "x.csv",
        format!("sku,price\n{sku},1\n").into_bytes(),
    );
    theirs.await.unwrap();
    let shown = show_spreadsheet(&other, shop.dates.cooperative).await;
    assert_eq!(shown.unwrap().unwrap().state, SpreadsheetState::Refused);
}

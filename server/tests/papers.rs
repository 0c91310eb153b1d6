//! Papers as PDF: for whom they are, and for nobody else.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use support::{People, Site};

async fn get(site: &Site, path: &str, who: &str) -> support::Answer {
    let mut request = Request::get(path);
    if !who.is_empty() {
        request = request.header(header::COOKIE, format!("session={who}"));
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_a_pdf_for_its_seller_and_nothing_for_strangers() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
    let order = people.fill("{order}");
    let confirmed = site
        .call(
            &Method::POST,
            "desk/confirm_order",
            &owner,
            &format!("order={order}"),
        )
        .await;
    assert_eq!(confirmed.status, 200);
    for lang in ["fr", "ar"] {
        for paper in ["label", "delivery-note"] {
            let path = format!("/papers/orders/{order}/{paper}/{lang}");
            let answer = get(&site, &path, &owner).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("content-type"), "application/pdf");
            assert_eq!(answer.header("cache-control"), "private, no-store");
            assert!(answer.text.starts_with("%PDF-"));
            assert_eq!(get(&site, &path, "").await.status, 401, "{path}");
            assert_eq!(get(&site, &path, &people.buyer).await.status, 404, "{path}");
            assert_eq!(get(&site, &path, &people.other).await.status, 404, "{path}");
        }
    }
    for path in [
        "/papers/orders/x/label/fr",
        "/papers/orders/1/label/de",
        "/papers/invoices/999999/fr",
    ] {
        assert_eq!(get(&site, path, &owner).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn export_papers_are_for_the_seller_and_the_buyer_of_a_quote() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let seller = site.sign_in("manager01@demo.taawouniya.ma").await;
    let form = "rfq=1&take[1]=1&name=Salma+Bennis&phone=%2B33612345678&postcode=13002\
        &city=Marseille&street=3,+quai+du+Port&idempotency_key=0123456789abcdef";
    let accepted = site
        .call(&Method::POST, "quotes/accept", &people.buyer, form)
        .await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    let page: domain::marketplace::RfqPage = site
        .call(&Method::GET, "quotes/show", &people.buyer, "rfq=1")
        .await
        .packed();
    let order = page.placed.unwrap().orders[0].order;
    for paper in ["commercial-invoice", "packing-list"] {
        for lang in ["fr", "ar", "en"] {
            let path = format!("/papers/orders/{order}/{paper}/{lang}");
            for who in [&people.buyer, &seller] {
                let answer = get(&site, &path, who).await;
                assert_eq!(answer.status, 200, "{path}");
                assert!(answer.text.starts_with("%PDF-"));
            }
            assert_eq!(get(&site, &path, "").await.status, 401, "{path}");
            assert_eq!(get(&site, &path, &people.other).await.status, 404, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_count_sheet_and_the_spreadsheet_are_for_who_works_there() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    for (path, kind) in [
        ("/papers/count-sheet/ar", "application/pdf"),
        ("/papers/count-sheet/fr?place=0", "application/pdf"),
        (
            "/spreadsheets/listings.csv?lang=ar",
            "text/csv; charset=utf-8",
        ),
        (
            "/spreadsheets/template.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let answer = get(&site, path, &people.other).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), "private, no-store");
        assert_eq!(get(&site, path, "").await.status, 401, "{path}");
        assert_eq!(get(&site, path, &people.buyer).await.status, 404, "{path}");
    }
    for path in [
        "/papers/count-sheet/de",
        "/spreadsheets/listings.ods",
        "/spreadsheets/x.csv",
    ] {
        assert_eq!(get(&site, path, &people.other).await.status, 404, "{path}");
    }
}

/// A file as a browser sends it.
async fn send(site: &Site, who: &str, file: &[u8]) -> support::Answer {
    let page = "/fr/desk/spreadsheet";
    send_to(site, who, ("/api/desk/send_spreadsheet", page), &[], file).await
}

/// A form with a file: its address, and the page it stands on.
async fn send_to(
    site: &Site,
    who: &str,
    (address, page): (&str, &str),
    fields: &[(&str, &str)],
    file: &[u8],
) -> support::Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(address)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://localhost{page}"))
        .header(header::COOKIE, format!("session={who}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    site.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_file_is_only_read_and_its_page_names_every_problem() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let before = site.content().await;
    let refused = send(&site, &people.other, b"").await;
    assert_eq!(refused.status, 303);
    assert!(
        refused.header("location").contains("form="),
        "back with its problem"
    );
    let file = "sku;prix\nA;1\n".as_bytes();
    assert_eq!(send(&site, &people.other, file).await.status, 303);
    let page = get(&site, "/fr/desk/spreadsheet", &people.other).await;
    assert!(page.text.contains("prix") && page.text.contains(">B<"));
    for (table, content) in site.content().await {
        if table != "spreadsheet" {
            assert_eq!(before.get(&table), Some(&content), "{table}");
        }
    }
    assert_eq!(send(&site, "", file).await.status, 303, "to sign in");
    assert_eq!(send(&site, &people.buyer, file).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_export_is_only_taken_for_ones_own_export() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let order = people.id("{order}").to_owned();
    let page = format!("/fr/desk/orders/{order}");
    let to = ("/api/desk/prove_export", page.as_str());
    let fields = [
        ("order", order.as_str()),
        ("declaration", "DUM 2026-17"),
        ("declared", "2026-01-31"),
    ];
    let before = site.content().await;
    for who in ["", &people.buyer, &people.other] {
        let answer = send_to(&site, who, to, &fields, b"%PDF-1.4\n%%EOF\n").await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").contains("form="), "refused");
    }
    assert_eq!(site.content().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_list_what_is_on_sale_in_the_language_of_their_address() {
    let site = Site::open("http://localhost").await;
    for (path, marks) in [
        (
            "/feeds/fr/products.xml",
            ["xmlns:g=", "<g:price>", "<language>fr</language>"],
        ),
        (
            "/feeds/ar/listings.xml",
            [
                "<pubDate>",
                "<guid isPermaLink=\"true\">",
                "<language>ar</language>",
            ],
        ),
    ] {
        let answer = get(&site, path, "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/xml; charset=utf-8"
        );
        for mark in marks {
            assert!(answer.text.contains(mark), "{path} lacks {mark}");
        }
    }
    assert_eq!(get(&site, "/feeds/de/products.xml", "").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_printed_for_everyone_in_each_language() {
    let site = Site::open("http://localhost").await;
    for lang in ["fr", "ar", "en", "zgh"] {
        let answer = get(&site, &format!("/papers/sheets/beekeeping/{lang}"), "").await;
        assert_eq!(answer.status, 200, "{lang}");
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert!(answer.text.starts_with("%PDF-"));
    }
    for path in ["/papers/sheets/nothing/fr", "/papers/sheets/beekeeping/de"] {
        assert_eq!(get(&site, path, "").await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn founding_papers_are_for_the_team_and_its_advisors_to_print_and_to_write_on() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let founder = site.sign_in("porteuse3@demo.taawouniya.ma").await;
    let advisor = site.sign_in("conseillere.sud@demo.taawouniya.ma").await;
    let teams: Vec<domain::projects::TeamCard> = site
        .call(&Method::GET, "projects/my_teams", &founder, "")
        .await
        .packed();
    let dossier = teams[0].dossier.unwrap().id;
    for paper in ["statutes", "members", "subscription", "minutes"] {
        for lang in ["fr", "ar"] {
            for (file, kind, start) in [
                (paper.to_owned(), "application/pdf", &b"%PDF-"[..]),
                (
                    format!("{paper}.docx"),
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    &b"PK"[..],
                ),
            ] {
                let path = format!("/papers/dossiers/{dossier}/{file}/{lang}");
                let answer = get(&site, &path, &founder).await;
                assert_eq!(answer.status, 200, "{path}");
                assert_eq!(answer.header("content-type"), kind);
                assert_eq!(answer.header("cache-control"), "private, no-store");
                assert!(answer.bytes.starts_with(start), "{path}");
                assert_eq!(get(&site, &path, &advisor).await.status, 200, "{path}");
                assert_eq!(get(&site, &path, &people.buyer).await.status, 404, "{path}");
                assert_eq!(get(&site, &path, "").await.status, 401, "{path}");
            }
        }
    }
    for file in ["statutes.odt", "nothing.docx", "decision.docx"] {
        let path = format!("/papers/dossiers/{dossier}/{file}/fr");
        assert_eq!(get(&site, &path, &founder).await.status, 404, "{path}");
    }
}

/// Without scripts: the form is posted, and the page it leads to shows what was opened, once.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_opened_in_an_emergency_is_shown_once_and_kept_by_no_browser() {
    let site = Site::open("http://localhost").await;
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    let request = Request::post("/api/office/break_glass")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, "http://localhost/fr/office/referrals")
        .header(header::COOKIE, format!("session={admin}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = "referral=1&reason=Une+urgence+cette+nuit";
    let answer = site.send(request.body(Body::from(form)).unwrap()).await;
    assert!((302..=303).contains(&answer.status), "{}", answer.status);
    let page = answer.header("location").to_owned();
    assert!(page.ends_with("/fr/office/referrals/1"), "{page}");
    let shown = get(&site, "/fr/office/referrals/1", &admin).await;
    assert_eq!(shown.header("cache-control"), "no-store");
    assert!(shown.text.contains("Zahra"));
    let again = get(&site, "/fr/office/referrals/1", &admin).await;
    assert!(!again.text.contains("Zahra"));
}

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

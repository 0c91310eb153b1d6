//! Paying by card through the server's own doors, from the tracking page to the ledger; the files of
//! money that come and leave.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::marketplace::{GroupProgress, OfficeMoney, OrderProgress, PaymentState};
use serde_json::json;
use support::{Answer, Site};

struct Buyer {
    cart: String,
    token: String,
}

/// A guest who orders by card.
async fn order_by_card(site: &Site) -> Buyer {
    let listing = site
        .api(Method::GET, "/listings/taliouine-saffron", "", "")
        .await;
    let variant = listing.json()["variants"][0]["id"].clone();
    let body = json!({ "variant": variant, "quantity": 1 }).to_string();
    let cart = site.api(Method::POST, "/carts", "", &body).await;
    let cart = cart.json()["token"].as_str().unwrap().to_owned();
    let send = async |path: &str, key: &str, body: String| -> Answer {
        let request = Request::post(format!("/api/v1{path}"))
            .header("sec-fetch-site", "same-origin")
            .header("x-cart-token", &cart)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "application/json");
        site.send(request.body(Body::from(body)).unwrap()).await
    };
    let checkout = send("/checkout", "", String::new()).await.json();
    let cooperative = checkout["parcels"][0]["cooperative"].to_string();
    let order = json!({
        "name": "Salma Bennis", "phone": "0612345678", "province": "06.141", "city": "Casablanca",
        "street": "12, rue des Orangers", "payment": "card", "delivery": { cooperative: "home" },
    });
    let key = checkout["idempotency_key"].as_str().unwrap();
    let placed = send("/orders", key, order.to_string()).await;
    assert_eq!(placed.status, 201, "{}", placed.text);
    let token = placed.json()["tracking_token"].as_str().unwrap().to_owned();
    Buyer { cart, token }
}

async fn progress(site: &Site, buyer: &Buyer) -> GroupProgress {
    let args = format!("token={}", buyer.token);
    let answer = site
        .call(&Method::GET, "orders/track_progress", "", &args)
        .await;
    answer.packed::<GroupProgress>()
}

/// As a browser posts a form, from the site or from the bank's.
async fn post(site: &Site, path: &str, from: &str, body: String) -> Answer {
    let request = Request::post(path)
        .header("sec-fetch-site", from)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(body)).unwrap()).await
}

fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_charged_on_the_sandboxs_page() {
    let site = Site::open("http://localhost").await;
    let buyer = order_by_card(&site).await;
    assert!(!buyer.cart.is_empty());
    let page = site.get(&format!("/fr/orders/{}", buyer.token)).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("http://localhost/sandbox/card"));
    let form = progress(&site, &buyer).await.pay.unwrap();
    let forged = encoded(&form.fields).replace("amount=", "amount=1");
    let refused = post(&site, "/sandbox/card", "same-origin", forged).await;
    assert_eq!(refused.status, 403);
    let opened = post(&site, "/sandbox/card", "same-origin", encoded(&form.fields)).await;
    assert_eq!(opened.status, 303);
    let bank = opened.header("location").to_owned();
    let shown = site.get(&bank).await;
    assert_eq!(shown.status, 200, "{bank}");
    assert!(shown.text.contains("Répondre deux fois"));
    let number = bank.rsplit('/').next().unwrap();
    for (choice, word, state) in [
        ("decline", "declined", PaymentState::Unpaid),
        ("forge_hash", "forged", PaymentState::Unpaid),
        ("answer_twice", "paid", PaymentState::Captured),
    ] {
        let body = format!("reference={number}&choice={choice}");
        let answer = post(&site, "/api/orders/answer_sandbox", "same-origin", body).await;
        let back = answer.header("location").to_owned();
        assert!(back.contains(&format!("card={word}")), "{choice}: {back}");
        assert_eq!(site.get(&back).await.status, 200);
        let orders = progress(&site, &buyer).await.orders;
        assert_eq!(orders[0].payment, state, "{choice}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_may_call_from_elsewhere_but_not_with_a_wrong_signature() {
    let site = Site::open("http://localhost").await;
    for (from, body) in [
        ("cross-site", "oid=T-1&amount=1.00&hash=AAAA"),
        ("same-origin", ""),
        ("none", "oid=T-1"),
    ] {
        let answer = post(&site, "/api/payments/card", from, body.to_owned()).await;
        assert_eq!(answer.status, 403, "{from} {body}");
    }
    let other = post(&site, "/sandbox/card", "cross-site", String::new()).await;
    assert_eq!(other.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_money_are_for_who_answers_for_them() {
    let site = Site::open("http://localhost").await;
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    let buyer = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let get = async |path: &str, who: &str| -> Answer {
        let mut request = Request::get(path);
        if !who.is_empty() {
            request = request.header(header::COOKIE, format!("session={who}"));
        }
        site.send(request.body(Body::empty()).unwrap()).await
    };
    let money = site
        .call(&Method::GET, "money/office_money", &admin, "")
        .await
        .packed::<OfficeMoney>();
    let report = money.report.unwrap();
    assert_eq!(report.problems, vec![]);
    assert!(report.captured.minor > 0, "the demo has sold something");
    for (path, statuses) in [
        ("/api/money/bank-file.csv", [401, 403, 200]),
        ("/api/money/payouts/1.csv", [401, 404, 200]),
        ("/api/money/payouts/99.csv", [404, 404, 404]),
        ("/api/money/payouts/x", [404, 404, 404]),
        ("/papers/payouts/1/fr", [401, 404, 200]),
        ("/papers/payouts/99/fr", [404, 404, 404]),
    ] {
        let mut found = Vec::new();
        for who in ["", &buyer, &admin] {
            found.push(get(path, who).await.status);
        }
        assert_eq!(found, statuses, "{path}");
    }
    let file = get("/api/money/payouts/1.csv?lang=ar", &admin).await;
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.text.contains("صرف"), "{}", file.text);
    let paper = get("/papers/payouts/1/ar", &admin).await;
    assert_eq!(paper.header("content-type"), "application/pdf");
    for page in [
        "/fr/office/money",
        "/ar/office/money",
        "/fr/office/disputes",
    ] {
        assert_eq!(get(page, &admin).await.status, 200, "{page}");
        assert_eq!(get(page, &buyer).await.status, 403, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desks_pages_of_an_order_read_without_scripts() {
    let site = Site::open("http://localhost").await;
    let people = support::People::of(&site).await;
    let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
    let order = people.id("{order}");
    for (path, body) in [
        ("desk/confirm_order", format!("order={order}")),
        ("desk/confirm_by_phone", format!("order={order}")),
    ] {
        let answer = site.call(&Method::POST, path, &owner, &body).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let shown = site
        .call(
            &Method::GET,
            "desk/show_progress",
            &owner,
            &format!("order={order}"),
        )
        .await
        .packed::<OrderProgress>();
    let line = shown.lines[0].line;
    let body = format!(
        "order={order}&carrier=Amana&tracking_number=AM9&pieces[{line}]=1&request_key={}",
        shown.request_key
    );
    let sent = site
        .call(&Method::POST, "desk/ship_order", &owner, &body)
        .await;
    let sent = sent.packed::<OrderProgress>();
    assert_eq!(sent.parcels.len(), 1);
    for page in [
        "/fr/desk/prepare",
        "/ar/desk/prepare",
        "/fr/desk/money",
        "/ar/desk/closed",
    ] {
        let request = Request::get(page).header(header::COOKIE, format!("session={owner}"));
        let answer = site.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{page}");
    }
    let page = format!("/fr/desk/orders/{order}");
    let request = Request::get(&page).header(header::COOKIE, format!("session={owner}"));
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert!(
        answer.text.contains("AM9"),
        "the parcel is on the order's page"
    );
}

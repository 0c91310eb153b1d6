//! The whole server on a real database with the demo data: who may call what, what bad input gets,
//! and what every answer carries.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod rows;
mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use std::collections::{BTreeMap, BTreeSet};
use support::{PASSWORD, People, Site, compare};

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_answers_each_role_as_the_table_says() {
    let site = Site::open("http://localhost").await;
    let people = rows::people(&site).await;
    let mut left: BTreeMap<&str, Method> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.trim_start_matches("/api/"), method))
        .collect();
    let methods = left.clone();
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (path, args, statuses) in rows::FUNCTIONS.iter().copied().flatten() {
        left.remove(path);
        let method = methods
            .get(path)
            .unwrap_or_else(|| panic!("no function {path}"));
        let args = people.fill(args);
        let mut got = Vec::new();
        for who in ["", &people.buyer, &people.other] {
            got.push(site.call(method, path, who, &args).await.status);
        }
        found.push(format!("{path}?{args} {got:?}"));
        expected.push(format!("{path}?{args} {statuses:?}"));
    }
    compare(&found, &expected);
    assert!(left.is_empty(), "not in the table: {left:?}");
}

/// Every JSON route, with a body.
const ROUTES: &[(&str, &str, &str, [u16; 3])] = &[
    ("get", "/listings", "", [200, 200, 200]),
    ("get", "/listings/{slug}", "", [404, 404, 404]),
    ("get", "/suggestions", "", [200, 200, 200]),
    ("get", "/categories", "", [200, 200, 200]),
    ("get", "/regions", "", [200, 200, 200]),
    ("get", "/provinces", "", [200, 200, 200]),
    ("get", "/cooperatives/{slug}", "", [404, 404, 404]),
    (
        "post",
        "/carts",
        r#"{"variant":{variant},"quantity":1}"#,
        [201, 201, 201],
    ),
    ("get", "/cart", "", [200, 200, 200]),
    (
        "put",
        "/cart/lines/{variant}",
        r#"{"quantity":1}"#,
        [404, 200, 200],
    ),
    ("post", "/cart/acceptance", "", [404, 200, 200]),
    (
        "post",
        "/cart/coupons",
        r#"{"code":"RIEN"}"#,
        [404, 422, 422],
    ),
    ("delete", "/cart/coupons/{code}", "", [404, 200, 200]),
    ("post", "/checkout", "", [404, 200, 200]),
    ("delete", "/cart/lines/{variant}", "", [404, 200, 200]),
    ("post", "/orders", "{}", [422, 422, 422]),
    ("get", "/orders", "", [401, 200, 200]),
    ("get", "/orders/{token}", "", [200, 200, 200]),
    (
        "post",
        "/sessions",
        r#"{"login":"nobody@example.ma","password":"wrong"}"#,
        [401, 401, 401],
    ),
    ("get", "/me", "", [401, 200, 200]),
    ("get", "/courses", "", [200, 200, 200]),
    ("get", "/courses/{course}", "", [200, 200, 200]),
    (
        "post",
        "/progress/events",
        r#"{"sent_at":0,"events":[]}"#,
        [401, 200, 200],
    ),
    ("get", "/progress/stream", "", [401, 200, 200]),
    ("get", "/progress/{course}", "", [401, 404, 404]),
    ("get", "/credentials/{code}", "", [404, 404, 404]),
    ("get", "/credentials/{code}/status", "", [404, 404, 404]),
    ("get", "/issuer", "", [200, 200, 200]),
    ("get", "/issuer/keys/{kid}", "", [200, 200, 200]),
    (
        "get",
        "/teaching/{course}/learners.csv",
        "",
        [401, 404, 404],
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/questions.csv",
        "",
        [401, 404, 404],
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/questions.zip",
        "",
        [401, 404, 404],
    ),
    (
        "get",
        "/teaching/drafts/{draft}/course.zip",
        "",
        [401, 404, 404],
    ),
    (
        "get",
        "/teaching/sessions/{session}/learners.csv",
        "",
        [401, 404, 404],
    ),
    (
        "post",
        "/teaching/drafts/{draft}/{lesson}/uploads",
        r#"{"lang":"fr","name":"a.mp4","bytes":1}"#,
        [401, 404, 404],
    ),
    (
        "get",
        "/teaching/drafts/{draft}/{lesson}/files",
        "",
        [401, 404, 404],
    ),
    ("get", "/teaching/uploads/{upload}", "", [401, 404, 404]),
    (
        "put",
        "/teaching/uploads/{upload}/parts/{number}",
        "x",
        [401, 404, 404],
    ),
    (
        "post",
        "/teaching/uploads/{upload}/finish",
        r#"{"sha256":""}"#,
        [401, 404, 404],
    ),
    ("delete", "/teaching/uploads/{upload}", "", [401, 404, 404]),
    ("get", "/projects", "", [200, 200, 200]),
    ("get", "/projects/{slug}", "", [404, 404, 404]),
    ("post", "/simulations", "{}", [422, 422, 422]),
    ("get", "/seller/stock", "", [401, 404, 200]),
    (
        "put",
        "/seller/stock/{sku}",
        r#"{"on_hand":1}"#,
        [401, 404, 404],
    ),
    (
        "put",
        "/seller/prices/{sku}",
        r#"{"currency":"MAD","amount":"10"}"#,
        [401, 404, 404],
    ),
    ("get", "/seller/orders", "", [401, 404, 200]),
    ("get", "/seller/orders/{order}", "", [401, 404, 404]),
    (
        "post",
        "/seller/orders/{order}/shipments",
        r#"{"carrier":"Amana","tracking_number":"1"}"#,
        [422, 422, 422],
    ),
    ("get", "/teams/{team}/dossier", "", [401, 404, 404]),
    ("delete", "/sessions/current", "", [204, 204, 204]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_json_route_answers_each_role_as_the_table_says() {
    let site = Site::open("http://localhost").await;
    let people = rows::people(&site).await;
    let mut left: BTreeSet<(&str, &str)> = server::api::ROUTES
        .iter()
        .map(|(method, path, _)| (*method, *path))
        .collect();
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (method, path, body, statuses) in ROUTES {
        assert!(left.remove(&(*method, *path)), "no route {method} {path}");
        let method: Method = method.to_uppercase().parse().unwrap();
        let address = people.fill(path).replace("{slug}", "nothing");
        let mut got = Vec::new();
        for who in ["", &people.buyer, &people.other] {
            let answer = site
                .api(method.clone(), &address, who, &people.fill(body))
                .await;
            if answer.status >= 400 {
                assert_eq!(
                    answer.header("content-type"),
                    "application/problem+json",
                    "{path}"
                );
                assert_eq!(answer.json()["status"], answer.status, "{path}");
            }
            got.push(answer.status);
        }
        found.push(format!("{method} {path} {got:?}"));
        expected.push(format!("{method} {path} {statuses:?}"));
    }
    compare(&found, &expected);
    assert!(left.is_empty(), "not in the table: {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_gets_a_4xx_and_writes_nothing() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let who = people.buyer.as_str();
    let lines = format!("/cart/lines/{}", people.id("{variant}"));
    let huge = format!("{{\"quantity\": 1, \"note\": \"{}\"}}", "x".repeat(70_000));
    let cases: Vec<(&str, &str, &str, u16)> = vec![
        ("PUT", &lines, "{\"quantity\": ", 400),
        ("PUT", &lines, "[]", 400),
        ("PUT", &lines, "{\"quantity\": -1}", 400),
        ("PUT", &lines, "{\"quantity\": 99999999999999999999}", 400),
        ("PUT", &lines, "{\"quantity\": 1000000}", 422),
        ("PUT", &lines, "{\"quantity\": \"\\u0000\"}", 400),
        ("PUT", "/cart/lines/999999", "{\"quantity\": 1}", 404),
        ("PUT", "/cart/lines/-1", "{\"quantity\": 1}", 404),
        ("PUT", "/cart/lines/abc", "{\"quantity\": 1}", 404),
        ("PUT", &lines, &huge, 413),
        ("POST", "/sessions", "{\"login\": 1}", 400),
        ("POST", "/nothing", "{}", 404),
    ];
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (method, path, body, status) in cases {
        let answer = site.api(method.parse().unwrap(), path, who, body).await;
        let shown: String = body.chars().take(40).collect();
        found.push(format!(
            "{method} {path} {shown} {} {}",
            answer.status,
            answer.header("content-type")
        ));
        expected.push(format!(
            "{method} {path} {shown} {status} application/problem+json"
        ));
    }
    compare(&found, &expected);
    let cart = site.api(Method::GET, "/cart", who, "").await.json();
    assert_eq!(cart["parcels"].as_array().map(Vec::len), Some(0), "{cart}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_changes_nothing() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let answer = site
            .send(
                Request::post("/api/accounts/update_profile")
                    .header(header::HOST, "localhost")
                    .header(name, value)
                    .header(header::COOKIE, format!("session={}", people.buyer))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from("name=Voleuse&email=&phone=0612345678&lang=fr"))
                    .unwrap(),
            )
            .await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    let me = site.api(Method::GET, "/me", &people.buyer, "").await;
    assert!(!me.text.contains("Voleuse"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_what_protects_it() {
    let site = Site::open("https://taawouniya.example").await;
    let page = site.get("/fr").await;
    let policy = page.header("content-security-policy");
    let scripts = policy
        .split(';')
        .find(|part| part.trim().starts_with("script-src"))
        .unwrap();
    assert!(scripts.contains("'nonce-"), "{scripts}");
    assert!(!scripts.contains("unsafe-inline"), "{scripts}");
    let nonce = scripts
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    assert!(page.text.contains(&format!("nonce=\"{nonce}\"")));
    let again = site.get("/fr").await;
    assert!(
        !again.header("content-security-policy").contains(nonce),
        "each answer has its own nonce"
    );
    assert!(!page.header("strict-transport-security").is_empty());
    assert_eq!(page.header("x-content-type-options"), "nosniff");

    let lost = site.get("/fr/nothing").await;
    assert_eq!(lost.status, 404);
    assert!(!lost.header("x-request-id").is_empty());
    for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/metrics", 200)] {
        assert_eq!(site.get(path).await.status, status, "{path}");
    }

    // The session's cookie.
    let answer = site
        .call(
            &Method::POST,
            "accounts/sign_in",
            "",
            &format!("login=acheteuse@demo.taawouniya.ma&password={PASSWORD}&next="),
        )
        .await;
    let cookie = answer.header("set-cookie");
    for part in ["session=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_account_exists_is_not_told() {
    let site = Site::open("http://localhost").await;
    for (path, known, unknown) in [
        (
            "accounts/request_password_reset",
            "login=acheteuse@demo.taawouniya.ma",
            "login=nobody@example.ma",
        ),
        (
            "accounts/sign_in",
            "login=acheteuse@demo.taawouniya.ma&password=wrong&next=",
            "login=nobody@example.ma&password=wrong&next=",
        ),
    ] {
        let known = site.call(&Method::POST, path, "", known).await;
        let unknown = site.call(&Method::POST, path, "", unknown).await;
        assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    }
}

#[test]
fn a_wrong_setting_is_named_and_stops_the_start() {
    for (name, value) in [
        ("DATABASE_URL", "mysql://localhost/shop"),
        ("TAAWOUNIYA_ADDRESS", "nowhere"),
        ("TAAWOUNIYA_PUBLIC_URL", "taawouniya"),
        ("TAAWOUNIYA_MAIL", "pigeon"),
        ("TAAWOUNIYA_SECRET_KEY", "short"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_taawouniya"))
            .arg("migrate")
            .current_dir(folder.path())
            .env(name, value)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{name}={value}");
        assert!(
            told.contains(name) && told.contains("expected"),
            "{name}={value}: {told}"
        );
    }
}

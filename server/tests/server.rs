//! The whole server on a real database with the demo data: who may call what, what bad input gets,
//! and what every answer carries.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use server::{AppState, Config, metrics, router, state};
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

const PASSWORD: &str = "demo-taawouniya-2026";

struct Site {
    router: Router,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Site {
    async fn open(public_url: &str) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let url = format!("sqlite://{data}/test.db");
        let config = Config::from_values(Some(url), |name| match name {
            "data" | "site_root" => Some(data.clone()),
            "public_url" => Some(public_url.to_owned()),
            "secret_key" => Some("0123456789abcdef0123456789abcdef".to_owned()),
            "unlimited" => Some("true".to_owned()),
            _ => None,
        })
        .unwrap();
        let services = state::open_services(&config).await.unwrap();
        services.db.migrate().await.unwrap();
        let ctx = service::Ctx::system(services.clone(), state::now());
        service::demo::seed(&ctx, 1, &|_, _, _| ()).await.unwrap();
        while service::jobs::index_listings(&services).await.unwrap() > 0 {}
        let state = AppState::new(config, services, metrics::detached());
        Site {
            router: router::router(state),
            _folder: folder,
        }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// A JSON request as `who`, an empty token for a visitor.
    async fn api(&self, method: Method, path: &str, who: &str, body: &str) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/json");
        if !who.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    /// A server function, as the site's own scripts call it.
    async fn call(&self, method: &Method, path: &str, who: &str, args: &str) -> Answer {
        let address = format!("/api/{path}");
        let mut request = if *method == Method::GET {
            Request::get(format!("{address}?{args}"))
        } else {
            Request::post(address)
        };
        request = request
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !who.is_empty() {
            request = request.header(header::COOKIE, format!("session={who}"));
        }
        let body = if *method == Method::GET { "" } else { args };
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    async fn sign_in(&self, login: &str) -> String {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let answer = self.api(Method::POST, "/sessions", "", &body).await;
        assert_eq!(answer.status, 201, "{login}: {}", answer.text);
        answer.json()["token"].as_str().unwrap().to_owned()
    }
}

/// The statuses that a visitor, a buyer and the manager of another cooperative get.
type Row = (&'static str, &'static str, [u16; 3]);

/// Every server function. `{order}` is another cooperative's order, `{variant}` its goods,
/// `{token}` another person's order group. Signing out comes last: it ends the sessions used here.
const FUNCTIONS: &[Row] = &[
    ("accounts/current_session", "", [200, 200, 200]),
    ("accounts/list_sessions", "", [401, 200, 200]),
    ("accounts/revoke_session", "session=999999", [401, 404, 404]),
    (
        "accounts/update_profile",
        "name=&email=&phone=&lang=fr",
        [401, 422, 422],
    ),
    (
        "accounts/change_password",
        "current=wrong&password=quatre+mots+sans+lien",
        [401, 422, 422],
    ),
    (
        "accounts/register",
        "name=&login=&password=",
        [422, 422, 422],
    ),
    (
        "accounts/request_password_reset",
        "login=nobody@example.ma",
        [200, 200, 200],
    ),
    (
        "accounts/reset_password",
        "token=0000&password=quatre+mots+sans+lien&password_again=quatre+mots+sans+lien",
        [422, 422, 422],
    ),
    (
        "accounts/sign_in",
        "login=nobody@example.ma&password=wrong&next=",
        [401, 401, 401],
    ),
    (
        "cooperatives/show_cooperative",
        "slug=anzar",
        [200, 200, 200],
    ),
    (
        "cooperatives/show_cooperative",
        "slug=nobody",
        [404, 404, 404],
    ),
    ("desk/list_orders", "", [401, 404, 200]),
    ("desk/list_stock", "", [401, 404, 200]),
    ("desk/my_listings", "", [401, 404, 200]),
    ("desk/show_order", "order={order}", [401, 404, 404]),
    ("desk/confirm_order", "order={order}", [401, 404, 404]),
    (
        "desk/refuse_order",
        "order={order}&reason=Rupture",
        [401, 404, 404],
    ),
    (
        "desk/set_stock",
        "variant={variant}&on_hand=0&version=0",
        [401, 404, 404],
    ),
    ("marketplace/home", "", [200, 200, 200]),
    ("marketplace/browse_catalogue", "search=", [200, 200, 200]),
    (
        "marketplace/show_listing",
        "slug=taliouine-saffron",
        [200, 200, 200],
    ),
    ("marketplace/show_listing", "slug=nothing", [404, 404, 404]),
    (
        "marketplace/add_to_cart",
        "variant={variant}&quantity=1",
        [200, 200, 200],
    ),
    (
        "marketplace/set_cart_quantity",
        "variant=999999&quantity=1",
        [404, 404, 404],
    ),
    ("marketplace/accept_cart_changes", "", [404, 200, 200]),
    ("marketplace/view_cart", "", [200, 200, 200]),
    ("marketplace/begin_checkout", "", [404, 200, 200]),
    (
        "marketplace/place_order",
        "idempotency_key=x",
        [400, 400, 400],
    ),
    ("marketplace/my_orders", "", [401, 200, 200]),
    ("marketplace/track_order", "token=0000", [404, 404, 404]),
    ("marketplace/track_order", "token={token}", [200, 200, 200]),
    ("accounts/sign_out", "", [200, 200, 200]),
];

struct People {
    buyer: String,
    other: String,
    order: String,
    variant: String,
    token: String,
}

impl People {
    async fn of(site: &Site) -> People {
        let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
        let buyer = site.sign_in("acheteuse@demo.taawouniya.ma").await;
        let other = site.sign_in("manager09@demo.taawouniya.ma").await;
        let desk = site
            .call(&Method::GET, "desk/list_orders", &owner, "")
            .await;
        let orders = site.api(Method::GET, "/orders", &buyer, "").await;
        let listing = site
            .api(Method::GET, "/listings/taliouine-saffron", "", "")
            .await;
        People {
            buyer,
            other,
            order: desk.json()["to_confirm"][0]["id"].to_string(),
            variant: listing.json()["variants"][0]["id"].to_string(),
            token: orders.json()[0]["tracking_token"]
                .as_str()
                .unwrap()
                .to_owned(),
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{order}", &self.order)
            .replace("{variant}", &self.variant)
            .replace("{token}", &self.token)
    }
}

fn compare(found: &[String], expected: &[String]) {
    let wrong: Vec<String> = found
        .iter()
        .zip(expected)
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| format!("{found}; expected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_answers_each_role_as_the_table_says() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let mut left: BTreeMap<&str, Method> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.trim_start_matches("/api/"), method))
        .collect();
    let methods = left.clone();
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (path, args, statuses) in FUNCTIONS {
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
    ("delete", "/sessions/current", "", [204, 204, 204]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_json_route_answers_each_role_as_the_table_says() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
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
    let lines = format!("/cart/lines/{}", people.variant);
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

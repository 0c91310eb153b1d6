//! The whole server on a real database with the demo data, and the people who call it: an SQLite
//! file of its own, or, where `TEST_DATABASE_URL` names a PostgreSQL cluster, a database in it.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "tests")]

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use server::{AppState, Config, metrics, router, state};
use server_fn::error::FromServerFnError;
use std::collections::BTreeMap;
use tower::ServiceExt;

mod content;
#[path = "../../../crates/service/tests/support/database.rs"]
mod database;

pub use database::TestDb;

pub const PASSWORD: &str = "demo-taawouniya-2026";

pub struct Site {
    pub router: Router,
    pub state: AppState,
    // Last, so that the connections close before their database goes.
    _db: TestDb,
}

pub struct Answer {
    pub status: u16,
    pub headers: axum::http::HeaderMap,
    pub bytes: Bytes,
    pub text: String,
}

impl Answer {
    /// What a server function answered.
    pub fn packed<T: serde::de::DeserializeOwned>(&self) -> T {
        postcard::from_bytes(&self.bytes).unwrap_or_else(|_| panic!("not packed: {}", self.text))
    }

    /// Why a server function refused.
    pub fn error(&self) -> domain::Error {
        app::ApiError::de(self.bytes.clone()).0
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Site {
    pub async fn open(public_url: &str) -> Site {
        Site::open_with(public_url, &[]).await
    }

    /// With settings besides the tests' own.
    pub async fn open_with(public_url: &str, settings: &[(&str, &str)]) -> Site {
        let db = TestDb::create().await;
        let data = db.folder.path().display().to_string();
        let config = Config::from_values(Some(db.url.clone()), |name| {
            if let Some((_, value)) = settings.iter().find(|(set, _)| *set == name) {
                return Some((*value).to_owned());
            }
            match name {
                "data" | "site_root" => Some(data.clone()),
                "public_url" => Some(public_url.to_owned()),
                "secret_key" => Some("0123456789abcdef0123456789abcdef".to_owned()),
                "unlimited" => Some("true".to_owned()),
                _ => None,
            }
        })
        .unwrap();
        let services = state::open_services(&config).await.unwrap();
        services.db.migrate().await.unwrap();
        let ctx = service::Ctx::system(services.clone(), state::now());
        service::demo::seed(&ctx, 1, &|_, _, _| ()).await.unwrap();
        while service::jobs::index_listings(&services).await.unwrap() > 0 {}
        let state = AppState::new(config, services, metrics::detached());
        Site {
            router: router::router(state.clone()),
            state,
            _db: db,
        }
    }

    /// What every table holds, to tell whether anything was written. Without the sessions, which
    /// note when they were last seen.
    pub async fn content(&self) -> BTreeMap<String, String> {
        content::of(self.state.services.db.writer()).await
    }

    /// The first of a manager's stock rows.
    pub async fn stock(&self, manager: &str) -> domain::marketplace::StockRow {
        let (me, _) = service::accounts::authenticate(&self.state.services, manager, state::now())
            .await
            .unwrap()
            .unwrap();
        let cooperative = me.cooperative().unwrap();
        let ctx = service::Ctx {
            actor: domain::policy::Actor::Person {
                id: me.id,
                roles: me.roles,
            },
            ..self.state.system()
        };
        let rows = service::marketplace::list_stock(&ctx, cooperative)
            .await
            .unwrap();
        rows.into_iter().next().unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// A JSON request as `who`, an empty token for a visitor.
    pub async fn api(&self, method: Method, path: &str, who: &str, body: &str) -> Answer {
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
    pub async fn call(&self, method: &Method, path: &str, who: &str, args: &str) -> Answer {
        let address = format!("/api/{path}");
        let mut request = if *method == Method::GET {
            Request::get(format!("{address}?{args}"))
        } else {
            Request::post(address)
        };
        request = request
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "application/x-postcard")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !who.is_empty() {
            request = request.header(header::COOKIE, format!("session={who}"));
        }
        let body = if *method == Method::GET { "" } else { args };
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub async fn sign_in(&self, login: &str) -> String {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let answer = self.api(Method::POST, "/sessions", "", &body).await;
        assert_eq!(answer.status, 201, "{login}: {}", answer.text);
        answer.json()["token"].as_str().unwrap().to_owned()
    }
}

pub struct People {
    pub buyer: String,
    pub other: String,
    ids: Vec<(&'static str, String)>,
}

impl People {
    pub async fn of(site: &Site) -> People {
        let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
        let buyer = site.sign_in("acheteuse@demo.taawouniya.ma").await;
        let other = site.sign_in("manager09@demo.taawouniya.ma").await;
        let desk: domain::marketplace::DeskOrders = site
            .call(&Method::GET, "desk/list_orders", &owner, "")
            .await
            .packed();
        let orders = site.api(Method::GET, "/orders", &buyer, "").await;
        let listing = site
            .api(Method::GET, "/listings/taliouine-saffron", "", "")
            .await;
        let ids = vec![
            ("{order}", desk.to_confirm[0].id.to_string()),
            ("{variant}", listing.json()["variants"][0]["id"].to_string()),
            ("{listing}", listing.json()["id"].to_string()),
            ("{lot}", "1".to_owned()),
            (
                "{token}",
                orders.json()[0]["tracking_token"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
        ];
        People { buyer, other, ids }
    }

    /// A row may name an id that its feature knows: `people.with("{lot}", id)`.
    pub fn with(mut self, name: &'static str, id: impl ToString) -> People {
        self.ids.push((name, id.to_string()));
        self
    }

    pub fn id(&self, name: &str) -> &str {
        let found = self.ids.iter().find(|(known, _)| *known == name);
        &found.unwrap_or_else(|| panic!("no id {name}")).1
    }

    pub fn fill(&self, text: &str) -> String {
        self.ids
            .iter()
            .fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }
}

pub fn compare(found: &[String], expected: &[String]) {
    let wrong: Vec<String> = found
        .iter()
        .zip(expected)
        .filter(|(found, expected)| found != expected)
        .map(|(found, expected)| format!("{found}; expected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

//! The process killed with SIGKILL at random moments during checkouts and card answers: after it
//! starts again, every order that was acknowledged is there with its lines, what was said to be paid
//! is paid, and the books agree. `KILL_CHECKOUTS` says how many orders to acknowledge.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use domain::marketplace::PaymentState;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use server::{Config, state};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use support::TestDb;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// An order as its buyer was told of it.
#[derive(Clone, Debug)]
struct Told {
    token: String,
    is_paid: bool,
}

fn start(db: &TestDb, address: SocketAddr) -> Child {
    let child = Command::new(env!("CARGO_BIN_EXE_taawouniya"))
        .args(["serve", "--no-worker"])
        .current_dir(db.folder.path())
        .env("DATABASE_URL", &db.url)
        .env("TAAWOUNIYA_DATA", db.folder.path().join("data"))
        .env("TAAWOUNIYA_SITE_ROOT", db.folder.path())
        .env("TAAWOUNIYA_SECRET_KEY", SECRET)
        .env("TAAWOUNIYA_UNLIMITED", "true")
        .env("TAAWOUNIYA_ADDRESS", address.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while send(address, "GET", "/readyz", &[], "").is_none_or(|(status, _)| status != 200) {
        assert!(Instant::now() < until, "the server does not come up");
        std::thread::sleep(Duration::from_millis(30));
    }
    child
}

/// Status and body; `None` where the server died before it had answered in full.
fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nsec-fetch-site: none\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    if length.is_some_and(|length: usize| body.len() < length) {
        return None;
    }
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, body.to_owned()))
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// One buyer's way, as far as the server lives; what they were told at its end.
fn buy(address: SocketAddr, variants: &[i64], by_card: bool) -> Option<Told> {
    let post = |path: &str, headers: &[(&str, &str)], body: Value| -> Option<Value> {
        let all: Vec<(&str, &str)> = headers.iter().copied().chain([JSON]).collect();
        let (status, text) = send(
            address,
            "POST",
            &format!("/api/v1{path}"),
            &all,
            &body.to_string(),
        )?;
        (status < 300).then(|| serde_json::from_str(&text).unwrap_or_default())
    };
    let first = json!({ "variant": variants[0], "quantity": 1 });
    let cart = post("/carts", &[], first)?["token"].as_str()?.to_owned();
    let own = [("x-cart-token", cart.as_str())];
    for variant in &variants[1..] {
        let path = format!("/api/v1/cart/lines/{variant}");
        let headers = [own[0], JSON];
        send(address, "PUT", &path, &headers, "{\"quantity\":1}")?;
    }
    let checkout = post("/checkout", &own, json!({}))?;
    let delivery: serde_json::Map<String, Value> = checkout["parcels"]
        .as_array()?
        .iter()
        .map(|parcel| (parcel["cooperative"].to_string(), json!("home")))
        .collect();
    let order = json!({
        "name": "Salma Bennis", "phone": "0612345678", "province": "06.141", "city": "Casablanca",
        "street": "12, rue des Orangers", "payment": if by_card { "card" } else { "cash_on_delivery" },
        "delivery": delivery,
    });
    let key = checkout["idempotency_key"].as_str()?.to_owned();
    let placed = post("/orders", &[own[0], ("idempotency-key", &key)], order)?;
    let token = placed["tracking_token"].as_str()?.to_owned();
    let number = placed["number"].as_str()?;
    let is_paid = by_card && {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = format!("reference={number}&choice=answer_twice");
        let answer = send(address, "POST", "/api/orders/answer_sandbox", &form, &body);
        answer.is_some_and(|(status, _)| status < 400)
    };
    Some(Told { token, is_paid })
}

fn config(db: &TestDb) -> Config {
    let data = db.folder.path().join("data").display().to_string();
    Config::from_values(Some(db.url.clone()), |name| match name {
        "data" | "site_root" => Some(data.clone()),
        "secret_key" => Some(SECRET.to_owned()),
        "unlimited" => Some("true".to_owned()),
        _ => None,
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_sigkill() {
    let wanted: usize = std::env::var("KILL_CHECKOUTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(40);
    let db = TestDb::create().await;
    let variants: Vec<i64> = {
        let services = state::open_services(&config(&db)).await.unwrap();
        services.db.migrate().await.unwrap();
        let ctx = service::Ctx::system(services.clone(), state::now());
        service::demo::seed(&ctx, 1, &|_, _, _| ()).await.unwrap();
        let more = "UPDATE stock_level SET on_hand = on_hand + 100000";
        let writer = services.db.writer();
        writer.execute_unprepared(more).await.unwrap();
        let noted = "INSERT INTO stock_movement (stock_level_id, quantity, reason, at) SELECT id, 100000, 'count', 0 FROM stock_level";
        writer.execute_unprepared(noted).await.unwrap();
        (1..=30).collect()
    };
    let address = SocketAddr::from((
        [127, 0, 0, 1],
        TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port(),
    ));
    let told = Arc::new(Mutex::new(Vec::<Told>::new()));
    let kills = tokio::task::spawn_blocking({
        let told = told.clone();
        move || {
            let kills = kill_until(&db, address, &variants, &told, wanted);
            (db, kills)
        }
    });
    let (db, kills) = kills.await.unwrap();
    let services = state::open_services(&config(&db)).await.unwrap();
    let ctx = service::Ctx::system(services.clone(), state::now());
    let told = told.lock().unwrap().clone();
    let mut paid = 0;
    for it in &told {
        let group = service::marketplace::track_progress(&ctx, &it.token)
            .await
            .unwrap();
        assert!(!group.orders.is_empty(), "{it:?}");
        for order in &group.orders {
            assert!(!order.lines.is_empty(), "an order without lines: {it:?}");
            if it.is_paid {
                assert_eq!(order.payment, PaymentState::Captured, "{it:?}");
            }
        }
        paid += usize::from(it.is_paid);
    }
    let report = service::marketplace::reconcile(&ctx).await.unwrap();
    assert_eq!(report.problems, vec![]);
    for sql in [
        "SELECT 1 FROM shop_order o WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id)",
        "SELECT 1 FROM payment p WHERE NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.group_id = p.group_id)",
        "SELECT 1 FROM stock_level s WHERE s.reserved <> COALESCE((SELECT SUM(r.quantity) FROM reservation r
            WHERE r.stock_level_id = s.id AND r.status IN ('held', 'allocated')), 0)",
    ] {
        let backend = services.db.backend();
        let statement = sea_orm::Statement::from_string(backend, sql.to_owned());
        let rows = services.db.reader().query_all_raw(statement).await.unwrap();
        assert!(rows.is_empty(), "{sql}");
    }
    assert!(
        told.len() >= wanted && paid > 0 && kills > 2,
        "{} told, {paid} paid, {kills} kills",
        told.len()
    );
    println!(
        "{} orders acknowledged, {paid} of them paid by card, {kills} kills: nothing lost",
        told.len()
    );
}

/// Starts, buys with eight hands, kills, and again.
fn kill_until(
    db: &TestDb,
    address: SocketAddr,
    variants: &[i64],
    told: &Arc<Mutex<Vec<Told>>>,
    wanted: usize,
) -> usize {
    let mut kills = 0;
    let turn = AtomicUsize::new(0);
    while told.lock().unwrap().len() < wanted || kills < 3 {
        let mut child = start(db, address);
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        let at = turn.fetch_add(1, Ordering::Relaxed);
                        let goods: Vec<i64> = (0..3)
                            .map(|line| variants[(at * 7 + line * 11) % variants.len()])
                            .collect();
                        if let Some(it) = buy(address, &goods, at.is_multiple_of(2)) {
                            told.lock().unwrap().push(it);
                        }
                    }
                });
            }
            let alive = 300 + rand::random::<u64>() % 1_200;
            std::thread::sleep(Duration::from_millis(alive));
            child.kill().unwrap();
            child.wait().unwrap();
            is_over.store(true, Ordering::Relaxed);
        });
        kills += 1;
    }
    kills
}

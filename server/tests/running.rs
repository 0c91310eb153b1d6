//! The binary as an operator runs it: it starts, answers, is copied while it serves, and stops
//! without losing what is under way.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use sea_orm::{ConnectionTrait, Database, Statement};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use support::TestDb;

const BINARY: &str = env!("CARGO_BIN_EXE_taawouniya");

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A server process, ended with its test.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    fn start(db: &TestDb) -> Running {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let child = command(db, &["serve"])
            .env("TAAWOUNIYA_ADDRESS", address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Running { child, address };
        let until = Instant::now() + Duration::from_secs(60);
        while !running.try_get("/readyz").starts_with("HTTP/1.1 200") {
            assert!(Instant::now() < until, "the server does not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        running
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(stream)
    }

    /// The whole answer, empty where nobody answers.
    fn try_get(&self, path: &str) -> String {
        let mut text = String::new();
        if let Ok(mut stream) = self.connect() {
            let request =
                format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(request.as_bytes());
            let _ = stream.read_to_string(&mut text);
        }
        text
    }

    fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Whether it ended well, within so many seconds.
    fn ended(&mut self, seconds: u64) -> bool {
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(db: &TestDb, args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command
        .args(args)
        .current_dir(db.folder.path())
        .env("DATABASE_URL", &db.url)
        .env("TAAWOUNIYA_DATA", db.folder.path().join("data"))
        .env("TAAWOUNIYA_SITE_ROOT", db.folder.path())
        .env("TAAWOUNIYA_UNLIMITED", "true");
    command
}

fn seed(db: &TestDb) {
    let output = command(db, &["seed", "--demo"]).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A JSON request's whole answer.
fn post(running: &Running, path: &str, body: &str) -> String {
    let mut stream = running.connect().unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nsec-fetch-site: same-origin\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_is_finished_before_the_process_ends() {
    let db = TestDb::create().await;
    let mut running = Running::start(&db);
    // Half a request, and a connection that only waits.
    let idle = running.connect().unwrap();
    let mut stream = running.connect().unwrap();
    let body = r#"{"login":"nobody@example.ma","password":"wrong"}"#;
    let head = format!(
        "POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    running.terminate();
    std::thread::sleep(Duration::from_millis(300));
    assert!(running.connect().is_err(), "nobody new is taken");
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 401"), "{text}");
    assert!(text.contains("wrong_credentials"), "{text}");
    assert!(running.ended(15), "the process ends, and with success");
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_requests_by_route_and_hold_no_address() {
    let db = TestDb::create().await;
    let running = Running::start(&db);
    assert!(running.try_get("/healthz").starts_with("HTTP/1.1 200"));
    let _ = running.try_get("/fr/orders/0123456789secret");
    let _ = running.try_get("/api/v1/orders/0123456789secret");
    let metrics = running.try_get("/metrics");
    assert!(metrics.contains("http_requests_total{"), "{metrics}");
    assert!(metrics.contains("http_request_duration_seconds_bucket{"));
    assert!(
        metrics.contains("route=\"/api/v1/orders/{token}\""),
        "{metrics}"
    );
    assert!(!metrics.contains("secret"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_never_finishes_does_not_keep_the_process() {
    let db = TestDb::create().await;
    let mut running = Running::start(&db);
    let mut stuck = running.connect().unwrap();
    stuck
        .write_all(
            b"POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{",
        )
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    running.terminate();
    assert!(running.ended(40));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_serving_and_writing_is_consistent_and_opens() {
    let db = TestDb::create().await;
    seed(&db);
    // Of the seed, before anyone writes: carts that have become orders hold no line any more.
    let emptied = if db.url.starts_with("sqlite:") {
        empty_carts(&db.url).await
    } else {
        0
    };
    let running = Running::start(&db);
    let listing = running.try_get("/api/v1/listings/taliouine-saffron");
    let (_, body) = listing.split_once("\r\n\r\n").unwrap();
    let listing: serde_json::Value = serde_json::from_str(body).unwrap();
    let line = format!(
        r#"{{"variant":{},"quantity":1}}"#,
        listing["variants"][0]["id"]
    );
    let stop = std::sync::atomic::AtomicBool::new(false);
    let copies: Vec<_> = (0..3)
        .map(|number| db.folder.path().join(format!("copy{number}.db")))
        .collect();
    let outputs = std::thread::scope(|scope| {
        // Four who fill new carts all the while.
        let buyers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut taken = 0;
                    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                        taken += i32::from(
                            post(&running, "/api/v1/carts", &line).starts_with("HTTP/1.1 201"),
                        );
                    }
                    taken
                })
            })
            .collect();
        let outputs: Vec<_> = copies
            .iter()
            .map(|copy| {
                std::thread::sleep(Duration::from_millis(200));
                command(&db, &["backup", copy.to_str().unwrap()])
                    .output()
                    .unwrap()
            })
            .collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let taken: i32 = buyers.into_iter().map(|buyer| buyer.join().unwrap()).sum();
        assert!(taken > 0, "carts were filled meanwhile");
        outputs
    });
    if !db.url.starts_with("sqlite:") {
        for output in outputs {
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success());
            assert!(told.contains("pg_dump"), "{told}");
        }
        return;
    }
    let mut carts = Vec::new();
    for (copy, output) in copies.iter().zip(outputs) {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        carts.push(check_copy(copy, emptied).await);
    }
    assert!(
        carts.is_sorted(),
        "a later copy has at least what an earlier one has: {carts:?}"
    );
    // Nothing is written over.
    let again = command(&db, &["backup", copies[0].to_str().unwrap()])
        .output()
        .unwrap();
    assert!(!again.status.success());
    // A server starts from the copy.
    let restored = TestDb::of_file(&copies[2]);
    let running = Running::start(&restored);
    assert!(
        running
            .try_get("/api/v1/listings/taliouine-saffron")
            .contains("\"variants\"")
    );
}

async fn empty_carts(url: &str) -> i64 {
    let db = Database::connect(url).await.unwrap();
    let sql = "SELECT count(*) FROM cart WHERE id NOT IN (SELECT cart_id FROM cart_line)";
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap()
        .unwrap();
    row.try_get_by_index(0).unwrap()
}

/// How many carts the copy holds, once it is known to be whole.
async fn check_copy(file: &Path, emptied: i64) -> i64 {
    let url = format!("sqlite://{}", file.display());
    let db = Database::connect(&url).await.unwrap();
    let ask = async |sql: &str| {
        db.query_all_raw(Statement::from_string(db.get_database_backend(), sql))
            .await
            .unwrap()
    };
    let whole = ask("PRAGMA integrity_check").await;
    assert_eq!(whole[0].try_get_by_index::<String>(0).unwrap(), "ok");
    assert!(
        ask("PRAGMA foreign_key_check").await.is_empty(),
        "no row without the one it belongs to"
    );
    // A cart and its first line are one transaction: no copy has one without the other.
    assert_eq!(empty_carts(&url).await, emptied);
    let carts = ask("SELECT count(*) FROM cart").await;
    carts[0].try_get_by_index::<i64>(0).unwrap()
}

#[test]
fn a_wrong_setting_is_named_with_what_was_expected_and_stops_the_start() {
    let cases: &[&[(&str, &str)]] = &[
        &[("DATABASE_URL", "mysql://localhost/shop")],
        &[("DATABASE_URL", "")],
        &[("TAAWOUNIYA_ADDRESS", "nowhere")],
        &[("TAAWOUNIYA_ADDRESS", "127.0.0.1:99999")],
        &[("TAAWOUNIYA_PUBLIC_URL", "taawouniya")],
        &[("TAAWOUNIYA_PUBLIC_URL", "https://shop.ma/path")],
        &[("TAAWOUNIYA_MAIL", "pigeon")],
        &[("TAAWOUNIYA_MAIL", "smtp://:bad:port:")],
        &[("TAAWOUNIYA_MAIL_FROM", "nobody")],
        &[("TAAWOUNIYA_SECRET_KEY", "short")],
        &[
            ("TAAWOUNIYA_SECRET_KEY", ""),
            ("TAAWOUNIYA_PUBLIC_URL", "https://shop.ma"),
        ],
        &[("TAAWOUNIYA_UNLIMITED", "perhaps")],
        &[
            ("TAAWOUNIYA_UNLIMITED", "true"),
            ("TAAWOUNIYA_ADDRESS", "0.0.0.0:3000"),
        ],
        &[("TAAWOUNIYA_DATA", "/dev/null/data")],
        &[("TAAWOUNIYA_CONFIG", "nothing.toml")],
    ];
    let mut wrong = Vec::new();
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(BINARY);
        command.arg("serve").current_dir(folder.path());
        command.envs(case.iter().copied());
        let started = Instant::now();
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if started.elapsed() > Duration::from_secs(10) {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        let name = match case[0].0 {
            "TAAWOUNIYA_CONFIG" => "configuration file",
            name => name,
        };
        let stops = status.is_some_and(|status| !status.success());
        if !stops || !told.contains(name) || !told.contains("expected") {
            wrong.push(format!("{case:?}: {status:?} {told}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

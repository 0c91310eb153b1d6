//! Mail through a real SMTP server (npm's `smtp-server`, which `scripts/tools.sh` installs).
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::http::Method;
use serde_json::{Value, json};
use server::{mail::Mailer, state};
use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};
use support::Site;

/// Node's server, ended with its test.
struct Smtp {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u64,
}

impl Smtp {
    fn start() -> Smtp {
        let mut child = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        let lines = BufReader::new(child.stdout.take().unwrap());
        let mut smtp = Smtp {
            child,
            lines,
            port: 0,
        };
        smtp.port = smtp.next()["port"]
            .as_u64()
            .expect("the package smtp-server is there: run scripts/tools.sh");
        smtp
    }

    /// What the server says next.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or(Value::Null)
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn site(smtp: &Smtp) -> (Site, Mailer) {
    let url = format!("smtp://127.0.0.1:{}", smtp.port);
    let site = Site::open_with("http://localhost", &[("mail", &url)]).await;
    let mailer = Mailer::new(&site.state.config).unwrap();
    (site, mailer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_mended_by_the_link_that_came_by_mail() {
    let mut smtp = Smtp::start();
    let (site, mailer) = site(&smtp).await;
    let services = &site.state.services;
    // What the seed's orders promised is not at stake here.
    service::jobs::send_mail(services, &Nowhere, state::now())
        .await
        .unwrap();
    let login = "acheteuse@demo.taawouniya.ma";
    let asked = site
        .call(
            &Method::POST,
            "accounts/request_password_reset",
            "",
            &format!("login={login}"),
        )
        .await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let sent = service::jobs::send_mail(services, &mailer, state::now())
        .await
        .unwrap();
    assert_eq!(sent, 1);
    let mail = smtp.next();
    assert_eq!(mail["to"], json!([login]), "{mail}");
    assert_eq!(mail["from"], "ne-pas-repondre@taawouniya.ma");
    assert!(mail["head"].as_str().unwrap().contains("Subject:"));
    let text = mail["text"].as_str().unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with("http://localhost/"))
        .unwrap_or_else(|| panic!("no link in {text}"));
    let page = site.get(link.trim_start_matches("http://localhost")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("name=\"password_again\""));
    let token = link.split("token=").nth(1).unwrap();
    let args = format!(
        "token={token}&password=quatre+mots+sans+lien&password_again=quatre+mots+sans+lien"
    );
    let changed = site
        .call(&Method::POST, "accounts/reset_password", "", &args)
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let again = site
        .call(&Method::POST, "accounts/reset_password", "", &args)
        .await;
    assert_eq!(again.status, 422, "the link works once");
    let body = json!({ "login": login, "password": "quatre mots sans lien" }).to_string();
    assert_eq!(
        site.api(Method::POST, "/sessions", "", &body).await.status,
        201
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_mail_is_tried_again_and_arrives_once() {
    let mut smtp = Smtp::start();
    let (site, mailer) = site(&smtp).await;
    let services = &site.state.services;
    service::jobs::send_mail(services, &Nowhere, state::now())
        .await
        .unwrap();
    let args = "name=Salma&login=later@example.ma&password=quatre+mots+sans+lien&consent=on";
    let answer = site
        .call(&Method::POST, "accounts/register", "", args)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let now = state::now();
    assert_eq!(
        service::jobs::send_mail(services, &mailer, now)
            .await
            .unwrap(),
        0
    );
    assert_eq!(smtp.next()["refused"], "later@example.ma");
    // Not again at once: its time comes a minute later.
    assert_eq!(
        service::jobs::send_mail(services, &mailer, now + 30)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        service::jobs::send_mail(services, &mailer, now + 61)
            .await
            .unwrap(),
        1
    );
    assert_eq!(smtp.next()["to"], json!(["later@example.ma"]));
    assert_eq!(
        service::jobs::send_mail(services, &mailer, now + 7200)
            .await
            .unwrap(),
        0
    );
}

/// Takes every mail.
struct Nowhere;

#[service::jobs::async_trait]
impl service::jobs::Mailer for Nowhere {
    async fn send(&self, _: &service::jobs::Mail) -> Result<(), service::jobs::MailError> {
        Ok(())
    }
}

//! The store of learning records through the whole server: the standard's rules as a table, keys
//! that hold and keys that do not, and a course as another program sees it.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use support::{Answer, Site};

/// `Basic …`, of a key with these scopes.
async fn key(site: &Site, scopes: &[&str]) -> String {
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    let boxes: Vec<String> = scopes
        .iter()
        .map(|it| format!("&scopes[{it}]=on"))
        .collect();
    let form = format!("name=Bilan{}", boxes.concat());
    let made = site
        .call(&Method::POST, "admin/create_record_client", &admin, &form)
        .await;
    assert_eq!(made.status, 200, "{}", made.text);
    let made: domain::academy::RecordSecret = made.packed();
    basic(&made.key, &made.secret)
}

fn basic(key: &str, secret: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("{key}:{secret}");
    let mut out = String::from("Basic ");
    for chunk in text.as_bytes().chunks(3) {
        let mut bits = 0_usize;
        for at in 0..3 {
            bits = bits << 8 | usize::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..4 {
            if at <= chunk.len() {
                out.push(char::from(LETTERS[bits >> (18 - 6 * at) & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

struct Lrs<'a> {
    site: &'a Site,
    key: String,
}

impl Lrs<'_> {
    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("/xapi/{path}"))
            .header(header::AUTHORIZATION, &self.key)
            .header("x-experience-api-version", "1.0.3");
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.site
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    async fn post(&self, body: &Value) -> Answer {
        self.ask("POST", "statements", &[], &body.to_string()).await
    }
}

fn statement(id: &str) -> Value {
    json!({
        "id": id,
        "actor": { "mbox": "mailto:a@example.org", "name": "A" },
        "verb": { "id": "http://example.org/did", "display": { "en": "did", "fr": "a fait" } },
        "object": {
            "id": "http://example.org/it",
            "definition": { "name": { "en": "It", "ar": "هو" } },
        },
    })
}

fn uid(number: u32) -> String {
    format!("01923456-789a-4000-8000-{number:012}")
}

fn percent(text: &str) -> String {
    domain::text::form_content([("x", text)])[2..].to_owned()
}

fn with(place: &str, value: Value) -> Value {
    let mut changed = statement(&uid(900));
    let (parent, name) = place.rsplit_once('/').unwrap();
    changed.pointer_mut(parent).unwrap()[name] = value;
    changed
}

fn without(place: &str) -> Value {
    let mut changed = statement(&uid(900));
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = changed.pointer_mut(parent).unwrap();
    parent.as_object_mut().unwrap().remove(name);
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_standard_refuses_is_refused_and_nothing_is_kept() {
    let site = Site::open("http://localhost").await;
    let lrs = Lrs {
        site: &site,
        key: key(&site, &["read", "write"]).await,
    };
    let before = lrs.get("statements?verb=http://example.org/did").await;
    assert_eq!(before.json()["statements"], json!([]));
    let agent = json!({ "mbox": "mailto:b@example.org" });
    let cases: Vec<(&str, Value)> = vec![
        ("no actor", without("/actor")),
        ("no verb", without("/verb")),
        ("no object", without("/object")),
        ("no verb id", without("/verb/id")),
        ("no object id", without("/object/id")),
        ("an unknown property", with("/more", json!(1))),
        ("another case", with("/Result", json!({}))),
        ("null", with("/result", Value::Null)),
        ("an id that is no UUID", with("/id", json!("abc"))),
        (
            "an actor without a name",
            with("/actor", json!({ "name": "A" })),
        ),
        (
            "an actor with two",
            with("/actor/openid", json!("http://a.example.org")),
        ),
        (
            "a mail that is none",
            with("/actor/mbox", json!("a@example.org")),
        ),
        (
            "an account without a name",
            with(
                "/actor",
                json!({ "account": { "homePage": "http://a.org" } }),
            ),
        ),
        (
            "an empty anonymous group",
            with("/actor", json!({ "objectType": "Group", "member": [] })),
        ),
        (
            "a group in a group",
            with(
                "/actor",
                json!({ "objectType": "Group", "member": [{ "objectType": "Group", "member": [agent] }] }),
            ),
        ),
        ("a verb that is no address", with("/verb/id", json!("did"))),
        (
            "a language that is none",
            with("/verb/display", json!({ "a language": "did" })),
        ),
        (
            "a score above the most",
            with(
                "/result",
                json!({ "score": { "raw": 11, "min": 0, "max": 10 } }),
            ),
        ),
        (
            "a scaled score above one",
            with("/result", json!({ "score": { "scaled": 1.5 } })),
        ),
        (
            "success as a text",
            with("/result", json!({ "success": "yes" })),
        ),
        (
            "a duration that is none",
            with("/result", json!({ "duration": "5 minutes" })),
        ),
        (
            "a time that is none",
            with("/timestamp", json!("yesterday")),
        ),
        (
            "a time of an unknown zone",
            with("/timestamp", json!("2026-01-01T00:00:00-00:00")),
        ),
        (
            "a registration that is no UUID",
            with("/context", json!({ "registration": "x" })),
        ),
        (
            "an extension that is no address",
            with("/context", json!({ "extensions": { "x": 1 } })),
        ),
        (
            "a team that is one",
            with("/context", json!({ "team": agent })),
        ),
        (
            "a platform of an agent",
            json!({
                "actor": agent, "verb": { "id": "http://example.org/did" },
                "object": { "objectType": "Agent", "mbox": "mailto:c@example.org" },
                "context": { "platform": "x" },
            }),
        ),
        (
            "a statement in a statement in a statement",
            with(
                "/object",
                json!({
                    "objectType": "SubStatement", "actor": agent, "verb": { "id": "http://example.org/did" },
                    "object": { "objectType": "SubStatement", "actor": agent, "verb": { "id": "http://example.org/did" },
                        "object": { "id": "http://example.org/it" } },
                }),
            ),
        ),
        (
            "choices of a number",
            with(
                "/object/definition",
                json!({ "interactionType": "numeric", "choices": [{ "id": "a" }] }),
            ),
        ),
        ("version 2", with("/version", json!("2.0.0"))),
        (
            "voiding an activity",
            with(
                "/verb",
                json!({ "id": "http://adlnet.gov/expapi/verbs/voided" }),
            ),
        ),
        (
            "two of one id",
            json!([statement(&uid(901)), statement(&uid(901))]),
        ),
        (
            "one good and one bad",
            json!([statement(&uid(902)), without("/verb")]),
        ),
        ("a text", json!("statement")),
    ];
    for (what, body) in cases {
        let answer = lrs.post(&body).await;
        assert_eq!(answer.status, 400, "{what}: {}", answer.text);
    }
    let after = lrs.get("statements?verb=http://example.org/did").await;
    assert_eq!(after.json()["statements"], json!([]), "nothing is kept");
    for path in [
        "statements?limit=-1",
        "statements?since=x",
        "statements?agent=x",
        "statements?verb=x",
        "statements?format=long",
        "statements?ascending=perhaps",
        "statements?unknown=1",
        "statements?statementId=x",
        "statements?statementId=01923456-789a-4000-8000-000000000001&voidedStatementId=01923456-789a-4000-8000-000000000001",
        "statements?statementId=01923456-789a-4000-8000-000000000001&limit=1",
        "activities",
        "activities?activityId=x",
        "agents?agent=x",
        "activities/state?activityId=http://a.org/x",
        "activities/profile?profileId=x",
        "agents/profile?agent={}",
    ] {
        let answer = lrs.get(&path.replace('{', "%7B").replace('}', "%7D")).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        assert_eq!(answer.header("x-experience-api-version"), "1.0.3");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_keys_that_hold_and_versions_that_are_spoken_come_in() {
    let site = Site::open("http://localhost").await;
    let about = site.get("/xapi/about").await;
    assert_eq!(about.json()["version"], json!(["1.0.3"]));
    let good = key(&site, &["read"]).await;
    let nobody = basic("nobody", "nothing");
    let read = |version: Option<&str>, key: &str| {
        let mut request = Request::get("/xapi/statements");
        if let Some(version) = version {
            request = request.header("x-experience-api-version", version);
        }
        if !key.is_empty() {
            request = request.header(header::AUTHORIZATION, key);
        }
        request.body(Body::empty()).unwrap()
    };
    for (version, key, status) in [
        (Some("1.0.3"), good.as_str(), 200),
        (Some("1.0"), good.as_str(), 200),
        (Some("1.0.0"), good.as_str(), 200),
        (Some("0.95"), good.as_str(), 400),
        (Some("2.0.0"), good.as_str(), 400),
        (None, good.as_str(), 400),
        (Some("1.0.3"), "", 401),
        (Some("1.0.3"), nobody.as_str(), 401),
        (Some("1.0.3"), "Basic ???", 401),
    ] {
        let answer = site.send(read(version, key)).await;
        assert_eq!(answer.status, status, "{version:?} {key}: {}", answer.text);
    }
    let lrs = Lrs {
        site: &site,
        key: good.clone(),
    };
    assert_eq!(lrs.post(&statement(&uid(1))).await.status, 403);
    let writer = Lrs {
        site: &site,
        key: key(&site, &["write"]).await,
    };
    assert_eq!(writer.get("statements").await.status, 403);
    assert_eq!(writer.post(&statement(&uid(1))).await.status, 200);
    // Taken back at once.
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    let clients: Vec<domain::academy::RecordClient> = site
        .call(&Method::GET, "admin/show_record_clients", &admin, "")
        .await
        .packed();
    for client in clients {
        let form = format!("client={}", client.id);
        let done = site
            .call(&Method::POST, "admin/revoke_record_client", &admin, &form)
            .await;
        assert_eq!(done.status, 200);
    }
    let after = site.send(read(Some("1.0.3"), &good)).await;
    assert_eq!(after.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_kept_once_found_paged_and_voided() {
    let site = Site::open("http://localhost").await;
    let lrs = Lrs {
        site: &site,
        key: key(&site, &["read", "write"]).await,
    };
    let body = json!([statement(&uid(1)), statement(&uid(2)), statement(&uid(3))]);
    let kept = lrs.post(&body).await;
    assert_eq!(kept.json(), json!([uid(1), uid(2), uid(3)]));
    assert_eq!(lrs.post(&body).await.status, 200, "the same again");
    let mut other = statement(&uid(2));
    other["verb"]["id"] = json!("http://example.org/undid");
    assert_eq!(lrs.post(&other).await.status, 409);
    let put = format!("statements?statementId={}", uid(4));
    let four = statement(&uid(4)).to_string();
    assert_eq!(lrs.ask("PUT", &put, &[], &four).await.status, 204);
    assert_eq!(lrs.ask("PUT", &put, &[], &four).await.status, 204);
    let wrong = statement(&uid(5)).to_string();
    assert_eq!(lrs.ask("PUT", &put, &[], &wrong).await.status, 400);
    assert_eq!(lrs.ask("PUT", "statements", &[], &wrong).await.status, 400);
    let one = lrs.get(&format!("statements?statementId={}", uid(4))).await;
    let one = one.json();
    for added in ["stored", "timestamp", "authority", "version"] {
        assert!(one.get(added).is_some(), "{added}");
    }
    let mine = "statements?verb=http://example.org/did";
    let ids = |answer: &Answer| -> Vec<String> {
        let answer = answer.json();
        let list = answer["statements"].as_array().unwrap().clone();
        list.iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = lrs.get(mine).await;
    assert!(!all.header("x-experience-api-consistent-through").is_empty());
    assert_eq!(ids(&all), [uid(4), uid(3), uid(2), uid(1)]);
    let first = lrs.get(&format!("{mine}&limit=3&ascending=true")).await;
    assert_eq!(ids(&first), [uid(1), uid(2), uid(3)]);
    let more = first.json()["more"].as_str().unwrap().to_owned();
    let rest = lrs.get(more.trim_start_matches("/xapi/")).await;
    assert_eq!(
        (ids(&rest), &rest.json()["more"]),
        (vec![uid(4)], &json!(""))
    );
    let two = lrs
        .get(&format!("statements?statementId={}", uid(2)))
        .await
        .json();
    let since = two["stored"].as_str().unwrap();
    let later = lrs.get(&format!("{mine}&since={since}")).await;
    assert_eq!(ids(&later), [uid(4), uid(3)]);
    let until = lrs.get(&format!("{mine}&until={since}")).await;
    assert_eq!(ids(&until), [uid(2), uid(1)]);
    let agent = percent(r#"{"mbox":"mailto:a@example.org"}"#);
    let theirs = lrs.get(&format!("statements?agent={agent}")).await;
    assert_eq!(ids(&theirs).len(), 4);
    let nobody = percent(r#"{"mbox":"mailto:z@example.org"}"#);
    let none = lrs.get(&format!("statements?agent={nobody}")).await;
    assert_eq!(ids(&none).len(), 0);
    let bare = lrs.get(&format!("{mine}&limit=1&format=ids")).await.json();
    assert_eq!(
        bare["statements"][0]["verb"],
        json!({ "id": "http://example.org/did" })
    );
    let arabic = [("accept-language", "ar")];
    let shown = lrs
        .ask(
            "GET",
            &format!("{mine}&limit=1&format=canonical"),
            &arabic,
            "",
        )
        .await
        .json();
    assert_eq!(
        shown["statements"][0]["object"]["definition"]["name"],
        json!({ "ar": "هو" })
    );
    let voiding = json!({
        "actor": { "mbox": "mailto:a@example.org" },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/voided" },
        "object": { "objectType": "StatementRef", "id": uid(3) },
    });
    let voided = lrs.post(&voiding).await.json()[0]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(ids(&lrs.get(mine).await), [uid(4), uid(2), uid(1)]);
    let gone = lrs.get(&format!("statements?statementId={}", uid(3))).await;
    assert_eq!(gone.status, 404);
    let found = lrs
        .get(&format!("statements?voidedStatementId={}", uid(3)))
        .await;
    assert_eq!(found.status, 200);
    let mut again = voiding.clone();
    again["object"]["id"] = json!(voided);
    assert_eq!(lrs.post(&again).await.status, 400, "no voiding is voided");
    let activity = lrs
        .get("activities?activityId=http://example.org/it")
        .await
        .json();
    assert_eq!(activity["definition"]["name"]["en"], "It");
    let person = lrs.get(&format!("agents?agent={agent}")).await.json();
    assert_eq!(person["objectType"], "Person");
    assert_eq!(person["mbox"], json!(["mailto:a@example.org"]));
    let head = lrs.ask("HEAD", mine, &[], "").await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    let parts = lrs.get(&format!("{mine}&attachments=true")).await;
    assert!(parts.header("content-type").starts_with("multipart/mixed"));
    // A request that a browser cannot make.
    let form = format!(
        "X-Experience-API-Version=1.0.3&verb={}",
        percent("http://example.org/did")
    );
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let posted = lrs.ask("POST", "statements?method=GET", &kind, &form).await;
    assert_eq!(ids(&posted), [uid(4), uid(2), uid(1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_not_written_over_by_who_has_not_read_them() {
    let site = Site::open("http://localhost").await;
    let lrs = Lrs {
        site: &site,
        key: key(&site, &["read", "write"]).await,
    };
    let agent = percent(r#"{"mbox":"mailto:a@example.org"}"#);
    let state = format!("activities/state?activityId=http://example.org/it&agent={agent}");
    let one = format!("{state}&stateId=bookmark");
    assert_eq!(lrs.get(&one).await.status, 404);
    assert_eq!(lrs.ask("PUT", &one, &[], r#"{"page":1}"#).await.status, 204);
    assert_eq!(
        lrs.ask("POST", &one, &[], r#"{"done":true}"#).await.status,
        204
    );
    let read = lrs.get(&one).await;
    assert_eq!(read.json(), json!({ "page": 1, "done": true }));
    assert_eq!(lrs.get(&state).await.json(), json!(["bookmark"]));
    let text = [("content-type", "text/plain")];
    assert_eq!(lrs.ask("POST", &one, &text, "x").await.status, 400);
    assert_eq!(lrs.ask("DELETE", &state, &[], "").await.status, 204);
    assert_eq!(lrs.get(&state).await.json(), json!([]));
    for resource in [
        "activities/profile?activityId=http://example.org/it".to_owned(),
        format!("agents/profile?agent={agent}"),
    ] {
        let path = format!("{resource}&profileId=settings");
        let none = [("if-none-match", "*")];
        assert_eq!(lrs.ask("PUT", &path, &none, r#"{"a":1}"#).await.status, 204);
        assert_eq!(lrs.ask("PUT", &path, &none, r#"{"a":2}"#).await.status, 412);
        assert_eq!(lrs.ask("PUT", &path, &[], r#"{"a":2}"#).await.status, 409);
        let etag = lrs.get(&path).await.header("etag").to_owned();
        assert!(etag.starts_with('"'), "{etag}");
        let known = [("if-match", etag.as_str())];
        assert_eq!(
            lrs.ask("PUT", &path, &known, r#"{"a":2}"#).await.status,
            204
        );
        assert_eq!(
            lrs.ask("PUT", &path, &known, r#"{"a":3}"#).await.status,
            412
        );
        assert_eq!(lrs.get(&path).await.json(), json!({ "a": 2 }));
        assert_eq!(lrs.get(&resource).await.json(), json!(["settings"]));
        assert_eq!(lrs.ask("DELETE", &resource, &[], "").await.status, 400);
        assert_eq!(lrs.ask("DELETE", &path, &[], "").await.status, 204);
        assert_eq!(lrs.get(&path).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_learnt_here_is_told() {
    let site = Site::open("http://localhost").await;
    let lrs = Lrs {
        site: &site,
        key: key(&site, &["read"]).await,
    };
    let who = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let course = "course=create-a-cooperative";
    site.call(&Method::POST, "academy/enrol", &who, course)
        .await;
    let done = site
        .call(
            &Method::POST,
            "academy/complete_lesson",
            &who,
            &format!("{course}&lesson=what-it-is"),
        )
        .await;
    assert_eq!(done.status, 200);
    let completed = percent("http://adlnet.gov/expapi/verbs/completed");
    let about = percent("http://localhost/academy/create-a-cooperative/what-it-is/reading");
    let told = lrs
        .get(&format!(
            "statements?verb={completed}&activity={about}&limit=1"
        ))
        .await;
    let told = told.json();
    let statement = &told["statements"][0];
    assert_eq!(
        statement["actor"]["account"]["homePage"],
        "http://localhost"
    );
    assert_eq!(statement["result"]["completion"], true);
    assert!(!told.to_string().contains("acheteuse"), "{told}");
    let course = percent("http://localhost/academy/create-a-cooperative");
    let near = lrs
        .get(&format!(
            "statements?verb={completed}&activity={course}&related_activities=true&limit=1"
        ))
        .await;
    assert_eq!(near.json()["statements"].as_array().unwrap().len(), 1);
}

//! The academy through the whole server: a course learnt by forms alone, live progress over a
//! broken connection, a signed badge.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::{Body, BodyDataStream},
    http::{Method, Request, header},
};
use futures_util::StreamExt;
use std::time::Duration;
use support::{Answer, Site};
use tower::ServiceExt;

const COURSE: &str = "/fr/academy/create-a-cooperative";

/// A form posted by a browser without scripts, from `page`; where it leads.
async fn post(site: &Site, who: &str, page: &str, function: &str, form: &str) -> String {
    let request = Request::post(format!("/api/academy/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://localhost{page}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, format!("session={who}"))
        .body(Body::from(form.to_owned()))
        .unwrap();
    let answer = site.send(request).await;
    assert!(
        (300..400).contains(&answer.status),
        "{function}: {} {}",
        answer.status,
        answer.text
    );
    let to = answer.header("location").to_owned();
    assert!(!to.contains("form="), "{function} was refused: {to}");
    to.trim_start_matches("http://localhost")
        .trim_end_matches('?')
        .to_owned()
}

async fn page(site: &Site, who: &str, path: &str) -> Answer {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, format!("session={who}"))
        .body(Body::empty())
        .unwrap();
    site.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_is_learnt_by_forms_alone() {
    let site = Site::open("http://localhost").await;
    let who = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let lesson = format!("{COURSE}/lessons/what-it-is");
    assert_eq!(page(&site, &who, &lesson).await.status, 403, "not enrolled");
    assert_eq!(site.get(&lesson).await.status, 401);
    let course = "course=create-a-cooperative";
    assert_eq!(post(&site, &who, COURSE, "enrol", course).await, lesson);
    let shown = page(&site, &who, &lesson).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.text.contains("<h2>Ce qui la rend différente</h2>"),
        "the text is in the page"
    );
    assert!(
        shown.text.contains("<track kind=\"captions\""),
        "so are the captions"
    );
    let form = format!("{course}&lesson=what-it-is");
    let next = post(&site, &who, &lesson, "complete_lesson", &form).await;
    assert_eq!(next, format!("{COURSE}/lessons/right-people"));
    let form = format!("{course}&lesson=right-people");
    let quiz = post(&site, &who, &next, "complete_lesson", &form).await;
    assert_eq!(quiz, format!("{COURSE}/lessons/quiz-1"));
    let form = format!("{course}&lesson=quiz-1");
    assert_eq!(post(&site, &who, &quiz, "start_attempt", &form).await, quiz);
    let paper = page(&site, &who, &quiz).await.text;
    assert!(
        paper.contains("name=\"answers[votes]\"") && !paper.contains("Une personne, une voix :")
    );
    let form = format!(
        "{form}&answers%5Bvotes%5D=a&answers%5Bfounders%5D=7&answers%5Bbefore.a%5D=1&answers%5Bbefore.b%5D=1&answers%5Bbefore.c%5D=1"
    );
    post(&site, &who, &quiz, "answer_quiz", &form).await;
    let graded = page(&site, &who, &quiz).await.text;
    assert_eq!(
        graded.matches("data-result=\"right\"").count(),
        2,
        "{graded}"
    );
    assert_eq!(graded.matches("data-result=\"wrong\"").count(), 1);
    assert!(
        graded.contains("Une personne, une voix :"),
        "feedback after grading"
    );
    let learning = page(&site, &who, "/fr/academy/learning").await.text;
    assert!(
        learning.contains(&format!("{COURSE}/lessons/quiz-1")),
        "on in one touch"
    );
}

/// Reads until a message of this name has come; the whole of it.
async fn until(stream: &mut BodyDataStream, name: &str) -> String {
    let mut text = String::new();
    let wanted = format!("event: {name}\n");
    loop {
        let chunk = tokio::time::timeout(Duration::from_secs(10), stream.next())
            .await
            .unwrap_or_else(|_| panic!("no {name} in {text}"));
        text.push_str(&String::from_utf8_lossy(&chunk.unwrap().unwrap()));
        if let Some(message) = text
            .split("\n\n")
            .find(|it| format!("{it}\n").contains(&wanted))
        {
            return message.to_owned();
        }
    }
}

async fn open(site: &Site, who: &str, last: Option<&str>) -> BodyDataStream {
    let mut request = Request::get("/api/v1/progress/stream")
        .header(header::AUTHORIZATION, format!("Bearer {who}"));
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = site
        .router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    response.into_body().into_data_stream()
}

fn id(message: &str) -> String {
    let line = message.lines().find_map(|line| line.strip_prefix("id: "));
    line.unwrap_or_else(|| panic!("no id in {message}"))
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_is_ones_own_and_replays_after_a_break() {
    let site = Site::open("http://localhost").await;
    let phone = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let desktop = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let other = site.sign_in("apprenante@demo.taawouniya.ma").await;
    let course = "course=create-a-cooperative&lesson=what-it-is";
    site.call(
        &Method::POST,
        "academy/enrol",
        &phone,
        "course=create-a-cooperative",
    )
    .await;
    let mut stream = open(&site, &desktop, None).await;
    let begin = id(&until(&mut stream, "ready").await);
    // Someone else's progress is not told.
    let mine = "course=price-and-package&lesson=packaging";
    assert_eq!(
        site.call(&Method::POST, "academy/complete_lesson", &other, mine)
            .await
            .status,
        200
    );
    assert_eq!(
        site.call(&Method::POST, "academy/complete_lesson", &phone, course)
            .await
            .status,
        200
    );
    let told = until(&mut stream, "progress").await;
    assert!(
        told.contains("\"lesson\":\"what-it-is\"") && told.contains("\"lesson_percent\":100"),
        "{told}"
    );
    drop(stream);
    let mut again = open(&site, &desktop, Some(&begin)).await;
    let replayed = until(&mut again, "progress").await;
    assert_eq!(id(&replayed), id(&told));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_is_public_and_names_its_key() {
    let site = Site::open("http://localhost").await;
    let who = site.sign_in("apprenante3@demo.taawouniya.ma").await;
    let learning = page(&site, &who, "/fr/academy/learning").await.text;
    let (_, rest) = learning.split_once("/academy/credentials/").unwrap();
    let code = &rest[..20];
    let verified = site.get(&format!("/ar/academy/credentials/{code}")).await;
    assert_eq!(verified.status, 200);
    assert!(
        verified.text.contains("شهادة صالحة"),
        "in the reader's language"
    );
    let badge = site.get(&format!("/api/v1/credentials/{code}")).await;
    assert_eq!(badge.header("content-type"), "application/vc+ld+json");
    let method = badge.json()["proof"][0]["verificationMethod"]
        .as_str()
        .unwrap()
        .to_owned();
    let key = site
        .get(method.trim_start_matches("http://localhost"))
        .await
        .json();
    assert_eq!(key["id"], method.as_str());
    assert!(
        key["publicKeyMultibase"]
            .as_str()
            .unwrap()
            .starts_with("z6Mk")
    );
}

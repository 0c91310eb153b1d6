//! Files of lessons through the whole server: in parts over a restart, by a plain form, and served
//! by ranges; where no converter is installed.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use server::{AppState, metrics, router, state};
use support::{Answer, Site};

const LESSON: &str = "prepare-the-place";
const PART: usize = 1024 * 1024;

fn wav(ms: u32) -> Vec<u8> {
    let length = ms * 8;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(vec![128; length as usize]);
    bytes
}

async fn put(
    site: &Site,
    who: &str,
    upload: &Value,
    number: usize,
    sha256: &str,
    bytes: &[u8],
) -> Answer {
    let request = Request::put(format!("/api/v1/teaching/uploads/{upload}/parts/{number}"))
        .header("sec-fetch-site", "same-origin")
        .header(header::AUTHORIZATION, format!("Bearer {who}"))
        .header("content-sha256", sha256)
        .body(Body::from(bytes.to_vec()))
        .unwrap();
    site.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_parts_survives_a_restart_and_is_served_by_ranges() {
    let mut site = Site::open_with("http://localhost", &[("ffmpeg", "")]).await;
    let who = site.sign_in("formatrice@demo.taawouniya.ma").await;
    let other = site.sign_in("apprenante@demo.taawouniya.ma").await;
    let whole = wav(200_000);
    let begin = json!({ "lang": "fr", "name": "visite.wav", "bytes": whole.len() }).to_string();
    let address = format!("/teaching/drafts/1/{LESSON}/uploads");
    let begun = site.api(Method::POST, &address, &who, &begin).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let id = begun.json()["id"].clone();
    let (first, second) = whole.split_at(PART);
    let sum = media::digest;
    assert_eq!(
        put(&site, &who, &id, 1, &sum(second), second).await.status,
        200
    );
    let refused = put(&site, &who, &id, 0, &sum(second), first).await;
    assert_eq!(refused.status, 422, "wrong checksum");
    assert_eq!(refused.json()["fields"][0]["field"], "part");
    assert_eq!(put(&site, &who, &id, 0, "", first).await.status, 422);
    assert_eq!(
        put(&site, &who, &id, 2, &sum(first), first).await.status,
        422
    );
    let large = vec![0; PART + 2];
    let beyond = put(&site, &who, &id, 0, &sum(&large), &large).await;
    assert_eq!(beyond.status, 413, "beyond its size");
    assert_eq!(
        put(&site, &other, &id, 0, &sum(first), first).await.status,
        404
    );
    assert_eq!(put(&site, "", &id, 0, &sum(first), first).await.status, 401);
    // Another process over the same folder and database.
    let config = (*site.state.config).clone();
    let services = state::open_services(&config).await.unwrap();
    let fresh = AppState::new(config, services, metrics::detached());
    site.router = router::router(fresh);
    let resumed = site.api(Method::POST, &address, &who, &begin).await.json();
    assert_eq!(resumed["id"], id);
    assert_eq!(resumed["parts"][0]["number"], 1);
    for _ in 0..2 {
        assert_eq!(
            put(&site, &who, &id, 0, &sum(first), first).await.status,
            200
        );
    }
    let finish = format!("/teaching/uploads/{id}/finish");
    let end = json!({ "sha256": sum(&whole) }).to_string();
    let nobody = site.api(Method::POST, &finish, &other, &end).await;
    assert_eq!(nobody.status, 404);
    let done = site.api(Method::POST, &finish, &who, &end).await;
    assert_eq!((done.status, &done.json()["state"]), (200, &json!("ready")));
    let list = format!("/teaching/drafts/1/{LESSON}/files");
    let files = site.api(Method::GET, &list, &who, "").await.json();
    assert_eq!(files["converts"], false);
    let file = files["recordings"][0]["file"].as_str().unwrap();
    let request = Request::get(format!("/academy/media/{file}"))
        .header(header::RANGE, "bytes=0-3")
        .header(header::ACCEPT_ENCODING, "br, gzip")
        .body(Body::empty())
        .unwrap();
    let part = site.send(request).await;
    assert_eq!((part.status, part.text.as_str()), (206, "RIFF"));
    assert!(part.header("cache-control").contains("immutable"));
    assert_eq!(part.header("content-encoding"), "");
    let page = Request::get(format!("/fr/academy/teaching/drafts/1/{LESSON}/files"))
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, format!("session={who}"))
        .body(Body::empty())
        .unwrap();
    let page = site.send(page).await;
    assert_eq!(page.status, 200);
    for words in ["visite.wav", "Prêt, servi comme envoyé", "ffmpeg"] {
        assert!(page.text.contains(words), "{words}");
    }
    let removed = site
        .api(Method::DELETE, &format!("/teaching/uploads/{id}"), &who, "")
        .await;
    assert_eq!(removed.status, 204);
}

/// A form with a file, as a browser without scripts posts it; where it leads.
async fn post(site: &Site, who: &str, name: &str, content: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (field, value) in [("draft", "1"), ("lesson", LESSON), ("lang", "ar")] {
        body.extend(
            format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    body.extend(
        format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
        .bytes(),
    );
    body.extend(content);
    body.extend(b"\r\n--b--\r\n");
    let page = format!("http://localhost/ar/academy/teaching/drafts/1/{LESSON}/files");
    let request = Request::post("/api/academy/send_lesson_file")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, page)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::COOKIE, format!("session={who}"))
        .body(Body::from(body))
        .unwrap();
    site.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_sends_a_small_file_and_says_what_is_wrong() {
    let site = Site::open("http://localhost").await;
    let who = site.sign_in("formatrice@demo.taawouniya.ma").await;
    let sent = post(&site, &who, "a.wav", &wav(3_000)).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert!(
        !sent.header("location").contains("form="),
        "{}",
        sent.header("location")
    );
    let overlapping = "WEBVTT\n\n00:00.000 --> 00:02.000\na\n\n00:01.000 --> 00:03.000\nb\n";
    let refused = post(&site, &who, "a.vtt", overlapping.as_bytes()).await;
    let back = refused.header("location").to_owned();
    assert!(back.contains("form="), "{back}");
    let page = Request::get(back.trim_start_matches("http://localhost"))
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, format!("session={who}"))
        .body(Body::empty())
        .unwrap();
    let page = site.send(page).await;
    assert_eq!(page.status, 422);
    assert!(
        page.text.contains("تبدأ قبل نهاية التي قبلها"),
        "the cue is named in the reader's language"
    );
    assert_eq!(post(&site, "", "a.wav", &wav(3_000)).await.status, 303);
}

//! A voice note over HTTP: sent by a plain form, heard by who may, whole and in parts; and two who
//! edit the same page of an idea without scripts.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::projects::{IdeaLine, IdeaPage};
use support::{Answer, Site};

const WEBM: &[u8] =
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webmB\x87\x81\x04";

async fn begin(site: &Site, who: &str) -> i64 {
    let args = "title=Figues&what=Des+figues";
    let begun = site
        .call(&Method::POST, "projects/start_idea", who, args)
        .await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let mine: Vec<IdeaLine> = site
        .call(&Method::GET, "projects/my_ideas", who, "")
        .await
        .packed();
    mine[0].id.0
}

/// A recording as a browser sends it, under a name that says something else.
async fn send(site: &Site, who: &str, idea: &str, file: &[u8]) -> Answer {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"idea\"\r\n\r\n{idea}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"version\"\r\n\r\n1\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.exe\"\r\nContent-Type: text/html\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let mut request = Request::post("/api/projects/upload_voice_note")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(
            header::REFERER,
            format!("http://localhost/fr/projects/ideas/{idea}/voice"),
        )
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    if !who.is_empty() {
        request = request.header(header::COOKIE, format!("session={who}"));
    }
    site.send(request.body(Body::from(body)).unwrap()).await
}

async fn get(site: &Site, path: &str, who: &str, range: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if !who.is_empty() {
        request = request.header(header::COOKIE, format!("session={who}"));
    }
    if let Some(range) = range {
        request = request.header(header::RANGE, range);
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_note_is_heard_by_its_author_and_nobody_else() {
    let site = Site::open("http://localhost").await;
    let author = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let stranger = site.sign_in("manager09@demo.taawouniya.ma").await;
    let idea = begin(&site, &author).await;
    let address = format!("/ideas/{idea}/voice");
    let before = site.content().await;
    for (who, idea, file) in [
        (author.as_str(), idea.to_string(), &b"<html>"[..]),
        (author.as_str(), idea.to_string(), b""),
        (author.as_str(), idea.to_string(), b"%PDF-1.4 %%EOF"),
        (author.as_str(), "999999".to_owned(), WEBM),
        (author.as_str(), "x".to_owned(), WEBM),
        (stranger.as_str(), idea.to_string(), WEBM),
        ("", idea.to_string(), WEBM),
    ] {
        let refused = send(&site, who, &idea, file).await;
        assert_eq!(refused.status, 303, "{idea}: {}", refused.text);
        let back = refused.header("location");
        assert!(back.contains("form="), "back with its problem: {back}");
    }
    let refused = send(&site, &author, &idea.to_string(), b"<html>").await;
    let page = get(&site, refused.header("location"), &author, None).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("id=\"voice-error\""));
    let mut huge = WEBM.to_vec();
    huge.resize(10 * 1024 * 1024 + 10, 0);
    let refused = send(&site, &author, &idea.to_string(), &huge).await;
    assert!(refused.header("location").contains("form="));
    assert_eq!(site.content().await, before, "nothing is written");
    assert_eq!(get(&site, &address, &author, None).await.status, 404);

    let sent = send(&site, &author, &idea.to_string(), WEBM).await;
    assert_eq!(
        sent.header("location"),
        format!("/fr/projects/ideas/{idea}/voice")
    );
    let heard = get(&site, &address, &author, None).await;
    assert_eq!((heard.status, heard.bytes.as_ref()), (200, WEBM));
    assert_eq!(heard.header("content-type"), "audio/webm");
    assert_eq!(heard.header("cache-control"), "private, no-store");
    assert_eq!(heard.header("x-content-type-options"), "nosniff");
    let part = get(&site, &address, &author, Some("bytes=1-3")).await;
    assert_eq!((part.status, part.bytes.as_ref()), (206, &WEBM[1..=3]));
    assert_eq!(
        part.header("content-range"),
        format!("bytes 1-3/{}", WEBM.len())
    );
    let beyond = get(&site, &address, &author, Some("bytes=900-")).await;
    assert_eq!(beyond.status, 416);
    assert_eq!(get(&site, &address, &stranger, None).await.status, 404);
    assert_eq!(get(&site, &address, "", None).await.status, 401);
    assert_eq!(
        get(&site, "/ideas/x/voice", &author, None).await.status,
        404
    );
}

/// As a browser without scripts posts a form.
async fn post(site: &Site, who: &str, path: &str, page: &str, args: &str) -> Answer {
    let request = Request::post(format!("/api/{path}"))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("http://localhost{page}"))
        .header(header::COOKIE, format!("session={who}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    site.send(request.body(Body::from(args.to_owned())).unwrap())
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_each_page_leads_on_and_both_texts_are_shown() {
    let site = Site::open("http://localhost").await;
    let author = site.sign_in("acheteuse@demo.taawouniya.ma").await;
    let idea = begin(&site, &author).await;
    let page = format!("/fr/projects/ideas/{idea}/what");
    let shown = get(&site, &page, &author, None).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Des figues"));
    let save = |what: &str| format!("idea={idea}&step=what&version=1&title=Figues&what={what}");
    let saved = post(
        &site,
        &author,
        "projects/save_idea",
        &page,
        &save("Le+premier+texte"),
    )
    .await;
    assert_eq!(
        saved.header("location"),
        format!("/fr/projects/ideas/{idea}/product")
    );
    let refused = post(
        &site,
        &author,
        "projects/save_idea",
        &page,
        &save("Le+second+texte"),
    )
    .await;
    let again = get(&site, refused.header("location"), &author, None).await;
    assert_eq!(again.status, 422);
    for text in ["Le premier texte", "Le second texte"] {
        assert!(again.text.contains(text), "{text}");
    }
    // The form now names the version that it replaces.
    assert!(again.text.contains("name=\"version\" value=\"2\""));
    let args = format!("idea={idea}&step=what&version=2&title=Figues&what=Le+second+texte");
    post(&site, &author, "projects/save_idea", &page, &args).await;
    let kept: IdeaPage = site
        .call(
            &Method::GET,
            "projects/show_idea",
            &author,
            &format!("idea={idea}"),
        )
        .await
        .packed();
    assert_eq!(
        kept.idea.content.get(domain::projects::IdeaField::What),
        "Le second texte"
    );
    for path in [
        "/fr/projects/ideas",
        "/ar/projects/ideas/new",
        &format!("/ar/projects/ideas/{idea}"),
        &format!("/fr/projects/ideas/{idea}/similar"),
        &format!("/en/projects/ideas/{idea}/people"),
        &format!("/fr/projects/ideas/{idea}/history"),
        &format!("/fr/projects/ideas/{idea}/voice"),
    ] {
        assert_eq!(get(&site, path, &author, None).await.status, 200, "{path}");
    }
    let nowhere = format!("/fr/projects/ideas/{idea}/nowhere");
    assert_eq!(get(&site, &nowhere, &author, None).await.status, 404);
    assert_eq!(
        get(&site, "/fr/projects/ideas/1", &author, None)
            .await
            .status,
        404,
        "someone else's"
    );
    let advisor = site.sign_in("conseillere.sud@demo.taawouniya.ma").await;
    for path in ["/fr/office/ideas", "/fr/office/ideas/1"] {
        let shown = get(&site, path, &advisor, None).await;
        assert_eq!(shown.status, 200, "{path}");
        assert!(shown.text.contains("Confiture de fruits"), "{path}");
    }
}

//! What every answer carries: its request's number, compression, how long it may be kept; and what
//! operators and developers read.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{body::Body, http::Request};
use support::{Answer, Site};

async fn get(site: &Site, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_page_shows_the_number_that_the_log_has() {
    let site = Site::open("http://localhost").await;
    // The database is gone: every page that reads it fails.
    site.state.services.db.clone().close().await.unwrap();
    let page = get(
        &site,
        "/ar/market/taliouine-saffron",
        &[("accept", "text/html")],
    )
    .await;
    let id = page.header("x-request-id").to_owned();
    assert_eq!(page.status, 500);
    assert_eq!(id.len(), 16, "{id}");
    assert!(page.text.contains(&id), "the number is on the page");
    assert!(page.text.contains("dir=\"rtl\""));
    let ready = get(&site, "/readyz", &[]).await;
    assert_eq!(ready.status, 503);
    assert_eq!(get(&site, "/healthz", &[]).await.status, 200);
    let api = get(&site, "/api/v1/regions", &[]).await;
    assert_eq!(api.header("content-type"), "application/problem+json");
    assert_eq!(api.json()["request_id"], api.header("x-request-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_compressed_as_the_browser_wishes() {
    let site = Site::open("http://localhost").await;
    for (wish, given) in [
        ("br", "br"),
        ("gzip", "gzip"),
        ("br, gzip", "br"),
        ("identity", ""),
    ] {
        let page = get(&site, "/fr/market", &[("accept-encoding", wish)]).await;
        assert_eq!(page.header("content-encoding"), given, "{wish}");
        assert!(page.header("vary").contains("accept-encoding"), "{wish}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_named_by_their_content_are_kept_for_a_year_and_the_rest_is_asked_about() {
    let site = Site::open("http://localhost").await;
    let root = &site.state.config.site_root;
    std::fs::create_dir_all(root.join("pkg")).unwrap();
    std::fs::create_dir_all(root.join("fonts")).unwrap();
    std::fs::write(root.join("pkg/taawouniya.abc.css"), "plain").unwrap();
    std::fs::write(root.join("pkg/taawouniya.abc.css.br"), "packed").unwrap();
    std::fs::write(root.join("pkg/__wasm_split.______.js"), "loader").unwrap();
    std::fs::write(root.join("fonts/a.woff2"), "font").unwrap();
    std::fs::write(root.join("sw.js"), "worker").unwrap();
    let css = get(
        &site,
        "/pkg/taawouniya.abc.css",
        &[("accept-encoding", "br")],
    )
    .await;
    assert_eq!(
        (css.header("content-encoding"), css.text.as_str()),
        ("br", "packed")
    );
    assert!(css.header("cache-control").contains("immutable"));
    for (path, kept) in [
        ("/pkg/__wasm_split.______.js", "no-cache"),
        ("/pkg/nothing.css", "no-cache"),
        ("/fonts/a.woff2", "max-age=2592000"),
        ("/sw.js", "no-cache"),
        ("/fr", "no-cache"),
    ] {
        let answer = get(&site, path, &[]).await;
        assert!(
            answer.header("cache-control").contains(kept),
            "{path}: {}",
            answer.header("cache-control")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_root_answers_in_the_language_of_the_cookie_then_of_the_browser() {
    let site = Site::open("http://localhost").await;
    for (cookie, accept, to) in [
        ("", "", "/fr"),
        ("", "ar-MA,ar;q=0.9,fr;q=0.5", "/ar"),
        ("", "zgh", "/zgh"),
        ("", "de", "/fr"),
        ("lang=en", "ar", "/en"),
        ("lang=xx", "ar", "/ar"),
    ] {
        let root = get(
            &site,
            "/",
            &[("cookie", cookie), ("accept-language", accept)],
        )
        .await;
        assert!((300..400).contains(&root.status), "{}", root.status);
        assert_eq!(root.header("location"), to, "{cookie} {accept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_engines_find_each_public_page_in_four_languages_and_no_private_one() {
    let site = Site::open("https://shop.example").await;
    let page = site.get("/ar/market/taliouine-saffron").await;
    let address = |lang: &str| format!("https://shop.example/{lang}/market/taliouine-saffron");
    assert!(page.text.contains("rel=\"canonical\""));
    for lang in ["fr", "ar", "en", "zgh"] {
        assert!(
            page.text.contains(&format!("hreflang=\"{lang}\"")),
            "{lang}"
        );
        assert!(page.text.contains(&address(lang)), "{lang}");
    }
    let (_, rest) = page.text.split_once("application/ld+json\">").unwrap();
    let product: serde_json::Value =
        serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap();
    assert_eq!(product["@type"], "Product");
    assert_eq!(product["offers"][0]["priceCurrency"], "MAD");
    let map = site.get("/sitemap.xml").await;
    assert!(map.text.contains(&address("fr")));
    assert!(!map.text.contains("/account") && !map.text.contains("/desk"));
    let robots = site.get("/robots.txt").await;
    assert!(
        robots
            .text
            .contains("Sitemap: https://shop.example/sitemap.xml")
    );
    let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
    let cookie = format!("session={owner}");
    let desk = get(&site, "/fr/desk", &[("cookie", &cookie)]).await;
    assert_eq!(desk.status, 200);
    assert!(desk.text.contains("noindex"));
    let document = site.get("/api/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_over_its_limit_is_refused_whoever_sends_it() {
    let site = Site::open("http://localhost").await;
    let body = format!("login=a@b.ma&password={}&next=", "x".repeat(70_000));
    for accept in ["application/x-postcard", "text/html"] {
        let request = Request::post("/api/accounts/sign_in")
            .header("sec-fetch-site", "same-origin")
            .header("accept", accept)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.clone()))
            .unwrap();
        let answer = site.send(request).await;
        assert_eq!(answer.status, 413, "{accept}");
        if accept == "application/x-postcard" {
            assert!(matches!(
                answer.error(),
                domain::Error::TooLarge { max_bytes: 65_536 }
            ));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_styleguide_shows_every_component_in_each_look() {
    let site = Site::open("http://localhost").await;
    let source = include_str!("../src/styleguide.rs");
    let library = include_str!("../../crates/ui/src/lib.rs");
    let missing: Vec<&str> = library
        .lines()
        .filter(|line| line.starts_with("pub use") || line.starts_with("    "))
        .flat_map(|line| line.split(['{', '}', ',', ';', ' ']))
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .filter(|word| component(word) && !source.contains(&format!("<{word}")))
        .collect();
    assert!(
        missing.is_empty(),
        "not in server/src/styleguide.rs: {missing:?}"
    );
    for (lang, dir) in [("fr", "ltr"), ("ar", "rtl")] {
        for scheme in ["light", "dark"] {
            let page = get(
                &site,
                &format!("/styleguide?lang={lang}&scheme={scheme}"),
                &[],
            )
            .await;
            assert_eq!(page.status, 200);
            assert!(page.text.contains(&format!("dir=\"{dir}\"")));
            assert!(page.text.contains(&format!("data-scheme=\"{scheme}\"")));
            for class in [
                "button-primary",
                "badge-warning",
                "chip",
                "card",
                "notice-danger",
                "steps",
                "field-error",
                "choice",
                "tiles",
                "pagination",
                "empty",
                "khatam",
                "price",
                "rows-as-cards",
                "breadcrumbs",
                "ring",
                "dialog-head",
            ] {
                assert!(page.text.contains(class), "{class}");
            }
        }
    }
}

/// Whether a name that `ui` exports is one of its components and not one of their types.
fn component(name: &str) -> bool {
    let marker = format!("pub fn {name}(");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/ui/src");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .any(|text| text.contains(&marker))
}

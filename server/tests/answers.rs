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

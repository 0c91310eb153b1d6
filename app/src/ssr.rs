//! The only place that knows on which side it runs: what a page or a server function needs from
//! the request, and what it gives back besides its value.

use crate::{ApiError, Replay, wire::Packed};
use domain::Lang;
use i18n::Feature;
#[cfg(not(feature = "ssr"))]
use send_wrapper::SendWrapper;
use server_fn::ServerFn;
use std::{future::Future, pin::Pin};

/// An answer under way.
pub(crate) type Pending = Pin<Box<dyn Future<Output = Packed> + Send>>;

/// The id of the element that carries the refused form.
pub(crate) const REPLAY_ID: &str = "replay";

/// The id of the element that carries a feature's words in the document's head.
pub(crate) fn words_id(feature: Feature) -> String {
    format!("words-{}", feature.name())
}

/// The words that this page carries: the server's own copy.
#[cfg(feature = "ssr")]
pub fn page_words(lang: Lang, feature: Feature) -> Option<String> {
    Some(i18n::text(lang, feature).to_owned())
}

/// The words that this page carries, written into its head by the server.
#[cfg(not(feature = "ssr"))]
pub fn page_words(_lang: Lang, feature: Feature) -> Option<String> {
    leptos::prelude::document()
        .get_element_by_id(&words_id(feature))?
        .text_content()
}

/// The words of one feature in one language, as the words file holds them.
#[cfg(feature = "ssr")]
pub async fn words_text(lang: Lang, feature: Feature) -> Result<String, ApiError> {
    Ok(i18n::text(lang, feature).to_owned())
}

/// The words of one feature in one language: from the page, else from its static file.
#[cfg(not(feature = "ssr"))]
pub async fn words_text(lang: Lang, feature: Feature) -> Result<String, ApiError> {
    if let Some(text) = page_words(lang, feature) {
        return Ok(text);
    }
    // The browser's futures are not Send; a page only ever runs on its one thread.
    send_wrapper::SendWrapper::new(async move {
        let offline = |_| {
            ApiError(domain::Error::Internal {
                request_id: String::new(),
            })
        };
        let response = gloo_net::http::Request::get(&i18n::path(lang, feature))
            .send()
            .await
            .map_err(offline)?;
        response.text().await.map_err(offline)
    })
    .await
}

/// Listings for someone who is typing. The server never types.
#[cfg(feature = "ssr")]
pub async fn suggest(_lang: Lang, _text: &str) -> Vec<domain::marketplace::Suggestion> {
    Vec::new()
}

/// Listings for someone who is typing; none where the network fails.
#[cfg(not(feature = "ssr"))]
pub async fn suggest(lang: Lang, text: &str) -> Vec<domain::marketplace::Suggestion> {
    let request = gloo_net::http::Request::get("/api/v1/suggestions")
        .query([("q", text), ("lang", lang.code())]);
    match request.send().await {
        Ok(response) if response.ok() => match response.text().await {
            Ok(text) => suggestions(&text).unwrap_or_default(),
            Err(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Read by the browser's own JSON, which costs nothing to download.
#[cfg(not(feature = "ssr"))]
fn suggestions(text: &str) -> Option<Vec<domain::marketplace::Suggestion>> {
    use leptos::wasm_bindgen::{JsCast, JsValue};
    let of = |value: &JsValue, name: &str| js_sys::Reflect::get(value, &name.into()).ok();
    let string = |value: &JsValue, name: &str| of(value, name)?.as_string();
    let picked = |value: &JsValue, name: &str| {
        let value = of(value, name)?;
        Some(domain::Picked {
            text: string(&value, "text")?,
            lang: Lang::from_code(&string(&value, "lang")?)?,
        })
    };
    js_sys::JSON::parse(text)
        .ok()?
        .dyn_into::<js_sys::Array>()
        .ok()?
        .iter()
        .map(|it| {
            Some(domain::marketplace::Suggestion {
                slug: string(&it, "slug")?,
                name: picked(&it, "name")?,
                cooperative: picked(&it, "cooperative")?,
            })
        })
        .collect()
}

/// A server function's arguments as a query string.
pub(crate) fn query<S: serde::Serialize>(arguments: &S) -> String {
    serde_qs::to_string(arguments).unwrap_or_default()
}

/// Answers a server function's call from within the page's own rendering.
#[cfg(feature = "ssr")]
pub(crate) fn read<S>(query: String) -> Pending
where
    S: ServerFn<Error = ApiError> + serde::de::DeserializeOwned + 'static,
    S::Output: serde::Serialize,
{
    Box::pin(async move {
        let answer = match serde_qs::from_str::<S>(&query) {
            Ok(arguments) => arguments.run_body().await,
            Err(_) => Err(ApiError(domain::Error::Malformed)),
        };
        Packed::new(&answer)
    })
}

/// Asks the server, by the function's own method: what only reads is a GET.
#[cfg(not(feature = "ssr"))]
pub(crate) fn read<S>(query: String) -> Pending
where
    S: ServerFn<Error = ApiError>,
{
    let reads = <S::Protocol as server_fn::Protocol<
        S,
        S::Output,
        S::Client,
        S::Server,
        S::Error,
        S::InputStreamError,
        S::OutputStreamError,
    >>::METHOD
        == http::Method::GET;
    if reads {
        get(S::PATH, &query)
    } else {
        post(S::PATH, query)
    }
}

#[cfg(not(feature = "ssr"))]
fn get(path: &str, query: &str) -> Pending {
    let request = gloo_net::http::Request::get(&format!("{path}?{query}")).build();
    Box::pin(SendWrapper::new(fetch(request)))
}

/// Only a browser posts.
#[cfg(feature = "ssr")]
pub(crate) fn post(_path: &'static str, _form: String) -> Pending {
    Box::pin(async { Packed::new::<()>(&Err(crate::wire::unreadable())) })
}

/// Posts a form's content, as a plain form would, and follows the redirect that comes back.
#[cfg(not(feature = "ssr"))]
pub(crate) fn post(path: &'static str, form: String) -> Pending {
    let request = gloo_net::http::Request::post(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    Box::pin(SendWrapper::new(fetch(request)))
}

/// A packed answer begins with 0 for success or 1 for an error, as Postcard writes a `Result`.
#[cfg(not(feature = "ssr"))]
async fn fetch(request: Result<gloo_net::http::Request, gloo_net::Error>) -> Packed {
    let answer = async {
        let request = request?;
        request.headers().set("Accept", "application/x-postcard");
        let response = request.send().await?;
        let body = response.binary().await?;
        if response
            .headers()
            .get(server_fn::redirect::REDIRECT_HEADER)
            .is_some()
            && let Some(to) = response.headers().get("Location")
        {
            // Once the answer has had its effects: the page that waits for them goes away.
            leptos::prelude::set_timeout(
                move || server_fn::redirect::call_redirect_hook(&to),
                std::time::Duration::ZERO,
            );
        }
        let mut bytes = Vec::with_capacity(body.len() + 1);
        bytes.push(u8::from(!response.ok()));
        bytes.extend_from_slice(&body);
        Ok::<_, gloo_net::Error>(Packed(bytes.into()))
    };
    // Neither success nor error: opens as what could not be read.
    answer.await.unwrap_or_else(|_| Packed([2].into()))
}

/// What a form would send, with the button that was pressed.
#[cfg(feature = "ssr")]
pub(crate) fn form_content(_event: &leptos::ev::SubmitEvent) -> Option<String> {
    None
}

/// What a form would send, with the button that was pressed.
#[cfg(not(feature = "ssr"))]
pub(crate) fn form_content(event: &leptos::ev::SubmitEvent) -> Option<String> {
    let data = leptos::form::form_data_from_event(event).ok()?;
    let pairs = leptos::web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    pairs.to_string().as_string()
}

/// The refused form that this request shows again.
#[cfg(feature = "ssr")]
pub fn take_replay() -> Option<Replay> {
    server::parts().and_then(|parts| parts.extensions.get::<Replay>().cloned())
}

/// A refused form as the page's head carries it.
#[cfg(feature = "ssr")]
pub(crate) fn replay_text(replay: &Replay) -> Option<String> {
    postcard::to_allocvec(replay)
        .ok()
        .map(|bytes| crate::wire::to_text(&bytes))
}

/// The refused form that this page shows again, written into its head by the server.
#[cfg(not(feature = "ssr"))]
pub fn take_replay() -> Option<Replay> {
    use leptos::prelude::{GetUntracked as _, Owner, document, window};
    if let Some(element) = document().get_element_by_id(REPLAY_ID) {
        let bytes = crate::wire::from_text(&element.text_content()?);
        return postcard::from_bytes(&bytes).ok();
    }
    // Reached by a navigation, after signing in again: only the server has the form.
    let is_hydrating = Owner::current_shared_context().is_some_and(|it| it.during_hydration());
    let location = leptos_router::hooks::use_location();
    let search = location.search.get_untracked();
    if !is_hydrating && form_query(&search).is_some() {
        // The browser's own address may still be the page before.
        let mark = if search.starts_with('?') { "" } else { "?" };
        let to = format!("{}{mark}{search}", location.pathname.get_untracked());
        let _ = window().location().replace(&to);
    }
    None
}

/// The query without the name of a refused form; `None` where it names none.
#[cfg(not(feature = "ssr"))]
fn form_query(search: &str) -> Option<String> {
    let pairs: Vec<&str> = search.trim_start_matches('?').split('&').collect();
    let rest: Vec<&str> = pairs
        .iter()
        .copied()
        .filter(|pair| !pair.starts_with("form="))
        .collect();
    (rest.len() < pairs.len()).then(|| rest.join("&"))
}

/// Only a browser posts.
#[cfg(feature = "ssr")]
pub fn post_plainly(_path: &str) {}

/// Posts the form of a server function as a browser without scripts would.
#[cfg(not(feature = "ssr"))]
pub fn post_plainly(path: &str) {
    use leptos::wasm_bindgen::JsCast;
    let form = leptos::prelude::document()
        .query_selector(&format!("form[action$=\"{path}\"]"))
        .ok()
        .flatten()
        .and_then(|element| element.dyn_into::<leptos::web_sys::HtmlFormElement>().ok());
    if let Some(form) = form {
        let _ = form.submit();
    }
}

/// The server's document is written once.
#[cfg(feature = "ssr")]
pub fn forget_replay() {}

/// After the page is hydrated: a later visit begins with an empty form.
#[cfg(not(feature = "ssr"))]
pub fn forget_replay() {
    use leptos::prelude::{document, window};
    if let Some(element) = document().get_element_by_id(REPLAY_ID) {
        element.remove();
    }
    // Reloading is a fresh visit too.
    let location = window().location();
    let search = location.search().unwrap_or_default();
    if let (Some(rest), Ok(path), Ok(history)) =
        (form_query(&search), location.pathname(), window().history())
    {
        let mark = if rest.is_empty() { "" } else { "?" };
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{mark}{rest}")));
    }
}

/// Sets the page's HTTP status where a server renders it.
#[cfg(feature = "ssr")]
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (
        leptos::prelude::use_context::<leptos_axum::ResponseOptions>(),
        axum::http::StatusCode::from_u16(status),
    ) {
        response.set_status(status);
    }
}

/// Sets the page's HTTP status where a server renders it.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_status: u16) {}

/// The language in the address, where a server renders the page.
#[cfg(feature = "ssr")]
pub fn request_lang() -> Option<Lang> {
    server::parts().and_then(|parts| {
        let first = parts.uri.path().split('/').nth(1)?;
        Lang::from_code(first)
    })
}

/// The path of the page that the server renders.
#[cfg(feature = "ssr")]
pub fn request_path() -> String {
    server::parts()
        .map(|parts| parts.uri.path().to_owned())
        .unwrap_or_default()
}

/// What a page adds to its document's head besides its title. Only the server writes it: search
/// engines and link previews read the server's page, and the browser is spared the code.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct Head(std::sync::Arc<std::sync::Mutex<String>>);

#[cfg(feature = "ssr")]
impl Head {
    pub fn take(&self) -> String {
        std::mem::take(
            &mut *self
                .0
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }
}

#[cfg(feature = "ssr")]
fn add_to_head(html: &str) {
    if let Some(head) = leptos::prelude::use_context::<Head>() {
        let mut text = head
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        // The server may render a part of a page twice.
        if !text.contains(html) {
            text.push_str(html);
        }
    }
}

/// A `<meta name=… content=…>` in the document's head.
#[cfg(feature = "ssr")]
pub fn meta(name: &str, content: &str) {
    let content = html_escape::encode_double_quoted_attribute(content);
    add_to_head(&format!("<meta name=\"{name}\" content=\"{content}\">"));
}

/// Only the server's document has a head to fill.
#[cfg(not(feature = "ssr"))]
pub fn meta(_name: &str, _content: &str) {}

/// The canonical address of the page at `path`, and the same page in the other languages.
#[cfg(feature = "ssr")]
pub fn alternates(path: &str) {
    let site = server::ctx_now()
        .map(|ctx| ctx.services.public_url.clone())
        .unwrap_or_default();
    let path = html_escape::encode_double_quoted_attribute(path);
    let lang = request_lang().unwrap_or_default().code();
    let mut html = format!("<link rel=\"canonical\" href=\"{site}/{lang}{path}\">");
    for lang in Lang::ALL.map(Lang::code) {
        html.push_str(&format!(
            "<link rel=\"alternate\" hreflang=\"{lang}\" href=\"{site}/{lang}{path}\">"
        ));
    }
    add_to_head(&html);
}

/// Only the server's document has a head to fill.
#[cfg(not(feature = "ssr"))]
pub fn alternates(_path: &str) {}

/// The product for search engines (schema.org). `<` is escaped, so that no text ends the script.
#[cfg(feature = "ssr")]
pub(crate) fn describe_listing(
    listing: &domain::marketplace::ListingPage,
    name: &str,
    description: &str,
) {
    let offers: Vec<serde_json::Value> = listing
        .variants
        .iter()
        .map(|variant| {
            let minor = variant.price.minor;
            serde_json::json!({
                "@type": "Offer", "sku": variant.sku, "priceCurrency": variant.price.currency.code(),
                "price": format!("{}.{:02}", minor / 100, minor % 100),
                "availability": if variant.available > 0 { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" },
            })
        })
        .collect();
    let mut product = serde_json::json!({
        "@context": "https://schema.org", "@type": "Product", "name": name, "description": description, "offers": offers,
    });
    if let Some(rating) = listing.rating {
        product["aggregateRating"] = serde_json::json!({
            "@type": "AggregateRating", "reviewCount": rating.count,
            "ratingValue": format!("{}.{}", rating.tenths / 10, rating.tenths % 10),
        });
    }
    let text = product.to_string().replace('<', "\\u003c");
    add_to_head(&format!(
        "<script type=\"application/ld+json\">{text}</script>"
    ));
}

/// Search engines read the server's page.
#[cfg(not(feature = "ssr"))]
pub(crate) fn describe_listing(
    _listing: &domain::marketplace::ListingPage,
    _name: &str,
    _description: &str,
) {
}

/// The server writes the sheet into the document's head.
#[cfg(feature = "ssr")]
pub(crate) async fn load_sheet(_address: &str) {}

/// Adds a feature's sheet to the document, once, and waits for it: a page shown before its style
/// would jump.
#[cfg(not(feature = "ssr"))]
pub(crate) async fn load_sheet(address: &str) {
    use wasm_bindgen::{JsCast as _, closure::Closure};

    let document = leptos::prelude::document();
    let is_there = document
        .query_selector(&format!("link[href=\"{address}\"]"))
        .ok()
        .flatten()
        .is_some();
    if is_there {
        return;
    }
    if let (Ok(link), Some(head)) = (document.create_element("link"), document.head()) {
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", address);
        let (done, loaded) = futures::channel::oneshot::channel::<()>();
        // One of the two happens, once.
        let end = Closure::once_into_js(move || drop(done));
        for event in ["load", "error"] {
            let _ = link.add_event_listener_with_callback(event, end.unchecked_ref());
        }
        if head.append_child(&link).is_ok() {
            let _ = loaded.await;
        }
    }
}

/// Moves the focus to the new page's heading, as soon as it is there.
#[cfg(not(feature = "ssr"))]
pub(crate) fn focus_heading() {
    wait_for_heading(60);
}

/// Only a browser has a focus.
#[cfg(feature = "ssr")]
pub(crate) fn focus_heading() {}

/// Looks again until its data has come; after three seconds the visitor has gone on alone.
#[cfg(not(feature = "ssr"))]
fn wait_for_heading(tries: u32) {
    use leptos::wasm_bindgen::JsCast;
    let heading = leptos::prelude::document()
        .query_selector("main h1")
        .ok()
        .flatten()
        .and_then(|element| element.dyn_into::<leptos::web_sys::HtmlElement>().ok());
    match heading {
        Some(heading) => {
            let _ = heading.set_attribute("tabindex", "-1");
            let _ = heading.focus();
        }
        None if tries > 0 => leptos::prelude::set_timeout(
            move || wait_for_heading(tries - 1),
            std::time::Duration::from_millis(50),
        ),
        None => {}
    }
}

#[cfg(feature = "ssr")]
pub use server::{
    after_sign_in, catalogue_query, clear_session_cookie, course_query, credit_input, ctx,
    dossier_address, dossier_input, draft_lesson_address, lesson_address, merge_guest_cart,
    next_step, own_cooperative, pairs, quantity, redirect, redirect_plain_form, respond,
    review_subject, save_registration, saves_data, session, set_cart_cookie, set_session_cookie,
    sheet_query, values_of,
};

#[cfg(feature = "ssr")]
mod server;

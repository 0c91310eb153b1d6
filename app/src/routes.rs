//! Every address of the site. Each feature is one lazy chunk: all its routes share one
//! `LazyRoute`, which finds its page by the address.

use crate::{
    academy::Academy,
    accounts::Accounts,
    cooperatives::Cooperatives,
    desk::Desk,
    frame::{Frame, NotFoundView},
    home::Home,
    marketplace::Marketplace,
    projects::Projects,
    words::provide_words,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("/:lang") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<Home>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("market") view={Lazy::<Marketplace>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("market/:slug") view={Lazy::<Marketplace>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("cart") view={Lazy::<Marketplace>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("checkout") view={Lazy::<Marketplace>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("orders/:token") view={Lazy::<Marketplace>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("cooperatives/:slug") view={Lazy::<Cooperatives>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("sign-in") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("register") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("forgotten") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("reset") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("account") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("account/orders") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("account/profile") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("account/sessions") view={Lazy::<Accounts>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("desk") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("desk/orders/:id") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("desk/stock") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("desk/listings") view={Lazy::<Desk>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("projects") view={Lazy::<Projects>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("academy") view={Lazy::<Academy>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("*rest") view=NotFoundView ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// For an address without a language in it.
#[component]
fn NotFoundPage() -> impl IntoView {
    provide_words(domain::Lang::Fr);
    view! { <main id="content"><NotFoundView/></main> }
}

/// The HTML document around the site, on the server.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    use leptos::{hydration::HydrationScripts, nonce::use_nonce};
    use leptos_meta::{HashedStylesheet, MetaTags};

    let lang = crate::ssr::request_lang().unwrap_or_default();
    let words = std::iter::once(&i18n::Feature::Shell)
        .chain(crate::words::features_of(&crate::ssr::request_path()))
        .map(|feature| view! {
            <script type="text/plain" id=crate::ssr::words_id(*feature) inner_html=i18n::text(lang, *feature)></script>
        })
        .collect_view();
    // Here and not in the page, which would carry it into the browser's code.
    let description = crate::ssr::request_path().ends_with("/market").then(|| {
        let words = i18n::Words::new(lang);
        let _ = words.load(i18n::Feature::Shell, i18n::text(lang, i18n::Feature::Shell));
        let text = words.t(i18n::keys::shell::SITE_DESCRIPTION);
        view! { <meta name="description" content=text/> }
    });
    // `<` is escaped, so that nothing typed ends the script.
    let replay = crate::ssr::take_replay()
        .and_then(|replay| serde_json::to_string(&replay).ok())
        .map(|text| view! {
            <script type="application/json" id=crate::ssr::REPLAY_ID inner_html=text.replace('<', "\\u003c")></script>
        });
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() dir=lang.dir().attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#A8432A"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <HashedStylesheet id="style" options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <script nonce=use_nonce()>
                    "if('serviceWorker' in navigator&&location.protocol==='https:')navigator.serviceWorker.register('/sw.js')"
                </script>
                {description}
                {words}
                {replay}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

//! Every address of the site: the address's first part names the feature, each feature is one
//! lazy chunk, and the frame shows it. The router itself has a single route, so that neither its
//! code nor the browser's download grows with the number of pages.

use crate::{
    academy, accounts, admin, bank, cooperatives, desk,
    frame::{Frame, NotFoundView},
    home, marketplace, money, projects, quotes, teaching, trade, ventures,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    WildcardSegment,
    components::{FlatRoutes, Route, Router},
};

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=|| ()>
                <Route path=WildcardSegment("path") view=Frame/>
            </FlatRoutes>
        </Router>
    }
}

/// A feature with pages of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Home,
    Marketplace,
    /// Cart, checkout and orders.
    Orders,
    Cooperatives,
    Accounts,
    Desk,
    Admin,
    Projects,
    Academy,
    /// A trainer's pages.
    Teaching,
    /// The office's pages about money and disputes.
    Money,
    Trade,
    /// From a project to a cooperative: teams and dossiers.
    Ventures,
    /// Requests for quotes, of the buyer and on the desk.
    Quotes,
    /// People, ideas and results of the project bank.
    Bank,
    Nowhere,
}

impl Part {
    /// The feature that `/fr/…` belongs to.
    pub(crate) fn of(path: &str) -> Part {
        let mut parts = path.split('/').skip(2);
        match (parts.next(), parts.next(), parts.next()) {
            (Some("office"), Some("money" | "disputes"), _) => return Part::Money,
            (Some("desk"), Some("quotes"), _) => return Part::Quotes,
            (
                Some("projects"),
                Some(
                    "for-me" | "profile" | "skills" | "follow-up" | "referrals" | "consent"
                    | "ideas",
                ),
                _,
            )
            | (Some("office"), Some("follow-up" | "referrals" | "rules"), _)
            | (Some("office"), Some("ideas"), Some(_)) => return Part::Bank,
            (Some("projects"), Some("teams"), _)
            | (Some("office"), Some("dossiers" | "reviews"), Some(_)) => return Part::Ventures,
            (Some("academy"), Some("teaching"), _) => return Part::Teaching,
            _ => {}
        }
        match path.split('/').nth(2).unwrap_or_default() {
            "" => Part::Home,
            "market" => Part::Marketplace,
            "cart" | "checkout" | "orders" => Part::Orders,
            "cooperatives" | "lots" => Part::Cooperatives,
            "sign-in" | "register" | "forgotten" | "reset" | "account" => Part::Accounts,
            "desk" => Part::Desk,
            "office" => Part::Admin,
            "projects" => Part::Projects,
            "academy" => Part::Academy,
            "impact" => Part::Bank,
            "trade" => Part::Trade,
            "quotes" => Part::Quotes,
            _ => Part::Nowhere,
        }
    }

    /// The name under which the style knows the feature's colour.
    pub(crate) const fn colour(self) -> &'static str {
        match self {
            Part::Projects | Part::Ventures | Part::Bank => "projects",
            Part::Academy | Part::Teaching => "academy",
            Part::Marketplace
            | Part::Orders
            | Part::Cooperatives
            | Part::Desk
            | Part::Money
            | Part::Trade
            | Part::Quotes
            | Part::Admin => "market",
            Part::Home | Part::Accounts | Part::Nowhere => "home",
        }
    }

    /// The sheets of what only some features draw: `style/parts/<name>.scss`. A first visit of the
    /// others is spared them.
    pub(crate) const fn sheets(self) -> &'static [&'static str] {
        match self {
            Part::Projects => &["/css/projects.css"],
            Part::Ventures | Part::Bank => &["/css/projects.css", "/css/selling.css"],
            Part::Academy | Part::Teaching => &["/css/academy.css"],
            Part::Orders | Part::Accounts | Part::Money => &["/css/sales.css"],
            Part::Desk | Part::Quotes => &["/css/sales.css", "/css/selling.css"],
            Part::Cooperatives | Part::Trade | Part::Admin => &["/css/selling.css"],
            Part::Home | Part::Marketplace | Part::Nowhere => &[],
        }
    }

    /// Fetches the feature's code. The server's is not split.
    pub(crate) async fn preload(self) {
        #[cfg(target_arch = "wasm32")]
        match self {
            Part::Home => home::__preload_home_page().await,
            Part::Marketplace => marketplace::__preload_marketplace_page().await,
            Part::Orders => marketplace::__preload_orders_page().await,
            Part::Cooperatives => cooperatives::__preload_cooperatives_page().await,
            Part::Accounts => accounts::__preload_accounts_page().await,
            Part::Desk => desk::__preload_desk_page().await,
            Part::Admin => admin::__preload_admin_page().await,
            Part::Projects => projects::__preload_projects_page().await,
            Part::Academy => academy::__preload_academy_page().await,
            Part::Teaching => teaching::__preload_teaching_page().await,
            Part::Money => money::__preload_money_page().await,
            Part::Trade => trade::__preload_trade_page().await,
            Part::Ventures => ventures::__preload_ventures_page().await,
            Part::Quotes => quotes::__preload_quotes_page().await,
            Part::Bank => bank::__preload_bank_page().await,
            Part::Nowhere => {}
        }
    }

    /// The feature's page at the address shown. Its code is there: see [`Part::preload`].
    pub(crate) fn view(self) -> AnyView {
        let page = async move {
            match self {
                Part::Home => home::home_page().await,
                Part::Marketplace => marketplace::marketplace_page().await,
                Part::Orders => marketplace::orders_page().await,
                Part::Cooperatives => cooperatives::cooperatives_page().await,
                Part::Accounts => accounts::accounts_page().await,
                Part::Desk => desk::desk_page().await,
                Part::Admin => admin::admin_page().await,
                Part::Projects => projects::projects_page().await,
                Part::Academy => academy::academy_page().await,
                Part::Teaching => teaching::teaching_page().await,
                Part::Money => money::money_page().await,
                Part::Trade => trade::trade_page().await,
                Part::Ventures => ventures::ventures_page().await,
                Part::Quotes => quotes::quotes_page().await,
                Part::Bank => bank::bank_page().await,
                Part::Nowhere => view! { <NotFoundView/> }.into_any(),
            }
        };
        match futures::FutureExt::now_or_never(page) {
            Some(view) => view,
            None => crate::frame::loading().into_any(),
        }
    }
}

/// What a page needs before it can be hydrated: its code.
pub async fn preload(path: &str) {
    Part::of(path).preload().await;
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
    let font = match lang {
        domain::Lang::Ar => "/fonts/cairo-700-arabic.woff2",
        domain::Lang::Zgh => "/fonts/noto-tifinagh-400.woff2",
        domain::Lang::Fr | domain::Lang::En => "/fonts/cairo-700-latin.woff2",
    };
    let sheets = Part::of(&crate::ssr::request_path())
        .sheets()
        .iter()
        .map(|sheet| view! { <link rel="stylesheet" href=*sheet/> })
        .collect_view();
    let replay = crate::ssr::take_replay()
        .and_then(|replay| crate::ssr::replay_text(&replay))
        .map(|text| {
            view! {
                <script type="text/plain" id=crate::ssr::REPLAY_ID inner_html=text></script>
            }
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
                <link rel="preload" href=font r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <HashedStylesheet id="style" options=options.clone()/>
                {sheets}
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

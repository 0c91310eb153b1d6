//! The frame around every page: language, header, navigation, footer, and the views for what was
//! not found or went wrong.

use crate::{
    Loaded, accounts::api::CurrentSession, href, reload, routes::Part, use_words, words,
    words::provide_words,
};
use domain::{Error, Lang, accounts::Me};
use i18n::keys::shell as k;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_location, params::ParamsMap};
use serde::{Deserialize, Serialize};
use ui::{EmptyState, Icon};

/// Who looks at the page, and how many pieces their cart holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub me: Option<Me>,
    pub cart_count: u32,
}

/// The session, read again at [`SessionSignal::refresh`].
#[derive(Clone, Copy)]
pub struct SessionSignal {
    session: Loaded<Session>,
}

impl SessionSignal {
    /// Who looks. A visitor where the server does not answer.
    pub async fn get(self) -> Session {
        self.session.await.unwrap_or_default()
    }

    /// After the cart changed or someone signed in or out.
    pub fn refresh(&self) {
        self.session.refetch();
    }
}

/// The visitor's session. `None` only outside the frame.
pub fn use_session() -> Option<SessionSignal> {
    use_context::<SessionSignal>()
}

/// The address whose page is shown: after a click it follows the browser's once that page's code
/// and words have come.
#[derive(Clone, Copy)]
struct Shown(RwSignal<String>);

/// The path of the page shown, such as `/fr/market/saffron`. Another path is another page, made
/// anew, so a page reads it once.
pub fn use_path() -> String {
    use_context::<Shown>().map_or_else(String::new, |shown| shown.0.get_untracked())
}

/// One part of [`use_path`]: 0 is the language, 1 the feature. Empty where there is none.
pub fn path_segment(at: usize) -> String {
    let path = use_path();
    path.split('/').nth(at + 1).unwrap_or_default().to_owned()
}

/// The address's query. Not the router's function of this name: a route whose path changes keeps
/// the query it began with (`FlatRoutes`, leptos_router 0.8.17). And a page that is being left keeps
/// its own, or it would ask the server once more, with another page's query.
pub fn use_query_map() -> Memo<ParamsMap> {
    let location = use_location();
    let page = location.pathname.get_untracked();
    Memo::new(move |kept: Option<&ParamsMap>| match kept {
        Some(kept) if location.pathname.get() != page => kept.clone(),
        _ => location.query.get(),
    })
}

/// Everything on the page: the only route's view.
#[component]
pub fn Frame() -> impl IntoView {
    let path = use_location().pathname;
    // Changing the language is a full page load, so it is read once.
    let lang = path.with_untracked(|path| path.split('/').nth(1).and_then(Lang::from_code));
    provide_words(lang.unwrap_or_default());
    if lang.is_none() {
        return view! { <main id="content"><NotFoundView/></main> }.into_any();
    }
    let session = reload(|| 0, || CurrentSession {});
    provide_context(SessionSignal { session });
    let shown = RwSignal::new(path.get_untracked());
    provide_context(Shown(shown));
    follow(path, shown);
    view! {
        <Header/>
        <main id="content" tabindex="-1">
            {move || Part::of(&shown.get()).view()}
        </main>
        <Footer/>
    }
    .into_any()
}

/// Shows the page of each new address once it is ready, unless the visitor has gone on meanwhile.
fn follow(path: Memo<String>, shown: RwSignal<String>) {
    let words = use_words();
    Effect::new(move |_| {
        let to = path.get();
        if to == shown.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            futures::future::join_all(
                Part::of(&to)
                    .sheets()
                    .iter()
                    .map(|sheet| crate::ssr::load_sheet(sheet)),
            )
            .await;
            crate::preload(&to).await;
            words::load(words, &to).await;
            if path.get_untracked() == to {
                shown.set(to);
                crate::ssr::focus_heading();
            }
        });
    });
}

#[component]
fn Header() -> impl IntoView {
    let words = use_words();
    let lang = words.lang();
    let path = use_location().pathname;
    let part = Memo::new(move |_| Part::of(&path.get()).colour());
    let item = {
        move |name: &'static str, to: &'static str, icon: &'static str, key| {
            let current = move || (part.get() == name).then_some("page");
            view! {
                <a href=href(to) aria-current=current>
                    <Icon name=icon/>
                    <span>{words.t(key)}</span>
                </a>
            }
        }
    };
    view! {
        <a class="skip-link" href="#content">{words.t(k::SKIP_TO_CONTENT)}</a>
        <header class="site-header" data-part=move || part.get()>
            <div class="wrap">
                <a class="brand" href=href("")>
                    <img src="/favicon.svg" alt="" width="32" height="32"/>
                    <span>{words.t(k::SITE_NAME)}</span>
                </a>
                <nav class="site-nav" aria-label=words.t(k::NAV_MAIN)>
                    {item("market", "/market", "storefront", k::NAV_MARKET)}
                    {item("projects", "/projects", "plant", k::NAV_PROJECTS)}
                    {item("academy", "/academy", "graduation-cap", k::NAV_ACADEMY)}
                </nav>
                <div class="site-tools">
                    <CartLink/>
                    <AccountLink/>
                    <LanguageMenu lang/>
                </div>
            </div>
        </header>
    }
}

#[component]
fn CartLink() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let label = words.t(k::NAV_CART);
    view! {
        <a class="tool" href=href("/cart")>
            <Icon name="shopping-cart"/>
            <span class="tool-label">{label}</span>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let count = match session {
                        Some(session) => session.get().await.cart_count,
                        None => 0,
                    };
                    (count > 0).then(|| view! { <bdi class="count">{count}</bdi> })
                })}
            </Transition>
        </a>
    }
}

#[component]
fn AccountLink() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    view! {
        <Transition fallback=|| ()>
            {move || {
                                Suspend::new(async move {
                    let me = match session {
                        Some(session) => session.get().await.me,
                        None => None,
                    };
                    let desk = me.as_ref().and_then(Me::cooperative).is_some();
                    let office = me.as_ref().is_some_and(crate::admin::has_office);
                    let (to, icon, key) = match me {
                        Some(_) => ("/account", "user-circle", k::NAV_ACCOUNT),
                        None => ("/sign-in", "sign-in", k::NAV_SIGN_IN),
                    };
                    view! {
                        {desk.then(|| view! {
                            <a class="tool" href=href("/desk")>
                                <Icon name="package"/>
                                <span class="tool-label">{words.t(k::NAV_DESK)}</span>
                            </a>
                        })}
                        {office.then(|| view! {
                            <a class="tool" href=href("/office")>
                                <Icon name="seal-check"/>
                                <span class="tool-label">{words.t(k::NAV_OFFICE)}</span>
                            </a>
                        })}
                        <a class="tool" href=href(to)>
                            <Icon name=icon/>
                            <span class="tool-label">{words.t(key)}</span>
                        </a>
                    }
                })
            }}
        </Transition>
    }
}

/// Each language by its own name; the page stays the same. A full load, so that the document's
/// language and direction change with it.
#[component]
fn LanguageMenu(lang: Lang) -> impl IntoView {
    let location = use_location();
    let words = use_words();
    let address = move |to: Lang| {
        let path = location.pathname.get();
        let rest = path
            .splitn(3, '/')
            .nth(2)
            .map(|rest| format!("/{rest}"))
            .unwrap_or_default();
        let search = location.search.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("/{}{rest}{mark}{search}", to.code())
    };
    view! {
        <details class="lang-menu">
            <summary aria-label=words.t(k::NAV_LANGUAGE)>
                <Icon name="globe"/>
                <span lang=lang.code()>{own_name(lang)}</span>
            </summary>
            <ul>
                {Lang::ALL.into_iter().map(|to| {
                    view! {
                        <li>
                            <a
                                href=move || address(to)
                                rel="external"
                                lang=to.code()
                                dir=to.dir().attribute()
                                aria-current=(to == lang).then_some("true")
                            >
                                {own_name(to)}
                            </a>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </details>
    }
}

const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Français",
        Lang::Ar => "العربية",
        Lang::En => "English",
        Lang::Zgh => "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    }
}

#[component]
fn Footer() -> impl IntoView {
    let words = use_words();
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <div>
                    <p class="brand"><img src="/favicon.svg" alt="" width="32" height="32"/>{words.t(k::SITE_NAME)}</p>
                    <p>{words.t(k::FOOTER_ABOUT)}</p>
                    <p class="meta">{words.t(k::FOOTER_DEMO)}</p>
                </div>
                <ul>
                    <li><a href=href("/market")><Icon name="storefront"/>{words.t(k::NAV_MARKET)}</a></li>
                    <li><a href=href("/projects")><Icon name="plant"/>{words.t(k::NAV_PROJECTS)}</a></li>
                    <li><a href=href("/academy")><Icon name="graduation-cap"/>{words.t(k::NAV_ACADEMY)}</a></li>
                    <li><a href=href("/impact")><Icon name="chart-bar"/>{words.t(k::NAV_IMPACT)}</a></li>
                </ul>
            </div>
        </footer>
    }
}

/// What stands where a page's content will, after a navigation on a slow network.
pub(crate) fn loading() -> impl IntoView {
    view! { <p class="wrap loading" role="status">{use_words().t(k::LOADING)}</p> }
}

/// What is not there, or not the reader's to see.
#[component]
pub fn NotFoundView() -> impl IntoView {
    crate::ssr::set_status(404);
    let words = use_words();
    view! {
        <Title text=words.t(k::NOT_FOUND_TITLE)/>
        <div class="wrap">
            <EmptyState
                illustration="/illustrations/empty/search.svg"
                title=words.t(k::NOT_FOUND_TITLE)
                text=words.t(k::NOT_FOUND_TEXT)
            >
                <a class="button button-primary" href=href("")>{words.t(k::BACK_HOME)}</a>
            </EmptyState>
        </div>
    }
}

/// A page that could not be made: not found, sign in first, or a failure with its request id.
#[component]
pub fn ErrorView(error: Error) -> impl IntoView {
    match error {
        Error::NotFound => view! { <NotFoundView/> }.into_any(),
        Error::Unauthenticated => view! { <SignInFirst/> }.into_any(),
        error => {
            crate::ssr::set_status(error.status());
            let words = use_words();
            view! {
                <Title text=words.t(k::ERROR_TITLE)/>
                <div class="wrap">
                    <EmptyState
                        illustration="/illustrations/empty/error.svg"
                        title=words.t(k::ERROR_TITLE)
                        text=words.error(&error)
                    >
                        <a class="button button-primary" href=href("")>{words.t(k::BACK_HOME)}</a>
                    </EmptyState>
                </div>
            }
            .into_any()
        }
    }
}

/// Asks to sign in, and comes back to the same page.
#[component]
fn SignInFirst() -> impl IntoView {
    crate::ssr::set_status(401);
    let words = use_words();
    // With the query, which names a form that was posted after the session had ended.
    let location = use_location();
    let mut next = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    if !search.is_empty() {
        let search = search.trim_start_matches('?');
        let escaped = search
            .replace('%', "%25")
            .replace('&', "%26")
            .replace('+', "%2B");
        next = format!("{next}?{escaped}");
    }
    view! {
        <Title text=words.t(k::SIGN_IN_FIRST)/>
        <div class="wrap">
            <EmptyState
                illustration="/illustrations/cooperative.svg"
                title=words.t(k::SIGN_IN_FIRST)
                text=words.t(k::SIGN_IN_FIRST_TEXT)
            >
                <a class="button button-primary" href=format!("{}?next={next}", href("/sign-in"))>
                    {words.t(k::NAV_SIGN_IN)}
                </a>
            </EmptyState>
        </div>
    }
}

//! The reader's language and its words, for the pages.

use domain::{
    Error, Lang, Money, Problem, Timestamp,
    marketplace::{PackSize, Unit},
};
use i18n::{Feature, Key, Words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page's words as a handle that closures can copy. Features not yet loaded answer empty
/// strings; [`lazy_feature`] loads them first.
#[derive(Clone, Copy, Debug)]
pub struct PageWords(StoredValue<Words>);

macro_rules! delegate {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)+) => {$(
        pub fn $name(&self, $($argument: $type),*) -> $answer {
            self.0.with_value(|words| words.$name($($argument),*))
        }
    )+};
}

impl PageWords {
    delegate! {
        lang() -> Lang;
        t(key: Key) -> String;
        with(key: Key, args: &[(&str, &str)]) -> String;
        count(key: Key, n: u64, args: &[(&str, &str)]) -> String;
        money(money: Money) -> String;
        date(at: Timestamp) -> String;
        date_time(at: Timestamp) -> String;
        pack(size: PackSize) -> String;
        price_per(price: Money, unit: Unit) -> String;
        problem(problem: &Problem) -> String;
        error(error: &Error) -> String;
    }

    fn handle(&self) -> Words {
        self.0.get_value()
    }
}

/// Gives the page its language's words: to our components as a handle, to `ui`'s as they are.
pub(crate) fn provide_words(lang: Lang) {
    let words = Words::new(lang);
    if let Some(text) = crate::ssr::page_words(lang, Feature::Shell) {
        let _ = words.load(Feature::Shell, &text);
    }
    provide_context(words.clone());
    provide_context(PageWords(StoredValue::new(words)));
}

/// The words of the page's language.
pub fn use_words() -> PageWords {
    use_context().unwrap_or_else(|| PageWords(StoredValue::new(Words::new(Lang::Fr))))
}

pub fn use_lang() -> Lang {
    use_words().lang()
}

/// An address in the page's language: `href("/cart")` is `/fr/cart`.
pub fn href(path: &str) -> String {
    format!("/{}{path}", use_lang().code())
}

/// Makes a feature one lazy chunk: its words and its code, then its page.
///
/// `lazy_feature!(Name, page, __preload_page)`, where `page` is a `#[lazy]` function that answers
/// an `AnyView` and `__preload_page` the function that attribute makes beside it.
macro_rules! lazy_feature {
    ($name:ident, $page:ident, $preload:ident) => {
        /// The feature's chunk.
        #[derive(Debug)]
        pub struct $name;

        impl leptos_router::LazyRoute for $name {
            fn data() -> Self {
                $name
            }

            async fn view(_this: Self) -> leptos::prelude::AnyView {
                $crate::words::load().await;
                $page().await
            }

            async fn preload() {
                // The server's code is not split.
                #[cfg(target_arch = "wasm32")]
                $preload().await;
            }
        }
    };
}
pub(crate) use lazy_feature;

/// Gives the page its words besides the shell's. The server has them all; a browser finds them in
/// the page that the server sent, and fetches a static file after a navigation. While a page is
/// hydrated it must not wait here: its words are in it.
pub(crate) async fn load() {
    let words = use_words().handle();
    let path = use_location().pathname.get_untracked();
    for feature in features_of(&path) {
        if words.has(*feature) {
            continue;
        }
        // Words of another version would be the wrong ones: better none until a reload.
        if let Ok(text) = crate::ssr::words_text(words.lang(), *feature).await {
            let _ = words.load(*feature, &text);
        }
    }
}

/// The features whose words the page at `path` needs, besides the shell's.
pub(crate) fn features_of(path: &str) -> &'static [Feature] {
    match path.split('/').nth(2).unwrap_or_default() {
        "market" | "cart" | "checkout" | "orders" => &[Feature::Marketplace],
        "cooperatives" => &[Feature::Cooperatives],
        "sign-in" | "register" | "forgotten" | "reset" => &[Feature::Accounts],
        // Orders, with the market's words for their states.
        "account" => &[Feature::Accounts, Feature::Marketplace],
        "desk" => &[Feature::Desk, Feature::Marketplace],
        _ => &[],
    }
}

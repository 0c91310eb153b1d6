//! The reader's language and its words, for the pages.

use domain::{
    Error, Lang, Money, Problem, Timestamp,
    marketplace::{PackSize, Unit},
};
use i18n::{Feature, Key, Words};
use leptos::prelude::*;

/// The page's words as a handle that closures can copy. Features not yet loaded answer empty
/// strings; [`WithWords`] loads them first.
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

/// Shows its children once the feature's words are here: at once on the server, from the page
/// when it hydrates, and from a hashed static file after a navigation in the browser.
#[component]
pub fn WithWords(feature: Feature, children: ChildrenFn) -> impl IntoView {
    let words = use_words().handle();
    let lang = words.lang();
    let text = Resource::new_blocking(|| (), move |()| crate::ssr::words_text(lang, feature));
    let children = StoredValue::new(children);
    view! {
        <Suspense fallback=|| ()>
            {move || {
                let words = words.clone();
                Suspend::new(async move {
                    if let Ok(text) = text.await {
                        // Words of another version would be the wrong ones: better none until a reload.
                        let _ = words.load(feature, &text);
                    }
                    children.with_value(|children| children())
                })
            }}
        </Suspense>
    }
}

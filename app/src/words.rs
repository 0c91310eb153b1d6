//! The reader's language and its words, for the pages.

use domain::Lang;
use i18n::{Feature, Words};
use leptos::prelude::*;

/// The words of the page's language. Features not yet loaded answer empty strings; [`WithWords`]
/// loads them first.
pub fn use_words() -> Words {
    use_context::<Words>().unwrap_or_else(|| Words::new(Lang::Fr))
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
    let words = use_words();
    let lang = words.lang();
    let text = Resource::new_blocking(|| (), move |()| crate::ssr::words_text(lang, feature));
    let children = StoredValue::new(children);
    view! {
        <Suspense fallback=|| ()>
            {move || {
                let words = words.clone();
                Suspend::new(async move {
                    if let Ok(text) = text.await {
                        words.load(feature, &text);
                    }
                    children.with_value(|children| children())
                })
            }}
        </Suspense>
    }
}

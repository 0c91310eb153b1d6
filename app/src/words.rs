//! The reader's language and its words, for the pages.

use domain::{
    Error, Lang, Money, Problem, Timestamp,
    marketplace::{PackSize, SheetColumn, SheetProblem, Unit},
};
use i18n::{Feature, Key, Words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page's words as a handle that closures can copy. Features not yet loaded answer empty
/// strings; the frame loads them before it shows a page.
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
        number(n: i64) -> String;
        decimal(value: i64, places: u32) -> String;
        money(money: Money) -> String;
        percent(basis_points: i64) -> String;
        date(at: Timestamp) -> String;
        date_time(at: Timestamp) -> String;
        pack(size: PackSize) -> String;
        price_per(price: Money, unit: Unit) -> String;
        problem(problem: &Problem) -> String;
        error(error: &Error) -> String;
        sheet_column(column: SheetColumn) -> String;
        sheet_problem(problem: &SheetProblem) -> String;
        booking(kind: &str) -> String;
    }

    fn handle(&self) -> Words {
        self.0.get_value()
    }
}

/// Gives the page its language's words, those that it carries: to our components as a handle, to `ui`'s as they are.
pub(crate) fn provide_words(lang: Lang) {
    let words = Words::new(lang);
    let path = use_location().pathname.get_untracked();
    for feature in std::iter::once(&Feature::Shell).chain(features_of(&path)) {
        if let Some(text) = crate::ssr::page_words(lang, *feature) {
            let _ = words.load(*feature, &text);
        }
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

/// Fetches the words that the page at `path` needs and the reader does not have yet.
pub(crate) async fn load(words: PageWords, path: &str) {
    let words = words.handle();
    for feature in features_of(path) {
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
        "market" | "cart" | "checkout" => &[Feature::Marketplace],
        "orders" => &[Feature::Marketplace, Feature::Orders],
        "cooperatives" | "lots" => &[Feature::Cooperatives, Feature::Marketplace],
        "sign-in" | "register" | "forgotten" | "reset" => &[Feature::Accounts],
        // Orders, with the market's words for their states.
        "account" => &[Feature::Accounts, Feature::Marketplace],
        "quotes" => &[Feature::Quotes, Feature::Marketplace],
        "desk" => &[
            Feature::Desk,
            Feature::Trade,
            Feature::Marketplace,
            Feature::Orders,
            Feature::Selling,
            Feature::Quotes,
        ],
        "trade" => &[Feature::Trade, Feature::Marketplace],
        "office" if matches!(path.split('/').nth(3), Some("money" | "disputes")) => {
            &[Feature::Orders]
        }
        "office"
            if matches!(path.split('/').nth(3), Some("dossiers" | "reviews"))
                && path.split('/').nth(4).is_some() =>
        {
            &[Feature::Admin, Feature::Ventures, Feature::Projects]
        }
        "office" if matches!(path.split('/').nth(3), Some("follow-up" | "referrals")) => {
            &[Feature::Admin, Feature::Bank]
        }
        // With the words that teams read of the same conditions.
        "office" if path.split('/').nth(3) == Some("rules") => {
            &[Feature::Admin, Feature::Bank, Feature::Ventures]
        }
        "office" if path.split('/').nth(3) == Some("ideas") && path.split('/').nth(4).is_some() => {
            &[Feature::Admin, Feature::Ideas]
        }
        "office" => &[Feature::Admin, Feature::Selling],
        "academy" if path.split('/').nth(3) == Some("teaching") => {
            &[Feature::Academy, Feature::Teaching]
        }
        "academy" => &[Feature::Academy],
        "impact" => &[Feature::Bank, Feature::Projects],
        "projects"
            if matches!(
                path.split('/').nth(3),
                Some("for-me" | "profile" | "skills" | "follow-up" | "referrals" | "consent")
            ) =>
        {
            &[Feature::Bank, Feature::Ventures, Feature::Projects]
        }
        "projects" if path.split('/').nth(3) == Some("ideas") => &[Feature::Ideas],
        "projects" if path.split('/').nth(3) == Some("teams") => {
            &[Feature::Ventures, Feature::Projects]
        }
        "projects" => &[Feature::Projects],
        _ => &[],
    }
}

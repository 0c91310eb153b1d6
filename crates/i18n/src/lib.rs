//! The words of the product in its four languages, and how each writes numbers, money and dates.
//!
//! `build.rs` turns `locales/<lang>/<feature>.json` into typed keys: a key that does not exist
//! does not compile. The server carries every language (`embed`) and puts the words a page needs
//! into it; the browser fetches a feature's words in one language from [`path`], a static file
//! named by its content. Plain text, one line a key: the browser needs no JSON for it.
//!
//! Invariants: no floating point; nothing here panics on words that are not loaded, they are
//! empty.

mod date;
mod explain;
mod number;
mod plural;
pub mod project_keys;
mod sheet;
mod words;

pub use plural::Plural;
pub use words::{BadWords, Words};

use domain::Lang;

/// The words' constants, a module a feature; each is documented by its French text.
pub mod keys {
    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

mod tables {
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// A set of words loaded together. `Shell` is what every page needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    Shell,
    Marketplace,
    Cooperatives,
    Accounts,
    Desk,
    Projects,
    Academy,
    Orders,
    Trade,
    /// The desk's pages about what a cooperative is and sells.
    Selling,
    Admin,
    /// The project bank's teams and dossiers.
    Ventures,
    /// A trainer's pages.
    Teaching,
    /// Requests for quotes and export papers.
    Quotes,
    /// The project bank's people and results.
    Bank,
    /// Members' ideas for the project bank.
    Ideas,
}

impl Feature {
    pub const ALL: [Feature; 16] = [
        Feature::Shell,
        Feature::Marketplace,
        Feature::Cooperatives,
        Feature::Accounts,
        Feature::Desk,
        Feature::Projects,
        Feature::Academy,
        Feature::Orders,
        Feature::Trade,
        Feature::Selling,
        Feature::Admin,
        Feature::Ventures,
        Feature::Teaching,
        Feature::Quotes,
        Feature::Bank,
        Feature::Ideas,
    ];

    /// As its file and its folder are called.
    pub const fn name(self) -> &'static str {
        tables::NAMES[self as usize]
    }
}

/// One text of one feature, whatever the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    feature: Feature,
    index: u16,
}

impl Key {
    /// The feature that must be loaded for this key to have words.
    pub const fn feature(self) -> Feature {
        self.feature
    }
}

/// The address of a feature's words: `/words/fr/shell.<hash>.txt`. It changes with its content,
/// so it may be cached for ever.
pub fn path(lang: Lang, feature: Feature) -> String {
    let hash = tables::HASHES[lang as usize][feature as usize];
    format!("/words/{}/{}.{hash:016x}.txt", lang.code(), feature.name())
}

/// What the file at [`path`] holds. It has no `<`, so it can stand in a `<script type="text/plain">`
/// as it is.
#[cfg(any(test, feature = "embed"))]
pub fn text(lang: Lang, feature: Feature) -> &'static str {
    tables::TEXTS[lang as usize][feature as usize]
}

/// What to answer at `path` (`/words/…`); `None` for another version's address and anything else.
#[cfg(any(test, feature = "embed"))]
pub fn file(path: &str) -> Option<&'static str> {
    Lang::ALL.into_iter().find_map(|lang| {
        Feature::ALL
            .into_iter()
            .find(|feature| crate::path(lang, *feature) == path)
            .map(|feature| text(lang, feature))
    })
}

#[cfg(test)]
mod tests;

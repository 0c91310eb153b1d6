//! The design system's components. Each renders the same on the server and in the browser: no
//! clock, no locale and no randomness in here.

mod card;
mod feedback;
mod field;
mod picture;
mod select;

pub use card::{ListingCard, Pagination, Price, RegionTiles, pack_words};
pub use feedback::{EmptyState, Notice, Steps, error_text};
pub use field::{Choice, ErrorSummary, Field, Kind, NumberField, Refusal};
pub use picture::{Icon, Khatam, PictureFrame};
pub use select::{Groups, Select};

use domain::{Lang, LocalText, Picked};
use i18n::Words;
use leptos::prelude::*;

/// The page's words, provided by the app.
pub(crate) fn words() -> Words {
    use_context::<Words>().unwrap_or_else(|| Words::new(Lang::Fr))
}

/// An address in the page's language.
pub(crate) fn href(path: &str) -> String {
    format!("/{}{path}", words().lang().code())
}

/// A text in the reader's language or the next best, marked where it is another's.
#[component]
pub fn Text(#[prop(into)] text: LocalText) -> impl IntoView {
    let lang = words().lang();
    let Picked { text, lang: actual } = text.pick(lang);
    let mark = (actual != lang).then_some(actual);
    view! {
        <span lang=mark.map(Lang::code) dir=mark.map(|lang| lang.dir().attribute())>{text}</span>
    }
}

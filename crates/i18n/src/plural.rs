//! Plural forms of whole numbers, by CLDR (`common/supplemental/plurals.xml`).

use domain::Lang;

/// CLDR's categories, in the order that `build.rs` numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Plural {
    /// The form that `lang` uses beside `n`.
    ///
    /// CLDR has no rule for zgh (`tzm`, another standard, has one), so it has one form.
    pub const fn of(lang: Lang, n: u64) -> Plural {
        match (lang, n) {
            (Lang::Fr, 0 | 1) | (Lang::En | Lang::Ar, 1) => Plural::One,
            // "un million de produits"
            (Lang::Fr, _) if n.is_multiple_of(1_000_000) => Plural::Many,
            (Lang::Ar, 0) => Plural::Zero,
            (Lang::Ar, 2) => Plural::Two,
            (Lang::Ar, _) => match n % 100 {
                3..=10 => Plural::Few,
                11..=99 => Plural::Many,
                _ => Plural::Other,
            },
            _ => Plural::Other,
        }
    }
}

//! The four languages, their direction, and text that exists in some of them.

use serde::{Deserialize, Serialize};

/// A language of the product; its code is the first segment of every address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Fr,
    Ar,
    En,
    /// Standard Moroccan Tamazight, in Tifinagh.
    Zgh,
}

/// Writing direction, as the HTML attribute `dir` spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dir {
    Ltr,
    Rtl,
}

impl Lang {
    pub const ALL: [Lang; 4] = [Lang::Fr, Lang::Ar, Lang::En, Lang::Zgh];

    /// The BCP 47 code.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::Ar => "ar",
            Lang::En => "en",
            Lang::Zgh => "zgh",
        }
    }

    pub fn from_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }

    pub const fn dir(self) -> Dir {
        match self {
            Lang::Ar => Dir::Rtl,
            Lang::Fr | Lang::En | Lang::Zgh => Dir::Ltr,
        }
    }

    /// The languages to try for a reader of this one, its own first.
    ///
    /// A reader of Tamazight is likelier to read Arabic or French than English; an English
    /// reader, French.
    pub const fn fallback(self) -> [Lang; 4] {
        match self {
            Lang::Fr => [Lang::Fr, Lang::En, Lang::Ar, Lang::Zgh],
            Lang::Ar => [Lang::Ar, Lang::Fr, Lang::En, Lang::Zgh],
            Lang::En => [Lang::En, Lang::Fr, Lang::Ar, Lang::Zgh],
            Lang::Zgh => [Lang::Zgh, Lang::Fr, Lang::Ar, Lang::En],
        }
    }

    /// The best language for an `Accept-Language` header; French when none fits.
    pub fn negotiate(accept: &str) -> Lang {
        let mut best: Option<(Lang, u32)> = None;
        for part in accept.to_ascii_lowercase().split(',') {
            let mut pieces = part.trim().split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            // Quality in thousandths; a malformed one counts as none.
            let quality = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1000, |q| parse_thousandths(q.trim()));
            let lang = match tag.split('-').next().unwrap_or_default() {
                "fr" => Lang::Fr,
                "ar" | "ary" => Lang::Ar,
                "en" => Lang::En,
                // Tachelhit, Central Atlas Tamazight and Tarifit readers share the standard.
                "zgh" | "ber" | "tzm" | "shi" | "rif" => Lang::Zgh,
                _ => continue,
            };
            if quality > 0 && best.is_none_or(|(_, q)| quality > q) {
                best = Some((lang, quality));
            }
        }
        best.map_or(Lang::Fr, |(lang, _)| lang)
    }
}

fn parse_thousandths(q: &str) -> u32 {
    let (whole, fraction) = q.split_once('.').unwrap_or((q, ""));
    let Ok(whole) = whole.parse::<u32>() else {
        return 0;
    };
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.parse::<u32>().map_or(0, |thousandths| {
        (whole.min(1) * 1000 + thousandths).min(1000)
    })
}

impl Dir {
    pub const fn attribute(self) -> &'static str {
        match self {
            Dir::Ltr => "ltr",
            Dir::Rtl => "rtl",
        }
    }
}

/// A text in up to four languages; at least one is present in what is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    #[serde(default)]
    pub fr: Option<String>,
    #[serde(default)]
    pub ar: Option<String>,
    #[serde(default)]
    pub en: Option<String>,
    #[serde(default)]
    pub zgh: Option<String>,
}

impl LocalText {
    pub fn new(fr: &str, ar: &str, en: &str) -> LocalText {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        LocalText {
            fr: some(fr),
            ar: some(ar),
            en: some(en),
            zgh: None,
        }
    }

    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Fr => self.fr.as_deref(),
            Lang::Ar => self.ar.as_deref(),
            Lang::En => self.en.as_deref(),
            Lang::Zgh => self.zgh.as_deref(),
        }
    }

    /// A text that exists in one language.
    #[must_use]
    pub fn of(lang: Lang, text: String) -> LocalText {
        let mut only = LocalText::default();
        only.set(lang, Some(text));
        only
    }

    pub fn set(&mut self, lang: Lang, text: Option<String>) {
        *match lang {
            Lang::Fr => &mut self.fr,
            Lang::Ar => &mut self.ar,
            Lang::En => &mut self.en,
            Lang::Zgh => &mut self.zgh,
        } = text;
    }

    pub fn is_empty(&self) -> bool {
        Lang::ALL
            .into_iter()
            .all(|lang| self.get(lang).is_none_or(str::is_empty))
    }

    /// The text for a reader of `lang`, with the language it is really in, so that a screen can
    /// mark it. Empty only where no language has it.
    pub fn pick(&self, lang: Lang) -> Picked {
        for candidate in lang.fallback() {
            if let Some(text) = self.get(candidate).filter(|text| !text.is_empty()) {
                return Picked {
                    text: text.to_owned(),
                    lang: candidate,
                };
            }
        }
        Picked {
            text: String::new(),
            lang,
        }
    }
}

impl LocalText {
    /// Only what a reader of `lang` is shown: a page carries one language's texts, not four.
    #[must_use]
    pub fn only(&self, lang: Lang) -> LocalText {
        let Picked { text, lang } = self.pick(lang);
        LocalText::of(lang, text)
    }
}

/// A text chosen for a reader, and the language it is written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    pub text: String,
    pub lang: Lang,
}

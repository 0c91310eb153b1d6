//! [`Words`]: one language's words, as many features of it as are loaded.

use crate::{Feature, Key, Plural, date::Civil, keys::shell, number, tables};
use core::fmt;
use domain::{
    Lang, Money,
    marketplace::{PackSize, Unit},
};
use std::sync::{Arc, OnceLock};

/// Lines in the order of the keys; see `build.rs` for how a line is written.
type Lines = Box<[Box<str>]>;
type Features = [OnceLock<Lines>; Feature::ALL.len()];

/// One language's words. A cheap handle: clones share what is loaded.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    features: Arc<Features>,
}

/// A text that is not this feature's words: another version's, or cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadWords {
    pub feature: Feature,
    pub expected: usize,
    pub found: usize,
}

impl fmt::Display for BadWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BadWords {
            feature,
            expected,
            found,
        } = self;
        write!(
            f,
            "{} has {expected} words, the text {found}",
            feature.name()
        )
    }
}

impl std::error::Error for BadWords {}

const MONTHS: [Key; 12] = [
    shell::MONTH_JANUARY,
    shell::MONTH_FEBRUARY,
    shell::MONTH_MARCH,
    shell::MONTH_APRIL,
    shell::MONTH_MAY,
    shell::MONTH_JUNE,
    shell::MONTH_JULY,
    shell::MONTH_AUGUST,
    shell::MONTH_SEPTEMBER,
    shell::MONTH_OCTOBER,
    shell::MONTH_NOVEMBER,
    shell::MONTH_DECEMBER,
];

const fn unit_key(unit: Unit) -> Key {
    match unit {
        Unit::Gram => shell::UNIT_GRAM,
        Unit::Kilogram => shell::UNIT_KILOGRAM,
        Unit::Millilitre => shell::UNIT_MILLILITRE,
        Unit::Litre => shell::UNIT_LITRE,
        Unit::Piece => shell::UNIT_PIECE,
        Unit::Pair => shell::UNIT_PAIR,
        Unit::Dozen => shell::UNIT_DOZEN,
        Unit::SquareDecimetre => shell::UNIT_SQUARE_DECIMETRE,
        Unit::SquareMetre => shell::UNIT_SQUARE_METRE,
    }
}

impl Words {
    /// No feature loaded yet: the browser's way, followed by [`Words::load`].
    pub fn new(lang: Lang) -> Words {
        Words {
            lang,
            features: Arc::new([const { OnceLock::new() }; Feature::ALL.len()]),
        }
    }

    /// Every feature loaded: the server's way. Each language is read once a process.
    #[cfg(any(test, feature = "embed"))]
    pub fn embedded(lang: Lang) -> Words {
        static ALL: [OnceLock<Words>; Lang::ALL.len()] =
            [const { OnceLock::new() }; Lang::ALL.len()];
        ALL[lang as usize]
            .get_or_init(|| {
                let words = Words::new(lang);
                for feature in Feature::ALL {
                    words
                        .load(feature, crate::text(lang, feature))
                        .expect("build.rs wrote the text and its count together");
                }
                words
            })
            .clone()
    }

    pub const fn lang(&self) -> Lang {
        self.lang
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.features[feature as usize].get().is_some()
    }

    /// Takes a feature's words from the text at [`crate::path`]. Loading it again changes nothing.
    pub fn load(&self, feature: Feature, text: &str) -> Result<(), BadWords> {
        let lines: Lines = match text {
            "" => Lines::default(),
            text => text.split('\n').map(Box::from).collect(),
        };
        let expected = usize::from(tables::COUNTS[feature as usize]);
        if lines.len() != expected {
            return Err(BadWords {
                feature,
                expected,
                found: lines.len(),
            });
        }
        // The first to come wins; both came from the same file.
        let _ = self.features[feature as usize].set(lines);
        Ok(())
    }

    /// The line of a key, and the language it is written in.
    fn line(&self, key: Key) -> (Lang, &str) {
        let line = self.features[key.feature as usize]
            .get()
            .and_then(|lines| lines.get(usize::from(key.index)))
            .map_or("", |line| line);
        match line.strip_prefix('|') {
            Some(french) => (Lang::Fr, french),
            None => (self.lang, line),
        }
    }

    /// The language that [`Words::t`] answers in: French where Tamazight lacks the words. Mark the
    /// element with its `lang` where it differs from the page's.
    pub fn lang_of(&self, key: Key) -> Lang {
        self.line(key).0
    }

    /// The words of a key; empty where its feature is not loaded. Of a plural, the form for many.
    pub fn t(&self, key: Key) -> String {
        form(self.line(key).1, Plural::Other).to_owned()
    }

    /// The words of a key, each `{name}` replaced.
    pub fn with(&self, key: Key, args: &[(&str, &str)]) -> String {
        fill(form(self.line(key).1, Plural::Other), "", args)
    }

    /// The words of a plural for `n`; `{count}` is `n` as the language writes it.
    pub fn count(&self, key: Key, n: u64, args: &[(&str, &str)]) -> String {
        let (lang, line) = self.line(key);
        let count = self.number(i64::try_from(n).unwrap_or(i64::MAX));
        fill(form(line, Plural::of(lang, n)), &count, args)
    }

    /// `1 234` in French, `1,234` in English, `1.234` in Arabic.
    pub fn number(&self, n: i64) -> String {
        self.decimal(n, 0)
    }

    /// `value` divided by ten to the power of `places`: 1500 with 3 places is `1,5` in French.
    pub fn decimal(&self, value: i64, places: u32) -> String {
        number::decimal(self.lang, value, places as usize)
    }

    /// `1 234,50 DH` in French, `MAD 1,234.50` in English, `1.234,50 درهم` in Arabic. Put it in a
    /// `<bdi>`.
    pub fn money(&self, money: Money) -> String {
        number::money(self.lang, money)
    }

    /// Hundredths of a percent: 1250 is `12,5 %` in French.
    pub fn percent(&self, basis_points: i64) -> String {
        number::percent(self.lang, basis_points)
    }

    /// `24 novembre 2026`: the day in Morocco of a moment in seconds since 1970-01-01 UTC.
    pub fn date(&self, unix_seconds: i64) -> String {
        self.day(Civil::at(unix_seconds))
    }

    /// `24 novembre 2026 à 11:05`, by the clock of Morocco (UTC+1).
    pub fn date_time(&self, unix_seconds: i64) -> String {
        let at = Civil::at(unix_seconds);
        let mut time = String::new();
        for part in [at.hour, at.minute] {
            if !time.is_empty() {
                time.push(':');
            }
            if part < 10 {
                time.push('0');
            }
            time += &part.to_string();
        }
        self.with(
            shell::DATE_TIME,
            &[("date", &self.day(at)), ("time", &time)],
        )
    }

    fn day(&self, at: Civil) -> String {
        let pattern = if at.day == 1 {
            shell::DATE_FIRST
        } else {
            shell::DATE
        };
        let (day, year, month) = (
            at.day.to_string(),
            at.year.to_string(),
            self.t(MONTHS[at.month]),
        );
        self.with(
            pattern,
            &[("day", &day), ("month", &month), ("year", &year)],
        )
    }

    /// `500 g`, `3 pièces`.
    pub fn quantity(&self, amount: i64, unit: Unit) -> String {
        self.count(unit_key(unit), amount.unsigned_abs(), &[])
    }

    /// A pack as people say it: `1,5 L` for 1500 ml.
    pub fn pack(&self, size: PackSize) -> String {
        let (amount, places, unit) = size.spoken();
        if places == 0 {
            return self.quantity(amount, unit);
        }
        self.with(unit_key(unit), &[("count", &self.decimal(amount, places))])
    }

    /// The price of one kilogram, litre or square metre: `420,00 DH / kg`.
    pub fn price_per(&self, money: Money, unit: Unit) -> String {
        let key = match unit {
            Unit::Kilogram => shell::PRICE_PER_KILOGRAM,
            Unit::Litre => shell::PRICE_PER_LITRE,
            Unit::SquareMetre => shell::PRICE_PER_SQUARE_METRE,
            _ => return self.money(money),
        };
        self.with(key, &[("price", &self.money(money))])
    }
}

/// The text of one form of a plural line, or of a plain line as it is. A form the language may
/// leave out is its last one, `other`.
fn form(line: &str, plural: Plural) -> &str {
    let Some(forms) = line.strip_prefix('\t') else {
        return line;
    };
    let digit = (b'0' + plural as u8) as char;
    let mut last = "";
    for form in forms.split('\t') {
        last = form.get(1..).unwrap_or_default();
        if form.starts_with(digit) {
            break;
        }
    }
    last
}

/// Replaces `{count}` and every `{name}` of `args`. One that is not given stays, so that it is
/// seen in a test.
fn fill(text: &str, count: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out += before;
        match args.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => out += value,
            None if name == "count" && !count.is_empty() => out += count,
            None => {
                out.push('{');
                out += name;
                out.push('}');
            }
        }
        rest = after;
    }
    out += rest;
    out
}

//! Numbers and money as each language writes them, by CLDR; Arabic as in Morocco, with Western
//! digits. Integers only: a decimal is a whole number of tenths, hundredths and so on.

use domain::{Currency, Lang, Money};

const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// What separates groups of three digits, and what precedes the fraction.
const fn separators(lang: Lang) -> (char, char) {
    match lang {
        Lang::Fr | Lang::Zgh => (NARROW_NO_BREAK_SPACE, ','),
        Lang::En => (',', '.'),
        Lang::Ar => ('.', ','),
    }
}

/// Whether a fraction keeps the zeros at its end: prices do, quantities do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zeros {
    Keep,
    Trim,
}

/// `value` divided by ten to the power of `places`, without its sign.
fn magnitude(lang: Lang, value: i64, places: usize, zeros: Zeros) -> String {
    let (group, point) = separators(lang);
    let mut digits = value.unsigned_abs().to_string();
    while digits.len() <= places {
        digits.insert(0, '0');
    }
    let (whole, mut fraction) = digits.split_at(digits.len() - places);
    if zeros == Zeros::Trim {
        fraction = fraction.trim_end_matches('0');
    }
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// The minus sign. In Arabic a mark before it keeps it on the left of the digits, where a
/// right-to-left text would move it to their right.
const fn sign(lang: Lang, value: i64) -> &'static str {
    match (lang, value < 0) {
        (_, false) => "",
        (Lang::Ar, true) => "\u{200e}-",
        (_, true) => "-",
    }
}

pub(crate) fn decimal(lang: Lang, value: i64, places: usize) -> String {
    let mut out = sign(lang, value).to_owned();
    out += &magnitude(lang, value, places, Zeros::Trim);
    out
}

pub(crate) fn money(lang: Lang, money: Money) -> String {
    let sign = sign(lang, money.minor);
    let amount = magnitude(lang, money.minor, 2, Zeros::Keep);
    let name = match (lang, money.currency) {
        (Lang::Ar, Currency::Mad) => "درهم",
        (Lang::Ar, Currency::Eur) => "أورو",
        (Lang::Ar, Currency::Usd) => "دولار",
        (Lang::En, Currency::Mad) => "MAD\u{a0}",
        (Lang::En, Currency::Usd) => "$",
        (_, Currency::Mad) => "DH",
        (_, Currency::Eur) => "€",
        (_, Currency::Usd) => "$US",
    };
    // A negative amount begins with a left-to-right mark: without the other one before it, a
    // <bdi> would take the whole for left-to-right.
    let direction = if lang == Lang::Ar && money.minor < 0 {
        "\u{200f}"
    } else {
        ""
    };
    if lang == Lang::En {
        [sign, name, &amount].concat()
    } else {
        [direction, sign, &amount, "\u{a0}", name].concat()
    }
}

/// `basis_points` are hundredths of a percent.
pub(crate) fn percent(lang: Lang, basis_points: i64) -> String {
    let mut out = decimal(lang, basis_points, 2);
    if matches!(lang, Lang::Fr | Lang::Zgh) {
        out.push(NARROW_NO_BREAK_SPACE);
    }
    out.push('%');
    out
}

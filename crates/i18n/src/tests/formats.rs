//! Numbers, money, dates, units and errors, a table a language.

use crate::{Feature, Words, keys::shell};
use domain::{
    Currency, Error, Lang, Money, Problem, VariantId,
    marketplace::{PackSize, Unit},
};
use proptest::prelude::*;

fn all() -> [Words; 4] {
    Lang::ALL.map(Words::embedded)
}

/// One row: what fr, ar, en and zgh write.
fn check(case: &str, expected: [&str; 4], write: impl Fn(&Words) -> String) {
    let found = all().map(|words| write(&words));
    assert_eq!(found.each_ref().map(String::as_str), expected, "{case}");
}

#[test]
fn numbers_are_grouped_by_three() {
    for (n, expected) in [
        (0, ["0"; 4]),
        (999, ["999"; 4]),
        (1234, ["1\u{202f}234", "1.234", "1,234", "1\u{202f}234"]),
        (
            1_234_567,
            [
                "1\u{202f}234\u{202f}567",
                "1.234.567",
                "1,234,567",
                "1\u{202f}234\u{202f}567",
            ],
        ),
        (
            -1000,
            ["-1\u{202f}000", "\u{200e}-1.000", "-1,000", "-1\u{202f}000"],
        ),
        (
            i64::MIN,
            [
                "-9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808",
                "\u{200e}-9.223.372.036.854.775.808",
                "-9,223,372,036,854,775,808",
                "-9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808",
            ],
        ),
    ] {
        check(&n.to_string(), expected, |words| words.number(n));
    }
}

#[test]
fn decimals_lose_the_zeros_at_their_end() {
    for (value, places, expected) in [
        (1500, 3, ["1,5", "1,5", "1.5", "1,5"]),
        (2000, 3, ["2"; 4]),
        (5, 3, ["0,005", "0,005", "0.005", "0,005"]),
        (
            1_234_050,
            2,
            ["12\u{202f}340,5", "12.340,5", "12,340.5", "12\u{202f}340,5"],
        ),
        (-5, 1, ["-0,5", "\u{200e}-0,5", "-0.5", "-0,5"]),
    ] {
        check(&format!("{value}e-{places}"), expected, |words| {
            words.decimal(value, places)
        });
    }
}

#[test]
fn money_keeps_two_decimals() {
    use Currency::{Eur, Mad, Usd};
    for (minor, currency, expected) in [
        (
            123_450,
            Mad,
            [
                "1\u{202f}234,50\u{a0}DH",
                "1.234,50\u{a0}درهم",
                "MAD\u{a0}1,234.50",
                "1\u{202f}234,50\u{a0}DH",
            ],
        ),
        (
            5,
            Mad,
            [
                "0,05\u{a0}DH",
                "0,05\u{a0}درهم",
                "MAD\u{a0}0.05",
                "0,05\u{a0}DH",
            ],
        ),
        (
            0,
            Mad,
            [
                "0,00\u{a0}DH",
                "0,00\u{a0}درهم",
                "MAD\u{a0}0.00",
                "0,00\u{a0}DH",
            ],
        ),
        (
            -4200,
            Mad,
            [
                "-42,00\u{a0}DH",
                "\u{200f}\u{200e}-42,00\u{a0}درهم",
                "-MAD\u{a0}42.00",
                "-42,00\u{a0}DH",
            ],
        ),
        (
            1999,
            Eur,
            ["19,99\u{a0}€", "19,99\u{a0}أورو", "€19.99", "19,99\u{a0}€"],
        ),
        (
            1999,
            Usd,
            [
                "19,99\u{a0}$US",
                "19,99\u{a0}دولار",
                "$19.99",
                "19,99\u{a0}$US",
            ],
        ),
    ] {
        check(&format!("{minor} {currency:?}"), expected, |words| {
            words.money(Money { minor, currency })
        });
    }
}

#[test]
fn percents() {
    check(
        "12.5 %",
        ["12,5\u{202f}%", "12,5%", "12.5%", "12,5\u{202f}%"],
        |words| words.percent(1250),
    );
    check(
        "20 %",
        ["20\u{202f}%", "20%", "20%", "20\u{202f}%"],
        |words| words.percent(2000),
    );
}

#[test]
fn dates_are_those_of_moroccos_clock() {
    for (unix, expected) in [
        (
            1_795_518_300, // 2026-11-24T11:05:00Z
            [
                "24 novembre 2026 à 12:05",
                "24 نونبر 2026 في 12:05",
                "24 November 2026 at 12:05",
                "24 ⵏⵓⵡⴰⵏⴱⵉⵔ 2026 12:05",
            ],
        ),
        (
            0,
            [
                "1er janvier 1970 à 01:00",
                "1 يناير 1970 في 01:00",
                "1 January 1970 at 01:00",
                "1 ⵉⵏⵏⴰⵢⵔ 1970 01:00",
            ],
        ),
        (
            -3601,
            [
                "31 décembre 1969 à 23:59",
                "31 دجنبر 1969 في 23:59",
                "31 December 1969 at 23:59",
                "31 ⴷⵓⵊⴰⵏⴱⵉⵔ 1969 23:59",
            ],
        ),
        (
            951_782_399, // 2000-02-28T23:59:59Z: a leap year, and past midnight in Morocco
            [
                "29 février 2000 à 00:59",
                "29 فبراير 2000 في 00:59",
                "29 February 2000 at 00:59",
                "29 ⴱⵕⴰⵢⵕ 2000 00:59",
            ],
        ),
    ] {
        check(&unix.to_string(), expected, |words| words.date_time(unix));
    }
    check(
        "date alone",
        [
            "24 novembre 2026",
            "24 نونبر 2026",
            "24 November 2026",
            "24 ⵏⵓⵡⴰⵏⴱⵉⵔ 2026",
        ],
        |words| words.date(1_795_518_300),
    );
}

#[test]
fn every_month_has_its_name() {
    // The 15th of each month of 2026, noon UTC.
    let days = [14, 45, 73, 104, 134, 165, 195, 226, 257, 287, 318, 348];
    let moroccan =
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split(' ');
    for (day, month) in days.into_iter().zip(moroccan) {
        let date = Words::embedded(Lang::Ar).date(1_767_225_600 + day * 86_400 + 43_200);
        assert_eq!(date, format!("15 {month} 2026"));
    }
}

#[test]
fn units() {
    for (amount, unit, expected) in [
        (
            500,
            Unit::Gram,
            ["500\u{a0}g", "500\u{a0}غ", "500\u{a0}g", "500\u{a0}g"],
        ),
        (
            1500,
            Unit::Gram,
            ["1,5\u{a0}kg", "1,5\u{a0}كلغ", "1.5\u{a0}kg", "1,5\u{a0}kg"],
        ),
        (
            250,
            Unit::Millilitre,
            ["250\u{a0}ml", "250\u{a0}مل", "250\u{a0}ml", "250\u{a0}ml"],
        ),
        (
            1000,
            Unit::Millilitre,
            ["1\u{a0}L", "1\u{a0}لتر", "1\u{a0}L", "1\u{a0}L"],
        ),
        (
            228,
            Unit::SquareDecimetre,
            [
                "2,28\u{a0}m²",
                "2,28\u{a0}م²",
                "2.28\u{a0}m²",
                "2,28\u{a0}m²",
            ],
        ),
        (
            1,
            Unit::Piece,
            ["1\u{a0}pièce", "قطعة واحدة", "1\u{a0}piece", "1\u{a0}pièce"],
        ),
        (
            3,
            Unit::Piece,
            ["3\u{a0}pièces", "3 قطع", "3\u{a0}pieces", "3\u{a0}pièces"],
        ),
        (
            2,
            Unit::Pair,
            ["2\u{a0}paires", "زوجان", "2\u{a0}pairs", "2\u{a0}paires"],
        ),
        (
            12,
            Unit::Dozen,
            [
                "12\u{a0}douzaines",
                "12 دزينة",
                "12\u{a0}dozen",
                "12\u{a0}douzaines",
            ],
        ),
    ] {
        check(&format!("{amount} {unit:?}"), expected, |words| {
            words.pack(PackSize { amount, unit })
        });
    }
    check(
        "price per kilogram",
        [
            "420,00\u{a0}DH / kg",
            "420,00\u{a0}درهم / كلغ",
            "MAD\u{a0}420.00 / kg",
            "420,00\u{a0}DH / kg",
        ],
        |words| words.price_per(Money::mad(42_000), Unit::Kilogram),
    );
}

#[test]
fn counts_choose_their_form_and_write_the_number() {
    for (n, expected) in [
        (
            0,
            [
                "Panier, 0 article",
                "السلة فارغة",
                "Cart, 0 items",
                "Panier, 0 article",
            ],
        ),
        (
            1,
            [
                "Panier, 1 article",
                "السلة، منتج واحد",
                "Cart, 1 item",
                "Panier, 1 article",
            ],
        ),
        (
            2,
            [
                "Panier, 2 articles",
                "السلة، منتجان",
                "Cart, 2 items",
                "Panier, 2 articles",
            ],
        ),
        (
            1003,
            [
                "Panier, 1\u{202f}003 articles",
                "السلة، 1.003 منتجات",
                "Cart, 1,003 items",
                "Panier, 1\u{202f}003 articles",
            ],
        ),
    ] {
        check(&n.to_string(), expected, |words| {
            words.count(shell::NAV_CART_COUNT, n, &[])
        });
    }
}

#[test]
fn placeholders_are_filled_and_a_missing_one_is_seen() {
    let words = Words::embedded(Lang::En);
    assert_eq!(
        words.with(shell::PAGE_OF, &[("page", "2"), ("pages", "{9}")]),
        "Page 2 of {9}"
    );
    assert_eq!(
        words.with(shell::PAGE_OF, &[("page", "2")]),
        "Page 2 of {pages}"
    );
}

#[test]
fn every_error_and_problem_has_words_without_a_hole() {
    let variant = VariantId(7);
    let errors = [
        Error::NotFound,
        Error::Unauthenticated,
        Error::WrongCredentials,
        Error::Forbidden,
        Error::field("email", Problem::Required),
        Error::OutOfStock {
            variant,
            available: 0,
        },
        Error::OutOfStock {
            variant,
            available: 3,
        },
        Error::PriceChanged {
            variant,
            now: Money::mad(100),
        },
        Error::Conflict,
        Error::IdempotencyKeyReused,
        Error::RateLimited { retry_after: 30 },
        Error::RateLimited { retry_after: 61 },
        Error::CrossSite,
        Error::TooLarge {
            max_bytes: 8_000_000,
        },
        Error::Malformed,
        Error::Internal {
            request_id: "r1".to_owned(),
        },
    ];
    let problems = [
        Problem::Required,
        Problem::TooLong { max: 80 },
        Problem::TooShort { min: 8 },
        Problem::ControlCharacters,
        Problem::WrongScript,
        Problem::NotANumber,
        Problem::OutOfRange { min: 1, max: 99 },
        Problem::UnknownChoice,
        Problem::InvalidEmail,
        Problem::InvalidPhone,
        Problem::WeakPassword,
        Problem::Mismatch,
        Problem::InUse,
        Problem::Expired,
    ];
    for words in all() {
        let texts = errors
            .iter()
            .map(|e| words.error(e))
            .chain(problems.iter().map(|p| words.problem(p)));
        for text in texts {
            assert!(
                !text.is_empty() && !text.contains('{') && !text.contains(['\t', '|']),
                "{text:?}"
            );
        }
    }
    check(
        "a wait is rounded up to minutes",
        [
            "Trop d’essais. Réessayez dans 2 minutes.",
            "محاولات كثيرة. حاولوا من جديد بعد دقيقتين.",
            "Too many attempts. Try again in 2 minutes.",
            "Trop d’essais. Réessayez dans 2 minutes.",
        ],
        |words| words.error(&Error::RateLimited { retry_after: 61 }),
    );
}

#[test]
fn words_not_loaded_are_empty() {
    let words = Words::new(Lang::Ar);
    assert!(!words.has(Feature::Shell));
    assert_eq!(words.t(shell::SAVE), "");
    assert_eq!(words.count(shell::NAV_CART_COUNT, 3, &[]), "");
    assert_eq!(words.date(0), "");
    assert_eq!(words.number(1234), "1.234");
}

#[test]
fn clones_share_what_is_loaded() {
    let words = Words::new(Lang::Fr);
    let clone = words.clone();
    words
        .load(Feature::Shell, crate::text(Lang::Fr, Feature::Shell))
        .unwrap();
    assert!(clone.has(Feature::Shell));
    assert_eq!(clone.t(shell::SAVE), "Enregistrer");
}

proptest! {
    #[test]
    fn a_number_reads_back(n in any::<i64>()) {
        for words in all() {
            let digits: String =
                words.number(n).chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
            prop_assert_eq!(digits.parse::<i64>().unwrap(), n);
        }
    }

    #[test]
    fn money_reads_back(minor in any::<i64>()) {
        for words in all() {
            let digits: String = words
                .money(Money { minor, currency: Currency::Eur })
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '-')
                .collect();
            prop_assert_eq!(digits.parse::<i64>().unwrap(), minor);
        }
    }

    /// Going a day further changes the date; any moment has one.
    #[test]
    fn dates_follow_each_other(unix in any::<i64>()) {
        let words = Words::embedded(Lang::En);
        prop_assert_ne!(words.date(unix), words.date(unix.wrapping_add(86_400)));
    }
}

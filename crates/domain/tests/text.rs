//! What people may type into fields.

use domain::{
    Problem,
    text::{integer, line, name, optional_line, paragraph},
};
use proptest::prelude::*;

#[test]
fn lines_are_trimmed_and_their_spaces_collapsed() {
    for (text, kept) in [
        ("  a   b ", "a b"),
        ("a\u{a0}\u{a0}b", "a b"),
        ("تعاونية  أركان", "تعاونية أركان"),
        // The zero-width non-joiner and the direction marks are part of Arabic writing.
        ("می\u{200c}روم", "می\u{200c}روم"),
        ("أ\u{200f}ب", "أ\u{200f}ب"),
    ] {
        assert_eq!(line(text, 40), Ok(kept.to_owned()), "{text:?}");
    }
}

#[test]
fn invisible_characters_are_refused() {
    for c in [
        '\0',
        '\u{7}',
        '\t',
        '\n',
        '\r',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{200b}',
        '\u{2028}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{ffff}',
        '\u{e0041}',
    ] {
        assert_eq!(
            line(&format!("a{c}b"), 40),
            Err(Problem::ControlCharacters),
            "{c:?}"
        );
    }
}

#[test]
fn the_longest_line_is_counted_in_characters() {
    assert_eq!(line("أبتثج", 5), Ok("أبتثج".to_owned()));
    assert_eq!(line("أبتثجح", 5), Err(Problem::TooLong { max: 5 }));
    assert_eq!(line(" a    b ", 3), Ok("a b".to_owned()));
    assert_eq!(line("", 5), Err(Problem::Required));
    assert_eq!(line(" \u{a0} ", 5), Err(Problem::Required));
    assert_eq!(optional_line("  ", 5), Ok(None));
    assert_eq!(optional_line("abcdef", 5), Err(Problem::TooLong { max: 5 }));
}

#[test]
fn paragraphs_keep_their_line_feeds() {
    assert_eq!(paragraph(" a\r\nb\n ", 10), Ok(Some("a\nb".to_owned())));
    assert_eq!(paragraph(" \n ", 10), Ok(None));
    assert_eq!(paragraph("a\u{0}b", 10), Err(Problem::ControlCharacters));
    assert_eq!(paragraph("a\rb", 10), Err(Problem::ControlCharacters));
    assert_eq!(paragraph("abc", 2), Err(Problem::TooLong { max: 2 }));
}

#[test]
fn names_are_in_a_script_the_post_can_read() {
    for text in [
        "Fatima Zahra",
        "Aït-Ben-Haddou",
        "O’Brien",
        "ʿAbd al-Raḥmān",
        "Noe\u{308}l",
        "فاطمة الزهراء",
        "مُحَمَّد",
        "ⵉⵎⴰⵣⵉⵖⵏ",
        "Résidence 12",
    ] {
        assert!(name(text, 80).is_ok(), "{text:?}");
    }
    for text in ["12345", "---", "😀", "Иван", "李雷", "Αθήνα", "Fatima 李"] {
        assert_eq!(name(text, 80), Err(Problem::WrongScript), "{text:?}");
    }
    assert_eq!(name("", 80), Err(Problem::Required));
}

#[test]
fn integers_are_read_in_both_kinds_of_digits() {
    let range = Problem::OutOfRange { min: 0, max: 999 };
    for (text, answer) in [
        ("0", Ok(0)),
        (" 12 ", Ok(12)),
        ("٤٢", Ok(42)),
        ("۴۲", Ok(42)),
        ("007", Ok(7)),
        ("999", Ok(999)),
        ("1000", Err(range.clone())),
        ("-1", Err(range.clone())),
        ("99999999999999999999999999", Err(range.clone())),
        ("-99999999999999999999999999", Err(range)),
        ("", Err(Problem::Required)),
        ("-", Err(Problem::NotANumber)),
        ("+5", Err(Problem::NotANumber)),
        ("--5", Err(Problem::NotANumber)),
        ("1.5", Err(Problem::NotANumber)),
        ("1e3", Err(Problem::NotANumber)),
        ("0x10", Err(Problem::NotANumber)),
        ("douze", Err(Problem::NotANumber)),
        ("½", Err(Problem::NotANumber)),
    ] {
        assert_eq!(integer(text, 0, 999), answer, "{text:?}");
    }
    assert_eq!(
        integer("-9223372036854775808", i64::MIN, i64::MAX),
        Ok(i64::MIN)
    );
}

proptest! {
    #[test]
    fn a_line_is_clean_and_clean_once(text in any::<String>()) {
        if let Ok(kept) = line(&text, 50) {
            prop_assert!(kept.chars().count() <= 50 && !kept.is_empty());
            prop_assert!(!kept.chars().any(char::is_control));
            prop_assert_eq!(line(&kept, 50), Ok(kept.clone()));
        }
    }

    #[test]
    fn every_integer_is_read_back(number in any::<i64>()) {
        prop_assert_eq!(integer(&number.to_string(), i64::MIN, i64::MAX), Ok(number));
    }
}

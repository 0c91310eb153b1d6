//! Which language a reader gets.

use domain::{Lang, LocalText};

#[test]
fn accept_language_is_negotiated() {
    for (accept, lang) in [
        ("", Lang::Fr),
        ("*", Lang::Fr),
        ("de-DE,de;q=0.9", Lang::Fr),
        ("ar", Lang::Ar),
        ("ar-MA,fr;q=0.8", Lang::Ar),
        ("ary", Lang::Ar),
        ("en-GB,en;q=0.9,fr;q=0.8", Lang::En),
        ("fr;q=0.5,en;q=0.7", Lang::En),
        ("fr;q=0.5, en ; q=0.7", Lang::En),
        ("FR;Q=0.2,EN;Q=0.9", Lang::En),
        // The first of equals.
        ("en,fr", Lang::En),
        ("fr;q=0,ar;q=0.1", Lang::Ar),
        ("en;q=0", Lang::Fr),
        ("en;q=abc,ar;q=0.1", Lang::Ar),
        ("en;q=,ar;q=0.1", Lang::Ar),
        ("ar;q=0.999,en;q=1.000", Lang::En),
        ("ar;q=5,en", Lang::Ar),
        ("shi,en;q=0.5", Lang::Zgh),
        ("tzm-Tfng-MA", Lang::Zgh),
        ("ber;q=0.4,fr;q=0.3", Lang::Zgh),
        (";;;,,,;q=1", Lang::Fr),
        ("zh-CN,frr,arn", Lang::Fr),
    ] {
        assert_eq!(Lang::negotiate(accept), lang, "{accept:?}");
    }
}

#[test]
fn codes_are_read_back_and_arabic_alone_runs_right_to_left() {
    for lang in Lang::ALL {
        assert_eq!(Lang::from_code(lang.code()), Some(lang));
        assert_eq!(lang.fallback()[0], lang);
        assert_eq!(lang.dir().attribute() == "rtl", lang == Lang::Ar);
    }
    assert_eq!(Lang::from_code("FR"), None);
    assert_eq!(Lang::from_code(""), None);
}

#[test]
fn a_missing_translation_shows_in_the_readers_next_language_and_says_so() {
    let text = LocalText::new("Huile", "", "Oil");
    let picked = |lang| {
        let picked = text.pick(lang);
        (picked.text, picked.lang)
    };
    assert_eq!(picked(Lang::Fr), ("Huile".to_owned(), Lang::Fr));
    assert_eq!(picked(Lang::Ar), ("Huile".to_owned(), Lang::Fr));
    assert_eq!(picked(Lang::En), ("Oil".to_owned(), Lang::En));
    assert_eq!(picked(Lang::Zgh), ("Huile".to_owned(), Lang::Fr));
    assert_eq!(LocalText::default().pick(Lang::Ar).text, "");
}

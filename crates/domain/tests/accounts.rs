//! What people may sign in with.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    CooperativeId, Problem,
    accounts::{Email, Login, Phone, Role, check_password, describe_device},
};

#[test]
fn phone_numbers_are_read_as_people_write_them() {
    for text in [
        "+212612345678",
        "00212612345678",
        "0612345678",
        " 06 12 34 56 78 ",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "(+212) 6 12 34 56 78",
        "06\u{a0}12\u{202f}34 56 78",
        "٠٦١٢٣٤٥٦٧٨",
        "۰۶۱۲۳۴۵۶۷۸",
        // As a telephone's address book copies it.
        "\u{202a}+212 6 12 34 56 78\u{202c}",
        "\u{200e}0612345678",
    ] {
        assert_eq!(
            Phone::parse(text).unwrap().as_str(),
            "+212612345678",
            "{text:?}"
        );
    }
}

#[test]
fn mobiles_begin_6_or_7() {
    for (text, mobile) in [
        ("0512345678", false),
        ("0612345678", true),
        ("0712345678", true),
        ("0812345678", false),
    ] {
        assert_eq!(Phone::parse(text).unwrap().is_mobile(), mobile, "{text}");
    }
}

#[test]
fn other_numbers_are_refused() {
    for text in [
        "061234567",
        "06123456789",
        "0412345678",
        "0912345678",
        "+33612345678",
        "612345678",
        "+2120612345678",
        "06123456x8",
        "0612345678; DROP TABLE person",
        "+212-",
        "-1",
        "99999999999999999999999999999999",
        "06\n12345678",
    ] {
        assert_eq!(Phone::parse(text), Err(Problem::InvalidPhone), "{text:?}");
    }
    for text in ["", "   ", "--", "\u{200e}"] {
        assert_eq!(Phone::parse(text), Err(Problem::Required), "{text:?}");
    }
}

#[test]
fn emails_are_kept_in_lower_case() {
    for (text, kept) in [
        ("Fatima@Exemple.MA", "fatima@exemple.ma"),
        ("  a@b.ma ", "a@b.ma"),
        (
            "first.last+tag@sub.example.org",
            "first.last+tag@sub.example.org",
        ),
        ("o'neil@x-y.co", "o'neil@x-y.co"),
        ("a@xn--mgbc0a9azcg.ma", "a@xn--mgbc0a9azcg.ma"),
    ] {
        assert_eq!(Email::parse(text).unwrap().as_str(), kept, "{text:?}");
    }
}

#[test]
fn broken_emails_are_refused() {
    let long_label = format!("a@{}.ma", "b".repeat(64));
    let long_local = format!("{}@b.ma", "a".repeat(65));
    for text in [
        "a",
        "a@",
        "@b.ma",
        "a@b",
        "a b@c.ma",
        "a@b@c.ma",
        "a@b..ma",
        ".a@b.ma",
        "a.@b.ma",
        "a..b@c.ma",
        "a@-b.ma",
        "a@b-.ma",
        "a@.ma",
        "a@b.",
        "é@b.ma",
        "a@بريد.ma",
        "a,b@c.ma",
        "<a@b.ma>",
        &long_label,
        &long_local,
    ] {
        assert_eq!(Email::parse(text), Err(Problem::InvalidEmail), "{text:?}");
    }
    assert_eq!(Email::parse(" "), Err(Problem::Required));
    // A line feed would be a second header in a mail.
    assert_eq!(
        Email::parse("a@b.ma\r\nbcc: x@y.ma"),
        Err(Problem::ControlCharacters)
    );
    assert_eq!(
        Email::parse(&format!("{}@b.ma", "a".repeat(300))),
        Err(Problem::TooLong { max: 254 })
    );
}

#[test]
fn a_login_is_an_address_or_a_number() {
    assert!(matches!(Login::parse("a@b.ma"), Ok(Login::Email(_))));
    assert!(matches!(Login::parse("0612345678"), Ok(Login::Phone(_))));
    assert_eq!(Login::parse("fatima"), Err(Problem::InvalidPhone));
    assert_eq!(Login::parse("a@b"), Err(Problem::InvalidEmail));
    assert_eq!(Login::parse(""), Err(Problem::Required));
}

#[test]
fn length_makes_a_password() {
    for (password, answer) in [
        ("", Err(Problem::Required)),
        ("court", Err(Problem::TooShort { min: 10 })),
        ("neuf.char", Err(Problem::TooShort { min: 10 })),
        ("trois mots sans lien", Ok(())),
        ("ثلاث كلمات مختلفة", Ok(())),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ ⵜⴰⵎⵓ", Ok(())),
        ("MotDePasse", Err(Problem::WeakPassword)),
        ("1234567890", Err(Problem::WeakPassword)),
        ("aaaaaaaaaaaa", Err(Problem::WeakPassword)),
        ("          ", Err(Problem::WeakPassword)),
        ("arganarganargan", Err(Problem::WeakPassword)),
        ("Fatima@exemple.ma", Err(Problem::WeakPassword)),
    ] {
        assert_eq!(
            check_password(password, " fatima@Exemple.ma"),
            answer,
            "{password:?}"
        );
    }
    let varied: String = ('a'..='z').cycle().take(128).collect();
    assert_eq!(check_password(&varied, ""), Ok(()));
    assert_eq!(
        check_password(&format!("{varied}a"), ""),
        Err(Problem::TooLong { max: 128 })
    );
    // Characters count, not bytes.
    assert_eq!(
        check_password("كلمتسررر", ""),
        Err(Problem::TooShort { min: 10 })
    );
}

#[test]
fn every_role_is_read_back_from_its_code() {
    let cooperative = Some(CooperativeId(3));
    let regions = vec!["09".to_owned(), "07".to_owned()];
    for role in [
        Role::Member,
        Role::CooperativeManager {
            cooperative: CooperativeId(3),
        },
        Role::Advisor {
            regions: regions.clone(),
        },
        Role::SocialWorker,
        Role::Trainer,
        Role::Administrator,
    ] {
        assert_eq!(
            Role::from_code(role.code(), cooperative, regions.clone()),
            Some(role)
        );
    }
    assert_eq!(
        Role::from_code("cooperative_manager", None, Vec::new()),
        None
    );
    assert_eq!(Role::from_code("queen", cooperative, regions), None);
}

#[test]
fn a_device_is_told_in_two_words() {
    for (user_agent, device) in [
        (
            "Mozilla/5.0 (Android 13; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0",
            "Firefox, Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge, Windows",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("a\u{202e}b\u{7}", ""),
        ("", ""),
    ] {
        assert_eq!(describe_device(user_agent), device, "{user_agent:?}");
    }
    assert_eq!(describe_device(&"x".repeat(500)).len(), 60);
}

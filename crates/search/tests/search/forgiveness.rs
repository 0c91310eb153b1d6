//! What may be typed for what is meant.

use crate::sample::{ids, index, listing, text, words};
use domain::{ListingId, LocalText};
use search::{Document, Search};

const ARGAN: i64 = 1;
const SAFFRON: i64 = 2;
const CARPET: i64 = 3;
const HONEY: i64 = 4;
const OREGANO: i64 = 5;
const AMLOU: i64 = 6;
/// Named in Arabic alone.
const CAPERS: i64 = 7;
/// Named in Tifinagh alone.
const TAFUKT: i64 = 8;
const ROSE_WATER: i64 = 9;

fn market() -> Search {
    let named = |id, fr, ar, en| listing(id, text(fr, ar, en));
    index([
        Document {
            cooperative: text(
                "Coopérative Mogador Argan (démo)",
                "تعاونية موكادور أركان",
                "",
            ),
            description: text("Pressée à froid par les femmes du village.", "", ""),
            region_name: text("Marrakech-Safi", "مراكش-آسفي", "Marrakesh-Safi"),
            ..named(
                ARGAN,
                "Huile d'argane alimentaire",
                "زيت أركان الغذائي",
                "Culinary argan oil",
            )
        },
        Document {
            region_name: text("Souss-Massa", "سوس-ماسة", "Souss-Massa"),
            category_name: text("Épices", "توابل", "Spices"),
            ..named(
                SAFFRON,
                "Safran de Taliouine",
                "زعفران تالوين",
                "Taliouine saffron",
            )
        },
        named(
            CARPET,
            "Tapis de Taznakht",
            "زربية تازناخت",
            "Taznakht carpet",
        ),
        Document {
            description: text("Récolté loin de toute huile.", "", ""),
            ..named(HONEY, "Miel d'euphorbe", "عسل الزقوم", "Euphorbia honey")
        },
        named(OREGANO, "Origan séché de la région", "", "Dried oregano"),
        named(AMLOU, "Amlou aux amandes", "", "Almond spread"),
        named(CAPERS, "", "كبار آسفي", ""),
        Document {
            names: LocalText {
                zgh: Some("ⵜⴰⴼⵓⴽⵜ ⴰⵔⴳⴰⵏ".to_owned()),
                ..LocalText::default()
            },
            ..named(TAFUKT, "", "", "")
        },
        named(
            ROSE_WATER,
            "Eau de rose de Kelâat M'Gouna",
            "ماء ورد قلعة مكونة",
            "Kelaat M'Gouna rose water",
        ),
    ])
}

#[test]
fn what_is_meant_is_found() {
    let market = market();
    let cases: [(&str, &[i64]); 48] = [
        // As it is written, in each language.
        ("huile d'argane", &[ARGAN]),
        ("culinary argan oil", &[ARGAN]),
        ("زيت أركان", &[ARGAN]),
        ("safran", &[SAFFRON]),
        // Accents, cases, apostrophes, punctuation.
        ("HUILE D’ARGANE", &[ARGAN]),
        ("l'huile d‘argane !", &[ARGAN]),
        ("epices", &[SAFFRON]),
        ("kelaat", &[ROSE_WATER]),
        ("mgouna", &[ROSE_WATER]),
        ("M'gouna", &[ROSE_WATER]),
        // Hamza, ta marbuta, tatweel, harakat, the article and its prefixes.
        ("اركان", &[ARGAN, OREGANO, TAFUKT]),
        ("إركان", &[ARGAN, OREGANO, TAFUKT]),
        ("زيت الأركان", &[ARGAN]),
        ("بالأركان", &[ARGAN, OREGANO, TAFUKT]),
        ("والزعفران", &[SAFFRON]),
        ("زَعْفَرَان", &[SAFFRON]),
        ("زعـــفران", &[SAFFRON]),
        ("زربيه", &[CARPET]),
        ("الزربية", &[CARPET]),
        ("زقوم", &[HONEY]),
        ("مراكش", &[ARGAN]),
        // Another script, or another spelling in the same one. Between scripts the consonants
        // alone speak: an origan is an أركان too, but stands behind (see below).
        ("argan", &[ARGAN, TAFUKT]),
        ("arghan", &[ARGAN, TAFUKT]),
        ("argane", &[ARGAN, TAFUKT]),
        ("أركان", &[ARGAN, OREGANO, TAFUKT]),
        ("ⴰⵔⴳⴰⵏ", &[ARGAN, OREGANO, TAFUKT]),
        ("ⵜⴰⵣⵏⴰⵅⵜ", &[CARPET]),
        ("tazenakhet", &[CARPET]),
        ("أملو", &[AMLOU]),
        ("amlu", &[AMLOU]),
        ("ⴰⵎⵍⵓ", &[AMLOU]),
        ("asfi", &[ARGAN, CAPERS]),
        ("tafukt", &[TAFUKT]),
        ("تافوكت", &[TAFUKT]),
        // One typing error: a letter wrong, missing, too many, two exchanged.
        ("safrzn", &[SAFFRON]),
        ("safrn", &[SAFFRON]),
        ("saffran", &[SAFFRON]),
        ("safarn", &[SAFFRON]),
        ("زعفرام", &[SAFFRON]),
        ("marrakehc", &[ARGAN]),
        ("mogadro", &[ARGAN]),
        // A word not finished.
        ("tapis de tazn", &[CARPET]),
        ("euph", &[HONEY]),
        ("سوس ماس", &[SAFFRON]),
        // Small words tell nothing apart.
        ("tapis du taznakht", &[CARPET]),
        ("miel et euphorbe", &[HONEY]),
        // Digits and marks alone ask nothing; everything is shown.
        (
            "…",
            &[
                ROSE_WATER, TAFUKT, CAPERS, AMLOU, OREGANO, HONEY, CARPET, SAFFRON, ARGAN,
            ],
        ),
        ("xylophone", &[]),
    ];
    let mut wrong = Vec::new();
    for (typed, expected) in cases {
        let mut found = ids(&market, &words(typed));
        if typed != "…" {
            found.sort_unstable();
        }
        if found != expected {
            wrong.push(format!("{typed}: {found:?}, not {expected:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_better_match_stands_first() {
    let market = market();
    // In the name before in the description.
    assert_eq!(ids(&market, &words("huile")), [ARGAN, HONEY]);
    // What has the word before what only has its consonants.
    for typed in ["أركان", "ⴰⵔⴳⴰⵏ"] {
        assert_eq!(
            ids(&market, &words(typed)).last(),
            Some(&OREGANO),
            "{typed}"
        );
    }
    // A word as written before one that only resembles it.
    let saffron = |id, name| listing(id, text(name, "", ""));
    let search = index([
        saffron(1, "Safran"),
        saffron(2, "Safrane"),
        saffron(3, "Safran"),
    ]);
    assert_eq!(ids(&search, &words("safran")), [3, 1, 2]);
    assert_eq!(ids(&search, &words("safrane")), [2, 3, 1]);
}

#[test]
fn where_not_all_words_match_most_of_them_do() {
    let market = market();
    assert_eq!(ids(&market, &words("safran xylophone")), [SAFFRON]);
    assert_eq!(
        ids(&market, &words("tapis safran taliouine xylophone")),
        [SAFFRON]
    );
    assert_eq!(
        ids(&market, &words("tapis xylophone trompette")),
        [0_i64; 0]
    );
}

#[test]
fn filters_that_leave_nothing_do_not_widen_the_words() {
    let market = market();
    let mut query = words("huile d'argane");
    query.regions = vec!["12".to_owned()];
    let answer = market.query(&query, crate::sample::NOW).unwrap();
    assert_eq!(
        (answer.total, answer.regions),
        (0, vec![("09".to_owned(), 1)])
    );
}

#[test]
fn suggestions_follow_the_typing() {
    let market = market();
    let suggested = |typed: &str, limit| market.suggest(typed, limit).unwrap();
    for typed in [
        "sa",
        "saf",
        "safr",
        "safran",
        "safran d",
        "safran de ta",
        "زعف",
        "safarn",
    ] {
        assert!(suggested(typed, 6).contains(&ListingId(SAFFRON)), "{typed}");
    }
    assert_eq!(suggested("arg", 1).len(), 1);
    for (typed, limit) in [("", 6), ("  ", 6), ("’", 6), ("argan", 0), ("xylophone", 6)] {
        assert_eq!(suggested(typed, limit), [], "{typed}");
    }
}

#[test]
fn any_text_is_answered() {
    let market = market();
    let endless = "a é ع ⴰ 1 ' ".repeat(40);
    for typed in [
        endless.as_str(),
        "\u{0}",
        "\u{202e}argan",
        "AND OR NOT (",
        "name:argan",
        "\"",
        "🏺",
        "l'",
        "''''",
        "الالال",
    ] {
        market.query(&words(typed), crate::sample::NOW).unwrap();
        market.suggest(typed, 6).unwrap();
    }
}

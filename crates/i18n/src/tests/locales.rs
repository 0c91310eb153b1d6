//! What the words' files promise. `build.rs` already refuses a key missing in Arabic or English;
//! this says it once more where people look, and lists what Tamazight lacks.

use crate::{BadWords, Feature, Words, keys::shell};
use domain::Lang;
use serde_json::{Map, Value};
use std::fs;

fn locale(lang: Lang, feature: Feature) -> Map<String, Value> {
    let path = format!(
        "{}/locales/{}/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        lang.code(),
        feature.name()
    );
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn missing(lang: Lang) -> Vec<String> {
    Feature::ALL
        .into_iter()
        .flat_map(|feature| {
            let own = locale(lang, feature);
            locale(Lang::Fr, feature)
                .into_iter()
                .filter(move |(key, _)| !own.contains_key(key))
                .map(move |(key, _)| format!("{}.{key}", feature.name()))
        })
        .collect()
}

#[test]
fn arabic_and_english_are_complete() {
    assert_eq!(missing(Lang::Ar), [""; 0]);
    assert_eq!(missing(Lang::En), [""; 0]);
}

#[test]
fn lists_what_tamazight_lacks() {
    let lacks = missing(Lang::Zgh);
    let all: usize = Feature::ALL
        .into_iter()
        .map(|feature| locale(Lang::Fr, feature).len())
        .sum();
    println!(
        "Tamazight lacks {} of {all} words (shown in French):",
        lacks.len()
    );
    for key in lacks {
        println!("  {key}");
    }
}

#[test]
fn every_word_survives_its_file() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for feature in Feature::ALL {
            words.load(feature, crate::text(lang, feature)).unwrap();
            let (own, french) = (locale(lang, feature), locale(Lang::Fr, feature));
            for (index, name) in crate::tables::KEYS[feature as usize].iter().enumerate() {
                let value = own.get(*name).unwrap_or(&french[*name]);
                let expected = value.get("other").unwrap_or(value).as_str().unwrap();
                let key = crate::Key {
                    feature,
                    index: index.try_into().unwrap(),
                };
                assert_eq!(words.t(key), expected);
                let written_in = if own.contains_key(*name) {
                    lang
                } else {
                    Lang::Fr
                };
                assert_eq!(words.lang_of(key), written_in);
            }
        }
    }
}

#[test]
fn another_versions_words_are_refused() {
    let text = crate::text(Lang::Fr, Feature::Shell);
    let expected = text.split('\n').count();
    let (cut, _) = text.rsplit_once('\n').unwrap();
    let words = Words::new(Lang::Fr);
    let refusal = Err(BadWords {
        feature: Feature::Shell,
        expected,
        found: expected - 1,
    });
    assert_eq!(words.load(Feature::Shell, cut), refusal);
    assert_eq!(
        words.load(Feature::Shell, ""),
        Err(BadWords {
            feature: Feature::Shell,
            expected,
            found: 0
        })
    );
    assert!(!words.has(Feature::Shell));
}

#[test]
fn a_file_is_served_at_its_own_address_only() {
    for lang in Lang::ALL {
        for feature in Feature::ALL {
            let path = crate::path(lang, feature);
            assert!(
                path.starts_with(&format!("/words/{}/{}.", lang.code(), feature.name())),
                "{path}"
            );
            assert_eq!(crate::file(&path), Some(crate::text(lang, feature)));
        }
    }
    for path in [
        "",
        "/words/fr/shell.0000000000000000.txt",
        "/words/fr/../fr/shell.txt",
    ] {
        assert_eq!(crate::file(path), None);
    }
}

#[test]
fn words_are_safe_inside_a_script_element() {
    for lang in Lang::ALL {
        for feature in Feature::ALL {
            let text = crate::text(lang, feature);
            assert!(!text.contains(['<', '\r']));
        }
    }
}

#[test]
fn a_language_is_called_by_its_own_name_everywhere() {
    for lang in Lang::ALL {
        assert_eq!(Words::embedded(lang).t(shell::LANGUAGE_AR), "العربية");
    }
}

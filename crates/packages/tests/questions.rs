//! Questions out and in again, other programs' questions, and files that mean harm.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    LocalText,
    academy::{Area, Body, Choice, ItemFault, PackageFault, Pair, Question, Spot},
};
use packages::qti::{self, ReadItem};
use proptest::prelude::*;
use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn line() -> impl Strategy<Value = String> {
    // What XML has its own signs for, right-to-left letters, Tifinagh and accents.
    proptest::string::string_regex("[a-zé<&>\"'أبتⴰⵣ0-9][a-zé<&>\"'أبتⴰⵣ0-9 ]{0,20}")
        .unwrap()
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn texts() -> impl Strategy<Value = LocalText> {
    (
        line(),
        proptest::option::of(line()),
        proptest::option::of(line()),
        proptest::option::of(line()),
        any::<bool>(),
    )
        .prop_map(|(one, ar, en, zgh, in_french)| LocalText {
            fr: in_french.then(|| one.clone()),
            ar: if in_french { ar } else { Some(one) },
            en,
            zgh,
        })
}

fn choices(prefix: &'static str) -> impl Strategy<Value = Vec<Choice>> {
    proptest::collection::vec(texts(), 2..6).prop_map(move |list| {
        list.into_iter()
            .enumerate()
            .map(|(at, text)| Choice {
                id: format!("{prefix}{}", at + 1),
                text,
            })
            .collect()
    })
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        // Ids may begin with a digit, which the standard's may not.
        (choices("o"), any::<prop::sample::Index>()).prop_map(|(options, at)| Body::One {
            key: options[at.index(options.len())].id.clone(),
            options,
        }),
        (choices("7"), 1_usize..3).prop_map(|(options, count)| Body::Several {
            key: options.iter().take(count).map(|it| it.id.clone()).collect(),
            options,
        }),
        any::<bool>().prop_map(|key| Body::TrueFalse { key }),
        choices("o").prop_map(|options| Body::Ordering {
            key: options.iter().rev().map(|it| it.id.clone()).collect(),
            options,
        }),
        (choices("l"), choices("r")).prop_map(|(lefts, rights)| Body::Matching {
            key: lefts
                .iter()
                .zip(rights.iter().cycle())
                .map(|(left, right)| Pair {
                    left: left.id.clone(),
                    right: right.id.clone(),
                })
                .collect(),
            lefts,
            rights,
        }),
        (
            -999_999_999_i64..999_999_999,
            0_i64..1_000_000,
            proptest::option::of(texts())
        )
            .prop_map(|(key, tolerance, unit)| Body::Number {
                key,
                tolerance,
                unit: unit.unwrap_or_default(),
            }),
        proptest::collection::vec(line(), 1..4).prop_map(|mut accepted| {
            accepted.push("argan".to_owned());
            Body::Text { accepted }
        }),
        (texts(), texts(), 0_i64..800, 0_i64..800).prop_map(|(alt, label, x, y)| {
            Body::Hotspot {
                picture: "/illustrations/academy/label.svg".to_owned(),
                alt,
                spots: vec![
                    Spot {
                        x: x + 10,
                        y: y + 10,
                        label: label.clone(),
                    },
                    Spot {
                        x: 999,
                        y: 0,
                        label,
                    },
                ],
                key: Area {
                    x,
                    y,
                    width: 100,
                    height: 50,
                },
            }
        }),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    (texts(), body(), proptest::option::of(texts())).prop_map(|(prompt, body, feedback)| Question {
        id: "7-votes".to_owned(),
        prompt,
        body,
        feedback: feedback.unwrap_or_default(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_question_comes_in_as_it_went_out(question in question()) {
        let xml = qti::item(&question, "/illustrations/academy/label.svg");
        let read = qti::read_item(xml.as_bytes(), "");
        prop_assert_eq!(&read.question, &Ok(question.clone()), "{}", xml);
        prop_assert!(read.lost.is_empty());
        let packed = qti::package(&[question.clone(), question.clone()], &BTreeMap::new()).unwrap();
        let read = qti::read_package(&packed).unwrap();
        prop_assert_eq!(read.items.len(), 2);
        prop_assert_eq!(&read.items[1].question, &Ok(question));
    }

    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0_usize..2_000) {
        let _ = qti::read_package(&bytes);
        let whole = qti::item(&sample(), "");
        let cut = whole.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(whole.len());
        let _ = qti::read_item(&whole.as_bytes()[..cut], "a.xml");
    }
}

fn sample() -> Question {
    Question {
        id: "q1".to_owned(),
        prompt: LocalText::new("Combien ?", "كم؟", ""),
        body: Body::Number {
            key: 12_500,
            tolerance: 500,
            unit: LocalText::new("kg", "كلغ", ""),
        },
        feedback: LocalText::default(),
    }
}

/// An item of another program, with this declaration and body.
fn foreign(declaration: &str, body: &str) -> ReadItem {
    let xml = format!(
        r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="choice" title="T" xml:lang="en-GB">
        {declaration}<qti-item-body>{body}</qti-item-body></qti-assessment-item>"#
    );
    qti::read_item(xml.as_bytes(), "")
}

const ONE: &str = r#"<qti-response-declaration identifier="R" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>"#;

const CHOICE: &str = r#"<qti-choice-interaction response-identifier="R" max-choices="1"><qti-prompt>Which?</qti-prompt><qti-simple-choice identifier="A">One</qti-simple-choice><qti-simple-choice identifier="B">T<em>w</em>o</qti-simple-choice></qti-choice-interaction>"#;

#[test]
fn another_programs_question_is_taken() {
    let read = foreign(ONE, &format!("<p>Look at\n this.</p>{CHOICE}"));
    let question = read.question.unwrap();
    assert_eq!(question.id, "choice");
    assert_eq!(question.prompt.en.as_deref(), Some("Look at this. Which?"));
    let Body::One { options, key } = question.body else {
        panic!("another kind");
    };
    assert_eq!(key, "B");
    assert_eq!(options[1].text.en.as_deref(), Some("Two"));
}

#[test]
fn what_cannot_be_taken_says_why() {
    let key = |value: &str| ONE.replace(">B<", &format!(">{value}<"));
    let essay = r#"<qti-extended-text-interaction response-identifier="R"><qti-prompt>Why?</qti-prompt></qti-extended-text-interaction>"#;
    let slider =
        r#"<qti-slider-interaction response-identifier="R" lower-bound="0" upper-bound="9"/>"#;
    let cases = [
        (foreign(ONE, ""), ItemFault::NoInteraction),
        (
            foreign(ONE, &format!("{CHOICE}{CHOICE}")),
            ItemFault::SeveralInteractions,
        ),
        (foreign("", CHOICE), ItemFault::NoKey),
        (foreign(&key("Z"), CHOICE), ItemFault::BadKey),
        (foreign(ONE, essay), ItemFault::NeedsTrainer),
        (
            foreign(ONE, slider),
            ItemFault::UnknownKind {
                name: "qti-slider-interaction".to_owned(),
            },
        ),
        (
            foreign(ONE, &CHOICE.replace("One", r#"<img src="a.png" alt=""/>"#)),
            ItemFault::Embedded {
                name: "img".to_owned(),
            },
        ),
        (
            foreign(ONE, &CHOICE.replace("One", r#"<b xml:lang="de">Eins</b>"#)),
            ItemFault::Language {
                tag: "de".to_owned(),
            },
        ),
        (
            foreign(ONE, &CHOICE.replace("Which?", "")),
            ItemFault::NoPrompt,
        ),
        (
            foreign(ONE, &CHOICE.replace("Which?", &"a".repeat(501))),
            ItemFault::BadText,
        ),
        (
            qti::read_item(
                b"<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>",
                "",
            ),
            ItemFault::OldVersion,
        ),
        (qti::read_item(b"<html/>", ""), ItemFault::NotAnItem),
        (qti::read_item(b"<a", ""), ItemFault::NotXml),
    ];
    for (read, fault) in cases {
        assert_eq!(read.question, Err(fault));
    }
}

#[test]
fn what_is_lost_of_a_question_that_is_taken_is_said() {
    let feedback = r#"<qti-modal-feedback outcome-identifier="F" identifier="right" show-hide="show"><p>Well done</p></qti-modal-feedback>"#;
    let xml = format!(
        r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="c" title="T" xml:lang="en">{ONE}<qti-item-body>{CHOICE}</qti-item-body>{feedback}</qti-assessment-item>"#
    );
    let read = qti::read_item(xml.as_bytes(), "");
    assert!(read.question.unwrap().feedback.is_empty());
    assert_eq!(read.lost, [ItemFault::FeedbackLeftOut]);
}

#[test]
fn document_types_and_entities_are_never_read() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>"#;
    let outside = r#"<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>"#;
    for xml in [bomb, outside] {
        let read = qti::read_item(xml.as_bytes(), "");
        assert_eq!(read.question, Err(ItemFault::DocumentType));
    }
    let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
    assert!(qti::read_item(deep.as_bytes(), "").question.is_err());
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_package_that_leads_outside_or_lacks_what_it_names_is_refused() {
    let list = |href: &str| {
        format!(
            r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources><resource identifier="a" type="imsqti_item_xmlv3p0" href="{href}"/></resources></manifest>"#
        )
    };
    let outside = qti::read_package(&zipped(&[("imsmanifest.xml", &list("../a.xml"))]));
    assert!(
        matches!(outside, Err(PackageFault::PathOutside { .. })),
        "{outside:?}"
    );
    let missing = qti::read_package(&zipped(&[("imsmanifest.xml", &list("a.xml"))]));
    assert!(
        matches!(missing, Err(PackageFault::Missing { .. })),
        "{missing:?}"
    );
    let none = qti::read_package(&zipped(&[("a.xml", "<a/>")]));
    assert!(
        matches!(none, Err(PackageFault::Missing { .. })),
        "{none:?}"
    );
    let evil = qti::read_package(&zipped(&[("../../evil", "x")]));
    assert!(
        matches!(evil, Err(PackageFault::PathOutside { .. })),
        "{evil:?}"
    );
    assert_eq!(
        qti::read_package(b"kind,prompt"),
        Err(PackageFault::NotAPackage)
    );
    let typed = r#"<!DOCTYPE manifest [<!ENTITY a "b">]><manifest/>"#;
    let typed = qti::read_package(&zipped(&[("imsmanifest.xml", typed)]));
    assert!(
        matches!(typed, Err(PackageFault::Malformed { .. })),
        "{typed:?}"
    );
}

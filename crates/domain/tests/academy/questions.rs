//! Every kind of question: read from a form, graded, shown again.

use domain::{
    LocalText,
    academy::{Answer, Area, Body, Choice, Pair, Question, QuizRules, Spot, shuffle},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn choices(ids: &[&str]) -> Vec<Choice> {
    ids.iter()
        .map(|id| Choice {
            id: (*id).to_owned(),
            text: LocalText::new(&format!("option {id}"), "", ""),
        })
        .collect()
}

fn question(body: Body) -> Question {
    Question {
        id: "q".to_owned(),
        prompt: LocalText::new("?", "", ""),
        body,
        feedback: LocalText::default(),
    }
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// The thousandths that form fields are worth.
fn graded(question: &Question, fields: &[(&str, &str)]) -> i64 {
    let fields: BTreeMap<String, String> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let answer = question.read(&fields);
    if let Some(answer) = &answer {
        // What is shown again is read as the same.
        let again = question.fields(answer).into_iter().collect();
        assert_eq!(question.read(&again).as_ref(), Some(answer));
    }
    question.grade(answer.as_ref())
}

#[test]
fn one_is_all_or_nothing() {
    let q = question(Body::One {
        options: choices(&["a", "b"]),
        key: "b".to_owned(),
    });
    for (fields, points) in [
        (vec![("q", "b")], 1000),
        (vec![("q", "a")], 0),
        (vec![("q", "z")], 0),
        (vec![], 0),
    ] {
        assert_eq!(graded(&q, &fields), points, "{fields:?}");
    }
}

#[test]
fn several_count_the_right_minus_the_wrong() {
    let q = question(Body::Several {
        options: choices(&["a", "b", "c", "d"]),
        key: owned(&["a", "c"]),
    });
    for (fields, points) in [
        (vec![("q.a", "1"), ("q.c", "1")], 1000),
        (vec![("q.a", "1")], 500),
        (vec![("q.a", "1"), ("q.b", "1")], 0),
        (vec![("q.a", "1"), ("q.c", "1"), ("q.b", "1")], 500),
        (
            vec![("q.a", "1"), ("q.b", "1"), ("q.c", "1"), ("q.d", "1")],
            0,
        ),
        (vec![("q.z", "1")], 0),
    ] {
        assert_eq!(graded(&q, &fields), points, "{fields:?}");
    }
}

#[test]
fn true_or_false() {
    let q = question(Body::TrueFalse { key: false });
    for (value, points) in [("false", 1000), ("true", 0), ("maybe", 0), ("", 0)] {
        assert_eq!(graded(&q, &[("q", value)]), points, "{value}");
    }
}

#[test]
fn ordering_counts_what_stands_in_its_place() {
    let q = question(Body::Ordering {
        options: choices(&["c", "a", "b", "d"]),
        key: owned(&["a", "b", "c", "d"]),
    });
    let place = |a, b, c, d| [("q.a", a), ("q.b", b), ("q.c", c), ("q.d", d)];
    assert_eq!(graded(&q, &place("1", "2", "3", "4")), 1000);
    assert_eq!(graded(&q, &place("2", "1", "3", "4")), 500);
    assert_eq!(graded(&q, &place("4", "3", "2", "1")), 0);
    assert_eq!(graded(&q, &place("", "", "", "")), 0);
}

#[test]
fn matching_counts_each_pair() {
    let pair = |left: &str, right: &str| Pair {
        left: left.to_owned(),
        right: right.to_owned(),
    };
    let q = question(Body::Matching {
        lefts: choices(&["a", "b"]),
        rights: choices(&["x", "y", "z"]),
        key: vec![pair("a", "x"), pair("b", "y")],
    });
    assert_eq!(graded(&q, &[("q.a", "x"), ("q.b", "y")]), 1000);
    assert_eq!(graded(&q, &[("q.a", "x"), ("q.b", "z")]), 500);
    assert_eq!(graded(&q, &[("q.a", "?")]), 0);
    assert_eq!(q.solution()[1].fr.as_deref(), Some("option b → option y"));
}

#[test]
fn a_number_has_its_tolerance_and_its_spellings() {
    let q = question(Body::Number {
        key: 1_250_000,
        tolerance: 500,
        unit: LocalText::new("DH", "درهم", "MAD"),
    });
    for (typed, points) in [
        ("1250", 1000),
        ("1 250", 1000),
        ("1250,4", 1000),
        ("1250.5", 1000),
        ("١٢٥٠٫٥", 1000),
        ("1250,6", 0),
        ("-1250", 0),
        ("1e3", 0),
        ("", 0),
        ("99999999999999999999", 0),
    ] {
        assert_eq!(graded(&q, &[("q", typed)]), points, "{typed}");
    }
    assert_eq!(q.solution()[0].fr.as_deref(), Some("1250"));
}

#[test]
fn a_short_text_forgives_as_search_does() {
    let q = question(Body::Text {
        accepted: owned(&["réserve légale", "الاحتياطي القانوني", "argan"]),
    });
    for (typed, points) in [
        ("réserve légale", 1000),
        ("Reserve Legale", 1000),
        ("la réserve légale", 0),
        ("réserve légal", 1000),
        ("reserv legale", 1000),
        ("rserve lgale", 1000),
        ("réserve lgle", 0),
        ("احتياطي قانوني", 1000),
        ("الإحتياطي القانونيّ", 1000),
        ("أركان", 1000),
        ("ⴰⵔⴳⴰⵏ", 1000),
        ("orge", 0),
        ("   ", 0),
    ] {
        assert_eq!(graded(&q, &[("q", typed)]), points, "{typed}");
    }
}

#[test]
fn a_hotspot_is_inside_its_area() {
    let spot = |x, y| Spot {
        x,
        y,
        label: LocalText::new("ici", "", ""),
    };
    let q = question(Body::Hotspot {
        picture: "label.svg".to_owned(),
        alt: LocalText::default(),
        spots: vec![spot(100, 100), spot(600, 600)],
        key: Area {
            x: 500,
            y: 500,
            width: 200,
            height: 200,
        },
    });
    for (typed, points) in [
        ("600,600", 1000),
        ("700,700", 1000),
        ("701,600", 0),
        ("100,100", 0),
        ("x,1", 0),
        ("2000,1", 0),
    ] {
        assert_eq!(graded(&q, &[("q", typed)]), points, "{typed}");
    }
    assert_eq!(q.solution().len(), 1);
}

#[test]
fn an_answer_of_another_kind_is_worth_nothing() {
    let q = question(Body::TrueFalse { key: true });
    assert_eq!(q.grade(Some(&Answer::Written("true".to_owned()))), 0);
    assert_eq!(q.grade(None), 0);
}

#[test]
fn the_key_is_not_in_what_a_learner_gets() {
    let q = question(Body::Text {
        accepted: owned(&["secret-key"]),
    });
    let text = serde_json::to_string(&q.view()).unwrap();
    assert!(!text.contains("secret-key"), "{text}");
    // An ordering question is never shown in its right order.
    let ids = ["a", "b", "c"];
    for seed in 0..200 {
        let q = question(Body::Ordering {
            options: choices(&ids),
            key: owned(&ids),
        })
        .shuffled(seed);
        let shown: Vec<String> = q.view().options.into_iter().map(|it| it.id).collect();
        assert_ne!(shown, owned(&ids), "{seed}");
    }
}

proptest! {
    #[test]
    fn a_shuffle_is_a_permutation_and_its_seeds(seed in any::<u64>(), length in 0..40_usize) {
        let order = shuffle(seed, length);
        let all: BTreeSet<usize> = order.iter().copied().collect();
        prop_assert_eq!(all, (0..length).collect::<BTreeSet<_>>());
        prop_assert_eq!(shuffle(seed, length), order);
    }

    #[test]
    fn an_attempt_draws_different_questions_of_its_bank(seed in any::<u64>(), pick in 0..12_u32) {
        let bank: Vec<Question> = (0..8)
            .map(|at| Question {
                id: format!("q{at}"),
                ..question(Body::One { options: choices(&["a", "b", "c"]), key: "a".to_owned() })
            })
            .collect();
        let rules = QuizRules { pass_percent: 70, pick, minutes: 0 };
        let drawn = rules.freeze(&bank, seed);
        let ids: BTreeSet<&String> = drawn.iter().map(|it| &it.id).collect();
        let expected = if pick == 0 { 8 } else { pick.min(8) as usize };
        prop_assert_eq!((drawn.len(), ids.len()), (expected, expected));
        // Shuffled, the key is still right.
        for question in &drawn {
            prop_assert_eq!(question.grade(Some(&Answer::Chosen(vec!["a".to_owned()]))), 1000);
        }
    }
}

//! The catalogue's question, in the address and back; and how far a course is.

use domain::{
    CourseId, Lang, LocalText,
    academy::{
        ActivityKind, CourseCard, CourseCatalogue, CourseProgress, CourseQuery, Level, Outline,
        OutlineActivity, OutlineLesson, OutlineModule, Rule, Theme, Uid,
    },
};
use std::collections::BTreeSet;

fn card(slug: &str, title: &str, theme: Theme, minutes: i64, langs: &[Lang]) -> CourseCard {
    CourseCard {
        id: CourseId(1),
        slug: slug.to_owned(),
        title: LocalText::new(title, "", ""),
        summary: LocalText::default(),
        theme,
        level: Level::Beginner,
        langs: langs.to_vec(),
        minutes,
        lessons: 4,
        illustration: slug.to_owned(),
        places: 0,
    }
}

fn all() -> Vec<CourseCard> {
    vec![
        card(
            "create",
            "Créer une coopérative",
            Theme::Create,
            25,
            &[Lang::Fr, Lang::Ar],
        ),
        card(
            "accounts",
            "Tenir les comptes",
            Theme::Money,
            45,
            &[Lang::Fr],
        ),
        card(
            "price",
            "Fixer un prix",
            Theme::Sell,
            90,
            &[Lang::Fr, Lang::Ar],
        ),
    ]
}

fn ask(address: &str) -> CourseQuery {
    CourseQuery::from_pairs(address.split('&').filter_map(|pair| pair.split_once('=')))
}

fn slugs(address: &str) -> Vec<String> {
    let found = CourseCatalogue::of(&all(), ask(address));
    found.cards.into_iter().map(|card| card.slug).collect()
}

#[test]
fn facets_narrow_and_words_are_forgiven() {
    for (address, expected) in [
        ("", vec!["create", "accounts", "price"]),
        ("in=ar", vec!["create", "price"]),
        ("theme=sell&theme=money", vec!["accounts", "price"]),
        ("duration=30", vec!["create"]),
        ("duration=more&in=ar", vec!["price"]),
        ("q=COOPERATIV", vec!["create"]),
        ("q=creer prix", vec![]),
        (
            "level=expert&theme=nothing",
            vec!["create", "accounts", "price"],
        ),
    ] {
        assert_eq!(slugs(address), expected, "{address}");
    }
}

#[test]
fn each_facet_is_counted_without_its_own_choice() {
    let found = CourseCatalogue::of(&all(), ask("theme=sell&in=ar"));
    let counts: Vec<(String, u32, bool)> = found
        .facets
        .iter()
        .find(|facet| facet.name == "theme")
        .unwrap()
        .values
        .iter()
        .map(|value| (value.value.clone(), value.count, value.chosen))
        .collect();
    assert_eq!(
        counts,
        [
            ("create".to_owned(), 1, false),
            ("sell".to_owned(), 1, true)
        ]
    );
}

#[test]
fn the_address_is_canonical() {
    let query = ask("theme=sell&theme=money&theme=sell&q=prix juste&in=ar&in=xx");
    assert_eq!(
        query.to_query_string(),
        "?q=prix%20juste&in=ar&theme=money&theme=sell"
    );
    assert_eq!(
        query
            .toggled("theme", "money")
            .toggled("in", "fr")
            .to_query_string(),
        "?q=prix%20juste&in=ar&in=fr&theme=sell"
    );
    assert!(query.is_filtered() && !CourseQuery::default().is_filtered());
}

fn outline() -> Outline {
    let lesson = |slug: &str, activities: &[&str]| OutlineLesson {
        slug: slug.to_owned(),
        title: LocalText::new(slug, "", ""),
        minutes: 4,
        activities: activities
            .iter()
            .map(|name| OutlineActivity {
                uid: Uid::named(name),
                kind: ActivityKind::Reading,
                rule: Rule::Completed,
                media: Vec::new(),
            })
            .collect(),
    };
    Outline {
        modules: vec![
            OutlineModule {
                title: LocalText::default(),
                lessons: vec![lesson("one", &["a", "b"])],
            },
            OutlineModule {
                title: LocalText::default(),
                lessons: vec![lesson("two", &["c"])],
            },
        ],
    }
}

#[test]
fn a_course_is_as_far_as_its_activities() {
    let outline = outline();
    let of = |names: &[&str]| {
        let done: BTreeSet<Uid> = names.iter().map(|name| Uid::named(name)).collect();
        CourseProgress::of("create", &outline, &done)
    };
    let nothing = of(&[]);
    assert_eq!((nothing.percent, nothing.next.as_deref()), (0, Some("one")));
    let some = of(&["a", "of another version"]);
    assert_eq!((some.percent, some.done, some.total), (33, 1, 3));
    assert_eq!(some.of_lesson("one").unwrap().percent, 50);
    let all = of(&["a", "b", "c"]);
    assert!(all.completed && all.next.is_none() && all.percent == 100);
    // A course with nothing in it is never completed.
    assert!(!CourseProgress::of("x", &Outline::default(), &BTreeSet::new()).completed);
    let (before, after) = outline.around("two");
    assert_eq!(
        (before.unwrap().slug.as_str(), after.is_none()),
        ("one", true)
    );
}

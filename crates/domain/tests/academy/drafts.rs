//! A course while it is written: every change as a table, and questions as they are typed.

use domain::{
    Error, Lang,
    academy::{
        Body, CourseDraft, CourseInput, Direction, DraftChange, LessonInput, PlaceInput,
        QuestionInput,
    },
};

fn each(fr: &str, ar: &str) -> [String; 4] {
    [fr, ar, "", ""].map(str::to_owned)
}

fn course() -> CourseDraft {
    let input = CourseInput {
        slug: "bien-vendre".to_owned(),
        theme: "sell".to_owned(),
        level: "beginner".to_owned(),
        illustration: "sell-online".to_owned(),
        title: each("Bien vendre", "البيع الجيد"),
        summary: each("Vendre au juste prix", ""),
        outcomes: each("Fixer un prix\nParler à un client", "تحديد ثمن"),
    };
    let mut course = input.parse().unwrap();
    for title in ["Un", "Deux"] {
        let title = each(title, "");
        course.apply(&DraftChange::AddModule { title }).unwrap();
    }
    for (module, slug) in [(0, "a"), (0, "b"), (1, "c")] {
        let change = DraftChange::AddLesson {
            module,
            slug: slug.to_owned(),
            title: each(slug, ""),
            is_quiz: slug == "c",
        };
        course.apply(&change).unwrap();
    }
    course
}

fn order(course: &CourseDraft) -> String {
    let modules: Vec<String> = course
        .modules
        .iter()
        .map(|module| module.lessons.iter().map(|it| it.slug.as_str()).collect())
        .collect();
    modules.join("|")
}

#[test]
fn lessons_move_within_and_between_modules() {
    use Direction::{Down, Up};
    for (slug, direction, after) in [
        ("a", Up, "ab|c"),
        ("a", Down, "ba|c"),
        ("b", Down, "a|bc"),
        ("c", Up, "abc|"),
        ("c", Down, "ab|c"),
    ] {
        let mut course = course();
        let slug = slug.to_owned();
        course
            .apply(&DraftChange::MoveLesson { slug, direction })
            .unwrap();
        assert_eq!(order(&course), after);
    }
}

#[test]
fn a_change_that_is_wrong_changes_nothing() {
    let before = course();
    let changes = [
        DraftChange::Course(CourseInput::default()),
        DraftChange::AddModule {
            title: each("", ""),
        },
        DraftChange::RemoveModule { at: 0 },
        DraftChange::RemoveModule { at: 9 },
        DraftChange::AddLesson {
            module: 0,
            slug: "a".to_owned(),
            title: each("x", ""),
            is_quiz: false,
        },
        DraftChange::RemoveLesson {
            slug: "z".to_owned(),
        },
        DraftChange::Rules {
            slug: "c".to_owned(),
            pass: "0".to_owned(),
            pick: String::new(),
            minutes: "x".to_owned(),
        },
        DraftChange::Question {
            slug: "a".to_owned(),
            input: QuestionInput::default(),
        },
    ];
    for change in changes {
        let mut after = before.clone();
        assert!(after.apply(&change).is_err(), "{change:?}");
        assert_eq!(after, before, "{change:?}");
    }
}

#[test]
fn what_a_language_lacks_is_named() {
    let mut course = course();
    assert_eq!(course.langs(), [Lang::Fr, Lang::Ar]);
    let input = LessonInput {
        title: each("Le prix", "الثمن"),
        minutes: "5".to_owned(),
        texts: each("Un **prix**", ""),
    };
    let slug = "a".to_owned();
    course.apply(&DraftChange::Lesson { slug, input }).unwrap();
    let lesson = course.lesson("a").unwrap();
    assert_eq!(lesson.missing(&course.langs()), [Lang::Ar]);
}

fn question(kind: &str, options: &str, key: &str, tolerance: &str) -> QuestionInput {
    QuestionInput {
        kind: kind.to_owned(),
        prompt: each("Combien ?", "كم؟"),
        options: each(options, ""),
        key: key.to_owned(),
        tolerance: tolerance.to_owned(),
        ..QuestionInput::default()
    }
}

#[test]
fn each_kind_of_question_is_typed_and_read_again() {
    for (kind, options, key, tolerance) in [
        ("one", "Trois\nCinq", "2", ""),
        ("several", "Un\nDeux\nTrois", "1,3", ""),
        ("true_false", "", "true", ""),
        ("ordering", "Un\nDeux\nTrois", "", ""),
        ("matching", "Maroc = Rabat\nFrance = Paris", "", ""),
        ("number", "kg", "-12.5", "0.25"),
        ("text", "", "cinq | 5", ""),
    ] {
        let input = question(kind, options, key, tolerance);
        let first = input.parse(&[]).unwrap();
        assert_eq!(first.id, "q1");
        let typed = QuestionInput::of(&first).unwrap();
        assert_eq!((typed.kind.as_str(), typed.key.as_str()), (kind, key));
        assert_eq!(typed.parse(&[]).unwrap(), first, "{kind}");
    }
}

#[test]
fn a_question_that_cannot_be_answered_names_its_field() {
    for (kind, options, key, field) in [
        ("none", "", "", "kind"),
        ("one", "Trois", "1", "options_fr"),
        ("one", "Trois\nCinq", "3", "key"),
        ("one", "Trois\nCinq", "1,2", "key"),
        ("several", "Trois\nCinq", "", "key"),
        ("true_false", "", "oui", "key"),
        ("matching", "a = b\nc", "", "options_fr"),
        ("number", "", "1.2345", "key"),
        ("text", "", " | ", "key"),
    ] {
        let error = question(kind, options, key, "").parse(&[]).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }));
        assert!(error.of_field(field).next().is_some(), "{kind} {error:?}");
    }
}

#[test]
fn thousandths_are_exact() {
    for (text, thousandths) in [("5", 5_000), ("0,5", 500), ("-0.125", -125), ("٣", 3_000)] {
        let question = question("number", "", text, "").parse(&[]).unwrap();
        assert!(matches!(question.body, Body::Number { key, .. } if key == thousandths));
    }
}

#[test]
fn what_is_dragged_goes_where_it_is_let_go() {
    let input = |what: &str, item: &str, into: &str, to: &str| PlaceInput {
        what: what.to_owned(),
        item: item.to_owned(),
        into: into.to_owned(),
        to: to.to_owned(),
    };
    for (what, item, into, to, expected) in [
        ("lesson", "a", "0", "1", Some("ba|c")),
        ("lesson", "b", "0", "0", Some("ba|c")),
        ("lesson", "b", "1", "0", Some("a|bc")),
        ("lesson", "b", "1", "99", Some("a|cb")),
        ("lesson", "b", "7", "0", None),
        ("lesson", "z", "0", "0", None),
        ("module", "1", "", "0", Some("c|ab")),
        ("module", "9", "", "0", None),
        ("question", "q1", "c", "0", None),
        ("question", "q1", "a", "0", None),
    ] {
        let begin = course();
        let mut moved = begin.clone();
        let done = moved.apply(&input(what, item, into, to).parse().unwrap());
        match expected {
            Some(expected) => assert_eq!(order(&moved), expected, "{what} {item} {into} {to}"),
            None => {
                assert_eq!(done, Err(Error::NotFound));
                assert_eq!(moved, begin, "nothing is moved");
            }
        }
    }
    for (what, item, to) in [
        ("shelf", "0", "0"),
        ("module", "x", "0"),
        ("module", "0", "-1"),
    ] {
        let parsed = input(what, item, "", to).parse();
        assert_eq!(parsed, Err(Error::Malformed), "{what} {item} {to}");
    }
}

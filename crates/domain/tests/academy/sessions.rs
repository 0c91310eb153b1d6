//! Seats, requirements and paths: the rules without a database.

use domain::{
    CourseId, Error, LocalText, Problem,
    academy::{
        LearningPath, PathInput, PathStep, SessionAccess, SessionInput, after_leaving,
        after_widening, leads_back,
    },
};

#[test]
fn who_waits_gets_the_seat_that_is_given_back() {
    for (taken, waiting, after) in [
        (3, 0, (2, 0)),
        (3, 1, (3, 1)),
        (3, 9, (3, 1)),
        (0, 0, (0, 0)),
    ] {
        assert_eq!(after_leaving(taken, waiting), after, "{taken} {waiting}");
    }
}

#[test]
fn more_seats_go_to_the_waiting_list_first() {
    for (capacity, taken, waiting, up) in [
        (5, 5, 3, 0),
        (7, 5, 3, 2),
        (9, 5, 3, 3),
        (9, 5, 0, 0),
        (4, 5, 3, 0),
    ] {
        assert_eq!(after_widening(capacity, taken, waiting), up);
    }
}

fn input() -> SessionInput {
    SessionInput {
        starts: "2027-03-31T09:00".to_owned(),
        ends: "2027-03-31T12:30".to_owned(),
        place: "Maison des coopératives, Agadir".to_owned(),
        link: String::new(),
        lang: "fr".to_owned(),
        capacity: "12".to_owned(),
        access: "open".to_owned(),
    }
}

const NOW: i64 = 1_790_000_000;

#[test]
fn a_session_is_read_in_moroccan_time() {
    let session = input().parse(NOW).unwrap();
    assert_eq!(session.ends_at - session.starts_at, 3 * 3_600 + 1_800);
    // 31 March 2027, 8:00 UTC.
    assert_eq!(session.starts_at, 1_806_480_000);
    assert_eq!(
        (session.capacity, session.access),
        (12, SessionAccess::Open)
    );
}

#[test]
fn what_is_wrong_with_a_session_is_named() {
    type Change = fn(&mut SessionInput);
    let table: [(Change, &str); 8] = [
        (|it| it.starts = "2020-01-01T09:00".to_owned(), "starts"),
        (|it| it.starts = "2027-03-31T25:00".to_owned(), "starts"),
        (|it| it.ends = "2027-03-31T08:00".to_owned(), "ends"),
        (|it| it.place = " ".to_owned(), "place"),
        (|it| it.link = "http://example.ma".to_owned(), "link"),
        (|it| it.lang = "xx".to_owned(), "lang"),
        (|it| it.capacity = "0".to_owned(), "capacity"),
        (|it| it.access = "all".to_owned(), "access"),
    ];
    for (change, field) in table {
        let mut it = input();
        change(&mut it);
        let error = it.parse(NOW).unwrap_err();
        assert!(error.of_field(field).next().is_some(), "{field}: {error:?}");
    }
}

#[test]
fn a_course_never_requires_itself_by_way_of_others() {
    let course = |id| CourseId(id);
    let all = [(course(2), course(3)), (course(3), course(4))];
    assert_eq!(leads_back(course(1), &[course(2)], &all), Ok(()));
    let refused = Err(Error::field("requires", Problem::UnknownChoice));
    assert_eq!(leads_back(course(4), &[course(2)], &all), refused);
    assert_eq!(leads_back(course(1), &[course(1)], &all), refused);
    // What it required before is replaced.
    assert_eq!(leads_back(course(2), &[course(4)], &all), Ok(()));
}

#[test]
fn a_path_counts_each_course_alike() {
    let step = |percent| PathStep {
        slug: "x".to_owned(),
        title: LocalText::default(),
        minutes: 10,
        illustration: "x".to_owned(),
        percent,
    };
    for (steps, percent) in [
        (vec![], 0),
        (vec![step(Some(100)), step(None)], 50),
        (vec![step(Some(100)), step(Some(99))], 99),
        (vec![step(Some(100)), step(Some(100))], 100),
    ] {
        assert_eq!(LearningPath::percent_of(&steps), percent);
    }
}

#[test]
fn a_path_has_its_courses_in_order() {
    let mut path = PathInput {
        slug: "creer-et-vendre".to_owned(),
        ..PathInput::default()
    };
    path.title[0] = "Créer et vendre".to_owned();
    path.summary[0] = "De l’idée à la vente".to_owned();
    for (course, place) in [
        ("sell-online", "2"),
        ("create-a-cooperative", "1"),
        ("x", ""),
    ] {
        path.places.insert(course.to_owned(), place.to_owned());
    }
    let read = path.parse().unwrap();
    assert_eq!(read.courses, ["create-a-cooperative", "sell-online"]);
    path.places.remove("sell-online");
    assert!(
        path.parse()
            .unwrap_err()
            .of_field("places")
            .next()
            .is_some()
    );
}

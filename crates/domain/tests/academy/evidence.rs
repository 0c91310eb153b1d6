//! Impossible evidence, each with its reason.

use domain::academy::{
    ActivityProgress, Circumstances, Evidence, ProgressEvent, Refusal, Uid, check,
};

const NOW: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;

fn watched(start: i64, end: i64, took: i64) -> ProgressEvent {
    ProgressEvent {
        id: Uid::v7(1, 1),
        device: "phone-1".to_owned(),
        sequence: 1,
        activity: Uid::named("a"),
        version: 1,
        kind: Evidence::Watched,
        start,
        end,
        took,
        at: NOW - HOUR,
    }
}

/// A device whose clock is right.
const FINE: Circumstances = Circumstances {
    duration: Some(120_000),
    sent_at: NOW,
    now: NOW,
    enrolled_at: NOW - 24 * HOUR,
};

#[test]
fn impossible_evidence_is_refused() {
    let fine = watched(0, 15_000, 15_000);
    let kind = |kind: Evidence| ProgressEvent {
        kind,
        ..fine.clone()
    };
    let cases: Vec<(&str, ProgressEvent, Circumstances, Result<(), Refusal>)> = vec![
        ("fine", fine.clone(), FINE, Ok(())),
        ("double speed", watched(0, 30_000, 15_000), FINE, Ok(())),
        (
            "to the end",
            watched(110_000, 121_000, 11_000),
            FINE,
            Ok(()),
        ),
        (
            "faster than it plays",
            watched(0, 60_000, 15_000),
            FINE,
            Err(Refusal::TooFast),
        ),
        (
            "beyond the end",
            watched(110_000, 130_000, 20_000),
            FINE,
            Err(Refusal::BeyondDuration),
        ),
        (
            "backwards",
            watched(9_000, 8_000, 1_000),
            FINE,
            Err(Refusal::Empty),
        ),
        (
            "nothing",
            watched(9_000, 9_000, 0),
            FINE,
            Err(Refusal::Empty),
        ),
        (
            "before the beginning",
            watched(-1, 9_000, 9_000),
            FINE,
            Err(Refusal::Empty),
        ),
        (
            "negative time",
            watched(0, 1_000, -1),
            FINE,
            Err(Refusal::Empty),
        ),
        (
            "longer than a day",
            watched(0, 1_000, 25 * HOUR),
            FINE,
            Err(Refusal::Empty),
        ),
        (
            "next year",
            ProgressEvent {
                at: NOW + 365 * 24 * HOUR,
                ..fine.clone()
            },
            FINE,
            Err(Refusal::FromTheFuture),
        ),
        (
            "before the enrolment",
            ProgressEvent {
                at: NOW - 25 * HOUR,
                ..fine.clone()
            },
            FINE,
            Err(Refusal::BeforeEnrolment),
        ),
        (
            "no media",
            fine.clone(),
            Circumstances {
                duration: None,
                ..FINE
            },
            Err(Refusal::NotMedia),
        ),
        (
            "a duration of zero",
            fine.clone(),
            Circumstances {
                duration: Some(0),
                ..FINE
            },
            Err(Refusal::NotMedia),
        ),
        (
            "a grade",
            kind(Evidence::Graded),
            FINE,
            Err(Refusal::ServerOnly),
        ),
        (
            "an attestation",
            kind(Evidence::Attested),
            FINE,
            Err(Refusal::ServerOnly),
        ),
        (
            "a device without a name",
            ProgressEvent {
                device: String::new(),
                ..fine.clone()
            },
            FINE,
            Err(Refusal::BadDevice),
        ),
        (
            "a device with a bad name",
            ProgressEvent {
                device: "a b".to_owned(),
                ..fine.clone()
            },
            FINE,
            Err(Refusal::BadDevice),
        ),
        (
            "a negative sequence",
            ProgressEvent {
                sequence: -1,
                ..fine.clone()
            },
            FINE,
            Err(Refusal::BadDevice),
        ),
        (
            "a position beyond the end",
            ProgressEvent {
                start: 200_000,
                ..kind(Evidence::Position)
            },
            FINE,
            Err(Refusal::BeyondDuration),
        ),
        ("done", kind(Evidence::Completed), FINE, Ok(())),
    ];
    for (name, event, circumstances, expected) in cases {
        let found = check(&event, &ActivityProgress::default(), &circumstances);
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_clock_that_is_hours_wrong_is_no_reason() {
    for skew in [-9 * HOUR, 9 * HOUR, 400 * 24 * HOUR] {
        let event = ProgressEvent {
            at: NOW - HOUR + skew,
            ..watched(0, 15_000, 15_000)
        };
        let circumstances = Circumstances {
            sent_at: NOW + skew,
            ..FINE
        };
        assert_eq!(
            check(&event, &ActivityProgress::default(), &circumstances),
            Ok(())
        );
    }
}

#[test]
fn the_same_minutes_do_not_count_for_two_parts() {
    let mut known = ActivityProgress::default();
    let mut refused = 0;
    for part in 0..8 {
        let event = ProgressEvent {
            sequence: part,
            ..watched(part * 15_000, (part + 1) * 15_000, 15_000)
        };
        match check(&event, &known, &FINE) {
            Ok(()) => known = known.merge(&ActivityProgress::of(&event, 0)),
            Err(reason) => {
                assert_eq!(reason, Refusal::TooFast);
                refused += 1;
            }
        }
    }
    assert!(refused >= 5, "{refused}");
    // Honest minutes after one another are taken, in any order.
    let mut known = ActivityProgress::default();
    for part in [3, 0, 2, 1] {
        let event = ProgressEvent {
            at: NOW - HOUR + part * 8_000,
            sequence: part,
            ..watched(part * 15_000, (part + 1) * 15_000, 7_500)
        };
        assert_eq!(check(&event, &known, &FINE), Ok(()), "{part}");
        known = known.merge(&ActivityProgress::of(&event, 0));
    }
}

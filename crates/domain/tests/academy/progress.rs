//! The merge: commutative, associative, idempotent; and three devices whose clocks are wrong and
//! whose batches are lost, repeated and reordered end with the truth.

use domain::academy::{ActivityProgress, Evidence, Intervals, ProgressEvent, Rule, Uid};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeMap;

fn event() -> impl Strategy<Value = (ProgressEvent, i64)> {
    (
        0..Evidence::ALL.len(),
        0..3_u8,
        0..50_i64,
        0..60_000_i64,
        1..20_000_i64,
        0..100_000_i64,
        -5_000..5_000_i64,
    )
        .prop_map(|(kind, device, sequence, start, length, at, offset)| {
            let kind = Evidence::ALL[kind];
            let event = ProgressEvent {
                id: Uid::named(&format!("{device}-{sequence}-{at}")),
                device: format!("d{device}"),
                sequence,
                activity: Uid::named("a"),
                version: 1,
                kind,
                start: if kind == Evidence::Graded {
                    start % 1000
                } else {
                    start
                },
                end: if kind == Evidence::Graded {
                    length % 2
                } else {
                    start + length
                },
                took: length,
                at,
            };
            (event, offset)
        })
}

fn progress() -> impl Strategy<Value = ActivityProgress> {
    vec(event(), 0..6).prop_map(|events| {
        events
            .iter()
            .fold(ActivityProgress::default(), |all, (event, offset)| {
                all.merge(&ActivityProgress::of(event, *offset))
            })
    })
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in progress(), b in progress(), c in progress()) {
        prop_assert_eq!(a.merge(&b), b.merge(&a));
        prop_assert_eq!(a.merge(&b).merge(&c), a.merge(&b.merge(&c)));
        prop_assert_eq!(a.merge(&a), a.clone());
        prop_assert_eq!(ActivityProgress::default().merge(&a), a);
    }

    #[test]
    fn what_is_earned_stays_earned(a in progress(), b in progress()) {
        let both = a.merge(&b);
        for rule in [Rule::Viewed, Rule::Watched(80), Rule::Completed, Rule::Passed, Rule::CompletedAndPassed, Rule::Attested] {
            prop_assert!(!rule.is_met(&a, Some(30_000)) || rule.is_met(&both, Some(30_000)));
        }
        prop_assert!(both.fraction(30_000) >= a.fraction(30_000));
        prop_assert!(both.best >= a.best);
    }

    #[test]
    fn intervals_are_the_set_of_their_moments(pieces in vec((0..60_i64, 1..20_i64), 0..8)) {
        let all = pieces.iter().fold(Intervals::default(), |all, (start, length)| {
            all.union(&Intervals::of(*start, start + length))
        });
        let moments = (0..100).filter(|at| pieces.iter().any(|(start, length)| (*start..start + length).contains(at)));
        prop_assert_eq!(all.measure(), i64::try_from(moments.count()).unwrap());
        for pair in all.as_slice().windows(2) {
            prop_assert!(pair[0].1 < pair[1].0);
        }
    }
}

/// What one batch does on its way.
#[derive(Clone, Copy, Debug)]
struct Fate {
    /// It never arrives, or its answer does not.
    lost: bool,
    answer_lost: bool,
    /// Milliseconds on the way.
    delay: i64,
    repeated: bool,
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    vec(
        (any::<bool>(), any::<bool>(), 0..20_000_i64, any::<bool>()).prop_map(
            |(lost, answer_lost, delay, repeated)| Fate {
                lost,
                answer_lost,
                delay,
                repeated,
            },
        ),
        12,
    )
}

/// The server: a set of events by id, and the projection merged as they come.
#[derive(Default)]
struct Server {
    events: BTreeMap<Uid, ProgressEvent>,
    progress: ActivityProgress,
}

impl Server {
    fn take(&mut self, events: &[ProgressEvent], offset: i64) {
        for event in events {
            if self.events.insert(event.id, event.clone()).is_none() {
                self.progress = self.progress.merge(&ActivityProgress::of(event, offset));
            }
        }
    }
}

proptest! {
    #[test]
    fn three_devices_end_with_the_truth(
        skews in vec(-12 * 3_600_000..12 * 3_600_000_i64, 3),
        acts in vec((0..3_usize, 0..50_000_i64, 4_000..14_000_i64), 3..30),
        fates in fates(),
        order in any::<u64>(),
    ) {
        // One learner goes from device to device; each act is a minute after the last.
        let mut truth = ActivityProgress::default();
        let mut kept: Vec<Vec<(i64, ProgressEvent)>> = vec![Vec::new(); 3];
        for (minute, (device, start, length)) in (1..).zip(&acts) {
            let at = minute * 60_000;
            let event = ProgressEvent {
                id: Uid::v7(u64::try_from(at).unwrap(), u128::from(order)),
                device: format!("d{device}"),
                sequence: minute,
                activity: Uid::named("a"),
                version: 1,
                kind: Evidence::Watched,
                start: *start,
                end: start + length,
                took: *length,
                at: at + skews[*device],
            };
            truth = truth.merge(&ActivityProgress::of(&event, -skews[*device]));
            kept[*device].push((at, event));
        }
        let end = (i64::try_from(acts.len()).unwrap() + 1) * 60_000;
        // Arrivals: when, what, and the difference of clocks that the server sees.
        let mut arrivals: Vec<(i64, Vec<ProgressEvent>, i64)> = Vec::new();
        for (device, events) in kept.iter().enumerate() {
            let mut waiting: Vec<(i64, ProgressEvent)> = events.clone();
            for (round, fate) in (0..).zip(fates.iter().skip(device * 3).take(3)) {
                let sent = end + round * 30_000;
                let batch: Vec<ProgressEvent> = waiting.iter().map(|(_, event)| event.clone()).collect();
                let offset = fate.delay - skews[device];
                if !fate.lost {
                    let half = batch.len() / 2;
                    // The network cuts it in two and turns it round.
                    arrivals.push((sent + fate.delay, batch[half..].to_vec(), offset));
                    arrivals.push((sent + fate.delay + 1, batch[..half].to_vec(), offset));
                    if fate.repeated {
                        arrivals.push((sent + fate.delay + 7_000, batch, offset));
                    }
                    if !fate.answer_lost {
                        waiting.clear();
                    }
                }
            }
            // In the end there is a network.
            let batch = waiting.into_iter().map(|(_, event)| event).collect();
            arrivals.push((end + 200_000, batch, 500 - skews[device]));
        }
        let shuffled = domain::academy::shuffle(order, arrivals.len());
        let mut server = Server::default();
        for at in &shuffled {
            let (_, events, offset) = &arrivals[*at];
            server.take(events, *offset);
        }
        let found = &server.progress;
        prop_assert_eq!(server.events.len(), acts.len());
        prop_assert_eq!(&found.watched, &truth.watched);
        prop_assert_eq!(found.fraction(60_000), truth.fraction(60_000));
        prop_assert_eq!(found.resume().map(|it| it.position), truth.resume().map(|it| it.position));
        prop_assert_eq!(found.traces.len(), truth.traces.len());
        // Times are as exact as the network was quick.
        let late = found.resume().unwrap().at - truth.resume().unwrap().at;
        prop_assert!((0..=20_000).contains(&late), "{}", late);
        // And any other order of the same arrivals ends in the same state, to the last byte.
        let mut again = Server::default();
        for at in shuffled.iter().rev() {
            let (_, events, offset) = &arrivals[*at];
            again.take(events, *offset);
        }
        prop_assert_eq!(&again.progress.watched, &found.watched);
        prop_assert_eq!(again.progress.resume().map(|it| it.position), found.resume().map(|it| it.position));
    }
}

#[test]
fn a_stop_before_three_seconds_says_nothing() {
    let stop = |sequence: i64, start: i64| {
        ActivityProgress::of(
            &ProgressEvent {
                id: Uid::named("e"),
                device: "d".to_owned(),
                sequence,
                activity: Uid::named("a"),
                version: 1,
                kind: Evidence::Position,
                start,
                end: start,
                took: 0,
                at: sequence * 1000,
            },
            0,
        )
    };
    let both = stop(1, 65_000).merge(&stop(2, 2_999));
    assert_eq!(both.resume().map(|it| it.position), Some(65_000));
    let both = stop(1, 65_000).merge(&stop(2, 3_000));
    assert_eq!(both.resume().map(|it| it.position), Some(3_000));
}

#[test]
fn rules_are_met_by_what_they_ask() {
    let of = |kind: Evidence, start: i64, end: i64| {
        ActivityProgress::of(
            &ProgressEvent {
                id: Uid::named("e"),
                device: "d".to_owned(),
                sequence: 0,
                activity: Uid::named("a"),
                version: 1,
                kind,
                start,
                end,
                took: 1,
                at: 10,
            },
            0,
        )
    };
    let viewed = of(Evidence::Viewed, 0, 0);
    let most = of(Evidence::Watched, 0, 8_000);
    let done = of(Evidence::Completed, 0, 0);
    let failed = of(Evidence::Graded, 500, 0);
    let passed = of(Evidence::Graded, 700, 1);
    let attested = of(Evidence::Attested, 0, 0);
    let cases = [
        (
            Rule::Viewed,
            vec![&viewed, &most, &done, &failed, &passed, &attested],
        ),
        (Rule::Watched(80), vec![&most, &attested]),
        (Rule::Watched(81), vec![&attested]),
        (Rule::Completed, vec![&done, &attested]),
        (Rule::Passed, vec![&passed, &attested]),
        (Rule::CompletedAndPassed, vec![&attested]),
        (Rule::Attested, vec![&attested]),
    ];
    for (rule, meets) in cases {
        for progress in [&viewed, &most, &done, &failed, &passed, &attested] {
            assert_eq!(
                rule.is_met(progress, Some(10_000)),
                meets.contains(&progress),
                "{rule:?} {progress:?}"
            );
        }
        assert_eq!(Rule::from_code(&rule.code()), Some(rule));
    }
    assert!(Rule::CompletedAndPassed.is_met(&done.merge(&passed), None));
    // A duration of zero cannot be watched: the learner's word counts.
    assert!(!Rule::Watched(80).is_met(&most, Some(0)));
    assert!(Rule::Watched(80).is_met(&done, Some(0)));
    assert_eq!(Rule::from_code("watched:0"), None);
    assert_eq!(Rule::from_code("watched:101"), None);
}

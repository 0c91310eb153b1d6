//! Ease and discrimination of a quiz's questions, over tables of points.

use domain::{
    LocalText,
    academy::{AttemptResult, ItemResult, analyse},
};

fn result(points: &[i64]) -> AttemptResult {
    AttemptResult {
        score: 0,
        passed: false,
        graded_at: 0,
        items: points
            .iter()
            .enumerate()
            .map(|(at, points)| ItemResult {
                id: format!("q{at}"),
                points: *points,
                feedback: LocalText::default(),
                solution: Vec::new(),
                truth: None,
            })
            .collect(),
    }
}

#[test]
fn a_question_is_easy_and_tells_who_knows() {
    type Case = (&'static [&'static [i64]], i64, Option<i64>);
    let table: [Case; 6] = [
        // Who knows it knows the rest, and the other way round.
        (
            &[
                &[1000, 1000],
                &[1000, 1000],
                &[1000, 1000],
                &[0, 0],
                &[0, 0],
            ],
            60,
            Some(100),
        ),
        (
            &[&[0, 1000], &[0, 1000], &[1000, 0], &[1000, 0], &[1000, 0]],
            60,
            Some(-100),
        ),
        // Everybody knows it: it tells nothing.
        (
            &[
                &[1000, 0],
                &[1000, 1000],
                &[1000, 0],
                &[1000, 0],
                &[1000, 1000],
            ],
            100,
            None,
        ),
        // Too few answered.
        (&[&[1000, 1000], &[0, 0]], 50, None),
        // A quiz of one question has no rest.
        (&[&[0], &[0], &[0], &[1000], &[1000]], 40, None),
        // Half points count half.
        (
            &[&[500, 500], &[500, 500], &[1000, 1000], &[0, 0], &[0, 0]],
            40,
            Some(100),
        ),
    ];
    for (attempts, ease, discrimination) in table {
        let results: Vec<AttemptResult> = attempts.iter().map(|it| result(it)).collect();
        let all: Vec<&AttemptResult> = results.iter().collect();
        let found = analyse(&all)["q0"];
        let answers = u32::try_from(attempts.len()).unwrap();
        assert_eq!(found, (answers, ease, discrimination), "{attempts:?}");
    }
    assert!(analyse(&[]).is_empty());
}

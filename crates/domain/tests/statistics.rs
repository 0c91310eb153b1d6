//! Counts of people, published: nobody is recognised, and nothing hidden can be worked out.

use domain::{
    LocalText,
    projects::{
        Counted, LEAST, ReferralCount, ReferralRow, ReferralState, coarse, impact, shown_rows,
        totals,
    },
};
use proptest::prelude::*;

const STATES: [ReferralState; 7] = [
    ReferralState::Draft,
    ReferralState::Sent,
    ReferralState::Declined,
    ReferralState::InTraining,
    ReferralState::InTeam,
    ReferralState::Followed,
    ReferralState::Withdrawn,
];

/// What is published of so many referrals, by region and state.
fn published(counts: &[Vec<u32>]) -> Vec<ReferralRow> {
    let regions = (0..counts.len()).map(|at| (format!("{at:02}"), LocalText::default()));
    let referrals = counts.iter().enumerate().flat_map(|(at, row)| {
        STATES
            .into_iter()
            .zip(row)
            .map(move |(state, number)| ReferralCount {
                region: format!("{at:02}"),
                state,
                number: *number,
            })
    });
    let counted = Counted {
        regions: regions.collect(),
        referrals: referrals.collect(),
        ..Counted::default()
    };
    impact(&counted, 0).referrals
}

fn referrals() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let number = prop_oneof![0_u32..3, 0_u32..12];
    prop::collection::vec(prop::collection::vec(number, STATES.len()), 1..13)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whoever takes figures from each other, row from row or column from column, has only what is
    /// published. For each figure there are five true counts, zero to four among them where it is
    /// hidden, that publish the very same table: so none is found.
    #[test]
    fn no_referral_is_found_in_what_is_published(counts in referrals()) {
        let rows = published(&counts);
        let floor = |count: u32| count / LEAST * LEAST;
        for (at, row) in rows.iter().enumerate() {
            for shown in [row.sent, row.in_team].into_iter().flatten() {
                prop_assert!(shown >= LEAST && shown % LEAST == 0);
            }
            let sent: u32 = counts[at][1..6].iter().sum();
            let team: u32 = counts[at][4..6].iter().sum();
            for step in 0..LEAST {
                // As many sent, of whom as few as can be in a team; or as many of them in one.
                let pairs = [
                    (floor(sent) + step, floor(team)),
                    (floor(sent) + LEAST - 1, floor(team) + step),
                ];
                for (sent, team) in pairs {
                    let mut other = counts.clone();
                    other[at] = vec![9, 0, sent - team, 0, team, 0, 9];
                    prop_assert_eq!(published(&other), rows.clone());
                }
            }
        }
    }

    #[test]
    fn a_step_hides_each_of_its_counts(count in 0_u32..10_000) {
        let first = count / LEAST * LEAST;
        for other in first..first + LEAST {
            prop_assert_eq!(coarse(other), coarse(count));
        }
        prop_assert!(coarse(count).is_none_or(|shown| shown <= count && shown >= LEAST));
    }
}

fn is_small(count: u32) -> bool {
    (1..LEAST).contains(&count)
}

fn tables() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (1_usize..5).prop_flat_map(|columns| {
        let row = prop::collection::vec(prop_oneof![0_u32..8, 0_u32..60], columns);
        prop::collection::vec(row, 1..14)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_shown_is_small(rows in tables()) {
        let Some(shown) = shown_rows(&rows) else {
            prop_assert!(totals(&rows).into_iter().any(is_small), "hidden for nothing");
            return Ok(());
        };
        prop_assert!(!totals(&rows).into_iter().any(is_small));
        for (row, shown) in rows.iter().zip(&shown) {
            prop_assert!(!shown || !row.iter().copied().any(is_small), "{row:?}");
        }
    }

    /// Taking every shown row from the totals is all that can be done: what is left is the sum of
    /// the hidden ones. For each hidden count there is another table that shows the same.
    #[test]
    fn nothing_hidden_is_found_by_subtraction(rows in tables()) {
        let Some(shown) = shown_rows(&rows) else { return Ok(()) };
        let hidden: Vec<usize> = (0..rows.len()).filter(|at| !shown[*at]).collect();
        prop_assert_ne!(hidden.len(), 1);
        let left = totals(&hidden.iter().map(|at| rows[*at].clone()).collect::<Vec<_>>());
        prop_assert!(!left.iter().copied().any(is_small), "{left:?}");
        for at in &hidden {
            for column in 0..rows[*at].len() {
                let count = rows[*at][column];
                if left[column] == 0 {
                    continue;
                }
                // One person moves between two hidden rows, and no published figure changes.
                let other = hidden.iter().copied().find(|it| it != at && (count > 0 || rows[*it][column] > 0));
                let Some(other) = other else {
                    prop_assert!(false, "row {at} alone has all of column {column}");
                    return Ok(());
                };
                let mut same = rows.clone();
                let (from, to) = if count > 0 { (*at, other) } else { (other, *at) };
                same[from][column] -= 1;
                same[to][column] += 1;
                prop_assert_ne!(same[*at][column], count);
                prop_assert_eq!(totals(&same), totals(&rows));
            }
        }
    }

    #[test]
    fn large_tables_lose_nothing(rows in prop::collection::vec(prop::collection::vec(5_u32..90, 3), 1..12)) {
        prop_assert_eq!(shown_rows(&rows), Some(vec![true; rows.len()]));
    }
}

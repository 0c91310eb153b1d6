//! Counts of people, published: nobody is recognised, and nothing hidden can be worked out.

use domain::projects::{LEAST, shown_rows, totals};
use proptest::prelude::*;

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

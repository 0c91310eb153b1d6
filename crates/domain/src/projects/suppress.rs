//! Statistics about people, published so that nobody is recognised: no count of one to four people
//! is shown, and none can be found by taking what is shown from a total.
//!
//! A table's totals are published with it, and the same totals may stand below other tables, so
//! that only whole rows are hidden: what can be worked out of a table is then the sum of its hidden
//! rows and nothing finer. Zero tells of nobody and is shown.

/// The least number of people that may be told.
pub const LEAST: u32 = 5;

const fn is_small(count: u32) -> bool {
    count > 0 && count < LEAST
}

/// The totals of a table's columns.
pub fn totals(rows: &[Vec<u32>]) -> Vec<u32> {
    sums(rows.iter())
}

fn sums<'a>(rows: impl Iterator<Item = &'a Vec<u32>>) -> Vec<u32> {
    let mut sums: Vec<u32> = Vec::new();
    for row in rows {
        sums.resize(sums.len().max(row.len()), 0);
        for (sum, count) in sums.iter_mut().zip(row) {
            *sum = sum.saturating_add(*count);
        }
    }
    sums
}

/// Which rows may be shown beside the totals. Give a column for each count that is told and one for
/// each that follows from them (of members and women also the men). `None` where not even the
/// totals may be told.
///
/// Of the hidden rows there are none or at least two with people in them, and together they hold in
/// each column nobody or at least [`LEAST`].
pub fn shown_rows(rows: &[Vec<u32>]) -> Option<Vec<bool>> {
    if totals(rows).into_iter().any(is_small) {
        return None;
    }
    let mut shown: Vec<bool> = rows
        .iter()
        .map(|row| !row.iter().copied().any(is_small))
        .collect();
    while !is_safe(rows, &shown) {
        // The smallest row with people is the least that is lost; the first of equals.
        let size = |at: &usize| rows[*at].iter().map(|count| u64::from(*count)).sum::<u64>();
        let next = (0..rows.len())
            .filter(|at| shown[*at] && size(at) > 0)
            .min_by_key(size);
        // Everything with people is hidden: their sums are the totals, which may be told, unless
        // there is one row alone.
        let Some(next) = next else { break };
        shown[next] = false;
    }
    Some(shown)
}

fn is_safe(rows: &[Vec<u32>], shown: &[bool]) -> bool {
    let hidden = || {
        let pairs = rows.iter().zip(shown);
        pairs.filter(|(_, shown)| !**shown).map(|(row, _)| row)
    };
    match hidden().count() {
        0 => true,
        1 => false,
        _ => !sums(hidden()).into_iter().any(is_small),
    }
}

/// A count of people in steps of [`LEAST`], rounded down; `None` below the first step, where nobody
/// and few look alike. For figures that move with each person: neither taking one from another nor
/// yesterday's from today's tells of one, since each stands for [`LEAST`] different counts. A total
/// beside such figures is the sum of what is shown, never of what was counted.
pub const fn coarse(count: u32) -> Option<u32> {
    match count / LEAST {
        0 => None,
        steps => Some(steps * LEAST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_rows_are_hidden_and_never_one_alone() {
        for (rows, expected) in [
            (vec![], Some(vec![])),
            (vec![vec![7], vec![9]], Some(vec![true, true])),
            // One small one takes the smallest of the others along.
            (
                vec![vec![3], vec![9], vec![8]],
                Some(vec![false, true, false]),
            ),
            // Two small ones whose sum is small as well.
            (
                vec![vec![2], vec![2], vec![30], vec![20]],
                Some(vec![false, false, true, false]),
            ),
            (
                vec![vec![3], vec![4], vec![30]],
                Some(vec![false, false, true]),
            ),
            // Nobody is no one's secret.
            (
                vec![vec![0], vec![7], vec![0]],
                Some(vec![true, true, true]),
            ),
            (vec![vec![4]], None),
            (vec![vec![2], vec![1]], None),
            // Members, women, men: that there are two men follows from the other two.
            (
                vec![vec![20, 18, 2], vec![40, 20, 20], vec![30, 10, 20]],
                Some(vec![false, true, false]),
            ),
        ] {
            assert_eq!(shown_rows(&rows), expected, "{rows:?}");
        }
    }
}

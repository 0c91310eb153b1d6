//! Money never loses a centime.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{Currency, Money, allocate};
use proptest::prelude::*;

#[test]
fn unit_prices_round_half_to_even() {
    for (minor, amount, per, expected) in [
        (5, 2, 1, 2),
        (7, 2, 1, 4),
        (-5, 2, 1, -2),
        (-7, 2, 1, -4),
        (1, 3, 1, 0),
        (2, 3, 1, 1),
        // 450.00 MAD for 250 ml is 1,800.00 MAD a litre.
        (45_000, 250, 1000, 180_000),
        // 35.00 MAD for 3 g.
        (3_500, 3, 1000, 1_166_667),
    ] {
        let price = Money::mad(minor).unit_price(amount, per).unwrap();
        assert_eq!(
            price,
            Money::mad(expected),
            "{minor} for {amount}, per {per}"
        );
    }
    assert_eq!(Money::mad(1).unit_price(0, 1), None);
    assert_eq!(Money::mad(1).unit_price(-1, 1), None);
    assert_eq!(Money::mad(i64::MAX).unit_price(1, 1000), None);
}

#[test]
fn sums_refuse_overflow_and_other_currencies() {
    let euro = Money {
        minor: 1,
        currency: Currency::Eur,
    };
    assert_eq!(Money::mad(1).plus(euro), None);
    assert_eq!(Money::mad(i64::MAX).plus(Money::mad(1)), None);
    assert_eq!(Money::mad(i64::MAX).times(2), None);
    assert_eq!(Money::mad(1_999).times(3), Some(Money::mad(5_997)));
    assert_eq!(Money::mad(1).times(0), Some(Money::mad(0)));
}

#[test]
fn shares_go_to_the_largest_remainder_then_to_the_earlier() {
    for (total, weights, parts) in [
        (10, vec![1, 1, 1], vec![4, 3, 3]),
        (100, vec![1, 2, 4], vec![14, 29, 57]),
        (7, vec![0, 0], vec![4, 3]),
        (5, vec![0, 1], vec![0, 5]),
        (0, vec![3, 4], vec![0, 0]),
        (-10, vec![1, 1, 1], vec![-3, -3, -4]),
        (5, vec![], vec![]),
    ] {
        assert_eq!(allocate(total, &weights), parts, "{total} over {weights:?}");
    }
}

proptest! {
    #[test]
    fn parts_add_up_and_are_near_their_share(
        total in -1_000_000_000_000_i64..1_000_000_000_000,
        weights in prop::collection::vec(0_i64..1_000_000_000, 1..20),
    ) {
        let parts = allocate(total, &weights);
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        if sum > 0 {
            for (part, weight) in parts.iter().zip(&weights) {
                // |part - total * weight / sum| < 1, without a division.
                let error = i128::from(*part) * sum - i128::from(total) * i128::from(*weight);
                prop_assert!(error.abs() < sum);
            }
        }
    }

    #[test]
    fn extreme_totals_do_not_overflow(
        total in any::<i64>(),
        weights in prop::collection::vec(0_i64..=i64::MAX, 1..6),
    ) {
        let parts = allocate(total, &weights);
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
    }

    #[test]
    fn a_unit_price_is_the_nearest_and_even_at_ties(
        minor in -1_000_000_000_i64..1_000_000_000,
        amount in 1_i64..100_000,
        per in 1_i64..10_000,
    ) {
        let price = i128::from(Money::mad(minor).unit_price(amount, per).unwrap().minor);
        let error = 2 * (i128::from(minor) * i128::from(per) - price * i128::from(amount));
        prop_assert!(error.abs() <= i128::from(amount));
        if error.abs() == i128::from(amount) {
            prop_assert_eq!(price % 2, 0);
        }
    }
}

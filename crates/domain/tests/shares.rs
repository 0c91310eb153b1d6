//! Parts sum to the whole, whatever is taken off in whatever order, and nothing is given back twice.

use domain::{
    Error, Money,
    marketplace::{Account, Counts, Entry, Share, is_balanced},
};
use proptest::prelude::*;

fn line() -> impl Strategy<Value = (i64, u32, Share)> {
    (1..2_000_000_i64, 1..200_u32, 0..400_i64, 0..=300_i64).prop_map(
        |(price, quantity, rate, thousandths)| {
            let total = Money::mad(price).times(quantity).expect("small");
            let tax = total.unit_price(1_000 + rate, rate).expect("positive");
            let share = Share::of_line(total, tax, thousandths).expect("they fit");
            (price, quantity, share)
        },
    )
}

fn parts(share: Share) -> [i64; 4] {
    [
        share.cooperative,
        share.tax,
        share.commission,
        share.delivery,
    ]
}

proptest! {
    #[test]
    fn a_lines_parts_sum_to_it((price, quantity, share) in line()) {
        prop_assert_eq!(share.total(), price * i64::from(quantity));
        prop_assert!(parts(share).iter().all(|part| *part >= 0));
    }

    #[test]
    fn pieces_taken_off_one_after_another_take_all_of_it_and_no_more(
        (price, quantity, share) in line(),
        cuts in proptest::collection::vec(0..60_u32, 0..12),
    ) {
        let mut left = share;
        let mut pieces = quantity;
        let mut taken = Share::default();
        for cut in cuts {
            let cut = cut.min(pieces);
            let part = left.take(price * i64::from(cut)).expect("within what is left");
            prop_assert_eq!(part.total(), price * i64::from(cut));
            prop_assert!(parts(part).iter().zip(parts(left)).all(|(part, left)| (0..=left).contains(part)));
            left = left.minus(part);
            taken = taken.plus(part);
            pieces -= cut;
        }
        let rest = left.take(price * i64::from(pieces)).expect("the rest");
        prop_assert_eq!(rest, left);
        prop_assert_eq!(taken.plus(rest), share);
        prop_assert_eq!(left.minus(rest).take(1), Err(Error::Conflict));
    }

    /// Lines, a discount spread over them, a delivery fee, and refunds of any of it.
    #[test]
    fn refunds_of_an_order_never_exceed_it(
        lines in proptest::collection::vec(line(), 1..6),
        discount in 0..500_i64,
        delivery in 0..10_000_i64,
        refunds in proptest::collection::vec((0..6_usize, 1..3_000_000_i64), 0..20),
    ) {
        let weights: Vec<i64> = lines.iter().map(|(_, _, share)| share.total()).collect();
        let discount = discount.min(weights.iter().sum());
        let off = domain::allocate(discount, &weights);
        prop_assert_eq!(off.iter().sum::<i64>(), discount);
        let mut left: Vec<Share> = lines
            .iter()
            .zip(&off)
            .map(|((_, _, share), off)| share.minus(share.take(*off).expect("a part of it")))
            .collect();
        left.push(Share { delivery, ..Share::default() });
        let captured: i64 = left.iter().map(|share| share.total()).sum();
        prop_assert_eq!(captured, weights.iter().sum::<i64>() - discount + delivery);
        let mut refunded = 0;
        for (at, amount) in refunds {
            let at = at % left.len();
            match left[at].take(amount) {
                Ok(part) => {
                    left[at] = left[at].minus(part);
                    refunded += part.total();
                }
                Err(error) => prop_assert_eq!((error, amount > left[at].total()), (Error::Conflict, true)),
            }
            prop_assert!(refunded <= captured);
        }
        prop_assert_eq!(refunded + left.iter().map(|share| share.total()).sum::<i64>(), captured);
    }

    #[test]
    fn no_piece_goes_two_ways(steps in proptest::collection::vec((0..4_u8, 0..5_u32), 0..40), quantity in 1..12_u32) {
        let mut counts = Counts { quantity, ..Counts::default() };
        for (step, pieces) in steps {
            let next = match step {
                0 => counts.ship(pieces),
                1 => counts.cancel(pieces),
                2 => counts.refuse(pieces),
                _ => counts.give_back(pieces),
            };
            counts = next.unwrap_or(counts);
            prop_assert!(counts.shipped + counts.cancelled <= quantity);
            prop_assert!(counts.refused + counts.returned <= counts.shipped);
            prop_assert_eq!(counts.kept() + counts.cancelled + counts.refused + counts.returned, quantity);
        }
    }
}

#[test]
fn a_commission_that_leaves_nothing_is_refused() {
    let total = Money::mad(1_000);
    assert_eq!(
        Share::of_line(total, Money::mad(900), 200),
        Err(Error::Malformed)
    );
    let share = Share::of_line(total, Money::mad(91), 50);
    assert_eq!(
        share,
        Ok(Share {
            cooperative: 859,
            tax: 91,
            commission: 50,
            delivery: 0
        })
    );
}

#[test]
fn a_booking_balances_or_is_none() {
    let debit = Entry::debit(Account::Bank, 5);
    assert!(is_balanced(&[debit, Entry::credit(Account::Commission, 5)]));
    assert!(!is_balanced(&[
        debit,
        Entry::credit(Account::Commission, 4)
    ]));
    assert!(!is_balanced(&[]));
}

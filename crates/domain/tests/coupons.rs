//! Coupons: each refusal its own, and parts that sum to the whole whatever is given back.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    CooperativeId, CouponId, Currency, Error, Money, Problem,
    marketplace::{Coupon, CouponInput, CouponValue, Share, coupon_code, spread_discount},
};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;

fn coupon(value: CouponValue) -> Coupon {
    Coupon {
        id: CouponId(1),
        cooperative: CooperativeId(1),
        code: "AID-2027".to_owned(),
        value,
        starts_at: NOW - 10,
        ends_at: Some(NOW + 10),
        least: Money::mad(10_000),
        most_uses: Some(3),
        most_per_buyer: Some(1),
        used: 2,
        ended_at: None,
    }
}

#[test]
fn each_refusal_is_its_own() {
    let it = coupon(CouponValue::Part(100));
    let goods = Money::mad(10_000);
    let least = Money::mad(10_000);
    let euros = Money {
        currency: Currency::Eur,
        ..goods
    };
    let of = |change: fn(&mut Coupon)| {
        let mut changed = it.clone();
        change(&mut changed);
        changed
    };
    for (coupon, goods, by_buyer, expected) in [
        (it.clone(), goods, 0, Ok(())),
        (
            of(|it| it.ended_at = Some(0)),
            goods,
            0,
            Err(Problem::CouponOver),
        ),
        (
            of(|it| it.ends_at = Some(NOW)),
            goods,
            0,
            Err(Problem::CouponOver),
        ),
        (of(|it| it.ends_at = None), goods, 0, Ok(())),
        (
            of(|it| it.starts_at = NOW + 1),
            goods,
            0,
            Err(Problem::CouponNotYet),
        ),
        (of(|it| it.used = 3), goods, 0, Err(Problem::CouponUsedUp)),
        (of(|it| it.most_uses = None), goods, 0, Ok(())),
        (it.clone(), goods, 1, Err(Problem::CouponUsedBefore)),
        (of(|it| it.most_per_buyer = None), goods, 9, Ok(())),
        (
            it.clone(),
            Money::mad(9_999),
            0,
            Err(Problem::CouponBelowLeast { least }),
        ),
        (
            it.clone(),
            euros,
            0,
            Err(Problem::CouponBelowLeast { least }),
        ),
    ] {
        assert_eq!(coupon.check(goods, by_buyer, NOW), expected, "{coupon:?}");
    }
}

#[test]
fn something_always_stays_to_be_paid() {
    let part = coupon(CouponValue::Part(125));
    assert_eq!(part.discount(Money::mad(10_004)), Money::mad(1_250));
    assert_eq!(part.discount(Money::mad(10_012)), Money::mad(1_252));
    let amount = coupon(CouponValue::Amount(Money::mad(2_500)));
    assert_eq!(amount.discount(Money::mad(10_000)), Money::mad(2_500));
    assert_eq!(amount.discount(Money::mad(2_000)), Money::mad(1_999));
    let euros = Money {
        currency: Currency::Eur,
        ..Money::mad(10_000)
    };
    assert_eq!(amount.discount(euros).minor, 0);
}

#[test]
fn a_code_is_compared_in_capitals_and_western_digits() {
    assert_eq!(coupon_code(" aid-٢٠٢٧ "), Ok("AID-2027".to_owned()));
    for (typed, problem) in [
        ("", Problem::Required),
        ("ab", Problem::TooShort { min: 3 }),
        ("ABCDEFGHIJKLMNOPQRSTU", Problem::TooLong { max: 20 }),
        ("é-code", Problem::UnknownChoice),
        ("A B C", Problem::UnknownChoice),
        ("a\u{202e}bc", Problem::UnknownChoice),
    ] {
        assert_eq!(coupon_code(typed), Err(problem), "{typed}");
    }
}

#[test]
fn the_form_names_every_wrong_field() {
    let good = CouponInput {
        code: "AID-2027".to_owned(),
        kind: "part".to_owned(),
        value: "12,5".to_owned(),
        ..CouponInput::default()
    };
    let new = good.check(NOW).unwrap();
    assert_eq!(new.value, CouponValue::Part(125));
    assert_eq!((new.starts_at, new.ends_at), (NOW, None));
    assert_eq!((new.least.minor, new.most_uses), (0, None));
    let fields = |input: CouponInput| match input.check(NOW) {
        Err(Error::Invalid { fields }) => fields.into_iter().map(|it| it.field).collect(),
        other => panic!("{other:?}"),
    };
    let of = |change: fn(&mut CouponInput)| -> Vec<String> {
        let mut changed = good.clone();
        change(&mut changed);
        fields(changed)
    };
    assert_eq!(of(|it| it.code = "a".to_owned()), ["code"]);
    assert_eq!(of(|it| it.kind = "gift".to_owned()), ["kind"]);
    for value in ["", "0", "0,9", "91", "-1", "12,55", "dix"] {
        let changed = CouponInput {
            value: value.to_owned(),
            ..good.clone()
        };
        assert_eq!(fields(changed), ["value"], "{value}");
    }
    assert_eq!(of(|it| it.starts = "hier".to_owned()), ["starts"]);
    assert_eq!(of(|it| it.ends = "2020-01-01".to_owned()), ["ends"]);
    assert_eq!(of(|it| it.least = "-5".to_owned()), ["least"]);
    assert_eq!(of(|it| it.most_uses = "0".to_owned()), ["most_uses"]);
    assert_eq!(
        of(|it| it.most_per_buyer = "x".to_owned()),
        ["most_per_buyer"]
    );
    // An amount asks for more than it takes off.
    let amount = |least: &str| CouponInput {
        kind: "amount".to_owned(),
        value: "25".to_owned(),
        least: least.to_owned(),
        ..good.clone()
    };
    assert_eq!(fields(amount("25")), ["least"]);
    assert_eq!(fields(amount("")), ["least"]);
    assert_eq!(amount("25,01").check(NOW).unwrap().least.minor, 2_501);
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
    /// A cooperative's lines, its coupon, and any pieces given back in any order.
    #[test]
    fn what_is_paid_and_given_back_sums_to_the_whole(
        lines in proptest::collection::vec((1..200_000_i64, 1..40_u32, 0..400_i64, 0..=300_i64), 1..8),
        part in 1..=900_i64,
        amount in 1..3_000_000_i64,
        is_part in any::<bool>(),
        steps in proptest::collection::vec((0..8_usize, 0..12_u32), 0..40),
    ) {
        let totals: Vec<Money> = lines
            .iter()
            .map(|(price, quantity, _, _)| Money::mad(price * i64::from(*quantity)))
            .collect();
        let goods: i64 = totals.iter().map(|total| total.minor).sum();
        let value = if is_part { CouponValue::Part(part) } else { CouponValue::Amount(Money::mad(amount)) };
        let discount = coupon(value).discount(Money::mad(goods));
        prop_assert!((0..goods).contains(&discount.minor));
        let off = spread_discount(discount, &totals);
        prop_assert_eq!(off.iter().map(|off| off.minor).sum::<i64>(), discount.minor);
        // Largest remainder: no line is more than a minor unit away from its exact part.
        for (off, total) in off.iter().zip(&totals) {
            let exact = i128::from(discount.minor) * i128::from(total.minor);
            let found = i128::from(off.minor) * i128::from(goods);
            prop_assert!((exact - found).abs() < i128::from(goods));
            prop_assert!((0..=total.minor).contains(&off.minor));
        }
        let mut left: Vec<(Share, u32)> = Vec::new();
        for ((total, off), (_, quantity, rate, thousandths)) in totals.iter().zip(&off).zip(&lines) {
            let paid = Money::mad(total.minor - off.minor);
            let tax = paid.unit_price(1_000 + rate, *rate).unwrap();
            left.push((Share::of_line(paid, tax, *thousandths).unwrap(), *quantity));
        }
        let captured: i64 = left.iter().map(|(share, _)| share.total()).sum();
        prop_assert_eq!(captured, goods - discount.minor);
        let mut refunded = Share::default();
        for (at, pieces) in steps {
            let at = at % left.len();
            let (share, of) = left[at];
            if pieces > of {
                prop_assert_eq!(share.take_pieces(pieces, of), Err(Error::Conflict));
                continue;
            }
            let back = share.take_pieces(pieces, of).unwrap();
            let rest = share.minus(back);
            prop_assert!(parts(back).iter().chain(&parts(rest)).all(|part| *part >= 0));
            refunded = refunded.plus(back);
            left[at] = (rest, of - pieces);
            prop_assert!(refunded.total() <= captured);
        }
        let rest = left.iter().fold(Share::default(), |sum, (share, _)| sum.plus(*share));
        prop_assert_eq!(refunded.plus(rest).total(), captured);
        // The last pieces take what is left, to the minor unit.
        for (share, of) in left {
            if of > 0 {
                prop_assert_eq!(share.take_pieces(of, of).unwrap(), share);
            } else {
                prop_assert_eq!(share.total(), 0);
            }
        }
    }
}

//! The integer samples of CLDR's `plurals.xml`.

use crate::Plural::{self, Few, Many, One, Other, Two, Zero};
use domain::Lang;

fn check(lang: Lang, samples: &[(Plural, &[u64])]) {
    for (expected, numbers) in samples {
        for n in *numbers {
            assert_eq!(Plural::of(lang, *n), *expected, "{n} in {}", lang.code());
        }
    }
}

#[test]
fn french_counts_zero_with_one() {
    check(
        Lang::Fr,
        &[
            (One, &[0, 1]),
            (Many, &[1_000_000, 2_000_000, 6_000_000]),
            (
                Other,
                &[2, 3, 16, 17, 100, 1000, 10_000, 100_000, 1_000_001],
            ),
        ],
    );
}

#[test]
fn arabic_has_six_forms() {
    check(
        Lang::Ar,
        &[
            (Zero, &[0]),
            (One, &[1]),
            (Two, &[2]),
            (Few, &[3, 4, 9, 10, 103, 110, 1003]),
            (Many, &[11, 12, 26, 99, 111, 1011]),
            (
                Other,
                &[
                    100, 101, 102, 200, 202, 300, 302, 400, 1000, 10_000, 100_000, 1_000_000,
                ],
            ),
        ],
    );
}

#[test]
fn english_has_two_forms() {
    check(
        Lang::En,
        &[
            (One, &[1]),
            (Other, &[0, 2, 16, 100, 1000, 10_000, 100_000, 1_000_000]),
        ],
    );
}

#[test]
fn tamazight_has_one_form() {
    check(
        Lang::Zgh,
        &[(
            Other,
            &[
                0,
                1,
                2,
                3,
                10,
                11,
                24,
                99,
                100,
                106,
                1000,
                1_000_000,
                u64::MAX,
            ],
        )],
    );
}

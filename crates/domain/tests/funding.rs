//! Programmes say what they ask, and the money put together keeps every cap at least cost.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    LocalText,
    projects::{Applicant, FundingKind, FundingRule, Programme, Source, put_together},
};
use proptest::prelude::*;

fn programme(
    code: &str,
    kind: FundingKind,
    at_most: i64,
    share: i64,
    rate: i64,
    rules: Vec<FundingRule>,
) -> Programme {
    Programme {
        code: code.to_owned(),
        name: LocalText::new(code, "", ""),
        kind,
        at_most,
        share_at_most: share,
        rate,
        years: 5,
        rules,
        source: LocalText::new("Test", "", ""),
        valid_from: 0,
    }
}

fn applicant() -> Applicant {
    Applicant {
        members: 12,
        sector: "argan".to_owned(),
        region: "09".to_owned(),
        fixed_assets: 25_000_000,
        need: 30_200_000,
        capital: 2_400_000,
        in_kind: 0,
        cover: Some(3_305),
    }
}

#[test]
fn each_rule_names_itself_and_the_figure_that_fails() {
    let cases = [
        (FundingRule::MembersAtLeast(12), None),
        (FundingRule::MembersAtLeast(13), Some(12)),
        (FundingRule::InvestmentAtMost(30_200_000), None),
        (FundingRule::InvestmentAtMost(30_199_999), Some(30_200_000)),
        (FundingRule::InvestmentAtLeast(30_200_001), Some(30_200_000)),
        (FundingRule::OwnShareAtLeast(79_470), None),
        (FundingRule::OwnShareAtLeast(100_000), Some(79_470)),
        (FundingRule::CoverAtLeast(1_200), None),
        (FundingRule::CoverAtLeast(4_000), Some(3_305)),
        (
            FundingRule::Sectors(vec!["argan".to_owned(), "food".to_owned()]),
            None,
        ),
        (FundingRule::Sectors(vec!["crafts".to_owned()]), Some(0)),
        (FundingRule::Regions(vec!["09".to_owned()]), None),
        (FundingRule::Regions(vec!["01".to_owned()]), Some(0)),
    ];
    for (rule, expected) in cases {
        let it = programme("p", FundingKind::Grant, 1, 1_000_000, 0, vec![rule.clone()]);
        let refused = it.refusals(&applicant());
        assert_eq!(refused.first().map(|it| it.found), expected, "{rule:?}");
        assert!(refused.iter().all(|it| it.rule == rule));
    }
    let no_debt = Applicant {
        cover: None,
        ..applicant()
    };
    let it = programme(
        "p",
        FundingKind::Loan,
        1,
        1_000_000,
        0,
        vec![FundingRule::CoverAtLeast(9_000)],
    );
    assert_eq!(
        it.refusals(&no_debt),
        [],
        "without a debt there is nothing to cover"
    );
}

#[test]
fn the_cheapest_comes_first_and_a_programme_that_does_not_fit_gives_nothing() {
    let programmes = [
        programme(
            "dear",
            FundingKind::Loan,
            120_000_000,
            1_000_000,
            20_000,
            vec![],
        ),
        programme("free", FundingKind::Loan, 10_000_000, 1_000_000, 0, vec![]),
        programme("grant", FundingKind::Grant, 30_000_000, 600_000, 0, vec![]),
        programme(
            "closed",
            FundingKind::Grant,
            90_000_000,
            1_000_000,
            0,
            vec![FundingRule::MembersAtLeast(100)],
        ),
    ];
    let stack = put_together(&applicant(), &programmes);
    let layers: Vec<(Source, i64)> = stack
        .layers
        .iter()
        .map(|it| (it.source.clone(), it.amount))
        .collect();
    let of = |code: &str| Source::Programme(code.to_owned());
    assert_eq!(
        layers,
        [
            (Source::Capital, 2_400_000),
            (of("grant"), 15_000_000),
            (of("free"), 10_000_000),
            (of("dear"), 2_800_000)
        ]
    );
    assert_eq!((stack.missing, stack.interest), (0, 56_000));
    assert!(stack.holds());
    let alone = put_together(&applicant(), &[]);
    assert_eq!((alone.missing, alone.holds()), (27_800_000, true));
}

proptest! {
    #[test]
    fn caps_hold_and_no_other_mix_is_cheaper(
        need in 0..100_000_000_i64, capital in 0..50_000_000_i64, assets in 0..100_000_000_i64,
        loans in prop::collection::vec((0..60_000_000_i64, 0..=1_000_000_i64, 0..100_000_i64), 0..5),
    ) {
        let programmes: Vec<Programme> = loans
            .iter()
            .enumerate()
            .map(|(at, (most, share, rate))| programme(&at.to_string(), FundingKind::Loan, *most, *share, *rate, vec![]))
            .collect();
        let it = Applicant { need, capital, fixed_assets: assets, ..applicant() };
        let stack = put_together(&it, &programmes);
        prop_assert!(stack.holds(), "{:?}", stack);
        // Moving one centime from a layer in use to a dearer one never saves, and no cheaper one has room.
        for used in &stack.layers {
            for programme in &programmes {
                let taken = stack.layers.iter().find(|layer| layer.source == Source::Programme(programme.code.clone()));
                let room = programme.cap(&it) - taken.map_or(0, |layer| layer.amount);
                prop_assert!(programme.rate >= used.rate || room == 0, "{:?}", stack);
            }
        }
        if stack.missing > 0 {
            let caps: i64 = programmes.iter().map(|programme| programme.cap(&it)).sum();
            prop_assert_eq!(stack.missing, need - capital.min(need) - caps.min(need - capital.min(need)));
        }
        prop_assert_eq!(stack.layers.iter().map(|layer| layer.amount).sum::<i64>() + stack.missing, need);
    }
}

#[test]
fn a_programme_says_its_kind_and_reads_it_back() {
    for kind in [FundingKind::Grant, FundingKind::Loan] {
        assert_eq!(FundingKind::from_code(kind.code()).unwrap(), kind);
    }
    assert_eq!(FundingKind::from_code("gift"), None);
}

//! The simulator against its worked example, its bounds, and the laws its figures keep.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    Error, Problem,
    projects::{
        Asset, AssetKind, BreakEven, Driver, Field, Figure, Inputs, Missing, Prng, RUNS, Risk,
        Scenario, SheetEvent, SheetQuery, SheetState, decimal_text, parse_decimal, sensitivity,
        simulate, summarize,
    },
};
use proptest::prelude::*;
use serde_json::Value;

fn example() -> Value {
    serde_json::from_str(include_str!("data/simulator.json")).unwrap()
}

/// The example's inputs.
fn inputs() -> Inputs {
    let example = example();
    let it = &example["inputs"];
    let number = |value: &Value, places| parse_decimal(&value.to_string(), places).unwrap();
    let money = |name: &str| number(&it[name], 2);
    let whole = |name: &str| number(&it[name], 0);
    Inputs {
        unit_price: money("unit_price"),
        annual_volume: [0, 1, 2].map(|year| number(&it["annual_volume"][year], 0)),
        members: whole("members"),
        share_capital: money("share_capital"),
        assets: it["fixed_assets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|asset| Asset {
                kind: AssetKind::from_code(asset["name"].as_str().unwrap()),
                cost: number(&asset["cost"], 2),
                years: number(&asset["years"], 0),
            })
            .collect(),
        paid_to_members: number(&it["variable_cost_per_unit"]["paid_to_members"], 2),
        other_costs: number(&it["variable_cost_per_unit"]["other"], 2),
        fixed_costs: money("fixed_cash_costs_year_1"),
        fixed_cost_inflation: number(&it["fixed_cost_inflation"], 6),
        stock_days: whole("stock_days"),
        receivable_days: whole("receivable_days"),
        payable_days: whole("payable_days"),
        grant_share: number(&it["grant"]["share_of_fixed_assets"], 6),
        grant_cap: number(&it["grant"]["cap"], 2),
        grant_delay: 0,
        loan_rate: number(&it["loan"]["rate"], 6),
        loan_years: number(&it["loan"]["years"], 0),
        discount_rate: number(&it["discount_rate"], 6),
        tax_rate: number(&it["tax_rate"], 6),
        reserve_rate: number(&it["appropriation"]["legal_reserve"], 6),
        education_rate: number(&it["appropriation"]["education"], 6),
        development_rate: number(&it["appropriation"]["development"], 6),
        residual_value: None,
    }
}

#[test]
fn the_worked_example_comes_out_to_the_centime() {
    let results = simulate(&inputs()).unwrap();
    let example = example();
    let expected = |name: &str, places| -> Vec<i64> {
        let value = &example["results"][name];
        assert!(!value.is_null(), "{name}");
        let values = value
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![value.clone()]);
        values
            .iter()
            .map(|value| parse_decimal(&value.to_string(), places).unwrap())
            .collect()
    };
    let figures =
        |figures: &[Figure]| -> Vec<i64> { figures.iter().map(|it| it.unwrap()).collect() };
    let found: Vec<(&str, u32, Vec<i64>)> = vec![
        ("sales", 2, results.sales.to_vec()),
        ("variable_costs", 2, results.variable_costs.to_vec()),
        ("fixed_cash_costs", 2, results.fixed_cash_costs.to_vec()),
        ("ebitda", 2, results.ebitda.to_vec()),
        ("depreciation", 2, results.depreciation.to_vec()),
        ("interest", 2, results.interest.to_vec()),
        ("surplus", 2, results.surplus.to_vec()),
        (
            "working_capital_need",
            2,
            results.working_capital_need.to_vec(),
        ),
        ("investment_need", 2, vec![results.investment_need]),
        ("grant", 2, vec![results.grant]),
        ("loan", 2, vec![results.loan]),
        ("break_even_sales", 2, figures(&results.break_even_sales)),
        ("break_even_days", 2, figures(&results.break_even_days)),
        ("legal_reserve", 2, results.legal_reserve.to_vec()),
        ("education", 2, results.education.to_vec()),
        ("development", 2, results.development.to_vec()),
        ("patronage_refund", 2, results.patronage_refund.to_vec()),
        ("income_per_member", 2, results.income_per_member.to_vec()),
        (
            "debt_service_cover",
            3,
            figures(&results.debt_service_cover),
        ),
        (
            "cash_flows_with_working_capital_recovered",
            2,
            results.cash_flows.to_vec(),
        ),
        ("npv", 2, vec![results.npv]),
        ("irr", 6, vec![results.irr.unwrap()]),
        ("payback_years", 4, vec![results.payback_years.unwrap()]),
        (
            "npv_with_residual_value_110000",
            2,
            vec![results.npv_with_residual_value],
        ),
        (
            "irr_with_residual_value_110000",
            6,
            vec![results.irr_with_residual_value.unwrap()],
        ),
    ];
    assert_eq!(results.residual_value, 11_000_000);
    assert_eq!(
        found.len(),
        example["results"].as_object().unwrap().len(),
        "every result of the example"
    );
    for (name, places, values) in found {
        assert_eq!(values, expected(name, places), "{name}");
    }
}

#[test]
fn the_example_in_words() {
    let inputs = inputs();
    let summary = summarize(&inputs, &simulate(&inputs).unwrap());
    assert_eq!(summary.break_even, BreakEven::Months(9));
    assert_eq!(summary.monthly_income / 100, 1660);
    assert_eq!((summary.loss, summary.loss_at_lower_price), (None, Some(1)));
}

#[test]
fn each_impossible_input_is_named() {
    let cases: Vec<(Field, i64)> = vec![
        (Field::Members, 0),
        (Field::Members, -1),
        (Field::DiscountRate, 1_000_000),
        (Field::Volume(1), -1),
        (Field::Volume(2), i64::MAX),
        (Field::UnitPrice, -1),
        (Field::UnitPrice, i64::MAX),
        (Field::AssetYears(0), 0),
        (Field::AssetCost(1), -5),
        (Field::LoanYears, 0),
        (Field::GrantShare, 1_000_001),
        (Field::Inflation, i64::MIN),
        (Field::StockDays, 361),
    ];
    for (field, value) in cases {
        let mut inputs = inputs();
        inputs.set(field, value);
        let error = simulate(&inputs).unwrap_err();
        let named: Vec<&str> = error.fields().iter().map(|it| it.field.as_str()).collect();
        assert_eq!(named, [field.name()], "{field:?} {value}");
    }
    // Each is allowed alone; together their product is not exact any more.
    let mut inputs = inputs();
    inputs.set(Field::UnitPrice, 100_000_000);
    inputs.set(Field::Volume(0), 1_000_000_000);
    let error = simulate(&inputs).unwrap_err();
    assert_eq!(
        error,
        Error::field(
            "annual_volume_1",
            Problem::OutOfRange {
                min: 0,
                max: 100_000
            }
        )
    );
    // The surplus cannot be given out more than once.
    let mut inputs = self::inputs();
    inputs.set(Field::DevelopmentRate, 900_000);
    assert_eq!(
        simulate(&inputs).unwrap_err().fields()[0].field,
        "development_rate"
    );
}

#[test]
fn a_figure_that_does_not_exist_says_why() {
    let mut free = inputs();
    free.set(Field::UnitPrice, 15_000);
    let results = simulate(&free).unwrap();
    assert_eq!(results.break_even_sales[0], Err(Missing::NoMargin));
    assert_eq!(
        results.irr,
        Err(Missing::NoSignChange),
        "{:?}",
        results.cash_flows
    );
    assert_eq!(results.payback_years, Err(Missing::NotWithinThreeYears));
    assert_eq!(
        results.patronage_refund,
        [0, 0, 0],
        "after a loss nothing is shared"
    );

    let mut rich = inputs();
    rich.set(Field::ShareCapital, 100_000_000);
    let results = simulate(&rich).unwrap();
    assert_eq!(
        (results.loan, results.debt_service_cover[0]),
        (0, Err(Missing::NoDebt))
    );

    let mut idle = inputs();
    for year in 0..3 {
        idle.set(Field::Volume(year), 0);
    }
    assert_eq!(
        simulate(&idle).unwrap().break_even_days[0],
        Err(Missing::NoSales)
    );

    let mut nothing = inputs();
    nothing.assets.clear();
    nothing.set(Field::StockDays, 0);
    nothing.set(Field::ReceivableDays, 0);
    assert_eq!(
        simulate(&nothing).unwrap().payback_years,
        Err(Missing::NoInvestment)
    );
}

#[test]
fn a_loss_is_made_good_before_anything_is_shared() {
    let mut inputs = inputs();
    inputs.set(Field::Volume(0), 500);
    let results = simulate(&inputs).unwrap();
    assert!(results.surplus[0] < 0);
    assert_eq!(results.patronage_refund[0], 0);
    let base = (results.surplus[1] + results.surplus[0]).max(0);
    let shared = results.legal_reserve[1]
        + results.education[1]
        + results.development[1]
        + results.patronage_refund[1];
    assert_eq!(shared, base);
}

#[test]
fn a_late_grant_costs_a_year_of_interest_and_nothing_else() {
    let inputs = inputs();
    let (as_planned, late) = (
        simulate(&inputs).unwrap(),
        simulate(&Scenario::LateGrant.apply(&inputs)).unwrap(),
    );
    // 150,000 at 1.75 %.
    assert_eq!(late.interest[0] - as_planned.interest[0], 262_500);
    assert_eq!(late.interest[1..], as_planned.interest[1..]);
    assert_eq!(late.cash_flows, as_planned.cash_flows);
}

#[test]
fn every_scenario_is_within_bounds_and_none_makes_things_better() {
    let inputs = inputs();
    let before = simulate(&inputs).unwrap();
    for scenario in Scenario::ALL {
        assert_eq!(Scenario::from_code(scenario.code()), Some(scenario));
        let after = simulate(&scenario.apply(&inputs)).unwrap();
        let sum = |line: &[i64]| line.iter().sum::<i64>();
        assert!(sum(&after.surplus) < sum(&before.surplus), "{scenario:?}");
    }
}

#[test]
fn the_tornado_begins_with_the_strongest() {
    let (income, swings) = sensitivity(&inputs()).unwrap();
    assert_eq!(swings.len(), Driver::ALL.len());
    assert_eq!(swings[0].driver, Driver::Price);
    assert!(swings.is_sorted_by_key(|swing| std::cmp::Reverse(swing.size())));
    assert!(swings[0].lower < income && income < swings[0].higher);
}

#[test]
fn ten_thousand_futures_are_the_same_in_one_go_and_in_slices() {
    let study = |slice: u32| {
        let mut risk = Risk::new(inputs(), Prng(2026));
        while !risk.is_complete() {
            risk.advance(slice);
        }
        risk.distribution().unwrap()
    };
    let whole = study(RUNS);
    assert_eq!(whole, study(333));
    assert_eq!(whole.bins.iter().sum::<u32>(), RUNS);
    assert!(whole.lowest <= whole.p10 && whole.p10 < whole.p50 && whole.p50 < whole.p90);
    assert!(whole.first_year_losses > 0 && whole.first_year_losses < RUNS);
    let mut impossible = inputs();
    impossible.members = 0;
    let mut risk = Risk::new(impossible, Prng(1));
    risk.advance(10);
    assert_eq!(risk.distribution(), None);
}

#[test]
fn a_form_changes_what_it_names_and_an_address_says_only_what_changed() {
    let base = inputs();
    let pairs = [
        ("unit_price", "270,5"),
        ("loan_rate", "2"),
        ("members", "٢٠"),
        ("fixed_asset_2_cost", "1 000"),
        ("x", "1"),
    ];
    let (changed, wrong) = base.changed(pairs);
    assert_eq!(wrong, []);
    assert_eq!(
        (
            changed.unit_price,
            changed.loan_rate,
            changed.members,
            changed.assets[1].cost
        ),
        (27_050, 20_000, 20, 100_000)
    );
    let address = changed.pairs_from(&base);
    let address: Vec<(&str, &str)> = address
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        address,
        [
            ("unit_price", "270.5"),
            ("members", "20"),
            ("fixed_asset_2_cost", "1000"),
            ("loan_rate", "2")
        ]
    );
    assert_eq!(base.changed(address), (changed, Vec::new()));
    let (kept, wrong) = base.changed([("members", "0"), ("unit_price", "dix"), ("loan_years", "")]);
    assert_eq!(kept, base);
    let wrong: Vec<(&str, &Problem)> = wrong
        .iter()
        .map(|it| (it.field.as_str(), &it.problem))
        .collect();
    assert_eq!(
        wrong,
        [
            (
                "members",
                &Problem::OutOfRange {
                    min: 1,
                    max: 10_000
                }
            ),
            ("unit_price", &Problem::NotANumber),
            ("loan_years", &Problem::Required)
        ]
    );
}

#[test]
fn decimals_are_read_exactly() {
    for (text, places, expected) in [
        ("300", 2, Ok(30_000)),
        ("0.0175", 6, Ok(17_500)),
        ("1,75", 4, Ok(17_500)),
        ("1 234,565", 2, Ok(123_456)),
        ("0.125", 2, Ok(12)),
        ("0.135", 2, Ok(14)),
        ("-2", 2, Ok(-200)),
        ("١٢٫٥", 1, Ok(125)),
        ("", 2, Err(Problem::Required)),
        ("1e5", 2, Err(Problem::NotANumber)),
        ("1.2.3", 2, Err(Problem::NotANumber)),
        (".", 2, Err(Problem::NotANumber)),
        (
            "99999999999999999999",
            2,
            Err(Problem::OutOfRange {
                min: 0,
                max: i64::MAX,
            }),
        ),
        (
            "9999999999999999999999999999999999999999",
            2,
            Err(Problem::OutOfRange {
                min: 0,
                max: i64::MAX,
            }),
        ),
    ] {
        assert_eq!(parse_decimal(text, places), expected, "{text}");
    }
    assert_eq!(decimal_text(17_500, 4), "1.75");
    assert_eq!(decimal_text(-5, 2), "-0.05");
}

#[test]
fn sheets() {
    let mut out = String::new();
    for state in SheetState::ALL {
        assert_eq!(SheetState::from_code(state.code()), Some(*state));
        for event in SheetEvent::ALL {
            if let Ok(next) = state.transition(*event) {
                out += &format!("{state:?} --{event:?}--> {next:?}\n");
            } else {
                assert_eq!(state.transition(*event), Err(Error::Conflict));
            }
        }
    }
    assert_eq!(
        out,
        "Draft --Submit--> InReview\n\
         Draft --Archive--> Archived\n\
         InReview --RequestChanges--> ChangesRequested\n\
         InReview --Publish--> Published\n\
         ChangesRequested --Submit--> InReview\n\
         ChangesRequested --Archive--> Archived\n\
         Published --Suspend--> Suspended\n\
         Published --Expire--> Stale\n\
         Published --Archive--> Archived\n\
         Suspended --Reinstate--> Published\n\
         Suspended --Archive--> Archived\n\
         Stale --Submit--> InReview\n\
         Stale --Archive--> Archived\n"
    );
}

#[test]
fn an_address_is_a_question_and_back() {
    let pairs = [
        ("q", " miel "),
        ("region", "09"),
        ("region", "05"),
        ("region", "09"),
        ("skill", "beekeeping"),
        ("sort", "income"),
        ("page", "x"),
    ];
    let query = SheetQuery::from_pairs(pairs);
    assert_eq!(
        query.to_query_string(),
        "?q=miel&region=05&region=09&skill=beekeeping&sort=income"
    );
    let again = query.to_pairs();
    assert_eq!(
        SheetQuery::from_pairs(again.iter().map(|(name, value)| (*name, value.as_str()))),
        query
    );
    assert_eq!(query.in_region("09").regions, ["09"]);
    assert!(query.in_region("09").in_region("09").regions.is_empty());
    assert_eq!(query.toggled("skill", "beekeeping").skills, [] as [&str; 0]);
}

fn amounts() -> impl Strategy<Value = Inputs> {
    let money = 0..200_000_i64;
    (
        (
            money.clone(),
            [0..50_000_i64, 0..50_000, 0..50_000],
            1..200_i64,
            0..50_000_000_i64,
        ),
        prop::collection::vec((0..100_000_000_i64, 1..20_i64), 0..4),
        (
            money.clone(),
            money,
            0..100_000_000_i64,
            -400_000..1_000_000_i64,
        ),
        (0..361_i64, 0..361_i64, 0..361_i64),
        (
            0..=1_000_000_i64,
            0..100_000_000_i64,
            0..25_i64,
            0..=1_000_000_i64,
            1..15_i64,
        ),
        (
            0..1_000_000_i64,
            0..500_000_i64,
            0..300_000_i64,
            0..300_000_i64,
            0..400_000_i64,
        ),
    )
        .prop_map(
            |(
                (unit_price, annual_volume, members, share_capital),
                assets,
                costs,
                days,
                money,
                rates,
            )| Inputs {
                unit_price,
                annual_volume,
                members,
                share_capital,
                assets: assets
                    .into_iter()
                    .map(|(cost, years)| Asset {
                        kind: AssetKind::Equipment,
                        cost,
                        years,
                    })
                    .collect(),
                paid_to_members: costs.0,
                other_costs: costs.1,
                fixed_costs: costs.2,
                fixed_cost_inflation: costs.3,
                stock_days: days.0,
                receivable_days: days.1,
                payable_days: days.2,
                grant_share: money.0,
                grant_cap: money.1,
                grant_delay: money.2,
                loan_rate: money.3,
                loan_years: money.4,
                discount_rate: rates.0,
                tax_rate: rates.1,
                reserve_rate: rates.2,
                education_rate: rates.3,
                development_rate: rates.4,
                residual_value: None,
            },
        )
}

proptest! {
    #[test]
    fn the_books_balance(inputs in amounts()) {
        let results = simulate(&inputs).unwrap();
        let mut losses = 0;
        for year in 0..3 {
            let costs = results.variable_costs[year] + results.fixed_cash_costs[year] + results.depreciation[year]
                + results.interest[year] + results.tax[year];
            prop_assert_eq!(results.sales[year] - costs, results.surplus[year]);
            let base = results.surplus[year] - losses;
            losses = (-base).max(0);
            let shared = [results.legal_reserve[year], results.education[year], results.development[year], results.patronage_refund[year]];
            prop_assert!(shared.iter().all(|part| *part >= 0), "{:?}", shared);
            prop_assert_eq!(shared.iter().sum::<i64>(), base.max(0));
        }
        prop_assert!(results.legal_reserve.iter().sum::<i64>() <= inputs.share_capital);
        let sources = results.grant + results.loan + inputs.share_capital;
        prop_assert!(sources >= results.investment_need, "what is needed is found");
        prop_assert!(results.grant <= inputs.grant_cap && results.loan >= 0);
        if inputs.loan_years <= 3 {
            prop_assert_eq!(results.principal.iter().sum::<i64>(), results.loan, "the loan is repaid");
        }
    }

    #[test]
    fn the_internal_rate_brings_the_present_value_to_nothing(inputs in amounts()) {
        let results = simulate(&inputs).unwrap();
        if let Ok(irr) = results.irr && (0..1_000_000).contains(&irr) {
            let at = |rate: i64| {
                let it = Inputs { discount_rate: rate.clamp(0, 999_999), ..inputs.clone() };
                simulate(&it).unwrap().npv
            };
            let (below, above) = (at(irr - 1), at(irr + 1));
            prop_assert!(below.signum() * above.signum() <= 0 || irr == 0, "{} {} {}", irr, below, above);
        }
    }

    #[test]
    fn more_for_each_unit_never_lowers_the_surplus(inputs in amounts(), more in 1..100_000_i64) {
        let dearer = Inputs { unit_price: inputs.unit_price + more, receivable_days: 0, ..inputs.clone() };
        let base = Inputs { receivable_days: 0, ..inputs };
        let (base, dearer) = (simulate(&base).unwrap(), simulate(&dearer).unwrap());
        for year in 0..3 {
            prop_assert!(dearer.surplus[year] >= base.surplus[year]);
        }
    }

    #[test]
    fn anything_at_all_is_a_result_or_a_named_error(
        price in any::<i64>(), volume in any::<[i64; 3]>(), members in any::<i64>(), cost in any::<i64>(), years in any::<i64>(),
        rates in any::<[i64; 4]>(),
    ) {
        let mut inputs = inputs();
        inputs.unit_price = price;
        inputs.annual_volume = volume;
        inputs.members = members;
        inputs.assets[0] = Asset { kind: AssetKind::Other, cost, years };
        [inputs.loan_rate, inputs.discount_rate, inputs.fixed_cost_inflation, inputs.development_rate] = rates;
        if let Err(error) = simulate(&inputs) {
            prop_assert!(!error.fields().is_empty());
        }
    }

    #[test]
    fn typing_is_never_a_panic(text in ".*", places in 0..7_u32) {
        let _ = parse_decimal(&text, places);
    }
}

//! What an idea's pages accept, what is a change, and which figures its sheet begins with.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    Error, LocalText, Problem,
    geography::Province,
    projects::{
        Asset, AssetKind, IdeaChange, IdeaChoices, IdeaContent, IdeaField, IdeaStep, Inputs,
    },
};
use std::collections::BTreeMap;

fn choices() -> IdeaChoices {
    IdeaChoices {
        sectors: vec![("food".to_owned(), LocalText::default())],
        provinces: vec![Province {
            code: "09.001".to_owned(),
            region: "09".to_owned(),
            name: LocalText::default(),
        }],
        ..IdeaChoices::default()
    }
}

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

fn saying(pairs: &[(IdeaField, &str)]) -> IdeaContent {
    let mut content = IdeaContent::default();
    for (field, text) in pairs {
        content.apply(&IdeaChange {
            field: *field,
            before: String::new(),
            after: (*text).to_owned(),
        });
    }
    content
}

#[test]
fn each_page_names_what_is_wrong_in_it() {
    let cases: [(IdeaStep, &str, &str, Option<Problem>); 16] = [
        (IdeaStep::What, "title", " ", Some(Problem::Required)),
        (IdeaStep::What, "what", "", Some(Problem::Required)),
        (
            IdeaStep::What,
            "title",
            "a\u{202e}b",
            Some(Problem::ControlCharacters),
        ),
        (
            IdeaStep::Product,
            "sector",
            "magic",
            Some(Problem::UnknownChoice),
        ),
        (IdeaStep::Product, "product", "", Some(Problem::Required)),
        (
            IdeaStep::Place,
            "province",
            "99.999",
            Some(Problem::UnknownChoice),
        ),
        (IdeaStep::Place, "province", "09.001", None),
        (IdeaStep::Similar, "different", "", None),
        (
            IdeaStep::Similar,
            "different",
            "autre",
            Some(Problem::TooShort { min: 15 }),
        ),
        (IdeaStep::Reasons, "for_whom", "", Some(Problem::Required)),
        (IdeaStep::Figures, "price", "", None),
        (
            IdeaStep::Figures,
            "price",
            "cher",
            Some(Problem::NotANumber),
        ),
        (IdeaStep::Figures, "volume", "500", None),
        (IdeaStep::Figures, "unit_cost", "12,50", None),
        (
            IdeaStep::Figures,
            "known",
            "a\u{0}b",
            Some(Problem::ControlCharacters),
        ),
        (IdeaStep::Voice, "voice", "anything", None),
    ];
    for (step, field, value, expected) in cases {
        let found = IdeaContent::default().changes(step, &typed(&[(field, value)]), &choices());
        let found = match &found {
            Ok(_) => None,
            Err(error) => error.of_field(field).next().cloned(),
        };
        assert_eq!(found, expected, "{field} {value:?}");
    }
    for value in ["0", "-3", "99999999999999999999"] {
        let page = typed(&[("volume", value)]);
        let refused = IdeaContent::default().changes(IdeaStep::Figures, &page, &choices());
        let refused = refused.unwrap_err();
        assert!(refused.of_field("volume").next().is_some(), "{value}");
    }
}

#[test]
fn only_what_differs_is_a_change() {
    let mut content = IdeaContent::default();
    let first = typed(&[("title", "  Miel  de thym "), ("what", "Du miel")]);
    for change in content.changes(IdeaStep::What, &first, &choices()).unwrap() {
        content.apply(&change);
    }
    assert_eq!(content.get(IdeaField::Title), "Miel de thym");
    assert!(content.has(IdeaStep::What) && !content.has(IdeaStep::Place));
    let second = typed(&[("title", "Miel de thym"), ("what", "Du bon miel")]);
    assert_eq!(
        content.changes(IdeaStep::What, &second, &choices()),
        Ok(vec![IdeaChange {
            field: IdeaField::What,
            before: "Du miel".to_owned(),
            after: "Du bon miel".to_owned(),
        }])
    );
}

#[test]
fn what_is_alike_asks_for_a_reason_before_it_is_sent() {
    let all = IdeaField::ALL.iter().filter(|it| !it.is_optional());
    let all: Vec<(IdeaField, &str)> = all.map(|field| (*field, "x")).collect();
    let content = saying(&all);
    assert_eq!(content.check_complete(false), Ok(()));
    assert_eq!(
        content.check_complete(true),
        Err(Error::field("different", Problem::Required))
    );
    let nothing = IdeaContent::default().check_complete(false).unwrap_err();
    assert_eq!(nothing.fields().len(), all.len());
}

#[test]
fn pages_lead_forward_and_back() {
    let mut step = IdeaStep::What;
    let mut seen = vec![step];
    while let Some(next) = step.next() {
        assert_eq!(next.previous(), Some(step));
        step = next;
        seen.push(step);
    }
    assert_eq!(seen, IdeaStep::ALL);
    assert_eq!(IdeaStep::What.previous(), None);
}

fn base() -> Inputs {
    let asset = |cost| Asset {
        kind: AssetKind::Equipment,
        cost,
        years: 5,
    };
    Inputs {
        unit_price: 10_000,
        annual_volume: [100, 150, 200],
        members: 7,
        share_capital: 700_000,
        assets: vec![asset(100), asset(200)],
        paid_to_members: 3_000,
        other_costs: 1_000,
        fixed_costs: 500_000,
        fixed_cost_inflation: 0,
        stock_days: 0,
        receivable_days: 0,
        payable_days: 0,
        grant_share: 0,
        grant_cap: 0,
        grant_delay: 0,
        loan_rate: 0,
        loan_years: 5,
        discount_rate: 0,
        tax_rate: 0,
        reserve_rate: 0,
        education_rate: 0,
        development_rate: 0,
        residual_value: None,
    }
}

#[test]
fn what_is_known_of_a_whole_is_spread_as_the_type_spreads_it() {
    assert_eq!(IdeaContent::default().inputs(&base()), base());
    let known = saying(&[
        (IdeaField::Price, "120"),
        (IdeaField::Volume, "7"),
        (IdeaField::UnitCost, "10,01"),
        (IdeaField::Investment, "1"),
    ]);
    let inputs = known.inputs(&base());
    assert_eq!(inputs.unit_price, 12_000);
    // Half up: 7, 10.5 and 14.
    assert_eq!(inputs.annual_volume, [7, 11, 14]);
    assert_eq!((inputs.paid_to_members, inputs.other_costs), (751, 250));
    let costs: Vec<i64> = inputs.assets.iter().map(|it| it.cost).collect();
    assert_eq!(costs, [33, 67], "to the centime");
    assert_eq!(inputs.fixed_costs, base().fixed_costs);
}

//! What is taken of quotes never exceeds what was asked nor what was offered, and terms suit their
//! way of transport.

use domain::{
    Error, LocalText, Money, Problem, QuoteLineId, RfqLineId, VariantId,
    marketplace::{
        AskInput, AskKnown, Country, Incoterm, OfferInput, PackSize, QuoteLine, QuoteState,
        QuotedSize, RfqLine, Transport, Unit, check_allocation, is_over, suggest_allocation,
    },
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const NOW: i64 = 1_790_000_000;

fn grams(amount: i64) -> PackSize {
    PackSize {
        amount,
        unit: Unit::Gram,
    }
}

fn asked(id: i64, amount: i64) -> RfqLine {
    RfqLine {
        id: RfqLineId(id),
        name: LocalText::new("Safran", "", ""),
        variant: None,
        asked: grams(amount),
    }
}

fn offered(id: i64, line: i64, pack: i64, quantity: u32, price: i64) -> QuoteLine {
    QuoteLine {
        id: QuoteLineId(id),
        line: RfqLineId(line),
        variant: VariantId(id),
        name: LocalText::new("Safran", "", ""),
        pack: grams(pack),
        quantity,
        unit_price: Money::mad(price),
    }
}

#[test]
fn four_terms_are_for_the_sea() {
    let at_sea: Vec<&str> = Incoterm::ALL
        .iter()
        .filter(|term| !term.allows(Transport::Air))
        .map(|term| term.code())
        .collect();
    assert_eq!(at_sea, ["FAS", "FOB", "CFR", "CIF"]);
    assert!(Incoterm::ALL.iter().all(|it| it.allows(Transport::Sea)));
    assert_eq!(Incoterm::ALL.len(), 11);
}

#[test]
fn a_request_is_over_when_nobody_is_left() {
    use QuoteState::{Asked, Declined, Expired, Refused};
    for (states, over) in [
        (vec![Asked, Declined], false),
        (vec![Refused, Declined], true),
        (vec![Expired, Declined], false),
        (Vec::new(), true),
    ] {
        assert_eq!(is_over(states.iter().copied()), over, "{states:?}");
    }
}

#[test]
fn two_cooperatives_share_what_was_asked() {
    let line = asked(1, 10_000);
    let (dear, cheap) = (offered(1, 1, 1000, 8, 9_000), offered(2, 1, 500, 10, 4_000));
    let all = [&dear, &cheap];
    assert_eq!(
        suggest_allocation(std::slice::from_ref(&line), &all),
        [(QuoteLineId(1), 5), (QuoteLineId(2), 10)]
    );
    let take = |a, b| BTreeMap::from([(QuoteLineId(1), a), (QuoteLineId(2), b)]);
    let check = |taken| check_allocation(std::slice::from_ref(&line), &all, &taken);
    assert_eq!(check(take(5, 10)), Ok(Money::mad(5 * 9_000 + 10 * 4_000)));
    let most = |line: i64, max| {
        Err(Error::field(
            &format!("take[{line}]"),
            Problem::OutOfRange { min: 0, max },
        ))
    };
    assert_eq!(check(take(9, 0)), most(1, 8), "more than was offered");
    assert_eq!(check(take(8, 5)), most(2, 4), "more than was asked");
    assert_eq!(
        check(take(0, 0)),
        Err(Error::field("take", Problem::Required))
    );
    let other = BTreeMap::from([(QuoteLineId(7), 1)]);
    assert_eq!(check(other), Err(Error::Conflict), "no longer offered");
}

fn lots() -> impl Strategy<Value = Vec<QuoteLine>> {
    proptest::collection::vec((1..2_000_i64, 1..50_u32, 1..100_000_i64, 1..3_i64), 1..8).prop_map(
        |lots| {
            let line = |(at, (pack, quantity, price, line)): (usize, (i64, u32, i64, i64))| {
                offered(at as i64, line, pack, quantity, price)
            };
            lots.into_iter().enumerate().map(line).collect()
        },
    )
}

proptest! {
    #[test]
    fn what_is_suggested_can_be_taken(lots in lots(), amounts in (1..30_000_i64, 1..30_000_i64)) {
        let lines = [asked(1, amounts.0), asked(2, amounts.1)];
        let all: Vec<&QuoteLine> = lots.iter().collect();
        let taken: BTreeMap<QuoteLineId, u32> = suggest_allocation(&lines, &all).into_iter().collect();
        let expected: i64 = lots.iter().map(|it| it.unit_price.minor * i64::from(taken[&it.id])).sum();
        match check_allocation(&lines, &all, &taken) {
            Ok(total) => prop_assert_eq!(total.minor, expected),
            Err(error) => {
                prop_assert_eq!(error, Error::field("take", Problem::Required));
                prop_assert!(taken.values().all(|it| *it == 0));
            }
        }
    }

    #[test]
    fn nothing_beyond_what_was_asked_or_offered_is_allowed(
        lots in lots(),
        amount in 1..30_000_i64,
        wish in proptest::collection::vec(0..80_u32, 8),
    ) {
        let lines = [asked(1, amount), asked(2, amount)];
        let all: Vec<&QuoteLine> = lots.iter().collect();
        let taken: BTreeMap<QuoteLineId, u32> = lots.iter().map(|it| it.id).zip(wish).collect();
        if check_allocation(&lines, &all, &taken).is_ok() {
            for line in &lines {
                let of_line = lots.iter().filter(|it| it.line == line.id);
                let sum: i64 = of_line.map(|it| it.pack.amount * i64::from(taken[&it.id])).sum();
                prop_assert!(sum <= line.asked.amount);
            }
            prop_assert!(lots.iter().all(|it| taken[&it.id] <= it.quantity));
        }
    }
}

fn ask() -> AskInput {
    AskInput {
        category: "spices".to_owned(),
        description: "Safran en filaments".to_owned(),
        amount: "5".to_owned(),
        unit: "kg".to_owned(),
        sellers: [("1".to_owned(), "on".to_owned())].into(),
        country: "FR".to_owned(),
        wanted: "2027-01-31".to_owned(),
        incoterm: "FOB".to_owned(),
        place: "Casablanca".to_owned(),
        transport: "sea".to_owned(),
        request_key: "0123456789abcdef".to_owned(),
        ..AskInput::default()
    }
}

#[test]
fn a_request_names_every_wrong_field() {
    let known = AskKnown {
        category: Some(domain::CategoryId(1)),
        sellers: vec![domain::CooperativeId(1)],
        countries: vec![Country {
            code: "FR".to_owned(),
            name: LocalText::new("France", "", ""),
            zone: "eu".to_owned(),
        }],
        now: NOW,
        ..AskKnown::default()
    };
    let good = ask().check(&known).expect("a good request");
    assert_eq!(good.lines[0].asked, grams(5_000));
    for (field, problem, change) in [
        (
            "incoterm",
            Problem::UnknownChoice,
            (|it| it.transport = "air".to_owned()) as fn(&mut AskInput),
        ),
        ("country", Problem::UnknownChoice, |it| {
            it.country = "XX".to_owned()
        }),
        ("sellers", Problem::UnknownChoice, |it| {
            it.sellers.insert("9".to_owned(), String::new());
        }),
        ("sellers", Problem::Required, |it| it.sellers.clear()),
        ("wanted", Problem::Expired, |it| {
            it.wanted = "2026-01-01".to_owned()
        }),
        ("description", Problem::Required, |it| {
            it.description.clear()
        }),
        ("request_key", Problem::UnknownChoice, |it| {
            it.request_key = "short".to_owned()
        }),
    ] {
        let mut input = ask();
        change(&mut input);
        let refused = input.check(&known).expect_err(field);
        assert_eq!(refused.of_field(field).next(), Some(&problem), "{field}");
    }
}

#[test]
fn an_offer_stays_within_what_was_asked() {
    let size = QuotedSize {
        variant: VariantId(3),
        name: LocalText::new("Safran", "", ""),
        pack: grams(100),
        price: Money::mad(30_000),
        available: 9,
        exportable: true,
    };
    let on = |value: &str| BTreeMap::from([("1".to_owned(), value.to_owned())]);
    let input = OfferInput {
        variant: on("3"),
        quantity: on("11"),
        price: on("250,50"),
        prepare_days: "5".to_owned(),
        expires: "2026-10-31".to_owned(),
        ..OfferInput::default()
    };
    let asked = [asked(1, 1_000)];
    let refused = input
        .check(&asked, std::slice::from_ref(&size), NOW)
        .expect_err("11");
    assert_eq!(
        refused.of_field("quantity[1]").next(),
        Some(&Problem::OutOfRange { min: 1, max: 10 })
    );
    let good = OfferInput {
        quantity: on("10"),
        ..input
    };
    let offer = good.check(&asked, &[size], NOW).expect("ten packs");
    assert_eq!(offer.lines[0].unit_price, Money::mad(25_050));
    assert!(offer.expires_at > NOW);
}

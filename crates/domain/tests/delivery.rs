//! What a parcel costs: by weight, zone and method; amounts and days as people type them.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    LocalText, Money, Problem,
    geography::Province,
    marketplace::{
        AddressInput, Country, DeliveryMethod, PackSize, Parcel, Places, RateInput, ShippingRate,
        Unit, Zone, amount, estimated_weight, foreign_phone, listed_fee, parcel_fee, parcel_weight,
        typed_day, zone_of,
    },
};
use proptest::prelude::*;

fn rates() -> Vec<ShippingRate> {
    let rate = |zone: &str, up_to_grams, minor| ShippingRate {
        id: 0,
        method: DeliveryMethod::Home,
        zone: Zone::parse(zone).unwrap(),
        up_to_grams,
        fee: Money::mad(minor),
        valid_from: 0,
        valid_to: None,
        source: String::new(),
    };
    vec![
        rate("06", 2_000, 3_500),
        rate("06", 10_000, 6_900),
        rate("06", 30_000, 12_900),
        rate("eu", 1_000, 21_000),
    ]
}

fn zone(code: &str) -> Zone {
    Zone::parse(code).unwrap()
}

#[test]
fn the_smallest_bracket_that_holds_it_counts_and_what_is_heavier_goes_in_several_parcels() {
    for (grams, expected) in [
        (0, 3_500),
        (2_000, 3_500),
        (2_001, 6_900),
        (30_000, 12_900),
        (31_000, 12_900 + 3_500),
        (60_000, 25_800),
        (65_000, 25_800 + 6_900),
    ] {
        let fee = listed_fee(&rates(), DeliveryMethod::Home, &zone("06"), grams);
        assert_eq!(fee, Some(Money::mad(expected)), "{grams} g");
    }
    assert_eq!(
        listed_fee(&rates(), DeliveryMethod::Home, &zone("na"), 1),
        None
    );
    assert_eq!(
        listed_fee(&rates(), DeliveryMethod::PickupPoint, &zone("06"), 1),
        None
    );
}

#[test]
fn a_threshold_counts_within_morocco_only() {
    let parcel = Parcel {
        grams: 900,
        goods: Money::mad(60_000),
        free_from: Some(Money::mad(60_000)),
    };
    let at = |code: &str, method| parcel_fee(&rates(), method, &zone(code), parcel);
    assert_eq!(at("06", DeliveryMethod::Home), Some(Money::mad(0)));
    assert_eq!(at("eu", DeliveryMethod::Home), Some(Money::mad(21_000)));
    assert_eq!(at("06", DeliveryMethod::Pickup), Some(Money::mad(0)));
    assert_eq!(at("eu", DeliveryMethod::Pickup), None);
    let below = Parcel {
        goods: Money::mad(59_999),
        ..parcel
    };
    let fee = parcel_fee(&rates(), DeliveryMethod::Home, &zone("06"), below);
    assert_eq!(fee, Some(Money::mad(3_500)));
}

proptest! {
    #[test]
    fn heavier_never_costs_less(light in 0_i64..200_000, more in 0_i64..50_000) {
        let fee = |grams| listed_fee(&rates(), DeliveryMethod::Home, &zone("06"), grams).unwrap();
        // Past a full parcel, a heavier rest can only begin a dearer bracket.
        let (light, heavy) = (fee(light), fee(light + more));
        prop_assert!(light.minor <= heavy.minor);
    }

    #[test]
    fn a_parcel_weighs_more_than_what_is_in_it(goods in prop::collection::vec((1_i64..50_000, 1_u32..50), 1..8)) {
        let inside: i64 = goods.iter().map(|(grams, quantity)| grams * i64::from(*quantity)).sum();
        prop_assert!(parcel_weight(goods) > inside);
    }
}

#[test]
fn packs_are_estimated_with_their_wrapping() {
    for (amount, unit, grams) in [
        (500, Unit::Gram, 550),
        (250, Unit::Millilitre, 375),
        (600, Unit::SquareDecimetre, 18_000),
        (1, Unit::Pair, 900),
    ] {
        assert_eq!(estimated_weight(PackSize { amount, unit }), grams);
    }
}

#[test]
fn amounts_as_people_type_them() {
    for (typed, expected) in [
        ("35", Ok(3_500)),
        ("35,5", Ok(3_550)),
        ("1 234.05", Ok(123_405)),
        ("٣٥٫٥٠", Ok(3_550)),
        ("", Err(Problem::Required)),
        ("35,555", Err(Problem::NotANumber)),
        ("3a", Err(Problem::NotANumber)),
        ("2001", Err(Problem::OutOfRange { min: 0, max: 2_000 })),
    ] {
        assert_eq!(amount(typed, 200_000), expected, "{typed}");
    }
}

#[test]
fn days_begin_at_midnight() {
    assert_eq!(typed_day("1970-01-01"), Ok(0));
    assert_eq!(typed_day("2024-02-29"), Ok(1_709_164_800));
    assert_eq!(typed_day("2027-01-31"), Ok(1_801_353_600));
    assert!(typed_day("2027-13-01").is_err());
    assert!(typed_day("demain").is_err());
}

#[test]
fn a_rate_is_checked_at_once() {
    let refused = RateInput::default().check().unwrap_err();
    let domain::Error::Invalid { fields } = refused else {
        panic!("{refused:?}")
    };
    let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(
        names,
        [
            "method",
            "zone",
            "up_to_grams",
            "fee",
            "valid_from",
            "source"
        ]
    );
}

fn places() -> Places {
    Places {
        provinces: vec![Province {
            code: "06.141".to_owned(),
            region: "06".to_owned(),
            name: LocalText::default(),
        }],
        countries: vec![Country {
            code: "FR".to_owned(),
            name: LocalText::default(),
            zone: "eu".to_owned(),
        }],
        points: Vec::new(),
    }
}

fn input(country: &str, phone: &str, province: &str, postcode: &str) -> AddressInput {
    AddressInput {
        name: "Salma Bennis".to_owned(),
        phone: phone.to_owned(),
        country: country.to_owned(),
        province: province.to_owned(),
        postcode: postcode.to_owned(),
        city: "Lyon".to_owned(),
        street: "3, rue des Fleurs".to_owned(),
        ..AddressInput::default()
    }
}

#[test]
fn an_address_is_checked_as_its_country_writes_it() {
    let fields = |input: AddressInput| match input.check(&places()) {
        Err(domain::Error::Invalid { fields }) => fields
            .into_iter()
            .map(|field| field.field)
            .collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert!(fields(input("", "0612345678", "06.141", "")).is_empty());
    assert!(fields(input("FR", "+33 6 12 34 56 78", "", "69001")).is_empty());
    assert_eq!(
        fields(input("", "+33612345678", "", "")),
        ["phone", "province"]
    );
    assert_eq!(
        fields(input("FR", "0612345678", "", "")),
        ["phone", "postcode"]
    );
    assert_eq!(fields(input("XX", "+33612345678", "", "1")), ["country"]);
    let abroad = input("FR", "0033612345678", "", "69001")
        .check(&places())
        .unwrap();
    assert_eq!(abroad.phone, "+33612345678");
    assert_eq!(zone_of(&abroad, &places()).unwrap().code(), "eu");
    let home = input("MA", "0612345678", "06.141", "")
        .check(&places())
        .unwrap();
    assert_eq!(home.country, None);
    assert_eq!(zone_of(&home, &places()).unwrap().code(), "06");
}

#[test]
fn foreign_numbers_carry_their_prefix() {
    assert_eq!(
        foreign_phone("+1 (514) 555-0101").as_deref(),
        Ok("+15145550101")
    );
    for wrong in ["5145550101", "+123", "+12345678901234567", "+33 six"] {
        assert_eq!(foreign_phone(wrong), Err(Problem::InvalidPhone), "{wrong}");
    }
}

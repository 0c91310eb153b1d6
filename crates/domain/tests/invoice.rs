//! Credit notes: whatever the steps, they add up to the invoice and never beyond it.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    LocalText, Money,
    marketplace::{
        Address, Delivery, InvoiceContent, InvoiceKind, InvoiceLine, PackSize, PaymentMethod,
        SellerOnPaper, Unit,
    },
};
use proptest::prelude::*;

fn line(sku: usize, quantity: u32, unit: i64, rate: i64) -> InvoiceLine {
    let total = Money::mad(unit).times(quantity).unwrap();
    InvoiceLine {
        name: LocalText::new("Savon", "صابون", "Soap"),
        sku: format!("S{sku}"),
        pack: PackSize {
            amount: 1,
            unit: Unit::Piece,
        },
        quantity,
        unit_price: Money::mad(unit),
        total,
        tax: total.unit_price(1000 + rate, rate).unwrap(),
        tax_rate: Some(rate),
    }
}

fn invoice(lines: Vec<InvoiceLine>) -> InvoiceContent {
    InvoiceContent {
        seller: SellerOnPaper {
            name: LocalText::default(),
            province: LocalText::default(),
            ice: "999000001000075".to_owned(),
        },
        buyer: Address::default(),
        order_number: "T-1".to_owned(),
        placed_at: 0,
        payment: PaymentMethod::BankTransfer,
        lines,
        delivery: Money::mad(3_500),
        corrects: None,
        reason: None,
        coupon: None,
    }
}

fn fields(error: domain::Error) -> Vec<String> {
    match error {
        domain::Error::Invalid { fields } => fields.into_iter().map(|it| it.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn papers_are_numbered_by_kind_year_and_sequence() {
    assert_eq!(InvoiceKind::Invoice.number(2026, 12), "FA-2026-000012");
    assert_eq!(InvoiceKind::CreditNote.number(2027, 1), "AV-2027-000001");
}

#[test]
fn the_tax_is_told_by_the_rate_of_the_law() {
    let it = invoice(vec![
        line(1, 3, 3_333, 200),
        line(2, 1, 500, 200),
        line(3, 2, 9_050, 0),
        line(4, 1, 6_000, 100),
    ]);
    let rates: Vec<(i64, i64)> = it
        .taxes()
        .iter()
        .map(|(rate, _, tax)| (*rate, tax.minor))
        .collect();
    assert_eq!(rates, [(0, 0), (100, 545), (200, 1_666 + 83)]);
    let sum: i64 = it
        .taxes()
        .iter()
        .map(|(_, base, tax)| base.minor + tax.minor)
        .sum();
    assert_eq!(sum, it.goods().minor);
}

#[test]
fn what_is_not_left_is_refused_beside_its_line() {
    let it = invoice(vec![line(1, 2, 100, 200)]);
    let of = |already: &[InvoiceContent], wish: &[u32], delivery| {
        it.credit(("FA-2026-000001", 0), already, wish, delivery, "Refusé")
    };
    assert_eq!(
        fields(of(&[], &[3], Delivery::Kept).unwrap_err()),
        ["quantity[0]"]
    );
    assert_eq!(
        fields(of(&[], &[0], Delivery::Kept).unwrap_err()),
        ["quantity"]
    );
    let first = of(&[], &[1], Delivery::GivenBack).unwrap();
    assert_eq!(first.total().minor, 100 + 3_500);
    assert_eq!(it.left(std::slice::from_ref(&first)), [1]);
    let again = of(std::slice::from_ref(&first), &[2], Delivery::GivenBack).unwrap_err();
    assert_eq!(fields(again), ["quantity[0]", "delivery"]);
}

proptest! {
    #[test]
    fn credit_notes_add_up_to_the_invoice(
        lines in prop::collection::vec((1_u32..20, 1_i64..100_000, prop::sample::select(vec![0_i64, 70, 100, 140, 200])), 1..5),
        steps in prop::collection::vec(prop::collection::vec(0_u32..6, 5), 1..8),
    ) {
        let lines = lines.iter().enumerate().map(|(at, (quantity, unit, rate))| line(at, *quantity, *unit, *rate));
        let it = invoice(lines.collect());
        let mut notes: Vec<InvoiceContent> = Vec::new();
        for step in steps {
            if let Ok(note) = it.credit(("FA", 0), &notes, &step, Delivery::Kept, "x") {
                notes.push(note);
            }
            let tax: i64 = notes.iter().map(|note| note.tax().minor).sum();
            prop_assert!(tax <= it.tax().minor);
        }
        // The rest at once.
        let left = it.left(&notes);
        if let Ok(note) = it.credit(("FA", 0), &notes, &left, Delivery::GivenBack, "x") {
            notes.push(note);
        }
        prop_assert_eq!(notes.iter().map(|note| note.total().minor).sum::<i64>(), it.total().minor);
        prop_assert_eq!(notes.iter().map(|note| note.tax().minor).sum::<i64>(), it.tax().minor);
        prop_assert!(it.left(&notes).iter().all(|left| *left == 0));
    }
}

//! The words of invoices, labels, delivery notes and statements of payouts. Pure: from what was issued to a document.

use documents::{
    Column, CreditNote, DeliveryNote, Document, Fact, Invoice, Label, Party, PayoutStatement,
    Table, Total,
};
use domain::{
    Lang, Money,
    marketplace::{
        Address, CreditReason, DeliveryMethod, InvoiceKind, OrderView, PackSize, PaymentMethod,
        PayoutRow, PurseEntry, SellerOnPaper,
    },
};
use i18n::{
    Words,
    keys::{marketplace as market, orders, shell, trade as k},
};
use store::marketplace::InvoiceRow;

pub(super) fn seller_party(words: &Words, seller: &SellerOnPaper) -> Party {
    let lang = words.lang();
    Party {
        title: String::new(),
        name: seller.name.pick(lang).text,
        lines: vec![
            seller.province.pick(lang).text,
            format!("{} {}", words.t(k::PAPER_ICE), seller.ice),
        ],
    }
}

pub(super) fn buyer_party(title: String, address: &Address) -> Party {
    let town = match &address.postcode {
        Some(postcode) => format!("{postcode} {}", address.city),
        None => address.city.clone(),
    };
    Party {
        title,
        name: address.name.clone(),
        lines: vec![
            address.street.clone(),
            match &address.country {
                Some(country) => format!("{town}, {country}"),
                None => town,
            },
            address.phone.clone(),
        ],
    }
}

/// Per mille as a percentage: 200 is "20 %".
fn percent(words: &Words, thousandths: i64) -> String {
    if thousandths % 10 == 0 {
        format!("{} %", words.number(thousandths / 10))
    } else {
        format!("{} %", words.decimal(thousandths, 1))
    }
}

pub(super) fn goods(words: &Words, name: &domain::LocalText, pack: PackSize) -> String {
    format!("{} ({})", name.pick(words.lang()).text, words.pack(pack))
}

pub(super) fn payment(words: &Words, method: PaymentMethod) -> String {
    match method {
        PaymentMethod::CashOnDelivery => words.t(market::CASH_ON_DELIVERY),
        PaymentMethod::BankTransfer => words.t(market::BANK_TRANSFER),
        PaymentMethod::Card => words.t(market::CARD),
    }
}

pub(super) fn invoice(lang: Lang, row: &InvoiceRow) -> Document {
    let words = Words::embedded(lang);
    let it = &row.content;
    let net = Money {
        minor: it.goods().minor - it.tax().minor,
        ..it.goods()
    };
    let heading = match row.kind {
        InvoiceKind::Invoice => k::PAPER_INVOICE,
        InvoiceKind::CreditNote => k::PAPER_CREDIT_NOTE,
    };
    let lines = it.lines.iter().flat_map(|line| {
        let off = line.discount();
        let price = Money {
            minor: line.total.minor + off.minor,
            ..off
        };
        let sold = vec![
            goods(&words, &line.name, line.pack),
            words.number(i64::from(line.quantity)),
            words.money(line.unit_price),
            words.money(price),
        ];
        // Under the line it is taken off.
        let discount = (off.minor != 0).then(|| {
            let code = it.coupon.as_deref().unwrap_or_default();
            vec![
                words.with(market::DISCOUNT_OF, &[("code", code)]),
                String::new(),
                String::new(),
                words.money(Money {
                    minor: -off.minor,
                    ..off
                }),
            ]
        });
        std::iter::once(sold).chain(discount)
    });
    let taxes = it
        .taxes()
        .into_iter()
        .map(|(rate, base, tax)| vec![percent(&words, rate), words.money(base), words.money(tax)]);
    let mut notes = vec![words.t(k::PAPER_INVOICE_NOTE)];
    if it.is_exempt_export() {
        notes.insert(0, words.t(k::PAPER_EXPORT_EXEMPT));
    }
    let strong = match row.kind {
        InvoiceKind::Invoice => k::PAPER_TO_PAY,
        InvoiceKind::CreditNote => k::PAPER_GIVEN_BACK,
    };
    let paper = Invoice {
        issuer: seller_party(&words, &it.seller),
        heading: words.t(heading),
        number: row.number.clone(),
        facts: vec![
            Fact::new(words.t(k::PAPER_DATE), words.date(row.issued_at)),
            Fact::new(words.t(k::PAPER_ORDER), it.order_number.clone()),
            Fact::new(words.t(market::PAYMENT), payment(&words, it.payment)),
        ],
        parties: vec![buyer_party(words.t(k::PAPER_BUYER), &it.buyer)],
        lines: Table {
            columns: vec![
                Column::text(words.t(k::PAPER_PRODUCT), 1),
                Column::number(words.t(market::QUANTITY)),
                Column::number(words.t(k::PAPER_UNIT_PRICE)),
                Column::number(words.t(market::TOTAL)),
            ],
            rows: lines.collect(),
            foot: Vec::new(),
        },
        totals: vec![
            Total::new(words.t(k::PAPER_NET), words.money(net)),
            Total::new(words.t(k::PAPER_TAX), words.money(it.tax())),
            Total::new(words.t(market::DELIVERY_FEE), words.money(it.delivery)),
            Total::strong(words.t(strong), words.money(it.total())),
        ],
        taxes: Some(Table {
            columns: vec![
                Column::text(words.t(k::PAPER_RATE), 1),
                Column::number(words.t(k::PAPER_BASE)),
                Column::number(words.t(k::PAPER_TAX)),
            ],
            rows: taxes.collect(),
            foot: Vec::new(),
        }),
        notes,
        footer: it.seller.name.pick(lang).text,
    };
    match &it.corrects {
        None => Document::Invoice(paper),
        Some((number, at)) => Document::CreditNote(CreditNote {
            invoice: paper,
            corrects: words.with(
                k::PAPER_CORRECTS,
                &[("number", number), ("date", &words.date(*at))],
            ),
            reason: words.with(
                k::PAPER_REASON,
                &[("reason", &reason(&words, it.reason.as_deref()))],
            ),
        }),
    }
}

/// What a payout is made of: commission and delivery are already off each booking, so that the
/// lines' sum is what was paid out. `discount` is told where coupons took something off.
pub(super) fn payout(
    lang: Lang,
    row: &PayoutRow,
    entries: &[PurseEntry],
    discount: Money,
) -> Document {
    let words = Words::embedded(lang);
    let mut figures = vec![Fact::new(
        words.t(orders::KIND_PAYOUT),
        words.money(row.amount),
    )];
    if discount.minor > 0 {
        let text = words.t(k::PAPER_DISCOUNTS);
        figures.push(Fact::new(text, words.money(discount)));
    }
    // The first payout begins with the first booking.
    let from = row.from.max(entries.first().map_or(row.from, |it| it.at));
    let lines = entries.iter().map(|it| {
        vec![
            words.date(it.at),
            words.booking(&it.kind),
            it.number.clone().unwrap_or_default(),
            words.money(it.amount),
        ]
    });
    Document::PayoutStatement(PayoutStatement {
        issuer: Party {
            name: words.t(shell::SITE_NAME),
            ..Party::default()
        },
        heading: words.t(k::PAPER_PAYOUT),
        number: row.reference.clone(),
        facts: vec![
            Fact::new(
                words.t(k::PAPER_PERIOD),
                format!("{} – {}", words.date(from), words.date(row.to - 1)),
            ),
            Fact::new(words.t(k::PAPER_DATE), words.date(row.created_at)),
            Fact::new("RIB", row.rib.clone()),
        ],
        cooperative: Party {
            name: row.cooperative.pick(lang).text,
            ..Party::default()
        },
        figures,
        lines: Table {
            columns: vec![
                Column::text(words.t(orders::DATE), 1),
                Column::text(words.t(orders::WHAT), 3),
                Column::text(words.t(k::PAPER_ORDER), 2),
                Column::number(words.t(orders::AMOUNT)),
            ],
            rows: lines.collect(),
            foot: Vec::new(),
        },
        totals: vec![Total::strong(
            words.t(orders::KIND_PAYOUT),
            words.money(row.amount),
        )],
        notes: Vec::new(),
        footer: row.cooperative.pick(lang).text,
    })
}

fn service(words: &Words, method: DeliveryMethod) -> String {
    words.t(match method {
        DeliveryMethod::Home => market::HOME,
        DeliveryMethod::PickupPoint => market::PICKUP_POINT,
        DeliveryMethod::CollectionPoint => market::COLLECTION_POINT,
        DeliveryMethod::Pickup => market::PICKUP,
    })
}

/// Where the parcel really goes: the point where one was chosen.
fn destination(words: &Words, order: &OrderView) -> Party {
    let mut party = buyer_party(words.t(k::PAPER_TO), &order.address);
    if order.delivery.needs_point()
        && let Some(point) = &order.address.point
    {
        party.lines = vec![point.clone(), order.address.phone.clone()];
    }
    party
}

pub(super) fn label(lang: Lang, order: &OrderView, seller: &SellerOnPaper, grams: i64) -> Document {
    let words = Words::embedded(lang);
    let collect = (order.payment_method == PaymentMethod::CashOnDelivery)
        .then(|| Fact::new(words.t(k::PAPER_COLLECT), words.money(order.total)));
    Document::Label(Label {
        service: service(&words, order.delivery),
        from: Party {
            title: words.t(k::PAPER_FROM),
            ..seller_party(&words, seller)
        },
        to: destination(&words, order),
        code: order.number.clone(),
        address: None,
        collect,
        facts: vec![Fact::new(
            words.t(k::PAPER_WEIGHT),
            format!("{} kg", words.decimal(grams, 3)),
        )],
    })
}

pub(super) fn delivery_note(lang: Lang, order: &OrderView, seller: &SellerOnPaper) -> Document {
    let words = Words::embedded(lang);
    let rows = order.lines.iter().map(|line| {
        vec![
            goods(&words, &line.name, line.pack),
            line.sku.clone(),
            words.number(i64::from(line.quantity)),
        ]
    });
    Document::DeliveryNote(DeliveryNote {
        issuer: seller_party(&words, seller),
        heading: words.t(k::PAPER_DELIVERY_NOTE),
        number: order.number.clone(),
        facts: vec![
            Fact::new(words.t(k::PAPER_DATE), words.date(order.placed_at)),
            Fact::new(
                words.t(market::DELIVERY_FEE),
                service(&words, order.delivery),
            ),
        ],
        parties: vec![destination(&words, order)],
        lines: Table {
            columns: vec![
                Column::text(words.t(k::PAPER_PRODUCT), 1),
                Column::number(words.t(k::PAPER_SKU)),
                Column::number(words.t(market::QUANTITY)),
            ],
            rows: rows.collect(),
            foot: Vec::new(),
        },
        notes: order.address.note.clone().into_iter().collect(),
        signatures: vec![Fact::new(
            words.t(k::PAPER_RECEIVED),
            words.t(k::PAPER_SIGNATURE),
        )],
        footer: seller.name.pick(lang).text,
    })
}

/// What someone wrote, as it is; what the money decided, in the paper's language.
fn reason(words: &Words, reason: Option<&str>) -> String {
    let written = reason.unwrap_or_default();
    match CreditReason::from_code(written) {
        Some(CreditReason::Cancelled) => words.t(k::PAPER_CANCELLED),
        Some(CreditReason::Refused) => words.t(k::PAPER_REFUSED),
        Some(CreditReason::Returned) => words.t(k::PAPER_RETURNED),
        None => written.to_owned(),
    }
}

//! What an export order needs besides its invoice: the commercial invoice that customs read, and
//! the packing list; and the terms it was sold under.

use super::{
    invoices::{Printed, print},
    orders,
    papers::{buyer_party, goods, payment, seller_party},
};
use crate::{Ctx, internal};
use documents::{Column, CommercialInvoice, Document, Fact, PackingList, Party, Table, Total};
use domain::{
    Error, Lang, OrderId, Result,
    marketplace::{
        OrderTerms, OrderView, PackingInput, SellerOnPaper, Transport, estimated_weight, net_weight,
    },
    policy::Action,
};
use i18n::{
    Words,
    keys::{marketplace as market, quotes as k, trade},
};
use store::marketplace::ExportLine;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportPaper {
    CommercialInvoice,
    PackingList,
}

/// The terms of an order that came of a quote; `None` for any other.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is neither its seller nor its buyer.
pub async fn show_terms(ctx: &Ctx, order: OrderId) -> Result<Option<OrderTerms>> {
    let db = ctx.db().reader();
    orders::permitted(ctx, db, order, Action::ReadOrder).await?;
    store::marketplace::order_terms(db, order)
        .await
        .map_err(internal(ctx))
}

/// Notes how the seller packed it.
///
/// # Errors
/// `Invalid` naming each wrong field; `NotFound` for another's, or an order without export terms.
pub async fn save_packing(ctx: &Ctx, order: OrderId, input: &PackingInput) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = orders::permitted(ctx, &tx, order, Action::DecideOrder).await?;
    let (packages, grams) = input.check()?;
    if store::marketplace::order_terms(&tx, order)
        .await
        .map_err(internal(ctx))?
        .is_none()
    {
        return Err(Error::NotFound);
    }
    store::marketplace::set_packing(&tx, &permit, order, packages, grams)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The paper as PDF, for its seller and its buyer.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for anyone else, or an order without export terms.
pub async fn print_export_paper(
    ctx: &Ctx,
    order: OrderId,
    paper: ExportPaper,
    lang: Lang,
) -> Result<Printed> {
    let db = ctx.db().reader();
    let (head, _) = orders::permitted(ctx, db, order, Action::ReadOrder).await?;
    let terms = store::marketplace::order_terms(db, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let order = orders::load(ctx, db, &head).await?;
    let seller = store::marketplace::seller_on_paper(db, order.cooperative)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let lines = store::marketplace::export_lines(db, order.id)
        .await
        .map_err(internal(ctx))?;
    let facts = Exported {
        words: Words::embedded(lang),
        order: &order,
        terms: &terms,
        seller: &seller,
        lines: &lines,
    };
    let (name, document) = match paper {
        ExportPaper::CommercialInvoice => ("commercial-invoice", facts.commercial_invoice()),
        ExportPaper::PackingList => ("packing-list", facts.packing_list()),
    };
    let file = format!("{name}-{}-{}.pdf", order.number, lang.code());
    print(ctx, lang, file, document).await
}

/// An order with what its papers say, in their language.
struct Exported<'a> {
    words: Words,
    order: &'a OrderView,
    terms: &'a OrderTerms,
    seller: &'a SellerOnPaper,
    /// In the order's lines' order.
    lines: &'a [ExportLine],
}

impl Exported<'_> {
    fn issuer(&self) -> Party {
        let mut party = seller_party(&self.words, self.seller);
        party.lines.push(self.words.t(k::PAPER_MOROCCO));
        party
    }

    fn facts(&self) -> Vec<Fact> {
        let words = &self.words;
        let terms = self.terms;
        let transport = match terms.transport {
            Transport::Sea => k::TRANSPORT_SEA,
            Transport::Air => k::TRANSPORT_AIR,
            Transport::Road => k::TRANSPORT_ROAD,
        };
        vec![
            Fact::new(words.t(trade::PAPER_DATE), words.date(self.order.placed_at)),
            Fact::new(
                words.t(k::PAPER_INCOTERM),
                format!("{} {}", terms.incoterm.code(), terms.place),
            ),
            Fact::new(words.t(k::TRANSPORT), words.t(transport)),
        ]
    }

    fn consignee(&self) -> Vec<Party> {
        let title = self.words.t(k::PAPER_CONSIGNEE);
        vec![buyer_party(title, &self.order.address)]
    }

    fn signatures(&self) -> Vec<Fact> {
        vec![Fact::new(
            self.words.t(k::PAPER_EXPORTER),
            self.words.t(trade::PAPER_SIGNATURE),
        )]
    }

    fn weight(&self, grams: i64) -> String {
        format!("{} kg", self.words.decimal(grams, 3))
    }

    /// With everything around the goods: as weighed, else as estimated from the packs.
    fn gross(&self) -> i64 {
        let pack = |at: usize| self.lines.get(at).and_then(|line| line.grams);
        let estimated = self.order.lines.iter().enumerate().map(|(at, line)| {
            let grams = pack(at).unwrap_or_else(|| estimated_weight(line.pack));
            grams.saturating_mul(i64::from(line.quantity))
        });
        self.terms.gross_grams.unwrap_or_else(|| estimated.sum())
    }

    /// `None` where something is not sold by weight.
    fn net(&self) -> Option<i64> {
        let lines = self.order.lines.iter();
        lines
            .map(|line| net_weight(line.pack, line.quantity))
            .sum::<Option<i64>>()
    }

    fn weights(&self) -> Vec<Total> {
        let words = &self.words;
        let mut totals = Vec::new();
        if let Some(packages) = self.terms.packages {
            let number = words.number(i64::from(packages));
            totals.push(Total::new(words.t(k::PACKAGES), number));
        }
        if let Some(net) = self.net() {
            totals.push(Total::new(words.t(k::PAPER_NET_WEIGHT), self.weight(net)));
        }
        totals.push(Total::new(
            words.t(k::PAPER_GROSS_WEIGHT),
            self.weight(self.gross()),
        ));
        totals
    }

    fn commercial_invoice(&self) -> Document {
        let words = &self.words;
        let rows = self.order.lines.iter().zip(self.lines).map(|(line, more)| {
            vec![
                goods(words, &line.name, line.pack),
                more.hs_code.clone(),
                self.origin(more),
                words.number(i64::from(line.quantity)),
                words.money(line.unit_price),
                words.money(line.total),
            ]
        });
        let mut facts = self.facts();
        facts.push(Fact::new(
            words.t(market::PAYMENT),
            payment(words, self.order.payment_method),
        ));
        let mut totals = self.weights();
        totals.push(Total::strong(
            format!("{} {}", words.t(market::TOTAL), self.terms.incoterm.code()),
            words.money(self.order.total),
        ));
        Document::CommercialInvoice(CommercialInvoice {
            issuer: self.issuer(),
            heading: words.t(k::PAPER_COMMERCIAL),
            number: self.order.number.clone(),
            facts,
            parties: self.consignee(),
            lines: Table {
                columns: vec![
                    Column::text(words.t(trade::PAPER_PRODUCT), 2),
                    Column::number(words.t(k::PAPER_HS)),
                    Column::text(words.t(k::PAPER_ORIGIN), 1),
                    Column::number(words.t(market::QUANTITY)),
                    Column::number(words.t(trade::PAPER_UNIT_PRICE)),
                    Column::number(words.t(market::TOTAL)),
                ],
                rows: rows.collect(),
                foot: Vec::new(),
            },
            totals,
            declaration: words.t(k::PAPER_DECLARATION),
            notes: Vec::new(),
            signatures: self.signatures(),
            footer: self.seller.name.pick(words.lang()).text,
        })
    }

    fn origin(&self, line: &ExportLine) -> String {
        let country = self.words.t(k::PAPER_MOROCCO);
        if line.origin.is_empty() {
            country
        } else {
            format!("{}, {country}", line.origin)
        }
    }

    fn packing_list(&self) -> Document {
        let words = &self.words;
        let rows = self.order.lines.iter().map(|line| {
            let net = net_weight(line.pack, line.quantity);
            vec![
                goods(words, &line.name, line.pack),
                line.sku.clone(),
                words.number(i64::from(line.quantity)),
                net.map_or_else(|| "–".to_owned(), |net| self.weight(net)),
            ]
        });
        Document::PackingList(PackingList {
            issuer: self.issuer(),
            heading: words.t(k::PAPER_PACKING),
            number: self.order.number.clone(),
            facts: self.facts(),
            parties: self.consignee(),
            parcels: Table {
                columns: vec![
                    Column::text(words.t(trade::PAPER_PRODUCT), 1),
                    Column::number(words.t(trade::PAPER_SKU)),
                    Column::number(words.t(market::QUANTITY)),
                    Column::number(words.t(k::PAPER_NET_WEIGHT)),
                ],
                rows: rows.collect(),
                foot: Vec::new(),
            },
            totals: self.weights(),
            notes: Vec::new(),
            signatures: self.signatures(),
            footer: self.seller.name.pick(words.lang()).text,
        })
    }
}

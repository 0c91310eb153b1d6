//! What goes with a sale: invoices, parcels, payouts; and the certificate.

use crate::{
    Accent, Block, Fact, Party, Table, Total,
    paper::Paper,
    value::{Data, Maker, put, qr},
};
use typst::foundations::{IntoValue, NoneValue, Str};

/// An invoice. `issuer` is the seller, with its address and its numbers.
#[derive(Clone, Debug, Default)]
pub struct Invoice {
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    /// Who pays, and where the goods go.
    pub parties: Vec<Party>,
    pub lines: Table,
    pub totals: Vec<Total>,
    /// The tax by rate.
    pub taxes: Option<Table>,
    pub notes: Vec<String>,
    pub footer: String,
}

/// A credit note: an invoice the other way, with what it corrects.
#[derive(Clone, Debug, Default)]
pub struct CreditNote {
    pub invoice: Invoice,
    /// "Corrects invoice FA-2026-000012 of 3 March 2026".
    pub corrects: String,
    pub reason: String,
}

/// What is in a parcel, to sign for.
#[derive(Clone, Debug, Default)]
pub struct DeliveryNote {
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub parties: Vec<Party>,
    pub lines: Table,
    pub notes: Vec<String>,
    pub signatures: Vec<Fact>,
    pub footer: String,
}

/// An A6 label.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The way it goes: "Home delivery".
    pub service: String,
    pub from: Party,
    pub to: Party,
    /// The carrier's number or ours; also in the QR code, as `address` or itself.
    pub code: String,
    pub address: Option<String>,
    /// What the carrier collects at the door.
    pub collect: Option<Fact>,
    /// At most three: parcel 1 of 2, weight, order.
    pub facts: Vec<Fact>,
}

/// What was sold in a period, what was kept, what was transferred.
#[derive(Clone, Debug, Default)]
pub struct PayoutStatement {
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub cooperative: Party,
    /// Up to four large figures: sales, commission, delivery, paid out.
    pub figures: Vec<Fact>,
    pub lines: Table,
    pub totals: Vec<Total>,
    pub notes: Vec<String>,
    pub footer: String,
}

/// For customs: incoterm, origin and codes are facts and columns.
#[derive(Clone, Debug, Default)]
pub struct CommercialInvoice {
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    /// Exporter, consignee, and whom to notify.
    pub parties: Vec<Party>,
    pub lines: Table,
    pub totals: Vec<Total>,
    /// "We certify that …".
    pub declaration: String,
    pub notes: Vec<String>,
    pub signatures: Vec<Fact>,
    pub footer: String,
}

/// What is in which parcel, and what it weighs.
#[derive(Clone, Debug, Default)]
pub struct PackingList {
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub parties: Vec<Party>,
    pub parcels: Table,
    pub totals: Vec<Total>,
    pub notes: Vec<String>,
    pub signatures: Vec<Fact>,
    pub footer: String,
}

/// A certificate: `before` and `after` stand around the name ("This certifies that", "has
/// completed"); the QR code holds `address`, where it can be verified.
#[derive(Clone, Debug, Default)]
pub struct Credential {
    pub accent: Accent,
    pub issuer: String,
    pub heading: String,
    pub before: String,
    pub name: String,
    pub after: String,
    pub subject: String,
    /// A sentence on what was learnt; may be empty.
    pub detail: String,
    /// Date, number, hours: at most three.
    pub facts: Vec<Fact>,
    /// Name and function, at most two.
    pub signers: Vec<Fact>,
    pub address: String,
    /// Under the QR code: how to verify.
    pub verify: String,
}

fn notes(notes: &[String]) -> impl Iterator<Item = Block> + '_ {
    notes.iter().map(|note| Block::Paragraph(note.clone()))
}

impl From<&Invoice> for Paper {
    fn from(it: &Invoice) -> Paper {
        let mut blocks = vec![
            Block::Parties(it.parties.clone()),
            Block::Table(it.lines.clone()),
            Block::Totals(it.totals.clone()),
        ];
        blocks.extend(it.taxes.clone().map(Block::Table));
        blocks.extend(notes(&it.notes));
        Paper {
            accent: Accent::Terracotta,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl From<&CreditNote> for Paper {
    fn from(it: &CreditNote) -> Paper {
        let mut paper = Paper::from(&it.invoice);
        let why = [it.corrects.as_str(), it.reason.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        paper.blocks.insert(0, Block::Note(why));
        paper
    }
}

impl From<&DeliveryNote> for Paper {
    fn from(it: &DeliveryNote) -> Paper {
        let mut blocks = vec![
            Block::Parties(it.parties.clone()),
            Block::Table(it.lines.clone()),
        ];
        blocks.extend(notes(&it.notes));
        blocks.push(Block::Signatures(it.signatures.clone()));
        Paper {
            accent: Accent::Terracotta,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl From<&PayoutStatement> for Paper {
    fn from(it: &PayoutStatement) -> Paper {
        let mut blocks = vec![
            Block::Parties(vec![it.cooperative.clone()]),
            Block::Figures(it.figures.clone()),
            Block::Table(it.lines.clone()),
            Block::Totals(it.totals.clone()),
        ];
        blocks.extend(notes(&it.notes));
        Paper {
            accent: Accent::Majorelle,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl From<&CommercialInvoice> for Paper {
    fn from(it: &CommercialInvoice) -> Paper {
        let mut blocks = vec![
            Block::Parties(it.parties.clone()),
            Block::Table(it.lines.clone()),
            Block::Totals(it.totals.clone()),
            Block::Note(it.declaration.clone()),
        ];
        blocks.extend(notes(&it.notes));
        blocks.push(Block::Signatures(it.signatures.clone()));
        Paper {
            accent: Accent::Terracotta,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl From<&PackingList> for Paper {
    fn from(it: &PackingList) -> Paper {
        let mut blocks = vec![
            Block::Parties(it.parties.clone()),
            Block::Table(it.parcels.clone()),
            Block::Totals(it.totals.clone()),
        ];
        blocks.extend(notes(&it.notes));
        blocks.push(Block::Signatures(it.signatures.clone()));
        Paper {
            accent: Accent::Terracotta,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl Label {
    pub(crate) fn data(&self, maker: &Maker) -> Data {
        let mut data = maker.document();
        put(&mut data, "service", maker.text(&self.service));
        put(&mut data, "from", maker.party(&self.from));
        put(&mut data, "to", maker.party(&self.to));
        put(&mut data, "code", Str::from(self.code.as_str()));
        let content = self.address.as_deref().unwrap_or(&self.code);
        put(&mut data, "qr", Str::from(qr(content)));
        let collect = self.collect.as_ref();
        let collect = collect.map_or_else(|| NoneValue.into_value(), |fact| maker.fact(fact));
        put(&mut data, "collect", collect);
        put(&mut data, "facts", maker.facts(&self.facts));
        data
    }
}

impl Credential {
    pub(crate) fn data(&self, maker: &Maker) -> Data {
        let mut data = maker.document();
        put(&mut data, "accent", Str::from(self.accent.name()));
        for (key, text) in [
            ("issuer", &self.issuer),
            ("heading", &self.heading),
            ("before", &self.before),
            ("name", &self.name),
            ("after", &self.after),
            ("subject", &self.subject),
            ("detail", &self.detail),
            ("verify", &self.verify),
        ] {
            put(&mut data, key, maker.text(text));
        }
        put(&mut data, "facts", maker.facts(&self.facts));
        put(&mut data, "signers", maker.facts(&self.signers));
        put(&mut data, "qr", Str::from(qr(&self.address)));
        data
    }
}

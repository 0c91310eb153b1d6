//! Printed documents: typed, already worded data in, the bytes of a PDF out.
//!
//! The caller words everything (labels, numbers, money, dates) in the document's language; a
//! template adds no word of its own. Pure: no file, no network, no clock, and the same data give
//! the same bytes. Fonts and templates are part of the binary.
//!
//! Every document but the parcel label and the certificate is one page design, [`Paper`], filled
//! by a typed struct of its own ([`Invoice`], [`Decision`], …); use [`Letter`] for what has none.
//! A [`LegalText`] has a second writer, [`render_docx`]: founders change their papers before they
//! sign them.

mod docx;
mod legal;
mod letter;
mod paper;
mod sheet;
mod text;
mod trade;
mod value;
mod world;

pub use legal::{Article, Decision, LegalText};
pub use letter::{Accent, Bar, Block, Column, Fact, Letter, Party, Table, Total};
pub use sheet::ProjectSheet;
pub use trade::{
    CommercialInvoice, Credential, CreditNote, DeliveryNote, Invoice, Label, PackingList,
    PayoutStatement,
};

use domain::Lang;
use paper::Paper;

/// What can be printed, in the language its words are in.
#[derive(Clone, Debug)]
pub enum Document {
    Letter(Letter),
    Invoice(Invoice),
    CreditNote(CreditNote),
    DeliveryNote(DeliveryNote),
    Label(Label),
    PayoutStatement(PayoutStatement),
    CommercialInvoice(CommercialInvoice),
    PackingList(PackingList),
    Credential(Credential),
    ProjectSheet(ProjectSheet),
    Decision(Decision),
    LegalText(LegalText),
}

/// The typesetter refused; a fault of a template, never of the reader.
#[derive(Debug, thiserror::Error)]
#[error("typesetting failed: {0}")]
pub struct Error(String);

/// The document as a PDF. Takes some tens of milliseconds of processor time: call it from a
/// thread that may block.
pub fn render(lang: Lang, document: &Document) -> Result<Vec<u8>, Error> {
    let (template, data) = prepare(lang, document);
    world::pdf(template, data)
}

/// The same text as a DOCX, to go on writing in. The same data give the same bytes.
pub fn render_docx(lang: Lang, text: &LegalText) -> Result<Vec<u8>, Error> {
    docx::write(lang, &Paper::from(text)).map_err(|cause| Error(cause.to_string()))
}

fn prepare(lang: Lang, document: &Document) -> (world::Template, value::Data) {
    let maker = value::Maker::new(lang);
    let paper = match document {
        Document::Label(label) => return (world::Template::Label, label.data(&maker)),
        Document::Credential(it) => return (world::Template::Credential, it.data(&maker)),
        Document::Letter(it) => Paper::from(it),
        Document::Invoice(it) => Paper::from(it),
        Document::CreditNote(it) => Paper::from(it),
        Document::DeliveryNote(it) => Paper::from(it),
        Document::PayoutStatement(it) => Paper::from(it),
        Document::CommercialInvoice(it) => Paper::from(it),
        Document::PackingList(it) => Paper::from(it),
        Document::ProjectSheet(it) => Paper::from(it),
        Document::Decision(it) => Paper::from(it),
        Document::LegalText(it) => Paper::from(it),
    };
    (world::Template::Paper, paper.data(&maker))
}

#[cfg(test)]
mod tests;

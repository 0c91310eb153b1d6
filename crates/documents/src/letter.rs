//! The pieces a document is made of, and the letter made of any of them.

/// The colour of a document: the part of the product it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accent {
    /// The marketplace.
    #[default]
    Terracotta,
    /// The project bank.
    Argan,
    /// The academy and the platform itself.
    Majorelle,
}

impl Accent {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Accent::Terracotta => "terracotta",
            Accent::Argan => "argan",
            Accent::Majorelle => "majorelle",
        }
    }
}

/// A label and what it says: "Date", "12/03/2026".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// Who sends, buys or receives: a title ("Seller"), a name, and lines of address and numbers.
/// Empty lines are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    pub title: String,
    pub name: String,
    pub lines: Vec<String>,
}

/// One row under a table of amounts; the strong one is what is to pay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub label: String,
    pub value: String,
    pub strong: bool,
}

impl Total {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Total {
        Total {
            label: label.into(),
            value: value.into(),
            strong: false,
        }
    }

    pub fn strong(label: impl Into<String>, value: impl Into<String>) -> Total {
        Total {
            strong: true,
            ..Total::new(label, value)
        }
    }
}

/// A column: as wide as its content, or a share of what is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    share: u8,
    number: bool,
}

impl Column {
    /// Text that takes `share` parts of the width that is left.
    pub fn text(title: impl Into<String>, share: u8) -> Column {
        Column {
            title: title.into(),
            share,
            number: false,
        }
    }

    /// Figures, as narrow as they are, at the end of their column.
    pub fn number(title: impl Into<String>) -> Column {
        Column {
            title: title.into(),
            share: 0,
            number: true,
        }
    }

    pub(crate) const fn share(&self) -> u8 {
        self.share
    }

    pub(crate) const fn is_number(&self) -> bool {
        self.number
    }
}

/// Rows shorter than the columns are filled up, longer ones cut. `foot` rows are strong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    pub foot: Vec<Vec<String>>,
}

/// A bar: its height by `value` (any unit, may be negative), its text by `shown`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub value: i64,
    pub shown: String,
}

/// A piece of a document. Empty ones print nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Subheading(String),
    Paragraph(String),
    /// Set off by a bar in the document's colour.
    Note(String),
    /// Set off by a bar in saffron.
    Warning(String),
    List(Vec<String>),
    /// A numbered list.
    Steps(Vec<String>),
    /// Three to a row, small.
    Facts(Vec<Fact>),
    /// Up to four to a row, large.
    Figures(Vec<Fact>),
    Parties(Vec<Party>),
    Table(Table),
    Totals(Vec<Total>),
    Chart {
        title: String,
        bars: Vec<Bar>,
    },
    Qr {
        address: String,
        caption: String,
    },
    /// Who signs (label) and as what (value), above a line.
    Signatures(Vec<Fact>),
    NewPage,
}

/// Any document without a type of its own: a letter, a report, a list.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub accent: Accent,
    pub issuer: Party,
    pub heading: String,
    /// Under the heading; may be empty.
    pub number: String,
    /// In the sand-coloured box under it.
    pub facts: Vec<Fact>,
    pub blocks: Vec<Block>,
    pub footer: String,
}

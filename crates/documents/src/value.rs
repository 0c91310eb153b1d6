//! From plain data to the typesetter's values.

use crate::{Block, Column, Fact, Party, Table, Total, text::isolate};
use domain::{Dir, Lang};
use typst::foundations::{Array, Dict, IntoValue, Str, Value};

pub(crate) type Data = Dict;

/// Knows the document's language, and isolates every text by its direction.
pub(crate) struct Maker {
    lang: Lang,
}

impl Maker {
    pub(crate) const fn new(lang: Lang) -> Maker {
        Maker { lang }
    }

    /// A document's data, with what every template wants to know.
    pub(crate) fn document(&self) -> Dict {
        let mut data = Dict::new();
        put(&mut data, "lang", Str::from(self.lang.code()));
        put(&mut data, "rtl", self.lang.dir() == Dir::Rtl);
        data
    }

    pub(crate) fn text(&self, text: &str) -> Value {
        Str::from(isolate(self.lang.dir(), text.trim())).into_value()
    }

    pub(crate) fn texts(&self, texts: &[String]) -> Value {
        list(
            texts.iter().filter(|text| !text.trim().is_empty()),
            |text| self.text(text),
        )
    }

    pub(crate) fn facts(&self, facts: &[Fact]) -> Value {
        list(facts.iter(), |fact| self.fact(fact))
    }

    pub(crate) fn fact(&self, fact: &Fact) -> Value {
        let mut data = Dict::new();
        put(&mut data, "label", self.text(&fact.label));
        put(&mut data, "value", self.text(&fact.value));
        data.into_value()
    }

    pub(crate) fn party(&self, party: &Party) -> Value {
        let mut data = Dict::new();
        put(&mut data, "title", self.text(&party.title));
        put(&mut data, "name", self.text(&party.name));
        put(&mut data, "lines", self.texts(&party.lines));
        data.into_value()
    }

    pub(crate) fn blocks(&self, blocks: &[Block]) -> Value {
        list(blocks.iter().filter(|block| !is_empty(block)), |block| {
            self.block(block)
        })
    }

    fn block(&self, block: &Block) -> Value {
        let mut data = Dict::new();
        let kind = match block {
            Block::Heading(text) => self.with_text(&mut data, text, "heading"),
            Block::Subheading(text) => self.with_text(&mut data, text, "subheading"),
            Block::Paragraph(text) => self.with_text(&mut data, text, "paragraph"),
            Block::Note(text) => {
                put(&mut data, "warning", false);
                self.with_text(&mut data, text, "note")
            }
            Block::Warning(text) => {
                put(&mut data, "warning", true);
                self.with_text(&mut data, text, "note")
            }
            Block::List(items) => {
                put(&mut data, "items", self.texts(items));
                "list"
            }
            Block::Steps(items) => {
                put(&mut data, "items", self.texts(items));
                "steps"
            }
            Block::Facts(items) => {
                put(&mut data, "items", self.facts(items));
                "facts"
            }
            Block::Figures(items) => {
                put(&mut data, "items", self.facts(items));
                "figures"
            }
            Block::Signatures(items) => {
                put(&mut data, "items", self.facts(items));
                "signatures"
            }
            Block::Parties(items) => {
                put(&mut data, "items", list(items.iter(), |it| self.party(it)));
                "parties"
            }
            Block::Totals(items) => {
                put(&mut data, "items", list(items.iter(), |it| self.total(it)));
                "totals"
            }
            Block::Table(table) => {
                self.table(&mut data, table);
                "table"
            }
            Block::Chart { title, bars } => {
                put(&mut data, "title", self.text(title));
                let bars = list(bars.iter(), |bar| {
                    let mut data = Dict::new();
                    put(&mut data, "label", self.text(&bar.label));
                    put(&mut data, "shown", self.text(&bar.shown));
                    put(&mut data, "value", bar.value);
                    data.into_value()
                });
                put(&mut data, "bars", bars);
                "chart"
            }
            Block::Qr { address, caption } => {
                put(&mut data, "image", Str::from(qr(address)));
                self.with_text(&mut data, caption, "qr")
            }
            Block::NewPage => "page",
        };
        put(&mut data, "kind", Str::from(kind));
        data.into_value()
    }

    fn with_text(&self, data: &mut Dict, text: &str, kind: &'static str) -> &'static str {
        put(data, "text", self.text(text));
        kind
    }

    fn total(&self, total: &Total) -> Value {
        let mut data = Dict::new();
        put(&mut data, "label", self.text(&total.label));
        put(&mut data, "value", self.text(&total.value));
        put(&mut data, "strong", total.strong);
        data.into_value()
    }

    fn table(&self, data: &mut Dict, table: &Table) {
        let columns = list(table.columns.iter(), |column: &Column| {
            let mut data = Dict::new();
            put(&mut data, "title", self.text(&column.title));
            put(&mut data, "end", column.is_number());
            put(&mut data, "share", i64::from(column.share()));
            data.into_value()
        });
        put(data, "columns", columns);
        // A row of another length would shift every cell after it.
        let width = table.columns.len();
        let row = |row: &Vec<String>| {
            let cells = (0..width).map(|at| row.get(at).map_or("", String::as_str));
            list(cells, |cell| self.text(cell))
        };
        put(data, "rows", list(table.rows.iter(), row));
        put(data, "foot", list(table.foot.iter(), row));
    }
}

fn is_empty(block: &Block) -> bool {
    match block {
        Block::Heading(text)
        | Block::Subheading(text)
        | Block::Paragraph(text)
        | Block::Note(text)
        | Block::Warning(text) => text.trim().is_empty(),
        Block::List(items) | Block::Steps(items) => items.is_empty(),
        Block::Facts(items) | Block::Figures(items) | Block::Signatures(items) => items.is_empty(),
        Block::Parties(items) => items.is_empty(),
        Block::Totals(items) => items.is_empty(),
        Block::Table(table) => table.columns.is_empty(),
        Block::Chart { bars, .. } => bars.is_empty(),
        Block::Qr { .. } | Block::NewPage => false,
    }
}

pub(crate) fn put(data: &mut Dict, key: &str, value: impl IntoValue) {
    data.insert(key.into(), value.into_value());
}

fn list<T>(items: impl Iterator<Item = T>, value: impl Fn(T) -> Value) -> Value {
    items.map(value).collect::<Array>().into_value()
}

/// A QR code as SVG. What does not fit into one (nothing of ours comes near 2 KB) is left out.
pub(crate) fn qr(content: &str) -> String {
    use fast_qr::convert::{Builder, Shape, svg::SvgBuilder};
    fast_qr::QRBuilder::new(content)
        .ecl(fast_qr::ECL::M)
        .build()
        .map(|code| {
            SvgBuilder::default()
                .shape(Shape::Square)
                .margin(2)
                .to_str(&code)
        })
        .unwrap_or_else(|_| {
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>".to_owned()
        })
}

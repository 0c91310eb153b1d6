//! The page design as a DOCX: the same pieces in the same order as in `templates/paper.typ`, plainer.
//!
//! Written here, part by part (ECMA-376): no maintained library writes `w:bidi` paragraphs yet, and
//! without them an Arabic text starts at the wrong edge.

use crate::{
    Accent, Block, Fact, Party, Table, Total,
    paper::Paper,
    text::{Run, runs},
};
use domain::{Dir, Lang};
use std::io::{Cursor, Write as _};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Before and after what runs from left to right in an Arabic paragraph: readers that go by the
/// Unicode algorithm alone would turn "06 12 34" around, and not all of them know isolates.
const LEFT_TO_RIGHT_MARK: char = '\u{200e}';

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Twentieths of a point: A4 without its margins.
const WIDTH: u32 = 9_600;

pub(crate) fn write(lang: Lang, paper: &Paper) -> zip::result::ZipResult<Vec<u8>> {
    let mut body = Body::new(lang, paper.accent);
    body.paper(paper);
    let dir = lang.dir();
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", properties(lang, paper)),
        (
            "word/_rels/document.xml.rels",
            DOCUMENT_RELATIONS.to_owned(),
        ),
        ("word/styles.xml", styles(lang, paper.accent)),
        ("word/numbering.xml", numbering(body.lists)),
        ("word/footer1.xml", footer(dir, &paper.footer)),
        ("word/document.xml", document(dir, &body.xml)),
    ];
    // No clock: the same text gives the same file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        archive.start_file(name, options)?;
        archive.write_all(HEAD.as_bytes())?;
        archive.write_all(xml.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

const CONTENT_TYPES: &str = concat!(
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>"#,
    r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    "</Types>"
);

const PACKAGE_RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>"
);

const DOCUMENT_RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>"#,
    r#"<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
    "</Relationships>"
);

fn document(dir: Dir, body: &str) -> String {
    let bidi = flag(dir, "<w:bidi/>");
    format!(
        r#"<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="r3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1080" w:right="1153" w:bottom="1250" w:left="1153" w:header="560" w:footer="560" w:gutter="0"/>{bidi}</w:sectPr></w:body></w:document>"#
    )
}

fn properties(lang: Lang, paper: &Paper) -> String {
    format!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language></cp:coreProperties>"#,
        escape(&paper.heading),
        escape(&paper.issuer.name),
        tag(lang),
    )
}

/// The page's number beside the footer's words.
fn footer(dir: Dir, text: &str) -> String {
    let bidi = flag(dir, "<w:bidi/>");
    let words = spans(dir, text, "");
    format!(
        r#"<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="Small"/>{bidi}</w:pPr>{words}<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"#
    )
}

/// The language as the office programs' proofing tools name it.
const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr-FR",
        Lang::Ar => "ar-MA",
        Lang::En => "en-GB",
        Lang::Zgh => "zgh",
    }
}

/// RGB of a heading.
const fn colour(accent: Accent) -> &'static str {
    match accent {
        Accent::Terracotta => "A8432A",
        Accent::Argan => "2F6B3C",
        Accent::Majorelle => "3B3FB6",
    }
}

/// Every size and weight twice: what is Arabic takes the second (`…Cs`).
fn styles(lang: Lang, accent: Accent) -> String {
    let dir = lang.dir();
    let bidi = flag(dir, "<w:bidi/>");
    let latin = match dir {
        Dir::Rtl => tag(Lang::Fr),
        Dir::Ltr => tag(lang),
    };
    let arabic = tag(Lang::Ar);
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
        )
    };
    let bold = "<w:b/><w:bCs/>";
    let accent = format!(r#"<w:color w:val="{}"/>"#, colour(accent));
    let size = |half_points: u32| {
        format!(r#"<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#)
    };
    let keep = |before: u32, level: u32| {
        format!(
            r#"<w:keepNext/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level}"/>"#
        )
    };
    let all = [
        style("Issuer", "Issuer", "", &format!("{bold}{accent}{}", size(23))),
        style("Title", "Title", r#"<w:keepNext/><w:spacing w:before="240" w:after="60"/>"#, &format!("{bold}{}", size(40))),
        style("Heading1", "heading 1", &keep(320, 0), &format!("{bold}{accent}{}", size(25))),
        style("Heading2", "heading 2", &keep(240, 1), &format!("{bold}{}", size(21))),
        style("Small", "Small", r#"<w:tabs><w:tab w:val="end" w:pos="9600"/></w:tabs><w:spacing w:after="0"/>"#, &format!(r#"<w:color w:val="5B6770"/>{}"#, size(17))),
        style("Cell", "Cell", r#"<w:spacing w:before="30" w:after="30"/>"#, ""),
        style("Note", "Note", r#"<w:shd w:val="clear" w:color="auto" w:fill="F6EFE3"/><w:ind w:left="120" w:right="120"/>"#, ""),
    ]
    .concat();
    format!(
        r#"<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="22"/><w:lang w:val="{latin}" w:bidi="{arabic}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>{bidi}</w:pPr></w:style>{all}</w:styles>"#
    )
}

/// One bulleted list, and a numbered one for each that begins again at 1.
fn numbering(lists: u32) -> String {
    let level = |id: u32, format: &str, text: &str| {
        format!(
            r#"<w:abstractNum w:abstractNumId="{id}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>"#
        )
    };
    let numbered: String = (2..2 + lists)
        .map(|id| {
            format!(
                r#"<w:num w:numId="{id}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
            )
        })
        .collect();
    format!(
        r#"<w:numbering xmlns:w="{WORD}">{}{}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbered}</w:numbering>"#,
        level(0, "bullet", "•"),
        level(1, "decimal", "%1."),
    )
}

fn flag(dir: Dir, xml: &'static str) -> &'static str {
    match dir {
        Dir::Rtl => xml,
        Dir::Ltr => "",
    }
}

/// What XML forbids is left out: a name may have come with it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// A paragraph's words, run by run, each marked with the way it runs. `look` is of run properties.
fn spans(dir: Dir, text: &str, look: &str) -> String {
    let mut out = String::new();
    for run in runs(dir, text.trim()) {
        let (text, is_arabic) = match run {
            Run::RightToLeft(text) => (text, true),
            Run::LeftToRight(text) => (mark(dir, &text), false),
            Run::Isolated(text) => {
                let bare = text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
                match text.starts_with('\u{2066}') {
                    true => (mark(dir, &bare), false),
                    false => (bare, true),
                }
            }
        };
        let rtl = if is_arabic { "<w:rtl/>" } else { "" };
        // Spaces at a run's edges are words apart.
        out.push_str(&format!(
            r#"<w:r><w:rPr>{look}{rtl}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
            untrimmed(&text)
        ));
    }
    out
}

fn untrimmed(text: &str) -> String {
    let start: String = text.chars().take_while(|c| c.is_whitespace()).collect();
    let end: String = match text.trim().is_empty() {
        true => String::new(),
        false => text
            .chars()
            .rev()
            .take_while(|c| c.is_whitespace())
            .collect(),
    };
    format!("{start}{}{end}", escape(text))
}

fn mark(dir: Dir, text: &str) -> String {
    match dir {
        Dir::Rtl => format!("{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}"),
        Dir::Ltr => text.to_owned(),
    }
}

/// The document's body as it grows.
struct Body {
    dir: Dir,
    accent: Accent,
    xml: String,
    /// Numbered lists so far.
    lists: u32,
}

/// How a table's cells look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Lines,
    None,
}

struct Cell {
    paragraphs: String,
    /// RGB behind it.
    fill: Option<&'static str>,
    /// A line under it, to sign on.
    signed: bool,
}

impl Body {
    fn new(lang: Lang, accent: Accent) -> Body {
        Body {
            dir: lang.dir(),
            accent,
            xml: String::new(),
            lists: 0,
        }
    }

    fn paper(&mut self, paper: &Paper) {
        self.say("Issuer", &paper.issuer.name);
        for line in &paper.issuer.lines {
            self.say("Small", line);
        }
        self.say("Title", &paper.heading);
        self.say("Small", &paper.number);
        self.facts(&paper.facts);
        for block in &paper.blocks {
            self.block(block);
        }
    }

    /// A paragraph; nothing where there are no words.
    fn say(&mut self, style: &str, text: &str) {
        if !text.trim().is_empty() {
            let paragraph = self.paragraph(style, "", text, "");
            self.xml.push_str(&paragraph);
        }
    }

    /// `more` and `look` are of paragraph and run properties.
    fn paragraph(&self, style: &str, more: &str, text: &str, look: &str) -> String {
        let bidi = flag(self.dir, "<w:bidi/>");
        // The schema has an order: numbering before bidi, alignment after it.
        let (before, after) = match more.starts_with("<w:numPr>") {
            true => (more, ""),
            false => ("", more),
        };
        let words = spans(self.dir, text, look);
        format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{bidi}{after}</w:pPr>{words}</w:p>"#
        )
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.say("Heading1", text),
            Block::Subheading(text) => self.say("Heading2", text),
            Block::Paragraph(text) => self.say("Normal", text),
            Block::Note(text) | Block::Warning(text) => self.say("Note", text),
            Block::List(items) => self.items(items, 1),
            Block::Steps(items) => {
                self.lists += 1;
                self.items(items, 1 + self.lists);
            }
            Block::Facts(facts) | Block::Figures(facts) => self.facts(facts),
            Block::Parties(parties) => self.parties(parties),
            Block::Table(table) => self.table(table),
            Block::Totals(totals) => self.totals(totals),
            Block::Chart { title, bars } => {
                self.say("Heading2", title);
                let bars: Vec<Fact> = bars
                    .iter()
                    .map(|bar| Fact::new(&bar.label, &bar.shown))
                    .collect();
                self.facts(&bars);
            }
            Block::Qr { address, caption } => {
                self.say("Small", caption);
                self.say("Small", address);
            }
            Block::Signatures(facts) => self.signatures(facts),
            Block::NewPage => self
                .xml
                .push_str(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
        }
    }

    fn items(&mut self, items: &[String], list: u32) {
        let number = format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr>"#);
        for item in items.iter().filter(|item| !item.trim().is_empty()) {
            let paragraph = self.paragraph("Normal", &number, item, "");
            self.xml.push_str(&paragraph);
        }
    }

    fn cell(&self, more: &str, text: &str, look: &str) -> Cell {
        Cell {
            paragraphs: self.paragraph("Cell", more, text, look),
            fill: None,
            signed: false,
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let rows = facts
            .iter()
            .map(|fact| {
                vec![
                    self.cell("", &fact.label, ""),
                    self.cell("", &fact.value, BOLD),
                ]
            })
            .collect();
        self.rows(Frame::None, &[1, 2], rows);
    }

    fn parties(&mut self, parties: &[Party]) {
        for party in parties {
            self.say("Small", &party.title);
            self.say("Heading2", &party.name);
            for line in &party.lines {
                self.say("Normal", line);
            }
        }
    }

    fn totals(&mut self, totals: &[Total]) {
        let rows = totals
            .iter()
            .map(|total| {
                let look = if total.strong { BOLD } else { "" };
                vec![
                    self.cell("", &total.label, look),
                    self.cell(END, &total.value, look),
                ]
            })
            .collect();
        self.rows(Frame::Lines, &[2, 1], rows);
    }

    fn table(&mut self, table: &Table) {
        let columns = &table.columns;
        let row = |cells: &Vec<String>, look: &str, fill: Option<&'static str>| {
            let cells = columns.iter().enumerate().map(|(at, column)| {
                let more = if column.is_number() { END } else { "" };
                let text = cells.get(at).map_or("", String::as_str);
                Cell {
                    fill,
                    ..self.cell(more, text, look)
                }
            });
            cells.collect::<Vec<Cell>>()
        };
        let titles = columns.iter().map(|column| column.title.clone()).collect();
        let mut rows = vec![row(&titles, HEADER, Some(colour(self.accent)))];
        rows.extend(table.rows.iter().map(|cells| row(cells, "", None)));
        let foot = table.foot.iter();
        rows.extend(foot.map(|cells| row(cells, BOLD, Some("F6EFE3"))));
        let shares: Vec<u32> = columns
            .iter()
            .map(|column| u32::from(column.share()).max(1))
            .collect();
        self.rows(Frame::Lines, &shares, rows);
    }

    /// Three to a row, each with room and a line under it.
    fn signatures(&mut self, facts: &[Fact]) {
        let wide = facts.len().clamp(2, 3);
        let rows = facts
            .chunks(wide)
            .map(|facts| {
                let cells = (0..wide).map(|at| match facts.get(at) {
                    Some(fact) => Cell {
                        paragraphs: [
                            self.paragraph("Cell", "", &fact.label, BOLD),
                            self.paragraph("Small", "", &fact.value, ""),
                            self.paragraph("Normal", "", "", ""),
                            self.paragraph("Normal", "", "", ""),
                        ]
                        .concat(),
                        fill: None,
                        signed: true,
                    },
                    None => self.cell("", "", ""),
                });
                cells.collect()
            })
            .collect();
        self.rows(Frame::None, &vec![1; wide], rows);
    }

    /// Rows of as many cells as there are shares. A table's columns begin where the text does.
    fn rows(&mut self, frame: Frame, shares: &[u32], rows: Vec<Vec<Cell>>) {
        let all: u32 = shares.iter().sum();
        if rows.is_empty() || all == 0 {
            return;
        }
        let widths: Vec<u32> = shares.iter().map(|share| WIDTH * share / all).collect();
        let visual = flag(self.dir, "<w:bidiVisual/>");
        let borders = match frame {
            Frame::None => String::new(),
            Frame::Lines => {
                let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
                let lines: String = sides
                    .iter()
                    .map(|side| {
                        format!(
                            r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="E2D6C3"/>"#
                        )
                    })
                    .collect();
                format!("<w:tblBorders>{lines}</w:tblBorders>")
            }
        };
        let grid: String = widths
            .iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
            .collect();
        self.xml.push_str(&format!(
            r#"<w:tbl><w:tblPr>{visual}<w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#
        ));
        let has_header = frame == Frame::Lines && rows.len() > 1;
        for (at, row) in rows.iter().enumerate() {
            let header = match at == 0 && has_header {
                true => "<w:tblHeader/>",
                false => "",
            };
            self.xml
                .push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>"));
            for (cell, width) in row.iter().zip(&widths) {
                let line = match cell.signed {
                    true => {
                        r#"<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="5B6770"/></w:tcBorders>"#
                    }
                    false => "",
                };
                let fill = cell.fill.map_or_else(String::new, |fill| {
                    format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#)
                });
                self.xml.push_str(&format!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}{fill}</w:tcPr>{}</w:tc>"#,
                    cell.paragraphs
                ));
            }
            self.xml.push_str("</w:tr>");
        }
        // Two tables in a row would grow together.
        self.xml
            .push_str(r#"</w:tbl><w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr></w:p>"#);
    }
}

const BOLD: &str = "<w:b/><w:bCs/>";
const HEADER: &str = r#"<w:b/><w:bCs/><w:color w:val="FFFFFF"/>"#;
const END: &str = r#"<w:jc w:val="end"/>"#;

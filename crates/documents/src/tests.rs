//! Every document in French and in Arabic: it renders, no letter lacks its glyph, and what runs
//! from left to right still does inside Arabic.

use super::*;
use domain::Dir;
use std::time::{Duration, Instant};
use typst::layout::{Frame, FrameItem, Point};

mod docx;
mod samples;

const LANGS: [Lang; 3] = [Lang::Fr, Lang::Ar, Lang::Zgh];

/// A glyph as it stands on the page.
struct Glyph {
    text: String,
    at: Point,
    missing: bool,
}

fn glyphs(frame: &Frame, origin: Point, into: &mut Vec<Glyph>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => glyphs(&group.frame, at, into),
            FrameItem::Text(run) => {
                let mut x = at.x;
                for glyph in &run.glyphs {
                    into.push(Glyph {
                        text: run.text[glyph.range()].to_owned(),
                        at: Point::new(x, at.y),
                        missing: glyph.id == 0,
                    });
                    x += glyph.x_advance.at(run.size);
                }
            }
            _ => {}
        }
    }
}

/// Every page as its glyphs from left to right, line under line.
fn seen(lang: Lang, document: &Document) -> (Vec<String>, String) {
    let (template, data) = prepare(lang, document);
    let laid_out = world::lay_out(template, data).expect("the document is laid out");
    let mut missing = String::new();
    let pages = laid_out.pages().iter().map(|page| {
        let mut all = Vec::new();
        glyphs(&page.frame, Point::zero(), &mut all);
        all.sort_by(|a, b| a.at.y.cmp(&b.at.y).then(a.at.x.cmp(&b.at.x)));
        missing.extend(
            all.iter()
                .filter(|it| it.missing)
                .map(|it| it.text.as_str()),
        );
        let mut text = String::new();
        let mut line = None;
        for glyph in all {
            if line.replace(glyph.at.y).is_some_and(|y| y != glyph.at.y) {
                text.push('\n');
            }
            text.push_str(glyph.text.trim_matches(['\u{2066}', '\u{2069}']));
        }
        text
    });
    (pages.collect(), missing)
}

#[test]
fn every_document_is_a_pdf_with_all_its_letters() {
    for lang in LANGS {
        for (name, document) in samples::all(lang) {
            let pdf = render(lang, &document).expect(name);
            assert!(pdf.starts_with(b"%PDF-"), "{name}");
            // To look at: DOCUMENTS_OUT=/tmp/out cargo test -p documents
            if let Ok(folder) = std::env::var("DOCUMENTS_OUT") {
                let file = format!("{folder}/{name}-{}.pdf", lang.code());
                std::fs::write(file, &pdf).expect("the folder exists");
            }
            let (_, missing) = seen(lang, &document);
            assert_eq!(missing, "", "{name} in {}", lang.code());
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    for (name, document) in samples::all(Lang::Ar) {
        let twice = [0, 1].map(|_| render(Lang::Ar, &document).expect(name));
        assert!(twice[0] == twice[1], "{name}");
    }
}

#[test]
fn numbers_read_from_left_to_right_in_arabic() {
    for (name, document) in samples::all(Lang::Ar) {
        let (pages, _) = seen(Lang::Ar, &document);
        let text = pages.join("\n").replace(['\u{a0}', '\u{202f}'], " ");
        for expected in samples::left_to_right(name) {
            assert!(text.contains(expected), "{name} lacks {expected}:\n{text}");
        }
    }
}

#[test]
fn a_project_sheet_has_two_pages_and_the_rest_of_the_forms_one() {
    for lang in LANGS {
        for (name, document) in samples::all(lang) {
            let (pages, _) = seen(lang, &document);
            let expected = match name {
                "project_sheet" => 2,
                _ => 1,
            };
            assert_eq!(pages.len(), expected, "{name} in {}", lang.code());
        }
    }
}

#[test]
fn a_long_invoice_goes_on_over_pages_with_its_header() {
    let Document::Invoice(mut invoice) = samples::invoice(Lang::Fr) else {
        panic!("the sample is an invoice")
    };
    let row = invoice.lines.rows[0].clone();
    invoice.lines.rows = vec![row; 120];
    let (pages, _) = seen(Lang::Fr, &Document::Invoice(invoice));
    assert!(pages.len() > 2);
    assert!(pages[1].contains("Produit"));
}

/// The shortest of several, since other tests run beside.
#[test]
fn each_takes_less_than_300_ms() {
    for (name, document) in samples::all(Lang::Ar) {
        let shortest = (0..4).map(|_| {
            let start = Instant::now();
            render(Lang::Ar, &document).expect(name);
            start.elapsed()
        });
        let shortest = shortest.min().expect("four runs");
        println!("{name}: {} ms", shortest.as_millis());
        assert!(
            shortest < Duration::from_millis(300),
            "{name}: {shortest:?}"
        );
    }
}

#[test]
fn isolates() {
    for (given, expected) in [
        ("فاتورة FA-2026-000012", "فاتورة <FA-2026-000012>"),
        ("1 234,50 درهم", "<1 234,50> درهم"),
        (
            "الهاتف: +212 6 12 34 56 78.",
            "الهاتف: <+212 6 12 34 56 78>.",
        ),
        ("الضريبة 20 %", "الضريبة <20 %>"),
        ("زيت أركان (100 ml)", "زيت أركان (<100 ml>)"),
        ("Argan (100 ml) خام", "<Argan (100 ml)> خام"),
        ("\u{2066}1/2\u{2069} طرد", "<1/2> طرد"),
        ("من 3 إلى 5 أيام", "من <3> إلى <5> أيام"),
        ("نص فقط", "نص فقط"),
        ("-12 درهم", "<-12> درهم"),
    ] {
        let shown = text::isolate(Dir::Rtl, given)
            .replace('\u{2066}', "<")
            .replace('\u{2069}', ">");
        assert_eq!(shown, expected);
        assert_eq!(text::isolate(Dir::Ltr, given), given);
    }
}

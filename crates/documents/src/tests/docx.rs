//! The DOCX beside the PDF: a well-formed package whose texts are the paper's, each run marked with
//! the way it runs.

use super::samples;
use crate::*;
use std::io::{Cursor, Read as _};

fn sample(lang: Lang) -> LegalText {
    let Document::LegalText(mut text) = samples::legal_text(lang) else {
        panic!("the sample is a legal text")
    };
    // Everything that a paper of founders is made of, and names that would break XML.
    text.number = "N° 12".to_owned();
    text.facts = vec![Fact::new("Capital", "1 000,50 DH")];
    text.footer = "<démonstration>".to_owned();
    text.articles.push(Article {
        heading: "Liste".to_owned(),
        blocks: vec![
            Block::Table(Table {
                columns: vec![Column::text("Nom", 2), Column::number("Part")],
                rows: vec![
                    vec![
                        "O'Brien & <fils> \"SARL\"".to_owned(),
                        "06 12 34".to_owned(),
                    ],
                    vec!["فاطمة الزهراء\u{7}".to_owned(), "20 %".to_owned()],
                ],
                foot: vec![vec!["Total".to_owned(), "100".to_owned()]],
            }),
            Block::Steps(vec!["Un".to_owned(), "Deux".to_owned()]),
            Block::Steps(vec!["Encore".to_owned()]),
            Block::Note("À lire".to_owned()),
            Block::NewPage,
        ],
    });
    text
}

/// Every text of the page design in the order it is printed.
fn texts(paper: &Paper) -> Vec<String> {
    let mut all = vec![paper.issuer.name.clone()];
    all.extend(paper.issuer.lines.clone());
    all.extend([paper.heading.clone(), paper.number.clone()]);
    let facts = |facts: &[Fact]| {
        let each = facts
            .iter()
            .flat_map(|it| [it.label.clone(), it.value.clone()]);
        each.collect::<Vec<_>>()
    };
    all.extend(facts(&paper.facts));
    for block in &paper.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) | Block::Note(text) => {
                all.push(text.clone());
            }
            Block::List(items) | Block::Steps(items) => all.extend(items.clone()),
            Block::Signatures(items) => all.extend(facts(items)),
            Block::Table(table) => {
                all.extend(table.columns.iter().map(|it| it.title.clone()));
                all.extend(table.rows.iter().chain(&table.foot).flatten().cloned());
            }
            Block::NewPage => {}
            other => panic!("no paper of founders has {other:?}"),
        }
    }
    all.iter()
        .map(|text| text.replace('\u{7}', ""))
        .filter(|text| !text.is_empty())
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect(name);
    file.read_to_string(&mut text).expect("UTF-8");
    text
}

const PARTS: [&str; 8] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footer1.xml",
    "word/document.xml",
];

fn paragraphs(document: &roxmltree::Document<'_>) -> Vec<String> {
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name((WORD, "p")))
        .map(|paragraph| {
            paragraph
                .descendants()
                .filter(|node| node.has_tag_name((WORD, "t")))
                .filter_map(|node| node.text())
                .collect::<String>()
                .replace('\u{200e}', "")
        });
    texts.filter(|text| !text.is_empty()).collect()
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

#[test]
fn a_docx_is_well_formed_and_says_what_the_pdf_says() {
    for lang in [Lang::Fr, Lang::Ar, Lang::En] {
        let text = sample(lang);
        let bytes = render_docx(lang, &text).expect("it is written");
        assert!(
            bytes == render_docx(lang, &text).expect("it is written"),
            "the same bytes"
        );
        if let Ok(folder) = std::env::var("DOCUMENTS_OUT") {
            let file = format!("{folder}/legal_text-{}.docx", lang.code());
            std::fs::write(file, &bytes).expect("the folder exists");
        }
        let names = zip::ZipArchive::new(Cursor::new(&bytes))
            .expect("a zip")
            .len();
        assert_eq!(names, PARTS.len());
        for name in PARTS {
            let xml = part(&bytes, name);
            roxmltree::Document::parse(&xml).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        }
        let xml = part(&bytes, "word/document.xml");
        let document = roxmltree::Document::parse(&xml).expect("XML");
        assert_eq!(
            paragraphs(&document),
            texts(&Paper::from(&text)),
            "{lang:?}"
        );
        let footer = part(&bytes, "word/footer1.xml");
        let footer = roxmltree::Document::parse(&footer).expect("XML");
        assert_eq!(paragraphs(&footer), ["<démonstration>1"], "{lang:?}");
    }
}

#[test]
fn arabic_runs_from_right_to_left_and_its_numbers_do_not() {
    for (lang, expected) in [(Lang::Ar, true), (Lang::Fr, false)] {
        let bytes = render_docx(lang, &sample(lang)).expect("it is written");
        let xml = part(&bytes, "word/document.xml");
        let document = roxmltree::Document::parse(&xml).expect("XML");
        let has = |node: &roxmltree::Node<'_, '_>, name: &str| {
            node.descendants().any(|it| it.has_tag_name((WORD, name)))
        };
        let mut runs = 0;
        for node in document.descendants() {
            if node.has_tag_name((WORD, "p")) && has(&node, "t") {
                assert_eq!(has(&node, "bidi"), expected, "{lang:?}");
            } else if node.has_tag_name((WORD, "tbl")) {
                assert_eq!(has(&node, "bidiVisual"), expected, "{lang:?}");
            } else if node.has_tag_name((WORD, "sectPr")) {
                assert_eq!(has(&node, "bidi"), expected, "{lang:?}");
            } else if node.has_tag_name((WORD, "r")) && has(&node, "t") {
                let text: String = node.descendants().filter_map(|it| it.text()).collect();
                let is_arabic = text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
                let is_latin = text.chars().any(|c| c.is_ascii_alphanumeric());
                assert!(!(is_arabic && is_latin), "one run goes one way: {text}");
                if is_arabic || is_latin {
                    assert_eq!(has(&node, "rtl"), is_arabic, "{text}");
                }
                if expected && is_latin {
                    assert!(text.starts_with('\u{200e}') && text.ends_with('\u{200e}'));
                }
                runs += 1;
            }
        }
        assert!(runs > 20);
        let styles = part(&bytes, "word/styles.xml");
        assert!(styles.contains("w:lang w:val=\"fr-FR\" w:bidi=\"ar-MA\""));
        assert_eq!(styles.contains("<w:bidi/>"), expected);
    }
}

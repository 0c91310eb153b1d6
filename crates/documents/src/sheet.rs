//! A project sheet on two pages: what and for whom, then the figures.

use crate::{Accent, Bar, Block, Fact, Party, Table, paper::Paper};

#[derive(Clone, Debug, Default)]
pub struct ProjectSheet {
    pub issuer: Party,
    pub heading: String,
    /// Version and date.
    pub number: String,
    pub facts: Vec<Fact>,
    /// Up to four: investment, need, jobs, income per member.
    pub figures: Vec<Fact>,
    /// The first page: a heading and paragraphs each.
    pub sections: Vec<(String, Vec<Block>)>,
    /// The second page.
    pub figures_heading: String,
    pub chart_title: String,
    pub bars: Vec<Bar>,
    pub tables: Vec<(String, Table)>,
    /// Every assumption with its source and date.
    pub notes: Vec<String>,
    /// Where the live sheet stands, for a QR code, and what to say beside it.
    pub address: String,
    pub address_caption: String,
    pub footer: String,
}

impl From<&ProjectSheet> for Paper {
    fn from(it: &ProjectSheet) -> Paper {
        let mut blocks = vec![Block::Figures(it.figures.clone())];
        for (heading, section) in &it.sections {
            blocks.push(Block::Heading(heading.clone()));
            blocks.extend(section.iter().cloned());
        }
        blocks.push(Block::NewPage);
        blocks.push(Block::Heading(it.figures_heading.clone()));
        blocks.push(Block::Chart {
            title: it.chart_title.clone(),
            bars: it.bars.clone(),
        });
        for (heading, table) in &it.tables {
            blocks.push(Block::Subheading(heading.clone()));
            blocks.push(Block::Table(table.clone()));
        }
        blocks.push(Block::List(it.notes.clone()));
        if !it.address.is_empty() {
            blocks.push(Block::Qr {
                address: it.address.clone(),
                caption: it.address_caption.clone(),
            });
        }
        Paper {
            accent: Accent::Argan,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

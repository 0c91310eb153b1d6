//! Decisions and legal texts: statutes, minutes, contracts.

use crate::{Accent, Block, Fact, Party, paper::Paper};

/// A decision told to whom it concerns, with its reasons and what can be done about it.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    pub accent: Accent,
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub to: Party,
    /// The decision itself, set off.
    pub outcome: String,
    pub reasons: Vec<String>,
    /// The heading above `conditions`, and they; none where empty.
    pub conditions_heading: String,
    pub conditions: Vec<String>,
    /// How to appeal, until when.
    pub remedies: Vec<String>,
    pub signatures: Vec<Fact>,
    pub footer: String,
}

/// One article: "Article 4: Capital" and what it says.
#[derive(Clone, Debug, Default)]
pub struct Article {
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// Headings, paragraphs and tables that somebody signs.
#[derive(Clone, Debug, Default)]
pub struct LegalText {
    pub accent: Accent,
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub preamble: Vec<String>,
    pub articles: Vec<Article>,
    pub signatures: Vec<Fact>,
    pub footer: String,
}

impl From<&Decision> for Paper {
    fn from(it: &Decision) -> Paper {
        let mut blocks = vec![
            Block::Parties(vec![it.to.clone()]),
            Block::Note(it.outcome.clone()),
        ];
        blocks.extend(it.reasons.iter().cloned().map(Block::Paragraph));
        if !it.conditions.is_empty() {
            blocks.push(Block::Heading(it.conditions_heading.clone()));
            blocks.push(Block::Steps(it.conditions.clone()));
        }
        blocks.extend(it.remedies.iter().cloned().map(Block::Paragraph));
        blocks.push(Block::Signatures(it.signatures.clone()));
        Paper {
            accent: it.accent,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

impl From<&LegalText> for Paper {
    fn from(it: &LegalText) -> Paper {
        let mut blocks: Vec<Block> = it.preamble.iter().cloned().map(Block::Paragraph).collect();
        for article in &it.articles {
            blocks.push(Block::Heading(article.heading.clone()));
            blocks.extend(article.blocks.iter().cloned());
        }
        blocks.push(Block::Signatures(it.signatures.clone()));
        Paper {
            accent: it.accent,
            issuer: it.issuer.clone(),
            heading: it.heading.clone(),
            number: it.number.clone(),
            facts: it.facts.clone(),
            blocks,
            footer: it.footer.clone(),
        }
    }
}

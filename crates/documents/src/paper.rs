//! The one page design, and its data.

use crate::{
    Accent, Block, Fact, Letter, Party,
    value::{Data, Maker, put},
};
use typst::foundations::Str;

/// What `templates/paper.typ` prints.
pub(crate) struct Paper {
    pub accent: Accent,
    pub issuer: Party,
    pub heading: String,
    pub number: String,
    pub facts: Vec<Fact>,
    pub blocks: Vec<Block>,
    pub footer: String,
}

impl Paper {
    pub(crate) fn data(&self, maker: &Maker) -> Data {
        let mut data = maker.document();
        put(&mut data, "accent", Str::from(self.accent.name()));
        put(&mut data, "issuer", maker.party(&self.issuer));
        put(&mut data, "heading", maker.text(&self.heading));
        put(&mut data, "number", maker.text(&self.number));
        put(&mut data, "facts", maker.facts(&self.facts));
        put(&mut data, "blocks", maker.blocks(&self.blocks));
        put(&mut data, "footer", maker.text(&self.footer));
        data
    }
}

impl From<&Letter> for Paper {
    fn from(letter: &Letter) -> Paper {
        Paper {
            accent: letter.accent,
            issuer: letter.issuer.clone(),
            heading: letter.heading.clone(),
            number: letter.number.clone(),
            facts: letter.facts.clone(),
            blocks: letter.blocks.clone(),
            footer: letter.footer.clone(),
        }
    }
}

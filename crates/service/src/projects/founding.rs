//! What the founders sign: statutes, the list of founders, the subscription sheet, and the minutes
//! of the constitutive assembly, from what is known. As a PDF to print, as a DOCX to go on writing.

use super::{dossiers::read_dossier, letter::typeset, teams::rules};
use crate::{Ctx, internal};
use documents::{Accent, Article, Block, Column, Document, Fact, LegalText, Party, Table};
use domain::{
    Currency, DossierId, Error, Lang, Money, Result, allocate,
    projects::{Contribution, LegalLine, LegalStep, Rule, Rules, TeamRole, checklist},
};
use i18n::{Key, Words, keys::ventures as k};
use store::projects::TeamRow;

/// One of the papers of a foundation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundingPaper {
    Statutes,
    Members,
    Subscription,
    Minutes,
}

impl FoundingPaper {
    pub const ALL: [FoundingPaper; 4] = [
        FoundingPaper::Statutes,
        FoundingPaper::Members,
        FoundingPaper::Subscription,
        FoundingPaper::Minutes,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            FoundingPaper::Statutes => "statutes",
            FoundingPaper::Members => "members",
            FoundingPaper::Subscription => "subscription",
            FoundingPaper::Minutes => "minutes",
        }
    }

    pub fn from_code(code: &str) -> Option<FoundingPaper> {
        FoundingPaper::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperFormat {
    Pdf,
    Docx,
}

impl PaperFormat {
    pub const fn extension(self) -> &'static str {
        match self {
            PaperFormat::Pdf => "pdf",
            PaperFormat::Docx => "docx",
        }
    }
}

/// A paper as a file.
#[derive(Clone, Debug)]
pub struct WrittenPaper {
    pub file: String,
    pub format: PaperFormat,
    pub bytes: Vec<u8>,
}

/// # Errors
/// `Unauthenticated`; `NotFound` for who may not read the dossier, and before it says what the
/// members bring.
pub async fn write_founding_paper(
    ctx: &Ctx,
    id: DossierId,
    paper: FoundingPaper,
    format: PaperFormat,
    lang: Lang,
) -> Result<WrittenPaper> {
    let db = ctx.db().reader();
    let (row, team) = read_dossier(ctx, db, id).await?;
    let money = row.dossier.answers.money.ok_or(Error::NotFound)?;
    let rules = rules(ctx, db).await?;
    let done = store::projects::legal_steps(db, id)
        .await
        .map_err(internal(ctx))?;
    let facts = Founding {
        words: Words::embedded(lang),
        lines: checklist(&done, &rules),
        place: row.dossier.answers.place,
        rules,
        team,
        money,
    };
    let text = match paper {
        FoundingPaper::Statutes => facts.statutes(),
        FoundingPaper::Members => facts.members(),
        FoundingPaper::Subscription => facts.subscription(),
        FoundingPaper::Minutes => facts.minutes(),
    };
    let bytes = typeset(ctx, move || match format {
        PaperFormat::Pdf => documents::render(lang, &Document::LegalText(text)),
        PaperFormat::Docx => documents::render_docx(lang, &text),
    })
    .await?;
    let (name, extension) = (paper.code(), format.extension());
    Ok(WrittenPaper {
        file: format!("{name}-{id}-{}.{extension}", lang.code()),
        format,
        bytes,
    })
}

/// What the papers say.
struct Founding {
    words: Words,
    rules: Rules,
    team: TeamRow,
    money: Contribution,
    place: String,
    lines: Vec<LegalLine>,
}

impl Founding {
    fn dirhams(&self, minor: i64) -> String {
        self.words.money(Money {
            minor,
            currency: Currency::Mad,
        })
    }

    /// The day of a step, or a line to fill in by hand.
    fn day(&self, step: LegalStep) -> String {
        self.lines
            .iter()
            .find(|line| line.step == step)
            .and_then(|line| line.done_on)
            .map_or_else(|| "…………………".to_owned(), |day| self.words.date(day))
    }

    fn president(&self) -> String {
        self.team
            .members
            .iter()
            .find(|it| it.role == TeamRole::President)
            .map_or_else(|| "…………………".to_owned(), |it| it.name.clone())
    }

    fn text(&self, heading: Key, preamble: Vec<String>, articles: Vec<Article>) -> LegalText {
        let words = &self.words;
        LegalText {
            accent: Accent::Argan,
            issuer: Party {
                title: String::new(),
                name: self.team.card.name.clone(),
                lines: vec![self.team.card.province.pick(words.lang()).text],
            },
            heading: words.t(heading),
            number: String::new(),
            facts: vec![
                Fact::new(
                    words.t(k::LETTER_PROJECT),
                    self.team.card.title.pick(words.lang()).text,
                ),
                Fact::new(words.t(k::CAPITAL_WORD), self.dirhams(self.money.capital)),
            ],
            preamble,
            articles,
            signatures: vec![
                Fact::new(self.president(), words.t(k::ROLE_PRESIDENT)),
                Fact::new(words.t(k::FOUNDERS_WORD), words.t(k::FOUNDERS_SIGN)),
            ],
            footer: words.t(k::LETTER_FOOTER),
        }
    }

    fn article(&self, heading: Key, text: Key) -> Article {
        let words = &self.words;
        let least = self.rules.founders().to_string();
        let share = self.dirhams(self.rules.get(Rule::LeastShare));
        let capital = self.dirhams(self.money.capital);
        let in_kind = self.dirhams(self.money.in_kind);
        let title = self.team.card.title.pick(words.lang()).text;
        let province = self.team.card.province.pick(words.lang()).text;
        let president = self.president();
        let args = [
            ("name", self.team.card.name.as_str()),
            ("object", title.as_str()),
            ("place", self.place.as_str()),
            ("province", province.as_str()),
            ("capital", capital.as_str()),
            ("in_kind", in_kind.as_str()),
            ("share", share.as_str()),
            ("least", least.as_str()),
            ("president", president.as_str()),
        ];
        Article {
            heading: words.t(heading),
            blocks: vec![Block::Paragraph(words.with(text, &args))],
        }
    }

    fn statutes(&self) -> LegalText {
        let articles = [
            (k::ST_NAME, k::ST_NAME_TEXT),
            (k::ST_OBJECT, k::ST_OBJECT_TEXT),
            (k::ST_SEAT, k::ST_SEAT_TEXT),
            (k::ST_CAPITAL, k::ST_CAPITAL_TEXT),
            (k::ST_MEMBERS, k::ST_MEMBERS_TEXT),
            (k::ST_ASSEMBLY, k::ST_ASSEMBLY_TEXT),
            (k::ST_SURPLUS, k::ST_SURPLUS_TEXT),
        ]
        .map(|(heading, text)| self.article(heading, text));
        let preamble = vec![self.words.t(k::ST_PREAMBLE)];
        self.text(k::PAPER_STATUTES, preamble, articles.to_vec())
    }

    fn members(&self) -> LegalText {
        let words = &self.words;
        let rows = self.team.members.iter().map(|it| {
            let role = match it.role {
                TeamRole::President => k::ROLE_PRESIDENT,
                TeamRole::Treasurer => k::ROLE_TREASURER,
                TeamRole::Secretary => k::ROLE_SECRETARY,
                TeamRole::Member => k::ROLE_MEMBER,
            };
            vec![it.name.clone(), words.t(role), String::new()]
        });
        let table = Table {
            columns: vec![
                Column::text(words.t(k::MEMBERS), 3),
                Column::text(words.t(k::ROLE), 2),
                Column::text(words.t(k::SIGNATURE), 2),
            ],
            rows: rows.collect(),
            foot: Vec::new(),
        };
        let list = Article {
            heading: words.t(k::MEMBERS),
            blocks: vec![Block::Table(table)],
        };
        self.text(k::PAPER_MEMBERS, Vec::new(), vec![list])
    }

    /// The capital in equal parts to the centime; whole shares are agreed by hand, and what each
    /// pays is filled in when it is paid.
    fn subscription(&self) -> LegalText {
        let words = &self.words;
        let members = &self.team.members;
        let parts = allocate(self.money.capital, &vec![1; members.len()]);
        let rows = members.iter().zip(parts).map(|(it, part)| {
            vec![
                it.name.clone(),
                self.dirhams(part),
                String::new(),
                String::new(),
            ]
        });
        let table = Table {
            columns: vec![
                Column::text(words.t(k::MEMBERS), 3),
                Column::number(words.t(k::SUBSCRIBED)),
                Column::text(words.t(k::PAID_IN), 2),
                Column::text(words.t(k::SIGNATURE), 2),
            ],
            rows: rows.collect(),
            foot: vec![vec![
                words.t(k::CAPITAL_WORD),
                self.dirhams(self.money.capital),
                String::new(),
                String::new(),
            ]],
        };
        let mut capital = self.article(k::ST_CAPITAL, k::ST_CAPITAL_TEXT);
        capital.heading = words.t(k::CAPITAL_WORD);
        let list = Article {
            heading: words.t(k::SUBSCRIBED),
            blocks: vec![Block::Table(table)],
        };
        self.text(k::PAPER_SUBSCRIPTION, Vec::new(), vec![capital, list])
    }

    fn minutes(&self) -> LegalText {
        let words = &self.words;
        let day = self.day(LegalStep::Assembly);
        let count = words.number(i64::from(self.team.card.joined));
        let preamble = words.with(
            k::MI_PREAMBLE,
            &[
                ("date", &day),
                ("count", &count),
                ("name", &self.team.card.name),
            ],
        );
        let articles = [
            (k::MI_STATUTES, k::MI_STATUTES_TEXT),
            (k::ST_CAPITAL, k::MI_CAPITAL_TEXT),
            (k::MI_ORGANS, k::MI_ORGANS_TEXT),
        ]
        .map(|(heading, text)| self.article(heading, text));
        self.text(k::PAPER_MINUTES, vec![preamble], articles.to_vec())
    }
}

//! A sheet on two pages, for who reads on paper or brings it to a bank.

use super::{browse::show_sheet, letter::print};
use crate::{Ctx, marketplace::Printed};
use documents::{Bar, Block, Column, Document, Fact, Party, ProjectSheet, Table};
use domain::{
    Lang, Result,
    projects::{Figure, Results, SheetPage, YEARS, simulate},
};
use i18n::{
    Key, Words,
    keys::projects as k,
    project_keys::{hazard, licence, missing, remedy, skill, subject},
};

/// The published sheet as a PDF.
///
/// # Errors
/// `NotFound` for an unknown sheet.
pub async fn print_sheet(ctx: &Ctx, slug: &str, lang: Lang) -> Result<Printed> {
    let sheet = show_sheet(ctx, slug).await?;
    let results = simulate(&sheet.content.inputs)?;
    let address = format!(
        "{}/{}/projects/{slug}",
        ctx.services.public_url,
        lang.code()
    );
    let document = Paper {
        words: Words::embedded(lang),
        sheet,
        results,
    };
    let file = format!("{slug}-{}.pdf", lang.code());
    print(
        ctx,
        lang,
        file,
        Document::ProjectSheet(document.build(address)),
    )
    .await
}

struct Paper {
    words: Words,
    sheet: SheetPage,
    results: Results,
}

impl Paper {
    fn text(&self, text: &domain::LocalText) -> String {
        text.pick(self.words.lang()).text
    }

    /// To the dirham: centimes of a plan say more than it knows.
    fn money(&self, centimes: i64) -> String {
        let whole = (centimes.abs() + 50) / 100 * centimes.signum();
        self.words
            .with(k::DIRHAMS, &[("amount", &self.words.number(whole))])
    }

    /// A figure, or why there is none.
    fn told(&self, figure: Figure, text: impl Fn(i64) -> String) -> String {
        match figure {
            Ok(value) => text(value),
            Err(why) => self.words.t(missing(why)),
        }
    }

    fn list<T: Copy>(&self, items: &[T], key: impl Fn(T) -> Key) -> Block {
        Block::List(items.iter().map(|it| self.words.t(key(*it))).collect())
    }

    fn build(self, address: String) -> ProjectSheet {
        let words = &self.words;
        let (card, content) = (&self.sheet.card, &self.sheet.content);
        let number = words.with(
            k::VERSION,
            &[
                ("number", &self.sheet.number.to_string()),
                ("date", &words.date(card.published_at)),
            ],
        );
        let members = words.with(
            k::MEMBERS_RANGE,
            &[
                ("min", &card.members_min.to_string()),
                ("max", &card.members_max.to_string()),
            ],
        );
        let paragraph = |key: Key, text: &domain::LocalText| {
            (words.t(key), vec![Block::Paragraph(self.text(text))])
        };
        let hazards = content
            .hazards
            .iter()
            .map(|it| format!("{}: {}", words.t(hazard(*it)), words.t(remedy(*it))));
        let bars = (0..YEARS).map(|year| Bar {
            label: self.year(year),
            value: self.results.income_per_member[year],
            shown: self.money(self.results.income_per_member[year]),
        });
        let notes = content.assumptions.iter().map(|it| {
            format!(
                "{}: {} ({})",
                words.t(subject(it.subject)),
                self.text(&it.source),
                words.date(it.date)
            )
        });
        ProjectSheet {
            issuer: Party {
                name: words.t(k::SHEET_ISSUER),
                ..Party::default()
            },
            heading: self.text(&content.title),
            number,
            facts: vec![
                Fact::new(words.t(k::FACET_SECTOR), self.text(&card.sector_name)),
                Fact::new(
                    words.t(k::FACET_REGION),
                    format!(
                        "{}, {}",
                        self.text(&card.province_name),
                        self.text(&card.region_name)
                    ),
                ),
                Fact::new(words.t(k::FACET_MEMBERS), members),
            ],
            figures: vec![
                Fact::new(words.t(k::CARD_START), self.money(card.figures.investment)),
                Fact::new(words.t(k::NEEDED), self.money(self.results.investment_need)),
                Fact::new(words.t(k::JOBS), words.number(card.jobs.into())),
                Fact::new(
                    words.t(k::CARD_INCOME),
                    words.with(
                        k::PER_MONTH,
                        &[("amount", &self.money(card.figures.monthly_income))],
                    ),
                ),
            ],
            sections: vec![
                (
                    String::new(),
                    vec![Block::Paragraph(self.text(&content.what))],
                ),
                paragraph(k::FOR_WHOM, &content.for_whom),
                paragraph(k::MARKET, &content.market),
                paragraph(k::PROCESS, &content.process),
                paragraph(k::EQUIPMENT, &content.equipment),
                (words.t(k::SKILLS), vec![self.list(&content.skills, skill)]),
                (
                    words.t(k::LICENCES),
                    vec![self.list(&content.licences, licence)],
                ),
                (words.t(k::HAZARDS), vec![Block::List(hazards.collect())]),
                (words.t(k::RETURNS), vec![self.returns()]),
            ],
            figures_heading: words.t(k::ACCOUNTS),
            chart_title: words.t(k::LINE_INCOME),
            bars: bars.collect(),
            tables: vec![(String::new(), self.accounts())],
            notes: notes.collect(),
            address,
            address_caption: words.t(k::SHEET_LIVE),
            footer: words.t(k::SHEET_FOOTER),
        }
    }

    fn year(&self, at: usize) -> String {
        self.words
            .with(k::YEAR_N, &[("year", &(at + 1).to_string())])
    }

    fn accounts(&self) -> Table {
        let it = &self.results;
        let lines = [
            (k::LINE_SALES, it.sales),
            (k::LINE_PAID_TO_MEMBERS, it.paid_to_members),
            (k::LINE_FIXED_CASH_COSTS, it.fixed_cash_costs),
            (k::LINE_EBITDA, it.ebitda),
            (k::LINE_DEPRECIATION, it.depreciation),
            (k::LINE_INTEREST, it.interest),
            (k::LINE_TAX, it.tax),
            (k::LINE_SURPLUS, it.surplus),
            (k::LINE_INCOME, it.income_per_member),
        ];
        let mut columns = vec![Column::text(self.words.t(k::ITEM), 1)];
        columns.extend((0..YEARS).map(|year| Column::number(self.year(year))));
        let rows = lines.into_iter().map(|(key, values)| {
            let mut row = vec![self.words.t(key)];
            row.extend(values.into_iter().map(|value| self.money(value)));
            row
        });
        let mut rows: Vec<_> = rows.collect();
        let mut row = vec![self.words.t(k::LINE_BREAK_EVEN)];
        row.extend(
            it.break_even_sales
                .map(|it| self.told(it, |it| self.money(it))),
        );
        rows.push(row);
        Table {
            columns,
            rows,
            foot: Vec::new(),
        }
    }

    /// Small, beside the words of the first page: the second has no room for them.
    fn returns(&self) -> Block {
        let words = &self.words;
        let it = &self.results;
        // Millionths to hundredths of a percent.
        let rate = self.told(it.irr, |it| words.percent((it + 50).div_euclid(100)));
        let payback = self.told(it.payback_years, |it| {
            words.with(k::YEARS_N, &[("years", &words.decimal((it + 50) / 100, 2))])
        });
        Block::Facts(vec![
            Fact::new(words.t(k::NPV), self.money(it.npv)),
            Fact::new(words.t(k::IRR), rate),
            Fact::new(words.t(k::PAYBACK), payback),
        ])
    }
}

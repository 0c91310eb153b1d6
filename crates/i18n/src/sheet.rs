//! The columns of the spreadsheet of listings, and what is wrong in a file of it, in the reader's
//! words. A new variant in `domain` does not compile until it has some.

use crate::{Words, keys::selling as k};
use domain::marketplace::{SheetColumn, SheetProblem, attribute_name, fact_key};

impl Words {
    /// A column's heading.
    pub fn sheet_column(&self, column: SheetColumn) -> String {
        let step = |key, at: u8| self.with(key, &[("step", &self.number(i64::from(at) + 1))]);
        match column {
            SheetColumn::Listing => self.t(k::SHEET_LISTING),
            SheetColumn::Sku => self.t(k::SHEET_SKU),
            SheetColumn::Category => self.t(k::SHEET_CATEGORY),
            SheetColumn::Name(lang) => self.with(k::SHEET_NAME, &[("lang", lang.code())]),
            SheetColumn::Description(lang) => {
                self.with(k::SHEET_DESCRIPTION, &[("lang", lang.code())])
            }
            SheetColumn::Fact(at, lang) => {
                let fact = attribute_name(fact_key(at)).pick(self.lang()).text;
                self.with(k::SHEET_FACT, &[("fact", &fact), ("lang", lang.code())])
            }
            SheetColumn::Origin => self.t(k::ORIGIN),
            SheetColumn::HsCode => self.t(k::HS_CODE),
            SheetColumn::Certification => self.t(k::SHEET_CERTIFICATION),
            SheetColumn::Unique => self.t(k::SHEET_UNIQUE),
            SheetColumn::PrepareDays => self.t(k::SHEET_PREPARE_DAYS),
            SheetColumn::MinOrder => self.t(k::SHEET_MIN_ORDER),
            SheetColumn::Amount => self.t(k::SHEET_AMOUNT),
            SheetColumn::Unit => self.t(k::SHEET_UNIT),
            SheetColumn::Price => self.t(k::PRICE_MAD),
            SheetColumn::Eur => self.t(k::PRICE_EUR),
            SheetColumn::Usd => self.t(k::PRICE_USD),
            SheetColumn::BreakQuantity(at) => step(k::SHEET_BREAK_QUANTITY, at),
            SheetColumn::BreakPrice(at) => step(k::SHEET_BREAK_PRICE, at),
            SheetColumn::Stock => self.t(k::SHEET_STOCK),
            SheetColumn::StockBefore => self.t(k::SHEET_STOCK_BEFORE),
        }
    }

    /// What is wrong with a cell, a row or a file, and how to mend it.
    pub fn sheet_problem(&self, problem: &SheetProblem) -> String {
        let number = |n: u32| self.number(i64::from(n));
        match problem {
            SheetProblem::Field(problem) => self.problem(problem),
            SheetProblem::Formula => self.t(k::SHEET_FORMULA),
            SheetProblem::LooksLikeFormula => self.t(k::SHEET_LOOKS_LIKE_FORMULA),
            SheetProblem::Merged => self.t(k::SHEET_MERGED),
            SheetProblem::Failed => self.t(k::SHEET_FAILED),
            SheetProblem::Contradicts { row } => {
                self.with(k::SHEET_CONTRADICTS, &[("row", &row.to_string())])
            }
            SheetProblem::TwiceInFile { row } => {
                self.with(k::SHEET_TWICE, &[("row", &row.to_string())])
            }
            SheetProblem::UnknownListing => self.t(k::SHEET_UNKNOWN_LISTING),
            SheetProblem::OfOtherListing => self.t(k::SHEET_OTHER_LISTING),
            SheetProblem::WithAdvisor => self.t(k::SHEET_WITH_ADVISOR),
            SheetProblem::TooManySizes { max } => {
                self.with(k::SHEET_TOO_MANY_SIZES, &[("max", &number(*max))])
            }
            SheetProblem::BelowReserved { reserved } => {
                self.with(k::SHEET_BELOW_RESERVED, &[("reserved", &number(*reserved))])
            }
            SheetProblem::UnknownColumn { heading } => {
                self.with(k::SHEET_UNKNOWN_COLUMN, &[("heading", heading)])
            }
            SheetProblem::TwiceColumn => self.t(k::SHEET_TWICE_COLUMN),
            SheetProblem::MissingColumn { column } => self.with(
                k::SHEET_MISSING_COLUMN,
                &[("column", &self.sheet_column(*column))],
            ),
            SheetProblem::NoRows => self.t(k::SHEET_NO_ROWS),
            SheetProblem::TooManyBytes { max } => {
                let megabytes = i64::try_from(max / 1_048_576).unwrap_or(i64::MAX);
                self.with(k::SHEET_TOO_MANY_BYTES, &[("max", &self.number(megabytes))])
            }
            SheetProblem::TooManyRows { max } => {
                self.with(k::SHEET_TOO_MANY_ROWS, &[("max", &number(*max))])
            }
            SheetProblem::TooManyColumns { max } => {
                self.with(k::SHEET_TOO_MANY_COLUMNS, &[("max", &number(*max))])
            }
            SheetProblem::Encoding { name } => self.with(k::SHEET_ENCODING, &[("name", name)]),
            SheetProblem::Format { name } => self.with(k::SHEET_FORMAT, &[("name", name)]),
            SheetProblem::Damaged => self.t(k::SHEET_DAMAGED),
        }
    }
}

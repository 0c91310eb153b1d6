//! Listings as a spreadsheet: its columns, what a file of rows would change, and every reason why
//! it may not. Pure: the same rows over the same listings give the same plan, so that what was
//! shown before is what is written after.
//!
//! A row is a size. Rows of one listing share what they say in `listing`; what is said of a
//! listing may stand in any of its rows, in one way only. A column that a file does not have
//! changes nothing, and neither does a size or a listing that is not in it.

use super::{
    Category, CertificateChoice, DraftState, DraftVariant, FACT_KEYS, ListingDraft, MAX_BREAKS,
    MAX_ON_HAND, MAX_VARIANTS, VariantInput, draft_attribute, draft_description, draft_name,
    draft_origin, draft_terms, hs_code, parse_variant,
};
use crate::{
    CertificationId, Error, Lang, ListingId, LocalText, Money, Problem, SpreadsheetId, Timestamp,
    VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One column. Breaks and facts are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetColumn {
    /// The listing's number, or any word that the rows of a new one share.
    Listing,
    Sku,
    Category,
    Name(Lang),
    Description(Lang),
    Fact(u8, Lang),
    Origin,
    HsCode,
    Certification,
    Unique,
    PrepareDays,
    MinOrder,
    Amount,
    Unit,
    Price,
    Eur,
    Usd,
    BreakQuantity(u8),
    BreakPrice(u8),
    Stock,
    /// As it was exported: a stock that is still the same was not counted.
    StockBefore,
}

impl SheetColumn {
    /// In the order in which they are written.
    pub fn all() -> Vec<SheetColumn> {
        use SheetColumn::{
            Amount, BreakPrice, BreakQuantity, Category, Certification, Description, Eur, Fact,
            HsCode, Listing, MinOrder, Name, Origin, PrepareDays, Price, Sku, Stock, StockBefore,
            Unique, Unit, Usd,
        };
        let mut all = vec![Listing, Sku, Category];
        all.extend(Lang::ALL.map(Name));
        all.extend([Amount, Unit, Price, Eur, Usd, Stock, StockBefore]);
        for at in 0..u8::try_from(MAX_BREAKS).unwrap_or(0) {
            all.extend([BreakQuantity(at), BreakPrice(at)]);
        }
        all.extend([Origin, HsCode, Certification, Unique, PrepareDays, MinOrder]);
        all.extend(Lang::ALL.map(Description));
        for at in 0..u8::try_from(FACT_KEYS.len()).unwrap_or(0) {
            all.extend(Lang::ALL.map(|lang| Fact(at, lang)));
        }
        all
    }

    /// As programs know it, which is also the field's name where a form has it.
    pub fn code(self) -> String {
        match self {
            SheetColumn::Listing => "listing".to_owned(),
            SheetColumn::Sku => "sku".to_owned(),
            SheetColumn::Category => "category".to_owned(),
            SheetColumn::Name(lang) => format!("name_{}", lang.code()),
            SheetColumn::Description(lang) => format!("description_{}", lang.code()),
            SheetColumn::Fact(at, lang) => format!("{}_{}", fact_field(at), lang.code()),
            SheetColumn::Origin => "origin".to_owned(),
            SheetColumn::HsCode => "hs_code".to_owned(),
            SheetColumn::Certification => "certification".to_owned(),
            SheetColumn::Unique => "unique".to_owned(),
            SheetColumn::PrepareDays => "prepare_days".to_owned(),
            SheetColumn::MinOrder => "min_order".to_owned(),
            SheetColumn::Amount => "amount".to_owned(),
            SheetColumn::Unit => "unit".to_owned(),
            SheetColumn::Price => "price".to_owned(),
            SheetColumn::Eur => "eur".to_owned(),
            SheetColumn::Usd => "usd".to_owned(),
            SheetColumn::BreakQuantity(at) => format!("break_quantity_{at}"),
            SheetColumn::BreakPrice(at) => format!("break_price_{at}"),
            SheetColumn::Stock => "stock".to_owned(),
            SheetColumn::StockBefore => "stock_before".to_owned(),
        }
    }

    /// Whether it is about the listing, and not about a size of it.
    const fn is_of_listing(self) -> bool {
        matches!(
            self,
            SheetColumn::Category
                | SheetColumn::Name(_)
                | SheetColumn::Description(_)
                | SheetColumn::Fact(..)
                | SheetColumn::Origin
                | SheetColumn::HsCode
                | SheetColumn::Certification
                | SheetColumn::Unique
                | SheetColumn::PrepareDays
                | SheetColumn::MinOrder
        )
    }
}

/// The fact's key; nothing for one that is not known.
pub fn fact_key(at: u8) -> &'static str {
    FACT_KEYS.get(usize::from(at)).copied().unwrap_or_default()
}

fn fact_field(at: u8) -> String {
    format!("fact_{}", fact_key(at))
}

/// What a spreadsheet program calls the column: A, B, … Z, AA, …
pub fn column_letters(column: usize) -> String {
    let mut letters = String::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters
}

/// Why a cell, a row or a file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetProblem {
    /// What a form's field would say.
    Field(Problem),
    /// It computes what it shows.
    Formula,
    /// A text that a program would take for a formula.
    LooksLikeFormula,
    Merged,
    /// A formula's error, such as `#REF!`.
    Failed,
    /// Another row says something else of the same listing.
    Contradicts {
        row: u32,
    },
    /// The same code stands in an earlier row.
    TwiceInFile {
        row: u32,
    },
    /// No listing of the cooperative has this number.
    UnknownListing,
    /// The code belongs to another listing of the cooperative.
    OfOtherListing,
    /// An advisor reads the listing: it may not change until then.
    WithAdvisor,
    TooManySizes {
        max: u32,
    },
    /// A published size keeps at least what is promised to orders.
    BelowReserved {
        reserved: u32,
    },
    UnknownColumn {
        heading: String,
    },
    TwiceColumn,
    MissingColumn {
        column: SheetColumn,
    },
    NoRows,
    TooManyBytes {
        max: u64,
    },
    TooManyRows {
        max: u32,
    },
    TooManyColumns {
        max: u32,
    },
    Encoding {
        name: String,
    },
    Format {
        name: String,
    },
    Damaged,
}

/// A problem and where it is; without a row it is the whole file's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetError {
    pub row: Option<u32>,
    /// As the program shows it; empty for a whole row.
    pub letters: String,
    pub column: Option<SheetColumn>,
    pub problem: SheetProblem,
}

impl SheetError {
    pub fn of_file(problem: SheetProblem) -> SheetError {
        SheetError {
            row: None,
            letters: String::new(),
            column: None,
            problem,
        }
    }
}

/// Which column stands where.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    columns: Vec<(usize, SheetColumn)>,
}

impl Layout {
    /// Of the headings in row `number`; `known` finds a column by its heading.
    ///
    /// # Errors
    /// Every heading that is unknown or stands twice, and `sku` where it is missing.
    pub fn read<'a>(
        number: u32,
        headings: impl IntoIterator<Item = &'a str>,
        known: impl Fn(&str) -> Option<SheetColumn>,
    ) -> Result<Layout, Vec<SheetError>> {
        let mut layout = Layout::default();
        let mut errors = Vec::new();
        for (at, heading) in headings.into_iter().enumerate() {
            if heading.is_empty() {
                continue;
            }
            let found = known(heading);
            let problem = match found {
                None => SheetProblem::UnknownColumn {
                    heading: heading.chars().take(60).collect(),
                },
                Some(column) if layout.has(column) => SheetProblem::TwiceColumn,
                Some(column) => {
                    layout.columns.push((at, column));
                    continue;
                }
            };
            errors.push(SheetError {
                row: Some(number),
                letters: column_letters(at),
                column: found,
                problem,
            });
        }
        if !layout.has(SheetColumn::Sku) {
            let column = SheetColumn::Sku;
            errors.push(SheetError::of_file(SheetProblem::MissingColumn { column }));
        }
        if errors.is_empty() {
            Ok(layout)
        } else {
            Err(errors)
        }
    }

    pub fn has(&self, column: SheetColumn) -> bool {
        self.columns.iter().any(|(_, it)| *it == column)
    }

    pub fn column(&self, at: usize) -> Option<SheetColumn> {
        self.columns
            .iter()
            .find(|(place, _)| *place == at)
            .map(|(_, column)| *column)
    }

    fn letters(&self, column: SheetColumn) -> String {
        self.columns
            .iter()
            .find(|(_, it)| *it == column)
            .map_or_else(String::new, |(at, _)| column_letters(*at))
    }

    fn error(&self, row: u32, column: SheetColumn, problem: SheetProblem) -> SheetError {
        SheetError {
            row: Some(row),
            letters: self.letters(column),
            column: Some(column),
            problem,
        }
    }
}

/// A row with the cells that have something in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub number: u32,
    pub cells: Vec<(SheetColumn, String)>,
}

impl SheetRow {
    /// Takes the apostrophe away that an export puts before what looks like a formula.
    ///
    /// # Errors
    /// Each cell that would be a formula elsewhere.
    pub fn read<'a>(
        layout: &Layout,
        number: u32,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<SheetRow, Vec<SheetError>> {
        let mut row = SheetRow {
            number,
            cells: Vec::new(),
        };
        let mut errors = Vec::new();
        for (at, text) in cells.into_iter().enumerate() {
            let Some(column) = layout.column(at).filter(|_| !text.is_empty()) else {
                continue;
            };
            match text.strip_prefix('\'') {
                Some(guarded) if is_like_formula(guarded) => {
                    row.cells.push((column, guarded.to_owned()));
                }
                _ if is_like_formula(text) => {
                    errors.push(layout.error(number, column, SheetProblem::LooksLikeFormula));
                }
                _ => row.cells.push((column, text.to_owned())),
            }
        }
        if errors.is_empty() {
            Ok(row)
        } else {
            Err(errors)
        }
    }

    fn get(&self, column: SheetColumn) -> &str {
        self.cells
            .iter()
            .find(|(it, _)| *it == column)
            .map_or("", |(_, text)| text)
    }

    fn has_size(&self) -> bool {
        self.cells
            .iter()
            .any(|(column, _)| !column.is_of_listing() && *column != SheetColumn::Listing)
    }
}

/// Begins as a formula does, and is no number with a sign.
fn is_like_formula(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let is_number = matches!(first, '+' | '-')
        && text.len() > 1
        && text[1..]
            .chars()
            .all(|c| text::western_digit(c).is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    matches!(first, '=' | '+' | '-' | '@') && !is_number
}

/// A listing as it is before the file.
#[derive(Clone, Debug)]
pub struct KnownListing {
    pub id: ListingId,
    /// The working copy, or what is published.
    pub draft: ListingDraft,
    pub published: Option<ListingDraft>,
    pub state: DraftState,
    /// 0 where there is no working copy.
    pub version: i64,
}

/// A published size's pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockNow {
    pub on_hand: u32,
    pub reserved: u32,
}

/// Everything that a file is read against.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub categories: Vec<Category>,
    pub certificates: Vec<CertificateChoice>,
    pub listings: HashMap<ListingId, KnownListing>,
    pub stock: HashMap<VariantId, StockNow>,
    /// Codes of the file that sizes of others have.
    pub taken: HashSet<String>,
}

/// What becomes of a listing once it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Something is missing, most often the pictures: it stays a draft.
    Keep,
    /// To an advisor.
    Submit,
    /// At once: an advisor need not see it.
    Publish,
}

/// A listing to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedListing {
    /// `None` for a new one.
    pub id: Option<ListingId>,
    pub version: i64,
    pub draft: ListingDraft,
    pub next: Next,
}

/// Everything that a file would change, or why it may not.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub rows: u32,
    pub listings: Vec<PlannedListing>,
    /// Published sizes that were counted anew.
    pub counts: Vec<(VariantId, u32)>,
    pub unchanged: u32,
    pub errors: Vec<SheetError>,
}

/// After so many, reading on helps nobody.
const MOST_ERRORS: usize = 20_000;

/// Problems that a report holds one by one.
pub const MAX_ERRORS: usize = 1_000;

/// What a person reads before they confirm, and what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReport {
    pub rows: u32,
    pub new_listings: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub counts: u32,
    /// Of the new and the changed ones.
    pub drafts: u32,
    pub to_review: u32,
    pub to_publish: u32,
    pub errors: Vec<SheetError>,
    pub more_errors: u32,
}

impl Plan {
    pub fn report(mut self) -> SheetReport {
        let count = |wanted: &dyn Fn(&PlannedListing) -> bool| {
            u32::try_from(self.listings.iter().filter(|it| wanted(it)).count()).unwrap_or(u32::MAX)
        };
        let mut report = SheetReport {
            rows: self.rows,
            new_listings: count(&|it| it.id.is_none()),
            changed: count(&|it| it.id.is_some()),
            unchanged: self.unchanged,
            counts: u32::try_from(self.counts.len()).unwrap_or(u32::MAX),
            drafts: count(&|it| it.next == Next::Keep),
            to_review: count(&|it| it.next == Next::Submit),
            to_publish: count(&|it| it.next == Next::Publish),
            ..SheetReport::default()
        };
        // In the order of the file; the sort keeps a row's own.
        self.errors.sort_by_key(|error| error.row);
        let more = self.errors.len().saturating_sub(MAX_ERRORS);
        self.errors.truncate(MAX_ERRORS);
        report.more_errors = u32::try_from(more).unwrap_or(u32::MAX);
        report.errors = self.errors;
        report
    }
}

/// What the rows would change.
pub fn plan(layout: &Layout, rows: &[SheetRow], known: &Known) -> Plan {
    let mut plan = Plan {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        ..Plan::default()
    };
    refuse_twice(layout, rows, &mut plan);
    let owners = owners(known);
    for (id, group) in groups(rows, &owners) {
        if plan.errors.len() > MOST_ERRORS {
            break;
        }
        let group = Group {
            layout,
            rows: group,
            known,
            owners: &owners,
        };
        match id {
            Target::Known(id) => group.change(id, &mut plan),
            Target::New => group.begin(&mut plan),
        }
    }
    plan
}

/// A code stands in one row only.
fn refuse_twice(layout: &Layout, rows: &[SheetRow], plan: &mut Plan) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for row in rows {
        let sku = row.get(SheetColumn::Sku);
        if sku.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(sku) {
            let problem = SheetProblem::TwiceInFile { row: *first };
            plan.errors
                .push(layout.error(row.number, SheetColumn::Sku, problem));
        } else {
            seen.insert(sku, row.number);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Known(ListingId),
    New,
}

/// Which of the cooperative's listings has a code.
type Owners<'a> = HashMap<&'a str, ListingId>;

fn owners(known: &Known) -> Owners<'_> {
    let mut owners = HashMap::new();
    for listing in known.listings.values() {
        let published = listing.published.iter().flat_map(|it| &it.variants);
        for variant in listing.draft.variants.iter().chain(published) {
            owners.insert(variant.sku.as_str(), listing.id);
        }
    }
    owners
}

/// The rows of each listing, in the order of their first.
fn groups<'a>(rows: &'a [SheetRow], owners: &Owners<'_>) -> Vec<(Target, Vec<&'a SheetRow>)> {
    let mut order: Vec<String> = Vec::new();
    let mut by_name: BTreeMap<String, (Target, Vec<&SheetRow>)> = BTreeMap::new();
    let mut alone = 0_u32;
    for row in rows {
        let named = row.get(SheetColumn::Listing);
        let owner = owners.get(row.get(SheetColumn::Sku)).copied();
        let (name, target) = match (named.parse::<ListingId>(), owner) {
            (Ok(id), _) => (id.to_string(), Target::Known(id)),
            (Err(_), Some(id)) if named.is_empty() => (id.to_string(), Target::Known(id)),
            (Err(_), owner) if !named.is_empty() => (
                format!("word {named}"),
                owner.map_or(Target::New, Target::Known),
            ),
            _ => {
                alone += 1;
                (format!("row {alone}"), Target::New)
            }
        };
        let (kept, group) = by_name.entry(name.clone()).or_insert_with(|| {
            order.push(name);
            (target, Vec::new())
        });
        // One known size of a word's rows says which listing the word means.
        if *kept == Target::New {
            *kept = target;
        }
        group.push(row);
    }
    order
        .iter()
        .filter_map(|name| by_name.remove(name))
        .collect()
}

/// The rows of one listing.
struct Group<'a> {
    layout: &'a Layout,
    rows: Vec<&'a SheetRow>,
    known: &'a Known,
    owners: &'a Owners<'a>,
}

impl Group<'_> {
    fn first_row(&self) -> u32 {
        self.rows.first().map_or(0, |row| row.number)
    }

    /// The row that says something in this column, or the first.
    fn row_of(&self, column: SheetColumn) -> u32 {
        self.rows
            .iter()
            .find(|row| !row.get(column).is_empty())
            .map_or(self.first_row(), |row| row.number)
    }

    fn refuse(&self, plan: &mut Plan, column: SheetColumn, problem: SheetProblem) {
        plan.errors
            .push(self.layout.error(self.row_of(column), column, problem));
    }

    /// What a form would refuse, in its column.
    fn refuse_fields(&self, plan: &mut Plan, row: Option<u32>, error: &Error) {
        for field in error.fields() {
            let column = SheetColumn::all()
                .into_iter()
                .find(|column| column.code() == field.field)
                .unwrap_or(SheetColumn::Listing);
            let row = row.unwrap_or_else(|| self.row_of(column));
            let problem = SheetProblem::Field(field.problem.clone());
            plan.errors.push(self.layout.error(row, column, problem));
        }
    }

    /// What the rows say of the listing, in one way only. `None` where the file has no such column.
    fn said(&self, plan: &mut Plan, column: SheetColumn) -> Option<String> {
        if !self.layout.has(column) {
            return None;
        }
        let mut said: Option<(&str, u32)> = None;
        for row in &self.rows {
            let text = row.get(column);
            match said {
                _ if text.is_empty() => {}
                None => said = Some((text, row.number)),
                Some((first, _)) if first == text => {}
                Some((_, first)) => {
                    let problem = SheetProblem::Contradicts { row: first };
                    plan.errors
                        .push(self.layout.error(row.number, column, problem));
                }
            }
        }
        Some(said.map_or_else(String::new, |(text, _)| text.to_owned()))
    }

    /// By its code in addresses, or its name in any language.
    fn category(&self, typed: &str) -> Option<&Category> {
        self.known.categories.iter().find(|it| {
            it.slug == typed
                || Lang::ALL
                    .into_iter()
                    .any(|lang| it.name.get(lang) == Some(typed))
        })
    }

    fn begin(&self, plan: &mut Plan) {
        let typed = self.said(plan, SheetColumn::Category).unwrap_or_default();
        let Some(category) = self.category(&typed) else {
            let problem = if typed.is_empty() {
                Problem::Required
            } else {
                Problem::UnknownChoice
            };
            return self.refuse(plan, SheetColumn::Category, SheetProblem::Field(problem));
        };
        let errors = plan.errors.len();
        let empty = ListingDraft::empty(category.id);
        let draft = self.apply(plan, &empty, category, None);
        if plan.errors.len() == errors {
            plan.listings.push(PlannedListing {
                id: None,
                version: 0,
                next: next(&draft, None, category),
                draft,
            });
        }
    }

    fn change(&self, id: ListingId, plan: &mut Plan) {
        let Some(known) = self.known.listings.get(&id) else {
            return self.refuse(plan, SheetColumn::Listing, SheetProblem::UnknownListing);
        };
        let categories = &self.known.categories;
        let Some(category) = categories.iter().find(|it| it.id == known.draft.category) else {
            return self.refuse(plan, SheetColumn::Listing, SheetProblem::UnknownListing);
        };
        let is_other = self.said(plan, SheetColumn::Category).is_some_and(|typed| {
            !typed.is_empty() && self.category(&typed).is_none_or(|it| it.id != category.id)
        });
        if is_other {
            let problem = SheetProblem::Field(Problem::UnknownChoice);
            return self.refuse(plan, SheetColumn::Category, problem);
        }
        let errors = plan.errors.len();
        let draft = self.apply(plan, &known.draft, category, Some(id));
        if plan.errors.len() > errors {
            return;
        }
        if draft == known.draft {
            plan.unchanged += 1;
        } else if known.state == DraftState::Submitted {
            self.refuse(plan, SheetColumn::Listing, SheetProblem::WithAdvisor);
        } else {
            plan.listings.push(PlannedListing {
                id: Some(id),
                version: known.version,
                next: next(&draft, known.published.as_ref(), category),
                draft,
            });
        }
    }

    /// The listing as the file has it.
    fn apply(
        &self,
        plan: &mut Plan,
        base: &ListingDraft,
        category: &Category,
        id: Option<ListingId>,
    ) -> ListingDraft {
        let mut draft = base.clone();
        let mut check = Check::default();
        let is_new = id.is_none();
        let has = |columns: [SheetColumn; 4]| columns.iter().any(|it| self.layout.has(*it));
        let names = Lang::ALL.map(SheetColumn::Name);
        if is_new || has(names) {
            let texts = self.texts(plan, names, &base.name);
            draft.name = draft_name(&mut check, &texts);
        }
        let descriptions = Lang::ALL.map(SheetColumn::Description);
        if has(descriptions) {
            let texts = self.texts(plan, descriptions, &base.description);
            // A draft may still lack it; half of one is an error.
            if texts.iter().any(|text| !text.is_empty()) || !base.description.is_empty() {
                draft.description = draft_description(&mut check, &texts);
            }
        }
        self.apply_facts(plan, &mut draft, &mut check, category);
        if let Some(typed) = self.said(plan, SheetColumn::Origin)
            && !typed.is_empty()
        {
            draft.origin = check
                .take("origin", draft_origin(&typed))
                .unwrap_or_default();
        }
        if let Some(typed) = self.said(plan, SheetColumn::HsCode) {
            draft.hs_code = check.take("hs_code", hs_code(&typed)).unwrap_or_default();
        }
        // One that is not valid any more is not exported, and not taken away by that.
        let certificates = &self.known.certificates;
        let is_shown = |id| certificates.iter().any(|it| it.id == id);
        if let Some(typed) = self.said(plan, SheetColumn::Certification)
            && (!typed.is_empty() || base.certification.is_some_and(is_shown))
        {
            let found = self.certification(&typed);
            draft.certification = check.take("certification", found).flatten();
        }
        self.apply_terms(plan, &mut draft, &mut check);
        if let Err(error) = check.finish() {
            self.refuse_fields(plan, None, &error);
        }
        self.apply_sizes(plan, &mut draft, id);
        draft
    }

    fn texts(&self, plan: &mut Plan, columns: [SheetColumn; 4], base: &LocalText) -> [String; 4] {
        let said = columns.map(|column| self.said(plan, column));
        // A name cannot be taken away: where no language says anything, it stays.
        let is_silent = said.iter().flatten().all(String::is_empty);
        let mut texts: [String; 4] = Default::default();
        for ((text, said), lang) in texts.iter_mut().zip(said).zip(Lang::ALL) {
            *text = said
                .filter(|_| !is_silent)
                .unwrap_or_else(|| base.get(lang).unwrap_or_default().to_owned());
        }
        texts
    }

    /// The facts that the category asks for; others that a file has are not kept.
    fn apply_facts(
        &self,
        plan: &mut Plan,
        draft: &mut ListingDraft,
        check: &mut Check,
        category: &Category,
    ) {
        for at in 0..u8::try_from(FACT_KEYS.len()).unwrap_or(0) {
            let columns = Lang::ALL.map(|lang| SheetColumn::Fact(at, lang));
            let key = fact_key(at);
            let is_asked = category.required.iter().any(|it| it == key);
            if !is_asked || !columns.iter().any(|it| self.layout.has(*it)) {
                continue;
            }
            let place = draft.attributes.iter().position(|it| it.key == key);
            let base = place
                .and_then(|place| draft.attributes.get(place))
                .map(|it| it.value.clone())
                .unwrap_or_default();
            let texts = self.texts(plan, columns, &base);
            if place.is_none() && texts.iter().all(String::is_empty) {
                continue;
            }
            let fact = draft_attribute(check, &fact_field(at), key, &texts);
            match place.and_then(|place| draft.attributes.get_mut(place)) {
                // What it is called stays as it was.
                Some(kept) => kept.value = fact.value,
                None => draft.attributes.push(fact),
            }
        }
    }

    fn certification(&self, typed: &str) -> Result<Option<CertificationId>, Problem> {
        if typed.is_empty() {
            return Ok(None);
        }
        self.known
            .certificates
            .iter()
            .find(|it| it.number == typed)
            .map(|it| Some(it.id))
            .ok_or(Problem::UnknownChoice)
    }

    fn apply_terms(&self, plan: &mut Plan, draft: &mut ListingDraft, check: &mut Check) {
        let or = |typed: Option<String>, base: String| {
            typed.filter(|typed| !typed.is_empty()).unwrap_or(base)
        };
        let days = or(
            self.said(plan, SheetColumn::PrepareDays),
            draft.prepare_days.to_string(),
        );
        let least = or(
            self.said(plan, SheetColumn::MinOrder),
            draft.min_order.to_string(),
        );
        if let Some(typed) = self.said(plan, SheetColumn::Unique) {
            let yes = check.take("unique", yes_or_no(&typed));
            draft.unique_piece = yes.unwrap_or(draft.unique_piece);
        }
        if let Some((days, least)) = draft_terms(check, &days, &least, draft.unique_piece) {
            draft.prepare_days = days;
            draft.min_order = least;
        }
    }

    fn apply_sizes(&self, plan: &mut Plan, draft: &mut ListingDraft, id: Option<ListingId>) {
        for row in &self.rows {
            let sku = row.get(SheetColumn::Sku);
            if sku.is_empty() {
                if row.has_size() || id.is_none() {
                    let problem = SheetProblem::Field(Problem::Required);
                    plan.errors
                        .push(self.layout.error(row.number, SheetColumn::Sku, problem));
                }
                continue;
            }
            let place = draft.variants.iter().position(|it| it.sku == sku);
            if place.is_none()
                && let Some(problem) = self.taken(sku, id)
            {
                plan.errors
                    .push(self.layout.error(row.number, SheetColumn::Sku, problem));
                continue;
            }
            let base = place.and_then(|place| draft.variants.get(place)).cloned();
            let input = self.size(row, base.as_ref());
            let parsed = parse_variant(&input, base.as_ref().and_then(|it| it.id), sku);
            let variant = match parsed {
                Ok(variant) => variant,
                Err(error) => {
                    self.refuse_fields(plan, Some(row.number), &error);
                    continue;
                }
            };
            let variant = self.count(plan, row, variant);
            match place {
                Some(place) => draft.variants[place] = variant,
                None if draft.variants.len() >= MAX_VARIANTS => {
                    let max = u32::try_from(MAX_VARIANTS).unwrap_or(u32::MAX);
                    let problem = SheetProblem::TooManySizes { max };
                    plan.errors
                        .push(self.layout.error(row.number, SheetColumn::Sku, problem));
                }
                None => draft.variants.push(variant),
            }
        }
    }

    /// Why a code cannot be a new size's.
    fn taken(&self, sku: &str, id: Option<ListingId>) -> Option<SheetProblem> {
        if self.known.taken.contains(sku) {
            return Some(SheetProblem::Field(Problem::InUse));
        }
        let owner = self.owners.get(sku).copied();
        let is_other = owner.is_some() && owner != id;
        is_other.then_some(SheetProblem::OfOtherListing)
    }

    /// The size as the row has it; what the file has no column for is as it was.
    fn size(&self, row: &SheetRow, base: Option<&DraftVariant>) -> VariantInput {
        let or = |column: SheetColumn, base: Option<String>| {
            if self.layout.has(column) {
                row.get(column).to_owned()
            } else {
                base.unwrap_or_default()
            }
        };
        // Empty is no answer where a size must have one.
        let kept = |column: SheetColumn, base: Option<String>| match row.get(column) {
            "" => base.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let breaks = core::array::from_fn(|at| {
            let before = base.and_then(|it| it.breaks.get(at));
            let at = u8::try_from(at).unwrap_or(0);
            (
                or(
                    SheetColumn::BreakQuantity(at),
                    before.map(|it| it.min_quantity.to_string()),
                ),
                or(
                    SheetColumn::BreakPrice(at),
                    before.map(|it| amount_text(it.price)),
                ),
            )
        });
        VariantInput {
            sku: row.get(SheetColumn::Sku).to_owned(),
            amount: kept(
                SheetColumn::Amount,
                base.map(|it| it.pack.amount.to_string()),
            ),
            unit: kept(
                SheetColumn::Unit,
                base.map(|it| it.pack.unit.code().to_owned()),
            ),
            price: kept(SheetColumn::Price, base.map(|it| amount_text(it.price))),
            eur: or(
                SheetColumn::Eur,
                base.and_then(|it| it.eur).map(amount_text),
            ),
            usd: or(
                SheetColumn::Usd,
                base.and_then(|it| it.usd).map(amount_text),
            ),
            breaks,
            stock: kept(
                SheetColumn::Stock,
                base.map(|it| it.opening_stock.to_string()),
            ),
        }
    }

    /// A published size's stock is counted anew where the row has another than it was exported
    /// with; its opening stock is history.
    fn count(&self, plan: &mut Plan, row: &SheetRow, mut variant: DraftVariant) -> DraftVariant {
        let Some(id) = variant.id else {
            return variant;
        };
        let counted = variant.opening_stock;
        variant.opening_stock = 0;
        let typed = row.get(SheetColumn::Stock);
        if typed.is_empty() || typed == row.get(SheetColumn::StockBefore) {
            return variant;
        }
        match self.known.stock.get(&id) {
            Some(now) if counted < now.reserved => {
                let problem = SheetProblem::BelowReserved {
                    reserved: now.reserved,
                };
                plan.errors
                    .push(self.layout.error(row.number, SheetColumn::Stock, problem));
            }
            Some(now) if counted != now.on_hand => plan.counts.push((id, counted.min(MAX_ON_HAND))),
            _ => {}
        }
        variant
    }
}

fn next(draft: &ListingDraft, published: Option<&ListingDraft>, category: &Category) -> Next {
    if draft.check_complete(category).is_err() {
        Next::Keep
    } else if published.is_none_or(|published| draft.needs_review(published)) {
        Next::Submit
    } else {
        Next::Publish
    }
}

fn yes_or_no(typed: &str) -> Result<bool, Problem> {
    match typed.to_lowercase().as_str() {
        "yes" | "oui" | "نعم" | "ⵢⵀ" | "1" | "true" => Ok(true),
        "" | "no" | "non" | "لا" | "0" | "false" => Ok(false),
        _ => Err(Problem::UnknownChoice),
    }
}

/// An amount as it is typed and exported: `120.50`.
pub fn amount_text(money: Money) -> String {
    format!("{}.{:02}", money.minor / 100, money.minor % 100)
}

/// A listing's rows, one a size; what is said of the listing stands in the first.
pub fn listing_rows(it: &KnownListing, known: &Known) -> Vec<Vec<(SheetColumn, String)>> {
    let mut first = listing_cells(it, known);
    if it.draft.variants.is_empty() {
        return vec![first];
    }
    it.draft
        .variants
        .iter()
        .map(|variant| {
            let mut row = core::mem::take(&mut first);
            if row.is_empty() {
                row.push((SheetColumn::Listing, it.id.to_string()));
            }
            row.extend(size_cells(variant, known));
            row
        })
        .collect()
}

fn listing_cells(it: &KnownListing, known: &Known) -> Vec<(SheetColumn, String)> {
    let draft = &it.draft;
    let mut cells = vec![(SheetColumn::Listing, it.id.to_string())];
    let category = known.categories.iter().find(|at| at.id == draft.category);
    cells.extend(category.map(|it| (SheetColumn::Category, it.slug.clone())));
    let mut local = |column: &dyn Fn(Lang) -> SheetColumn, text: &LocalText| {
        for lang in Lang::ALL {
            if let Some(text) = text.get(lang) {
                cells.push((column(lang), text.to_owned()));
            }
        }
    };
    local(&SheetColumn::Name, &draft.name);
    local(&SheetColumn::Description, &draft.description);
    for (at, key) in (0_u8..).zip(FACT_KEYS) {
        if let Some(fact) = draft.attributes.iter().find(|it| it.key == key) {
            local(&|lang| SheetColumn::Fact(at, lang), &fact.value);
        }
    }
    let certificate = known
        .certificates
        .iter()
        .find(|it| Some(it.id) == draft.certification);
    cells.extend(certificate.map(|it| (SheetColumn::Certification, it.number.clone())));
    cells.extend([
        (SheetColumn::Origin, draft.origin.clone()),
        (SheetColumn::HsCode, draft.hs_code.clone()),
        (
            SheetColumn::Unique,
            if draft.unique_piece { "yes" } else { "no" }.to_owned(),
        ),
        (SheetColumn::PrepareDays, draft.prepare_days.to_string()),
        (SheetColumn::MinOrder, draft.min_order.to_string()),
    ]);
    cells
}

fn size_cells(it: &DraftVariant, known: &Known) -> Vec<(SheetColumn, String)> {
    let stock = it.id.and_then(|id| known.stock.get(&id));
    let mut cells = vec![
        (SheetColumn::Sku, it.sku.clone()),
        (SheetColumn::Amount, it.pack.amount.to_string()),
        (SheetColumn::Unit, it.pack.unit.code().to_owned()),
        (SheetColumn::Price, amount_text(it.price)),
    ];
    cells.extend(it.eur.map(|price| (SheetColumn::Eur, amount_text(price))));
    cells.extend(it.usd.map(|price| (SheetColumn::Usd, amount_text(price))));
    for (at, step) in (0_u8..).zip(&it.breaks) {
        let quantity = step.min_quantity.to_string();
        cells.push((SheetColumn::BreakQuantity(at), quantity));
        cells.push((SheetColumn::BreakPrice(at), amount_text(step.price)));
    }
    let on_hand = stock.map_or(it.opening_stock, |stock| stock.on_hand);
    cells.push((SheetColumn::Stock, on_hand.to_string()));
    if stock.is_some() {
        cells.push((SheetColumn::StockBefore, on_hand.to_string()));
    }
    cells
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadsheetState {
    /// It has errors: nothing of it can be written.
    Refused,
    /// Without errors, and nothing is written yet.
    Checked,
    Written,
}

impl SpreadsheetState {
    pub const fn code(self) -> &'static str {
        match self {
            SpreadsheetState::Refused => "refused",
            SpreadsheetState::Checked => "checked",
            SpreadsheetState::Written => "written",
        }
    }

    pub fn from_code(code: &str) -> Option<SpreadsheetState> {
        [
            SpreadsheetState::Refused,
            SpreadsheetState::Checked,
            SpreadsheetState::Written,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }
}

/// The last file that a cooperative sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpreadsheetView {
    pub id: SpreadsheetId,
    pub file_name: String,
    pub sent_at: Timestamp,
    pub state: SpreadsheetState,
    pub report: SheetReport,
}

//! An idea for the bank: its authors write it one thing a page, an advisor of its region gives it
//! back with reasons or makes a sheet of it.

use super::{Assumption, Field, Inputs, SheetCard, SheetContent, Subject};
use crate::{
    Error, FieldError, IdeaId, Lang, LocalText, PersonId, Problem, Result, Timestamp,
    geography::{Province, Region},
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As many people as may write one idea.
pub const MOST_AUTHORS: usize = 10;

coded!(
    /// Where an idea stands.
    IdeaState {
    Draft = "draft", Submitted = "submitted", Returned = "returned",
    /// A sheet is made of it, which the advisor still reads.
    Accepted = "accepted",
    Published = "published", Withdrawn = "withdrawn",
});

coded!(IdeaEvent {
    Submit = "submit", Return = "return", Accept = "accept", Publish = "publish", Withdraw = "withdraw",
});

impl IdeaState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: IdeaEvent) -> Result<IdeaState> {
        use IdeaState::{Accepted, Draft, Published, Returned, Submitted, Withdrawn};
        match (self, event) {
            (Draft | Returned, IdeaEvent::Submit) => Ok(Submitted),
            (Submitted | Accepted, IdeaEvent::Return) => Ok(Returned),
            (Submitted, IdeaEvent::Accept) => Ok(Accepted),
            (Accepted, IdeaEvent::Publish) => Ok(Published),
            (Draft | Submitted | Returned, IdeaEvent::Withdraw) => Ok(Withdrawn),
            _ => Err(Error::Conflict),
        }
    }

    /// Whether its authors may change what it says.
    pub const fn is_editable(self) -> bool {
        matches!(self, IdeaState::Draft | IdeaState::Returned)
    }

    /// Whether nothing will happen to it any more.
    pub const fn is_over(self) -> bool {
        matches!(self, IdeaState::Published | IdeaState::Withdrawn)
    }
}

coded!(
    /// What an idea says, each under the name of its form's field.
    IdeaField {
    Title = "title", What = "what", Sector = "sector", Product = "product", Province = "province",
    /// Why it is not what the bank already has.
    Different = "different",
    ForWhom = "for_whom", Why = "why", Price = "price", Volume = "volume", UnitCost = "unit_cost",
    Investment = "investment", Known = "known",
    /// A recording, of which the history says type and size; on no form of texts.
    Voice = "voice",
});

coded!(
    /// One page of the form.
    IdeaStep {
    What = "what", Product = "product", Place = "place", Similar = "similar", Reasons = "reasons",
    Figures = "figures", Voice = "voice",
});

impl IdeaStep {
    pub const fn fields(self) -> &'static [IdeaField] {
        match self {
            IdeaStep::What => &[IdeaField::Title, IdeaField::What],
            IdeaStep::Product => &[IdeaField::Sector, IdeaField::Product],
            IdeaStep::Place => &[IdeaField::Province],
            IdeaStep::Similar => &[IdeaField::Different],
            IdeaStep::Reasons => &[IdeaField::ForWhom, IdeaField::Why],
            IdeaStep::Figures => &[
                IdeaField::Price,
                IdeaField::Volume,
                IdeaField::UnitCost,
                IdeaField::Investment,
                IdeaField::Known,
            ],
            IdeaStep::Voice => &[],
        }
    }

    pub fn next(self) -> Option<IdeaStep> {
        let at = Self::ALL.iter().position(|it| *it == self)?;
        Self::ALL.get(at + 1).copied()
    }

    pub fn previous(self) -> Option<IdeaStep> {
        let at = Self::ALL.iter().position(|it| *it == self)?;
        Self::ALL.get(at.checked_sub(1)?).copied()
    }
}

/// What a form may choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaChoices {
    /// Code and name.
    pub sectors: Vec<(String, LocalText)>,
    /// What published sheets make, to type the same word.
    pub products: Vec<LocalText>,
    pub regions: Vec<Region>,
    pub provinces: Vec<Province>,
}

impl IdeaField {
    pub const fn is_optional(self) -> bool {
        matches!(
            self,
            IdeaField::Different
                | IdeaField::Price
                | IdeaField::Volume
                | IdeaField::UnitCost
                | IdeaField::Investment
                | IdeaField::Known
                | IdeaField::Voice
        )
    }

    /// The simulator's input whose bounds it keeps.
    const fn input(self) -> Option<Field> {
        match self {
            IdeaField::Price => Some(Field::UnitPrice),
            IdeaField::Volume => Some(Field::Volume(0)),
            IdeaField::UnitCost => Some(Field::OtherCosts),
            IdeaField::Investment => Some(Field::AssetCost(0)),
            _ => None,
        }
    }

    /// The text as it is kept; the empty one for what is left out.
    fn parse(self, typed: &str, choices: &IdeaChoices) -> core::result::Result<String, Problem> {
        if self.is_optional() && typed.trim().is_empty() {
            return Ok(String::new());
        }
        let paragraph =
            |max: u32| text::paragraph(typed, max).and_then(|it| it.ok_or(Problem::Required));
        match self {
            IdeaField::Title => text::line(typed, 120),
            IdeaField::Product => text::line(typed, 80),
            IdeaField::What | IdeaField::Known => paragraph(2_000),
            IdeaField::ForWhom | IdeaField::Why => paragraph(1_500),
            IdeaField::Different => match paragraph(1_000)? {
                it if it.chars().count() < 15 => Err(Problem::TooShort { min: 15 }),
                it => Ok(it),
            },
            IdeaField::Sector => choices
                .sectors
                .iter()
                .find(|(code, _)| code == typed)
                .map(|(code, _)| code.clone())
                .ok_or(Problem::UnknownChoice),
            IdeaField::Province => choices
                .provinces
                .iter()
                .find(|it| it.code == typed)
                .map(|it| it.code.clone())
                .ok_or(Problem::UnknownChoice),
            IdeaField::Voice => Err(Problem::UnknownChoice),
            IdeaField::Price | IdeaField::Volume | IdeaField::UnitCost | IdeaField::Investment => {
                let input = self.input().ok_or(Problem::NotANumber)?;
                match input.parse(typed)? {
                    value @ 1.. => Ok(input.text(value)),
                    _ => Err(Problem::OutOfRange {
                        min: 1,
                        max: input.bounds().1 / input.quantity().unit(),
                    }),
                }
            }
        }
    }
}

/// All that an idea says so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaContent(BTreeMap<IdeaField, String>);

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdeaChange {
    pub field: IdeaField,
    pub before: String,
    pub after: String,
}

impl IdeaContent {
    /// The empty text for what is not said.
    pub fn get(&self, field: IdeaField) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    pub fn apply(&mut self, change: &IdeaChange) {
        self.0.insert(change.field, change.after.clone());
    }

    /// What the page `step` would change; `typed` holds its fields by name.
    ///
    /// # Errors
    /// `Invalid` naming every wrong field of the page.
    pub fn changes(
        &self,
        step: IdeaStep,
        typed: &BTreeMap<String, String>,
        choices: &IdeaChoices,
    ) -> Result<Vec<IdeaChange>> {
        let mut check = Check::default();
        let mut changes = Vec::new();
        for field in step.fields() {
            let typed = typed.get(field.code()).map_or("", String::as_str);
            let Some(after) = check.take(field.code(), field.parse(typed, choices)) else {
                continue;
            };
            if after != self.get(*field) {
                changes.push(IdeaChange {
                    field: *field,
                    before: self.get(*field).to_owned(),
                    after,
                });
            }
        }
        check.finish()?;
        Ok(changes)
    }

    /// Whether the page says what it must. `Similar` asks only where something is alike, which the
    /// search knows.
    pub fn has(&self, step: IdeaStep) -> bool {
        step.fields()
            .iter()
            .all(|field| field.is_optional() || !self.get(*field).is_empty())
    }

    /// # Errors
    /// `Invalid` naming every field that is missing before an advisor can read it.
    pub fn check_complete(&self, something_is_alike: bool) -> Result<()> {
        let must = |field: &IdeaField| {
            !field.is_optional() || (*field == IdeaField::Different && something_is_alike)
        };
        let missing: Vec<FieldError> = IdeaField::ALL
            .iter()
            .filter(|field| must(field) && self.get(**field).is_empty())
            .map(|field| FieldError::new(field.code(), Problem::Required))
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid { fields: missing })
        }
    }

    /// The figure as the simulator counts: centimes or units. `None` where it is not known.
    fn figure(&self, field: IdeaField) -> Option<i64> {
        field
            .input()?
            .parse(self.get(field))
            .ok()
            .filter(|it| *it > 0)
    }

    /// A text in the language it is written in.
    pub fn local(&self, field: IdeaField, lang: Lang) -> LocalText {
        LocalText::of(lang, self.get(field).to_owned())
    }

    /// The inputs of the type with what the idea knows in their place. What is known of a whole is
    /// spread as the type spreads it: costs over members and others, investment over its items,
    /// later years' volumes as they grow there.
    pub fn inputs(&self, base: &Inputs) -> Inputs {
        let mut inputs = base.clone();
        if let Some(price) = self.figure(IdeaField::Price) {
            inputs.unit_price = price;
        }
        if let Some(volume) = self.figure(IdeaField::Volume) {
            let first = base.annual_volume[0];
            inputs.annual_volume = base.annual_volume.map(|it| scaled(volume, it, first));
        }
        if let Some(cost) = self.figure(IdeaField::UnitCost) {
            let whole = base.paid_to_members.saturating_add(base.other_costs);
            inputs.paid_to_members = if whole > 0 {
                scaled(cost, base.paid_to_members, whole)
            } else {
                0
            };
            inputs.other_costs = cost - inputs.paid_to_members;
        }
        if let Some(investment) = self.figure(IdeaField::Investment) {
            let whole: i64 = base.assets.iter().map(|it| it.cost).sum();
            for asset in &mut inputs.assets {
                asset.cost = scaled(investment, asset.cost, whole);
            }
            let spread: i64 = inputs.assets.iter().map(|it| it.cost).sum();
            if let Some(first) = inputs.assets.first_mut() {
                first.cost += investment - spread;
            }
        }
        inputs
    }

    /// The sheet that an advisor begins with: the type's, with the idea's own words and figures.
    /// What is said in one language only is left empty in the others, for the advisor to write.
    pub fn sheet(
        &self,
        base: &SheetContent,
        lang: Lang,
        (source, now): (&LocalText, Timestamp),
    ) -> SheetContent {
        let known = |subject: Subject| match subject {
            Subject::Price => self.figure(IdeaField::Price).is_some(),
            Subject::Volume => self.figure(IdeaField::Volume).is_some(),
            Subject::PaidToMembers | Subject::Costs => self.figure(IdeaField::UnitCost).is_some(),
            Subject::Investment => self.figure(IdeaField::Investment).is_some(),
            _ => false,
        };
        let assumptions = base.assumptions.iter().map(|it| {
            if known(it.subject) {
                Assumption {
                    subject: it.subject,
                    source: source.clone(),
                    date: now,
                }
            } else {
                it.clone()
            }
        });
        let mut product_name = base.product_name.clone();
        product_name.set(lang, Some(self.get(IdeaField::Product).to_owned()));
        SheetContent {
            title: self.local(IdeaField::Title, lang),
            what: self.local(IdeaField::What, lang),
            for_whom: self.local(IdeaField::ForWhom, lang),
            market: self.local(IdeaField::Why, lang),
            product_name,
            inputs: self.inputs(&base.inputs),
            assumptions: assumptions.collect(),
            ..base.clone()
        }
    }
}

/// `value * part / whole`, half up; the value itself where there is no whole.
fn scaled(value: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return value;
    }
    let product = i128::from(value) * i128::from(part) + i128::from(whole) / 2;
    i64::try_from(product / i128::from(whole)).unwrap_or(i64::MAX)
}

/// What an advisor reads and writes of a sheet that an idea became, as typed: French, Arabic,
/// English and (not asked) Tamazight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdeaSheetInput {
    pub title: [String; 4],
    pub what: [String; 4],
    pub for_whom: [String; 4],
    pub market: [String; 4],
    pub product_name: [String; 4],
}

impl IdeaSheetInput {
    /// # Errors
    /// `Invalid` naming every wrong field, `title_fr` and so on.
    pub fn apply(&self, content: &SheetContent) -> Result<SheetContent> {
        let mut check = Check::default();
        let line = |typed: &str| text::line(typed, 160);
        let lines = |typed: &str| text::paragraph(typed, 2_000)?.ok_or(Problem::Required);
        let mut read = content.clone();
        let texts: [(&str, &[String; 4], &mut LocalText, bool); 5] = [
            ("title", &self.title, &mut read.title, true),
            ("what", &self.what, &mut read.what, false),
            ("for_whom", &self.for_whom, &mut read.for_whom, false),
            ("market", &self.market, &mut read.market, false),
            (
                "product_name",
                &self.product_name,
                &mut read.product_name,
                true,
            ),
        ];
        for (name, typed, kept, is_line) in texts {
            let new = if is_line {
                text::local(&mut check, name, typed, line)
            } else {
                text::local(&mut check, name, typed, lines)
            };
            // The form does not ask for Tamazight.
            *kept = LocalText {
                zgh: kept.zgh.take(),
                ..new
            };
        }
        check.finish()?;
        Ok(read)
    }
}

/// What everyone will read must be there in the country's two languages of the office.
///
/// # Errors
/// `Invalid` naming `title_ar` and so on.
pub fn check_idea_sheet(content: &SheetContent) -> Result<()> {
    let texts = [
        ("title", &content.title),
        ("what", &content.what),
        ("for_whom", &content.for_whom),
        ("market", &content.market),
        ("product_name", &content.product_name),
    ];
    let mut check = Check::default();
    for (name, text) in texts {
        for lang in [Lang::Fr, Lang::Ar] {
            if text.get(lang).is_none_or(|it| it.trim().is_empty()) {
                check.refuse(&format!("{name}_{}", lang.code()), Problem::Required);
            }
        }
    }
    check.finish()
}

coded!(
    /// Why two projects may be one.
    Likeness {
    Product = "product", Title = "title", Province = "province", Region = "region",
});

/// Something of the bank that an idea may be a copy of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similar {
    /// A published sheet's address; `None` for someone's open idea, of which no more is shown.
    pub sheet: Option<String>,
    pub title: LocalText,
    pub province: LocalText,
    pub why: Vec<Likeness>,
}

/// `None` where neither what it makes nor what it is called is the same: a place alone makes no
/// copy.
pub fn likeness(
    (province, region): (&str, &str),
    other: &SheetCard,
    (makes_the_same, is_called_the_same): (bool, bool),
) -> Option<Vec<Likeness>> {
    if !makes_the_same && !is_called_the_same {
        return None;
    }
    let in_province = other.province == province;
    let why = [
        (makes_the_same, Likeness::Product),
        (is_called_the_same, Likeness::Title),
        (in_province, Likeness::Province),
        (!in_province && other.region == region, Likeness::Region),
    ];
    Some(
        why.into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, why)| why)
            .collect(),
    )
}

/// A voice note that goes with an idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceNote {
    pub media_type: String,
    pub bytes: u64,
    pub at: Timestamp,
}

impl VoiceNote {
    /// As the history says it.
    pub fn told(&self) -> String {
        format!("{}, {} kB", self.media_type, self.bytes.div_ceil(1_000))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    pub id: IdeaId,
    pub state: IdeaState,
    /// In which it is written.
    pub lang: Lang,
    /// Of its last change; a form names the one it was made on.
    pub version: i64,
    pub content: IdeaContent,
    pub voice: Option<VoiceNote>,
    /// Why it was given back.
    pub reasons: Option<String>,
    /// Until when an advisor answers.
    pub due_at: Option<Timestamp>,
    /// The address of the sheet it became.
    pub sheet: Option<String>,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaAuthor {
    pub person: PersonId,
    pub name: String,
    pub is_me: bool,
    pub is_owner: bool,
    /// Agreed to be named on the sheet.
    pub is_named: bool,
}

/// One field's change, as the history shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaRevision {
    pub by: String,
    pub at: Timestamp,
    pub field: IdeaField,
    pub before: String,
    pub after: String,
}

/// One's idea in the list of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaLine {
    pub id: IdeaId,
    pub title: String,
    pub state: IdeaState,
    pub updated_at: Timestamp,
}

/// An idea as its authors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaPage {
    pub idea: Idea,
    pub i_lead: bool,
    pub authors: Vec<IdeaAuthor>,
    pub choices: IdeaChoices,
    pub similar: Vec<Similar>,
    /// The newest first.
    pub history: Vec<IdeaRevision>,
    /// Links that still invite.
    pub open_links: u32,
    /// An invitation's address without its secret.
    pub join_address: String,
}

/// What an invitation opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaInvitation {
    pub id: IdeaId,
    pub title: String,
    pub invited_by: String,
    pub is_author: bool,
    /// As many as may write it do.
    pub is_full: bool,
}

/// An idea as an advisor of its region sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaCase {
    pub idea: Idea,
    pub authors: Vec<String>,
    pub sector: LocalText,
    pub province: LocalText,
    pub similar: Vec<Similar>,
    pub history: Vec<IdeaRevision>,
    /// Published sheets to begin from, address and title, the nearest first.
    pub bases: Vec<(String, LocalText)>,
    /// What was made of it and is not published yet.
    pub draft: Option<SheetContent>,
}

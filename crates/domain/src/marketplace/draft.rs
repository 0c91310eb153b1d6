//! A listing while it is written: everything its page will say, kept step by step, and what of a
//! change an advisor must see first.

use super::{Attribute, Category, PackSize, Picture, Unit};
use crate::{
    CategoryId, CertificationId, Currency, Error, ListingId, LocalText, Money, PictureId, Problem,
    Result, Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// Sizes of one listing, breaks of one size, pictures of one listing.
pub const MAX_VARIANTS: usize = 12;
pub const MAX_BREAKS: usize = 3;
pub const MAX_PICTURES: usize = 8;

/// One page of the editor, in the order they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftStep {
    Name,
    Description,
    Facts,
    Prices,
    Terms,
    Pictures,
}

impl DraftStep {
    pub const ALL: [DraftStep; 6] = [
        DraftStep::Name,
        DraftStep::Description,
        DraftStep::Facts,
        DraftStep::Prices,
        DraftStep::Terms,
        DraftStep::Pictures,
    ];

    /// In the address.
    pub const fn code(self) -> &'static str {
        match self {
            DraftStep::Name => "name",
            DraftStep::Description => "description",
            DraftStep::Facts => "facts",
            DraftStep::Prices => "prices",
            DraftStep::Terms => "terms",
            DraftStep::Pictures => "pictures",
        }
    }

    pub fn from_code(code: &str) -> Option<DraftStep> {
        DraftStep::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// Fewer pieces cost more: from `min_quantity` on, each costs `price`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityBreak {
    pub min_quantity: u32,
    pub price: Money,
}

/// A size of the goods, as it will be sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftVariant {
    /// `None` until it was published.
    pub id: Option<VariantId>,
    pub sku: String,
    pub pack: PackSize,
    /// In dirhams.
    pub price: Money,
    /// Explicit prices abroad, never converted.
    pub eur: Option<Money>,
    pub usd: Option<Money>,
    pub breaks: Vec<QuantityBreak>,
    /// What is there when it is published first.
    pub opening_stock: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPicture {
    pub id: PictureId,
    pub alt: LocalText,
}

/// Everything a listing's page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingDraft {
    pub category: CategoryId,
    pub name: LocalText,
    pub description: LocalText,
    pub attributes: Vec<Attribute>,
    /// Harmonized System, for customs: `1515.90`. Empty where not known yet.
    pub hs_code: String,
    /// Where it was grown or made.
    pub origin: String,
    pub certification: Option<CertificationId>,
    /// One of a kind: a single size of which there is one.
    pub unique_piece: bool,
    pub variants: Vec<DraftVariant>,
    /// Working days until it can leave.
    pub prepare_days: u32,
    pub min_order: u32,
    /// In the order they are shown.
    pub pictures: Vec<DraftPicture>,
}

impl ListingDraft {
    pub fn empty(category: CategoryId) -> ListingDraft {
        ListingDraft {
            category,
            name: LocalText::default(),
            description: LocalText::default(),
            attributes: Vec::new(),
            hs_code: String::new(),
            origin: String::new(),
            certification: None,
            unique_piece: false,
            variants: Vec::new(),
            prepare_days: 2,
            min_order: 1,
            pictures: Vec::new(),
        }
    }

    pub fn has(&self, step: DraftStep, category: &Category) -> bool {
        match step {
            DraftStep::Name => !self.name.is_empty(),
            DraftStep::Description => !self.description.is_empty(),
            DraftStep::Facts => super::check_attributes(category, &self.attributes).is_ok(),
            DraftStep::Prices => !self.variants.is_empty(),
            DraftStep::Terms => true,
            DraftStep::Pictures => !self.pictures.is_empty(),
        }
    }

    /// # Errors
    /// `Invalid` naming each step that is missing.
    pub fn check_complete(&self, category: &Category) -> Result<()> {
        let mut check = Check::default();
        for step in DraftStep::ALL {
            if !self.has(step, category) {
                check.refuse(step.code(), Problem::Required);
            }
        }
        if self.unique_piece && self.variants.len() > 1 {
            check.refuse(
                DraftStep::Prices.code(),
                Problem::OutOfRange { min: 1, max: 1 },
            );
        }
        check.finish()
    }

    /// Whether an advisor must see the change from `published` first: what the goods are, and not
    /// what they cost or how soon they leave.
    pub fn needs_review(&self, published: &ListingDraft) -> bool {
        let packs = |it: &ListingDraft| -> Vec<(Option<VariantId>, PackSize)> {
            it.variants
                .iter()
                .map(|variant| (variant.id, variant.pack))
                .collect()
        };
        let without = |it: &ListingDraft| ListingDraft {
            variants: Vec::new(),
            prepare_days: 0,
            min_order: 0,
            ..it.clone()
        };
        without(self) != without(published) || packs(self) != packs(published)
    }
}

/// Where a listing stands for its seller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// Nothing was changed since it was published.
    Unchanged,
    Draft,
    Submitted,
    Returned,
}

/// One of a cooperative's listings, published or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyListing {
    pub id: ListingId,
    /// Of its public page; `None` until it was published.
    pub slug: Option<String>,
    pub name: LocalText,
    pub picture: Option<Picture>,
    pub is_archived: bool,
    pub state: DraftState,
    /// Of the cheapest size that is published.
    pub price: Option<Money>,
    pub available: u32,
}

/// A checked certificate that a listing may show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateChoice {
    pub id: CertificationId,
    pub label: String,
    pub number: String,
    pub expires_at: Timestamp,
}

/// What the editor shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPage {
    pub listing: ListingId,
    pub slug: Option<String>,
    pub draft: ListingDraft,
    pub state: DraftState,
    pub reasons: Option<String>,
    pub version: i64,
    pub category: Category,
    pub certificates: Vec<CertificateChoice>,
    /// Those of the draft that are rendered, or on their way (without sizes yet).
    pub pictures: Vec<Picture>,
    /// Whether a submission goes to an advisor.
    pub needs_review: bool,
}

/// The facts that categories ask for, and what they are called.
const FACTS: [(&str, &str, &str, &str); 7] = [
    ("extraction", "Extraction", "طريقة الاستخلاص", "Extraction"),
    ("flower", "Fleur", "الزهرة", "Flower"),
    ("harvest", "Récolte", "الجني", "Harvest"),
    ("milk", "Lait", "الحليب", "Milk"),
    ("ingredients", "Ingrédients", "المكونات", "Ingredients"),
    ("material", "Matière", "المادة", "Material"),
    ("origin", "Origine", "المصدر", "Origin"),
];

/// Their keys.
pub const FACT_KEYS: [&str; FACTS.len()] = {
    let mut keys = [""; FACTS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = FACTS[at].0;
        at += 1;
    }
    keys
};

/// What a draft's attribute is called; an unknown one by its key.
pub fn attribute_name(key: &str) -> LocalText {
    FACTS.iter().find(|(known, ..)| *known == key).map_or_else(
        || LocalText::new(key, "", ""),
        |(_, fr, ar, en)| LocalText::new(fr, ar, en),
    )
}

/// The name as typed, in the order of the languages; problems go to `name_…`.
pub fn draft_name(check: &mut Check, texts: &[String; 4]) -> LocalText {
    text::local(check, "name", texts, |it| text::name(it, 120))
}

/// The description as typed; problems go to `description_…`.
pub fn draft_description(check: &mut Check, texts: &[String; 4]) -> LocalText {
    text::local(check, "description", texts, |it| {
        text::paragraph(it, 3_000)?.ok_or(Problem::Required)
    })
}

/// A fact as typed; problems go to `<field>_…`.
pub fn draft_attribute(
    check: &mut Check,
    field: &str,
    key: &str,
    texts: &[String; 4],
) -> Attribute {
    Attribute {
        key: key.to_owned(),
        name: attribute_name(key),
        value: text::local(check, field, texts, |it| text::line(it, 200)),
    }
}

/// # Errors
/// As [`text::line`].
pub fn draft_origin(typed: &str) -> core::result::Result<String, Problem> {
    text::line(typed, 120)
}

/// Working days until the goods leave, pieces of the smallest order, and whether there is only one;
/// problems go to `prepare_days` and `min_order`.
pub fn draft_terms(
    check: &mut Check,
    prepare_days: &str,
    min_order: &str,
    is_unique: bool,
) -> Option<(u32, u32)> {
    let days = check.take("prepare_days", text::integer(prepare_days, 0, 60));
    let least = check.take("min_order", text::integer(min_order, 1, 500));
    if is_unique && least.is_some_and(|least| least > 1) {
        check.refuse("min_order", Problem::OutOfRange { min: 1, max: 1 });
    }
    let days = days.and_then(|days| u32::try_from(days).ok())?;
    let least = least.and_then(|least| u32::try_from(least).ok())?;
    Some((days, least))
}

/// A size as typed.
#[derive(Clone, Debug, Default)]
pub struct VariantInput {
    pub sku: String,
    pub amount: String,
    pub unit: String,
    pub price: String,
    pub eur: String,
    pub usd: String,
    /// Pieces and price of each break; both empty where there is none.
    pub breaks: [(String, String); MAX_BREAKS],
    pub stock: String,
}

/// The units that packs are kept in.
pub const PACK_UNITS: [Unit; 6] = [
    Unit::Gram,
    Unit::Millilitre,
    Unit::Piece,
    Unit::Pair,
    Unit::Dozen,
    Unit::SquareDecimetre,
];

/// `sku` is what it gets where none was typed.
///
/// # Errors
/// `Invalid` naming each field.
pub fn parse_variant(
    input: &VariantInput,
    id: Option<VariantId>,
    sku: &str,
) -> Result<DraftVariant> {
    let mut check = Check::default();
    let sku = match input.sku.trim() {
        "" => Some(sku.to_owned()),
        typed => check.take("sku", code(typed)),
    };
    let amount = check.take("amount", text::integer(&input.amount, 1, 10_000_000));
    let unit = Unit::from_code(&input.unit)
        .filter(|unit| PACK_UNITS.contains(unit))
        .ok_or(Problem::UnknownChoice);
    let unit = check.take("unit", unit);
    let price = check.take("price", text::amount(&input.price, Currency::Mad));
    let optional = |check: &mut Check, field: &str, typed: &str, currency| {
        (!typed.trim().is_empty())
            .then(|| check.take(field, text::amount(typed, currency)))
            .flatten()
    };
    let eur = optional(&mut check, "eur", &input.eur, Currency::Eur);
    let usd = optional(&mut check, "usd", &input.usd, Currency::Usd);
    let stock = match input.stock.trim() {
        "" => Some(0),
        typed => check.take("stock", text::integer(typed, 0, 1_000_000)),
    };
    let mut breaks = Vec::new();
    let mut last = (1, price.map(|price| price.minor));
    for (at, (quantity, cost)) in input.breaks.iter().enumerate() {
        if quantity.trim().is_empty() && cost.trim().is_empty() {
            continue;
        }
        let (quantity_field, price_field) =
            (format!("break_quantity_{at}"), format!("break_price_{at}"));
        let quantity = check.take(&quantity_field, text::integer(quantity, last.0 + 1, 999));
        let cost = check.take(&price_field, text::amount(cost, Currency::Mad));
        let (Some(quantity), Some(cost)) = (quantity, cost) else {
            continue;
        };
        // More pieces never cost more each.
        if last.1.is_some_and(|before| cost.minor >= before) {
            let max = last.1.map_or(0, |before| before / 100);
            check.refuse(&price_field, Problem::OutOfRange { min: 0, max });
        }
        last = (quantity, Some(cost.minor));
        breaks.push(QuantityBreak {
            min_quantity: u32::try_from(quantity).unwrap_or(2),
            price: cost,
        });
    }
    check.finish()?;
    match (sku, amount, unit, price, stock) {
        (Some(sku), Some(amount), Some(unit), Some(price), Some(stock)) => Ok(DraftVariant {
            id,
            sku,
            pack: PackSize { amount, unit },
            price,
            eur,
            usd,
            breaks,
            opening_stock: u32::try_from(stock).unwrap_or(0),
        }),
        _ => Err(Error::Malformed),
    }
}

/// A stock-keeping code: letters, digits, dashes and dots.
///
/// # Errors
/// `Required`, `TooLong`, `WrongScript`.
pub fn code(typed: &str) -> core::result::Result<String, Problem> {
    let typed = text::line(typed, 40)?;
    let ok = typed
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-._/".contains(&b));
    if ok {
        Ok(typed)
    } else {
        Err(Problem::WrongScript)
    }
}

/// `1515.90` or `151590`: 4 to 10 digits. May be empty.
///
/// # Errors
/// `InvalidHsCode`.
pub fn hs_code(typed: &str) -> core::result::Result<String, Problem> {
    let digits: String = typed
        .chars()
        .map(text::western_digit)
        .filter(|c| !matches!(c, ' ' | '.'))
        .collect();
    match digits.len() {
        0 => Ok(String::new()),
        4..=10 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(if digits.len() > 4 {
            format!("{}.{}", &digits[..4], &digits[4..])
        } else {
            digits
        }),
        _ => Err(Problem::InvalidHsCode),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(price: &str, breaks: [(&str, &str); 3]) -> VariantInput {
        VariantInput {
            amount: "250".to_owned(),
            unit: "ml".to_owned(),
            price: price.to_owned(),
            breaks: breaks.map(|(quantity, price)| (quantity.to_owned(), price.to_owned())),
            ..VariantInput::default()
        }
    }

    #[test]
    fn breaks_grow_in_pieces_and_fall_in_price() {
        let none = ("", "");
        let cases = [
            (input("100", [none, none, none]), true),
            (input("100", [("6", "90"), ("12", "80"), none]), true),
            (input("100", [("6", "100"), none, none]), false),
            (input("100", [("12", "80"), ("6", "70"), none]), false),
            (input("100", [("6", ""), none, none]), false),
            (input("100", [("1", "90"), none, none]), false),
            (input("0", [none, none, none]), false),
            (input("12,5", [none, none, none]), true),
            (input("12,555", [none, none, none]), false),
        ];
        for (input, expected) in cases {
            assert_eq!(
                parse_variant(&input, None, "X").is_ok(),
                expected,
                "{input:?}"
            );
        }
    }

    #[test]
    fn only_what_the_goods_are_goes_to_an_advisor() {
        let variant = parse_variant(
            &input("100", [("", ""), ("", ""), ("", "")]),
            Some(VariantId(1)),
            "X",
        );
        let Ok(variant) = variant else {
            panic!("{variant:?}")
        };
        let published = ListingDraft {
            name: LocalText::new("Huile", "زيت", "Oil"),
            variants: vec![variant],
            ..ListingDraft::empty(CategoryId(1))
        };
        let change = |edit: fn(&mut ListingDraft)| {
            let mut changed = published.clone();
            edit(&mut changed);
            changed.needs_review(&published)
        };
        type Edit = fn(&mut ListingDraft);
        let cases: [(Edit, bool); 8] = [
            (|_| (), false),
            (|it| it.variants[0].price.minor = 1, false),
            (
                |it| {
                    it.variants[0].eur = Some(Money {
                        minor: 900,
                        currency: Currency::Eur,
                    })
                },
                false,
            ),
            (|it| it.prepare_days = 9, false),
            (|it| it.min_order = 6, false),
            (|it| it.name.fr = Some("Autre".to_owned()), true),
            (|it| it.variants[0].pack.amount = 500, true),
            (|it| it.variants.clear(), true),
        ];
        for (at, (edit, expected)) in cases.into_iter().enumerate() {
            assert_eq!(change(edit), expected, "case {at}");
        }
    }

    #[test]
    fn customs_codes_are_digits() {
        for (typed, expected) in [
            ("", Ok("")),
            ("1515.90", Ok("1515.90")),
            ("151590", Ok("1515.90")),
            ("0409", Ok("0409")),
            ("١٥١٥.٩٠", Ok("1515.90")),
            ("151", Err(Problem::InvalidHsCode)),
            ("15x5", Err(Problem::InvalidHsCode)),
        ] {
            assert_eq!(hs_code(typed), expected.map(str::to_owned), "{typed}");
        }
    }
}

//! A cooperative's file, filled in by a member step by step and examined by an advisor.
//!
//! Each step is checked when it is saved; the whole is checked when it is submitted.

use super::{Ice, Rib, Status};
use crate::{
    Error, LocalText, Problem, RegistrationId, Result, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// One page of the file, in the order they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Name,
    Numbers,
    Place,
    Story,
    Documents,
}

impl Step {
    pub const ALL: [Step; 5] = [
        Step::Name,
        Step::Numbers,
        Step::Place,
        Step::Story,
        Step::Documents,
    ];

    /// In the address.
    pub const fn code(self) -> &'static str {
        match self {
            Step::Name => "name",
            Step::Numbers => "numbers",
            Step::Place => "place",
            Step::Story => "story",
            Step::Documents => "documents",
        }
    }

    pub fn from_code(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// What a paper proves; one of each is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Statutes,
    RegisterExtract,
    BankDetails,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 3] = [
        DocumentKind::Statutes,
        DocumentKind::RegisterExtract,
        DocumentKind::BankDetails,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            DocumentKind::Statutes => "statutes",
            DocumentKind::RegisterExtract => "register_extract",
            DocumentKind::BankDetails => "bank_details",
        }
    }

    pub fn from_code(code: &str) -> Option<DocumentKind> {
        DocumentKind::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A paper that was sent, as lists show it; its bytes are served to who may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: crate::DocumentId,
    pub kind: DocumentKind,
    /// As its owner called it.
    pub name: String,
    pub bytes: u64,
    pub uploaded_at: Timestamp,
}

/// The file as far as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    pub status: Status,
    pub name: LocalText,
    pub numbers: Option<Numbers>,
    pub place: Option<Place>,
    pub story: LocalText,
    pub documents: Vec<Document>,
    /// Why an advisor gave it back.
    pub reasons: Option<String>,
    /// Counts changes; a decision on an older one is refused.
    pub version: i64,
    pub updated_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub ice: Ice,
    /// In the local register of cooperatives, at the court of `court`.
    pub register_number: String,
    pub court: String,
    pub rib: Rib,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub members: u32,
    pub women: u32,
    pub founded_year: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Official code, for example `09.581`; the region follows from it.
    pub province: String,
    pub people: People,
}

impl Registration {
    pub fn has(&self, step: Step) -> bool {
        match step {
            Step::Name => !self.name.is_empty(),
            Step::Numbers => self.numbers.is_some(),
            Step::Place => self.place.is_some(),
            Step::Story => !self.story.is_empty(),
            Step::Documents => DocumentKind::ALL
                .iter()
                .all(|kind| self.documents.iter().any(|it| it.kind == *kind)),
        }
    }

    /// Where to go on.
    pub fn next_step(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| !self.has(*step))
    }

    /// Only a draft is changed by its author.
    ///
    /// # Errors
    /// `Conflict`.
    pub fn check_editable(&self) -> Result<()> {
        match self.status {
            Status::Draft => Ok(()),
            _ => Err(Error::Conflict),
        }
    }

    /// # Errors
    /// `Invalid` naming each step that is missing; `Conflict` where it is no draft.
    pub fn check_complete(&self) -> Result<()> {
        self.check_editable()?;
        let mut check = Check::default();
        for step in Step::ALL.into_iter().filter(|step| !self.has(*step)) {
            check.refuse(step.code(), Problem::Required);
        }
        check.finish()
    }
}

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct NumbersInput {
    pub ice: String,
    pub register_number: String,
    pub court: String,
    pub rib: String,
}

#[derive(Clone, Debug, Default)]
pub struct PlaceInput {
    pub province: String,
    pub founded_year: String,
    pub members: String,
    pub women: String,
}

/// The name in each language, `name_fr` and so on; French or Arabic at least.
///
/// # Errors
/// `Invalid`.
pub fn parse_name(name: &[String; 4]) -> Result<LocalText> {
    let mut check = Check::default();
    let name = text::local(&mut check, "name", name, |it| text::name(it, 120));
    check.finish()?;
    Ok(name)
}

/// # Errors
/// `Invalid`; a story has at least 40 characters, so that it tells something.
pub fn parse_story(story: &[String; 4]) -> Result<LocalText> {
    let mut check = Check::default();
    let story = text::local(&mut check, "story", story, |it| {
        let it = text::paragraph(it, 2_000)?.ok_or(Problem::Required)?;
        if it.chars().count() < 40 {
            return Err(Problem::TooShort { min: 40 });
        }
        Ok(it)
    });
    check.finish()?;
    Ok(story)
}

/// # Errors
/// `Invalid`.
pub fn parse_numbers(input: &NumbersInput) -> Result<Numbers> {
    let mut check = Check::default();
    let ice = check.take("ice", Ice::parse(&input.ice));
    let register_number = check.take("register_number", text::line(&input.register_number, 40));
    let court = check.take("court", text::name(&input.court, 80));
    let rib = check.take("rib", Rib::parse(&input.rib));
    check.finish()?;
    match (ice, register_number, court, rib) {
        (Some(ice), Some(register_number), Some(court), Some(rib)) => Ok(Numbers {
            ice,
            register_number,
            court,
            rib,
        }),
        _ => Err(Error::Malformed),
    }
}

/// `this_year` bounds the year of foundation; `fewest_members` is the law's (112-12: five).
///
/// # Errors
/// `Invalid`.
pub fn parse_place(input: &PlaceInput, this_year: i64, fewest_members: i64) -> Result<Place> {
    let mut check = Check::default();
    let province = check.take("province", text::line(&input.province, 10));
    let year = check.take(
        "founded_year",
        text::integer(&input.founded_year, 1938, this_year),
    );
    let members = check.take(
        "members",
        text::integer(&input.members, fewest_members, 100_000),
    );
    let women = check.take(
        "women",
        text::integer(&input.women, 0, members.unwrap_or(100_000)),
    );
    check.finish()?;
    let small = |number: i64| u32::try_from(number).map_err(|_| Error::Malformed);
    match (province, year, members, women) {
        (Some(province), Some(year), Some(members), Some(women)) => Ok(Place {
            province,
            people: People {
                members: small(members)?,
                women: small(women)?,
                founded_year: small(year)?,
            },
        }),
        _ => Err(Error::Malformed),
    }
}

/// The address of a cooperative's page from its name: Latin letters and digits, joined by dashes.
/// Empty where the name has none.
pub fn slug(name: &LocalText) -> String {
    let text = name
        .fr
        .as_deref()
        .or(name.en.as_deref())
        .unwrap_or_default();
    let folded = crate::search_text::normalize(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "cooperative" | "la" | "le" | "de"))
        .collect();
    words.join("-").chars().take(60).collect()
}

/// What the file's pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationPage {
    /// `None` before the first step is saved.
    pub registration: Option<Registration>,
    pub regions: Vec<crate::geography::Region>,
    pub provinces: Vec<crate::geography::Province>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_its_bounds() {
        let input = |members: &str, women: &str, year: &str| PlaceInput {
            province: "09.581".to_owned(),
            founded_year: year.to_owned(),
            members: members.to_owned(),
            women: women.to_owned(),
        };
        let cases = [
            (input("5", "5", "2026"), true),
            (input("4", "0", "2020"), false),
            (input("12", "13", "2020"), false),
            (input("12", "0", "2027"), false),
            (input("12", "0", "1937"), false),
            (input("douze", "0", "2020"), false),
        ];
        for (input, expected) in cases {
            assert_eq!(parse_place(&input, 2026, 5).is_ok(), expected, "{input:?}");
        }
    }

    #[test]
    fn a_slug_is_what_the_name_says() {
        let name = |fr: &str, en: &str| LocalText::new(fr, "تعاونية", en);
        for (name, expected) in [
            (name("Coopérative Aït Baha", ""), "ait-baha"),
            (name("", "Tafsut Cooperative"), "tafsut"),
            (name("", ""), ""),
            (name("L'Arganier d'Or", ""), "l-arganier-d-or"),
        ] {
            assert_eq!(slug(&name), expected);
        }
    }
}

//! The catalogue of courses: what a visitor asks for, in the address, and what comes back.

use super::course::coded;
use crate::{CourseId, Lang, LocalText, marketplace::Facet, search_text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Beginner,
    Intermediate,
}
coded!(Level { Beginner = "beginner", Intermediate = "intermediate" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    Create,
    Money,
    Sell,
    Quality,
    Govern,
}
coded!(Theme {
    Create = "create", Money = "money", Sell = "sell", Quality = "quality", Govern = "govern",
});

/// A course in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseCard {
    pub id: CourseId,
    pub slug: String,
    pub title: LocalText,
    pub summary: LocalText,
    pub theme: Theme,
    pub level: Level,
    pub langs: Vec<Lang>,
    pub minutes: i64,
    pub lessons: i64,
    pub illustration: String,
    /// Free places in sessions to come; only the catalogue counts them.
    pub places: i64,
}

impl CourseCard {
    /// Half an hour, an hour, longer.
    pub const fn duration(&self) -> &'static str {
        match self.minutes {
            ..=30 => "30",
            31..=60 => "60",
            _ => "more",
        }
    }
}

/// A question to the catalogue in canonical form: lists sorted, without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CourseQuery {
    pub text: String,
    pub langs: Vec<String>,
    pub themes: Vec<String>,
    pub levels: Vec<String>,
    pub durations: Vec<String>,
    pub places: Vec<String>,
}

/// The one value of the facet of places.
pub const FREE_PLACES: &str = "free";

pub const DURATIONS: [&str; 3] = ["30", "60", "more"];

impl CourseQuery {
    /// Reads decoded pairs of an address: `q`, and `lang`, `theme`, `level`, `duration`, `places` repeated.
    /// What makes no sense is left out; nothing is refused.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> CourseQuery {
        let mut query = CourseQuery::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "q" => {
                    query.text = value
                        .chars()
                        .filter(|c| !c.is_control())
                        .take(100)
                        .collect();
                }
                "in" if Lang::from_code(value).is_some() => query.langs.push(value.to_owned()),
                "theme" if Theme::from_code(value).is_some() => {
                    query.themes.push(value.to_owned());
                }
                "level" if Level::from_code(value).is_some() => {
                    query.levels.push(value.to_owned());
                }
                "places" if value == FREE_PLACES => query.places.push(value.to_owned()),
                "duration" if DURATIONS.contains(&value) => {
                    query.durations.push(value.to_owned());
                }
                _ => {}
            }
        }
        for (_, list) in query.lists_mut() {
            list.sort();
            list.dedup();
        }
        query
    }

    fn lists_mut(&mut self) -> [(&'static str, &mut Vec<String>); 5] {
        [
            ("in", &mut self.langs),
            ("theme", &mut self.themes),
            ("level", &mut self.levels),
            ("duration", &mut self.durations),
            ("places", &mut self.places),
        ]
    }

    fn lists(&self) -> [(&'static str, &Vec<String>); 5] {
        [
            ("in", &self.langs),
            ("theme", &self.themes),
            ("level", &self.levels),
            ("duration", &self.durations),
            ("places", &self.places),
        ]
    }

    /// `?theme=create&q=…`, empty where nothing is asked.
    pub fn to_query_string(&self) -> String {
        let mut out = String::new();
        let mut push = |name: &str, value: &str| {
            out.push(if out.is_empty() { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        };
        if !self.text.is_empty() {
            push("q", &self.text);
        }
        for (name, list) in self.lists() {
            for value in list {
                push(name, value);
            }
        }
        out
    }

    /// With one value of a facet chosen, or no longer chosen.
    #[must_use]
    pub fn toggled(&self, facet: &str, value: &str) -> CourseQuery {
        let mut query = self.clone();
        for (name, list) in query.lists_mut() {
            if name == facet {
                match list.iter().position(|it| it == value) {
                    Some(at) => {
                        list.remove(at);
                    }
                    None => list.push(value.to_owned()),
                }
                list.sort();
            }
        }
        query
    }

    pub fn is_filtered(&self) -> bool {
        !self.text.is_empty() || self.lists().iter().any(|(_, list)| !list.is_empty())
    }

    /// Whether the card answers the question, leaving one facet's own choice aside.
    fn admits(&self, card: &CourseCard, except: &str) -> bool {
        self.lists().iter().all(|(name, list)| {
            list.is_empty()
                || *name == except
                || values(card, name).iter().any(|value| list.contains(value))
        }) && self.finds(card)
    }

    /// Every word begins a word of the title or the summary, in any language.
    fn finds(&self, card: &CourseCard) -> bool {
        let wanted = search_text::tokens(&self.text);
        if wanted.is_empty() {
            return true;
        }
        let texts = [&card.title, &card.summary];
        let words: Vec<String> = texts
            .iter()
            .flat_map(|text| Lang::ALL.into_iter().filter_map(|lang| text.get(lang)))
            .flat_map(search_text::tokens)
            .collect();
        wanted
            .iter()
            .all(|wanted| words.iter().any(|word| word.starts_with(wanted.as_str())))
    }
}

/// The values of one facet that a card has.
fn values(card: &CourseCard, facet: &str) -> Vec<String> {
    match facet {
        "in" => card
            .langs
            .iter()
            .map(|lang| lang.code().to_owned())
            .collect(),
        "theme" => vec![card.theme.code().to_owned()],
        "level" => vec![card.level.code().to_owned()],
        "places" if card.places > 0 => vec![FREE_PLACES.to_owned()],
        "places" => Vec::new(),
        _ => vec![card.duration().to_owned()],
    }
}

/// What the catalogue answers. A facet's values carry no name: the screen has the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseCatalogue {
    pub query: CourseQuery,
    pub cards: Vec<CourseCard>,
    pub facets: Vec<Facet>,
}

impl CourseCatalogue {
    /// Each facet is counted without its own choice.
    pub fn of(all: &[CourseCard], query: CourseQuery) -> CourseCatalogue {
        let options: [(&str, Vec<&str>); 5] = [
            ("theme", Theme::ALL.iter().map(|it| it.code()).collect()),
            ("level", Level::ALL.iter().map(|it| it.code()).collect()),
            ("duration", DURATIONS.to_vec()),
            ("places", vec![FREE_PLACES]),
            ("in", Lang::ALL.iter().map(|it| it.code()).collect()),
        ];
        let facets = options
            .into_iter()
            .map(|(name, options)| {
                let admitted: Vec<&CourseCard> =
                    all.iter().filter(|card| query.admits(card, name)).collect();
                let chosen = query
                    .lists()
                    .into_iter()
                    .find(|(facet, _)| *facet == name)
                    .map(|(_, list)| list.clone())
                    .unwrap_or_default();
                Facet {
                    name: name.to_owned(),
                    values: options
                        .into_iter()
                        .map(|value| crate::marketplace::FacetValue {
                            value: value.to_owned(),
                            name: LocalText::default(),
                            count: u32::try_from(
                                admitted
                                    .iter()
                                    .filter(|card| values(card, name).iter().any(|it| it == value))
                                    .count(),
                            )
                            .unwrap_or(u32::MAX),
                            chosen: chosen.iter().any(|it| it == value),
                        })
                        .filter(|value| value.count > 0 || value.chosen)
                        .collect(),
                }
            })
            .collect();
        CourseCatalogue {
            cards: all
                .iter()
                .filter(|card| query.admits(card, ""))
                .cloned()
                .collect(),
            facets,
            query,
        }
    }
}

//! The list of sheets: what is asked, entirely in the address, and what comes back.

use super::{SheetCard, Skill};
use crate::LocalText;
use serde::{Deserialize, Serialize};

/// Cards a page.
pub const PAGE_SIZE: u32 = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SheetSort {
    /// By how well the words fit, then by title.
    #[default]
    Relevance,
    Investment,
    Income,
    Jobs,
    Newest,
}

impl SheetSort {
    pub const ALL: [SheetSort; 5] = [
        SheetSort::Relevance,
        SheetSort::Investment,
        SheetSort::Income,
        SheetSort::Jobs,
        SheetSort::Newest,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            SheetSort::Relevance => "relevance",
            SheetSort::Investment => "investment",
            SheetSort::Income => "income",
            SheetSort::Jobs => "jobs",
            SheetSort::Newest => "newest",
        }
    }
}

/// A band of a number that a facet offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    pub code: &'static str,
    /// From, inclusive.
    pub from: i64,
    /// To, exclusive; `None` without end.
    pub to: Option<i64>,
}

impl Band {
    /// Of the investment, in dirhams.
    pub const BUDGETS: [Band; 4] = [
        Band {
            code: "small",
            from: 0,
            to: Some(200_000),
        },
        Band {
            code: "medium",
            from: 200_000,
            to: Some(400_000),
        },
        Band {
            code: "large",
            from: 400_000,
            to: Some(800_000),
        },
        Band {
            code: "very_large",
            from: 800_000,
            to: None,
        },
    ];
    /// Members needed to begin.
    pub const MEMBERS: [Band; 3] = [
        Band {
            code: "few",
            from: 0,
            to: Some(8),
        },
        Band {
            code: "some",
            from: 8,
            to: Some(12),
        },
        Band {
            code: "many",
            from: 12,
            to: None,
        },
    ];
    /// Jobs at capacity.
    pub const JOBS: [Band; 3] = [
        Band {
            code: "few",
            from: 0,
            to: Some(15),
        },
        Band {
            code: "some",
            from: 15,
            to: Some(30),
        },
        Band {
            code: "many",
            from: 30,
            to: None,
        },
    ];

    pub fn of(bands: &'static [Band], value: i64) -> &'static str {
        bands
            .iter()
            .find(|band| value >= band.from && band.to.is_none_or(|to| value < to))
            .map_or("", |band| band.code)
    }
}

/// A question in canonical form: two addresses that mean the same give equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SheetQuery {
    pub text: String,
    pub sectors: Vec<String>,
    pub regions: Vec<String>,
    pub provinces: Vec<String>,
    pub budgets: Vec<String>,
    pub members: Vec<String>,
    pub jobs: Vec<String>,
    pub skills: Vec<String>,
    pub labels: Vec<String>,
    pub programmes: Vec<String>,
    pub sort: SheetSort,
    /// From 1.
    pub page: u32,
}

impl SheetQuery {
    /// The facets in the order of the address and of the screen.
    pub const FACETS: [&'static str; 9] = [
        "region",
        "province",
        "sector",
        "budget",
        "members",
        "jobs",
        "skill",
        "label",
        "programme",
    ];

    /// Reads decoded pairs of an address. What makes no sense is left out; nothing is refused.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> SheetQuery {
        let mut query = SheetQuery {
            page: 1,
            ..SheetQuery::default()
        };
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "q" => {
                    query.text = value
                        .chars()
                        .filter(|c| !c.is_control())
                        .take(100)
                        .collect()
                }
                "sort" => {
                    query.sort = SheetSort::ALL
                        .into_iter()
                        .find(|sort| sort.code() == value)
                        .unwrap_or_default();
                }
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, 10_000),
                facet => {
                    if let Some(list) = query.list_mut(facet)
                        && !value.is_empty()
                        && value.len() <= 40
                        && list.len() < 40
                    {
                        list.push(value.to_owned());
                    }
                }
            }
        }
        for facet in SheetQuery::FACETS {
            if let Some(list) = query.list_mut(facet) {
                list.sort();
                list.dedup();
            }
        }
        query
    }

    pub fn list(&self, facet: &str) -> &[String] {
        match facet {
            "region" => &self.regions,
            "province" => &self.provinces,
            "sector" => &self.sectors,
            "budget" => &self.budgets,
            "members" => &self.members,
            "jobs" => &self.jobs,
            "skill" => &self.skills,
            "label" => &self.labels,
            "programme" => &self.programmes,
            _ => &[],
        }
    }

    fn list_mut(&mut self, facet: &str) -> Option<&mut Vec<String>> {
        Some(match facet {
            "region" => &mut self.regions,
            "province" => &mut self.provinces,
            "sector" => &mut self.sectors,
            "budget" => &mut self.budgets,
            "members" => &mut self.members,
            "jobs" => &mut self.jobs,
            "skill" => &mut self.skills,
            "label" => &mut self.labels,
            "programme" => &mut self.programmes,
            _ => return None,
        })
    }

    /// The pairs of the address, in a fixed order; defaults are left out.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        for facet in SheetQuery::FACETS {
            pairs.extend(self.list(facet).iter().map(|value| (facet, value.clone())));
        }
        if self.sort != SheetSort::Relevance {
            pairs.push(("sort", self.sort.code().to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// `?q=…&region=…`, percent-encoded, or the empty string.
    pub fn to_query_string(&self) -> String {
        crate::text::query_string(
            self.to_pairs()
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        )
    }

    pub fn at_page(&self, page: u32) -> SheetQuery {
        SheetQuery {
            page,
            ..self.clone()
        }
    }

    /// With one value of a facet added or taken away, back on page 1. A region taken away takes its
    /// provinces along.
    pub fn toggled(&self, facet: &str, value: &str) -> SheetQuery {
        let mut query = self.at_page(1);
        if let Some(list) = query.list_mut(facet) {
            match list.iter().position(|chosen| chosen == value) {
                Some(at) => {
                    list.remove(at);
                    if facet == "region" {
                        query
                            .provinces
                            .retain(|province| !province.starts_with(value));
                    }
                }
                None => {
                    list.push(value.to_owned());
                    list.sort();
                }
            }
        }
        query
    }

    /// With exactly this region (or none, where it is the one chosen): what the map's tiles do.
    pub fn in_region(&self, region: &str) -> SheetQuery {
        let mut query = self.at_page(1);
        query.provinces.clear();
        query.regions = if self.regions == [region] {
            Vec::new()
        } else {
            vec![region.to_owned()]
        };
        query
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        !self.text.is_empty()
            || SheetQuery::FACETS
                .iter()
                .any(|facet| !self.list(facet).is_empty())
    }
}

/// What a sheet answers to each facet.
pub(crate) fn facet_values(card: &SheetCard, facet: &str) -> Vec<String> {
    let dirhams = card.figures.investment / 100;
    match facet {
        "region" => vec![card.region.clone()],
        "province" => vec![card.province.clone()],
        "sector" => vec![card.sector.clone()],
        "budget" => vec![Band::of(&Band::BUDGETS, dirhams).to_owned()],
        "members" => vec![Band::of(&Band::MEMBERS, card.members_min.into()).to_owned()],
        "jobs" => vec![Band::of(&Band::JOBS, card.jobs.into()).to_owned()],
        "skill" => card
            .skills
            .iter()
            .map(|skill: &Skill| skill.code().to_owned())
            .collect(),
        "label" => card.labels.clone(),
        "programme" => card.programmes.clone(),
        _ => Vec::new(),
    }
}

impl SheetCard {
    /// What it answers to a facet of [`SheetQuery::FACETS`].
    pub fn facet_values(&self, facet: &str) -> Vec<String> {
        facet_values(self, facet)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFacetValue {
    pub value: String,
    /// Empty for codes that the screen has words for.
    pub name: LocalText,
    /// How many sheets choosing it (alone in its facet) would show.
    pub count: u32,
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFacet {
    /// One of [`SheetQuery::FACETS`].
    pub name: String,
    pub values: Vec<SheetFacetValue>,
}

/// One page of sheets with the facets and the map around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetList {
    pub query: SheetQuery,
    pub total: u32,
    pub pages: u32,
    pub cards: Vec<SheetCard>,
    /// Counts ignore the facet's own selection.
    pub facets: Vec<SheetFacet>,
}

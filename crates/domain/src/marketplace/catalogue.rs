//! The catalogue: what a visitor asks for, entirely in the address, and what comes back.

use super::{Label, PackSize, Picture, Rating};
use crate::{CooperativeId, Lang, ListingId, LocalText, Money, Picked};
use serde::{Deserialize, Serialize};

/// Cards a page.
pub const PAGE_SIZE: u32 = 24;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By score where words were searched; otherwise what is in stock first, then newest.
    #[default]
    Relevance,
    PriceAscending,
    PriceDescending,
    Newest,
}

impl Sort {
    pub const ALL: [Sort; 4] = [
        Sort::Relevance,
        Sort::PriceAscending,
        Sort::PriceDescending,
        Sort::Newest,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::PriceAscending => "price",
            Sort::PriceDescending => "price_desc",
            Sort::Newest => "newest",
        }
    }
}

/// A catalogue request in canonical form: lists sorted and without duplicates, prices in whole
/// dirhams, page from 1. Two addresses that mean the same give equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogueQuery {
    pub text: String,
    pub regions: Vec<String>,
    pub categories: Vec<String>,
    pub labels: Vec<String>,
    pub price_min: Option<u32>,
    pub price_max: Option<u32>,
    pub in_stock: bool,
    pub sort: Sort,
    pub page: u32,
}

impl Default for CatalogueQuery {
    fn default() -> Self {
        CatalogueQuery {
            text: String::new(),
            regions: Vec::new(),
            categories: Vec::new(),
            labels: Vec::new(),
            price_min: None,
            price_max: None,
            in_stock: false,
            sort: Sort::Relevance,
            page: 1,
        }
    }
}

impl CatalogueQuery {
    /// Reads decoded pairs of an address: `q`, `region`, `category`, `label` (repeated),
    /// `min`, `max`, `stock`, `sort`, `page`. What makes no sense is left out, as a visitor who
    /// edits an address expects; nothing is refused.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> CatalogueQuery {
        let mut query = CatalogueQuery::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                // Long enough for any honest question; the rest would only cost time.
                "q" => {
                    query.text = value
                        .chars()
                        .filter(|c| !c.is_control())
                        .take(100)
                        .collect()
                }
                "region" => push_code(&mut query.regions, value),
                "category" => push_code(&mut query.categories, value),
                "label" => push_code(&mut query.labels, value),
                "min" => query.price_min = parse_dirhams(value),
                "max" => query.price_max = parse_dirhams(value),
                "stock" => query.in_stock = value == "1",
                "sort" => {
                    query.sort = Sort::ALL
                        .into_iter()
                        .find(|sort| sort.code() == value)
                        .unwrap_or_default();
                }
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, 10_000),
                _ => {}
            }
        }
        if let (Some(min), Some(max)) = (query.price_min, query.price_max)
            && min > max
        {
            (query.price_min, query.price_max) = (Some(max), Some(min));
        }
        for list in [&mut query.regions, &mut query.categories, &mut query.labels] {
            list.sort();
            list.dedup();
        }
        query
    }

    /// The pairs of the address, in a fixed order; defaults are left out.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        for (name, list) in [
            ("region", &self.regions),
            ("category", &self.categories),
            ("label", &self.labels),
        ] {
            pairs.extend(list.iter().map(|value| (name, value.clone())));
        }
        if let Some(min) = self.price_min {
            pairs.push(("min", min.to_string()));
        }
        if let Some(max) = self.price_max {
            pairs.push(("max", max.to_string()));
        }
        if self.in_stock {
            pairs.push(("stock", "1".to_owned()));
        }
        if self.sort != Sort::Relevance {
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

    /// The same question on another page.
    pub fn at_page(&self, page: u32) -> CatalogueQuery {
        CatalogueQuery {
            page,
            ..self.clone()
        }
    }

    /// The question with one value of a facet (`region`, `category`, `label`) added or taken away,
    /// back on page 1.
    pub fn toggled(&self, facet: &str, value: &str) -> CatalogueQuery {
        let mut query = CatalogueQuery {
            page: 1,
            ..self.clone()
        };
        let list = match facet {
            "region" => &mut query.regions,
            "category" => &mut query.categories,
            _ => &mut query.labels,
        };
        match list.iter().position(|chosen| chosen == value) {
            Some(at) => {
                list.remove(at);
            }
            None => {
                list.push(value.to_owned());
                list.sort();
            }
        }
        query
    }

    /// Whether anything narrows the catalogue.
    pub fn is_filtered(&self) -> bool {
        let all = CatalogueQuery {
            sort: self.sort,
            page: self.page,
            ..CatalogueQuery::default()
        };
        *self != all
    }
}

fn push_code(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && value.len() <= 40 && list.len() < 40 {
        list.push(value.to_owned());
    }
}

fn parse_dirhams(value: &str) -> Option<u32> {
    value.parse().ok().filter(|dirhams| *dirhams <= 10_000_000)
}

/// A listing as one card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingCard {
    pub id: ListingId,
    pub slug: String,
    pub name: LocalText,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub region: LocalText,
    pub picture: Option<Picture>,
    /// Shown only while its certificate is valid.
    pub label: Option<Label>,
    /// Of the cheapest variant.
    pub price: Money,
    pub pack: PackSize,
    /// More than one variant: the price is a "from".
    pub has_more_variants: bool,
    pub unique_piece: bool,
    pub in_stock: bool,
    pub rating: Option<Rating>,
}

impl ListingCard {
    /// With the texts of one language only.
    #[must_use]
    pub fn only(mut self, lang: Lang) -> ListingCard {
        for text in [&mut self.name, &mut self.cooperative_name, &mut self.region] {
            *text = text.only(lang);
        }
        if let Some(picture) = &mut self.picture {
            picture.alt = picture.alt.only(lang);
        }
        self
    }
}

impl HomePage {
    /// With the texts of one language only.
    #[must_use]
    pub fn only(mut self, lang: Lang) -> HomePage {
        self.newest = self
            .newest
            .into_iter()
            .map(|card| card.only(lang))
            .collect();
        for value in &mut self.by_region {
            value.name = value.name.only(lang);
        }
        self
    }
}

impl Catalogue {
    /// With the texts of one language only.
    #[must_use]
    pub fn only(mut self, lang: Lang) -> Catalogue {
        self.cards = self.cards.into_iter().map(|card| card.only(lang)).collect();
        for value in self.facets.iter_mut().flat_map(|facet| &mut facet.values) {
            value.name = value.name.only(lang);
        }
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    pub value: String,
    pub name: LocalText,
    /// How many listings choosing it (alone in its facet) would show.
    pub count: u32,
    pub chosen: bool,
}

/// One facet, its values in a fixed order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    /// The name in the address: `region`, `category` or `label`.
    pub name: String,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub query: CatalogueQuery,
    pub total: u32,
    pub pages: u32,
    pub cards: Vec<ListingCard>,
    /// Region, category, label. Counts ignore the facet's own selection.
    pub facets: Vec<Facet>,
    /// How many would remain with "in stock" ticked.
    pub in_stock_count: u32,
    /// Cheapest and dearest in whole dirhams, ignoring the price filter itself.
    pub price_range: Option<(u32, u32)>,
}

/// An answer while someone types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub slug: String,
    pub name: Picked,
    pub cooperative: Picked,
}

/// What the home page tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub newest: Vec<ListingCard>,
    pub products: u32,
    pub cooperatives: u32,
    pub regions: u32,
    /// Published cooperatives by region, for the tile map.
    pub by_region: Vec<FacetValue>,
}

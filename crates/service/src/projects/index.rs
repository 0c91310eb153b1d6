//! Every published sheet in memory, as lists read them: words with whom they belong to, and each
//! facet's values. Derived: made anew from the database when its revision rises.
//!
//! One pass over the sheets counts every facet without its own selection.

use domain::{
    Lang, LocalText,
    projects::{
        Applicant, Brought, Courses, PAGE_SIZE, Programme, SheetCard, SheetFacet, SheetFacetValue,
        SheetList, SheetMatch, SheetQuery, SheetSort, matching,
    },
    search_text::{skeleton, tokens},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, RwLock},
};
use store::projects::ListedSheet;

/// The snapshot in use. Cheap to read.
#[derive(Debug, Default)]
pub struct Sheets(RwLock<Option<Arc<Snapshot>>>);

impl Sheets {
    /// The snapshot of this revision and day, where it is the one in memory.
    pub(super) fn of(&self, revision: i64, day: i64) -> Option<Arc<Snapshot>> {
        let kept = self
            .0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.as_ref()
            .filter(|kept| kept.revision == revision && kept.day == day)
            .cloned()
    }

    pub(super) fn keep(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        *self
            .0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(snapshot.clone());
        snapshot
    }
}

/// How much a word in this place counts.
const TITLE: u32 = 4;
const TEXT: u32 = 1;
/// How much a match of this kind counts, of a hundred.
const EXACT: u32 = 100;
const PREFIX: u32 = 70;
const SOUND: u32 = 50;
const TYPING_ERROR: u32 = 30;

/// Of a text, as many words count.
const MOST_WORDS: usize = 12;

#[derive(Debug)]
pub(super) struct Snapshot {
    revision: i64,
    /// Programmes change with the day.
    day: i64,
    cards: Vec<SheetCard>,
    /// A word's sheets with its weight in each.
    words: BTreeMap<String, Vec<(u32, u32)>>,
    by_sound: HashMap<String, Vec<String>>,
    /// Of each facet, its values in order with their names, and each sheet's values as positions.
    facets: Vec<Indexed>,
    title_order: Vec<u32>,
    products: Vec<LocalText>,
}

#[derive(Debug)]
struct Indexed {
    values: Vec<(String, LocalText)>,
    of_sheet: Vec<Vec<u16>>,
}

impl Snapshot {
    pub(super) fn build(
        (revision, day): (i64, i64),
        sheets: Vec<ListedSheet>,
        programmes: &[Programme],
    ) -> Snapshot {
        let mut words: BTreeMap<String, BTreeMap<u32, u32>> = BTreeMap::new();
        for (at, ListedSheet { card, product, .. }) in (0_u32..).zip(&sheets) {
            let places = [
                (&card.title, TITLE),
                (product, TITLE),
                (&card.what, TEXT),
                (&card.sector_name, TEXT),
                (&card.region_name, TEXT),
                (&card.province_name, TEXT),
            ];
            for (text, weight) in places {
                for lang in Lang::ALL {
                    for word in text.get(lang).map(tokens).unwrap_or_default() {
                        let kept = words.entry(word).or_default().entry(at).or_default();
                        *kept = (*kept).max(weight);
                    }
                }
            }
        }
        let mut products: Vec<LocalText> = sheets.iter().map(|it| it.product.clone()).collect();
        products.sort_by_cached_key(|it| it.pick(Lang::Fr).text);
        products.dedup();
        products.truncate(300);
        let words: BTreeMap<String, Vec<(u32, u32)>> = words
            .into_iter()
            .map(|(word, sheets)| (word, sheets.into_iter().collect()))
            .collect();
        let mut by_sound: HashMap<String, Vec<String>> = HashMap::new();
        for word in words.keys() {
            let sound = skeleton(word);
            if !sound.is_empty() {
                by_sound.entry(sound).or_default().push(word.clone());
            }
        }
        let fitting = |applicant: &Applicant| {
            let fits = programmes
                .iter()
                .filter(|it| it.refusals(applicant).is_empty());
            fits.map(|it| it.code.clone()).collect()
        };
        let cards: Vec<SheetCard> = sheets
            .into_iter()
            .map(|it| SheetCard {
                programmes: fitting(&it.applicant),
                ..it.card
            })
            .collect();
        let facets = SheetQuery::FACETS
            .map(|facet| Indexed::of(facet, &cards, programmes))
            .into();
        let mut title_order: Vec<u32> = (0..).take(cards.len()).collect();
        title_order.sort_by_cached_key(|at| {
            cards
                .get(*at as usize)
                .map(|card| card.title.pick(Lang::Fr).text)
        });
        Snapshot {
            revision,
            day,
            cards,
            words,
            by_sound,
            facets,
            title_order,
            products,
        }
    }

    /// At most three others: of the same sector, of the same region, of the same skills.
    pub(super) fn related(&self, to: &SheetCard) -> Vec<SheetCard> {
        let nearness = |it: &SheetCard| {
            let skills = it
                .skills
                .iter()
                .filter(|skill| to.skills.contains(skill))
                .count();
            (it.sector == to.sector, it.region == to.region, skills)
        };
        let mut others: Vec<&SheetCard> = self.cards.iter().filter(|it| it.id != to.id).collect();
        others.sort_by_key(|it| std::cmp::Reverse(nearness(it)));
        others.into_iter().take(3).cloned().collect()
    }

    /// Those that suit someone best, each with the reasons.
    pub(super) fn matching(
        &self,
        brought: &Brought,
        courses: &Courses,
        limit: usize,
    ) -> Vec<SheetMatch> {
        let sheets = self.title_order.iter();
        let sheets = sheets.filter_map(|at| self.cards.get(*at as usize));
        matching(brought, courses, sheets, limit)
    }

    pub(super) fn query(&self, query: &SheetQuery) -> SheetList {
        let scores = self.scores(&query.text);
        let chosen: Vec<Vec<u16>> = SheetQuery::FACETS
            .iter()
            .zip(&self.facets)
            .map(|(facet, indexed)| indexed.positions(query.list(facet)))
            .collect();
        let is_chosen: Vec<bool> = SheetQuery::FACETS
            .iter()
            .map(|facet| !query.list(facet).is_empty())
            .collect();
        let mut counts: Vec<Vec<u32>> = self
            .facets
            .iter()
            .map(|it| vec![0; it.values.len()])
            .collect();
        let mut found = Vec::new();
        for at in &self.title_order {
            let sheet = *at as usize;
            if scores.as_ref().is_some_and(|scores| scores[sheet] == 0) {
                continue;
            }
            let mut failed = (0_usize..).zip(&self.facets).filter(|(facet, indexed)| {
                is_chosen[*facet]
                    && !indexed.of_sheet[sheet]
                        .iter()
                        .any(|value| chosen[*facet].contains(value))
            });
            let (first, second) = (failed.next().map(|(facet, _)| facet), failed.next());
            if second.is_some() {
                continue;
            }
            for (facet, indexed) in self.facets.iter().enumerate() {
                if first.is_none_or(|failed| failed == facet) {
                    for value in &indexed.of_sheet[sheet] {
                        counts[facet][usize::from(*value)] += 1;
                    }
                }
            }
            if first.is_none() {
                found.push(*at);
            }
        }
        self.sort(&mut found, query.sort, scores.as_deref());
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let pages = total.div_ceil(PAGE_SIZE).max(1);
        let page = query.page.clamp(1, pages);
        let cards = found
            .iter()
            .skip(((page - 1) * PAGE_SIZE) as usize)
            .take(PAGE_SIZE as usize)
            .filter_map(|at| self.cards.get(*at as usize).cloned())
            .collect();
        SheetList {
            query: query.at_page(page),
            total,
            pages,
            cards,
            facets: self.answer_facets(query, &counts),
        }
    }

    fn answer_facets(&self, query: &SheetQuery, counts: &[Vec<u32>]) -> Vec<SheetFacet> {
        let of_facet = |(at, facet): (usize, &&str)| {
            let list = query.list(facet);
            let values = self.facets[at]
                .values
                .iter()
                .zip(&counts[at])
                .map(|((value, name), count)| SheetFacetValue {
                    value: value.clone(),
                    name: name.clone(),
                    count: *count,
                    chosen: list.contains(value),
                })
                // Provinces are many: those of the chosen regions, below them.
                .filter(|it| {
                    *facet != "province"
                        || query
                            .regions
                            .iter()
                            .any(|region| it.value.starts_with(region.as_str()))
                })
                .filter(|it| it.count > 0 || it.chosen || *facet == "region")
                .collect();
            SheetFacet {
                name: (*facet).to_owned(),
                values,
            }
        };
        SheetQuery::FACETS
            .iter()
            .enumerate()
            .map(of_facet)
            .collect()
    }

    fn sort(&self, found: &mut [u32], sort: SheetSort, scores: Option<&[u32]>) {
        use std::cmp::Reverse;
        let card = |at: &u32| &self.cards[*at as usize];
        // Stable: what is equal stays in the order of the titles.
        match sort {
            SheetSort::Relevance => {
                if let Some(scores) = scores {
                    found.sort_by_key(|at| Reverse(scores[*at as usize]));
                }
            }
            SheetSort::Investment => found.sort_by_key(|at| card(at).figures.investment),
            SheetSort::Income => found.sort_by_key(|at| Reverse(card(at).figures.monthly_income)),
            SheetSort::Jobs => found.sort_by_key(|at| Reverse(card(at).jobs)),
            SheetSort::Newest => found.sort_by_key(|at| Reverse(card(at).published_at)),
        }
    }

    /// How well each sheet fits every word of the text, zero where it lacks one; `None` without
    /// words.
    fn scores(&self, text: &str) -> Option<Vec<u32>> {
        let mut wanted: Vec<String> = tokens(text)
            .into_iter()
            .filter(|it| it.chars().count() > 1)
            .collect();
        wanted.truncate(MOST_WORDS);
        if wanted.is_empty() {
            return None;
        }
        let mut total: Option<Vec<u32>> = None;
        for word in wanted {
            let mut best = vec![0_u32; self.cards.len()];
            for (known, kind) in self.matches(&word) {
                for (sheet, weight) in self.words.get(known).into_iter().flatten() {
                    let score = &mut best[*sheet as usize];
                    *score = (*score).max(weight * kind);
                }
            }
            total = Some(match total {
                None => best,
                Some(before) => before
                    .into_iter()
                    .zip(best)
                    .map(|(before, now)| {
                        if before == 0 || now == 0 {
                            0
                        } else {
                            before + now
                        }
                    })
                    .collect(),
            });
        }
        total
    }

    /// The sheets that have every word of the text in their title or their product's name.
    pub(super) fn named(&self, text: &str) -> BTreeSet<u32> {
        let Some(scores) = self.scores(text) else {
            return BTreeSet::new();
        };
        // More than words that only stand in the text could add up to.
        let words = tokens(text)
            .iter()
            .filter(|it| it.chars().count() > 1)
            .count();
        let least = u32::try_from(words.min(MOST_WORDS)).unwrap_or(u32::MAX) * TEXT * EXACT;
        (0_u32..)
            .zip(scores)
            .filter(|(_, score)| *score > least)
            .map(|(at, _)| at)
            .collect()
    }

    pub(super) fn card(&self, at: u32) -> Option<&SheetCard> {
        self.cards.get(at as usize)
    }

    /// What the sheets make, each name once, in order.
    pub(super) fn products(&self) -> Vec<LocalText> {
        self.products.clone()
    }

    /// Address and title of every sheet to begin another from: those that make the product first,
    /// then those of the sector.
    pub(super) fn nearest(&self, product: &str, sector: &str) -> Vec<(String, LocalText)> {
        let same = self.named(product);
        let mut order = self.title_order.clone();
        order.sort_by_key(|at| {
            let is_of_sector = self.card(*at).is_some_and(|card| card.sector == sector);
            (!same.contains(at), !is_of_sector)
        });
        let named = |at: &u32| {
            let card = self.card(*at)?;
            Some((card.slug.clone(), card.title.clone()))
        };
        order.iter().filter_map(named).take(200).collect()
    }

    /// The known words that a typed one may mean.
    fn matches<'a>(&'a self, word: &str) -> Vec<(&'a str, u32)> {
        let letters = word.chars().count();
        let mut found: BTreeMap<&str, u32> = BTreeMap::new();
        if let Some(sounding) = self.by_sound.get(&skeleton(word)) {
            found.extend(sounding.iter().map(|known| (known.as_str(), SOUND)));
        }
        for known in self.words.keys() {
            let kind = if known == word {
                EXACT
            } else if letters >= 3 && known.starts_with(word) {
                PREFIX
            } else if letters >= 4 && differ_by_one(known, word) {
                TYPING_ERROR
            } else {
                continue;
            };
            let kept = found.entry(known).or_default();
            *kept = (*kept).max(kind);
        }
        found.into_iter().collect()
    }
}

impl Indexed {
    fn of(facet: &str, cards: &[SheetCard], programmes: &[Programme]) -> Indexed {
        let name = |card: &SheetCard, value: &str| match facet {
            "region" => card.region_name.clone(),
            "province" => card.province_name.clone(),
            "sector" => card.sector_name.clone(),
            "programme" => programmes
                .iter()
                .find(|it| it.code == value)
                .map(|it| it.name.clone())
                .unwrap_or_default(),
            "label" => LocalText {
                fr: Some(value.to_owned()),
                ..LocalText::default()
            },
            _ => LocalText::default(),
        };
        let mut names: BTreeMap<String, LocalText> = BTreeMap::new();
        for card in cards {
            for value in card.facet_values(facet) {
                names
                    .entry(value.clone())
                    .or_insert_with(|| name(card, &value));
            }
        }
        let values: Vec<(String, LocalText)> = in_order(facet, names);
        let position: HashMap<&str, u16> = values
            .iter()
            .map(|(value, _)| value.as_str())
            .zip(0_u16..)
            .collect();
        let of_sheet = cards
            .iter()
            .map(|card| {
                let values: BTreeSet<u16> = card
                    .facet_values(facet)
                    .iter()
                    .filter_map(|it| position.get(it.as_str()).copied())
                    .collect();
                values.into_iter().collect()
            })
            .collect();
        Indexed { values, of_sheet }
    }

    fn positions(&self, chosen: &[String]) -> Vec<u16> {
        (0_u16..)
            .zip(&self.values)
            .filter(|(_, (value, _))| chosen.contains(value))
            .map(|(at, _)| at)
            .collect()
    }
}

/// Codes of bands as the bands go, all else by its name.
fn in_order(facet: &str, names: BTreeMap<String, LocalText>) -> Vec<(String, LocalText)> {
    use domain::projects::Band;
    let mut values: Vec<(String, LocalText)> = names.into_iter().collect();
    let bands: &[Band] = match facet {
        "budget" => &Band::BUDGETS,
        "members" => &Band::MEMBERS,
        "jobs" => &Band::JOBS,
        "sector" | "province" => {
            values.sort_by_cached_key(|(_, name)| name.pick(Lang::Fr).text);
            return values;
        }
        _ => return values,
    };
    values.sort_by_key(|(value, _)| bands.iter().position(|band| band.code == value));
    values
}

/// Whether two words differ by one letter more, less, other, or two that changed places.
fn differ_by_one(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([_, a_rest @ ..], [_, b_rest @ ..]) if a_rest == b_rest => true,
        ([_, a_rest @ ..], b) if a_rest == b => true,
        (a, [_, b_rest @ ..]) if a == b_rest => true,
        ([a0, a1, a_rest @ ..], [b0, b1, b_rest @ ..]) => a0 == b1 && a1 == b0 && a_rest == b_rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::differ_by_one;

    #[test]
    fn one_typing_error_is_forgiven_and_two_are_not() {
        for (typed, known, expected) in [
            ("safrn", "safran", true),
            ("saffran", "safran", true),
            ("safrna", "safran", true),
            ("zafran", "safran", true),
            ("safran", "safran", false),
            ("sfrn", "safran", false),
            ("زعفرن", "زعفران", true),
        ] {
            assert_eq!(differ_by_one(typed, known), expected, "{typed} {known}");
        }
    }
}

//! Pages and counts against a plain walk over all listings.

use crate::sample::{NOW, ids, index, listing, put, text, words};
use domain::{
    ListingId,
    marketplace::{CatalogueQuery, PAGE_SIZE, Sort},
};
use proptest::{collection::vec, option, prelude::*, sample::subsequence};
use search::{Answer, Change, Document, Search};
use std::{cmp::Reverse, collections::BTreeMap};

/// Unlike each other in letters and in consonants, so that only the word itself matches.
const WORDS: [&str; 4] = ["couscous", "bijou", "terrine", "lampadaire"];
const REGIONS: [&str; 4] = ["01", "02", "03", "04"];
const CATEGORIES: [&str; 3] = ["epices", "huiles", "tapis"];
const LABELS: [&str; 2] = ["AOP", "IGP"];

#[derive(Clone, Copy, PartialEq)]
enum Filter {
    Region,
    Category,
    Label,
    Price,
    Stock,
}

/// The rules of the catalogue in their plainest form.
struct Oracle<'a> {
    listings: &'a BTreeMap<i64, Document>,
    query: &'a CatalogueQuery,
}

impl Oracle<'_> {
    fn label(listing: &Document) -> Option<&String> {
        let valid = listing
            .label_expires_at
            .is_none_or(|expires_at| expires_at > NOW);
        listing.label.as_ref().filter(|_| valid)
    }

    /// What passes the words and every filter but one.
    fn passing(&self, ignored: Option<Filter>) -> Vec<&Document> {
        let query = self.query;
        let in_list = |list: &[String], value: Option<&String>| {
            list.is_empty() || value.is_some_and(|value| list.contains(value))
        };
        self.listings
            .values()
            .filter(|it| {
                query.text.is_empty()
                    || it
                        .names
                        .fr
                        .as_ref()
                        .is_some_and(|name| name.contains(&query.text))
            })
            .filter(|it| {
                ignored == Some(Filter::Region) || in_list(&query.regions, Some(&it.region))
            })
            .filter(|it| {
                ignored == Some(Filter::Category) || in_list(&query.categories, Some(&it.category))
            })
            .filter(|it| ignored == Some(Filter::Label) || in_list(&query.labels, Self::label(it)))
            .filter(|it| {
                let at_least = query
                    .price_min
                    .is_none_or(|min| it.price_min_minor >= i64::from(min) * 100);
                let at_most = query
                    .price_max
                    .is_none_or(|max| it.price_min_minor <= i64::from(max) * 100);
                ignored == Some(Filter::Price) || (at_least && at_most)
            })
            .filter(|it| ignored == Some(Filter::Stock) || !query.in_stock || it.in_stock)
            .collect()
    }

    fn counts<'b>(
        listings: &[&'b Document],
        value: impl Fn(&'b Document) -> Option<&'b String>,
    ) -> Vec<(String, u32)> {
        let mut counts = BTreeMap::<String, u32>::new();
        for value in listings.iter().filter_map(|it| value(it)) {
            *counts.entry(value.clone()).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    fn answer(&self) -> Answer {
        let mut found = self.passing(None);
        match self.query.sort {
            Sort::Relevance => {
                found.sort_by_key(|it| (!it.in_stock, Reverse(it.published_at), it.id))
            }
            Sort::PriceAscending => {
                found.sort_by_key(|it| (it.price_min_minor, Reverse(it.published_at), it.id))
            }
            Sort::PriceDescending => found
                .sort_by_key(|it| (Reverse(it.price_min_minor), Reverse(it.published_at), it.id)),
            Sort::Newest => found.sort_by_key(|it| (Reverse(it.published_at), it.id)),
        }
        let prices: Vec<u32> = self
            .passing(Some(Filter::Price))
            .iter()
            .map(|it| u32::try_from(it.price_min_minor).unwrap())
            .collect();
        Answer {
            total: u32::try_from(found.len()).unwrap(),
            ids: found
                .iter()
                .skip(((self.query.page - 1) * PAGE_SIZE) as usize)
                .take(PAGE_SIZE as usize)
                .map(|it| it.id)
                .collect(),
            regions: Self::counts(&self.passing(Some(Filter::Region)), |it| Some(&it.region)),
            categories: Self::counts(&self.passing(Some(Filter::Category)), |it| {
                Some(&it.category)
            }),
            labels: Self::counts(&self.passing(Some(Filter::Label)), Self::label),
            in_stock_count: u32::try_from(
                self.passing(Some(Filter::Stock))
                    .iter()
                    .filter(|it| it.in_stock)
                    .count(),
            )
            .unwrap(),
            price_range: prices
                .iter()
                .min()
                .zip(prices.iter().max())
                .map(|(low, high)| (low / 100, high.div_ceil(100))),
        }
    }
}

fn documents() -> impl Strategy<Value = Document> {
    let expiry = prop_oneof![
        Just(None),
        Just(Some(NOW - 1)),
        Just(Some(NOW)),
        Just(Some(NOW + 1))
    ];
    (
        1..120_i64,
        subsequence(&WORDS[..], 1..=2),
        0..REGIONS.len(),
        0..CATEGORIES.len(),
        option::of(0..LABELS.len()),
        expiry,
        0..2_000_i64,
        any::<bool>(),
        0..5_i64,
    )
        .prop_map(
            |(id, names, region, category, label, expiry, price, in_stock, published_at)| {
                Document {
                    region: REGIONS[region].to_owned(),
                    category: CATEGORIES[category].to_owned(),
                    label: label.map(|label| LABELS[label].to_owned()),
                    label_expires_at: expiry.filter(|_| label.is_some()),
                    price_min_minor: price,
                    in_stock,
                    published_at,
                    ..listing(id, text(&names.join(" "), "", ""))
                }
            },
        )
}

fn questions() -> impl Strategy<Value = CatalogueQuery> {
    let chosen = |all: &'static [&'static str]| {
        subsequence(all, 0..=2)
            .prop_map(|chosen| chosen.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (
        option::of(0..WORDS.len()),
        chosen(&["01", "02", "03", "04", "99"]),
        chosen(&CATEGORIES),
        chosen(&LABELS),
        option::of(0..20_u32),
        option::of(0..20_u32),
        any::<bool>(),
        0..4_usize,
        1..4_u32,
    )
        .prop_map(
            |(word, regions, categories, labels, price_min, price_max, in_stock, sort, page)| {
                CatalogueQuery {
                    text: word.map_or(String::new(), |word| WORDS[word].to_owned()),
                    regions,
                    categories,
                    labels,
                    price_min,
                    price_max,
                    in_stock,
                    sort: Sort::ALL[sort],
                    page,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Over several commits with replacements and deletions, so over segments with holes.
    #[test]
    fn answers_are_those_of_a_plain_walk(
        batches in vec((vec(documents(), 0..80), vec(1..120_i64, 0..10)), 1..4),
        questions in vec(questions(), 12),
    ) {
        let search = Search::in_memory().unwrap();
        let mut listings = BTreeMap::new();
        for (position, (puts, deletes)) in batches.into_iter().enumerate() {
            let mut changes = Vec::new();
            for document in puts {
                listings.insert(document.id.0, document.clone());
                changes.push(put(document));
            }
            for id in deletes {
                listings.remove(&id);
                changes.push(Change::Delete(ListingId(id)));
            }
            search.apply(changes, i64::try_from(position).unwrap()).unwrap();
        }
        for query in &questions {
            let answer = search.query(query, NOW).unwrap();
            let expected = Oracle { listings: &listings, query }.answer();
            if query.sort == Sort::Relevance && !query.text.is_empty() {
                // Scores are the index's own affair: here only which, not in what order.
                prop_assert_eq!(answer.ids.len(), expected.ids.len());
                prop_assert_eq!(Answer { ids: Vec::new(), ..answer }, Answer { ids: Vec::new(), ..expected });
            } else {
                prop_assert_eq!(answer, expected, "{:?}", query);
            }
        }
    }
}

/// 130 listings, in two commits, many of them alike in what they are sorted by.
fn shelf() -> Search {
    let search = Search::in_memory().unwrap();
    for half in [0..65, 65..130] {
        let changes = half.map(|id| {
            put(Document {
                price_min_minor: id % 3 * 1_000,
                in_stock: id % 4 != 0,
                published_at: id % 5,
                ..listing(id, text("Miel de thym", "عسل الزعتر", ""))
            })
        });
        search.apply(changes.collect(), 1).unwrap();
    }
    search
}

#[test]
fn pages_neither_repeat_nor_leave_out() {
    let search = shelf();
    for typed in ["", "miel", "meil", "miel xylophone"] {
        for sort in Sort::ALL {
            let query = CatalogueQuery {
                sort,
                ..words(typed)
            };
            let mut all = Vec::new();
            for page in 1..=7 {
                let on_page = ids(&search, &query.at_page(page));
                assert_eq!(
                    on_page,
                    ids(&search, &query.at_page(page)),
                    "{typed} {sort:?} twice"
                );
                assert_eq!(
                    on_page.len(),
                    [24, 24, 24, 24, 24, 10, 0][page as usize - 1],
                    "{typed} {sort:?} {page}"
                );
                all.extend(on_page);
            }
            all.sort_unstable();
            assert_eq!(all, (0..130).collect::<Vec<_>>(), "{typed} {sort:?}");
        }
    }
}

#[test]
fn a_page_far_beyond_the_last_is_empty() {
    let search = shelf();
    for page in [0, 8, 10_000, u32::MAX] {
        let answer = search
            .query(&CatalogueQuery::default().at_page(page), NOW)
            .unwrap();
        assert_eq!(
            (answer.total, answer.ids.is_empty()),
            (130, page != 0),
            "{page}"
        );
    }
}

#[test]
fn a_label_counts_until_it_expires() {
    let labelled = |id, label_expires_at| Document {
        label: Some("IGP".to_owned()),
        label_expires_at,
        ..listing(id, text("Safran", "", ""))
    };
    let search = index([
        labelled(1, Some(NOW)),
        labelled(2, Some(NOW + 10)),
        labelled(3, None),
    ]);
    let query = CatalogueQuery {
        labels: vec!["IGP".to_owned()],
        ..CatalogueQuery::default()
    };
    for (now, expected) in [(NOW - 1, 3), (NOW, 2), (NOW + 10, 1)] {
        let answer = search.query(&query, now).unwrap();
        assert_eq!(
            (answer.total, answer.labels),
            (expected, vec![("IGP".to_owned(), expected)]),
            "{now}"
        );
    }
}

#[test]
fn prices_are_inclusive_and_their_range_holds_every_listing() {
    let priced = |id, price_min_minor| Document {
        price_min_minor,
        ..listing(id, text("Safran", "", ""))
    };
    let search = index([priced(1, 4_550), priced(2, 4_500), priced(3, 6_000)]);
    let within = |price_min, price_max| {
        let query = CatalogueQuery {
            price_min,
            price_max,
            sort: Sort::PriceAscending,
            ..CatalogueQuery::default()
        };
        ids(&search, &query)
    };
    assert_eq!(within(Some(45), Some(60)), [2, 1, 3]);
    assert_eq!(within(None, Some(45)), [2]);
    assert_eq!(within(Some(46), None), [3]);
    assert_eq!(
        search
            .query(&CatalogueQuery::default(), NOW)
            .unwrap()
            .price_range,
        Some((45, 60))
    );
    assert_eq!(
        Search::in_memory()
            .unwrap()
            .query(&CatalogueQuery::default(), NOW)
            .unwrap()
            .price_range,
        None
    );
}

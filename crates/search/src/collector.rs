//! One pass over the matching listings: the page, and the facets' counts.
//!
//! A listing that passes every filter counts in every facet; one that fails exactly one filter
//! counts in that filter's facet alone. So each count ignores the facet's own selection.

use crate::index::Fields;
use domain::{
    ListingId, Timestamp,
    marketplace::{CatalogueQuery, PAGE_SIZE, Sort},
};
use std::{
    collections::{BTreeMap, BinaryHeap},
    sync::Arc,
};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{ColumnValues, StrColumn},
};

/// Sorts best first: a smaller key is better, and ids break ties.
type Key = (i64, i64, i64);

#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// Whether the text alone matched anything.
    pub matched: bool,
    pub total: u32,
    pub in_stock: u32,
    pub regions: BTreeMap<String, u32>,
    pub categories: BTreeMap<String, u32>,
    pub labels: BTreeMap<String, u32>,
    /// In centimes.
    pub prices: Option<(i64, i64)>,
    pub best: BinaryHeap<(Key, ListingId)>,
}

pub(crate) struct Page<'a> {
    pub fields: Fields,
    pub query: &'a CatalogueQuery,
    /// Whether the text holds any word to be searched.
    pub has_words: bool,
    pub now: Timestamp,
}

impl Page<'_> {
    fn wanted(&self) -> usize {
        self.query.page.max(1).saturating_mul(PAGE_SIZE) as usize
    }
}

impl Collector for Page<'_> {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = segment.fast_fields();
        let name = |field| segment.schema().get_field_name(field).to_owned();
        let facet = |field, chosen: &[String]| Facet::open(columns.str(&name(field))?, chosen);
        let number = |field| columns.column_first_or_default::<i64>(&name(field));
        let query = self.query;
        Ok(Segment {
            id: number(self.fields.id)?,
            region: facet(self.fields.region, &query.regions)?,
            category: facet(self.fields.category, &query.categories)?,
            label: facet(self.fields.label, &query.labels)?,
            label_expires_at: number(self.fields.label_expires_at)?,
            price: number(self.fields.price)?,
            in_stock: columns.column_first_or_default::<u64>(&name(self.fields.in_stock))?,
            published_at: number(self.fields.published_at)?,
            now: self.now,
            price_min: query.price_min.map(|dirhams| i64::from(dirhams) * 100),
            price_max: query.price_max.map(|dirhams| i64::from(dirhams) * 100),
            only_in_stock: query.in_stock,
            sort: query.sort,
            has_words: self.has_words,
            wanted: self.wanted(),
            found: Found::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.query.sort == Sort::Relevance && self.has_words
    }

    fn merge_fruits(&self, segments: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for found in segments {
            all.matched |= found.matched;
            all.total += found.total;
            all.in_stock += found.in_stock;
            for (into, from) in [
                (&mut all.regions, found.regions),
                (&mut all.categories, found.categories),
                (&mut all.labels, found.labels),
            ] {
                for (value, count) in from {
                    *into.entry(value).or_default() += count;
                }
            }
            all.prices = match (all.prices, found.prices) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (one, other) => one.or(other),
            };
            for entry in found.best {
                keep(&mut all.best, entry, self.wanted());
            }
        }
        Ok(all)
    }
}

/// One facet's values in a segment: their ordinals, which are chosen, and the counts.
struct Facet {
    column: Option<StrColumn>,
    chosen: Vec<u64>,
    /// Whether anything is chosen at all, known in this segment or not.
    filters: bool,
    counts: Vec<u32>,
}

impl Facet {
    fn open(column: Option<StrColumn>, chosen: &[String]) -> tantivy::Result<Facet> {
        let mut ordinals = Vec::new();
        let mut terms = 0;
        if let Some(column) = &column {
            terms = column.num_terms();
            for value in chosen {
                if let Some(ordinal) = column.dictionary().term_ord(value)? {
                    ordinals.push(ordinal);
                }
            }
        }
        Ok(Facet {
            column,
            chosen: ordinals,
            filters: !chosen.is_empty(),
            counts: vec![0; terms],
        })
    }

    fn ordinal(&self, doc: DocId) -> Option<u64> {
        self.column
            .as_ref()
            .and_then(|column| column.ords().first(doc))
    }

    fn fails(&self, ordinal: Option<u64>) -> bool {
        self.filters && !ordinal.is_some_and(|ordinal| self.chosen.contains(&ordinal))
    }

    fn count(&mut self, ordinal: Option<u64>) {
        if let Some(slot) = ordinal
            .and_then(|ordinal| usize::try_from(ordinal).ok())
            .and_then(|at| self.counts.get_mut(at))
        {
            *slot += 1;
        }
    }

    fn named(&self) -> BTreeMap<String, u32> {
        let Some(column) = &self.column else {
            return BTreeMap::new();
        };
        self.counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .filter_map(|(ordinal, count)| {
                let mut name = String::new();
                column.ord_to_str(ordinal as u64, &mut name).ok()?;
                (!name.is_empty()).then_some((name, *count))
            })
            .collect()
    }
}

pub(crate) struct Segment {
    id: Arc<dyn ColumnValues<i64>>,
    region: Facet,
    category: Facet,
    label: Facet,
    label_expires_at: Arc<dyn ColumnValues<i64>>,
    price: Arc<dyn ColumnValues<i64>>,
    in_stock: Arc<dyn ColumnValues<u64>>,
    published_at: Arc<dyn ColumnValues<i64>>,
    now: Timestamp,
    price_min: Option<i64>,
    price_max: Option<i64>,
    only_in_stock: bool,
    sort: Sort,
    has_words: bool,
    wanted: usize,
    found: Found,
}

impl SegmentCollector for Segment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.found.matched = true;
        let region = self.region.ordinal(doc);
        let category = self.category.ordinal(doc);
        let label = self
            .label
            .ordinal(doc)
            .filter(|_| self.label_expires_at.get_val(doc) > self.now);
        let price = self.price.get_val(doc);
        let in_stock = self.in_stock.get_val(doc) == 1;
        let fails = [
            self.region.fails(region),
            self.category.fails(category),
            self.label.fails(label),
            self.price_min.is_some_and(|min| price < min)
                || self.price_max.is_some_and(|max| price > max),
            self.only_in_stock && !in_stock,
        ];
        let failed = fails.iter().filter(|failed| **failed).count();
        if failed > 1 {
            return;
        }
        let counts_for = |filter: usize| failed == 0 || fails[filter];
        if counts_for(0) {
            self.region.count(region);
        }
        if counts_for(1) {
            self.category.count(category);
        }
        if counts_for(2) {
            self.label.count(label);
        }
        if counts_for(3) {
            let (low, high) = self.found.prices.unwrap_or((price, price));
            self.found.prices = Some((low.min(price), high.max(price)));
        }
        if counts_for(4) && in_stock {
            self.found.in_stock += 1;
        }
        if failed == 0 {
            self.found.total += 1;
            let id = self.id.get_val(doc);
            let published = -self.published_at.get_val(doc);
            let key = match self.sort {
                Sort::PriceAscending => (price, published, id),
                Sort::PriceDescending => (-price, published, id),
                Sort::Newest => (published, 0, id),
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a score is a small number; its thousandths rank"
                )]
                Sort::Relevance if self.has_words => {
                    (-(f64::from(score) * 1000.0) as i64, published, id)
                }
                Sort::Relevance => (i64::from(!in_stock), published, id),
            };
            keep(&mut self.found.best, (key, ListingId(id)), self.wanted);
        }
    }

    fn harvest(mut self) -> Found {
        self.found.regions = self.region.named();
        self.found.categories = self.category.named();
        self.found.labels = self.label.named();
        self.found
    }
}

fn keep(best: &mut BinaryHeap<(Key, ListingId)>, entry: (Key, ListingId), wanted: usize) {
    if best.len() < wanted {
        best.push(entry);
    } else if let Some(mut worst) = best.peek_mut()
        && entry < *worst
    {
        *worst = entry;
    }
}

impl Found {
    /// The page's ids, best first.
    pub(crate) fn page(self, page: u32) -> Vec<ListingId> {
        self.best
            .into_sorted_vec()
            .into_iter()
            .skip((page.max(1) - 1).saturating_mul(PAGE_SIZE) as usize)
            .take(PAGE_SIZE as usize)
            .map(|(_, id)| id)
            .collect()
    }
}

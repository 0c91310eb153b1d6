//! From a visitor's words to an index query that forgives.

use crate::{
    collector::Page,
    index::{Fields, Result, Search},
};
use domain::{
    ListingId, Timestamp,
    marketplace::CatalogueQuery,
    search_text::{skeleton, tokens},
};
use tantivy::{
    Term,
    collector::TopDocs,
    query::{AllQuery, BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// One page of ids and the facets' counts, each ignoring its own facet's selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub total: u32,
    /// At most one page, best first.
    pub ids: Vec<ListingId>,
    pub regions: Vec<(String, u32)>,
    pub categories: Vec<(String, u32)>,
    pub labels: Vec<(String, u32)>,
    /// How many would remain with "in stock" ticked.
    pub in_stock_count: u32,
    /// Cheapest and dearest in whole dirhams, rounded outward.
    pub price_range: Option<(u32, u32)>,
}

impl Search {
    /// Answers a catalogue question as of `now`, which decides which labels still count.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn query(&self, query: &CatalogueQuery, now: Timestamp) -> Result<Answer> {
        let words = tokens(&query.text);
        let answer = self.run(
            query,
            now,
            text_query(&self.shared.fields, &words, Occur::Must),
        )?;
        if answer.total == 0 && words.len() > 1 {
            // Not all the words anywhere: show what has most of them.
            return self.run(
                query,
                now,
                text_query(&self.shared.fields, &words, Occur::Should),
            );
        }
        Ok(answer)
    }

    fn run(&self, query: &CatalogueQuery, now: Timestamp, text: Box<dyn Query>) -> Result<Answer> {
        let page = Page {
            fields: self.shared.fields,
            query,
            now,
        };
        let found = self.shared.reader.searcher().search(&*text, &page)?;
        let dirhams = |minor: i64| u32::try_from(minor / 100).unwrap_or(u32::MAX);
        Ok(Answer {
            total: found.total,
            regions: found.regions.clone().into_iter().collect(),
            categories: found.categories.clone().into_iter().collect(),
            labels: found.labels.clone().into_iter().collect(),
            in_stock_count: found.in_stock,
            price_range: found
                .prices
                .map(|(low, high)| (dirhams(low), dirhams(high + 99))),
            ids: found.page(query.page),
        })
    }

    /// Listings for someone who is still typing, best first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<ListingId>> {
        let words = tokens(text);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.shared.reader.searcher();
        let query = text_query(&self.shared.fields, &words, Occur::Must);
        let hits = searcher.search(&*query, &TopDocs::with_limit(limit).order_by_score())?;
        let mut ids = Vec::with_capacity(hits.len());
        for (_, address) in hits {
            let column = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .i64("id")?;
            ids.extend(column.first(address.doc_id).map(ListingId));
        }
        Ok(ids)
    }
}

/// Every word (or most of them) somewhere; the last one may be unfinished.
fn text_query(fields: &Fields, words: &[String], occur: Occur) -> Box<dyn Query> {
    if words.is_empty() {
        return Box::new(AllQuery);
    }
    let last = words.len() - 1;
    let clauses = words
        .iter()
        .enumerate()
        .map(|(at, word)| (occur, word_query(fields, word, at == last)))
        .collect();
    Box::new(BooleanQuery::new(clauses))
}

fn word_query(fields: &Fields, word: &str, is_last: bool) -> Box<dyn Query> {
    let length = word.chars().count();
    let term = |field: Field, text: &str| Term::from_field_text(field, text);
    let exact = |field: Field, text: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(
            term(field, text),
            IndexRecordOption::WithFreqs,
        ))
    };
    let mut clauses: Vec<(Box<dyn Query>, f32)> = vec![
        (exact(fields.name, word), 4.0),
        (exact(fields.cooperative, word), 2.0),
        (exact(fields.place, word), 1.5),
        (exact(fields.body, word), 1.0),
    ];
    if is_last && length >= 2 {
        clauses.push((
            Box::new(FuzzyTermQuery::new_prefix(term(fields.name, word), 0, true)),
            1.2,
        ));
        clauses.push((
            Box::new(FuzzyTermQuery::new_prefix(
                term(fields.cooperative, word),
                0,
                true,
            )),
            0.6,
        ));
    }
    // Below four letters one error could make any word.
    if length >= 4 {
        clauses.push((
            Box::new(FuzzyTermQuery::new(term(fields.name, word), 1, true)),
            0.8,
        ));
        clauses.push((
            Box::new(FuzzyTermQuery::new(term(fields.cooperative, word), 1, true)),
            0.4,
        ));
    }
    let bones = skeleton(word);
    if bones.chars().count() >= 3 {
        clauses.push((exact(fields.skeleton, &bones), 0.5));
    }
    Box::new(BooleanQuery::new(
        clauses
            .into_iter()
            .map(|(query, boost)| -> (Occur, Box<dyn Query>) {
                (Occur::Should, Box::new(BoostQuery::new(query, boost)))
            })
            .collect(),
    ))
}

//! From a visitor's words to an index query that forgives.

use crate::{
    collector::Page,
    index::{Fields, Result, Search, skeleton_term},
};
use domain::{
    ListingId, Timestamp,
    marketplace::CatalogueQuery,
    search_text::{Script, skeleton, tokens},
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
        let words = significant(tokens(&query.text));
        let searcher = self.shared.reader.searcher();
        let page = Page {
            fields: self.shared.fields,
            query,
            has_words: !words.is_empty(),
            now,
        };
        let mut found = searcher.search(
            &*text_query(&self.shared.fields, &words, words.len()),
            &page,
        )?;
        // The filters do not matter here: where they alone leave nothing, the visitor is to see so.
        if !found.matched && words.len() > 1 {
            // Not all the words anywhere: show what has most of them.
            found = searcher.search(
                &*text_query(&self.shared.fields, &words, words.len().div_ceil(2)),
                &page,
            )?;
        }
        let dirhams = |minor: i64| u32::try_from(minor.max(0) / 100).unwrap_or(u32::MAX);
        Ok(Answer {
            total: found.total,
            regions: found.regions.clone().into_iter().collect(),
            categories: found.categories.clone().into_iter().collect(),
            labels: found.labels.clone().into_iter().collect(),
            in_stock_count: found.in_stock,
            price_range: found
                .prices
                .map(|(low, high)| (dirhams(low), dirhams(high.saturating_add(99)))),
            ids: found.page(query.page),
        })
    }

    /// Listings for someone who is still typing, best first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<ListingId>> {
        let mut words = longest_question(tokens(text));
        // One letter of the next word tells nothing yet.
        if words.len() > 1 {
            words.pop_if(|word| word.chars().count() == 1);
        }
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.shared.reader.searcher();
        let query = text_query(&self.shared.fields, &words, words.len());
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

/// More words than any honest question has would only cost time.
const MOST_WORDS: usize = 12;

fn longest_question(mut words: Vec<String>) -> Vec<String> {
    words.truncate(MOST_WORDS);
    words
}

/// Without the words that tell nothing apart, unless there are no others.
fn significant(words: Vec<String>) -> Vec<String> {
    const SMALL: [&str; 32] = [
        "a", "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou",
        "par", "pour", "sur", "un", "une", "and", "for", "from", "in", "of", "the", "with", "في",
        "من", "علي", "مع", "ⵏ",
    ];
    let (small, telling): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| SMALL.contains(&&**word));
    longest_question(if telling.is_empty() { small } else { telling })
}

/// At least so many of the words somewhere; the last one may be unfinished.
fn text_query(fields: &Fields, words: &[String], at_least: usize) -> Box<dyn Query> {
    let Some(last) = words.len().checked_sub(1) else {
        return Box::new(AllQuery);
    };
    let occur = if at_least == words.len() {
        Occur::Must
    } else {
        Occur::Should
    };
    let clauses = words
        .iter()
        .enumerate()
        .map(|(at, word)| (occur, word_query(fields, word, at == last)))
        .collect();
    let minimum = if occur == Occur::Must { 0 } else { at_least };
    Box::new(BooleanQuery::with_minimum_required_clauses(
        clauses, minimum,
    ))
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
        for (field, boost) in [
            (fields.name, 1.2),
            (fields.cooperative, 0.6),
            (fields.place, 0.5),
        ] {
            clauses.push((
                Box::new(FuzzyTermQuery::new_prefix(term(field, word), 0, true)),
                boost,
            ));
        }
    }
    // Below four letters one error could make any word.
    if length >= 4 {
        for (field, boost) in [
            (fields.name, 0.8),
            (fields.cooperative, 0.4),
            (fields.place, 0.3),
        ] {
            clauses.push((
                Box::new(FuzzyTermQuery::new(term(field, word), 1, true)),
                boost,
            ));
        }
    }
    let bones = skeleton(word);
    let written_in = Script::of(word);
    for script in Script::ALL {
        // Within one script a word of three consonants resembles too many others.
        let is_telling = script != written_in || bones.len() >= 4;
        if let Some(text) = skeleton_term(script, &bones).filter(|_| is_telling) {
            clauses.push((exact(fields.skeleton, &text), 0.5));
        }
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

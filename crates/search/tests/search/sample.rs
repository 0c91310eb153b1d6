//! Listings and questions for the tests.

use domain::{ListingId, LocalText, marketplace::CatalogueQuery};
use search::{Change, Document, Search};

/// When the tests ask.
pub const NOW: i64 = 1_800_000_000;

pub fn text(fr: &str, ar: &str, en: &str) -> LocalText {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    LocalText {
        fr: some(fr),
        ar: some(ar),
        en: some(en),
        zgh: None,
    }
}

pub fn listing(id: i64, names: LocalText) -> Document {
    Document {
        id: ListingId(id),
        names,
        description: LocalText::default(),
        cooperative: LocalText::default(),
        region: "09".to_owned(),
        region_name: LocalText::default(),
        category: "huiles".to_owned(),
        category_name: LocalText::default(),
        label: None,
        label_expires_at: None,
        price_min_minor: 5_000,
        in_stock: true,
        published_at: id,
    }
}

pub fn put(document: Document) -> Change {
    Change::Put(Box::new(document))
}

pub fn index(documents: impl IntoIterator<Item = Document>) -> Search {
    let search = Search::in_memory().unwrap();
    search
        .apply(documents.into_iter().map(put).collect(), 1)
        .unwrap();
    search
}

pub fn words(text: &str) -> CatalogueQuery {
    CatalogueQuery {
        text: text.to_owned(),
        ..CatalogueQuery::default()
    }
}

/// The first page's ids, best first.
pub fn ids(search: &Search, query: &CatalogueQuery) -> Vec<i64> {
    search
        .query(query, NOW)
        .unwrap()
        .ids
        .into_iter()
        .map(|id| id.0)
        .collect()
}

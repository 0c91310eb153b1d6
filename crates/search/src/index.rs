//! The index on disk, and how it changes.

use domain::{ListingId, LocalText, Timestamp, search_text};
use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    directory::MmapDirectory,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{TextAnalyzer, WhitespaceTokenizer},
};

/// Memory of the one writer, in bytes.
const WRITER_BYTES: usize = 20_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Index(#[from] tantivy::TantivyError),
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    #[error("index folder: {0}")]
    Directory(#[from] tantivy::directory::error::OpenDirectoryError),
}

pub type Result<T> = core::result::Result<T, Error>;

/// What is searched of one published listing.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: ListingId,
    pub names: LocalText,
    pub description: LocalText,
    pub cooperative: LocalText,
    pub region: String,
    pub region_name: LocalText,
    pub category: String,
    pub category_name: LocalText,
    pub label: Option<String>,
    pub label_expires_at: Option<Timestamp>,
    /// Of the cheapest variant, in centimes.
    pub price_min_minor: i64,
    pub in_stock: bool,
    pub published_at: Timestamp,
}

#[derive(Clone, Debug)]
pub enum Change {
    Put(Box<Document>),
    Delete(ListingId),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub id: Field,
    /// Words of the names, of the cooperative, of region and category, of the description.
    pub name: Field,
    pub cooperative: Field,
    pub place: Field,
    pub body: Field,
    /// Script-independent skeletons of names and cooperative.
    pub skeleton: Field,
    pub region: Field,
    pub category: Field,
    pub label: Field,
    pub label_expires_at: Field,
    pub price: Field,
    pub in_stock: Field,
    pub published_at: Field,
}

/// The index. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub fields: Fields,
    pub reader: IndexReader,
    writer: Mutex<IndexWriter>,
    position: AtomicI64,
    generation: AtomicU64,
}

impl core::fmt::Debug for Search {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Search")
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

impl Search {
    /// Opens the index in `folder`, making it where there is none. A damaged index or one of
    /// another schema is thrown away; its position is then 0 and the outbox is replayed.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn open(folder: &Path) -> Result<Search> {
        std::fs::create_dir_all(folder)?;
        let try_open = || -> Result<Search> {
            let directory = MmapDirectory::open(folder)?;
            Search::start(Index::open_or_create(directory, schema().0)?)
        };
        match try_open() {
            Ok(search) => Ok(search),
            Err(cause) => {
                tracing::warn!(%cause, "search index is made anew");
                std::fs::remove_dir_all(folder)?;
                std::fs::create_dir_all(folder)?;
                try_open()
            }
        }
    }

    /// An index for tests.
    ///
    /// # Errors
    /// Where the memory is refused.
    pub fn in_memory() -> Result<Search> {
        let directory = tantivy::directory::RamDirectory::create();
        Search::start(Index::create(
            directory,
            schema().0,
            IndexSettings::default(),
        )?)
    }

    fn start(index: Index) -> Result<Search> {
        index.tokenizers().register(
            "words",
            TextAnalyzer::builder(WhitespaceTokenizer::default()).build(),
        );
        let position = index
            .load_metas()?
            .payload
            .and_then(|payload| payload.parse().ok())
            .unwrap_or(0);
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Search {
            shared: Arc::new(Shared {
                fields: schema().1,
                reader,
                writer: Mutex::new(writer),
                position: AtomicI64::new(position),
                generation: AtomicU64::new(1),
            }),
        })
    }

    /// Applies changes read from the outbox up to `position`; visible and durable on return.
    ///
    /// # Errors
    /// Where the disk refuses; nothing is applied then.
    pub fn apply(&self, changes: Vec<Change>, position: i64) -> Result<()> {
        let fields = &self.shared.fields;
        let mut writer = self
            .shared
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for change in changes {
            let id = match &change {
                Change::Put(document) => document.id,
                Change::Delete(id) => *id,
            };
            writer.delete_term(Term::from_field_i64(fields.id, id.0));
            if let Change::Put(document) = change {
                writer.add_document(fields.document(&document))?;
            }
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&position.to_string());
        commit.commit()?;
        self.shared.reader.reload()?;
        self.shared.position.store(position, Ordering::Release);
        self.shared.generation.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    /// The outbox position up to which the index is complete.
    pub fn position(&self) -> i64 {
        self.shared.position.load(Ordering::Acquire)
    }

    /// Rises with every change: caches compare it.
    pub fn generation(&self) -> u64 {
        self.shared.generation.load(Ordering::Acquire)
    }
}

impl Fields {
    fn document(&self, listing: &Document) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_i64(self.id, listing.id.0);
        document.add_text(self.name, words(&[&listing.names]));
        document.add_text(self.cooperative, words(&[&listing.cooperative]));
        document.add_text(
            self.place,
            words(&[&listing.region_name, &listing.category_name]),
        );
        document.add_text(self.body, words(&[&listing.description]));
        let skeletons: Vec<String> = [&listing.names, &listing.cooperative]
            .into_iter()
            .flat_map(all)
            .flat_map(search_text::tokens)
            .map(|token| search_text::skeleton(&token))
            .filter(|skeleton| skeleton.chars().count() >= 3)
            .collect();
        document.add_text(self.skeleton, skeletons.join(" "));
        document.add_text(self.region, &listing.region);
        document.add_text(self.category, &listing.category);
        document.add_text(self.label, listing.label.as_deref().unwrap_or_default());
        document.add_i64(self.label_expires_at, listing.label_expires_at.unwrap_or(0));
        document.add_i64(self.price, listing.price_min_minor);
        document.add_u64(self.in_stock, u64::from(listing.in_stock));
        document.add_i64(self.published_at, listing.published_at);
        document
    }
}

fn all(text: &LocalText) -> impl Iterator<Item = &str> {
    domain::Lang::ALL
        .into_iter()
        .filter_map(|lang| text.get(lang))
}

fn words(texts: &[&LocalText]) -> String {
    texts
        .iter()
        .flat_map(|text| all(text))
        .flat_map(search_text::tokens)
        .collect::<Vec<_>>()
        .join(" ")
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    let fields = Fields {
        id: schema.add_i64_field("id", INDEXED | STORED | FAST),
        name: schema.add_text_field("name", words.clone()),
        cooperative: schema.add_text_field("cooperative", words.clone()),
        place: schema.add_text_field("place", words.clone()),
        body: schema.add_text_field("body", words.clone()),
        skeleton: schema.add_text_field("skeleton", words),
        region: schema.add_text_field("region", STRING | FAST),
        category: schema.add_text_field("category", STRING | FAST),
        label: schema.add_text_field("label", STRING | FAST),
        label_expires_at: schema.add_i64_field("label_expires_at", FAST),
        price: schema.add_i64_field("price", FAST),
        in_stock: schema.add_u64_field("in_stock", FAST),
        published_at: schema.add_i64_field("published_at", FAST),
    };
    (schema.build(), fields)
}

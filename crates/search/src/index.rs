//! The index on disk, and how it changes.

use domain::{
    ListingId, LocalText, Timestamp,
    search_text::{self, Script},
};
use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use tantivy::{
    Directory, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument,
    TantivyError, Term,
    directory::{INDEX_WRITER_LOCK, MmapDirectory, error::LockError},
    indexer::IndexWriterOptions,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{TextAnalyzer, WhitespaceTokenizer},
};

/// Memory of the one writer, in bytes.
const WRITER_BYTES: usize = 20_000_000;

/// Raised when words are folded or weighed in another way, so that older indexes are made anew.
const VERSION: u32 = 2;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("another process is writing the search index")]
    InUse,
    #[error("search index is damaged: {0}")]
    Damaged(&'static str),
    #[error(transparent)]
    Index(TantivyError),
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    #[error("index folder: {0}")]
    Directory(#[from] tantivy::directory::error::OpenDirectoryError),
}

impl From<TantivyError> for Error {
    fn from(cause: TantivyError) -> Self {
        match cause {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::InUse,
            TantivyError::OpenDirectoryError(cause) => Error::Directory(cause),
            cause => Error::Index(cause),
        }
    }
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
    /// A label without an expiry stays.
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
    /// Skeletons of the names' and the cooperative's words, each after its script's letter.
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
    index: Index,
    /// Opened at the first change: who only reads locks nobody out.
    writer: Mutex<Option<IndexWriter>>,
    position: AtomicI64,
    generation: AtomicU64,
    /// Tantivy's stamp of the commit that is being read.
    opstamp: AtomicU64,
}

impl core::fmt::Debug for Search {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Search")
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

impl Search {
    /// Opens the index in `folder`, making it where there is none. A damaged index, or one made
    /// by other rules, is emptied; its position is then 0 and the outbox is replayed.
    ///
    /// # Errors
    /// Where the folder cannot be written, or the index would have to be emptied while another
    /// process is writing it.
    pub fn open(folder: &Path) -> Result<Search> {
        std::fs::create_dir_all(folder)?;
        match Search::open_sound(folder) {
            Err(cause @ (Error::Index(_) | Error::Damaged(_))) => {
                tracing::warn!(%cause, "search index is made anew");
                empty(folder)?;
                Search::open_sound(folder)
            }
            opened => opened,
        }
    }

    fn open_sound(folder: &Path) -> Result<Search> {
        let index = Index::open_or_create(MmapDirectory::open(folder)?, schema().0)?;
        if !index.validate_checksum()?.is_empty() {
            return Err(Error::Damaged("a file is not as it was written"));
        }
        Search::start(index)
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
        let metas = index.load_metas()?;
        let position = read_position(metas.payload.as_deref())?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Search {
            shared: Arc::new(Shared {
                fields: schema().1,
                reader,
                index,
                writer: Mutex::new(None),
                position: AtomicI64::new(position),
                generation: AtomicU64::new(1),
                opstamp: AtomicU64::new(metas.opstamp),
            }),
        })
    }

    /// Applies changes read from the outbox up to `position`; visible and durable on return.
    /// Applying the same changes again changes nothing.
    ///
    /// # Errors
    /// Where the disk refuses or another process is writing; nothing is applied then.
    pub fn apply(&self, changes: Vec<Change>, position: i64) -> Result<()> {
        let fields = &self.shared.fields;
        self.write(position, |writer| {
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
            Ok(())
        })
    }

    /// Empties the index; its position is 0 then, so that the outbox is replayed.
    ///
    /// # Errors
    /// As [`Search::apply`].
    pub fn clear(&self) -> Result<()> {
        self.write(0, |writer| writer.delete_all_documents().map(|_| ()))
    }

    fn write(
        &self,
        position: i64,
        change: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<()> {
        let shared = &*self.shared;
        let mut slot = shared.writer.lock().unwrap_or_else(|poisoned| {
            // Whoever panicked may have left half of its changes in the writer.
            let mut slot = poisoned.into_inner();
            *slot = None;
            shared.writer.clear_poison();
            slot
        });
        // Taken out: on any error the writer is dropped with the changes it holds, and the next
        // call begins with a new one.
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => {
                let options = IndexWriterOptions::builder()
                    .memory_budget_per_thread(WRITER_BYTES)
                    .num_worker_threads(1)
                    .num_merge_threads(1)
                    .build();
                shared.index.writer_with_options(options)?
            }
        };
        change(&mut writer)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{VERSION} {position}"));
        let opstamp = commit.commit()?;
        *slot = Some(writer);
        shared.reader.reload()?;
        shared.show(position, opstamp);
        Ok(())
    }

    /// Shows what another process has written since; whether there was anything. Whoever serves
    /// without the worker calls it now and then.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn refresh(&self) -> Result<bool> {
        let shared = &*self.shared;
        // While this process writes, it sees its own commits.
        let Ok(_writer) = shared.writer.try_lock() else {
            return Ok(false);
        };
        let metas = shared.index.load_metas()?;
        if metas.opstamp == shared.opstamp.load(Ordering::Acquire) {
            return Ok(false);
        }
        let position = read_position(metas.payload.as_deref())?;
        shared.reader.reload()?;
        shared.show(position, metas.opstamp);
        Ok(true)
    }

    /// Whether nothing was applied since the index was made: the outbox is to be replayed from
    /// its start.
    pub fn needs_rebuild(&self) -> bool {
        self.position() == 0
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

impl Shared {
    fn show(&self, position: i64, opstamp: u64) {
        self.position.store(position, Ordering::Release);
        self.opstamp.store(opstamp, Ordering::Release);
        self.generation.fetch_add(1, Ordering::AcqRel);
    }
}

/// The outbox position in a commit's payload; 0 where nothing was committed yet.
fn read_position(payload: Option<&str>) -> Result<i64> {
    let Some(payload) = payload else {
        return Ok(0);
    };
    match payload.split_once(' ') {
        Some((version, position)) if version == VERSION.to_string() => position
            .parse()
            .map_err(|_| Error::Damaged("its position is not a number")),
        _ => Err(Error::Damaged("it was made by other rules")),
    }
}

/// Removes what is in the folder, not the folder itself: it may be a mount.
fn empty(folder: &Path) -> Result<()> {
    let directory = MmapDirectory::open(folder)?;
    let _alone = directory
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|cause| Error::from(TantivyError::LockFailure(cause, None)))?;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
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
            .filter_map(|token| skeleton_term(Script::of(&token), &search_text::skeleton(&token)))
            .collect();
        document.add_text(self.skeleton, skeletons.join(" "));
        document.add_text(self.region, &listing.region);
        document.add_text(self.category, &listing.category);
        document.add_text(self.label, listing.label.as_deref().unwrap_or_default());
        document.add_i64(
            self.label_expires_at,
            listing.label_expires_at.unwrap_or(i64::MAX),
        );
        document.add_i64(self.price, listing.price_min_minor);
        document.add_u64(self.in_stock, u64::from(listing.in_stock));
        document.add_i64(self.published_at, listing.published_at);
        document
    }
}

/// How a skeleton stands in the index: with its script, for between scripts it may be shorter than
/// within one, where an origan would pass for argan.
pub(crate) fn skeleton_term(script: Script, skeleton: &str) -> Option<String> {
    let letter = match script {
        Script::Latin => 'l',
        Script::Arabic => 'a',
        Script::Tifinagh => 't',
    };
    (!skeleton.is_empty()).then(|| format!("{letter}{skeleton}"))
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
    let code = TextOptions::default().set_fast("raw");
    let fields = Fields {
        id: schema.add_i64_field("id", INDEXED | FAST),
        name: schema.add_text_field("name", words.clone()),
        cooperative: schema.add_text_field("cooperative", words.clone()),
        place: schema.add_text_field("place", words.clone()),
        body: schema.add_text_field("body", words.clone()),
        skeleton: schema.add_text_field("skeleton", words),
        region: schema.add_text_field("region", code.clone()),
        category: schema.add_text_field("category", code.clone()),
        label: schema.add_text_field("label", code),
        label_expires_at: schema.add_i64_field("label_expires_at", FAST),
        price: schema.add_i64_field("price", FAST),
        in_stock: schema.add_u64_field("in_stock", FAST),
        published_at: schema.add_i64_field("published_at", FAST),
    };
    (schema.build(), fields)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn named(id: i64, name: &str) -> Change {
        let name = LocalText {
            fr: Some(name.to_owned()),
            ..LocalText::default()
        };
        Change::Put(Box::new(Document {
            id: ListingId(id),
            names: name.clone(),
            description: LocalText::default(),
            cooperative: LocalText::default(),
            region: "01".to_owned(),
            region_name: LocalText::default(),
            category: "miels".to_owned(),
            category_name: LocalText::default(),
            label: None,
            label_expires_at: None,
            price_min_minor: 100,
            in_stock: true,
            published_at: 0,
        }))
    }

    fn count(search: &Search) -> u64 {
        search.shared.reader.searcher().num_docs()
    }

    /// As a process killed between the changes and their commit leaves it.
    #[test]
    fn changes_without_their_commit_are_gone_and_are_replayed() {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::open(folder.path()).unwrap();
        search.apply(vec![named(1, "Miel")], 7).unwrap();
        {
            let mut slot = search.shared.writer.lock().unwrap();
            let writer = slot.as_mut().unwrap();
            writer.delete_term(Term::from_field_i64(search.shared.fields.id, 1));
            let Change::Put(document) = named(2, "Safran") else {
                unreachable!()
            };
            writer
                .add_document(search.shared.fields.document(&document))
                .unwrap();
            let mut prepared = writer.prepare_commit().unwrap();
            prepared.set_payload("2 9");
        }
        drop(search);
        let search = Search::open(folder.path()).unwrap();
        assert_eq!((search.position(), count(&search)), (7, 1));
        search.apply(vec![named(2, "Safran")], 9).unwrap();
        assert_eq!((search.position(), count(&search)), (9, 2));
    }

    #[test]
    fn a_change_that_fails_halfway_leaves_nothing_for_the_next() {
        let search = Search::in_memory().unwrap();
        search.apply(vec![named(1, "Miel")], 1).unwrap();
        let id = search.shared.fields.id;
        let failed = search.write(2, |writer| {
            writer.delete_term(Term::from_field_i64(id, 1));
            Err(TantivyError::SystemError("the disk is full".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(search.position(), 1);
        search.apply(vec![named(2, "Safran")], 2).unwrap();
        assert_eq!((search.position(), count(&search)), (2, 2));
    }

    #[test]
    fn a_panic_halfway_leaves_nothing_for_the_next() {
        let search = Search::in_memory().unwrap();
        search.apply(vec![named(1, "Miel")], 1).unwrap();
        let id = search.shared.fields.id;
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            search.write(2, |writer| {
                writer.delete_term(Term::from_field_i64(id, 1));
                panic!("in the middle");
            })
        }));
        assert!(panicked.is_err());
        search.apply(vec![named(2, "Safran")], 2).unwrap();
        assert_eq!((search.position(), count(&search)), (2, 2));
    }
}

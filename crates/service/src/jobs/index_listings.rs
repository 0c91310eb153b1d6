//! From the outbox to the search index.

use crate::Services;
use search::{Change, Document};
use store::marketplace::{Indexable, documents, outbox};

/// At most this many outbox rows a step.
const STEP: u32 = 2_000;

/// Brings the index one step forward; how many listings it looked at. The outbox position is
/// committed with the documents, so a crash repeats at most one step.
///
/// # Errors
/// Where the database or the index fails; the next step tries again.
pub async fn index_listings(
    services: &Services,
) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let db = services.db.reader();
    let Some((position, ids)) = outbox(db, services.search.position(), STEP).await? else {
        return Ok(0);
    };
    let found = documents(db, &ids).await?;
    let mut changes: Vec<Change> = ids
        .iter()
        .filter(|id| !found.iter().any(|it| it.card.id == **id))
        .map(|id| Change::Delete(*id))
        .collect();
    changes.extend(
        found
            .into_iter()
            .map(|it| Change::Put(Box::new(document(it)))),
    );
    let search = services.search.clone();
    tokio::task::spawn_blocking(move || search.apply(changes, position)).await??;
    Ok(ids.len())
}

fn document(it: Indexable) -> Document {
    let (label, label_expires_at) = it.label.unzip();
    Document {
        id: it.card.id,
        names: it.card.name,
        description: it.description,
        cooperative: it.card.cooperative_name,
        region: it.region_code,
        region_name: it.card.region,
        category: it.category_slug,
        category_name: it.category_name,
        label,
        label_expires_at,
        price_min_minor: it.card.price.minor,
        in_stock: it.card.in_stock,
        published_at: it.published_at,
    }
}

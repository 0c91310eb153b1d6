//! Documents that programs keep about states, activities and agents: told apart by a tag, so that
//! nobody writes over what they have not read.

use super::{
    RecordFault, Recorded,
    statement::{agent, agent_name, iri, moment, uuid},
    statements::{reading, writing},
};
use crate::{Ctx, internal};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use std::collections::BTreeMap;
use store::academy::{DocumentKey, DocumentRow};

/// The largest document, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Which documents an address names.
#[derive(Clone, Debug)]
pub struct DocumentRequest {
    key: DocumentKey,
    name: Option<String>,
    since: i64,
}

/// What the program says that it knows of the document.
#[derive(Clone, Debug, Default)]
pub struct Preconditions {
    pub if_match: Option<String>,
    pub if_none_match: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub media_type: String,
    pub content: Vec<u8>,
    /// Without quotes.
    pub etag: String,
    /// In milliseconds.
    pub updated_at: i64,
}

impl DocumentRequest {
    /// Reads an address: `kind` is `state`, `activity` or `agent`.
    ///
    /// # Errors
    /// `Bad` for what is missing, unknown or of another kind.
    pub fn of(kind: &'static str, parameters: &BTreeMap<String, String>) -> Recorded<Self> {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let needs = |name: &str| get(name).ok_or_else(|| format!("{name} is missing"));
        let named = match kind {
            "state" => "stateId",
            _ => "profileId",
        };
        let known: &[&str] = match kind {
            "state" => &["activityId", "agent", "registration", "stateId", "since"],
            "activity" => &["activityId", "profileId", "since"],
            _ => &["agent", "profileId", "since"],
        };
        if let Some(name) = parameters.keys().find(|it| !known.contains(&it.as_str())) {
            return Err(RecordFault::Bad(format!("unknown parameter \"{name}\"")));
        }
        let mut key = DocumentKey {
            kind,
            ..DocumentKey::default()
        };
        if kind != "agent" {
            let address = needs("activityId")?;
            iri(address)?;
            address.clone_into(&mut key.activity);
        }
        if kind != "activity" {
            let told: Value = serde_json::from_str(needs("agent")?)
                .map_err(|_| RecordFault::Bad("agent is not JSON".to_owned()))?;
            agent(&told, "agent")?;
            key.agent = agent_name(&told).unwrap_or_default();
        }
        if let Some(registration) = get("registration") {
            key.registration = uuid(registration)?;
        }
        let name = get(named).map(str::to_owned);
        if name
            .as_ref()
            .is_some_and(|it| it.is_empty() || it.len() > 500)
        {
            return Err(RecordFault::Bad(format!("{named} is empty or too long")));
        }
        Ok(DocumentRequest {
            key,
            name,
            since: get("since").map_or(Ok(-1), moment)?,
        })
    }

    pub fn names_one(&self) -> bool {
        self.name.is_some()
    }

    fn needs_name(&self) -> Recorded<&str> {
        self.name
            .as_deref()
            .ok_or_else(|| RecordFault::Bad("the document's id is missing".to_owned()))
    }
}

fn etag(content: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, content);
    hex::encode(digest)
}

fn as_document(row: DocumentRow) -> Document {
    Document {
        media_type: row.media_type,
        content: STANDARD.decode(row.content).unwrap_or_default(),
        etag: row.etag,
        updated_at: row.updated_at,
    }
}

/// # Errors
/// `NotFound`; `Bad`; `Refused`.
pub async fn read_document(ctx: &Ctx, asked: &DocumentRequest) -> Recorded<Document> {
    reading(ctx)?;
    let row = store::academy::record_document(ctx.db().reader(), &asked.key, asked.needs_name()?)
        .await
        .map_err(internal(ctx))?;
    row.map(as_document).ok_or(RecordFault::NotFound)
}

/// The documents' ids.
///
/// # Errors
/// `Refused`.
pub async fn list_documents(ctx: &Ctx, asked: &DocumentRequest) -> Recorded<Vec<String>> {
    reading(ctx)?;
    Ok(
        store::academy::record_documents(ctx.db().reader(), &asked.key, asked.since)
            .await
            .map_err(internal(ctx))?,
    )
}

impl Preconditions {
    fn hold(&self, before: Option<&DocumentRow>, must_know: bool) -> Recorded<()> {
        let names = |header: &str, etag: &str| {
            header.split(',').any(|it| {
                let it = it.trim();
                it == "*" || it.trim_start_matches("W/").trim_matches('"') == etag
            })
        };
        let matches = match (&self.if_match, before) {
            (None, _) => true,
            (Some(header), Some(row)) => names(header, &row.etag),
            (Some(_), None) => false,
        };
        let differs = match (&self.if_none_match, before) {
            (Some(header), Some(row)) => !names(header, &row.etag),
            _ => true,
        };
        if !matches || !differs {
            return Err(RecordFault::Precondition);
        }
        let is_blind = self.if_match.is_none() && self.if_none_match.is_none();
        if must_know && is_blind && before.is_some() {
            return Err(RecordFault::Conflict(
                "there is a document already: read it, and send If-Match".to_owned(),
            ));
        }
        Ok(())
    }
}

fn is_json(media_type: &str) -> bool {
    media_type
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

async fn save(
    ctx: &Ctx,
    asked: &DocumentRequest,
    known: &Preconditions,
    media_type: &str,
    must_know: bool,
    write: impl FnOnce(Option<Document>) -> Recorded<Vec<u8>>,
) -> Recorded<()> {
    let permit = writing(ctx)?;
    let name = asked.needs_name()?.to_owned();
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let before = store::academy::record_document(&tx, &asked.key, &name)
        .await
        .map_err(internal(ctx))?;
    known.hold(before.as_ref(), must_know)?;
    let tag = before.as_ref().map(|row| row.etag.clone());
    let content = write(before.map(as_document))?;
    if content.len() > MAX_BYTES {
        let max_bytes = MAX_BYTES as u64;
        return Err(RecordFault::Refused(domain::Error::TooLarge { max_bytes }));
    }
    // Each writing has a moment of its own, so that `since` never misses one.
    let updated_at = store::academy::statement_moments(&tx, &permit, ctx.now * 1_000, 1)
        .await
        .map_err(internal(ctx))?;
    let row = DocumentRow {
        name,
        media_type: media_type.chars().take(200).collect(),
        etag: etag(&content),
        content: STANDARD.encode(content),
        updated_at,
    };
    store::academy::save_record_document(&tx, &permit, &asked.key, tag.as_deref(), &row)
        .await
        .map_err(internal(ctx))?;
    Ok(store::commit(tx).await.map_err(internal(ctx))?)
}

/// Writes a document in the place of the one before.
///
/// # Errors
/// `Precondition` where it is another than the program knows; `Conflict` for a profile that is there
/// and that the program says nothing of; `Bad`; `Refused`.
pub async fn put_document(
    ctx: &Ctx,
    asked: &DocumentRequest,
    known: &Preconditions,
    media_type: &str,
    content: Vec<u8>,
) -> Recorded<()> {
    let must_know = asked.key.kind != "state";
    save(ctx, asked, known, media_type, must_know, |_| Ok(content)).await
}

/// Joins a JSON object with the one before, property by property; where there is none it is written.
///
/// # Errors
/// `Bad` where either is no JSON object; `Precondition`; `Refused`.
pub async fn merge_document(
    ctx: &Ctx,
    asked: &DocumentRequest,
    known: &Preconditions,
    media_type: &str,
    content: Vec<u8>,
) -> Recorded<()> {
    let media = media_type.to_owned();
    save(ctx, asked, known, media_type, false, move |before| {
        let Some(before) = before else {
            if is_json(&media) && serde_json::from_slice::<Value>(&content).is_err() {
                return Err(RecordFault::Bad("not JSON".to_owned()));
            }
            return Ok(content);
        };
        let object = |media: &str, bytes: &[u8]| match serde_json::from_slice(bytes) {
            Ok(Value::Object(map)) if is_json(media) => Ok(map),
            _ => Err(RecordFault::Bad(
                "only JSON objects can be joined".to_owned(),
            )),
        };
        let mut kept = object(&before.media_type, &before.content)?;
        kept.extend(object(&media, &content)?);
        Ok(Value::Object(kept).to_string().into_bytes())
    })
    .await
}

/// Removes a document; of a state, all of them where the address names none.
///
/// # Errors
/// `Bad`; `Precondition`; `Refused`.
pub async fn remove_documents(
    ctx: &Ctx,
    asked: &DocumentRequest,
    known: &Preconditions,
) -> Recorded<()> {
    let permit = writing(ctx)?;
    if asked.key.kind != "state" {
        asked.needs_name()?;
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    if let Some(name) = &asked.name {
        let before = store::academy::record_document(&tx, &asked.key, name)
            .await
            .map_err(internal(ctx))?;
        known.hold(before.as_ref(), false)?;
    }
    store::academy::remove_record_documents(&tx, &permit, &asked.key, asked.name.as_deref())
        .await
        .map_err(internal(ctx))?;
    Ok(store::commit(tx).await.map_err(internal(ctx))?)
}

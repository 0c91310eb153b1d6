//! Papers: checked by their content, kept outside the web's folder, read by who may.

use crate::{Ctx, internal};
use domain::{
    DocumentId, Error, Problem, Result,
    policy::{Action, Certificate, OfficeCase, Order, Permit, Platform, Registration, authorize},
    text,
};
use media::RefusedDocument;
use store::{Tx, cooperatives::NewDocument};

/// A paper's bytes on their way to a reader.
#[derive(Clone, Debug)]
pub struct PaperFile {
    pub media_type: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Checks a paper and keeps its bytes; the row is written by the caller's transaction, by
/// [`insert`](KeptDocument::insert).
pub(crate) async fn keep_document(
    ctx: &Ctx,
    field: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<KeptDocument> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    if bytes.is_empty() {
        return Err(Error::field(field, Problem::Required));
    }
    let checked = media::check_document(&bytes).map_err(|refused| match refused {
        RefusedDocument::TooManyBytes { max } => Error::TooLarge { max_bytes: max },
        RefusedDocument::WrongType => Error::field(field, Problem::NotADocument),
        RefusedDocument::Active => Error::field(field, Problem::ActiveDocument),
        RefusedDocument::Damaged => Error::field(field, Problem::Damaged),
    })?;
    // A name that makes no sense is only a name: the paper counts.
    let name = text::line(&name.chars().take(120).collect::<String>(), 120)
        .unwrap_or_else(|_| "document".to_owned());
    let new = NewDocument {
        sha256: checked.sha256.clone(),
        media_type: checked.media_type,
        name,
        bytes: bytes.len() as u64,
        person,
    };
    let media = ctx.services.media.clone();
    let kept =
        tokio::task::spawn_blocking(move || media.put_document(&checked.sha256, &bytes)).await;
    if !matches!(kept, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?kept, "paper could not be kept");
        return Err(Error::Internal {
            request_id: ctx.request_id.clone(),
        });
    }
    Ok(KeptDocument(new))
}

pub(crate) struct KeptDocument(NewDocument);

impl KeptDocument {
    pub(crate) async fn insert<R>(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        permit: &Permit<R>,
    ) -> Result<DocumentId> {
        store::cooperatives::insert_document(tx, permit, &self.0, ctx.now)
            .await
            .map_err(internal(ctx))
    }
}

/// Whether the paper is of a dossier that the actor may read.
async fn reads_dossier(ctx: &Ctx, id: DocumentId) -> Result<bool> {
    let readers = store::projects::dossier_paper_readers(ctx.db().reader(), id)
        .await
        .map_err(internal(ctx))?;
    let Some(readers) = readers else {
        return Ok(false);
    };
    let as_member = ctx
        .actor
        .person()
        .is_some_and(|person| readers.members.contains(&person));
    let as_advisor = readers.region.is_some_and(|region| {
        authorize(&ctx.actor, Action::Moderate, &OfficeCase { region }).is_ok()
    });
    Ok(as_member || as_advisor)
}

/// To its author, to the manager whose certificate it proves, and to the advisors of its region
/// once it was submitted; a dossier's also to its team. A customs declaration to who sells for the
/// cooperative that exported, to the advisors of its region and to who enters the rates of tax.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for anyone else.
pub async fn read_document(ctx: &Ctx, id: DocumentId) -> Result<PaperFile> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let row = store::cooperatives::load_document(ctx.db().reader(), id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let as_author = row.applicant.is_some_and(|applicant| {
        let file = Registration { applicant };
        authorize(&ctx.actor, Action::RegisterCooperative, &file).is_ok()
    });
    let as_manager = row.cooperative.is_some_and(|cooperative| {
        let scope = Certificate { cooperative };
        authorize(&ctx.actor, Action::EditCertificate, &scope).is_ok()
    });
    let as_advisor = row.region.is_some_and(|region| {
        authorize(&ctx.actor, Action::Moderate, &OfficeCase { region }).is_ok()
    });
    let as_exporter = row.exporter.is_some_and(|seller| {
        let order = Order {
            seller,
            buyer: None,
        };
        authorize(&ctx.actor, Action::DecideOrder, &order).is_ok()
            || authorize(&ctx.actor, Action::EditRates, &Platform {}).is_ok()
    });
    let is_known = as_author || as_manager || as_advisor || as_exporter;
    if !is_known && !reads_dossier(ctx, id).await? {
        return Err(Error::NotFound);
    }
    let (media, sha256) = (ctx.services.media.clone(), row.sha256);
    let read = tokio::task::spawn_blocking(move || media.read_document(&sha256)).await;
    match read {
        Ok(Ok(bytes)) => Ok(PaperFile {
            media_type: row.media_type,
            name: row.name,
            bytes,
        }),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "paper could not be read");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}

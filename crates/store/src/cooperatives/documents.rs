//! Papers: who sent what. Their bytes are files outside the database, named by their content.

use crate::{Result, sql};
use domain::{
    CooperativeId, DocumentId, PersonId, Timestamp, geography::RegionCode, policy::Permit,
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct NewDocument {
    pub sha256: String,
    pub media_type: &'static str,
    pub name: String,
    pub bytes: u64,
    pub person: PersonId,
}

/// Part of an act that `permit` allows.
///
/// # Errors
/// Where the database fails.
pub async fn insert_document<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    it: &NewDocument,
    now: Timestamp,
) -> Result<DocumentId> {
    let bytes = i64::try_from(it.bytes).unwrap_or(i64::MAX);
    let id = sql::id(
        db,
        "INSERT INTO document (sha256, media_type, name, bytes, person_id, uploaded_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        vec![
            it.sha256.clone().into(),
            it.media_type.into(),
            it.name.clone().into(),
            bytes.into(),
            it.person.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(DocumentId(id))
}

/// A paper, and who may read it.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    pub sha256: String,
    pub media_type: String,
    pub name: String,
    /// The author of the file it belongs to.
    pub applicant: Option<PersonId>,
    /// The cooperative whose certificate it proves.
    pub cooperative: Option<CooperativeId>,
    /// The cooperative whose export it proves.
    pub exporter: Option<CooperativeId>,
    /// The region whose advisors examine it, once it was submitted.
    pub region: Option<RegionCode>,
}

#[derive(FromQueryResult)]
struct Row {
    sha256: String,
    media_type: String,
    name: String,
    applicant: Option<i64>,
    cooperative_id: Option<i64>,
    exporter: Option<i64>,
    region_code: Option<String>,
}

/// # Errors
/// Where the database fails.
pub async fn load_document(
    db: &impl ConnectionTrait,
    id: DocumentId,
) -> Result<Option<DocumentRow>> {
    let row: Option<Row> = sql::one(
        db,
        "SELECT d.sha256, d.media_type, d.name, r.person_id AS applicant, k.cooperative_id,
            o.cooperative_id AS exporter, COALESCE(c.region_code, x.region_code, CASE WHEN r.status = 'draft' THEN NULL ELSE r.region_code END) AS region_code
         FROM document d LEFT JOIN registration_document rd ON rd.document_id = d.id
            LEFT JOIN registration r ON r.id = rd.registration_id
            LEFT JOIN certification k ON k.document_id = d.id LEFT JOIN cooperative c ON c.id = k.cooperative_id
            LEFT JOIN export_sale e ON e.document_id = d.id LEFT JOIN shop_order o ON o.id = e.order_id
            LEFT JOIN cooperative x ON x.id = o.cooperative_id
         WHERE d.id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(row.map(|row| DocumentRow {
        sha256: row.sha256,
        media_type: row.media_type,
        name: row.name,
        applicant: row.applicant.map(PersonId),
        cooperative: row.cooperative_id.map(CooperativeId),
        exporter: row.exporter.map(CooperativeId),
        region: row.region_code.as_deref().and_then(RegionCode::parse),
    }))
}

//! Credentials and the issuer's keys. Only public keys are kept; a private one is made from its
//! name and the server's secret.

use crate::{Result, sql};
use domain::{
    CourseId, LocalText, PersonId, Timestamp,
    policy::{Course, Credential, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct CredentialRow {
    pub code: String,
    pub course: CourseId,
    pub course_slug: String,
    pub illustration: String,
    pub name: String,
    pub title: LocalText,
    pub outcomes: Vec<LocalText>,
    pub kid: String,
    pub document: String,
    pub issued_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Record {
    code: String,
    course_id: i64,
    course_slug: String,
    illustration: String,
    name: String,
    title: String,
    outcomes: String,
    kid: String,
    document: String,
    issued_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
    reason: Option<String>,
}

const SELECT: &str = "SELECT k.code, k.course_id, c.slug AS course_slug, c.illustration, k.name, k.title, k.outcomes,
    k.kid, k.document, k.issued_at, k.expires_at, k.revoked_at, k.reason FROM credential k JOIN course c ON c.id = k.course_id";

impl Record {
    fn row(self) -> Result<CredentialRow> {
        Ok(CredentialRow {
            code: self.code,
            course: CourseId(self.course_id),
            course_slug: self.course_slug,
            illustration: self.illustration,
            name: self.name,
            title: sql::text(&self.title)?,
            outcomes: sql::json(&self.outcomes)?,
            kid: self.kid,
            document: self.document,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            reason: self.reason,
        })
    }
}

pub async fn credential_by_code(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<CredentialRow>> {
    let row: Option<Record> = sql::one(
        db,
        &format!("{SELECT} WHERE k.code = $1"),
        vec![code.into()],
    )
    .await?;
    row.map(Record::row).transpose()
}

/// One person's, the newest first.
pub async fn credentials_of(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<CredentialRow>> {
    let rows: Vec<Record> = sql::all(
        db,
        &format!("{SELECT} WHERE k.person_id = $1 ORDER BY k.issued_at DESC, k.id DESC"),
        vec![person.0.into()],
    )
    .await?;
    rows.into_iter().map(Record::row).collect()
}

/// Adds a credential; where the learner has one of this course already, that one stays.
pub async fn insert_credential<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    person: PersonId,
    it: &CredentialRow,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO credential (code, person_id, course_id, name, title, outcomes, kid, document, issued_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person_id, course_id) DO NOTHING",
        vec![
            it.code.clone().into(),
            person.0.into(),
            it.course.0.into(),
            it.name.clone().into(),
            sql::to_json(&it.title)?.into(),
            sql::to_json(&it.outcomes)?.into(),
            it.kid.clone().into(),
            it.document.clone().into(),
            it.issued_at.into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Owner {
    trainer_id: i64,
}

/// The trainer of the course that a credential is of.
pub async fn credential_owner(db: &impl ConnectionTrait, code: &str) -> Result<Option<PersonId>> {
    let row: Option<Owner> = sql::one(
        db,
        "SELECT c.trainer_id FROM credential k JOIN course c ON c.id = k.course_id WHERE k.code = $1",
        vec![code.into()],
    )
    .await?;
    Ok(row.map(|row| PersonId(row.trainer_id)))
}

/// Takes a credential back. The first reason stays.
pub async fn revoke_credential(
    db: &impl ConnectionTrait,
    _permit: &Permit<Credential>,
    code: &str,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE credential SET revoked_at = $2, reason = $3 WHERE code = $1 AND revoked_at IS NULL",
        vec![code.into(), now.into(), reason.into()],
    )
    .await?;
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct IssuerKeyRow {
    pub kid: String,
    /// Base64url, 32 bytes.
    pub public_key: String,
    pub created_at: i64,
    pub retired_at: Option<i64>,
}

/// All, the newest first: what was signed with a retired one is still checked with it.
pub async fn issuer_keys(db: &impl ConnectionTrait) -> Result<Vec<IssuerKeyRow>> {
    sql::all(
        db,
        "SELECT kid, public_key, created_at, retired_at FROM issuer_key ORDER BY id DESC LIMIT 200",
        vec![],
    )
    .await
}

/// Publishes a key. Two processes that make the first one at once make the same.
pub async fn insert_issuer_key(
    db: &impl ConnectionTrait,
    kid: &str,
    public_key: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO issuer_key (kid, public_key, created_at) VALUES ($1, $2, $3) ON CONFLICT (kid) DO NOTHING",
        vec![kid.into(), public_key.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Nothing more is signed with any key but `kid`.
pub async fn retire_issuer_keys(
    db: &impl ConnectionTrait,
    kid: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE issuer_key SET retired_at = $2 WHERE kid <> $1 AND retired_at IS NULL",
        vec![kid.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Writes what was signed anew, unless it was taken back meanwhile.
///
/// # Errors
/// `Conflict` where it was.
pub async fn renew_credential(
    db: &impl ConnectionTrait,
    _permit: &Permit<Course>,
    it: &CredentialRow,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE credential SET kid = $2, document = $3, expires_at = $4 WHERE code = $1 AND revoked_at IS NULL",
        vec![
            it.code.clone().into(),
            it.kid.clone().into(),
            it.document.clone().into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    match changed {
        1 => Ok(()),
        _ => Err(domain::Error::Conflict.into()),
    }
}

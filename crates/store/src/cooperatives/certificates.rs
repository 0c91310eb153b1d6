//! Certificates: sent with their paper, checked by an advisor, warned about before they end.

use crate::{Error, Result, marketplace::push_certified, sql};
use domain::{
    CertificationId, CooperativeId, DocumentId, LocalText, Timestamp,
    cooperatives::{CertificateFacts, CertificateStatus, CertificateView, WARNING},
    geography::RegionCode,
    policy::{Certificate, OfficeCase, Permit, Platform, Scope},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    cooperative_id: i64,
    cooperative_name: String,
    region_code: String,
    label: String,
    certifier: String,
    number: String,
    area: String,
    expires_at: i64,
    status: String,
    reasons: Option<String>,
    document_id: Option<i64>,
    submitted_at: i64,
}

const COLUMNS: &str = "SELECT k.id, k.cooperative_id, c.name AS cooperative_name, c.region_code, k.label, k.certifier, k.number,
    k.area, k.expires_at, k.status, k.reasons, k.document_id, k.submitted_at
    FROM certification k JOIN cooperative c ON c.id = k.cooperative_id";

/// A certificate, whose it is, and who checks it.
#[derive(Clone, Debug)]
pub struct CertificateCaseRow {
    pub cooperative: CooperativeId,
    pub region: Option<RegionCode>,
    pub view: CertificateView,
}

impl Row {
    fn read(self, now: Timestamp) -> Result<CertificateCaseRow> {
        let status = CertificateStatus::from_code(&self.status)
            .ok_or_else(|| Error::Corrupt(format!("certification.status {}", self.status)))?;
        Ok(CertificateCaseRow {
            cooperative: CooperativeId(self.cooperative_id),
            region: RegionCode::parse(&self.region_code),
            view: CertificateView {
                id: CertificationId(self.id),
                is_expired: self.expires_at <= now,
                is_ending: self.expires_at > now && self.expires_at <= now + WARNING,
                facts: CertificateFacts {
                    label: self.label,
                    certifier: self.certifier,
                    number: self.number,
                    area: self.area,
                    expires_at: self.expires_at,
                },
                status,
                reasons: self.reasons,
                document: self.document_id.map(DocumentId),
                submitted_at: self.submitted_at,
                cooperative: sql::text(&self.cooperative_name)?,
            },
        })
    }
}

/// The newest first.
///
/// # Errors
/// Where the database fails.
pub async fn certificates_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<Vec<CertificateView>> {
    let rows: Vec<Row> = sql::all(
        db,
        &format!("{COLUMNS} WHERE k.cooperative_id = $1 ORDER BY k.id DESC LIMIT 100"),
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| row.read(now).map(|it| it.view))
        .collect()
}

/// # Errors
/// Where the database fails.
pub async fn load_certificate(
    db: &impl ConnectionTrait,
    id: CertificationId,
    now: Timestamp,
) -> Result<Option<CertificateCaseRow>> {
    let row: Option<Row> =
        sql::one(db, &format!("{COLUMNS} WHERE k.id = $1"), vec![id.0.into()]).await?;
    row.map(|row| row.read(now)).transpose()
}

/// # Errors
/// Where the database fails.
pub async fn insert_certificate(
    db: &impl ConnectionTrait,
    permit: &Permit<Certificate>,
    facts: &CertificateFacts,
    document: DocumentId,
    now: Timestamp,
) -> Result<CertificationId> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let id = sql::id(
        db,
        "INSERT INTO certification (cooperative_id, label, certifier, number, area, expires_at, status, document_id, submitted_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'submitted', $7, $8) RETURNING id",
        vec![
            cooperative.0.into(),
            facts.label.clone().into(),
            facts.certifier.clone().into(),
            facts.number.clone().into(),
            facts.area.clone().into(),
            facts.expires_at.into(),
            document.0.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(CertificationId(id))
}

/// By its holder; the badge goes with it.
///
/// # Errors
/// `Conflict` where it is no longer in the state `from`.
pub async fn withdraw_certificate(
    db: &impl ConnectionTrait,
    _permit: &Permit<Certificate>,
    id: CertificationId,
    from: CertificateStatus,
) -> Result<()> {
    set_status(db, id, (from, CertificateStatus::Withdrawn), None).await
}

/// By an advisor, with reasons where it is refused.
///
/// # Errors
/// As [`withdraw_certificate`].
pub async fn decide_certificate(
    db: &impl ConnectionTrait,
    _permit: &Permit<OfficeCase>,
    id: CertificationId,
    change: (CertificateStatus, CertificateStatus),
    reasons: Option<&str>,
) -> Result<()> {
    set_status(db, id, change, reasons).await
}

async fn set_status(
    db: &impl ConnectionTrait,
    id: CertificationId,
    (from, to): (CertificateStatus, CertificateStatus),
    reasons: Option<&str>,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE certification SET status = $3, reasons = $4 WHERE id = $1 AND status = $2",
        vec![
            id.0.into(),
            from.code().into(),
            to.code().into(),
            reasons.into(),
        ],
    )
    .await?;
    if changed != 1 {
        return Err(domain::Error::Conflict.into());
    }
    push_certified(db, id).await
}

/// A certificate that ends soon and that nobody was warned about.
#[derive(Clone, Debug)]
pub struct EndingCertificate {
    pub id: CertificationId,
    pub cooperative: CooperativeId,
    pub name: LocalText,
}

#[derive(FromQueryResult)]
struct EndingRow {
    id: i64,
    cooperative_id: i64,
    label: String,
    number: String,
}

/// # Errors
/// Where the database fails.
pub async fn ending_certificates(
    db: &impl ConnectionTrait,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<EndingCertificate>> {
    let rows: Vec<EndingRow> = sql::all(
        db,
        &format!(
            "SELECT id, cooperative_id, label, number FROM certification
             WHERE status = 'valid' AND warned_at IS NULL AND expires_at > $1 AND expires_at <= $2
             ORDER BY expires_at, id LIMIT {limit}"
        ),
        vec![now.into(), (now + WARNING).into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let name = format!("{} {}", row.label, row.number);
            EndingCertificate {
                id: CertificationId(row.id),
                cooperative: CooperativeId(row.cooperative_id),
                name: LocalText::new(&name, "", ""),
            }
        })
        .collect())
}

/// Whether this worker is the one that warns.
///
/// # Errors
/// Where the database fails.
pub async fn mark_warned(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: CertificationId,
    now: Timestamp,
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE certification SET warned_at = $2 WHERE id = $1 AND warned_at IS NULL",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(changed == 1)
}

//! An advisor checks a certificate against its paper.

use super::{advisor, mails, moderator, note};
use crate::{Ctx, internal};
use domain::{
    CertificationId, Error, LocalText, Result,
    admin::parse_reasons,
    cooperatives::{CertificateEvent, CertificateView},
    policy::{OfficeCase, Permit},
};
use i18n::keys::admin as k;
use store::{accounts::list_managers, cooperatives::CertificateCaseRow};

async fn open(
    ctx: &Ctx,
    db: &impl store::Connection,
    id: CertificationId,
) -> Result<(Permit<OfficeCase>, CertificateCaseRow)> {
    advisor(ctx)?;
    let row = store::cooperatives::load_certificate(db, id, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = moderator(ctx, row.region)?;
    Ok((permit, row))
}

/// # Errors
/// `NotFound` for one of another region.
pub async fn show_certificate(ctx: &Ctx, id: CertificationId) -> Result<CertificateView> {
    open(ctx, ctx.db().reader(), id)
        .await
        .map(|(_, row)| row.view)
}

/// # Errors
/// `NotFound` for one of another region; `Conflict` where it does not wait, or has expired.
pub async fn accept_certificate(ctx: &Ctx, id: CertificationId) -> Result<()> {
    decide(ctx, id, CertificateEvent::Accept, None).await
}

/// # Errors
/// `Invalid` on `reasons`; otherwise as [`accept_certificate`].
pub async fn refuse_certificate(ctx: &Ctx, id: CertificationId, reasons: &str) -> Result<()> {
    decide(ctx, id, CertificateEvent::Refuse, Some(reasons)).await
}

async fn decide(
    ctx: &Ctx,
    id: CertificationId,
    event: CertificateEvent,
    reasons: Option<&str>,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, row) = open(ctx, &tx, id).await?;
    let reasons = reasons.map(parse_reasons).transpose()?;
    let before = row.view.status;
    let after = before.transition(event)?;
    if event == CertificateEvent::Accept && row.view.is_expired {
        return Err(Error::Conflict);
    }
    store::cooperatives::decide_certificate(&tx, &permit, id, (before, after), reasons.as_deref())
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        match event {
            CertificateEvent::Accept => "accept_certificate",
            _ => "refuse_certificate",
        },
        format!("certificate:{id}"),
        serde_json::json!({ "status": before.code() }),
        serde_json::json!({ "status": after.code(), "reasons": reasons }),
    )
    .await?;
    let keys = match event {
        CertificateEvent::Accept => (
            k::MAIL_CERTIFICATE_CHECKED_SUBJECT,
            k::MAIL_CERTIFICATE_CHECKED_TEXT,
        ),
        _ => (
            k::MAIL_CERTIFICATE_REFUSED_SUBJECT,
            k::MAIL_CERTIFICATE_REFUSED_TEXT,
        ),
    };
    let facts = &row.view.facts;
    let name = LocalText::new(&format!("{} {}", facts.label, facts.number), "", "");
    let managers = list_managers(&tx, row.cooperative)
        .await
        .map_err(internal(ctx))?;
    for manager in managers {
        let end = (reasons.as_deref(), "/desk/certificates");
        mails::tell(ctx, &tx, &permit, manager, keys, &[("name", &name)], end).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

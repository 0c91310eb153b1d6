//! A manager sends a certificate with its paper, sees where it stands, and is warned before it
//! ends.

use super::keep_document;
use crate::{Ctx, admin::mails, internal};
use domain::{
    CertificationId, CooperativeId, Error, Result,
    cooperatives::{CertificateEvent, CertificateInput, CertificateView, parse_certificate},
    policy::{self, Action, Platform, authorize},
};
use i18n::keys::admin as k;
use store::accounts::{list_managers, load_me};

/// # Errors
/// `Unauthenticated`; `NotFound` for who does not manage the cooperative.
pub async fn list_certificates(
    ctx: &Ctx,
    cooperative: CooperativeId,
) -> Result<Vec<CertificateView>> {
    let scope = policy::Certificate { cooperative };
    authorize(&ctx.actor, Action::EditCertificate, &scope)?;
    store::cooperatives::certificates_of(ctx.db().reader(), cooperative, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// `Invalid` naming each field, the paper as `file`; `TooLarge`; `NotFound` for who does not manage
/// the cooperative.
pub async fn send_certificate(
    ctx: &Ctx,
    cooperative: CooperativeId,
    input: &CertificateInput,
    name: &str,
    bytes: Vec<u8>,
) -> Result<CertificationId> {
    let scope = policy::Certificate { cooperative };
    let permit = authorize(&ctx.actor, Action::EditCertificate, &scope)?;
    let facts = parse_certificate(input, ctx.now)?;
    let kept = keep_document(ctx, "file", name, bytes).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let document = kept.insert(ctx, &tx, &permit).await?;
    let id = store::cooperatives::insert_certificate(&tx, &permit, &facts, document, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Its badge goes at once.
///
/// # Errors
/// `NotFound` for another's; `Conflict` where its state does not allow it.
pub async fn withdraw_certificate(ctx: &Ctx, id: CertificationId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = store::cooperatives::load_certificate(&tx, id, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let scope = policy::Certificate {
        cooperative: row.cooperative,
    };
    let permit = authorize(&ctx.actor, Action::EditCertificate, &scope)?;
    row.view.status.transition(CertificateEvent::Withdraw)?;
    store::cooperatives::withdraw_certificate(&tx, &permit, id, row.view.status)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Warns the managers of certificates that end within 30 days, each once; how many certificates.
///
/// # Errors
/// `Forbidden` for anyone but the worker; `Internal`.
pub async fn warn_of_ending_certificates(ctx: &Ctx) -> Result<usize> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let ending = store::cooperatives::ending_certificates(ctx.db().reader(), ctx.now, 100)
        .await
        .map_err(internal(ctx))?;
    let mut warned = 0;
    for it in ending {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        let is_mine = store::cooperatives::mark_warned(&tx, &permit, it.id, ctx.now)
            .await
            .map_err(internal(ctx))?;
        if !is_mine {
            continue;
        }
        let keys = (
            k::MAIL_CERTIFICATE_EXPIRING_SUBJECT,
            k::MAIL_CERTIFICATE_EXPIRING_TEXT,
        );
        for manager in list_managers(&tx, it.cooperative)
            .await
            .map_err(internal(ctx))?
        {
            let Some(me) = load_me(&tx, manager).await.map_err(internal(ctx))? else {
                continue;
            };
            let end = (None, "/desk/certificates");
            if let Some(mail) = mails::compose(ctx, &me, keys, &[("name", &it.name)], end) {
                store::jobs::enqueue_mail(&tx, &permit, mail, ctx.now)
                    .await
                    .map_err(internal(ctx))?;
            }
        }
        store::commit(tx).await.map_err(internal(ctx))?;
        warned += 1;
    }
    Ok(warned)
}

//! The mail outbox. A mail is promised in the transaction of the act it tells about, so that
//! neither is without the other; the worker sends it afterwards and tries again where it fails.

use crate::{Ctx, Services, internal};
use async_trait::async_trait;
use domain::{
    Error, Result, Timestamp,
    policy::{Action, Actor, Permit, Platform, authorize},
};
use store::jobs::{NewMail, claim_mail, fail_mail, finish_mail};

/// A plain-text mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Why a mail did not leave, in words for the operator.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailError(pub String);

/// How mail really leaves: by SMTP, into a folder, or into a test's list.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// # Errors
    /// Where the mail was not taken; it is tried again later.
    async fn send(&self, mail: &Mail) -> core::result::Result<(), MailError>;
}

/// Promises a mail in the act's own transaction.
///
/// # Errors
/// Only `Internal`.
pub async fn enqueue_mail<R>(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<R>,
    to: &str,
    subject: &str,
    text: &str,
) -> Result<()> {
    let mail = NewMail {
        recipient: to.to_owned(),
        subject: subject.to_owned(),
        body: text.to_owned(),
    };
    store::jobs::enqueue_mail(tx, permit, mail, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Sends everything that is due, and answers how many mails left. What fails is noted and comes
/// up again later, ever more seldom.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn send_mail(services: &Services, mailer: &dyn Mailer, now: Timestamp) -> Result<u32> {
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
    let db = services.db.writer();
    let failed = |cause: store::Error| {
        tracing::error!(%cause, "mail outbox failed");
        Error::Internal {
            request_id: "send_mail".to_owned(),
        }
    };
    let mut sent = 0;
    // Ends, since claiming a mail puts its next attempt after `now`.
    while let Some(pending) = claim_mail(db, &permit, now).await.map_err(failed)? {
        let mail = Mail {
            to: pending.mail.recipient,
            subject: pending.mail.subject,
            text: pending.mail.body,
        };
        match mailer.send(&mail).await {
            Ok(()) => {
                finish_mail(db, &permit, pending.id, now)
                    .await
                    .map_err(failed)?;
                sent += 1;
            }
            Err(cause) => {
                tracing::warn!(mail = pending.id, %cause, "mail not sent");
                fail_mail(db, &permit, pending.id, &cause.0)
                    .await
                    .map_err(failed)?;
            }
        }
    }
    Ok(sent)
}

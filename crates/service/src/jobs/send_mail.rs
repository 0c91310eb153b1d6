//! Empties the mail outbox.

use crate::Services;
use domain::{
    Timestamp,
    policy::{Action, Actor, Platform, authorize},
};
use store::jobs::{NewMail, claim_mail, fail_mail, finish_mail};

/// Whatever really sends a mail.
pub trait Mailer: Send + Sync {
    /// The cause of a failure is for the log; the outbox tries again later.
    fn send(&self, mail: &NewMail) -> impl Future<Output = Result<(), String>> + Send;
}

/// Sends what is due; how many mails went.
///
/// # Errors
/// Where the database fails.
pub async fn send_mail(
    services: &Services,
    mailer: &impl Mailer,
    now: Timestamp,
) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {})?;
    let db = services.db.writer();
    let mut sent = 0;
    while let Some(pending) = claim_mail(db, &permit, now).await? {
        match mailer.send(&pending.mail).await {
            Ok(()) => {
                finish_mail(db, &permit, pending.id, now).await?;
                sent += 1;
            }
            Err(cause) => {
                tracing::warn!(mail = pending.id, %cause, "mail could not be sent");
                fail_mail(db, &permit, pending.id, &cause).await?;
            }
        }
    }
    Ok(sent)
}

//! The mail outbox: written in the transaction that promises the mail, emptied by the worker.
//!
//! A mail is sent at least once: a worker that dies between sending and noting it sends again.

use super::entities::mail_outbox::{self, Column, Entity};
use crate::Result;
use domain::{
    Timestamp,
    policy::{Permit, Platform},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

/// After as many, a mail is given up and its row kept.
pub const MAX_ATTEMPTS: i32 = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    pub recipient: String,
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// A mail that this worker alone may send until the time of its next attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMail {
    pub id: i64,
    pub mail: NewMail,
}

/// Promises a mail as part of an act that `permit` allows, in its transaction.
///
/// # Errors
/// Where the database fails.
pub async fn enqueue_mail<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    mail: NewMail,
    now: Timestamp,
) -> Result<()> {
    Entity::insert(row(mail, now)).exec(db).await?;
    Ok(())
}

fn row(mail: NewMail, now: Timestamp) -> mail_outbox::ActiveModel {
    mail_outbox::ActiveModel {
        recipient: Set(mail.recipient),
        subject: Set(mail.subject),
        body: Set(mail.body),
        created_at: Set(now),
        attempts: Set(0),
        next_attempt_at: Set(now),
        ..Default::default()
    }
}

/// Keeps many mails, some hundred to a statement.
///
/// # Errors
/// Where the database fails.
pub async fn enqueue_mails<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    mails: Vec<NewMail>,
    now: Timestamp,
) -> Result<()> {
    for mails in mails.chunks(500) {
        let rows = mails.iter().cloned().map(|mail| row(mail, now));
        Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
}

/// Takes the oldest mail that is due, counting the attempt; a second worker takes another.
///
/// # Errors
/// Where the database fails.
pub async fn claim_mail(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    now: Timestamp,
) -> Result<Option<PendingMail>> {
    loop {
        let due = Entity::find()
            .filter(Column::SentAt.is_null())
            .filter(Column::NextAttemptAt.lte(now))
            .filter(Column::Attempts.lt(MAX_ATTEMPTS))
            .order_by_asc(Column::NextAttemptAt)
            .order_by_asc(Column::Id)
            .limit(1)
            .one(db)
            .await?;
        let Some(row) = due else {
            return Ok(None);
        };
        let done = Entity::update_many()
            .col_expr(Column::Attempts, Expr::value(row.attempts + 1))
            .col_expr(
                Column::NextAttemptAt,
                Expr::value(now + delay(row.attempts + 1)),
            )
            .filter(Column::Id.eq(row.id))
            .filter(Column::Attempts.eq(row.attempts))
            .filter(Column::SentAt.is_null())
            .exec(db)
            .await?;
        // Otherwise another worker was first; look for the next.
        if done.rows_affected == 1 {
            return Ok(Some(PendingMail {
                id: row.id,
                mail: NewMail {
                    recipient: row.recipient,
                    subject: row.subject,
                    body: row.body,
                },
            }));
        }
    }
}

/// # Errors
/// Where the database fails.
pub async fn finish_mail(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: i64,
    now: Timestamp,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::SentAt, Expr::value(now))
        .col_expr(Column::Body, Expr::value(""))
        // What is sent needs no address any more.
        .col_expr(Column::Recipient, Expr::value(""))
        .col_expr(Column::LastError, Expr::value(Option::<String>::None))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes why a mail did not leave; it is tried again when its time comes.
///
/// # Errors
/// Where the database fails.
pub async fn fail_mail(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    id: i64,
    error: &str,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LastError, Expr::value(error))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Seconds until the next attempt: a minute, doubled each time, at most six hours.
fn delay(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (60_i64 << doublings).min(6 * 3600)
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn attempts_come_ever_more_seldom() {
        let delays: Vec<i64> = (1..=11).map(delay).collect();
        assert_eq!(
            delays,
            [
                60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600
            ]
        );
    }
}

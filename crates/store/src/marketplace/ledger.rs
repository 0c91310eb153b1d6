//! The ledger: transactions of entries that sum to zero. It only grows; triggers hold that.

use crate::{Result, sql};
use domain::{
    CooperativeId, Error, OrderId, PaymentId, PayoutId, Timestamp,
    marketplace::{Account, Entry, is_balanced},
    policy::{Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// What a booking is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
    pub payout: Option<PayoutId>,
}

/// Books once: the same `key` again changes nothing, and answers `false`. Entries of zero are left
/// out.
///
/// # Errors
/// `Conflict` where the entries do not balance: a mistake of ours, caught before the database does.
pub async fn book(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    key: &str,
    kind: &str,
    about: About,
    entries: &[Entry],
    now: Timestamp,
) -> Result<bool> {
    let entries: Vec<Entry> = entries
        .iter()
        .copied()
        .filter(|entry| entry.minor != 0)
        .collect();
    if entries.is_empty() {
        return Ok(false);
    }
    if !is_balanced(&entries) {
        return Err(Error::Conflict.into());
    }
    let inserted = sql::run(
        db,
        "INSERT INTO ledger_transaction (key, kind, at, order_id, payment_id, payout_id) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (key) DO NOTHING",
        vec![
            key.into(),
            kind.into(),
            now.into(),
            about.order.map(|it| it.0).into(),
            about.payment.map(|it| it.0).into(),
            about.payout.map(|it| it.0).into(),
        ],
    )
    .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let id: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM ledger_transaction WHERE key = $1",
        vec![key.into()],
    )
    .await?;
    let id = id.ok_or(Error::Conflict)?.id;
    let rows: Vec<Vec<Value>> = entries
        .iter()
        .map(|entry| {
            vec![
                id.into(),
                entry.account.code().into(),
                entry.cooperative.map(|it| it.0).into(),
                entry.minor.into(),
            ]
        })
        .collect();
    let insert = "INSERT INTO ledger_entry (transaction_id, account, cooperative_id, minor)";
    sql::insert_all(db, insert, None, rows).await?;
    sql::run(
        db,
        "UPDATE ledger_transaction SET sealed = 1 WHERE id = $1",
        vec![id.into()],
    )
    .await?;
    Ok(true)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

#[derive(FromQueryResult)]
struct SumRow {
    minor: i64,
}

/// What a cooperative is to get from one of its accounts: the negative of debits less credits.
pub async fn balance_of(
    db: &impl ConnectionTrait,
    account: Account,
    cooperative: CooperativeId,
) -> Result<i64> {
    let row: Option<SumRow> = sql::one(
        db,
        "SELECT CAST(COALESCE(-SUM(minor), 0) AS BIGINT) AS minor FROM ledger_entry WHERE account = $1 AND cooperative_id = $2",
        vec![account.code().into(), cooperative.0.into()],
    )
    .await?;
    Ok(row.map_or(0, |row| row.minor))
}

#[derive(FromQueryResult)]
struct PurseRow {
    at: i64,
    kind: String,
    number: Option<String>,
    minor: i64,
}

/// A cooperative's last bookings, the newest first: what each changed of all that is its own.
pub async fn purse_entries(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    limit: u32,
) -> Result<Vec<domain::marketplace::PurseEntry>> {
    let rows: Vec<PurseRow> = sql::all(
        db,
        &format!(
            "SELECT t.at, t.kind, o.number, CAST(-SUM(e.minor) AS BIGINT) AS minor
             FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
             LEFT JOIN payment p ON p.id = t.payment_id AND t.order_id IS NULL
             LEFT JOIN shop_order o ON o.id = t.order_id OR (o.group_id = p.group_id AND o.cooperative_id = e.cooperative_id)
             WHERE e.account IN ('held', 'payable') AND e.cooperative_id = $1
             GROUP BY t.id, t.at, t.kind, o.number HAVING SUM(e.minor) <> 0 ORDER BY t.id DESC LIMIT {limit}"
        ),
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| domain::marketplace::PurseEntry {
            at: row.at,
            kind: row.kind,
            number: row.number,
            amount: sql::mad(row.minor),
        })
        .collect())
}

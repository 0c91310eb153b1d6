//! Payouts, the statements of banks and carriers, and what a reconciliation compares.

use super::{About, book, known};
use crate::{Result, sql};
use domain::{
    CooperativeId, Money, PayoutId, PersonId, Timestamp,
    marketplace::{
        Account, Balance, Entry, PayoutRow, ReconcileProblem, Reconciliation, StatementKind,
        StatementLine, StatementOutcome, StatementView,
    },
    policy::{Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct BalanceRow {
    cooperative_id: i64,
    name: String,
    payable: i64,
    held: i64,
}

/// What each cooperative is to get, of those that have any booking.
pub async fn balances(db: &impl ConnectionTrait) -> Result<Vec<Balance>> {
    let rows: Vec<BalanceRow> = sql::all(
        db,
        "SELECT e.cooperative_id, c.name,
            CAST(-SUM(CASE WHEN e.account = 'payable' THEN e.minor ELSE 0 END) AS BIGINT) AS payable,
            CAST(-SUM(CASE WHEN e.account = 'held' THEN e.minor ELSE 0 END) AS BIGINT) AS held
         FROM ledger_entry e JOIN cooperative c ON c.id = e.cooperative_id
         GROUP BY e.cooperative_id, c.name ORDER BY e.cooperative_id",
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Balance {
                cooperative: CooperativeId(row.cooperative_id),
                name: sql::text(&row.name)?,
                payable: sql::mad(row.payable),
                held: sql::mad(row.held),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct DueRow {
    cooperative_id: i64,
    rib: String,
    before: i64,
    in_all: i64,
}

/// A cooperative with something to be paid out.
#[derive(Clone, Debug)]
pub struct PayoutDue {
    pub cooperative: CooperativeId,
    pub rib: String,
    pub amount: i64,
}

/// What was payable before `until`, and still is.
pub async fn payouts_due(db: &impl ConnectionTrait, until: Timestamp) -> Result<Vec<PayoutDue>> {
    let rows: Vec<DueRow> = sql::all(
        db,
        "SELECT e.cooperative_id, c.rib,
            CAST(-SUM(CASE WHEN t.at < $1 THEN e.minor ELSE 0 END) AS BIGINT) AS before,
            CAST(-SUM(e.minor) AS BIGINT) AS in_all
         FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id JOIN cooperative c ON c.id = e.cooperative_id
         WHERE e.account = 'payable' GROUP BY e.cooperative_id, c.rib ORDER BY e.cooperative_id",
        vec![until.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PayoutDue {
            cooperative: CooperativeId(row.cooperative_id),
            rib: row.rib,
            amount: row.before.min(row.in_all),
        })
        .filter(|due| due.amount > 0)
        .collect())
}

#[derive(FromQueryResult)]
struct LastRow {
    last: i64,
}

/// Pays out once for a period: the same again changes nothing and answers `None`.
pub async fn pay_out(
    db: &impl ConnectionTrait,
    permit: &Permit<Platform>,
    due: &PayoutDue,
    until: Timestamp,
    now: Timestamp,
) -> Result<Option<PayoutId>> {
    let last: Option<LastRow> = sql::one(
        db,
        "SELECT COALESCE(MAX(period_to), 0) AS last FROM payout WHERE cooperative_id = $1",
        vec![due.cooperative.0.into()],
    )
    .await?;
    let from = last.map_or(0, |row| row.last);
    if from >= until {
        return Ok(None);
    }
    let reference = format!("TAA-{}-{until}", due.cooperative);
    let inserted = sql::run(
        db,
        "INSERT INTO payout (cooperative_id, period_from, period_to, amount_minor, rib, reference, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (cooperative_id, period_to) DO NOTHING",
        vec![
            due.cooperative.0.into(),
            from.into(),
            until.into(),
            due.amount.into(),
            due.rib.clone().into(),
            reference.clone().into(),
            now.into(),
        ],
    )
    .await?;
    if inserted == 0 {
        return Ok(None);
    }
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM payout WHERE reference = $1",
        vec![reference.into()],
    )
    .await?;
    let id = PayoutId(row.ok_or(domain::Error::Conflict)?.id);
    let entries = [
        Entry::debit(Account::Payable, due.amount).of(due.cooperative),
        Entry::credit(Account::Bank, due.amount),
    ];
    let about = About {
        payout: Some(id),
        ..About::default()
    };
    book(
        db,
        permit,
        &format!("payout:{id}"),
        "payout",
        about,
        &entries,
        now,
    )
    .await?;
    Ok(Some(id))
}

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

#[derive(FromQueryResult)]
struct PayoutListRow {
    id: i64,
    name: String,
    period_from: i64,
    period_to: i64,
    amount_minor: i64,
    rib: String,
    reference: String,
    created_at: i64,
}

/// The newest first; of one cooperative or of all.
pub async fn payouts(
    db: &impl ConnectionTrait,
    cooperative: Option<CooperativeId>,
    limit: u32,
) -> Result<Vec<PayoutRow>> {
    let (only, values) = match cooperative {
        Some(cooperative) => ("WHERE p.cooperative_id = $1", vec![cooperative.0.into()]),
        None => ("", vec![]),
    };
    let rows: Vec<PayoutListRow> = sql::all(
        db,
        &format!(
            "SELECT p.id, c.name, p.period_from, p.period_to, p.amount_minor, p.rib, p.reference, p.created_at
             FROM payout p JOIN cooperative c ON c.id = p.cooperative_id {only} ORDER BY p.id DESC LIMIT {limit}"
        ),
        values,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PayoutRow {
                id: PayoutId(row.id),
                cooperative: sql::text(&row.name)?,
                from: row.period_from,
                to: row.period_to,
                amount: sql::mad(row.amount_minor),
                rib: row.rib,
                reference: row.reference,
                created_at: row.created_at,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct StatementRow {
    id: i64,
    kind: String,
    read_at: i64,
}

#[derive(FromQueryResult)]
struct StatementLineRow {
    statement_id: i64,
    row_number: i64,
    reference: String,
    amount_minor: Option<i64>,
    outcome: String,
}

async fn statements(
    db: &impl ConnectionTrait,
    tail: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<StatementView>> {
    let rows: Vec<StatementRow> = sql::all(
        db,
        &format!("SELECT id, kind, read_at FROM statement {tail}"),
        values,
    )
    .await?;
    let lines: Vec<StatementLineRow> = sql::all(
        db,
        &format!(
            "SELECT statement_id, row_number, reference, amount_minor, outcome FROM statement_row
             WHERE statement_id IN ({}) ORDER BY id",
            sql::ids(rows.iter().map(|row| row.id))
        ),
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StatementView {
                kind: known(StatementKind::from_code(&row.kind), &row.kind)?,
                read_at: row.read_at,
                lines: lines
                    .iter()
                    .filter(|line| line.statement_id == row.id)
                    .map(|line| {
                        Ok(StatementLine {
                            row: sql::count(line.row_number)?,
                            reference: line.reference.clone(),
                            amount: line.amount_minor.map(sql::mad),
                            outcome: known(
                                StatementOutcome::from_code(&line.outcome),
                                &line.outcome,
                            )?,
                        })
                    })
                    .collect::<Result<_>>()?,
            })
        })
        .collect()
}

/// The file with this digest, where it was read before.
pub async fn find_statement(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> Result<Option<StatementView>> {
    Ok(statements(db, "WHERE sha256 = $1", vec![sha256.into()])
        .await?
        .pop())
}

pub async fn last_statements(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<StatementView>> {
    statements(db, &format!("ORDER BY id DESC LIMIT {limit}"), vec![]).await
}

pub async fn insert_statement(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    sha256: &str,
    by: Option<PersonId>,
    view: &StatementView,
) -> Result<()> {
    let inserted = sql::run(
        db,
        "INSERT INTO statement (kind, sha256, person_id, read_at) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING",
        vec![
            view.kind.code().into(),
            sha256.into(),
            by.map(|by| by.0).into(),
            view.read_at.into(),
        ],
    )
    .await?;
    if inserted == 0 {
        return Ok(());
    }
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM statement WHERE sha256 = $1",
        vec![sha256.into()],
    )
    .await?;
    let id = row.ok_or(domain::Error::Conflict)?.id;
    let rows = view
        .lines
        .iter()
        .map(|line| {
            vec![
                id.into(),
                i64::from(line.row).into(),
                line.reference.clone().into(),
                line.amount.map(|amount| amount.minor).into(),
                line.outcome.code().into(),
            ]
        })
        .collect();
    let insert =
        "INSERT INTO statement_row (statement_id, row_number, reference, amount_minor, outcome)";
    sql::insert_all(db, insert, None, rows).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ProblemRow {
    subject: String,
    expected: i64,
    found: i64,
}

#[derive(FromQueryResult)]
struct NumberRow {
    number: i64,
}

async fn number(db: &impl ConnectionTrait, expression: &str) -> Result<i64> {
    let row: Option<NumberRow> = sql::one(
        db,
        &format!("SELECT CAST(COALESCE(({expression}), 0) AS BIGINT) AS number"),
        vec![],
    )
    .await?;
    Ok(row.map_or(0, |row| row.number))
}

/// Each finds what does not agree, row by row; set-based, so that it stays quick over many orders.
const CHECKS: &[(&str, &str)] = &[
    (
        "unbalanced",
        "SELECT t.key AS subject, CAST(0 AS BIGINT) AS expected, CAST(COALESCE(SUM(e.minor), 0) AS BIGINT) AS found
         FROM ledger_transaction t LEFT JOIN ledger_entry e ON e.transaction_id = t.id
         GROUP BY t.id, t.key, t.sealed HAVING COALESCE(SUM(e.minor), 0) <> 0 OR COUNT(e.id) < 2 OR t.sealed = 0",
    ),
    (
        "capture",
        "SELECT p.reference AS subject, p.captured_minor AS expected, COALESCE(s.total, 0) AS found FROM payment p
         LEFT JOIN (SELECT payment_id, CAST(SUM(cooperative_minor + tax_minor + commission_minor + delivery_minor) AS BIGINT) AS total
            FROM payment_split GROUP BY payment_id) s ON s.payment_id = p.id
         WHERE p.captured_minor <> COALESCE(s.total, 0)",
    ),
    (
        "capture",
        "SELECT p.reference AS subject, p.captured_minor AS expected, COALESCE(l.total, 0) AS found FROM payment p
         LEFT JOIN (SELECT t.payment_id, CAST(SUM(e.minor) AS BIGINT) AS total FROM ledger_transaction t
            JOIN ledger_entry e ON e.transaction_id = t.id AND e.minor > 0
            WHERE t.kind IN ('capture', 'collect') GROUP BY t.payment_id) l ON l.payment_id = p.id
         WHERE p.captured_minor <> COALESCE(l.total, 0)",
    ),
    (
        "refund",
        "SELECT p.reference AS subject, p.refunded_minor AS expected, COALESCE(r.total, 0) AS found FROM payment p
         LEFT JOIN (SELECT payment_id, CAST(SUM(amount_minor) AS BIGINT) AS total FROM refund GROUP BY payment_id) r ON r.payment_id = p.id
         WHERE p.refunded_minor <> COALESCE(r.total, 0)",
    ),
    (
        "refund",
        "SELECT p.reference AS subject, p.refunded_minor AS expected, COALESCE(l.total, 0) AS found FROM payment p
         LEFT JOIN (SELECT t.payment_id, CAST(SUM(e.minor) AS BIGINT) AS total FROM ledger_transaction t
            JOIN ledger_entry e ON e.transaction_id = t.id AND e.minor > 0
            WHERE t.kind = 'refund' GROUP BY t.payment_id) l ON l.payment_id = p.id
         WHERE p.refunded_minor <> COALESCE(l.total, 0)",
    ),
    // What a buyer paid and did not get back is what they keep.
    (
        "due",
        "SELECT o.number AS subject, d.due + o.delivery_fee_minor - o.delivery_off_minor AS expected,
            COALESCE(s.total, 0) - COALESCE(r.total, 0) AS found
         FROM shop_order o
         JOIN (SELECT order_id, CAST(SUM(total_minor - discount_minor - off_cooperative_minor - off_tax_minor - off_commission_minor) AS BIGINT) AS due
            FROM order_line GROUP BY order_id) d ON d.order_id = o.id
         LEFT JOIN (SELECT order_id, CAST(SUM(cooperative_minor + tax_minor + commission_minor + delivery_minor) AS BIGINT) AS total
            FROM payment_split GROUP BY order_id) s ON s.order_id = o.id
         LEFT JOIN (SELECT order_id, CAST(SUM(amount_minor) AS BIGINT) AS total FROM refund GROUP BY order_id) r ON r.order_id = o.id
         WHERE o.payment_state <> 'unpaid'
            AND d.due + o.delivery_fee_minor - o.delivery_off_minor <> COALESCE(s.total, 0) - COALESCE(r.total, 0)
            AND NOT EXISTS (SELECT 1 FROM shipment x WHERE x.order_id = o.id AND x.state = 'shipped')",
    ),
    (
        "payout",
        "SELECT p.reference AS subject, p.amount_minor AS expected, COALESCE(l.total, 0) AS found FROM payout p
         LEFT JOIN (SELECT t.payout_id, CAST(SUM(e.minor) AS BIGINT) AS total FROM ledger_transaction t
            JOIN ledger_entry e ON e.transaction_id = t.id AND e.account = 'payable' GROUP BY t.payout_id) l ON l.payout_id = p.id
         WHERE p.amount_minor <> COALESCE(l.total, 0)",
    ),
    (
        "refund",
        "SELECT reference AS subject, captured_minor AS expected, refunded_minor AS found FROM payment WHERE refunded_minor > captured_minor",
    ),
];

/// What an account must hold by payments, refunds and payouts, beside what the ledger says.
const ACCOUNTS: &[(&str, &str)] = &[
    (
        "bank",
        "SELECT (SELECT COALESCE(SUM(captured_minor), 0) FROM payment WHERE method = 'bank_transfer')
            + (SELECT COALESCE(SUM(p.captured_minor), 0) FROM payment p JOIN shop_order o ON o.id = p.order_id
                WHERE p.method = 'cash_on_delivery' AND o.delivery_method <> 'pickup')
            - (SELECT COALESCE(SUM(e.minor), 0) FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
                WHERE t.kind = 'collect' AND e.account = 'carrier' AND e.minor > 0)
            - (SELECT COALESCE(SUM(r.amount_minor), 0) FROM refund r JOIN payment p ON p.id = r.payment_id
                WHERE r.state = 'done' AND p.method <> 'card')
            - (SELECT COALESCE(SUM(amount_minor), 0) FROM payout)",
    ),
    (
        "card_clearing",
        "SELECT (SELECT COALESCE(SUM(captured_minor), 0) FROM payment WHERE method = 'card')
            - (SELECT COALESCE(SUM(r.amount_minor), 0) FROM refund r JOIN payment p ON p.id = r.payment_id
                WHERE r.state = 'done' AND p.method = 'card')",
    ),
    (
        "commission",
        "SELECT (SELECT COALESCE(SUM(commission_minor), 0) FROM refund) - (SELECT COALESCE(SUM(commission_minor), 0) FROM payment_split)",
    ),
    (
        "refunds_due",
        "SELECT -COALESCE(SUM(amount_minor), 0) FROM refund WHERE state = 'pending'",
    ),
];

/// Compares ledger, payments and payouts.
pub async fn reconcile(db: &impl ConnectionTrait, now: Timestamp) -> Result<Reconciliation> {
    let mut problems = Vec::new();
    for (kind, query) in CHECKS {
        let rows: Vec<ProblemRow> = sql::all(db, &format!("{query} LIMIT 100"), vec![]).await?;
        problems.extend(rows.into_iter().map(|row| ReconcileProblem {
            kind: (*kind).to_owned(),
            subject: row.subject,
            expected: Money::mad(row.expected),
            found: Money::mad(row.found),
        }));
    }
    for (account, query) in ACCOUNTS {
        let expected = number(db, query).await?;
        let found = number(
            db,
            &format!("SELECT SUM(minor) FROM ledger_entry WHERE account = '{account}'"),
        )
        .await?;
        if expected != found {
            problems.push(ReconcileProblem {
                kind: "account".to_owned(),
                subject: (*account).to_owned(),
                expected: Money::mad(expected),
                found: Money::mad(found),
            });
        }
    }
    let of = |query: &'static str| number(db, query);
    Ok(Reconciliation {
        at: now,
        transactions: sql::count(of("SELECT COUNT(*) FROM ledger_transaction").await?)?,
        orders: sql::count(of("SELECT COUNT(*) FROM shop_order").await?)?,
        captured: sql::mad(of("SELECT SUM(captured_minor) FROM payment").await?),
        refunded: sql::mad(of("SELECT SUM(refunded_minor) FROM payment").await?),
        paid_out: sql::mad(of("SELECT SUM(amount_minor) FROM payout").await?),
        commission: sql::mad(
            of("SELECT -SUM(minor) FROM ledger_entry WHERE account = 'commission'").await?,
        ),
        problems,
    })
}

pub async fn keep_reconciliation(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    report: &Reconciliation,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO reconciliation (at, report) VALUES ($1, $2)",
        vec![report.at.into(), sql::to_json(report)?.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ReportRow {
    report: String,
}

pub async fn last_reconciliation(db: &impl ConnectionTrait) -> Result<Option<Reconciliation>> {
    let row: Option<ReportRow> = sql::one(
        db,
        "SELECT report FROM reconciliation ORDER BY id DESC LIMIT 1",
        vec![],
    )
    .await?;
    row.map(|row| sql::json(&row.report)).transpose()
}

#[derive(FromQueryResult)]
struct OwnerRow {
    cooperative_id: i64,
    period_from: i64,
    period_to: i64,
}

/// Whose a payout is, and its period.
pub async fn payout_owner(
    db: &impl ConnectionTrait,
    payout: PayoutId,
) -> Result<Option<(CooperativeId, Timestamp, Timestamp)>> {
    let row: Option<OwnerRow> = sql::one(
        db,
        "SELECT cooperative_id, period_from, period_to FROM payout WHERE id = $1",
        vec![payout.0.into()],
    )
    .await?;
    Ok(row.map(|row| {
        (
            CooperativeId(row.cooperative_id),
            row.period_from,
            row.period_to,
        )
    }))
}

#[derive(FromQueryResult)]
struct EntryRow {
    at: i64,
    kind: String,
    number: Option<String>,
    minor: i64,
}

#[derive(FromQueryResult)]
struct DiscountRow {
    minor: i64,
}

/// What coupons took off the orders whose money came in a payout's period.
pub async fn payout_discount(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Money> {
    let row: Option<DiscountRow> = sql::one(
        db,
        "SELECT CAST(COALESCE(SUM(u.discount_minor), 0) AS BIGINT) AS minor FROM coupon_use u
         WHERE u.given_back_at IS NULL AND u.order_id IN (SELECT t.order_id FROM ledger_entry e
            JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account = 'payable' AND e.cooperative_id = $1 AND t.at >= $2 AND t.at < $3)",
        vec![cooperative.0.into(), from.into(), to.into()],
    )
    .await?;
    Ok(sql::mad(row.map_or(0, |row| row.minor)))
}

/// What made a payout: a cooperative's payable bookings of a period, the oldest first.
pub async fn payout_entries(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<domain::marketplace::PurseEntry>> {
    let rows: Vec<EntryRow> = sql::all(
        db,
        "SELECT t.at, t.kind, o.number, CAST(-SUM(e.minor) AS BIGINT) AS minor
         FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id LEFT JOIN shop_order o ON o.id = t.order_id
         WHERE e.account = 'payable' AND e.cooperative_id = $1 AND t.at >= $2 AND t.at < $3
         GROUP BY t.id, t.at, t.kind, o.number ORDER BY t.id",
        vec![cooperative.0.into(), from.into(), to.into()],
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
